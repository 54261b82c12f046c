/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding. Plain stretches (ASCII, common Han) are copied whole; only what is left is looked at character by character, in
 * segments: a character and everything that may unite with it. What the folded text holds is said in fold.h, once.
 */
#include "text/fold.h"

#include "text/fold_level.h"
#include "text/unicode.h"

/* What stands beside white space: enough to decide whether it stays. */
enum beside { EDGE, OTHER, HAN, DIGIT, DOT, PERCENT, LINE };

struct unit {
	struct cpr_folded *f;
	const char *s;
	size_t n;
	uint32_t src;
	bool exact;
	size_t out_start;         /* where the unit's text begins */
	bool space;               /* a run of white space waits for what follows */
	size_t space_at, space_n; /* the run, in s */
};

enum byte_class { COPY, UPPER, SPACE, HAN3, CJK3, WIDE3, DECODE };

/*
 * HAN3: U+4000..9FFF, always plain. CJK3: U+3000..3FFF, plain from U+3400 on, and the two commonest punctuation marks.
 * WIDE3: U+F000..FFFF, full-width forms among them.
 */
static const uint8_t byte_class[256] = {
	[0x00 ... 0x08] = COPY,  [0x09 ... 0x0d] = SPACE, [0x0e ... 0x1f] = COPY,   [0x20] = SPACE,
	[0x21 ... 0x40] = COPY,  [0x41 ... 0x5a] = UPPER, [0x5b ... 0x7f] = COPY,   [0x80 ... 0xe2] = DECODE,
	[0xe3] = CJK3,           [0xe4 ... 0xe9] = HAN3,  [0xea ... 0xee] = DECODE, [0xef] = WIDE3,
	[0xf0 ... 0xff] = DECODE,
};

/* Leaves nothing, wherever it stands. */
static bool vanishes(const struct unit *u, uint32_t c)
{
	return cpr_char_invisible(c) || (!u->exact && cpr_fold_decoration(c));
}

/* Unicode's white space, and the empty Braille cell, which looks like it. */
static bool blank(uint32_t c)
{
	return cpr_char_space(c) || c == 0x2800;
}

/* Line separators do not come here. */
static bool is_space(const struct unit *u, uint32_t c)
{
	return u->exact ? c == ' ' || c == '\t' || c == '\r' || c == '\n' : blank(c);
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static enum beside beside_of(uint32_t c)
{
	if (c < 0x80)
		return is_digit(c) ? DIGIT : c == '.' ? DOT : c == '%' ? PERCENT : OTHER;
	if (c == 0x2030)
		return PERCENT;
	/* 。 、 〈 〉 《 》 need no space beside them either. */
	return cpr_char_han(c) || c == 0x3001 || c == 0x3002 || (c >= 0x3008 && c <= 0x300b) ? HAN : OTHER;
}

/* One character; what is not UTF-8 is read as U+FFFD, a byte at a time. */
static unsigned decode(const struct unit *u, size_t i, uint32_t *ret)
{
	const unsigned char *b = (const unsigned char *)u->s + i;
	unsigned len;

	/* Without a call what is most often asked for: three bytes, not overlong, no surrogate. */
	if (b[0] > 0xe0 && b[0] < 0xf0 && b[0] != 0xed && u->n - i >= 3 && (b[1] & 0xc0) == 0x80 && (b[2] & 0xc0) == 0x80) {
		*ret = (b[0] & 0x0fu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
		return 3;
	}
	len = cpr_utf8_next(u->s + i, u->n - i, ret);
	if (len)
		return len;
	*ret = 0xfffd;
	return 1;
}

/* What the text ends with. Read from the text itself, so that folding it again decides alike. */
static enum beside left_of(const struct unit *u)
{
	const struct cpr_strbuf *text = &u->f->text;
	size_t at = text->n;
	uint32_t c;

	if (at == u->out_start)
		return EDGE;
	do
		at--;
	while (at > u->out_start && ((unsigned char)text->p[at] & 0xc0) == 0x80);
	if (!cpr_utf8_next(text->p + at, text->n - at, &c))
		return OTHER;
	return c == '\n' ? LINE : beside_of(c);
}

static void append(struct cpr_strbuf *text, const char *p, size_t n)
{
	if (text->cap - text->n > n) {
		memcpy(text->p + text->n, p, n);
		text->n += n;
	} else {
		cpr_strbuf_add(text, p, n);
	}
}

/* The n source bytes at i became the last out_n bytes of the text. */
static void add_run(struct unit *u, size_t i, size_t n, size_t out_n, bool identity)
{
	struct cpr_folded *f = u->f;
	struct cpr_fold_run run = { (uint32_t)(f->text.n - out_n), (uint32_t)(u->src + i), (uint32_t)n, identity };
	struct cpr_fold_run *last = f->runs.n ? &f->runs.v[f->runs.n - 1] : NULL;

	if (f->text.failed || f->text.n > UINT32_MAX) {
		f->failed = true;
		return;
	}
	if (identity && last && last->identity && last->src + last->src_n == run.src && last->out + last->src_n == run.out)
		last->src_n += run.src_n;
	else if (f->runs.n < f->runs.cap || cpr_array_reserve(f->mem, &f->runs, 1))
		f->runs.v[f->runs.n++] = run;
	else
		f->failed = true;
}

/* Now that the right-hand side is known: the white space that waits becomes one space or nothing. */
static void settle_space(struct unit *u, enum beside right)
{
	enum beside left;
	bool keep;

	if (!u->space)
		return;
	u->space = false;
	left = left_of(u);
	if (left == EDGE || left == LINE || right == LINE)
		keep = false;
	else if (u->exact)
		keep = true;
	else if (left == HAN || right == HAN)
		keep = left == DOT || right == DOT;
	else
		keep = !(left == DIGIT && right == PERCENT);
	if (keep) {
		append(&u->f->text, " ", 1);
		add_run(u, u->space_at, u->space_n, 1, u->space_n == 1 && u->s[u->space_at] == ' ');
	}
}

static void wait_space(struct unit *u, size_t i, size_t len)
{
	if (!u->space)
		u->space_at = i;
	u->space = true;
	u->space_n = i + len - u->space_at;
}

/* What stands at i (which may be the end) unites with the character before it. Invisible characters between do not part them. */
static bool joined(const struct unit *u, size_t i)
{
	while (i < u->n) {
		unsigned char b = (unsigned char)u->s[i];
		uint32_t c;

		/* U+00AD apart, nothing below U+0300 joins or vanishes. */
		if (b < 0x80 || (b > 0xc2 && b < 0xcc) || byte_class[b] == HAN3)
			return false;
		i += decode(u, i, &c);
		if (!vanishes(u, c))
			return cpr_char_joins(c);
	}
	return false;
}

/* Whether the bytes at i, of a class from HAN3 to WIDE3, are a character that folding leaves alone. */
static bool plain3(const struct unit *u, size_t i)
{
	const unsigned char *b = (const unsigned char *)u->s + i;

	if (u->n - i < 3 || (b[1] & 0xc0) != 0x80 || (b[2] & 0xc0) != 0x80)
		return false;
	if (u->exact) /* but the Hangul filler, and variation selectors, half-width fillers, BOM and the like */
		return b[0] == 0xef ? b[1] == 0xbc || b[1] == 0xbd : !(b[0] == 0xe3 && b[1] == 0x85 && b[2] == 0xa4);
	if (b[0] == 0xe3)
		return b[1] >= 0x90 || (b[1] == 0x80 && (b[2] == 0x81 || b[2] == 0x82));
	return b[0] != 0xef;
}

/* A lone space between two visible ASCII characters stays as it is. */
static bool plain_space(const struct unit *u, size_t start, size_t i)
{
	unsigned char before, after;

	if (i == start || u->n - i < 2 || u->s[i] != ' ')
		return false;
	before = (unsigned char)u->s[i - 1];
	after = (unsigned char)u->s[i + 1];
	return before > 0x20 && before < 0x80 && after > 0x20 && after < 0x80 && !(is_digit(before) && after == '%');
}

/* Sixteen bytes as signed numbers; the compiler makes of it what the machine has. A comparison gives -1 where it holds. */
typedef int8_t bytes16 __attribute__((vector_size(16)));

static bytes16 load16(const char *s)
{
	bytes16 v;

	memcpy(&v, s, sizeof v);
	return v;
}

/* Of eight bytes in the order of memory, the first that is not 0. */
static unsigned first_byte(uint64_t w)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return (unsigned)__builtin_clzll(w) / 8;
#else
	return (unsigned)__builtin_ctzll(w) / 8;
#endif
}

#define IS_HAN3(v) (((v) > 0xe3 - 256) & ((v) < 0xea - 256))
#define IS_VISIBLE(v) ((v) > ' ')

/*
 * Most of all copy is passed here, sixteen bytes at a time: visible ASCII, lone spaces between, and HAN3, at i or behind.
 * Neighbours are looked at by loading them from their own address. Stops at the first byte that is not so, or that is
 * left to plain_end().
 */
static size_t plain_blocks(const struct unit *u, size_t i, bool *upper)
{
	const unsigned char *b = (const unsigned char *)u->s;
	bytes16 upper_seen = { 0 };
	size_t from = i;
	uint64_t half[2];

	/* A lead that stands before i was no character's: not to be taken up here. */
	if (i < 2 || byte_class[b[i - 1]] == HAN3 || byte_class[b[i - 2]] == HAN3)
		return i;
	while (u->n - i > 16) {
		const char *s = u->s + i;
		bytes16 v = load16(s), before = load16(s - 1), after = load16(s + 1);
		bytes16 cont = v < 0xc0 - 256;
		bytes16 cont_due = IS_HAN3(before) | IS_HAN3(load16(s - 2));
		bytes16 lone_space = (v == ' ') & IS_VISIBLE(before) & IS_VISIBLE(after) & (after != '%');
		bytes16 stop = ~(cont | IS_HAN3(v) | IS_VISIBLE(v) | lone_space) | (cont ^ cont_due);

		upper_seen |= (v >= 'A') & (v <= 'Z');
		memcpy(half, &stop, sizeof half);
		if (half[0] | half[1]) {
			i += half[0] ? first_byte(half[0]) : 8 + first_byte(half[1]);
			break;
		}
		i += 16;
	}
	memcpy(half, &upper_seen, sizeof half);
	*upper |= (half[0] | half[1]) != 0;
	/* Not into the middle of a character. */
	if (i - from >= 1 && byte_class[b[i - 1]] == HAN3)
		return i - 1;
	if (i - from >= 2 && byte_class[b[i - 2]] == HAN3)
		return i - 2;
	return i;
}

/* The end of the plain stretch that begins at i. */
static size_t plain_end(const struct unit *u, size_t i, bool *ret_upper)
{
	const unsigned char *b = (const unsigned char *)u->s;
	size_t start = i;
	bool upper = false;

	while ((i = plain_blocks(u, i, &upper)) < u->n) {
		unsigned class = byte_class[b[i]];

		if (class <= UPPER) {
			upper |= class == UPPER;
			i++;
		} else if (class >= HAN3 && class <= WIDE3 && plain3(u, i)) {
			i += 3;
		} else if (class == SPACE && plain_space(u, start, i)) {
			i++;
		} else {
			break;
		}
	}
	*ret_upper = upper;
	return i;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte)) /* that byte eight times */

static void lower(char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t w, low, upper; /* the top bit of each byte that is a capital */

		memcpy(&w, p + i, 8);
		low = w & EACH(0x7f);
		upper = ~w & (low + EACH(0x80 - 'A')) & ~(low + EACH(0x80 - 'Z' - 1)) & EACH(0x80);
		w += upper >> 2; /* 0x20 each */
		memcpy(p + i, &w, 8);
	}
	for (; i < n; i++)
		p[i] = (char)(p[i] + (p[i] >= 'A' && p[i] <= 'Z' ? 'a' - 'A' : 0));
}

static void put_plain(struct unit *u, size_t i, size_t end, bool upper)
{
	struct cpr_strbuf *text = &u->f->text;
	uint32_t c;

	if (u->space) {
		decode(u, i, &c);
		settle_space(u, beside_of(c));
	}
	append(text, u->s + i, end - i);
	add_run(u, i, end - i, end - i, true);
	if (upper && !u->exact && !text->failed)
		lower(text->p + (text->n - (end - i)), end - i);
}

/* Appends the folding of c, not yet composed, to the scratch. */
static void gather(struct cpr_folded *f, uint32_t c)
{
	uint32_t d[CPR_CHAR_FOLD_MAX];
	unsigned n;

	if (!cpr_array_reserve(f->mem, &f->scratch, CPR_CHAR_FOLD_MAX)) {
		f->failed = true;
		return;
	}
	n = cpr_char_fold(cpr_fold_level(c), d);
	/*
	 * Accents that stand alone (¨ ¯ ﱞ) are not torn into a space, which is none of the text's, and a mark; nor letters that
	 * begin with a mark (Thai and Lao AM), or the mark would be lost on white space the next time.
	 */
	if (n > 1 && (d[0] == ' ' || (cpr_char_mark(d[0]) && !cpr_char_mark(c)))) {
		d[0] = c;
		n = 1;
	}
	for (unsigned k = 0; k < n; k++)
		if (!cpr_char_invisible(d[k]))
			f->scratch.v[f->scratch.n++] = blank(d[k]) ? ' ' : cpr_fold_level(d[k]);
}

/* Marks on Han and on digits go, after composing. Returns the new length. */
static size_t drop_marks(uint32_t *c, size_t n)
{
	uint32_t base = 0;
	size_t left = 0;

	for (size_t k = 0; k < n; k++) {
		bool mark = cpr_char_mark(c[k]);

		if (mark && (is_digit(base) || cpr_char_han(base)))
			continue;
		if (!mark)
			base = c[k];
		c[left++] = c[k];
	}
	return left;
}

/* Full-width and mathematical digits: they belong to the number they stand in. */
static bool plain_digit(uint32_t c)
{
	return is_digit(c) || (c >= 0xff10 && c <= 0xff19) || (c >= 0x1d7ce && c <= 0x1d7ff) || (c >= 0x1fbf0 && c <= 0x1fbf9);
}

/* The n source bytes at i, beginning with character c, became the characters out[0..out_n). */
static void put_chars(struct unit *u, size_t i, size_t n, uint32_t c, const uint32_t *out, size_t out_n)
{
	struct cpr_strbuf *text = &u->f->text;
	size_t before;

	if (u->space)
		settle_space(u, beside_of(out[0]));
	before = text->n;
	if (is_digit(out[0]) && !u->exact && !plain_digit(c) && left_of(u) == DIGIT)
		append(text, " ", 1);
	for (size_t k = 0; k < out_n; k++) {
		char bytes[4];

		append(text, bytes, cpr_utf8_put(out[k], bytes));
	}
	if (text->failed)
		u->f->failed = true;
	else
		add_run(u, i, n, text->n - before, text->n - before == n && memcmp(text->p + before, u->s + i, n) == 0);
}

/* A segment: the character at i with all that may unite with it. Returns its end. */
static size_t put_segment(struct unit *u, size_t i)
{
	struct cpr_folded *f = u->f;
	size_t end, next, n;
	uint32_t first, c;

	f->scratch.n = 0;
	end = i + decode(u, i, &first);
	gather(f, first);
	for (next = end; next < u->n && !f->failed;) {
		next += decode(u, next, &c);
		if (vanishes(u, c))
			continue;
		if (!cpr_char_joins(c))
			break;
		gather(f, c);
		end = next;
	}
	if (f->failed || !cpr_array_reserve(f->mem, &f->scratch, f->scratch.n)) {
		f->failed = true;
		return u->n;
	}
	n = cpr_chars_compose(f->scratch.v, f->scratch.n, f->scratch.v + f->scratch.n);
	n = drop_marks(f->scratch.v, n);
	if (n)
		put_chars(u, i, end - i, first, f->scratch.v, n);
	return end;
}

/* The one character that c folds to, if that can be said without a look at the tables of Unicode; otherwise 0. */
static uint32_t simple(uint32_t c)
{
	uint32_t to;

	if (c >= 0xff01 && c <= 0xff5e) {
		c -= 0xff01 - '!';
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	}
	/* Kana and Hangul syllables; U+309B..309F and 30FF fall apart. */
	if ((c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) || (c >= 0xac00 && c <= 0xd7a3))
		return c;
	to = cpr_fold_level(c);
	return to != c && to != 0x2026 ? to : 0;
}

/* Behind the marks at i: on white space they would make something of nothing. */
static size_t past_marks(const struct unit *u, size_t i)
{
	size_t end = i;
	uint32_t c;

	while (i < u->n) {
		i += decode(u, i, &c);
		if (cpr_char_mark(c) || c == 0xff9e || c == 0xff9f) /* the half-width sound marks of Kana fold to marks */
			end = i;
		else if (!vanishes(u, c))
			break;
	}
	return end;
}

/* The character at i, which is not plain. Returns where to go on. */
static size_t put_special(struct unit *u, size_t i)
{
	uint32_t c, to;
	size_t next = i + decode(u, i, &c);

	if (!u->exact) {
		to = simple(c);
		if (to && !joined(u, next)) {
			put_chars(u, i, next - i, c, &to, 1);
			return next;
		}
	}
	if (c == 0x2028 || c == 0x2029) {
		settle_space(u, LINE);
		append(&u->f->text, "\n", 1);
		add_run(u, i, next - i, 1, false);
		return next;
	}
	if (vanishes(u, c))
		return next;
	if (is_space(u, c)) {
		if (!u->exact)
			next = past_marks(u, next);
		wait_space(u, i, next - i);
		return next;
	}
	if (!u->exact)
		return put_segment(u, i);
	put_chars(u, i, next - i, c, &c, 1);
	return next;
}

/* Room for text that does not grow: most of it. Appending then costs a copy. */
static bool reserve(struct cpr_folded *f, size_t n)
{
	void *p = f->text.p;

	/* A growing string is an array of bytes with a NUL behind. */
	if (f->text.failed || !cpr_array_room(f->mem, &p, f->text.n, &f->text.cap, n, 1))
		return false;
	f->text.p = p;
	return true;
}

void cpr_fold_add(struct cpr_folded *f, enum cpr_fold_profile profile, struct cpr_str s, uint32_t src)
{
	struct unit u = { .f = f, .s = s.p, .n = s.n, .src = src, .exact = profile == CPR_FOLD_EXACT_1,
			  .out_start = f->text.n };
	size_t i = 0;

	if (s.n > UINT32_MAX - src || !reserve(f, s.n + 1))
		f->failed = true;
	while (i < s.n && !f->failed) {
		bool upper;
		size_t end = plain_end(&u, i, &upper);

		/* The last plain character may be the base of a combining sequence. */
		if (!u.exact && end > i && joined(&u, end))
			do
				end--;
			while (end > i && ((unsigned char)s.p[end] & 0xc0) == 0x80);
		if (end > i)
			put_plain(&u, i, end, upper);
		i = end;
		if (i < s.n && !f->failed)
			i = put_special(&u, i);
	}
	if (f->text.failed)
		f->failed = true;
	else if (f->text.p)
		f->text.p[f->text.n] = '\0';
}

bool cpr_fold_profile_parse(struct cpr_str name, enum cpr_fold_profile *ret)
{
	if (cpr_str_is(name, "exact-1"))
		*ret = CPR_FOLD_EXACT_1;
	else if (cpr_str_is(name, "default-1"))
		*ret = CPR_FOLD_DEFAULT_1;
	else
		return false;
	return true;
}

void cpr_folded_init(struct cpr_folded *f, const struct cpr_mem *mem)
{
	*f = (struct cpr_folded){ .text = CPR_STRBUF(mem), .mem = mem };
}

void cpr_folded_free(struct cpr_folded *f)
{
	cpr_strbuf_free(&f->text);
	cpr_array_free(f->mem, &f->runs);
	cpr_array_free(f->mem, &f->scratch);
}

void cpr_folded_reset(struct cpr_folded *f)
{
	cpr_strbuf_reset(&f->text);
	f->text.failed = false;
	f->runs.n = 0;
	f->failed = false;
}

/* The run that holds byte at of the folded text. There is one. */
static const struct cpr_fold_run *run_at(const struct cpr_folded *f, uint32_t at)
{
	size_t low = 0, high = f->runs.n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (f->runs.v[mid].out <= at)
			low = mid;
		else
			high = mid;
	}
	return &f->runs.v[low];
}

void cpr_fold_source(const struct cpr_folded *f, uint32_t start, uint32_t end, uint32_t *ret_src_start,
		     uint32_t *ret_src_end)
{
	const struct cpr_fold_run *r;

	*ret_src_start = *ret_src_end = 0;
	if (f->runs.n == 0)
		return;
	if (start >= f->text.n) {
		r = &f->runs.v[f->runs.n - 1];
		*ret_src_start = *ret_src_end = r->src + r->src_n;
		return;
	}
	r = run_at(f, start);
	*ret_src_start = *ret_src_end = r->identity ? r->src + (start - r->out) : r->src;
	if (end <= start)
		return;
	r = run_at(f, (end > f->text.n ? (uint32_t)f->text.n : end) - 1);
	*ret_src_end = r->src + r->src_n;
	if (r->identity && end - r->out < r->src_n)
		*ret_src_end = r->src + (end - r->out);
}

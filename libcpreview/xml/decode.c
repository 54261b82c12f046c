/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which encoding the bytes are in, whether they really are, and the same text as UTF-8. UTF-8 is checked in place and not
 * copied; the other encodings are read twice, once to check and count, once to write, so that the copy has its exact size.
 * What the text says is for the gate; the XML declaration is looked at here only for its encoding.
 */
#include "xml/decode.h"

#include "base/strbuf.h"
#include "text/unicode.h"
#include "xml/gb18030_table.h"

/* Output bytes between two marks: a place is found by reading at most this much again. */
#define MARK_STEP 512u
/* An XML declaration is far shorter; one that hides its label behind more is refused. */
#define DECLARATION_MAX 512u

struct cpr_decode_mark {
	uint32_t utf8, raw; /* of the first character at or behind a multiple of MARK_STEP */
};

/* Reads one character at p[0..n), n > 0. Returns its length, 0 when there is none. */
typedef unsigned step_fn(const unsigned char *p, size_t n, uint32_t *ret);

static const char *const encoding_names[] = {
	[CPR_ENC_UTF8] = "UTF-8",
	[CPR_ENC_UTF16LE] = "UTF-16LE",
	[CPR_ENC_UTF16BE] = "UTF-16BE",
	[CPR_ENC_GB18030] = "GB18030",
};

const char *cpr_encoding_name(enum cpr_encoding e)
{
	return encoding_names[e];
}

/* --- refusals: always one problem, then false --- */

static bool refuse(struct cpr_problems *ps, enum cpr_problem_id id, size_t at, struct cpr_str w0, struct cpr_str w1)
{
	cpr_problem_add(ps, id, (uint32_t)at, (uint32_t)at, w0, w1, (struct cpr_str){ 0 });
	return false;
}

static bool refuse_encoding(struct cpr_problems *ps, size_t at, const char *why)
{
	return refuse(ps, CPR_PROBLEM_INPUT_ENCODING, at, cpr_str_of(why), (struct cpr_str){ 0 });
}

/* Takes the words out of b, which ends here. */
static bool refuse_words(struct cpr_problems *ps, enum cpr_problem_id id, size_t at, struct cpr_strbuf *b)
{
	if (cpr_strbuf_failed(b))
		ps->failed = true;
	else
		refuse(ps, id, at, cpr_strbuf_str(b), (struct cpr_str){ 0 });
	cpr_strbuf_free(b);
	return false;
}

static bool refuse_char(struct cpr_problems *ps, size_t at, uint32_t c)
{
	struct cpr_strbuf b = CPR_STRBUF(ps->arena->mem);

	cpr_strbuf_addf(&b, "U+%04X", (unsigned)c);
	return refuse_words(ps, CPR_PROBLEM_INPUT_CHARACTER, at, &b);
}

static bool refuse_limit(struct cpr_problems *ps, const char *name, uint32_t value, size_t at)
{
	struct cpr_strbuf b = CPR_STRBUF(ps->arena->mem);

	cpr_strbuf_add_u64(&b, value);
	if (cpr_strbuf_failed(&b))
		ps->failed = true;
	else
		refuse(ps, CPR_PROBLEM_LIMIT, at, cpr_str_of(name), cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return false;
}

/* --- the encodings --- */

static unsigned step_utf16(uint32_t first, uint32_t second, size_t n, uint32_t *ret)
{
	if (n < 2 || (first >= 0xDC00 && first < 0xE000))
		return 0;
	*ret = first;
	if (first < 0xD800 || first >= 0xE000)
		return 2;
	if (n < 4 || second < 0xDC00 || second >= 0xE000)
		return 0;
	*ret = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
	return 4;
}

static unsigned step_utf16le(const unsigned char *p, size_t n, uint32_t *ret)
{
	return step_utf16(n < 2 ? 0 : (uint32_t)p[1] << 8 | p[0], n < 4 ? 0 : (uint32_t)p[3] << 8 | p[2], n, ret);
}

static unsigned step_utf16be(const unsigned char *p, size_t n, uint32_t *ret)
{
	return step_utf16(n < 2 ? 0 : (uint32_t)p[0] << 8 | p[1], n < 4 ? 0 : (uint32_t)p[2] << 8 | p[3], n, ret);
}

/* The code point of a linear four-byte index, 0 if it has none. */
static uint32_t gb18030_linear(uint32_t index)
{
	size_t low = 0, high = sizeof gb18030_four / sizeof gb18030_four[0] - 1;

	if (index >= 189000)
		return index < 189000 + 0x100000 ? index - 189000 + 0x10000 : 0;
	if (index >= gb18030_four[high].index)
		return 0;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (gb18030_four[mid].index <= index)
			low = mid;
		else
			high = mid;
	}
	return gb18030_four[low].code + (index - gb18030_four[low].index);
}

static unsigned step_gb18030(const unsigned char *p, size_t n, uint32_t *ret)
{
	if (p[0] < 0x80) {
		*ret = p[0];
		return 1;
	}
	if (p[0] == 0x80 || p[0] == 0xFF || n < 2)
		return 0;
	if (p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF) {
		*ret = gb18030_two[(p[0] - 0x81u) * 190u + p[1] - (p[1] > 0x7F ? 0x41u : 0x40u)];
		return 2;
	}
	if (n < 4 || p[1] < 0x30 || p[1] > 0x39 || p[2] < 0x81 || p[2] == 0xFF || p[3] < 0x30 || p[3] > 0x39)
		return 0;
	*ret = gb18030_linear((((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 126 + (p[2] - 0x81u)) * 10 + (p[3] - 0x30u));
	return *ret ? 4 : 0;
}

static step_fn *step_of(enum cpr_encoding e)
{
	return e == CPR_ENC_UTF16LE ? step_utf16le : e == CPR_ENC_UTF16BE ? step_utf16be : step_gb18030;
}

/* Eight bytes as a number, the first one lowest; compilers make one load of it where that is right. */
static inline uint64_t load_eight(const unsigned char *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
	       (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* Are all eight bytes ASCII and no control character? Line ends and tabs go the long way. */
static inline bool eight_plain(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;

	/* The subtraction borrows into the top bit of a byte below 0x20; a borrow from one byte to the next can only
	 * start in such a byte, so it never makes a bad word look good. */
	return ((v | (v - ones * 0x20)) & tops) == 0;
}

/*
 * Most of a Chinese text: characters of three bytes of which nothing more need be known. Does v begin with two of them? Not
 * said if one begins with E0 (may be too long a spelling), ED (may be a surrogate) or EF BF (may be no character). One
 * decision in the end, because which of them stands where cannot be foreseen, and each wrong guess costs more than all this.
 */
static inline bool two_threes(uint64_t v)
{
	unsigned leads = 0xDFFEu >> (v & 0x0F) & 0xDFFEu >> (v >> 24 & 0x0F);

	return ((v & UINT64_C(0xC0C0F0C0C0F0)) == UINT64_C(0x8080E08080E0)) & leads & ((v & 0xFFFF) != 0xBFEF) &
	       ((v >> 24 & 0xFFFF) != 0xBFEF);
}

/*
 * The first byte at which the text stops being UTF-8 made of XML characters; n if it never does. *ret_char: the
 * character there, UINT32_MAX when it is not even UTF-8.
 */
static size_t utf8_check(const unsigned char *p, size_t n, uint32_t *ret_char)
{
	size_t i = 0;

	while (i < n) {
		unsigned len;
		uint32_t c;

		if (n - i >= 8) {
			uint64_t v = load_eight(p + i);

			if (two_threes(v)) {
				i += 6;
				continue;
			}
			if (eight_plain(v)) {
				i += 8;
				continue;
			}
		}
		if (p[i] >= 0x20 && p[i] < 0x80) {
			i++;
			continue;
		}
		len = cpr_utf8_next((const char *)p + i, n - i, &c);
		if (len == 0 || !cpr_xml_char(c)) {
			*ret_char = len ? c : UINT32_MAX;
			return i;
		}
		i += len;
	}
	return n;
}

/* --- what the file says of itself --- */

struct sniff {
	enum cpr_encoding encoding;
	uint32_t bom_bytes;
	bool certain; /* by a mark or by the bytes; otherwise UTF-8 is only the default */
};

static bool starts(struct cpr_str s, struct cpr_str with)
{
	return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

/* False: an encoding by whose first bytes one knows that we do not read it. */
static bool sniff(struct cpr_str raw, struct sniff *ret, struct cpr_problems *ps)
{
	*ret = (struct sniff){ .encoding = CPR_ENC_UTF8 };
	if (starts(raw, CPR_STR("\xFF\xFE\0\0")) || starts(raw, CPR_STR("\0\0\xFE\xFF")) ||
	    starts(raw, CPR_STR("<\0\0\0")) || starts(raw, CPR_STR("\0\0\0<")))
		return refuse_encoding(ps, 0, "UTF-32 is not accepted");
	if (starts(raw, CPR_STR("\x4C\x6F\xA7\x94")))
		return refuse_encoding(ps, 0, "EBCDIC is not accepted");
	if (starts(raw, CPR_STR("+/v8")) || starts(raw, CPR_STR("+/v9")) || starts(raw, CPR_STR("+/v+")) ||
	    starts(raw, CPR_STR("+/v/")))
		return refuse_encoding(ps, 0, "UTF-7 is not accepted");
	if (starts(raw, CPR_STR("\xEF\xBB\xBF")))
		*ret = (struct sniff){ CPR_ENC_UTF8, 3, true };
	else if (starts(raw, CPR_STR("\xFF\xFE")))
		*ret = (struct sniff){ CPR_ENC_UTF16LE, 2, true };
	else if (starts(raw, CPR_STR("\xFE\xFF")))
		*ret = (struct sniff){ CPR_ENC_UTF16BE, 2, true };
	else if (starts(raw, CPR_STR("\x84\x31\x95\x33")))
		*ret = (struct sniff){ CPR_ENC_GB18030, 4, true };
	else if (starts(raw, CPR_STR("<\0")))
		*ret = (struct sniff){ CPR_ENC_UTF16LE, 0, true };
	else if (starts(raw, CPR_STR("\0<")))
		*ret = (struct sniff){ CPR_ENC_UTF16BE, 0, true };
	return true;
}

/* The beginning of the text, up to the first '>', as far as it is ASCII, at most size bytes. */
static size_t ascii_head(struct cpr_str raw, const struct sniff *s, char *buf, size_t size)
{
	bool wide = s->encoding == CPR_ENC_UTF16LE || s->encoding == CPR_ENC_UTF16BE;
	size_t unit = wide ? 2 : 1, low = s->encoding == CPR_ENC_UTF16BE ? 1 : 0, n = 0;

	for (size_t i = s->bom_bytes; n < size && raw.n - i >= unit; i += unit) {
		unsigned char c = (unsigned char)raw.p[i + low];

		if (c >= 0x80 || (wide && raw.p[i + 1 - low] != 0))
			break;
		buf[n++] = (char)c;
		if (c == '>')
			break;
	}
	return n;
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct cpr_str s, size_t at)
{
	while (at < s.n && space(s.p[at]))
		at++;
	return at;
}

/*
 * Finds encoding="…" in an XML declaration; empty if there is none. A declaration that is not written as it must be has no
 * label: the text is then read as strictly as UTF-8, and the gate or the parser refuses the declaration itself.
 */
static struct cpr_str find_label(struct cpr_str head, size_t *ret_at)
{
	const struct cpr_str none = { 0 };
	size_t at = 5;

	for (;;) {
		size_t name, name_end, value;
		const char *close;

		name = skip_space(head, at);
		for (at = name; at < head.n && head.p[at] >= 'a' && head.p[at] <= 'z';)
			at++;
		name_end = at;
		at = skip_space(head, at);
		if (name_end == name || at >= head.n || head.p[at] != '=')
			return none;
		at = skip_space(head, at + 1);
		if (at >= head.n || (head.p[at] != '"' && head.p[at] != '\''))
			return none;
		value = at + 1;
		close = memchr(head.p + value, head.p[at], head.n - value);
		if (!close)
			return none;
		at = (size_t)(close - head.p) + 1;
		if (cpr_str_is((struct cpr_str){ head.p + name, name_end - name }, "encoding")) {
			*ret_at = value;
			return (struct cpr_str){ head.p + value, (size_t)(close - head.p) - value };
		}
	}
}

/* Labels are ASCII, in any case. */
static bool label_is(struct cpr_str label, const char *z)
{
	size_t i;

	for (i = 0; i < label.n && z[i]; i++) {
		char c = label.p[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c != z[i])
			return false;
	}
	return i == label.n && !z[i];
}

/* What a label stands for, against what the bytes showed. False: they contradict each other, or we do not read it. */
static bool apply_label(struct cpr_str label, size_t at, struct sniff *s, struct cpr_problems *ps)
{
	struct cpr_strbuf b = CPR_STRBUF(ps->arena->mem);
	bool agrees;

	if (label_is(label, "UTF-8") || label_is(label, "UTF8")) {
		agrees = s->encoding == CPR_ENC_UTF8;
	} else if (label_is(label, "UTF-16")) {
		agrees = s->encoding == CPR_ENC_UTF16LE || s->encoding == CPR_ENC_UTF16BE;
	} else if (label_is(label, "UTF-16LE")) {
		agrees = s->encoding == CPR_ENC_UTF16LE;
	} else if (label_is(label, "UTF-16BE")) {
		agrees = s->encoding == CPR_ENC_UTF16BE;
	} else if (label_is(label, "GB18030") || label_is(label, "GBK") || label_is(label, "GB2312")) {
		agrees = s->encoding == CPR_ENC_GB18030 || !s->certain;
		s->encoding = agrees ? CPR_ENC_GB18030 : s->encoding;
	} else {
		cpr_strbuf_addz(&b, "the XML declaration says ");
		cpr_strbuf_add_line(&b, (struct cpr_str){ label.p, label.n < 40 ? label.n : 40 });
		cpr_strbuf_addz(&b, ", which is not accepted");
		return refuse_words(ps, CPR_PROBLEM_INPUT_ENCODING, at, &b);
	}
	if (agrees)
		return true;
	cpr_strbuf_addz(&b, "the XML declaration says ");
	cpr_strbuf_adds(&b, label);
	cpr_strbuf_addz(&b, ", but the bytes are ");
	cpr_strbuf_addz(&b, cpr_encoding_name(s->encoding));
	return refuse_words(ps, CPR_PROBLEM_INPUT_ENCODING, at, &b);
}

static bool all_ascii(struct cpr_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool settle_encoding(struct cpr_str raw, struct sniff *s, struct cpr_problems *ps)
{
	char buf[DECLARATION_MAX];
	struct cpr_str head = { buf, ascii_head(raw, s, buf, sizeof buf) }, label;
	size_t unit = s->encoding == CPR_ENC_UTF16LE || s->encoding == CPR_ENC_UTF16BE ? 2 : 1, end = 0, at = 0;

	if (!starts(head, CPR_STR("<?xml")) || head.n < 6 || !space(head.p[5]))
		return true;
	while (end + 1 < head.n && (head.p[end] != '?' || head.p[end + 1] != '>'))
		end++;
	if (end + 1 >= head.n && head.n == sizeof buf)
		return refuse_encoding(ps, s->bom_bytes, "the XML declaration is too long to be one");
	label = find_label((struct cpr_str){ head.p, end }, &at);
	if (label.n == 0)
		return true;
	at = s->bom_bytes + at * unit;
	if (!apply_label(label, at, s, ps))
		return false;
	/* Under the wrong label every forbidden word turns into harmless nonsense, and nothing would be found. */
	if (s->encoding == CPR_ENC_GB18030 && !all_ascii(raw) && cpr_utf8_valid(raw.p, raw.n) == raw.n)
		return refuse_encoding(ps, at, "the XML declaration says GB18030, but the bytes are UTF-8");
	return true;
}

/* --- conversion --- */

static bool refuse_byte(struct cpr_decoded *d, const struct sniff *s, size_t at, struct cpr_problems *ps)
{
	struct cpr_strbuf b = CPR_STRBUF(ps->arena->mem);

	cpr_strbuf_addf(&b, "the byte 0x%02X is not valid %s here", (unsigned)(unsigned char)d->raw.p[at],
			cpr_encoding_name(s->encoding));
	if (!s->certain && s->encoding == CPR_ENC_UTF8)
		cpr_strbuf_addz(&b, "; a file in GB18030 must say so in its XML declaration");
	return refuse_words(ps, CPR_PROBLEM_INPUT_ENCODING, at, &b);
}

static bool take_utf8(struct cpr_decoded *d, const struct sniff *s, uint32_t max, struct cpr_problems *ps)
{
	size_t n = d->raw.n - s->bom_bytes, at;
	uint32_t c;

	if (n > max)
		return refuse_limit(ps, "utf8_bytes", max, s->bom_bytes + max);
	d->text = (struct cpr_str){ d->raw.p + s->bom_bytes, n };
	at = utf8_check((const unsigned char *)d->text.p, n, &c);
	if (at == n)
		return true;
	at += s->bom_bytes;
	return c == UINT32_MAX ? refuse_byte(d, s, at, ps) : refuse_char(ps, at, c);
}

static unsigned utf8_len(uint32_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Checks everything, so that convert() need not. */
static bool count_utf8(struct cpr_decoded *d, const struct sniff *s, uint32_t max, size_t *ret_n,
		       struct cpr_problems *ps)
{
	const unsigned char *p = (const unsigned char *)d->raw.p;
	step_fn *step = step_of(s->encoding);
	size_t n = 0;
	unsigned len;

	for (size_t i = s->bom_bytes; i < d->raw.n; i += len) {
		uint32_t c;

		len = step(p + i, d->raw.n - i, &c);
		if (len == 0)
			return refuse_byte(d, s, i, ps);
		if (!cpr_xml_char(c))
			return refuse_char(ps, i, c);
		n += utf8_len(c);
		if (n > max)
			return refuse_limit(ps, "utf8_bytes", max, i);
	}
	*ret_n = n;
	return true;
}

static void convert(struct cpr_decoded *d, const struct sniff *s)
{
	const unsigned char *p = (const unsigned char *)d->raw.p;
	step_fn *step = step_of(s->encoding);
	char *out = d->owned;
	uint32_t n = 0;
	unsigned len;

	for (size_t i = s->bom_bytes; i < d->raw.n; i += len) {
		uint32_t c;

		len = step(p + i, d->raw.n - i, &c);
		if (n >= d->n_marks * MARK_STEP)
			d->marks[d->n_marks++] = (struct cpr_decode_mark){ n, (uint32_t)i };
		if (c < 0x80)
			out[n++] = (char)c;
		else
			n += cpr_utf8_put(c, out + n);
	}
}

static bool take_converted(struct cpr_decoded *d, const struct sniff *s, uint32_t max, struct cpr_problems *ps)
{
	size_t n = 0;

	if (!count_utf8(d, s, max, &n, ps))
		return false;
	/* Three more, so that writing the last character may not reach past the end whatever its length. */
	d->owned = cpr_alloc(d->mem, n + 3);
	d->marks = cpr_calloc(d->mem, n / MARK_STEP + 1, sizeof *d->marks);
	if (!d->owned || !d->marks) {
		ps->failed = true;
		return false;
	}
	convert(d, s);
	d->text = (struct cpr_str){ d->owned, n };
	return true;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static bool take(struct cpr_decoded *d, const struct cpr_limits *limits, struct cpr_problems *ps)
{
	/* Offsets are 32 bits wide everywhere behind this point; the caps see to it that they fit. */
	uint32_t max_raw = least(limits->doc_bytes, cpr_limits_cap.doc_bytes);
	uint32_t max_utf8 = least(limits->utf8_bytes, cpr_limits_cap.utf8_bytes);
	struct sniff s;

	if (d->raw.n > max_raw)
		return refuse_limit(ps, "doc_bytes", max_raw, max_raw);
	if (!sniff(d->raw, &s, ps))
		return false;
	if (d->raw.n == s.bom_bytes)
		return refuse(ps, CPR_PROBLEM_INPUT_EMPTY, 0, (struct cpr_str){ 0 }, (struct cpr_str){ 0 });
	if (!settle_encoding(d->raw, &s, ps))
		return false;
	d->encoding = s.encoding;
	d->bom_bytes = s.bom_bytes;
	if (!(s.encoding == CPR_ENC_UTF8 ? take_utf8(d, &s, max_utf8, ps) : take_converted(d, &s, max_utf8, ps)))
		return false;
	if (starts(d->text, CPR_STR("\xEF\xBB\xBF")))
		return refuse_encoding(ps, s.bom_bytes, "there is a second byte order mark");
	return true;
}

bool cpr_decode(const struct cpr_mem *mem, struct cpr_str raw, const struct cpr_limits *limits, struct cpr_decoded *ret,
		struct cpr_problems *problems)
{
	*ret = (struct cpr_decoded){ .mem = mem, .raw = raw };
	if (take(ret, limits, problems))
		return true;
	cpr_decoded_free(ret);
	return false;
}

void cpr_decoded_free(struct cpr_decoded *d)
{
	if (!d || !d->mem)
		return;
	cpr_free(d->mem, d->owned);
	cpr_free(d->mem, d->marks);
	*d = (struct cpr_decoded){ 0 };
}

uint64_t cpr_decoded_raw(const struct cpr_decoded *d, uint32_t at)
{
	const unsigned char *p = (const unsigned char *)d->raw.p;
	const struct cpr_decode_mark *m;
	uint32_t utf8;
	size_t i;

	if (!d->marks)
		return (uint64_t)d->bom_bytes + at;
	if (at >= d->text.n)
		return d->raw.n;
	m = &d->marks[at / MARK_STEP < d->n_marks ? at / MARK_STEP : d->n_marks - 1];
	if (m->utf8 > at)
		m--; /* not the boundary of a character: stay before it */
	utf8 = m->utf8;
	for (i = m->raw; utf8 < at && i < d->raw.n;) {
		uint32_t c;

		i += step_of(d->encoding)(p + i, d->raw.n - i, &c);
		utf8 += utf8_len(c);
	}
	return i;
}

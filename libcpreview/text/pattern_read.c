/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The syntax of PCRE2, as far as patterns may use it; the rest is refused. A pattern has passed PCRE2's own compiler before,
 * so what is read here is well-formed, and where this reader knows less than PCRE2 it refuses rather than guesses.
 */
#include "text/pattern_build.h"
#include "text/unicode.h"

struct reader {
	struct cpr_build b;
	const char *s;
	size_t n, i;
	bool quoted; /* between \Q and \E */
};

#define REFUSE(r, at, ...) cpr_build_refuse(&(r)->b, (at), __VA_ARGS__)

static bool more(const struct reader *r)
{
	return r->i < r->n;
}

static char peek(const struct reader *r, size_t ahead)
{
	return ahead < r->n - r->i ? r->s[r->i + ahead] : '\0';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* At most max digits of the base at r->i. */
static uint32_t number(struct reader *r, unsigned base, unsigned max)
{
	uint32_t v = 0;

	for (unsigned k = 0; k < max && more(r); k++, r->i++) {
		char c = r->s[r->i];
		unsigned d = digit(c) ? (unsigned)(c - '0') : letter(c) ? ((unsigned)c | 0x20) - 'a' + 10 : 99;

		if (d >= base)
			break;
		if (v < 0x1000000)
			v = v * base + d;
	}
	return v;
}

/* The next character as it stands. The source is valid UTF-8. */
static uint32_t take(struct reader *r)
{
	uint32_t c = 0;
	unsigned len = cpr_utf8_next(r->s + r->i, r->n - r->i, &c);

	r->i += len ? len : 1;
	return c;
}

static void skip_past(struct reader *r, char c)
{
	while (more(r) && r->s[r->i] != c)
		r->i++;
	if (more(r))
		r->i++;
}

/* After { of an escape: the number in braces. */
static uint32_t braced(struct reader *r, unsigned base)
{
	uint32_t v;

	r->i++;
	v = number(r, base, 16);
	skip_past(r, '}');
	return v;
}

/*
 * Behind \p. Han means different things to different versions of PCRE2: since 10.40 also the punctuation that Chinese
 * shares with its neighbours.
 */
static void skip_property(struct reader *r, size_t at)
{
	char name[16];
	size_t n = 0, from;

	if (peek(r, 0) != '{') {
		r->i++;
		return;
	}
	from = r->i;
	skip_past(r, '}');
	for (size_t k = from; k < r->i && n < sizeof name; k++)
		if (letter(r->s[k]))
			name[n++] = (char)(r->s[k] | 0x20);
	if ((n == 3 && memcmp(name, "han", 3) == 0) || (n == 4 && memcmp(name, "hani", 4) == 0))
		REFUSE(r, at, "\\p{Han} may also match punctuation like 。; write [一-鿿]");
}

enum escape { ESC_CHAR, ESC_CLASS, ESC_ZERO, ESC_NOTHING, ESC_REFUSED };

/* Letters that stand for a sort of character, with one of that sort. */
static const char *class_sample(char c)
{
	switch (c) {
	case 'd':
	case 'w':
		return "0";
	case 's':
	case 'h':
		return " ";
	case 'v':
	case 'R':
		return "\n";
	case 'D':
	case 'W':
	case 'S':
	case 'H':
	case 'V':
	case 'N':
	case 'X':
		return "客";
	default:
		return NULL;
	}
}

/* The escape at r->i, which is '\'. */
static enum escape read_escape(struct reader *r, bool in_class, uint32_t *ret_char, const char **ret_sample)
{
	static const char control[][2] = { { 'a', 7 }, { 'e', 27 }, { 'f', 12 }, { 'n', 10 }, { 'r', 13 }, { 't', 9 } };
	size_t at = r->i++;
	char c = peek(r, 0);

	if (!letter(c) && !digit(c)) {
		*ret_char = take(r);
		return ESC_CHAR;
	}
	r->i++;
	for (size_t k = 0; k < sizeof control / sizeof control[0]; k++) {
		if (control[k][0] == c) {
			*ret_char = (unsigned char)control[k][1];
			return ESC_CHAR;
		}
	}
	switch (c) {
	case '0':
		*ret_char = number(r, 8, 2);
		return ESC_CHAR;
	case 'x':
		*ret_char = peek(r, 0) == '{' ? braced(r, 16) : number(r, 16, 2);
		return ESC_CHAR;
	case 'o':
		*ret_char = braced(r, 8);
		return ESC_CHAR;
	case 'c':
		*ret_char = (uint32_t)(((unsigned char)peek(r, 0) & 0xdf) ^ 0x40);
		r->i++;
		return ESC_CHAR;
	case 'Q':
		r->quoted = true;
		return ESC_NOTHING;
	case 'E':
		return ESC_NOTHING;
	case 'p':
	case 'P':
		skip_property(r, at);
		*ret_sample = "客";
		return ESC_CLASS;
	case 'b':
		if (in_class) {
			*ret_char = 8;
			return ESC_CHAR;
		}
		return ESC_ZERO;
	case 'B':
	case 'A':
	case 'Z':
	case 'z':
		return ESC_ZERO;
	case 'N':
		if (peek(r, 0) == '{' && peek(r, 1) == 'U') {
			r->i += 2;
			*ret_char = braced(r, 16);
			return ESC_CHAR;
		}
		break;
	case 'G':
		REFUSE(r, at, "\\G is not allowed: where a search goes on is not for a pattern to know");
		return ESC_REFUSED;
	case 'K':
		REFUSE(r, at, "\\K is not allowed; use a look-behind (?<=...)");
		return ESC_REFUSED;
	case 'g':
	case 'k':
		REFUSE(r, at, "back-references and subroutine calls are not allowed");
		return ESC_REFUSED;
	default:
		break;
	}
	*ret_sample = class_sample(c);
	if (*ret_sample)
		return ESC_CLASS;
	if (digit(c))
		REFUSE(r, at, "back-references are not allowed; write a character by its number as \\x{...}");
	else
		REFUSE(r, at, "\\%c is not known here", c);
	return ESC_REFUSED;
}

/* What a class holds: single characters as long as they are few, and whether there may be others. */
struct members {
	struct cpr_chars chars;
	bool wide;
	const char *sample;
};

static void add_members(struct members *m, uint32_t first, uint32_t last)
{
	struct cpr_chars *chars = &m->chars;

	m->wide = m->wide || last >= 0x80;
	if (last - first >= (uint32_t)(CPR_CHARS_MAX - chars->n)) {
		chars->open = true;
		last = first;
	}
	for (uint32_t c = first; c <= last && chars->n < CPR_CHARS_MAX; c++)
		chars->c[chars->n++] = c;
}

/* [:name:] or [:^name:] inside a class; anything else that begins so is plain characters. */
static bool posix_class(struct reader *r)
{
	size_t k = r->i + 2;

	if (peek(r, 1) != ':')
		return false;
	if (k < r->n && r->s[k] == '^')
		k++;
	while (k < r->n && r->s[k] >= 'a' && r->s[k] <= 'z')
		k++;
	if (r->n - k < 2 || r->s[k] != ':' || r->s[k + 1] != ']')
		return false;
	r->i = k + 2;
	return true;
}

/* One member of the class: a character, or a sort of characters that was noted in *m (then false). */
static bool class_char(struct reader *r, struct members *m, uint32_t *ret)
{
	size_t at = r->i;
	char c = peek(r, 0);

	if (c == '[' && posix_class(r)) {
		m->chars.open = true;
		return false;
	}
	if (c == '\\' && (peek(r, 1) == 'Q' || peek(r, 1) == 'E')) {
		REFUSE(r, at, "\\Q and \\E are not allowed in a class");
		return false;
	}
	if (c == '\\') {
		const char *sample = NULL;

		switch (read_escape(r, true, ret, &sample)) {
		case ESC_CHAR:
			break;
		case ESC_CLASS:
			m->chars.open = true;
			m->wide = m->wide || r->s[at + 1] == 'p' || r->s[at + 1] == 'P';
			if (!m->sample)
				m->sample = sample;
			return false;
		default:
			return false;
		}
	} else {
		*ret = take(r);
	}
	cpr_build_check_char(&r->b, *ret, at);
	return true;
}

/* The class at r->i, which is '['. */
static void read_class(struct reader *r)
{
	struct members m = { .chars = { .n = 0 } };
	size_t at = r->i++;
	bool negated = peek(r, 0) == '^', first = true;
	char bytes[5] = "";

	if (negated)
		r->i++;
	for (; more(r) && !cpr_build_stopped(&r->b); first = false) {
		uint32_t a, b;

		if (peek(r, 0) == ']' && !first)
			break;
		if (!class_char(r, &m, &a))
			continue;
		b = a;
		if (peek(r, 0) == '-' && peek(r, 1) != ']') {
			r->i++;
			/* [a-\d] and the like: PCRE2 lets it pass as three things. */
			if (!class_char(r, &m, &b)) {
				m.chars.open = true;
				b = a;
			}
		}
		add_members(&m, a, b < a ? a : b);
	}
	r->i++;
	if (m.chars.n)
		bytes[cpr_utf8_put(m.chars.c[0], bytes)] = '\0';
	m.chars.negated = negated;
	cpr_build_chars(&r->b, &m.chars, negated ? "客" : bytes[0] ? bytes : m.sample ? m.sample : "a", m.wide && !negated, at);
}

/* Behind "(?": letters up to ) or : that switch options. */
static void read_flags(struct reader *r)
{
	bool on = true, extended = r->b.top->extended;

	for (; more(r) && peek(r, 0) != ')' && peek(r, 0) != ':'; r->i++) {
		switch (peek(r, 0)) {
		case '^':
			extended = false;
			break;
		case '-':
			on = false;
			break;
		case 'i':
			r->b.caseless = r->b.caseless || on;
			break;
		case 'x':
			if (peek(r, 1) == 'x')
				REFUSE(r, r->i, "(?xx) is not allowed");
			extended = on;
			break;
		case 's':
		case 'm':
		case 'n':
		case 'U':
			break;
		default:
			REFUSE(r, r->i, "this option is not allowed; i, m, n, s, U and x are");
			return;
		}
	}
	if (peek(r, 0) == ':')
		cpr_build_open(&r->b, CPR_GROUP_PLAIN, r->i);
	if (!cpr_build_stopped(&r->b))
		r->b.top->extended = extended;
	r->i++;
}

/* The group, or what looks like one, at r->i, which is '('. */
static void read_group(struct reader *r)
{
	size_t at = r->i++;
	char c = peek(r, 0), d = peek(r, 1), e = peek(r, 2);

	if (c == '?' && d == '#') {
		skip_past(r, ')');
		return;
	}
	if (c == '*') {
		REFUSE(r, at, "(*...) is not allowed");
	} else if (c != '?') {
		cpr_build_open(&r->b, CPR_GROUP_PLAIN, at);
	} else if (d == 'C') {
		REFUSE(r, at, "callouts are not allowed");
	} else if (d == '(') {
		REFUSE(r, at, "conditional groups are not allowed; use | and look-around");
	} else if (d == 'R' || d == '&' || d == '+' || digit(d) || (d == '-' && digit(e)) || (d == 'P' && (e == '=' || e == '>'))) {
		REFUSE(r, at, "back-references, recursion and subroutine calls are not allowed");
	} else if (d == '*' || (d == '<' && e == '*')) {
		REFUSE(r, at, "look-around that is not atomic is not allowed");
	} else if (d == '=' || d == '!') {
		r->i += 2;
		cpr_build_open(&r->b, CPR_GROUP_LOOK, at);
	} else if (d == '<' && (e == '=' || e == '!')) {
		r->i += 3;
		cpr_build_open(&r->b, CPR_GROUP_LOOK, at);
	} else if (d == '>' || d == '|' || d == ':') {
		r->i += 2;
		cpr_build_open(&r->b, d == '>' ? CPR_GROUP_ATOMIC : CPR_GROUP_PLAIN, at);
	} else if (d == '<' || d == '\'' || d == 'P') {
		r->i += d == 'P' ? 3 : 2;
		skip_past(r, d == '\'' ? '\'' : '>');
		cpr_build_open(&r->b, CPR_GROUP_PLAIN, at);
	} else {
		r->i++;
		read_flags(r);
	}
}

/* The quantifier at r->i, if there is one. Its syntax with braces has grown over time, so only the old forms may be used. */
static bool read_quantifier(struct reader *r)
{
	size_t at = r->i;
	uint32_t min = 0, max = CPR_BUILD_NO_MAX;
	bool possessive;

	switch (peek(r, 0)) {
	case '*':
		break;
	case '+':
		min = 1;
		break;
	case '?':
		max = 1;
		break;
	case '{':
		r->i++;
		if (!digit(peek(r, 0)))
			goto bad;
		min = max = number(r, 10, 6);
		if (peek(r, 0) == ',') {
			r->i++;
			max = digit(peek(r, 0)) ? number(r, 10, 6) : CPR_BUILD_NO_MAX;
		}
		if (peek(r, 0) != '}')
			goto bad;
		break;
	default:
		return false;
	}
	r->i++;
	possessive = peek(r, 0) == '+';
	if (possessive || peek(r, 0) == '?')
		r->i++;
	cpr_build_repeat(&r->b, min, max, possessive, at);
	return true;
bad:
	REFUSE(r, at, "{ here is no {n}, {n,} or {n,m}; to mean the character write \\{");
	return true;
}

/* White space and comments of (?x). */
static bool skip_extended(struct reader *r)
{
	char c = peek(r, 0);

	if (!r->b.top->extended)
		return false;
	if (c == '#') {
		skip_past(r, '\n');
		return true;
	}
	if (c != ' ' && (c < '\t' || c > '\r'))
		return false;
	r->i++;
	return true;
}

static const struct cpr_chars any = { .open = true };
static const struct cpr_chars cluster = { .open = true, .several = true };
static const struct cpr_chars digits = { .c = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' }, .n = 10 };

static void read_escaped_item(struct reader *r)
{
	size_t at = r->i;
	const char *sample = NULL;
	uint32_t c = 0;

	switch (read_escape(r, false, &c, &sample)) {
	case ESC_CHAR:
		cpr_build_literal(&r->b, c, at);
		break;
	case ESC_CLASS:
		cpr_build_chars(&r->b, r->s[at + 1] == 'd' ? &digits : r->s[at + 1] == 'X' ? &cluster : &any, sample,
				r->s[at + 1] == 'p' || r->s[at + 1] == 'P', at);
		break;
	case ESC_ZERO:
		cpr_build_zero_width(&r->b, r->s[at + 1] == 'b', at);
		break;
	case ESC_NOTHING:
	case ESC_REFUSED:
		break;
	}
}

static void read_item(struct reader *r)
{
	size_t at = r->i;
	char c = peek(r, 0);

	if (r->quoted) {
		if (c == '\\' && peek(r, 1) == 'E') {
			r->quoted = false;
			r->i += 2;
		} else {
			cpr_build_literal(&r->b, take(r), at);
		}
		return;
	}
	if (skip_extended(r) || read_quantifier(r))
		return;
	switch (c) {
	case '\\':
		read_escaped_item(r);
		break;
	case '[':
		read_class(r);
		break;
	case '(':
		read_group(r);
		break;
	case ')':
		r->i++;
		cpr_build_close(&r->b);
		break;
	case '|':
		r->i++;
		cpr_build_alternative(&r->b);
		break;
	case '^':
	case '$':
		r->i++;
		cpr_build_zero_width(&r->b, false, at);
		break;
	case '.':
		r->i++;
		cpr_build_chars(&r->b, &any, "客", false, at);
		break;
	default:
		cpr_build_literal(&r->b, take(r), at);
	}
}

enum cpr_read cpr_pattern_read(const struct cpr_mem *mem, struct cpr_str source, struct cpr_pattern_facts *ret,
			       struct cpr_pattern_error *err)
{
	struct reader r = { .s = source.p, .n = source.n };

	cpr_build_begin(&r.b, mem, ret, err);
	while (more(&r) && !cpr_build_stopped(&r.b))
		read_item(&r);
	return cpr_build_end(&r.b);
}

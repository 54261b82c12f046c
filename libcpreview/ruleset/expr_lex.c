/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens of expressions. What a name means (operator, function, axis, element) is for the parser to say. Signs that come from
 * habit or from a Chinese keyboard are refused with what to write instead.
 */
#include "ruleset/expr_internal.h"

#include <stdarg.h>
#include <stdio.h>

bool cpr_expr_nomem(struct cpr_compiler *c)
{
	if (!c->failed)
		*c->err = (struct cpr_expr_error){ 0 };
	c->failed = true;
	return false;
}

/* One line, and not ending in half a character if it was cut to fit. */
void cpr_expr_tidy(char *text, size_t size)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20)
			text[i] = ' ';
	if (n < size - 1)
		return;
	while (n && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
		n--;
	if (n && (unsigned char)text[n - 1] >= 0xc0)
		n--;
	text[n] = '\0';
}

bool cpr_expr_fail(struct cpr_compiler *c, size_t at, const char *fmt, ...)
{
	va_list ap;

	if (c->failed)
		return false;
	c->failed = true;
	c->err->offset_bytes = (uint32_t)at;
	va_start(ap, fmt);
	vsnprintf(c->err->message, sizeof c->err->message, fmt, ap);
	va_end(ap);
	cpr_expr_tidy(c->err->message, sizeof c->err->message);
	return false;
}

/* The character at `at` of valid UTF-8; 0 if it is not valid. */
static uint32_t char_at(struct cpr_str s, size_t at, size_t *ret_n)
{
	unsigned char c = (unsigned char)s.p[at];
	size_t n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
	uint32_t v;

	*ret_n = n;
	if (n == 0 || n > s.n - at)
		return 0;
	v = n == 1 ? c : c & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		unsigned char more = (unsigned char)s.p[at + i];

		if ((more & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (more & 0x3f);
	}
	return v;
}

/* What somebody meant who typed a character that looks like it; NULL if it may stand in a name. */
static const char *look_alike(uint32_t ch)
{
	static const struct {
		uint16_t ch;
		const char *means;
	} table[] = {
		{ 0x00a0, "an ordinary space" },
		{ 0x3000, "an ordinary space" },
		{ 0x2018, "'" },
		{ 0x2019, "'" },
		{ 0x201c, "\"" },
		{ 0x201d, "\"" },
		{ 0xff02, "\"" },
		{ 0xff07, "'" },
		{ 0xff08, "(" },
		{ 0xff09, ")" },
		{ 0xff0c, "," },
		{ 0x3001, "," },
		{ 0xff1d, "=" },
		{ 0xff1c, "<" },
		{ 0xff1e, ">" },
		{ 0x2264, "<=" },
		{ 0x2265, ">=" },
		{ 0x2260, "!=" },
		{ 0x00d7, "*" },
		{ 0x00f7, "div" },
		{ 0x2212, "-" },
		{ 0x2013, "-" },
		{ 0xff0d, "-" },
		{ 0xff0b, "+" },
		{ 0xff0f, "/" },
		{ 0xff20, "@" },
		{ 0xff3b, "[" },
		{ 0xff3d, "]" },
		{ 0x3010, "[" },
		{ 0x3011, "]" },
		{ 0xff0a, "*" },
		{ 0xff5c, "|" },
		{ 0xff0e, "." },
		{ 0xff1a, ":" },
		{ 0xff04, "$" },
		{ 0x3002, "." },
		{ 0xff1b, "nothing: there is no ;" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].ch == ch)
			return table[i].means;
	return NULL;
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool starts_name(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' || (unsigned char)ch >= 0x80;
}

/* The end of the name that may begin at `at`; at itself if none does, SIZE_MAX after a mistake. */
static size_t name_end(struct cpr_compiler *c, size_t at)
{
	size_t from = at, n;

	while (at < c->source.n) {
		char ch = c->source.p[at];

		if ((unsigned char)ch >= 0x80) {
			uint32_t wide = char_at(c->source, at, &n);
			const char *means = look_alike(wide);

			if (wide == 0)
				return cpr_expr_fail(c, at, "this is not UTF-8"), SIZE_MAX;
			if (means)
				return cpr_expr_fail(c, at, "%.*s is a wide sign; write %s", (int)n, c->source.p + at,
						     means),
				       SIZE_MAX;
			at += n;
			continue;
		}
		if (!starts_name(ch) && (at == from || !(is_digit(ch) || ch == '-' || ch == '.')))
			break;
		at++;
	}
	return at;
}

static struct cpr_str piece(const struct cpr_compiler *c, size_t from, size_t to)
{
	return (struct cpr_str){ c->source.p + from, to - from };
}

static bool token(struct cpr_compiler *c, enum cpr_token_kind kind, size_t at, size_t end)
{
	c->tok =
		(struct cpr_token){ .kind = kind, .at = (uint32_t)at, .end = (uint32_t)end, .text = piece(c, at, end) };
	c->pos = (uint32_t)end;
	return true;
}

static bool number(struct cpr_compiler *c, size_t at)
{
	size_t end = at;

	while (end < c->source.n && is_digit(c->source.p[end]))
		end++;
	if (end < c->source.n && c->source.p[end] == '.') {
		end++;
		while (end < c->source.n && is_digit(c->source.p[end]))
			end++;
	}
	if (end < c->source.n && (c->source.p[end] == 'e' || c->source.p[end] == 'E'))
		return cpr_expr_fail(c, at, "numbers are written out, without an exponent");
	if (end < c->source.n && starts_name(c->source.p[end]))
		return cpr_expr_fail(c, end, "a number ends in letters; put a space between, or a quote around text");
	if (end < c->source.n && c->source.p[end] == ',' && end + 3 < c->source.n && is_digit(c->source.p[end + 1]) &&
	    is_digit(c->source.p[end + 2]) && is_digit(c->source.p[end + 3]))
		return cpr_expr_fail(c, end, "numbers have no separators between groups of digits");
	return token(c, CPR_TOK_NUMBER, at, end);
}

static bool literal(struct cpr_compiler *c, size_t at)
{
	const char *close = memchr(c->source.p + at + 1, c->source.p[at], c->source.n - at - 1);
	size_t end, n;

	if (!close)
		return cpr_expr_fail(c, at, "the text that begins here has no closing %c", c->source.p[at]);
	end = (size_t)(close - c->source.p);
	for (size_t i = at + 1; i < end; i += n)
		if (char_at(c->source, i, &n) == 0)
			return cpr_expr_fail(c, i, "this is not UTF-8");
	token(c, CPR_TOK_LITERAL, at, end + 1);
	c->tok.text = piece(c, at + 1, end);
	return true;
}

static bool variable(struct cpr_compiler *c, size_t at)
{
	size_t end = name_end(c, at + 1);

	if (end == SIZE_MAX)
		return false;
	if (end == at + 1)
		return cpr_expr_fail(c, at, "$ stands before the name of a variable");
	token(c, CPR_TOK_VARIABLE, at, end);
	c->tok.text = piece(c, at + 1, end);
	return true;
}

/* A name, perhaps with a prefix. */
static bool name(struct cpr_compiler *c, size_t at)
{
	size_t end = name_end(c, at), local = at;
	struct cpr_str prefix = { 0 };

	if (end == SIZE_MAX)
		return false;
	if (end + 1 < c->source.n && c->source.p[end] == ':' && c->source.p[end + 1] != ':') {
		prefix = piece(c, at, end);
		if (c->source.p[end + 1] == '*')
			return cpr_expr_fail(c, at,
					     "all names of a namespace (%.*s:*) cannot be asked for; name the element",
					     CPR_STR_ARG(cpr_expr_quote(c, (uint32_t)at, (uint32_t)end)));
		local = end + 1;
		end = name_end(c, local);
		if (end == SIZE_MAX)
			return false;
		if (end == local)
			return cpr_expr_fail(c, local, "a name must follow the prefix");
	}
	token(c, CPR_TOK_NAME, at, end);
	c->tok.prefix = prefix;
	c->tok.text = piece(c, local, end);
	return true;
}

/* Signs of one or two characters, and those of other languages. */
static bool sign(struct cpr_compiler *c, size_t at)
{
	static const struct {
		const char *text;
		enum cpr_token_kind kind;
		const char *mistake;
	} table[] = {
		{ "//", CPR_TOK_SLASH_SLASH, NULL },
		{ "/", CPR_TOK_SLASH, NULL },
		{ "..", CPR_TOK_DOT_DOT, NULL },
		{ ".", CPR_TOK_DOT, NULL },
		{ "::", CPR_TOK_COLON_COLON, NULL },
		{ ":", CPR_TOK_ERROR, "a name must stand before and behind :" },
		{ "||", CPR_TOK_ERROR, "write or instead of ||" },
		{ "|", CPR_TOK_PIPE, NULL },
		{ "==", CPR_TOK_ERROR, "write = instead of ==" },
		{ "=", CPR_TOK_EQ, NULL },
		{ "!=", CPR_TOK_NE, NULL },
		{ "!", CPR_TOK_ERROR, "write not(...) instead of !" },
		{ "<=", CPR_TOK_LE, NULL },
		{ "<>", CPR_TOK_ERROR, "write != instead of <>" },
		{ "<", CPR_TOK_LT, NULL },
		{ ">=", CPR_TOK_GE, NULL },
		{ ">", CPR_TOK_GT, NULL },
		{ "&&", CPR_TOK_ERROR, "write and instead of &&" },
		{ "@", CPR_TOK_AT, NULL },
		{ "(", CPR_TOK_OPEN, NULL },
		{ ")", CPR_TOK_CLOSE, NULL },
		{ "[", CPR_TOK_OPEN_SQUARE, NULL },
		{ "]", CPR_TOK_CLOSE_SQUARE, NULL },
		{ ",", CPR_TOK_COMMA, NULL },
		{ "+", CPR_TOK_PLUS, NULL },
		{ "-", CPR_TOK_MINUS, NULL },
		{ "*", CPR_TOK_STAR, NULL },
		{ "%", CPR_TOK_ERROR, "write mod instead of %, and 0.05 instead of 5%" },
		{ ";", CPR_TOK_ERROR, "; has no meaning here" },
	};
	struct cpr_str rest = piece(c, at, c->source.n);

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t n = strlen(table[i].text);

		if (rest.n < n || memcmp(rest.p, table[i].text, n) != 0)
			continue;
		if (table[i].mistake)
			return cpr_expr_fail(c, at, "%s", table[i].mistake);
		return token(c, table[i].kind, at, at + n);
	}
	if ((unsigned char)*rest.p < 0x20 || *rest.p == 0x7f)
		return cpr_expr_fail(c, at, "a control character has no meaning here");
	return cpr_expr_fail(c, at, "%c has no meaning here", *rest.p);
}

bool cpr_expr_next(struct cpr_compiler *c)
{
	size_t at = c->pos;
	bool ok;

	while (at < c->source.n && strchr(" \t\r\n", c->source.p[at]) && c->source.p[at])
		at++;
	if (at == c->source.n)
		return token(c, CPR_TOK_END, at, at);
	if (is_digit(c->source.p[at]) ||
	    (c->source.p[at] == '.' && at + 1 < c->source.n && is_digit(c->source.p[at + 1])))
		ok = number(c, at);
	else if (c->source.p[at] == '\'' || c->source.p[at] == '"')
		ok = literal(c, at);
	else if (c->source.p[at] == '$')
		ok = variable(c, at);
	else if (starts_name(c->source.p[at]))
		ok = name(c, at);
	else
		ok = sign(c, at);
	if (!ok)
		c->tok = (struct cpr_token){ .kind = CPR_TOK_ERROR, .at = (uint32_t)at, .end = (uint32_t)at };
	return ok;
}

enum cpr_token_kind cpr_expr_peek(struct cpr_compiler *c)
{
	struct cpr_token tok = c->tok;
	uint32_t pos = c->pos;
	enum cpr_token_kind kind;

	cpr_expr_next(c);
	kind = c->tok.kind;
	c->tok = tok;
	c->pos = pos;
	return kind;
}

struct cpr_str cpr_expr_short(struct cpr_str s)
{
	const size_t most = 48;

	if (s.n <= most)
		return s;
	s.n = most;
	while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
		s.n--;
	return s;
}

struct cpr_str cpr_expr_quote(const struct cpr_compiler *c, uint32_t at, uint32_t end)
{
	return cpr_expr_short(cpr_str_trim(piece(c, at, end)));
}

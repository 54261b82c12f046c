/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody meant who wrote "20,000", "２万元" or "2026年12月1日". Only ever shown to the author, who then writes it; the
 * library itself never goes on with a guess. A suggestion is made only where there is one plausible reading, and only if it
 * parses.
 */
#include "spec/value.h"

#include "text/unicode.h"

#define SUGGEST_BYTES 64 /* of what was written; longer is no slip of the pen */

/* What was written, character by character, full-width forms as ASCII. */
struct spelling {
	uint32_t c[SUGGEST_BYTES + 1]; /* ended by 0 */
	size_t n;
};

static uint32_t narrow(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + 0x21;
	return c == 0x3000 ? ' ' : c == 0xffe5 ? 0xa5 : c;
}

static bool spell(struct cpr_str s, struct spelling *ret)
{
	uint32_t c;

	ret->n = 0;
	if (s.n == 0 || s.n > SUGGEST_BYTES)
		return false;
	for (unsigned n; s.n; s.p += n, s.n -= n) {
		n = cpr_utf8_next(s.p, s.n, &c);
		if (n == 0)
			return false;
		if (!cpr_char_invisible(c))
			ret->c[ret->n++] = narrow(c);
	}
	ret->c[ret->n] = 0;
	return true;
}

static bool digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* ---- numbers ---- */

/* A group separator parts three digits behind it from one to three before; 20,5 has two readings and gets no suggestion. */
static bool groups(const struct spelling *s, size_t at)
{
	size_t n = 0;

	while (digit(s->c[at + 1 + n]))
		n++;
	return n == 3 && at > 0 && digit(s->c[at - 1]);
}

static bool currency(uint32_t c)
{
	return c == 0x5143 || c == 0xa5 || c == '$' || c == 0x20ac || c == 0xa3; /* 元 ¥ $ € £ */
}

/* The digits of the number into out; what follows them, 万 or 亿 or a percent sign, into *unit (0 if nothing does). */
static bool bare_number(const struct spelling *s, char out[SUGGEST_BYTES + 2], size_t *ret_n, uint32_t *unit)
{
	size_t n = 0, at = 0;

	*unit = 0;
	while (currency(s->c[at]) || s->c[at] == ' ')
		at++;
	if (s->c[at] == '-')
		out[n++] = '-', at++;
	else if (s->c[at] == '+')
		at++;
	if (s->c[at] == '.')
		out[n++] = '0';
	for (; digit(s->c[at]) || s->c[at] == '.' || s->c[at] == ',' || s->c[at] == '_' || s->c[at] == '\'' ||
	       s->c[at] == ' ';
	     at++) {
		if (digit(s->c[at]) || (s->c[at] == '.' && digit(s->c[at + 1])))
			out[n++] = (char)s->c[at];
		else if (s->c[at] != '.' && s->c[at] != ' ' && !groups(s, at))
			return false;
		else if (s->c[at] == ' ' && digit(s->c[at + 1]) && !groups(s, at))
			return false;
	}
	if (s->c[at] == 0x4e07 || s->c[at] == 0x4ebf || s->c[at] == '%') /* 万 亿 */
		*unit = s->c[at++];
	while (currency(s->c[at]) || s->c[at] == ' ')
		at++;
	*ret_n = n;
	return at == s->n && n > 0 && out[n - 1] != '-';
}

static void suggest_number(enum cpr_type type, const struct spelling *s, struct cpr_strbuf *out)
{
	char digits[SUGGEST_BYTES + 2];
	struct cpr_decimal d, factor = cpr_decimal_int(1);
	uint32_t unit;
	size_t n;

	if (!bare_number(s, digits, &n, &unit) || !cpr_decimal_parse((struct cpr_str){ digits, n }, &d))
		return;
	if (unit == '%' && type == CPR_TYPE_RATIO) {
		if (cpr_decimal_div(d, cpr_decimal_int(100), (uint8_t)(d.scale + 2 > 34 ? 34 : d.scale + 2),
				    CPR_ROUND_HALF_UP, &d))
			cpr_decimal_print(cpr_decimal_strip(d), out);
		return;
	}
	if (unit == '%' && type != CPR_TYPE_DECIMAL)
		return;
	if (unit == 0x4e07)
		factor = cpr_decimal_int(10000);
	else if (unit == 0x4ebf)
		factor = cpr_decimal_int(100000000);
	if (unit == 0 || unit == '%')
		cpr_strbuf_add(out, digits, n);
	else if (cpr_decimal_mul(d, factor, &d))
		cpr_decimal_print(cpr_decimal_strip(d), out);
}

/* ---- time ---- */

/* Up to `most` digits at *at, as a number; false if there is none. */
static bool take_number(const struct spelling *s, size_t *at, size_t most, unsigned *ret)
{
	size_t n = 0;

	*ret = 0;
	while (n < most && digit(s->c[*at + n]))
		*ret = *ret * 10 + (s->c[*at + n++] - '0');
	*at += n;
	return n > 0;
}

/* 2026/12/1, 2026.12.01, 2026年12月1日, 20261201, 2026-1-5 */
static void suggest_date(const struct spelling *s, struct cpr_strbuf *out)
{
	unsigned year, month, day;
	uint32_t mark;
	size_t at = 0;

	if (!digit(s->c[0]) || !digit(s->c[1]) || !digit(s->c[2]) || !digit(s->c[3]) || !take_number(s, &at, 4, &year))
		return;
	mark = s->c[at];
	if (digit(mark)) {
		if (s->n != 8)
			return;
	} else if (mark == '-' || mark == '/' || mark == '.' || mark == 0x5e74) { /* 年 */
		at++;
	} else {
		return;
	}
	if (!take_number(s, &at, 2, &month))
		return;
	if (!digit(mark) && s->c[at++] != (mark == 0x5e74 ? 0x6708 : mark)) /* 月 */
		return;
	if (!take_number(s, &at, 2, &day))
		return;
	if (mark == 0x5e74 && (s->c[at] == 0x65e5 || s->c[at] == 0x53f7)) /* 日 号 */
		at++;
	if (at == s->n)
		cpr_strbuf_addf(out, "%04u-%02u-%02u", year, month, day);
}

/* 7天, 3个月, 30分钟 */
static void suggest_duration(const struct spelling *s, struct cpr_strbuf *out)
{
	static const struct {
		const char *unit, *form;
	} units[] = {
		{ "天", "P%uD" },    { "日", "P%uD" },	{ "周", "P%uW" },  { "星期", "P%uW" },
		{ "个月", "P%uM" },  { "月", "P%uM" },	{ "年", "P%uY" },  { "小时", "PT%uH" },
		{ "分钟", "PT%uM" }, { "分", "PT%uM" }, { "秒", "PT%uS" },
	};
	char unit[4 * 4];
	size_t at = 0, n = 0;
	unsigned count;

	if (!take_number(s, &at, 6, &count))
		return;
	while (s->c[at] == ' ')
		at++;
	if (s->n - at < 1 || s->n - at > 3)
		return;
	for (; at < s->n; at++)
		n += cpr_utf8_put(s->c[at], unit + n);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (!cpr_str_is((struct cpr_str){ unit, n }, units[i].unit))
			continue;
		/* The formats are the constants above. */
		for (const char *f = units[i].form; *f; f++) {
			if (*f == '%') {
				cpr_strbuf_add_u64(out, count);
				f++;
			} else {
				cpr_strbuf_addc(out, *f);
			}
		}
		return;
	}
}

/* ---- the rest ---- */

static void suggest_bool(struct cpr_str s, struct cpr_strbuf *out)
{
	static const struct {
		const char *written;
		bool truth;
	} words[] = {
		{ "1", true },	  { "yes", true },    { "Yes", true },	  { "YES", true }, { "True", true },
		{ "TRUE", true }, { "是", true },     { "0", false },	  { "no", false }, { "No", false },
		{ "NO", false },  { "False", false }, { "FALSE", false }, { "否", false },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (cpr_str_is(s, words[i].written))
			cpr_strbuf_addz(out, words[i].truth ? "true" : "false");
}

/* (021)5555-0101, ０２１－5555 */
static void suggest_phone(const struct spelling *s, struct cpr_strbuf *out)
{
	bool gap = false;

	for (size_t i = 0; i < s->n; i++) {
		if (digit(s->c[i]) || (s->c[i] == '+' && out->n == 0)) {
			if (gap && out->n)
				cpr_strbuf_addc(out, '-');
			cpr_strbuf_addc(out, (char)s->c[i]);
			gap = false;
		} else if (s->c[i] == '-' || s->c[i] == '(' || s->c[i] == ')' || s->c[i] == ' ') {
			gap = true;
		} else {
			cpr_strbuf_reset(out);
			return;
		}
	}
}

static void suggest_lower(struct cpr_str s, struct cpr_strbuf *out)
{
	for (size_t i = 0; i < s.n; i++)
		cpr_strbuf_addc(out, s.p[i] >= 'A' && s.p[i] <= 'F' ? (char)(s.p[i] + 32) : s.p[i]);
}

static void suggest(enum cpr_type type, struct cpr_str s, struct cpr_strbuf *out)
{
	struct spelling spelling;

	if (type == CPR_TYPE_DIGEST)
		suggest_lower(s, out);
	else if (type == CPR_TYPE_BOOL)
		suggest_bool(s, out);
	else if (!spell(s, &spelling))
		return;
	else if (type == CPR_TYPE_DECIMAL || type == CPR_TYPE_AMOUNT || type == CPR_TYPE_SIGNED_AMOUNT ||
		 type == CPR_TYPE_COUNT || type == CPR_TYPE_RATIO)
		suggest_number(type, &spelling, out);
	else if (type == CPR_TYPE_DATE || type == CPR_TYPE_MOMENT)
		suggest_date(&spelling, out);
	else if (type == CPR_TYPE_DURATION)
		suggest_duration(&spelling, out);
	else if (type == CPR_TYPE_PHONE)
		suggest_phone(&spelling, out);
}

bool cpr_value_suggest(enum cpr_type type, struct cpr_str text, struct cpr_strbuf *out)
{
	struct cpr_str s = cpr_str_trim(text);
	struct cpr_strbuf b = CPR_STRBUF(out->mem);
	struct cpr_value v;
	bool found;

	if (s.n && s.n <= 2 * SUGGEST_BYTES)
		suggest(type, s, &b);
	if (cpr_strbuf_failed(&b))
		out->failed = true;
	found = b.n && !cpr_strbuf_failed(&b) && cpr_value_parse(type, cpr_strbuf_str(&b), &v) == NULL &&
		!cpr_str_eq(cpr_strbuf_str(&b), s);
	if (found)
		cpr_strbuf_adds(out, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return found && !cpr_strbuf_failed(out);
}

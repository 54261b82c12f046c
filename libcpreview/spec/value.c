/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the text of an attribute to its value. Each type has one narrow way of being written, so that two readers of a spec
 * can never read two different facts; what is written otherwise is refused with the reason, never guessed.
 */
#include "spec/value.h"

#include "text/unicode.h"

#define EMPTY_REASON "there is no value; leave the attribute out if there is nothing to state"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* How many digits s begins with. */
static size_t digits_at(struct cpr_str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && is_digit(s.p[at + n]))
		n++;
	return n;
}

static bool holds_char(struct cpr_str s, bool (*wanted)(uint32_t))
{
	uint32_t c;

	for (unsigned n; s.n; s.p += n, s.n -= n) {
		n = cpr_utf8_next(s.p, s.n, &c);
		if (n == 0)
			return false;
		if (wanted(c))
			return true;
	}
	return false;
}

/* ---- numbers ---- */

static bool is_full_width(uint32_t c)
{
	return (c >= 0xff10 && c <= 0xff19) || c == 0xff0e || c == 0xff0d || c == 0xff0b;
}

static bool is_separator(uint32_t c)
{
	return c == ',' || c == 0xff0c || c == '_' || c == '\'' || c == 0x2019;
}

static bool is_percent(uint32_t c)
{
	return c == '%' || c == 0xff05 || c == 0x2030;
}

static bool is_multiplier(uint32_t c)
{
	return c == 0x4e07 || c == 0x4ebf || c == 0x5343 || c == 0x767e; /* 万 亿 千 百 */
}

static bool is_currency(uint32_t c)
{
	return c == 0x5143 || c == 0xffe5 || c == 0xa5 || c == '$' || c == 0x20ac || c == 0xa3; /* 元 ￥ ¥ $ € £ */
}

static bool is_blank(uint32_t c)
{
	return cpr_char_space(c) || cpr_char_invisible(c);
}

/* Why s, which is no plain number, is none. */
static const char *number_reason(struct cpr_str s)
{
	if (holds_char(s, is_full_width))
		return "expected ASCII digits, not full-width ones";
	if (holds_char(s, is_separator))
		return "a number may not have group separators";
	if (holds_char(s, is_percent))
		return "a number may not have a percent sign";
	if (holds_char(s, is_multiplier))
		return "a number must be written out in digits, without 万 or 亿";
	if (holds_char(s, is_currency))
		return "a number stands alone; the currency is an attribute of its own";
	if (holds_char(s, is_blank))
		return "a number may not have blanks inside";
	if (s.p[0] == '+')
		return "a number may not begin with a plus sign";
	if (s.p[0] == '.' || s.p[s.n - 1] == '.')
		return "a number needs digits on both sides of its point";
	return "expected a number, such as 12.50";
}

/* -?digits(.digits)? with at most 34 digits in all; see cpr_decimal_parse() for what counts. */
static const char *parse_number(struct cpr_str s, struct cpr_decimal *ret)
{
	size_t at = s.p[0] == '-', whole = digits_at(s, at), places = 0;

	if (whole && at + whole < s.n && s.p[at + whole] == '.')
		places = digits_at(s, at + whole + 1);
	if (whole == 0 || (places ? at + whole + 1 + places : at + whole) != s.n)
		return number_reason(s);
	return cpr_decimal_parse(s, ret) ? NULL : "a number may not have more than 34 digits";
}

static const char *parse_amount(struct cpr_str s, struct cpr_decimal *ret)
{
	const char *reason = parse_number(s, ret);

	return reason ? reason : s.p[0] == '-' ? "an amount may not be negative here" : NULL;
}

static const char *parse_count(struct cpr_str s, struct cpr_decimal *ret)
{
	const char *reason = parse_number(s, ret);

	if (reason)
		return reason;
	if (s.p[0] == '-')
		return "a count may not be negative";
	if (digits_at(s, 0) != s.n)
		return "expected a whole number";
	return s.n <= 18 ? NULL : "a count may not have more than 18 digits";
}

static const char *parse_ratio(struct cpr_str s, struct cpr_decimal *ret)
{
	const char *reason = parse_number(s, ret);

	if (reason)
		return reason;
	if (s.p[0] == '-' || cpr_decimal_cmp(*ret, cpr_decimal_int(1)) > 0)
		return "expected a share from 0 to 1, such as 0.05 for 5 %";
	return digits_at(s, 0) == 1 ? NULL : "a share begins with 0. or is 1";
}

/* ---- time ---- */

/* Whether s begins like YYYY-MM-DD, whatever the digits are. */
static bool date_form(struct cpr_str s)
{
	return s.n >= 10 && digits_at(s, 0) == 4 && s.p[4] == '-' && digits_at(s, 5) == 2 && s.p[7] == '-' &&
	       is_digit(s.p[8]) && is_digit(s.p[9]);
}

static const char *parse_date(struct cpr_str s, struct cpr_moment *ret)
{
	*ret = (struct cpr_moment){ 0 };
	if (cpr_date_parse(s, &ret->date))
		return NULL;
	if (!date_form(s))
		return "expected YYYY-MM-DD";
	if (s.n == 10)
		return "there is no such day in the calendar";
	return "expected a day, YYYY-MM-DD, without a time of day";
}

/* Whether the text behind the date is a clock time, with or without an offset. */
static bool has_offset(struct cpr_str clock)
{
	char last = clock.p[clock.n - 1];

	return last == 'Z' || memchr(clock.p, '+', clock.n) || memchr(clock.p, '-', clock.n);
}

static const char *parse_moment(struct cpr_str s, struct cpr_moment *ret)
{
	struct cpr_date day;

	*ret = (struct cpr_moment){ 0 };
	if (cpr_moment_parse(s, ret))
		return NULL;
	if (!date_form(s))
		return "expected YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+08:00";
	if (!cpr_date_parse((struct cpr_str){ s.p, 10 }, &day))
		return "there is no such day in the calendar";
	if (s.p[10] != 'T')
		return "expected a T between day and time, as in 2026-12-01T10:00:00+08:00";
	if (!has_offset((struct cpr_str){ s.p + 10, s.n - 10 }))
		return "a time of day needs its offset from UTC, such as +08:00";
	return "expected a time of day such as T10:00:00+08:00";
}

static const char *parse_duration(struct cpr_str s, struct cpr_duration *ret)
{
	size_t n;

	for (size_t i = 0; i < s.n; i += n + 1) {
		n = digits_at(s, i);
		if (n > 6)
			return "a part of a duration may not have more than 6 digits";
	}
	return cpr_duration_parse(s, ret) ? NULL : "expected a duration such as P7D, P1Y6M or PT30M";
}

/* ---- names ---- */

static bool is_name_start(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (c >= 0x4e00 && c <= 0x9fff);
}

static const char *parse_name(struct cpr_str s)
{
	uint32_t c;

	if (s.n && (is_digit(s.p[0]) || s.p[0] == '-' || s.p[0] == '.'))
		return "a name may not begin with a digit, a hyphen or a point";
	for (unsigned n, at = 0; s.n; s.p += n, s.n -= n, at++) {
		n = cpr_utf8_next(s.p, s.n, &c);
		if (n && (is_name_start(c) || (at && ((c >= '0' && c <= '9') || c == '-' || c == '.'))))
			continue;
		if (n && is_blank(c))
			return "a name may not have blanks";
		return "a name has ASCII letters, digits, Chinese characters and . _ - only";
	}
	return NULL;
}

static const char *parse_names(struct cpr_str s)
{
	const char *reason = NULL;

	for (struct cpr_str word = cpr_str_word(&s); word.n && !reason; word = cpr_str_word(&s))
		reason = parse_name(word);
	return reason;
}

static const char *parse_code(struct cpr_str s)
{
	struct cpr_str rest = s;

	return cpr_str_word(&rest).n == s.n ? NULL : "expected one code";
}

/* ---- text and the rest ---- */

/* Characters that show nothing; tools/vocabulary/types.py has the same. */
static bool shows_nothing(uint32_t c)
{
	return c <= 0x20 || c == 0x85 || c == 0xa0 || c == 0xad || c == 0x1680 || c == 0x180e ||
	       (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) ||
	       c == 0x3000 || c == 0xfeff;
}

static bool shows_something(uint32_t c)
{
	return !shows_nothing(c);
}

static const char *parse_text(struct cpr_str s)
{
	return holds_char(s, shows_something)
		       ? NULL
		       : "the text shows nothing; leave the attribute out if there is nothing to state";
}

static const char *parse_bool(struct cpr_str s, bool *ret)
{
	*ret = cpr_str_is(s, "true");
	return *ret || cpr_str_is(s, "false") ? NULL : "expected true or false";
}

static const char *parse_uri(struct cpr_str s)
{
	static const char marks[] = "-._~:/?#[]@!$&'()*+,;=";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			if (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2]))
				return "in an address, % is followed by two hexadecimal digits";
			i += 2;
		} else if (!is_digit(c) && !is_upper(c) && !is_lower(c) && !memchr(marks, c, sizeof marks - 1)) {
			return "an address has ASCII characters only; write others and blanks as %XX";
		}
	}
	return NULL;
}

static const char *parse_phone(struct cpr_str s)
{
	size_t at = s.p[0] == '+', digits = 0;
	bool separated = true;

	for (; at < s.n; at++) {
		if (is_digit(s.p[at])) {
			digits++;
			separated = false;
			continue;
		}
		if (s.p[at] != '-' && s.p[at] != ' ')
			return "a telephone number has digits, single hyphens and blanks only, such as 021-5555-0101 or +86 21 5555 0101";
		if (separated || at + 1 == s.n)
			return "a hyphen or blank of a telephone number stands between digits";
		separated = true;
	}
	return digits >= 3 && digits <= 20 ? NULL : "a telephone number has 3 to 20 digits";
}

static const char *parse_digest(struct cpr_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return "a SHA-256 digest has lower-case hexadecimal digits only";
	return s.n == 64 ? NULL : "a SHA-256 digest has 64 hexadecimal digits";
}

/* zh, zh-Hans, zh-Hans-CN, en-GB, es-419 */
static const char *parse_lang(struct cpr_str s)
{
	static const char reason[] = "expected a language tag such as zh-Hans, zh-Hant-HK or en-GB";
	size_t n = 0;

	while (n < s.n && is_lower(s.p[n]))
		n++;
	if (n < 2 || n > 3)
		return reason;
	if (s.n - n >= 5 && s.p[n] == '-' && is_upper(s.p[n + 1]) && is_lower(s.p[n + 2]) && is_lower(s.p[n + 3]) &&
	    is_lower(s.p[n + 4]))
		n += 5;
	if (s.n - n == 3 && s.p[n] == '-' && is_upper(s.p[n + 1]) && is_upper(s.p[n + 2]))
		n += 3;
	else if (s.n - n == 4 && s.p[n] == '-' && digits_at(s, n + 1) == 3)
		n += 4;
	return n == s.n ? NULL : reason;
}

/* 310000 (with 9 or 12 digits: below the county), CN, CN-SH */
static const char *parse_region(struct cpr_str s)
{
	size_t digits = digits_at(s, 0);

	if (digits == s.n && (digits == 6 || digits == 9 || digits == 12) && s.p[0] != '0')
		return NULL;
	if (s.n >= 2 && is_upper(s.p[0]) && is_upper(s.p[1])) {
		size_t n = 0;

		if (s.n == 2)
			return NULL;
		while (n + 3 < s.n && (is_upper(s.p[n + 3]) || is_digit(s.p[n + 3])))
			n++;
		if (s.p[2] == '-' && n >= 1 && n <= 3 && n + 3 == s.n)
			return NULL;
	}
	return "expected an administrative code such as 310000, or an ISO 3166 code such as CN or HK";
}

static const char *parse_as(enum cpr_type type, struct cpr_str s, struct cpr_value *ret)
{
	switch (type) {
	case CPR_TYPE_ID:
	case CPR_TYPE_REF:
	case CPR_TYPE_NAME:
		return parse_name(s);
	case CPR_TYPE_REFS:
	case CPR_TYPE_NAMES:
		return parse_names(s);
	case CPR_TYPE_TEXT:
	case CPR_TYPE_EXPR:
		return parse_text(s);
	case CPR_TYPE_CODE:
		return parse_code(s);
	case CPR_TYPE_CODES:
		return NULL;
	case CPR_TYPE_DECIMAL:
	case CPR_TYPE_SIGNED_AMOUNT:
		return parse_number(s, &ret->u.number);
	case CPR_TYPE_AMOUNT:
		return parse_amount(s, &ret->u.number);
	case CPR_TYPE_COUNT:
		return parse_count(s, &ret->u.number);
	case CPR_TYPE_RATIO:
		return parse_ratio(s, &ret->u.number);
	case CPR_TYPE_DATE:
		return parse_date(s, &ret->u.moment);
	case CPR_TYPE_MOMENT:
		return parse_moment(s, &ret->u.moment);
	case CPR_TYPE_DURATION:
		return parse_duration(s, &ret->u.duration);
	case CPR_TYPE_BOOL:
		return parse_bool(s, &ret->u.truth);
	case CPR_TYPE_URI:
		return parse_uri(s);
	case CPR_TYPE_PHONE:
		return parse_phone(s);
	case CPR_TYPE_DIGEST:
		return parse_digest(s);
	case CPR_TYPE_LANG:
		return parse_lang(s);
	case CPR_TYPE_REGION:
		return parse_region(s);
	case CPR_TYPE_NONE:
		break;
	}
	return "the attribute has no type";
}

const char *cpr_value_parse(enum cpr_type type, struct cpr_str text, struct cpr_value *ret)
{
	struct cpr_str s = cpr_str_trim(text);
	const char *reason;

	*ret = (struct cpr_value){ .type = type };
	reason = s.n ? parse_as(type, s, ret) : EMPTY_REASON;
	if (reason)
		*ret = (struct cpr_value){ .type = CPR_TYPE_NONE };
	return reason;
}

const char *cpr_type_name(enum cpr_type type)
{
	static const char *const names[] = {
		[CPR_TYPE_NONE] = "none",	  [CPR_TYPE_ID] = "id",
		[CPR_TYPE_REF] = "ref",		  [CPR_TYPE_REFS] = "refs",
		[CPR_TYPE_TEXT] = "text",	  [CPR_TYPE_CODE] = "code",
		[CPR_TYPE_CODES] = "codes",	  [CPR_TYPE_DECIMAL] = "decimal",
		[CPR_TYPE_AMOUNT] = "amount",	  [CPR_TYPE_SIGNED_AMOUNT] = "signed-amount",
		[CPR_TYPE_COUNT] = "count",	  [CPR_TYPE_RATIO] = "ratio",
		[CPR_TYPE_DATE] = "date",	  [CPR_TYPE_MOMENT] = "moment",
		[CPR_TYPE_DURATION] = "duration", [CPR_TYPE_BOOL] = "bool",
		[CPR_TYPE_URI] = "uri",		  [CPR_TYPE_PHONE] = "phone",
		[CPR_TYPE_DIGEST] = "digest",	  [CPR_TYPE_LANG] = "lang",
		[CPR_TYPE_REGION] = "region",	  [CPR_TYPE_NAME] = "name",
		[CPR_TYPE_NAMES] = "names",	  [CPR_TYPE_EXPR] = "expr",
	};

	return (size_t)type < sizeof names / sizeof *names ? names[type] : names[CPR_TYPE_NONE];
}

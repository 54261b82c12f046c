/* SPDX-License-Identifier: Apache-2.0 */
#include "spectest.h"
#include "spec/value.h"

#define D10 "1234567890"
#define D34 D10 D10 D10 "1234"
#define HEX16 "0123456789abcdef"

struct value_case {
	enum cpr_type type;
	const char *text;
	const char *reason; /* a part of it; NULL: it parses */
};

static void run(const struct value_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cpr_value v;
		const char *reason = cpr_value_parse(cases[i].type, cpr_str_of(cases[i].text), &v);

		if (!cases[i].reason) {
			cr_expect_null(reason, "%s '%s': %s", cpr_type_name(cases[i].type), cases[i].text,
				       reason ? reason : "");
			cr_expect_eq(v.type, cases[i].type);
		} else {
			cr_expect(reason && strstr(reason, cases[i].reason), "%s '%s': %s",
				  cpr_type_name(cases[i].type), cases[i].text, reason ? reason : "it parses");
			cr_expect_eq(v.type, CPR_TYPE_NONE);
		}
	}
}
#define RUN(cases) run(cases, COUNT(cases))

Test(value, numbers)
{
	static const struct value_case cases[] = {
		{ CPR_TYPE_DECIMAL, "0", NULL },
		{ CPR_TYPE_DECIMAL, " \t12.50\n", NULL },
		{ CPR_TYPE_DECIMAL, "-3.6", NULL },
		{ CPR_TYPE_DECIMAL, "007", NULL },
		{ CPR_TYPE_DECIMAL, D34, NULL },
		{ CPR_TYPE_DECIMAL, D34 "5", "34 digits" },
		{ CPR_TYPE_DECIMAL, "0." D34, NULL },
		{ CPR_TYPE_DECIMAL, "1." D34, "34 digits" },
		{ CPR_TYPE_DECIMAL, "", "there is no value" },
		{ CPR_TYPE_DECIMAL, " \n ", "there is no value" },
		{ CPR_TYPE_DECIMAL, "20,000", "group separators" },
		{ CPR_TYPE_DECIMAL, "20，000", "group separators" },
		{ CPR_TYPE_DECIMAL, "20 000", "blanks" },
		{ CPR_TYPE_DECIMAL, "20\u00a0000", "blanks" },
		{ CPR_TYPE_DECIMAL, "２０", "full-width" },
		{ CPR_TYPE_DECIMAL, "2万", "万" },
		{ CPR_TYPE_DECIMAL, "3亿元", "亿" },
		{ CPR_TYPE_DECIMAL, "5%", "percent" },
		{ CPR_TYPE_DECIMAL, "5％", "percent" },
		{ CPR_TYPE_DECIMAL, "¥5", "currency" },
		{ CPR_TYPE_DECIMAL, "5元", "currency" },
		{ CPR_TYPE_DECIMAL, "+5", "plus" },
		{ CPR_TYPE_DECIMAL, ".5", "both sides" },
		{ CPR_TYPE_DECIMAL, "5.", "both sides" },
		{ CPR_TYPE_DECIMAL, "1.2.3", "expected a number" },
		{ CPR_TYPE_DECIMAL, "1e5", "expected a number" },
		{ CPR_TYPE_DECIMAL, "NaN", "expected a number" },
		{ CPR_TYPE_DECIMAL, "-", "expected a number" },
		{ CPR_TYPE_DECIMAL, "--1", "expected a number" },
		{ CPR_TYPE_DECIMAL, "五", "expected a number" },
		{ CPR_TYPE_DECIMAL, "\xff", "expected a number" },
		{ CPR_TYPE_SIGNED_AMOUNT, "-5", NULL },
		{ CPR_TYPE_AMOUNT, "5.00", NULL },
		{ CPR_TYPE_AMOUNT, "-5", "negative" },
		{ CPR_TYPE_AMOUNT, "-0", "negative" },
		{ CPR_TYPE_COUNT, "0", NULL },
		{ CPR_TYPE_COUNT, "999999999999999999", NULL },
		{ CPR_TYPE_COUNT, "1000000000000000000", "18 digits" },
		{ CPR_TYPE_COUNT, D34 "1", "34 digits" },
		{ CPR_TYPE_COUNT, "-1", "negative" },
		{ CPR_TYPE_COUNT, "1.0", "whole number" },
		{ CPR_TYPE_COUNT, "1,000", "group" },
		{ CPR_TYPE_RATIO, "0", NULL },
		{ CPR_TYPE_RATIO, "1", NULL },
		{ CPR_TYPE_RATIO, "1.000", NULL },
		{ CPR_TYPE_RATIO, "0.333", NULL },
		{ CPR_TYPE_RATIO, "1.0000001", "from 0 to 1" },
		{ CPR_TYPE_RATIO, "-0.1", "from 0 to 1" },
		{ CPR_TYPE_RATIO, "-0", "from 0 to 1" },
		{ CPR_TYPE_RATIO, "00.5", "begins with" },
	};

	RUN(cases);
}

Test(value, time)
{
	static const struct value_case cases[] = {
		{ CPR_TYPE_DATE, "2024-02-29", NULL },
		{ CPR_TYPE_DATE, "0001-01-01", NULL },
		{ CPR_TYPE_DATE, "9999-12-31", NULL },
		{ CPR_TYPE_DATE, "2026-02-29", "no such day" },
		{ CPR_TYPE_DATE, "2026-13-01", "no such day" },
		{ CPR_TYPE_DATE, "0000-01-01", "no such day" },
		{ CPR_TYPE_DATE, "2026-2-9", "YYYY-MM-DD" },
		{ CPR_TYPE_DATE, "2026/02/09", "YYYY-MM-DD" },
		{ CPR_TYPE_DATE, "12026-01-01", "YYYY-MM-DD" },
		{ CPR_TYPE_DATE, "2026-12-01T10:00:00+08:00", "without a time" },
		{ CPR_TYPE_DATE, "2026-12-01Z", "without a time" },
		{ CPR_TYPE_MOMENT, "2026-12-01", NULL },
		{ CPR_TYPE_MOMENT, "2026-12-01T10:00+08:00", NULL },
		{ CPR_TYPE_MOMENT, "2026-12-01T24:00:00+08:00", NULL },
		{ CPR_TYPE_MOMENT, "2026-12-01T10:00:00Z", NULL },
		{ CPR_TYPE_MOMENT, "tomorrow", "YYYY-MM-DD or" },
		{ CPR_TYPE_MOMENT, "2026-02-29T10:00:00Z", "no such day" },
		{ CPR_TYPE_MOMENT, "2026-12-01 10:00", "expected a T" },
		{ CPR_TYPE_MOMENT, "2026-12-01T10:00:00", "offset" },
		{ CPR_TYPE_MOMENT, "2026-12-01T25:00:00Z", "time of day such as" },
		{ CPR_TYPE_MOMENT, "2026-12-01T10:00:00-00:00", "time of day such as" },
		{ CPR_TYPE_MOMENT, "2026-12-01T", "offset" },
		{ CPR_TYPE_MOMENT, "9999-12-31T24:00:00Z", "time of day such as" },
		{ CPR_TYPE_DURATION, "P7D", NULL },
		{ CPR_TYPE_DURATION, "P1Y2M3W4DT5H6M7S", NULL },
		{ CPR_TYPE_DURATION, "P999999Y", NULL },
		{ CPR_TYPE_DURATION, "P1000000D", "6 digits" },
		{ CPR_TYPE_DURATION, "P", "expected a duration" },
		{ CPR_TYPE_DURATION, "PT", "expected a duration" },
		{ CPR_TYPE_DURATION, "P1.5D", "expected a duration" },
		{ CPR_TYPE_DURATION, "7天", "expected a duration" },
	};

	RUN(cases);
}

Test(value, names_and_codes)
{
	static const struct value_case cases[] = {
		{ CPR_TYPE_ID, "a", NULL },
		{ CPR_TYPE_ID, "_Abc-1.2", NULL },
		{ CPR_TYPE_ID, "活动1", NULL },
		{ CPR_TYPE_ID, "1a", "begin with" },
		{ CPR_TYPE_ID, "-a", "begin with" },
		{ CPR_TYPE_ID, "a b", "blanks" },
		{ CPR_TYPE_ID, "a\u200bb", "blanks" },
		{ CPR_TYPE_ID, "a:b", "only" },
		{ CPR_TYPE_ID, "é", "only" },
		{ CPR_TYPE_ID, "活动！", "only" },
		{ CPR_TYPE_ID, "a\xe4", "only" },
		{ CPR_TYPE_REF, "a b", "blanks" },
		{ CPR_TYPE_REFS, "a  b\tc", NULL },
		{ CPR_TYPE_REFS, "a 1", "begin with" },
		{ CPR_TYPE_REFS, "  ", "there is no value" },
		{ CPR_TYPE_NAME, "cn.know.x", NULL },
		{ CPR_TYPE_NAMES, "a b", NULL },
		{ CPR_TYPE_NAMES, "a,b", "only" },
		{ CPR_TYPE_CODE, "cash", NULL },
		{ CPR_TYPE_CODE, "cash card", "one code" },
		{ CPR_TYPE_CODES, "cash card", NULL },
		{ CPR_TYPE_CODES, "", "there is no value" },
		{ CPR_TYPE_TEXT, "x", NULL },
		{ CPR_TYPE_TEXT, "\u3000一", NULL },
		{ CPR_TYPE_TEXT, "", "there is no value" },
		{ CPR_TYPE_TEXT, "\u3000", "shows nothing" },
		{ CPR_TYPE_TEXT, "\u200b\u00ad\ufeff", "shows nothing" },
		{ CPR_TYPE_EXPR, "//a", NULL },
		{ CPR_TYPE_EXPR, "\u00a0", "shows nothing" },
		{ CPR_TYPE_BOOL, "true", NULL },
		{ CPR_TYPE_BOOL, "false", NULL },
		{ CPR_TYPE_BOOL, "1", "true or false" },
		{ CPR_TYPE_BOOL, "True", "true or false" },
		{ CPR_TYPE_NONE, "x", "no type" },
	};

	RUN(cases);
}

Test(value, the_rest)
{
	static const struct value_case cases[] = {
		{ CPR_TYPE_URI, "https://a.example/x?y=1&z=%E4#f", NULL },
		{ CPR_TYPE_URI, "files/a.pdf", NULL },
		{ CPR_TYPE_URI, "https://a.example/中", "ASCII" },
		{ CPR_TYPE_URI, "a b", "ASCII" },
		{ CPR_TYPE_URI, "a%4", "hexadecimal" },
		{ CPR_TYPE_URI, "a%zz", "hexadecimal" },
		{ CPR_TYPE_URI, "%", "hexadecimal" },
		{ CPR_TYPE_PHONE, "95588", NULL },
		{ CPR_TYPE_PHONE, "+86 21 5555 0101", NULL },
		{ CPR_TYPE_PHONE, "110", NULL },
		{ CPR_TYPE_PHONE, "11", "3 to 20" },
		{ CPR_TYPE_PHONE, D10 D10, NULL },
		{ CPR_TYPE_PHONE, D10 D10 "1", "3 to 20" },
		{ CPR_TYPE_PHONE, "(021)5555", "single hyphens" },
		{ CPR_TYPE_PHONE, "021--555", "between digits" },
		{ CPR_TYPE_PHONE, "021-", "between digits" },
		{ CPR_TYPE_PHONE, "-021", "between digits" },
		{ CPR_TYPE_PHONE, "+", "3 to 20" },
		{ CPR_TYPE_DIGEST, HEX16 HEX16 HEX16 HEX16, NULL },
		{ CPR_TYPE_DIGEST, HEX16 HEX16 HEX16, "64" },
		{ CPR_TYPE_DIGEST, HEX16 HEX16 HEX16 "0123456789ABCDEF", "lower-case" },
		{ CPR_TYPE_LANG, "zh", NULL },
		{ CPR_TYPE_LANG, "zh-Hans-CN", NULL },
		{ CPR_TYPE_LANG, "es-419", NULL },
		{ CPR_TYPE_LANG, "z", "language" },
		{ CPR_TYPE_LANG, "zh-CN-Hans", "language" },
		{ CPR_TYPE_LANG, "zh-", "language" },
		{ CPR_TYPE_LANG, "zh-Hans-", "language" },
		{ CPR_TYPE_LANG, "zh_CN", "language" },
		{ CPR_TYPE_REGION, "310000", NULL },
		{ CPR_TYPE_REGION, "310115101001", NULL },
		{ CPR_TYPE_REGION, "CN", NULL },
		{ CPR_TYPE_REGION, "GB-ENG", NULL },
		{ CPR_TYPE_REGION, "010000", "administrative" },
		{ CPR_TYPE_REGION, "31000", "administrative" },
		{ CPR_TYPE_REGION, "CN-", "administrative" },
		{ CPR_TYPE_REGION, "CN-SHAN", "administrative" },
		{ CPR_TYPE_REGION, "C", "administrative" },
		{ CPR_TYPE_REGION, "上海", "administrative" },
	};

	RUN(cases);
}

Test(value, what_is_kept)
{
	struct cpr_value v;
	int year, month, day;
	int64_t n;

	cr_assert_null(cpr_value_parse(CPR_TYPE_AMOUNT, CPR_STR(" 12.50 "), &v));
	cr_assert_eq(v.u.number.coef, 1250);
	cr_assert_eq(v.u.number.scale, 2);
	cr_assert_null(cpr_value_parse(CPR_TYPE_COUNT, CPR_STR("3"), &v));
	cr_assert(cpr_decimal_to_i64(v.u.number, &n) && n == 3);
	cr_assert_null(cpr_value_parse(CPR_TYPE_DATE, CPR_STR("2026-12-01"), &v));
	cr_assert_not(v.u.moment.has_time);
	cpr_date_to_ymd(v.u.moment.date, &year, &month, &day);
	cr_assert(year == 2026 && month == 12 && day == 1);
	cr_assert_null(cpr_value_parse(CPR_TYPE_MOMENT, CPR_STR("2026-12-01T10:00:00+08:00"), &v));
	cr_assert(v.u.moment.has_time && v.u.moment.offset_minutes == 480);
	cr_assert_null(cpr_value_parse(CPR_TYPE_DURATION, CPR_STR("P1Y6M"), &v));
	cr_assert_eq(v.u.duration.months, 18);
	cr_assert_null(cpr_value_parse(CPR_TYPE_BOOL, CPR_STR("true"), &v));
	cr_assert(v.u.truth);
	cr_assert_null(cpr_value_parse(CPR_TYPE_BOOL, CPR_STR("false"), &v));
	cr_assert_not(v.u.truth);
}

Test(value, every_type_has_a_name_of_its_own)
{
	for (unsigned a = 0; a <= CPR_TYPE_EXPR; a++)
		for (unsigned b = 0; b < a; b++)
			cr_assert_str_neq(cpr_type_name((enum cpr_type)a), cpr_type_name((enum cpr_type)b));
	cr_assert_str_eq(cpr_type_name((enum cpr_type)99), "none");
}

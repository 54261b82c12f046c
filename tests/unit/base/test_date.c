/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/date.h"
#include "failmem.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct cpr_date ymd(int y, int m, int d)
{
	struct cpr_date date = { 0 };

	cr_assert(cpr_date_from_ymd(y, m, d, &date), "%d-%d-%d", y, m, d);
	return date;
}

static struct cpr_moment moment(const char *s)
{
	struct cpr_moment m = { 0 };

	cr_assert(cpr_moment_parse(cpr_str_of(s), &m), "%s", s);
	return m;
}

Test(date, known_days)
{
	static const struct {
		const char *s;
		int32_t days;
		int weekday;
	} t[] = {
		{ "1970-01-01", 0, 4 },        { "1969-12-31", -1, 3 },      { "2000-01-01", 10957, 6 },
		{ "2000-02-29", 11016, 2 },    { "2000-03-01", 11017, 3 },   { "1900-02-28", -25509, 3 },
		{ "1900-03-01", -25508, 4 },   { "2024-02-29", 19782, 4 },   { "2026-11-20", 20777, 5 },
		{ "2026-12-12", 20799, 6 },    { "2026-11-22", 20779, 7 },   { "2026-11-23", 20780, 1 },
		{ "0001-01-01", -719162, 1 },  { "9999-12-31", 2932896, 5 }, { "1582-10-10", -141432, 7 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_date d = { 1 };

		cr_assert(cpr_date_parse(cpr_str_of(t[i].s), &d), "%s", t[i].s);
		cr_assert_eq(d.days, t[i].days, "%s is %d", t[i].s, d.days);
		cr_assert_eq(cpr_date_weekday(d), t[i].weekday, "%s", t[i].s);
		cpr_date_print(d, &b);
		cr_assert_str_eq(b.p, t[i].s);
		cpr_strbuf_free(&b);
	}
}

Test(date, every_day_of_400_years_follows_the_one_before)
{
	int y = 1799, m = 12, d = 31, weekday = 2, y1, m1, d1;
	int32_t first = ymd(1800, 1, 1).days, last = ymd(2200, 12, 31).days;

	for (int32_t n = first; n <= last; n++) {
		static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
		int leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

		if (++d > length[m - 1] + (m == 2 && leap)) {
			d = 1;
			if (++m > 12) {
				m = 1;
				y++;
			}
		}
		weekday = weekday % 7 + 1;
		cpr_date_to_ymd((struct cpr_date){ n }, &y1, &m1, &d1);
		cr_assert(y == y1 && m == m1 && d == d1, "%04d-%02d-%02d came out as %04d-%02d-%02d", y, m, d, y1, m1, d1);
		cr_assert_eq(ymd(y, m, d).days, n);
		cr_assert_eq(cpr_date_weekday((struct cpr_date){ n }), weekday);
	}
}

Test(date, what_is_no_date)
{
	static const struct cpr_str t[] = {
		CPR_STR(""),           CPR_STR("2026"),        CPR_STR("2026-11"),     CPR_STR("2026-11-2"),
		CPR_STR("2026-1-20"),  CPR_STR("2026-11-200"), CPR_STR("02026-11-20"), CPR_STR(" 2026-11-20"),
		CPR_STR("2026-11-20 "), CPR_STR("2026/11/20"), CPR_STR("20261120"),    CPR_STR("2026-11-20Z"),
		CPR_STR("+2026-11-20"), CPR_STR("-2026-11-20"), CPR_STR("2026-00-10"), CPR_STR("2026-13-10"),
		CPR_STR("2026-11-00"), CPR_STR("2026-11-31"),  CPR_STR("2026-02-29"),  CPR_STR("1900-02-29"),
		CPR_STR("2100-02-29"), CPR_STR("0000-12-31"),  CPR_STR("9999-99-99"),  CPR_STR("2026-11-20\0"),
		CPR_STR("２０２６-11-20"), CPR_STR("2026年11月20日"), CPR_STR("2026-1a-20"), CPR_STR("2026-+1-20"),
		{ NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_date d = { 77 };
		struct cpr_moment m = { .second = 77 };

		cr_assert(!cpr_date_parse(t[i], &d), "row %zu", i);
		cr_assert_eq(d.days, 77, "row %zu touched the result", i);
		cr_assert(!cpr_moment_parse(t[i], &m), "row %zu", i);
		cr_assert_eq(m.second, 77, "row %zu touched the result", i);
	}
}

Test(date, from_numbers)
{
	struct cpr_date d;

	cr_assert(!cpr_date_from_ymd(0, 1, 1, &d));
	cr_assert(!cpr_date_from_ymd(10000, 1, 1, &d));
	cr_assert(!cpr_date_from_ymd(INT32_MIN, 1, 1, &d));
	cr_assert(!cpr_date_from_ymd(INT32_MAX, 1, 1, &d));
	cr_assert(!cpr_date_from_ymd(2026, INT32_MAX, 1, &d));
	cr_assert(!cpr_date_from_ymd(2026, INT32_MIN, 1, &d));
	cr_assert(!cpr_date_from_ymd(2026, 1, INT32_MIN, &d));
	cr_assert(!cpr_date_from_ymd(2026, 1, INT32_MAX, &d));
	cr_assert(cpr_date_from_ymd(2028, 2, 29, &d));
}

Test(date, adding_days)
{
	struct cpr_date d;

	cr_assert(cpr_date_add_days(ymd(2026, 2, 28), 1, &d) && d.days == ymd(2026, 3, 1).days);
	cr_assert(cpr_date_add_days(ymd(2028, 2, 28), 1, &d) && d.days == ymd(2028, 2, 29).days);
	cr_assert(cpr_date_add_days(ymd(2026, 1, 1), -1, &d) && d.days == ymd(2025, 12, 31).days);
	cr_assert(cpr_date_add_days(ymd(1, 1, 1), 3652058, &d) && d.days == ymd(9999, 12, 31).days);
	cr_assert(!cpr_date_add_days(ymd(1, 1, 1), 3652059, &d));
	cr_assert(!cpr_date_add_days(ymd(1, 1, 1), -1, &d));
	cr_assert(!cpr_date_add_days(ymd(2026, 1, 1), INT64_MAX, &d));
	cr_assert(!cpr_date_add_days(ymd(2026, 1, 1), INT64_MIN, &d));
	cr_assert(!cpr_date_add_days(ymd(1969, 1, 1), INT64_MIN, &d));
}

Test(date, adding_months)
{
	static const struct {
		int y, m, d;
		int64_t months;
		int y1, m1, d1;
	} t[] = {
		{ 2026, 1, 31, 1, 2026, 2, 28 },   { 2028, 1, 31, 1, 2028, 2, 29 },  { 2026, 1, 31, 3, 2026, 4, 30 },
		{ 2026, 11, 24, 2, 2027, 1, 24 },  { 2026, 11, 24, 14, 2028, 1, 24 }, { 2028, 2, 29, 12, 2029, 2, 28 },
		{ 2028, 2, 29, 48, 2032, 2, 29 },  { 2026, 3, 31, -1, 2026, 2, 28 }, { 2026, 1, 15, -1, 2025, 12, 15 },
		{ 2026, 5, 5, 0, 2026, 5, 5 },     { 1, 1, 31, 9998 * 12 + 11, 9999, 12, 31 },
		{ 9999, 12, 31, -(9998 * 12 + 11), 1, 1, 31 },
	};
	struct cpr_date d;

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert(cpr_date_add_months(ymd(t[i].y, t[i].m, t[i].d), t[i].months, &d), "row %zu", i);
		cr_assert_eq(d.days, ymd(t[i].y1, t[i].m1, t[i].d1).days, "row %zu", i);
	}
	cr_assert(!cpr_date_add_months(ymd(9999, 12, 1), 1, &d));
	cr_assert(!cpr_date_add_months(ymd(1, 1, 1), -1, &d));
	cr_assert(!cpr_date_add_months(ymd(1, 1, 1), INT64_MAX, &d));
	cr_assert(!cpr_date_add_months(ymd(1, 1, 1), INT64_MIN, &d));
}

Test(date, moments)
{
	static const struct {
		const char *s, *print; /* NULL: prints as written */
		int64_t utc;
	} t[] = {
		{ "1970-01-01", NULL, 0 },
		{ "1970-01-01T00:00Z", NULL, 0 },
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00Z", 0 },
		{ "1970-01-01T08:00:01+08:00", NULL, 1 },
		{ "1970-01-01T00:00+00:00", "1970-01-01T00:00Z", 0 },
		{ "1969-12-31T10:00-14:00", NULL, 0 },
		{ "1970-01-01T14:00+14:00", NULL, 0 },
		{ "1970-01-01T05:45+05:45", NULL, 0 },
		{ "1969-12-31T20:30-03:30", NULL, 0 },
		{ "1970-01-01T24:00Z", NULL, 86400 },
		{ "1970-01-01T24:00:00Z", "1970-01-01T24:00Z", 86400 },
		{ "2026-12-12T23:59:59+08:00", NULL, 1797091199 },
		{ "2026-12-31T24:00+08:00", NULL, 1798732800 },
		{ "0001-01-01T00:00+14:00", NULL, -62135596800 - 14 * 3600 },
		{ "9999-12-31T23:59:59-14:00", NULL, 253402300799 + 14 * 3600 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_moment m = moment(t[i].s);

		cr_assert_eq(cpr_moment_utc(m), t[i].utc, "%s", t[i].s);
		cpr_moment_print(m, &b);
		cr_assert_str_eq(b.p, t[i].print ? t[i].print : t[i].s);
		cpr_strbuf_free(&b);
	}
	cr_assert(!moment("2026-11-24").has_time);
	cr_assert(moment("2026-11-24T00:00Z").has_time);
	cr_assert(moment("2026-11-24T24:00Z").is_24);
	cr_assert_eq(moment("2026-11-24T24:00Z").date.days, ymd(2026, 11, 25).days);
	cr_assert_eq(moment("2026-11-24T00:00-09:30").offset_minutes, -570);
}

Test(date, what_is_no_moment)
{
	static const struct cpr_str t[] = {
		CPR_STR("2026-11-24T"), CPR_STR("2026-11-24T10"), CPR_STR("2026-11-24T10:00"), CPR_STR("2026-11-24T10:00:00"),
		CPR_STR("2026-11-24 10:00Z"), CPR_STR("2026-11-24t10:00Z"), CPR_STR("2026-11-24T10:00z"),
		CPR_STR("2026-11-24T10:60Z"), CPR_STR("2026-11-24T10:00:60Z"), CPR_STR("2026-11-24T25:00Z"),
		CPR_STR("2026-11-24T24:01Z"), CPR_STR("2026-11-24T24:00:01Z"), CPR_STR("9999-12-31T24:00Z"),
		CPR_STR("2026-11-24T10:00:00.5Z"), CPR_STR("2026-11-24T10:00+8:00"), CPR_STR("2026-11-24T10:00+0800"),
		CPR_STR("2026-11-24T10:00+08"), CPR_STR("2026-11-24T10:00+14:01"), CPR_STR("2026-11-24T10:00-14:01"),
		CPR_STR("2026-11-24T10:00+99:00"), CPR_STR("2026-11-24T10:00+08:60"), CPR_STR("2026-11-24T10:00-00:00"),
		CPR_STR("2026-11-24T10:00Z "), CPR_STR("2026-11-24T10:00ZZ"), CPR_STR("2026-11-24Z"),
		CPR_STR("2026-11-24+08:00"), CPR_STR("2026-02-30T10:00Z"), CPR_STR("2026-11-24T-1:00Z"),
		CPR_STR("2026-11-24T10:00\xe2\x88\x92" "08:00"), CPR_STR("2026-11-24T1０:00Z"),
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_moment m = { .second = 77 };

		cr_assert(!cpr_moment_parse(t[i], &m), "row %zu", i);
		cr_assert_eq(m.second, 77, "row %zu touched the result", i);
	}
}

Test(date, comparing_moments)
{
	static const struct {
		const char *a, *b;
		int want;
	} t[] = {
		{ "2026-11-24", "2026-11-24", 0 },
		{ "2026-11-24", "2026-11-25", -1 },
		{ "2026-11-24T08:00+08:00", "2026-11-24T00:00Z", 0 },
		{ "2026-11-24T08:00+08:00", "2026-11-24T00:00:01Z", -1 },
		{ "2026-11-25T01:00+14:00", "2026-11-24T00:00-12:00", -1 },
		/* a day against an instant goes by the instant's own civil day */
		{ "2026-11-24", "2026-11-24T00:00+08:00", 0 },
		{ "2026-11-24", "2026-11-24T23:59:59-12:00", 0 },
		{ "2026-11-24", "2026-11-25T00:00+14:00", -1 },
		{ "2026-11-24", "2026-11-23T23:59:59-12:00", 1 },
		/* 24:00 is the next day's start, but closes the day it was written in */
		{ "2026-11-24T24:00+08:00", "2026-11-25T00:00+08:00", 0 },
		{ "2026-11-24", "2026-11-24T24:00+08:00", 0 },
		{ "2026-11-25", "2026-11-24T24:00+08:00", 1 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert_eq(cpr_moment_cmp(moment(t[i].a), moment(t[i].b)), t[i].want, "row %zu", i);
		cr_assert_eq(cpr_moment_cmp(moment(t[i].b), moment(t[i].a)), -t[i].want, "row %zu turned", i);
	}
}

Test(date, durations)
{
	static const struct {
		const char *s, *print; /* NULL: prints as written */
		int32_t months;
		int64_t seconds;
	} t[] = {
		{ "P1Y", NULL, 12, 0 },
		{ "P12M", "P1Y", 12, 0 },
		{ "P1Y2M", NULL, 14, 0 },
		{ "P15D", NULL, 0, 15 * 86400 },
		{ "P2W", "P14D", 0, 14 * 86400 },
		{ "P1Y2M3W4DT5H6M7S", "P1Y2M25DT5H6M7S", 14, 25 * 86400 + 5 * 3600 + 6 * 60 + 7 },
		{ "PT90M", "PT1H30M", 0, 5400 },
		{ "PT1S", NULL, 0, 1 },
		{ "PT24H", "P1D", 0, 86400 },
		{ "P0D", NULL, 0, 0 },
		{ "PT0S", "P0D", 0, 0 },
		{ "P0Y", "P0D", 0, 0 },
		{ "P007D", "P7D", 0, 7 * 86400 },
		{ "P2147483647M", "P178956970Y7M", INT32_MAX, 0 },
		{ "PT9223372036854775807S", "P106751991167300DT15H30M7S", 0, INT64_MAX },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_duration d;

		cr_assert(cpr_duration_parse(cpr_str_of(t[i].s), &d), "%s", t[i].s);
		cr_assert_eq(d.months, t[i].months, "%s", t[i].s);
		cr_assert_eq(d.seconds, t[i].seconds, "%s", t[i].s);
		cpr_duration_print(d, &b);
		cr_assert_str_eq(b.p, t[i].print ? t[i].print : t[i].s);
		cpr_strbuf_free(&b);
	}
}

Test(date, what_is_no_duration)
{
	static const struct cpr_str t[] = {
		CPR_STR(""), CPR_STR("P"), CPR_STR("PT"), CPR_STR("P1DT"), CPR_STR("1D"), CPR_STR("p1D"), CPR_STR("P1d"),
		CPR_STR("P1"), CPR_STR("PD"), CPR_STR("P-1D"), CPR_STR("-P1D"), CPR_STR("P+1D"), CPR_STR("P1.5D"),
		CPR_STR("P1D2M"), CPR_STR("P1Y1Y"), CPR_STR("P1H"), CPR_STR("PT1D"), CPR_STR("PT1S1M"), CPR_STR("P1DT1HT1M"),
		CPR_STR("P 1D"), CPR_STR("P1D "), CPR_STR("P2147483648M"), CPR_STR("P178956971Y"),
		CPR_STR("P9223372036854775807Y"), CPR_STR("PT9223372036854775808S"), CPR_STR("P1DT9223372036854775807S"),
		CPR_STR("P99999999999999999999999999D"), CPR_STR("P1５D"), { NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_duration d = { .months = 77 };

		cr_assert(!cpr_duration_parse(t[i], &d), "row %zu", i);
		cr_assert_eq(d.months, 77, "row %zu touched the result", i);
	}
}

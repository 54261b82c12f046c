/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Civil dates by pure arithmetic. Years are counted from March inside this file, so that a leap day is the last day of
 * its year; 400 years are always 146,097 days.
 */
#include "base/date.h"

#define DAYS_400_YEARS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */
#define DAY_SECONDS 86400
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
	static const int8_t length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return length[month - 1] + (month == 2 && is_leap(year));
}

bool cpr_date_from_ymd(int year, int month, int day, struct cpr_date *ret)
{
	int era, y, m;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
		return false;
	y = month > 2 ? year : year - 1;
	m = month > 2 ? month - 3 : month + 9;
	era = y / 400;
	y %= 400;
	/* (153 m + 2) / 5 counts the days before month m, March = 0: the lengths 31 30 31 30 31 repeat. */
	ret->days = era * DAYS_400_YEARS + y * 365 + y / 4 - y / 100 + (153 * m + 2) / 5 + day - 1 - DAYS_TO_1970;
	return true;
}

void cpr_date_to_ymd(struct cpr_date d, int *year, int *month, int *day)
{
	int n = d.days + DAYS_TO_1970, era, y, m;

	era = n / DAYS_400_YEARS;
	n %= DAYS_400_YEARS;
	/* Take out the leap days before, then whole years are 365 days. */
	y = (n - n / 1460 + n / 36524 - n / 146096) / 365;
	n -= y * 365 + y / 4 - y / 100;
	m = (5 * n + 2) / 153;
	*day = n - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = era * 400 + y + (*month <= 2);
}

int cpr_date_weekday(struct cpr_date d)
{
	/* Day 0 was a Thursday. */
	int w = (d.days + 3) % 7;

	return (w < 0 ? w + 7 : w) + 1;
}

bool cpr_date_add_days(struct cpr_date d, int64_t days, struct cpr_date *ret)
{
	int64_t sum;

	if (__builtin_add_overflow(days, (int64_t)d.days, &sum) || sum < FIRST_DAY || sum > LAST_DAY)
		return false;
	ret->days = (int32_t)sum;
	return true;
}

bool cpr_date_add_months(struct cpr_date d, int64_t months, struct cpr_date *ret)
{
	int year, month, day, last;
	int64_t sum;

	cpr_date_to_ymd(d, &year, &month, &day);
	if (__builtin_add_overflow(months, (int64_t)year * 12 + month - 1, &sum) || sum < 12 || sum >= 10000 * 12)
		return false;
	year = (int)(sum / 12);
	month = (int)(sum % 12) + 1;
	last = month_length(year, month);
	return cpr_date_from_ymd(year, month, day < last ? day : last, ret);
}

/* Takes exactly n digits off the front. */
static bool take_digits(struct cpr_str *s, size_t n, int *ret)
{
	int v = 0;

	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	s->p += n;
	s->n -= n;
	*ret = v;
	return true;
}

static bool take_char(struct cpr_str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

static bool take_date(struct cpr_str *s, struct cpr_date *ret)
{
	int year, month, day;

	return take_digits(s, 4, &year) && take_char(s, '-') && take_digits(s, 2, &month) && take_char(s, '-') &&
	       take_digits(s, 2, &day) && cpr_date_from_ymd(year, month, day, ret);
}

bool cpr_date_parse(struct cpr_str s, struct cpr_date *ret)
{
	struct cpr_date d;

	if (!take_date(&s, &d) || s.n)
		return false;
	*ret = d;
	return true;
}

static bool take_offset(struct cpr_str *s, int16_t *ret)
{
	int hours, minutes, sign = 1;

	if (take_char(s, 'Z')) {
		*ret = 0;
		return true;
	}
	if (take_char(s, '-'))
		sign = -1;
	else if (!take_char(s, '+'))
		return false;
	if (!take_digits(s, 2, &hours) || !take_char(s, ':') || !take_digits(s, 2, &minutes) || minutes > 59)
		return false;
	minutes += hours * 60;
	if (minutes > 14 * 60 || (minutes == 0 && sign < 0))
		return false;
	*ret = (int16_t)(sign * minutes);
	return true;
}

static bool take_clock(struct cpr_str *s, struct cpr_moment *m)
{
	int hour, minute, second = 0;

	if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &minute))
		return false;
	if (take_char(s, ':') && !take_digits(s, 2, &second))
		return false;
	if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute || second)))
		return false;
	m->has_time = true;
	m->is_24 = hour == 24;
	m->second = m->is_24 ? 0 : (hour * 60 + minute) * 60 + second;
	return !m->is_24 || cpr_date_add_days(m->date, 1, &m->date);
}

bool cpr_moment_parse(struct cpr_str s, struct cpr_moment *ret)
{
	struct cpr_moment m = { 0 };

	if (!take_date(&s, &m.date))
		return false;
	if (s.n && !(take_char(&s, 'T') && take_clock(&s, &m) && take_offset(&s, &m.offset_minutes) && s.n == 0))
		return false;
	*ret = m;
	return true;
}

int64_t cpr_moment_utc(struct cpr_moment m)
{
	return (int64_t)m.date.days * DAY_SECONDS + m.second - m.offset_minutes * 60;
}

/* The civil day the moment was written in. */
static int32_t day_of(struct cpr_moment m)
{
	return m.date.days - m.is_24;
}

int cpr_moment_cmp(struct cpr_moment a, struct cpr_moment b)
{
	bool instants = a.has_time && b.has_time;
	int64_t x = instants ? cpr_moment_utc(a) : day_of(a), y = instants ? cpr_moment_utc(b) : day_of(b);

	return x == y ? 0 : x < y ? -1 : 1;
}

/* Digits, then one of the letters left in *units; that letter and those before it are used up. */
static bool take_component(struct cpr_str *s, const char **units, char *ret_unit, int64_t *ret_n)
{
	size_t digits = 0;
	int64_t n = 0;

	for (; digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9'; digits++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, s->p[digits] - '0', &n))
			return false;
	if (digits == 0 || digits == s->n)
		return false;
	for (const char *u = *units; *u; u++) {
		if (*u != s->p[digits])
			continue;
		*units = u + 1;
		*ret_unit = *u;
		*ret_n = n;
		s->p += digits + 1;
		s->n -= digits + 1;
		return true;
	}
	return false;
}

static bool add_times(int64_t *sum, int64_t n, int64_t each)
{
	return !__builtin_mul_overflow(n, each, &n) && !__builtin_add_overflow(*sum, n, sum);
}

/* unit is the letter, in lower case behind the T. */
static bool add_component(struct cpr_duration *d, int64_t *months, char unit, int64_t n)
{
	switch (unit) {
	case 'Y':
		return add_times(months, n, 12);
	case 'M':
		return add_times(months, n, 1);
	case 'W':
		return add_times(&d->seconds, n, 7 * DAY_SECONDS);
	case 'D':
		return add_times(&d->seconds, n, DAY_SECONDS);
	case 'h':
		return add_times(&d->seconds, n, 3600);
	case 'm':
		return add_times(&d->seconds, n, 60);
	default:
		return add_times(&d->seconds, n, 1);
	}
}

bool cpr_duration_parse(struct cpr_str s, struct cpr_duration *ret)
{
	const char *units = "YMWD";
	struct cpr_duration d = { 0 };
	bool clock = false, any = false;
	int64_t months = 0, n;
	char unit;

	if (!take_char(&s, 'P'))
		return false;
	while (s.n) {
		if (!clock && take_char(&s, 'T')) {
			units = "HMS";
			clock = true;
			any = false; /* something must follow the T */
			continue;
		}
		if (!take_component(&s, &units, &unit, &n))
			return false;
		if (!add_component(&d, &months, clock ? (char)(unit | 0x20) : unit, n))
			return false;
		any = true;
	}
	if (!any || months > INT32_MAX)
		return false;
	d.months = (int32_t)months;
	*ret = d;
	return true;
}

void cpr_date_print(struct cpr_date d, struct cpr_strbuf *b)
{
	int year, month, day;

	cpr_date_to_ymd(d, &year, &month, &day);
	cpr_strbuf_addf(b, "%04d-%02d-%02d", year, month, day);
}

void cpr_moment_print(struct cpr_moment m, struct cpr_strbuf *b)
{
	int minutes = m.second / 60, offset = m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes;

	cpr_date_print((struct cpr_date){ day_of(m) }, b);
	if (!m.has_time)
		return;
	cpr_strbuf_addf(b, "T%02d:%02d", m.is_24 ? 24 : minutes / 60, minutes % 60);
	if (m.second % 60)
		cpr_strbuf_addf(b, ":%02d", m.second % 60);
	if (offset == 0)
		cpr_strbuf_addc(b, 'Z');
	else
		cpr_strbuf_addf(b, "%c%02d:%02d", m.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

static void print_component(struct cpr_strbuf *b, int64_t n, char unit)
{
	if (n == 0)
		return;
	cpr_strbuf_add_u64(b, (uint64_t)n);
	cpr_strbuf_addc(b, unit);
}

void cpr_duration_print(struct cpr_duration d, struct cpr_strbuf *b)
{
	int64_t clock = d.seconds % DAY_SECONDS;

	cpr_strbuf_addc(b, 'P');
	print_component(b, d.months / 12, 'Y');
	print_component(b, d.months % 12, 'M');
	print_component(b, d.seconds / DAY_SECONDS, 'D');
	if (d.months == 0 && d.seconds == 0)
		cpr_strbuf_addz(b, "0D");
	if (clock == 0)
		return;
	cpr_strbuf_addc(b, 'T');
	print_component(b, clock / 3600, 'H');
	print_component(b, clock / 60 % 60, 'M');
	print_component(b, clock % 60, 'S');
}

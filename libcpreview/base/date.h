/* SPDX-License-Identifier: Apache-2.0 */
/* Civil dates, moments and durations in the proleptic Gregorian calendar. No clock, no locale, no time-zone database. */
#ifndef CPR_BASE_DATE_H
#define CPR_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/strbuf.h"

/* Days since 1970-01-01; years 0001 to 9999 only. */
struct cpr_date {
	int32_t days;
};

/* An instant, or a whole day when has_time is false. A date-time always states its offset from UTC. */
struct cpr_moment {
	struct cpr_date date;   /* the civil date as written; with is_24 the next one */
	int32_t second;         /* of that day, 0..86399; 24:00 is the next day's 0 with is_24 set */
	int16_t offset_minutes; /* from UTC, as written */
	bool has_time;
	bool is_24;
};

/* Calendar part and clock part kept apart: a month is no number of days. */
struct cpr_duration {
	int32_t months; /* years * 12 + months */
	int64_t seconds; /* weeks, days, hours, minutes, seconds */
};

bool cpr_date_parse(struct cpr_str s, struct cpr_date *ret);         /* exactly YYYY-MM-DD, a day that exists */
/* A date, or YYYY-MM-DDThh:mm[:ss](Z|+hh:mm|-hh:mm) with offsets to 14:00; not -00:00, which means "offset unknown". */
bool cpr_moment_parse(struct cpr_str s, struct cpr_moment *ret);
bool cpr_duration_parse(struct cpr_str s, struct cpr_duration *ret); /* P[nY][nM][nW][nD][T[nH][nM][nS]], n whole, at least one */
bool cpr_date_from_ymd(int year, int month, int day, struct cpr_date *ret);
void cpr_date_to_ymd(struct cpr_date d, int *year, int *month, int *day);
int cpr_date_weekday(struct cpr_date d); /* 1 = Monday .. 7 = Sunday, as ISO 8601 */
bool cpr_date_add_days(struct cpr_date d, int64_t days, struct cpr_date *ret);
/* The day stays unless the month is shorter, then its last day. */
bool cpr_date_add_months(struct cpr_date d, int64_t months, struct cpr_date *ret);
/* Seconds since 1970-01-01T00:00Z; a whole day counts from its start at offset_minutes. */
int64_t cpr_moment_utc(struct cpr_moment m);
/*
 * -1, 0, 1. A whole day against an instant: equal when the instant lies inside that civil day (instant's own offset);
 * an end written as 24:00 belongs to the day it ends.
 */
int cpr_moment_cmp(struct cpr_moment a, struct cpr_moment b);
void cpr_date_print(struct cpr_date d, struct cpr_strbuf *b);
void cpr_moment_print(struct cpr_moment m, struct cpr_strbuf *b);
/* Canonical: years, months, days, hours, minutes, seconds, each only if not 0; P0D for nothing. */
void cpr_duration_print(struct cpr_duration d, struct cpr_strbuf *b);

#endif

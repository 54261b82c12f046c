/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact numbers for money, rates and counts: sign, up to 34 decimal digits, a scale. No verdict of the library rests on
 * binary floating point. Operations that cannot be exact within 34 digits say so; nothing wraps or rounds silently.
 */
#ifndef CPR_BASE_DECIMAL_H
#define CPR_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/strbuf.h"

__extension__ typedef unsigned __int128 cpr_u128;

#define CPR_DECIMAL_DIGITS 34 /* base/limits.h names the reason */

/* value = (-1)^negative * coef / 10^scale. Zero is never negative. scale 0..34; trailing zeros are kept as written. */
struct cpr_decimal {
	cpr_u128 coef;
	uint8_t scale;
	bool negative;
};

/* By magnitude, the same for both signs: HALF_UP takes ties away from zero, UP everything, DOWN nothing. */
enum cpr_rounding { CPR_ROUND_HALF_UP, CPR_ROUND_HALF_EVEN, CPR_ROUND_DOWN, CPR_ROUND_UP };

/*
 * The whole of s as digits with at most one sign and one point ("12", "-0.50", "+3.6", ".5", "5."): false for anything
 * else, including white space, exponents, group separators, full-width digits, NaN, or more than 34 digits. Leading and
 * trailing zeros are digits too; only a lone 0 before the point is not counted. "-0" is zero, not negative.
 */
bool cpr_decimal_parse(struct cpr_str s, struct cpr_decimal *ret);
struct cpr_decimal cpr_decimal_int(int64_t v);
int cpr_decimal_cmp(struct cpr_decimal a, struct cpr_decimal b); /* exact at any scales; -1, 0, 1 */
/* False when the exact result needs more than 34 digits. Trailing zeros are kept (1.50 + 1.50 = 3.00) unless they are too many. */
bool cpr_decimal_add(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret);
bool cpr_decimal_sub(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret);
bool cpr_decimal_mul(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret);
/* Rounded to the given scale. False for b == 0 or when it does not fit. */
bool cpr_decimal_div(struct cpr_decimal a, struct cpr_decimal b, uint8_t scale, enum cpr_rounding mode,
		     struct cpr_decimal *ret);
/* XPath's mod: truncating, sign of a. False for b == 0. */
bool cpr_decimal_mod(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret);
/* Pads with zeros when a has fewer places. False when the result does not fit. */
bool cpr_decimal_round(struct cpr_decimal a, uint8_t scale, enum cpr_rounding mode, struct cpr_decimal *ret);
struct cpr_decimal cpr_decimal_neg(struct cpr_decimal a);
struct cpr_decimal cpr_decimal_strip(struct cpr_decimal a); /* no trailing zeros: the canonical form, for hashing */
bool cpr_decimal_is_int(struct cpr_decimal a);
bool cpr_decimal_to_i64(struct cpr_decimal a, int64_t *ret); /* false if not whole or too large */
void cpr_decimal_print(struct cpr_decimal a, struct cpr_strbuf *b); /* plain digits, scale as held */

#endif

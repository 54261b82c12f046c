/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact decimal arithmetic on 34-digit coefficients. A coefficient is below 10^34 < 2^113, so sums have headroom in 128
 * bits; products and quotients go through 256 bits, which hold 77 digits. What does not fit even there is never a result.
 */
#include "base/decimal.h"

#define MAX_SCALE CPR_DECIMAL_DIGITS

/* 256 bits, least significant word first. */
struct wide {
	uint64_t w[4];
};

static const uint64_t power10_small[20] = {
	1u,
	10u,
	100u,
	1000u,
	10000u,
	100000u,
	1000000u,
	10000000u,
	100000000u,
	1000000000u,
	10000000000u,
	100000000000u,
	1000000000000u,
	10000000000000u,
	100000000000000u,
	1000000000000000u,
	10000000000000000u,
	100000000000000000u,
	1000000000000000000u,
	10000000000000000000u,
};

/* n <= 38 */
static cpr_u128 power10(unsigned n)
{
	return n < 20 ? power10_small[n] : (cpr_u128)power10_small[19] * power10_small[n - 19];
}

static bool fits(cpr_u128 coef)
{
	return coef < power10(CPR_DECIMAL_DIGITS);
}

static struct wide wide_of(cpr_u128 v)
{
	return (struct wide){ { (uint64_t)v, (uint64_t)(v >> 64), 0, 0 } };
}

static bool wide_is_narrow(const struct wide *a)
{
	return a->w[2] == 0 && a->w[3] == 0;
}

static cpr_u128 wide_low(const struct wide *a)
{
	return (cpr_u128)a->w[1] << 64 | a->w[0];
}

static struct wide wide_mul(cpr_u128 a, cpr_u128 b)
{
	uint64_t x[2] = { (uint64_t)a, (uint64_t)(a >> 64) }, y[2] = { (uint64_t)b, (uint64_t)(b >> 64) };
	struct wide r = { { 0 } };

	for (unsigned i = 0; i < 2; i++) {
		cpr_u128 carry = 0;

		for (unsigned j = 0; j < 2; j++) {
			carry += (cpr_u128)x[i] * y[j] + r.w[i + j];
			r.w[i + j] = (uint64_t)carry;
			carry >>= 64;
		}
		r.w[i + 2] = (uint64_t)carry;
	}
	return r;
}

/* a *= 10^by; false when that needs more than 256 bits. */
static bool wide_scale(struct wide *a, unsigned by)
{
	while (by) {
		unsigned step = by < 19 ? by : 19;
		cpr_u128 carry = 0;

		for (unsigned i = 0; i < 4; i++) {
			carry += (cpr_u128)a->w[i] * power10_small[step];
			a->w[i] = (uint64_t)carry;
			carry >>= 64;
		}
		if (carry)
			return false;
		by -= step;
	}
	return true;
}

/* a /= 10; returns the remainder. */
static unsigned wide_div10(struct wide *a)
{
	cpr_u128 rest = 0;

	for (unsigned i = 4; i-- > 0;) {
		rest = rest << 64 | a->w[i];
		a->w[i] = (uint64_t)(rest / 10);
		rest %= 10;
	}
	return (unsigned)rest;
}

static int wide_cmp(const struct wide *a, const struct wide *b)
{
	for (unsigned i = 4; i-- > 0;)
		if (a->w[i] != b->w[i])
			return a->w[i] < b->w[i] ? -1 : 1;
	return 0;
}

/* a -= b, where b <= a. */
static void wide_sub(struct wide *a, const struct wide *b)
{
	uint64_t borrow = 0;

	for (unsigned i = 0; i < 4; i++) {
		uint64_t d, e;
		bool under = __builtin_sub_overflow(a->w[i], b->w[i], &d);

		under |= __builtin_sub_overflow(d, borrow, &e);
		a->w[i] = e;
		borrow = under;
	}
}

/* a = a * 2 + bit; the top bit must be clear. */
static void wide_shift_in(struct wide *a, unsigned bit)
{
	for (unsigned i = 3; i > 0; i--)
		a->w[i] = a->w[i] << 1 | a->w[i - 1] >> 63;
	a->w[0] = a->w[0] << 1 | bit;
}

/* a becomes the quotient; returns the remainder. b != 0 and b < 2^255. */
static struct wide wide_divmod(struct wide *a, const struct wide *b)
{
	struct wide rest = { { 0 } }, quotient = { { 0 } };

	if (wide_is_narrow(a) && wide_is_narrow(b)) {
		cpr_u128 x = wide_low(a), y = wide_low(b);

		*a = wide_of(x / y);
		return wide_of(x % y);
	}
	/* One bit at a time: rare, and 256 steps of it are still under two microseconds. */
	for (unsigned i = 256; i-- > 0;) {
		bool bit;

		wide_shift_in(&rest, (unsigned)(a->w[i / 64] >> (i % 64) & 1));
		bit = wide_cmp(&rest, b) >= 0;
		if (bit)
			wide_sub(&rest, b);
		wide_shift_in(&quotient, bit);
	}
	*a = quotient;
	return rest;
}

/* Zero is never negative, and has no more places than a scale may have. */
static struct cpr_decimal make(cpr_u128 coef, unsigned scale, bool negative)
{
	if (scale > MAX_SCALE)
		scale = MAX_SCALE;
	return (struct cpr_decimal){ .coef = coef, .scale = (uint8_t)scale, .negative = negative && coef != 0 };
}

bool cpr_decimal_parse(struct cpr_str s, struct cpr_decimal *ret)
{
	unsigned digits = 0, places = 0, seen = 0;
	bool negative = false, point = false;
	cpr_u128 coef = 0;
	size_t i = 0;

	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		negative = s.p[i++] == '-';
	for (; i < s.n; i++) {
		char c = s.p[i];

		if (c == '.') {
			if (point)
				return false;
			point = true;
			/* "0.5": the lone zero is no digit of the number. */
			if (digits == 1 && coef == 0)
				digits = 0;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		if (++digits > CPR_DECIMAL_DIGITS)
			return false;
		seen = 1;
		places += point;
		coef = coef * 10 + (unsigned)(c - '0');
	}
	if (!seen)
		return false;
	*ret = make(coef, places, negative);
	return true;
}

struct cpr_decimal cpr_decimal_int(int64_t v)
{
	return make(v < 0 ? -(cpr_u128)v & UINT64_MAX : (cpr_u128)v, 0, v < 0);
}

static int cmp_u128(cpr_u128 a, cpr_u128 b)
{
	return a == b ? 0 : a < b ? -1 : 1;
}

/* Whole parts first, then the fractions, brought to the same scale: neither can exceed 34 digits. */
static int cmp_magnitude(struct cpr_decimal a, struct cpr_decimal b)
{
	cpr_u128 pa, pb, fa, fb;

	if (a.scale == b.scale)
		return cmp_u128(a.coef, b.coef);
	pa = power10(a.scale);
	pb = power10(b.scale);
	if (a.coef / pa != b.coef / pb)
		return cmp_u128(a.coef / pa, b.coef / pb);
	fa = a.coef % pa;
	fb = b.coef % pb;
	if (a.scale < b.scale)
		fa *= power10((unsigned)b.scale - a.scale);
	else
		fb *= power10((unsigned)a.scale - b.scale);
	return cmp_u128(fa, fb);
}

int cpr_decimal_cmp(struct cpr_decimal a, struct cpr_decimal b)
{
	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	return a.negative ? cmp_magnitude(b, a) : cmp_magnitude(a, b);
}

/* Gives up trailing zeros only as far as needed to fit. */
static bool fit(cpr_u128 coef, unsigned scale, bool negative, struct cpr_decimal *ret)
{
	while (!fits(coef)) {
		if (scale == 0 || coef % 10)
			return false;
		coef /= 10;
		scale--;
	}
	*ret = make(coef, scale, negative);
	return true;
}

/* At the larger scale. False when 128 bits do not hold it, which may be due to trailing zeros. */
static bool add_aligned(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	bool negative = a.negative;
	cpr_u128 x, y, sum;

	if (__builtin_mul_overflow(a.coef, power10(scale - a.scale), &x) ||
	    __builtin_mul_overflow(b.coef, power10(scale - b.scale), &y))
		return false;
	if (a.negative == b.negative) {
		if (__builtin_add_overflow(x, y, &sum))
			return false;
	} else if (x >= y) {
		sum = x - y;
	} else {
		sum = y - x;
		negative = b.negative;
	}
	return fit(sum, scale, negative, ret);
}

bool cpr_decimal_add(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	/*
	 * Without trailing zeros, the operand of the larger scale ends in a digit that must stay, and the other one has been
	 * scaled past 10^38: their sum cannot have 34 digits. So a second failure is final.
	 */
	return add_aligned(a, b, ret) || add_aligned(cpr_decimal_strip(a), cpr_decimal_strip(b), ret);
}

bool cpr_decimal_sub(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	return cpr_decimal_add(a, cpr_decimal_neg(b), ret);
}

bool cpr_decimal_mul(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	unsigned scale = (unsigned)a.scale + b.scale;
	bool negative = a.negative != b.negative;
	struct wide product = wide_mul(a.coef, b.coef);

	if (a.coef == 0 || b.coef == 0) {
		*ret = make(0, scale, false);
		return true;
	}
	while (!wide_is_narrow(&product) || !fits(wide_low(&product)) || scale > MAX_SCALE) {
		if (scale == 0 || wide_div10(&product))
			return false;
		scale--;
	}
	*ret = make(wide_low(&product), scale, negative);
	return true;
}

/* Whether a magnitude goes up by one. half compares what was cut off with one half; rest tells if anything was. */
static bool goes_up(enum cpr_rounding mode, int half, bool rest, bool odd)
{
	switch (mode) {
	case CPR_ROUND_HALF_UP:
		return half >= 0;
	case CPR_ROUND_HALF_EVEN:
		return half > 0 || (half == 0 && odd);
	case CPR_ROUND_UP:
		return rest;
	case CPR_ROUND_DOWN:
		break;
	}
	return false;
}

bool cpr_decimal_div(struct cpr_decimal a, struct cpr_decimal b, uint8_t scale, enum cpr_rounding mode,
		     struct cpr_decimal *ret)
{
	int shift = (int)scale + b.scale - a.scale;
	struct wide num = wide_of(a.coef), den = wide_of(b.coef), rest, twice;
	cpr_u128 quotient;

	if (b.coef == 0 || scale > MAX_SCALE)
		return false;
	/* A numerator over 77 digits against 34 below gives a quotient of more than 34. The denominator stays below 10^68. */
	if (!wide_scale(shift > 0 ? &num : &den, (unsigned)(shift > 0 ? shift : -shift)))
		return false;
	rest = wide_divmod(&num, &den);
	if (!wide_is_narrow(&num) || !fits(wide_low(&num)))
		return false;
	quotient = wide_low(&num);
	twice = rest;
	wide_shift_in(&twice, 0);
	/*
	 * This cannot reach 10^34: for coefficients a, b < 10^34, a * 10^k / b in (10^34 - 1, 10^34) would leave
	 * b * 10^34 - a * 10^k, a multiple of 10^k, between 0 and b, but b < 10^k then.
	 */
	quotient += goes_up(mode, wide_cmp(&twice, &den), twice.w[0] | twice.w[1] | twice.w[2] | twice.w[3], quotient & 1);
	*ret = make(quotient, scale, a.negative != b.negative);
	return true;
}

bool cpr_decimal_mod(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	struct wide num = wide_of(a.coef), den = wide_of(b.coef), rest;

	if (b.coef == 0)
		return false;
	/* At most 68 digits each. The remainder is below b and not above a, one of which is not scaled, so it fits. */
	if (!wide_scale(&num, scale - a.scale) || !wide_scale(&den, scale - b.scale))
		return false;
	rest = wide_divmod(&num, &den);
	*ret = make(wide_low(&rest), scale, a.negative);
	return true;
}

bool cpr_decimal_round(struct cpr_decimal a, uint8_t scale, enum cpr_rounding mode, struct cpr_decimal *ret)
{
	cpr_u128 unit, coef, rest;

	if (scale > MAX_SCALE)
		return false;
	if (scale >= a.scale) {
		if (__builtin_mul_overflow(a.coef, power10((unsigned)scale - a.scale), &coef) || !fits(coef))
			return false;
		*ret = make(coef, scale, a.negative);
		return true;
	}
	unit = power10((unsigned)a.scale - scale);
	coef = a.coef / unit;
	rest = a.coef % unit;
	coef += goes_up(mode, cmp_u128(rest * 2, unit), rest != 0, coef & 1);
	*ret = make(coef, scale, a.negative);
	return true;
}

struct cpr_decimal cpr_decimal_neg(struct cpr_decimal a)
{
	return make(a.coef, a.scale, !a.negative);
}

struct cpr_decimal cpr_decimal_strip(struct cpr_decimal a)
{
	while (a.scale && a.coef % 10 == 0) {
		a.coef /= 10;
		a.scale--;
	}
	return a;
}

bool cpr_decimal_is_int(struct cpr_decimal a)
{
	return a.coef % power10(a.scale) == 0;
}

bool cpr_decimal_to_i64(struct cpr_decimal a, int64_t *ret)
{
	cpr_u128 whole = a.coef / power10(a.scale);

	if (!cpr_decimal_is_int(a) || whole > (cpr_u128)INT64_MAX + a.negative)
		return false;
	/* One less and back, because -INT64_MIN is no int64_t. */
	*ret = a.negative ? -(int64_t)(whole - 1) - 1 : (int64_t)whole;
	return true;
}

void cpr_decimal_print(struct cpr_decimal a, struct cpr_strbuf *b)
{
	char text[CPR_DECIMAL_DIGITS + 8]; /* digits, a zero before the point, the point, the sign */
	size_t at = sizeof text;
	unsigned digit = 0;

	do {
		if (digit && digit == a.scale)
			text[--at] = '.';
		text[--at] = (char)('0' + (unsigned)(a.coef % 10));
		a.coef /= 10;
		digit++;
	} while (a.coef || digit <= a.scale);
	if (a.negative)
		text[--at] = '-';
	cpr_strbuf_add(b, text + at, sizeof text - at);
}

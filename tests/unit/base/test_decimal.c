/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/decimal.h"
#include "failmem.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NINES34 "9999999999999999999999999999999999"
#define ZEROS33 "000000000000000000000000000000000"

static struct cpr_decimal dec(const char *s)
{
	struct cpr_decimal d = { 0 };

	cr_assert(cpr_decimal_parse(cpr_str_of(s), &d), "\"%s\" is not taken", s);
	return d;
}

static void check(struct cpr_decimal d, const char *want, const char *what, size_t row)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_decimal_print(d, &b);
	cr_assert_str_eq(b.p, want, "%s, row %zu: %s, not %s", what, row, b.p, want);
	cpr_strbuf_free(&b);
}

Test(decimal, parse_and_print)
{
	static const struct {
		const char *s, *print; /* NULL: as written */
		uint8_t scale;
	} t[] = {
		{ "0", NULL, 0 },
		{ "12", NULL, 0 },
		{ "-0.50", NULL, 2 },
		{ "+3.6", "3.6", 1 },
		{ "3.60", NULL, 2 },
		{ "007", "7", 0 },
		{ ".5", "0.5", 1 },
		{ "-.5", "-0.5", 1 },
		{ "5.", "5", 0 },
		{ "-0", "0", 0 },
		{ "-0.00", "0.00", 2 },
		{ "+0", "0", 0 },
		{ NINES34, NULL, 0 },
		{ "-" NINES34, NULL, 0 },
		{ "0." NINES34, NULL, 34 },
		{ "." NINES34, "0." NINES34, 34 },
		{ "9.999999999999999999999999999999999", NULL, 33 },
		{ "0.0" ZEROS33, NULL, 34 },
		{ "0.0000000000000000000000000000000001", NULL, 34 },
		{ "1" ZEROS33, NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_decimal d = dec(t[i].s);

		cr_assert_eq(d.scale, t[i].scale, "%s", t[i].s);
		check(d, t[i].print ? t[i].print : t[i].s, "parse", i);
	}
	cr_assert(!dec("-0").negative);
	cr_assert(!dec("-0.000").negative);
	cr_assert(dec("-0.001").negative);
}

Test(decimal, what_is_no_number)
{
	static char many[400];
	static const struct cpr_str t[] = {
		CPR_STR(""), CPR_STR("+"), CPR_STR("-"), CPR_STR("."), CPR_STR("-."), CPR_STR("+-1"), CPR_STR("--1"),
		CPR_STR("1-"), CPR_STR("1.2.3"), CPR_STR("1..2"), CPR_STR(" 1"), CPR_STR("1 "), CPR_STR("1\n"), CPR_STR("1,000"),
		CPR_STR("1e3"), CPR_STR("1e308"), CPR_STR("1E-7"), CPR_STR("0x10"), CPR_STR("NaN"), CPR_STR("nan"), CPR_STR("INF"),
		CPR_STR("-inf"), CPR_STR("3,6"), CPR_STR("12%"), CPR_STR("1\0"), CPR_STR("\0"), CPR_STR("１２"), CPR_STR("3．6"),
		CPR_STR("\xe2\x88\x92" "1"), CPR_STR("一"), CPR_STR("\xd9\xa1"), CPR_STR("1_000"), CPR_STR("1" NINES34),
		CPR_STR("0" NINES34), CPR_STR("1." NINES34), CPR_STR("00." NINES34), CPR_STR("0.0" NINES34), { NULL, 0 },
	};
	struct cpr_decimal d = { .scale = 77 };

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert(!cpr_decimal_parse(t[i], &d), "row %zu", i);
		cr_assert_eq(d.scale, 77, "row %zu touched the result", i);
	}
	memset(many, '9', sizeof many);
	cr_assert(!cpr_decimal_parse((struct cpr_str){ many, sizeof many }, &d));
	memset(many, '0', sizeof many);
	cr_assert(!cpr_decimal_parse((struct cpr_str){ many, sizeof many }, &d));
}

Test(decimal, order)
{
	/* ascending; equal ones share a row */
	static const char *const t[][3] = {
		{ "-" NINES34 },
		{ "-10", "-10.0", "-010.00" },
		{ "-9.99" },
		{ "-0.5", "-.50" },
		{ "-0.0000000000000000000000000000000001" },
		{ "0", "-0.00", "0.0" ZEROS33 },
		{ "0.0000000000000000000000000000000001" },
		{ "0.0000000000000000000000000000000002" },
		{ "0.0999" },
		{ "0.1", "0.10" },
		{ "0." NINES34 },
		{ "1", "1.000000000000000000000000000000000" },
		{ "1.000000000000000000000000000000001" },
		{ "185.76" },
		{ "1" ZEROS33 },
		{ "9999999999999999999999999999999998" },
		{ NINES34 },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		for (size_t j = 0; j < COUNT(t); j++)
			for (size_t x = 0; x < 3 && t[i][x]; x++)
				for (size_t y = 0; y < 3 && t[j][y]; y++)
					cr_assert_eq(cpr_decimal_cmp(dec(t[i][x]), dec(t[j][y])), i < j ? -1 : i > j,
						     "%s against %s", t[i][x], t[j][y]);
}

struct binary {
	const char *a, *b, *want; /* NULL: does not fit */
};

Test(decimal, add_and_sub)
{
	static const struct binary t[] = {
		{ "185.76", "14.29", "200.05" },
		{ "1.50", "1.50", "3.00" },
		{ "0.1", "0.2", "0.3" },
		{ "1", "0.001", "1.001" },
		{ "5", "-5", "0" },
		{ "-5.00", "5", "0.00" },
		{ "3", "-5.5", "-2.5" },
		{ "-3", "-5.5", "-8.5" },
		{ "-3", "5.5", "2.5" },
		{ NINES34, "1", NULL },
		{ NINES34, "0", NINES34 },
		{ NINES34, "0.0", NINES34 },
		{ NINES34, "0.0" ZEROS33, NINES34 },
		{ NINES34, "-1", "9999999999999999999999999999999998" },
		{ "-" NINES34, "-1", NULL },
		{ "9999999999999999999999999999999998", "1", NINES34 },
		{ "999999999999999999999999999999999.9", "0.1", "1" ZEROS33 },
		{ "999999999999999999999999999999999.9", "0.2", NULL },
		{ "0." NINES34, "0.0000000000000000000000000000000001", "1.000000000000000000000000000000000" },
		{ "1" ZEROS33, "-0.5", "999999999999999999999999999999999.5" },
		{ "1" ZEROS33, "0.5", NULL },
		{ "1" ZEROS33, "0.0000000000000000000000000000000001", NULL },
		{ "1" ZEROS33, "-0.0000000000000000000000000000000001", NULL },
		{ "1" ZEROS33, "1.000000000000000000000000000000000", "1000000000000000000000000000000001" },
	};
	struct cpr_decimal d;

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_decimal a = dec(t[i].a), b = dec(t[i].b);

		cr_assert_eq(cpr_decimal_add(a, b, &d), t[i].want != NULL, "row %zu", i);
		if (t[i].want)
			check(d, t[i].want, "add", i);
		cr_assert_eq(cpr_decimal_add(b, a, &d), t[i].want != NULL, "row %zu turned", i);
		if (t[i].want)
			check(d, t[i].want, "add turned", i);
		cr_assert_eq(cpr_decimal_sub(a, cpr_decimal_neg(b), &d), t[i].want != NULL, "row %zu sub", i);
		if (t[i].want)
			check(d, t[i].want, "sub", i);
	}
}

Test(decimal, mul)
{
	static const struct binary t[] = {
		{ "1.5", "1.5", "2.25" },
		{ "-1.50", "2", "-3.00" },
		{ "-2", "-2", "4" },
		{ "0", "-5", "0" },
		{ "-0.5", "0", "0.0" },
		{ "0.0" ZEROS33, "0.0" ZEROS33, "0.0" ZEROS33 },
		{ NINES34, "1", NINES34 },
		{ NINES34, "2", NULL },
		{ NINES34, NINES34, NULL },
		{ "0." NINES34, "0." NINES34, NULL },
		{ NINES34, "1.0", NINES34 },
		{ NINES34, "1.000000000000000000000000000000000", NINES34 },
		{ "5000000000000000000000000000000000", "0.2", "1" ZEROS33 },
		{ "0.00000000000000000001", "0.00000000000001", "0.0000000000000000000000000000000001" },
		{ "0.00000000000000000001", "0.000000000000001", NULL },
		{ "0.00000000000000000005", "0.00000000000000002", NULL },
		{ "0.00000000000000000005", "0.00000000000000200", "0.0000000000000000000000000000000001" },
		{ "100000000000000000", "100000000000000000", NULL },
		{ "10000000000000000", "100000000000000000", "1" ZEROS33 },
		{ "99999999999999999", "99999999999999999", "9999999999999999800000000000000001" },
	};
	struct cpr_decimal d;

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_decimal a = dec(t[i].a), b = dec(t[i].b);

		cr_assert_eq(cpr_decimal_mul(a, b, &d), t[i].want != NULL, "row %zu", i);
		if (t[i].want)
			check(d, t[i].want, "mul", i);
		cr_assert_eq(cpr_decimal_mul(b, a, &d), t[i].want != NULL, "row %zu turned", i);
		if (t[i].want)
			check(d, t[i].want, "mul turned", i);
	}
}

Test(decimal, div)
{
	static const struct {
		const char *a, *b;
		uint8_t scale;
		const char *up, *even, *down, *away; /* HALF_UP, HALF_EVEN, DOWN, UP; NULL: does not fit */
	} t[] = {
		{ "1", "2", 0, "1", "0", "0", "1" },
		{ "3", "2", 0, "2", "2", "1", "2" },
		{ "5", "2", 0, "3", "2", "2", "3" },
		{ "-5", "2", 0, "-3", "-2", "-2", "-3" },
		{ "-1", "2", 0, "-1", "0", "0", "-1" },
		{ "1", "4", 1, "0.3", "0.2", "0.2", "0.3" },
		{ "3", "4", 1, "0.8", "0.8", "0.7", "0.8" },
		{ "1", "3", 4, "0.3333", "0.3333", "0.3333", "0.3334" },
		{ "2", "3", 4, "0.6667", "0.6667", "0.6666", "0.6667" },
		{ "2", "-3", 0, "-1", "-1", "0", "-1" },
		{ "6", "3", 2, "2.00", "2.00", "2.00", "2.00" },
		{ "0", "7", 3, "0.000", "0.000", "0.000", "0.000" },
		{ "0", "-7", 0, "0", "0", "0", "0" },
		{ "10.00", "0.3", 1, "33.3", "33.3", "33.3", "33.4" },
		{ "1", NINES34, 34, "0.0000000000000000000000000000000001", "0.0000000000000000000000000000000001",
		  "0.0000000000000000000000000000000001", "0.0000000000000000000000000000000002" },
		{ NINES34, "1", 0, NINES34, NINES34, NINES34, NINES34 },
		{ NINES34, "1", 1, NULL, NULL, NULL, NULL },
		{ NINES34, "0.1", 0, NULL, NULL, NULL, NULL },
		{ "1" ZEROS33, "0.0000000000000000000000000000000001", 34, NULL, NULL, NULL, NULL },
		{ NINES34, "0.0000000000000000000000000000000003", 34, NULL, NULL, NULL, NULL },
		{ "0.0000000000000000000000000000000001", NINES34, 0, "0", "0", "0", "1" },
		{ "-0.0000000000000000000000000000000001", NINES34, 34, "0.0" ZEROS33, "0.0" ZEROS33, "0.0" ZEROS33,
		  "-0.0000000000000000000000000000000001" },
	};
	static const enum cpr_rounding modes[] = { CPR_ROUND_HALF_UP, CPR_ROUND_HALF_EVEN, CPR_ROUND_DOWN, CPR_ROUND_UP };
	struct cpr_decimal d;

	for (size_t i = 0; i < COUNT(t); i++) {
		const char *want[] = { t[i].up, t[i].even, t[i].down, t[i].away };

		for (size_t m = 0; m < 4; m++) {
			cr_assert_eq(cpr_decimal_div(dec(t[i].a), dec(t[i].b), t[i].scale, modes[m], &d), want[m] != NULL,
				     "row %zu mode %zu", i, m);
			if (want[m])
				check(d, want[m], "div", i * 10 + m);
		}
	}
	cr_assert(!cpr_decimal_div(dec("1"), dec("0"), 2, CPR_ROUND_DOWN, &d));
	cr_assert(!cpr_decimal_div(dec("0"), dec("-0.00"), 2, CPR_ROUND_DOWN, &d));
	cr_assert(!cpr_decimal_div(dec("1"), dec("1"), 35, CPR_ROUND_DOWN, &d));
}

Test(decimal, mod)
{
	static const struct binary t[] = {
		{ "5", "2", "1" },
		{ "-5", "2", "-1" },
		{ "5", "-2", "1" },
		{ "-5", "-2", "-1" },
		{ "1.5", "0.5", "0.0" },
		{ "-1.5", "0.5", "0.0" },
		{ "5.5", "2", "1.5" },
		{ "0.3", "0.1", "0.0" },
		{ "1", "3", "1" },
		{ "1", "0", NULL },
		{ "1", "0.00", NULL },
		{ NINES34, "0.0000000000000000000000000000000007", "0.0000000000000000000000000000000005" },
		{ NINES34, "10", "9" },
		{ "0.0000000000000000000000000000000001", NINES34, "0.0000000000000000000000000000000001" },
	};
	struct cpr_decimal d;

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert_eq(cpr_decimal_mod(dec(t[i].a), dec(t[i].b), &d), t[i].want != NULL, "row %zu", i);
		if (t[i].want)
			check(d, t[i].want, "mod", i);
	}
}

Test(decimal, round)
{
	static const struct {
		const char *a;
		uint8_t scale;
		const char *up, *even, *down, *away;
	} t[] = {
		{ "2.5", 0, "3", "2", "2", "3" },
		{ "3.5", 0, "4", "4", "3", "4" },
		{ "-2.5", 0, "-3", "-2", "-2", "-3" },
		{ "2.51", 0, "3", "3", "2", "3" },
		{ "2.49", 0, "2", "2", "2", "3" },
		{ "2.00", 0, "2", "2", "2", "2" },
		{ "-0.4", 0, "0", "0", "0", "-1" },
		{ "1.005", 2, "1.01", "1.00", "1.00", "1.01" },
		{ "1.2", 3, "1.200", "1.200", "1.200", "1.200" },
		{ "0." NINES34, 33, "1.000000000000000000000000000000000", "1.000000000000000000000000000000000",
		  "0.999999999999999999999999999999999", "1.000000000000000000000000000000000" },
		{ "0." NINES34, 0, "1", "1", "0", "1" },
		{ "0.5" ZEROS33, 0, "1", "0", "0", "1" },
		{ "0.5000000000000000000000000000000001", 0, "1", "1", "0", "1" },
		{ "0.4999999999999999999999999999999999", 0, "0", "0", "0", "1" },
		{ NINES34, 1, NULL, NULL, NULL, NULL },
		{ NINES34, 34, NULL, NULL, NULL, NULL },
		{ "0", 34, "0.0" ZEROS33, "0.0" ZEROS33, "0.0" ZEROS33, "0.0" ZEROS33 },
		{ "1", 35, NULL, NULL, NULL, NULL },
	};
	static const enum cpr_rounding modes[] = { CPR_ROUND_HALF_UP, CPR_ROUND_HALF_EVEN, CPR_ROUND_DOWN, CPR_ROUND_UP };
	struct cpr_decimal d;

	for (size_t i = 0; i < COUNT(t); i++) {
		const char *want[] = { t[i].up, t[i].even, t[i].down, t[i].away };

		for (size_t m = 0; m < 4; m++) {
			cr_assert_eq(cpr_decimal_round(dec(t[i].a), t[i].scale, modes[m], &d), want[m] != NULL,
				     "row %zu mode %zu", i, m);
			if (want[m])
				check(d, want[m], "round", i * 10 + m);
		}
	}
}

Test(decimal, whole_numbers)
{
	static const struct {
		const char *s;
		bool is_int, fits;
		int64_t want;
	} t[] = {
		{ "0", true, true, 0 },
		{ "0.00", true, true, 0 },
		{ "-7.000", true, true, -7 },
		{ "7.5", false, false, 0 },
		{ "9223372036854775807", true, true, INT64_MAX },
		{ "9223372036854775808", true, false, 0 },
		{ "-9223372036854775808", true, true, INT64_MIN },
		{ "-9223372036854775809", true, false, 0 },
		{ "-9223372036854775808.00", true, true, INT64_MIN },
		{ NINES34, true, false, 0 },
		{ "0." NINES34, false, false, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t v = 0;

		cr_assert_eq(cpr_decimal_is_int(dec(t[i].s)), t[i].is_int, "%s", t[i].s);
		cr_assert_eq(cpr_decimal_to_i64(dec(t[i].s), &v), t[i].fits, "%s", t[i].s);
		cr_assert_eq(v, t[i].want, "%s", t[i].s);
	}
	check(cpr_decimal_int(INT64_MIN), "-9223372036854775808", "int", 0);
	check(cpr_decimal_int(INT64_MAX), "9223372036854775807", "int", 1);
	check(cpr_decimal_int(0), "0", "int", 2);
	check(cpr_decimal_int(-1), "-1", "int", 3);
}

Test(decimal, strip_and_neg)
{
	check(cpr_decimal_strip(dec("1.500")), "1.5", "strip", 0);
	check(cpr_decimal_strip(dec("100")), "100", "strip", 1);
	check(cpr_decimal_strip(dec("-100.00")), "-100", "strip", 2);
	check(cpr_decimal_strip(dec("0.000")), "0", "strip", 3);
	check(cpr_decimal_neg(dec("0.00")), "0.00", "neg", 0);
	check(cpr_decimal_neg(dec("-1")), "1", "neg", 1);
	check(cpr_decimal_neg(dec("1")), "-1", "neg", 2);
}

/* A second way to compute: schoolbook on arrays of digits, least significant first. */
#define BIG 160

struct big {
	int8_t d[BIG];
};

static struct big big_of(struct cpr_decimal v, unsigned shift)
{
	struct big r = { { 0 } };

	for (unsigned i = shift; v.coef; i++, v.coef /= 10)
		r.d[i] = (int8_t)(v.coef % 10);
	return r;
}

static struct big big_mul(struct big a, struct big b)
{
	struct big r = { { 0 } };

	for (int i = 0; i < BIG / 2; i++) {
		int carry = 0;

		for (int j = 0; j < BIG / 2; j++) {
			carry += a.d[i] * b.d[j] + r.d[i + j];
			r.d[i + j] = (int8_t)(carry % 10);
			carry /= 10;
		}
		r.d[i + BIG / 2] = (int8_t)carry;
	}
	return r;
}

static int big_cmp(const struct big *a, const struct big *b)
{
	for (int i = BIG; i-- > 0;)
		if (a->d[i] != b->d[i])
			return a->d[i] < b->d[i] ? -1 : 1;
	return 0;
}

/* a + sign * b, where the result is not negative */
static struct big big_add(struct big a, const struct big *b, int sign)
{
	int carry = 0;

	for (int i = 0; i < BIG; i++) {
		carry += a.d[i] + sign * b->d[i] + 10;
		a.d[i] = (int8_t)(carry % 10);
		carry = carry / 10 - 1;
	}
	return a;
}

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Any length, with many nines, zeros and trailing zeros, where carries and borders are. */
static struct cpr_decimal random_decimal(uint64_t *seed)
{
	unsigned digits = (unsigned)(next(seed) % 35), kind = (unsigned)(next(seed) % 4);
	struct cpr_decimal v = { 0 };

	for (unsigned i = 0; i < digits; i++) {
		unsigned any = (unsigned)(next(seed) % 10);

		v.coef = v.coef * 10 + (kind == 0 ? 9 : kind == 1 && i > 2 ? 0 : kind == 2 && any > 5 ? 0 : any);
	}
	v.scale = (uint8_t)(next(seed) % 35);
	v.negative = v.coef && next(seed) % 2;
	return v;
}

/* What |want| / 10^scale must come out as: true if 34 digits hold it. */
static bool representable(struct big want, unsigned scale)
{
	unsigned zeros = 0, top = BIG;

	while (top > 0 && want.d[top - 1] == 0)
		top--;
	if (top == 0)
		return true;
	while (zeros < scale && want.d[zeros] == 0)
		zeros++;
	return top - zeros <= 34 && scale - zeros <= 34;
}

static void check_value(struct cpr_decimal got, struct big want, unsigned scale, bool negative, const char *what)
{
	struct big have = big_of(got, 80 - got.scale), zero = { { 0 } };
	struct big shifted = { { 0 } };

	for (unsigned i = 0; i + 80 - scale < BIG; i++)
		shifted.d[i + 80 - scale] = want.d[i];
	cr_assert_eq(big_cmp(&have, &shifted), 0, "%s: another value", what);
	cr_assert_eq(got.negative, negative && big_cmp(&want, &zero) != 0, "%s: wrong sign", what);
}

Test(decimal, agrees_with_schoolbook)
{
	uint64_t seed = 88172645463325252u;

	for (int round = 0; round < 20000; round++) {
		struct cpr_decimal a = random_decimal(&seed), b = random_decimal(&seed), d, m;
		unsigned scale = a.scale > b.scale ? a.scale : b.scale;
		struct big x = big_of(a, scale - a.scale), y = big_of(b, scale - b.scale), sum, product;
		int c = big_cmp(&x, &y);
		bool negative = a.negative;

		cr_assert_eq(cpr_decimal_cmp(cpr_decimal_neg(a), cpr_decimal_neg(b)), -cpr_decimal_cmp(a, b));
		if (a.negative == b.negative)
			cr_assert_eq(cpr_decimal_cmp(a, b), a.negative ? -c : c);
		if (a.negative == b.negative) {
			sum = big_add(x, &y, 1);
		} else {
			sum = c >= 0 ? big_add(x, &y, -1) : big_add(y, &x, -1);
			negative = c >= 0 ? a.negative : b.negative;
		}
		cr_assert_eq(cpr_decimal_add(a, b, &d), representable(sum, scale));
		if (representable(sum, scale))
			check_value(d, sum, scale, negative, "add");

		product = big_mul(big_of(a, 0), big_of(b, 0));
		cr_assert_eq(cpr_decimal_mul(a, b, &d), representable(product, (unsigned)a.scale + b.scale));
		if (representable(product, (unsigned)a.scale + b.scale))
			check_value(d, product, (unsigned)a.scale + b.scale, a.negative != b.negative, "mul");

		/* a mod b by long division: take b * 10^k away while it goes. */
		if (b.coef == 0)
			continue;
		for (int k = 70; k >= 0; k--) {
			struct big step = big_of(b, scale - b.scale + (unsigned)k);

			while (big_cmp(&x, &step) >= 0)
				x = big_add(x, &step, -1);
		}
		cr_assert(cpr_decimal_mod(a, b, &m));
		check_value(m, x, scale, a.negative, "mod");
	}
}

Test(decimal, quotients_agree_with_schoolbook)
{
	static const enum cpr_rounding modes[] = { CPR_ROUND_HALF_UP, CPR_ROUND_HALF_EVEN, CPR_ROUND_DOWN, CPR_ROUND_UP };
	uint64_t seed = 1234567;

	for (int round = 0; round < 20000; round++) {
		struct cpr_decimal a = random_decimal(&seed), b = random_decimal(&seed), d;
		uint8_t scale = (uint8_t)(next(&seed) % 35);
		enum cpr_rounding mode = modes[next(&seed) % 4];
		int shift = (int)scale + b.scale - a.scale, half;
		struct big x = big_of(a, shift > 0 ? (unsigned)shift : 0), zero = { { 0 } }, q = { { 0 } }, one = { { 1 } };
		unsigned den_shift = shift < 0 ? (unsigned)-shift : 0;
		struct big den = big_of(b, den_shift), twice;
		bool up;

		if (b.coef == 0)
			continue;
		for (unsigned k = 103; k-- > 0 && k < 103;) {
			struct big step = big_of(b, den_shift + k > 120 ? 120 : den_shift + k);

			if (den_shift + k > 120)
				continue;
			while (big_cmp(&x, &step) >= 0) {
				x = big_add(x, &step, -1);
				q.d[k]++;
			}
		}
		twice = big_add(x, &x, 1);
		half = big_cmp(&twice, &den);
		up = mode == CPR_ROUND_HALF_UP     ? half >= 0
		     : mode == CPR_ROUND_HALF_EVEN ? half > 0 || (half == 0 && q.d[0] % 2)
		     : mode == CPR_ROUND_UP        ? big_cmp(&x, &zero) != 0
						   : false;
		if (up)
			q = big_add(q, &one, 1);
		/* The scale is given, so no zeros can be given up. */
		cr_assert_eq(cpr_decimal_div(a, b, scale, mode, &d), representable(q, 0));
		if (representable(q, 0)) {
			cr_assert_eq(d.scale, scale);
			check_value(d, q, scale, a.negative != b.negative, "div");
		}
	}
}

Test(decimal, print_reports_failure)
{
	struct failmem f = { .fail_at = 0 };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_strbuf b = CPR_STRBUF(&mem);

	cpr_decimal_print(dec("1.5"), &b);
	cr_assert(cpr_strbuf_failed(&b));
	cpr_strbuf_free(&b);
}

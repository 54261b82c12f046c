/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdint.h>

#include "base/str.h"

#define S(literal) CPR_STR(literal)
#define COUNT(a) (sizeof(a) / sizeof *(a))

Test(str, equality)
{
	cr_assert(cpr_str_eq(S("ab"), S("ab")));
	cr_assert(!cpr_str_eq(S("ab"), S("aB")));
	cr_assert(!cpr_str_eq(S("ab"), S("abc")));
	cr_assert(cpr_str_eq((struct cpr_str){ 0 }, S("")));
	cr_assert(cpr_str_eq(cpr_str_of(NULL), S("")));
	cr_assert(!cpr_str_eq(S("a\0b"), S("a\0c")));
	cr_assert(cpr_str_is(S("利率"), "利率"));
	cr_assert(!cpr_str_is(S("a\0"), "a"));
}

Test(str, order_is_by_bytes)
{
	static const struct {
		struct cpr_str a, b;
		int want;
	} t[] = {
		{ S(""), S(""), 0 },        { S(""), S("a"), -1 },     { S("a"), S("ab"), -1 },   { S("ab"), S("b"), -1 },
		{ S("Z"), S("a"), -1 },     { S("\x7f"), S("\x80"), -1 }, { S("a\0a"), S("a\0b"), -1 },
		{ S("i"), S("\xc4\xb0"), -1 }, { { NULL, 0 }, S("a"), -1 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert_eq(cpr_str_cmp(t[i].a, t[i].b), t[i].want, "row %zu", i);
		cr_assert_eq(cpr_str_cmp(t[i].b, t[i].a), -t[i].want, "row %zu turned", i);
	}
}

Test(str, trim_takes_xml_white_space_only)
{
	static const struct {
		struct cpr_str in;
		const char *want;
	} t[] = {
		{ S(" \t\r\n a b \n"), "a b" },
		{ S("   "), "" },
		{ S(""), "" },
		{ { NULL, 0 }, "" },
		{ S("\v a\f"), "\v a\f" },
		{ S("\xc2\xa0x"), "\xc2\xa0x" },
		{ S("\xe3\x80\x80x"), "\xe3\x80\x80x" },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		cr_assert(cpr_str_is(cpr_str_trim(t[i].in), t[i].want), "row %zu", i);
}

Test(str, words)
{
	struct cpr_str rest = S("  pay \t\nconfirm   取消\r\n"), none = { NULL, 0 };
	const char *want[] = { "pay", "confirm", "取消" };

	for (size_t i = 0; i < COUNT(want); i++)
		cr_assert(cpr_str_is(cpr_str_word(&rest), want[i]), "word %zu", i);
	cr_assert_eq(cpr_str_word(&rest).n, 0);
	cr_assert_eq(cpr_str_word(&rest).n, 0);
	cr_assert_eq(cpr_str_word(&none).n, 0);
}

Test(str, distance)
{
	static const struct {
		const char *a, *b;
		size_t limit, want;
	} t[] = {
		{ "", "", 0, 0 },
		{ "", "", 5, 0 },
		{ "", "abc", 3, 3 },
		{ "", "abc", 2, 3 },
		{ "campaign", "campaign", 0, 0 },
		{ "campaign", "campain", 2, 1 },
		{ "campaign", "campagin", 2, 1 },
		{ "campaign", "kampaign", 2, 1 },
		{ "campaign", "campaigns", 1, 1 },
		{ "campaign", "campaigns", 0, 1 },
		{ "ca", "abc", 3, 3 }, /* a swapped pair is not edited again */
		{ "kitten", "sitting", 3, 3 },
		{ "kitten", "sitting", 2, 3 },
		{ "abcdefgh", "hgfedcba", 16, 7 }, /* the two in the middle swap */
		{ "ab", "ba", 1, 1 },
		{ "a", "b", 99, 1 },
		{ "aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", 16, 17 },
		{ "aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", 30, 31 }, /* 20 is beyond CPR_DISTANCE_MAX */
		{ "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", 30, 16 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		cr_assert_eq(cpr_str_distance(cpr_str_of(t[i].a), cpr_str_of(t[i].b), t[i].limit), t[i].want, "row %zu", i);
		cr_assert_eq(cpr_str_distance(cpr_str_of(t[i].b), cpr_str_of(t[i].a), t[i].limit), t[i].want, "row %zu turned", i);
	}
}

/* The whole table, no band: what the definition says. */
static size_t slow_distance(struct cpr_str a, struct cpr_str b)
{
	static size_t d[32][32];

	for (size_t i = 0; i <= a.n; i++) {
		for (size_t j = 0; j <= b.n; j++) {
			size_t best;

			if (i == 0 || j == 0) {
				d[i][j] = i + j;
				continue;
			}
			best = d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]);
			best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
			best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				best = d[i - 2][j - 2] + 1 < best ? d[i - 2][j - 2] + 1 : best;
			d[i][j] = best;
		}
	}
	return d[a.n][b.n];
}

Test(str, distance_agrees_with_the_whole_table)
{
	uint32_t seed = 1;
	char a[20], b[20];

	for (int round = 0; round < 20000; round++) {
		struct cpr_str x = { a, 0 }, y = { b, 0 };
		size_t full;

		seed = seed * 1664525u + 1013904223u;
		x.n = (seed >> 8) % 20;
		y.n = (seed >> 16) % 20;
		for (size_t i = 0; i < 20; i++) {
			seed = seed * 1664525u + 1013904223u;
			a[i] = (char)('a' + (seed >> 24) % 3);
			b[i] = (char)('a' + (seed >> 16) % 3);
		}
		full = slow_distance(x, y);
		for (size_t limit = 0; limit <= 16; limit++)
			cr_assert_eq(cpr_str_distance(x, y, limit), full <= limit ? full : limit + 1, "%.*s %.*s %zu",
				     CPR_STR_ARG(x), CPR_STR_ARG(y), limit);
	}
}

Test(str, distance_of_long_strings_costs_little)
{
	static char a[1 << 20], b[1 << 20];

	memset(a, 'a', sizeof a);
	memset(b, 'a', sizeof b);
	b[sizeof b - 1] = 'b';
	cr_assert_eq(cpr_str_distance((struct cpr_str){ a, sizeof a }, (struct cpr_str){ b, sizeof b }, 2), 1);
	cr_assert_eq(cpr_str_distance((struct cpr_str){ a, sizeof a }, (struct cpr_str){ b, 3 }, 2), 3);
}

Test(str, chars)
{
	cr_assert_eq(cpr_str_chars(S("")), 0);
	cr_assert_eq(cpr_str_chars((struct cpr_str){ NULL, 0 }), 0);
	cr_assert_eq(cpr_str_chars(S("ab")), 2);
	cr_assert_eq(cpr_str_chars(S("年化利率3.6%")), 8);
	cr_assert_eq(cpr_str_chars(S("\xf0\xa0\x80\x80\xc3\xa9")), 2);
}

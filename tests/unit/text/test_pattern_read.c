/* SPDX-License-Identifier: Apache-2.0 */
/* What the reader says of cost; literals and refusals are tested through test_pattern.c, with PCRE2 as judge. */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "text/pattern_read.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct cpr_pattern_facts facts;

static void read_pattern(const char *z)
{
	struct cpr_pattern_error err;

	cr_assert_eq(cpr_pattern_read(&cpr_mem_libc, cpr_str_of(z), &facts, &err), CPR_READ_OK, "%s: %s", z, err.message);
}

Test(pattern_read, cost)
{
	static const struct {
		const char *pattern;
		uint64_t cost;
		bool headed;
	} t[] = {
		{ "保本", 2, true },
		{ "保|本", 2, true },
		{ ".保", 2, false },
		{ "(?:保本)?息", 4, true },
		{ "a{0,40}b", 81, false },            /* 40 for the a, and the b in 41 places */
		{ ".{0,40}bc", 122, false },          /* any of 41 places may have a b */
		{ "[^b]{0,40}bc", 82, false },        /* but only one of them has the b behind it: the c is tried once */
		{ "[^a]{0,40}bc", 122, false },
		{ "保.{0,9}本.{0,9}息", 210, true },
		{ "(?>.{0,40})b", 41, false },        /* atomic: one way */
		{ ".{0,40}+b", 41, false },
		{ "(?=.{0,40}a)b", 82, true },        /* look-around costs, and is no beginning */
		{ "(?:保证|承诺).{0,10}x", 25, true }, /* two strings, but only one of them in a place */
		{ "保*", CPR_COST_UNBOUNDED, false },
		{ "保+", CPR_COST_UNBOUNDED, true },
		{ "(?:a{0,40}){0,40}", CPR_COST_UNBOUNDED, false },
		{ "a{0}b", 2, true },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		read_pattern(t[i].pattern);
		cr_expect_eq(facts.cost, t[i].cost, "%s: %llu", t[i].pattern, (unsigned long long)facts.cost);
		cr_expect_eq(facts.headed, t[i].headed, "%s", t[i].pattern);
	}
	read_pattern("保本.*收益[^。]{0,9}");
	cr_expect_eq(facts.costly_at, 7);
}

static bool has_pump(const char *z)
{
	for (size_t i = 0; i < facts.n_pumps; i++)
		if (facts.pump_len[i] == strlen(z) && memcmp(facts.pumps[i], z, strlen(z)) == 0)
			return true;
	return false;
}

Test(pattern_read, pumps)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	read_pattern("保本(?:ab|[xy]\\d){1,9}.*率");
	cr_assert(has_pump(" ") && has_pump("a") && has_pump("0") && has_pump("客"));
	cr_expect(has_pump("ab"));          /* what is repeated */
	cr_expect(has_pump("x0"));          /* also in the other branch */
	cr_expect(has_pump("保本ab"));      /* with what stands before it */
	cr_expect(has_pump("保本ab客"));
	cr_expect(has_pump("保本ab客率"));  /* the whole */

	/* Never more than there is room for. */
	for (int i = 0; i < 60; i++) {
		cpr_strbuf_addf(&b, "%s(?:保%d){0,2}", i ? "|" : "", i);
		cpr_strbuf_addz(&b, "本息本息本息本息本息本息本息本息本息本息本息本息本息本息");
	}
	read_pattern(b.p);
	cr_expect_eq(facts.n_pumps, CPR_PUMPS_MAX);
	cpr_strbuf_free(&b);
}

Test(pattern_read, literal_sets)
{
	struct cpr_literal_set a, b;
	char text[CPR_LITERAL_BYTES + 1];

	memset(text, 'x', sizeof text);
	cpr_set_empty_string(&a);
	cr_assert(cpr_set_append(&a, text, CPR_LITERAL_BYTES));
	cr_assert(!cpr_set_append(&a, "x", 1));
	cr_assert_eq(a.v[0].len, CPR_LITERAL_BYTES);

	a.n = 0;
	for (char c = 0; c < CPR_LITERALS_MAX; c++)
		cr_assert(cpr_set_add(&a, &c, 1));
	cr_assert(cpr_set_add(&a, "\x05", 1)); /* is there already */
	cr_assert_eq(a.n, CPR_LITERALS_MAX);
	cr_assert(!cpr_set_add(&a, "z", 1));
	b.n = 0;
	cpr_set_add(&b, "\x05", 1);
	cpr_set_add(&b, "z", 1);
	cr_assert(!cpr_set_union(&a, &b));
	cr_assert_eq(a.n, CPR_LITERALS_MAX);
	cr_assert(!cpr_set_product(&a, &b));

	a.n = b.n = 0;
	cpr_set_add(&a, "", 0);
	cpr_set_add(&a, "a", 1);
	cpr_set_add(&b, "a", 1);
	cpr_set_add(&b, "aa", 2);
	cr_assert(cpr_set_product(&a, &b)); /* a aa aa aaa */
	cr_assert_eq(a.n, 3);
	cr_assert_eq(cpr_set_chain(&a), 3);
	cpr_set_reduce(&a);
	cr_assert(a.n == 1 && a.v[0].len == 1);
}

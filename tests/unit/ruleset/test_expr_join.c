/* SPDX-License-Identifier: Apache-2.0 */
/* Joins: short cuts that must give what trying every pair gives, and whose cost grows with the document and no faster. */
#include "expr_fixture.h"

#define T CPR_EXPR_TRUTH
#define V CPR_EXPR_ANY
#define N CPR_EXPR_NODES

static uint32_t chance(uint64_t *state, uint32_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % below;
}

/* A document of products, offers and prizes whose attributes are there or not by chance. */
static void make(struct cpr_strbuf *xml, uint64_t seed, size_t n)
{
	static const char *const kinds[] = { "loan", "deposit", "wealth", "other" }, *const levels[] = { "R1", "R2", "R3" };
	uint64_t s = seed;

	cpr_strbuf_addz(xml, TEST_HEAD "><plan>");
	for (size_t i = 0; i < n; i++) {
		cpr_strbuf_addf(xml, "<product id='p%zu'", i);
		if (chance(&s, 3))
			cpr_strbuf_addf(xml, " kind='%s'", kinds[chance(&s, 4)]);
		if (chance(&s, 2))
			cpr_strbuf_addf(xml, " risk-level='%s'", levels[chance(&s, 3)]);
		if (chance(&s, 2))
			cpr_strbuf_addf(xml, " min-amount='%u%s'", chance(&s, 5), chance(&s, 2) ? ".0" : "");
		if (chance(&s, 2))
			cpr_strbuf_addf(xml, " inception='2026-01-0%u'", 1 + chance(&s, 3));
		if (chance(&s, 3) == 0)
			cpr_strbuf_addf(xml, " uses='%s'", chance(&s, 2) ? "house car" : "car stocks car");
		if (chance(&s, 3) == 0)
			cpr_strbuf_addf(xml, " principal-guaranteed='%s'", chance(&s, 2) ? "true" : "false");
		cpr_strbuf_addz(xml, ">");
		for (uint32_t k = chance(&s, 3); k > 0; k--)
			cpr_strbuf_addf(xml, chance(&s, 4) ? "<fee kind='annual' amount='%u'/>" : "<fee/>", chance(&s, 4));
		cpr_strbuf_addz(xml, "</product>");
	}
	for (size_t i = 0; i < n; i++) {
		cpr_strbuf_addf(xml, "<offer id='o%zu'", i);
		if (chance(&s, 4))
			cpr_strbuf_addf(xml, " best='p%u'", chance(&s, (uint32_t)n + 2));
		if (chance(&s, 4))
			cpr_strbuf_addf(xml, " products='p%u p%u'", chance(&s, (uint32_t)n), chance(&s, (uint32_t)n + 2));
		if (chance(&s, 3))
			cpr_strbuf_addf(xml, " name='p%u'", chance(&s, (uint32_t)n));
		cpr_strbuf_addf(xml, "><prize value='%u' valid-to='2026-01-0%u%s'/></offer>", chance(&s, 5), 1 + chance(&s, 3),
				chance(&s, 2) ? "" : "T00:30+08:00");
	}
	cpr_strbuf_addz(xml, "</plan></campaign>");
}

/*
 * Pairs that mean the same: the first is answered by an index or by hashing, the second cannot be, because true() stands beside
 * the comparison or a position of a set of one is asked for.
 */
static const char *const pairs[][2] = {
	{ "//product[@kind = 'loan']", "//product[@kind = 'loan' and true()]" },
	{ "//product['loan' = @kind]", "//product['loan' = @kind and true()]" },
	{ "plan/product[@kind = 'wealth']", "plan/product[@kind = 'wealth' and true()]" },
	{ "//plan/product[@risk-level = 'R2'][1]", "//plan/product[@risk-level = 'R2' and true()][1]" },
	{ "//product[@risk-level = 'R2'][last()]", "//product[@risk-level = 'R2' and true()][last()]" },
	{ "//product[@min-amount = 3]", "//product[@min-amount = 3 and true()]" },
	{ "//product[@min-amount = '3']", "//product[@min-amount = '3' and true()]" },
	{ "//product[@inception = '2026-01-02']", "//product[@inception = '2026-01-02' and true()]" },
	{ "//product[@uses = 'car']", "//product[@uses = 'car' and true()]" },
	{ "//product[@principal-guaranteed = true()]", "//product[@principal-guaranteed = true() and true()]" },
	{ "//product[@id = //offer/@best]", "//product[@id = //offer/@best and true()]" },
	{ "//product[@id = //offer/@products]", "//product[@id = //offer/@products and true()]" },
	{ "//product[@id = //offer[3]/@best]", "//product[@id = //offer[3]/@best and true()]" },
	{ "//product[@id = //offer[@name = 'p1']/@best]", "//product[@id = //offer[@name = 'p1']/@best and true()]" },
	{ "//offer[@best = //product[@kind = 'loan']/@id]", "//offer[@best = //product[@kind = 'loan']/@id and true()]" },
	{ "//offer[@products = //product/@id]", "//offer[@products = //product/@id and true()]" },
	{ "//prize[@valid-to = '2026-01-02']", "//prize[@valid-to = '2026-01-02' and true()]" },
	{ "//prize[@valid-to = //product/@inception]", "//prize[@valid-to = //product/@inception and true()]" },
	{ "//product[@inception = //prize/@valid-to]", "//product[@inception = //prize/@valid-to and true()]" },
	{ "//prize[@value = //product/@min-amount]", "//prize[@value = //product/@min-amount and true()]" },
	{ "//product[@min-amount = //prize/@value]/fee[@amount = 2]",
	  "//product[@min-amount = //prize/@value and true()]/fee[@amount = 2 and true()]" },
	{ "//product/fee[@amount = current()/plan/offer[1]/prize/@value]",
	  "//product/fee[@amount = current()/plan/offer[1]/prize/@value and true()]" },
	{ "//offer[//product[@id = 'p1']/@id = @best]", "//offer[string(//product[@id = 'p1' and true()]/@id) = @best]" },
	{ "count(//offer[not(@best = //product/@id)])", "count(//offer[not(@best = //product[true()]/@id and true())])" },
	{ "//product/@id = //offer/@best", "boolean(//product[@id = //offer/@best and true()])" },
	{ "//offer[prize/@value = //product/@min-amount]", "//offer[prize[@value = //product/@min-amount and true()] or "
	  "prize/@value = //product/@min-amount]" },
	{ "//product[@kind = 'loan'] | //product[@kind = 'wealth']", "//product[@kind = 'loan' and true()] | "
	  "//product[@kind = 'wealth' and true()]" },
};

Test(expr_join, like_pairs)
{
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
		struct test_doc t;

		make(&xml, seed, seed % 5 ? 12 : 3);
		test_doc_load(&t, cpr_strbuf_str(&xml));
		for (size_t i = 0; i < COUNT(pairs); i++) {
			char *fast = strdup(test_run(&t, pairs[i][0], V, NULL));
			const char *slow = test_run(&t, pairs[i][1], V, NULL);

			cr_expect_not(strncmp(fast, "error", 5) == 0, "%s: %s", pairs[i][0], fast);
			/* What is said to be missing may be less or more; whether anything is may not. */
			if (strncmp(fast, "missing", 7) == 0)
				cr_expect_eq(strncmp(slow, "missing", 7), 0, "%s: %s, not %s", pairs[i][0], fast, slow);
			else
				cr_expect_str_eq(fast, slow, "seed %u, %s: %s, not %s", (unsigned)seed, pairs[i][0], fast, slow);
			free(fast);
		}
		test_doc_free(&t);
		cpr_strbuf_free(&xml);
	}
}

/* Where keys cannot say it, nothing is claimed: values of several types, invalid ones, durations. */
Test(expr_join, declines)
{
	static const char document[] =
		TEST_HEAD "><plan><product id='p1' kind='loan' term='P1M' min-amount='x'/><product id='p2' kind='loan' term='P30D'/>"
		"<draw><prize value='5' valid-to='2026-01-01'/><prize value='6' valid-to='2025-12-31T23:00Z'/></draw></plan></campaign>";
	static const struct {
		const char *source, *outcome;
	} cases[] = {
		{ "//product[@term = 'P30D']", "fault: P1M and P30D cannot be compared: months differ in length" },
		{ "//product[@term = 'P3M']", "{}" },
		{ "//product[@min-amount = 5]", "fault: @min-amount has no valid value: \"x\"" },
		{ "//prize[@valid-to = '2026-01-01']", "{prize}" },
		{ "//prize[@valid-to = '2025-12-31']", "{prize}" },
		{ "//prize[@valid-to = '2026-01-01T07:00+08:00']", "{prize, prize}" },
		{ "//prize[@value = (//prize/@value | //prize/@valid-to)]",
		  "fault: unlike units: a number cannot be compared with a date" },
		{ "//prize[@value = //prize/@value]", "{prize, prize}" },
		{ "//prize[@value = (//prize/@valid-to | //product/@id | //prize/@value)]",
		  "fault: unlike units: a number cannot be compared with text" },
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *outcome = test_run(&t, cases[i].source, N, NULL);

		cr_expect_str_eq(outcome, cases[i].outcome, "%s: %s", cases[i].source, outcome);
	}
	test_doc_free(&t);
}

/* Steps of evaluating an expression over the document of size n: for each offer, or once. */
static uint64_t steps(const char *source, size_t n, bool each)
{
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_expr_error err;
	struct cpr_expr *e, *offers;
	struct cpr_expr_value v, nodes;
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct test_doc t;
	uint64_t used;

	make(&xml, 7, n);
	test_doc_load(&t, cpr_strbuf_str(&xml));
	e = cpr_expr_compile(&scope, cpr_str_of(source), V, &err);
	cr_assert_not_null(e, "%s: %s", source, err.message);
	offers = cpr_expr_compile(&scope, CPR_STR("//offer"), N, &err);
	cr_assert_not_null(offers);
	t.campaign.limits.expr_steps = UINT32_MAX;
	cpr_expr_env_reset(&t.env);
	cr_assert_eq(cpr_expr_eval(offers, &t.env, root, root, NULL, &nodes), CPR_OUT_VALUE);
	used = t.env.steps_left;
	for (size_t i = 0; i < (each ? nodes.u.nodes.n : 1); i++) {
		struct cpr_item at = each ? nodes.u.nodes.v[i] : root;
		enum cpr_outcome outcome = cpr_expr_eval(e, &t.env, at, at, NULL, &v);

		cr_assert(outcome == CPR_OUT_VALUE || outcome == CPR_OUT_MISSING, "%s: %s", source, t.env.fault);
	}
	used -= t.env.steps_left;
	cpr_expr_env_reset(&t.env);
	cpr_arena_free(&arena);
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
	return used;
}

/* Twice the document, twice the steps. */
Test(expr_join, linear)
{
	static const struct {
		const char *source;
		bool each; /* at each offer, as a rule would */
	} cases[] = {
		{ "//product[@id = current()/@best]", true },
		{ "//product[@id = current()/@products]/fee/@amount > 2", true },
		{ "/campaign/plan/product[@id = current()/@best]/@kind = 'loan'", true },
		{ "id(@products)/@risk-level = 'R3'", true },
		{ "@best = //product/@id", true },
		{ "not(@best = //product[@kind = 'loan']/@id)", true },
		{ "count(//product[@kind = 'loan']) > 3", true },
		{ "sum(//fee[@amount]/@amount) > 3", true },
		{ "//product[@id = //offer/@best]", false },
		{ "//offer[@best = //product/@id]", false },
		{ "//offer[not(@best = //product/@id)]", false },
		{ "//offer[@best = //product[@kind = 'loan']/@id]/prize[@value = //fee[@amount]/@amount]", false },
		{ "//product/fee[@amount = //prize/@value]", false },
		{ "//product/@id = //offer/@id", false },
		{ "count(//product[@min-amount = //prize/@value])", false },
		{ "//product[preceding-sibling::product[1]/@kind = 'loan']", false },
		{ "//offer[following-sibling::offer[1]/@name = 'x']", false },
		{ "//fee/ancestor::*[last()]", false },
		{ "//*[@id][position() mod 2 = 1]/..", false },
		{ "(//fee | //prize | //offer)/ancestor-or-self::*/@id", false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t one = steps(cases[i].source, 400, cases[i].each), two = steps(cases[i].source, 800, cases[i].each);

		cr_expect(two < one * 23 / 10 && two > one, "%s: %u steps, then %u", cases[i].source, (unsigned)one, (unsigned)two);
	}
}

/* Hashing one side does not hide that the other is of another type. */
Test(expr_join, unlike_sets)
{
	static const struct {
		const char *source, *outcome;
	} cases[] = {
		{ "//prize/@value = //prize/@quantity", "false" },
		{ "//prize/@value = (//prize/@odds | //prize/@quantity | //prize/@value)", "true" },
		{ "(//prize/@value | //product/@id) = (//prize/@odds | //prize/@quantity | //product/@min-amount)",
		  "fault: unlike units: text cannot be compared with a number" },
		{ "//prize/@value = (//prize/@odds | //product/@id)", "fault: unlike units: a number cannot be compared with text" },
		{ "//product[//prize/@value = (//prize/@odds | //prize/@quantity)]", "missing campaign/product" },
		{ "//product[@id = //prize/@id]", "missing campaign/product" },
		{ "'7' = //prize/@value", "true" },
		{ "//product['77' = //prize/@value]", "missing campaign/product" },
	};
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct test_doc t;

	cpr_strbuf_addz(&xml, TEST_HEAD "><plan>");
	for (unsigned i = 0; i < 12; i++)
		cpr_strbuf_addf(&xml, "<product id='p%u' min-amount='0.%u7'/>", i, i);
	cpr_strbuf_addz(&xml, "<draw>");
	for (unsigned i = 0; i < 12; i++)
		cpr_strbuf_addf(&xml, "<prize id='z%u' value='%u' odds='0.%u5' quantity='%u'/>", i, i, i, i + 100);
	cpr_strbuf_addz(&xml, "</draw></plan></campaign>");
	test_doc_load(&t, cpr_strbuf_str(&xml));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *outcome = test_run(&t, cases[i].source, V, NULL);

		cr_expect_str_eq(outcome, cases[i].outcome, "%s: %s", cases[i].source, outcome);
	}
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
}

/* What lies inside what was looked at is not looked at again. */
Test(expr_join, nested)
{
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct test_doc t;

	cpr_strbuf_addz(&xml, TEST_HEAD "><materials><material>");
	for (unsigned i = 0; i < 55; i++)
		cpr_strbuf_addz(&xml, "<section><body/>");
	for (unsigned i = 0; i < 55; i++)
		cpr_strbuf_addz(&xml, "</section>");
	cpr_strbuf_addz(&xml, "</material></materials></campaign>");
	test_doc_load(&t, cpr_strbuf_str(&xml));
	t.campaign.limits.expr_steps = 1500;
	cr_expect_str_eq(test_run(&t, "count(//section//section//body[true()])", V, NULL), "54");
	cr_expect_str_eq(test_run(&t, "count(//section//section//*[@number or true()])", V, NULL), "107");
	cr_expect_str_eq(test_run(&t, "count(//section//body[1])", V, NULL), "55");
	cr_expect_str_eq(test_run(&t, "count(//section/descendant::body[1])", V, NULL), "55");
	cr_expect_str_eq(test_run(&t, "count(//section/descendant::body[last()])", V, NULL), "limit");
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
}

/* What is not a join by key is as dear as it looks, and the budget ends it. */
Test(expr_join, quadratic_is_seen)
{
	uint64_t one = steps("//offer[prize/@value > //prize/@value]", 100, false);
	uint64_t two = steps("//offer[prize/@value > 5 + count(//prize[@value < current()/plan/offer[1]/prize/@value])]", 100, false);

	cr_expect_lt(one, 100 * 110);
	cr_expect_gt(two, 100 * 100);
}

/* One group of keys that everybody has does not make the index slow to build or to ask. */
Test(expr_join, one_key)
{
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct test_doc t;

	cpr_strbuf_addz(&xml, TEST_HEAD "><plan>");
	for (size_t i = 0; i < 3000; i++)
		cpr_strbuf_addz(&xml, "<product kind='loan' uses='car car house'><fee kind='annual'/></product>");
	cpr_strbuf_addz(&xml, "</plan></campaign>");
	test_doc_load(&t, cpr_strbuf_str(&xml));
	cr_expect_str_eq(test_run(&t, "count(//product[@kind = 'loan'])", V, NULL), "3000");
	cr_expect_str_eq(test_run(&t, "count(//product[@uses = 'car'])", V, NULL), "3000");
	cr_expect_str_eq(test_run(&t, "count(//product/fee[@kind = 'annual'])", V, NULL), "3000");
	t.campaign.limits.expr_steps = 30000;
	cr_expect_str_eq(test_run(&t, "count(plan/product[@uses = 'car']/fee[@kind = 'annual'])", V, NULL), "3000");
	cr_expect_str_eq(test_run(&t, "count(//product[fee[@kind = //fee/@kind]])", V, NULL), "limit");
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
}

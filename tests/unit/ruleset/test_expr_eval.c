/* SPDX-License-Identifier: Apache-2.0 */
/* Running expressions: evidence, variables, printing, budgets, memory, and that nothing is left from one to the next. */
#include "expr_fixture.h"

#define T CPR_EXPR_TRUTH
#define V CPR_EXPR_ANY
#define N CPR_EXPR_NODES

static const struct cpr_item root = { 0, CPR_NO_NODE };

/* One expression compiled over the test vocabulary, in an arena of its own. */
struct compiled {
	struct cpr_arena arena;
	struct cpr_expr *e;
};

static void compile(struct compiled *c, const char *source, enum cpr_expr_type want, const struct cpr_expr_var *vars, size_t n_vars)
{
	struct cpr_expr_scope scope;
	struct cpr_expr_error err;

	c->arena = CPR_ARENA(&cpr_mem_libc);
	scope = test_scope(&c->arena);
	scope.vars = vars;
	scope.n_vars = n_vars;
	c->e = cpr_expr_compile(&scope, cpr_str_of(source), want, &err);
	cr_assert_not_null(c->e, "%s: %u %s", source, err.offset_bytes, err.message);
}

static void compiled_free(struct compiled *c)
{
	cpr_expr_clear(c->e);
	cpr_arena_free(&c->arena);
}

/* The places that an evaluation read. */
static const char *operands(const struct test_doc *t)
{
	static char buf[2048];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < t->env.n_operands; i++) {
		n += (size_t)snprintf(buf + n, sizeof buf - n, "%s", i ? ", " : "");
		n += test_put_item(t->campaign.doc, t->env.operands[i], buf + n, sizeof buf - n);
	}
	return buf;
}

Test(expr_eval, evidence)
{
	static const struct {
		const char *at, *source, *outcome, *operands;
	} cases[] = {
		{ "//prize[@id='z1']", "@value <= 4000", "false", "prize#z1/@value" },
		{ "//period", "@start < @end", "true", "period/@start, period/@end" },
		{ "//period", "days-between(@start, @end) > 100", "false", "period/@start, period/@end" },
		{ "//prize[@id='z2']", "@value * @quantity > 5000", "false", "prize#z2/@value, prize#z2/@quantity" },
		/* of several nodes: the one for which it holds; all if for none */
		{ NULL, "//prize/@quantity = 100", "true", "prize#z2/@quantity" },
		{ NULL, "//prize/@quantity = 7", "false", "prize#z0/@quantity, prize#z1/@quantity, prize#z2/@quantity, prize#z3/@quantity" },
		{ NULL, "//fee/@kind = 'other'", "false", "fee/@kind, fee/@kind, fee/@kind, fee/@kind" },
		/* of predicates: what was read at the nodes they selected */
		{ NULL, "not(//prize[@quantity > 500])", "false", "prize#z3/@quantity, prize#z3" },
		{ NULL, "not(//prize[@quantity > 5000])", "true", "" },
		{ NULL, "//product[@id = 'p2']/@kind = 'wealth'", "true", "product#p2/@id, product#p2/@kind" },
		{ NULL, "count(//product[@kind = 'loan']) = 0", "false", "product#p1/@kind, product#p1" },
		{ "//offer[@id='o1']", "//product[@id = current()/@products][@kind = 'wealth']", "true",
		  "product#p1/@id, product#p2/@id, offer#o1/@products, product#p2/@kind, product#p2" },
		{ "//offer[@id='o1']", "id(@products)/@kind = 'loan'", "true", "offer#o1/@products, product#p1/@kind" },
		{ "//offer[@id='o1']", "count(id(@products)) > 1", "true", "offer#o1/@products, product#p1, product#p2" },
		{ NULL, "sum(//prize/@quantity) < 1000", "false",
		  "prize#z0/@quantity, prize#z1/@quantity, prize#z2/@quantity, prize#z3/@quantity" },
		{ NULL, "max(//prize/@quantity) < 1000", "false",
		  "prize#z0/@quantity, prize#z1/@quantity, prize#z2/@quantity, prize#z3/@quantity" },
		{ "//headline[1]", "contains(., 'x')", "false", "headline" },
		{ "//product[@id='p2']", "rank(@risk-level) < 3", "false", "product#p2/@risk-level" },
		{ "//prize[@id='z3']", "@value = 5 or @quantity = 5", "missing prize#z3/@value", "prize#z3/@quantity" },
		{ NULL, "(//fee)[1]/@amount + (//fee)[2]/@amount = 200", "false", "fee/@amount, fee/@amount" },
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *outcome = test_run(&t, cases[i].source, T, cases[i].at);

		cr_expect_str_eq(outcome, cases[i].outcome, "%s: %s", cases[i].source, outcome);
	}
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_item here = root;
		struct cpr_expr_value v;
		struct compiled c, at;

		if (cases[i].at) {
			compile(&at, cases[i].at, N, NULL, 0);
			cr_assert_eq(cpr_expr_eval(at.e, &t.env, root, root, NULL, &v), CPR_OUT_VALUE);
			here = v.u.nodes.v[0];
		}
		compile(&c, cases[i].source, T, NULL, 0);
		/* The second time paths that depend on nothing are not walked again, but tell the same. */
		for (int run = 0; run < 2; run++) {
			cpr_expr_eval(c.e, &t.env, here, here, NULL, &v);
			cr_expect_str_eq(operands(&t), cases[i].operands, "%s, run %d: %s", cases[i].source, run, operands(&t));
		}
		cpr_expr_env_reset(&t.env);
		compiled_free(&c);
		if (cases[i].at)
			compiled_free(&at);
	}
	test_doc_free(&t);
}

Test(expr_eval, many_operands)
{
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_expr_value v;
	struct compiled c;
	struct test_doc t;

	cpr_strbuf_addz(&xml, TEST_HEAD "><plan><draw>");
	for (size_t i = 0; i < 100; i++)
		cpr_strbuf_addz(&xml, i % 2 ? "<prize quantity='5'/>" : "<prize/>");
	cpr_strbuf_addz(&xml, "</draw></plan></campaign>");
	test_doc_load(&t, cpr_strbuf_str(&xml));
	compile(&c, "//prize/@quantity > 5", T, NULL, 0);
	cr_expect_eq(cpr_expr_eval(c.e, &t.env, root, root, NULL, &v), CPR_OUT_MISSING);
	cr_expect_eq(t.env.n_operands, 16);
	cr_expect_eq(t.env.n_missing, 4);
	cr_expect_eq(t.env.missing[3].node, t.env.missing[0].node + 6);
	cpr_expr_env_reset(&t.env);
	compiled_free(&c);
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
}

/* <let> after <let>: what one computes the next can use, whatever came out. */
Test(expr_eval, variables)
{
	static const struct {
		const char *let, *source, *outcome;
	} cases[] = {
		{ "//prize/@quantity", "max($x) + 1", "1001" },
		{ "//prize", "count($x)", "4" },
		{ "//prize", "$x[2]/@name = 'Phone'", "true" },
		{ "//prize", "($x | //fee)[1]/@amount", "{fee/@amount}" },
		{ "//draw[@id='d2']/prize", "count($x)", "0" },
		{ "//draw[@id='d2']/prize", "not($x)", "true" },
		{ "//draw[@id='d2']/prize", "$x/@value = 5", "missing $x" },
		{ "//prize[@value > 6000]", "count($x)", "missing $x" },
		{ "//prize[@value > 6000]", "not($x)", "missing $x" },
		{ "//prize/@value", "sum($x)", "missing" },
		{ "//prize/@value", "$x > 6000", "missing" },
		{ "//prize/@value", "$x > 600", "true" },
		{ "//prize[@id='z1']/@value * 2", "$x", "10000" },
		{ "//prize[@id='z3']/@value * 2", "$x + 1", "missing $x" },
		{ "//prize[@id='z3']/@value * 2", "default($x, 1)", "1" },
		{ "//prize[@id='z3']/@value > 2", "$x or true()", "true" },
		{ "//prize[@id='z3']/@value > 2", "not($x)", "missing $x" },
		{ "//product[@id='p1']/@kind", "$x = 'loan'", "true" },
		{ "//product[@id='p1']/@uses", "$x = 'car'", "true" },
		{ "string(//headline[1][em])", "concat($x, '!')", "'Win a PHONE now!'" },
		{ "//period/@start", "add($x, 'P1D')", "2026-10-02" },
		{ "max(//product/@term)", "$x >= 'P90D'", "missing $x" },
		{ "duration('P1M')", "$x < 'P2M'", "true" },
		{ "true()", "if($x, 'a', 'b')", "'a'" },
		{ "//fee[@kind='annual']", "$x[@amount > 0]", "{fee}" },
		{ "2", "(//prize)[$x]", "{prize#z1}" },
		{ "//prize", "(//fee)[$x]", "{fee, fee, fee, fee}" },
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_expr_var var = { .name = CPR_STR("x") };
		struct cpr_expr_value x, v;
		struct compiled let, c;
		enum cpr_outcome outcome;
		const char *text;

		compile(&let, cases[i].let, V, NULL, 0);
		cpr_expr_eval(let.e, &t.env, root, root, NULL, &x);
		/* Known by its expression, or only by its type: that must make no difference. */
		for (int run = 0; run < 2; run++) {
			var.value = run ? NULL : let.e;
			var.type = cpr_expr_type_of(let.e);
			compile(&c, cases[i].source, V, &var, 1);
			outcome = cpr_expr_eval(c.e, &t.env, root, root, &x, &v);
			text = test_outcome(&t, outcome, &v);
			cr_expect_str_eq(text, cases[i].outcome, "%s, then %s, run %d: %s", cases[i].let, cases[i].source, run, text);
			cpr_expr_env_reset(&t.env);
			compiled_free(&c);
			cpr_expr_eval(let.e, &t.env, root, root, NULL, &x);
		}
		cpr_expr_env_reset(&t.env);
		compiled_free(&let);
	}
	test_doc_free(&t);
}

/* A variable of type ANY takes what comes; unlike units show when they meet. */
Test(expr_eval, variables_of_any_type)
{
	static const struct {
		const char *source;
		struct cpr_expr_value x;
		const char *outcome;
	} cases[] = {
		{ "$x + 1", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "$x > '2026-01-01'", { .type = CPR_EXPR_MOMENT, .u.moment = { .date = { 20000 } } }, "false" },
		{ "$x = '7'", { .type = CPR_EXPR_TRUTH, .u.truth = true },
		  "fault: '7' must be true or false here: expected true or false" },
		{ "$x = 'seven'", { .type = CPR_EXPR_TEXT, .u.text = CPR_STR("seven") }, "true" },
		{ "$x = 7", { .type = CPR_EXPR_TEXT, .u.text = CPR_STR("7") }, "fault: unlike units: text cannot be compared with a number" },
		{ "$x + 1", { .type = CPR_EXPR_TEXT, .u.text = CPR_STR("7") }, "fault: unlike units: $x is text, not a number" },
		{ "$x > 'a'", { .type = CPR_EXPR_TEXT, .u.text = CPR_STR("b") }, "error" },
		{ "$x/fee", { .type = CPR_EXPR_TRUTH }, "fault: $x is true or false; only nodes can be followed by / or a predicate" },
		{ "$x | //fee", { .type = CPR_EXPR_TRUTH }, "fault: | unites nodes, not values" },
		{ "count($x)", { .type = CPR_EXPR_TRUTH }, "fault: nodes are wanted, not true or false" },
		{ "count($x)", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "count($x | //fee)", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "count($x/fee)", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "not($x)", { .type = CPR_EXPR_DURATION }, "fault: a duration is neither true nor false" },
		{ "id($x)", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "add($x, 'P1D')", { .type = CPR_EXPR_TRUTH }, "fault: unlike units: $x is true or false, not a date" },
		{ "one-of($x, 'a b')", { .type = CPR_EXPR_TRUTH }, "fault: unlike units: one-of() looks for text, not true or false" },
		{ "one-of($x, 'a b')", { .type = CPR_EXPR_ANY }, "missing $x" },
		{ "string($x)", { .type = CPR_EXPR_TEXT, .u.text = CPR_STR("") }, "''" },
	};
	struct cpr_expr_var var = { .name = CPR_STR("x"), .type = CPR_EXPR_ANY };
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		struct cpr_expr_scope scope = test_scope(&arena);
		struct cpr_expr_value x = cases[i].x, v;
		struct cpr_expr_error err;
		struct cpr_expr *e;
		const char *text = "error";

		x.origin = (struct cpr_item){ CPR_NO_NODE, CPR_NO_NODE };
		scope.vars = &var;
		scope.n_vars = 1;
		e = cpr_expr_compile(&scope, cpr_str_of(cases[i].source), V, &err);
		if (e)
			text = test_outcome(&t, cpr_expr_eval(e, &t.env, root, root, &x, &v), &v);
		cr_expect_str_eq(text, cases[i].outcome, "%s: %s", cases[i].source, text);
		cpr_expr_env_reset(&t.env);
		cpr_expr_clear(e);
		cpr_arena_free(&arena);
	}
	test_doc_free(&t);
}

Test(expr_eval, printed)
{
	static const struct {
		const char *source, *text;
		enum cpr_type type;
	} cases[] = {
		{ "1.50 + 1", "2.50", CPR_TYPE_DECIMAL },
		{ "//prize[@id='z1']/@value", "5000", CPR_TYPE_AMOUNT },
		{ "//prize[@id='z1']/@odds", "0.0001", CPR_TYPE_RATIO },
		{ "max(//prize/@quantity)", "1000", CPR_TYPE_COUNT },
		{ "//prize/@quantity", "10, 1, 100, 1000", CPR_TYPE_COUNT },
		{ "//prize[1]/@quantity | //prize[1]/@name", "Cup, 10, Phone, 1", CPR_TYPE_TEXT },
		{ "//product[@id='p1']/@uses", "house car", CPR_TYPE_CODES },
		{ "//product[@id='p3']/@name", "Savings  account", CPR_TYPE_TEXT },
		{ "//period/@start", "2026-10-01", CPR_TYPE_MOMENT },
		{ "//period/@end", "2026-12-31T24:00+08:00", CPR_TYPE_MOMENT },
		{ "date-of(//period/@end)", "2026-12-31", CPR_TYPE_DATE },
		{ "//product[@id='p1']/@term", "P1Y", CPR_TYPE_DURATION },
		{ "//fee[@mandatory='true']/@mandatory", "true", CPR_TYPE_BOOL },
		{ "1 = 1", "true", CPR_TYPE_BOOL },
		{ "(//headline)[2]", "中奖 \n 了", CPR_TYPE_TEXT },
		{ "'x'", "x", CPR_TYPE_TEXT },
		{ "default(//product[@id='p1']/@risk-level, 'none')", "none", CPR_TYPE_TEXT },
		{ "//x:extra/@x:level", "3", CPR_TYPE_TEXT },
	};
	struct cpr_expr_value nothing = { 0 };
	struct test_doc t;
	const char *type;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_expr_value v;
		struct compiled c;
		struct cpr_str text;

		compile(&c, cases[i].source, V, NULL, 0);
		cr_assert_eq(cpr_expr_eval(c.e, &t.env, root, root, NULL, &v), CPR_OUT_VALUE, "%s", cases[i].source);
		text = cpr_expr_print(&t.env, &v, &type);
		cr_expect(cpr_str_is(text, cases[i].text), "%s: %.*s", cases[i].source, CPR_STR_ARG(text));
		cr_expect_str_eq(type, cpr_type_name(cases[i].type), "%s: %s", cases[i].source, type);
		cpr_expr_env_reset(&t.env);
		compiled_free(&c);
	}
	cr_expect(cpr_str_is(cpr_expr_print(&t.env, &nothing, &type), ""));
	test_doc_free(&t);
}

/* What was wanted is what comes out. */
Test(expr_eval, wanted)
{
	static const struct {
		const char *source;
		enum cpr_expr_type want;
		const char *outcome;
	} cases[] = {
		{ "//fee", N, "{fee, fee, fee, fee}" },
		{ "//fee[@kind = 'other']", N, "{}" },
		{ "//fee[@kind = 'other']", V, "missing campaign#c1/fee" },
		{ "//fee[@kind = 'other']", T, "false" },
		{ "//fee[@amount > 1000]", V, "missing fee/@amount" },
		{ "//fee[@amount > 1000]", N, "{}?" },
		{ "//fee[1]/@amount", CPR_EXPR_NUMBER, "fault: one value is wanted, but //fee[1]/@amount selects 2" },
		{ "(//fee)[1]/@amount", CPR_EXPR_NUMBER, "185.76" },
		{ "'12'", CPR_EXPR_NUMBER, "12" },
		{ "//period/@start", CPR_EXPR_MOMENT, "2026-10-01" },
		{ "(//product)[2]/@name", CPR_EXPR_TEXT, "'Steady'" },
		{ "(//product)[2]/fee/@amount", CPR_EXPR_NUMBER, "missing product#p2/fee" },
		{ "default(//offer[9]/@name, 'none')", CPR_EXPR_TEXT, "'none'" },
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *outcome = test_run(&t, cases[i].source, cases[i].want, NULL);

		cr_expect_str_eq(outcome, cases[i].outcome, "%s: %s", cases[i].source, outcome);
	}
	test_doc_free(&t);
}

/* What the vocabulary found fault with is an error where a rule needs it, and only there. */
Test(expr_eval, invalid_values)
{
	static const char document[] = TEST_HEAD " id='c1' kind='nonsense'><plan><period start='2026-02-30' end='2026-03-01'/>"
				       "<product id='p1' kind='loan' min-amount='1,000'/><product id='p2' kind='loan' min-amount='5' uses='car boat'/>"
				       "</plan></campaign>";
	static const struct {
		const char *source;
		enum cpr_expr_type want;
		const char *outcome;
	} cases[] = {
		{ "//period/@start < '2026-04-01'", T, "fault: @start has no valid value: \"2026-02-30\"" },
		{ "//period/@end < '2026-04-01'", T, "true" },
		{ "//period/@start", T, "true" },
		{ "count(//period/@start)", V, "1" },
		{ "string(//period/@start)", V, "'2026-02-30'" },
		{ "//period/@start", V, "{period/@start}" },
		{ "//product[@min-amount = 5]", N, "fault: @min-amount has no valid value: \"1,000\"" },
		{ "sum(//product/@min-amount)", V, "fault: @min-amount has no valid value: \"1,000\"" },
		{ "rank(@kind)", V, "fault: 'nonsense' is no code that can be ranked" },
		{ "@kind = 'coupon'", V, "false" },
		{ "@kind != 'coupon'", V, "true" },
		{ "one-of(@kind, 'coupon prize-draw')", V, "false" },
		{ "//product/@uses = 'car'", V, "true" },
		{ "//product[@uses = 'car']", N, "{product#p2}?" },
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(document));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *outcome = test_run(&t, cases[i].source, cases[i].want, NULL);

		cr_expect_str_eq(outcome, cases[i].outcome, "%s: %s", cases[i].source, outcome);
	}
	test_doc_free(&t);
}

Test(expr_eval, no_as_of)
{
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	t.env.has_as_of = false;
	cr_expect_str_eq(test_run(&t, "as-of() > '2026-01-01'", T, NULL), "missing as-of()");
	test_doc_free(&t);
}

/* The budget: just enough is enough, one less is a limit, and the next rule has it anew. */
Test(expr_eval, steps)
{
	static const char *const sources[] = {
		"count(//prize) = 4", "//product[@kind = 'loan'][1]/fee/@amount > 5", "count(//*[@id][position() > 2]) > 1",
		"//prize/@quantity = //prize/@value", "contains(string(/campaign), 'PHONE')", "count(//section/ancestor::*) = 3",
		"id(//offer/@products)/@kind = 'fund'", "//product[@id = //offer/@products][last()]/@name = 'x'",
	};
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct cpr_expr_value v;
		struct compiled c;
		uint64_t used;
		enum cpr_outcome outcome;

		compile(&c, sources[i], T, NULL, 0);
		cpr_expr_env_reset(&t.env);
		outcome = cpr_expr_eval(c.e, &t.env, root, root, NULL, &v);
		cr_expect(outcome == CPR_OUT_VALUE || outcome == CPR_OUT_MISSING, "%s", sources[i]);
		used = cpr_limits_default.expr_steps - t.env.steps_left;
		cr_expect(used > 2);
		for (uint64_t steps = 0; steps <= used; steps++) {
			cpr_expr_env_reset(&t.env);
			t.env.steps_left = steps;
			cr_expect_eq(cpr_expr_eval(c.e, &t.env, root, root, NULL, &v), steps == used ? outcome : CPR_OUT_LIMIT,
				     "%s with %u of %u steps", sources[i], (unsigned)steps, (unsigned)used);
			cr_expect_eq(t.env.steps_left, 0);
		}
		cpr_expr_env_reset(&t.env);
		cr_expect_eq(t.env.steps_left, cpr_limits_default.expr_steps);
		compiled_free(&c);
	}
	test_doc_free(&t);
}

/* Text longer than a block may be for a pattern is not looked at, and that is told. */
Test(expr_eval, long_text)
{
	struct cpr_strbuf xml = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_expr_value v;
	struct compiled c;
	struct test_doc t;

	cpr_strbuf_addz(&xml, TEST_HEAD "><materials><material><body>");
	for (size_t i = 0; i < 1000; i++)
		cpr_strbuf_addz(&xml, "0123456789");
	cpr_strbuf_addz(&xml, "</body></material></materials></campaign>");
	test_doc_load(&t, cpr_strbuf_str(&xml));
	compile(&c, "matches(//body, '89$')", T, NULL, 0);
	t.campaign.limits.unit_bytes = 10000;
	cr_expect_eq(cpr_expr_eval(c.e, &t.env, root, root, NULL, &v), CPR_OUT_VALUE);
	cr_expect(v.u.truth);
	cpr_expr_env_reset(&t.env);
	t.campaign.limits.unit_bytes = 9999;
	cr_expect_eq(cpr_expr_eval(c.e, &t.env, root, root, NULL, &v), CPR_OUT_LIMIT);
	cpr_expr_env_reset(&t.env);
	compiled_free(&c);
	/* concat() cannot be used to make the text of all texts of all texts. */
	t.campaign.limits.utf8_bytes = 20000;
	cr_expect_str_eq(test_run(&t, "string-length(concat(//body, //body))", V, NULL), "20000");
	cr_expect_str_eq(test_run(&t, "string-length(concat(//body, //body, '1'))", V, NULL),
			 "fault: concat() would make a text longer than a campaign may be");
	test_doc_free(&t);
	cpr_strbuf_free(&xml);
}

static const char *const all_sorts[] = {
	"//product[@kind = 'loan' and fee[@amount > 5]][1]/@name | //offer[last()]/@name",
	"//product[@id = //offer/@products]/fee/..",
	"//offer[@products = current()/plan/product/@id]",
	"concat(string(//product[1]/@id), normalize-space(' a b '), count-distinct(//@*), 1.5)",
	"matches(string(@id), 'c') and one-of(@kind, 'coupon prize-draw')",
	"(//section | //prize)[position() > 2]/ancestor-or-self::*/@*",
	"//prize/@quantity = //prize/@value",
	"//*/@id = //*/@id | //*/@name",
	"string(add(//period/@end, 'PT1H'))",
	"//product/@term = 'P90D'",
};

/* Every allocation of an evaluation fails once; each time it is told, the answer is not, and nothing is left. */
Test(expr_eval, out_of_memory)
{
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t i = 0; i < COUNT(all_sorts); i++) {
		struct cpr_expr_value v;
		struct compiled c;

		compile(&c, all_sorts[i], strstr(all_sorts[i], "= //*") ? T : V, NULL, 0);
		for (size_t at = 0;; at++) {
			struct failmem fail = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&fail);
			struct cpr_expr_env env;
			enum cpr_outcome outcome;

			cpr_expr_env_init(&env, &mem, &t.campaign, t.matcher);
			outcome = cpr_expr_eval(c.e, &env, root, root, NULL, &v);
			cr_assert_eq(outcome == CPR_OUT_NOMEM, fail.calls > at, "%s: allocation %zu: %d %s", all_sorts[i], at, outcome,
				     env.fault);
			/* What failed once works when there is memory again. */
			if (outcome == CPR_OUT_NOMEM) {
				cr_assert_eq(v.type, CPR_EXPR_ANY);
				cr_assert_neq(cpr_expr_eval(c.e, &env, root, root, NULL, &v), CPR_OUT_NOMEM);
			}
			cpr_expr_env_free(&env);
			cr_assert_eq(fail.live, 0, "%s: leak when allocation %zu fails", all_sorts[i], at);
			if (outcome != CPR_OUT_NOMEM)
				break;
		}
		compiled_free(&c);
	}
	test_doc_free(&t);
}

/* A warm environment gives what a fresh one gives, in the same steps. */
Test(expr_eval, warm)
{
	struct compiled c[COUNT(all_sorts)];
	uint64_t steps[COUNT(all_sorts)];
	char *first[COUNT(all_sorts)];
	struct cpr_expr_value v;
	struct test_doc t;

	test_doc_load(&t, CPR_STR(test_document));
	for (size_t run = 0; run < 3; run++) {
		for (size_t k = 0; k < COUNT(all_sorts); k++) {
			size_t i = run == 1 ? COUNT(all_sorts) - 1 - k : k;
			const char *text;

			if (run == 0)
				compile(&c[i], all_sorts[i], strstr(all_sorts[i], "= //*") ? T : V, NULL, 0);
			cpr_expr_env_reset(&t.env);
			text = test_outcome(&t, cpr_expr_eval(c[i].e, &t.env, root, root, NULL, &v), &v);
			if (run == 0) {
				steps[i] = t.env.steps_left;
				first[i] = strdup(text);
				continue;
			}
			cr_expect_str_eq(text, first[i], "%s: %s, then %s", all_sorts[i], first[i], text);
			cr_expect_eq(t.env.steps_left, steps[i], "%s", all_sorts[i]);
		}
	}
	cpr_expr_env_reset(&t.env);
	for (size_t i = 0; i < COUNT(all_sorts); i++) {
		compiled_free(&c[i]);
		free(first[i]);
	}
	test_doc_free(&t);
}

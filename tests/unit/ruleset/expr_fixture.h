/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of expressions share: a small vocabulary with an attribute of every type, documents read with it by the real
 * parser and validator, and results as one line of text.
 */
#ifndef CPR_TEST_EXPR_FIXTURE_H
#define CPR_TEST_EXPR_FIXTURE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/failmem.h"
#include "ruleset/expr.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define TEST_NS "urn:cpreview:campaign:1"
#define TEST_X "urn:test:x"

enum {
	E_CAMPAIGN,
	E_PLAN,
	E_PERIOD,
	E_PRODUCT,
	E_FEE,
	E_OFFER,
	E_DRAW,
	E_PRIZE,
	E_MATERIALS,
	E_MATERIAL,
	E_HEADLINE,
	E_BODY,
	E_EM,
	E_SECTION,
	E_COUNT,
	A_AMOUNT = E_COUNT,
	A_BEST,
	A_CURRENCY,
	A_END,
	A_FONT_SIZE,
	A_ID,
	A_INCEPTION,
	A_KIND,
	A_MANDATORY,
	A_MIN_AMOUNT,
	A_NAME,
	A_NUMBER,
	A_ODDS,
	A_PERCENT,
	A_PRINCIPAL_GUARANTEED,
	A_PRODUCT,
	A_PRODUCTS,
	A_QUANTITY,
	A_RISK_LEVEL,
	A_START,
	A_TERM,
	A_TOLERANCE,
	A_USES,
	A_VALID_TO,
	A_VALUE,
	A_END_OF_NAMES,
};

enum { L_CURRENCY, L_CAMPAIGN_KIND, L_PRODUCT_KIND, L_RISK_LEVEL, L_FEE_KIND, L_USE, L_TOLERANCE, L_MATERIAL_KIND, L_COUNT };

static const char *const test_names[A_END_OF_NAMES] = {
	"campaign", "plan", "period", "product", "fee", "offer", "draw", "prize", "materials", "material", "headline", "body", "em",
	"section", "amount", "best", "currency", "end", "font-size", "id", "inception", "kind", "mandatory", "min-amount", "name",
	"number", "odds", "percent", "principal-guaranteed", "product", "products", "quantity", "risk-level", "start", "term",
	"tolerance", "uses", "valid-to", "value",
};

static const uint16_t test_sorted_elements[] = {
	E_BODY, E_CAMPAIGN, E_DRAW, E_EM, E_FEE, E_HEADLINE, E_MATERIAL, E_MATERIALS, E_OFFER, E_PERIOD, E_PLAN, E_PRIZE, E_PRODUCT,
	E_SECTION,
};
static const uint16_t test_sorted_attrs[] = {
	14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
};

#define A(name, type) { name, CPR_TYPE_##type, UINT16_MAX, 0, "", "", "" }
#define C(name, type, list) { name, CPR_TYPE_##type, list, 0, "", "", "" }
#define R(name, type, target) { name, CPR_TYPE_##type, UINT16_MAX, 0, target, "", "" }
static const struct cpr_attr_def test_attrs[] = {
	/* 0 campaign */ C(A_CURRENCY, CODE, L_CURRENCY), A(A_ID, ID), C(A_KIND, CODE, L_CAMPAIGN_KIND),
	/* 3 period */ A(A_END, MOMENT), A(A_START, MOMENT),
	/* 5 product */ A(A_ID, ID), A(A_INCEPTION, DATE), C(A_KIND, CODE, L_PRODUCT_KIND), A(A_MIN_AMOUNT, AMOUNT), A(A_NAME, TEXT),
	A(A_PRINCIPAL_GUARANTEED, BOOL), C(A_RISK_LEVEL, CODE, L_RISK_LEVEL), A(A_TERM, DURATION), C(A_USES, CODES, L_USE),
	/* 14 fee */ A(A_AMOUNT, AMOUNT), C(A_KIND, CODE, L_FEE_KIND), A(A_MANDATORY, BOOL), A(A_PERCENT, DECIMAL),
	/* 18 offer */ R(A_BEST, REF, "product"), A(A_ID, ID), A(A_NAME, TEXT), R(A_PRODUCTS, REFS, "product|offer"),
	C(A_TOLERANCE, CODE, L_TOLERANCE),
	/* 23 draw */ A(A_ID, ID),
	/* 24 prize */ A(A_ID, ID), A(A_NAME, TEXT), A(A_ODDS, RATIO), A(A_QUANTITY, COUNT), A(A_VALID_TO, MOMENT), A(A_VALUE, AMOUNT),
	/* 30 material */ A(A_ID, ID), C(A_KIND, CODE, L_MATERIAL_KIND), R(A_PRODUCT, REF, "product"),
	/* 33 headline */ A(A_FONT_SIZE, DECIMAL),
	/* 34 section */ A(A_NUMBER, COUNT),
};

static const struct cpr_child_def test_children[] = {
	/* 0 campaign */ { E_PLAN, 0, 1 }, { E_MATERIALS, 0, 1 },
	/* 2 plan */ { E_PERIOD, 0, 1 }, { E_PRODUCT, 0, 0 }, { E_OFFER, 0, 0 }, { E_DRAW, 0, 0 },
	/* 6 product */ { E_FEE, 0, 0 },
	/* 7 offer, draw */ { E_PRIZE, 0, 0 },
	/* 8 materials */ { E_MATERIAL, 0, 0 },
	/* 9 material */ { E_HEADLINE, 0, 0 }, { E_BODY, 0, 0 }, { E_SECTION, 0, 0 },
	/* 12 copy */ { E_EM, 0, 0 },
	/* 13 section */ { E_BODY, 0, 0 }, { E_SECTION, 0, 0 },
};

#define ELEMENT(name, content, first_attr, n_attrs, first_child, n_children) \
	{ name, "", "", CPR_CONTENT_##content, first_attr, n_attrs, first_child, n_children }
static const struct cpr_element_def test_elements[E_COUNT] = {
	ELEMENT("campaign", ELEMENTS, 0, 3, 0, 2),
	ELEMENT("plan", ELEMENTS, 3, 0, 2, 4),
	ELEMENT("period", EMPTY, 3, 2, 6, 0),
	ELEMENT("product", ELEMENTS, 5, 9, 6, 1),
	ELEMENT("fee", EMPTY, 14, 4, 7, 0),
	ELEMENT("offer", ELEMENTS, 18, 5, 7, 1),
	ELEMENT("draw", ELEMENTS, 23, 1, 7, 1),
	ELEMENT("prize", EMPTY, 24, 6, 8, 0),
	ELEMENT("materials", ELEMENTS, 30, 0, 8, 1),
	ELEMENT("material", ELEMENTS, 30, 3, 9, 3),
	ELEMENT("headline", COPY, 33, 1, 12, 1),
	ELEMENT("body", COPY, 34, 0, 12, 1),
	ELEMENT("em", COPY, 34, 0, 12, 1),
	ELEMENT("section", ELEMENTS, 34, 1, 13, 2),
};

#define CODE(code) { code, "", "" }
static const struct cpr_code_def test_codes[] = {
	/* 0 */ CODE("CNY"), CODE("USD"),
	/* 2 */ CODE("coupon"), CODE("prize-draw"), CODE("loan-promotion"),
	/* 5 */ CODE("deposit"), CODE("loan"), CODE("wealth"), CODE("fund"), CODE("other"),
	/* 10 */ CODE("R1"), CODE("R2"), CODE("R3"), CODE("R4"), CODE("R5"),
	/* 15 */ CODE("annual"), CODE("service"), CODE("late"), CODE("other"),
	/* 19 */ CODE("house"), CODE("car"), CODE("stocks"),
	/* 22 */ CODE("C1"), CODE("C2"), CODE("C3"), CODE("C4"), CODE("C5"),
	/* 27 */ CODE("poster"), CODE("sms"),
};
static const struct cpr_code_list test_lists[L_COUNT] = {
	{ "currency", "", 0, 2 }, { "campaign-kind", "", 2, 3 }, { "product-kind", "", 5, 5 }, { "risk-level", "", 10, 5 },
	{ "fee-kind", "", 15, 4 }, { "use", "", 19, 3 }, { "tolerance", "", 22, 5 }, { "material-kind", "", 27, 2 },
};

static const struct cpr_vocabulary test_vocabulary = {
	.ns = TEST_NS,
	.root = E_CAMPAIGN,
	.n_elements = E_COUNT,
	.n_attr_names = A_END_OF_NAMES - E_COUNT,
	.names = test_names,
	.sorted_elements = test_sorted_elements,
	.sorted_attrs = test_sorted_attrs,
	.elements = test_elements,
	.attrs = test_attrs,
	.children = test_children,
	.lists = test_lists,
	.n_lists = L_COUNT,
	.codes = test_codes,
};
#undef A
#undef C
#undef R
#undef ELEMENT
#undef CODE

#define TEST_HEAD "<campaign xmlns='" TEST_NS "' xmlns:x='" TEST_X "'"
static const char test_document[] =
	TEST_HEAD " id='c1' kind='prize-draw' currency='CNY'>\n"
	" <plan>\n"
	"  <period start='2026-10-01' end='2026-12-31T24:00+08:00'/>\n"
	"  <product id='p1' kind='loan' name='Easy Loan' term='P12M' min-amount='1000.00' inception='2024-02-29'"
	" principal-guaranteed='false' uses='house car'>\n"
	"   <fee kind='annual' amount='185.76' mandatory='true'/>\n"
	"   <fee kind='service' amount='14.29' mandatory='false'/>\n"
	"   <fee kind='late' percent='0.05'/>\n"
	"  </product>\n"
	"  <product id='p2' kind='wealth' name='Steady' risk-level='R3' term='P90D' min-amount='1'"
	" principal-guaranteed='true' inception='2025-06-30'/>\n"
	"  <product id='p3' kind='deposit' name=' Savings  account '>\n"
	"   <fee kind='annual' amount='0'/>\n"
	"  </product>\n"
	"  <offer id='o1' name='Two for you' products='p1 p2' tolerance='C2'>\n"
	"   <prize id='z0' name='Cup' value='29.9' quantity='10'/>\n"
	"  </offer>\n"
	"  <offer id='o2' name='12' products='p3' best='p2'/>\n"
	"  <offer id='o3'/>\n"
	"  <draw id='d1'>\n"
	"   <prize id='z1' name='Phone' value='5000' quantity='1' odds='0.0001' valid-to='2026-12-31'/>\n"
	"   <prize id='z2' name='Mug' value='29.90' quantity='100' odds='0.01'/>\n"
	"   <prize id='z3' name='Sticker' quantity='1000'/>\n"
	"  </draw>\n"
	"  <draw id='d2'/>\n"
	" </plan>\n"
	" <materials>\n"
	"  <material id='m1' kind='poster' product='p1'><headline font-size='24'>Win a <em>PHONE</em> now</headline>"
	"<body>Annual rate 7.2%</body>"
	"<section number='1'><body>a</body><section number='2'><body>b</body><section number='3'><body>c</body></section></section>"
	"<section number='4'/></section></material>\n"
	"  <material id='m2' kind='sms' x:tag='hot'><headline>  中奖 \n 了 </headline><body>ＡＢＣ 100</body><body/>"
	"<x:extra x:level='3' note='hi'>t<x:inner/></x:extra></material>\n"
	" </materials>\n"
	"</campaign>\n";

/* A document with what it takes to run expressions over it. */
struct test_doc {
	struct cpreview_campaign campaign;
	struct cpr_arena arena;
	struct cpr_matcher *matcher;
	struct cpr_expr_env env;
};

static inline void test_doc_load(struct test_doc *t, struct cpr_str xml)
{
	struct cpr_doc_schema schema = cpr_vocabulary_schema(&test_vocabulary);

	memset(t, 0, sizeof *t);
	t->arena = CPR_ARENA(&cpr_mem_libc);
	t->campaign.limits = cpr_limits_default;
	t->campaign.problems.arena = &t->arena;
	t->campaign.doc = cpr_doc_parse(&cpr_mem_libc, xml, &t->campaign.limits, &schema, &t->campaign.problems);
	cr_assert_not_null(t->campaign.doc, "the test's document is malformed");
	cr_assert(cpr_validate(t->campaign.doc, &test_vocabulary, E_CAMPAIGN, CPR_VALIDATE_FRAGMENT, &t->arena, &t->campaign.valid,
			       &t->campaign.problems));
	t->matcher = cpr_matcher_new(&cpr_mem_libc, &t->campaign.limits);
	cr_assert_not_null(t->matcher);
	cpr_expr_env_init(&t->env, &cpr_mem_libc, &t->campaign, t->matcher);
	t->env.has_as_of = true;
	cr_assert(cpr_date_parse(CPR_STR("2026-11-24"), &t->env.as_of));
}

static inline void test_doc_free(struct test_doc *t)
{
	cpr_expr_env_free(&t->env);
	cpr_matcher_free(t->matcher);
	cpr_valid_free(&t->campaign.valid);
	cpr_doc_free(t->campaign.doc);
	cpr_problems_free(&t->campaign.problems);
	cpr_arena_free(&t->arena);
}

static inline struct cpr_str test_prefix(void *user, struct cpr_str prefix)
{
	(void)user;
	if (cpr_str_is(prefix, "x"))
		return CPR_STR(TEST_X);
	return cpr_str_is(prefix, "c") ? CPR_STR(TEST_NS) : (struct cpr_str){ 0 };
}

static inline struct cpr_expr_scope test_scope(struct cpr_arena *arena)
{
	return (struct cpr_expr_scope){
		.mem = arena->mem, .arena = arena, .limits = &cpr_limits_default, .vocabulary = &test_vocabulary,
		.context = CPR_MAP_NONE, .prefix = test_prefix,
	};
}

/* An element as prize#z1 or fee, an attribute as prize#z1/@value. */
static inline size_t test_put_item(const struct cpr_doc *d, struct cpr_item item, char *buf, size_t n)
{
	uint32_t id = cpr_doc_attr(d, item.node, A_ID);
	struct cpr_str name = d->names[d->nodes[item.node].name].local;
	int used = snprintf(buf, n, "%.*s", CPR_STR_ARG(name));

	if (id != CPR_NO_NODE)
		used += snprintf(buf + used, n - (size_t)used, "#%.*s", CPR_STR_ARG(cpr_doc_attr_value(d, id)));
	if (item.attr != CPR_NO_NODE)
		used += snprintf(buf + used, n - (size_t)used, "/@%.*s", CPR_STR_ARG(d->names[d->attrs[item.attr].name].local));
	return (size_t)used;
}

/*
 * A result as one line. Nodes: {fee, prize#z1}, with ? for a gap and !n for n elements that lack the attribute. Missing with
 * what was missed: "missing prize#z3/@value". Static storage.
 */
static inline const char *test_outcome(struct test_doc *t, enum cpr_outcome outcome, const struct cpr_expr_value *v)
{
	static char buf[8192];
	const struct cpr_doc *d = t->campaign.doc;
	size_t n = 0;
	struct cpr_str text;

	switch (outcome) {
	case CPR_OUT_VALUE:
		break;
	case CPR_OUT_MISSING:
		n = (size_t)snprintf(buf, sizeof buf, "missing");
		for (size_t i = 0; i < t->env.n_missing; i++) {
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s", i ? ", " : " ");
			if (t->env.missing[i].node != CPR_NO_NODE) {
				n += test_put_item(d, (struct cpr_item){ t->env.missing[i].node, CPR_NO_NODE }, buf + n, sizeof buf - n);
				n += (size_t)snprintf(buf + n, sizeof buf - n, "/");
			}
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%.*s", CPR_STR_ARG(t->env.missing[i].what));
		}
		return buf;
	case CPR_OUT_FAULT:
		snprintf(buf, sizeof buf, "fault: %s", t->env.fault);
		return buf;
	case CPR_OUT_LIMIT:
		return "limit";
	case CPR_OUT_NOMEM:
		return "out of memory";
	}
	if (v->type == CPR_EXPR_NODES) {
		n = (size_t)snprintf(buf, sizeof buf, "{");
		for (size_t i = 0; i < v->u.nodes.n && n < sizeof buf - 100; i++) {
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s", i ? ", " : "");
			n += test_put_item(d, v->u.nodes.v[i], buf + n, sizeof buf - n);
		}
		n += (size_t)snprintf(buf + n, sizeof buf - n, "}%s", v->u.nodes.gap ? "?" : "");
		if (v->u.nodes.lacks)
			snprintf(buf + n, sizeof buf - n, "!%u", v->u.nodes.lacks);
		return buf;
	}
	text = cpr_expr_print(&t->env, v, NULL);
	snprintf(buf, sizeof buf, v->type == CPR_EXPR_TEXT ? "'%.*s'" : "%.*s", CPR_STR_ARG(text));
	return buf;
}

/*
 * Compiles and runs over a loaded document. at: the first node of this selection is context and current(); NULL: the root.
 * "error OFFSET: MESSAGE" if it does not compile. Static storage.
 */
static inline const char *test_run(struct test_doc *t, const char *source, enum cpr_expr_type want, const char *at)
{
	static char error[256];
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_item here = { 0, CPR_NO_NODE };
	struct cpr_expr_error err;
	struct cpr_expr_value v;
	struct cpr_expr *e;
	enum cpr_outcome outcome;
	const char *ret;

	cpr_expr_env_reset(&t->env);
	scope.context = at ? CPR_MAP_NONE : E_CAMPAIGN;
	if (at) {
		e = cpr_expr_compile(&scope, cpr_str_of(at), CPR_EXPR_NODES, &err);
		cr_assert_not_null(e, "%s: %u %s", at, err.offset_bytes, err.message);
		cr_assert_eq(cpr_expr_eval(e, &t->env, here, here, NULL, &v), CPR_OUT_VALUE);
		cr_assert(v.u.nodes.n, "%s selects nothing", at);
		here = v.u.nodes.v[0];
		cpr_expr_clear(e);
		cpr_expr_env_reset(&t->env);
	}
	e = cpr_expr_compile(&scope, cpr_str_of(source), want, &err);
	if (!e) {
		snprintf(error, sizeof error, "error %u: %s", err.offset_bytes, err.message);
		cpr_arena_free(&arena);
		return error;
	}
	outcome = cpr_expr_eval(e, &t->env, here, here, NULL, &v);
	ret = test_outcome(t, outcome, &v);
	cpr_expr_env_reset(&t->env);
	cpr_expr_clear(e);
	cpr_arena_free(&arena);
	return ret;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions: any bytes as source, against the campaign vocabulary, and what compiles is run over a fixed campaign. A refusal
 * must say where and why. A result must be of the type that was promised, hold the elements that were promised, come out the
 * same twice, the same with just enough budget, and a limit with less; without memory it must say so.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ruleset/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char document[] =
	"<campaign xmlns='urn:cpreview:campaign:1' xmlns:x='urn:x' id='c' kind='prize-draw' jurisdiction='CN' currency='CNY'><plan>"
	"<period start='2026-10-01' end='2026-12-31T24:00+08:00'/>"
	"<product id='p1' kind='loan' name='Loan' term='P12M' min-amount='1000.00' max-amount='200000' barred-uses='stocks'>"
	"<rate kind='nominal' value='7.2' unit='percent' per='year'/><fee kind='annual' name='a' amount='185.76' mandatory='true'/>"
	"<fee kind='service' name='s' amount='14.29'/><fee kind='late' name='l' percent='0.05'/></product>"
	"<product id='p2' kind='wealth' name='' risk-level='R3' term='P90D'/><product id='p3' kind='nonsense' name='x'/>"
	"<offer id='o1' kind='coupon' name='Two' products='p1 p2' free='yes'/><offer id='o2' kind='draw' name='12' products='p3 p9'>"
	"<draw id='d1'><prize id='z1' name='Phone' kind='goods' value='5000' quantity='1' odds='0.0001'/>"
	"<prize id='z2' name='Mug' kind='goods' quantity='100' valid-to='2026-12-31'/></draw></offer></plan>"
	"<materials><material id='m1' kind='poster'><headline font-size='24'>Win a <em>PHONE</em> now</headline>"
	"<body>\xe5\xb9\xb4\xe5\x8c\x96\xe5\x88\xa9\xe7\x8e\x87 7.2% <em>a<em>b</em></em></body><body/>"
	"<x:extra x:level='3' note='hi'>t<x:inner/></x:extra></material></materials></campaign>";

static void must(bool good)
{
	if (!good)
		abort();
}

/* Refuses the n-th request; n counts down. */
struct failing {
	uint64_t left;
	uint64_t live;
};

static void *failing_realloc(void *user, void *ptr, size_t size)
{
	struct failing *f = user;
	void *p;

	if (size == 0) {
		f->live -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	if (f->left == 0)
		return NULL;
	f->left--;
	p = realloc(ptr, size);
	f->live += p && !ptr;
	return p;
}

static struct cpr_str prefix(void *user, struct cpr_str name)
{
	(void)user;
	return cpr_str_is(name, "x") ? CPR_STR("urn:x") : (struct cpr_str){ 0 };
}

static struct cpr_expr *compile(const struct cpr_mem *mem, struct cpr_arena *arena, struct cpr_str source,
				enum cpr_expr_type want, struct cpr_expr_error *err)
{
	struct cpr_limits limits = cpr_limits_default;
	const struct cpr_expr_scope scope = {
		.mem = mem,
		.arena = arena,
		.limits = &limits,
		.vocabulary = &cpr_campaign_vocabulary,
		.context = want == CPR_EXPR_NODES ? CPR_MAP_NONE : cpr_campaign_vocabulary.root,
		.prefix = prefix,
	};

	limits.pattern_bytes = 16; /* patterns have a target of their own, and trying them takes its time */
	return cpr_expr_compile(&scope, source, want, err);
}

static void check_refusal(const struct cpr_expr_error *err, size_t size)
{
	size_t n = strnlen(err->message, sizeof err->message);

	must(n > 0 && n < sizeof err->message);
	must(err->offset_bytes <= size);
	for (size_t i = 0; i < n; i++)
		must((unsigned char)err->message[i] >= 0x20);
}

static void check_value(const struct cpr_expr *e, enum cpr_expr_type want, const struct cpr_doc *doc,
			enum cpr_outcome outcome, const struct cpr_expr_value *v)
{
	must(outcome != CPR_OUT_NOMEM);
	if (outcome != CPR_OUT_VALUE) {
		must(want != CPR_EXPR_NODES || outcome != CPR_OUT_MISSING);
		return;
	}
	must(v->type != CPR_EXPR_ANY);
	must(cpr_expr_type_of(e) == CPR_EXPR_ANY || cpr_expr_type_of(e) == v->type);
	if (v->type != CPR_EXPR_NODES)
		return;
	for (size_t i = 0; i < v->u.nodes.n; i++) {
		struct cpr_item a = v->u.nodes.v[i];

		must(a.node < doc->n_nodes && !cpr_doc_is_text(doc, a.node));
		must(a.attr == CPR_NO_NODE || doc->attrs[a.attr].owner == a.node);
		must(cpr_expr_selects(e) == CPR_MAP_NONE || cpr_expr_selects(e) == doc->nodes[a.node].name);
		if (i) {
			struct cpr_item before = v->u.nodes.v[i - 1];

			must(before.node < a.node || (before.node == a.node && a.attr != CPR_NO_NODE &&
						      (before.attr == CPR_NO_NODE || before.attr < a.attr)));
		}
	}
}

/* An outcome and its value as text, new. */
static char *told(struct cpr_expr_env *env, enum cpr_outcome outcome, const struct cpr_expr_value *v)
{
	const char *type = "";
	struct cpr_str text = { 0 };
	char *ret = NULL;
	int n;

	if (outcome == CPR_OUT_VALUE)
		text = cpr_expr_print(env, v, &type);
	n = asprintf(&ret, "%d %s %zu %zu %s %.*s", outcome, outcome == CPR_OUT_FAULT ? env->fault : "",
		     env->n_operands, env->n_missing, type, (int)text.n, text.p ? text.p : "");
	must(n >= 0);
	return ret;
}

static void run(const struct cpreview_campaign *campaign, struct cpr_matcher *matcher, const struct cpr_expr *e,
		enum cpr_expr_type want)
{
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_expr_value v;
	struct cpr_expr_env env;
	enum cpr_outcome first, again;
	uint64_t used;
	char *text = NULL, *more;
	struct failing fail;
	struct cpr_mem mem = { failing_realloc, &fail };

	cpr_expr_env_init(&env, &cpr_mem_libc, campaign, matcher);
	first = cpr_expr_eval(e, &env, root, root, NULL, &v);
	check_value(e, want, campaign->doc, first, &v);
	used = campaign->limits.expr_steps - env.steps_left;
	text = told(&env, first, &v);
	for (int i = 0; i < 2; i++) {
		cpr_expr_env_reset(&env);
		env.steps_left = used - (unsigned)i;
		again = cpr_expr_eval(e, &env, root, root, NULL, &v);
		must(i == 0 || again == CPR_OUT_LIMIT || first == CPR_OUT_FAULT || first == CPR_OUT_LIMIT);
		more = told(&env, again, &v);
		must(i == 1 || first == CPR_OUT_LIMIT || strcmp(text, more) == 0);
		free(more);
	}
	cpr_expr_env_free(&env);
	free(text);
	for (unsigned at = 0; at < 40; at += 1 + at / 8) {
		fail = (struct failing){ .left = at };
		cpr_expr_env_init(&env, &mem, campaign, matcher);
		again = cpr_expr_eval(e, &env, root, root, NULL, &v);
		must(again == CPR_OUT_NOMEM || again == first);
		cpr_expr_env_free(&env);
		must(fail.live == 0);
		if (again != CPR_OUT_NOMEM)
			break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum cpr_expr_type wants[] = { CPR_EXPR_ANY, CPR_EXPR_NODES, CPR_EXPR_TRUTH };
	static cpreview_campaign *campaign;
	static struct cpr_matcher *matcher;
	struct cpr_str source = { (const char *)data, size };
	struct cpr_limits limits = cpr_limits_default;

	if (!campaign) {
		limits.expr_steps = 100000;
		must(cpr_campaign_parse(&cpr_mem_libc, document, sizeof document - 1, "fuzz", &limits,
					CPR_VALIDATE_FRAGMENT, &campaign, NULL) == 0);
		must(campaign->doc != NULL);
		matcher = cpr_matcher_new(&cpr_mem_libc, &limits);
		must(matcher != NULL);
	}
	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		struct cpr_expr_error err;
		struct cpr_expr *e = compile(&cpr_mem_libc, &arena, source, wants[i], &err);

		if (e)
			run(campaign, matcher, e, wants[i]);
		else
			check_refusal(&err, size);
		cpr_expr_clear(e);
		cpr_arena_free(&arena);
	}
	return 0;
}

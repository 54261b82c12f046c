/* SPDX-License-Identifier: Apache-2.0 */
/* The check kind `fact`: an expression that must hold at each selected node. Missing is not false: the rule says what it means. */
#include "check/emit.h"
#include "ruleset/loader.h"

#define MAX_LETS 32
#define MAX_RELATED 8 /* places shown for one <related> */

enum on_missing { MISSING_FAIL, MISSING_REVIEW, MISSING_PASS, MISSING_NOT_APPLICABLE };

struct related {
	struct cpr_expr *select;
	struct cpr_text2 label;
};

struct fact {
	struct cpr_expr *select, *test, *at;
	enum on_missing on_missing;
	struct cpr_expr_var vars[MAX_LETS];
	struct cpr_expr *lets[MAX_LETS];
	uint32_t n_lets;
	struct related *related;
	uint32_t n_related;
};

static bool compile_lets(struct cpr_args *args, struct fact *f, cpr_name context)
{
	struct cpr_loader *l = args->loader;

	for (cpr_node n = cpr_loader_child(l, args->node, CPR_R_E_LET); n != CPR_NO_NODE; n = cpr_loader_next(l, n, CPR_R_E_LET)) {
		struct cpr_str name = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, n, CPR_R_A_NAME));

		if (!name.p)
			return cpr_loader_nomem(l);
		if (f->n_lets == MAX_LETS) {
			cpr_loader_error(l, cpr_place_node(l->file->doc, n), "more than %d lets", MAX_LETS);
			return false;
		}
		for (uint32_t i = 0; i < f->n_lets; i++)
			if (cpr_str_eq(f->vars[i].name, name))
				cpr_loader_error(l, cpr_loader_attr_src(l, n, CPR_R_A_NAME), "the name \"%.*s\" is taken already",
						 CPR_STR_ARG(name));
		f->lets[f->n_lets] = cpr_loader_expr(l, n, CPR_R_A_VALUE, CPR_EXPR_ANY, context, f->vars, f->n_lets);
		if (!f->lets[f->n_lets])
			return false; /* what uses it would only bring errors that are none */
		f->vars[f->n_lets].name = name;
		f->vars[f->n_lets].type = cpr_expr_type_of(f->lets[f->n_lets]);
		f->vars[f->n_lets].value = f->lets[f->n_lets];
		f->n_lets++;
		cpr_loader_offers(args, name);
	}
	return true;
}

static bool compile_related(struct cpr_args *args, struct fact *f, cpr_name context)
{
	struct cpr_loader *l = args->loader;
	uint32_t n = 0;

	for (cpr_node c = cpr_loader_child(l, args->node, CPR_R_E_RELATED); c != CPR_NO_NODE;
	     c = cpr_loader_next(l, c, CPR_R_E_RELATED))
		n++;
	if (!n)
		return true;
	f->related = cpr_arena_array(&l->rs->arena, n, sizeof *f->related);
	if (!f->related)
		return cpr_loader_nomem(l);
	for (cpr_node c = cpr_loader_child(l, args->node, CPR_R_E_RELATED); c != CPR_NO_NODE;
	     c = cpr_loader_next(l, c, CPR_R_E_RELATED)) {
		struct related *r = &f->related[f->n_related++];

		r->select = cpr_loader_expr(l, c, CPR_R_A_SELECT, CPR_EXPR_NODES, context, f->vars, f->n_lets);
		r->label = cpr_loader_text2(l, c);
	}
	return true;
}

static bool compile(struct cpr_args *args)
{
	static const char *const missing[] = { "fail", "review", "pass", "not-applicable" };
	struct cpr_loader *l = args->loader;
	struct fact *f = cpr_arena_alloc(&l->rs->arena, sizeof *f);
	struct cpr_str code = cpr_loader_code(l, args->node, CPR_R_A_ON_MISSING);
	cpr_name context;

	if (!f)
		return cpr_loader_nomem(l);
	args->rule->data = f;
	for (unsigned i = 0; i < sizeof missing / sizeof *missing; i++)
		if (cpr_str_is(code, missing[i]))
			f->on_missing = (enum on_missing)i;
	f->select = cpr_loader_expr(l, args->node, CPR_R_A_SELECT, CPR_EXPR_NODES, CPR_E_CAMPAIGN, NULL, 0);
	if (!f->select)
		return false; /* where the others start from is not known */
	context = cpr_expr_selects(f->select);
	if (!compile_lets(args, f, context))
		return false;
	f->test = cpr_loader_expr(l, args->node, CPR_R_A_TEST, CPR_EXPR_TRUTH, context, f->vars, f->n_lets);
	f->at = cpr_loader_expr(l, args->node, CPR_R_A_AT, CPR_EXPR_NODES, context, f->vars, f->n_lets);
	return compile_related(args, f, context) && !l->failed;
}

/* Told once for a node; false ends the rule. */
static bool tell_outcome(struct cpr_run *run, enum cpr_outcome out, cpr_node node)
{
	if (out == CPR_OUT_NOMEM)
		run->report->failed = true;
	else if (out == CPR_OUT_FAULT)
		cpr_emit_not_checked(run, CPREVIEW_ERROR, node, run->expr->fault);
	else if (out == CPR_OUT_LIMIT)
		cpr_emit_not_checked(run, CPREVIEW_NOT_CHECKED, node, "limit expr_steps or match_steps");
	return out == CPR_OUT_FAULT;
}

static bool is_limit(enum cpr_outcome out)
{
	return out == CPR_OUT_FAULT || out == CPR_OUT_LIMIT || out == CPR_OUT_NOMEM;
}

/* The first nodes of a selection that only shows something; none if it cannot be evaluated. */
static size_t select_first(struct cpr_run *run, const struct cpr_expr *e, struct cpr_item node, const struct cpr_expr_value *vars,
			   struct cpr_item *ret, size_t room)
{
	struct cpr_expr_value v;
	enum cpr_outcome out = cpr_expr_eval(e, run->expr, node, node, vars, &v);
	size_t n = 0;

	if (out == CPR_OUT_NOMEM)
		run->report->failed = true;
	for (; out == CPR_OUT_VALUE && n < v.u.nodes.n && n < room; n++)
		ret[n] = v.u.nodes.v[n];
	return n;
}

static void emit(struct cpr_run *run, const struct fact *f, int disposition, struct cpr_item node,
		 const struct cpr_expr_value *vars)
{
	cpreview_finding *finding = cpr_emit_item(run, disposition, node);
	struct cpr_item to;

	if (!finding)
		return;
	cpr_emit_operands(run, finding); /* what the test read, before anything else is evaluated */
	for (uint32_t i = 0; i < f->n_lets; i++)
		cpr_emit_value(run, finding, f->vars[i].name, &vars[i]);
	if (f->at && select_first(run, f->at, node, vars, &to, 1))
		cpr_emit_move(run, finding, to);
	for (uint32_t i = 0; i < f->n_related; i++) {
		struct cpr_item items[MAX_RELATED];
		size_t n = select_first(run, f->related[i].select, node, vars, items, MAX_RELATED);

		for (size_t k = 0; k < n; k++)
			cpr_emit_related_item(run, finding, items[k], f->related[i].label);
	}
	cpr_emit_end(run, finding);
}

/* What a let missed: a test that misses the let says so, and not "$name", which means nothing to the author of a campaign. */
struct missed {
	cpr_node node;
	struct cpr_str what; /* empty: nothing */
};

/* In what the last expression missed, puts what the lets missed in the place of their names. */
static void name_missing(struct cpr_run *run, const struct fact *f, const struct missed *missed, uint32_t n)
{
	struct cpr_expr_env *env = run->expr;

	for (size_t i = 0; i < env->n_missing; i++) {
		struct cpr_str what = env->missing[i].what;

		if (!what.n || what.p[0] != '$')
			continue;
		for (uint32_t k = 0; k < n; k++)
			if (missed[k].what.n && cpr_str_eq((struct cpr_str){ what.p + 1, what.n - 1 }, f->vars[k].name)) {
				env->missing[i].node = missed[k].node;
				env->missing[i].what = missed[k].what;
			}
	}
}

/* False ends the rule: a limit was hit or memory ran out. */
static bool check_node(struct cpr_run *run, const struct fact *f, struct cpr_item node)
{
	struct cpr_expr_value vars[MAX_LETS], v;
	struct missed missed[MAX_LETS];
	enum cpr_outcome out;

	for (uint32_t i = 0; i < f->n_lets; i++) {
		out = cpr_expr_eval(f->lets[i], run->expr, node, node, vars, &vars[i]);
		if (is_limit(out))
			return tell_outcome(run, out, node.node);
		missed[i] = (struct missed){ 0 };
		name_missing(run, f, missed, i);
		if (out == CPR_OUT_MISSING && run->expr->n_missing)
			missed[i] = (struct missed){ run->expr->missing[0].node, run->expr->missing[0].what };
	}
	out = cpr_expr_eval(f->test, run->expr, node, node, vars, &v);
	if (is_limit(out))
		return tell_outcome(run, out, node.node);
	name_missing(run, f, missed, f->n_lets);
	if (out == CPR_OUT_VALUE && v.u.truth)
		cpr_emit_pass(run, 1);
	else if (out == CPR_OUT_VALUE || f->on_missing == MISSING_FAIL)
		emit(run, f, CPREVIEW_FAIL, node, vars);
	else if (f->on_missing == MISSING_REVIEW)
		emit(run, f, CPREVIEW_REVIEW, node, vars);
	else
		run->result->counts[f->on_missing == MISSING_PASS ? CPREVIEW_PASS : CPREVIEW_NOT_APPLICABLE]++;
	return true;
}

static void run_fact(struct cpr_run *run)
{
	const struct fact *f = run->rule->data;
	struct cpr_expr_value nodes;
	bool go_on;

	if (!cpr_emit_select(run, f->select, &nodes))
		return;
	go_on = true;
	for (size_t i = 0; go_on && i < nodes.u.nodes.n; i++)
		if (cpr_emit_applies(run, cpr_material_of(run->campaign, nodes.u.nodes.v[i].node)))
			go_on = check_node(run, f, nodes.u.nodes.v[i]);
}

const struct cpr_check_kind cpr_kind_fact = {
	.name = "fact",
	.summary = "an expression over the stated facts that must hold: presence, numbers, dates, counts, sums, joins",
	.compile = compile,
	.run = run_fact,
};

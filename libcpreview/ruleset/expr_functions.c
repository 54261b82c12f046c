/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of expressions: one row each in the table, with its arguments' types, its result, what is checked at load
 * beyond that, and its evaluator. No function reads a clock, a file or the environment. Functions on text and codes are in
 * expr_text.c, those on dates and references in expr_dates.c.
 */
#include "ruleset/expr_library.h"

#include <stdio.h>

#define NUMBER_BIT CPR_CLASS(CPR_EXPR_NUMBER)
#define EVAL(name)                                                                                 \
	bool eval_##name(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, \
			 struct cpr_result *args, struct cpr_result *ret)

/* ---- Counting ---- */

static void note_nodes(struct cpr_exec *x, const struct cpr_set *set)
{
	for (size_t i = 0; i < set->n && i < 16; i++)
		cpr_exec_operand(x, set->v[i]);
}

static EVAL(count)
{
	(void)n, (void)f;
	note_nodes(x, &args[0].u.set);
	if (args[0].u.set.gap)
		ret->kind = CPR_RES_MISSING;
	else
		cpr_return_number(ret, cpr_decimal_int((int64_t)args[0].u.set.n));
	return true;
}

static bool check_sum(struct cpr_compiler *c, struct cpr_xnode *n)
{
	return cpr_expr_want(c, n->args[0], NUMBER_BIT, "what sum() adds up");
}

static EVAL(sum)
{
	struct cpr_atoms it = { .of = &args[0] };
	struct cpr_decimal sum = { 0 };
	struct cpr_atom a;
	bool any;

	(void)n, (void)f;
	for (;;) {
		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (a.type != CPR_EXPR_NUMBER)
			return cpr_exec_fault(x, "unlike units: sum() adds numbers, not %s",
					      cpr_class_name(CPR_CLASS(a.type)));
		if (!cpr_decimal_add(sum, a.u.number, &sum))
			return cpr_exec_fault(x, "the sum needs more than %d digits", CPR_DECIMAL_DIGITS);
	}
	if (args[0].u.set.gap || args[0].u.set.lacks)
		ret->kind = CPR_RES_MISSING;
	else
		cpr_return_number(ret, sum);
	return true;
}

static bool check_extreme(struct cpr_compiler *c, struct cpr_xnode *n)
{
	unsigned ordered = NUMBER_BIT | CPR_CLASS(CPR_EXPR_MOMENT) | CPR_CLASS(CPR_EXPR_DURATION);
	unsigned classes = n->args[0]->sort.classes & ordered;

	if (!classes)
		return cpr_expr_fail(c, n->args[0]->at, "%.*s() looks at numbers, dates or durations, but this is %s",
				     CPR_STR_ARG(n->text), cpr_class_name(n->args[0]->sort.classes));
	n->sort = cpr_sort_scalar(CPR_EXPR_ANY);
	n->sort.classes = classes;
	for (unsigned type = CPR_EXPR_NUMBER; type <= CPR_EXPR_DURATION; type++)
		if (classes == CPR_CLASS(type))
			n->sort = cpr_sort_scalar((enum cpr_expr_type)type);
	return true;
}

static bool extreme(struct cpr_exec *x, struct cpr_result *args, enum cpr_op better, struct cpr_result *ret)
{
	struct cpr_atoms it = { .of = &args[0] };
	struct cpr_atom best = { 0 }, a;
	bool any, is_better, have = false;

	for (;;) {
		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (a.type == CPR_EXPR_TEXT || a.type == CPR_EXPR_TRUTH)
			return cpr_exec_fault(x, "unlike units: min() and max() do not look at %s",
					      cpr_class_name(CPR_CLASS(a.type)));
		if (have && !cpr_exec_compare(x, better, &a, &best, &is_better))
			return false;
		if (!have || is_better)
			best = a;
		have = true;
	}
	ret->kind = CPR_RES_MISSING;
	if (!have || args[0].u.set.gap || args[0].u.set.lacks)
		return true;
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = best;
	return true;
}

static EVAL(min)
{
	(void)n, (void)f;
	return extreme(x, args, CPR_OP_LT, ret);
}

static EVAL(max)
{
	(void)n, (void)f;
	return extreme(x, args, CPR_OP_GT, ret);
}

/* ---- Numbers ---- */

static EVAL(abs)
{
	(void)x, (void)n, (void)f;
	args[0].u.atom.u.number.negative = false;
	cpr_return_number(ret, args[0].u.atom.u.number);
	return true;
}

/* A whole part always fits. */
static bool whole(struct cpr_decimal v, enum cpr_rounding mode, struct cpr_result *ret)
{
	cpr_decimal_round(v, 0, mode, &v);
	cpr_return_number(ret, v);
	return true;
}

static EVAL(floor)
{
	(void)x, (void)n, (void)f;
	return whole(args[0].u.atom.u.number, args[0].u.atom.u.number.negative ? CPR_ROUND_UP : CPR_ROUND_DOWN, ret);
}

static EVAL(ceiling)
{
	(void)x, (void)n, (void)f;
	return whole(args[0].u.atom.u.number, args[0].u.atom.u.number.negative ? CPR_ROUND_DOWN : CPR_ROUND_UP, ret);
}

static EVAL(round)
{
	struct cpr_decimal v = args[0].u.atom.u.number;
	int64_t places = 0;

	(void)f;
	if (n->n_args > 1 &&
	    (!cpr_decimal_to_i64(args[1].u.atom.u.number, &places) || places < 0 || places > CPR_DECIMAL_DIGITS))
		return cpr_exec_fault(x, "round() wants a whole number of places from 0 to %d", CPR_DECIMAL_DIGITS);
	/* More places than there are change nothing. */
	if (places < v.scale)
		cpr_decimal_round(v, (uint8_t)places, CPR_ROUND_HALF_UP, &v);
	cpr_return_number(ret, v);
	return true;
}

/* ---- Truth ---- */

static EVAL(inverse)
{
	(void)x, (void)n, (void)f;
	cpr_return_truth(ret, !args[0].u.atom.u.truth);
	return true;
}

static EVAL(boolean)
{
	(void)x, (void)n, (void)f;
	cpr_return_truth(ret, args[0].u.atom.u.truth);
	return true;
}

static EVAL(true)
{
	(void)x, (void)n, (void)f, (void)args;
	cpr_return_truth(ret, true);
	return true;
}

static EVAL(false)
{
	(void)x, (void)n, (void)f, (void)args;
	cpr_return_truth(ret, false);
	return true;
}

/* The last two arguments are alternatives: one of them will be the result. */
static bool check_alternatives(struct cpr_compiler *c, struct cpr_xnode *n)
{
	struct cpr_xnode *a = n->args[n->n_args - 2], *b = n->args[n->n_args - 1];

	if (!cpr_expr_adapt(c, a, b) || !cpr_expr_adapt(c, b, a))
		return false;
	if (!(a->sort.classes & b->sort.classes))
		return cpr_expr_fail(c, n->at, "unlike units: %.*s is %s, and %.*s is %s",
				     CPR_STR_ARG(cpr_expr_quote(c, a->at, a->end)), cpr_class_name(a->sort.classes),
				     CPR_STR_ARG(cpr_expr_quote(c, b->at, b->end)), cpr_class_name(b->sort.classes));
	n->sort = cpr_sort_join(c, &a->sort, &b->sort);
	return !c->failed;
}

static EVAL(if)
{
	int truth;

	(void)args;
	if (!cpr_exec_eval(x, n->args[0], f, ret) || !cpr_exec_truth(x, ret, &truth))
		return false;
	ret->kind = CPR_RES_MISSING;
	return truth < 0 ? true : cpr_exec_eval(x, n->args[truth ? 1 : 2], f, ret);
}

static EVAL(default)
{
	size_t notes = x->env->n_missing;

	(void)args;
	if (!cpr_exec_eval(x, n->args[0], f, ret))
		return false;
	if (ret->kind == CPR_RES_ATOM || (ret->kind == CPR_RES_SET && ret->u.set.n))
		return true;
	x->env->n_missing = notes;
	return cpr_exec_eval(x, n->args[1], f, ret);
}

/* ---- Where one is ---- */

static EVAL(position)
{
	(void)x, (void)n, (void)args;
	if (f->position_unsure)
		ret->kind = CPR_RES_MISSING;
	else
		cpr_return_number(ret, cpr_decimal_int((int64_t)f->position));
	return true;
}

static EVAL(last)
{
	(void)x, (void)n, (void)args;
	if (f->size_unsure)
		ret->kind = CPR_RES_MISSING;
	else
		cpr_return_number(ret, cpr_decimal_int((int64_t)f->size));
	return true;
}

static bool return_item(struct cpr_exec *x, struct cpr_item item, struct cpr_result *ret)
{
	struct cpr_item *one = cpr_exec_alloc(x, 1, sizeof *one);

	if (!one)
		return false;
	*one = item;
	ret->kind = CPR_RES_SET;
	ret->u.set = (struct cpr_set){ .v = one, .n = 1 };
	return true;
}

static bool check_current(struct cpr_compiler *c, struct cpr_xnode *n)
{
	n->sort = c->scope->current_is_context ? cpr_sort_element(c, c->scope->context) : cpr_sort_any(c);
	return !c->failed;
}

static EVAL(current)
{
	(void)n, (void)f, (void)args;
	return return_item(x, x->current, ret);
}

static EVAL(name)
{
	const struct cpr_set *set = &args[0].u.set;
	struct cpr_item item;
	cpr_name name;

	(void)n, (void)f;
	ret->kind = CPR_RES_MISSING;
	if (set->n > 1)
		return cpr_exec_fault(x, "name() wants one node, not %zu", set->n);
	if (set->n == 0 || set->gap)
		return true;
	item = set->v[0];
	name = item.attr == CPR_NO_NODE ? x->doc->nodes[item.node].name : x->doc->attrs[item.attr].name;
	cpr_return_text(ret, x->doc->names[name].local, item);
	return true;
}

/* ---- The table ---- */

/*
 * Columns: name, least and most arguments, their types (the last one goes for all further ones), what it depends on, whether
 * it is of "." without argument, whether it evaluates its arguments itself, result, check, evaluator.
 */
#define NODES CPR_ARG_NODES
#define NUMBER CPR_ARG_NUMBER
#define TEXT CPR_ARG_TEXT
#define TRUTH CPR_ARG_TRUTH
#define MOMENT CPR_ARG_MOMENT
#define DURATION CPR_ARG_DURATION
#define VALUES CPR_ARG_VALUES
#define LITERAL CPR_ARG_LITERAL
#define NONE CPR_ARG_NONE
/* clang-format off */
const struct cpr_function cpr_functions[] = {
	{ "count", 1, 1, { NODES }, 0, false, false, CPR_EXPR_NUMBER, NULL, eval_count },
	{ "sum", 1, 1, { NODES }, 0, false, false, CPR_EXPR_NUMBER, check_sum, eval_sum },
	{ "min", 1, 1, { NODES }, 0, false, false, CPR_EXPR_ANY, check_extreme, eval_min },
	{ "max", 1, 1, { NODES }, 0, false, false, CPR_EXPR_ANY, check_extreme, eval_max },
	{ "count-distinct", 1, 1, { NODES }, 0, false, false, CPR_EXPR_NUMBER, NULL, cpr_eval_count_distinct },
	{ "abs", 1, 1, { NUMBER }, 0, false, false, CPR_EXPR_NUMBER, NULL, eval_abs },
	{ "round", 1, 2, { NUMBER }, 0, false, false, CPR_EXPR_NUMBER, NULL, eval_round },
	{ "floor", 1, 1, { NUMBER }, 0, false, false, CPR_EXPR_NUMBER, NULL, eval_floor },
	{ "ceiling", 1, 1, { NUMBER }, 0, false, false, CPR_EXPR_NUMBER, NULL, eval_ceiling },
	{ "number", 0, 1, { TEXT }, 0, true, false, CPR_EXPR_NUMBER, cpr_check_number, cpr_eval_number },
	{ "rank", 1, 1, { VALUES }, 0, false, false, CPR_EXPR_NUMBER, cpr_check_rank, cpr_eval_rank },
	{ "not", 1, 1, { TRUTH }, 0, false, false, CPR_EXPR_TRUTH, NULL, eval_inverse },
	{ "true", 0, 0, { NONE }, 0, false, false, CPR_EXPR_TRUTH, NULL, eval_true },
	{ "false", 0, 0, { NONE }, 0, false, false, CPR_EXPR_TRUTH, NULL, eval_false },
	{ "boolean", 1, 1, { TRUTH }, 0, false, false, CPR_EXPR_TRUTH, NULL, eval_boolean },
	{ "if", 3, 3, { TRUTH, VALUES, VALUES }, 0, false, true, CPR_EXPR_ANY, check_alternatives, eval_if },
	{ "default", 2, 2, { VALUES }, 0, false, true, CPR_EXPR_ANY, check_alternatives, eval_default },
	{ "string", 0, 1, { TEXT }, 0, true, false, CPR_EXPR_TEXT, NULL, cpr_eval_string },
	{ "concat", 2, 32, { TEXT }, 0, false, false, CPR_EXPR_TEXT, NULL, cpr_eval_concat },
	{ "contains", 2, 2, { TEXT }, 0, false, false, CPR_EXPR_TRUTH, NULL, cpr_eval_contains },
	{ "starts-with", 2, 2, { TEXT }, 0, false, false, CPR_EXPR_TRUTH, NULL, cpr_eval_starts_with },
	{ "ends-with", 2, 2, { TEXT }, 0, false, false, CPR_EXPR_TRUTH, NULL, cpr_eval_ends_with },
	{ "string-length", 0, 1, { TEXT }, 0, true, false, CPR_EXPR_NUMBER, NULL, cpr_eval_string_length },
	{ "normalize-space", 0, 1, { TEXT }, 0, true, false, CPR_EXPR_TEXT, NULL, cpr_eval_normalize_space },
	{ "matches", 2, 2, { TEXT, LITERAL }, 0, false, false, CPR_EXPR_TRUTH, cpr_check_matches, cpr_eval_matches },
	{ "one-of", 2, 2, { VALUES, LITERAL }, 0, false, false, CPR_EXPR_TRUTH, cpr_check_one_of, cpr_eval_one_of },
	{ "date", 1, 1, { TEXT }, 0, false, false, CPR_EXPR_MOMENT, cpr_check_reading, cpr_eval_date },
	{ "moment", 1, 1, { TEXT }, 0, false, false, CPR_EXPR_MOMENT, cpr_check_reading, cpr_eval_moment },
	{ "duration", 1, 1, { TEXT }, 0, false, false, CPR_EXPR_DURATION, cpr_check_reading, cpr_eval_duration },
	{ "as-of", 0, 0, { NONE }, 0, false, false, CPR_EXPR_MOMENT, NULL, cpr_eval_as_of },
	{ "date-of", 1, 1, { MOMENT }, 0, false, false, CPR_EXPR_MOMENT, NULL, cpr_eval_date_of },
	{ "days-between", 2, 2, { MOMENT }, 0, false, false, CPR_EXPR_NUMBER, NULL, cpr_eval_days_between },
	{ "add-days", 2, 2, { MOMENT, NUMBER }, 0, false, false, CPR_EXPR_MOMENT, NULL, cpr_eval_add_days },
	{ "add-months", 2, 2, { MOMENT, NUMBER }, 0, false, false, CPR_EXPR_MOMENT, NULL, cpr_eval_add_months },
	{ "add", 2, 2, { MOMENT, DURATION }, 0, false, false, CPR_EXPR_MOMENT, NULL, cpr_eval_add },
	{ "id", 1, 1, { VALUES }, 0, false, false, CPR_EXPR_NODES, cpr_check_id, cpr_eval_id },
	{ "current", 0, 0, { NONE }, CPR_NEEDS_CURRENT, false, false, CPR_EXPR_NODES, check_current, eval_current },
	{ "name", 0, 1, { NODES }, 0, true, false, CPR_EXPR_TEXT, NULL, eval_name },
	{ "position", 0, 0, { NONE }, CPR_NEEDS_POSITION, false, false, CPR_EXPR_NUMBER, NULL, eval_position },
	{ "last", 0, 0, { NONE }, CPR_NEEDS_POSITION, false, false, CPR_EXPR_NUMBER, NULL, eval_last },
};
/* clang-format on */
const size_t cpr_n_functions = sizeof cpr_functions / sizeof *cpr_functions;

const struct cpr_function *cpr_function_find(struct cpr_str name)
{
	for (size_t i = 0; i < cpr_n_functions; i++)
		if (cpr_str_is(name, cpr_functions[i].name))
			return &cpr_functions[i];
	return NULL;
}

const char *cpr_function_instead(struct cpr_str name)
{
	static const char *const table[][2] = {
		{ "substring", "matches()" },
		{ "substring-before", "matches()" },
		{ "substring-after", "matches()" },
		{ "translate", "matches(), which levels case and width" },
		{ "local-name", "name()" },
		{ "namespace-uri", "a prefix in the path" },
		{ "lang", "@xml:lang = '...'" },
		{ "exists", "the path itself" },
		{ "empty", "not(path)" },
		{ "avg", "sum(...) div count(...)" },
		{ "lower-case", "matches(), which levels case" },
		{ "upper-case", "matches(), which levels case" },
		{ "distinct-values", "count-distinct()" },
		{ "current-date", "as-of()" },
		{ "today", "as-of()" },
		{ "now", "as-of()" },
		{ "key", "name[@a = value]" },
		{ "document", "nothing: rules see one campaign" },
		{ "doc", "nothing: rules see one campaign" },
		{ "coalesce", "default()" },
		{ "tokenize", "one-of()" },
		{ "replace", "matches()" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (cpr_str_is(name, table[i][0]))
			return table[i][1];
	return NULL;
}

/* ---- Calls at load ---- */

static bool unknown(struct cpr_compiler *c, const struct cpr_xnode *x)
{
	const char *instead = cpr_function_instead(x->text), *guess = NULL;
	struct cpr_str name = cpr_expr_short(x->text);
	size_t best = 3;

	if (instead)
		return cpr_expr_fail(c, x->at, "the function %.*s() is left out; use %s", CPR_STR_ARG(name), instead);
	for (size_t i = 0; i < cpr_n_functions; i++) {
		size_t distance = cpr_str_distance(x->text, cpr_str_of(cpr_functions[i].name), best);

		if (distance >= best)
			continue;
		best = distance;
		guess = cpr_functions[i].name;
	}
	if (guess)
		return cpr_expr_fail(c, x->at, "there is no function %.*s(); did you mean %s()?", CPR_STR_ARG(name),
				     guess);
	return cpr_expr_fail(c, x->at, "there is no function %.*s()", CPR_STR_ARG(name));
}

static enum cpr_arg arg_kind(const struct cpr_function *f, size_t i)
{
	size_t last = sizeof f->args - 1;

	while (last > 0 && f->args[last] == CPR_ARG_NONE)
		last--;
	return (enum cpr_arg)f->args[i < last ? i : last];
}

static bool check_argument(struct cpr_compiler *c, struct cpr_xnode *x, size_t i)
{
	struct cpr_xnode *a = x->args[i];
	char who[64];

	if (x->n_args == 1)
		snprintf(who, sizeof who, "the argument of %s()", x->u.call.f->name);
	else
		snprintf(who, sizeof who, "argument %zu of %s()", i + 1, x->u.call.f->name);
	switch (arg_kind(x->u.call.f, i)) {
	case CPR_ARG_NODES:
		if (a->sort.type == CPR_EXPR_NODES || (a->sort.type == CPR_EXPR_ANY && a->sort.elements))
			return true;
		return cpr_expr_fail(c, a->at, "%s must be a path, but %.*s is %s", who,
				     CPR_STR_ARG(cpr_expr_quote(c, a->at, a->end)), cpr_class_name(a->sort.classes));
	case CPR_ARG_NUMBER:
		return cpr_expr_want(c, a, NUMBER_BIT, who);
	case CPR_ARG_MOMENT:
		return cpr_expr_want(c, a, CPR_CLASS(CPR_EXPR_MOMENT), who);
	case CPR_ARG_DURATION:
		return cpr_expr_want(c, a, CPR_CLASS(CPR_EXPR_DURATION), who);
	case CPR_ARG_TRUTH:
		return cpr_expr_want_truth(c, a);
	case CPR_ARG_LITERAL:
		if (cpr_is_literal(a))
			return true;
		return cpr_expr_fail(c, a->at,
				     "%s must be a text in quotes, because it is read when the rule is loaded", who);
	case CPR_ARG_VALUES:
		return x->u.call.f->result == CPR_EXPR_ANY ? true : cpr_expr_want(c, a, CPR_CLASS_ALL, who);
	default:
		return cpr_expr_want(c, a, CPR_CLASS_ALL, who);
	}
}

static bool check_count(struct cpr_compiler *c, const struct cpr_xnode *x)
{
	const struct cpr_function *f = x->u.call.f;

	if (x->n_args >= f->min_args && x->n_args <= f->max_args)
		return true;
	if (f->max_args == 0)
		return cpr_expr_fail(c, x->at, "%s() takes no arguments", f->name);
	if (f->min_args == f->max_args)
		return cpr_expr_fail(c, x->at, "%s() takes %u argument%s, not %zu", f->name, f->min_args,
				     f->min_args == 1 ? "" : "s", x->n_args);
	return cpr_expr_fail(c, x->at, "%s() takes %u to %u arguments, not %zu", f->name, f->min_args, f->max_args,
			     x->n_args);
}

bool cpr_expr_check_call(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate)
{
	const struct cpr_function *f = cpr_function_find(x->text);

	(void)focus;
	if (!f)
		return unknown(c, x);
	x->u.call.f = f;
	x->needs |= f->needs;
	if (f->context && x->n_args == 0)
		x->needs |= CPR_NEEDS_CONTEXT;
	if (f->needs & CPR_NEEDS_POSITION && !in_predicate)
		return cpr_expr_fail(c, x->at, "%s() has a meaning only in a predicate", f->name);
	if (!check_count(c, x))
		return false;
	for (size_t i = 0; i < x->n_args; i++)
		if (!check_argument(c, x, i))
			return false;
	x->sort = cpr_sort_scalar(f->result);
	return f->check ? f->check(c, x) : true;
}

/* ---- Calls at run time ---- */

static bool convert(struct cpr_exec *x, const struct cpr_xnode *n, enum cpr_expr_type type, struct cpr_result *r)
{
	if (!cpr_exec_one(x, n, r))
		return false;
	if (r->kind == CPR_RES_MISSING)
		return true;
	if (r->u.atom.literal && !cpr_exec_adapt(x, &r->u.atom, type))
		return false;
	if (r->u.atom.type != type)
		return cpr_exec_fault(x, "unlike units: %.*s is %s, not %s", CPR_STR_ARG(cpr_exec_quote(x, n)),
				      cpr_class_name(CPR_CLASS(r->u.atom.type)), cpr_class_name(CPR_CLASS(type)));
	return true;
}

static bool argument(struct cpr_exec *x, const struct cpr_xnode *n, enum cpr_arg kind, struct cpr_result *r,
		     bool *missing)
{
	int truth;

	switch (kind) {
	case CPR_ARG_NODES:
		if (r->kind == CPR_RES_ATOM)
			return cpr_exec_fault(x, "nodes are wanted, not %s", cpr_class_name(CPR_CLASS(r->u.atom.type)));
		break;
	case CPR_ARG_NUMBER:
		if (!convert(x, n, CPR_EXPR_NUMBER, r))
			return false;
		break;
	case CPR_ARG_MOMENT:
		if (!convert(x, n, CPR_EXPR_MOMENT, r))
			return false;
		break;
	case CPR_ARG_DURATION:
		if (!convert(x, n, CPR_EXPR_DURATION, r))
			return false;
		break;
	case CPR_ARG_TEXT:
		if (!cpr_exec_one_text(x, n, r))
			return false;
		break;
	case CPR_ARG_TRUTH:
		if (!cpr_exec_truth(x, r, &truth))
			return false;
		r->kind = CPR_RES_MISSING;
		if (truth >= 0)
			cpr_return_truth(r, truth);
		break;
	default:
		return true; /* may be missing */
	}
	*missing |= r->kind == CPR_RES_MISSING;
	return true;
}

bool cpr_exec_call(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret)
{
	const struct cpr_function *fn = n->u.call.f;
	bool missing = false, context = fn->context && n->n_args == 0;
	struct cpr_result *args;

	if (fn->lazy)
		return fn->eval(x, n, f, NULL, ret);
	args = cpr_exec_alloc(x, n->n_args + 1, sizeof *args);
	if (!args)
		return false;
	if (context && (!return_item(x, f->item, &args[0]) || !argument(x, n, arg_kind(fn, 0), &args[0], &missing)))
		return false;
	for (size_t i = 0; i < n->n_args; i++)
		if (!cpr_exec_eval(x, n->args[i], f, &args[i]) ||
		    !argument(x, n->args[i], arg_kind(fn, i), &args[i], &missing))
			return false;
	if (!missing)
		return fn->eval(x, n, f, args, ret);
	ret->kind = CPR_RES_MISSING;
	return true;
}

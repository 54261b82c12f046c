/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operators at run time with their three-valued logic, the environment of a review, temporary memory, and cpr_expr_eval().
 * Evaluation descends as deep as the author nested, which the parser limits.
 */
#include "ruleset/expr_internal.h"

#include <stdarg.h>
#include <stdio.h>

#define DIV_PLACES 16 /* enough for any rate or share, and two quotients can still be multiplied */
#define FIRST_BLOCK ((size_t)16 << 10)
/* Not part of the frame that every level of nesting has. */
#define OWN_FRAME __attribute__((noinline))
#define LARGEST_BLOCK ((size_t)4 << 20)

/* ---- How evaluation ends early ---- */

bool cpr_exec_fault(struct cpr_exec *x, const char *fmt, ...)
{
	va_list ap;

	x->stop = CPR_OUT_FAULT;
	va_start(ap, fmt);
	vsnprintf(x->env->fault, sizeof x->env->fault, fmt, ap);
	va_end(ap);
	cpr_expr_tidy(x->env->fault, sizeof x->env->fault);
	return false;
}

bool cpr_exec_nomem(struct cpr_exec *x)
{
	x->stop = CPR_OUT_NOMEM;
	return false;
}

bool cpr_exec_spend_slow(struct cpr_exec *x)
{
	x->env->steps_left = 0;
	x->stop = CPR_OUT_LIMIT;
	return false;
}

/* ---- Temporary memory ---- */

static struct cpr_stack_block *new_block(struct cpr_exec *x, size_t size)
{
	struct cpr_stack_block *top = x->work->top.block, *b;
	size_t cap = top ? top->cap * 2 : FIRST_BLOCK, bytes;

	cap = cap > LARGEST_BLOCK ? LARGEST_BLOCK : cap;
	cap = cap < size ? size : cap;
	if (__builtin_add_overflow(cap, sizeof *b, &bytes))
		return NULL;
	b = cpr_alloc(x->env->mem, bytes);
	if (!b)
		return NULL;
	b->cap = cap;
	/* Behind the top; what was kept there for later stays behind it. */
	b->before = top;
	b->next = top ? top->next : x->work->first;
	if (b->next)
		b->next->before = b;
	if (top)
		top->next = b;
	else
		x->work->first = b;
	return b;
}

void *cpr_exec_alloc(struct cpr_exec *x, size_t count, size_t size)
{
	struct cpr_mark *top = &x->work->top;
	struct cpr_stack_block *b;
	size_t bytes, align = _Alignof(max_align_t);

	if (__builtin_mul_overflow(count, size, &bytes) || __builtin_add_overflow(bytes, align, &bytes))
		return cpr_exec_nomem(x), NULL;
	bytes &= ~(align - 1);
	b = top->block;
	if (!b || bytes > b->cap - top->used) {
		b = b ? b->next : x->work->first;
		if (!b || bytes > b->cap)
			b = new_block(x, bytes);
		if (!b)
			return cpr_exec_nomem(x), NULL;
		*top = (struct cpr_mark){ .block = b };
	}
	top->used += bytes;
	return b->bytes + top->used - bytes;
}

static void stack_free(struct cpr_expr_env *env)
{
	struct cpr_stack_block *b = env->work->first;

	while (b) {
		struct cpr_stack_block *next = b->next;

		cpr_free(env->mem, b);
		b = next;
	}
	env->work->first = NULL;
	env->work->top = (struct cpr_mark){ 0 };
}

/* ---- Notes for the evidence ---- */

void cpr_exec_missing(struct cpr_exec *x, cpr_node node, struct cpr_str what)
{
	struct cpr_expr_env *env = x->env;
	size_t n = env->n_missing;

	if (n == sizeof env->missing / sizeof *env->missing)
		return;
	for (size_t i = 0; i < n; i++)
		if (env->missing[i].node == node && cpr_str_eq(env->missing[i].what, what))
			return;
	env->missing[n].node = node;
	env->missing[n].what = what;
	env->n_missing++;
}

void cpr_exec_operand(struct cpr_exec *x, struct cpr_item item)
{
	struct cpr_expr_env *env = x->env;

	if (item.node == CPR_NO_NODE || env->n_operands == sizeof env->operands / sizeof *env->operands)
		return;
	for (size_t i = 0; i < env->n_operands; i++)
		if (env->operands[i].node == item.node && env->operands[i].attr == item.attr)
			return;
	env->operands[env->n_operands++] = item;
}

/* ---- Operators ---- */

static void set_truth(struct cpr_result *ret, bool truth)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom =
		(struct cpr_atom){ .type = CPR_EXPR_TRUTH, .origin = { CPR_NO_NODE, CPR_NO_NODE }, .u.truth = truth };
}

static void set_number(struct cpr_result *ret, struct cpr_decimal number)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = (struct cpr_atom){ .type = CPR_EXPR_NUMBER,
					 .origin = { CPR_NO_NODE, CPR_NO_NODE },
					 .u.number = number };
}

bool cpr_exec_truth(struct cpr_exec *x, const struct cpr_result *r, int *ret)
{
	switch (r->kind) {
	case CPR_RES_MISSING:
		*ret = -1;
		return true;
	case CPR_RES_SET:
		*ret = r->u.set.n ? 1 : r->u.set.gap ? -1 : 0;
		if (r->u.set.n)
			cpr_exec_operand(x, r->u.set.v[0]);
		return true;
	case CPR_RES_ATOM:
		break;
	}
	switch (r->u.atom.type) {
	case CPR_EXPR_TRUTH:
		*ret = r->u.atom.u.truth;
		return true;
	case CPR_EXPR_NUMBER:
		*ret = r->u.atom.u.number.coef != 0;
		return true;
	case CPR_EXPR_TEXT:
		*ret = r->u.atom.u.text.n != 0;
		return true;
	default:
		return cpr_exec_fault(x, "%s is neither true nor false", cpr_class_name(CPR_CLASS(r->u.atom.type)));
	}
}

/* Kleene: one operand can decide although others are missing. */
OWN_FRAME static bool and_or(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f,
			     struct cpr_result *ret)
{
	int deciding = n->kind == CPR_X_OR, one;
	bool missing = false;

	for (size_t i = 0; i < n->n_args; i++) {
		struct cpr_mark mark = cpr_exec_mark(x);

		if (!cpr_exec_eval(x, n->args[i], f, ret) || !cpr_exec_truth(x, ret, &one))
			return false;
		cpr_exec_release(x, mark);
		if (one == deciding) {
			set_truth(ret, deciding);
			return true;
		}
		missing |= one == -1;
	}
	if (missing)
		ret->kind = CPR_RES_MISSING;
	else
		set_truth(ret, !deciding);
	return true;
}

OWN_FRAME static bool compare(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f,
			      struct cpr_result *ret)
{
	struct cpr_mark mark = cpr_exec_mark(x);
	struct cpr_result right;
	bool ok = cpr_exec_eval(x, n->args[0], f, ret) && cpr_exec_eval(x, n->args[1], f, &right);

	if (ok) {
		struct cpr_result left = *ret;

		ok = cpr_exec_compare_results(x, n, &left, &right, ret);
	}
	cpr_exec_release(x, mark);
	return ok;
}

/* One number, or missing. */
static bool number_of(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret)
{
	if (!cpr_exec_eval(x, n, f, ret) || !cpr_exec_one(x, n, ret))
		return false;
	if (ret->kind == CPR_RES_MISSING)
		return true;
	if (ret->u.atom.literal && !cpr_exec_adapt(x, &ret->u.atom, CPR_EXPR_NUMBER))
		return false;
	if (ret->u.atom.type != CPR_EXPR_NUMBER)
		return cpr_exec_fault(x, "unlike units: %.*s is %s, not a number", CPR_STR_ARG(cpr_exec_quote(x, n)),
				      cpr_class_name(CPR_CLASS(ret->u.atom.type)));
	return true;
}

static bool divide(struct cpr_decimal a, struct cpr_decimal b, struct cpr_decimal *ret)
{
	/* A quotient with many digits before the point has fewer behind it. */
	for (uint8_t places = DIV_PLACES + 1; places-- > 0;) {
		if (!cpr_decimal_div(a, b, places, CPR_ROUND_HALF_UP, ret))
			continue;
		*ret = cpr_decimal_strip(*ret);
		return true;
	}
	return false;
}

static bool calculate(struct cpr_exec *x, enum cpr_op op, struct cpr_decimal a, struct cpr_decimal b,
		      struct cpr_decimal *ret)
{
	bool ok = false;

	if ((op == CPR_OP_DIV || op == CPR_OP_MOD) && b.coef == 0)
		return cpr_exec_fault(x, "division by zero");
	switch (op) {
	case CPR_OP_ADD:
		ok = cpr_decimal_add(a, b, ret);
		break;
	case CPR_OP_SUB:
		ok = cpr_decimal_sub(a, b, ret);
		break;
	case CPR_OP_MUL:
		ok = cpr_decimal_mul(a, b, ret);
		break;
	case CPR_OP_DIV:
		ok = divide(a, b, ret);
		break;
	default:
		ok = cpr_decimal_mod(a, b, ret);
		break;
	}
	return ok ? true : cpr_exec_fault(x, "a result needs more than %d digits; see round()", CPR_DECIMAL_DIGITS);
}

OWN_FRAME static bool arithmetic(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f,
				 struct cpr_result *ret)
{
	struct cpr_mark mark = cpr_exec_mark(x);
	struct cpr_decimal sum = { 0 };
	bool missing = false;

	for (size_t i = 0; i < n->n_args; i++) {
		if (!number_of(x, n->args[i], f, ret))
			return false;
		cpr_exec_release(x, mark);
		missing |= ret->kind == CPR_RES_MISSING;
		if (missing)
			continue;
		if (i == 0)
			sum = ret->u.atom.u.number;
		else if (!calculate(x, (enum cpr_op)n->u.ops[i], sum, ret->u.atom.u.number, &sum))
			return false;
	}
	if (missing)
		ret->kind = CPR_RES_MISSING;
	else
		set_number(ret, sum);
	return true;
}

OWN_FRAME static bool unite(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f,
			    struct cpr_result *ret)
{
	struct cpr_list all = { 0 };
	struct cpr_set set = { 0 };

	for (size_t i = 0; i < n->n_args; i++) {
		if (!cpr_exec_eval(x, n->args[i], f, ret))
			return false;
		if (ret->kind == CPR_RES_ATOM)
			return cpr_exec_fault(x, "| unites nodes, not values");
		if (ret->kind == CPR_RES_MISSING) {
			set.gap = true;
			continue;
		}
		for (size_t k = 0; k < ret->u.set.n; k++)
			if (!cpr_exec_spend(x, 1) || !cpr_exec_push(x, &all, ret->u.set.v[k]))
				return false;
		set.gap |= ret->u.set.gap;
		set.lacks += ret->u.set.lacks;
	}
	if (!cpr_exec_sort(x, &all))
		return false;
	set.v = all.v;
	set.n = all.n;
	ret->kind = CPR_RES_SET;
	ret->u.set = set;
	return true;
}

OWN_FRAME static bool variable(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *ret)
{
	const struct cpr_expr_value *v = x->vars ? &x->vars[n->u.var] : NULL;
	struct cpr_atom *a = &ret->u.atom;

	if (!v || v->type == CPR_EXPR_ANY) {
		ret->kind = CPR_RES_MISSING;
		/* $ is part of what an author calls it; the name stands right behind it in the source. */
		cpr_exec_missing(x, CPR_NO_NODE, (struct cpr_str){ n->text.p - 1, n->text.n + 1 });
		return true;
	}
	if (v->type == CPR_EXPR_NODES) {
		ret->kind = CPR_RES_SET;
		ret->u.set = (struct cpr_set){
			.v = v->u.nodes.v, .n = v->u.nodes.n, .lacks = v->u.nodes.lacks, .gap = v->u.nodes.gap
		};
		if (v->u.nodes.n == 0)
			cpr_exec_missing(x, CPR_NO_NODE, (struct cpr_str){ n->text.p - 1, n->text.n + 1 });
		return true;
	}
	ret->kind = CPR_RES_ATOM;
	*a = (struct cpr_atom){ .type = v->type, .origin = v->origin };
	if (v->type == CPR_EXPR_NUMBER)
		a->u.number = v->u.number;
	else if (v->type == CPR_EXPR_TEXT)
		a->u.text = v->u.text;
	else if (v->type == CPR_EXPR_TRUTH)
		a->u.truth = v->u.truth;
	else if (v->type == CPR_EXPR_MOMENT)
		a->u.moment = v->u.moment;
	else
		a->u.duration = v->u.duration;
	return true;
}

OWN_FRAME static bool negate(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f,
			     struct cpr_result *ret)
{
	if (!number_of(x, n->args[0], f, ret))
		return false;
	if (ret->kind == CPR_RES_ATOM)
		set_number(ret, cpr_decimal_neg(ret->u.atom.u.number));
	return true;
}

static bool evaluate(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret)
{
	switch (n->kind) {
	case CPR_X_NUMBER:
	case CPR_X_TEXT:
		ret->kind = CPR_RES_ATOM;
		ret->u.atom = n->u.atom;
		return true;
	case CPR_X_VARIABLE:
		return variable(x, n, ret);
	case CPR_X_CALL:
		return cpr_exec_call(x, n, f, ret);
	case CPR_X_PATH:
		return cpr_exec_path(x, n, f, ret);
	case CPR_X_UNION:
		return unite(x, n, f, ret);
	case CPR_X_OR:
	case CPR_X_AND:
		return and_or(x, n, f, ret);
	case CPR_X_COMPARE:
		return compare(x, n, f, ret);
	case CPR_X_ARITHMETIC:
		return arithmetic(x, n, f, ret);
	case CPR_X_NEGATE:
		return negate(x, n, f, ret);
	}
	return true;
}

bool cpr_exec_eval(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret)
{
	size_t notes = x->env->n_missing, operands = x->env->n_operands;
	bool once = n->needs == 0 && (n->n_args || n->kind == CPR_X_PATH);
	struct cpr_memo *memo = once ? cpr_memo_find(x, n) : NULL;

	if (!cpr_exec_spend(x, 1))
		return false;
	if (memo) {
		cpr_memo_use(x, memo, ret);
		return true;
	}
	if (!evaluate(x, n, f, ret))
		return false;
	/* What was missing on the way did not matter if there is a value all the same. */
	if (ret->kind == CPR_RES_ATOM ||
	    (ret->kind == CPR_RES_SET && ret->u.set.n && !ret->u.set.lacks && !ret->u.set.gap))
		x->env->n_missing = notes;
	return once ? cpr_memo_add(x, n, ret, notes, operands) : true;
}

/* ---- The environment ---- */

void cpr_expr_env_init(struct cpr_expr_env *env, const struct cpr_mem *mem, const struct cpreview_campaign *campaign,
		       struct cpr_matcher *matcher)
{
	*env = (struct cpr_expr_env){
		.mem = mem,
		.campaign = campaign,
		.matcher = matcher,
		.scratch = CPR_ARENA(mem),
		.steps_left = campaign->limits.expr_steps,
	};
}

void cpr_expr_env_reset(struct cpr_expr_env *env)
{
	if (env->work)
		cpr_memos_forget(env->work);
	cpr_arena_free(&env->scratch);
	env->steps_left = env->campaign->limits.expr_steps;
	env->n_operands = env->n_missing = 0;
	env->fault[0] = '\0';
}

void cpr_expr_env_free(struct cpr_expr_env *env)
{
	cpr_expr_env_reset(env);
	cpr_indexes_free(env);
	if (env->work)
		stack_free(env);
	cpr_free(env->mem, env->work);
	env->work = NULL;
}

/* ---- Results ---- */

static bool keep_set(struct cpr_exec *x, const struct cpr_set *set, struct cpr_expr_value *ret)
{
	struct cpr_item *v = cpr_arena_array(&x->env->scratch, set->n, sizeof *v);

	if (!v)
		return cpr_exec_nomem(x);
	if (set->n)
		memcpy(v, set->v, set->n * sizeof *v);
	ret->type = CPR_EXPR_NODES;
	ret->u.nodes.v = v;
	ret->u.nodes.n = set->n;
	ret->u.nodes.lacks = set->lacks;
	ret->u.nodes.gap = set->gap;
	return true;
}

static bool keep_atom(struct cpr_exec *x, const struct cpr_atom *a, struct cpr_expr_value *ret)
{
	ret->type = a->type;
	ret->origin = a->origin;
	switch (a->type) {
	case CPR_EXPR_NUMBER:
		ret->u.number = a->u.number;
		return true;
	case CPR_EXPR_TRUTH:
		ret->u.truth = a->u.truth;
		return true;
	case CPR_EXPR_MOMENT:
		ret->u.moment = a->u.moment;
		return true;
	case CPR_EXPR_DURATION:
		ret->u.duration = a->u.duration;
		return true;
	default:
		ret->u.text = cpr_arena_str(&x->env->scratch, a->u.text);
		return ret->u.text.p ? true : cpr_exec_nomem(x);
	}
}

/* From what was computed to what was asked for. Missing leaves ret->type at ANY. */
static bool deliver(struct cpr_exec *x, const struct cpr_expr *e, struct cpr_result *r, struct cpr_expr_value *ret)
{
	int truth;

	switch (e->want) {
	case CPR_EXPR_TRUTH:
		if (!cpr_exec_truth(x, r, &truth))
			return false;
		if (truth >= 0) {
			ret->type = CPR_EXPR_TRUTH;
			ret->u.truth = truth;
		}
		return true;
	case CPR_EXPR_NODES:
		if (r->kind == CPR_RES_MISSING)
			r->u.set = (struct cpr_set){ .gap = true };
		else if (r->kind == CPR_RES_ATOM)
			return cpr_exec_fault(x, "nodes are wanted, not %s", cpr_class_name(CPR_CLASS(r->u.atom.type)));
		return keep_set(x, &r->u.set, ret);
	case CPR_EXPR_ANY:
		if (r->kind == CPR_RES_MISSING)
			return true;
		return r->kind == CPR_RES_SET ? keep_set(x, &r->u.set, ret) : keep_atom(x, &r->u.atom, ret);
	default:
		if (!cpr_exec_one(x, e->root, r))
			return false;
		if (r->kind == CPR_RES_MISSING)
			return true;
		if (r->u.atom.literal && e->want != CPR_EXPR_TEXT && !cpr_exec_adapt(x, &r->u.atom, e->want))
			return false;
		if (r->u.atom.type != e->want)
			return cpr_exec_fault(x, "%s is wanted, not %s", cpr_class_name(CPR_CLASS(e->want)),
					      cpr_class_name(CPR_CLASS(r->u.atom.type)));
		return keep_atom(x, &r->u.atom, ret);
	}
}

enum cpr_outcome cpr_expr_eval(const struct cpr_expr *e, struct cpr_expr_env *env, struct cpr_item context,
			       struct cpr_item current, const struct cpr_expr_value *vars, struct cpr_expr_value *ret)
{
	struct cpr_exec x = {
		.env = env,
		.expr = e,
		.doc = env->campaign->doc,
		.valid = &env->campaign->valid,
		.vars = vars,
		.current = current,
		.stop = CPR_OUT_VALUE,
	};
	struct cpr_focus focus = { .item = context, .position = 1, .size = 1 };
	struct cpr_result r;

	*ret = (struct cpr_expr_value){ .origin = { CPR_NO_NODE, CPR_NO_NODE } };
	env->n_operands = env->n_missing = 0;
	env->fault[0] = '\0';
	if (!x.doc) {
		cpr_exec_fault(&x, "the campaign has no document");
		return CPR_OUT_FAULT;
	}
	if (!env->work)
		env->work = cpr_calloc(env->mem, 1, sizeof *env->work);
	if (!env->work)
		return CPR_OUT_NOMEM;
	x.work = env->work;
	x.work->top = (struct cpr_mark){ 0 };
	if (!cpr_exec_eval(&x, e->root, &focus, &r) || !deliver(&x, e, &r, ret)) {
		*ret = (struct cpr_expr_value){ .origin = { CPR_NO_NODE, CPR_NO_NODE } };
		return x.stop;
	}
	if (ret->type == CPR_EXPR_ANY ||
	    (e->want == CPR_EXPR_ANY && ret->type == CPR_EXPR_NODES && ret->u.nodes.n == 0))
		return CPR_OUT_MISSING;
	if (ret->type != CPR_EXPR_NODES)
		env->n_missing = 0;
	return CPR_OUT_VALUE;
}

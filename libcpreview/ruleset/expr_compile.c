/* SPDX-License-Identifier: Apache-2.0 */
/* cpr_expr_compile(): parse, check, and whether the result is what is wanted; and what can be asked of an expression. */
#include "ruleset/expr_internal.h"

#define SOURCE_MAX ((size_t)64 << 10)

static bool want(struct cpr_compiler *c, struct cpr_xnode *x, enum cpr_expr_type type)
{
	switch (type) {
	case CPR_EXPR_NODES:
		if (x->sort.type != CPR_EXPR_NODES && x->sort.type != CPR_EXPR_ANY)
			return cpr_expr_fail(c, x->at, "a path is wanted that selects nodes; this is %s",
					     cpr_class_name(x->sort.classes));
		return true;
	case CPR_EXPR_TRUTH:
		return cpr_expr_want_truth(c, x);
	case CPR_EXPR_ANY:
		return true;
	default:
		return cpr_expr_want(c, x, CPR_CLASS(type), "the value");
	}
}

static bool compile(struct cpr_compiler *c, enum cpr_expr_type type)
{
	struct cpr_sort focus = cpr_sort_element(c, c->scope->context);
	struct cpr_expr *e = c->expr;

	if (c->failed || !cpr_expr_next(c))
		return false;
	e->root = cpr_expr_parse(c);
	if (!e->root)
		return false;
	if (c->tok.kind == CPR_TOK_ERROR)
		return false;
	if (c->tok.kind != CPR_TOK_END)
		return cpr_expr_fail(c, c->tok.at, "an operator is missing before %.*s",
				     CPR_STR_ARG(cpr_expr_quote(c, c->tok.at, c->tok.end)));
	return cpr_expr_check(c, e->root, &focus, false) && want(c, e->root, type);
}

struct cpr_expr *cpr_expr_compile(const struct cpr_expr_scope *scope, struct cpr_str source, enum cpr_expr_type type,
				  struct cpr_expr_error *err)
{
	struct cpr_compiler c = {
		.scope = scope,
		.v = scope->vocabulary,
		.arena = scope->arena,
		.err = err,
	};
	struct cpr_expr *e;

	*err = (struct cpr_expr_error){ 0 };
	if (source.n > SOURCE_MAX)
		return cpr_expr_fail(&c, SOURCE_MAX, "the expression is longer than %zu bytes", SOURCE_MAX), NULL;
	e = cpr_arena_alloc(scope->arena, sizeof *e);
	if (!e)
		return NULL;
	e->mem = scope->mem;
	e->vocabulary = scope->vocabulary;
	e->n_vars = scope->n_vars;
	e->want = type;
	e->source = c.source = cpr_arena_str(scope->arena, source);
	if (!e->source.p)
		return NULL;
	c.expr = e;
	if (!compile(&c, type)) {
		cpr_expr_clear(e);
		return NULL;
	}
	return e;
}

enum cpr_expr_type cpr_expr_type_of(const struct cpr_expr *e)
{
	return e->want == CPR_EXPR_ANY ? e->root->sort.type : e->want;
}

cpr_name cpr_expr_selects(const struct cpr_expr *e)
{
	const struct cpr_sort *s = &e->root->sort;
	cpr_name only = CPR_MAP_NONE;

	if (s->type != CPR_EXPR_NODES || !s->own || s->attributes || s->foreign)
		return CPR_MAP_NONE;
	for (cpr_name i = 0; i < e->vocabulary->n_elements; i++) {
		if (!cpr_bits_has(s->elements, i))
			continue;
		if (only != CPR_MAP_NONE)
			return CPR_MAP_NONE;
		only = i;
	}
	return only;
}

void cpr_expr_clear(struct cpr_expr *e)
{
	if (!e)
		return;
	for (struct cpr_pattern_entry *p = e->patterns; p; p = p->next)
		cpr_pattern_free(p->pattern);
	e->patterns = NULL;
}

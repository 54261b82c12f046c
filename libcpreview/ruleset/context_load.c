/* SPDX-License-Identifier: Apache-2.0 */
/* Contexts and excepts, from XML. */
#include "ruleset/loader.h"

struct condition_list {
	CPR_ARRAY(struct cpr_condition) list;
};

static bool scope_of(struct cpr_loader *l, cpr_node node, enum cpr_condition_kind kind, enum cpr_scope *ret)
{
	static const char *const names[] = { "clause", "sentence", "block", "material", "campaign" };
	struct cpr_str code = cpr_loader_code(l, node, CPR_R_A_SCOPE);
	enum cpr_scope widest = kind == CPR_COND_NEAR ? CPR_SCOPE_MATERIAL : CPR_SCOPE_BLOCK;

	*ret = kind == CPR_COND_BEFORE || kind == CPR_COND_AFTER ? CPR_SCOPE_CLAUSE : CPR_SCOPE_SENTENCE;
	for (unsigned i = 0; code.n && i < sizeof names / sizeof *names; i++)
		if (cpr_str_is(code, names[i]))
			*ret = (enum cpr_scope)i;
	if (*ret <= widest && !(kind == CPR_COND_AROUND && *ret == CPR_SCOPE_CLAUSE))
		return true;
	cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_SCOPE), "the scope %.*s cannot be used here", CPR_STR_ARG(code));
	return false;
}

static bool add_condition(struct cpr_loader *l, cpr_node node, enum cpr_condition_kind kind, struct condition_list *out)
{
	struct cpr_condition c = { .kind = kind, .within = UINT32_MAX };
	const struct cpr_value *within;
	size_t errors = l->n_errors;
	int64_t chars;

	if (kind == CPR_COND_INSIDE) {
		cpr_loader_blocks(l, node, CPR_R_A_BLOCKS, &c.blocks);
		c.test = cpr_loader_expr(l, node, CPR_R_A_TEST, CPR_EXPR_TRUTH, CPR_MAP_NONE, NULL, 0);
		if (c.blocks.any && !c.test && errors == l->n_errors)
			cpr_loader_error(l, cpr_place_node(l->file->doc, node), "say which blocks, or give a test");
	} else {
		scope_of(l, node, kind, &c.scope);
		cpr_loader_phrases(l, node, false, &c.phrases);
		within = cpr_loader_value(l, node, CPR_R_A_WITHIN);
		if (within && cpr_decimal_to_i64(within->u.number, &chars)) {
			if (chars < 1)
				cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_WITHIN),
						 "within no characters nothing can stand");
			c.within = chars < UINT32_MAX ? (uint32_t)chars : UINT32_MAX;
		}
		if (kind == CPR_COND_NEAR && c.scope >= CPR_SCOPE_BLOCK)
			c.number = ++l->rs->n_wide;
	}
	if (l->failed)
		return false;
	if (errors == l->n_errors && !cpr_array_push(l->mem, &out->list, c))
		return cpr_loader_nomem(l);
	return true;
}

static bool add_conditions(struct cpr_loader *l, cpr_node node, struct condition_list *out)
{
	static const struct {
		cpr_name element;
		enum cpr_condition_kind kind;
	} kinds[] = {
		{ CPR_R_E_BEFORE, CPR_COND_BEFORE }, { CPR_R_E_AFTER, CPR_COND_AFTER }, { CPR_R_E_AROUND, CPR_COND_AROUND },
		{ CPR_R_E_NEAR, CPR_COND_NEAR },     { CPR_R_E_INSIDE, CPR_COND_INSIDE },
	};

	for (cpr_node n = cpr_doc_first_child(l->file->doc, node); n != CPR_NO_NODE; n = cpr_doc_next_sibling(l->file->doc, n))
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (l->file->doc->nodes[n].name == kinds[i].element && !add_condition(l, n, kinds[i].kind, out))
				return false;
	return true;
}

/* Moves a list into the ruleset's arena. */
static bool settle(struct cpr_loader *l, struct condition_list *list, const struct cpr_condition **ret, uint32_t *ret_n)
{
	struct cpr_condition *v = NULL;
	bool ok = true;

	if (list->list.n) {
		v = cpr_arena_array(&l->rs->arena, list->list.n, sizeof *v);
		ok = v != NULL;
		if (ok)
			memcpy(v, list->list.v, list->list.n * sizeof *v);
	}
	*ret = v;
	*ret_n = ok ? (uint32_t)list->list.n : 0;
	cpr_array_free(l->mem, &list->list);
	return ok || cpr_loader_nomem(l);
}

bool cpr_load_conditions(struct cpr_loader *l, cpr_node node, struct cpr_context *ret)
{
	struct condition_list any = { 0 }, unless = { 0 };
	size_t errors = l->n_errors;
	bool ok = add_conditions(l, node, &any);

	for (cpr_node n = cpr_loader_child(l, node, CPR_R_E_UNLESS); ok && n != CPR_NO_NODE;
	     n = cpr_loader_next(l, n, CPR_R_E_UNLESS)) {
		size_t before = unless.list.n;

		ok = add_conditions(l, n, &unless);
		if (ok && before == unless.list.n && errors == l->n_errors)
			cpr_loader_error(l, cpr_place_node(l->file->doc, n), "there is no condition in it");
	}
	ok &= settle(l, &any, &ret->any, &ret->n_any);
	ok &= settle(l, &unless, &ret->unless, &ret->n_unless);
	return ok && errors == l->n_errors;
}

void cpr_load_context_id(struct cpr_loader *l, cpr_node node)
{
	struct cpr_context *c = cpr_arena_alloc(&l->rs->arena, sizeof *c);

	if (!c || !(c->id = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_ID))).p) {
		cpr_loader_nomem(l);
		return;
	}
	if (cpr_loader_claim(l, &l->contexts, node, c->id, (uint32_t)l->context_list.n) &&
	    !cpr_array_push(l->mem, &l->context_list, c))
		cpr_loader_nomem(l);
}

void cpr_load_context(struct cpr_loader *l, cpr_node node)
{
	uint32_t i = cpr_map_get(&l->contexts, cpr_loader_attr(l, node, CPR_R_A_ID));
	struct cpr_context *c;

	if (i == CPR_MAP_NONE)
		return; /* its id could not be entered, which was told */
	c = l->context_list.v[i];
	if (cpr_load_conditions(l, node, c) && !c->n_any)
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "a context needs a condition besides unless");
}

static struct cpr_str context_id(const struct cpr_loader *l, size_t i)
{
	return l->context_list.v[i]->id;
}

static bool load_except(struct cpr_loader *l, cpr_node node, struct cpr_context *ret)
{
	struct cpr_str name = cpr_loader_attr(l, node, CPR_R_A_CONTEXT);
	bool ok = cpr_load_conditions(l, node, ret);
	uint32_t i;

	if (l->failed)
		return false;
	if (!name.n) {
		if (ok && !ret->n_any)
			cpr_loader_error(l, cpr_place_node(l->file->doc, node), "name a context, or give a condition");
		return true;
	}
	i = cpr_map_get(&l->contexts, name);
	if (i == CPR_MAP_NONE)
		cpr_loader_unknown(l, cpr_loader_attr_src(l, node, CPR_R_A_CONTEXT), "context", name, context_id,
				   l->context_list.n);
	else
		ret->base = l->context_list.v[i];
	return true;
}

bool cpr_loader_excepts(struct cpr_loader *l, cpr_node parent, const struct cpr_context *const **ret, uint32_t *ret_n)
{
	size_t errors = l->n_errors;
	const struct cpr_context **list;
	struct cpr_context *v;
	uint32_t n = 0;

	*ret = NULL;
	*ret_n = 0;
	for (cpr_node e = cpr_loader_child(l, parent, CPR_R_E_EXCEPT); e != CPR_NO_NODE; e = cpr_loader_next(l, e, CPR_R_E_EXCEPT))
		n++;
	if (!n)
		return true;
	v = cpr_arena_array(&l->rs->arena, n, sizeof *v);
	list = cpr_arena_array(&l->rs->arena, n, sizeof *list);
	if (!v || !list)
		return cpr_loader_nomem(l);
	n = 0;
	for (cpr_node e = cpr_loader_child(l, parent, CPR_R_E_EXCEPT); e != CPR_NO_NODE;
	     e = cpr_loader_next(l, e, CPR_R_E_EXCEPT)) {
		if (!load_except(l, e, &v[n]))
			return false;
		list[n] = &v[n];
		n++;
	}
	*ret = list;
	*ret_n = n;
	return errors == l->n_errors;
}

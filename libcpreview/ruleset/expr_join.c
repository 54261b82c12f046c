/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What keeps joins linear: an index of all elements of one name by the value of one attribute, kept for the review, that answers
 * [@a = key]. It says what trying every node would say, and where keys cannot say that (values of several types, invalid ones,
 * instants against days) it declines.
 */
#include "ruleset/expr_internal.h"

struct cpr_expr_index {
	struct cpr_expr_index *next;
	cpr_name element, attr;
	bool usable; /* all values are of one type and have keys */
	bool empty; /* no element has the attribute */
	enum cpr_expr_type type; /* unless empty */
	struct cpr_arena arena;
	struct cpr_map keys; /* -> number of a chain */
	uint32_t *at; /* chain i is nodes[at[i]] .. nodes[at[i + 1]) */
	cpr_node *nodes; /* ascending in each chain */
	uint32_t *asked; /* the question for which a chain was last taken */
	uint32_t question;
	cpr_node *lacking; /* elements without the attribute, ascending */
	size_t n_lacking;
};

/* ---- Elements by name ---- */

const cpr_node *cpr_exec_named(const struct cpr_exec *x, cpr_node ctx, cpr_name name, uint32_t *ret_n)
{
	const struct cpr_doc *d = x->doc;

	*ret_n = 0;
	if (name >= d->n_names)
		return NULL;
	if (ctx != CPR_DOCUMENT)
		return cpr_doc_descendants(d, ctx, name, ret_n);
	*ret_n = d->by_name_at[name + 1] - d->by_name_at[name];
	return d->by_name + d->by_name_at[name];
}

size_t cpr_lower_bound(const cpr_node *v, size_t n, cpr_node least)
{
	size_t low = 0;

	while (n) {
		size_t half = n / 2;

		if (v[low + half] < least) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

/* ---- The index ---- */

struct entry {
	uint32_t chain;
	cpr_node node;
};

struct builder {
	struct cpr_exec *x;
	struct cpr_expr_index *index;
	CPR_ARRAY(struct entry) entries;
	uint32_t n_chains;
};

static bool add_value(struct builder *b, const struct cpr_atom *a, cpr_node node)
{
	struct cpr_expr_index *ix = b->index;
	char buf[CPR_KEY_MAX];
	struct cpr_str key = cpr_atom_key(a, buf);
	struct entry e = { .node = node };

	if (!key.p || (!ix->empty && a->type != ix->type)) {
		ix->usable = false;
		return true;
	}
	ix->empty = false;
	ix->type = a->type;
	e.chain = cpr_map_get(&ix->keys, key);
	if (e.chain == CPR_MAP_NONE) {
		/* Texts live as long as the document. */
		if (a->type != CPR_EXPR_TEXT)
			key = cpr_arena_str(&ix->arena, key);
		e.chain = b->n_chains;
		if (!key.p || !cpr_map_put(&ix->keys, key, e.chain, NULL))
			return cpr_exec_nomem(b->x);
		b->n_chains++;
	}
	return cpr_array_push(b->x->env->mem, &b->entries, e) ? true : cpr_exec_nomem(b->x);
}

static bool add_element(struct builder *b, cpr_node node)
{
	struct cpr_expr_index *ix = b->index;
	uint32_t attr = cpr_doc_attr(b->x->doc, node, ix->attr);
	struct cpr_item item = { node, attr };
	struct cpr_result one = { .kind = CPR_RES_SET, .u.set = { .v = &item, .n = 1 } };
	struct cpr_atoms it = { .of = &one };
	struct cpr_atom atom;
	bool any;

	if (attr == CPR_NO_NODE) {
		ix->lacking[ix->n_lacking++] = node;
		return true;
	}
	do {
		if (!cpr_exec_atoms(b->x, &it, &atom, &any)) {
			/* An invalid value: let the rule meet it where it stands. */
			ix->usable = false;
			return b->x->stop != CPR_OUT_FAULT ? false : (b->x->stop = CPR_OUT_VALUE, true);
		}
		if (any && !add_value(b, &atom, node))
			return false;
	} while (any && ix->usable);
	return true;
}

/* Entries stand in the order of nodes; they are dealt out to their chains. */
static bool lay_out(struct builder *b)
{
	struct cpr_expr_index *ix = b->index;
	uint32_t sum = 0;

	ix->at = cpr_arena_array(&ix->arena, (size_t)b->n_chains + 1, sizeof *ix->at);
	ix->nodes = cpr_arena_array(&ix->arena, b->entries.n, sizeof *ix->nodes);
	ix->asked = cpr_arena_array(&ix->arena, b->n_chains, sizeof *ix->asked);
	if (!ix->at || !ix->nodes || !ix->asked)
		return cpr_exec_nomem(b->x);
	for (size_t i = 0; i < b->entries.n; i++)
		ix->at[b->entries.v[i].chain]++;
	for (uint32_t i = 0; i <= b->n_chains; i++) {
		uint32_t n = ix->at[i];

		ix->at[i] = sum;
		sum += n;
	}
	for (size_t i = 0; i < b->entries.n; i++)
		ix->nodes[ix->at[b->entries.v[i].chain]++] = b->entries.v[i].node;
	for (uint32_t i = b->n_chains; i > 0; i--)
		ix->at[i] = ix->at[i - 1];
	ix->at[0] = 0;
	return true;
}

static bool build(struct cpr_exec *x, struct cpr_expr_index *ix)
{
	uint64_t steps = x->env->steps_left;
	size_t operands = x->env->n_operands;
	struct builder b = { .x = x, .index = ix };
	uint32_t n;
	const cpr_node *v = cpr_exec_named(x, CPR_DOCUMENT, ix->element, &n);
	bool ok = true;

	ix->lacking = cpr_arena_array(&ix->arena, n, sizeof *ix->lacking);
	if (!ix->lacking)
		return cpr_exec_nomem(x);
	/* Made once and bounded by the document, so it is nobody's budget: which rule comes first must not matter. */
	x->env->steps_left = UINT64_MAX;
	for (uint32_t i = 0; i < n && ok && ix->usable; i++)
		ok = add_element(&b, v[i]);
	if (ok && ix->usable)
		ok = lay_out(&b);
	cpr_array_free(x->env->mem, &b.entries);
	x->env->steps_left = steps;
	x->env->n_operands = operands;
	return ok;
}

static void index_free(struct cpr_expr_index *ix, const struct cpr_mem *mem)
{
	cpr_map_free(&ix->keys);
	cpr_arena_free(&ix->arena);
	cpr_free(mem, ix);
}

static struct cpr_expr_index *index_get(struct cpr_exec *x, cpr_name element, cpr_name attr)
{
	struct cpr_expr_env *env = x->env;
	struct cpr_expr_index **at = &env->indexes, *ix;

	while (*at && ((*at)->element != element || (*at)->attr != attr))
		at = &(*at)->next;
	ix = *at;
	if (ix) {
		/* To the front: rules run one after the other and use theirs often. */
		*at = ix->next;
	} else {
		ix = cpr_calloc(env->mem, 1, sizeof *ix);
		if (!ix)
			return cpr_exec_nomem(x), NULL;
		ix->element = element;
		ix->attr = attr;
		ix->usable = ix->empty = true;
		ix->arena = CPR_ARENA(env->mem);
		ix->keys = CPR_MAP(env->mem);
		if (!build(x, ix)) {
			index_free(ix, env->mem);
			return NULL;
		}
	}
	ix->next = env->indexes;
	env->indexes = ix;
	return ix;
}

/* ---- [@a = key] ---- */

/* A question's number; chains that it took bear it. */
static uint32_t next_question(struct cpr_expr_index *ix, size_t n_chains)
{
	if (++ix->question == 0) {
		memset(ix->asked, 0, n_chains * sizeof *ix->asked);
		ix->question = 1;
	}
	return ix->question;
}

/* All nodes of one chain more. The first chain is borrowed; with the second all are copied. */
static bool take_chain(struct cpr_exec *x, const struct cpr_expr_index *ix, uint32_t chain, struct cpr_list *list,
		       struct cpr_join *j)
{
	const cpr_node *v = ix->nodes + ix->at[chain];
	size_t n = ix->at[chain + 1] - ix->at[chain];

	if (j->n == 0) {
		j->nodes = v;
		j->n = n;
		return true;
	}
	for (size_t i = 0, first = list->n ? 0 : j->n; i < first; i++)
		if (!cpr_exec_spend(x, 1) || !cpr_exec_push(x, list, (struct cpr_item){ j->nodes[i], CPR_NO_NODE }))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!cpr_exec_spend(x, 1) || !cpr_exec_push(x, list, (struct cpr_item){ v[i], CPR_NO_NODE }))
			return false;
	return true;
}

/* The nodes in the list as the join's answer. */
static bool take_list(struct cpr_exec *x, struct cpr_list *list, struct cpr_join *j)
{
	cpr_node *nodes;

	if (list->n == 0)
		return true;
	if (!cpr_exec_sort(x, list))
		return false;
	nodes = cpr_exec_alloc(x, list->n, sizeof *nodes);
	if (!nodes)
		return false;
	for (size_t i = 0; i < list->n; i++)
		nodes[i] = list->v[i].node;
	j->nodes = nodes;
	j->n = list->n;
	return true;
}

bool cpr_join_ask(struct cpr_exec *x, const struct cpr_step *s, const struct cpr_result *key, struct cpr_join *j)
{
	struct cpr_expr_index *ix = index_get(x, s->name, s->join);
	size_t operands = x->env->n_operands;
	struct cpr_atoms it = { .of = key };
	struct cpr_list list = { 0 };
	struct cpr_atom a;
	uint32_t question;
	bool any;

	*j = (struct cpr_join){ .asked = true, .index = ix, .key = { CPR_NO_NODE, CPR_NO_NODE } };
	if (!ix)
		return false;
	if (!ix->usable)
		return true;
	question = next_question(ix, ix->keys.n);
	for (;;) {
		char buf[CPR_KEY_MAX];
		struct cpr_str k;
		uint32_t chain;

		if (!cpr_exec_spend(x, 1) || !cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (j->key.node == CPR_NO_NODE)
			j->key = a.origin;
		if (ix->empty)
			continue;
		/* What does not fit is for the comparison to complain of. */
		if (a.literal && a.type != ix->type && cpr_atom_read(&a, ix->type))
			return true;
		k = cpr_atom_key(&a, buf);
		if (a.type != ix->type || !k.p)
			return true;
		chain = cpr_map_get(&ix->keys, k);
		if (chain == CPR_MAP_NONE || ix->asked[chain] == question)
			continue;
		ix->asked[chain] = question;
		if (!take_chain(x, ix, chain, &list, j))
			return false;
	}
	x->env->n_operands = operands;
	j->uncertain = key->kind == CPR_RES_MISSING ||
		       (key->kind == CPR_RES_SET && (key->u.set.n == 0 || key->u.set.lacks || key->u.set.gap));
	j->usable = true;
	return take_list(x, &list, j);
}

/* Part of a document that a step looks at: below a node, or only its children. */
struct range {
	cpr_node low, high;
	cpr_node parent; /* CPR_NO_NODE: at any depth */
};

static bool inside(const struct cpr_exec *x, const struct range *r, cpr_node n)
{
	return r->parent == CPR_NO_NODE || (r->parent == CPR_DOCUMENT ? n == 0 : x->doc->nodes[n].parent == r->parent);
}

/* Elements in the range that lack the attribute: the first one, noted together with a few more. */
static bool first_lacking(struct cpr_exec *x, const struct cpr_step *s, const struct cpr_expr_index *ix,
			  const struct range *r, cpr_node *ret)
{
	const struct cpr_xnode *p = s->preds[0], *attr = p->args[s->join_with == p->args[0]];
	size_t noted = 0;

	*ret = CPR_NO_NODE;
	for (size_t i = cpr_lower_bound(ix->lacking, ix->n_lacking, r->low);
	     i < ix->n_lacking && ix->lacking[i] < r->high && noted < 4; i++) {
		if (!cpr_exec_spend(x, 1))
			return false;
		if (!inside(x, r, ix->lacking[i]))
			continue;
		if (noted++ == 0)
			*ret = ix->lacking[i];
		cpr_exec_missing(x, ix->lacking[i], attr->u.path->steps[0].what);
	}
	return true;
}

/* If the key is not wholly known, each node that was not found may still be meant: the first such. */
static bool first_left_out(struct cpr_exec *x, const struct cpr_step *s, cpr_node ctx, const struct range *r,
			   const struct cpr_list *cand, cpr_node *ret)
{
	uint32_t n;
	const cpr_node *v = cpr_exec_named(x, ctx, s->name, &n);
	size_t k = 0;

	*ret = CPR_NO_NODE;
	for (uint32_t i = 0; i < n; i++) {
		if (!cpr_exec_spend(x, 1))
			return false;
		if (!inside(x, r, v[i]))
			continue;
		if (k == cand->n || cand->v[k].node != v[i]) {
			*ret = v[i];
			return true;
		}
		k++;
	}
	return true;
}

bool cpr_join_take(struct cpr_exec *x, const struct cpr_step *s, const struct cpr_join *j, cpr_node ctx,
		   struct cpr_list *cand, cpr_node *ret_gap)
{
	bool whole = ctx == CPR_DOCUMENT;
	struct range r = {
		.low = whole ? 0 : ctx + 1,
		.high = whole ? x->doc->n_nodes : x->doc->nodes[ctx].next,
		.parent = s->axis == CPR_AXIS_CHILD ? ctx : CPR_NO_NODE,
	};
	cpr_node left_out = CPR_NO_NODE;

	for (size_t i = cpr_lower_bound(j->nodes, j->n, r.low); i < j->n && j->nodes[i] < r.high; i++) {
		if (!cpr_exec_spend(x, 1))
			return false;
		if (!inside(x, &r, j->nodes[i]))
			continue;
		if (!cpr_exec_push(x, cand, (struct cpr_item){ j->nodes[i], CPR_NO_NODE }))
			return false;
	}
	for (size_t i = 0; i < cand->n && i < 16; i++)
		cpr_exec_operand(x,
				 (struct cpr_item){ cand->v[i].node, cpr_doc_attr(x->doc, cand->v[i].node, s->join) });
	if (cand->n)
		cpr_exec_operand(x, j->key);
	if (!first_lacking(x, s, j->index, &r, ret_gap))
		return false;
	if (j->uncertain && !first_left_out(x, s, ctx, &r, cand, &left_out))
		return false;
	/* CPR_NO_NODE is the largest. */
	*ret_gap = left_out < *ret_gap ? left_out : *ret_gap;
	return true;
}

void cpr_indexes_free(struct cpr_expr_env *env)
{
	while (env->indexes) {
		struct cpr_expr_index *next = env->indexes->next;

		index_free(env->indexes, env->mem);
		env->indexes = next;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What need not be done twice: the result of any operand that depends on nothing is kept for the rule, and a = b over many nodes
 * hashes one side instead of trying every pair. What was read and missed on the way is told each time, so that evidence does not
 * depend on which came first.
 */
#include "ruleset/expr_internal.h"

/* Below this, trying pairs is cheaper than building a table. */
#define FEW 8

struct cpr_memo {
	struct cpr_memo *next;
	const struct cpr_xnode *of;
	struct cpr_result result;
	/* what was missing, and what was read, on the way */
	cpr_node node[4];
	struct cpr_str what[4];
	size_t n_notes;
	struct cpr_item operands[16];
	size_t n_operands;
	struct cpr_table *table; /* its values as keys, for a = b; built at first use */
};

/* Keys of one side of a = b -> the first of its nodes that has it. */
struct cpr_table {
	struct cpr_table *next; /* of its rule, for freeing */
	struct cpr_map map;
	bool usable; /* all values are of one type and have keys */
	enum cpr_expr_type type; /* if there are any */
};

/* ---- What depends on nothing ---- */

struct cpr_memo *cpr_memo_find(struct cpr_exec *x, const struct cpr_xnode *n)
{
	struct cpr_memo **at = &x->work->memos, *m;

	while (*at && (*at)->of != n)
		at = &(*at)->next;
	m = *at;
	if (m) {
		*at = m->next;
		m->next = x->work->memos;
		x->work->memos = m;
	}
	return m;
}

/* The result in memory that lasts as long as the rule's. */
static bool keep_result(struct cpr_exec *x, struct cpr_memo *m, struct cpr_result *r)
{
	struct cpr_item *v;

	if (r->kind == CPR_RES_ATOM && r->u.atom.type == CPR_EXPR_TEXT) {
		r->u.atom.u.text = cpr_arena_str(&x->env->scratch, r->u.atom.u.text);
		if (!r->u.atom.u.text.p)
			return cpr_exec_nomem(x);
	} else if (r->kind == CPR_RES_SET) {
		v = cpr_arena_array(&x->env->scratch, r->u.set.n, sizeof *v);
		if (!v)
			return cpr_exec_nomem(x);
		if (r->u.set.n)
			memcpy(v, r->u.set.v, r->u.set.n * sizeof *v);
		r->u.set.v = v;
		r->u.set.memo = m;
	}
	m->result = *r;
	return true;
}

bool cpr_memo_add(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r, size_t notes_from,
		  size_t operands_from)
{
	struct cpr_expr_env *env = x->env;
	struct cpr_memo *m = cpr_arena_alloc(&env->scratch, sizeof *m);

	if (!m)
		return cpr_exec_nomem(x);
	if (!keep_result(x, m, r))
		return false;
	m->of = n;
	for (size_t i = notes_from; i < env->n_missing; i++) {
		m->node[m->n_notes] = env->missing[i].node;
		m->what[m->n_notes++] = env->missing[i].what;
	}
	for (size_t i = operands_from; i < env->n_operands; i++)
		m->operands[m->n_operands++] = env->operands[i];
	m->next = x->work->memos;
	x->work->memos = m;
	return true;
}

void cpr_memo_use(struct cpr_exec *x, const struct cpr_memo *m, struct cpr_result *ret)
{
	for (size_t i = 0; i < m->n_notes; i++)
		cpr_exec_missing(x, m->node[i], m->what[i]);
	for (size_t i = 0; i < m->n_operands; i++)
		cpr_exec_operand(x, m->operands[i]);
	*ret = m->result;
}

/* ---- a = b over many ---- */

static bool table_add(struct cpr_exec *x, struct cpr_table *t, const struct cpr_atom *a, uint32_t node,
		      struct cpr_arena *keep)
{
	char buf[CPR_KEY_MAX], *copy;
	struct cpr_str key = cpr_atom_key(a, buf);

	if (!key.p || (t->map.n && a->type != t->type)) {
		t->usable = false;
		return true;
	}
	t->type = a->type;
	if (cpr_map_get(&t->map, key) != CPR_MAP_NONE)
		return true;
	if (a->type != CPR_EXPR_TEXT) { /* texts live as long as the document */
		copy = keep ? cpr_arena_alloc(keep, key.n) : cpr_exec_alloc(x, key.n, 1);
		if (!copy)
			return cpr_exec_nomem(x);
		memcpy(copy, key.p, key.n);
		key.p = copy;
	}
	return cpr_map_put(&t->map, key, node, NULL) ? true : cpr_exec_nomem(x);
}

/* keep: where the keys live; NULL: as long as this evaluation. */
static bool table_build(struct cpr_exec *x, struct cpr_table *t, const struct cpr_result *r, struct cpr_arena *keep)
{
	struct cpr_atoms it = { .of = r };
	size_t operands = x->env->n_operands;
	struct cpr_atom a;
	bool any;

	t->map = CPR_MAP(x->env->mem);
	t->usable = true;
	do {
		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		/* The iterator stays at an attribute of several words, and is past any other node. */
		if (any && !table_add(x, t, &a, (uint32_t)(it.in_words ? it.at : it.at - 1), keep))
			return false;
	} while (any && t->usable);
	x->env->n_operands = operands;
	return true;
}

/* The table of a set that was found once for the rule. */
static struct cpr_table *memo_table(struct cpr_exec *x, const struct cpr_result *r)
{
	struct cpr_memo *m = r->u.set.memo;
	struct cpr_table *t;

	if (m->table)
		return m->table;
	t = cpr_arena_alloc(&x->env->scratch, sizeof *t);
	if (!t)
		return cpr_exec_nomem(x), NULL;
	t->map = CPR_MAP(x->env->mem);
	t->next = x->work->tables;
	x->work->tables = t;
	if (!table_build(x, t, r, &x->env->scratch))
		return NULL;
	return m->table = t;
}

static bool probe(struct cpr_exec *x, struct cpr_table *t, const struct cpr_result *few, const struct cpr_result *many,
		  bool *ret_equal, struct cpr_item *ret_few, struct cpr_item *ret_many, bool *ret_done)
{
	struct cpr_atoms it = { .of = few };
	struct cpr_atom a;
	bool any;

	*ret_equal = false;
	*ret_done = t->usable;
	while (*ret_done) {
		char buf[CPR_KEY_MAX];
		struct cpr_str key;
		uint32_t at;

		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (a.literal && a.type != t->type && cpr_atom_read(&a, t->type)) {
			*ret_done = false;
			break;
		}
		key = cpr_atom_key(&a, buf);
		if (!key.p || (t->map.n && a.type != t->type)) {
			*ret_done = false;
			break;
		}
		at = cpr_map_get(&t->map, key);
		if (at == CPR_MAP_NONE)
			continue;
		*ret_equal = true;
		*ret_few = a.origin;
		*ret_many = many->u.set.v[at];
		break;
	}
	for (size_t i = 0; i < many->u.set.n && i < 16 && !*ret_equal && *ret_done; i++)
		cpr_exec_operand(x, many->u.set.v[i]);
	return true;
}

bool cpr_exec_equal_sets(struct cpr_exec *x, const struct cpr_result *a, const struct cpr_result *b, bool *ret_equal,
			 struct cpr_item pair[2], bool *ret_done)
{
	size_t na = a->kind == CPR_RES_SET ? a->u.set.n : 1, nb = b->kind == CPR_RES_SET ? b->u.set.n : 1;
	const struct cpr_result *few = na <= nb ? a : b, *many = na <= nb ? b : a;
	size_t n_few = na <= nb ? na : nb, n_many = na <= nb ? nb : na, operands = x->env->n_operands;
	struct cpr_table *t, here = { 0 };
	bool ok;

	*ret_done = false;
	if (n_many < FEW || (n_few < FEW && !many->u.set.memo))
		return true;
	if (many->u.set.memo) {
		t = memo_table(x, many);
		if (!t)
			return false;
	} else {
		t = &here;
		if (!table_build(x, t, many, NULL)) {
			cpr_map_free(&here.map);
			return false;
		}
	}
	ok = probe(x, t, few, many, ret_equal, &pair[few == b], &pair[few == a], ret_done);
	if (t == &here)
		cpr_map_free(&here.map);
	if (!*ret_done)
		x->env->n_operands = operands;
	return ok;
}

void cpr_memos_forget(struct cpr_expr_work *work)
{
	for (struct cpr_table *t = work->tables; t; t = t->next)
		cpr_map_free(&t->map);
	work->tables = NULL;
	work->memos = NULL;
}

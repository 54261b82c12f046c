/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths at run time: the nodes of an axis, predicates with their positions, sets in document order without duplicates. A
 * predicate that is missing leaves a gap; behind it positions are not known any more.
 */
#include "ruleset/expr_internal.h"

/* ---- Sets in the making ---- */

static bool grow(struct cpr_exec *x, struct cpr_list *l)
{
	size_t cap = l->cap ? l->cap * 2 : 8;
	struct cpr_item *v;

	/* Before a set with duplicates grows, they go: no set is larger than the document. */
	if (l->disorder && l->n > 4096) {
		if (!cpr_exec_sort(x, l))
			return false;
		if (l->n <= l->cap / 2)
			return true;
	}
	v = cpr_exec_alloc(x, cap, sizeof *v);
	if (!v)
		return false;
	if (l->n)
		memcpy(v, l->v, l->n * sizeof *v);
	l->v = v;
	l->cap = cap;
	return true;
}

bool cpr_exec_push(struct cpr_exec *x, struct cpr_list *l, struct cpr_item item)
{
	if (l->n && cpr_item_order(item) <= cpr_item_order(l->v[l->n - 1]))
		l->disorder = true;
	if (l->n == l->cap && !grow(x, l))
		return false;
	l->v[l->n++] = item;
	return true;
}

/* Merges the ascending runs [low, mid) and [mid, high) of `from` into `to`. */
static void merge(const struct cpr_item *from, struct cpr_item *to, size_t low, size_t mid, size_t high)
{
	size_t i = low, j = mid;

	for (size_t k = low; k < high; k++) {
		if (j == high || (i < mid && cpr_item_order(from[i]) <= cpr_item_order(from[j])))
			to[k] = from[i++];
		else
			to[k] = from[j++];
	}
}

/* Merge sort from the bottom: no recursion, and its time does not depend on what an author puts in which order. */
static bool merge_sort(struct cpr_exec *x, struct cpr_list *l)
{
	struct cpr_item *from = l->v, *to = cpr_exec_alloc(x, l->cap, sizeof *to);

	if (!to)
		return false;
	for (size_t width = 1; width < l->n; width *= 2) {
		struct cpr_item *swap = from;

		for (size_t low = 0; low < l->n; low += 2 * width) {
			size_t mid = low + width < l->n ? low + width : l->n;
			size_t high = mid + width < l->n ? mid + width : l->n;

			merge(from, to, low, mid, high);
		}
		from = to;
		to = swap;
	}
	l->v = from;
	return true;
}

static void reverse(struct cpr_list *l)
{
	for (size_t i = 0; i < l->n / 2; i++) {
		struct cpr_item swap = l->v[i];

		l->v[i] = l->v[l->n - 1 - i];
		l->v[l->n - 1 - i] = swap;
	}
}

bool cpr_exec_sort(struct cpr_exec *x, struct cpr_list *l)
{
	bool descending = true;
	size_t n = 0;

	if (!l->disorder)
		return true;
	for (size_t i = 1; i < l->n && descending; i++)
		descending = cpr_item_order(l->v[i - 1]) > cpr_item_order(l->v[i]);
	if (descending)
		reverse(l);
	else if (!cpr_exec_spend(x, l->n) || !merge_sort(x, l))
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (n == 0 || cpr_item_order(l->v[i]) != cpr_item_order(l->v[n - 1]))
			l->v[n++] = l->v[i];
	l->n = n;
	l->disorder = false;
	return true;
}

/* ---- Axes ---- */

/* One step of one node; its nodes go to cand in the order of the axis, at most `most`. */
struct gather {
	struct cpr_exec *x;
	const struct cpr_step *step;
	cpr_name name; /* of the step in this document; CPR_MAP_NONE: it does not occur */
	struct cpr_list *cand;
	size_t most;
};

static bool full(const struct gather *g)
{
	return g->cand->n >= g->most;
}

static bool passes(const struct gather *g, cpr_node n)
{
	cpr_name name = g->x->doc->nodes[n].name;

	return name != CPR_NAME_TEXT && (g->step->test <= CPR_TEST_ANY || name == g->name);
}

static bool visit(struct gather *g, cpr_node n)
{
	if (!cpr_exec_spend(g->x, 1))
		return false;
	return passes(g, n) && !full(g) ? cpr_exec_push(g->x, g->cand, (struct cpr_item){ n, CPR_NO_NODE }) : true;
}

static bool by_name(const struct gather *g)
{
	return g->step->test > CPR_TEST_ANY;
}

/* Children by the list of their name. */
static bool named_children(struct gather *g, cpr_node ctx)
{
	uint32_t n = 0;
	const cpr_node *v = g->name == CPR_MAP_NONE ? NULL : cpr_exec_named(g->x, ctx, g->name, &n);

	for (uint32_t i = 0; i < n && !full(g); i++) {
		if (!cpr_exec_spend(g->x, 1))
			return false;
		if (g->x->doc->nodes[v[i]].parent == ctx &&
		    !cpr_exec_push(g->x, g->cand, (struct cpr_item){ v[i], CPR_NO_NODE }))
			return false;
	}
	return true;
}

static bool children(struct gather *g, cpr_node ctx)
{
	const struct cpr_doc *d = g->x->doc;

	if (ctx == CPR_DOCUMENT)
		return visit(g, 0);
	/* A large subtree is worth looking its names up. */
	if (by_name(g) && d->nodes[ctx].next - ctx > 32)
		return named_children(g, ctx);
	for (cpr_node n = cpr_doc_first_child(d, ctx); n != CPR_NO_NODE && !full(g); n = cpr_doc_next_sibling(d, n))
		if (!visit(g, n))
			return false;
	return true;
}

static bool descendants(struct gather *g, cpr_node ctx, bool self)
{
	const struct cpr_doc *d = g->x->doc;
	cpr_node high = ctx == CPR_DOCUMENT ? d->n_nodes : d->nodes[ctx].next;

	if (self && ctx == CPR_DOCUMENT && g->step->test == CPR_TEST_NODE &&
	    !cpr_exec_push(g->x, g->cand, (struct cpr_item){ ctx, CPR_NO_NODE }))
		return false;
	if (self && ctx != CPR_DOCUMENT && !visit(g, ctx))
		return false;
	if (by_name(g)) {
		uint32_t n = 0;
		const cpr_node *v = g->name == CPR_MAP_NONE ? NULL : cpr_exec_named(g->x, ctx, g->name, &n);

		for (uint32_t i = 0; i < n && !full(g); i++)
			if (!visit(g, v[i]))
				return false;
		return true;
	}
	for (cpr_node n = ctx == CPR_DOCUMENT ? 0 : ctx + 1; n < high && !full(g); n++)
		if (!visit(g, n))
			return false;
	return true;
}

static bool ancestors(struct gather *g, cpr_node n)
{
	for (; n != CPR_NO_NODE && !full(g); n = g->x->doc->nodes[n].parent)
		if (!visit(g, n))
			return false;
	return true;
}

static bool following(struct gather *g, cpr_node ctx)
{
	const struct cpr_doc *d = g->x->doc;
	cpr_node parent = d->nodes[ctx].parent;

	for (cpr_node n = cpr_doc_next_sibling(d, ctx); n != CPR_NO_NODE && !full(g) && parent != CPR_NO_NODE;
	     n = cpr_doc_next_sibling(d, n))
		if (!visit(g, n))
			return false;
	return true;
}

/* Nearest first. Nodes do not know the one before them, but the list of their names does. */
static bool preceding(struct gather *g, cpr_node ctx)
{
	const struct cpr_doc *d = g->x->doc;
	cpr_node parent = d->nodes[ctx].parent;
	uint32_t n = 0;

	if (parent == CPR_NO_NODE)
		return true;
	if (by_name(g)) {
		const cpr_node *v = g->name == CPR_MAP_NONE ? NULL : cpr_exec_named(g->x, parent, g->name, &n);
		size_t low = v ? cpr_lower_bound(v, n, ctx) : 0;

		for (size_t i = low; i-- > 0 && !full(g);) {
			if (!cpr_exec_spend(g->x, 1))
				return false;
			if (d->nodes[v[i]].parent == parent &&
			    !cpr_exec_push(g->x, g->cand, (struct cpr_item){ v[i], CPR_NO_NODE }))
				return false;
		}
		return true;
	}
	for (cpr_node s = cpr_doc_first_child(d, parent); s != CPR_NO_NODE && s < ctx; s = cpr_doc_next_sibling(d, s)) {
		if (!cpr_exec_spend(g->x, 1))
			return false;
		if (passes(g, s) && !cpr_exec_push(g->x, g->cand, (struct cpr_item){ s, CPR_NO_NODE }))
			return false;
	}
	reverse(g->cand);
	g->cand->n = g->cand->n < g->most ? g->cand->n : g->most;
	return true;
}

static bool attributes(struct gather *g, cpr_node ctx, uint32_t *lacks)
{
	const struct cpr_node_rec *rec = &g->x->doc->nodes[ctx];
	uint32_t attr;

	if (!cpr_exec_spend(g->x, 1))
		return false;
	if (g->step->test == CPR_TEST_ANY) {
		for (uint32_t i = 0; i < rec->count && !full(g); i++)
			if (!cpr_exec_spend(g->x, 1) ||
			    !cpr_exec_push(g->x, g->cand, (struct cpr_item){ ctx, rec->first + i }))
				return false;
		return true;
	}
	attr = g->name == CPR_MAP_NONE ? CPR_NO_NODE : cpr_doc_attr(g->x->doc, ctx, g->name);
	if (attr != CPR_NO_NODE)
		return cpr_exec_push(g->x, g->cand, (struct cpr_item){ ctx, attr });
	if (g->step->lacks) {
		if (*lacks < UINT32_MAX)
			++*lacks;
		cpr_exec_missing(g->x, ctx, g->step->what);
	}
	return true;
}

/* `lacks` counts up if ctx has no such attribute. */
static bool gather(struct gather *g, struct cpr_item ctx, uint32_t *lacks)
{
	bool attribute = ctx.attr != CPR_NO_NODE;

	/* The document has only what is in it. */
	if (ctx.node == CPR_DOCUMENT && g->step->axis != CPR_AXIS_CHILD && g->step->axis != CPR_AXIS_DESCENDANT &&
	    g->step->axis != CPR_AXIS_DESCENDANT_OR_SELF)
		return true;
	switch (g->step->axis) {
	case CPR_AXIS_CHILD:
		return attribute || children(g, ctx.node);
	case CPR_AXIS_DESCENDANT:
		return attribute || descendants(g, ctx.node, false);
	case CPR_AXIS_ATTRIBUTE:
		return attribute || attributes(g, ctx.node, lacks);
	case CPR_AXIS_FOLLOWING_SIBLING:
		return attribute || following(g, ctx.node);
	case CPR_AXIS_PRECEDING_SIBLING:
		return attribute || preceding(g, ctx.node);
	case CPR_AXIS_SELF:
	case CPR_AXIS_DESCENDANT_OR_SELF:
	case CPR_AXIS_ANCESTOR_OR_SELF:
		/* An attribute is itself, but no element of a name. */
		if (attribute && g->step->test == CPR_TEST_NODE && !cpr_exec_push(g->x, g->cand, ctx))
			return false;
		if (g->step->axis == CPR_AXIS_SELF)
			return attribute || visit(g, ctx.node);
		if (g->step->axis == CPR_AXIS_DESCENDANT_OR_SELF)
			return attribute || descendants(g, ctx.node, true);
		return ancestors(g, ctx.node);
	case CPR_AXIS_PARENT:
		if (attribute)
			return visit(g, ctx.node);
		return g->x->doc->nodes[ctx.node].parent == CPR_NO_NODE || visit(g, g->x->doc->nodes[ctx.node].parent);
	case CPR_AXIS_ANCESTOR:
		return ancestors(g, attribute ? ctx.node : g->x->doc->nodes[ctx.node].parent);
	}
	return true;
}

/* ---- Predicates ---- */

/* -1 missing, 0 no, 1 yes. */
static bool predicate(struct cpr_exec *x, const struct cpr_xnode *p, const struct cpr_focus *f, int *ret)
{
	struct cpr_mark mark = cpr_exec_mark(x);
	size_t operands = x->env->n_operands, notes = x->env->n_missing;
	struct cpr_result r;

	if (!cpr_exec_eval(x, p, f, &r))
		return false;
	if (p->sort.type != CPR_EXPR_NODES && r.kind == CPR_RES_ATOM && r.u.atom.type == CPR_EXPR_NUMBER) {
		struct cpr_decimal here = cpr_decimal_int((int64_t)f->position);

		*ret = f->position_unsure ? -1 : cpr_decimal_cmp(r.u.atom.u.number, here) == 0;
	} else if (!cpr_exec_truth(x, &r, ret)) {
		return false;
	}
	if (*ret != 1)
		x->env->n_operands = operands;
	if (*ret != -1)
		x->env->n_missing = notes;
	cpr_exec_release(x, mark);
	return true;
}

/* How far positions in a list can be trusted. */
struct trust {
	size_t sure; /* the first so many positions are known */
	bool all; /* there was no gap at all */
};

/* Leaves in cand, from `from` on, the nodes for which the predicate holds. */
static bool filter(struct cpr_exec *x, const struct cpr_xnode *p, struct cpr_list *cand, struct trust *trust)
{
	size_t size = cand->n, kept = 0, sure = trust->sure;
	bool before_gap = true, gap = false;
	int holds;

	trust->sure = 0;
	for (size_t i = 0; i < size; i++) {
		struct cpr_focus f = {
			.item = cand->v[i],
			.position = i + 1,
			.size = size,
			.position_unsure = i >= sure,
			.size_unsure = !trust->all,
		};

		if (!cpr_exec_spend(x, 1) || !predicate(x, p, &f, &holds))
			return false;
		gap |= holds == -1;
		before_gap &= holds != -1 && i < sure;
		if (holds != 1)
			continue;
		cand->v[kept++] = cand->v[i];
		trust->sure += before_gap;
	}
	cand->n = kept;
	if (gap)
		trust->all = false;
	else if (trust->all)
		trust->sure = kept;
	return true;
}

static bool filter_all(struct cpr_exec *x, struct cpr_xnode *const *preds, size_t n, struct cpr_list *cand, bool *gap)
{
	struct trust trust = { .sure = cand->n, .all = true };

	for (size_t i = 0; i < n; i++)
		if (!filter(x, preds[i], cand, &trust))
			return false;
	*gap |= !trust.all;
	return true;
}

/* ---- Steps ---- */

static cpr_name name_here(const struct cpr_exec *x, const struct cpr_step *s)
{
	if (s->test == CPR_TEST_NAME)
		return s->name;
	return s->test == CPR_TEST_FOREIGN ? cpr_doc_name(x->doc, s->ns, s->local) : CPR_MAP_NONE;
}

static bool has_inside(const struct cpr_step *s)
{
	return s->axis == CPR_AXIS_DESCENDANT || s->axis == CPR_AXIS_DESCENDANT_OR_SELF;
}

/* The first predicate by the index; *ret_done false if it must be tried node by node. */
static bool by_key(struct gather *g, struct cpr_join *j, cpr_node ctx, struct trust *trust, bool *ret_done)
{
	const struct cpr_focus nowhere = { .item = { CPR_NO_NODE, CPR_NO_NODE } };
	const struct cpr_step *s = g->step;
	struct cpr_result key;
	cpr_node gap = CPR_NO_NODE;
	uint32_t n;

	*ret_done = true;
	/* Without a node to try, nothing about the key matters. */
	cpr_exec_named(g->x, ctx, s->name, &n);
	if (n == 0)
		return true;
	if (!j->asked && (!cpr_exec_eval(g->x, s->join_with, &nowhere, &key) || !cpr_join_ask(g->x, s, &key, j)))
		return false;
	*ret_done = j->usable;
	if (!j->usable)
		return true;
	if (!cpr_join_take(g->x, s, j, ctx, g->cand, &gap))
		return false;
	trust->all = gap == CPR_NO_NODE;
	while (trust->sure < g->cand->n && g->cand->v[trust->sure].node < gap)
		trust->sure++;
	return true;
}

/* One step from one node: what is left behind all predicates, in cand. */
static bool step_from(struct gather *g, struct cpr_item ctx, struct cpr_join *j, struct cpr_set *to)
{
	const struct cpr_step *s = g->step;
	struct trust trust = { .all = true };
	bool done = false;

	g->cand->n = 0;
	g->cand->disorder = false;
	if (s->join != CPR_MAP_NONE && ctx.attr == CPR_NO_NODE && !by_key(g, j, ctx.node, &trust, &done))
		return false;
	if (!done) {
		if (!gather(g, ctx, &to->lacks))
			return false;
		trust.sure = g->cand->n;
	}
	for (size_t i = done; i < s->n_preds && g->cand->n; i++)
		if (!filter(g->x, s->preds[i], g->cand, &trust))
			return false;
	to->gap |= !trust.all;
	return true;
}

static bool take_step(struct cpr_exec *x, const struct cpr_step *s, struct cpr_set *set)
{
	struct cpr_list out = { 0 }, cand = { 0 };
	struct cpr_set to = { .gap = set->gap };
	struct gather g = {
		.x = x,
		.step = s,
		.name = name_here(x, s),
		.cand = s->n_preds ? &cand : &out,
		.most = s->stop_after ? s->stop_after : SIZE_MAX,
	};
	struct cpr_join j = { 0 };
	cpr_node covered = 0; /* everything before it has been looked at */

	for (size_t i = 0; i < set->n; i++) {
		struct cpr_item ctx = set->v[i];

		/* The subtree of a node inside one that was looked at was looked at. */
		if (has_inside(s) && !s->positions && ctx.attr == CPR_NO_NODE && ctx.node != CPR_DOCUMENT) {
			if (ctx.node < covered)
				continue;
			covered = x->doc->nodes[ctx.node].next;
		}
		if (s->n_preds == 0) {
			if (!gather(&g, ctx, &to.lacks))
				return false;
			continue;
		}
		if (!step_from(&g, ctx, &j, &to))
			return false;
		for (size_t k = 0; k < cand.n; k++)
			if (!cpr_exec_push(x, &out, cand.v[k]))
				return false;
	}
	if (!cpr_exec_sort(x, &out))
		return false;
	if (out.n == 0 && set->n && !to.lacks && !to.gap)
		cpr_exec_missing(x, set->v[0].node == CPR_DOCUMENT ? 0 : set->v[0].node, s->what);
	to.v = out.v;
	to.n = out.n;
	*set = to;
	return true;
}

/* What a path starts from, its predicates applied. */
static bool start(struct cpr_exec *x, const struct cpr_path *p, const struct cpr_focus *f, struct cpr_set *ret)
{
	struct cpr_result base;
	struct cpr_item *one;
	struct cpr_list list = { 0 };

	*ret = (struct cpr_set){ 0 };
	if (!p->base) {
		one = cpr_exec_alloc(x, 1, sizeof *one);
		if (!one)
			return false;
		*one = p->absolute ? (struct cpr_item){ CPR_DOCUMENT, CPR_NO_NODE } : f->item;
		ret->v = one;
		ret->n = 1;
		return true;
	}
	if (!cpr_exec_eval(x, p->base, f, &base))
		return false;
	if (base.kind == CPR_RES_ATOM)
		return cpr_exec_fault(x, "%.*s is %s; only nodes can be followed by / or a predicate",
				      CPR_STR_ARG(cpr_exec_quote(x, p->base)),
				      cpr_class_name(CPR_CLASS(base.u.atom.type)));
	if (base.kind == CPR_RES_MISSING) {
		ret->gap = true; /* which nodes these are is not known */
		return true;
	}
	*ret = base.u.set;
	if (p->n_preds == 0)
		return true;
	ret->memo = NULL;
	list.n = list.cap = ret->n;
	list.v = cpr_exec_alloc(x, ret->n, sizeof *list.v);
	if (!list.v)
		return false;
	if (ret->n)
		memcpy(list.v, ret->v, ret->n * sizeof *list.v);
	if (!filter_all(x, p->preds, p->n_preds, &list, &ret->gap))
		return false;
	/* The first of the values that are stated is asked for, not of those that might be. */
	if (p->positions)
		ret->lacks = 0;
	ret->v = list.v;
	ret->n = list.n;
	return true;
}

bool cpr_exec_path(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret)
{
	const struct cpr_path *p = n->u.path;

	ret->kind = CPR_RES_SET;
	if (!start(x, p, f, &ret->u.set))
		return false;
	for (size_t i = 0; i < p->n_steps; i++)
		if (!take_step(x, &p->steps[i], &ret->u.set))
			return false;
	return true;
}

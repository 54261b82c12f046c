/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths before any campaign is seen: which elements each step can reach by the vocabulary, so that a misspelt or misplaced name
 * is refused at load and every attribute's type is known. Also settled here: how a step will be walked (by index, by position).
 */
#include "ruleset/expr_reach.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"

static bool resolve_prefix(struct cpr_compiler *c, struct cpr_step *s)
{
	if (cpr_str_is(s->prefix, "xml"))
		s->ns = CPR_STR(XML_NS);
	else if (c->scope->prefix)
		s->ns = c->scope->prefix(c->scope->user, s->prefix);
	if (s->ns.n == 0)
		return cpr_expr_fail(c, s->at, "the prefix %.*s is not bound to a namespace",
				     CPR_STR_ARG(cpr_expr_short(s->prefix)));
	s->ns = cpr_arena_str(c->arena, s->ns);
	return s->ns.p ? true : cpr_expr_nomem(c);
}

/* The values of attribute `attr` (any: CPR_MAP_NONE) of the elements reached. *ret_n: how many of these have it. */
static bool attribute_values(struct cpr_compiler *c, const struct cpr_reach *r, cpr_name attr, struct cpr_sort *to,
			     size_t *ret_n)
{
	uint64_t *owners = cpr_bits_new(c, c->v->n_elements), *lists = cpr_bits_new(c, c->v->n_lists);
	bool only_codes = true;

	if (!owners || !lists)
		return false;
	*ret_n = 0;
	for (size_t i = 0; i < c->v->n_elements; i++) {
		const struct cpr_element_def *e = &c->v->elements[i];

		if (!cpr_bits_has(r->sort.elements, i) || !r->sort.own)
			continue;
		for (size_t k = e->first_attr; k < (size_t)e->first_attr + e->n_attrs; k++) {
			const struct cpr_attr_def *a = &c->v->attrs[k];

			if (attr != CPR_MAP_NONE && a->name != attr)
				continue;
			cpr_bits_add(owners, i);
			to->classes |= cpr_class_of((enum cpr_type)a->type);
			if (a->list != UINT16_MAX)
				cpr_bits_add(lists, a->list);
			else if (cpr_class_of((enum cpr_type)a->type) == CPR_CLASS(CPR_EXPR_TEXT))
				only_codes = false;
			++*ret_n;
		}
	}
	to->elements = owners;
	if (only_codes && *ret_n)
		to->lists = lists;
	return true;
}

static bool attribute_step(struct cpr_compiler *c, struct cpr_reach *r, struct cpr_step *s)
{
	struct cpr_sort to = {
		.type = CPR_EXPR_NODES, .attributes = true, .foreign = r->sort.foreign, .hosts = r->sort.hosts
	};
	size_t n = 0;

	s->name = s->test == CPR_TEST_NAME ? cpr_vocabulary_attr(c->v, s->local) : CPR_MAP_NONE;
	if (s->prefix.n) {
		if (!resolve_prefix(c, s))
			return false;
		if (cpr_str_is(s->ns, c->v->ns))
			return cpr_expr_fail(c, s->at, "attributes of the vocabulary have no prefix; write @%.*s",
					     CPR_STR_ARG(cpr_expr_short(s->local)));
		s->test = CPR_TEST_FOREIGN;
		to.classes = CPR_CLASS(CPR_EXPR_TEXT);
		to.elements = r->sort.elements;
		if (!r->elements)
			return cpr_reach_no_attribute(c, r, s);
		r->sort = to;
		return true;
	}
	if (!r->elements)
		return cpr_reach_no_attribute(c, r, s);
	if (s->test == CPR_TEST_ANY || s->name != CPR_MAP_NONE)
		if (!attribute_values(c, r, s->name, &to, &n))
			return false;
	if (s->test == CPR_TEST_NAME && n == 0 && r->sort.own)
		return cpr_reach_no_attribute(c, r, s);
	if (s->test == CPR_TEST_NAME && s->name == CPR_MAP_NONE)
		s->test = CPR_TEST_FOREIGN; /* of no namespace, on a foreign element */
	/* Where * can mean foreign elements too, types are the vocabulary's all the same: a slip is likelier than that. */
	if (n == 0 || s->test == CPR_TEST_ANY)
		to.classes |= CPR_CLASS(CPR_EXPR_TEXT);
	if (s->test == CPR_TEST_ANY)
		to.lists = NULL;
	if (!to.elements)
		to.elements = cpr_bits_new(c, c->v->n_elements);
	r->sort = to;
	return to.elements != NULL;
}

static void keep_only(const struct cpr_vocabulary *v, uint64_t *set, cpr_name element)
{
	memset(set, 0, (v->n_elements / 64 + 1) * sizeof *set);
	if (element != CPR_MAP_NONE)
		cpr_bits_add(set, element);
}

/* Leaves only what the name test lets through. */
static bool element_test(struct cpr_compiler *c, const struct cpr_reach *r, struct cpr_step *s, struct cpr_along *to)
{
	if (s->test != CPR_TEST_NAME)
		return true;
	if (s->prefix.n && !resolve_prefix(c, s))
		return false;
	if (s->prefix.n && !cpr_str_is(s->ns, c->v->ns)) {
		s->test = CPR_TEST_FOREIGN;
		keep_only(c->v, to->set, CPR_MAP_NONE);
		to->foreign = true;
		return true;
	}
	s->name = cpr_vocabulary_element(c->v, s->local);
	if (s->name == CPR_MAP_NONE)
		return cpr_reach_unknown(c, r, s, to->set);
	if (!cpr_bits_has(to->set, s->name))
		return cpr_reach_misplaced(c, r, s);
	keep_only(c->v, to->set, s->name);
	to->foreign = false;
	return true;
}

static bool element_step(struct cpr_compiler *c, struct cpr_reach *r, struct cpr_step *s)
{
	bool whole = s->test == CPR_TEST_NODE;
	struct cpr_along to;
	size_t last;

	if (s->axis == CPR_AXIS_SELF && whole && (!r->document || r->elements))
		return true;
	if (r->document && !r->elements && !cpr_axis_is_down(s->axis))
		return cpr_expr_fail(c, s->at, "only the root element can follow /, as in /%s",
				     c->v->elements[c->v->root].name);
	if (!r->elements && !r->document && !whole &&
	    (cpr_axis_is_down(s->axis) || cpr_axis_is_sibling(s->axis) || s->axis == CPR_AXIS_SELF))
		return cpr_expr_fail(c, s->at, "nothing stands in or beside an attribute");
	if (!cpr_reach_along(c, r, s->axis, &to) || !element_test(c, r, s, &to))
		return false;
	if (whole && s->axis == CPR_AXIS_PARENT && !to.foreign && cpr_reach_count(c->v, to.set, &last) == 0)
		return cpr_expr_fail(c, s->at, "<%s> is the root element; nothing is above it",
				     c->v->elements[c->v->root].name);
	r->document = r->document && whole && s->axis == CPR_AXIS_DESCENDANT_OR_SELF;
	r->sort = (struct cpr_sort){
		.type = CPR_EXPR_NODES,
		.classes = CPR_CLASS(CPR_EXPR_TEXT),
		.own = s->test != CPR_TEST_FOREIGN,
		.foreign = to.foreign,
		.elements = to.set,
		.hosts = to.foreign ? to.hosts : NULL,
	};
	r->elements = true;
	return true;
}

static bool is_position(const struct cpr_xnode *pred)
{
	return pred->needs & CPR_NEEDS_POSITION || pred->sort.type == CPR_EXPR_NUMBER ||
	       pred->sort.type == CPR_EXPR_ANY;
}

static bool check_predicates(struct cpr_compiler *c, struct cpr_xnode **preds, size_t n, const struct cpr_sort *focus,
			     unsigned *needs)
{
	for (size_t i = 0; i < n; i++) {
		struct cpr_xnode *p = preds[i];
		int64_t position;

		if (!cpr_expr_check(c, p, focus, true))
			return false;
		if (p->kind == CPR_X_NUMBER && (!cpr_decimal_to_i64(p->u.atom.u.number, &position) || position < 1))
			return cpr_expr_fail(c, p->at, "a position is a whole number from 1");
		if (cpr_is_literal(p))
			return cpr_expr_fail(c, p->at, "a text alone is no condition; compare it with something");
		if (!cpr_expr_want_truth(c, p))
			return false;
		*needs |= p->needs & ~(unsigned)(CPR_NEEDS_CONTEXT | CPR_NEEDS_POSITION);
	}
	return true;
}

/* @name alone, of the vocabulary. */
static cpr_name plain_attribute(const struct cpr_xnode *x)
{
	const struct cpr_path *p = x->u.path;

	if (x->kind != CPR_X_PATH || p->base || p->absolute || p->n_steps != 1)
		return CPR_MAP_NONE;
	if (p->steps[0].axis != CPR_AXIS_ATTRIBUTE || p->steps[0].test != CPR_TEST_NAME || p->steps[0].n_preds)
		return CPR_MAP_NONE;
	return p->steps[0].name;
}

/* How the first predicate can be answered without trying it at every node. */
static void plan(struct cpr_step *s)
{
	const struct cpr_xnode *p;
	int64_t position;

	s->join = CPR_MAP_NONE;
	if (s->n_preds == 0)
		return;
	p = s->preds[0];
	if (p->kind == CPR_X_NUMBER && cpr_decimal_to_i64(p->u.atom.u.number, &position) && position <= UINT32_MAX)
		s->stop_after = (uint32_t)position;
	if (s->test != CPR_TEST_NAME || (s->axis != CPR_AXIS_CHILD && s->axis != CPR_AXIS_DESCENDANT) ||
	    p->kind != CPR_X_COMPARE || p->u.op != CPR_OP_EQ)
		return;
	for (size_t side = 0; side < 2; side++) {
		const struct cpr_xnode *with = p->args[1 - side];

		if (plain_attribute(p->args[side]) == CPR_MAP_NONE ||
		    with->needs & (CPR_NEEDS_CONTEXT | CPR_NEEDS_POSITION))
			continue;
		s->join = plain_attribute(p->args[side]);
		s->join_with = with;
		return;
	}
}

/* What a step is called when it finds nothing. */
static bool name_step(struct cpr_compiler *c, struct cpr_step *s)
{
	struct cpr_strbuf b = CPR_STRBUF(c->arena->mem);

	if (s->test == CPR_TEST_NODE)
		s->what = CPR_STR("..");
	else if (s->test == CPR_TEST_ANY)
		s->what = s->axis == CPR_AXIS_ATTRIBUTE ? CPR_STR("@*") : CPR_STR("*");
	else if (s->axis != CPR_AXIS_ATTRIBUTE)
		s->what = s->local;
	if (s->what.p)
		return true;
	cpr_strbuf_addc(&b, '@');
	cpr_strbuf_adds(&b, s->local);
	if (!cpr_strbuf_failed(&b))
		s->what = cpr_arena_str(c->arena, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return s->what.p ? true : cpr_expr_nomem(c);
}

/* Step i selects whatever there is, not something that was named; what stands before it decides of "self" and "parent". */
static bool selects_anything(const struct cpr_path *p, size_t i)
{
	while (i > 0 && p->steps[i].test <= CPR_TEST_ANY &&
	       (p->steps[i].axis == CPR_AXIS_SELF || p->steps[i].axis == CPR_AXIS_PARENT))
		i--;
	return p->steps[i].test <= CPR_TEST_ANY && p->steps[i].axis != CPR_AXIS_SELF &&
	       p->steps[i].axis != CPR_AXIS_PARENT;
}

/* XPath's // also looks from text, which has parents and siblings. Nobody means that. */
static bool check_behind_slashes(struct cpr_compiler *c, const struct cpr_path *p, size_t i)
{
	const struct cpr_step *s = &p->steps[i];

	if (i == 0 || p->steps[i - 1].axis != CPR_AXIS_DESCENDANT_OR_SELF || p->steps[i - 1].test != CPR_TEST_NODE)
		return true;
	if (s->test != CPR_TEST_NODE &&
	    (cpr_axis_is_down(s->axis) || s->axis == CPR_AXIS_SELF || s->axis == CPR_AXIS_ATTRIBUTE))
		return true;
	return cpr_expr_fail(c, s->at, "a name, * or an attribute must stand behind //");
}

/* descendant-or-self::node()/child::name is descendant::name, unless positions are counted for each parent. */
static void merge_descendants(struct cpr_path *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_steps; i++) {
		struct cpr_step *s = &p->steps[i];

		for (size_t k = 0; k < s->n_preds; k++)
			s->positions |= is_position(s->preds[k]);
		if (n && p->steps[n - 1].axis == CPR_AXIS_DESCENDANT_OR_SELF && p->steps[n - 1].test == CPR_TEST_NODE &&
		    s->axis == CPR_AXIS_CHILD && !s->positions) {
			s->axis = CPR_AXIS_DESCENDANT;
			n--;
		}
		plan(s);
		p->steps[n++] = *s;
	}
	p->n_steps = n;
}

static bool check_base(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate)
{
	struct cpr_path *p = x->u.path;
	struct cpr_xnode *base = p->base;

	if (!cpr_expr_check(c, base, focus, in_predicate))
		return false;
	x->needs |= base->needs;
	if (base->sort.type != CPR_EXPR_NODES && (base->sort.type != CPR_EXPR_ANY || !base->sort.elements))
		return cpr_expr_fail(c, base->at, "%.*s is %s; only nodes can be followed by / or a predicate",
				     CPR_STR_ARG(cpr_expr_quote(c, base->at, base->end)),
				     cpr_class_name(base->sort.classes));
	if (!check_predicates(c, p->preds, p->n_preds, &base->sort, &x->needs))
		return false;
	for (size_t i = 0; i < p->n_preds; i++)
		p->positions |= is_position(p->preds[i]);
	return true;
}

bool cpr_expr_check_path(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate)
{
	struct cpr_path *p = x->u.path;
	struct cpr_reach r = { .sort = *focus };

	if (p->base) {
		if (!check_base(c, x, focus, in_predicate))
			return false;
		r.sort = p->base->sort;
		r.sort.type = CPR_EXPR_NODES;
	} else if (p->absolute) {
		r.sort = (struct cpr_sort){ .type = CPR_EXPR_NODES, .elements = cpr_bits_new(c, c->v->n_elements) };
		r.document = true;
		if (!r.sort.elements)
			return false;
	} else {
		x->needs |= CPR_NEEDS_CONTEXT;
	}
	r.elements = r.sort.own || (r.sort.foreign && !r.sort.attributes);
	for (size_t i = 0; i < p->n_steps; i++) {
		struct cpr_step *s = &p->steps[i];

		if (!check_behind_slashes(c, p, i) || !name_step(c, s))
			return false;
		if (!(s->axis == CPR_AXIS_ATTRIBUTE ? attribute_step(c, &r, s) : element_step(c, &r, s)))
			return false;
		if (s->axis == CPR_AXIS_ATTRIBUTE)
			r.elements = false;
		s->lacks =
			s->axis == CPR_AXIS_ATTRIBUTE && s->test >= CPR_TEST_NAME && !(i && selects_anything(p, i - 1));
		if (!check_predicates(c, s->preds, s->n_preds, &r.sort, &x->needs))
			return false;
	}
	merge_descendants(p);
	x->sort = r.sort;
	return true;
}

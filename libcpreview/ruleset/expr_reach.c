/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an axis can lead by the vocabulary, from a set of elements to a set of elements; and what an author is told whose step
 * leads nowhere: the nearest name, where the element does stand, the attribute that was meant.
 */
#include "ruleset/expr_reach.h"

#include <stdio.h>

static bool has(const struct cpr_reach *r, size_t element)
{
	return cpr_bits_has(r->sort.elements, element);
}

size_t cpr_reach_count(const struct cpr_vocabulary *v, const uint64_t *set, size_t *ret_last)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_elements; i++) {
		if (!cpr_bits_has(set, i))
			continue;
		*ret_last = i;
		n++;
	}
	return n;
}

static void add_all(const struct cpr_vocabulary *v, uint64_t *set)
{
	for (size_t i = 0; i < v->n_elements; i++)
		cpr_bits_add(set, i);
}

static void add_children(const struct cpr_vocabulary *v, uint64_t *set, size_t element)
{
	const struct cpr_element_def *e = &v->elements[element];

	for (size_t i = 0; i < e->n_children; i++)
		cpr_bits_add(set, v->children[e->first_child + i].child);
}

static bool is_child(const struct cpr_vocabulary *v, size_t parent, size_t child)
{
	return cpr_vocabulary_child_of(v, (cpr_name)parent, (cpr_name)child) != NULL;
}

static void add_parents(const struct cpr_vocabulary *v, uint64_t *set, size_t element)
{
	for (size_t i = 0; i < v->n_elements; i++)
		if (is_child(v, i, element))
			cpr_bits_add(set, i);
}

typedef void add_fn(const struct cpr_vocabulary *v, uint64_t *set, size_t element);

/* Adds the elements one step away from those of `from`, down or up. */
static void add_next(const struct cpr_vocabulary *v, uint64_t *set, const uint64_t *from, add_fn *add)
{
	for (size_t i = 0; i < v->n_elements; i++)
		if (cpr_bits_has(from, i))
			add(v, set, i);
}

/* Adds to the set what can be reached from what is in it. */
static void close_set(const struct cpr_vocabulary *v, uint64_t *set, add_fn *add)
{
	size_t before, last;

	do {
		before = cpr_reach_count(v, set, &last);
		add_next(v, set, set, add);
	} while (cpr_reach_count(v, set, &last) != before);
}

static void unite(const struct cpr_vocabulary *v, uint64_t *set, const uint64_t *more)
{
	for (size_t i = 0; i < v->n_elements; i++)
		if (cpr_bits_has(more, i))
			cpr_bits_add(set, i);
}

static bool stands_in_copy(const struct cpr_vocabulary *v, const uint64_t *set)
{
	for (size_t i = 0; i < v->n_elements; i++)
		for (size_t k = 0; v->elements[i].content == CPR_CONTENT_COPY && k < v->elements[i].n_children; k++)
			if (cpr_bits_has(set, v->children[v->elements[i].first_child + k].child))
				return true;
	return false;
}

static bool is_deep(enum cpr_axis axis)
{
	return axis == CPR_AXIS_DESCENDANT || axis == CPR_AXIS_DESCENDANT_OR_SELF || axis == CPR_AXIS_ANCESTOR ||
	       axis == CPR_AXIS_ANCESTOR_OR_SELF;
}

static bool with_self(enum cpr_axis axis)
{
	return axis == CPR_AXIS_SELF || axis == CPR_AXIS_DESCENDANT_OR_SELF || axis == CPR_AXIS_ANCESTOR_OR_SELF;
}

/*
 * Foreign elements may stand in any element, and hold what the element around them may hold; so elements that are reached
 * through them are those reached from their hosts.
 */
bool cpr_reach_along(struct cpr_compiler *c, const struct cpr_reach *r, enum cpr_axis axis, struct cpr_along *to)
{
	const struct cpr_vocabulary *v = c->v;
	const struct cpr_sort *s = &r->sort;
	uint64_t *from = cpr_bits_new(c, v->n_elements), *around = cpr_bits_new(c, v->n_elements);

	to->set = cpr_bits_new(c, v->n_elements);
	to->hosts = cpr_bits_new(c, v->n_elements);
	if (!from || !around || !to->set || !to->hosts)
		return false;
	to->foreign = s->foreign || cpr_axis_is_down(axis) || cpr_axis_is_sibling(axis);
	if (s->own)
		unite(v, from, s->elements);
	if (s->foreign)
		unite(v, around, s->hosts);
	if (axis != CPR_AXIS_SELF && !cpr_axis_is_down(axis)) {
		to->foreign |= stands_in_copy(v, from);
		add_next(v, around, from, add_parents);
	}
	if (axis == CPR_AXIS_SELF) {
		unite(v, to->hosts, around);
	} else if (cpr_axis_is_down(axis)) {
		unite(v, to->hosts, from);
		unite(v, to->hosts, around);
		add_next(v, to->set, to->hosts, add_children);
		if (r->document && is_deep(axis))
			add_all(v, to->set);
		else if (r->document)
			cpr_bits_add(to->set, v->root);
		if (is_deep(axis)) {
			close_set(v, to->set, add_children);
			unite(v, to->hosts, to->set);
		}
	} else {
		/* Attributes stand in their owner. */
		if (s->attributes)
			unite(v, around, s->elements);
		if (is_deep(axis))
			close_set(v, around, add_parents);
		unite(v, to->hosts, around);
		if (cpr_axis_is_sibling(axis))
			add_next(v, to->set, around, add_children);
		else
			unite(v, to->set, around);
	}
	if (with_self(axis))
		unite(v, to->set, from);
	return true;
}

/* ---- Mistakes in names ---- */

/* "<plan>" if only one element is meant, else "the nodes here". */
static void name_it(const struct cpr_vocabulary *v, const struct cpr_reach *r, char *buf, size_t n)
{
	size_t only = 0;

	if (r->document || r->sort.foreign || cpr_reach_count(v, r->sort.elements, &only) != 1)
		snprintf(buf, n, "%s", r->document ? "the document" : "what stands here");
	else
		snprintf(buf, n, "<%s>", v->elements[only].name);
}

/* Of the elements in a set, the one with the most similar name. */
static struct cpr_str guess_in(const struct cpr_vocabulary *v, const uint64_t *set, struct cpr_str name)
{
	struct cpr_str guess = { 0 };
	size_t best = name.n < 4 ? 2 : 3;

	for (size_t i = 0; i < v->n_elements; i++) {
		size_t distance;

		if (!cpr_bits_has(set, i))
			continue;
		distance = cpr_str_distance(name, cpr_str_of(v->elements[i].name), best);
		if (distance < best) {
			best = distance;
			guess = cpr_str_of(v->elements[i].name);
		}
	}
	return guess;
}

/* The first few elements that hold one. */
static void list_parents(const struct cpr_vocabulary *v, size_t element, char *buf, size_t n)
{
	size_t used = 0, listed = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < v->n_elements && listed < 3; i++) {
		int wrote;

		if (!is_child(v, i, element))
			continue;
		wrote = snprintf(buf + used, n - used, "%s<%s>", listed ? ", " : "; it stands in ",
				 v->elements[i].name);
		if (wrote < 0 || (size_t)wrote >= n - used) {
			buf[used] = '\0';
			return;
		}
		used += (size_t)wrote;
		listed++;
	}
}

static bool some_has_attr(const struct cpr_vocabulary *v, const struct cpr_reach *r, cpr_name attr)
{
	for (size_t i = 0; attr != CPR_MAP_NONE && i < v->n_elements; i++)
		if (has(r, i) && cpr_vocabulary_attr_of(v, (cpr_name)i, attr))
			return true;
	return false;
}

bool cpr_reach_unknown(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s,
		       const uint64_t *reachable)
{
	struct cpr_str local = cpr_expr_short(s->local), guess;

	if (some_has_attr(c->v, r, cpr_vocabulary_attr(c->v, s->local)))
		return cpr_expr_fail(c, s->at, "there is no element <%.*s>; did you mean the attribute @%.*s?",
				     CPR_STR_ARG(local), CPR_STR_ARG(local));
	guess = guess_in(c->v, reachable, s->local);
	if (!guess.n)
		guess = cpr_vocabulary_guess_element(c->v, s->local);
	if (guess.n)
		return cpr_expr_fail(c, s->at, "there is no element <%.*s>; did you mean <%.*s>?", CPR_STR_ARG(local),
				     CPR_STR_ARG(guess));
	return cpr_expr_fail(c, s->at, "there is no element <%.*s>", CPR_STR_ARG(local));
}

bool cpr_reach_misplaced(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s)
{
	static const char *const how[] = {
		[CPR_AXIS_CHILD] = "has no child",
		[CPR_AXIS_DESCENDANT] = "never holds",
		[CPR_AXIS_DESCENDANT_OR_SELF] = "never is or holds",
		[CPR_AXIS_SELF] = "is never",
		[CPR_AXIS_PARENT] = "never stands in",
		[CPR_AXIS_ANCESTOR] = "is never inside",
		[CPR_AXIS_ANCESTOR_OR_SELF] = "is never, nor inside,",
		[CPR_AXIS_FOLLOWING_SIBLING] = "never stands beside",
		[CPR_AXIS_PRECEDING_SIBLING] = "never stands beside",
	};
	char what[64], parents[72];
	bool down = s->axis == CPR_AXIS_CHILD || s->axis == CPR_AXIS_DESCENDANT;

	if (r->document && !r->elements)
		return cpr_expr_fail(c, s->at, "the root element is <%s>, not <%s>; // looks everywhere",
				     c->v->elements[c->v->root].name, c->v->elements[s->name].name);
	if (s->axis == CPR_AXIS_CHILD && some_has_attr(c->v, r, cpr_vocabulary_attr(c->v, s->local)))
		return cpr_expr_fail(c, s->at, "did you mean the attribute @%s? The element <%s> does not stand here",
				     c->v->elements[s->name].name, c->v->elements[s->name].name);
	name_it(c->v, r, what, sizeof what);
	list_parents(c->v, s->name, parents, sizeof parents);
	return cpr_expr_fail(c, s->at, "%s %s <%s>%s", what, how[s->axis], c->v->elements[s->name].name,
			     down ? parents : "");
}

bool cpr_reach_no_attribute(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s)
{
	struct cpr_str local = cpr_expr_short(s->local), guess = { 0 };
	char what[64];

	if (r->document && !r->elements)
		return cpr_expr_fail(c, s->at, "the document has no attributes; did you mean /%s/@%.*s?",
				     c->v->elements[c->v->root].name, CPR_STR_ARG(local));
	if (!r->elements)
		return cpr_expr_fail(c, s->at, "an attribute has no attributes");
	for (size_t i = 0; i < c->v->n_elements && !guess.n; i++)
		if (has(r, i))
			guess = cpr_vocabulary_guess_attr(c->v, (cpr_name)i, s->local);
	name_it(c->v, r, what, sizeof what);
	if (guess.n)
		return cpr_expr_fail(c, s->at, "%s has no attribute @%.*s; did you mean @%.*s?", what,
				     CPR_STR_ARG(local), CPR_STR_ARG(guess));
	return cpr_expr_fail(c, s->at, "%s has no attribute @%.*s", what, CPR_STR_ARG(local));
}

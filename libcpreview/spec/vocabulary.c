/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-ups in the generated tables. All tables that are searched are sorted, so nothing is built at run time and nothing is
 * shared that could change.
 */
#include "spec/vocabulary.h"

/* Binary search in n names by their sorted numbers. */
static cpr_name find_name(const struct cpr_vocabulary *v, const uint16_t *sorted, size_t n, struct cpr_str name)
{
	size_t low = 0;

	while (n) {
		size_t half = n / 2;
		int c = cpr_str_cmp(name, cpr_str_of(v->names[sorted[low + half]]));

		if (c == 0)
			return sorted[low + half];
		if (c > 0) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return CPR_MAP_NONE;
}

cpr_name cpr_vocabulary_element(const struct cpr_vocabulary *v, struct cpr_str name)
{
	return find_name(v, v->sorted_elements, v->n_elements, name);
}

cpr_name cpr_vocabulary_attr(const struct cpr_vocabulary *v, struct cpr_str name)
{
	return find_name(v, v->sorted_attrs, v->n_attr_names, name);
}

const struct cpr_attr_def *cpr_vocabulary_attr_of(const struct cpr_vocabulary *v, cpr_name element, cpr_name attr)
{
	const struct cpr_attr_def *defs;
	size_t n;

	if (element >= v->n_elements)
		return NULL;
	defs = v->attrs + v->elements[element].first_attr;
	n = v->elements[element].n_attrs;
	while (n) {
		size_t half = n / 2;

		if (defs[half].name == attr)
			return &defs[half];
		if (defs[half].name < attr) {
			defs += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return NULL;
}

const struct cpr_child_def *cpr_vocabulary_child_of(const struct cpr_vocabulary *v, cpr_name element, cpr_name child)
{
	const struct cpr_child_def *defs;
	size_t n;

	if (element >= v->n_elements)
		return NULL;
	defs = v->children + v->elements[element].first_child;
	n = v->elements[element].n_children;
	while (n) {
		size_t half = n / 2;

		if (defs[half].child == child)
			return &defs[half];
		if (defs[half].child < child) {
			defs += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return NULL;
}

/* A list keeps the order of its .def file, because manuals show it; the longest has some eighty codes. */
uint32_t cpr_vocabulary_code(const struct cpr_vocabulary *v, uint16_t list, struct cpr_str code)
{
	const struct cpr_code_list *l;

	if (list >= v->n_lists)
		return CPR_MAP_NONE;
	l = &v->lists[list];
	for (uint32_t i = l->first; i < (uint32_t)l->first + l->n; i++)
		if (cpr_str_is(code, v->codes[i].code))
			return i;
	return CPR_MAP_NONE;
}

/*
 * A guess helps only if it is near: one slip in three or four letters, at most three. Of equally near names the first in
 * the table is taken, so that the guess is always the same.
 */
struct guess {
	struct cpr_str name, best;
	size_t distance;
};

static struct guess guess_for(struct cpr_str name)
{
	size_t limit = name.n < 3 ? 0 : name.n < 6 ? 1 : name.n < 10 ? 2 : 3;

	return (struct guess){ .name = name, .distance = limit + 1 };
}

static void guess_try(struct guess *g, const char *candidate)
{
	struct cpr_str c = cpr_str_of(candidate);
	size_t d;

	if (g->distance == 0)
		return;
	d = cpr_str_distance(g->name, c, g->distance - 1);
	if (d < g->distance) {
		g->distance = d;
		g->best = c;
	}
}

struct cpr_str cpr_vocabulary_guess_element(const struct cpr_vocabulary *v, struct cpr_str name)
{
	struct guess g = guess_for(name);

	for (size_t i = 0; i < v->n_elements; i++)
		guess_try(&g, v->names[i]);
	return g.best;
}

struct cpr_str cpr_vocabulary_guess_attr(const struct cpr_vocabulary *v, cpr_name element, struct cpr_str name)
{
	struct guess g = guess_for(name);

	if (element < v->n_elements)
		for (size_t i = 0; i < v->elements[element].n_attrs; i++)
			guess_try(&g, v->names[v->attrs[v->elements[element].first_attr + i].name]);
	return g.best;
}

struct cpr_str cpr_vocabulary_guess_code(const struct cpr_vocabulary *v, uint16_t list, struct cpr_str code)
{
	struct guess g = guess_for(code);

	if (list < v->n_lists)
		for (size_t i = 0; i < v->lists[list].n; i++)
			guess_try(&g, v->codes[v->lists[list].first + i].code);
	return g.best;
}

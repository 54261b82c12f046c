/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over the elements: is each known, in its place, often enough and not too often. Nodes stand in document order, so
 * the walk is a loop; what lies inside an element that is not understood is skipped whole. Attributes are in
 * validate_attr.c.
 */
#include "spec/validate.h"

#include "spec/validating.h"

#define GUESSES 500
#define WORD_BYTES 120 /* of a word in a message */
#define PLACES 4 /* where an element may stand: so many are named */

#define OURS "urn:cpreview:"
#define CAMPAIGN_NS "urn:cpreview:campaign:1"
#define RULES_NS "urn:cpreview:rules:1"

/* ---- problems ---- */

/* At most WORD_BYTES of s, whole characters, and a sign that there was more. */
static struct cpr_str clip(struct cpr_str s, char buffer[WORD_BYTES + 4])
{
	size_t n = WORD_BYTES;

	if (s.n <= WORD_BYTES)
		return s;
	while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	memcpy(buffer, s.p, n);
	memcpy(buffer + n, "…", 3);
	return (struct cpr_str){ buffer, n + 3 };
}

void cpr_validating_problem(struct cpr_validating *w, enum cpr_problem_id id, struct cpr_src at, struct cpr_str w0,
			    struct cpr_str w1, struct cpr_str w2)
{
	char b0[WORD_BYTES + 4], b1[WORD_BYTES + 4], b2[WORD_BYTES + 4];

	if (w->problems->list.n - w->first_problem < CPR_VALIDATE_PROBLEMS)
		cpr_problem_add(w->problems, id, at.start, at.end, clip(w0, b0), clip(w1, b1), clip(w2, b2));
	else if (w->problems->list.n - w->first_problem == CPR_VALIDATE_PROBLEMS)
		cpr_problem_add(w->problems, CPR_PROBLEM_LIMIT, at.start, at.end, CPR_STR("problems"), CPR_STR("20000"),
				CPR_STR(""));
	_Static_assert(CPR_VALIDATE_PROBLEMS == 20000, "the message says so");
}

/* References come late, so the list is in two or three runs by now; equal places keep their order. */
static void merge(struct cpr_problem *to, const struct cpr_problem *a, size_t n_a, const struct cpr_problem *b,
		  size_t n_b)
{
	while (n_a || n_b) {
		bool first = n_b == 0 || (n_a && a->start <= b->start);

		*to++ = first ? *a++ : *b++;
		if (first)
			n_a--;
		else
			n_b--;
	}
}

static bool sort_problems(struct cpr_validating *w)
{
	size_t n = w->problems->list.n - w->first_problem;
	struct cpr_problem *list = w->problems->list.v + w->first_problem, *from = list, *to, *spare;

	if (n < 2)
		return true;
	spare = to = cpr_realloc(w->doc->mem, NULL, n, sizeof *to);
	if (!spare)
		return false;
	for (size_t width = 1; width < n; width *= 2) {
		struct cpr_problem *swap = from;

		for (size_t at = 0; at < n; at += 2 * width) {
			size_t n_a = n - at < width ? n - at : width, n_b = n - at - n_a < width ? n - at - n_a : width;

			merge(to + at, from + at, n_a, from + at + n_a, n_b);
		}
		from = to;
		to = swap;
	}
	if (from != list)
		memcpy(list, from, n * sizeof *list);
	cpr_free(w->doc->mem, spare);
	return true;
}

/* ---- names ---- */

static struct cpr_str local_name(const struct cpr_validating *w, cpr_node n)
{
	return w->doc->names[w->doc->nodes[n].name].local;
}

static bool is_ours(const struct cpr_validating *w, cpr_node n)
{
	return w->doc->nodes[n].name < w->v->n_elements;
}

static unsigned content_of(const struct cpr_validating *w, cpr_node n)
{
	return w->v->elements[w->doc->nodes[n].name].content;
}

static struct cpr_str name_of(const struct cpr_vocabulary *v, cpr_name name)
{
	return cpr_str_of(v->names[name]);
}

/* The nearest element of ours around n; there is one, because the root is. */
static cpr_node holder_of(const struct cpr_validating *w, cpr_node n)
{
	do
		n = w->doc->nodes[n].parent;
	while (!is_ours(w, n));
	return n;
}

/* <name xmlns="…">, which says in any language what namespace it is in. */
static void add_tag(const struct cpr_validating *w, cpr_node n, struct cpr_strbuf *b)
{
	const struct cpr_name_entry *e = &w->doc->names[w->doc->nodes[n].name];

	cpr_strbuf_addc(b, '<');
	cpr_strbuf_adds(b, e->local);
	cpr_strbuf_addz(b, " xmlns=\"");
	cpr_strbuf_adds(b, e->ns);
	cpr_strbuf_addz(b, "\">");
}

/* ---- elements ---- */

static void namespace_problem(struct cpr_validating *w, enum cpr_problem_id id, cpr_node n, cpr_name root)
{
	struct cpr_strbuf b = CPR_STRBUF(w->doc->mem);

	add_tag(w, n, &b);
	w->failed |= cpr_strbuf_failed(&b);
	cpr_validating_problem(w, id, cpr_place_node(w->doc, n), cpr_strbuf_str(&b), cpr_str_of(w->v->ns),
			       name_of(w->v, root));
	cpr_strbuf_free(&b);
}

static void unknown_element(struct cpr_validating *w, cpr_node n)
{
	struct cpr_str name = local_name(w, n), guess = { 0 };

	if (cpr_validating_may_guess(w))
		guess = cpr_vocabulary_guess_element(w->v, name);
	cpr_validating_problem(w, guess.n ? CPR_PROBLEM_SPEC_MISSPELT_ELEMENT : CPR_PROBLEM_SPEC_UNKNOWN_ELEMENT,
			       cpr_place_node(w->doc, n), name, guess, (struct cpr_str){ 0 });
}

/* Where an element may stand, for the message: "<plan>, <offer>"; / for the root. */
static void add_places(const struct cpr_vocabulary *v, cpr_name child, struct cpr_strbuf *b)
{
	size_t n = 0;

	for (cpr_name e = 0; e < v->n_elements; e++) {
		if (!cpr_vocabulary_child_of(v, e, child))
			continue;
		if (n++ == PLACES) {
			cpr_strbuf_addz(b, " …");
			return;
		}
		cpr_strbuf_addf(b, "%s<%s>", n > 1 ? ", " : "", v->names[e]);
	}
	if (n == 0)
		cpr_strbuf_addc(b, '/');
}

static void misplaced_element(struct cpr_validating *w, cpr_node n)
{
	struct cpr_strbuf b = CPR_STRBUF(w->doc->mem);

	if (cpr_validating_full(w))
		return;
	add_places(w->v, w->doc->nodes[n].name, &b);
	w->failed |= cpr_strbuf_failed(&b);
	cpr_validating_problem(w, CPR_PROBLEM_SPEC_MISPLACED_ELEMENT, cpr_place_node(w->doc, n), local_name(w, n),
			       local_name(w, w->doc->nodes[n].parent), cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
}

static bool has_prefix(struct cpr_str s, const char *z)
{
	size_t n = strlen(z);

	return s.n >= n && memcmp(s.p, z, n) == 0;
}

/* An element of another namespace: whether what is in it is to be looked at. */
static bool enter_foreign(struct cpr_validating *w, cpr_node n)
{
	struct cpr_str ns = w->doc->names[w->doc->nodes[n].name].ns;
	unsigned content = content_of(w, holder_of(w, n));

	if (cpr_str_is(ns, w->v->ns)) {
		unknown_element(w, n);
		return false;
	}
	if ((ns.n == 0 || has_prefix(ns, OURS)) && !(content == CPR_CONTENT_FOREIGN && cpr_str_is(ns, CAMPAIGN_NS)) &&
	    !((w->flags & CPR_VALIDATE_FRAGMENT) && cpr_str_is(ns, RULES_NS))) {
		namespace_problem(w, CPR_PROBLEM_SPEC_ELEMENT_NAMESPACE, n, w->v->root);
		return false;
	}
	if (content == CPR_CONTENT_EMPTY) {
		cpr_validating_problem(w, CPR_PROBLEM_SPEC_NOT_EMPTY, cpr_place_node(w->doc, n),
				       local_name(w, w->doc->nodes[n].parent), local_name(w, n), (struct cpr_str){ 0 });
		return false;
	}
	return true;
}

/* Whether an element of ours, not the root, may stand where it does. */
static bool in_place(const struct cpr_validating *w, cpr_node n)
{
	cpr_node holder = holder_of(w, n);
	unsigned content = content_of(w, holder);

	/* Inside an element of another namespace only what belongs to the text around it. */
	if (holder != w->doc->nodes[n].parent &&
	    (content == CPR_CONTENT_ELEMENTS || content == CPR_CONTENT_NOTE || content == CPR_CONTENT_EMPTY))
		return false;
	return cpr_vocabulary_child_of(w->v, w->doc->nodes[holder].name, w->doc->nodes[n].name) != NULL;
}

/* Counts the children of n: too many are told at the child, too few at the start tag. */
static void check_children(struct cpr_validating *w, cpr_node n)
{
	const struct cpr_element_def *e = &w->v->elements[w->doc->nodes[n].name];
	const struct cpr_child_def *defs = w->v->children + e->first_child;

	memset(w->counts, 0, (size_t)e->n_children * sizeof *w->counts);
	for (cpr_node c = cpr_doc_first_child(w->doc, n); c != CPR_NO_NODE; c = cpr_doc_next_sibling(w->doc, c)) {
		const struct cpr_child_def *def;

		if (cpr_doc_is_text(w->doc, c) || !is_ours(w, c))
			continue;
		def = cpr_vocabulary_child_of(w->v, w->doc->nodes[n].name, w->doc->nodes[c].name);
		if (def && ++w->counts[def - defs] > 1 && def->max == 1)
			cpr_validating_problem(w, CPR_PROBLEM_SPEC_REPEATED_ELEMENT, cpr_place_node(w->doc, c),
					       name_of(w->v, w->doc->nodes[n].name), name_of(w->v, def->child),
					       (struct cpr_str){ 0 });
	}
	if (w->flags & CPR_VALIDATE_FRAGMENT)
		return;
	for (size_t i = 0; i < e->n_children; i++)
		if (w->counts[i] < defs[i].min)
			cpr_validating_problem(w, CPR_PROBLEM_SPEC_MISSING_ELEMENT, cpr_place_node(w->doc, n),
					       name_of(w->v, w->doc->nodes[n].name), name_of(w->v, defs[i].child),
					       (struct cpr_str){ 0 });
}

static void check_attrs(struct cpr_validating *w, cpr_node n)
{
	const struct cpr_node_rec *rec = &w->doc->nodes[n];
	const struct cpr_element_def *e = &w->v->elements[rec->name];

	for (size_t i = 0; i < e->n_attrs && !(w->flags & CPR_VALIDATE_FRAGMENT); i++) {
		const struct cpr_attr_def *a = &w->v->attrs[e->first_attr + i];

		if (a->required && cpr_doc_attr(w->doc, n, a->name) == CPR_NO_NODE)
			cpr_validating_problem(w, CPR_PROBLEM_SPEC_MISSING_ATTRIBUTE, cpr_place_node(w->doc, n),
					       name_of(w->v, rec->name), name_of(w->v, a->name), (struct cpr_str){ 0 });
	}
	for (uint32_t i = 0; i < rec->count; i++)
		cpr_validating_attr(w, n, rec->first + i);
}

/* Whether what is in element n is to be looked at. */
static bool enter_element(struct cpr_validating *w, cpr_node n)
{
	if (!is_ours(w, n))
		return enter_foreign(w, n);
	if (n && !in_place(w, n)) {
		misplaced_element(w, n);
		return false;
	}
	check_attrs(w, n);
	check_children(w, n);
	return true;
}

static void check_text(struct cpr_validating *w, cpr_node n)
{
	const struct cpr_node_rec *rec = &w->doc->nodes[n];
	struct cpr_str text = { w->doc->text + rec->first, rec->count }, seen = cpr_str_trim(text);
	uint32_t start = rec->first + (uint32_t)(seen.p - text.p);
	unsigned content;

	if (seen.n == 0 || !is_ours(w, rec->parent))
		return;
	content = content_of(w, rec->parent);
	if (content == CPR_CONTENT_ELEMENTS || content == CPR_CONTENT_EMPTY)
		cpr_validating_problem(w, CPR_PROBLEM_SPEC_TEXT,
				       cpr_place_text(w->doc, start, start + (uint32_t)seen.n),
				       local_name(w, rec->parent), (struct cpr_str){ 0 }, (struct cpr_str){ 0 });
}

static void walk(struct cpr_validating *w)
{
	const struct cpr_doc *d = w->doc;
	cpr_node n = 0;

	while (n < d->n_nodes) {
		if (cpr_doc_is_text(d, n)) {
			check_text(w, n);
			n++;
		} else {
			n = enter_element(w, n) ? n + 1 : d->nodes[n].next;
		}
	}
}

static bool allocate(struct cpr_validating *w, struct cpr_arena *arena)
{
	size_t most = 0;

	for (size_t i = 0; i < w->v->n_elements; i++)
		most = w->v->elements[i].n_children > most ? w->v->elements[i].n_children : most;
	w->counts = cpr_realloc(w->doc->mem, NULL, most ? most : 1, sizeof *w->counts);
	w->valid->values = cpr_arena_array(arena, w->doc->n_attrs, sizeof *w->valid->values);
	return w->counts && w->valid->values;
}

bool cpr_validate(const struct cpr_doc *doc, const struct cpr_vocabulary *v, cpr_name root, unsigned flags,
		  struct cpr_arena *arena, struct cpr_valid *ret, struct cpr_problems *problems)
{
	struct cpr_validating w = {
		.doc = doc,
		.v = v,
		.flags = flags,
		.valid = ret,
		.problems = problems,
		.first_problem = problems->list.n,
		.guesses_left = GUESSES,
	};

	*ret = (struct cpr_valid){ .ids = CPR_MAP(doc->mem) };
	if (allocate(&w, arena)) {
		if (doc->nodes[0].name != root) {
			namespace_problem(&w, CPR_PROBLEM_SPEC_NAMESPACE, 0, root);
		} else {
			walk(&w);
			cpr_validating_references(&w);
			w.failed |= !sort_problems(&w);
		}
	} else {
		w.failed = true;
	}
	cpr_free(doc->mem, w.counts);
	return !w.failed && !problems->failed;
}

void cpr_valid_free(struct cpr_valid *valid)
{
	cpr_map_free(&valid->ids);
}

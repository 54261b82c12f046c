/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes: is each known, does its value parse, is its id free, and what do its references lead to. */
#include "spec/validating.h"

#define GUESS_IDS 2000 /* in a document with more ids, no guess at what a dangling reference meant */

static struct cpr_str element_name(const struct cpr_validating *w, cpr_node n)
{
	return cpr_str_of(w->v->names[w->doc->nodes[n].name]);
}

static struct cpr_str value_of(const struct cpr_validating *w, uint32_t attr)
{
	return cpr_str_trim(cpr_doc_attr_value(w->doc, attr));
}

struct cpr_src cpr_validating_piece(const struct cpr_doc *d, uint32_t attr, struct cpr_str piece)
{
	const struct cpr_attr_rec *a = &d->attrs[attr];
	uint32_t at = (uint32_t)(piece.p - (d->text_attr + a->value));

	/* Spelt with references, it has another length. */
	if (a->src_value_end - a->src_value != a->value_n || piece.n == 0)
		return cpr_place_attr(d, attr);
	return (struct cpr_src){ a->src_value + at, a->src_value + at + (uint32_t)piece.n };
}

/* ---- names ---- */

/* The name as it is written, prefix and all. */
static struct cpr_src written_name(const struct cpr_doc *d, uint32_t attr)
{
	struct cpr_str s = d->source.text;
	uint32_t start = d->attrs[attr].src_start, end = start;

	while (end < s.n && s.p[end] != '=' && s.p[end] != ' ' && s.p[end] != '\t' && s.p[end] != '\r' &&
	       s.p[end] != '\n')
		end++;
	return (struct cpr_src){ start, end };
}

static void unknown_attr(struct cpr_validating *w, cpr_node n, uint32_t attr)
{
	const struct cpr_doc *d = w->doc;
	struct cpr_src at = written_name(d, attr);
	struct cpr_str guess = { 0 };

	if (cpr_validating_may_guess(w))
		guess = cpr_vocabulary_guess_attr(w->v, d->nodes[n].name, d->names[d->attrs[attr].name].local);
	cpr_validating_problem(w, guess.n ? CPR_PROBLEM_SPEC_MISSPELT_ATTRIBUTE : CPR_PROBLEM_SPEC_UNKNOWN_ATTRIBUTE,
			       at, (struct cpr_str){ d->source.text.p + at.start, at.end - at.start },
			       element_name(w, n), guess);
}

/* Whether the attribute claims to be ours: it has no namespace, or one of the project's. */
static bool claims_ours(const struct cpr_doc *d, uint32_t attr)
{
	struct cpr_str ns = d->names[d->attrs[attr].name].ns;

	return ns.n == 0 || (ns.n >= 13 && memcmp(ns.p, "urn:cpreview:", 13) == 0);
}

/* ---- values ---- */

static void wrong_value(struct cpr_validating *w, const struct cpr_attr_def *def, uint32_t attr, struct cpr_str piece,
			const char *reason)
{
	struct cpr_strbuf b = CPR_STRBUF(w->doc->mem);

	cpr_strbuf_addz(&b, reason);
	if (cpr_validating_may_guess(w)) {
		struct cpr_strbuf s = CPR_STRBUF(w->doc->mem);

		if (cpr_value_suggest((enum cpr_type)def->type, piece, &s)) {
			cpr_strbuf_addz(&b, "; write ");
			cpr_strbuf_adds(&b, cpr_strbuf_str(&s));
		}
		w->failed |= cpr_strbuf_failed(&s);
		cpr_strbuf_free(&s);
	}
	w->failed |= cpr_strbuf_failed(&b);
	cpr_validating_problem(w, CPR_PROBLEM_SPEC_VALUE, cpr_validating_piece(w->doc, attr, piece),
			       cpr_str_of(w->v->names[def->name]), piece, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
}

/* Index of the code, or CPR_MAP_NONE and a problem. */
static uint32_t look_up_code(struct cpr_validating *w, const struct cpr_attr_def *def, uint32_t attr,
			     struct cpr_str code)
{
	uint32_t i = cpr_vocabulary_code(w->v, def->list, code);
	struct cpr_str guess = { 0 };

	if (i != CPR_MAP_NONE)
		return i;
	if (cpr_validating_may_guess(w))
		guess = cpr_vocabulary_guess_code(w->v, def->list, code);
	cpr_validating_problem(w, guess.n ? CPR_PROBLEM_SPEC_MISSPELT_CODE : CPR_PROBLEM_SPEC_UNKNOWN_CODE,
			       cpr_validating_piece(w->doc, attr, code), cpr_str_of(w->v->names[def->name]), code,
			       guess.n ? guess : cpr_str_of(w->v->lists[def->list].name));
	return CPR_MAP_NONE;
}

static void check_codes(struct cpr_validating *w, const struct cpr_attr_def *def, uint32_t attr)
{
	struct cpr_value *value = &w->valid->values[attr];
	struct cpr_str rest = value_of(w, attr);
	bool known = true;

	for (struct cpr_str code = cpr_str_word(&rest); code.n; code = cpr_str_word(&rest)) {
		uint32_t i = look_up_code(w, def, attr, code);

		if (i == CPR_MAP_NONE)
			known = false;
		else if (def->type == CPR_TYPE_CODE)
			value->u.code = i;
	}
	if (!known)
		*value = (struct cpr_value){ .type = CPR_TYPE_NONE };
}

/* The attribute of n that is its id; there is one. */
static uint32_t id_attr(const struct cpr_validating *w, cpr_node n)
{
	uint32_t i = w->doc->nodes[n].first;

	while (w->valid->values[i].type != CPR_TYPE_ID)
		i++;
	return i;
}

static void take_id(struct cpr_validating *w, cpr_node n, uint32_t attr)
{
	struct cpr_str id = value_of(w, attr);
	uint32_t old;

	if (!cpr_map_put(&w->valid->ids, id, n, &old)) {
		w->failed = true;
	} else if (old != CPR_MAP_NONE) {
		struct cpr_strbuf b = CPR_STRBUF(w->doc->mem);

		cpr_strbuf_add_u64(&b, cpr_place_position(w->doc, cpr_place_attr(w->doc, id_attr(w, old)).start).line);
		w->failed |= cpr_strbuf_failed(&b);
		cpr_validating_problem(w, CPR_PROBLEM_SPEC_DUPLICATE_ID, cpr_validating_piece(w->doc, attr, id), id,
				       cpr_strbuf_str(&b), (struct cpr_str){ 0 });
		cpr_strbuf_free(&b);
	}
}

void cpr_validating_attr(struct cpr_validating *w, cpr_node n, uint32_t attr)
{
	cpr_name name = w->doc->attrs[attr].name;
	const struct cpr_attr_def *def = cpr_vocabulary_attr_of(w->v, w->doc->nodes[n].name, name);
	struct cpr_value *value = &w->valid->values[attr];
	const char *reason;

	if (!def) {
		if (claims_ours(w->doc, attr))
			unknown_attr(w, n, attr);
		return;
	}
	reason = cpr_value_parse((enum cpr_type)def->type, cpr_doc_attr_value(w->doc, attr), value);
	if (reason)
		wrong_value(w, def, attr, value_of(w, attr), reason);
	else if (def->type == CPR_TYPE_CODE || def->type == CPR_TYPE_CODES)
		check_codes(w, def, attr);
	else if (def->type == CPR_TYPE_ID)
		take_id(w, n, attr);
}

/* ---- references ---- */

/* Whether name is one of those joined by | in targets; all are if there are none. */
static bool is_target(const char *targets, struct cpr_str name)
{
	if (!*targets)
		return true;
	while (*targets) {
		size_t n = strcspn(targets, "|");

		if (cpr_str_eq((struct cpr_str){ targets, n }, name))
			return true;
		targets += n + (targets[n] == '|');
	}
	return false;
}

/* The nearest id in the document, the first of equally near ones. */
static struct cpr_str guess_id(struct cpr_validating *w, struct cpr_str id)
{
	size_t near = id.n < 3 ? 1 : id.n < 8 ? 2 : 3; /* the guess must be nearer than that */
	struct cpr_str best = { 0 };

	if (w->valid->ids.n > GUESS_IDS || !cpr_validating_may_guess(w))
		return best;
	for (uint32_t i = 0; i < w->doc->n_attrs && near; i++) {
		struct cpr_str other;
		size_t d;

		if (w->valid->values[i].type != CPR_TYPE_ID)
			continue;
		other = value_of(w, i);
		d = cpr_str_distance(id, other, near - 1);
		if (d < near) {
			near = d;
			best = other;
		}
	}
	return best;
}

static void check_reference(struct cpr_validating *w, const struct cpr_attr_def *def, uint32_t attr, struct cpr_str id)
{
	cpr_node target = cpr_map_get(&w->valid->ids, id);
	struct cpr_str name = cpr_str_of(w->v->names[def->name]), guess;

	w->valid->n_references++;
	if (target == CPR_MAP_NONE) {
		if (w->flags & CPR_VALIDATE_FRAGMENT)
			return;
		guess = guess_id(w, id);
		cpr_validating_problem(w, guess.n ? CPR_PROBLEM_SPEC_MISSPELT_REF : CPR_PROBLEM_SPEC_DANGLING_REF,
				       cpr_validating_piece(w->doc, attr, id), name, id, guess);
	} else if (!is_target(def->target, element_name(w, target))) {
		cpr_validating_problem(w, CPR_PROBLEM_SPEC_REF_KIND, cpr_validating_piece(w->doc, attr, id), name, id,
				       element_name(w, target));
	}
}

void cpr_validating_references(struct cpr_validating *w)
{
	const struct cpr_doc *d = w->doc;

	for (uint32_t i = 0; i < d->n_attrs; i++) {
		const struct cpr_attr_def *def;
		struct cpr_str rest;

		if (w->valid->values[i].type != CPR_TYPE_REF && w->valid->values[i].type != CPR_TYPE_REFS)
			continue;
		def = cpr_vocabulary_attr_of(w->v, d->nodes[d->attrs[i].owner].name, d->attrs[i].name);
		rest = value_of(w, i);
		for (struct cpr_str id = cpr_str_word(&rest); id.n; id = cpr_str_word(&rest))
			check_reference(w, def, i, id);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding whether a context holds around a match. Cheap because it only runs where something was found. */
#include "ruleset/context.h"

#include "text/unicode.h"

/* The material, or the part of the campaign (terms, personal data …), that a unit belongs to. */
static cpr_node part_of(const struct cpreview_campaign *c, const struct cpr_unit *u)
{
	cpr_node n = u->node;

	if (u->material != CPR_NO_NODE)
		return u->material;
	while (c->doc->nodes[n].parent != CPR_NO_NODE && c->doc->nodes[n].parent != 0)
		n = c->doc->nodes[n].parent;
	return n;
}

/* The first unit whose node is `node` or stands behind it; n_units if there is none. No unit's block holds a part. */
static uint32_t first_unit_from(const struct cpr_copy *copy, cpr_node node)
{
	uint32_t lo = 0, hi = copy->n_units;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (copy->units[mid].node < node)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* In a document that is not valid a part may stand where it cannot; the unit itself is always one of them. */
static void units_of_part(const struct cpreview_campaign *c, uint32_t unit, uint32_t *ret_first, uint32_t *ret_last)
{
	cpr_node part = part_of(c, &c->copy.units[unit]);
	uint32_t first = first_unit_from(&c->copy, part), behind = first_unit_from(&c->copy, c->doc->nodes[part].next);

	*ret_first = first < unit ? first : unit;
	*ret_last = behind > unit ? behind - 1 : unit;
}

struct cpr_range cpr_scope_range(const struct cpr_text_env *env, enum cpr_scope scope, uint32_t unit, uint32_t at,
				 uint32_t *ret_first_unit, uint32_t *ret_last_unit)
{
	const struct cpr_copy *copy = &env->campaign->copy;
	const struct cpr_unit *u = &copy->units[unit];
	struct cpr_range r = { u->folded, u->folded + u->folded_n };

	*ret_first_unit = *ret_last_unit = unit;
	if (scope == CPR_SCOPE_CLAUSE || scope == CPR_SCOPE_SENTENCE) {
		struct cpr_str text = cpr_unit_text(copy, u);
		struct cpr_range in = scope == CPR_SCOPE_CLAUSE ? cpr_clause_at(text, at - u->folded)
								: cpr_sentence_at(text, at - u->folded);

		r = (struct cpr_range){ u->folded + in.start, u->folded + in.end };
	} else if (scope == CPR_SCOPE_MATERIAL) {
		units_of_part(env->campaign, unit, ret_first_unit, ret_last_unit);
	} else if (scope == CPR_SCOPE_CAMPAIGN) {
		*ret_first_unit = 0;
		*ret_last_unit = copy->n_units - 1;
	}
	if (*ret_first_unit != unit || *ret_last_unit != unit) {
		r.start = copy->units[*ret_first_unit].folded;
		r.end = copy->units[*ret_last_unit].folded + copy->units[*ret_last_unit].folded_n;
	}
	return r;
}

/* The last `chars` characters of text[from, to), as an offset; from if there are fewer. */
static uint32_t step_back(const char *text, uint32_t from, uint32_t to, uint32_t chars)
{
	while (to > from && chars) {
		to--;
		if (((unsigned char)text[to] & 0xc0) != 0x80)
			chars--;
	}
	return to;
}

static uint32_t step_on(const char *text, uint32_t from, uint32_t to, uint32_t chars)
{
	while (from < to && chars) {
		from++;
		while (from < to && ((unsigned char)text[from] & 0xc0) == 0x80)
			from++;
		chars--;
	}
	return from;
}

struct cover {
	uint32_t start, end;
};

static bool covers(void *user, uint32_t start, uint32_t end)
{
	const struct cover *c = user;

	return start <= c->start && end >= c->end;
}

/* Does any of the phrases stand in the units [first, last]? */
static enum cpr_match in_units(const struct cpr_phrases *ps, struct cpr_text_env *env, uint32_t first, uint32_t last)
{
	const struct cpr_copy *copy = &env->campaign->copy;
	enum cpr_match worst = CPR_MATCH_NO;

	for (uint32_t i = first; i <= last; i++) {
		enum cpr_match rc = cpr_phrases_in(ps, env->matcher, cpr_unit_text(copy, &copy->units[i]), NULL, NULL);

		if (rc == CPR_MATCH_YES || rc == CPR_MATCH_NOMEM)
			return rc;
		if (rc == CPR_MATCH_LIMIT)
			worst = rc;
	}
	return worst;
}

/* The answers kept so far, with room for a condition's; NULL without memory. */
static struct cpr_answer *answer_of(struct cpr_text_env *env, uint32_t number)
{
	while (env->answers.n <= number)
		if (!cpr_array_push(env->mem, &env->answers, (struct cpr_answer){ 0 }))
			return NULL;
	return &env->answers.v[number];
}

/* A block or a material full of matches is read once, not once a match: they come in order, so the last answer will do. */
static enum cpr_match near_in_units(const struct cpr_condition *c, struct cpr_text_env *env, uint32_t first, uint32_t last)
{
	struct cpr_answer *a = answer_of(env, c->number);

	if (!a)
		return CPR_MATCH_NOMEM;
	if (!a->given || a->first != first || a->last != last)
		*a = (struct cpr_answer){
			.given = true, .said = in_units(&c->phrases, env, first, last), .first = first, .last = last,
		};
	return a->said;
}

static enum cpr_match near_holds(const struct cpr_condition *c, struct cpr_text_env *env, uint32_t unit, uint32_t start)
{
	const char *text = env->campaign->copy.folded.text.p;
	uint32_t first, last;
	struct cpr_range r = cpr_scope_range(env, c->scope, unit, start, &first, &last);

	if (c->scope >= CPR_SCOPE_BLOCK)
		return near_in_units(c, env, first, last);
	return cpr_phrases_in(&c->phrases, env->matcher, (struct cpr_str){ text + r.start, r.end - r.start }, NULL, NULL);
}

static enum cpr_match inside_holds(const struct cpr_condition *c, struct cpr_text_env *env, uint32_t unit)
{
	cpr_node node = env->campaign->copy.units[unit].node;
	struct cpr_item here = { node, CPR_NO_NODE };
	struct cpr_expr_value v;

	if (!cpr_blocks_has(&c->blocks, env->campaign->doc->nodes[node].name))
		return CPR_MATCH_NO;
	if (!c->test)
		return CPR_MATCH_YES;
	switch (cpr_expr_eval(c->test, env->expr, here, here, NULL, &v)) {
	case CPR_OUT_VALUE:
		return v.u.truth ? CPR_MATCH_YES : CPR_MATCH_NO;
	case CPR_OUT_MISSING:
		return CPR_MATCH_NO; /* what is not stated excuses nothing */
	case CPR_OUT_NOMEM:
		return CPR_MATCH_NOMEM;
	default:
		return CPR_MATCH_LIMIT;
	}
}

/*
 * Where the scope of a match begins and ends: not behind and not before the match, which may begin or end with white space or
 * reach into a further clause or sentence; and not out of reach.
 */
static uint32_t scope_start(const struct cpr_text_env *env, enum cpr_scope scope, uint32_t unit, uint32_t start)
{
	const char *text = env->campaign->copy.folded.text.p;
	uint32_t first, last, at = cpr_scope_range(env, scope, unit, start, &first, &last).start;

	if (at > start)
		at = start;
	if (start - at > CPR_CONTEXT_REACH)
		at = start - CPR_CONTEXT_REACH;
	while (at < start && ((unsigned char)text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static uint32_t scope_end(const struct cpr_text_env *env, enum cpr_scope scope, uint32_t unit, uint32_t start, uint32_t end)
{
	const char *text = env->campaign->copy.folded.text.p;
	uint32_t first, last, at = cpr_scope_range(env, scope, unit, step_back(text, start, end, 1), &first, &last).end;

	if (at < end)
		at = end;
	if (at - end > CPR_CONTEXT_REACH)
		for (at = end + CPR_CONTEXT_REACH; at > end && ((unsigned char)text[at] & 0xc0) == 0x80;)
			at--;
	return at;
}

static enum cpr_match condition_holds(const struct cpr_condition *c, struct cpr_text_env *env, uint32_t unit, uint32_t start,
				      uint32_t end)
{
	const char *text = env->campaign->copy.folded.text.p;
	struct cpr_range r = { start, end };
	struct cover cover;

	if (c->kind == CPR_COND_INSIDE)
		return inside_holds(c, env, unit);
	if (c->kind == CPR_COND_NEAR)
		return near_holds(c, env, unit, start);
	if (c->kind != CPR_COND_AFTER)
		r.start = scope_start(env, c->scope, unit, start);
	if (c->kind != CPR_COND_BEFORE)
		r.end = scope_end(env, c->scope, unit, start, end);
	if (c->kind == CPR_COND_AROUND) {
		cover = (struct cover){ start - r.start, end - r.start };
		return cpr_phrases_in(&c->phrases, env->matcher, (struct cpr_str){ text + r.start, r.end - r.start }, covers, &cover);
	}
	if (c->kind == CPR_COND_BEFORE)
		r = (struct cpr_range){ step_back(text, r.start, start, c->within), start };
	else
		r = (struct cpr_range){ end, step_on(text, end, r.end, c->within) };
	if (r.start >= r.end)
		return CPR_MATCH_NO;
	return cpr_phrases_in(&c->phrases, env->matcher, (struct cpr_str){ text + r.start, r.end - r.start }, NULL, NULL);
}

static enum cpr_match any_holds(const struct cpr_condition *cs, uint32_t n, struct cpr_text_env *env, uint32_t unit,
				uint32_t start, uint32_t end)
{
	enum cpr_match worst = CPR_MATCH_NO;

	for (uint32_t i = 0; i < n; i++) {
		enum cpr_match rc = condition_holds(&cs[i], env, unit, start, end);

		if (rc == CPR_MATCH_YES || rc == CPR_MATCH_NOMEM)
			return rc;
		if (rc == CPR_MATCH_LIMIT)
			worst = rc;
	}
	return worst;
}

enum cpr_match cpr_context_holds(const struct cpr_context *c, struct cpr_text_env *env, uint32_t unit, uint32_t start,
				 uint32_t end)
{
	enum cpr_match holds = any_holds(c->any, c->n_any, env, unit, start, end), veto;

	if (holds == CPR_MATCH_NO && c->base)
		holds = cpr_context_holds(c->base, env, unit, start, end); /* one level: a named context has no base */
	if (holds != CPR_MATCH_YES)
		return holds;
	veto = any_holds(c->unless, c->n_unless, env, unit, start, end);
	return veto == CPR_MATCH_YES ? CPR_MATCH_NO : veto == CPR_MATCH_NO ? CPR_MATCH_YES : veto;
}

enum cpr_match cpr_contexts_excuse(const struct cpr_context *const *cs, uint32_t n, struct cpr_text_env *env, uint32_t unit,
				   uint32_t start, uint32_t end, const struct cpr_context **ret)
{
	enum cpr_match worst = CPR_MATCH_NO;

	for (uint32_t i = 0; i < n; i++) {
		enum cpr_match rc = cpr_context_holds(cs[i], env, unit, start, end);

		if (rc == CPR_MATCH_YES)
			*ret = cs[i];
		if (rc == CPR_MATCH_YES || rc == CPR_MATCH_NOMEM)
			return rc;
		if (rc == CPR_MATCH_LIMIT)
			worst = rc;
	}
	return worst;
}

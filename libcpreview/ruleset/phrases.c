/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for terms and patterns: in the whole copy through the candidates, or in a piece of text. */
#include "ruleset/phrases.h"

#include <string.h>

#include "finding/sort.h"

struct candidate {
	uint32_t id;
	struct cpr_hit hit;
};

struct collect {
	struct cpr_text_env *env;
	CPR_ARRAY(struct candidate) list;
	uint32_t unit; /* of the last hit: hits come ascending by end */
	bool nomem;
};

/* Hits ascend by end, so the unit is found by walking on from the last one. */
static uint32_t unit_of_hit(struct collect *c, uint32_t start, uint32_t end)
{
	const struct cpr_copy *copy = &c->env->campaign->copy;

	while (c->unit < copy->n_units && copy->units[c->unit].folded + copy->units[c->unit].folded_n < end)
		c->unit++;
	if (c->unit == copy->n_units || start < copy->units[c->unit].folded)
		return copy->n_units; /* across a separator: in no unit */
	return c->unit;
}

static bool on_hit(void *user, uint32_t id, uint32_t start, uint32_t end)
{
	struct collect *c = user;
	uint32_t unit = unit_of_hit(c, start, end);
	struct candidate item = { .id = id, .hit = { .start = start, .unit = unit } };

	if (unit == c->env->campaign->copy.n_units)
		return true;
	if (c->list.n >= c->env->limits->candidates) {
		c->env->too_many = true;
		return false;
	}
	if (!cpr_array_push(c->env->mem, &c->list, item)) {
		c->nomem = true;
		return false;
	}
	return true;
}

/* Groups the candidates by phrase, keeping their order: counting sort. */
static bool group(struct cpr_text_env *env, const struct collect *c, uint32_t n_phrases)
{
	env->hit_at = cpr_calloc(env->mem, (size_t)n_phrases + 2, sizeof *env->hit_at);
	env->hits = cpr_alloc(env->mem, (c->list.n ? c->list.n : 1) * sizeof *env->hits);
	if (!env->hit_at || !env->hits)
		return false;
	for (size_t i = 0; i < c->list.n; i++)
		env->hit_at[c->list.v[i].id + 2]++;
	for (uint32_t i = 2; i < n_phrases + 2; i++)
		env->hit_at[i] += env->hit_at[i - 1];
	for (size_t i = 0; i < c->list.n; i++)
		env->hits[env->hit_at[c->list.v[i].id + 1]++] = c->list.v[i].hit;
	return true;
}

bool cpr_text_env_init(struct cpr_text_env *env, const struct cpr_mem *mem, const struct cpreview_campaign *campaign,
		       struct cpr_matcher *matcher, struct cpr_expr_env *expr, const struct cpr_terms *terms,
		       const uint8_t *phrase_kinds, uint32_t n_phrases)
{
	struct collect c = { .env = env };
	bool ok;

	*env = (struct cpr_text_env){ .mem = mem, .campaign = campaign, .matcher = matcher, .expr = expr,
				      .limits = &campaign->limits, .phrase_kinds = phrase_kinds, .n_phrases = n_phrases };
	if (campaign->copy.n_units)
		cpr_terms_scan(terms, cpr_strbuf_str(&campaign->copy.folded.text), on_hit, &c);
	ok = !c.nomem && group(env, &c, n_phrases);
	cpr_array_free(mem, &c.list);
	if (!ok)
		cpr_text_env_free(env);
	return ok;
}

void cpr_text_env_free(struct cpr_text_env *env)
{
	cpr_free(env->mem, env->hit_at);
	cpr_free(env->mem, env->hits);
	cpr_array_free(env->mem, &env->answers);
	env->hit_at = NULL;
	env->hits = NULL;
}

/* The first match of a pattern in a unit that begins in bytes [from, before) of it. */
static enum cpr_match find_from(const struct cpr_phrase *p, struct cpr_text_env *env, uint32_t unit, uint32_t from,
				uint32_t before, struct cpr_text_match *ret)
{
	const struct cpr_unit *u = &env->campaign->copy.units[unit];
	size_t n_named = cpr_pattern_groups(p->pattern), n_groups;
	const uint32_t *spans;
	enum cpr_match rc = cpr_matcher_find_before(env->matcher, p->pattern, cpr_unit_text(&env->campaign->copy, u), from, before,
						    &spans, &n_groups);

	if (rc != CPR_MATCH_YES)
		return rc;
	*ret = (struct cpr_text_match){ .unit = unit, .phrase = p, .start = u->folded + spans[0], .end = u->folded + spans[1] };
	for (size_t i = 0; i < CPR_MATCH_GROUPS; i++) {
		uint32_t number = 0;

		ret->group[i].start = ret->group[i].end = UINT32_MAX;
		if (i >= n_named)
			continue;
		(void)cpr_pattern_group(p->pattern, i, &number);
		if (number < n_groups && spans[2 * number] != UINT32_MAX) {
			ret->group[i].start = u->folded + spans[2 * number];
			ret->group[i].end = u->folded + spans[2 * number + 1];
		}
	}
	return rc;
}

/* All matches of a pattern in one unit that begin in bytes [*from, before), each behind the last; *from moves behind that. */
static enum cpr_find find_in_unit(const struct cpr_phrase *p, struct cpr_text_env *env, uint32_t unit, uint32_t *from,
				  uint32_t before, struct cpr_text_matches *ret)
{
	const struct cpr_unit *u = &env->campaign->copy.units[unit];
	struct cpr_text_match m;

	if (u->folded_n > env->limits->unit_bytes)
		return CPR_FIND_LIMIT;
	while (*from < before) {
		switch (find_from(p, env, unit, *from, before, &m)) {
		case CPR_MATCH_NO:
			return CPR_FIND_OK;
		case CPR_MATCH_LIMIT:
			return CPR_FIND_LIMIT;
		case CPR_MATCH_NOMEM:
			return CPR_FIND_NOMEM;
		case CPR_MATCH_YES:
			break;
		}
		if (!cpr_array_push(env->mem, &ret->list, m))
			return CPR_FIND_NOMEM;
		*from = m.end - u->folded;
	}
	return CPR_FIND_OK;
}

enum cpr_match cpr_phrases_next(struct cpr_text_env *env, const struct cpr_text_match *m, uint32_t from, uint32_t before,
				struct cpr_text_match *ret)
{
	uint32_t unit_at;

	if (!m->phrase->pattern || from >= before)
		return CPR_MATCH_NO;
	/* Inside a character the matcher goes on to the next. */
	unit_at = env->campaign->copy.units[m->unit].folded;
	return find_from(m->phrase, env, m->unit, from - unit_at, before - unit_at, ret);
}

/* A pattern that has no literals is run over every unit. */
static enum cpr_find find_everywhere(const struct cpr_phrase *p, struct cpr_text_env *env, cpr_unit_ok ok, void *user,
				     struct cpr_text_matches *ret, uint32_t *ret_limit)
{
	for (uint32_t unit = 0; unit < env->campaign->copy.n_units; unit++) {
		enum cpr_find rc = CPR_FIND_OK;
		uint32_t from = 0;

		if (ok(user, unit))
			rc = find_in_unit(p, env, unit, &from, env->campaign->copy.units[unit].folded_n, ret);
		if (rc != CPR_FIND_OK) {
			*ret_limit = unit;
			return rc;
		}
	}
	return CPR_FIND_OK;
}

/* Any other one only where a match can begin, seen from its literals: they ascend. */
static enum cpr_find find_pattern(const struct cpr_phrase *p, struct cpr_text_env *env, cpr_unit_ok ok, void *user,
				  struct cpr_text_matches *ret, uint32_t *ret_limit)
{
	uint32_t near, far, from = 0, unit = UINT32_MAX;
	bool wanted = false;

	cpr_pattern_reach(p->pattern, &near, &far);
	for (uint32_t i = env->hit_at[p->id]; i < env->hit_at[p->id + 1]; i++) {
		uint32_t at = env->hits[i].start - env->campaign->copy.units[env->hits[i].unit].folded;
		enum cpr_find rc;

		if (env->hits[i].unit != unit) {
			unit = env->hits[i].unit;
			wanted = ok(user, unit);
			from = 0;
		}
		if (!wanted || at < near)
			continue;
		if (at > far && at - far > from)
			from = at - far;
		rc = find_in_unit(p, env, unit, &from, at - near + 1, ret);
		if (rc != CPR_FIND_OK) {
			*ret_limit = unit;
			return rc;
		}
		/* What begins before here has been tried. */
		if (from < at - near + 1)
			from = at - near + 1;
	}
	return CPR_FIND_OK;
}

static enum cpr_find find_literal(const struct cpr_phrase *p, struct cpr_text_env *env, cpr_unit_ok ok, void *user,
				  struct cpr_text_matches *ret)
{
	for (uint32_t i = env->hit_at[p->id]; i < env->hit_at[p->id + 1]; i++) {
		struct cpr_text_match m = { .unit = env->hits[i].unit, .start = env->hits[i].start, .phrase = p };

		m.end = m.start + (uint32_t)p->literal.n;
		for (size_t g = 0; g < CPR_MATCH_GROUPS; g++)
			m.group[g].start = m.group[g].end = UINT32_MAX;
		if (ok(user, m.unit) && !cpr_array_push(env->mem, &ret->list, m))
			return CPR_FIND_NOMEM;
	}
	return CPR_FIND_OK;
}

static int by_place(const void *a, const void *b, const void *ctx)
{
	const struct cpr_text_match *x = a, *y = b;

	(void)ctx;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->phrase < y->phrase ? -1 : x->phrase > y->phrase; /* one array: the order of the ruleset */
}

enum cpr_find cpr_phrases_find(const struct cpr_phrases *ps, struct cpr_text_env *env, cpr_unit_ok ok, void *user,
			       struct cpr_text_matches *ret, uint32_t *ret_limit)
{
	enum cpr_find worst = CPR_FIND_OK;

	if (env->too_many) {
		*ret_limit = 0;
		return CPR_FIND_LIMIT;
	}
	for (uint32_t i = 0; i < ps->n; i++) {
		const struct cpr_phrase *p = &ps->v[i];
		enum cpr_find rc;

		if (!p->pattern)
			rc = find_literal(p, env, ok, user, ret);
		else if (env->phrase_kinds[p->id] == CPR_PHRASE_PATTERN_EVERYWHERE)
			rc = find_everywhere(p, env, ok, user, ret, ret_limit);
		else
			rc = find_pattern(p, env, ok, user, ret, ret_limit);
		if (rc == CPR_FIND_NOMEM)
			return rc;
		if (rc == CPR_FIND_LIMIT)
			worst = rc;
	}
	cpr_text_matches_sort(ret);
	return worst;
}

_Static_assert(sizeof(struct cpr_text_match) <= CPR_SORT_SIZE, "matches are too large to be sorted");

void cpr_text_matches_sort(struct cpr_text_matches *ms)
{
	size_t i = 1;

	/* Those of one phrase are in order already. */
	while (i < ms->list.n && by_place(&ms->list.v[i - 1], &ms->list.v[i], NULL) <= 0)
		i++;
	if (i < ms->list.n)
		cpr_sort(ms->list.v, ms->list.n, sizeof *ms->list.v, by_place, NULL);
}

bool cpr_phrases_window(struct cpr_phrases *ps, struct cpr_phrase *v, const struct cpr_mem *mem, struct cpr_arena *arena)
{
	struct cpr_str *words = cpr_realloc(mem, NULL, ps->n, sizeof *words);
	bool ok = words || !ps->n;
	size_t n = 0;

	for (uint32_t i = 0; ok && i < ps->n; i++) {
		const struct cpr_str *literals;
		size_t n_literals;

		if (!v[i].pattern) {
			words[n++] = v[i].literal;
			continue;
		}
		n_literals = cpr_pattern_literals(v[i].pattern, &literals);
		if (n_literals)
			v[i].few = cpr_few_new(arena, literals, n_literals);
		ok = !n_literals || v[i].few;
	}
	if (ok && n) {
		struct cpr_str *kept = cpr_arena_array(arena, n, sizeof *kept);

		if (kept)
			memcpy(kept, words, n * sizeof *kept);
		ps->words = kept ? cpr_few_new(arena, kept, n) : NULL;
		ok = ps->words;
	}
	cpr_free(mem, words);
	return ok;
}

typedef bool (*told)(void *user, uint32_t start, uint32_t end);

/* The matches of a pattern that begin in [from, before). */
static enum cpr_match pattern_between(const struct cpr_pattern *p, struct cpr_matcher *m, struct cpr_str text, uint32_t from,
				      uint32_t before, told at, void *user)
{
	while (from < before) {
		const uint32_t *spans;
		size_t n_groups;
		enum cpr_match rc = cpr_matcher_find_before(m, p, text, from, before, &spans, &n_groups);

		if (rc != CPR_MATCH_YES)
			return rc;
		if (!at || at(user, spans[0], spans[1]))
			return CPR_MATCH_YES;
		/* Not from behind the match: one that covers more may begin inside it. */
		from = spans[0] + 1;
		while (from < text.n && ((unsigned char)text.p[from] & 0xc0) == 0x80)
			from++;
	}
	return CPR_MATCH_NO;
}

/* Only where a match can begin, seen from the pattern's literals, if it has some. */
static enum cpr_match pattern_in(const struct cpr_phrase *p, struct cpr_matcher *m, struct cpr_str text, told at, void *user)
{
	struct cpr_few_at hit = { 0 };
	uint32_t near, far, from = 0;

	if (!p->few)
		return pattern_between(p->pattern, m, text, 0, (uint32_t)text.n, at, user);
	cpr_pattern_reach(p->pattern, &near, &far);
	while (cpr_few_next(p->few, text, &hit)) {
		uint32_t before = hit.start < near ? 0 : hit.start - near + 1;
		enum cpr_match rc;

		if (hit.start > far && hit.start - far > from)
			from = hit.start - far;
		rc = pattern_between(p->pattern, m, text, from, before, at, user);
		if (rc != CPR_MATCH_NO)
			return rc;
		if (before > from)
			from = before;
	}
	return CPR_MATCH_NO;
}

static bool word_in(const struct cpr_few *words, struct cpr_str text, told at, void *user)
{
	struct cpr_few_at hit = { 0 };

	while (cpr_few_next(words, text, &hit))
		if (!at || at(user, hit.start, hit.end))
			return true;
	return false;
}

enum cpr_match cpr_phrases_in(const struct cpr_phrases *ps, struct cpr_matcher *m, struct cpr_str text,
			      bool (*at)(void *user, uint32_t start, uint32_t end), void *user)
{
	enum cpr_match worst = CPR_MATCH_NO;

	if (ps->words && word_in(ps->words, text, at, user))
		return CPR_MATCH_YES;
	for (uint32_t i = 0; i < ps->n; i++) {
		enum cpr_match rc = ps->v[i].pattern ? pattern_in(&ps->v[i], m, text, at, user) : CPR_MATCH_NO;

		if (rc == CPR_MATCH_YES || rc == CPR_MATCH_NOMEM)
			return rc;
		if (rc == CPR_MATCH_LIMIT)
			worst = rc;
	}
	return worst;
}

void cpr_text_matches_longest(struct cpr_text_matches *ms)
{
	size_t kept = 0;

	for (size_t i = 0; i < ms->list.n; i++) {
		if (kept && ms->list.v[i].start < ms->list.v[kept - 1].end)
			continue;
		ms->list.v[kept++] = ms->list.v[i];
	}
	ms->list.n = kept;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Phrases: what text to look for. Terms, lexicons and patterns of one element of a ruleset, compiled. They are looked for
 * either in the whole copy of a campaign (through the candidate engine, which finds the literals of all rules in one pass)
 * or in a short window of text (contexts).
 */
#ifndef CPR_RULESET_PHRASES_H
#define CPR_RULESET_PHRASES_H

#include <stdint.h>

#include "base/arena.h"
#include "spec/campaign.h"
#include "text/few.h"
#include "text/pattern.h"
#include "text/terms.h"

struct cpr_expr_env;

/* One term, lexicon entry or pattern. */
struct cpr_phrase {
	struct cpr_str written;      /* as the author wrote it, for traces and messages */
	struct cpr_str literal;      /* folded; empty for a pattern */
	struct cpr_pattern *pattern; /* NULL for a literal */
	const struct cpr_few *few;   /* in windows: the literals of a pattern; NULL if it has none */
	uint32_t id;                 /* owner number in the ruleset's terms; meaningless in windows */
};

struct cpr_phrases {
	const struct cpr_phrase *v;
	uint32_t n;
	const struct cpr_few *words; /* in windows: all that are literals; NULL if there are none */
};

/* Where the ruleset's candidates stand in one campaign; made once a review. */
struct cpr_hit {
	uint32_t start; /* of the literal, in the folded copy */
	uint32_t unit;
};

struct cpr_text_env {
	const struct cpr_mem *mem;
	const struct cpreview_campaign *campaign;
	struct cpr_matcher *matcher;
	struct cpr_expr_env *expr;
	const struct cpr_limits *limits;
	uint32_t *hit_at; /* hits[hit_at[id] .. hit_at[id + 1]) are those of phrase id */
	struct cpr_hit *hits;
	const uint8_t *phrase_kinds; /* CPR_PHRASE_, by phrase id */
	uint32_t n_phrases;
	bool too_many; /* limits.candidates was reached: nothing text-based is complete */
	CPR_ARRAY(struct cpr_answer) answers; /* of wide conditions, by number; see context.c */
};

/* What a condition said about the units [first, last] when it was asked last. */
struct cpr_answer {
	bool given;
	enum cpr_match said;
	uint32_t first, last;
};

enum { CPR_PHRASE_LITERAL, CPR_PHRASE_PATTERN, CPR_PHRASE_PATTERN_EVERYWHERE };

/* Scans the copy once. Patterns that have no literals are run over every unit. False when memory ran out. */
bool cpr_text_env_init(struct cpr_text_env *env, const struct cpr_mem *mem, const struct cpreview_campaign *campaign,
		       struct cpr_matcher *matcher, struct cpr_expr_env *expr, const struct cpr_terms *terms,
		       const uint8_t *phrase_kinds, uint32_t n_phrases);
void cpr_text_env_free(struct cpr_text_env *env);

#define CPR_MATCH_GROUPS 8

struct cpr_text_match {
	uint32_t unit;
	uint32_t start, end; /* of the folded copy */
	const struct cpr_phrase *phrase;
	struct {
		uint32_t start, end; /* UINT32_MAX if the group took no part */
	} group[CPR_MATCH_GROUPS]; /* named groups, in the pattern's name order */
};

struct cpr_text_matches {
	CPR_ARRAY(struct cpr_text_match) list;
};

enum cpr_find { CPR_FIND_OK, CPR_FIND_LIMIT, CPR_FIND_NOMEM };

/* Which units to look at; user as given. */
typedef bool (*cpr_unit_ok)(void *user, uint32_t unit);

/*
 * Every match in the units that `ok` lets through, ascending by start, longest first. Matches of different phrases may
 * overlap, those of one pattern do not. On CPR_FIND_LIMIT *ret_limit is the unit where a pattern could not be run to its end; the list holds what was found before.
 */
enum cpr_find cpr_phrases_find(const struct cpr_phrases *ps, struct cpr_text_env *env, cpr_unit_ok ok, void *user,
			       struct cpr_text_matches *ret, uint32_t *ret_limit);

/*
 * The next match of the pattern of m that begins in [from, before), in the unit of m: one that was excused may hide another.
 * YES, NO, LIMIT or NOMEM. Of a literal all matches were found at once, so NO.
 */
enum cpr_match cpr_phrases_next(struct cpr_text_env *env, const struct cpr_text_match *m, uint32_t from, uint32_t before,
				struct cpr_text_match *ret);

/* Makes phrases ready for windows: few and words of *ps, whose phrases are v. False: no memory. */
bool cpr_phrases_window(struct cpr_phrases *ps, struct cpr_phrase *v, const struct cpr_mem *mem, struct cpr_arena *arena);
/*
 * Looks in one piece of text. at(user, start, end) is told every match and returns true to stop with success; NULL stops at
 * the first. YES, NO, LIMIT or NOMEM.
 */
enum cpr_match cpr_phrases_in(const struct cpr_phrases *ps, struct cpr_matcher *m, struct cpr_str text,
			      bool (*at)(void *user, uint32_t start, uint32_t end), void *user);

void cpr_text_matches_sort(struct cpr_text_matches *ms); /* by start, longest first */
/* Keeps, of matches that overlap, the one that begins first, of those the longest. Sorted input. */
void cpr_text_matches_longest(struct cpr_text_matches *ms);

#endif

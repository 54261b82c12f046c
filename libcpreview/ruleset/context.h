/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Contexts: surroundings in which words do not mean what they seem to - negation, a warning that quotes a fraudster, the name
 * of an entity, a limit. Named once, used by many rules.
 */
#ifndef CPR_RULESET_CONTEXT_H
#define CPR_RULESET_CONTEXT_H

#include "ruleset/expr.h"
#include "ruleset/phrases.h"

enum cpr_scope { CPR_SCOPE_CLAUSE, CPR_SCOPE_SENTENCE, CPR_SCOPE_BLOCK, CPR_SCOPE_MATERIAL, CPR_SCOPE_CAMPAIGN };

enum cpr_condition_kind { CPR_COND_BEFORE, CPR_COND_AFTER, CPR_COND_AROUND, CPR_COND_NEAR, CPR_COND_INSIDE };

/* A set of copy elements, by element number of the campaign vocabulary. */
struct cpr_blocks {
	uint64_t bits[8];
	bool any; /* true: every element */
};
static inline bool cpr_blocks_has(const struct cpr_blocks *b, cpr_name element)
{
	return b->any || (element < 512 && (b->bits[element / 64] >> (element % 64) & 1));
}

struct cpr_condition {
	enum cpr_condition_kind kind;
	enum cpr_scope scope;
	uint32_t number; /* NEAR in a block or a material: from 1, and its last answer is kept; else 0 */
	uint32_t within; /* characters; UINT32_MAX: the whole scope */
	struct cpr_phrases phrases;
	struct cpr_blocks blocks; /* INSIDE */
	struct cpr_expr *test;    /* INSIDE, or NULL */
};

struct cpr_context {
	struct cpr_str id; /* empty: an unnamed one of an except */
	const struct cpr_context *base; /* the named context that an except refers to, or NULL */
	const struct cpr_condition *any;
	uint32_t n_any;
	const struct cpr_condition *unless;
	uint32_t n_unless;
};

/*
 * What stands before, behind or around a match is looked for in at most so many bytes to each side, also where the scope is a
 * block: or text full of matches would cost its square.
 */
#define CPR_CONTEXT_REACH 4096

/* Does the context hold for a match at [start, end) of the folded copy, in a unit? NO, YES, LIMIT, NOMEM. */
enum cpr_match cpr_context_holds(const struct cpr_context *c, struct cpr_text_env *env, uint32_t unit, uint32_t start,
				 uint32_t end);
/* The first of several that holds: YES with *ret set; NO; LIMIT, NOMEM. */
enum cpr_match cpr_contexts_excuse(const struct cpr_context *const *cs, uint32_t n, struct cpr_text_env *env, uint32_t unit,
				   uint32_t start, uint32_t end, const struct cpr_context **ret);
/*
 * The range of the folded copy that a scope means around a place in a unit; for MATERIAL and wider: of units [first, last].
 * Outside materials MATERIAL is the part of the campaign (terms, personal data …) that holds the unit.
 */
struct cpr_range cpr_scope_range(const struct cpr_text_env *env, enum cpr_scope scope, uint32_t unit, uint32_t at,
				 uint32_t *ret_first_unit, uint32_t *ret_last_unit);

#endif

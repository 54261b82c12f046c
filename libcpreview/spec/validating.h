/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the validator share; only they include it. */
#ifndef CPR_SPEC_VALIDATING_H
#define CPR_SPEC_VALIDATING_H

#include "spec/validate.h"
#include "xml/place.h"

struct cpr_validating {
	const struct cpr_doc *doc;
	const struct cpr_vocabulary *v;
	unsigned flags; /* enum cpr_validate_flags */
	struct cpr_valid *valid;
	struct cpr_problems *problems;
	size_t first_problem; /* of ours in the list */
	uint32_t guesses_left; /* a guess costs a walk over all names: a hostile document must not buy many */
	uint32_t *counts; /* by child of one element: how often it stands there */
	bool failed; /* out of memory */
};

/* Nothing more is listed: words for a message need not be found. */
static inline bool cpr_validating_full(const struct cpr_validating *w)
{
	return w->problems->list.n - w->first_problem > CPR_VALIDATE_PROBLEMS;
}
/* Adds a problem; words may be anything, they are clipped and copied. */
void cpr_validating_problem(struct cpr_validating *w, enum cpr_problem_id id, struct cpr_src at, struct cpr_str w0,
			    struct cpr_str w1, struct cpr_str w2);
/* Whether one more "did you mean" may be looked for. */
static inline bool cpr_validating_may_guess(struct cpr_validating *w)
{
	return w->guesses_left ? (w->guesses_left--, true) : false;
}
/* The source of the n-th byte range of an attribute's value: the piece itself where it is spelt as it reads, else the value. */
struct cpr_src cpr_validating_piece(const struct cpr_doc *d, uint32_t attr, struct cpr_str piece);

/* Checks one attribute of an element of ours and keeps its value. */
void cpr_validating_attr(struct cpr_validating *w, cpr_node n, uint32_t attr);
/* Once all ids are known. */
void cpr_validating_references(struct cpr_validating *w);

#endif

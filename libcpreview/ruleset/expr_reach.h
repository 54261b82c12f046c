/* SPDX-License-Identifier: Apache-2.0 */
/* Between expr_reach.c and expr_steps.c: what the steps of a path can have reached, and the mistakes that follow from it. */
#ifndef CPR_RULESET_EXPR_REACH_H
#define CPR_RULESET_EXPR_REACH_H

#include "ruleset/expr_internal.h"

/* What the steps so far can have reached. */
struct cpr_reach {
	struct cpr_sort sort;
	bool document; /* the document itself, above the root element */
	bool elements; /* elements are among them, not only attributes */
};

/* Where an axis leads, attributes aside. */
struct cpr_along {
	uint64_t *set;   /* elements of the vocabulary */
	uint64_t *hosts; /* those that foreign elements on the way can stand in */
	bool foreign;
};

static inline bool cpr_axis_is_down(enum cpr_axis axis)
{
	return axis == CPR_AXIS_CHILD || axis == CPR_AXIS_DESCENDANT || axis == CPR_AXIS_DESCENDANT_OR_SELF;
}

static inline bool cpr_axis_is_sibling(enum cpr_axis axis)
{
	return axis == CPR_AXIS_FOLLOWING_SIBLING || axis == CPR_AXIS_PRECEDING_SIBLING;
}

bool cpr_reach_along(struct cpr_compiler *c, const struct cpr_reach *r, enum cpr_axis axis, struct cpr_along *to);
/* How many elements are in a set; *ret_last: the last of them. */
size_t cpr_reach_count(const struct cpr_vocabulary *v, const uint64_t *set, size_t *ret_last);
/* Tell the mistake; false. */
bool cpr_reach_unknown(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s, const uint64_t *reachable);
bool cpr_reach_misplaced(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s);
bool cpr_reach_no_attribute(struct cpr_compiler *c, const struct cpr_reach *r, const struct cpr_step *s);

#endif

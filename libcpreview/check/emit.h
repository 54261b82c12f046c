/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every check kind needs to say its results: findings at a match or at a node, passes, and what it could not check. Lack
 * of memory is sticky in the report, so nothing here returns an error.
 */
#ifndef CPR_CHECK_EMIT_H
#define CPR_CHECK_EMIT_H

#include "ruleset/kind.h"
#include "ruleset/ruleset.h"

/* A new finding of the rule, counted; NULL when the report is full or out of memory. End it with cpr_emit_end(). */
cpreview_finding *cpr_emit_match(struct cpr_run *run, int disposition, const struct cpr_text_match *m);
cpreview_finding *cpr_emit_item(struct cpr_run *run, int disposition, struct cpr_item item);
/* Points it at another place. f may be NULL. */
void cpr_emit_move(struct cpr_run *run, cpreview_finding *f, struct cpr_item item);
/* Fills message and remedy from the evidence given so far. f may be NULL. */
void cpr_emit_end(struct cpr_run *run, cpreview_finding *f);
void cpr_emit_pass(struct cpr_run *run, uint32_t nodes);
/* The rule could not be checked at a node (or a text could not be searched): the review is incomplete. */
void cpr_emit_not_checked(struct cpr_run *run, int disposition, cpr_node node, const char *why);

/* Evidence: f may be NULL. */
void cpr_emit_value(struct cpr_run *run, cpreview_finding *f, struct cpr_str name, const struct cpr_expr_value *v);
void cpr_emit_text(struct cpr_run *run, cpreview_finding *f, const char *name, struct cpr_str value);
void cpr_emit_prose(struct cpr_run *run, cpreview_finding *f, const char *name, struct cpr_text2 value);
/* What the last expression read, with places; and what it missed. */
void cpr_emit_operands(struct cpr_run *run, cpreview_finding *f);
/* Related places. */
void cpr_emit_related_match(struct cpr_run *run, cpreview_finding *f, const struct cpr_text_match *m, struct cpr_text2 label);
void cpr_emit_related_item(struct cpr_run *run, cpreview_finding *f, struct cpr_item item, struct cpr_text2 label);

/* The text of a match as the campaign has it (not folded), without mark-up. */
struct cpr_str cpr_match_text(const struct cpr_run *run, uint32_t start, uint32_t end);

/* Does the rule look at things in this material (CPR_NO_NODE: outside of any)? */
bool cpr_emit_applies(struct cpr_run *run, cpr_node material);

/* Which units a rule looks at: blocks, applicability of the material, and the nodes of a selection. */
struct cpr_unit_filter {
	struct cpr_run *run;
	const struct cpr_blocks *blocks;
	const struct cpr_item *within; /* selected nodes in document order */
	size_t n_within;
	bool selects;                  /* false: no selection, everything */
};
bool cpr_unit_filter_ok(void *filter, uint32_t unit);
uint32_t cpr_unit_filter_count(struct cpr_unit_filter *f);
/* Evaluates a selection at the campaign. False if it could not be done, which was told. e == NULL: selects nothing, true. */
bool cpr_emit_select(struct cpr_run *run, const struct cpr_expr *e, struct cpr_expr_value *ret);

/* Matches of `phrases` that no except excuses, longest of overlapping ones. False: not all could be checked, which was told. */
bool cpr_find_unexcused(struct cpr_run *run, const struct cpr_phrases *phrases, const struct cpr_context *const *excepts,
			uint32_t n_excepts, struct cpr_unit_filter *filter, struct cpr_text_matches *ret);

#endif

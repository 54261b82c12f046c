/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a parsed document against a vocabulary: every element and attribute known and in its place, every value parsed, every
 * id unique and every reference resolved. One pass, all problems at once. Nothing unknown in our namespace is let through.
 */
#ifndef CPR_SPEC_VALIDATE_H
#define CPR_SPEC_VALIDATE_H

#include "base/map.h"
#include "spec/vocabulary.h"

struct cpr_valid {
	struct cpr_value *values; /* one for each doc->attrs entry, in `arena` */
	struct cpr_map ids;       /* id text -> node, the first if it is taken twice; keys point into the document */
	uint32_t n_references;    /* in all REF and REFS attributes; with ids.n it is what the limit `ids` counts */
};

enum cpr_validate_flags {
	CPR_VALIDATE_FRAGMENT = 1, /* an example: required attributes and children may be missing, references may dangle */
};

/*
 * Elements and attributes of other namespaces are let through: attributes everywhere, elements wherever elements or text may
 * stand. Inside copy the text in them is copy, and they may hold what the element around them may. An element of no namespace,
 * or of one that begins like ours, is not let through: it would be read by nobody. (The exceptions are examples: of campaigns
 * in a ruleset, and of ruleset marks in a campaign that is a fragment.)
 *
 * More problems than this are not listed; one `limit.exceeded` then ends the list.
 */
#define CPR_VALIDATE_PROBLEMS 20000

/*
 * root: the element the document must have as its root. False when memory ran out; *ret can be freed in any case. Problems
 * are added in document order; an element that is unknown or misplaced is reported once, what is inside it is not looked at.
 */
bool cpr_validate(const struct cpr_doc *doc, const struct cpr_vocabulary *v, cpr_name root, unsigned flags,
		  struct cpr_arena *arena, struct cpr_valid *ret, struct cpr_problems *problems);
void cpr_valid_free(struct cpr_valid *valid);

#endif

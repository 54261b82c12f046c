/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled ruleset and its rules: immutable, shared by threads. */
#ifndef CPR_RULESET_RULESET_H
#define CPR_RULESET_RULESET_H

#include <stdatomic.h>

#include "base/digest.h"
#include "cpreview/ruleset.h"
#include "ruleset/applies.h"
#include "ruleset/context.h"
#include "ruleset/kind.h"

/* An example as a campaign: what must be found in it are the <mark>s of the rules namespace, or the nodes of `at`. */
struct cpr_example {
	bool violating;
	bool marked;          /* has <mark> in it */
	struct cpr_str bytes; /* a whole campaign document */
	struct cpr_str text;  /* what a person reads: its text, white space collapsed */
	struct cpr_expr *at;  /* or NULL */
	bool has_as_of;
	struct cpr_date as_of;
	const char *file;
	uint32_t line;
};

struct cpreview_rule {
	struct cpr_rule_card card;
	const struct cpr_check_kind *check;
	void *data; /* the kind's own */
	struct cpr_applies applies;
	struct cpr_text2 message; /* template */
	bool has_in_force, has_repealed;
	struct cpr_date in_force, repealed;
	char in_force_text[11], repealed_text[11];
	const struct cpr_str *obligations;
	uint32_t n_obligations;
	const struct cpr_example *examples;
	uint32_t n_examples;
	const char *file;
	uint32_t line;
	/* names that the check can give as evidence, for templates */
	struct cpr_str *offers;
	uint32_t n_offers;
};

/* One of the rulesets that were loaded as one. */
struct cpr_pack {
	struct cpr_str id, version, jurisdiction, owner;
	struct cpr_text2 title;
	char digest[CPR_DIGEST_HEX + 1];
};

struct cpreview_ruleset {
	struct cpr_mem mem;
	atomic_uint refs;
	struct cpr_arena arena;
	struct cpr_limits limits;
	struct cpr_pack *packs;
	size_t n_packs;
	CPR_ARRAY(struct cpreview_rule *) rules; /* sorted by id */
	struct cpr_map rule_index;               /* id -> index into rules */
	CPR_ARRAY(struct cpr_law *) laws;
	struct cpr_terms *terms;
	CPR_ARRAY(uint8_t) phrase_kinds; /* by phrase id: CPR_PHRASE_ */
	CPR_ARRAY(struct cpr_pattern *) patterns; /* all, for freeing */
	CPR_ARRAY(struct cpr_expr *) exprs;       /* all, for freeing */
	uint32_t n_wide;                          /* conditions whose answer is kept for a while; see cpr_condition.number */
};

void cpr_ruleset_free(struct cpreview_ruleset *rs); /* half-built ones too */
struct cpreview_ruleset *cpr_ruleset_ref(struct cpreview_ruleset *rs);
void cpr_ruleset_unref(struct cpreview_ruleset *rs);
const struct cpreview_rule *cpr_ruleset_find(const struct cpreview_ruleset *rs, struct cpr_str id);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The review: runs every rule of a ruleset over a campaign, and the rules' own examples. */
#ifndef CPR_REVIEW_REVIEW_H
#define CPR_REVIEW_REVIEW_H

#include "cpreview/review.h"
#include "finding/report.h"
#include "ruleset/ruleset.h"

/* What the public options come down to, checked. */
struct cpr_review_options {
	uint32_t max_findings; /* 0: the default */
	int fail_on;           /* enum cpreview_severity */
	bool has_as_of;
	struct cpr_date as_of;
	const char *const *rules, *const *rights, *const *laws; /* tailoring; NULL: none */
	size_t n_rules, n_rights, n_laws;
	int (*cancel)(void *user);
	void *cancel_user;
};

/*
 * 0, CPREVIEW_E_NOMEM, CPREVIEW_E_NOT_FOUND, CPREVIEW_E_CANCELLED. The report keeps a reference to the ruleset: its cards are
 * the rules' own.
 */
int cpr_review(const struct cpr_mem *mem, cpreview_ruleset *rs, cpreview_campaign *campaign,
	       const struct cpr_review_options *opts, cpreview_report **ret, cpreview_error **reterr);

/* What became of one example. */
struct cpr_example_result {
	const struct cpreview_rule *rule;
	const struct cpr_example *example;
	bool passed;
	char *message; /* what happened instead; NULL if it passed */
};

struct cpreview_test {
	struct cpr_mem mem;
	cpreview_ruleset *ruleset; /* a reference */
	CPR_ARRAY(struct cpr_example_result) list;
	size_t n_failed;
};

int cpr_test(const struct cpr_mem *mem, cpreview_ruleset *rs, struct cpreview_test **ret, cpreview_error **reterr);
void cpr_test_free(struct cpreview_test *t);

#endif

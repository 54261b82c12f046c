/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_REVIEW_H
#define CPREVIEW_REVIEW_H

/** @file The review itself: rules over a campaign. */

#include <cpreview/campaign.h>
#include <cpreview/report.h>
#include <cpreview/ruleset.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How to review; set with CPREVIEW_REVIEW_OPTIONS_INIT, then change fields. Zero means the default. @since 1.0 */
struct cpreview_review_options {
	size_t struct_size;           /**< sizeof this struct, set by the initialiser */
	uint32_t flags;               /**< must be 0 */
	uint32_t max_findings;        /**< findings in the report; 0 = 10000; hard cap 1000000 */
	int32_t fail_on;              /**< enum cpreview_severity from which a finding fails the campaign; 0 = warning */
	uint32_t reserved;            /**< must be 0 */
	const char *as_of;            /**< the date whose law applies, "YYYY-MM-DD"; NULL = the campaign's launch or first day */
	const char *const *rules;     /**< only rules with these ids or "prefix*"; NULL = all. The report names the tailoring */
	size_t n_rules;
	const char *const *rights;    /**< only rules of these rights ("know", …); NULL = all */
	size_t n_rights;
	const char *const *laws;      /**< only rules that rest on these instruments ("AD", …); NULL = all */
	size_t n_laws;
	int (*cancel)(void *user);    /**< called now and then; non-zero stops the review; NULL = never. Must not call the library */
	void *cancel_user;
};
#define CPREVIEW_REVIEW_OPTIONS_INIT { sizeof(struct cpreview_review_options), 0, 0, 0, 0, NULL, NULL, 0, NULL, 0, NULL, 0, NULL, NULL }

/**
 * Review one campaign against one ruleset.
 *
 * A review that could not be completed still gives a report; its verdict is CPREVIEW_VERDICT_INCOMPLETE.
 *
 * @param ruleset    shared, not modified; may be in use by other threads
 * @param campaign   shared, not modified
 * @param opts       NULL for defaults
 * @param ret_report new reference on success, untouched on failure
 * @param reterr     NULL, or set on failure to a new error
 * @return 0, or CPREVIEW_E_NOMEM, CPREVIEW_E_ARG (for example an as_of that is no date), CPREVIEW_E_ABI,
 *         CPREVIEW_E_NOT_FOUND (a rule, right or law named in opts does not exist), CPREVIEW_E_CANCELLED
 * @since 1.0
 */
CPREVIEW_API int cpreview_review(cpreview_ruleset *ruleset, cpreview_campaign *campaign,
				 const struct cpreview_review_options *opts, cpreview_report **ret_report,
				 cpreview_error **reterr);

#ifdef __cplusplus
}
#endif

#endif

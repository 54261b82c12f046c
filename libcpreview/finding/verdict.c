/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that decides what a review comes to. Nothing else may draw a conclusion from findings. */
#include "finding/report.h"

static bool stopped(int disposition)
{
	return disposition < CPREVIEW_PASS || disposition >= CPREVIEW_NOT_CHECKED;
}

bool cpr_report_applied(const cpreview_report *r)
{
	static const int applied[] = { CPREVIEW_PASS, CPREVIEW_WAIVED, CPREVIEW_REVIEW, CPREVIEW_FAIL };

	for (size_t i = 0; i < r->results.n; i++) {
		const struct cpr_rule_result *result = &r->results.v[i];

		for (size_t k = 0; k < sizeof applied / sizeof *applied; k++)
			if (result->outcome == applied[k] || result->counts[applied[k]])
				return true;
	}
	return false;
}

static bool complete(const cpreview_report *r)
{
	if (r->failed || r->truncated || !cpr_report_applied(r))
		return false;
	for (size_t i = 0; i < r->results.n; i++) {
		const struct cpr_rule_result *result = &r->results.v[i];

		if (stopped(result->outcome) || result->counts[CPREVIEW_NOT_CHECKED] || result->counts[CPREVIEW_ERROR])
			return false;
	}
	for (size_t i = 0; i < r->findings.n; i++)
		if (stopped(r->findings.v[i]->disposition))
			return false;
	return true;
}

/**
 * The verdict, in this order:
 *
 * 1. *incomplete* if anything was not checked or a rule was faulty (a finding, or a rule's outcome or any of its nodes, is
 *    not-checked or error); if findings were left out; or if nothing was applied, that is, no rule ended in pass, fail,
 *    review or waived anywhere. Whatever else was found: silence is not approval. A disposition that this function does not
 *    know counts as not checked.
 * 2. *fail* if any finding that failed or is open for review is at or above the fail-on level.
 * 3. *review* if any finding is open for review.
 * 4. *pass* otherwise. Findings that failed below the fail-on level are told, but leave the campaign passable, and so do
 *    waived ones.
 */
int cpr_verdict(const cpreview_report *r)
{
	bool open = false;

	if (!complete(r))
		return CPREVIEW_VERDICT_INCOMPLETE;
	for (size_t i = 0; i < r->findings.n; i++) {
		const cpreview_finding *f = r->findings.v[i];

		if (f->disposition != CPREVIEW_FAIL && f->disposition != CPREVIEW_REVIEW)
			continue;
		if (f->severity >= r->fail_on)
			return CPREVIEW_VERDICT_FAIL;
		open |= f->disposition == CPREVIEW_REVIEW;
	}
	return open ? CPREVIEW_VERDICT_REVIEW : CPREVIEW_VERDICT_PASS;
}

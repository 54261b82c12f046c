/* SPDX-License-Identifier: Apache-2.0 */
/* Counting for summaries. */
#include "output/tally.h"

void cpr_tally_count(const cpreview_report *r, struct cpr_tally *ret)
{
	*ret = (struct cpr_tally){ 0 };
	for (size_t i = 0; i < r->findings.n; i++) {
		const cpreview_finding *f = r->findings.v[i];
		bool graded = f->severity >= CPREVIEW_NOTE && f->severity <= CPREVIEW_SEVERITY_ERROR;

		if (f->disposition >= 0 && f->disposition < CPREVIEW_DISPOSITIONS)
			ret->findings[f->disposition]++;
		if (graded && f->disposition == CPREVIEW_FAIL)
			ret->fail[f->severity]++;
		if (graded && f->disposition == CPREVIEW_REVIEW)
			ret->review[f->severity]++;
	}
	for (size_t i = 0; i < r->results.n; i++) {
		int outcome = r->results.v[i].outcome;

		if (outcome >= 0 && outcome < CPREVIEW_DISPOSITIONS)
			ret->rules[outcome]++;
	}
}

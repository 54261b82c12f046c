/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers in a report's summary, counted one way for all formats. They count everything, also what is not shown. */
#ifndef CPR_OUTPUT_TALLY_H
#define CPR_OUTPUT_TALLY_H

#include "finding/report.h"

struct cpr_tally {
	size_t fail[CPREVIEW_SEVERITY_ERROR + 1];   /* failed findings by severity */
	size_t review[CPREVIEW_SEVERITY_ERROR + 1]; /* findings open for review by severity */
	size_t findings[CPREVIEW_DISPOSITIONS];     /* findings by disposition */
	size_t rules[CPREVIEW_DISPOSITIONS];        /* rules by outcome */
};

void cpr_tally_count(const cpreview_report *r, struct cpr_tally *ret);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* How one rule came to its result, from the report: whether it applies, at how many nodes it ended how, what it matched and read. */
#include "cmd.h"

#include <string.h>

static void trace_result(const cpreview_report *r, size_t i, int language)
{
	const char *reason = cpreview_report_rule_reason(r, i, language);

	fputs("trace ", stderr);
	print_safe(stderr, cpreview_report_rule_id(r, i));
	fputs(" in ", stderr);
	print_safe(stderr, cpreview_report_input(r));
	fprintf(stderr, ": %s", cpreview_disposition_name(cpreview_report_rule_disposition(r, i)));
	if (reason && *reason) {
		fputs(" (", stderr);
		print_safe(stderr, reason);
		fputc(')', stderr);
	}
	for (int d = 0; d < CPREVIEW_DISPOSITIONS; d++)
		if (cpreview_report_rule_nodes(r, i, d))
			fprintf(stderr, ", %u %s", (unsigned)cpreview_report_rule_nodes(r, i, d), cpreview_disposition_name(d));
	fputc('\n', stderr);
}

static void trace_finding(const cpreview_finding *f)
{
	const cpreview_place *p = cpreview_finding_place(f);
	const char *matched = cpreview_finding_matched(f);

	fprintf(stderr, "  %u:%u %s", (unsigned)cpreview_place_line(p), (unsigned)cpreview_place_column(p),
		cpreview_disposition_name(cpreview_finding_disposition(f)));
	if (*matched) {
		fputs(" matched ", stderr);
		print_safe(stderr, matched);
	}
	for (size_t e = 0; e < cpreview_finding_evidence_count(f); e++) {
		if (*matched && !strcmp(cpreview_finding_evidence_value(f, e), matched))
			continue; /* {match} itself */
		fputs("; ", stderr);
		print_safe(stderr, cpreview_finding_evidence_name(f, e));
		fputs(" = ", stderr);
		print_safe(stderr, cpreview_finding_evidence_value(f, e));
	}
	fputc('\n', stderr);
}

void trace_rule(const cpreview_report *report, const char *id, int language)
{
	for (size_t i = 0; i < cpreview_report_rule_count(report); i++)
		if (!strcmp(cpreview_report_rule_id(report, i), id))
			trace_result(report, i, language);
	for (size_t i = 0; i < cpreview_report_count(report); i++) {
		const cpreview_finding *f = cpreview_report_at(report, i);

		if (!strcmp(cpreview_finding_rule(f), id))
			trace_finding(f);
	}
}

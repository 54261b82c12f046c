/* SPDX-License-Identifier: Apache-2.0 */
/* The whole life cycle: load a ruleset, parse a campaign, review it, walk the findings, let go. */
#include <cpreview/cpreview.h>
#include <stdio.h>

static int fail(cpreview_error *err)
{
	fprintf(stderr, "%s:%u:%u: %s\n", cpreview_error_file(err) ? cpreview_error_file(err) : "error",
		cpreview_error_line(err), cpreview_error_column(err), cpreview_error_message(err));
	cpreview_error_free(err);
	return 2;
}

int main(int argc, char **argv)
{
	cpreview_ruleset *ruleset = NULL;
	cpreview_campaign *campaign = NULL;
	cpreview_report *report = NULL;
	cpreview_error *err = NULL;
	int verdict = CPREVIEW_VERDICT_INCOMPLETE;

	if (argc != 3)
		return fprintf(stderr, "usage: review RULESET CAMPAIGN\n"), 2;
	if (cpreview_ruleset_load((const char *const *)&argv[1], 1, 0, &ruleset, &err) ||
	    cpreview_campaign_load_file(argv[2], NULL, &campaign, &err) ||
	    cpreview_review(ruleset, campaign, NULL, &report, &err))
		return cpreview_campaign_unref(campaign), cpreview_ruleset_unref(ruleset), fail(err);
	for (size_t i = 0; i < cpreview_report_count(report); i++) {
		const cpreview_finding *f = cpreview_report_at(report, i);
		const cpreview_place *at = cpreview_finding_place(f);

		printf("%u:%u %s [%s] %s\n", cpreview_place_line(at), cpreview_place_column(at),
		       cpreview_severity_name(cpreview_finding_severity(f)), cpreview_finding_rule(f),
		       cpreview_finding_message(f, CPREVIEW_ZH));
	}
	verdict = cpreview_report_verdict(report);
	printf("verdict: %s\n", cpreview_verdict_name(verdict));
	cpreview_report_unref(report);
	cpreview_campaign_unref(campaign);
	cpreview_ruleset_unref(ruleset);
	return verdict == CPREVIEW_VERDICT_INCOMPLETE ? 3 : verdict == CPREVIEW_VERDICT_FAIL;
}

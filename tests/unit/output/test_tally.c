/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "fixture.h"
#include "output/tally.h"

Test(tally, counts_everything_once)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc);
	struct cpr_tally n;

	cpr_tally_count(r, &n);
	cr_assert_eq(n.fail[CPREVIEW_SEVERITY_ERROR], 1u);
	cr_assert_eq(n.fail[CPREVIEW_WARNING], 0u);
	cr_assert_eq(n.fail[CPREVIEW_NOTE], 1u);
	cr_assert_eq(n.review[CPREVIEW_NOTE], 1u);
	cr_assert_eq(n.findings[CPREVIEW_FAIL], 2u);
	cr_assert_eq(n.findings[CPREVIEW_REVIEW], 1u);
	cr_assert_eq(n.findings[CPREVIEW_WAIVED], 1u);
	cr_assert_eq(n.findings[CPREVIEW_NOT_CHECKED], 0u);
	cr_assert_eq(n.rules[CPREVIEW_FAIL], 2u);
	cr_assert_eq(n.rules[CPREVIEW_NOT_APPLICABLE], 1u);
	cpr_report_unref(r);
}

Test(tally, values_out_of_range_do_no_harm)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	struct cpr_tally n;

	cpr_report_add(r, &fixture_tone, 99);
	cpr_report_add(r, &fixture_tone, -1);
	cpr_report_add(r, &fixture_tone, CPREVIEW_FAIL)->severity = 99;
	fixture_result(r, &fixture_tone, 0, (struct cpr_text2){ 0 });
	r->results.v[0].outcome = 99;
	cpr_tally_count(r, &n);
	cr_assert_eq(n.findings[CPREVIEW_FAIL], 1u);
	cpr_report_unref(r);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "finding_fixture.h"

#define NONE (-1)
#define I CPREVIEW_VERDICT_INCOMPLETE
#define P CPREVIEW_VERDICT_PASS
#define R CPREVIEW_VERDICT_REVIEW
#define F CPREVIEW_VERDICT_FAIL

static const struct {
	const char *what;
	int outcome;                       /* of one rule; NONE: no rule */
	int disposition, severity;         /* of a finding; NONE: no finding */
	int disposition2, severity2;
	int fail_on, verdict;
} table[] = {
	{ "no rule", NONE, NONE, 0, NONE, 0, 2, I },
	{ "no rule, a finding", NONE, CPREVIEW_FAIL, 3, NONE, 0, 2, I },
	{ "nothing applied", CPREVIEW_NOT_APPLICABLE, NONE, 0, NONE, 0, 2, I },
	{ "passed", CPREVIEW_PASS, NONE, 0, NONE, 0, 2, P },
	{ "only waived", CPREVIEW_WAIVED, CPREVIEW_WAIVED, 3, NONE, 0, 2, P },
	{ "failed above", CPREVIEW_FAIL, CPREVIEW_FAIL, 3, NONE, 0, 2, F },
	{ "failed at the level", CPREVIEW_FAIL, CPREVIEW_FAIL, 2, NONE, 0, 2, F },
	{ "failed below", CPREVIEW_FAIL, CPREVIEW_FAIL, 1, NONE, 0, 2, P },
	{ "failed below a higher level", CPREVIEW_FAIL, CPREVIEW_FAIL, 2, NONE, 0, 3, P },
	{ "failed at the lowest level", CPREVIEW_FAIL, CPREVIEW_FAIL, 1, NONE, 0, 1, F },
	{ "to review at the level", CPREVIEW_REVIEW, CPREVIEW_REVIEW, 2, NONE, 0, 2, F },
	{ "to review below", CPREVIEW_REVIEW, CPREVIEW_REVIEW, 1, NONE, 0, 2, R },
	{ "to review and failed below", CPREVIEW_FAIL, CPREVIEW_FAIL, 1, CPREVIEW_REVIEW, 1, 2, R },
	{ "to review below, failed above", CPREVIEW_FAIL, CPREVIEW_REVIEW, 1, CPREVIEW_FAIL, 3, 2, F },
	{ "waived above, to review", CPREVIEW_REVIEW, CPREVIEW_WAIVED, 3, CPREVIEW_REVIEW, 1, 2, R },
	{ "not checked beats failed", CPREVIEW_FAIL, CPREVIEW_FAIL, 3, CPREVIEW_NOT_CHECKED, 1, 2, I },
	{ "at fault beats failed", CPREVIEW_FAIL, CPREVIEW_ERROR, 1, CPREVIEW_FAIL, 3, 2, I },
	{ "not checked below the level", CPREVIEW_PASS, CPREVIEW_NOT_CHECKED, 1, NONE, 0, 3, I },
	{ "a rule not checked without a finding", CPREVIEW_NOT_CHECKED, NONE, 0, NONE, 0, 2, I },
	{ "a rule at fault without a finding", CPREVIEW_ERROR, NONE, 0, NONE, 0, 2, I },
	{ "an unknown disposition", CPREVIEW_PASS, 7, 1, NONE, 0, 2, I },
	{ "a negative disposition", CPREVIEW_PASS, -2, 1, NONE, 0, 2, I },
};

Test(verdict, table)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

		cr_assert_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE, "a fresh report must not look reviewed");
		r->fail_on = table[i].fail_on;
		if (table[i].outcome != NONE)
			fixture_outcome(r, &fixture_a, table[i].outcome);
		if (table[i].disposition != NONE)
			cpr_report_add(r, &fixture_a, table[i].disposition)->severity = table[i].severity;
		if (table[i].disposition2 != NONE)
			cpr_report_add(r, &fixture_a, table[i].disposition2)->severity = table[i].severity2;
		cr_assert_eq(cpr_verdict(r), table[i].verdict, "%s", table[i].what);
		/* whatever it was */
		r->truncated = true;
		cr_assert_eq(cpr_verdict(r), I, "%s, truncated", table[i].what);
		r->truncated = false;
		r->failed = true;
		cr_assert_eq(cpr_verdict(r), I, "%s, out of memory", table[i].what);
		cpr_report_unref(r);
	}
}

Test(verdict, one_node_not_checked_is_enough)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

	fixture_outcome(r, &fixture_a, CPREVIEW_PASS);
	cr_assert_eq(cpr_verdict(r), P);
	r->results.v[0].counts[CPREVIEW_NOT_CHECKED] = 1;
	cr_assert_eq(cpr_verdict(r), I);
	r->results.v[0].counts[CPREVIEW_NOT_CHECKED] = 0;
	r->results.v[0].counts[CPREVIEW_ERROR] = 1;
	cr_assert_eq(cpr_verdict(r), I);
	cpr_report_unref(r);
}

Test(verdict, one_rule_applied_is_enough)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

	fixture_outcome(r, &fixture_a, CPREVIEW_NOT_APPLICABLE);
	cr_assert(!cpr_report_applied(r));
	fixture_outcome(r, &fixture_b, CPREVIEW_NOT_APPLICABLE);
	r->results.v[1].counts[CPREVIEW_PASS] = 1;
	cr_assert(cpr_report_applied(r));
	cr_assert_eq(cpr_verdict(r), P);
	cpr_report_unref(r);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "failmem.h"
#include "finding_fixture.h"

static cpreview_finding *at(cpreview_report *r, const struct cpr_rule_card *card, uint32_t src)
{
	cpreview_finding *f = cpr_report_add(r, card, CPREVIEW_FAIL);

	f->where.known = true;
	f->src_start = src;
	return f;
}

static size_t count(const cpreview_report *r, const char *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < r->findings.n; i++)
		n += cpr_str_is(r->findings.v[i]->rule->id, rule);
	return n;
}

Test(report, sorted_by_place_then_rule_then_sequence)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	cpreview_finding *expected[7];

	fixture_outcome(r, &fixture_a, CPREVIEW_FAIL);
	expected[6] = at(r, &fixture_a, 900);
	expected[4] = at(r, &fixture_b, 5);
	expected[5] = at(r, &fixture_b, 5);
	expected[3] = at(r, &fixture_a, 5);
	expected[2] = at(r, &fixture_b, 0);
	expected[1] = cpr_report_add(r, &fixture_b, CPREVIEW_FAIL);
	expected[0] = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);
	cr_assert_eq(cpr_report_finish(r, NULL), 0);
	cr_assert_eq(r->findings.n, 7u);
	for (size_t i = 0; i < 7; i++)
		cr_assert_eq(r->findings.v[i], expected[i], "finding %zu is not in its place", i);
	cpr_report_unref(r);
}

Test(report, limits_on_findings_are_told)
{
	static const struct {
		uint32_t all, per_rule, a, b;
		size_t kept, truncated;
	} table[] = {
		{ 10, 10, 5, 5, 10, 0 },    /* at the limit */
		{ 10, 10, 5, 6, 10, 1 },    /* one past it */
		{ 100, 5, 5, 5, 10, 0 },
		{ 100, 5, 6, 5, 10, 1 },
		{ 100, 5, 50, 50, 10, 2 },  /* each rule by name */
		{ 7, 5, 50, 50, 7, 2 },     /* the first rule's own limit, then that of all */
		{ 1, 1, 1, 0, 1, 0 },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cpr_limits limits = cpr_limits_default;
		cpreview_report *r;

		limits.findings = table[i].all;
		limits.findings_per_rule = table[i].per_rule;
		r = cpr_report_new(&cpr_mem_libc, &limits);
		fixture_outcome(r, &fixture_a, CPREVIEW_FAIL);
		for (uint32_t k = 0; k < table[i].a; k++)
			cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);
		for (uint32_t k = 0; k < table[i].b; k++)
			cpr_report_add(r, &fixture_b, CPREVIEW_FAIL);
		cr_assert_eq(r->findings.n, table[i].kept, "row %zu", i);
		cr_assert_eq(cpr_report_finish(r, NULL), 0);
		cr_assert_eq(count(r, "engine.truncated"), table[i].truncated, "row %zu", i);
		cr_assert_eq(r->findings.n, table[i].kept + table[i].truncated);
		cr_assert_eq(r->truncated, table[i].truncated > 0);
		cr_assert_eq(r->verdict, table[i].truncated ? CPREVIEW_VERDICT_INCOMPLETE : CPREVIEW_VERDICT_FAIL);
		cpr_report_unref(r);
	}
}

Test(report, truncation_names_limit_and_rule)
{
	struct cpr_limits limits = cpr_limits_default;
	cpreview_report *r;
	const cpreview_finding *f;

	limits.findings_per_rule = 3;
	r = cpr_report_new(&cpr_mem_libc, &limits);
	for (int i = 0; i < 4; i++)
		cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);
	cpr_report_finish(r, NULL);
	f = r->findings.v[0];
	cr_assert(cpr_str_is(f->rule->id, "engine.truncated"));
	cr_assert_eq(f->disposition, CPREVIEW_NOT_CHECKED);
	cr_assert_str_eq(f->message.en.p, "too many findings: only the first 3 are listed (limit findings_per_rule: t.a)");
	cr_assert_not_null(strstr(f->message.zh.p, "前 3 条"));
	cpr_report_unref(r);
}

Test(report, nothing_applied_is_told)
{
	static const struct {
		const char *what;
		int outcome; /* -1: no rule */
		bool problem;
		size_t told;
	} table[] = {
		{ "no rules at all", -1, false, 1 },
		{ "no rules, because the input could not be read", -1, true, 0 },
		{ "rules that do not apply", CPREVIEW_NOT_APPLICABLE, false, 1 },
		{ "rules that do not apply, and a mistake in the document", CPREVIEW_NOT_APPLICABLE, true, 1 },
		{ "a rule that could not run", CPREVIEW_NOT_CHECKED, false, 0 },
		{ "a rule that passed", CPREVIEW_PASS, false, 0 },
		{ "a rule that was waived", CPREVIEW_WAIVED, false, 0 },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_problem p = { .id = CPR_PROBLEM_INPUT_UNREADABLE, .word = { S("why") } };

		if (table[i].outcome >= 0)
			fixture_outcome(r, &fixture_a, table[i].outcome);
		if (table[i].problem)
			cpr_report_problem(r, NULL, &p);
		cr_assert_eq(cpr_report_finish(r, NULL), 0);
		cr_assert_eq(count(r, "engine.no-rule"), table[i].told, "%s", table[i].what);
		cr_assert_eq(r->verdict == CPREVIEW_VERDICT_PASS,
			     table[i].outcome == CPREVIEW_PASS || table[i].outcome == CPREVIEW_WAIVED, "%s", table[i].what);
		cpr_report_unref(r);
	}
}

Test(report, a_problem_becomes_a_finding)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	struct cpr_problem p = { .id = CPR_PROBLEM_SPEC_VALUE, .word = { S("start"), S("2026-02-30"), S("no such day") } };
	const cpreview_finding *f = cpr_report_add_problem(r, &p);

	cr_assert_eq(f->rule, cpr_problem_card(CPR_PROBLEM_SPEC_VALUE));
	cr_assert_eq(f->disposition, CPREVIEW_NOT_CHECKED);
	cr_assert_eq(f->severity, CPREVIEW_SEVERITY_ERROR);
	cr_assert_str_eq(f->message.en.p, "the value \"2026-02-30\" of start is not valid: no such day");
	cr_assert_not_null(strstr(f->message.zh.p, "2026-02-30"));
	cr_assert(f->remedy.zh.n && f->remedy.en.n);
	cr_assert(!f->where.known);
	cpr_report_unref(r);
}

static void count_unref(void *object)
{
	(*(int *)object)++;
}

Test(report, references_and_what_it_keeps)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	int unrefs = 0;

	cr_assert_null(cpr_report_ref(NULL));
	cr_assert_null(cpr_report_unref(NULL));
	r->keep = (struct cpr_keep){ .object = &unrefs, .unref = count_unref };
	cr_assert_eq(cpr_report_ref(r), r);
	cr_assert_null(cpr_report_unref(r));
	cr_assert_eq(unrefs, 0);
	cr_assert_null(cpr_report_unref(r));
	cr_assert_eq(unrefs, 1);
}

Test(report, defaults)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

	cr_assert_eq(r->limits.findings, cpr_limits_default.findings);
	cr_assert_eq(r->fail_on, CPREVIEW_WARNING);
	cr_assert(cpr_str_is(r->as_of_source, "none"));
	cr_assert_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cpr_report_unref(r);
}

static void build(cpreview_report *r)
{
	struct cpr_problem p = { .id = CPR_PROBLEM_SPEC_TEXT, .word = { S("body") } };

	for (int i = 0; i < 20; i++) {
		cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);
		cpr_report_add(r, &fixture_b, CPREVIEW_FAIL);
		cpr_report_problem(r, NULL, &p);
	}
}

Test(report, every_failed_allocation_is_reported)
{
	struct cpr_limits limits = cpr_limits_default;
	int rc = -1;

	limits.findings_per_rule = 15;
	for (size_t i = 0; rc != 0; i++) {
		struct failmem fm = { .fail_at = i };
		struct cpr_mem mem = FAILMEM(&fm);
		cpreview_report *r = cpr_report_new(&mem, &limits);
		cpreview_error *err = NULL;

		cr_assert(i < 1000);
		if (r) {
			build(r);
			rc = cpr_report_finish(r, &err);
			cr_assert(rc == 0 || rc == CPREVIEW_E_NOMEM);
			cr_assert_eq(cpreview_error_code(err), rc);
			cr_assert_eq(rc == 0, fm.calls <= i);
			cr_assert_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
			cr_assert(rc != 0 || r->findings.n == 48);
		}
		cpreview_error_free(err);
		cpr_report_unref(r);
		cr_assert_eq(fm.live, 0u, "leak when allocation %zu fails", i);
	}
}

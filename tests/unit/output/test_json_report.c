/* SPDX-License-Identifier: Apache-2.0 */
/* The details; that the whole is what the schema says is checked by tests/output/check-json. */
#include <criterion/criterion.h>

#include "fixture.h"
#include "output/json_report.h"

static void expect(const char *format, cpreview_report *r, const char *part)
{
	const cpreview_report *reports[1] = { r };
	char *out = fixture_render(format, reports, 1, 0, CPREVIEW_ZH, 0);

	cr_assert_not_null(strstr(out, part), "%s not in\n%s", part, out);
	cpr_free(&cpr_mem_libc, out);
}

Test(json_report, dates)
{
	struct cpr_date d;

	cr_assert(cpr_date_from_ymd(2026, 11, 24, &d));
	cr_assert_str_eq(cpr_json_date(d).text, "2026-11-24");
	cr_assert(cpr_date_from_ymd(1, 2, 3, &d));
	cr_assert_str_eq(cpr_json_date(d).text, "0001-02-03");
	cr_assert(cpr_date_from_ymd(9999, 12, 31, &d));
	cr_assert_str_eq(cpr_json_date(d).text, "9999-12-31");
}

Test(json_report, begins_with_its_schema)
{
	cpreview_report *r = fixture_clean(&cpr_mem_libc);

	expect("json", r, "{\n  \"schema\": \"urn:cpreview:report:1\",\n  \"version\": \"1.0\",\n  \"tool\": {\n    \"name\": \"cpreview\",\n");
	expect("json", r, "\"verdict\": \"pass\"");
	expect("json", r, "\"findings\": [],");
	cpr_report_unref(r);
}

Test(json_report, what_there_is_none_of_is_null)
{
	cpreview_report *r = fixture_unreadable(&cpr_mem_libc);

	expect("json", r, "\"sha256\": null");
	expect("json", r, "\"encoding\": null");
	expect("json", r, "\"as_of\": {\n        \"date\": null,\n        \"source\": \"none\"");
	expect("json", r, "\"place\": null");
	expect("json", r, "\"tailoring\": null");
	expect("json", r, "\"rulesets\": []");
	expect("json", r, "\"verdict\": \"incomplete\"");
	cpr_report_unref(r);
}

Test(json_report, hidden_findings_are_counted)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc);
	const cpreview_report *reports[1] = { r };
	char *out = fixture_render("json", reports, 1, 0, CPREVIEW_ZH, CPREVIEW_WARNING);

	cr_assert_not_null(strstr(out, "\"total\": 4,\n          \"hidden\": 3,"));
	cr_assert_null(strstr(out, "用语可改进"));
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(json_report, both_languages_whatever_is_asked_for)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc);
	const cpreview_report *reports[1] = { r };
	char *zh = fixture_render("json", reports, 1, 0, CPREVIEW_ZH, 0), *en = fixture_render("json", reports, 1, 0, CPREVIEW_EN, 0);

	cr_assert_str_eq(zh, en);
	cpr_free(&cpr_mem_libc, zh);
	cpr_free(&cpr_mem_libc, en);
	cpr_report_unref(r);
}

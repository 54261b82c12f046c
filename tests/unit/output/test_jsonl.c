/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "fixture.h"

Test(jsonl, one_line_a_finding_and_one_for_the_report)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc), *h = fixture_hostile(&cpr_mem_libc);
	const cpreview_report *reports[2] = { r, h };
	char *out = fixture_render("jsonl", reports, 2, 0, CPREVIEW_ZH, 0);
	static const char finding[] = "{\"type\":\"finding\",\"schema\":\"urn:cpreview:report:1\",\"input\":\"";
	static const char report[] = "{\"type\":\"report\",\"schema\":\"urn:cpreview:report:1\",\"tool\":{";
	size_t lines = 0;

	cr_assert_eq(out[strlen(out) - 1], '\n');
	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n"), lines++) {
		const char *begin = lines == 4 || lines == 7 ? report : finding;

		cr_assert_eq(strncmp(line, begin, strlen(begin)), 0, "line %zu: %.100s", lines + 1, line);
		cr_assert_eq(line[strlen(line) - 1], '}');
	}
	cr_assert_eq(lines, 4u + 1 + 2 + 1);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
	cpr_report_unref(h);
}

Test(jsonl, a_clean_report_is_one_line)
{
	cpreview_report *r = fixture_clean(&cpr_mem_libc);
	const cpreview_report *reports[1] = { r };
	char *out = fixture_render("jsonl", reports, 1, 0, CPREVIEW_ZH, 0);

	cr_assert_eq(strchr(out, '\n'), out + strlen(out) - 1);
	cr_assert_not_null(strstr(out, "\"verdict\":\"pass\""));
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

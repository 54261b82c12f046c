/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Renders the fixture reports into files for the scripts of tests/output, which check them with tools that know the formats
 * better than we do. Only when CPREVIEW_RENDER_DIR names a folder; otherwise nothing is written and nothing is claimed.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

static void render(const char *folder, const struct cpr_format *format, const char *what, const cpreview_report *const *reports,
		   size_t n, int language)
{
	char path[4096], *bytes = fixture_render(format->name, reports, n, 0, language, 0);
	FILE *f;

	cr_assert_not_null(bytes);
	cr_assert(snprintf(path, sizeof path, "%s/%s-%s.%s", folder, what, language == CPREVIEW_EN ? "en" : "zh", format->name) <
		  (int)sizeof path);
	f = fopen(path, "wb");
	cr_assert_not_null(f, "%s", path);
	cr_assert_eq(fwrite(bytes, 1, strlen(bytes), f), strlen(bytes));
	cr_assert_eq(fclose(f), 0);
	cpr_free(&cpr_mem_libc, bytes);
}

Test(render, fixtures_into_files)
{
	const char *folder = getenv("CPREVIEW_RENDER_DIR");
	static const char *const names[] = { "rich", "hostile", "clean", "unreadable" };
	cpreview_report *owned[4];
	const cpreview_report *reports[4];

	if (!folder)
		cr_skip_test("CPREVIEW_RENDER_DIR is not set");
	owned[0] = fixture_rich(&cpr_mem_libc);
	owned[1] = fixture_hostile(&cpr_mem_libc);
	owned[2] = fixture_clean(&cpr_mem_libc);
	owned[3] = fixture_unreadable(&cpr_mem_libc);
	for (size_t i = 0; i < 4; i++)
		reports[i] = owned[i];
	for (size_t i = 0; i < cpr_n_formats; i++) {
		for (int language = CPREVIEW_ZH; language <= CPREVIEW_EN; language++) {
			for (size_t k = 0; k < 4; k++)
				render(folder, cpr_formats[i], names[k], &reports[k], 1, language);
			render(folder, cpr_formats[i], "all", reports, 4, language);
		}
	}
	for (size_t i = 0; i < 4; i++)
		cpr_report_unref(owned[i]);
}

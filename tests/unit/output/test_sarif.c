/* SPDX-License-Identifier: Apache-2.0 */
/* The details; that the whole is SARIF is checked by tests/output/check-sarif. */
#include <criterion/criterion.h>

#include "fixture.h"
#include "output/sarif_index.h"

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, part)); p++)
		n++;
	return n;
}

static char *render(const cpreview_report *const *reports, size_t n, int language)
{
	char *out = fixture_render("sarif", reports, n, 0, language, 0);

	cr_assert_not_null(out);
	return out;
}

Test(sarif, kinds_and_levels)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc), *u = fixture_unreadable(&cpr_mem_libc);
	const cpreview_report *reports[2] = { r, u };
	char *out = render(reports, 2, CPREVIEW_EN);

	cr_assert_eq(count(out, "\"kind\": \"fail\",\n          \"level\": \"error\""), 1u);
	cr_assert_eq(count(out, "\"kind\": \"fail\",\n          \"level\": \"note\""), 2u); /* one of them waived */
	cr_assert_eq(count(out, "\"kind\": \"review\",\n          \"level\": \"none\""), 1u);
	cr_assert_eq(count(out, "\"kind\": \"open\",\n          \"level\": \"none\""), 1u);
	cr_assert_eq(count(out, "\"suppressions\""), 1u);
	cr_assert_eq(count(out, "\"executionSuccessful\": true"), 1u);
	cr_assert_eq(count(out, "\"executionSuccessful\": false"), 1u);
	cr_assert_eq(count(out, "\"id\": \"cpreview/cn/\""), 1u);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
	cpr_report_unref(u);
}

Test(sarif, names_become_uris)
{
	static const struct {
		struct cpr_str name;
		const char *uri;
		bool relative;
	} table[] = {
		{ LIT("a.xml"), "a.xml", true },
		{ LIT("./././a.xml"), "a.xml", true },
		{ LIT("../a b/春.xml"), "../a%20b/%E6%98%A5.xml", true },
		{ LIT("/abs/a.xml"), "file:///abs/a.xml", false },
		{ LIT("c:x\\y"), "c%3Ax%5Cy", true },
		{ LIT("http://h/a?b#c"), "http%3A//h/a%3Fb%23c", true },
		{ LIT("<memory>"), "%3Cmemory%3E", true },
		{ LIT("\xff\n"), "%FF%0A", true },
		{ LIT(""), "unnamed", true },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report r = { .input_name = table[i].name };
		const cpreview_report *reports[1] = { &r };
		struct cpr_output out = { .mem = &cpr_mem_libc, .reports = reports, .n_reports = 1 };
		struct cpr_sarif_index x;

		cr_assert(cpr_sarif_index_build(&x, &out));
		cr_assert_str_eq(x.artifacts.v[0].uri.p, table[i].uri);
		cr_assert_eq(x.artifacts.v[0].relative, table[i].relative, "row %zu", i);
		cpr_sarif_index_free(&x);
	}
}

/* The same rule from two loads of a ruleset, the same input twice, the same citation twice: each is listed once. */
Test(sarif, everything_is_listed_once)
{
	cpreview_report *a = fixture_rich(&cpr_mem_libc), *b = fixture_rich(&cpr_mem_libc), *c = fixture_clean(&cpr_mem_libc);
	const cpreview_report *reports[3] = { a, b, c };
	struct cpr_output out = { .mem = &cpr_mem_libc, .reports = reports, .n_reports = 3 };
	struct cpr_sarif_index x;

	cr_assert(cpr_sarif_index_build(&x, &out));
	cr_assert_eq(x.rules.n, 4u);
	cr_assert_eq(x.artifacts.n, 2u);
	cr_assert_eq(x.artifact_of[0], 0u);
	cr_assert_eq(x.artifact_of[1], 0u);
	cr_assert_eq(x.artifact_of[2], 1u);
	cr_assert_eq(x.taxa.n, 3u);
	cr_assert_eq(cpr_sarif_taxon(&x, &fixture_promise, 0), 0u);
	cr_assert_eq(cpr_sarif_taxon(&x, &fixture_promise, 1), 1u);
	cr_assert_eq(cpr_sarif_taxon(&x, &fixture_promise, 2), UINT32_MAX);
	cr_assert_eq(cpr_sarif_taxon(&x, &fixture_rate, 0), 1u);
	cpr_sarif_index_free(&x);
	cpr_report_unref(a);
	cpr_report_unref(b);
	cpr_report_unref(c);
}

Test(sarif, rule_names)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc);
	const cpreview_report *reports[1] = { r };
	char *out = render(reports, 1, CPREVIEW_ZH);

	cr_assert_eq(count(out, "\"name\": \"CnKnowNoGuaranteedReturn\""), 1u);
	cr_assert_eq(count(out, "\"language\": \"zh-CN\""), 1u);
	cr_assert_eq(count(out, "\"text\": \"广告法 第九条第（三）项\""), 1u);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

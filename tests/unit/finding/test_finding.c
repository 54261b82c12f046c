/* SPDX-License-Identifier: Apache-2.0 */
#include "failmem.h"
#include "finding_fixture.h"

static const struct {
	const char *template_text, *filled;
} templates[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "{a}", "one" },
	{ "x{a}y{b}z", "xoneytwo wordsz" },
	{ "{a}{a}", "oneone" },
	{ "{none}", "?" },
	{ "{}", "?" },
	{ "{{a}}", "{a}" },
	{ "{{{a}}}", "{one}" },
	{ "{{{{", "{{" },
	{ "open {a", "open {a" },
	{ "close a}", "close a}" },
	{ "}}", "}" },
	{ "{a b}", "?" },
	{ "{brace}", "{a}" }, /* what a value holds is text */
	{ "{twice}", "first" },
	{ "费率{b}。", "费率two words。" },
	{ "[{blank}]", "[]" },
};

Test(finding, templates)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	cpr_finding_evidence(r, f, S("a"), S("one"), "text");
	cpr_finding_evidence(r, f, S("b"), S(" \n two \t\r\n\twords "), "text");
	cpr_finding_evidence(r, f, S("brace"), S("{a}"), "text");
	cpr_finding_evidence(r, f, S("twice"), S("first"), "text");
	cpr_finding_evidence(r, f, S("twice"), S("second"), "text");
	cpr_finding_evidence(r, f, S("blank"), S(" \n"), "text");
	for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
		struct cpr_str filled = cpr_finding_fill(r, f, cpr_str_of(templates[i].template_text), CPREVIEW_ZH);

		cr_assert_not_null(filled.p);
		cr_assert_str_eq(filled.p, templates[i].filled, "%s gives %s", templates[i].template_text, filled.p);
		cr_assert_eq(filled.n, strlen(filled.p));
	}
	cpr_report_unref(r);
}

Test(finding, long_values_are_cut_in_messages_only)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	for (size_t n = 199; n <= 201; n++) {
		char value[3 * 201];
		struct cpr_str filled;

		for (size_t i = 0; i < n; i++)
			memcpy(value + 3 * i, "客", 3);
		f->n_evidence = 0;
		f->evidence = NULL;
		cpr_finding_evidence(r, f, S("v"), (struct cpr_str){ value, 3 * n }, "text");
		cr_assert_eq(f->evidence[0].value.n, 3 * n);
		filled = cpr_finding_fill(r, f, S("{v}"), CPREVIEW_ZH);
		cr_assert_eq(cpr_str_chars(filled), n <= 200 ? n : 201);
		cr_assert_eq(strcmp(filled.p + filled.n - 3, "…") == 0, n > 200);
	}
	cpr_report_unref(r);
}

Test(finding, many_places_and_words_are_kept_in_order)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	for (char i = 0; i < 100; i++) {
		char text[1] = { i };
		struct cpr_str s = { text, 1 };

		cr_assert_not_null(cpr_finding_relate(r, f, s, s));
		cr_assert_not_null(cpr_finding_evidence(r, f, s, s, "text"));
	}
	cr_assert_eq(f->n_related, 100u);
	cr_assert_eq(f->n_evidence, 100u);
	for (char i = 0; i < 100; i++) {
		cr_assert_eq(f->related[(size_t)i].label.zh.p[0], i);
		cr_assert(!f->related[(size_t)i].where.known);
		cr_assert_eq(f->evidence[(size_t)i].value.p[0], i);
	}
	cpr_report_unref(r);
}

/* What comes after a limit or after memory ran out must be harmless. */
Test(finding, a_finding_that_is_not)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

	cr_assert_null(cpr_finding_relate(r, NULL, S("a"), S("b")));
	cr_assert_null(cpr_finding_evidence(r, NULL, S("a"), S("b"), "text"));
	cr_assert_eq(cpr_finding_fill(r, NULL, S("a"), CPREVIEW_ZH).n, 0u);
	cpr_finding_place(r, NULL, NULL, (struct cpr_src){ 0, 0 }, CPR_NO_NODE, CPR_NO_NODE);
	cr_assert(!r->failed);
	cpr_report_unref(r);
}

static void build(cpreview_report *r)
{
	cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	for (int i = 0; i < 5; i++) {
		cpr_finding_relate(r, f, S("相关"), S("related"));
		cpr_finding_evidence(r, f, S("name"), S("value"), "text");
	}
	if (f)
		f->message.zh = cpr_finding_fill(r, f, S("这里是{name}，不是{other}，文字要长一些才会再分配一次内存，所以再写一点{name}{name}"), CPREVIEW_ZH);
}

Test(finding, every_failed_allocation_is_noticed)
{
	bool failed = true;

	for (size_t at = 0; failed; at++) {
		struct failmem fm = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&fm);
		cpreview_report *r = cpr_report_new(&mem, NULL);

		cr_assert(at < 1000);
		if (r) {
			build(r);
			failed = r->failed;
			cr_assert_eq(failed, fm.calls > at);
		}
		cpr_report_unref(r);
		cr_assert_eq(fm.live, 0u);
	}
}

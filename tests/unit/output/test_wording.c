/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "output/wording.h"

static const struct cpr_law law = { .zh = { "广告法", 9 }, .en = { "Advertising Law", 15 } };
static const struct cpr_law untranslated = { .zh = { "广告法", 9 } };

static const struct {
	const char *article;
	const char *zh, *foreign, *en;
} table[] = {
	{ "", "广告法", "广告法", "Advertising Law" },
	{ "9", "广告法 第九条", "广告法 9", "Advertising Law, art. 9" },
	{ "9(3)", "广告法 第九条第（三）项", "广告法 9(3)", "Advertising Law, art. 9(3)" },
	{ "25(1)(2)", "广告法 第二十五条第一款第（二）项", "广告法 25(1)(2)", "Advertising Law, art. 25(1)(2)" },
	{ "10", "广告法 第十条", NULL, NULL },
	{ "11", "广告法 第十一条", NULL, NULL },
	{ "20", "广告法 第二十条", NULL, NULL },
	{ "100", "广告法 第一百条", NULL, NULL },
	{ "105", "广告法 第一百零五条", NULL, NULL },
	{ "110", "广告法 第一百一十条", NULL, NULL },
	{ "1005", "广告法 第一千零五条", NULL, NULL },
	{ "1050", "广告法 第一千零五十条", NULL, NULL },
	{ "1260", "广告法 第一千二百六十条", NULL, NULL },
	{ "9999", "广告法 第九千九百九十九条", NULL, NULL },
	{ "496-498", "广告法 第四百九十六条至第四百九十八条", NULL, "Advertising Law, arts. 496-498" },
	{ "9, 12(1)", "广告法 第九条、第十二条第（一）项", NULL, "Advertising Law, arts. 9, 12(1)" },
	/* anything else stands as it is */
	{ "10000", "广告法 10000", NULL, "Advertising Law, 10000" },
	{ "0", "广告法 0", NULL, "Advertising Law, 0" },
	{ "09", "广告法 09", NULL, NULL },
	{ "9()", "广告法 9()", NULL, NULL },
	{ "9(", "广告法 9(", NULL, NULL },
	{ "9(a)", "广告法 9(a)", NULL, NULL },
	{ "9(1)(2)(3)", "广告法 9(1)(2)(3)", NULL, NULL },
	{ "9-", "广告法 9-", NULL, NULL },
	{ "9,", "广告法 9,", NULL, NULL },
	{ "9 ", "广告法 9 ", NULL, NULL },
	{ "3.5.5R", "广告法 3.5.5R", NULL, "Advertising Law, 3.5.5R" },
	{ "第十六条第二款", "广告法 第十六条第二款", "广告法 第十六条第二款", "Advertising Law, 第十六条第二款" },
};

static void expect(const struct cpr_basis *basis, int language, bool chinese, const char *expected)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	if (!expected)
		return;
	cpr_wording_cite(&b, basis, language, chinese);
	cr_assert_str_eq(b.p, expected);
	cpr_strbuf_free(&b);
}

Test(wording, citations)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cpr_basis basis = { .law = &law, .article = cpr_str_of(table[i].article) };

		expect(&basis, CPREVIEW_ZH, true, table[i].zh);
		expect(&basis, CPREVIEW_ZH, false, table[i].foreign);
		expect(&basis, CPREVIEW_EN, true, table[i].en);
	}
}

Test(wording, a_title_in_one_language_only)
{
	struct cpr_basis basis = { .law = &untranslated, .article = CPR_STR("9") };

	expect(&basis, CPREVIEW_EN, true, "广告法, art. 9");
}

Test(wording, confirmed_only_if_law_and_citation_are)
{
	for (int i = 0; i < 4; i++) {
		struct cpr_law l = { .evidence = i & 1 ? CPR_EVIDENCE_UNVERIFIED : CPR_EVIDENCE_CONFIRMED };
		struct cpr_basis b = { .law = &l, .evidence = i & 2 ? CPR_EVIDENCE_UNVERIFIED : CPR_EVIDENCE_CONFIRMED };

		cr_assert_eq(cpr_wording_confirmed(&b), i == 0);
	}
}

Test(wording, chinese_law_only_if_all_rulesets_hold_it)
{
	struct cpr_report_ruleset sets[2] = { { .jurisdiction = { "CN", 2 } }, { .jurisdiction = { "UK", 2 } } };
	cpreview_report r = { .rulesets = sets };

	cr_assert(!cpr_wording_chinese_law(&r));
	r.n_rulesets = 1;
	cr_assert(cpr_wording_chinese_law(&r));
	r.n_rulesets = 2;
	cr_assert(!cpr_wording_chinese_law(&r));
}

Test(wording, every_value_has_a_word_in_both_languages)
{
	for (int language = CPREVIEW_ZH; language <= CPREVIEW_EN; language++) {
		for (int i = CPREVIEW_VERDICT_INCOMPLETE; i <= CPREVIEW_VERDICT_FAIL; i++)
			cr_assert_str_neq(cpr_wording_verdict(i, language), "?");
		for (int i = 0; i < CPREVIEW_DISPOSITIONS; i++)
			cr_assert_str_neq(cpr_wording_disposition(i, language), "?");
		for (int i = 1; i <= 3; i++) {
			cr_assert_str_neq(cpr_wording_severity(i, language), "?");
			cr_assert_str_neq(cpr_wording_confidence(i, language), "?");
		}
		for (int i = CPREVIEW_RIGHT_NONE; i <= CPREVIEW_RIGHT_RESPECT; i++)
			cr_assert_str_neq(cpr_wording_right(i, language), "?");
		cr_assert_str_eq(cpr_wording_severity(0, language), "?");
		cr_assert_str_eq(cpr_wording_right(9, language), "?");
		cr_assert_str_eq(cpr_wording_verdict(-1, language), "?");
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "fixture.h"

static char *render(cpreview_report *r, uint32_t flags, int language, int show)
{
	const cpreview_report *reports[1] = { r };
	char *out = fixture_render("text", reports, 1, flags, language, show);

	cr_assert_not_null(out);
	return out;
}

static void expect(cpreview_report *r, uint32_t flags, int language, int show, const char *expected)
{
	char *out = render(r, flags, language, show);

	cr_assert_str_eq(out, expected, "\n%s", out);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(text_report, in_english)
{
	expect(fixture_rich(&cpr_mem_libc), 0, CPREVIEW_EN, 0,
	       "campaigns/春季 促销#1.xml: note [cn.respect.tone] the tone could be better\n"
	       "\n"
	       "campaigns/春季 促销#1.xml:12:12: error [cn.know.no-guaranteed-return] the copy \"稳赚不赔\" promises a return\n"
	       "   12 | \t\t<body>本产品稳赚不赔！</body>\n"
	       "      | \t\t            ^^^^^^^^\n"
	       "        remedy: Remove the promise and state the risk.\n"
	       "        law: Advertising Law, art. 9(3) (confirmed)\n"
	       "        law: Measures on consumer protection by banks and insurers, art. 22 (unverified: 条号凭记忆)\n"
	       "        law: Advertising Law, art. 9(3) (confirmed)\n"
	       "        related: campaigns/春季 促销#1.xml:5:22 the product's risk level\n"
	       "        evidence: risk-level = R4\n"
	       "\n"
	       "To be reviewed by a person\n"
	       "campaigns/春季 促销#1.xml:5:3: note [cn.know.apr-stated] no annual rate was found\n"
	       "\n"
	       "Waived\n"
	       "campaigns/春季 促销#1.xml: note [cn.respect.tone] judge the tone\n"
	       "\n"
	       "campaigns/春季 促销#1.xml: fail\n"
	       "  findings: 1 error, 0 warnings, 1 note, 1 to review, 0 not checked, 1 waived\n"
	       "  rules: 0 passed, 2 failed, 1 to review, 1 not applicable, 0 not checked, 0 waived\n"
	       "  ruleset: cn 1.2.0\n"
	       "  as of: 2026-11-24 (from the campaign)\n");
}

Test(text_report, in_chinese_with_a_level)
{
	expect(fixture_rich(&cpr_mem_libc), 0, CPREVIEW_ZH, CPREVIEW_WARNING,
	       "campaigns/春季 促销#1.xml:12:12: 错误 [cn.know.no-guaranteed-return] 文案“稳赚不赔”承诺保本保收益\n"
	       "   12 | \t\t<body>本产品稳赚不赔！</body>\n"
	       "      | \t\t            ^^^^^^^^\n"
	       "        整改：删除该承诺，并写明风险。\n"
	       "        依据：广告法 第九条第（三）项（已核实）\n"
	       "        依据：银行保险机构消费者权益保护管理办法 第二十二条（待核实：条号凭记忆）\n"
	       "        依据：广告法 第九条第（三）项（已核实）\n"
	       "        相关：campaigns/春季 促销#1.xml:5:22 产品的风险等级\n"
	       "        证据：risk-level = R4\n"
	       "\n"
	       "campaigns/春季 促销#1.xml：不通过\n"
	       "  问题：错误 1，警告 0，提示 1，待人工复核 1，未检查 0，已豁免 1，其中低于显示级别而未列出 3\n"
	       "  规则：通过 0，未通过 2，待复核 1，不适用 1，未检查 0，已豁免 0\n"
	       "  规则集：cn 1.2.0\n"
	       "  适用日期：2026-11-24（取自活动文件）\n");
}

Test(text_report, an_input_that_could_not_be_read)
{
	expect(fixture_unreadable(&cpr_mem_libc), 0, CPREVIEW_EN, CPREVIEW_SEVERITY_ERROR,
	       "INCOMPLETE: the following was not checked; this report must not be read as a pass\n"
	       "missing.xml: not checked [input.unreadable] the file cannot be read: no such file\n"
	       "        remedy: Check the path, its permissions and that it is a regular file, then review again.\n"
	       "\n"
	       "missing.xml: incomplete\n"
	       "  findings: 0 errors, 0 warnings, 0 notes, 0 to review, 1 not checked, 0 waived\n"
	       "  rules: 0 passed, 0 failed, 0 to review, 0 not applicable, 0 not checked, 0 waived\n"
	       "  as of: not given\n");
}

Test(text_report, all_rules_on_request)
{
	static const char expected[] = "All rules\n  passed [cn.know.no-guaranteed-return] No promise of a guaranteed return\n\n";
	cpreview_report *r = fixture_clean(&cpr_mem_libc);
	char *out = render(r, CPREVIEW_OUTPUT_ALL_RULES, CPREVIEW_EN, 0);

	cr_assert_eq(strncmp(out, expected, sizeof expected - 1), 0, "%s", out);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
	r = fixture_rich(&cpr_mem_libc);
	out = render(r, CPREVIEW_OUTPUT_ALL_RULES, CPREVIEW_ZH, 0);
	cr_assert_not_null(strstr(out, "  不适用 [cn.x"));
	cr_assert_not_null(strstr(out, "：没有贷款产品\n"));
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(text_report, colors_only_by_flag)
{
	cpreview_report *r = fixture_rich(&cpr_mem_libc);
	char *plain = render(r, 0, CPREVIEW_EN, 0), *colored = render(r, CPREVIEW_OUTPUT_COLOR, CPREVIEW_EN, 0), *p = plain;

	cr_assert_null(strchr(plain, '\033'));
	cr_assert_not_null(strstr(colored, "\033[1;31merror\033[0m"));
	/* without its colours it is the plain one */
	for (const char *c = colored; *c; c++) {
		if (*c == '\033') {
			c += strcspn(c, "m");
			continue;
		}
		cr_assert_eq(*c, *p++);
	}
	cr_assert_eq(*p, '\0');
	cpr_free(&cpr_mem_libc, plain);
	cpr_free(&cpr_mem_libc, colored);
	cpr_report_unref(r);
}

/* Also hostile text cannot add a line, so a finding cannot be forged. */
Test(text_report, hostile_text_stays_on_its_line)
{
	cpreview_report *r = fixture_hostile(&cpr_mem_libc);
	char *out = render(r, 0, CPREVIEW_EN, 0);
	size_t headlines = 0;

	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n"))
		headlines += strstr(line, "\\xFF\\xC0\\xAF") == line + 5;
	/* two findings, one rule, the verdict */
	cr_assert_eq(headlines, 4u);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(text_report, incomplete_comes_first)
{
	cpreview_report *r = fixture_hostile(&cpr_mem_libc);
	char *out = render(r, 0, CPREVIEW_ZH, 0);
	const char *heading = strstr(out, "审查未完成"), *problem = strstr(out, "[spec.unknown-element]"),
		   *rule = strstr(out, "[cn.know.apr-stated]"), *finding = strstr(out, ": 错误 [");

	cr_assert(heading == out && heading < problem && problem < rule && rule < finding);
	cr_assert_not_null(strstr(problem, "（字节偏移 99）\n"));
	cr_assert_not_null(strstr(out, "还有 2 处\n"));
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(text_report, rules_that_stopped_alike_share_a_line)
{
	static const struct cpr_text2 lost = { LIT("文件无法解析"), LIT("the document could not be parsed") };
	static const struct cpr_text2 slow = { LIT("超出步数"), LIT("too many steps") };
	cpreview_report *r = fixture_new(&cpr_mem_libc, S("a.xml"));
	char *out;

	fixture_result(r, &fixture_promise, CPREVIEW_NOT_CHECKED, lost);
	fixture_result(r, &fixture_rate, CPREVIEW_NOT_CHECKED, lost);
	fixture_result(r, &fixture_tone, CPREVIEW_NOT_CHECKED, lost);
	fixture_result(r, &fixture_tone, CPREVIEW_NOT_CHECKED, slow);
	fixture_result(r, &fixture_tone, CPREVIEW_ERROR, slow);
	r = fixture_finish(r);
	out = render(r, 0, CPREVIEW_EN, CPREVIEW_SEVERITY_ERROR);
	cr_assert_not_null(strstr(out, "a pass\na.xml: not checked [cn.know.no-guaranteed-return] and 2 more rules: the document could "
				       "not be parsed\n\na.xml: not checked [cn.respect.tone] too many steps\n\n"
				       "a.xml: rule at fault [cn.respect.tone] too many steps\n\na.xml: incomplete\n"), "%s", out);
	cpr_free(&cpr_mem_libc, out);
	out = render(r, 0, CPREVIEW_ZH, 0);
	cr_assert_not_null(strstr(out, "未检查 [cn.know.no-guaranteed-return] 及其后 2 条规则：文件无法解析\n"), "%s", out);
	cpr_free(&cpr_mem_libc, out);
	cpr_report_unref(r);
}

Test(text_report, three_reports_in_one)
{
	cpreview_report *a = fixture_clean(&cpr_mem_libc), *b = fixture_unreadable(&cpr_mem_libc);
	const cpreview_report *reports[3] = { a, b, a };
	char *all = fixture_render("text", reports, 3, 0, CPREVIEW_EN, 0), *one = render(a, 0, CPREVIEW_EN, 0),
	     *two = render(b, 0, CPREVIEW_EN, 0);
	struct cpr_strbuf expected = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_addf(&expected, "%s\n%s\n%s", one, two, one);
	cr_assert_str_eq(all, expected.p);
	cpr_strbuf_free(&expected);
	cpr_free(&cpr_mem_libc, all);
	cpr_free(&cpr_mem_libc, one);
	cpr_free(&cpr_mem_libc, two);
	cpr_report_unref(a);
	cpr_report_unref(b);
}

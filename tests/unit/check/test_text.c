/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the check kind `text`. */
#include "whole.h"

#define TEXT(attrs, what) RULES(RULE_AS("t.a", "", "[{match}]", "<text" attrs ">" what "</text>"))
#define TWO(a, b) CAMPAIGN(MATERIAL("<body>" a "</body><body>" b "</body>"))

Test(text, each_match_is_a_finding)
{
	WHOLE_EXPECT(whole_find(TEXT("", "<term>保本</term>"),
				"<campaign xmlns='urn:cpreview:campaign:1' id='c'>\n" MATERIAL(
					"\n<body>保本保息，\n 保<em>本</em></body>") "</campaign>"),
		     "t.a fail 3:7-9 [保本]\nt.a fail 4:2-8 [保本]");
	WHOLE_EXPECT(whole_outcome(TEXT("", "<term>保本</term>"), TWO("保本，保本", "无")), "fail: 1 pass, 2 fail");
	WHOLE_EXPECT(whole_outcome(TEXT("", "<term>保本</term>"), TWO("无", "无")), "pass: 2 pass");
	/* copy that is empty was looked at too */
	WHOLE_EXPECT(whole_outcome(TEXT("", "<term>保本</term>"), COPY("")), "pass: 1 pass");
	/* what is the matter is in the message as the campaign has it */
	WHOLE_EXPECT(whole_find(TEXT("", "<term>no risk</term>"), COPY("ＮＯ  Ｒisk！")),
		     "t.a fail 1:130-138 [ＮＯ Ｒisk]");
}

Test(text, nothing_to_look_at)
{
	WHOLE_EXPECT(whole_outcome(TEXT("", "<term>保本</term>"), CAMPAIGN("<plan/>")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
	WHOLE_EXPECT(whole_outcome(TEXT(" in='headline'", "<term>保本</term>"), COPY("保本")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

Test(text, blocks)
{
	static const char copy[] = CAMPAIGN(MATERIAL(
		"<headline>保本一</headline><body>保本二</body><disclosure>保本三</disclosure>") "<terms><clause id='k'>保本四</clause></terms>");

	WHOLE_EXPECT(whole_matches(TEXT("", "<pattern>保本.</pattern>"), copy), "{保本一}{保本二}{保本三}{保本四}");
	WHOLE_EXPECT(whole_matches(TEXT(" in='headline'", "<pattern>保本.</pattern>"), copy), "{保本一}");
	WHOLE_EXPECT(whole_matches(TEXT(" in=' clause  body '", "<pattern>保本.</pattern>"), copy), "{保本二}{保本四}");
	WHOLE_EXPECT(whole_outcome(TEXT(" in='clause body'", "<pattern>保本.</pattern>"), copy), "fail: 2 fail");
	WHOLE_EXPECT(whole_outcome(TEXT(" in='clause body'", "<pattern>保息.</pattern>"), copy), "pass: 2 pass");
}

Test(text, selection)
{
	static const char copy[] = CAMPAIGN(
		"<materials><material id='m' kind='poster' placement='paid'><headline>保本一</headline><body>保本二</body></material>"
		"<material id='n' kind='sms'><body>保本三</body></material></materials><terms><section><clause id='k'>保本四<clause id='l'>保本五</clause>"
		"保本六</clause></section></terms>");
	static const struct {
		const char *attrs, *found;
	} cases[] = {
		{ " select='//material'", "{保本一}{保本二}{保本三}" },
		{ " select='//material[@placement = \"paid\"]'", "{保本一}{保本二}" },
		{ " select='//body'", "{保本二}{保本三}" },
		{ " select='//body' in='headline'", "" },
		{ " select='//material' in='body'", "{保本二}{保本三}" },
		{ " select='//prize'", "" },
		/* nested ones: an inner node, and what stands behind it in the outer one */
		{ " select='//clause'", "{保本四}{保本五}{保本六}" },
		{ " select='//clause[@id = \"l\"]'", "{保本五}" },
		{ " select='//clause[clause]'", "{保本四}{保本五}{保本六}" },
		{ " select='//section'", "{保本四}{保本五}{保本六}" },
		{ " select='/campaign'", "{保本一}{保本二}{保本三}{保本四}{保本五}{保本六}" },
		/* attributes stand for their elements */
		{ " select='//clause/@id'", "{保本四}{保本五}{保本六}" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(&b, "%s<text%s><pattern>保本.</pattern></text>%s</rule></ruleset>",
				RULES_OPEN LAW RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS, cases[i].attrs, EXAMPLES);
		WHOLE_EXPECT(whole_matches(b.p, copy), cases[i].found, "%s", cases[i].attrs);
		cpr_strbuf_free(&b);
	}
}

/* Where matches overlap one finding is enough; one that is excused does not count. */
Test(text, overlapping)
{
	WHOLE_EXPECT(whole_matches(TEXT("", "<term>保本</term><term>保本保息</term><pattern>本保.</pattern>"),
				   COPY("保本保息，保本")),
		     "{保本保息}{保本}");
	WHOLE_EXPECT(
		whole_matches(
			TEXT("", "<term>保本保息</term><term>保息</term><except><after><term>者</term></after></except>"
				 "<except><around><term>保本保息</term></around></except>"),
			COPY("保本保息，保息")),
		"{保息}");
	/* the long one is excused, the short one in it is not */
	WHOLE_EXPECT(
		whole_matches(
			TEXT("",
			     "<term>甲保本</term><term>保本</term><except><before><pattern>^\\z|不\\z</pattern></before></except>"),
			COPY("不甲保本")),
		"{保本}");
}

Test(text, captures)
{
	WHOLE_EXPECT(
		whole_find(
			RULES(RULE_AS(
				"t.a", "", "{rate} of {match} ({unit})",
				"<text><pattern>年化(?&lt;rate>\\d+(?:\\.\\d+)?)(?&lt;unit>%|‰)?</pattern><term>高息</term></text>")),
			COPY("年化<em>３．５</em>％，年化4，高息")),
		"t.a fail 1:130-145 ３．５ of 年化３．５％ (％)\n  rate = ３．５\n  unit = ％\n"
		"t.a fail 1:146-149 4 of 年化4 (?)\n  rate = 4\n"
		"t.a fail 1:150-152 ? of 高息 (?)");
}

Test(text, matched_and_folded)
{
	cpreview_ruleset *rs = whole_rules(TEXT("", "<term>NO RISK</term>"));
	cpreview_campaign *c = whole_campaign(COPY("Ｎｏ&#x200B; <!-- -->Ｒisk"));
	cpreview_report *r = whole_review_as(rs, c, NULL);

	cr_assert_eq(r->findings.n, 1);
	cr_expect(cpr_str_is(r->findings.v[0]->matched, "no risk"));
	cr_expect(cpr_str_is(r->findings.v[0]->evidence[0].value, "Ｎｏ\u200b Ｒisk"));
	cr_expect(cpr_str_is(r->findings.v[0]->where.excerpt, "Ｎｏ&#x200B; <!-- -->Ｒisk"));
	cr_expect_str_eq(r->findings.v[0]->evidence[0].type, "text");
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* What could not be searched to its end counts as nothing that passed. */
Test(text, incomplete)
{
	static const struct {
		uint32_t candidates, unit_bytes, steps;
		const char *outcome, *why;
	} cases[] = {
		{ 1, 65536, 1000000, "not-checked: 1 not-checked; limit candidates", "limit candidates" },
		{ 100, 11, 1000000, "not-checked: 1 fail, 1 not-checked; limit match_steps or unit_bytes",
		  "limit match_steps or unit_bytes" },
		{ 100, 65536, 0, "not-checked: 1 not-checked; limit expr_steps", "limit expr_steps" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		cpreview_ruleset *rs =
			whole_rules(TEXT(" select='//material[@kind = \"poster\"]'", "<pattern>本.</pattern>"));
		cpreview_campaign *c = whole_campaign(TWO("本一", "无本二无"));
		cpreview_report *r;

		c->limits.candidates = cases[i].candidates;
		c->limits.unit_bytes = cases[i].unit_bytes;
		c->limits.expr_steps = cases[i].steps;
		r = whole_review_as(rs, c, NULL);
		WHOLE_EXPECT(whole_result(r, "t.a"), cases[i].outcome);
		cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
		cr_expect(strstr(whole_findings(r), cases[i].why));
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
	}
}

/* A selection of many nodes, and copy outside of all of them: asking each block for each node would take minutes. */
Test(text, many_selected_nodes)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	cpreview_ruleset *rs = whole_rules(TEXT(" select='//material[@kind = \"poster\"]'", "<term>本</term>"));
	cpreview_campaign *c;
	cpreview_report *r;

	cpr_strbuf_addz(&b, "<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials>");
	for (int i = 0; i < 20000; i++)
		cpr_strbuf_addf(&b, "<material id='m%d' kind='poster'/>", i);
	cpr_strbuf_addz(&b, "</materials><terms>");
	for (int i = 0; i < 20000; i++)
		cpr_strbuf_addf(&b, "<clause id='c%d'>本</clause>", i);
	cpr_strbuf_addz(&b, "</terms></campaign>");
	c = whole_campaign(b.p);
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(whole_result(r, "t.a"), "not-applicable:; the campaign has nothing that the rule looks at");
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	cpr_strbuf_free(&b);
}

/* A material that names thousands of products and holds thousands of blocks: its products are looked up once. */
Test(text, many_products_of_a_material)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	cpreview_ruleset *rs =
		whole_rules(RULES(RULE_AS("t.a", "", "m", "<applies products='loan'/><text><term>本</term></text>")));
	cpreview_campaign *c;
	cpreview_report *r;

	cpr_strbuf_addz(
		&b,
		"<campaign xmlns='urn:cpreview:campaign:1' id='c'><plan><product id='l' kind='loan' name='n'/><product id='p' kind='fund' name='n'/></plan>"
		"<materials><material id='m' kind='poster' products='");
	for (int i = 0; i < 20000; i++)
		cpr_strbuf_addz(&b, "p ");
	cpr_strbuf_addz(&b, "l'>");
	for (int i = 0; i < 20000; i++)
		cpr_strbuf_addz(&b, "<body>无</body>");
	cpr_strbuf_addz(&b, "</material></materials></campaign>");
	c = whole_campaign(b.p);
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(whole_result(r, "t.a"), "pass: 20000 pass");
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	cpr_strbuf_free(&b);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of applicability: which campaigns and which of their materials a rule looks at, and the reason when none. */
#include "ruleset/applies.h"

#include "whole.h"

#define APPLIES(attrs) RULES(RULE("t.a", "<applies " attrs "/><text><term>本</term></text>"))
#define PLAIN RULES(RULE("t.a", "<text><term>本</term></text>"))

#define LOAN "<product id='p' kind='loan' name='n'/>"
#define FUND "<product id='q' kind='fund' name='n'/>"
#define POSTER(more, text) "<material id='m" text "' kind='poster'" more "><body>本" text "</body></material>"
#define SMS(more, text) "<material id='m" text "' kind='sms'" more "><body>本" text "</body></material>"

static const char looked[] = "fail: 1 fail";

struct applies_case {
	const char *rules, *campaign, *outcome;
};

Test(applies, campaigns)
{
	static const char other_kind[] = "not-applicable: 1 not-applicable; the campaign is of another kind";
	static const char other_purpose[] = "not-applicable: 1 not-applicable; the campaign has another purpose";
	static const char no_product[] =
		"not-applicable: 1 not-applicable; the campaign has no product of the kinds concerned";
	static const char no_channel[] =
		"not-applicable: 1 not-applicable; the campaign uses none of the channels concerned";
	static const char no_material[] =
		"not-applicable: 1 not-applicable; the campaign has no material of the kinds concerned";
	static const char no_segment[] =
		"not-applicable: 1 not-applicable; the campaign does not address the groups concerned";
	static const char elsewhere[] = "not-applicable: 1 not-applicable; the campaign is under another jurisdiction";
	static const struct applies_case cases[] = {
		{ PLAIN, COPY("本"), looked },
		{ PLAIN,
		  "<campaign xmlns='urn:cpreview:campaign:1' id='c' kind='coupon'>" MATERIAL(
			  "<body>本</body>") "</campaign>",
		  looked },
		{ PLAIN,
		  "<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='EU' kind='coupon'>" MATERIAL(
			  "<body>本</body>") "</campaign>",
		  elsewhere },
		{ APPLIES("kinds='coupon quiz'"), COPY("本"), looked },
		{ APPLIES("kinds='quiz'"), COPY("本"), other_kind },
		/* a purpose that is not stated switches nothing off */
		{ APPLIES("purposes='marketing'"), COPY("本"), looked },
		{ APPLIES("purposes='marketing'"), CAMPAIGN_AS(" purpose='marketing'", MATERIAL("<body>本</body>")),
		  looked },
		{ APPLIES("purposes='education'"), CAMPAIGN_AS(" purpose='marketing'", MATERIAL("<body>本</body>")),
		  other_purpose },
		{ APPLIES("products='loan'"), CAMPAIGN("<plan>" LOAN "</plan>" MATERIAL("<body>本</body>")), looked },
		{ APPLIES("products='loan'"), CAMPAIGN("<plan>" FUND LOAN "</plan>" MATERIAL("<body>本</body>")),
		  looked },
		{ APPLIES("products='loan'"), CAMPAIGN("<plan>" FUND "</plan>" MATERIAL("<body>本</body>")),
		  no_product },
		{ APPLIES("products='loan'"), COPY("本"), no_product },
		{ APPLIES("channels='sms'"),
		  CAMPAIGN("<plan><channel id='h' kind='sms'/></plan>" MATERIAL("<body>本</body>")), looked },
		{ APPLIES("channels='sms'"),
		  CAMPAIGN("<plan><channel id='h' kind='push'/></plan>" MATERIAL("<body>本</body>")), no_channel },
		{ APPLIES("materials='poster'"), COPY("本"), looked },
		{ APPLIES("materials='sms'"), COPY("本"), no_material },
		{ APPLIES("segments='elderly'"),
		  CAMPAIGN("<plan><audience><segment id='s' kind='elderly'/></audience></plan>" MATERIAL(
			  "<body>本</body>")),
		  looked },
		{ APPLIES("segments='elderly'"),
		  CAMPAIGN("<plan><audience><segment id='s' kind='minors'/></audience></plan>" MATERIAL(
			  "<body>本</body>")),
		  no_segment },
		/* a segment that is kept out is not addressed */
		{ APPLIES("segments='elderly'"),
		  CAMPAIGN(
			  "<plan><audience><segment id='s' kind='elderly' excluded='true'/></audience></plan>" MATERIAL(
				  "<body>本</body>")),
		  no_segment },
		{ APPLIES("segments='elderly'"),
		  CAMPAIGN(
			  "<plan><audience><segment id='s' kind='elderly' excluded='false'/></audience></plan>" MATERIAL(
				  "<body>本</body>")),
		  looked },
		/* all that is given must hold; the first that does not is the reason */
		{ APPLIES("kinds='coupon' products='loan'"), COPY("本"), no_product },
		{ APPLIES("kinds='quiz' products='loan'"), COPY("本"), other_kind },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		WHOLE_EXPECT(whole_outcome(cases[i].rules, cases[i].campaign), cases[i].outcome, "%zu: %s", i,
			     cases[i].campaign);
}

Test(applies, when)
{
	static const char not_so[] =
		"not-applicable: 1 not-applicable; the rule's condition does not hold for the campaign";
	static const struct applies_case cases[] = {
		{ APPLIES("when='//product/@kind = \"loan\"'"),
		  CAMPAIGN("<plan>" LOAN "</plan>" MATERIAL("<body>本</body>")), looked },
		{ APPLIES("when='//product/@kind = \"loan\"'"),
		  CAMPAIGN("<plan>" FUND "</plan>" MATERIAL("<body>本</body>")), not_so },
		/* what is not stated must not switch a rule off */
		{ APPLIES("when='//product/@min-amount &gt; 10'"),
		  CAMPAIGN("<plan>" FUND "</plan>" MATERIAL("<body>本</body>")), looked },
		{ APPLIES("when='as-of() &lt; date(\"2020-01-01\")'"), COPY("本"), looked },
		{ APPLIES("when='not(//product)'"), CAMPAIGN("<plan>" FUND "</plan>" MATERIAL("<body>本</body>")),
		  not_so },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		WHOLE_EXPECT(whole_outcome(cases[i].rules, cases[i].campaign), cases[i].outcome, "%zu: %s", i,
			     cases[i].campaign);
}

/* A condition at fault is no answer at all: the rule is not run, and not silent. */
Test(applies, when_cannot_be_told)
{
	static const char divide[] = APPLIES("when='1 div //product/@min-amount &gt; 1'");
	static const char zero[] = CAMPAIGN(
		"<plan><product id='p' kind='loan' name='n' min-amount='0'/></plan>" MATERIAL("<body>本</body>"));
	cpreview_ruleset *rs = whole_rules(divide);
	cpreview_campaign *c = whole_campaign(zero);
	cpreview_report *r = whole_review_as(rs, c, NULL);

	WHOLE_EXPECT(whole_result(r, "t.a"), "error: 1 error; division by zero");
	cr_expect_eq(r->findings.n, 1);
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cpr_report_unref(r);

	c->limits.expr_steps = 1;
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(whole_result(r, "t.a"), "not-checked: 1 not-checked; limit expr_steps or match_steps");
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* Of the materials only those that are meant; copy outside materials is meant unless kinds of material are named. */
Test(applies, materials)
{
#define MANY(plan, body) \
	CAMPAIGN("<plan>" plan "</plan><materials>" body "</materials><terms><clause id='k'>本款</clause></terms>")
#define CHANNELS "<channel id='h' kind='sms'/><channel id='g' kind='push'/>"
	static const struct {
		const char *rules, *campaign, *found;
	} cases[] = {
		{ PLAIN, MANY("", POSTER("", "一") SMS("", "二")), "{本}{本}{本}" },
		{ APPLIES("materials='sms'"), MANY("", POSTER("", "一") SMS("", "二")), "{本}" },
		{ APPLIES("products='loan'"), MANY(LOAN FUND, POSTER(" products='p'", "一") SMS(" products='q'", "二")),
		  "{本}{本}" },
		{ APPLIES("products='loan'"),
		  MANY(LOAN FUND, POSTER(" products='q p'", "一") SMS(" products='q'", "二")), "{本}{本}" },
		{ APPLIES("products='loan'"), MANY(LOAN FUND, POSTER("", "一") SMS(" products='q'", "二")),
		  "{本}{本}" },
		{ APPLIES("channels='sms'"), MANY(CHANNELS, POSTER(" channels='g'", "一") SMS(" channels='h'", "二")),
		  "{本}{本}" },
		{ APPLIES("channels='sms'"), MANY(CHANNELS, POSTER(" channels='g'", "一") SMS("", "二")), "{本}{本}" },
		{ APPLIES("channels='sms' materials='poster'"),
		  MANY(CHANNELS, POSTER(" channels='h'", "一") SMS(" channels='h'", "二")), "{本}" },
		/* a reference that leads nowhere names no product */
		{ APPLIES("products='loan'"), MANY(LOAN, POSTER(" products='nowhere'", "一")), "{本}" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		WHOLE_EXPECT(whole_matches(cases[i].rules, cases[i].campaign), cases[i].found, "%zu: %s", i,
			     cases[i].campaign);
}

Test(applies, nothing_left)
{
	/* the campaign has a material of the kind, but it is for another product: nothing that the rule looks at */
	WHOLE_EXPECT(whole_outcome(APPLIES("materials='poster' products='loan'"),
				   CAMPAIGN("<plan>" LOAN FUND
					    "</plan><materials>" POSTER(" products='q'", "一") "</materials>")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

Test(applies, material_of)
{
	cpreview_campaign *c = whole_campaign(CAMPAIGN("<plan/>" MATERIAL("<body>一<em>二</em></body>")));
	uint32_t n;
	cpr_node material = cpr_doc_descendants(c->doc, 0, CPR_E_MATERIAL, &n)[0];

	cr_expect_eq(cpr_material_of(c, 0), CPR_NO_NODE);
	cr_expect_eq(cpr_material_of(c, material), material);
	cr_expect_eq(cpr_material_of(c, c->doc->n_nodes - 1), material);
	cr_expect_eq(cpr_material_of(c, cpr_doc_descendants(c->doc, 0, CPR_E_PLAN, &n)[0]), CPR_NO_NODE);
	cpr_campaign_unref(c);
}

Test(applies, unknown_codes)
{
	static const char *const attrs[][2] = {
		{ "kinds='cupon'", "\"cupon\" is not a code of the list campaign-kind; did you mean \"coupon\"?" },
		{ "purposes='marketng'", "did you mean \"marketing\"?" },
		{ "products='loan lone'", "\"lone\" is not a code of the list product-kind" },
		{ "channels='smss'", "did you mean \"sms\"?" },
		{ "materials='postr'", "did you mean \"poster\"?" },
		{ "segments='eldrly'", "did you mean \"elderly\"?" },
		{ "when='//prduct'", "prduct" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(attrs); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		const char *value = strchr(attrs[i][0], '\'') + 1;

		cpr_strbuf_addf(&b, "%s%s%s<applies %s/><text><term>本</term></text>%s</rule></ruleset>",
				RULES_OPEN LAW, RULE_OPEN("t.a", ""), TEXTS("讯", "m") BASIS, attrs[i][0], EXAMPLES);
		whole_one_mistake(b.p, i == WHOLE_COUNT(attrs) - 1 ? "prduct" : value, attrs[i][1]);
		cpr_strbuf_free(&b);
	}
}

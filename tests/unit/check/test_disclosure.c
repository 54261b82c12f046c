/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the check kind `disclosure`: near enough, in the right block, large enough; near misses; what could not be searched. */
#include "whole.h"

#define RULE_OF(attrs, what) RULES(RULE_AS("t.a", "", "{statement}", "<disclosure " attrs ">" what "</disclosure>"))
#define CLAIM "<claim><term>年化</term></claim>"
#define RISK "<statement name='风险' name-en='risk'><term>有风险</term></statement>"
#define WITHIN(scope) RULE_OF("within='" scope "'", CLAIM RISK)
#define BODIES(...) CAMPAIGN(MATERIAL(__VA_ARGS__))
#define B(text) "<body>" text "</body>\n"

struct scope_case {
	const char *campaign;
	/* what is said with each scope: f for fail, p for pass */
	const char *clause_sentence_block_material_campaign;
};

Test(disclosure, scopes)
{
#define TWO_MATERIALS(a, b)                                                                                    \
	CAMPAIGN("<materials><material id='m' kind='poster'>" a "</material><material id='n' kind='poster'>" b \
		 "</material></materials>")
	static const struct scope_case cases[] = {
		{ BODIES(B("年化4%有风险")), "ppppp" },
		{ BODIES(B("有风险年化4%")), "ppppp" },
		{ BODIES(B("年化4%，有风险")), "fpppp" },
		{ BODIES(B("年化4%。有风险")), "ffppp" },
		{ BODIES(B("年化4%") B("有风险")), "fffpp" },
		{ BODIES("<disclosure>有风险</disclosure>" B("年化4%")), "fffpp" },
		{ TWO_MATERIALS(B("年化4%"), B("有风险")), "ffffp" },
		{ BODIES(B("年化4%") B("有<em>风</em>险")), "fffpp" },
		{ BODIES(B("年化4%") B("有") B("风险")), "fffff" },
		{ BODIES(B("年化4%")), "fffff" },
		/* the claim itself may hold the statement */
		{ BODIES(B("无")), "ppppp" },
		{ CAMPAIGN(
			  "<terms><clause id='k'>年化</clause><section><clause id='l'>有风险</clause></section></terms>"),
		  "fffpp" },
		{ CAMPAIGN(MATERIAL(B("有风险")) "<terms><clause id='k'>年化</clause></terms>"), "ffffp" },
	};
	static const char *const scopes[] = { "clause", "sentence", "block", "material", "campaign" };
	const char *const rules[] = { WITHIN("clause"), WITHIN("sentence"), WITHIN("block"), WITHIN("material"),
				      WITHIN("campaign") };

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		for (size_t s = 0; s < WHOLE_COUNT(scopes); s++) {
			const char *said = whole_outcome(rules[s], cases[i].campaign);

			cr_expect_eq(*said, cases[i].clause_sentence_block_material_campaign[s], "%s: %s: %s",
				     scopes[s], said, cases[i].campaign);
		}
}

/* A claim in each scope is one need; further claims in the same one are shown along. */
Test(disclosure, one_finding_a_scope)
{
	static const char two[] = BODIES("\n" B("年化4%，年化5%。年化6%") B("年化7%"));

	WHOLE_EXPECT(
		whole_find(WITHIN("material"), two),
		"t.a fail 2:7-9 risk\n  statement = risk\n  the same kind of claim: 2:12-14\n  the same kind of claim: 2:17-19\n"
		"  the same kind of claim: 3:7-9");
	WHOLE_EXPECT(
		whole_find(WITHIN("block"), two),
		"t.a fail 2:7-9 risk\n  statement = risk\n  the same kind of claim: 2:12-14\n  the same kind of claim: 2:17-19\n"
		"t.a fail 3:7-9 risk\n  statement = risk");
	WHOLE_EXPECT(
		whole_find(WITHIN("sentence"), two),
		"t.a fail 2:7-9 risk\n  statement = risk\n  the same kind of claim: 2:12-14\nt.a fail 2:17-19 risk\n  statement = risk\n"
		"t.a fail 3:7-9 risk\n  statement = risk");
	WHOLE_EXPECT(whole_outcome(WITHIN("clause"), two), "fail: 4 fail");
	WHOLE_EXPECT(whole_outcome(WITHIN("block"), BODIES(B("年化，年化，有风险") B("年化") B("无"))),
		     "fail: 1 pass, 1 fail");
	/* copy without the claim passes */
	WHOLE_EXPECT(whole_outcome(WITHIN("block"), BODIES(B("无") B("无"))), "pass: 2 pass");
	WHOLE_EXPECT(whole_outcome(WITHIN("block"), CAMPAIGN("<plan/>")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

/* Every statement must stand there, and the finding names the one that does not. */
Test(disclosure, several_statements)
{
	static const char rules[] =
		RULE_OF("within='material'",
			CLAIM RISK "<statement name='利率' name-en='rate'><pattern>单利|复利</pattern></statement>");

	WHOLE_EXPECT(whole_outcome(rules, BODIES(B("年化4%，单利，有风险"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_find(rules, BODIES("\n" B("年化4%，单利"))), "t.a fail 2:7-9 risk\n  statement = risk");
	WHOLE_EXPECT(whole_find(rules, BODIES("\n" B("年化4%"))),
		     "t.a fail 2:7-9 risk\n  statement = risk\nt.a fail 2:7-9 rate\n  statement = rate");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(B("年化4%"))), "fail: 2 fail");
}

Test(disclosure, near_misses)
{
	/* too far away: the nearest one before, else the first behind */
	WHOLE_EXPECT(whole_find(WITHIN("block"), BODIES("\n" B("有风险") B("年化") B("有风险"))),
		     "t.a fail 3:7-9 risk\n  statement = risk\n  it is said here, but too far away: 2:7-10");
	WHOLE_EXPECT(whole_find(WITHIN("block"), BODIES("\n" B("年化") B("有风险") B("有风险"))),
		     "t.a fail 2:7-9 risk\n  statement = risk\n  it is said here, but too far away: 3:7-10");
	/* beginning inside, ending outside is outside */
	WHOLE_EXPECT(whole_find(RULE_OF("within='sentence'",
					CLAIM "<statement name='甲' name-en='a'><pattern>有。险</pattern></statement>"),
				BODIES("\n" B("年化有。险"))),
		     "t.a fail 2:7-9 a\n  statement = a\n  it is said here, but too far away: 2:9-12");
}

Test(disclosure, blocks)
{
	static const char rules[] =
		RULE_OF("within='material'",
			"<claim in='headline'><term>年化</term></claim>"
			"<statement in='disclosure small-print' name='甲' name-en='a'><term>险</term></statement>");

	WHOLE_EXPECT(whole_outcome(rules, BODIES("<headline>年化</headline><disclosure>险</disclosure>")),
		     "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES("<headline>年化</headline><small-print>险</small-print>")),
		     "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES("<headline>年化</headline><body>险</body>")), "fail: 1 fail");
	WHOLE_EXPECT(whole_outcome(rules, BODIES("<body>年化</body>")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

Test(disclosure, excepts)
{
	static const char rules[] = RULE_OF(
		"within='block'",
		"<claim><term>年化</term><except><before><term>非</term></before></except></claim>"
		"<statement name='甲' name-en='a'><term>风险</term><except><before><term>无</term></before></except>"
		"</statement>");

	WHOLE_EXPECT(whole_outcome(rules, BODIES(B("非年化"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(B("年化，有风险"))), "pass: 1 pass");
	/* what an except excuses is no statement, and no near miss */
	WHOLE_EXPECT(whole_find(rules, BODIES("\n" B("年化，无风险"))), "t.a fail 2:7-9 a\n  statement = a");
}

#define SIZED(attrs, text) "<body" attrs ">" text "</body>\n"

Test(disclosure, type_size)
{
	static const char rules[] =
		RULE_OF("within='material'",
			CLAIM "<statement name='风险' name-en='risk' size-ratio='0.5'><term>有风险</term></statement>");
#define PT " font-unit='pt' font-size="
#define PX " font-unit='px' font-size="

	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'20'", "年化") SIZED(PT "'10'", "有风险"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_find(rules, BODIES("\n" SIZED(PT "'20'", "年化") SIZED(PT "'9.99'", "有风险"))),
		     "t.a fail 2:37-39 risk\n  statement = risk\n  it is said here, but in smaller type: 3:39-42");
	/* one that is large enough will do, whichever comes first */
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'20'", "年化") SIZED(PT "'9'", "有风险")
							 SIZED(PT "'11'", "有风险"))),
		     "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'20'", "年化") SIZED(PT "'11'", "有风险")
							 SIZED(PT "'9'", "有风险"))),
		     "pass: 1 pass");
	/* only where both sizes are stated, in the same unit */
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED("", "年化") SIZED(PT "'9'", "有风险"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'20'", "年化") SIZED("", "有风险"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'20'", "年化") SIZED(PX "'9'", "有风险"))), "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(" font-size='20'", "年化") SIZED(PX "'9'", "有风险"))),
		     "pass: 1 pass");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(" font-size='20'", "年化") SIZED(" font-size='9'", "有风险"))),
		     "fail: 1 fail");
	/* of several claims in the scope the largest counts, and is what the finding shows */
	WHOLE_EXPECT(
		whole_find(rules,
			   BODIES("\n" SIZED(PT "'10'", "年化") SIZED(PT "'24'", "年化") SIZED(PT "'10'", "有风险"))),
		"t.a fail 3:37-39 risk\n  statement = risk\n  it is said here, but in smaller type: 4:37-40\n  the same kind of claim: 2:37-39");
	WHOLE_EXPECT(whole_outcome(rules, BODIES(SIZED(PT "'24'", "年化") SIZED(PT "'10'", "年化")
							 SIZED(PT "'12'", "有风险"))),
		     "pass: 1 pass");
}

/* A statement of small type in the scope is nearer than a large one out of it. */
Test(disclosure, small_or_far)
{
	static const char rules[] =
		RULE_OF("within='block'",
			CLAIM "<statement name='风险' name-en='risk' size-ratio='2'><term>有风险</term></statement>");

	WHOLE_EXPECT(whole_find(rules, BODIES("\n" SIZED(PT "'20'", "年化，有风险") SIZED(PT "'50'", "有风险"))),
		     "t.a fail 2:37-39 risk\n  statement = risk\n  it is said here, but in smaller type: 2:40-43");
}

Test(disclosure, nodes_without_a_claim)
{
	static const char material[] = RULE_OF("within='material' select='//material'", RISK);
	static const char campaign[] = RULE_OF("within='campaign' select='//material'", RISK);
	static const char copy[] = CAMPAIGN(
		"<materials>\n<material id='a' kind='poster'>" B("有风险") "</material>\n<material id='b' kind='poster'>" B(
			"无") "</material>\n<material id='e' kind='poster'/></materials>");

	WHOLE_EXPECT(whole_find(material, copy),
		     "t.a fail 4:1-32 risk\n  statement = risk\n  it is said here, but too far away: 2:38-41\n"
		     "t.a fail 6:1-33 risk\n  statement = risk\n  it is said here, but too far away: 2:38-41");
	WHOLE_EXPECT(whole_outcome(material, copy), "fail: 1 pass, 2 fail");
	WHOLE_EXPECT(whole_outcome(campaign, copy), "pass: 3 pass");
	WHOLE_EXPECT(whole_outcome(campaign, CAMPAIGN("<materials><material id='e' kind='poster'/></materials>")),
		     "fail: 1 fail");
	WHOLE_EXPECT(whole_outcome(material, CAMPAIGN("<plan/>")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
	/* the selected node is the scope, also a part of a material */
	WHOLE_EXPECT(whole_find(RULE_OF("within='material' select='//headline'", RISK),
				BODIES("\n<headline>一</headline><body>有风险</body>")),
		     "t.a fail 2:1-11 risk\n  statement = risk\n  it is said here, but too far away: 2:29-32");
}

/* With a claim, a selection says where claims count; the statement may stand anywhere in the scope. */
Test(disclosure, claim_inside_a_selection)
{
	static const char rules[] = RULE_OF("within='campaign' select='//material[@kind = \"sms\"]'", CLAIM RISK);

	WHOLE_EXPECT(
		whole_find(rules, CAMPAIGN("<materials>\n<material id='a' kind='poster'><body>年化</body></material>\n"
					   "<material id='b' kind='sms'><body>年化</body></material></materials>")),
		"t.a fail 3:35-37 risk\n  statement = risk");
	WHOLE_EXPECT(
		whole_outcome(rules, CAMPAIGN("<materials><material id='a' kind='poster'><body>有风险</body></material>"
					      "<material id='b' kind='sms'><body>年化</body></material></materials>")),
		"pass: 1 pass");
}

Test(disclosure, materials_that_are_not_meant)
{
	static const char rules[] = RULES(RULE_AS(
		"t.a", "", "{statement}",
		"<applies materials='sms'/><disclosure within='material' select='//material'>" RISK "</disclosure>"));

	WHOLE_EXPECT(
		whole_find(
			rules,
			CAMPAIGN(
				"<materials>\n<material id='a' kind='poster'/>\n<material id='b' kind='sms'/></materials>")),
		"t.a fail 3:1-30 risk\n  statement = risk");
}

/* What could not be searched to its end neither fails nor passes. */
Test(disclosure, incomplete)
{
	static const struct {
		const char *rules, *outcome;
	} cases[] = {
		/* the statement: the claim is there, but whether it is met is not known */
		{ RULE_OF("within='material'",
			  CLAIM "<statement name='甲' name-en='a'><pattern>a.{0,9}b.{0,9}d</pattern></statement>"),
		  "not-checked: 1 not-checked; limit match_steps or unit_bytes" },
		/* the claim: no claim was found, but there may be one */
		{ RULE_OF("within='material'", "<claim><pattern>a.{0,9}b.{0,9}d</pattern></claim>" RISK),
		  "not-checked: 1 not-checked; limit match_steps or unit_bytes" },
		/* of two statements one is known to be lacking */
		{ RULE_OF("within='material'",
			  CLAIM RISK "<statement name='甲' name-en='a'><pattern>a.{0,9}b.{0,9}d</pattern></statement>"),
		  "not-checked: 1 fail, 1 not-checked; limit match_steps or unit_bytes" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		cpreview_ruleset *rs = whole_rules(cases[i].rules);
		cpreview_campaign *c = whole_campaign(BODIES(B("年化") B("ababababx d")));
		cpreview_report *r;

		c->limits.match_steps = 1;
		r = whole_review_as(rs, c, NULL);
		WHOLE_EXPECT(whole_result(r, "t.a"), cases[i].outcome);
		cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
	}
	/* where no claim is, nothing has to be searched for */
	{
		cpreview_ruleset *rs = whole_rules(cases[0].rules);
		cpreview_campaign *c = whole_campaign(BODIES(B("无") B("ababababx d")));
		cpreview_report *r;

		c->limits.match_steps = 1;
		r = whole_review_as(rs, c, NULL);
		WHOLE_EXPECT(whole_result(r, "t.a"), "pass: 2 pass");
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
	}
}

/* Many claims and statements in one material, or in one journey of clauses: finding the scope must not walk over all of it. */
Test(disclosure, cost_is_linear)
{
	const char *const rules[] = { WITHIN("material"), WITHIN("campaign"), WITHIN("block") };

	for (size_t k = 0; k < WHOLE_COUNT(rules); k++) {
		cpreview_ruleset *rs = whole_rules(rules[k]);
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		cpreview_campaign *c;
		cpreview_report *r;

		cpr_strbuf_addz(
			&b,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'>");
		for (int i = 0; i < 100000; i++)
			cpr_strbuf_addz(&b, "<body>年化</body>");
		cpr_strbuf_addz(&b, "<body>有风险</body></material></materials><terms>");
		for (int i = 0; i < 100000; i++)
			cpr_strbuf_addf(&b, "<clause>有风险，年化</clause>");
		cpr_strbuf_addz(&b, "</terms></campaign>");
		c = whole_campaign(b.p);
		r = whole_review_as(rs, c, NULL);
		WHOLE_EXPECT(whole_result(r, "t.a"), k == 0   ? "pass: 2 pass"
						     : k == 1 ? "pass: 1 pass"
							      : "fail: 100000 pass, 100000 fail");
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
		cpr_strbuf_free(&b);
	}
}

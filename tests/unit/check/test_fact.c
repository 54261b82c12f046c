/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the check kind `fact`. */
#include "whole.h"

#define FACT(attrs, more) \
	RULES(RULE_AS("t.a", "", "{v}", "<fact " attrs "><let name='v' value='@value'/>" more "</fact>"))
#define PLAIN(attrs, more) RULES(RULE_AS("t.a", "", "wrong", "<fact " attrs ">" more "</fact>"))
#define PRIZES(body) CAMPAIGN("<plan><offer id='o' kind='draw'><draw id='d'>\n" body "</draw></offer></plan>")
#define PRIZE(more) "<prize" more "/>\n"

Test(fact, each_node)
{
	static const char rules[] =
		FACT("select='//draw/prize' test='@value &lt;= 50000' at='@value' on-missing='review'", "");

	WHOLE_EXPECT(
		whole_find(rules, PRIZES(PRIZE(" value='50000'") PRIZE(" value='50000.01'") PRIZE(" value='60000'"))),
		"t.a fail 3:15-23 50000.01\n  prize/@value = 50000.01 at /campaign/plan/offer/draw/prize[2]/@value\n"
		"  v = 50000.01 at /campaign/plan/offer/draw/prize[2]/@value\n"
		"t.a fail 4:15-20 60000\n  prize/@value = 60000 at /campaign/plan/offer/draw/prize[3]/@value\n"
		"  v = 60000 at /campaign/plan/offer/draw/prize[3]/@value");
	WHOLE_EXPECT(whole_outcome(rules, PRIZES(PRIZE(" value='50000'") PRIZE(" value='1'"))), "pass: 2 pass");
	WHOLE_EXPECT(whole_outcome(rules, PRIZES("")),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

/* Not stated is neither true nor false: the rule says what it means. */
Test(fact, missing)
{
	static const struct {
		const char *on_missing, *outcome;
	} cases[] = {
		{ "fail", "fail: 1 pass, 1 fail" },
		{ "review", "review: 1 pass, 1 review" },
		{ "pass", "pass: 2 pass" },
		{ "not-applicable", "pass: 1 pass, 1 not-applicable" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(
			&b,
			"%s<fact select='//prize' test='@value &lt; 10' at='@value' on-missing='%s'/>%s</rule></ruleset>",
			RULES_OPEN LAW RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS, cases[i].on_missing, EXAMPLES);
		WHOLE_EXPECT(whole_outcome(b.p, PRIZES(PRIZE("") PRIZE(" value='1'"))), cases[i].outcome);
		cpr_strbuf_free(&b);
	}
	/* what is missing is told, and where; the finding stands at the node, as there is no attribute to point at */
	WHOLE_EXPECT(whole_find(FACT("select='//prize' test='$v &lt; 10' at='@value' on-missing='fail'", ""),
				PRIZES(PRIZE(" name='x'"))),
		     "t.a fail 2:1-18 ?\n  missing = @value at /campaign/plan/offer/draw/prize");
	WHOLE_EXPECT(whole_outcome(FACT("select='//prize' test='$v &lt; 10' on-missing='not-applicable'", ""),
				   PRIZES(PRIZE(""))),
		     "not-applicable: 1 not-applicable; the campaign has nothing that the rule looks at");
}

/* A day that nobody gave is missing too, and it is missing nowhere in the campaign. */
Test(fact, missing_without_a_place)
{
	static const char rules[] =
		PLAIN("select='//prize' test='as-of() &lt; date(\"2026-01-01\")' on-missing='review'", "");
	cpreview_ruleset *rs = whole_rules(rules);
	cpreview_campaign *c = whole_campaign(PRIZES(PRIZE("")));
	struct cpr_review_options o = WHOLE_OPTIONS;
	cpreview_report *r = whole_review_as(rs, c, &o);

	WHOLE_EXPECT(whole_findings(r), "t.a review 2:1-9 wrong\n  missing = as-of()");
	cpr_report_unref(r);
	o.has_as_of = true;
	cr_assert(cpr_date_parse(CPR_STR("2026-01-01"), &o.as_of));
	r = whole_review_as(rs, c, &o);
	WHOLE_EXPECT(whole_result(r, "t.a"), "fail: 1 fail");
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* What a let lacks is told in the words of the campaign, also through another let. */
Test(fact, missing_behind_lets)
{
	WHOLE_EXPECT(
		whole_find(
			RULES(RULE_AS(
				"t.a", "", "{a} {b}",
				"<fact select='//prize' test='$b = 1' on-missing='fail'><let name='a' value='@value * 2'/>"
				"<let name='b' value='$a + @quantity'/></fact>")),
			PRIZES(PRIZE(" quantity='1'"))),
		"t.a fail 2:1-22 ? ?\n  missing = @value at /campaign/plan/offer/draw/prize");
}

/* A let that selects nothing is an empty selection, not an unknown. */
Test(fact, lets)
{
	static const char rules[] =
		RULES(RULE_AS("t.a", "", "{fees} {sum} {twice}",
			      "<fact select='//product' test='not($fees) or $sum &lt; 100' on-missing='review'>"
			      "<let name='fees' value='fee'/><let name='sum' value='sum($fees/@amount)'/>"
			      "<let name='twice' value='$sum * 2'/></fact>"));

	WHOLE_EXPECT(whole_outcome(rules, CAMPAIGN("<plan><product id='p' kind='loan' name='n'/></plan>")),
		     "pass: 1 pass");
	WHOLE_EXPECT(
		whole_outcome(
			rules,
			CAMPAIGN(
				"<plan><product id='p' kind='loan' name='n'><fee kind='annual' amount='99.99'/></product></plan>")),
		"pass: 1 pass");
	WHOLE_EXPECT(
		whole_find(
			rules,
			CAMPAIGN(
				"<plan>\n<product id='p' kind='loan' name='n'><fee kind='annual' amount='60'/><fee kind='service' amount='40.5'/></product></plan>")),
		"t.a fail 2:1-38 , 100.5 201.0\n  fees = , \n  sum = 100.5\n  twice = 201.0");
	/* a fee without an amount: the sum is not known */
	WHOLE_EXPECT(
		whole_outcome(
			rules,
			CAMPAIGN("<plan><product id='p' kind='loan' name='n'><fee kind='annual'/></product></plan>")),
		"review: 1 review");
}

Test(fact, related)
{
	static const char rules[] =
		PLAIN("select='//prize' test='@value &lt; sum(//prize[@id = \"z\"]/@value)' on-missing='review'",
		      "<related select='//prize[@id = \"z\"]'><zh>甲</zh><en>the other</en></related>"
		      "<related select='@id'><zh>乙</zh><en>its id</en></related>");

	WHOLE_EXPECT(
		whole_find(rules, PRIZES(PRIZE(" id='a' value='2'") PRIZE(" id='z' value='2'"))),
		"t.a fail 2:1-26 wrong\n  prize/@id = z at /campaign/plan/offer/draw/prize[2]/@id\n"
		"  prize/@value = 2 at /campaign/plan/offer/draw/prize[2]/@value\n"
		"  prize/@value = 2 at /campaign/plan/offer/draw/prize[1]/@value\n  the other: 3:1-26\n  its id: 2:12-13\n"
		"t.a fail 3:1-26 wrong\n  prize/@id = z at /campaign/plan/offer/draw/prize[2]/@id\n"
		"  prize/@value = 2 at /campaign/plan/offer/draw/prize[2]/@value\n  the other: 3:1-26\n  its id: 3:12-13");
}

Test(fact, at)
{
	/* at selects nothing: the node itself */
	WHOLE_EXPECT(whole_find(PLAIN("select='//prize' test='@value = 1' at='@name' on-missing='fail'", ""),
				PRIZES(PRIZE(" value='2'"))),
		     "t.a fail 2:1-19 wrong\n  prize/@value = 2 at /campaign/plan/offer/draw/prize/@value");
	/* the first of several */
	WHOLE_EXPECT(
		whole_find(
			PLAIN("select='//draw' test='count(prize) = 1' at='prize[position() &gt; 1]' on-missing='fail'",
			      ""),
			PRIZES(PRIZE("") PRIZE("") PRIZE(""))),
		"t.a fail 3:1-9 wrong");
}

/* A fault at one node is told there; the other nodes are checked all the same. */
Test(fact, fault)
{
	WHOLE_EXPECT(whole_find(PLAIN("select='//prize' test='1 div @value &gt; 1' on-missing='fail'", ""),
				PRIZES(PRIZE(" value='0'") PRIZE(" value='0.5'") PRIZE(" value='1'"))),
		     "t.a error 2:1-19 the rule t.a could not be checked: division by zero\n"
		     "t.a fail 4:1-19 wrong\n  prize/@value = 1 at /campaign/plan/offer/draw/prize[3]/@value");
	WHOLE_EXPECT(whole_find(PLAIN("select='//prize' test='$x &gt; 0' on-missing='fail'",
				      "<let name='x' value='1 div @value'/>"),
				PRIZES(PRIZE(" value='0'"))),
		     "t.a error 2:1-19 the rule t.a could not be checked: division by zero");
	WHOLE_EXPECT(whole_outcome(PLAIN("select='//prize[1 div @value &gt; 0]' test='true()' on-missing='fail'", ""),
				   PRIZES(PRIZE(" value='0'"))),
		     "error: 1 error; division by zero");
}

Test(fact, limit)
{
	cpreview_ruleset *rs = whole_rules(PLAIN(
		"select='//prize' test='count(//prize[@value = current()/@value + 0]) = 9' on-missing='fail'", ""));
	cpreview_campaign *c =
		whole_campaign(PRIZES(PRIZE(" value='1'") PRIZE(" value='1'") PRIZE(" value='1'") PRIZE(" value='1'")));
	cpreview_report *r;

	c->limits.expr_steps = 10;
	r = whole_review_as(rs, c, NULL);
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cr_expect(strstr(whole_result(r, "t.a"), "not-checked:") &&
			  strstr(whole_result(r, "t.a"), "1 not-checked; limit expr_steps or match_steps"),
		  "%s", whole_result(r, "t.a"));
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

Test(fact, materials_that_are_not_meant)
{
	WHOLE_EXPECT(
		whole_find(
			RULES(RULE_AS(
				"t.a", "", "wrong",
				"<applies materials='sms'/><fact select='//material' test='@title = \"x\"' on-missing='fail'/>")),
			CAMPAIGN(
				"<materials>\n<material id='m' kind='poster'/>\n<material id='n' kind='sms'/></materials>")),
		"t.a fail 3:1-30 wrong\n  missing = @title at /campaign/materials/material[2]");
}

/* Ten times the nodes take ten times the steps, joins included. */
Test(fact, cost_is_linear)
{
	cpreview_ruleset *rs = whole_rules(
		PLAIN("select='//prize' test='count(//product[@id = current()/@id]) &gt;= 0' on-missing='fail'", ""));
	uint64_t steps[2];

	for (int round = 0; round < 2; round++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_matcher *m;
		struct cpr_expr_env env;
		cpreview_campaign *c;
		cpreview_report *r;
		int n = round ? 10000 : 1000;

		cpr_strbuf_addz(&b, "<campaign xmlns='urn:cpreview:campaign:1' id='c'><plan>");
		for (int i = 0; i < n; i++)
			cpr_strbuf_addf(&b, "<product id='p%d' kind='loan' name='n'/>", i);
		cpr_strbuf_addz(&b, "<offer id='o' kind='draw'><draw id='d'>");
		for (int i = 0; i < n; i++)
			cpr_strbuf_addf(&b, "<prize id='z%d'/>", i);
		cpr_strbuf_addz(&b, "</draw></offer></plan></campaign>");
		c = whole_campaign(b.p);
		r = cpr_report_new(&cpr_mem_libc, NULL);
		m = cpr_matcher_new(&cpr_mem_libc, &c->limits);
		cpr_expr_env_init(&env, &cpr_mem_libc, c, m);
		cpr_expr_env_reset(&env);
		{
			struct cpr_text_env text = {
				.mem = &cpr_mem_libc, .campaign = c, .limits = &c->limits, .expr = &env, .matcher = m
			};
			struct cpr_rule_result result = { .rule = &rs->rules.v[0]->card };
			struct cpr_run run = { .campaign = c,
					       .rule = rs->rules.v[0],
					       .report = r,
					       .result = &result,
					       .text = &text,
					       .expr = &env };
			uint64_t before = env.steps_left;

			rs->rules.v[0]->check->run(&run);
			cr_expect_eq(result.counts[CPREVIEW_PASS], (uint32_t)n);
			steps[round] = before - env.steps_left;
		}
		cpr_expr_env_free(&env);
		cpr_matcher_free(m);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_strbuf_free(&b);
	}
	cr_expect_lt(steps[1], 12 * steps[0], "%llu %llu", (unsigned long long)steps[0], (unsigned long long)steps[1]);
	cpr_ruleset_unref(rs);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the check kind `manual`. */
#include "whole.h"

#define MANUAL(more, check) RULES(RULE_OPEN("t.a", "") TEXTS("讯", "look") BASIS more check "</rule>")
#define TWO \
	"<plan><product id='p' kind='loan' name='n'/></plan><materials><material id='m' kind='poster'/>\n<material id='n' kind='sms'/></materials>"

Test(manual, one_for_the_campaign)
{
	WHOLE_EXPECT(whole_find(MANUAL("", "<manual/>"), CAMPAIGN_AS(" revision='1'", TWO)), "t.a review 1:1-95 look");
	WHOLE_EXPECT(whole_outcome(MANUAL("", "<manual/>"), CAMPAIGN(TWO)), "review: 1 review");
}

Test(manual, one_for_each_node)
{
	WHOLE_EXPECT(whole_find(MANUAL("", "<manual select='//material'/>"), CAMPAIGN(TWO)),
		     "t.a review 1:144-176 look\nt.a review 2:1-30 look");
	WHOLE_EXPECT(whole_find(MANUAL("", "<manual select='//material/@kind'/>"), CAMPAIGN(TWO)),
		     "t.a review 1:167-173 look\nt.a review 2:24-27 look");
	WHOLE_EXPECT(whole_outcome(MANUAL("", "<manual select='//prize'/>"), CAMPAIGN(TWO)),
		     "not-applicable:; the campaign has nothing that the rule looks at");
}

Test(manual, applies)
{
	WHOLE_EXPECT(whole_find(MANUAL("<applies materials='sms'/>", "<manual select='//material'/>"), CAMPAIGN(TWO)),
		     "t.a review 2:1-30 look");
	WHOLE_EXPECT(whole_outcome(MANUAL("<applies products='fund'/>", "<manual/>"), CAMPAIGN(TWO)),
		     "not-applicable: 1 not-applicable; the campaign has no product of the kinds concerned");
}

/* An open item makes the verdict `review`, or `fail` if the law is grave enough; it never passes by itself. */
Test(manual, verdict)
{
	cpreview_ruleset *rs = whole_rules(MANUAL("", "<manual/>"));
	cpreview_campaign *c = whole_campaign(CAMPAIGN(TWO));
	struct cpr_review_options o = WHOLE_OPTIONS;
	cpreview_report *r = whole_review_as(rs, c, &o);

	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_FAIL, "the rule is an error");
	cpr_report_unref(r);
	cpr_ruleset_unref(rs);
	rs = whole_rules(RULES("<rule id='t.a' revision='1' right='know' severity='note' confidence='likely'>" TEXTS(
		"讯", "look") BASIS "<manual/></rule>"));
	r = whole_review_as(rs, c, &o);
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_REVIEW);
	cpr_report_unref(r);
	cpr_ruleset_unref(rs);
	cpr_campaign_unref(c);
}

Test(manual, selection_at_fault)
{
	WHOLE_EXPECT(
		whole_outcome(MANUAL("", "<manual select='//material[1 div count(//prize) &gt; 0]'/>"), CAMPAIGN(TWO)),
		"error: 1 error; division by zero");
}

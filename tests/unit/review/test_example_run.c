/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of running a ruleset's own examples. */
#include "review/review.h"

#include "whole.h"

#define WITH(check, examples) RULES(RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS check examples "</rule>")
#define T "<text><term>保本</term></text>"
#define BAD(attrs, text) "<example outcome='violating' " attrs ">" text "</example>\n"
#define GOOD(attrs, text) "<example outcome='compliant' " attrs ">" text "</example>\n"

/* What is wrong with each example, a line each: "ok" or the message. Static storage. */
static const char *outcomes(const char *xml)
{
	static char buf[8192];
	cpreview_ruleset *rs = whole_rules(xml);
	struct cpreview_test *t = NULL;
	size_t n = 0, failed = 0;

	cr_assert_eq(cpr_test(&cpr_mem_libc, rs, &t, NULL), 0);
	cpr_ruleset_unref(rs); /* the test keeps it */
	buf[0] = '\0';
	for (size_t i = 0; i < t->list.n; i++) {
		const struct cpr_example_result *r = &t->list.v[i];

		cr_expect_eq(r->passed, r->message == NULL);
		failed += !r->passed;
		n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%s", i ? "\n" : "", r->passed ? "ok" : r->message);
	}
	cr_expect_eq(failed, t->n_failed);
	cpr_test_free(t);
	return buf;
}

Test(example_run, marks)
{
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "我<mark>保本</mark>，<mark>保<c:em>本</c:em></mark>")
					      GOOD("", "不保证本金"))),
		     "ok\nok");
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "<mark>保本吗</mark>") GOOD("", "无"))),
		     "the mark \"保本吗\" was not found; also found \"保本\"\nok");
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "<mark>保本</mark>保本") GOOD("", "保本"))),
		     "also found \"保本\"\nfound \"保本\"");
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "<mark>保证</mark>") GOOD("", "无"))),
		     "the mark \"保证\" was not found\nok");
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "保本<mark/>") GOOD("", "无"))),
		     "a mark is empty; also found \"保本\"\nok");
	/* the mark and the finding may lie around each other's mark-up */
	WHOLE_EXPECT(outcomes(WITH(T, BAD("", "<c:em><mark>保本</mark></c:em>")
					      BAD("", "<mark><c:em>保</c:em>本</mark>") GOOD("", "无"))),
		     "ok\nok\nok");
	WHOLE_EXPECT(
		outcomes(WITH(T, BAD("", "<mark>保&#x672C;</mark>") BAD("", "<mark>&#x4FDD;本</mark>") GOOD("", "无"))),
		"ok\nok\nok");
}

Test(example_run, nodes)
{
#define FACT "<fact select='//prize' test='@value &lt; 10' at='@value' on-missing='fail'/>"
#define PRIZES(more) "<c:plan><c:offer id='o' kind='draw'><c:draw id='d'>" more "</c:draw></c:offer></c:plan>"
	/* a finding is at a node if it points at it, or at one of its attributes */
	WHOLE_EXPECT(outcomes(WITH(FACT, BAD("at='//prize'", PRIZES("<c:prize value='11'/>"))
						 BAD("at='//prize/@value'", PRIZES("<c:prize value='11'/>"))
							 BAD("at='//prize'", PRIZES("<c:prize/>"))
								 GOOD("", PRIZES("<c:prize value='1'/>")))),
		     "ok\nok\nok\nok");
	WHOLE_EXPECT(
		outcomes(WITH(FACT, BAD("at='//prize[1]'", PRIZES("<c:prize value='11'/><c:prize value='12'/>")) BAD(
					    "at='//prize'", PRIZES("<c:prize value='11'/><c:prize value='1'/>"))
					    BAD("at='//prize/@name'", PRIZES("<c:prize value='11' name='x'/>"))
						    BAD("at='//prize[@value = 1]'", PRIZES("<c:prize value='11'/>"))
							    GOOD("", PRIZES("<c:prize value='1'/>")))),
		"also found \"12\"\nnode 2 of at was not found\nnode 1 of at was not found; also found \"11\"\n"
		"at selects nothing in the example; also found \"11\"\nok");
}

/* A rule that does not look at the example proves nothing by finding nothing in it. */
Test(example_run, looked_at)
{
#define LOANS "<applies products='loan'/>"
	WHOLE_EXPECT(outcomes(WITH(LOANS T, BAD("", "<mark>保本</mark>") GOOD("", "无"))), "ok\nok");
	WHOLE_EXPECT(
		outcomes(WITH(LOANS T, BAD("product='fund'", "<mark>保本</mark>") GOOD("", "无"))),
		"the rule does not look at it: the campaign has no product of the kinds concerned; the mark \"保本\" was not found\nok");
	WHOLE_EXPECT(outcomes(WITH(LOANS T, BAD("", "<mark>保本</mark>") GOOD("product='fund'", "保本"))),
		     "ok\nthe rule does not look at any of its compliant examples, so they show nothing");
	WHOLE_EXPECT(
		outcomes(WITH(LOANS T, BAD("", "<mark>保本</mark>") GOOD("product='fund'", "保本") GOOD("", "无"))),
		"ok\nok\nok");
	/* told at the last example, whatever that is */
	WHOLE_EXPECT(outcomes(WITH(LOANS T, GOOD("product='fund'", "保本") BAD("", "<mark>保本</mark>"))),
		     "ok\nthe rule does not look at any of its compliant examples, so they show nothing");
}

/* An example is a campaign: what is not valid in it is told, though what is required may be missing. */
Test(example_run, examples_that_are_not_valid)
{
	WHOLE_EXPECT(
		outcomes(WITH(T, BAD("", "<mark>保本</mark><c:emm>x</c:emm>")
					 GOOD("", "<c:plan><c:period start='2026-13-01'/></c:plan>") GOOD("", "无"))),
		"unknown element <emm>; did you mean <em>?\nthe value \"2026-13-01\" of start is not valid: there is no such day in the calendar\nok");
	/* a prefix that is bound around the example only */
	cr_expect(strstr(outcomes(RULES_OPEN LAW "<namespace prefix='p' uri='urn:x'/>" RULE_OPEN(
				 "t.a", " xmlns:p='urn:x'") TEXTS("讯", "m") BASIS T BAD("", "<mark>保本</mark><p:x/>")
					  GOOD("", "无") "</rule></ruleset>"),
			 "the XML is malformed"));
}

/* Rules of a time are run in their time, unless the example says when. */
Test(example_run, days)
{
#define OLD(examples)                                                                                            \
	RULES(RULE_OPEN("t.a", " in-force='2020-01-01' repealed='2021-01-01'") TEXTS("讯", "m") BASIS T examples \
	      "</rule>")
	WHOLE_EXPECT(outcomes(OLD(BAD("", "<mark>保本</mark>") GOOD("", "无"))), "ok\nok");
	WHOLE_EXPECT(
		outcomes(OLD(BAD("as-of='2020-12-31'", "<mark>保本</mark>")
				     BAD("as-of='2021-01-01'", "<mark>保本</mark>") GOOD("", "无"))),
		"ok\nthe rule does not look at it: no longer in force on the as-of date; the mark \"保本\" was not found\nok");
	/* the day of the example is the day of as-of() too */
	WHOLE_EXPECT(
		outcomes(
			WITH("<fact select='//campaign' test='as-of() &lt; date(\"2024-01-01\")' on-missing='review'/>",
			     BAD("at='/campaign' as-of='2024-01-01'", "<c:plan/>")
				     GOOD("as-of='2023-12-31'", "<c:plan/>") GOOD("", "<c:plan/>"))),
		"ok\nok\nfound \"<c:campaign xmlns=\"urn:cpreview:rules:1\" xmlns:c=\"urn:cpreview:campaign:1\" id=\"example\" jurisdiction=\"CN\" kind=\"other\">\"");
}

/* One place may lack several statements: that is one mark, or one node. */
Test(example_run, several_findings_at_a_place)
{
	WHOLE_EXPECT(
		outcomes(WITH(
			"<disclosure within='block'><claim><term>年化</term></claim><statement name='甲' name-en='a'><term>险</term></statement>"
			"<statement name='乙' name-en='b'><term>费</term></statement></disclosure>",
			BAD("", "<mark>年化</mark>") BAD("", "<mark>年化</mark>，险") GOOD("", "年化，险，费"))),
		"ok\nok\nok");
}

/* A rule that could not be checked says so in each of its examples. */
Test(example_run, not_checked)
{
	WHOLE_EXPECT(outcomes(WITH("<fact select='//prize' test='1 div @value &gt; 0' on-missing='fail'/>",
				   GOOD("", PRIZES("<c:prize value='0'/>")) BAD("at='//prize'", PRIZES("<c:prize/>")))),
		     "found \"<c:prize value='0'/>\": the rule t.a could not be checked: division by zero\nok");
}

Test(example_run, manual)
{
	WHOLE_EXPECT(outcomes(RULES(RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS "<manual/></rule>")), "");
	WHOLE_EXPECT(outcomes(WITH("<manual select='//prize'/>",
				   BAD("at='//prize'", PRIZES("<c:prize/>")) GOOD("", PRIZES("")))),
		     "ok\nthe rule does not look at any of its compliant examples, so they show nothing");
}

/* Only the rule of the example runs; where it stands is told. */
Test(example_run, places)
{
	cpreview_ruleset *rs =
		whole_rules(RULES_OPEN LAW RULE_OPEN("t.b", "") TEXTS("讯", "m") BASIS
			    "<text><term>息</term></text>\n" BAD("", "保本<mark>息</mark>")
				    GOOD("", "保本") "</rule>" RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS T
			    "\n" BAD("", "<mark>保本</mark>息") GOOD("", "息") "</rule></ruleset>");
	struct cpreview_test *t = NULL;

	cr_assert_eq(cpr_test(&cpr_mem_libc, rs, &t, NULL), 0);
	cr_assert_eq(t->list.n, 4);
	cr_expect_eq(t->n_failed, 0);
	cr_expect(cpr_str_is(t->list.v[0].rule->card.id, "t.a") && cpr_str_is(t->list.v[2].rule->card.id, "t.b"));
	cr_expect_eq(t->list.v[0].example->line, 6);
	cr_expect_eq(t->list.v[3].example->line, 4);
	cpr_test_free(t);
	cpr_ruleset_unref(rs);
}

Test(example_run, without_memory)
{
	cpreview_ruleset *rs = whole_rules(WITH(T, BAD("", "<mark>保本</mark>") GOOD("", "保本")));
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpreview_test *t = NULL;
	size_t n;

	cr_assert_eq(cpr_test(&mem, rs, &t, NULL), 0);
	cpr_test_free(t);
	n = f.calls;
	cr_assert_eq(f.live, 0);
	for (size_t at = 0; at < n; at++) {
		cpreview_error *err = NULL;
		int rc;

		t = NULL;
		f = (struct failmem){ .fail_at = at };
		rc = cpr_test(&mem, rs, &t, &err);
		cr_assert(rc == CPREVIEW_E_NOMEM || rc == 0, "%zu: %d", at, rc);
		cr_assert_eq(rc == 0, t != NULL);
		cr_assert_eq(cpreview_error_code(err), rc);
		if (t)
			cr_assert(t->list.n == 2 && t->n_failed == 1 && !strcmp(t->list.v[1].message, "found \"保本\""),
				  "%zu", at);
		cpreview_error_free(err);
		cpr_test_free(t);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", at);
	}
	cpr_ruleset_unref(rs);
}

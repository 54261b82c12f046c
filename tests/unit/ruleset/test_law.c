/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of law sources and of the citations that rest on them. */
#include "whole.h"

#define WITH(law, basis)                                                                                   \
	RULES_OPEN law RULE_OPEN("t.a", "") TEXTS("讯", "m") basis "<text><term>本</term></text>" EXAMPLES \
								   "</rule></ruleset>"
#define TITLE "<title><zh>法</zh><en>Act</en></title>"
#define CITE "<basis law='A' evidence='unverified'/>"

Test(law, loads)
{
	cpreview_ruleset *rs = whole_rules(WITH(
		"<law id='B' evidence='unverified' note='from memory'><title><zh> 乙\n 法 </zh><en>Act\n B</en></title></law>"
		"<law id='A' number=' 第1号 ' issuer='某会' in-force='2020-01-31' repealed='2020-02-01' evidence='confirmed'"
		" uri='https://example.org/a'>" TITLE "</law>",
		"<basis law='A' article=' 25(1) ' evidence='confirmed'/><basis law='B' evidence='unverified' note='which one?'/>"));
	const struct cpreview_rule *r = rs->rules.v[0];
	const struct cpr_basis *b = r->card.basis;

	cr_assert_eq(rs->laws.n, 2);
	cr_assert_eq(r->card.n_basis, 2);
	cr_expect(cpr_str_is(b[0].law->id, "A") && cpr_str_is(b[1].law->id, "B"));
	cr_expect(cpr_str_is(b[0].law->number, "第1号") && cpr_str_is(b[0].law->issuer, "某会"));
	cr_expect(cpr_str_is(b[0].law->uri, "https://example.org/a"));
	cr_expect(b[0].law->has_in_force && b[0].law->has_repealed);
	cr_expect_eq(b[0].law->repealed.days - b[0].law->in_force.days, 1);
	cr_expect(cpr_str_is(b[0].article, "25(1)") && b[0].note.n == 0);
	cr_expect_eq(b[0].evidence, CPR_EVIDENCE_CONFIRMED);
	/* a line break beside Chinese is nothing, in English a blank */
	cr_expect(cpr_str_is(b[1].law->zh, "乙法") && cpr_str_is(b[1].law->en, "Act B"));
	cr_expect(!b[1].law->has_in_force && !b[1].law->has_repealed && b[1].article.n == 0);
	cr_expect_eq(b[1].evidence, CPR_EVIDENCE_UNVERIFIED);
	cr_expect(cpr_str_is(b[1].note, "which one?"));
	cpr_ruleset_unref(rs);
}

/* A law may stand behind the rule that cites it, and an unverified citation may be of a law that is confirmed. */
Test(law, order_does_not_matter)
{
	cpr_ruleset_unref(whole_rules(RULES_OPEN RULE_OPEN("t.a", "") TEXTS("讯", "m") CITE
				      "<text><term>本</term></text>" EXAMPLES
				      "</rule><law id='A' evidence='confirmed'>" TITLE "</law></ruleset>"));
}

Test(law, mistakes)
{
	static const struct {
		const char *xml, *piece, *words;
	} cases[] = {
		{ WITH("<law id='A' evidence='unverified'>" TITLE "</law>", CITE), "<law",
		  "an unverified law needs a note" },
		{ WITH("<law id='A' evidence='confirmed' in-force='2020-01-02' repealed='2020-01-02'>" TITLE "</law>",
		       CITE),
		  "2020-01-02'>", "repealed before it was in force" },
		{ WITH("<law id='A' evidence='confirmed'>" TITLE "</law><law id='A' evidence='confirmed'>" TITLE
		       "</law>",
		       CITE),
		  NULL, "the id \"A\" is taken already" },
		{ WITH("<law id='A' evidence='confirmed'>" TITLE "</law>", "<basis law='B' evidence='confirmed'/>"),
		  "B' evi", "there is no law \"B\"; did you mean \"A\"?" },
		{ WITH("<law id='ABCDEF' evidence='confirmed'>" TITLE "</law>",
		       "<basis law='X' evidence='confirmed'/>"),
		  "X' evi", "there is no law \"X\"" },
		{ WITH("<law id='A' evidence='unverified' note='n'>" TITLE "</law>",
		       "<basis law='A' evidence='confirmed'/>"),
		  "<basis", "a citation cannot be confirmed where the law itself is unverified" },
		{ WITH("<law id='A' evidence='confirmed'><title><zh> </zh><en>Act</en></title></law>", CITE), "<zh> ",
		  "the Chinese text is empty" },
		{ WITH("<law id='A' evidence='confirmed'><title><zh>法</zh><en/></title></law>", CITE), "<en/>",
		  "the English text is empty" },
		/* what the vocabulary already says */
		{ WITH("<law id='A' evidence='sure'>" TITLE "</law>", CITE), "sure", "sure" },
		{ WITH("<law id='A' evidence='confirmed' in-force='2020-02-30'>" TITLE "</law>", CITE), "2020-02-30",
		  "2020-02-30" },
		{ WITH("<law id='A' evidence='confirmed'>" TITLE "</law>", ""), "<rule ", "<rule> needs a <basis>" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		if (cases[i].piece)
			whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
		else
			cr_expect(strstr(whole_mistakes(cases[i].xml), cases[i].words), "%s", cases[i].xml);
}

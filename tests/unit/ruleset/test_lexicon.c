/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of lexicons. */
#include "whole.h"

#define LEXICON(id, entries) "<lexicon id='" id "'>" entries "</lexicon>"
#define E(word) "<entry>" word "</entry>"

Test(lexicon, is_used)
{
	static const char rules[] = RULES(TEXT_RULE("t.a", "<words lexicon='l'/><term>另</term>")
						  LEXICON("l", E(" 保本 ") E("Ｎｏ Ｒｉｓｋ") E("零<!-- x -->风险")));

	/* entries pass the same levelling as the copy */
	WHOLE_EXPECT(whole_matches(rules, COPY("保 本，NO RISK，零\u200b风险，另")),
		     "{保 本}{NO RISK}{零\u200b风险}{另}");
	WHOLE_EXPECT(whole_matches(rules, COPY("保　证本金")), "");
	/* in contexts too, and by several rules */
	WHOLE_EXPECT(
		whole_matches(
			RULES(LEXICON("deny", E("不") E("非")) TEXT_RULE("t.b", "<words lexicon='deny'/>") TEXT_RULE(
				"t.a", "<term>保本</term><except><before><words lexicon='deny'/></before></except>")),
			COPY("非保本")),
		"{非}");
}

/* An entry that begins another one finds its own places; where both do, the longer one counts. */
Test(lexicon, overlapping_entries)
{
	WHOLE_EXPECT(whole_matches(RULES(LEXICON("l", E("保本") E("保本保息") E("本保"))
						 TEXT_RULE("t.a", "<words lexicon='l'/>")),
				   COPY("保本保息，保本，本保")),
		     "{保本保息}{保本}{本保}");
}

Test(lexicon, mistakes)
{
	static const struct {
		const char *xml, *piece, *words;
	} cases[] = {
		{ RULES(LEXICON("l", E("一") E(" ")) TEXT_RULE("t.a", "<words lexicon='l'/>")), "<entry> ",
		  "the entry is empty" },
		{ RULES(LEXICON("l", E("一") E("二") "<entry> 一</entry>") TEXT_RULE("t.a", "<words lexicon='l'/>")),
		  "<entry> 一", "the entry \"一\" stands here twice" },
		{ RULES(LEXICON("words", E("一")) TEXT_RULE("t.a", "<words lexicon='wrods'/>")), "wrods",
		  "there is no lexicon \"wrods\"; did you mean \"words\"?" },
		{ RULES(TEXT_RULE("t.a", "<words lexicon='l'/>")), "l'/>", "there is no lexicon \"l\"" },
		/* nothing but an invisible character */
		{ RULES(LEXICON("l", E("\u200b")) TEXT_RULE("t.a", "<words lexicon='l'/>")), "<entry>\u200b",
		  "nothing is left" },
		{ RULES(LEXICON("l", "") TEXT_RULE("t.a", "<words lexicon='l'/>")), "<lexicon",
		  "<lexicon> needs a <entry>" },
		{ RULES(LEXICON("l", E("一")) "<lexicon id='l' profile='default-1'>" E("二") "</lexicon>" TEXT_RULE(
			  "t.a", "<words lexicon='l'/>")),
		  "l' profile", "the id \"l\" is taken already" },
		{ RULES("<lexicon id='l' profile='exact-9'>" E("一") "</lexicon>" TEXT_RULE("t.a",
											    "<words lexicon='l'/>")),
		  "exact-9", "exact-9" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
}

/* Thousands of entries: the loader stays linear, and so does the review. */
Test(lexicon, large)
{
	struct cpr_strbuf rules = CPR_STRBUF(&cpr_mem_libc), copy = CPR_STRBUF(&cpr_mem_libc);
	cpreview_ruleset *rs;
	cpreview_campaign *c;
	cpreview_report *r;

	cpr_strbuf_addz(&rules, RULES_OPEN LAW "<lexicon id='l'>");
	cpr_strbuf_addz(&copy,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'>");
	for (unsigned i = 0; i < 20000; i++) {
		cpr_strbuf_addf(&rules, "<entry>词%05u号</entry>", i);
		if (i % 100 == 0)
			cpr_strbuf_addf(&copy, "<body>这是词%05u号</body>", i);
	}
	cpr_strbuf_addz(&rules, "</lexicon>" TEXT_RULE("t.a", "<words lexicon='l'/>") "</ruleset>");
	cpr_strbuf_addz(&copy, "</material></materials></campaign>");
	rs = whole_rules(rules.p);
	c = whole_campaign(copy.p);
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(whole_result(r, "t.a"), "fail: 200 fail");
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	cpr_strbuf_free(&rules);
	cpr_strbuf_free(&copy);
}

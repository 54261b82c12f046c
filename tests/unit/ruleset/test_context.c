/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of contexts: when surroundings excuse a match, how far they reach, and what it costs to ask. */
#include "ruleset/context.h"

#include "whole.h"

/* The rule t.a looks for 保本; each case is an except of it. */
#define EXCUSED_BY(except) RULES(TEXT_RULE("t.a", "<term>保本</term><except>" except "</except>"))

struct context_case {
	const char *except; /* what stands in the except */
	const char *campaign;
	const char *found;
};

static void check(const struct context_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cpr_strbuf rules = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(
			&rules,
			"%s<rule id='t.a' revision='1' right='know' severity='error' confidence='likely'>%s<text>"
			"<term>保本</term><except>%s</except></text></rule></ruleset>",
			RULES_OPEN LAW, TEXTS("讯", "m") BASIS EXAMPLES, cases[i].except);
		WHOLE_EXPECT(whole_matches(rules.p, cases[i].campaign), cases[i].found, "%s in %s", cases[i].except,
			     cases[i].campaign);
		cpr_strbuf_free(&rules);
	}
}

#define CHECK(cases) check(cases, WHOLE_COUNT(cases))

Test(context, before)
{
	static const struct context_case cases[] = {
		{ "<before><term>不</term></before>", COPY("不保本"), "" },
		{ "<before><term>不</term></before>", COPY("保本，不"), "{保本}" },
		/* up to the begin of the clause, or the sentence, or the block */
		{ "<before><term>不</term></before>", COPY("不亏，保本"), "{保本}" },
		{ "<before><term>不</term></before>", COPY("不是非要保本"), "" },
		{ "<before scope='clause'><term>不</term></before>", COPY("不亏：保本"), "{保本}" },
		{ "<before scope='sentence'><term>不</term></before>", COPY("不亏，保本"), "" },
		{ "<before scope='sentence'><term>不</term></before>", COPY("不亏。保本"), "{保本}" },
		{ "<before scope='block'><term>不</term></before>", COPY("不亏。保本"), "" },
		{ "<before scope='block'><term>不</term></before>",
		  CAMPAIGN(MATERIAL("<headline>不</headline><body>保本</body>")), "{保本}" },
		/* so many characters, not bytes */
		{ "<before within='1'><term>不</term></before>", COPY("不保本"), "" },
		{ "<before within='1'><term>不</term></before>", COPY("不太保本"), "{保本}" },
		{ "<before within='2'><term>不</term></before>", COPY("不太保本"), "" },
		/* a term must stand in the window whole */
		{ "<before within='2'><term>不会太</term></before>", COPY("不会太保本"), "{保本}" },
		{ "<before within='3'><term>不会太</term></before>", COPY("不会太保本"), "" },
		/* the window is a text of its own: ^ and \z are its ends */
		{ "<before within='2'><pattern>不\\z</pattern></before>", COPY("不太保本"), "{保本}" },
		{ "<before within='2'><pattern>不.\\z</pattern></before>", COPY("不太保本"), "" },
		{ "<before within='2'><pattern>^不</pattern></before>", COPY("也不太保本"), "" },
		{ "<before within='3'><pattern>^不</pattern></before>", COPY("也不太保本"), "{保本}" },
		/* at the very begin there is no text before */
		{ "<before><pattern>.</pattern></before>", COPY("保本"), "{保本}" },
		/* each match is asked for itself */
		{ "<before><term>不</term></before>", COPY("不保本，保本，不保本，保本"), "{保本}{保本}" },
		/* folded as the copy is */
		{ "<before><term>Ｎｏ</term></before>", COPY("no 保本"), "" },
	};

	CHECK(cases);
}

Test(context, after)
{
	static const struct context_case cases[] = {
		{ "<after><term>无效</term></after>", COPY("保本无效"), "" },
		{ "<after><term>无效</term></after>", COPY("无效保本"), "{保本}" },
		{ "<after><term>无效</term></after>", COPY("保本，无效"), "{保本}" },
		{ "<after scope='sentence'><term>无效</term></after>", COPY("保本，无效"), "" },
		{ "<after scope='sentence'><term>无效</term></after>", COPY("保本。无效"), "{保本}" },
		{ "<after scope='block'><term>无效</term></after>", COPY("保本。无效"), "" },
		{ "<after within='2'><term>无效</term></after>", COPY("保本的无效"), "{保本}" },
		{ "<after within='3'><term>无效</term></after>", COPY("保本的无效"), "" },
		{ "<after><pattern>^的</pattern></after>", COPY("保本的话"), "" },
		{ "<after><pattern>^话</pattern></after>", COPY("保本的话"), "{保本}" },
		{ "<after><pattern>.</pattern></after>", COPY("保本"), "{保本}" },
	};

	CHECK(cases);
}

Test(context, around)
{
	static const struct context_case cases[] = {
		/* what covers the whole match wins */
		{ "<around><term>非保本浮动</term></around>", COPY("非保本浮动收益"), "" },
		{ "<around><term>非保</term></around>", COPY("非保本"), "{保本}" },
		{ "<around><term>本浮动</term></around>", COPY("保本浮动"), "{保本}" },
		{ "<around><term>保本</term></around>", COPY("保本"), "" },
		{ "<around><pattern>[^。]{0,4}保本[^。]{0,4}险</pattern></around>", COPY("买保本型保险"), "" },
		/* also by a match that begins inside another one */
		{ "<around><pattern>保.</pattern></around>", COPY("担保保本"), "" },
		/* within the sentence, or the block */
		{ "<around><pattern>甲.{0,9}乙</pattern></around>", COPY("甲。保本乙"), "{保本}" },
		{ "<around scope='block'><pattern>甲.{0,9}乙</pattern></around>", COPY("甲。保本乙"), "" },
		{ "<around scope='block'><pattern>甲.{0,9}乙</pattern></around>",
		  CAMPAIGN(MATERIAL("<headline>甲</headline><body>保本乙</body>")), "{保本}" },
		/* every match is covered or not for itself */
		{ "<around><term>非保本</term></around>", COPY("非保本，保本"), "{保本}" },
	};

	CHECK(cases);
}

Test(context, near)
{
	static const struct context_case cases[] = {
		{ "<near><term>骗</term></near>", COPY("承诺保本的都是骗子"), "" },
		{ "<near><term>骗</term></near>", COPY("骗子，保本"), "" },
		{ "<near><term>骗</term></near>", COPY("骗子。保本"), "{保本}" },
		{ "<near scope='clause'><term>骗</term></near>", COPY("骗子，保本"), "{保本}" },
		{ "<near scope='block'><term>骗</term></near>", COPY("骗子。保本"), "" },
		{ "<near scope='block'><term>骗</term></near>",
		  CAMPAIGN(MATERIAL("<headline>骗</headline><body>保本</body>")), "{保本}" },
		{ "<near scope='material'><term>骗</term></near>",
		  CAMPAIGN(MATERIAL("<headline>骗</headline><body>保本</body>")), "" },
		{ "<near scope='material'><term>骗</term></near>",
		  CAMPAIGN(MATERIAL("<body>保本</body><body/><body>骗</body>")), "" },
		{ "<near scope='material'><term>骗</term></near>",
		  CAMPAIGN(
			  "<materials><material id='a' kind='poster'><body>骗</body></material><material id='b' kind='poster'><body>保本"
			  "</body></material><material id='e' kind='poster'><body>骗</body></material></materials>"),
		  "{保本}" },
		/* each block and each material is asked for itself */
		{ "<near scope='block'><term>骗</term></near>",
		  CAMPAIGN(MATERIAL("<body>骗。保本</body><body>保本</body><body>保本。骗。保本</body>")), "{保本}" },
		{ "<near scope='material'><term>骗</term></near>",
		  CAMPAIGN(
			  "<materials><material id='a' kind='poster'><body>骗</body><body>保本</body></material><material id='b' kind='poster'><body>保本"
			  "</body></material></materials>"),
		  "{保本}" },
		/* nothing is put together across blocks */
		{ "<near scope='material'><term>骗子</term></near>",
		  CAMPAIGN(MATERIAL("<body>骗</body><body>子保本</body>")), "{保本}" },
	};

	CHECK(cases);
}

/* Outside materials the wide scope is the part of the campaign; not whatever stands beside it. */
Test(context, material_outside_materials)
{
	static const char near[] = "<near scope='material'><term>骗</term></near>";
#define CONSENT(id, words) "<consent id='" id "'><wording>" words "</wording></consent>"
	const struct context_case cases[] = {
		{ near,
		  CAMPAIGN("<terms><clause id='x'>保本</clause><section><clause id='y'>骗</clause></section></terms>"),
		  "" },
		{ near,
		  CAMPAIGN("<terms><section><clause id='y'>骗</clause></section><clause id='x'>保本</clause></terms>"),
		  "" },
		{ near, CAMPAIGN("<terms><clause id='x'>保本<clause id='y'>骗</clause></clause></terms>"), "" },
		{ near, CAMPAIGN("<terms><clause id='x'><clause id='y'>骗</clause>保本</clause></terms>"), "" },
		{ near,
		  CAMPAIGN("<terms><clause id='x'>保本</clause></terms><personal-data>" CONSENT(
			  "k", "骗") "</personal-data>"),
		  "{保本}" },
		{ near,
		  CAMPAIGN("<terms><clause id='x'>骗</clause></terms><personal-data>" CONSENT(
			  "k", "保本") "</personal-data>"),
		  "{保本}" },
		{ near, CAMPAIGN("<personal-data>" CONSENT("k", "骗") CONSENT("n", "保本") "</personal-data>"), "" },
		{ near, CAMPAIGN(MATERIAL("<body>骗</body>") "<terms><clause id='x'>保本</clause></terms>"), "{保本}" },
		{ near, CAMPAIGN(MATERIAL("<body>保本</body>") "<terms><clause id='x'>骗</clause></terms>"), "{保本}" },
	};
#undef CONSENT

	CHECK(cases);
}

Test(context, inside)
{
	static const struct context_case cases[] = {
		{ "<inside blocks='disclosure small-print'/>",
		  CAMPAIGN(MATERIAL("<body>保本</body><disclosure>保本</disclosure><small-print>保本"
				    "</small-print>")),
		  "{保本}" },
		{ "<inside test='@font-size &lt; 10'/>",
		  CAMPAIGN(MATERIAL("<body font-size='8'>保本</body><body font-size='12'>保本</body>")), "{保本}" },
		/* what is not stated excuses nothing, nor does what is not valid */
		{ "<inside test='@font-size &lt; 10'/>", CAMPAIGN(MATERIAL("<body>保本</body>")), "{保本}" },
		{ "<inside blocks='body' test='@font-size &lt; 10'/>",
		  CAMPAIGN(MATERIAL("<headline font-size='8'>保本</headline><body font-size='8'>保本</body>")),
		  "{保本}" },
		{ "<inside test='ancestor::material/@kind = \"sms\"'/>", CAMPAIGN(MATERIAL_AS("", "<body>保本</body>")),
		  "{保本}" },
		{ "<inside test='ancestor::material/@kind = \"poster\"'/>",
		  CAMPAIGN(MATERIAL_AS("", "<body>保本</body>")), "" },
		/* the block, not an inline element in it */
		{ "<inside test='name() = \"body\"'/>", CAMPAIGN(MATERIAL("<body><em>保本</em></body>")), "" },
	};

	CHECK(cases);
}

Test(context, unless)
{
	static const struct context_case cases[] = {
		{ "<before><term>不</term></before><unless><after><term>才怪</term></after></unless>", COPY("不保本"),
		  "" },
		{ "<before><term>不</term></before><unless><after><term>才怪</term></after></unless>",
		  COPY("不保本才怪"), "{保本}" },
		/* any of several conditions, any of several unlesses */
		{ "<before><term>不</term></before><after><term>无效</term></after>", COPY("保本无效，不保本，保本"),
		  "{保本}" },
		{ "<near scope='block'><term>不</term></near><unless><before><term>甲</term></before></unless>"
		  "<unless><before><term>乙</term></before><after><term>丙</term></after></unless>",
		  COPY("不。甲保本。乙保本。保本丙。丁保本"), "{保本}{保本}{保本}" },
		/* what an unless says is nothing where no condition holds */
		{ "<before><term>不</term></before><unless><after><term>才怪</term></after></unless>", COPY("保本才怪"),
		  "{保本}" },
	};

	CHECK(cases);
}

Test(context, named)
{
	static const char rules[] =
		RULES("<context id='denied'><title><zh>否</zh><en>no</en></title><before><term>不</term></before>"
		      "<unless><after><term>才怪</term></after></unless></context>" TEXT_RULE(
			      "t.a", "<term>保本</term><except context='denied'><after><term>无效</term></after>"
				     "<unless><near scope='block'><term>快买</term></near></unless></except>"));

	WHOLE_EXPECT(whole_matches(rules, COPY("不保本")), "");
	WHOLE_EXPECT(whole_matches(rules, COPY("不保本才怪")), "{保本}", "the context's own unless");
	WHOLE_EXPECT(whole_matches(rules, COPY("保本无效")), "", "what the except adds");
	WHOLE_EXPECT(whole_matches(rules, COPY("不保本。快买")), "{保本}", "the except's unless is of both");
	WHOLE_EXPECT(whole_matches(rules, COPY("保本无效。快买")), "{保本}");
}

/* A denial in front of a wide match must not hide what is promised further on in it. */
Test(context, inside_what_is_excused)
{
	static const char rules[] = RULES(TEXT_RULE(
		"t.a",
		"<pattern>保证[^。]{0,12}收益</pattern><except><before within='1'><term>不</term></before></except>"));

	WHOLE_EXPECT(whole_matches(rules, COPY("不保证收益")), "");
	WHOLE_EXPECT(whole_matches(rules, COPY("不保证本金，保证收益")), "{保证收益}");
	WHOLE_EXPECT(whole_matches(rules, COPY("不保证本金，不保证收益")), "");
	WHOLE_EXPECT(whole_matches(rules, COPY("不保证的保证，保证收益")), "{保证，保证收益}", "the first guilty one");
	/* two guilty ones in one excused match, apart from each other */
	WHOLE_EXPECT(
		whole_matches(
			RULES(TEXT_RULE("t.a",
					"<pattern>甲[^。]{0,20}乙</pattern><except><before within='1'><term>不</term>"
					"</before></except>")),
			COPY("不甲一二，甲三乙四，甲五乙")),
		"{甲三乙四，甲五乙}");
	WHOLE_EXPECT(
		whole_matches(RULES(TEXT_RULE("t.a", "<pattern>甲[^乙。]{0,20}乙(?:[^。]{0,20}终)?</pattern><except>"
						     "<before within='1'><term>不</term></before></except>")),
			      COPY("不甲乙，甲乙，不甲乙，甲乙，终")),
		"{甲乙，不甲乙，甲乙，终}");
}

/* The window of a context in a whole block ends somewhere, or a block full of matches would cost its square. */
Test(context, reach)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	for (unsigned gap = CPR_CONTEXT_REACH / 3 - 2; gap <= CPR_CONTEXT_REACH / 3 + 2; gap++) {
		bool reached = 3 * (gap + 1) <= CPR_CONTEXT_REACH;

		for (int side = 0; side < 2; side++) {
			cpr_strbuf_reset(&b);
			cpr_strbuf_addz(
				&b,
				"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'><body>");
			cpr_strbuf_addz(&b, side ? "保本" : "不");
			for (unsigned i = 0; i < gap; i++)
				cpr_strbuf_addz(&b, "字");
			cpr_strbuf_addz(&b, side ? "不" : "保本");
			cpr_strbuf_addz(&b, "</body></material></materials></campaign>");
			WHOLE_EXPECT(whole_matches(side ? EXCUSED_BY("<after scope='block'><term>不</term></after>")
							: EXCUSED_BY("<before scope='block'><term>不</term></before>"),
						   b.p),
				     reached ? "" : "{保本}", "%u characters, side %d", gap, side);
		}
	}
	cpr_strbuf_free(&b);
}

Test(context, what_cannot_be_decided)
{
	cpreview_ruleset *rs = whole_rules(RULES(
		TEXT_RULE("t.a", "<term>保本</term><except><near><pattern>a.{0,9}b.{0,9}d</pattern></near></except>")));
	cpreview_campaign *c =
		whole_campaign(CAMPAIGN(MATERIAL("<body>保本 abababababababx d</body><body>保本</body>")));
	cpreview_report *r;

	c->limits.match_steps = 1;
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(
		whole_findings(r),
		"t.a not-checked 1:124-130 the rule t.a could not be checked: an exception could not be decided: limit match_steps or expr_steps, or its test is at fault\n"
		"t.a fail 1:163-165 [保本]");
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* An expression at fault in a condition is neither yes nor no. */
Test(context, fault_in_inside)
{
	WHOLE_EXPECT(
		whole_outcome(EXCUSED_BY("<inside test='1 div @font-size &gt; 0'/>"),
			      CAMPAIGN(MATERIAL("<body font-size='0'>保本</body>"))),
		"not-checked: 1 not-checked; an exception could not be decided: limit match_steps or expr_steps, or its test is at fault");
}

static cpreview_campaign *blocks(size_t n_blocks, size_t n_words)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	cpreview_campaign *c;

	cpr_strbuf_addz(&b,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'>");
	for (size_t i = 0; i < n_blocks; i++) {
		cpr_strbuf_addz(&b, "<body>");
		for (size_t k = 0; k < n_words; k++)
			cpr_strbuf_addz(&b, "本品保本。");
		cpr_strbuf_addz(&b, "</body>");
	}
	cpr_strbuf_addz(&b, "</material></materials></campaign>");
	c = whole_campaign(b.p);
	cpr_strbuf_free(&b);
	return c;
}

/*
 * A wide condition is asked once a block or material, however many matches there are. Were the block read anew for each of the
 * matches, the pattern would soon have used up all its windows.
 */
Test(context, wide_conditions_are_asked_once)
{
	cpreview_ruleset *rs =
		whole_rules(EXCUSED_BY("<near scope='material'><pattern>骗.{0,3}子</pattern></near>"
				       "<unless><near scope='block'><pattern>诈.{0,3}骗</pattern></near></unless>"));
	static const struct {
		size_t blocks, words;
	} shapes[] = { { 1, 4000 }, { 4, 1000 } };

	cr_expect_eq(rs->n_wide, 2);
	for (size_t i = 0; i < WHOLE_COUNT(shapes); i++) {
		cpreview_campaign *c = blocks(shapes[i].blocks, shapes[i].words);
		cpreview_report *r;

		c->limits.findings_per_rule = 5000;
		r = whole_review_as(rs, c, NULL);
		WHOLE_EXPECT(whole_result(r, "t.a"), "fail: 4000 fail");
		cpr_report_unref(r);
		cpr_campaign_unref(c);
	}
	cpr_ruleset_unref(rs);
}

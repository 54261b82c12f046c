/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of loading rules: what is kept of them, and each mistake with its exact place, several at once. */
#include "whole.h"

#define T "<text><term>本</term></text>"
#define ONE(body) RULES(RULE_OPEN("t.a", "") body "</rule>\n")

Test(rule_load, card)
{
	cpreview_ruleset *rs = whole_rules(RULES(
		"<rule id='t.a' revision='7' right='fair-trade' severity='warning' confidence='hint' waivable='true'"
		" in-force='2024-02-29' repealed='2025-03-01' obligation='one  two-b'>"
		"<title><zh> 标\n  题 </zh><en>The\n  title</en></title><reason><zh>因</zh><en>why</en></reason>"
		"<message><zh>“{match}”{{}}</zh><en>\"{match}\"</en></message><remedy><zh>改</zh><en>mend</en></remedy>" BASIS
			T EXAMPLES "</rule>" RULE_OPEN("t.b", "") TEXTS("讯", "m") BASIS "<manual/></rule>"));
	const struct cpreview_rule *r = rs->rules.v[0], *m = rs->rules.v[1];

	cr_assert_eq(rs->rules.n, 2);
	cr_expect(cpr_str_is(r->card.id, "t.a"));
	cr_expect_eq(r->card.revision, 7);
	cr_expect_eq(r->card.right, CPREVIEW_RIGHT_FAIR_TRADE);
	cr_expect_eq(r->card.severity, CPREVIEW_WARNING);
	cr_expect_eq(r->card.confidence, CPREVIEW_HINT);
	cr_expect(r->card.waivable && !m->card.waivable);
	cr_expect_str_eq(r->card.kind, "text");
	cr_expect_str_eq(m->card.kind, "manual");
	cr_expect(r->has_in_force && r->has_repealed && !m->has_in_force && !m->has_repealed);
	cr_expect_str_eq(r->in_force_text, "2024-02-29");
	cr_expect_str_eq(r->repealed_text, "2025-03-01");
	cr_expect_str_eq(m->in_force_text, "");
	cr_assert_eq(r->n_obligations, 2);
	cr_expect(cpr_str_is(r->obligations[0], "one") && cpr_str_is(r->obligations[1], "two-b"));
	cr_expect(cpr_str_is(r->card.title.zh, "标题") && cpr_str_is(r->card.title.en, "The title"));
	cr_expect(cpr_str_is(r->card.reason.en, "why") && m->card.reason.en.n == 0);
	cr_expect(cpr_str_is(r->message.zh, "“{match}”{{}}"));
	cr_expect_eq(r->n_examples, 2);
	cr_expect_eq(m->n_examples, 0, "what no machine can judge needs no examples");
	cr_expect_str_eq(r->file, "rules.xml");
	cr_expect_eq(r->line, 2);
	cr_expect(cpr_str_is(r->applies.jurisdiction, "CN"));
	cr_expect_eq(cpr_ruleset_find(rs, CPR_STR("t.b")), m);
	cr_expect_null(cpr_ruleset_find(rs, CPR_STR("t.c")));
	cpr_ruleset_unref(rs);
}

struct mistake {
	const char *xml, *piece, *words;
};

static void expect_mistakes(const struct mistake *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
}
#define EXPECT(cases) expect_mistakes(cases, WHOLE_COUNT(cases))

Test(rule_load, mistakes_in_the_head)
{
	static const struct mistake cases[] = {
		{ RULES(RULE("u.a", T)), "u.a", "begin with \"t.\"" },
		{ RULES(RULE("t.", T)), "t.'", "begin with \"t.\"" },
		{ RULES(RULE("t", T)), "t' rev", "begin with \"t.\"" },
		{ RULES(RULE("ta", T)), "ta'", "begin with \"t.\"" },
		{ RULES("<rule id='t.a' revision='0' right='know' severity='error' confidence='likely'>" TEXTS(
			  "讯", "m") BASIS T EXAMPLES "</rule>"),
		  "0' right", "revisions count from 1" },
		{ RULES("<rule id='t.a' revision='2147483648' right='know' severity='error' confidence='likely'>" TEXTS(
			  "讯", "m") BASIS T EXAMPLES "</rule>"),
		  "2147483648", "revisions count from 1" },
		{ RULES(RULE_AS("t.a", " in-force='2024-01-01' repealed='2024-01-01'", "m", T)), "2024-01-01'>",
		  "repealed before it is in force" },
		{ RULES(RULE_AS("t.a", " in-force='2024-01-02' repealed='2024-01-01'", "m", T)), "2024-01-01'>",
		  "repealed before it is in force" },
		{ RULES(RULE(
			  "t.a",
			  T) "<rule id='t.a' revision='2' right='know' severity='error' confidence='likely'>" TEXTS("讯",
														    "m")
				BASIS T EXAMPLES "</rule>"),
		  "t.a' revision='2'", "the id \"t.a\" is taken already" },
		/* what the vocabulary says */
		{ RULES("<rule id='t.a' revision='1' right='knw' severity='error' confidence='likely'>" TEXTS("讯", "m")
				BASIS T EXAMPLES "</rule>"),
		  "knw", "did you mean know?" },
		{ RULES(RULE_AS("t.a", " wavable='true'", "m", T)), "wavable", "did you mean waivable?" },
		{ RULES(RULE_AS("t.a", " in-force='2023-02-29'", "m", T)), "2023-02-29", "2023-02-29" },
	};

	EXPECT(cases);
}

Test(rule_load, mistakes_in_checks)
{
	static const struct mistake cases[] = {
		{ ONE(TEXTS("讯", "m") BASIS EXAMPLES), "<rule ", "the rule has no check" },
		{ ONE(TEXTS("讯", "[{match}]") BASIS T "<manual/>" EXAMPLES), "<manual/>",
		  "a rule has one check; make this another rule" },
		{ ONE(TEXTS("讯", "m") BASIS T "<text><term>二</term></text>" EXAMPLES), "<text><term>二",
		  "<text> may stand only once in <rule>" },
		{ RULES(RULE("t.a", "<text/>")), "<text/>", "there is nothing to look for" },
		{ RULES(RULE("t.a", "<text in='body'><except><before><term>不</term></before></except></text>")),
		  "<text", "there is nothing to look for" },
		{ RULES(RULE("t.a", "<text in='bdy'><term>本</term></text>")), "bdy",
		  "\"bdy\" is not a copy block of campaigns; did you mean \"body\"?" },
		{ RULES(RULE("t.a", "<text in='body campaign'><term>本</term></text>")), "body campaign",
		  "\"campaign\" is not a copy block of campaigns" },
		{ RULES(RULE("t.a", "<text><term> </term></text>")), "<term> ", "nothing is left of this term" },
		{ RULES(RULE("t.a", "<text><term>\u200b</term></text>")), "<term>\u200b",
		  "nothing is left of this term" },
		{ RULES(RULE("t.a", "<text><words lexicon='no'/></text>")), "no'/>", "there is no lexicon \"no\"" },
		{ RULES(RULE("t.a", "<text><term>本</term><except context='no'/></text>")), "no'/>",
		  "there is no context \"no\"" },
		{ RULES(RULE("t.a", "<text><term>本</term><except/></text>")), "<except/>",
		  "name a context, or give a condition" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term><except><unless><before><term>不</term></before></unless></except></text>")),
		  "<except>", "name a context, or give a condition" },
		{ RULES(RULE("t.a", "<text><term>本</term><except><before/></except></text>")), "<before/>",
		  "there is nothing to look for" },
		{ RULES(RULE("t.a",
			     "<text><term>本</term><except><before><term>不</term></before><unless/></except></text>")),
		  "<unless/>", "there is no condition in it" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term><except><before within='0'><term>不</term></before></except></text>")),
		  "0'><term", "within no characters" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term><except><before scope='material'><term>不</term></before></except></text>")),
		  "material'>", "the scope material cannot be used here" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term><except><near scope='campaign'><term>不</term></near></except></text>")),
		  "campaign'><", "the scope campaign cannot be used here" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term><except><around scope='clause'><term>不</term></around></except></text>")),
		  "clause'", "the scope clause cannot be used here" },
		{ RULES(RULE("t.a", "<text><term>本</term><except><inside/></except></text>")), "<inside/>",
		  "say which blocks, or give a test" },
		{ RULES(RULE("t.a", "<text><term>本</term><except><inside blocks='plan'/></except></text>")), "plan'",
		  "\"plan\" is not a copy block" },
		{ RULES(RULE(
			  "t.a",
			  "<disclosure within='block'><statement name='甲' name-en='a'><term>本</term></statement></disclosure>")),
		  "<disclosure", "give a claim, or select the nodes" },
		{ RULES(RULE(
			  "t.a",
			  "<disclosure within='sentence' select='//material'><statement name='甲' name-en='a'><term>本</term></statement>"
			  "</disclosure>")),
		  "sentence' sel", "within is material or campaign" },
		{ RULES(RULE("t.a", "<disclosure within='block'><claim><term>本</term></claim></disclosure>")),
		  "<disclosure", "needs a <statement>" },
		{ RULES(RULE(
			  "t.a",
			  "<fact select='//prize' test='@value &lt; 1' on-missing='fail'><let name='a' value='1'/><let name='a' value='2'/>"
			  "</fact>")),
		  "a' value='2'", "the name \"a\" is taken already" },
		{ RULES(RULE(
			  "t.a",
			  "<text><term>本</term></text>") "<context id='k'><title><zh>甲</zh><en>k</en></title><unless><before><term>不</term>"
							  "</before></unless></context>"),
		  "<context", "a context needs a condition besides unless" },
		{ RULES("<context id='k'><title><zh>甲</zh><en>k</en></title><inside blocks='body'/></context><context id='k' ><title><zh>甲</zh>"
			"<en>k</en></title><inside blocks='body'/></context>" RULE("t.a", T)),
		  "k' >", "the id \"k\" is taken already" },
	};

	EXPECT(cases);
}

/* What is wrong with an expression stands where it is wrong, also behind references, which are longer than what they spell. */
Test(rule_load, mistakes_in_expressions)
{
#define FACT(test) RULES(RULE("t.a", "<fact select='//prize' test='" test "' on-missing='fail'/>"))
	static const struct mistake cases[] = {
		{ FACT("@valeu &lt; 1"), "@valeu", "value" },
		{ FACT("1 &lt; 2 and @valeu &lt; 1"), "@valeu", "value" },
		{ FACT("&#49; &#x3c; &#x32; and @valeu = 1"), "@valeu", "value" },
		{ FACT("@name = \"&#x4E2D;&#25991;\" and @valeu = 1"), "@valeu", "value" },
		{ FACT("@name = \"中文\" and @valeu = 1"), "@valeu", "value" },
		{ FACT("@name = \"&#x1F600;\" and @valeu = 1"), "@valeu", "value" },
		{ FACT("@name = \"&#xE9;\" and @valeu = 1"), "@valeu", "value" },
		/* a line end in a value is one blank, however it is written */
		{ FACT("@name = \"a\" and\r\n\r\n @valeu = 1"), "@valeu", "value" },
		{ FACT("@name = \"a\" and\n\n @valeu = 1"), "@valeu", "value" },
		{ FACT("1 &lt;"), "' on-missing", "" },
		{ RULES(RULE("t.a", "<fact select='//prze' test='true()' on-missing='fail'/>")), "prze", "prize" },
		{ RULES(RULE("t.a", "<fact select='//prize' test='@value' at='@vale' on-missing='fail'/>")), "@vale'",
		  "value" },
		{ RULES(RULE("t.a", "<fact select='//prize' test='$x = 1' on-missing='fail'/>")), "$x", "x" },
		{ RULES(RULE("t.a", "<manual select='//('/>")), "//('/>", "a name must follow" },
		{ RULES(RULE("t.a", "<fact select='//p:thing' test='@x = 1' at='@y' on-missing='fail'/>")), "p:thing",
		  "the prefix p is not bound to a namespace" },
		/* related and its like */
		{ RULES(RULE(
			  "t.a",
			  "<fact select='//prize' test='@value = 1' on-missing='fail'><related select='//prze'><zh>甲</zh><en>a</en></related>"
			  "</fact>")),
		  "prze", "prize" },
		{ RULES(RULE(
			  "t.a",
			  "<fact select='//prize' test='$v = 1' on-missing='fail'><let name='v' value='@vale'/></fact>")),
		  "@vale'", "value" },
	};

	EXPECT(cases);
}

/* The prefix of a foreign namespace lives as long as the ruleset, and belongs to its file. */
Test(rule_load, namespaces)
{
	static const char rules[] = RULES("<namespace prefix='p' uri='urn:x'/>" RULE_AS(
		"t.a", "", "[{v}]",
		"<fact select='//p:thing' test='number(@size) = 1' on-missing='fail'><let name='v' value='@size'/></fact>"));

	WHOLE_EXPECT(
		whole_find(rules,
			   CAMPAIGN("<plan><x:thing xmlns:x='urn:x' size='2'/><thing xmlns='urn:y' size='3'/></plan>")),
		"t.a fail 1:88-123 [2]\n"
		"  thing/@size = 2 at /campaign/plan/*[local-name()='thing' and namespace-uri()='urn:x']/@size\n"
		"  v = 2 at /campaign/plan/*[local-name()='thing' and namespace-uri()='urn:x']/@size");
}

/* What is wrong with a pattern stands in the pattern: behind entities, in CDATA, and at its end. */
Test(rule_load, mistakes_in_patterns)
{
#define PATTERN(p) RULES(RULE("t.a", "<text><pattern>" p "</pattern></text>"))
	static const struct mistake cases[] = {
		{ PATTERN("本("), "</pattern>", "" },
		{ PATTERN("  本(  "), "  </pattern>", "" },
		{ PATTERN("本)金"), ")金", "" },
		{ PATTERN("&lt;&#x672C;)金"), ")金", "" },
		{ PATTERN("<![CDATA[<本>)金]]>"), ")金", "" },
		{ PATTERN("&amp;<![CDATA[本]]>&#x672C;<!-- ) -->)金"), ")金", "" },
		{ PATTERN("\n\n   本)金"), ")金", "" },
		{ PATTERN("保A"), "A</pattern>", "" },
		{ PATTERN("保\\1"), "1</pattern>", "" },
		{ PATTERN(""), "<pattern>", "the pattern is empty" },
		{ PATTERN(" \n "), "<pattern>", "the pattern is empty" },
		{ PATTERN("(?:a*)*b"), NULL, "too slow" },
	};

	for (size_t i = 0; i + 1 < WHOLE_COUNT(cases); i++)
		whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
	cr_expect(strstr(whole_mistakes(cases[WHOLE_COUNT(cases) - 1].xml), "too slow"));
}

Test(rule_load, too_many_patterns)
{
	for (unsigned n = cpr_limits_default.patterns_per_rule; n <= cpr_limits_default.patterns_per_rule + 1; n++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addz(&b, RULES_OPEN LAW RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS "<text>");
		for (unsigned i = 0; i < n; i++)
			cpr_strbuf_addf(&b, "<pattern >本%u</pattern>", i);
		cpr_strbuf_addz(&b, "</text>" EXAMPLES "</rule></ruleset>");
		if (n == cpr_limits_default.patterns_per_rule)
			WHOLE_EXPECT(whole_mistakes(b.p), "");
		else
			whole_one_mistake(b.p, "<pattern >本32<", "more than 32 patterns in one place");
		cpr_strbuf_free(&b);
	}
}

Test(rule_load, templates)
{
#define SAYING(message, check) RULES(RULE_AS("t.a", "", message, check))
	static const struct mistake cases[] = {
		{ SAYING("{mach}", T), "<en>{", "this check never gives {mach}" },
		{ SAYING("{match", T), "<en>{", "a { without }" },
		{ SAYING("match}", T), "<en>match}", "a } without {" },
		{ SAYING("{}", T), "<en>{", "this check never gives {}" },
		{ SAYING("{rate}", "<text><pattern>(?&lt;rat>\\d)%</pattern></text>"), "<en>{",
		  "this check never gives {rate}" },
		{ SAYING("{match}", "<fact select='//prize' test='@value = 1' on-missing='fail'/>"), "<en>{",
		  "never gives {match}" },
		{ SAYING("{match}", "<manual/>"), "<en>{", "never gives {match}" },
		{ SAYING("{match}",
			 "<disclosure within='material' select='//material'><statement name='甲' name-en='a'><term>本</term></statement>"
			 "</disclosure>"),
		  "<en>{", "never gives {match}" },
		{ ONE("<title><zh>题</zh><en>title</en></title><message><zh>{x}</zh><en>m</en></message><remedy><zh>改</zh><en>mend</en></remedy>" BASIS
			      T EXAMPLES),
		  "<zh>{x}", "never gives {x}" },
		{ ONE("<title><zh>题</zh><en>title</en></title><message><zh>甲</zh><en>m</en></message><remedy><zh>改</zh><en>{y}</en></remedy>" BASIS
			      T EXAMPLES),
		  "<en>{y}", "never gives {y}" },
		{ ONE("<title><zh>题</zh><en>title</en></title><message><zh/><en>m</en></message><remedy><zh>改</zh><en>y</en></remedy>" BASIS
			      T EXAMPLES),
		  "<zh/>", "the Chinese text is empty" },
	};
	static const char *const good[] = {
		SAYING("{{match}} {match} }}{{", T),
		SAYING("{rate}{match}", "<text><pattern>(?&lt;rate>\\d)%</pattern></text>"),
		SAYING("{v}",
		       "<fact select='//prize' test='$v = 1' on-missing='fail'><let name='v' value='@value'/></fact>"),
		SAYING("{match}{statement}{n}",
		       "<disclosure within='block'><claim><pattern>(?&lt;n>\\d)%</pattern></claim><statement name='甲' name-en='a'>"
		       "<term>本</term></statement></disclosure>"),
		SAYING("{statement}",
		       "<disclosure within='material' select='//material'><statement name='甲' name-en='a'><term>本</term></statement>"
		       "</disclosure>"),
	};

	EXPECT(cases);
	for (size_t i = 0; i < WHOLE_COUNT(good); i++)
		WHOLE_EXPECT(whole_mistakes(good[i]), "", "%s", good[i]);
}

/* One mistake must not bring others that are none; but independent ones are told together, in the order of the file. */
Test(rule_load, all_at_once)
{
	WHOLE_EXPECT(
		whole_mistakes(RULES(
			"<rule id='t.b' revision='0' right='know' severity='error' confidence='likely'>" TEXTS(
				"讯", "{mach}") BASIS
			"<basis law='M' evidence='confirmed'/><text in='bdy'><term>本</term><pattern>(</pattern><except context='k'>"
			"<inside test='@x'/></except></text></rule>\n"
			"<rule id='u.a' revision='1' right='know' severity='error' confidence='likely'>" TEXTS(
				"讯", "{mach}") BASIS T "</rule>\n")),
		"2:1 a rule needs at least one violating and one compliant example\n"
		"2:26 revisions count from 1\n"
		"2:266 there is no law \"M\"; did you mean \"L\"?\n"
		"2:301 \"bdy\" is not a copy block of campaigns; did you mean \"body\"?\n"
		"2:330 missing closing parenthesis\n"
		"2:357 there is no context \"k\"\n"
		"2:374 what stands here has no attribute @x\n"
		"3:1 a rule needs at least one violating and one compliant example\n"
		"3:11 the ids of rules of this ruleset begin with \"t.\"\n"
		"3:137 this check never gives {mach}");
}

Test(rule_load, without_examples)
{
	static const char violating[] = "<example outcome='violating'><mark>x</mark></example>";
	static const char compliant[] = "<example outcome='compliant'>x</example>";
	const char *const bodies[] = { "", violating, compliant };

	for (size_t i = 0; i < WHOLE_COUNT(bodies); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(&b, "%s%s</rule></ruleset>",
				RULES_OPEN LAW RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS T, bodies[i]);
		whole_one_mistake(b.p, "<rule ", "a rule needs at least one violating and one compliant example");
		cpr_strbuf_free(&b);
	}
}

Test(rule_load, missing_parts)
{
	static const struct mistake cases[] = {
		{ ONE(BASIS T EXAMPLES
		      "<message><zh>讯</zh><en>m</en></message><remedy><zh>改</zh><en>mend</en></remedy>"),
		  "<rule ", "<rule> needs a <title>" },
		{ ONE(BASIS T EXAMPLES "<title><zh>讯</zh><en>m</en></title><remedy><zh>改</zh><en>mend</en></remedy>"),
		  "<rule ", "<rule> needs a <message>" },
		{ ONE(BASIS T EXAMPLES
		      "<title><zh>讯</zh><en>m</en></title><message><zh>改</zh><en>mend</en></message>"),
		  "<rule ", "<rule> needs a <remedy>" },
		{ ONE(TEXTS("讯", "m") T EXAMPLES), "<rule ", "<rule> needs a <basis>" },
		{ ONE(TEXTS("讯", "m") BASIS "<txt><term>本</term></txt>" EXAMPLES), "<txt>",
		  "unknown element <txt>; did you mean <text>?" },
		{ ONE("<title><zh>题</zh></title><message><zh>讯</zh><en>m</en></message><remedy><zh>改</zh><en>mend</en></remedy>" BASIS
			      T EXAMPLES),
		  "<title><zh>题", "<title> needs a <en>" },
	};

	EXPECT(cases);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of how a piece in a ruleset file becomes a whole campaign. */
#include "whole.h"

#define HEAD \
	"<c:campaign xmlns=\"urn:cpreview:rules:1\" xmlns:c=\"urn:cpreview:campaign:1\" id=\"example\" jurisdiction=\"CN\""
#define TAIL "</c:campaign>\n"
#define IN_BODY(text)                                                                                     \
	"<c:plan></c:plan><c:materials><c:material id=\"example-material\" kind=\"poster\"><c:body>" text \
	"</c:body></c:material></c:materials>"
#define WITH(applies, example)                                                                                    \
	RULES(RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS applies "<text><term>本</term></text>" example EXAMPLES \
								  "</rule>")
#define TEXT_EXAMPLE(attrs, text) "<example outcome='compliant' " attrs ">" text "</example>"

/* The first example of a rule, as a campaign. */
static void expect_campaign(const char *rules, const char *want)
{
	cpreview_ruleset *rs = whole_rules(rules);
	const struct cpr_example *e = &rs->rules.v[0]->examples[0];

	cr_expect_str_eq(e->bytes.p, want);
	cpr_ruleset_unref(rs);
}

Test(example, plain_text)
{
	expect_campaign(WITH("", TEXT_EXAMPLE("", "字")), HEAD " kind=\"other\">" IN_BODY("字") TAIL);
	/* as it stands in the source: references, comments, marks, white space, line ends */
	expect_campaign(
		WITH("",
		     "<example outcome='violating'>\r\n &lt;&#x672C;<!-- x --><mark>本</mark><![CDATA[<]]></example>"),
		HEAD " kind=\"other\">" IN_BODY("\r\n &lt;&#x672C;<!-- x --><mark>本</mark><![CDATA[<]]>") TAIL);
	expect_campaign(WITH("", "<example outcome='compliant'>a<!-- </example> --></example\n  >"),
			HEAD " kind=\"other\">" IN_BODY("a<!-- </example> -->") TAIL);
	expect_campaign(WITH("", TEXT_EXAMPLE("", "")), HEAD " kind=\"other\">" IN_BODY("") TAIL);
	expect_campaign(WITH("", "<example outcome='compliant'/>"), HEAD " kind=\"other\">" IN_BODY("") TAIL);
}

Test(example, block)
{
	expect_campaign(
		WITH("", TEXT_EXAMPLE("in='headline'", "字")), HEAD
		" kind=\"other\"><c:plan></c:plan><c:materials><c:material id=\"example-material\" kind=\"poster\"><c:headline>字"
		"</c:headline></c:material></c:materials>" TAIL);
	expect_campaign(WITH("", TEXT_EXAMPLE("in='clause'", "字")),
			HEAD " kind=\"other\"><c:plan></c:plan><c:terms><c:clause>字</c:clause></c:terms>" TAIL);
	expect_campaign(
		WITH("", TEXT_EXAMPLE("in='wording'", "字")), HEAD
		" kind=\"other\"><c:plan></c:plan><c:personal-data><c:consent><c:wording>字</c:wording></c:consent></c:personal-data>" TAIL);
}

/* What the author says, else the first of what the rule applies to, else a default. */
Test(example, surroundings)
{
	expect_campaign(
		WITH("",
		     TEXT_EXAMPLE(
			     "kind='quiz' purpose='education' product='loan' channel='sms' material='sms' segment='elderly'",
			     "字")),
		HEAD
		" kind=\"quiz\" purpose=\"education\"><c:plan><c:audience><c:segment id=\"example-segment\" kind=\"elderly\"/></c:audience>"
		"<c:channel id=\"example-channel\" kind=\"sms\"/><c:product id=\"example-product\" kind=\"loan\""
		" name=\"&#x793A;&#x4F8B;\"/></c:plan><c:materials><c:material id=\"example-material\" kind=\"sms\"><c:body>字</c:body>"
		"</c:material></c:materials>" TAIL);
	expect_campaign(
		WITH("<applies kinds='quiz coupon' purposes='education' products='fund loan' channels='push' materials='page sms'"
		     " segments='minors'/>",
		     TEXT_EXAMPLE("product='loan'", "字")),
		HEAD
		" kind=\"quiz\" purpose=\"education\"><c:plan><c:audience><c:segment id=\"example-segment\" kind=\"minors\"/></c:audience>"
		"<c:channel id=\"example-channel\" kind=\"push\"/><c:product id=\"example-product\" kind=\"loan\""
		" name=\"&#x793A;&#x4F8B;\"/></c:plan><c:materials><c:material id=\"example-material\" kind=\"page\"><c:body>字</c:body>"
		"</c:material></c:materials>" TAIL);
}

Test(example, piece)
{
	expect_campaign(WITH("", TEXT_EXAMPLE("kind='quiz'", "<c:plan/>\n<c:materials/>")),
			HEAD " kind=\"quiz\"><c:plan/>\n<c:materials/>" TAIL);
	/* an inline element of the campaign vocabulary makes no piece of plain text */
	expect_campaign(WITH("", TEXT_EXAMPLE("", "a<c:em>b</c:em>")),
			HEAD " kind=\"other\">" IN_BODY("a<c:em>b</c:em>") TAIL);
}

/* Every copy block of the vocabulary can be named, and makes a campaign that is valid as a fragment. */
Test(example, every_block)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	unsigned blocks = 0;

	for (cpr_name e = 0; e < v->n_elements; e++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		cpreview_ruleset *rs;
		cpreview_campaign *c;

		if (v->elements[e].content != CPR_CONTENT_COPY)
			continue;
		blocks++;
		cpr_strbuf_addf(
			&b,
			"%s<example outcome='compliant' in='%s' product='loan' channel='sms'>字</example>%s</rule></ruleset>",
			RULES_OPEN LAW RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS "<text><term>本</term></text>",
			v->names[e], EXAMPLES);
		rs = whole_rules(b.p);
		c = whole_campaign(rs->rules.v[0]->examples[0].bytes.p);
		cr_expect_geq(c->copy.n_units, 1, "%s", v->names[e]);
		cr_expect_str_eq(v->names[c->doc->nodes[c->copy.units[c->copy.n_units - 1].node].name], v->names[e]);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
		cpr_strbuf_free(&b);
	}
	cr_expect_gt(blocks, 10);
}

Test(example, facts)
{
	cpreview_ruleset *rs = whole_rules(
		RULES_OPEN LAW "\n\n" RULE_OPEN("t.a", "") TEXTS("讯", "m") BASIS
		"<fact select='//prize' test='@value = 1' on-missing='fail'/>\n"
		"<example outcome='violating' at='//prize' as-of='2024-02-29'><c:plan><c:draw id='d'><c:prize value='2'/></c:draw></c:plan></example>\n"
		"<example outcome='compliant'>  a\n b <c:em>c</c:em></example></rule></ruleset>");
	const struct cpr_example *e = rs->rules.v[0]->examples;

	cr_assert_eq(rs->rules.v[0]->n_examples, 2);
	cr_expect(e[0].violating && !e[1].violating && !e[0].marked);
	cr_expect(e[0].at && !e[1].at);
	cr_expect(e[0].has_as_of && !e[1].has_as_of);
	cr_expect_eq(e[0].line, 5);
	cr_expect_str_eq(e[0].file, "rules.xml");
	cr_expect_str_eq(e[1].text.p, "a b c");
	cr_expect_str_eq(e[0].text.p, "");
	cpr_ruleset_unref(rs);
}

Test(example, mistakes)
{
	static const struct {
		const char *xml, *piece, *words;
	} cases[] = {
		{ WITH("", "<example outcome='violating'>字</example>"), "<example outcome='violating'>字",
		  "mark what must be found, or say at which nodes" },
		{ WITH("", "<example outcome='violating' at='//body'><mark>字</mark></example>"), "//body",
		  "marks and at exclude each other" },
		{ WITH("", TEXT_EXAMPLE("", "<mark>字</mark>")), "<example outcome='compliant' >",
		  "a compliant example has nothing to mark" },
		{ WITH("", TEXT_EXAMPLE("at='//body'", "字")), "<example outcome='compliant' at",
		  "a compliant example has nothing to mark" },
		{ WITH("", "<example outcome='violating' at='//bdy'>字</example>"), "bdy",
		  "there is no element <bdy>; did you mean <body>?" },
		{ WITH("", "<example outcome='violating' at='1 = 1'>字</example>"), "1 = 1", "" },
		{ WITH("", TEXT_EXAMPLE("in='bdy'", "字")), "bdy", "\"bdy\" is not a copy block of campaigns" },
		{ WITH("", TEXT_EXAMPLE("in='plan'", "字")), "plan'", "\"plan\" is not a copy block of campaigns" },
		{ WITH("", TEXT_EXAMPLE("kind='quz'", "字")), "quz",
		  "\"quz\" is not a code of the list campaign-kind; did you mean \"quiz\"?" },
		{ WITH("", TEXT_EXAMPLE("purpose='x'", "字")), "x'>字", "is not a code of the list" },
		{ WITH("", TEXT_EXAMPLE("product='lone'", "字")), "lone",
		  "\"lone\" is not a code of the list product-kind" },
		{ WITH("", TEXT_EXAMPLE("channel='smss'", "字")), "smss", "did you mean \"sms\"?" },
		{ WITH("", TEXT_EXAMPLE("material='postr'", "字")), "postr", "did you mean \"poster\"?" },
		{ WITH("", TEXT_EXAMPLE("segment='eldrly'", "字")), "eldrly", "did you mean \"elderly\"?" },
		{ WITH("", TEXT_EXAMPLE("as-of='2023-02-29'", "字")), "2023-02-29", "2023-02-29" },
		{ WITH("", "<example outcome='good'>字</example>"), "good", "good" },
		{ WITH("", TEXT_EXAMPLE("", "<markk>字</markk>")), "<markk>", "did you mean <mark>?" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
}

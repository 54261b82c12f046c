/* SPDX-License-Identifier: Apache-2.0 */
#include "ruleset/rules_ids.h"
#include "spectest.h"

Test(validate, elements)
{
	static const struct spec_case cases[] = {
		{ WITH_PLAN(""), "", NULL },
		{ CAMPAIGN(""), "spec.missing-element campaign|plan|",
		  "<campaign xmlns='urn:cpreview:campaign:1' xmlns:x='urn:example:x' id='c' jurisdiction='CN' kind='coupon'>" },
		{ WITH_PLAN("<plan/>"), "spec.repeated-element campaign|plan|", "<plan/>" },
		{ WITH_PLAN("<plan a='1'/>"), "spec.repeated-element campaign|plan|; spec.unknown-attribute a|plan|",
		  "<plan a='1'/>" },
		{ CAMPAIGN("<plan><plan/></plan>"), "spec.misplaced-element plan|plan|<campaign>", "<plan/>" },
		{ CAMPAIGN("<plan><campaign/></plan>"), "spec.misplaced-element campaign|plan|/", "<campaign/>" },
		{ CAMPAIGN("<plan><coupn><also-not-looked-at/></coupn></plan>"), "spec.misspelt-element coupn|coupon|",
		  "<coupn>" },
		{ CAMPAIGN("<plan><zzzzzzzz/></plan>"), "spec.unknown-element zzzzzzzz||", "<zzzzzzzz/>" },
		/* in every content */
		{ CAMPAIGN("<plan><region code='CN'><note/></region></plan>"),
		  "spec.misplaced-element note|region|<campaign>, <plan>, <organiser>, <partner> …", "<note/>" },
		{ CAMPAIGN("<plan><summary>a<note/></summary></plan>"),
		  "spec.misplaced-element note|summary|<campaign>, <plan>, <organiser>, <partner> …", "<note/>" },
		{ WITH_PLAN("<terms><clause>a<em>b<strong>c</strong></em><br/>d<clause>e</clause></clause></terms>"),
		  "", NULL },
		{ WITH_PLAN("<terms><clause>a<em>b<clause>c</clause></em></clause></terms>"),
		  "spec.misplaced-element clause|em|<terms>, <section>, <clause>", "<clause>" },
	};

	spec_run(cases, COUNT(cases), 0);
}

Test(validate, text)
{
	static const struct spec_case cases[] = {
		{ CAMPAIGN("\n <plan> <!-- c --> </plan>\t\n"), "", NULL },
		{ CAMPAIGN("<plan> 好 &#32;</plan>"), "spec.text-not-allowed plan||", "好" },
		{ CAMPAIGN("<plan><region code='CN'> x </region></plan>"), "spec.text-not-allowed region||", "x" },
		{ CAMPAIGN("<plan><region code='CN'> \n </region></plan>"), "", NULL },
		{ CAMPAIGN("<plan>\u3000</plan>"), "spec.text-not-allowed plan||", "\u3000" },
		{ CAMPAIGN("a<plan/>b"), "spec.text-not-allowed campaign||; spec.text-not-allowed campaign||", "a" },
		{ CAMPAIGN("<plan><summary>x</summary></plan>"), "", NULL },
	};

	spec_run(cases, COUNT(cases), 0);
}

Test(validate, other_namespaces)
{
	static const struct spec_case cases[] = {
		{ CAMPAIGN(
			  "<x:a q='1'>t<x:b/></x:a><plan x:k='1' xml:lang='zh'><x:a/><summary>t<x:a>u</x:a></summary></plan>"),
		  "", NULL },
		{ WITH_PLAN("<terms><clause>a<x:b>c<em>d</em><x:e><br/></x:e></x:b></clause></terms>"), "", NULL },
		{ CAMPAIGN("<plan><x:a><product/></x:a></plan>"), "spec.misplaced-element product|a|<plan>",
		  "<product/>" },
		{ CAMPAIGN("<plan><summary><x:a><em/></x:a></summary></plan>"),
		  "spec.misplaced-element em|a|<prompt>, <choice>, <explanation>, <headline> …", "<em/>" },
		{ CAMPAIGN("<plan><x:a><prodct/></x:a></plan>"), "spec.misspelt-element prodct|product|", "<prodct/>" },
		{ CAMPAIGN("<plan><region code='CN'><x:a/></region></plan>"), "spec.not-empty region|a|", "<x:a/>" },
		{ CAMPAIGN("<plan xmlns=''/>"),
		  "spec.missing-element campaign|plan|; "
		  "spec.element-namespace <plan xmlns=\"\">|urn:cpreview:campaign:1|campaign",
		  NULL },
		{ CAMPAIGN("<plan><x:a><b xmlns=''/></x:a></plan>"),
		  "spec.element-namespace <b xmlns=\"\">|urn:cpreview:campaign:1|campaign", "<b xmlns=''/>" },
		{ CAMPAIGN("<plan><b xmlns='urn:cpreview:other'/></plan>"),
		  "spec.element-namespace <b xmlns=\"urn:cpreview:other\">|urn:cpreview:campaign:1|campaign", NULL },
		{ CAMPAIGN("<plan><b xmlns='urn:cpreview'/></plan>"), "", NULL },
	};

	spec_run(cases, COUNT(cases), 0);
}

Test(validate, roots)
{
	static const struct {
		const char *document, *word;
	} cases[] = {
		{ "<campaign/>", "<campaign xmlns=\"\">" },
		{ "<plan xmlns='urn:cpreview:campaign:1'/>", "<plan xmlns=\"urn:cpreview:campaign:1\">" },
		{ "<id/>", "<id xmlns=\"\">" },
		{ "<campaign xmlns='urn:cpreview:campaign:2'><plan/></campaign>",
		  "<campaign xmlns=\"urn:cpreview:campaign:2\">" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		cpreview_campaign *c = spec_parse(cases[i].document, 0);

		cr_assert_eq(c->problems.list.n, 1);
		cr_expect_eq(c->problems.list.v[0].id, CPR_PROBLEM_SPEC_NAMESPACE);
		cr_expect(cpr_str_is(c->problems.list.v[0].word[0], cases[i].word), "%s", cases[i].document);
		cr_expect_null(c->doc);
		cpr_campaign_unref(c);
	}
}

Test(validate, fragments_may_lack_things)
{
	static const struct spec_case cases[] = {
		{ "<campaign xmlns='urn:cpreview:campaign:1'/>", "", NULL },
		{ CAMPAIGN("<plan><product id='p' issuer='nobody'/></plan>"), "", NULL },
		{ WITH_PLAN(
			  "<terms><clause>a<r:mark xmlns:r='urn:cpreview:rules:1'>b<em>c</em></r:mark></clause></terms>"),
		  "", NULL },
		/* but not be wrong */
		{ CAMPAIGN("<plan a='1'><product kind='lone'/><x/></plan>"),
		  "spec.unknown-attribute a|plan|; spec.unknown-code kind|lone|product-kind; spec.unknown-element x||",
		  NULL },
		{ CAMPAIGN("<plan><organiser id='o'/><product issuer='c'/></plan>"),
		  "spec.reference-kind issuer|c|campaign", "c" },
		{ WITH_PLAN("<plan/>"), "spec.repeated-element campaign|plan|", NULL },
	};

	spec_run(cases, COUNT(cases), CPR_VALIDATE_FRAGMENT);
}

static const char *rules_problems(const char *document)
{
	const struct cpr_vocabulary *v = &cpr_rules_vocabulary;
	struct cpr_doc_schema schema = cpr_vocabulary_schema(v);
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_problems problems = { .arena = &arena };
	struct cpr_doc *doc =
		cpr_doc_parse(&cpr_mem_libc, cpr_str_of(document), &cpr_limits_default, &schema, &problems);
	struct cpr_valid valid;
	const char *said;

	cr_assert_not_null(doc);
	cr_assert(cpr_validate(doc, v, CPR_R_E_RULES, 0, &arena, &valid, &problems));
	said = spec_problems(&problems);
	cpr_valid_free(&valid);
	cpr_doc_free(doc);
	cpr_problems_free(&problems);
	cpr_arena_free(&arena);
	return said;
}

#define RULE(example)                                                                           \
	"<rules xmlns='urn:cpreview:rules:1' xmlns:c='urn:cpreview:campaign:1'>"                \
	"<rule id='cn.know.x' revision='1' right='know' severity='error' confidence='certain'>" \
	"<title><zh>a</zh><en>a</en></title><basis law='L' evidence='confirmed'/>"              \
	"<message><zh>a</zh><en>a</en></message><remedy><zh>a</zh><en>a</en></remedy>" example "</rule></rules>"

Test(validate, rulesets_and_their_examples)
{
	static const struct {
		const char *document, *problems;
	} cases[] = {
		{ RULE(""), "" },
		{ RULE("<example outcome='violating'>稳<mark>赚</mark></example>"), "" },
		{ RULE("<example outcome='violating'><c:terms><c:clause>稳<mark>赚</mark></c:clause></c:terms></example>"),
		  "" },
		{ RULE("<example outcome='violating'><mark><mark/></mark></example>"),
		  "spec.misplaced-element mark|mark|<example>" },
		{ RULE("<example outcome='violating'><c:terms><term/></c:terms></example>"),
		  "spec.misplaced-element term|terms|<before>, <after>, <around>, <near> …" },
		{ RULE("<example outcome='violating'><terms xmlns=''/></example>"),
		  "spec.element-namespace <terms xmlns=\"\">|urn:cpreview:rules:1|ruleset" },
		{ RULE("<example outcome='violating'><t xmlns='urn:cpreview:campaign:2'/></example>"),
		  "spec.element-namespace <t xmlns=\"urn:cpreview:campaign:2\">|urn:cpreview:rules:1|ruleset" },
		{ RULE("<c:terms/>"),
		  "spec.element-namespace <terms xmlns=\"urn:cpreview:campaign:1\">|urn:cpreview:rules:1|ruleset" },
		{ RULE("<manual select='//a'/><text><term>x</term></text>"), "" },
		{ RULE("<manual select=' '/>"),
		  "spec.value select||there is no value; leave the attribute out if there is nothing to state" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(rules_problems(cases[i].document), cases[i].problems, "%s: %s", cases[i].document,
				 rules_problems(cases[i].document));
}

/* A document of so many unknown elements. */
static char *flood(size_t n)
{
	const char *head = "<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'><plan>",
		   *one = "<prodct/>", *tail = "</plan></campaign>";
	char *text = malloc(strlen(head) + n * strlen(one) + strlen(tail) + 1), *p = text;

	p = stpcpy(p, head);
	while (n--)
		p = stpcpy(p, one);
	stpcpy(p, tail);
	return text;
}

Test(validate, a_flood_of_problems_ends_and_says_so)
{
	for (size_t more = 0; more <= 2; more++) {
		char *text = flood(CPR_VALIDATE_PROBLEMS + more);
		cpreview_campaign *c = spec_parse(text, 0);
		size_t n = c->problems.list.n;

		cr_expect_eq(n, CPR_VALIDATE_PROBLEMS + (more > 0));
		cr_expect_eq(c->problems.list.v[0].id, CPR_PROBLEM_SPEC_MISSPELT_ELEMENT);
		/* guesses ran out long before */
		cr_expect_eq(c->problems.list.v[n - 2].id, CPR_PROBLEM_SPEC_UNKNOWN_ELEMENT);
		cr_expect_eq(c->problems.list.v[n - 1].id, more ? CPR_PROBLEM_LIMIT : CPR_PROBLEM_SPEC_UNKNOWN_ELEMENT);
		cpr_campaign_unref(c);
		free(text);
	}
}

Test(validate, long_names_are_clipped)
{
	char text[2048];
	cpreview_campaign *c;
	struct cpr_str word;

	(void)snprintf(text, sizeof text, CAMPAIGN("<plan><%s/></plan>"),
		       "活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活活");
	c = spec_parse(text, 0);
	cr_assert_eq(c->problems.list.n, 1);
	word = c->problems.list.v[0].word[0];
	cr_expect_eq(word.n, 123);
	cr_expect(memcmp(word.p + 120, "…", 3) == 0);
	cpr_campaign_unref(c);
}

Test(validate, problems_stand_in_document_order)
{
	cpreview_campaign *c = spec_parse(
		CAMPAIGN(
			"<plan a='1'><product id='p' kind='loan' name='n' issuer='nobody' seller='c' b='2'><zz1/></product>x"
			"<product id='p' kind='loan' name='n'/></plan><plan/>"),
		0);

	cr_assert_gt(c->problems.list.n, 5);
	for (size_t i = 1; i < c->problems.list.n; i++)
		cr_expect_leq(c->problems.list.v[i - 1].start, c->problems.list.v[i].start);
	cpr_campaign_unref(c);
}

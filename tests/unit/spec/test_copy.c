/* SPDX-License-Identifier: Apache-2.0 */
#include "spectest.h"

/* "clause:一二三 | clause:四" */
static const char *units_text(const cpreview_campaign *c)
{
	static char text[4096];
	size_t n = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < c->copy.n_units; i++) {
		const struct cpr_unit *u = &c->copy.units[i];

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s:%.*s", i ? " | " : "",
				      cpr_campaign_vocabulary.names[c->doc->nodes[u->node].name],
				      CPR_STR_ARG(cpr_unit_text(&c->copy, u)));
	}
	return text;
}

#define TERMS(body) WITH_PLAN("<terms>" body "</terms>")

Test(copy, units)
{
	static const struct {
		const char *document, *units;
	} cases[] = {
		{ WITH_PLAN(""), "" },
		{ TERMS("<clause>一</clause>"), "clause:一" },
		{ TERMS("<clause>\n  一<em>二<strong>三</strong></em><!-- c -->四<![CDATA[五]]>\n</clause>"),
		  "clause:一二三四五" },
		{ TERMS("<clause>一</clause><clause>二</clause>"), "clause:一 | clause:二" },
		/* what no consumer reads */
		{ CAMPAIGN(
			  "<plan><summary>不看</summary><note>不看</note><x:a>不看</x:a></plan><terms><note>不看</note></terms>"),
		  "" },
		/* line breaks */
		{ TERMS("<clause>一<br/>二</clause>"), "clause:一\n二" },
		{ TERMS("<clause> 一 \n<br/>\n 二<em><br/>三</em></clause>"), "clause:一\n二\n三" },
		{ TERMS("<clause><br/>一<br/></clause>"), "clause:一" },
		{ TERMS("<clause><br/></clause>"), "clause:" },
		{ TERMS("<clause/><clause> </clause><clause>二</clause>"), "clause: | clause: | clause:二" },
		/* blocks in blocks */
		{ TERMS("<clause>一<clause>二<clause>三</clause></clause><clause>四</clause></clause>"),
		  "clause:一 | clause:二 | clause:三 | clause:四" },
		{ TERMS("<clause>一<clause>二</clause>三<em>四</em><clause>五</clause> <br/> </clause>"),
		  "clause:一 | clause:二 | clause:三四 | clause:五" },
		{ TERMS("<clause><clause>二</clause></clause>"), "clause: | clause:二" },
		/* elements of other namespaces */
		{ TERMS("<clause>一<x:b>二<em>三</em><x:c>四</x:c></x:b>五</clause>"), "clause:一二三四五" },
		{ TERMS("<clause>一<x:b>二<clause>三</clause>四</x:b>五</clause>"),
		  "clause:一二 | clause:三 | clause:四五" },
		/* every kind of block */
		{ CAMPAIGN(
			  "<plan><quiz id='q'><question><prompt>问</prompt><choice>甲</choice><explanation>解</explanation></question></quiz></plan>"
			  "<materials><material id='m' kind='poster'><headline>标</headline><image><alt-text>图</alt-text></image>"
			  "<table><row><cell>格</cell><cell>元</cell></row></table></material></materials>"
			  "<personal-data><consent id='k' kind='general'><wording>同</wording></consent></personal-data>"),
		  "prompt:问 | choice:甲 | explanation:解 | headline:标 | alt-text:图 | cell:格 | cell:元 | wording:同" },
		/* folded */
		{ TERMS("<clause>ＡＢＣ　１２％\u200b，年 化</clause>"), "clause:abc 12%,年化" },
		/* what is not understood is still read */
		{ TERMS("<clause>一<span>二</span>三</clause>"), "clause:一二三" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		cpreview_campaign *c = spec_parse(cases[i].document, 0);

		cr_assert_not_null(c->doc, "%s: %s", cases[i].document, spec_problems(&c->problems));
		cr_expect_str_eq(units_text(c), cases[i].units, "%s: %s", cases[i].document, units_text(c));
		cpr_campaign_unref(c);
	}
}

/* The source of bytes [start, end) of the folded text. */
static struct cpr_str source(const cpreview_campaign *c, uint32_t start, uint32_t end)
{
	uint32_t from, to;
	struct cpr_src src;

	cpr_fold_source(&c->copy.folded, start, end, &from, &to);
	src = cpr_place_text(c->doc, from, to);
	return (struct cpr_str){ c->doc->source.text.p + src.start, src.end - src.start };
}

Test(copy, the_way_back)
{
	cpreview_campaign *c =
		spec_parse(TERMS("<clause>一<br/>稳<em>赚</em>不&#x8d54;<clause>二</clause>三四</clause>"), 0);
	const struct cpr_unit *u = c->copy.units;

	cr_assert_str_eq(units_text(c), "clause:一\n稳赚不赔 | clause:二 | clause:三四");
	cr_expect(cpr_str_is(source(c, u[0].folded, u[0].folded + 3), "一"));
	cr_expect(cpr_str_is(source(c, u[0].folded + 4, u[0].folded + 10), "稳<em>赚"));
	cr_expect(cpr_str_is(source(c, u[0].folded + 4, u[0].folded + u[0].folded_n), "稳<em>赚</em>不&#x8d54;"));
	cr_expect(cpr_str_is(source(c, u[0].folded, u[0].folded + u[0].folded_n), "一<br/>稳<em>赚</em>不&#x8d54;"));
	cr_expect(cpr_str_is(source(c, u[2].folded, u[2].folded + 6), "三四"));
	cr_expect_eq(u[0].node, u[2].node);
	cr_expect_eq(u[0].text_n, 15);
	cr_expect(cpr_str_is((struct cpr_str){ c->doc->text + u[2].text, u[2].text_n }, "三四"));
	cpr_campaign_unref(c);
}

Test(copy, finding_units)
{
	cpreview_campaign *c = spec_parse(
		CAMPAIGN(
			"<plan/><materials><material id='m' kind='poster'><headline>标<em>题</em></headline><body/></material></materials>"
			"<terms><clause>一<clause>二</clause>三</clause></terms>"),
		0);
	const struct cpr_copy *copy = &c->copy;

	cr_assert_eq(copy->n_units, 5);
	cr_assert_eq(copy->n_blocks, 4);
	for (uint32_t i = 0; i < copy->n_units; i++) {
		const struct cpr_unit *u = &copy->units[i];

		for (uint32_t at = 0; at < u->folded_n; at++)
			cr_expect_eq(cpr_copy_unit_at(copy, u->folded + at), i);
		cr_expect_eq(cpr_copy_unit_at(copy, u->folded + u->folded_n), copy->n_units, "behind unit %u", i);
		cr_expect_eq(copy->folded.text.p[u->folded + u->folded_n], '\n');
		cr_expect_eq(cpr_copy_unit_of(copy, u->node), i == 4 ? 2 : i);
		cr_expect_eq(u->material == CPR_NO_NODE, i > 1);
	}
	cr_expect_eq(c->doc->nodes[copy->units[0].material].name, CPR_E_MATERIAL);
	cr_expect_eq(cpr_copy_unit_of(copy, 0), copy->n_units);
	cr_expect_eq(cpr_copy_unit_of(copy, c->doc->n_nodes), copy->n_units);
	cr_expect_eq(cpr_copy_unit_at(copy, UINT32_MAX), copy->n_units);
	cpr_campaign_unref(c);
}

Test(copy, of_no_copy)
{
	struct cpr_copy none = { 0 };

	cr_expect_eq(cpr_copy_unit_at(&none, 0), 0);
	cr_expect_eq(cpr_copy_unit_of(&none, 0), 0);
	cpr_copy_free(&none);
}

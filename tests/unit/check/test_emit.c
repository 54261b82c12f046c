/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of what all check kinds share: findings and their texts, evidence, filters, matches inside excused ones. */
#include "check/emit.h"

#include "whole.h"

#define COPY_RULES(what) RULES(RULE_AS("t.a", "", "[{match}]", "<text>" what "</text>"))

/* A review opened up, to call what checks call. */
struct bench {
	cpreview_ruleset *rs;
	cpreview_campaign *c;
	struct cpr_matcher *m;
	struct cpr_expr_env expr;
	struct cpr_text_env text;
	struct cpr_rule_result result;
	cpreview_report *r;
	struct cpr_run run;
	uint32_t *units;
};

static void bench_begin(struct bench *b, const struct cpr_mem *mem, const char *rules, const char *campaign)
{
	*b = (struct bench){ .rs = whole_rules(rules), .c = whole_campaign(campaign) };
	b->m = cpr_matcher_new(&cpr_mem_libc, &b->c->limits);
	cpr_expr_env_init(&b->expr, &cpr_mem_libc, b->c, b->m);
	cr_assert(cpr_text_env_init(&b->text, &cpr_mem_libc, b->c, b->m, &b->expr, b->rs->terms, b->rs->phrase_kinds.v,
				    (uint32_t)b->rs->phrase_kinds.n));
	b->r = cpr_report_new(mem, NULL);
	b->result.rule = &b->rs->rules.v[0]->card;
	b->units = calloc(cpr_campaign_vocabulary.n_elements, sizeof *b->units);
	for (uint32_t i = 0; i < b->c->copy.n_units; i++)
		b->units[b->c->doc->nodes[b->c->copy.units[i].node].name]++;
	b->run = (struct cpr_run){ .campaign = b->c,
				   .rule = b->rs->rules.v[0],
				   .report = b->r,
				   .result = &b->result,
				   .text = &b->text,
				   .expr = &b->expr,
				   .units_by_element = b->units };
}

static void bench_end(struct bench *b)
{
	cpr_text_env_free(&b->text);
	cpr_expr_env_free(&b->expr);
	cpr_matcher_free(b->m);
	cpr_report_unref(b->r);
	cpr_campaign_unref(b->c);
	cpr_ruleset_unref(b->rs);
	free(b->units);
}

Test(emit, not_checked)
{
	struct bench b;
	const struct cpreview_finding *f;

	bench_begin(&b, &cpr_mem_libc,
		    RULES("<rule id='t.a' revision='1' right='know' severity='note' confidence='likely'>" TEXTS(
			    "讯", "m") BASIS "<manual/></rule>"),
		    COPY("字"));
	cpr_emit_not_checked(&b.run, CPREVIEW_NOT_CHECKED, 0, "limit x");
	cpr_emit_not_checked(&b.run, CPREVIEW_ERROR, 1, "y");
	cr_assert_eq(b.r->findings.n, 2);
	f = b.r->findings.v[0];
	/* whatever the rule's own severity: that it was not checked is grave */
	cr_expect_eq(f->severity, CPREVIEW_SEVERITY_ERROR);
	cr_expect_eq(f->disposition, CPREVIEW_NOT_CHECKED);
	cr_expect(cpr_str_is(f->message.en, "the rule t.a could not be checked: limit x"));
	cr_expect(cpr_str_is(f->message.zh, "规则 t.a 未能完成检查：limit x"));
	cr_expect(f->remedy.zh.n && f->remedy.en.n);
	cr_expect(cpr_str_is(f->where.path, "/campaign"));
	cr_expect(cpr_str_is(b.r->findings.v[1]->where.path, "/campaign/materials"));
	/* the first reason is the rule's */
	cr_expect(cpr_str_is(b.result.reason.en, "limit x"));
	cr_expect_eq(b.result.counts[CPREVIEW_NOT_CHECKED], 1);
	cr_expect_eq(b.result.counts[CPREVIEW_ERROR], 1);
	bench_end(&b);
}

Test(emit, values)
{
	static const struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_item items[2] = { { 1, CPR_NO_NODE }, { 0, 0 } };
	struct cpr_expr_value none = { .type = CPR_EXPR_ANY },
			      empty = { .type = CPR_EXPR_NODES, .origin = { CPR_NO_NODE, CPR_NO_NODE } };
	struct cpr_expr_value one = empty, two = empty,
			      text = { .type = CPR_EXPR_TEXT, .origin = { CPR_NO_NODE, CPR_NO_NODE } };
	struct bench b;
	cpreview_finding *f;

	bench_begin(&b, &cpr_mem_libc, COPY_RULES("<term>字</term>"), COPY("字"));
	one.u.nodes.v = two.u.nodes.v = items;
	one.u.nodes.n = 1;
	two.u.nodes.n = 2;
	text.u.text = CPR_STR("t");
	f = cpr_emit_item(&b.run, CPREVIEW_FAIL, root);
	cpr_emit_value(&b.run, f, CPR_STR("none"), &none);
	cpr_emit_value(&b.run, f, CPR_STR("empty"), &empty);
	cr_expect_eq(f->n_evidence, 0, "what is missing is no evidence");
	cpr_emit_value(&b.run, f, CPR_STR("one"), &one);
	cpr_emit_value(&b.run, f, CPR_STR("two"), &two);
	cpr_emit_value(&b.run, f, CPR_STR("text"), &text);
	cr_assert_eq(f->n_evidence, 3);
	cr_expect(cpr_str_is(f->evidence[0].value, "字") &&
		  cpr_str_is(f->evidence[0].where.path, "/campaign/materials"));
	cr_expect(cpr_str_is(f->evidence[1].value, "字, c") && !f->evidence[1].where.known);
	cr_expect(cpr_str_is(f->evidence[2].value, "t") && !f->evidence[2].where.known);
	/* a report that is full gives no finding, and nothing minds */
	cpr_emit_move(&b.run, NULL, root);
	cpr_emit_value(&b.run, NULL, CPR_STR("x"), &one);
	cpr_emit_text(&b.run, NULL, "x", CPR_STR("y"));
	cpr_emit_prose(&b.run, NULL, "x", (struct cpr_text2){ 0 });
	cpr_emit_operands(&b.run, NULL);
	cpr_emit_related_item(&b.run, NULL, root, (struct cpr_text2){ 0 });
	cpr_emit_end(&b.run, NULL);
	bench_end(&b);
}

Test(emit, prose_in_both_languages)
{
	struct bench b;
	cpreview_finding *f;

	bench_begin(
		&b, &cpr_mem_libc,
		RULES(RULE_OPEN(
			"t.a",
			"") "<title><zh>题</zh><en>title</en></title><message><zh>缺{statement}</zh><en>no {statement}</en></message>"
			    "<remedy><zh>补{statement}</zh><en>add {statement}</en></remedy>" BASIS
			    "<disclosure within='campaign' select='//material'><statement name='利率' name-en='the rate'><term>率</term></statement></disclosure>" EXAMPLES
			    "</rule>"),
		COPY("字"));
	f = cpr_emit_item(&b.run, CPREVIEW_FAIL, (struct cpr_item){ 0, CPR_NO_NODE });
	cpr_emit_prose(&b.run, f, "statement", (struct cpr_text2){ CPR_STR("利率"), CPR_STR("the rate") });
	cpr_emit_end(&b.run, f);
	cr_expect(cpr_str_is(f->message.zh, "缺利率") && cpr_str_is(f->message.en, "no the rate"));
	cr_expect(cpr_str_is(f->remedy.zh, "补利率") && cpr_str_is(f->remedy.en, "add the rate"));
	bench_end(&b);
}

/* Named groups beyond the eighth are no evidence, and a template may not ask for them. */
Test(emit, many_groups)
{
#define GROUPS "(?&lt;a>1)(?&lt;b>1)(?&lt;c>1)(?&lt;d>1)(?&lt;e>1)(?&lt;f>1)(?&lt;g>1)(?&lt;h>1)(?&lt;i>1)"
	WHOLE_EXPECT(
		whole_find(COPY_RULES("<pattern>" GROUPS "</pattern>"), COPY("111111111")),
		"t.a fail 1:130-139 [111111111]\n  a = 1\n  b = 1\n  c = 1\n  d = 1\n  e = 1\n  f = 1\n  g = 1\n  h = 1");
	cr_expect(strstr(whole_mistakes(RULES(RULE_AS("t.a", "", "{i}", "<text><pattern>" GROUPS "</pattern></text>"))),
			 "this check never gives {i}"));
}

/* How many units a filter counts is how many it lets through, whichever way it counts. */
Test(emit, filter_counts_what_it_lets_through)
{
	static const char copy[] = CAMPAIGN(
		"<plan><product id='p' kind='loan' name='n'/></plan><materials><material id='m' kind='poster'><headline>一</headline>"
		"<body>二</body></material><material id='n' kind='sms' products='p'><body>三</body><body/></material></materials>"
		"<terms><clause id='k'>四<clause id='l'>五</clause>六</clause></terms>");
	const char *const rules[] = {
		RULES(RULE("t.a", "<text><term>x</term></text>")),
		RULES(RULE("t.a", "<text in='body clause'><term>x</term></text>")),
		RULES(RULE("t.a", "<applies materials='sms'/><text><term>x</term></text>")),
		RULES(RULE("t.a", "<applies products='loan'/><text in='body'><term>x</term></text>")),
		RULES(RULE("t.a", "<text select='//clause'><term>x</term></text>")),
		RULES(RULE("t.a", "<text select='//clause[@id = \"l\"]'><term>x</term></text>")),
	};
	static const char *const outcomes[] = { "pass: 7 pass", "pass: 6 pass", "pass: 2 pass",
						"pass: 3 pass", "pass: 3 pass", "pass: 1 pass" };

	for (size_t i = 0; i < WHOLE_COUNT(rules); i++)
		WHOLE_EXPECT(whole_outcome(rules[i], copy), outcomes[i]);
}

Test(emit, applies_is_asked_once_a_material)
{
	struct bench b;
	uint32_t n;
	const cpr_node *materials;

	bench_begin(&b, &cpr_mem_libc, RULES(RULE("t.a", "<applies materials='sms'/><text><term>x</term></text>")),
		    CAMPAIGN("<materials><material id='m' kind='poster'/><material id='n' kind='sms'/></materials>"));
	materials = cpr_doc_descendants(b.c->doc, 0, CPR_E_MATERIAL, &n);
	for (int round = 0; round < 2; round++) {
		cr_expect(!cpr_emit_applies(&b.run, materials[0]));
		cr_expect(!cpr_emit_applies(&b.run, materials[0]));
		cr_expect(cpr_emit_applies(&b.run, materials[1]));
		cr_expect(cpr_emit_applies(&b.run, materials[1]));
		cr_expect(!cpr_emit_applies(&b.run, CPR_NO_NODE));
		cr_expect(!cpr_emit_applies(&b.run, CPR_NO_NODE));
	}
	bench_end(&b);
}

/* The search inside an excused match ends somewhere; then the rule is not checked, which is no silence. */
Test(emit, matches_inside_an_excused_one)
{
	for (int n = 255; n <= 257; n++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addz(
			&b,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'><body>不");
		for (int i = 0; i < n; i++)
			cpr_strbuf_addz(&b, "本");
		cpr_strbuf_addz(&b, "终</body></material></materials></campaign>");
		WHOLE_EXPECT(
			whole_outcome(
				COPY_RULES(
					"<pattern>本[^。]{0,300}终</pattern><except><near><term>不</term></near></except>"),
				b.p),
			n < 257 ? "pass: 1 pass"
				: "not-checked: 1 not-checked; an exception could not be decided: limit match_steps or expr_steps, or its test is at fault");
		cpr_strbuf_free(&b);
	}
}

/* Every allocation of the report that fails while a finding is made is remembered, and nothing is lost of what was allocated. */
Test(emit, without_memory)
{
	bool done = false;

	for (size_t at = 0; !done && at < 200; at++) {
		struct failmem f = { .fail_at = FAILMEM_NEVER };
		struct cpr_mem mem = FAILMEM(&f);
		struct bench b;

		bench_begin(
			&b, &mem,
			RULES(RULE_AS(
				"t.a", "", "{v}",
				"<fact select='//material' test='@title = $v' on-missing='fail'><let name='v' value='@id'/>"
				"<related select='@kind'><zh>甲</zh><en>a</en></related></fact>")),
			CAMPAIGN("<materials><material id='m' kind='poster' title='x'/></materials>"));
		f.fail_at = f.calls + at;
		b.run.rule->check->run(&b.run);
		done = !b.r->failed;
		cr_assert_eq(done, f.calls <= f.fail_at, "allocation %zu", at);
		bench_end(&b);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", at);
		cr_assert(!done || at > 3);
	}
	cr_assert(done);
}

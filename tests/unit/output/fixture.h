/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports built by hand, for tests of the writers: an ordinary one, one full of hostile text, one where all is well, one of
 * an input that could not be read. Places are invented, so that no document is needed.
 */
#ifndef CPR_TEST_OUTPUT_FIXTURE_H
#define CPR_TEST_OUTPUT_FIXTURE_H

#include "finding/report.h"
#include "output/format.h"

#define S(literal) CPR_STR(literal)
#define LIT(literal) { (literal), sizeof(literal) - 1 }
/* ESC, bell, DEL, C1, bidi, zero-width, line separator, quotes, backslash, tab, newline, the end of a script, a link, braces */
#define HOSTILE \
	"\033[31m\a\x7f\xc2\x9b" "1;31m\xe2\x80\xae" "cod\xe2\x80\xac\xe2\x80\x8b\xe2\x80\xa8\"'\\\t\n</script><!-- [x](http://h/) {0} }\xef\xbb\xbf"

static const struct cpr_law fixture_ad = {
	.id = LIT("AD"), .zh = LIT("广告法"), .en = LIT("Advertising Law"), .number = LIT("主席令第22号"),
	.issuer = LIT("全国人大常委会"), .uri = LIT("https://flk.npc.gov.cn/"), .has_in_force = true,
	.in_force = { 16679 }, .evidence = CPR_EVIDENCE_CONFIRMED,
};
static const struct cpr_law fixture_bipm = {
	.id = LIT("BIPM"), .zh = LIT("银行保险机构消费者权益保护管理办法"),
	.en = LIT("Measures on consumer protection by banks and insurers"), .evidence = CPR_EVIDENCE_CONFIRMED,
};
static const struct cpr_law fixture_hostile_law = {
	.id = LIT("X\033]0;x\a"), .zh = LIT("法" HOSTILE), .en = LIT("law" HOSTILE), .number = LIT(HOSTILE),
	.issuer = LIT(HOSTILE), .uri = LIT("javascript:alert(1)"), .note = LIT(HOSTILE), .evidence = CPR_EVIDENCE_UNVERIFIED,
};
static const struct cpr_basis fixture_basis[] = {
	{ .law = &fixture_ad, .article = LIT("9(3)"), .evidence = CPR_EVIDENCE_CONFIRMED },
	{ .law = &fixture_bipm, .article = LIT("22"), .note = LIT("条号凭记忆"), .evidence = CPR_EVIDENCE_UNVERIFIED },
	{ .law = &fixture_ad, .article = LIT("9(3)"), .evidence = CPR_EVIDENCE_CONFIRMED }, /* cited twice */
};
static const struct cpr_basis fixture_hostile_basis[] = {
	{ .law = &fixture_hostile_law, .article = LIT("1" HOSTILE), .note = LIT(HOSTILE), .evidence = CPR_EVIDENCE_UNVERIFIED },
};

static const struct cpr_rule_card fixture_promise = {
	.id = LIT("cn.know.no-guaranteed-return"), .revision = 3, .right = CPREVIEW_RIGHT_KNOW,
	.severity = CPREVIEW_SEVERITY_ERROR, .confidence = CPREVIEW_CERTAIN, .waivable = false,
	.title = { LIT("不得承诺保本保收益"), LIT("No promise of a guaranteed return") },
	.reason = { LIT("收益并不确定，承诺会误导消费者。"), LIT("Returns are uncertain; a promise misleads.") },
	.remedy = { LIT("删除该承诺，并写明风险。"), LIT("Remove the promise and state the risk.") },
	.kind = "text", .basis = fixture_basis, .n_basis = 3,
};
static const struct cpr_rule_card fixture_rate = {
	.id = LIT("cn.know.apr-stated"), .revision = 1, .right = CPREVIEW_RIGHT_KNOW, .severity = CPREVIEW_WARNING,
	.confidence = CPREVIEW_LIKELY, .waivable = true, .title = { LIT("应明示年化利率"), LIT("State the annual rate") },
	.kind = "fact", .basis = &fixture_basis[1], .n_basis = 1,
};
static const struct cpr_rule_card fixture_tone = {
	.id = LIT("cn.respect.tone"), .revision = 1, .right = CPREVIEW_RIGHT_RESPECT, .severity = CPREVIEW_NOTE,
	.confidence = CPREVIEW_HINT, .waivable = true, .title = { LIT("用语是否尊重"), LIT("Is the tone respectful") },
	.kind = "manual",
};
static const struct cpr_rule_card fixture_hostile_card = {
	.id = LIT("cn.x" HOSTILE), .revision = UINT32_MAX, .right = CPREVIEW_RIGHT_PRIVACY, .severity = CPREVIEW_SEVERITY_ERROR,
	.confidence = CPREVIEW_HINT, .waivable = true, .title = { LIT(HOSTILE), LIT(HOSTILE) },
	.reason = { LIT(HOSTILE), LIT(HOSTILE) }, .remedy = { LIT(HOSTILE), LIT(HOSTILE) }, .kind = "text",
	.basis = fixture_hostile_basis, .n_basis = 1,
};

static inline struct cpr_str fixture_keep(cpreview_report *r, struct cpr_str s)
{
	struct cpr_str copy = cpr_arena_str(&r->arena, s);

	r->failed |= !copy.p;
	return copy;
}

/* A place in one line: line_text's characters [column, end) are meant. */
static inline void fixture_place(cpreview_report *r, struct cpr_where *w, uint32_t line, uint32_t column, uint32_t end_column,
				 struct cpr_str path, struct cpr_str excerpt, struct cpr_str line_text)
{
	*w = (struct cpr_where){
		.known = true, .offset_bytes = line * 100ull + column, .length_bytes = excerpt.n, .line = line,
		.column = column, .end_line = line, .end_column = end_column, .line_text_column = 1,
	};
	w->path = fixture_keep(r, path);
	w->excerpt = fixture_keep(r, excerpt);
	w->line_text = fixture_keep(r, line_text);
}

static inline cpreview_report *fixture_new(const struct cpr_mem *mem, struct cpr_str name)
{
	static const struct cpr_report_ruleset ruleset = {
		.id = LIT("cn"), .version = LIT("1.2.0"), .jurisdiction = LIT("CN"),
		.digest = LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
		.title = { LIT("中国内地消费者权益保护规则"), LIT("Consumer protection in mainland China") },
	};
	cpreview_report *r = cpr_report_new(mem, NULL);

	if (!r)
		return NULL;
	r->rulesets = cpr_arena_array(&r->arena, 1, sizeof *r->rulesets);
	if (r->rulesets) {
		r->rulesets[0] = ruleset;
		r->n_rulesets = 1;
	}
	r->failed = !r->rulesets;
	r->input_name = fixture_keep(r, name);
	r->input_digest = S("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	r->input_bytes = 4711;
	r->encoding = S("UTF-8");
	r->campaign_id = S("spring-2026");
	r->campaign_revision = S("2");
	r->has_as_of = true;
	r->as_of = (struct cpr_date){ 20781 };
	r->as_of_source = S("campaign");
	return r;
}

static inline void fixture_result(cpreview_report *r, const struct cpr_rule_card *card, int outcome, struct cpr_text2 reason)
{
	struct cpr_rule_result result = { .rule = card, .outcome = outcome, .reason = reason };

	result.counts[outcome] = 1;
	if (!cpr_array_push(&r->mem, &r->results, result))
		r->failed = true;
}

/* Ends building: NULL (and the report freed) when memory ran out. */
static inline cpreview_report *fixture_finish(cpreview_report *r)
{
	return r && cpr_report_finish(r, NULL) != 0 ? cpr_report_unref(r) : r;
}

static inline void fixture_text(cpreview_finding *f, struct cpr_text2 message, struct cpr_text2 remedy)
{
	if (!f)
		return;
	f->message = message;
	f->remedy = remedy;
}

/* One that failed, one to review, a waived one, a note; complete. */
static inline cpreview_report *fixture_rich(const struct cpr_mem *mem)
{
	cpreview_report *r = fixture_new(mem, S("campaigns/春季 促销#1.xml"));
	struct cpr_evidence *e;
	struct cpr_related *rel;
	cpreview_finding *f;

	if (!r)
		return NULL;
	f = cpr_report_add(r, &fixture_promise, CPREVIEW_FAIL);
	fixture_text(f, (struct cpr_text2){ S("文案“稳赚不赔”承诺保本保收益"), S("the copy \"稳赚不赔\" promises a return") },
		     (struct cpr_text2){ S("删除该承诺，并写明风险。"), S("Remove the promise and state the risk.") });
	if (f) {
		fixture_place(r, &f->where, 12, 12, 16, S("/campaign/materials/material[2]/body"), S("稳赚不赔"),
			      S("\t\t<body>本产品稳赚不赔！</body>"));
		f->src_start = 1212;
		f->matched = fixture_keep(r, S("稳赚不赔"));
	}
	e = cpr_finding_evidence(r, f, S("match"), S("稳赚不赔"), "text");
	if (e)
		e->where = f->where;
	cpr_finding_evidence(r, f, S("risk-level"), S("R4"), "code");
	rel = cpr_finding_relate(r, f, S("产品的风险等级"), S("the product's risk level"));
	if (rel)
		fixture_place(r, &rel->where, 5, 22, 24, S("/campaign/plan/product/@risk-level"), S("R4"),
			      S("  <product risk-level=\"R4\"/>"));

	f = cpr_report_add(r, &fixture_rate, CPREVIEW_REVIEW);
	fixture_text(f, (struct cpr_text2){ S("未见年化利率"), S("no annual rate was found") },
		     (struct cpr_text2){ S("写明年化利率。"), S("State the annual rate.") });
	if (f) {
		f->severity = CPREVIEW_NOTE;
		fixture_place(r, &f->where, 5, 3, 31, S("/campaign/plan/product"), S("<product risk-level=\"R4\"/>"),
			      S("  <product risk-level=\"R4\"/>"));
		f->src_start = 503;
	}
	f = cpr_report_add(r, &fixture_tone, CPREVIEW_WAIVED);
	fixture_text(f, (struct cpr_text2){ S("请人工判断用语"), S("judge the tone") }, (struct cpr_text2){ S(""), S("") });
	f = cpr_report_add(r, &fixture_tone, CPREVIEW_FAIL);
	fixture_text(f, (struct cpr_text2){ S("用语可改进"), S("the tone could be better") }, (struct cpr_text2){ S(""), S("") });
	fixture_result(r, &fixture_promise, CPREVIEW_FAIL, (struct cpr_text2){ S(""), S("") });
	fixture_result(r, &fixture_rate, CPREVIEW_REVIEW, (struct cpr_text2){ S(""), S("") });
	fixture_result(r, &fixture_tone, CPREVIEW_FAIL, (struct cpr_text2){ S(""), S("") });
	fixture_result(r, &fixture_hostile_card, CPREVIEW_NOT_APPLICABLE,
		       (struct cpr_text2){ S("没有贷款产品"), S("there is no loan") });
	return fixture_finish(r);
}

/* Every text is hostile; incomplete, also by a rule that left no finding. */
static inline cpreview_report *fixture_hostile(const struct cpr_mem *mem)
{
	cpreview_report *r = fixture_new(mem, S("-rf /\xff\xc0\xaf\033]0;owned\a" HOSTILE ".xml"));
	struct cpr_problem p = { .id = CPR_PROBLEM_SPEC_UNKNOWN_ELEMENT, .word = { S(HOSTILE), S(HOSTILE) } };
	struct cpr_evidence *e;
	struct cpr_related *rel;
	cpreview_finding *f;

	if (!r)
		return NULL;
	f = cpr_report_add(r, &fixture_hostile_card, CPREVIEW_FAIL);
	fixture_text(f, (struct cpr_text2){ S("问题" HOSTILE), S("issue" HOSTILE) },
		     (struct cpr_text2){ S("整改" HOSTILE), S("remedy" HOSTILE) });
	if (f) {
		fixture_place(r, &f->where, 7, 3, 9, S("/a/" HOSTILE), S("a" HOSTILE), S("a\tb" HOSTILE "z"));
		f->where.excerpt_cut = true;
		f->matched = fixture_keep(r, S(HOSTILE));
		f->src_start = 703;
	}
	e = cpr_finding_evidence(r, f, S("n" HOSTILE), S("v" HOSTILE), "text");
	if (e)
		e->where = f->where;
	for (int i = 0; i < 12; i++) {
		rel = cpr_finding_relate(r, f, S("r" HOSTILE), S("r" HOSTILE));
		if (rel && i % 2)
			rel->where = f->where;
	}
	f = cpr_report_add_problem(r, &p);
	if (f) {
		f->where = (struct cpr_where){ .known = true, .offset_bytes = 99, .length_bytes = 1 };
		f->src_start = 99;
	}
	r->tailoring = fixture_keep(r, S("only " HOSTILE));
	r->campaign_id = fixture_keep(r, S("id" HOSTILE));
	fixture_result(r, &fixture_hostile_card, CPREVIEW_FAIL, (struct cpr_text2){ S(""), S("") });
	fixture_result(r, &fixture_rate, CPREVIEW_NOT_CHECKED, (struct cpr_text2){ S("超限" HOSTILE), S("limit" HOSTILE) });
	return fixture_finish(r);
}

/* One rule, and it passed. */
static inline cpreview_report *fixture_clean(const struct cpr_mem *mem)
{
	cpreview_report *r = fixture_new(mem, S("/abs/clean.xml"));

	if (!r)
		return NULL;
	fixture_result(r, &fixture_promise, CPREVIEW_PASS, (struct cpr_text2){ S(""), S("") });
	return fixture_finish(r);
}

/* An input that could not be read, without a ruleset or a date. */
static inline cpreview_report *fixture_unreadable(const struct cpr_mem *mem)
{
	cpreview_report *r = cpr_report_new(mem, NULL);
	struct cpr_problem p = { .id = CPR_PROBLEM_INPUT_UNREADABLE, .word = { S("no such file") } };

	if (!r)
		return NULL;
	r->input_name = S("missing.xml");
	cpr_report_problem(r, NULL, &p);
	return fixture_finish(r);
}

/* Rendered text, NUL-terminated; the caller frees it with cpr_free(&cpr_mem_libc, …). Asserting is the caller's. */
static inline char *fixture_render(const char *format, const cpreview_report *const *reports, size_t n, uint32_t flags,
				   int language, int show)
{
	struct cpr_output out = {
		.mem = &cpr_mem_libc, .reports = reports, .n_reports = n, .flags = flags, .language = language, .show = show,
	};
	char *bytes = NULL;

	cpr_output_render(&out, cpr_format_find(cpr_str_of(format)), &bytes, NULL, NULL);
	return bytes;
}

#endif

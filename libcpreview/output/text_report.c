/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report for authors, at a terminal or in a log. What could not be checked comes first, so that it cannot be missed;
 * then what failed, with its source; then what a person must look at; then what was waived; at the end a summary. One
 * finding's headline is one line, whatever the text in it holds.
 */
#include "output/escape.h"
#include "output/format.h"
#include "output/tally.h"
#include "output/text_source.h"
#include "output/wording.h"

#define RELATED_MOST 10
#define VALUE_CHARS 200

struct text {
	const struct cpr_output *out;
	struct cpr_sink *sink;
	const cpreview_report *r;
	struct cpr_strbuf scratch;
	bool chinese_law;
};

static const char *pick(const struct text *t, const char *zh, const char *en)
{
	return t->out->language == CPREVIEW_EN ? en : zh;
}

static void put(const struct text *t, const char *zh, const char *en)
{
	cpr_sink_addz(t->sink, pick(t, zh, en));
}

static const char *sgr(const struct text *t, const char *sequence)
{
	return t->out->flags & CPREVIEW_OUTPUT_COLOR ? sequence : "";
}

static void color(const struct text *t, const char *sequence)
{
	cpr_sink_addz(t->sink, sgr(t, sequence));
}

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define GREEN "\033[1;32m"
#define CYAN "\033[1;36m"
#define MAGENTA "\033[1;35m"
#define BLUE "\033[34m"
#define OFF "\033[0m"

static const char *finding_color(const cpreview_finding *f)
{
	if (f->disposition >= CPREVIEW_NOT_CHECKED)
		return MAGENTA;
	return f->severity == CPREVIEW_SEVERITY_ERROR ? RED : f->severity == CPREVIEW_WARNING ? YELLOW : CYAN;
}

static const char *finding_label(const struct text *t, const cpreview_finding *f)
{
	if (f->disposition >= CPREVIEW_NOT_CHECKED)
		return cpr_wording_disposition(f->disposition, t->out->language);
	return cpr_wording_severity(f->severity, t->out->language);
}

/* "file:3:5" */
static void put_position(const struct text *t, const struct cpr_where *w)
{
	cpr_escape_terminal(t->sink, t->r->input_name);
	if (!w->known || w->line == 0)
		return;
	cpr_sink_addc(t->sink, ':');
	cpr_sink_add_u64(t->sink, w->line);
	cpr_sink_addc(t->sink, ':');
	cpr_sink_add_u64(t->sink, w->column);
}

/* "file:3:5: error [rule] message" */
static void put_headline(const struct text *t, const cpreview_finding *f)
{
	struct cpr_str message = cpr_text_in(f->message, t->out->language);

	color(t, BOLD);
	put_position(t, &f->where);
	color(t, OFF);
	cpr_sink_addz(t->sink, ": ");
	color(t, finding_color(f));
	cpr_sink_addz(t->sink, finding_label(t, f));
	color(t, OFF);
	cpr_sink_addz(t->sink, " [");
	cpr_escape_terminal(t->sink, f->rule->id);
	cpr_sink_addz(t->sink, "] ");
	cpr_escape_terminal(t->sink, message.n ? message : cpr_text_in(f->rule->title, t->out->language));
	if (f->where.known && f->where.line == 0) {
		put(t, "（字节偏移 ", " (byte offset ");
		cpr_sink_add_u64(t->sink, f->where.offset_bytes);
		put(t, "）", ")");
	}
	cpr_sink_addc(t->sink, '\n');
}

static void put_label(const struct text *t, const char *zh, const char *en)
{
	cpr_sink_addz(t->sink, "        ");
	color(t, BOLD);
	put(t, zh, en);
	color(t, OFF);
	put(t, "：", ": ");
}

static void put_remedy(const struct text *t, const cpreview_finding *f)
{
	struct cpr_str remedy = cpr_text_in(f->remedy, t->out->language);

	if (remedy.n == 0)
		return;
	put_label(t, "整改", "remedy");
	cpr_escape_terminal(t->sink, remedy);
	cpr_sink_addc(t->sink, '\n');
}

static void put_law(struct text *t, const struct cpr_basis *basis)
{
	struct cpr_str doubt = basis->note.n ? basis->note : basis->law->note;

	cpr_strbuf_reset(&t->scratch);
	cpr_wording_cite(&t->scratch, basis, t->out->language, t->chinese_law);
	put_label(t, "依据", "law");
	cpr_escape_terminal(t->sink, cpr_strbuf_str(&t->scratch));
	if (cpr_wording_confirmed(basis)) {
		put(t, "（已核实）\n", " (confirmed)\n");
		return;
	}
	put(t, "（待核实", " (unverified");
	if (doubt.n) {
		put(t, "：", ": ");
		cpr_escape_terminal(t->sink, doubt);
	}
	put(t, "）\n", ")\n");
}

static void put_related(const struct text *t, const cpreview_finding *f)
{
	for (size_t i = 0; i < f->n_related && i < RELATED_MOST; i++) {
		put_label(t, "相关", "related");
		if (f->related[i].where.known) {
			put_position(t, &f->related[i].where);
			cpr_sink_addc(t->sink, ' ');
		}
		cpr_escape_terminal(t->sink, cpr_text_in(f->related[i].label, t->out->language));
		cpr_sink_addc(t->sink, '\n');
	}
	if (f->n_related <= RELATED_MOST)
		return;
	put_label(t, "相关", "related");
	put(t, "还有 ", "");
	cpr_sink_add_u64(t->sink, f->n_related - RELATED_MOST);
	put(t, " 处\n", " more\n");
}

static bool contains(struct cpr_str text, struct cpr_str part)
{
	for (size_t i = 0; part.n <= text.n && i <= text.n - part.n; i++)
		if (memcmp(text.p + i, part.p, part.n) == 0)
			return true;
	return false;
}

static void put_value(const struct text *t, struct cpr_str value)
{
	struct cpr_glyph g;
	size_t at = 0;

	for (size_t chars = 0; at < value.n && chars < VALUE_CHARS; chars++) {
		cpr_escape_glyph(value, at, false, &g);
		cpr_sink_add(t->sink, g.bytes, g.n);
		at += g.consumed;
	}
	if (at < value.n)
		cpr_sink_addz(t->sink, "…");
}

/* What the message says already is not said again. */
static void put_evidence(const struct text *t, const cpreview_finding *f)
{
	struct cpr_str message = cpr_text_in(f->message, t->out->language);

	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct cpr_evidence *e = &f->evidence[i];
		struct cpr_str value = cpr_str_trim(cpr_evidence_value(e, t->out->language));

		if (value.n && contains(message, value))
			continue;
		put_label(t, "证据", "evidence");
		cpr_escape_terminal(t->sink, e->name);
		cpr_sink_addz(t->sink, " = ");
		put_value(t, value);
		if (e->where.known) {
			cpr_sink_addz(t->sink, " (");
			put_position(t, &e->where);
			cpr_sink_addc(t->sink, ')');
		}
		cpr_sink_addc(t->sink, '\n');
	}
}

static void put_finding(struct text *t, const cpreview_finding *f)
{
	struct cpr_source_colors colors = { sgr(t, BLUE), sgr(t, finding_color(f)), sgr(t, OFF) };

	put_headline(t, f);
	cpr_text_source(t->sink, &f->where, &colors);
	put_remedy(t, f);
	for (size_t i = 0; i < f->rule->n_basis; i++)
		put_law(t, &f->rule->basis[i]);
	put_related(t, f);
	put_evidence(t, f);
	cpr_sink_addc(t->sink, '\n');
}

static void put_heading(const struct text *t, const char *sequence, const char *zh, const char *en)
{
	color(t, sequence);
	put(t, zh, en);
	color(t, OFF);
	cpr_sink_addc(t->sink, '\n');
}

/* Every shown finding that ended like this, under a heading if there is one; `compact`: only its headline. */
static void put_all(struct text *t, int disposition, bool compact, const char *zh, const char *en)
{
	bool any = false;

	for (size_t i = 0; i < t->r->findings.n; i++) {
		const cpreview_finding *f = t->r->findings.v[i];

		if (f->disposition != disposition || !cpr_output_shows(t->out, f))
			continue;
		if (!any && zh)
			put_heading(t, BOLD, zh, en);
		any = true;
		if (compact)
			put_headline(t, f);
		else
			put_finding(t, f);
	}
	if (any && compact)
		cpr_sink_addc(t->sink, '\n');
}

/* "file: not checked [rule] why"; n rules in a row with the same fate share a line. */
static void put_stopped(const struct text *t, const struct cpr_rule_result *result, size_t n)
{
	color(t, BOLD);
	cpr_escape_terminal(t->sink, t->r->input_name);
	color(t, OFF);
	cpr_sink_addz(t->sink, ": ");
	color(t, MAGENTA);
	cpr_sink_addz(t->sink, cpr_wording_disposition(result->outcome, t->out->language));
	color(t, OFF);
	cpr_sink_addz(t->sink, " [");
	cpr_escape_terminal(t->sink, result->rule->id);
	cpr_sink_addc(t->sink, ']');
	if (n > 1) {
		put(t, " 及其后 ", " and ");
		cpr_sink_add_u64(t->sink, n - 1);
		put(t, " 条规则：", " more rules: ");
	} else {
		cpr_sink_addc(t->sink, ' ');
	}
	cpr_escape_terminal(t->sink, cpr_text_in(result->reason, t->out->language));
	cpr_sink_addz(t->sink, "\n\n");
}

static bool same_fate(const struct cpr_rule_result *a, const struct cpr_rule_result *b)
{
	return a->outcome == b->outcome && cpr_str_eq(a->reason.zh, b->reason.zh) && cpr_str_eq(a->reason.en, b->reason.en);
}

/* Rules that stopped without leaving a finding: all of them, when the document could not be parsed. */
static void put_stopped_rules(const struct text *t)
{
	const struct cpr_rule_result *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->r->results.n; i++) {
		const struct cpr_rule_result *result = &t->r->results.v[i];

		if (!cpr_output_untold(t->r, result))
			continue;
		if (first && !same_fate(first, result)) {
			put_stopped(t, first, n);
			first = NULL;
		}
		if (!first) {
			first = result;
			n = 0;
		}
		n++;
	}
	if (first)
		put_stopped(t, first, n);
}

static void put_incomplete(struct text *t)
{
	if (t->r->verdict != CPREVIEW_VERDICT_INCOMPLETE)
		return;
	put_heading(t, MAGENTA, "审查未完成：以下内容没有检查，本报告不得视为通过",
		    "INCOMPLETE: the following was not checked; this report must not be read as a pass");
	put_all(t, CPREVIEW_ERROR, false, NULL, NULL);
	put_all(t, CPREVIEW_NOT_CHECKED, false, NULL, NULL);
	put_stopped_rules(t);
}

static void put_rules(const struct text *t)
{
	if (!(t->out->flags & CPREVIEW_OUTPUT_ALL_RULES) || t->r->results.n == 0)
		return;
	put_heading(t, BOLD, "全部规则", "All rules");
	for (size_t i = 0; i < t->r->results.n; i++) {
		const struct cpr_rule_result *result = &t->r->results.v[i];
		struct cpr_str reason = cpr_text_in(result->reason, t->out->language);

		cpr_sink_addz(t->sink, "  ");
		cpr_sink_addz(t->sink, cpr_wording_disposition(result->outcome, t->out->language));
		cpr_sink_addz(t->sink, " [");
		cpr_escape_terminal(t->sink, result->rule->id);
		cpr_sink_addz(t->sink, "] ");
		cpr_escape_terminal(t->sink, cpr_text_in(result->rule->title, t->out->language));
		if (reason.n) {
			put(t, "：", ": ");
			cpr_escape_terminal(t->sink, reason);
		}
		cpr_sink_addc(t->sink, '\n');
	}
	cpr_sink_addc(t->sink, '\n');
}

/* "错误 2", "2 errors"; an English word that ends in "*" gets its plural. */
static void put_count(const struct text *t, const char *before, const char *zh, const char *en, size_t n)
{
	size_t n_en = strcspn(en, "*");

	cpr_sink_addz(t->sink, before);
	if (t->out->language != CPREVIEW_EN) {
		cpr_sink_addz(t->sink, zh);
		cpr_sink_addc(t->sink, ' ');
	}
	cpr_sink_add_u64(t->sink, n);
	if (t->out->language != CPREVIEW_EN)
		return;
	cpr_sink_addc(t->sink, ' ');
	cpr_sink_add(t->sink, en, n_en);
	if (en[n_en] == '*' && n != 1)
		cpr_sink_addc(t->sink, 's');
}

static void put_verdict(const struct text *t)
{
	static const char *const colors[] = {
		[CPREVIEW_VERDICT_INCOMPLETE] = MAGENTA,
		[CPREVIEW_VERDICT_PASS] = GREEN,
		[CPREVIEW_VERDICT_REVIEW] = YELLOW,
		[CPREVIEW_VERDICT_FAIL] = RED,
	};
	int v = t->r->verdict;

	color(t, BOLD);
	cpr_escape_terminal(t->sink, t->r->input_name);
	color(t, OFF);
	put(t, "：", ": ");
	color(t, v >= 0 && v <= CPREVIEW_VERDICT_FAIL ? colors[v] : MAGENTA);
	cpr_sink_addz(t->sink, cpr_wording_verdict(v, t->out->language));
	color(t, OFF);
	cpr_sink_addc(t->sink, '\n');
}

static void put_counts(const struct text *t)
{
	size_t hidden = cpr_output_hidden(t->out, t->r);
	const char *comma = pick(t, "，", ", ");
	struct cpr_tally n;

	cpr_tally_count(t->r, &n);
	put(t, "  问题：", "  findings: ");
	put_count(t, "", "错误", "error*", n.fail[CPREVIEW_SEVERITY_ERROR]);
	put_count(t, comma, "警告", "warning*", n.fail[CPREVIEW_WARNING]);
	put_count(t, comma, "提示", "note*", n.fail[CPREVIEW_NOTE]);
	put_count(t, comma, "待人工复核", "to review", n.findings[CPREVIEW_REVIEW]);
	put_count(t, comma, "未检查", "not checked", n.findings[CPREVIEW_NOT_CHECKED] + n.findings[CPREVIEW_ERROR]);
	put_count(t, comma, "已豁免", "waived", n.findings[CPREVIEW_WAIVED]);
	if (hidden)
		put_count(t, comma, "其中低于显示级别而未列出", "of them below the level shown and not listed", hidden);
	put(t, "\n  规则：", "\n  rules: ");
	put_count(t, "", "通过", "passed", n.rules[CPREVIEW_PASS]);
	put_count(t, comma, "未通过", "failed", n.rules[CPREVIEW_FAIL]);
	put_count(t, comma, "待复核", "to review", n.rules[CPREVIEW_REVIEW]);
	put_count(t, comma, "不适用", "not applicable", n.rules[CPREVIEW_NOT_APPLICABLE]);
	put_count(t, comma, "未检查", "not checked", n.rules[CPREVIEW_NOT_CHECKED] + n.rules[CPREVIEW_ERROR]);
	put_count(t, comma, "已豁免", "waived", n.rules[CPREVIEW_WAIVED]);
	cpr_sink_addc(t->sink, '\n');
}

static void put_as_of(struct text *t)
{
	put(t, "  适用日期：", "  as of: ");
	if (!t->r->has_as_of) {
		put(t, "未给出\n", "not given\n");
		return;
	}
	cpr_strbuf_reset(&t->scratch);
	cpr_date_print(t->r->as_of, &t->scratch);
	cpr_sink_adds(t->sink, cpr_strbuf_str(&t->scratch));
	if (cpr_str_is(t->r->as_of_source, "option"))
		put(t, "（由选项指定）", " (from the options)");
	else if (cpr_str_is(t->r->as_of_source, "campaign"))
		put(t, "（取自活动文件）", " (from the campaign)");
	cpr_sink_addc(t->sink, '\n');
}

static void put_summary(struct text *t)
{
	put_verdict(t);
	put_counts(t);
	for (size_t i = 0; i < t->r->n_rulesets; i++) {
		put(t, "  规则集：", "  ruleset: ");
		cpr_escape_terminal(t->sink, t->r->rulesets[i].id);
		cpr_sink_addc(t->sink, ' ');
		cpr_escape_terminal(t->sink, t->r->rulesets[i].version);
		cpr_sink_addc(t->sink, '\n');
	}
	put_as_of(t);
	if (t->r->tailoring.n) {
		put(t, "  仅审查部分规则：", "  only some rules were asked for: ");
		cpr_escape_terminal(t->sink, t->r->tailoring);
		cpr_sink_addc(t->sink, '\n');
	}
}

static int write_text(const struct cpr_output *out, struct cpr_sink *sink, cpreview_error **reterr)
{
	struct text t = { .out = out, .sink = sink, .scratch = CPR_STRBUF(out->mem) };
	bool failed;

	for (size_t i = 0; i < out->n_reports; i++) {
		t.r = out->reports[i];
		t.chinese_law = cpr_wording_chinese_law(t.r);
		if (i)
			cpr_sink_addc(sink, '\n');
		put_incomplete(&t);
		put_all(&t, CPREVIEW_FAIL, false, NULL, NULL);
		put_all(&t, CPREVIEW_REVIEW, true, "待人工复核", "To be reviewed by a person");
		put_all(&t, CPREVIEW_WAIVED, true, "已豁免", "Waived");
		put_rules(&t);
		put_summary(&t);
	}
	failed = cpr_strbuf_failed(&t.scratch);
	cpr_strbuf_free(&t.scratch);
	return failed ? cpr_error_nomem(reterr) : 0;
}

const struct cpr_format cpr_format_text = {
	.name = "text",
	.media_type = "text/plain; charset=utf-8",
	.summary = "for authors at a terminal: source lines with marks, remedies, law, a summary",
	.write = write_text,
};

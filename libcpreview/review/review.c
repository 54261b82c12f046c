/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs every rule over a campaign. A rule that does not apply, and one that was left out on request, has its line in the
 * report; a campaign that could not be understood gives its problems and nothing that could be taken for a clean review.
 */
#include "review/review.h"

#include "check/emit.h"

/* Everything one running review owns. */
struct work {
	const struct cpr_mem *mem;
	cpreview_ruleset *rs;
	cpreview_campaign *campaign;
	const struct cpr_review_options *opts;
	cpreview_report *report;
	struct cpr_matcher *matcher;
	struct cpr_expr_env expr;
	struct cpr_text_env text;
	uint32_t *units_by_element;
};

static struct cpr_str keep(cpreview_report *r, struct cpr_str s)
{
	struct cpr_str k = cpr_arena_str(&r->arena, s);

	if (!k.p)
		r->failed = true;
	return k.p ? k : (struct cpr_str){ "", 0 };
}

static void unref_ruleset(void *object)
{
	cpr_ruleset_unref(object);
}

static void fill_rulesets(struct work *w)
{
	cpreview_report *r = w->report;

	r->rulesets = cpr_arena_array(&r->arena, w->rs->n_packs, sizeof *r->rulesets);
	if (!r->rulesets) {
		r->failed = true;
		return;
	}
	r->n_rulesets = w->rs->n_packs;
	for (size_t i = 0; i < r->n_rulesets; i++) {
		const struct cpr_pack *p = &w->rs->packs[i];

		r->rulesets[i] = (struct cpr_report_ruleset){
			.id = keep(r, p->id), .version = keep(r, p->version), .jurisdiction = keep(r, p->jurisdiction),
			.digest = keep(r, cpr_str_of(p->digest)), .title = { keep(r, p->title.zh), keep(r, p->title.en) },
		};
	}
}

/* The date whose law applies: asked for, or the day the campaign begins to reach people. */
static void fill_as_of(struct work *w)
{
	cpreview_report *r = w->report;
	const cpreview_campaign *c = w->campaign;
	struct cpr_strbuf b = CPR_STRBUF(w->mem);

	r->has_as_of = true;
	if (w->opts->has_as_of) {
		r->as_of = w->opts->as_of;
		r->as_of_source = CPR_STR("option");
	} else if (c->has_launch || c->has_start) {
		r->as_of = c->has_launch ? c->launch.date : c->start.date;
		r->as_of_source = CPR_STR("campaign");
	} else {
		r->has_as_of = false;
		r->as_of_source = CPR_STR("none");
	}
	if (r->has_as_of) {
		cpr_date_print(r->as_of, &b);
		if (cpr_strbuf_failed(&b))
			r->failed = true;
		else
			memcpy(r->as_of_text, b.p, sizeof r->as_of_text);
	}
	cpr_strbuf_free(&b);
}

static void list_words(struct cpr_strbuf *b, const char *what, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cpr_strbuf_addf(b, "%s%s %s", b->n ? "; " : "", what, words[i]);
}

static void fill_header(struct work *w)
{
	cpreview_report *r = w->report;
	const cpreview_campaign *c = w->campaign;
	struct cpr_strbuf tailoring = CPR_STRBUF(w->mem);

	r->input_name = keep(r, cpr_str_of(c->name));
	r->input_digest = keep(r, cpr_str_of(c->digest));
	r->input_bytes = c->raw_n;
	r->encoding = cpr_str_of(c->doc ? cpr_encoding_name(c->doc->source.encoding) : "");
	r->campaign_id = keep(r, c->id);
	r->campaign_revision = keep(r, c->revision);
	r->fail_on = w->opts->fail_on;
	list_words(&tailoring, "rule", w->opts->rules, w->opts->n_rules);
	list_words(&tailoring, "right", w->opts->rights, w->opts->n_rights);
	list_words(&tailoring, "law", w->opts->laws, w->opts->n_laws);
	if (cpr_strbuf_failed(&tailoring))
		r->failed = true;
	r->tailoring = tailoring.n ? keep(r, cpr_strbuf_str(&tailoring)) : (struct cpr_str){ "", 0 };
	cpr_strbuf_free(&tailoring);
	fill_rulesets(w);
	fill_as_of(w);
}

static bool name_fits(const char *pattern, struct cpr_str id)
{
	struct cpr_str p = cpr_str_of(pattern);

	if (p.n && p.p[p.n - 1] == '*')
		return id.n >= p.n - 1 && memcmp(id.p, p.p, p.n - 1) == 0;
	return cpr_str_eq(p, id);
}

static bool rule_named(const struct cpr_review_options *o, const struct cpreview_rule *r)
{
	for (size_t i = 0; i < o->n_rules; i++)
		if (name_fits(o->rules[i], r->card.id))
			return true;
	return !o->n_rules;
}

static bool right_named(const struct cpr_review_options *o, const struct cpreview_rule *r)
{
	for (size_t i = 0; i < o->n_rights; i++)
		if (cpr_right_parse(cpr_str_of(o->rights[i])) == r->card.right)
			return true;
	return !o->n_rights;
}

static bool law_named(const struct cpr_review_options *o, const struct cpreview_rule *r)
{
	for (size_t i = 0; i < o->n_laws; i++)
		for (size_t b = 0; b < r->card.n_basis; b++)
			if (cpr_str_is(r->card.basis[b].law->id, o->laws[i]))
				return true;
	return !o->n_laws;
}

/* Every name in the tailoring must mean something, or a slip of the pen would look like a clean review. */
static int check_tailoring(const struct cpreview_ruleset *rs, const struct cpr_review_options *o, cpreview_error **reterr)
{
	for (size_t i = 0; i < o->n_rules; i++) {
		bool found = false;

		for (size_t r = 0; r < rs->rules.n && !found; r++)
			found = name_fits(o->rules[i], rs->rules.v[r]->card.id);
		if (!found)
			return cpr_error_set(reterr, CPREVIEW_E_NOT_FOUND, NULL, "there is no rule \"%s\"", o->rules[i]);
	}
	for (size_t i = 0; i < o->n_rights; i++)
		if (cpr_right_parse(cpr_str_of(o->rights[i])) <= 0)
			return cpr_error_set(reterr, CPREVIEW_E_NOT_FOUND, NULL, "there is no right \"%s\"", o->rights[i]);
	for (size_t i = 0; i < o->n_laws; i++) {
		bool found = false;

		for (size_t l = 0; l < rs->laws.n && !found; l++)
			found = cpr_str_is(rs->laws.v[l]->id, o->laws[i]);
		if (!found)
			return cpr_error_set(reterr, CPREVIEW_E_NOT_FOUND, NULL, "there is no law \"%s\"", o->laws[i]);
	}
	return 0;
}

#define REASON(z, e) ((struct cpr_text2){ CPR_STR(z), CPR_STR(e) })

/* Is the rule law on the day in question? Without a day, every rule is. */
static bool in_force(const struct work *w, const struct cpreview_rule *r, struct cpr_text2 *ret_reason)
{
	if (!w->report->has_as_of)
		return true;
	if (r->has_in_force && w->report->as_of.days < r->in_force.days) {
		*ret_reason = REASON("在适用日期尚未生效", "not yet in force on the as-of date");
		return false;
	}
	if (r->has_repealed && w->report->as_of.days >= r->repealed.days) {
		*ret_reason = REASON("在适用日期已失效", "no longer in force on the as-of date");
		return false;
	}
	return true;
}

static enum cpr_applicable applies(struct work *w, const struct cpreview_rule *r, struct cpr_text2 *ret_reason)
{
	if (!rule_named(w->opts, r) || !right_named(w->opts, r) || !law_named(w->opts, r)) {
		*ret_reason = REASON("按要求未纳入本次审查", "left out of this review on request");
		return CPR_NOT_APPLICABLE;
	}
	return in_force(w, r, ret_reason) ? cpr_applies_campaign(&r->applies, &w->expr, ret_reason) : CPR_NOT_APPLICABLE;
}

static void settle(struct cpr_rule_result *result)
{
	static const int by_gravity[] = { CPREVIEW_NOT_APPLICABLE, CPREVIEW_PASS,	  CPREVIEW_WAIVED, CPREVIEW_REVIEW,
					  CPREVIEW_FAIL,	   CPREVIEW_NOT_CHECKED, CPREVIEW_ERROR };

	result->outcome = CPREVIEW_NOT_APPLICABLE;
	for (size_t i = 0; i < sizeof by_gravity / sizeof *by_gravity; i++)
		if (result->counts[by_gravity[i]])
			result->outcome = by_gravity[i];
	if (result->outcome == CPREVIEW_NOT_APPLICABLE && !result->reason.zh.n)
		result->reason = REASON("活动中没有该规则检查的内容", "the campaign has nothing that the rule looks at");
}

static void run_rule(struct work *w, const struct cpreview_rule *r)
{
	struct cpr_rule_result result = { .rule = &r->card };
	struct cpr_run run = { .campaign = w->campaign, .rule = r, .report = w->report, .result = &result, .text = &w->text,
			       .expr = &w->expr, .units_by_element = w->units_by_element };

	cpr_expr_env_reset(&w->expr);
	switch (applies(w, r, &result.reason)) {
	case CPR_APPLICABLE:
		r->check->run(&run);
		break;
	case CPR_NOT_APPLICABLE:
		result.counts[CPREVIEW_NOT_APPLICABLE] = 1;
		break;
	case CPR_APPLICABLE_FAULT:
		cpr_emit_not_checked(&run, CPREVIEW_ERROR, 0, w->expr.fault);
		break;
	case CPR_APPLICABLE_LIMIT:
		cpr_emit_not_checked(&run, CPREVIEW_NOT_CHECKED, 0, "limit expr_steps or match_steps");
		break;
	case CPR_APPLICABLE_NOMEM:
		w->report->failed = true;
		break;
	}
	settle(&result);
	if (!cpr_array_push(&w->report->mem, &w->report->results, result))
		w->report->failed = true;
}

static bool count_units(struct work *w)
{
	const struct cpreview_campaign *c = w->campaign;

	w->units_by_element = cpr_calloc(w->mem, cpr_campaign_vocabulary.n_elements, sizeof *w->units_by_element);
	if (!w->units_by_element)
		return false;
	for (uint32_t i = 0; i < c->copy.n_units; i++)
		w->units_by_element[c->doc->nodes[c->copy.units[i].node].name]++;
	return true;
}

/* 0, CPREVIEW_E_NOMEM or CPREVIEW_E_CANCELLED. */
static int run_rules(struct work *w)
{
	const struct cpreview_ruleset *rs = w->rs;
	int rc = CPREVIEW_E_NOMEM;

	w->matcher = cpr_matcher_new(w->mem, &w->campaign->limits);
	if (!w->matcher || !count_units(w))
		goto out;
	cpr_expr_env_init(&w->expr, w->mem, w->campaign, w->matcher);
	w->expr.has_as_of = w->report->has_as_of;
	w->expr.as_of = w->report->as_of;
	if (cpr_text_env_init(&w->text, w->mem, w->campaign, w->matcher, &w->expr, rs->terms, rs->phrase_kinds.v,
			      (uint32_t)rs->phrase_kinds.n)) {
		rc = 0;
		for (size_t i = 0; !rc && i < rs->rules.n && !w->report->failed; i++) {
			if (w->opts->cancel && w->opts->cancel(w->opts->cancel_user))
				rc = CPREVIEW_E_CANCELLED;
			else
				run_rule(w, rs->rules.v[i]);
		}
		cpr_text_env_free(&w->text);
	}
	cpr_expr_env_free(&w->expr);
out:
	cpr_matcher_free(w->matcher);
	cpr_free(w->mem, w->units_by_element);
	return rc;
}

/* Rules cannot run on a campaign without a document: each is not checked. */
static void skip_rules(struct work *w)
{
	for (size_t i = 0; i < w->rs->rules.n; i++) {
		struct cpr_rule_result result = {
			.rule = &w->rs->rules.v[i]->card,
			.reason = REASON("文件无法解析，未检查", "not checked: the document could not be parsed"),
			.outcome = CPREVIEW_NOT_CHECKED,
		};

		result.counts[CPREVIEW_NOT_CHECKED] = 1;
		if (!cpr_array_push(&w->report->mem, &w->report->results, result))
			w->report->failed = true;
	}
}

static void tell_problems(struct work *w)
{
	const struct cpr_problems *ps = &w->campaign->problems;

	if (!w->campaign->doc) {
		cpr_report_refusal(w->report, (struct cpr_str){ w->campaign->raw, w->campaign->raw_n }, ps->list.v, ps->list.n);
		return;
	}
	for (size_t i = 0; i < ps->list.n; i++)
		cpr_report_problem(w->report, w->campaign->doc, &ps->list.v[i]);
}

int cpr_review(const struct cpr_mem *mem, cpreview_ruleset *rs, cpreview_campaign *campaign,
	       const struct cpr_review_options *opts, cpreview_report **ret, cpreview_error **reterr)
{
	struct work w = { .mem = mem, .rs = rs, .campaign = campaign, .opts = opts };
	struct cpr_limits limits = campaign->limits;
	int rc = check_tailoring(rs, opts, reterr);

	if (rc)
		return rc;
	if (opts->max_findings)
		limits.findings = opts->max_findings;
	w.report = cpr_report_new(mem, &limits);
	if (!w.report)
		return cpr_error_nomem(reterr);
	w.report->keep = (struct cpr_keep){ cpr_ruleset_ref(rs), unref_ruleset };
	fill_header(&w);
	tell_problems(&w);
	if (campaign->doc)
		rc = run_rules(&w);
	else
		skip_rules(&w);
	if (!rc)
		rc = cpr_report_finish(w.report, NULL);
	if (!rc) {
		*ret = w.report;
		return 0;
	}
	cpr_report_unref(w.report);
	return rc == CPREVIEW_E_CANCELLED ? cpr_error_set(reterr, rc, NULL, "the review was cancelled") : cpr_error_nomem(reterr);
}

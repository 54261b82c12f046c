/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the rules' own examples: a violating one must give findings exactly where it is marked and nowhere else, a compliant one
 * none; and each rule must really have looked at one of its compliant examples, or they would show nothing.
 */
#include "review/review.h"

struct one {
	struct cpreview_test *test;
	const struct cpreview_rule *rule;
	const struct cpr_example *example;
	struct cpreview_campaign *campaign;
	struct cpreview_report *report;
	struct cpr_strbuf why; /* what is wrong; empty: nothing */
};

static void blame(struct one *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void blame(struct one *o, const char *fmt, ...)
{
	va_list ap;

	if (o->why.n)
		cpr_strbuf_addz(&o->why, "; ");
	va_start(ap, fmt);
	cpr_strbuf_vaddf(&o->why, fmt, ap);
	va_end(ap);
}

static struct cpr_str source_text(const struct one *o, struct cpr_src src)
{
	return (struct cpr_str){ o->campaign->doc->source.text.p + src.start, src.end - src.start };
}

/* Takes the findings at src off the list: one place may lack several statements. False if there is none. */
static bool take(const struct one *o, bool *seen, struct cpr_src src)
{
	bool found = false;

	for (size_t i = 0; i < o->report->findings.n; i++) {
		const struct cpreview_finding *f = o->report->findings.v[i];

		if (f->src_start != src.start || f->src_end != src.end)
			continue;
		found |= !seen[i];
		seen[i] = true;
	}
	return found;
}

static void expect_marks(struct one *o, bool *seen)
{
	const struct cpr_doc *d = o->campaign->doc;
	cpr_name mark = cpr_doc_name(d, CPR_STR("urn:cpreview:rules:1"), CPR_STR("mark"));
	uint32_t n = 0;
	const cpr_node *marks = mark == CPR_MAP_NONE ? NULL : cpr_doc_descendants(d, 0, mark, &n);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at;
		struct cpr_str text = cpr_doc_text(d, marks[i], &at);
		struct cpr_src src = cpr_place_text(d, at, at + (uint32_t)text.n);

		if (!text.n)
			blame(o, "a mark is empty");
		else if (!take(o, seen, src))
			blame(o, "the mark \"%.*s\" was not found", CPR_STR_ARG(text));
	}
}

/* A finding is at a node if it points at it or at one of its attributes. */
static bool take_item(struct one *o, bool *seen, struct cpr_item item)
{
	const struct cpr_doc *d = o->campaign->doc;
	bool taken = false;

	if (item.attr != CPR_NO_NODE)
		return take(o, seen, cpr_place_attr(d, item.attr));
	if (take(o, seen, cpr_place_node(d, item.node)))
		return true;
	for (uint32_t a = 0; a < d->nodes[item.node].count && !taken; a++)
		taken = take(o, seen, cpr_place_attr(d, d->nodes[item.node].first + a));
	return taken;
}

static void expect_at(struct one *o, bool *seen)
{
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_matcher *m = cpr_matcher_new(&o->test->mem, &o->campaign->limits);
	struct cpr_expr_env env;
	struct cpr_expr_value v;

	cpr_expr_env_init(&env, &o->test->mem, o->campaign, m);
	if (!m)
		o->why.failed = true;
	else if (cpr_expr_eval(o->example->at, &env, root, root, NULL, &v) != CPR_OUT_VALUE || !v.u.nodes.n)
		blame(o, "at selects nothing in the example");
	else
		for (size_t i = 0; i < v.u.nodes.n; i++)
			if (!take_item(o, seen, v.u.nodes.v[i]))
				blame(o, "node %zu of at was not found", i + 1);
	cpr_expr_env_free(&env);
	cpr_matcher_free(m);
}

static void judge_findings(struct one *o)
{
	size_t n = o->report->findings.n;
	bool *seen = cpr_calloc(&o->test->mem, n ? n : 1, sizeof *seen);

	if (!seen) {
		o->why.failed = true;
		return;
	}
	if (o->example->violating && o->example->at)
		expect_at(o, seen);
	else if (o->example->violating)
		expect_marks(o, seen);
	for (size_t i = 0; i < n; i++) {
		const struct cpreview_finding *f = o->report->findings.v[i];
		struct cpr_str text = source_text(o, (struct cpr_src){ f->src_start, f->src_end });

		if (!seen[i])
			blame(o, "%s \"%.*s\"%s%s", o->example->violating ? "also found" : "found", CPR_STR_ARG(text),
			      f->disposition == CPREVIEW_NOT_CHECKED || f->disposition == CPREVIEW_ERROR ? ": " : "",
			      f->disposition == CPREVIEW_NOT_CHECKED || f->disposition == CPREVIEW_ERROR ? f->message.en.p : "");
	}
	cpr_free(&o->test->mem, seen);
}

static void blame_problems(struct one *o)
{
	const struct cpr_problems *ps = &o->campaign->problems;

	for (size_t i = 0; i < ps->list.n; i++) {
		if (o->why.n)
			cpr_strbuf_addz(&o->why, "; ");
		cpr_problem_format(&ps->list.v[i], cpr_problem_types[ps->list.v[i].id].en, &o->why);
	}
}

/* The report's line of this rule; its findings are the only ones, as nothing else was run. */
static const struct cpr_rule_result *result_of(const struct one *o)
{
	for (size_t i = 0; i < o->report->results.n; i++)
		if (o->report->results.v[i].rule == &o->rule->card)
			return &o->report->results.v[i];
	return NULL;
}

/* The engine says so when no rule applied; with one rule that is for this test to judge, not a finding. */
static void drop_engine_findings(cpreview_report *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->findings.n; i++)
		if (r->findings.v[i]->rule != cpr_problem_card(CPR_PROBLEM_ENGINE_NO_RULE))
			r->findings.v[kept++] = r->findings.v[i];
	r->findings.n = kept;
}

/* *ret_looked: the rule passed judgement on some node of it. */
static int run_example(struct one *o, bool *ret_looked)
{
	const char *rules[] = { o->rule->card.id.p };
	struct cpr_review_options opts = { .fail_on = CPREVIEW_WARNING, .rules = rules, .n_rules = 1 };
	const struct cpr_mem *mem = &o->test->mem;
	int rc = cpr_campaign_parse(mem, o->example->bytes.p, o->example->bytes.n, "example", &cpr_limits_default,
				    CPR_VALIDATE_FRAGMENT, &o->campaign, NULL);

	if (rc)
		return rc;
	if (o->campaign->problems.list.n) {
		blame_problems(o);
		return 0;
	}
	opts.has_as_of = o->example->has_as_of || o->rule->has_in_force;
	opts.as_of = o->example->has_as_of ? o->example->as_of : o->rule->in_force;
	rc = cpr_review(mem, o->test->ruleset, o->campaign, &opts, &o->report, NULL);
	if (rc)
		return rc;
	drop_engine_findings(o->report);
	*ret_looked = result_of(o) && result_of(o)->outcome != CPREVIEW_NOT_APPLICABLE;
	if (o->example->violating && !*ret_looked)
		blame(o, "the rule does not look at it: %s", result_of(o) ? result_of(o)->reason.en.p : "");
	judge_findings(o);
	return 0;
}

static bool settle(struct one *o)
{
	struct cpr_example_result r = { .rule = o->rule, .example = o->example, .passed = o->why.n == 0 };

	if (cpr_strbuf_failed(&o->why))
		return false;
	if (!r.passed && !(r.message = cpr_strbuf_take(&o->why)))
		return false;
	o->test->n_failed += !r.passed;
	if (cpr_array_push(&o->test->mem, &o->test->list, r))
		return true;
	cpr_free(&o->test->mem, r.message);
	return false;
}

static int run_rule_examples(struct cpreview_test *t, const struct cpreview_rule *rule)
{
	bool compliant_looked = false, has_compliant = false;

	for (uint32_t i = 0; i < rule->n_examples; i++) {
		struct one o = { .test = t, .rule = rule, .example = &rule->examples[i], .why = CPR_STRBUF(&t->mem) };
		bool looked = false, last = i + 1 == rule->n_examples, ok;
		int rc = run_example(&o, &looked);

		has_compliant |= !o.example->violating;
		compliant_looked |= !o.example->violating && looked;
		if (!rc && last && has_compliant && !compliant_looked)
			blame(&o, "the rule does not look at any of its compliant examples, so they show nothing");
		ok = !rc && settle(&o);
		cpr_strbuf_free(&o.why);
		cpr_report_unref(o.report);
		cpr_campaign_unref(o.campaign);
		if (!ok)
			return CPREVIEW_E_NOMEM;
	}
	return 0;
}

int cpr_test(const struct cpr_mem *mem, cpreview_ruleset *rs, struct cpreview_test **ret, cpreview_error **reterr)
{
	struct cpreview_test *t = cpr_calloc(mem, 1, sizeof *t);
	int rc = t ? 0 : CPREVIEW_E_NOMEM;

	if (t) {
		t->mem = *mem;
		t->ruleset = cpr_ruleset_ref(rs);
	}
	for (size_t i = 0; !rc && i < rs->rules.n; i++)
		rc = run_rule_examples(t, rs->rules.v[i]);
	if (!rc) {
		*ret = t;
		return 0;
	}
	cpr_test_free(t);
	return cpr_error_nomem(reterr);
}

void cpr_test_free(struct cpreview_test *t)
{
	struct cpr_mem mem;

	if (!t)
		return;
	mem = t->mem;
	for (size_t i = 0; i < t->list.n; i++)
		cpr_free(&mem, t->list.v[i].message);
	cpr_array_free(&mem, &t->list);
	cpr_ruleset_unref(t->ruleset);
	cpr_free(&mem, t);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The report's life: made, filled with findings within limits, finished (sorted, fingerprinted, judged), shared, freed. */
#include "finding/report.h"

#include <stdlib.h>

#include "base/error.h"
#include "finding/sort.h"

cpreview_report *cpr_report_new(const struct cpr_mem *mem, const struct cpr_limits *limits)
{
	cpreview_report *r = cpr_calloc(mem, 1, sizeof *r);

	if (!r)
		return NULL;
	r->mem = *mem;
	atomic_init(&r->refs, 1);
	r->arena = CPR_ARENA(&r->mem);
	r->rule_index = CPR_MAP(&r->mem);
	r->limits = limits ? *limits : cpr_limits_default;
	r->fail_on = CPREVIEW_WARNING;
	r->as_of_source = CPR_STR("none");
	return r;
}

cpreview_report *cpr_report_ref(cpreview_report *r)
{
	if (r)
		atomic_fetch_add_explicit(&r->refs, 1, memory_order_relaxed);
	return r;
}

static void free_scaffold(cpreview_report *r)
{
	cpr_map_free(&r->rule_index);
	cpr_array_free(&r->mem, &r->rule_counts);
}

cpreview_report *cpr_report_unref(cpreview_report *r)
{
	struct cpr_mem mem;

	if (!r || atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) != 1)
		return NULL;
	if (r->keep.unref)
		r->keep.unref(r->keep.object);
	free_scaffold(r);
	cpr_array_free(&r->mem, &r->findings);
	cpr_array_free(&r->mem, &r->results);
	cpr_arena_free(&r->arena);
	mem = r->mem;
	cpr_free(&mem, r);
	return NULL;
}

/* The counter of a rule, made if it is new; NULL without memory. */
static struct cpr_rule_count *count_of(cpreview_report *r, const struct cpr_rule_card *card)
{
	uint32_t at = cpr_map_get(&r->rule_index, card->id);

	if (at != CPR_MAP_NONE)
		return &r->rule_counts.v[at];
	if (!cpr_array_reserve(&r->mem, &r->rule_counts, 1) ||
	    !cpr_map_put(&r->rule_index, card->id, (uint32_t)r->rule_counts.n, NULL))
		return NULL;
	r->rule_counts.v[r->rule_counts.n] = (struct cpr_rule_count){ .rule = card };
	return &r->rule_counts.v[r->rule_counts.n++];
}

/* A finding whatever the limits say. */
static cpreview_finding *add(cpreview_report *r, const struct cpr_rule_card *card, int disposition)
{
	cpreview_finding *f;

	if (r->failed)
		return NULL;
	f = cpr_arena_alloc(&r->arena, sizeof *f);
	if (!f || !cpr_array_push(&r->mem, &r->findings, f)) {
		r->failed = true;
		return NULL;
	}
	f->rule = card;
	f->disposition = disposition;
	f->severity = card->severity;
	f->sequence = (uint32_t)(r->findings.n - 1);
	return f;
}

cpreview_finding *cpr_report_add(cpreview_report *r, const struct cpr_rule_card *card, int disposition)
{
	struct cpr_rule_count *count;
	cpreview_finding *f;

	if (r->failed)
		return NULL;
	if (r->findings.n >= r->limits.findings) {
		r->over_findings = r->truncated = true;
		return NULL;
	}
	count = count_of(r, card);
	if (!count) {
		r->failed = true;
		return NULL;
	}
	if (count->n >= r->limits.findings_per_rule) {
		count->over = r->truncated = true;
		return NULL;
	}
	f = add(r, card, disposition);
	if (f)
		count->n++;
	return f;
}

static struct cpr_str formatted(cpreview_report *r, const struct cpr_problem *p, const char *template_text)
{
	struct cpr_strbuf b = CPR_STRBUF(&r->mem);
	struct cpr_str text = { 0 };

	cpr_problem_format(p, template_text, &b);
	if (!cpr_strbuf_failed(&b))
		text = cpr_arena_str(&r->arena, cpr_strbuf_str(&b));
	if (!text.p)
		r->failed = true;
	cpr_strbuf_free(&b);
	return text;
}

/* The texts of a problem. Its first word tells it from others (a name, an id); further ones may speak of lines. */
static void tell(cpreview_report *r, cpreview_finding *f, const struct cpr_problem *p)
{
	const struct cpr_problem_type *type = &cpr_problem_types[p->id];

	f->message = (struct cpr_text2){ formatted(r, p, type->zh), formatted(r, p, type->en) };
	f->remedy = (struct cpr_text2){ formatted(r, p, type->remedy_zh), formatted(r, p, type->remedy_en) };
	f->identity = cpr_arena_str(&r->arena, p->word[0]);
	if (!f->identity.p)
		r->failed = true;
}

cpreview_finding *cpr_report_add_problem(cpreview_report *r, const struct cpr_problem *p)
{
	cpreview_finding *f = cpr_report_add(r, cpr_problem_card(p->id), CPREVIEW_NOT_CHECKED);

	if (f)
		tell(r, f, p);
	return f;
}

/* One that is due even when the limits on findings are reached: it tells about them, or about the whole report. */
static void add_engine(cpreview_report *r, enum cpr_problem_id id, struct cpr_str w0, struct cpr_str w1)
{
	struct cpr_problem p = { .id = id, .word = { w0, w1 } };
	cpreview_finding *f = add(r, cpr_problem_card(id), CPREVIEW_NOT_CHECKED);

	if (!f)
		return;
	tell(r, f, &p);
	f->identity = w1;
}

static void add_truncated(cpreview_report *r, uint32_t listed, const char *limit, struct cpr_str rule)
{
	struct cpr_strbuf b = CPR_STRBUF(&r->mem);
	struct cpr_str number, name;

	cpr_strbuf_add_u64(&b, listed);
	number = cpr_arena_str(&r->arena, cpr_strbuf_str(&b));
	cpr_strbuf_reset(&b);
	cpr_strbuf_addz(&b, limit);
	if (rule.n) {
		cpr_strbuf_addz(&b, ": ");
		cpr_strbuf_adds(&b, rule);
	}
	name = cpr_arena_str(&r->arena, cpr_strbuf_str(&b));
	if (cpr_strbuf_failed(&b) || !number.p || !name.p)
		r->failed = true;
	cpr_strbuf_free(&b);
	add_engine(r, CPR_PROBLEM_ENGINE_TRUNCATED, number, name);
}

static bool anything_stopped(const cpreview_report *r)
{
	for (size_t i = 0; i < r->results.n; i++)
		if (r->results.v[i].outcome >= CPREVIEW_NOT_CHECKED)
			return true;
	for (size_t i = 0; i < r->findings.n && r->results.n == 0; i++)
		if (r->findings.v[i]->disposition >= CPREVIEW_NOT_CHECKED)
			return true;
	return false;
}

static void add_due(cpreview_report *r)
{
	if (r->over_findings)
		add_truncated(r, r->limits.findings, "findings", (struct cpr_str){ 0 });
	for (size_t i = 0; i < r->rule_counts.n; i++)
		if (r->rule_counts.v[i].over)
			add_truncated(r, r->limits.findings_per_rule, "findings_per_rule", r->rule_counts.v[i].rule->id);
	/* Where rules could not be run at all (an unreadable input), that is said already, and it is not that none applies. */
	if (!cpr_report_applied(r) && !anything_stopped(r))
		add_engine(r, CPR_PROBLEM_ENGINE_NO_RULE, (struct cpr_str){ 0 }, (struct cpr_str){ 0 });
}

static int by_place(const void *a, const void *b, const void *ctx)
{
	const cpreview_finding *f = *(cpreview_finding *const *)a, *g = *(cpreview_finding *const *)b;
	int c;

	(void)ctx;
	if (f->where.known != g->where.known)
		return f->where.known ? 1 : -1;
	if (f->where.known && f->src_start != g->src_start)
		return f->src_start < g->src_start ? -1 : 1;
	c = cpr_str_cmp(f->rule->id, g->rule->id);
	if (c)
		return c;
	return f->sequence < g->sequence ? -1 : f->sequence > g->sequence;
}

int cpr_report_finish(cpreview_report *r, cpreview_error **reterr)
{
	if (!r->failed)
		add_due(r);
	if (!r->failed) {
		cpr_sort(r->findings.v, r->findings.n, sizeof *r->findings.v, by_place, NULL);
		cpr_fingerprint_all(r);
	}
	free_scaffold(r);
	if (r->failed)
		return cpr_error_nomem(reterr);
	r->verdict = cpr_verdict(r);
	return 0;
}

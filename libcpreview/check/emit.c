/* SPDX-License-Identifier: Apache-2.0 */
/* Saying results: findings, evidence, places, counts. */
#include "check/emit.h"

static struct cpr_str keep(struct cpr_run *run, struct cpr_str s)
{
	struct cpr_str k = cpr_arena_str(&run->report->arena, s);

	if (!k.p)
		run->report->failed = true;
	return k.p ? k : (struct cpr_str){ "", 0 };
}

static cpreview_finding *add(struct cpr_run *run, int disposition)
{
	run->result->counts[disposition]++;
	return cpr_report_add(run->report, &run->rule->card, disposition);
}

/* The source of a range of the folded copy. */
static struct cpr_src source_of(const struct cpr_run *run, uint32_t start, uint32_t end)
{
	uint32_t from, to;

	cpr_fold_source(&run->campaign->copy.folded, start, end, &from, &to);
	return cpr_place_text(run->campaign->doc, from, to);
}

struct cpr_str cpr_match_text(const struct cpr_run *run, uint32_t start, uint32_t end)
{
	uint32_t from, to;

	cpr_fold_source(&run->campaign->copy.folded, start, end, &from, &to);
	return (struct cpr_str){ run->campaign->doc->text + from, to - from };
}

cpreview_finding *cpr_emit_match(struct cpr_run *run, int disposition, const struct cpr_text_match *m)
{
	const struct cpr_copy *copy = &run->campaign->copy;
	cpreview_finding *f = add(run, disposition);

	if (!f)
		return NULL;
	cpr_finding_place(run->report, f, run->campaign->doc, source_of(run, m->start, m->end), copy->units[m->unit].node,
			  CPR_NO_NODE);
	f->matched = keep(run, (struct cpr_str){ copy->folded.text.p + m->start, m->end - m->start });
	cpr_emit_text(run, f, "match", cpr_match_text(run, m->start, m->end));
	for (size_t g = 0; m->phrase->pattern && g < cpr_pattern_groups(m->phrase->pattern) && g < CPR_MATCH_GROUPS; g++) {
		uint32_t number;
		struct cpr_str name = cpr_pattern_group(m->phrase->pattern, g, &number);

		if (m->group[g].start != UINT32_MAX)
			cpr_finding_evidence(run->report, f, name, cpr_match_text(run, m->group[g].start, m->group[g].end), "text");
	}
	return f;
}

static struct cpr_src item_source(const struct cpr_run *run, struct cpr_item item)
{
	return item.attr != CPR_NO_NODE ? cpr_place_attr(run->campaign->doc, item.attr)
					: cpr_place_node(run->campaign->doc, item.node);
}

cpreview_finding *cpr_emit_item(struct cpr_run *run, int disposition, struct cpr_item item)
{
	cpreview_finding *f = add(run, disposition);

	cpr_emit_move(run, f, item);
	return f;
}

void cpr_emit_move(struct cpr_run *run, cpreview_finding *f, struct cpr_item item)
{
	if (f)
		cpr_finding_place(run->report, f, run->campaign->doc, item_source(run, item), item.node, item.attr);
}

void cpr_emit_end(struct cpr_run *run, cpreview_finding *f)
{
	const struct cpreview_rule *r = run->rule;

	if (!f)
		return;
	f->message.zh = cpr_finding_fill(run->report, f, r->message.zh, CPREVIEW_ZH);
	f->message.en = cpr_finding_fill(run->report, f, r->message.en, CPREVIEW_EN);
	f->remedy.zh = cpr_finding_fill(run->report, f, r->card.remedy.zh, CPREVIEW_ZH);
	f->remedy.en = cpr_finding_fill(run->report, f, r->card.remedy.en, CPREVIEW_EN);
}

void cpr_emit_pass(struct cpr_run *run, uint32_t nodes)
{
	run->result->counts[CPREVIEW_PASS] += nodes;
}

/* A template of problems.def with its words, in the report's memory. */
static struct cpr_str problem_text(struct cpr_run *run, const struct cpr_problem *p, const char *template_text)
{
	struct cpr_strbuf b = CPR_STRBUF(run->text->mem);
	struct cpr_str s = { "", 0 };

	cpr_problem_format(p, template_text, &b);
	if (cpr_strbuf_failed(&b))
		run->report->failed = true;
	else
		s = keep(run, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return s;
}

void cpr_emit_not_checked(struct cpr_run *run, int disposition, cpr_node node, const char *why)
{
	struct cpr_problem p = { .id = CPR_PROBLEM_ENGINE_NOT_CHECKED, .word = { run->rule->card.id, cpr_str_of(why) } };
	cpreview_finding *f = add(run, disposition);

	if (!run->result->reason.zh.n)
		run->result->reason = (struct cpr_text2){ keep(run, cpr_str_of(why)), keep(run, cpr_str_of(why)) };
	if (!f)
		return;
	f->severity = CPREVIEW_SEVERITY_ERROR;
	cpr_emit_move(run, f, (struct cpr_item){ node, CPR_NO_NODE });
	f->message.zh = problem_text(run, &p, cpr_problem_types[p.id].zh);
	f->message.en = problem_text(run, &p, cpr_problem_types[p.id].en);
	f->remedy.zh = problem_text(run, &p, cpr_problem_types[p.id].remedy_zh);
	f->remedy.en = problem_text(run, &p, cpr_problem_types[p.id].remedy_en);
}

void cpr_emit_text(struct cpr_run *run, cpreview_finding *f, const char *name, struct cpr_str value)
{
	if (f)
		cpr_finding_evidence(run->report, f, cpr_str_of(name), value, "text");
}

void cpr_emit_prose(struct cpr_run *run, cpreview_finding *f, const char *name, struct cpr_text2 value)
{
	struct cpr_evidence *e = f ? cpr_finding_evidence(run->report, f, cpr_str_of(name), value.zh, "text") : NULL;

	if (e)
		e->value_en = keep(run, value.en);
}

static void place_item(struct cpr_run *run, struct cpr_where *where, struct cpr_item item)
{
	cpr_report_place(run->report, where, run->campaign->doc, item_source(run, item), item.node, item.attr);
}

void cpr_emit_value(struct cpr_run *run, cpreview_finding *f, struct cpr_str name, const struct cpr_expr_value *v)
{
	const char *type = "text";
	struct cpr_evidence *e;
	struct cpr_str text;

	/* What is missing is no evidence; a template shows "?". */
	if (!f || v->type == CPR_EXPR_ANY || (v->type == CPR_EXPR_NODES && !v->u.nodes.n))
		return;
	text = cpr_expr_print(run->expr, v, &type);
	if (!text.p) {
		run->report->failed = true;
		return;
	}
	e = cpr_finding_evidence(run->report, f, name, text, type);
	if (e && v->type == CPR_EXPR_NODES && v->u.nodes.n == 1)
		place_item(run, &e->where, v->u.nodes.v[0]);
	else if (e && v->origin.node != CPR_NO_NODE)
		place_item(run, &e->where, v->origin);
}

/* "prize/@value" */
static void emit_operand(struct cpr_run *run, cpreview_finding *f, struct cpr_item item)
{
	const struct cpr_doc *d = run->campaign->doc;
	struct cpr_strbuf name = CPR_STRBUF(run->expr->mem);
	struct cpr_evidence *e = NULL;

	cpr_strbuf_adds(&name, d->names[d->nodes[item.node].name].local);
	cpr_strbuf_addz(&name, "/@");
	cpr_strbuf_adds(&name, d->names[d->attrs[item.attr].name].local);
	if (cpr_strbuf_failed(&name))
		run->report->failed = true;
	else
		e = cpr_finding_evidence(run->report, f, cpr_strbuf_str(&name), cpr_doc_attr_value(d, item.attr),
					 cpr_type_name((enum cpr_type)run->campaign->valid.values[item.attr].type));
	if (e)
		place_item(run, &e->where, item);
	cpr_strbuf_free(&name);
}

void cpr_emit_operands(struct cpr_run *run, cpreview_finding *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < run->expr->n_operands; i++)
		if (run->expr->operands[i].attr != CPR_NO_NODE)
			emit_operand(run, f, run->expr->operands[i]);
	for (size_t i = 0; i < run->expr->n_missing; i++) {
		struct cpr_evidence *e = cpr_finding_evidence(run->report, f, CPR_STR("missing"), run->expr->missing[i].what, "text");

		/* as-of() and computed values are missing nowhere */
		if (e && run->expr->missing[i].node != CPR_NO_NODE)
			place_item(run, &e->where, (struct cpr_item){ run->expr->missing[i].node, CPR_NO_NODE });
	}
}

void cpr_emit_related_match(struct cpr_run *run, cpreview_finding *f, const struct cpr_text_match *m, struct cpr_text2 label)
{
	struct cpr_related *r = f ? cpr_finding_relate(run->report, f, label.zh, label.en) : NULL;

	if (r)
		cpr_report_place(run->report, &r->where, run->campaign->doc, source_of(run, m->start, m->end),
				 run->campaign->copy.units[m->unit].node, CPR_NO_NODE);
}

void cpr_emit_related_item(struct cpr_run *run, cpreview_finding *f, struct cpr_item item, struct cpr_text2 label)
{
	struct cpr_related *r = f ? cpr_finding_relate(run->report, f, label.zh, label.en) : NULL;

	if (r)
		place_item(run, &r->where, item);
}

static bool is_selected(const struct cpr_unit_filter *f, cpr_node node)
{
	size_t lo = 0, hi = f->n_within;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f->within[mid].node < node)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < f->n_within && f->within[lo].node == node;
}

/* Is a node one of the selected ones, or inside one? Its ancestors are few, whatever was selected. */
static bool inside_selection(const struct cpr_unit_filter *f, cpr_node node)
{
	while (node != CPR_NO_NODE && !is_selected(f, node))
		node = f->run->campaign->doc->nodes[node].parent;
	return node != CPR_NO_NODE;
}

/* A material may name thousands of products, and hold thousands of blocks. */
bool cpr_emit_applies(struct cpr_run *run, cpr_node material)
{
	if (run->material_asked && run->material == material)
		return run->material_applies;
	run->material_asked = true;
	run->material = material;
	run->material_applies = cpr_applies_material(&run->rule->applies, run->campaign, material);
	return run->material_applies;
}

bool cpr_unit_filter_ok(void *filter, uint32_t unit)
{
	const struct cpr_unit_filter *f = filter;
	const struct cpr_unit *u = &f->run->campaign->copy.units[unit];

	return cpr_blocks_has(f->blocks, f->run->campaign->doc->nodes[u->node].name) && cpr_emit_applies(f->run, u->material) &&
	       (!f->selects || inside_selection(f, u->node));
}

uint32_t cpr_unit_filter_count(struct cpr_unit_filter *f)
{
	uint32_t n = 0;

	if (!f->selects && !cpr_applies_filters_materials(&f->run->rule->applies)) {
		for (cpr_name e = 0; e < cpr_campaign_vocabulary.n_elements; e++)
			if (cpr_blocks_has(f->blocks, e))
				n += f->run->units_by_element[e];
		return n;
	}
	for (uint32_t i = 0; i < f->run->campaign->copy.n_units; i++)
		n += cpr_unit_filter_ok(f, i);
	return n;
}

bool cpr_emit_select(struct cpr_run *run, const struct cpr_expr *e, struct cpr_expr_value *ret)
{
	struct cpr_item root = { 0, CPR_NO_NODE };

	ret->type = CPR_EXPR_NODES;
	ret->u.nodes.v = NULL;
	ret->u.nodes.n = 0;
	if (!e)
		return true;
	switch (cpr_expr_eval(e, run->expr, root, root, NULL, ret)) {
	case CPR_OUT_VALUE:
		return true;
	case CPR_OUT_MISSING:
		ret->u.nodes.n = 0;
		return true;
	case CPR_OUT_FAULT:
		cpr_emit_not_checked(run, CPREVIEW_ERROR, 0, run->expr->fault);
		return false;
	case CPR_OUT_LIMIT:
		cpr_emit_not_checked(run, CPREVIEW_NOT_CHECKED, 0, "limit expr_steps");
		return false;
	case CPR_OUT_NOMEM:
		break;
	}
	run->report->failed = true;
	return false;
}

#define INNER_MAX 256 /* matches that begin inside one that was excused */

/*
 * Adds the match m to `kept`, or if it is excused those inside it that are not: a denial in front must not hide what is
 * promised further on. NO when all is decided, else LIMIT or NOMEM.
 */
static enum cpr_match keep_guilty(struct cpr_run *run, const struct cpr_context *const *excepts, uint32_t n_excepts,
				  const struct cpr_text_match *m, struct cpr_text_matches *kept)
{
	struct cpr_text_match tried = *m, next;
	const struct cpr_context *by;

	for (unsigned n = 0; n < INNER_MAX; n++) {
		enum cpr_match excused = cpr_contexts_excuse(excepts, n_excepts, run->text, tried.unit, tried.start, tried.end, &by);
		enum cpr_match more;

		if (excused != CPR_MATCH_YES && excused != CPR_MATCH_NO)
			return excused;
		if (excused == CPR_MATCH_NO && !cpr_array_push(run->text->mem, &kept->list, tried))
			return CPR_MATCH_NOMEM;
		if (excused == CPR_MATCH_NO && n == 0)
			return CPR_MATCH_NO;
		more = cpr_phrases_next(run->text, &tried, excused == CPR_MATCH_YES ? tried.start + 1 : tried.end, m->end, &next);
		if (more != CPR_MATCH_YES)
			return more;
		tried = next;
	}
	return CPR_MATCH_LIMIT;
}

/* Drops the matches that an except excuses. False: not all excepts could be decided, which was told, or no memory. */
static bool drop_excused(struct cpr_run *run, const struct cpr_context *const *excepts, uint32_t n_excepts,
			 struct cpr_text_matches *ms)
{
	struct cpr_text_matches kept = { 0 };
	bool complete = true;

	if (!n_excepts)
		return true;
	for (size_t i = 0; i < ms->list.n; i++) {
		switch (keep_guilty(run, excepts, n_excepts, &ms->list.v[i], &kept)) {
		case CPR_MATCH_YES:
		case CPR_MATCH_NO:
			break;
		case CPR_MATCH_LIMIT:
			cpr_emit_not_checked(run, CPREVIEW_NOT_CHECKED, run->campaign->copy.units[ms->list.v[i].unit].node,
					     "an exception could not be decided: limit match_steps or expr_steps, "
					     "or its test is at fault");
			complete = false;
			break;
		case CPR_MATCH_NOMEM:
			run->report->failed = true;
			cpr_array_free(run->text->mem, &kept.list);
			return false;
		}
	}
	cpr_array_free(run->text->mem, &ms->list);
	ms->list.v = kept.list.v;
	ms->list.n = kept.list.n;
	ms->list.cap = kept.list.cap;
	cpr_text_matches_sort(ms);
	return complete;
}

bool cpr_find_unexcused(struct cpr_run *run, const struct cpr_phrases *phrases, const struct cpr_context *const *excepts,
			uint32_t n_excepts, struct cpr_unit_filter *filter, struct cpr_text_matches *ret)
{
	uint32_t limit_unit = 0;
	bool complete = true;

	switch (cpr_phrases_find(phrases, run->text, cpr_unit_filter_ok, filter, ret, &limit_unit)) {
	case CPR_FIND_NOMEM:
		run->report->failed = true;
		return false;
	case CPR_FIND_LIMIT:
		cpr_emit_not_checked(run, CPREVIEW_NOT_CHECKED, run->campaign->copy.units[limit_unit].node,
				     run->text->too_many ? "limit candidates" : "limit match_steps or unit_bytes");
		complete = false;
		break;
	case CPR_FIND_OK:
		break;
	}
	complete &= drop_excused(run, excepts, n_excepts, ret);
	cpr_text_matches_longest(ret);
	return complete;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The check kind `disclosure`: a claim of this sort needs that statement, near enough and prominent enough. A statement that
 * stands too far away, or too small, is shown as a near miss.
 */
#include "check/emit.h"
#include "ruleset/loader.h"

#define MAX_RELATED 4

struct statement {
	struct cpr_text2 name;
	struct cpr_blocks blocks;
	bool has_ratio;
	struct cpr_decimal ratio;
	struct cpr_phrases phrases;
	const struct cpr_context *const *excepts;
	uint32_t n_excepts;
};

struct disclosure {
	enum cpr_scope within;
	struct cpr_expr *select;
	bool has_claim;
	struct cpr_blocks claim_blocks;
	struct cpr_phrases claim;
	const struct cpr_context *const *excepts;
	uint32_t n_excepts;
	struct statement *statements;
	uint32_t n_statements;
};

static enum cpr_scope scope_of(struct cpr_str code)
{
	static const char *const names[] = { "clause", "sentence", "block", "material", "campaign" };
	enum cpr_scope s = CPR_SCOPE_MATERIAL;

	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		if (cpr_str_is(code, names[i]))
			s = (enum cpr_scope)i;
	return s;
}

static bool compile_statement(struct cpr_args *args, cpr_node node, struct statement *s)
{
	struct cpr_loader *l = args->loader;
	const struct cpr_value *ratio = cpr_loader_value(l, node, CPR_R_A_SIZE_RATIO);
	bool ok;

	s->name.zh = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_NAME));
	s->name.en = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_NAME_EN));
	if (!s->name.zh.p || !s->name.en.p)
		return cpr_loader_nomem(l);
	if (ratio) {
		s->has_ratio = true;
		s->ratio = ratio->u.number;
	}
	ok = cpr_loader_blocks(l, node, CPR_R_A_IN, &s->blocks);
	ok &= cpr_loader_phrases(l, node, true, &s->phrases);
	return cpr_loader_excepts(l, node, &s->excepts, &s->n_excepts) && ok;
}

static bool compile_claim(struct cpr_args *args, struct disclosure *d)
{
	struct cpr_loader *l = args->loader;
	cpr_node claim = cpr_loader_child(l, args->node, CPR_R_E_CLAIM);
	bool ok;

	d->claim_blocks.any = true;
	if (claim == CPR_NO_NODE)
		return true;
	d->has_claim = true;
	ok = cpr_loader_blocks(l, claim, CPR_R_A_IN, &d->claim_blocks);
	ok &= cpr_loader_phrases(l, claim, true, &d->claim);
	ok &= cpr_loader_excepts(l, claim, &d->excepts, &d->n_excepts);
	cpr_loader_offers_phrases(args, &d->claim);
	return ok;
}

static bool compile(struct cpr_args *args)
{
	struct cpr_loader *l = args->loader;
	struct disclosure *d = cpr_arena_alloc(&l->rs->arena, sizeof *d);
	uint32_t n = 0;
	bool ok;

	if (!d)
		return cpr_loader_nomem(l);
	args->rule->data = d;
	d->within = scope_of(cpr_loader_code(l, args->node, CPR_R_A_WITHIN));
	d->select = cpr_loader_expr(l, args->node, CPR_R_A_SELECT, CPR_EXPR_NODES, CPR_E_CAMPAIGN, NULL, 0);
	ok = compile_claim(args, d);
	if (!d->has_claim && !cpr_loader_attr(l, args->node, CPR_R_A_SELECT).n)
		cpr_loader_error(l, cpr_place_node(l->file->doc, args->node), "give a claim, or select the nodes that need the statement");
	else if (!d->has_claim && d->within < CPR_SCOPE_MATERIAL)
		cpr_loader_error(l, cpr_loader_attr_src(l, args->node, CPR_R_A_WITHIN), "without a claim, within is material or campaign");
	for (cpr_node s = cpr_loader_child(l, args->node, CPR_R_E_STATEMENT); s != CPR_NO_NODE;
	     s = cpr_loader_next(l, s, CPR_R_E_STATEMENT))
		n++;
	d->statements = cpr_arena_array(&l->rs->arena, n ? n : 1, sizeof *d->statements);
	if (!d->statements)
		return cpr_loader_nomem(l);
	for (cpr_node s = cpr_loader_child(l, args->node, CPR_R_E_STATEMENT); s != CPR_NO_NODE;
	     s = cpr_loader_next(l, s, CPR_R_E_STATEMENT))
		ok &= compile_statement(args, s, &d->statements[d->n_statements++]);
	cpr_loader_offers(args, CPR_STR("statement"));
	return ok && !l->failed;
}

/* Where a statement must stand: a range of the folded copy, and what the claim's type size is. */
struct need {
	uint32_t start, end;
	cpr_node node;                         /* the selected node, when there is no claim */
	const struct cpr_text_match *claim;    /* the first, or NULL */
	const struct cpr_text_match *more[MAX_RELATED]; /* further claims with the same need */
	uint32_t n_more;
	const struct cpr_text_match *largest;  /* the claim in the largest type, of those that state theirs; or NULL */
	bool undecided;                        /* a statement could not be searched for to the end */
	bool failed;
};

/* The font size of the block of a unit; false if it is not stated. Inline elements do not state one. */
static bool font_size(const struct cpr_run *run, uint32_t unit, struct cpr_decimal *ret)
{
	const struct cpreview_campaign *c = run->campaign;
	uint32_t a = cpr_doc_attr(c->doc, c->copy.units[unit].node, CPR_A_FONT_SIZE);

	if (a == CPR_NO_NODE || c->valid.values[a].type != CPR_TYPE_DECIMAL)
		return false;
	*ret = c->valid.values[a].u.number;
	return true;
}

static bool same_unit_of_size(const struct cpr_run *run, uint32_t a, uint32_t b)
{
	const struct cpreview_campaign *c = run->campaign;
	uint32_t x = cpr_doc_attr(c->doc, c->copy.units[a].node, CPR_A_FONT_UNIT);
	uint32_t y = cpr_doc_attr(c->doc, c->copy.units[b].node, CPR_A_FONT_UNIT);

	if (x == CPR_NO_NODE || y == CPR_NO_NODE)
		return x == y;
	return c->valid.values[x].u.code == c->valid.values[y].u.code;
}

/* Sizes in unlike units are not compared, so of claims in unlike units the first decides. */
static void note_size(const struct cpr_run *run, struct need *need, const struct cpr_text_match *m)
{
	struct cpr_decimal size, largest;

	if (!font_size(run, m->unit, &size))
		return;
	if (!need->largest || !font_size(run, need->largest->unit, &largest) ||
	    (same_unit_of_size(run, need->largest->unit, m->unit) && cpr_decimal_cmp(size, largest) > 0))
		need->largest = m;
}

static bool large_enough(const struct cpr_run *run, const struct statement *s, const struct need *need,
			 const struct cpr_text_match *m)
{
	struct cpr_decimal claim, stated, least;

	if (!s->has_ratio || !need->largest || !font_size(run, need->largest->unit, &claim) || !font_size(run, m->unit, &stated) ||
	    !same_unit_of_size(run, need->largest->unit, m->unit) || !cpr_decimal_mul(claim, s->ratio, &least))
		return true;
	return cpr_decimal_cmp(stated, least) >= 0;
}

enum met { MET, FAR, SMALL, ABSENT };

/* The first match that begins at or behind `at`; they ascend. */
static size_t first_from(const struct cpr_text_matches *ms, uint32_t at)
{
	size_t lo = 0, hi = ms->list.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ms->list.v[mid].start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* *ret: the statement that meets the need, or the near miss. */
static enum met look_for(const struct cpr_run *run, const struct statement *s, const struct need *need,
			 const struct cpr_text_matches *found, const struct cpr_text_match **ret)
{
	size_t first = first_from(found, need->start);
	enum met met = ABSENT;

	if (found->list.n) {
		*ret = &found->list.v[first ? first - 1 : 0];
		met = FAR;
	}
	for (size_t i = first; i < found->list.n && found->list.v[i].start < need->end; i++) {
		if (found->list.v[i].end > need->end)
			continue;
		if (large_enough(run, s, need, &found->list.v[i]))
			return MET;
		*ret = &found->list.v[i];
		met = SMALL;
	}
	return met;
}

static void tell(struct cpr_run *run, const struct statement *s, const struct need *need, enum met met,
		 const struct cpr_text_match *near)
{
	static const struct cpr_text2 far = { { "此处有该表述，但离得太远", sizeof "此处有该表述，但离得太远" - 1 },
					      { "it is said here, but too far away", sizeof "it is said here, but too far away" - 1 } };
	static const struct cpr_text2 small = { { "此处有该表述，但字号偏小", sizeof "此处有该表述，但字号偏小" - 1 },
						{ "it is said here, but in smaller type", sizeof "it is said here, but in smaller type" - 1 } };
	static const struct cpr_text2 again = { { "同类表述", sizeof "同类表述" - 1 },
						{ "the same kind of claim", sizeof "the same kind of claim" - 1 } };
	const struct cpr_text_match *claim = met == SMALL ? need->largest : need->claim;
	cpreview_finding *f = claim ? cpr_emit_match(run, CPREVIEW_FAIL, claim)
				    : cpr_emit_item(run, CPREVIEW_FAIL, (struct cpr_item){ need->node, CPR_NO_NODE });

	cpr_emit_prose(run, f, "statement", s->name);
	if (met != ABSENT)
		cpr_emit_related_match(run, f, near, met == FAR ? far : small);
	if (need->claim && need->claim != claim)
		cpr_emit_related_match(run, f, need->claim, again);
	for (uint32_t i = 0; i < need->n_more; i++)
		if (need->more[i] != claim)
			cpr_emit_related_match(run, f, need->more[i], again);
	cpr_emit_end(run, f);
}

struct needs {
	CPR_ARRAY(struct need) list;
};

/* One need a scope: further claims in the same one are only shown along. */
static bool needs_of_claims(struct cpr_run *run, const struct disclosure *d, const struct cpr_text_matches *claims,
			    struct needs *needs)
{
	const struct cpr_copy *copy = &run->campaign->copy;

	for (size_t i = 0; i < claims->list.n; i++) {
		const struct cpr_text_match *m = &claims->list.v[i];
		uint32_t first, last;
		struct cpr_range r = cpr_scope_range(run->text, d->within, m->unit, m->start, &first, &last);
		struct need *before = needs->list.n ? &needs->list.v[needs->list.n - 1] : NULL;

		if (r.end < m->end)
			r.end = copy->units[m->unit].folded + copy->units[m->unit].folded_n;
		if (before && before->start == r.start && before->end == r.end) {
			if (before->n_more < MAX_RELATED)
				before->more[before->n_more++] = m;
			note_size(run, before, m);
			continue;
		}
		if (!cpr_array_push(run->text->mem, &needs->list, ((struct need){ .start = r.start, .end = r.end, .claim = m })))
			return false;
		note_size(run, &needs->list.v[needs->list.n - 1], m);
	}
	return true;
}

/* The first unit whose node is `node` or stands behind it; units are in document order. */
static uint32_t first_unit_from(const struct cpr_copy *copy, cpr_node node)
{
	uint32_t lo = 0, hi = copy->n_units;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (copy->units[mid].node < node)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool needs_of_nodes(struct cpr_run *run, const struct disclosure *d, const struct cpr_expr_value *nodes,
			   struct needs *needs)
{
	const struct cpreview_campaign *c = run->campaign;

	for (size_t i = 0; i < nodes->u.nodes.n; i++) {
		cpr_node node = nodes->u.nodes.v[i].node;
		uint32_t first = 0, behind = c->copy.n_units;
		struct need need = { .node = node };

		if (!cpr_emit_applies(run, cpr_material_of(c, node)))
			continue;
		if (d->within != CPR_SCOPE_CAMPAIGN) {
			first = first_unit_from(&c->copy, node);
			behind = first_unit_from(&c->copy, c->doc->nodes[node].next);
		}
		if (first < behind) {
			need.start = c->copy.units[first].folded;
			need.end = c->copy.units[behind - 1].folded + c->copy.units[behind - 1].folded_n;
		}
		if (!cpr_array_push(run->text->mem, &needs->list, need))
			return false;
	}
	return true;
}

static void check_statement(struct cpr_run *run, const struct statement *st, struct needs *needs)
{
	struct cpr_unit_filter filter = { .run = run, .blocks = &st->blocks };
	struct cpr_text_matches found = { 0 };
	bool complete = cpr_find_unexcused(run, &st->phrases, st->excepts, st->n_excepts, &filter, &found);

	for (size_t i = 0; i < needs->list.n; i++) {
		struct need *need = &needs->list.v[i];
		const struct cpr_text_match *near = NULL;
		enum met met = look_for(run, st, need, &found, &near);

		if (met == MET)
			continue;
		/* What was not searched to its end may hold the statement; that is told already. */
		if (complete)
			tell(run, st, need, met, near);
		need->failed |= complete;
		need->undecided |= !complete;
	}
	cpr_array_free(run->text->mem, &found.list);
}

static void check_needs(struct cpr_run *run, const struct disclosure *d, struct needs *needs)
{
	uint32_t passed = 0;

	if (!needs->list.n)
		return;
	for (uint32_t s = 0; s < d->n_statements; s++)
		check_statement(run, &d->statements[s], needs);
	for (size_t i = 0; i < needs->list.n; i++)
		passed += !needs->list.v[i].failed && !needs->list.v[i].undecided;
	cpr_emit_pass(run, passed);
}

/* What needs the statements: claims, or the selected nodes. False without memory. */
static bool find_needs(struct cpr_run *run, const struct disclosure *d, const struct cpr_expr_value *nodes,
		       struct cpr_text_matches *claims, struct needs *needs)
{
	struct cpr_unit_filter filter = { .run = run, .blocks = &d->claim_blocks, .within = nodes->u.nodes.v,
					  .n_within = nodes->u.nodes.n, .selects = d->select != NULL };
	uint32_t units;

	if (!d->has_claim)
		return needs_of_nodes(run, d, nodes, needs);
	units = cpr_unit_filter_count(&filter);
	/* Copy without the claim passes: it was looked at. */
	if (units && cpr_find_unexcused(run, &d->claim, d->excepts, d->n_excepts, &filter, claims) && !claims->list.n)
		cpr_emit_pass(run, units);
	return needs_of_claims(run, d, claims, needs);
}

static void run_disclosure(struct cpr_run *run)
{
	const struct disclosure *d = run->rule->data;
	struct cpr_text_matches claims = { 0 };
	struct needs needs = { 0 };
	struct cpr_expr_value nodes;

	if (!cpr_emit_select(run, d->select, &nodes))
		return;
	if (find_needs(run, d, &nodes, &claims, &needs))
		check_needs(run, d, &needs);
	else
		run->report->failed = true;
	cpr_array_free(run->text->mem, &needs.list);
	cpr_array_free(run->text->mem, &claims.list);
}

const struct cpr_check_kind cpr_kind_disclosure = {
	.name = "disclosure",
	.summary = "a claim needs a statement, near enough and prominent enough",
	.compile = compile,
	.run = run_disclosure,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The check kind `text`: forbidden words in copy, unless an except excuses them. */
#include "check/emit.h"
#include "ruleset/loader.h"

struct text_check {
	struct cpr_blocks blocks;
	struct cpr_expr *select;
	struct cpr_phrases phrases;
	const struct cpr_context *const *excepts;
	uint32_t n_excepts;
};

static bool compile(struct cpr_args *args)
{
	struct cpr_loader *l = args->loader;
	struct text_check *t = cpr_arena_alloc(&l->rs->arena, sizeof *t);
	bool ok;

	if (!t)
		return cpr_loader_nomem(l);
	args->rule->data = t;
	ok = cpr_loader_blocks(l, args->node, CPR_R_A_IN, &t->blocks);
	t->select = cpr_loader_expr(l, args->node, CPR_R_A_SELECT, CPR_EXPR_NODES, CPR_E_CAMPAIGN, NULL, 0);
	ok &= cpr_loader_phrases(l, args->node, true, &t->phrases);
	ok &= cpr_loader_excepts(l, args->node, &t->excepts, &t->n_excepts);
	cpr_loader_offers_phrases(args, &t->phrases);
	return ok && !l->failed;
}

static void run_text(struct cpr_run *run)
{
	const struct text_check *t = run->rule->data;
	struct cpr_text_matches ms = { 0 };
	struct cpr_unit_filter filter = { .run = run, .blocks = &t->blocks, .selects = t->select != NULL };
	struct cpr_expr_value selected;
	uint32_t units, failed = 0, last = UINT32_MAX;
	bool complete = true;

	if (!cpr_emit_select(run, t->select, &selected))
		return;
	filter.within = selected.u.nodes.v;
	filter.n_within = selected.u.nodes.n;
	units = cpr_unit_filter_count(&filter);
	if (units)
		complete = cpr_find_unexcused(run, &t->phrases, t->excepts, t->n_excepts, &filter, &ms);
	for (size_t i = 0; i < ms.list.n; i++) {
		cpr_emit_end(run, cpr_emit_match(run, CPREVIEW_FAIL, &ms.list.v[i]));
		failed += ms.list.v[i].unit != last;
		last = ms.list.v[i].unit;
	}
	if (complete)
		cpr_emit_pass(run, units - failed);
	cpr_array_free(run->text->mem, &ms.list);
}

const struct cpr_check_kind cpr_kind_text = {
	.name = "text",
	.summary = "forbidden words in copy, with the contexts that excuse them",
	.compile = compile,
	.run = run_text,
};

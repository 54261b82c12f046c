/* SPDX-License-Identifier: Apache-2.0 */
/* The check kind `manual`: what no machine can judge is always shown as an open item for a person. */
#include "check/emit.h"
#include "ruleset/loader.h"

struct manual {
	struct cpr_expr *select; /* NULL: the campaign as a whole */
};

static bool compile(struct cpr_args *args)
{
	struct cpr_loader *l = args->loader;
	struct manual *m = cpr_arena_alloc(&l->rs->arena, sizeof *m);

	if (!m)
		return cpr_loader_nomem(l);
	args->rule->data = m;
	m->select = cpr_loader_expr(l, args->node, CPR_R_A_SELECT, CPR_EXPR_NODES, CPR_E_CAMPAIGN, NULL, 0);
	return !l->failed;
}

static void run_manual(struct cpr_run *run)
{
	const struct manual *m = run->rule->data;
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_expr_value nodes;

	if (!m->select) {
		cpr_emit_end(run, cpr_emit_item(run, CPREVIEW_REVIEW, root));
		return;
	}
	if (!cpr_emit_select(run, m->select, &nodes))
		return;
	for (size_t i = 0; i < nodes.u.nodes.n; i++)
		if (cpr_emit_applies(run, cpr_material_of(run->campaign, nodes.u.nodes.v[i].node)))
			cpr_emit_end(run, cpr_emit_item(run, CPREVIEW_REVIEW, nodes.u.nodes.v[i]));
}

const struct cpr_check_kind cpr_kind_manual = {
	.name = "manual",
	.summary = "an open item for a person: what no machine can judge",
	.compile = compile,
	.run = run_manual,
};

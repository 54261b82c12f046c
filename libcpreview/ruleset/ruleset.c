/* SPDX-License-Identifier: Apache-2.0 */
/* The ruleset object: its end, and look-ups. */
#include "ruleset/ruleset.h"

void cpr_ruleset_free(struct cpreview_ruleset *rs)
{
	struct cpr_mem mem;

	if (!rs)
		return;
	mem = rs->mem;
	for (size_t i = 0; i < rs->patterns.n; i++)
		cpr_pattern_free(rs->patterns.v[i]);
	for (size_t i = 0; i < rs->exprs.n; i++)
		cpr_expr_clear(rs->exprs.v[i]);
	cpr_array_free(&mem, &rs->patterns);
	cpr_array_free(&mem, &rs->exprs);
	cpr_array_free(&mem, &rs->rules);
	cpr_array_free(&mem, &rs->laws);
	cpr_array_free(&mem, &rs->phrase_kinds);
	cpr_map_free(&rs->rule_index);
	cpr_terms_free(rs->terms);
	cpr_arena_free(&rs->arena);
	cpr_free(&mem, rs);
}

struct cpreview_ruleset *cpr_ruleset_ref(struct cpreview_ruleset *rs)
{
	if (rs)
		atomic_fetch_add_explicit(&rs->refs, 1, memory_order_relaxed);
	return rs;
}

void cpr_ruleset_unref(struct cpreview_ruleset *rs)
{
	if (rs && atomic_fetch_sub_explicit(&rs->refs, 1, memory_order_acq_rel) == 1)
		cpr_ruleset_free(rs);
}

const struct cpreview_rule *cpr_ruleset_find(const struct cpreview_ruleset *rs, struct cpr_str id)
{
	uint32_t i = cpr_map_get(&rs->rule_index, id);

	return i == CPR_MAP_NONE ? NULL : rs->rules.v[i];
}

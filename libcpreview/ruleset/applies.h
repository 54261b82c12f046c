/* SPDX-License-Identifier: Apache-2.0 */
/* Applicability: which campaigns, and which of their materials, a rule looks at. Not applicable is a result with a reason. */
#ifndef CPR_RULESET_APPLIES_H
#define CPR_RULESET_APPLIES_H

#include "finding/card.h"
#include "ruleset/expr.h"

/* Codes of the campaign vocabulary, by index into its codes. */
struct cpr_codes {
	const uint32_t *v;
	uint32_t n; /* 0: no condition */
};

struct cpr_applies {
	struct cpr_codes kinds, purposes, products, channels, materials, segments;
	struct cpr_str jurisdiction; /* of the ruleset */
	struct cpr_expr *when;       /* or NULL */
};

enum cpr_applicable {
	CPR_APPLICABLE,
	CPR_NOT_APPLICABLE,
	CPR_APPLICABLE_FAULT, /* `when` is at fault: env->fault says how */
	CPR_APPLICABLE_LIMIT, /* `when` hit a limit */
	CPR_APPLICABLE_NOMEM,
};

/* Does it look at the campaign at all? If not, *ret_reason says why (static text). */
enum cpr_applicable cpr_applies_campaign(const struct cpr_applies *a, struct cpr_expr_env *env, struct cpr_text2 *ret_reason);
/* Does it look at a node? material: the material it is in, or CPR_NO_NODE. */
bool cpr_applies_material(const struct cpr_applies *a, const struct cpreview_campaign *c, cpr_node material);
/* The material that a node is in or is; CPR_NO_NODE. */
cpr_node cpr_material_of(const struct cpreview_campaign *c, cpr_node node);
static inline bool cpr_applies_filters_materials(const struct cpr_applies *a)
{
	return a->products.n || a->channels.n || a->materials.n;
}

#endif

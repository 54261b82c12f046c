/* SPDX-License-Identifier: Apache-2.0 */
/* Applicability of a rule, and the reason when there is none. */
#include "ruleset/applies.h"

static bool has_code(const struct cpr_codes *cs, uint32_t code)
{
	for (uint32_t i = 0; i < cs->n; i++)
		if (cs->v[i] == code)
			return true;
	return false;
}

/* The code of an attribute; CPR_MAP_NONE if it is not stated. */
static uint32_t code_of(const struct cpreview_campaign *c, cpr_node node, cpr_name attr)
{
	uint32_t a = cpr_doc_attr(c->doc, node, attr);

	return a != CPR_NO_NODE && c->valid.values[a].type == CPR_TYPE_CODE ? c->valid.values[a].u.code : CPR_MAP_NONE;
}

/* Does any element of the campaign have one of the codes? What is not stated does not. */
static bool any_has_code(const struct cpreview_campaign *c, cpr_name element, cpr_name attr, const struct cpr_codes *cs)
{
	uint32_t n;
	const cpr_node *v = cpr_doc_descendants(c->doc, 0, element, &n);

	for (uint32_t i = 0; i < n; i++)
		if (has_code(cs, code_of(c, v[i], attr)))
			return true;
	return false;
}

/* Like any_has_code(), but a segment that is expressly left out of the audience does not count. */
static bool addresses(const struct cpreview_campaign *c, const struct cpr_codes *cs)
{
	uint32_t n;
	const cpr_node *v = cpr_doc_descendants(c->doc, 0, CPR_E_SEGMENT, &n);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t out = cpr_doc_attr(c->doc, v[i], CPR_A_EXCLUDED);

		if (out != CPR_NO_NODE && c->valid.values[out].type == CPR_TYPE_BOOL && c->valid.values[out].u.truth)
			continue;
		if (has_code(cs, code_of(c, v[i], CPR_A_KIND)))
			return true;
	}
	return false;
}

#define REASON(z, e) ((struct cpr_text2){ CPR_STR(z), CPR_STR(e) })

/* What is not stated counts as true: it must not switch a rule off. */
static enum cpr_applicable when_holds(const struct cpr_applies *a, struct cpr_expr_env *env, struct cpr_text2 *ret_reason)
{
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_expr_value v;

	if (!a->when)
		return CPR_APPLICABLE;
	switch (cpr_expr_eval(a->when, env, root, root, NULL, &v)) {
	case CPR_OUT_FAULT:
		return CPR_APPLICABLE_FAULT;
	case CPR_OUT_LIMIT:
		return CPR_APPLICABLE_LIMIT;
	case CPR_OUT_NOMEM:
		return CPR_APPLICABLE_NOMEM;
	case CPR_OUT_MISSING:
		return CPR_APPLICABLE;
	case CPR_OUT_VALUE:
		break;
	}
	if (v.u.truth)
		return CPR_APPLICABLE;
	*ret_reason = REASON("不符合该规则的适用条件", "the rule's condition does not hold for the campaign");
	return CPR_NOT_APPLICABLE;
}

enum cpr_applicable cpr_applies_campaign(const struct cpr_applies *a, struct cpr_expr_env *env, struct cpr_text2 *ret_reason)
{
	const struct cpreview_campaign *c = env->campaign;

	if (a->jurisdiction.n && c->jurisdiction.n && !cpr_str_eq(a->jurisdiction, c->jurisdiction)) {
		*ret_reason = REASON("活动适用其他法域", "the campaign is under another jurisdiction");
		return CPR_NOT_APPLICABLE;
	}
	/* A campaign that does not say its purpose is taken for one that has it: silence must not switch rules off. */
	if (a->kinds.n && !has_code(&a->kinds, code_of(c, 0, CPR_A_KIND))) {
		*ret_reason = REASON("不属于该规则适用的活动类型", "the campaign is of another kind");
		return CPR_NOT_APPLICABLE;
	}
	if (a->purposes.n && code_of(c, 0, CPR_A_PURPOSE) != CPR_MAP_NONE &&
	    !has_code(&a->purposes, code_of(c, 0, CPR_A_PURPOSE))) {
		*ret_reason = REASON("不属于该规则适用的活动目的", "the campaign has another purpose");
		return CPR_NOT_APPLICABLE;
	}
	if (a->products.n && !any_has_code(c, CPR_E_PRODUCT, CPR_A_KIND, &a->products)) {
		*ret_reason = REASON("活动不涉及该规则适用的产品", "the campaign has no product of the kinds concerned");
		return CPR_NOT_APPLICABLE;
	}
	if (a->channels.n && !any_has_code(c, CPR_E_CHANNEL, CPR_A_KIND, &a->channels)) {
		*ret_reason = REASON("活动不使用该规则适用的渠道", "the campaign uses none of the channels concerned");
		return CPR_NOT_APPLICABLE;
	}
	if (a->materials.n && !any_has_code(c, CPR_E_MATERIAL, CPR_A_KIND, &a->materials)) {
		*ret_reason = REASON("活动没有该规则适用的材料", "the campaign has no material of the kinds concerned");
		return CPR_NOT_APPLICABLE;
	}
	if (a->segments.n && !addresses(c, &a->segments)) {
		*ret_reason = REASON("活动不面向该规则适用的客群", "the campaign does not address the groups concerned");
		return CPR_NOT_APPLICABLE;
	}
	return when_holds(a, env, ret_reason);
}

/* Does one of the elements that a REFS attribute names have one of the codes? No reference: it may concern any. */
static bool refs_have_code(const struct cpreview_campaign *c, cpr_node node, cpr_name refs, const struct cpr_codes *cs)
{
	uint32_t a = cpr_doc_attr(c->doc, node, refs);
	struct cpr_str rest;

	if (a == CPR_NO_NODE)
		return true;
	rest = cpr_doc_attr_value(c->doc, a);
	for (struct cpr_str id = cpr_str_word(&rest); id.n; id = cpr_str_word(&rest)) {
		cpr_node target = cpr_map_get(&c->valid.ids, id);

		if (target != CPR_MAP_NONE && has_code(cs, code_of(c, target, CPR_A_KIND)))
			return true;
	}
	return false;
}

bool cpr_applies_material(const struct cpr_applies *a, const struct cpreview_campaign *c, cpr_node material)
{
	if (material == CPR_NO_NODE)
		return a->materials.n == 0;
	if (a->materials.n && !has_code(&a->materials, code_of(c, material, CPR_A_KIND)))
		return false;
	if (a->products.n && !refs_have_code(c, material, CPR_A_PRODUCTS, &a->products))
		return false;
	return !a->channels.n || refs_have_code(c, material, CPR_A_CHANNELS, &a->channels);
}

cpr_node cpr_material_of(const struct cpreview_campaign *c, cpr_node node)
{
	while (node != CPR_NO_NODE && c->doc->nodes[node].name != CPR_E_MATERIAL)
		node = c->doc->nodes[node].parent;
	return node;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Also of the two generated tables: that they are what vocabulary.h promises. */
#include "ruleset/rules_ids.h"
#include "spectest.h"
#include "spec/vocabulary.h"

static const struct cpr_vocabulary *const both[] = { &cpr_campaign_vocabulary, &cpr_rules_vocabulary };
#define EACH(v) (size_t i_ = 0; i_ < COUNT(both) && ((v) = both[i_]); i_++)

Test(vocabulary, names_are_sorted_and_found)
{
	const struct cpr_vocabulary *v;

	for
		EACH(v)
		{
			for (size_t i = 0; i < v->n_elements; i++) {
				cr_assert_eq(cpr_vocabulary_element(v, cpr_str_of(v->names[i])), i);
				cr_assert_str_eq(v->elements[i].name, v->names[i]);
				cr_assert(i == 0 || strcmp(v->names[v->sorted_elements[i - 1]],
							   v->names[v->sorted_elements[i]]) < 0);
			}
			for (size_t i = 0; i < v->n_attr_names; i++) {
				cr_assert_eq(cpr_vocabulary_attr(v, cpr_str_of(v->names[v->n_elements + i])),
					     v->n_elements + i);
				cr_assert(i == 0 ||
					  strcmp(v->names[v->sorted_attrs[i - 1]], v->names[v->sorted_attrs[i]]) < 0);
			}
			cr_assert_eq(cpr_vocabulary_element(v, CPR_STR("")), CPR_MAP_NONE);
			cr_assert_eq(cpr_vocabulary_element(v, CPR_STR("zzz")), CPR_MAP_NONE);
			cr_assert_eq(cpr_vocabulary_attr(v, CPR_STR("zzz")), CPR_MAP_NONE);
		}
}

static void check_attrs(const struct cpr_vocabulary *v, cpr_name e)
{
	const struct cpr_element_def *def = &v->elements[e];
	unsigned ids = 0;

	for (size_t i = 0; i < def->n_attrs; i++) {
		const struct cpr_attr_def *a = &v->attrs[def->first_attr + i];
		bool code = a->type == CPR_TYPE_CODE || a->type == CPR_TYPE_CODES;

		cr_assert(a->name >= v->n_elements && a->name < v->n_elements + v->n_attr_names);
		cr_assert(i == 0 || a[-1].name < a->name);
		cr_assert_eq(cpr_vocabulary_attr_of(v, e, a->name), a);
		cr_assert_eq(code, a->list != UINT16_MAX);
		cr_assert(!code || a->list < v->n_lists);
		cr_assert(*a->zh && *a->en);
		ids += a->type == CPR_TYPE_ID;
	}
	cr_assert_leq(ids, 1);
}

static void check_children(const struct cpr_vocabulary *v, cpr_name e)
{
	const struct cpr_element_def *def = &v->elements[e];

	for (size_t i = 0; i < def->n_children; i++) {
		const struct cpr_child_def *c = &v->children[def->first_child + i];

		cr_assert_lt(c->child, v->n_elements);
		cr_assert(i == 0 || c[-1].child < c->child);
		cr_assert_eq(cpr_vocabulary_child_of(v, e, c->child), c);
		cr_assert(c->min <= 1 && c->max <= 1);
	}
	cr_assert(def->n_children == 0 || (def->content != CPR_CONTENT_EMPTY && def->content != CPR_CONTENT_NOTE));
}

Test(vocabulary, elements_hold_together)
{
	const struct cpr_vocabulary *v;

	for
		EACH(v)
		{
			for (cpr_name e = 0; e < v->n_elements; e++) {
				check_attrs(v, e);
				check_children(v, e);
			}
			cr_assert_null(cpr_vocabulary_attr_of(v, v->root, 0));
			cr_assert_null(cpr_vocabulary_attr_of(v, v->n_elements, v->n_elements));
			cr_assert_null(cpr_vocabulary_child_of(v, v->n_elements, 0));
			cr_assert_null(cpr_vocabulary_child_of(v, v->root, v->root));
		}
}

Test(vocabulary, codes_are_found)
{
	const struct cpr_vocabulary *v;

	for
		EACH(v)
		{
			for (uint16_t l = 0; l < v->n_lists; l++) {
				cr_assert_gt(v->lists[l].n, 0);
				for (uint32_t i = v->lists[l].first; i < (uint32_t)v->lists[l].first + v->lists[l].n;
				     i++)
					cr_assert_eq(cpr_vocabulary_code(v, l, cpr_str_of(v->codes[i].code)), i);
				cr_assert_eq(cpr_vocabulary_code(v, l, CPR_STR("no-such-code")), CPR_MAP_NONE);
			}
			cr_assert_eq(cpr_vocabulary_code(v, v->n_lists, CPR_STR("x")), CPR_MAP_NONE);
			cr_assert_eq(cpr_vocabulary_code(v, UINT16_MAX, CPR_STR("x")), CPR_MAP_NONE);
		}
}

Test(vocabulary, numbers_are_the_tables)
{
	const struct cpr_vocabulary *c = &cpr_campaign_vocabulary, *r = &cpr_rules_vocabulary;

	cr_assert_str_eq(c->names[CPR_E_CAMPAIGN], "campaign");
	cr_assert_eq(c->root, CPR_E_CAMPAIGN);
	cr_assert_str_eq(c->names[CPR_E_SMALL_PRINT], "small-print");
	cr_assert_str_eq(c->names[CPR_A_LEGAL_NAME], "legal-name");
	cr_assert_str_eq(c->lists[CPR_L_CAMPAIGN_KIND].name, "campaign-kind");
	cr_assert_eq(c->elements[CPR_E_EM].content, CPR_CONTENT_INLINE);
	cr_assert_eq(c->elements[CPR_E_CLAUSE].content, CPR_CONTENT_COPY);
	cr_assert_str_eq(r->names[CPR_R_E_RULESET], "ruleset");
	cr_assert_eq(r->root, CPR_R_E_RULESET);
	cr_assert_str_eq(r->names[CPR_R_A_ON_MISSING], "on-missing");
	cr_assert_str_eq(r->lists[CPR_R_L_RIGHT].name, "right");
	cr_assert_eq(r->elements[CPR_R_E_EXAMPLE].content, CPR_CONTENT_FOREIGN);
}

Test(vocabulary, guesses)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	static const struct {
		const char *written, *meant;
	} elements[] = {
		{ "prodct", "product" },
		{ "prodcut", "product" },
		{ "headlines", "headline" },
		{ "material", "material" },
		{ "small_print", "small-print" },
		{ "persnal-dta", "personal-data" },
		{ "x", "" },
		{ "", "" },
		{ "xyzxyzxyz", "" },
		{ "bx", "" },
		{ "catastrophe", "" },
		{ "产品", "" },
	};

	for (size_t i = 0; i < COUNT(elements); i++)
		cr_expect(
			cpr_str_is(cpr_vocabulary_guess_element(v, cpr_str_of(elements[i].written)), elements[i].meant),
			"%s: %.*s", elements[i].written,
			CPR_STR_ARG(cpr_vocabulary_guess_element(v, cpr_str_of(elements[i].written))));
	cr_assert(cpr_str_is(cpr_vocabulary_guess_attr(v, CPR_E_PERIOD, CPR_STR("strat")), "start"));
	cr_assert_eq(cpr_vocabulary_guess_attr(v, CPR_E_BR, CPR_STR("strat")).n, 0);
	cr_assert_eq(cpr_vocabulary_guess_attr(v, v->n_elements, CPR_STR("strat")).n, 0);
	cr_assert(cpr_str_is(cpr_vocabulary_guess_code(v, CPR_L_CAMPAIGN_KIND, CPR_STR("cupon")), "coupon"));
	cr_assert_eq(cpr_vocabulary_guess_code(v, v->n_lists, CPR_STR("cupon")).n, 0);
}

Test(vocabulary, a_guess_at_a_very_long_name_is_cheap)
{
	static char name[1 << 20];

	memset(name, 'a', sizeof name);
	for (size_t i = 0; i < 100; i++)
		cr_assert_eq(
			cpr_vocabulary_guess_element(&cpr_campaign_vocabulary, (struct cpr_str){ name, sizeof name }).n,
			0);
}

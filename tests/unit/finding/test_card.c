/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/problem.h"
#include "finding/card.h"

Test(card, every_problem_has_a_whole_card)
{
	for (unsigned i = 0; i < CPR_PROBLEM_COUNT; i++) {
		const struct cpr_rule_card *card = cpr_problem_card(i);

		cr_assert_not_null(card);
		cr_assert(cpr_str_is(card->id, cpr_problem_types[i].name));
		cr_assert_eq(card->revision, 0u);
		cr_assert_eq(card->right, CPREVIEW_RIGHT_NONE);
		cr_assert_eq(card->severity, CPREVIEW_SEVERITY_ERROR);
		cr_assert_eq(card->confidence, CPREVIEW_CERTAIN);
		cr_assert(!card->waivable);
		cr_assert_str_eq(card->kind, "engine");
		cr_assert_eq(card->n_basis, 0u);
		cr_assert(card->title.zh.n && card->title.en.n && card->remedy.zh.n && card->remedy.en.n);
		/* a title stands without words to fill in */
		cr_assert_null(strchr(card->title.zh.p, '{'));
		cr_assert_null(strchr(card->title.en.p, '{'));
	}
	cr_assert_null(cpr_problem_card(CPR_PROBLEM_COUNT));
	cr_assert_null(cpr_problem_card(UINT32_MAX));
}

Test(card, words_of_enums)
{
	cr_assert_str_eq(cpr_verdict_name(CPREVIEW_VERDICT_INCOMPLETE), "incomplete");
	cr_assert_str_eq(cpr_verdict_name(CPREVIEW_VERDICT_FAIL), "fail");
	cr_assert_null(cpr_verdict_name(4));
	cr_assert_null(cpr_verdict_name(-1));
	cr_assert_str_eq(cpr_disposition_name(CPREVIEW_NOT_APPLICABLE), "not-applicable");
	cr_assert_str_eq(cpr_disposition_name(CPREVIEW_ERROR), "error");
	cr_assert_null(cpr_disposition_name(CPREVIEW_DISPOSITIONS));
	cr_assert_null(cpr_severity_name(0));
	cr_assert_null(cpr_severity_name(4));
	cr_assert_null(cpr_confidence_name(0));
	cr_assert_str_eq(cpr_confidence_name(CPREVIEW_LIKELY), "likely");
	cr_assert_str_eq(cpr_right_name(CPREVIEW_RIGHT_NONE), "none");
	cr_assert_null(cpr_right_name(9));
}

Test(card, words_lead_back)
{
	for (int i = CPREVIEW_NOTE; i <= CPREVIEW_SEVERITY_ERROR; i++) {
		cr_assert_eq(cpr_severity_parse(cpr_str_of(cpr_severity_name(i))), i);
		cr_assert_eq(cpr_confidence_parse(cpr_str_of(cpr_confidence_name(i))), i);
	}
	for (int i = CPREVIEW_RIGHT_NONE; i <= CPREVIEW_RIGHT_RESPECT; i++)
		cr_assert_eq(cpr_right_parse(cpr_str_of(cpr_right_name(i))), i);
	cr_assert_eq(cpr_severity_parse(CPR_STR("")), -1);
	cr_assert_eq(cpr_severity_parse(CPR_STR("Error")), -1);
	cr_assert_eq(cpr_severity_parse(CPR_STR("errors")), -1);
	cr_assert_eq(cpr_right_parse(CPR_STR("know\0")), -1);
	cr_assert_eq(cpr_right_parse((struct cpr_str){ 0 }), -1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the getters of reports, findings and places. */
#include <stdint.h>

#include "host.h"

static cpreview_report *review_host(void)
{
	cpreview_ruleset *rs = host_load_rules(host_rules);
	cpreview_campaign *c = host_load_campaign(host_campaign);
	cpreview_report *r = host_review(rs, c, NULL);

	/* the report needs neither of them any more */
	cpreview_campaign_unref(c);
	cpreview_ruleset_unref(rs);
	return r;
}

static const cpreview_finding *finding_of(const cpreview_report *r, const char *rule)
{
	for (size_t i = 0; i < cpreview_report_count(r); i++)
		if (!strcmp(cpreview_finding_rule(cpreview_report_at(r, i)), rule))
			return cpreview_report_at(r, i);
	cr_assert_fail("the rule %s found nothing", rule);
	return NULL;
}

Test(api_report, head)
{
	cpreview_report *r = review_host();

	cr_expect_eq(cpreview_report_verdict(r), CPREVIEW_VERDICT_FAIL);
	cr_expect_eq(cpreview_report_truncated(r), 0);
	cr_expect_eq(cpreview_report_count(r), 5);
	cr_expect_eq(cpreview_report_count_at_least(r, CPREVIEW_SEVERITY_ERROR), 4);
	cr_expect_eq(cpreview_report_count_at_least(r, CPREVIEW_WARNING), 5);
	cr_expect_eq(cpreview_report_count_at_least(r, 0), 5);
	cr_expect_eq(cpreview_report_count_at_least(r, 99), 0);
	cr_expect_str_eq(cpreview_report_input(r), "c.xml");
	cr_expect_eq(strlen(cpreview_report_input_digest(r)), 64);
	cr_expect_str_eq(cpreview_report_as_of(r), "2026-01-01");
	cr_expect_eq(cpreview_report_ruleset_count(r), 1);
	cr_expect_str_eq(cpreview_report_ruleset_id(r, 0), "h");
	cr_expect_str_eq(cpreview_report_ruleset_version(r, 0), "1.2");
	cr_expect_eq(strlen(cpreview_report_ruleset_digest(r, 0)), 64);
	cr_expect_null(cpreview_report_ruleset_id(r, 1));
	cr_expect_null(cpreview_report_ruleset_version(r, 1));
	cr_expect_null(cpreview_report_ruleset_digest(r, SIZE_MAX));
	cr_expect_eq(cpreview_report_ref(r), r);
	cr_expect_null(cpreview_report_unref(r));
	cr_expect_eq(cpreview_report_count(r), 5, "one reference is left");
	cr_expect_null(cpreview_report_unref(r));
}

Test(api_report, rules)
{
	static const struct {
		const char *id;
		int disposition;
		uint32_t pass, fail, review;
		const char *reason;
	} cases[] = {
		{ "h.choice.loans", CPREVIEW_NOT_APPLICABLE, 0, 0, 0,
		  "the campaign has no product of the kinds concerned" },
		{ "h.choice.old", CPREVIEW_NOT_APPLICABLE, 0, 0, 0, "no longer in force on the as-of date" },
		{ "h.fair-trade.prize", CPREVIEW_FAIL, 0, 1, 1, "" },
		{ "h.know.risk", CPREVIEW_FAIL, 0, 1, 0, "" },
		{ "h.know.words", CPREVIEW_FAIL, 2, 2, 0, "" },
		{ "h.privacy.look", CPREVIEW_NOT_APPLICABLE, 0, 0, 0,
		  "the rule's condition does not hold for the campaign" },
	};
	cpreview_report *r = review_host();

	cr_assert_eq(cpreview_report_rule_count(r), HOST_COUNT(cases));
	for (size_t i = 0; i < HOST_COUNT(cases); i++) {
		cr_expect_str_eq(cpreview_report_rule_id(r, i), cases[i].id);
		cr_expect_eq(cpreview_report_rule_disposition(r, i), cases[i].disposition, "%s", cases[i].id);
		cr_expect_eq(cpreview_report_rule_nodes(r, i, CPREVIEW_PASS), cases[i].pass, "%s", cases[i].id);
		cr_expect_eq(cpreview_report_rule_nodes(r, i, CPREVIEW_FAIL), cases[i].fail, "%s", cases[i].id);
		cr_expect_eq(cpreview_report_rule_nodes(r, i, CPREVIEW_REVIEW), cases[i].review, "%s", cases[i].id);
		cr_expect_eq(cpreview_report_rule_nodes(r, i, -1), 0);
		cr_expect_eq(cpreview_report_rule_nodes(r, i, CPREVIEW_DISPOSITIONS), 0);
		cr_expect_str_eq(cpreview_report_rule_reason(r, i, CPREVIEW_EN), cases[i].reason);
		cr_expect_eq(*cpreview_report_rule_reason(r, i, CPREVIEW_ZH) == 0, *cases[i].reason == 0);
	}
	cr_expect_null(cpreview_report_rule_id(r, 6));
	cr_expect_eq(cpreview_report_rule_disposition(r, 6), -1);
	cr_expect_eq(cpreview_report_rule_nodes(r, 6, CPREVIEW_PASS), 0);
	cr_expect_null(cpreview_report_rule_reason(r, SIZE_MAX, CPREVIEW_ZH));
	cpreview_report_unref(r);
}

Test(api_report, finding)
{
	cpreview_report *r = review_host();
	const cpreview_finding *f = finding_of(r, "h.know.words");
	const cpreview_place *p = cpreview_finding_place(f);

	cr_expect_eq(cpreview_finding_rule_revision(f), 1);
	cr_expect_str_eq(cpreview_finding_rule_title(f, CPREVIEW_ZH), "题");
	cr_expect_eq(cpreview_finding_disposition(f), CPREVIEW_FAIL);
	cr_expect_eq(cpreview_finding_severity(f), CPREVIEW_SEVERITY_ERROR);
	cr_expect_eq(cpreview_finding_confidence(f), CPREVIEW_LIKELY);
	cr_expect_eq(cpreview_finding_right(f), CPREVIEW_RIGHT_KNOW);
	cr_expect_str_eq(cpreview_finding_message(f, CPREVIEW_EN), "\"稳赚\"");
	cr_expect_str_eq(cpreview_finding_message(f, CPREVIEW_ZH), "“稳赚”");
	cr_expect_str_eq(cpreview_finding_remedy(f, CPREVIEW_EN), "mend");
	cr_expect_eq(strlen(cpreview_finding_fingerprint(f)), 32);
	cr_expect_str_eq(cpreview_finding_matched(f), "稳赚");
	cr_expect_eq(cpreview_finding_basis_count(f), 2);
	cr_expect_str_eq(cpreview_finding_basis_law(f, 1), "B");
	cr_expect_str_eq(cpreview_finding_basis_title(f, 1, CPREVIEW_EN), "Act B");
	cr_expect_str_eq(cpreview_finding_basis_article(f, 0), "1");
	cr_expect_eq(cpreview_finding_basis_confirmed(f, 0), 1);
	cr_expect_eq(cpreview_finding_basis_confirmed(f, 1), 0);
	cr_assert_not_null(p);
	cr_expect_eq(cpreview_place_line(p), 3);
	cr_expect_eq(cpreview_place_end_line(p), 3);
	cr_expect_eq(cpreview_place_end_column(p) - cpreview_place_column(p), strlen("x<em>x"));
	cr_expect_eq(cpreview_place_offset_bytes(p), (uint64_t)(strstr(host_campaign, "稳<em>") - host_campaign));
	cr_expect_eq(cpreview_place_length_bytes(p), strlen("稳<em>赚"));
	cr_expect_str_eq(cpreview_place_path(p), "/campaign/materials/material/headline");
	cr_expect_str_eq(cpreview_place_excerpt(p), "稳<em>赚");
	cr_expect(strstr(cpreview_place_line_text(p), "<materials>") == cpreview_place_line_text(p));
	cpreview_report_unref(r);
}

Test(api_report, evidence_and_related)
{
	cpreview_report *r = review_host();
	const cpreview_finding *f = finding_of(r, "h.fair-trade.prize"), *risk = finding_of(r, "h.know.risk");

	cr_assert_eq(cpreview_finding_evidence_count(f), 2);
	cr_expect_str_eq(cpreview_finding_evidence_name(f, 0), "prize/@value");
	cr_expect_str_eq(cpreview_finding_evidence_name(f, 1), "value");
	cr_expect_str_eq(cpreview_finding_evidence_value(f, 1), "50000.01");
	cr_expect_str_eq(cpreview_finding_evidence_type(f, 1), "amount");
	cr_expect_str_eq(cpreview_place_excerpt(cpreview_finding_evidence_place(f, 0)), "50000.01");
	cr_assert_eq(cpreview_finding_related_count(f), 1);
	cr_expect_str_eq(cpreview_finding_related_label(f, 0, CPREVIEW_EN), "the draw");
	cr_expect_str_eq(cpreview_finding_related_label(f, 0, CPREVIEW_ZH), "抽奖");
	cr_expect_str_eq(cpreview_place_excerpt(cpreview_finding_related_place(f, 0)), "<draw id='d'>");
	cr_expect_str_eq(cpreview_finding_related_label(risk, 0, CPREVIEW_EN), "it is said here, but in smaller type");
	cr_expect_str_eq(cpreview_place_excerpt(cpreview_finding_related_place(risk, 0)), "有风险");
	for (size_t i = 2; i; i = i == 2 ? SIZE_MAX : 0) {
		cr_expect_null(cpreview_finding_evidence_name(f, i));
		cr_expect_null(cpreview_finding_evidence_value(f, i));
		cr_expect_null(cpreview_finding_evidence_type(f, i));
		cr_expect_null(cpreview_finding_evidence_place(f, i));
		cr_expect_null(cpreview_finding_related_place(f, i));
		cr_expect_null(cpreview_finding_related_label(f, i, CPREVIEW_EN));
		cr_expect_null(cpreview_finding_basis_law(f, i));
		cr_expect_null(cpreview_finding_basis_title(f, i, CPREVIEW_EN));
		cr_expect_null(cpreview_finding_basis_article(f, i));
		cr_expect_eq(cpreview_finding_basis_confirmed(f, i), 0);
	}
	cr_expect_null(cpreview_report_at(r, cpreview_report_count(r)));
	cr_expect_null(cpreview_report_at(r, SIZE_MAX));
	cpreview_report_unref(r);
}

Test(api_report, finding_without_a_place)
{
	cpreview_ruleset *rs = host_load_rules(host_rules);
	cpreview_campaign *c = host_load_campaign("");
	cpreview_report *r = host_review(rs, c, NULL);
	const cpreview_finding *f = cpreview_report_at(r, 0);

	cr_expect_str_eq(cpreview_finding_rule(f), "input.empty");
	cr_expect_null(cpreview_finding_place(f));
	cr_expect_eq(cpreview_finding_rule_revision(f), 0);
	cr_expect_eq(cpreview_finding_right(f), CPREVIEW_RIGHT_NONE);
	cpreview_report_unref(r);
	cpreview_campaign_unref(c);
	cpreview_ruleset_unref(rs);
}

Test(api_report, nothing)
{
	cr_expect_null(cpreview_report_ref(NULL));
	cr_expect_null(cpreview_report_unref(NULL));
	cr_expect_eq(cpreview_report_verdict(NULL), CPREVIEW_VERDICT_INCOMPLETE, "nothing is never clean");
	cr_expect_eq(cpreview_report_truncated(NULL), 0);
	cr_expect_eq(cpreview_report_count(NULL), 0);
	cr_expect_eq(cpreview_report_count_at_least(NULL, 0), 0);
	cr_expect_null(cpreview_report_at(NULL, 0));
	cr_expect_str_eq(cpreview_report_input(NULL), "");
	cr_expect_str_eq(cpreview_report_input_digest(NULL), "");
	cr_expect_str_eq(cpreview_report_as_of(NULL), "");
	cr_expect_eq(cpreview_report_ruleset_count(NULL), 0);
	cr_expect_null(cpreview_report_ruleset_id(NULL, 0));
	cr_expect_null(cpreview_report_ruleset_version(NULL, 0));
	cr_expect_null(cpreview_report_ruleset_digest(NULL, 0));
	cr_expect_eq(cpreview_report_rule_count(NULL), 0);
	cr_expect_null(cpreview_report_rule_id(NULL, 0));
	cr_expect_eq(cpreview_report_rule_disposition(NULL, 0), -1);
	cr_expect_eq(cpreview_report_rule_nodes(NULL, 0, 0), 0);
	cr_expect_null(cpreview_report_rule_reason(NULL, 0, 0));
	cr_expect_str_eq(cpreview_finding_rule(NULL), "");
	cr_expect_eq(cpreview_finding_rule_revision(NULL), 0);
	cr_expect_str_eq(cpreview_finding_rule_title(NULL, 0), "");
	cr_expect_eq(cpreview_finding_disposition(NULL), -1);
	cr_expect_eq(cpreview_finding_severity(NULL), -1);
	cr_expect_eq(cpreview_finding_confidence(NULL), -1);
	cr_expect_eq(cpreview_finding_right(NULL), -1);
	cr_expect_str_eq(cpreview_finding_message(NULL, 0), "");
	cr_expect_str_eq(cpreview_finding_remedy(NULL, 0), "");
	cr_expect_str_eq(cpreview_finding_fingerprint(NULL), "");
	cr_expect_str_eq(cpreview_finding_matched(NULL), "");
	cr_expect_null(cpreview_finding_place(NULL));
	cr_expect_eq(cpreview_finding_related_count(NULL), 0);
	cr_expect_null(cpreview_finding_related_place(NULL, 0));
	cr_expect_null(cpreview_finding_related_label(NULL, 0, 0));
	cr_expect_eq(cpreview_finding_evidence_count(NULL), 0);
	cr_expect_null(cpreview_finding_evidence_name(NULL, 0));
	cr_expect_null(cpreview_finding_evidence_value(NULL, 0));
	cr_expect_null(cpreview_finding_evidence_type(NULL, 0));
	cr_expect_null(cpreview_finding_evidence_place(NULL, 0));
	cr_expect_eq(cpreview_finding_basis_count(NULL), 0);
	cr_expect_null(cpreview_finding_basis_law(NULL, 0));
	cr_expect_null(cpreview_finding_basis_title(NULL, 0, 0));
	cr_expect_null(cpreview_finding_basis_article(NULL, 0));
	cr_expect_eq(cpreview_finding_basis_confirmed(NULL, 0), 0);
	cr_expect_eq(cpreview_place_offset_bytes(NULL), 0);
	cr_expect_eq(cpreview_place_length_bytes(NULL), 0);
	cr_expect_eq(cpreview_place_line(NULL), 0);
	cr_expect_eq(cpreview_place_column(NULL), 0);
	cr_expect_eq(cpreview_place_end_line(NULL), 0);
	cr_expect_eq(cpreview_place_end_column(NULL), 0);
	cr_expect_str_eq(cpreview_place_path(NULL), "");
	cr_expect_str_eq(cpreview_place_excerpt(NULL), "");
	cr_expect_str_eq(cpreview_place_line_text(NULL), "");
}

/* The words of the enums, there and back. */
Test(api_report, words)
{
	static const int odd[] = { -1, 99, INT32_MIN, INT32_MAX };

	for (size_t i = 0; i < HOST_COUNT(odd); i++) {
		cr_expect_null(cpreview_verdict_name(odd[i]));
		cr_expect_null(cpreview_disposition_name(odd[i]));
		cr_expect_null(cpreview_severity_name(odd[i]));
		cr_expect_null(cpreview_confidence_name(odd[i]));
		cr_expect_null(cpreview_right_name(odd[i]));
	}
	cr_expect_null(cpreview_disposition_name(CPREVIEW_DISPOSITIONS));
	cr_expect_null(cpreview_severity_name(0));
	cr_expect_null(cpreview_confidence_name(0));
	cr_expect_str_eq(cpreview_verdict_name(CPREVIEW_VERDICT_INCOMPLETE), "incomplete");
	cr_expect_str_eq(cpreview_verdict_name(CPREVIEW_VERDICT_PASS), "pass");
	cr_expect_str_eq(cpreview_verdict_name(CPREVIEW_VERDICT_REVIEW), "review");
	cr_expect_str_eq(cpreview_verdict_name(CPREVIEW_VERDICT_FAIL), "fail");
	cr_expect_str_eq(cpreview_disposition_name(CPREVIEW_NOT_APPLICABLE), "not-applicable");
	for (int s = CPREVIEW_NOTE; s <= CPREVIEW_SEVERITY_ERROR; s++)
		cr_expect_eq(cpreview_severity_parse(cpreview_severity_name(s)), s);
	for (int right = CPREVIEW_RIGHT_KNOW; right <= CPREVIEW_RIGHT_RESPECT; right++)
		cr_expect_eq(cpreview_right_parse(cpreview_right_name(right)), right);
	cr_expect_eq(cpreview_severity_parse(NULL), -1);
	cr_expect_eq(cpreview_severity_parse(""), -1);
	cr_expect_eq(cpreview_severity_parse("Error"), -1);
	cr_expect_eq(cpreview_right_parse(NULL), -1);
	cr_expect_eq(cpreview_right_parse("knows"), -1);
}

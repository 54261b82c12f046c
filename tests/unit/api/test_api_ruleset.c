/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the public interface of rulesets, rules, their examples and check kinds. */
#include <stdint.h>
#include <unistd.h>

#include "host.h"

#define GARBAGE ((void *)(uintptr_t)0x5a5a5a5a5a5a5a5aull)

static void expect_error(int rc, int want, cpreview_error *err, const void *object)
{
	cr_expect_eq(rc, want);
	cr_expect_eq(object, GARBAGE, "what is returned must be left alone");
	cr_assert_neq(err, GARBAGE);
	cr_expect_eq(cpreview_error_code(err), want);
	cpreview_error_free(err);
}

#define FAILS(want, call) (err = GARBAGE, rc = (call), expect_error(rc, (want), err, rs))

Test(api_ruleset, wrong_arguments)
{
	static const char *const empty[] = { "x", "" }, *const hole[] = { "x", NULL },
				 *const missing[] = { "no such folder" };
	cpreview_ruleset *rs = GARBAGE;
	cpreview_error *err;
	int rc;

	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(NULL, 1, 0, &rs, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(missing, 0, 0, &rs, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(missing, 1, 0, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(empty, 2, 0, &rs, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(hole, 2, 0, &rs, &err));
	FAILS(CPREVIEW_E_IO, cpreview_ruleset_load(missing, 1, 0, &rs, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load_memory(NULL, 0, NULL, 0, &rs, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load_memory("", 0, NULL, 0, NULL, &err));
	FAILS(CPREVIEW_E_RULESET, cpreview_ruleset_load_memory("", 0, NULL, 0, &rs, &err));
	FAILS(CPREVIEW_E_RULESET, cpreview_ruleset_load_memory("\0", 1, "", 0, &rs, &err));
	FAILS(CPREVIEW_E_LIMIT, cpreview_ruleset_load_memory("", SIZE_MAX, NULL, 0, &rs, &err));
	FAILS(CPREVIEW_E_LIMIT, cpreview_ruleset_load_memory("", (8u << 20) + 1, NULL, 0, &rs, &err));
	for (uint32_t bit = 1; bit; bit <<= 1) {
		FAILS(CPREVIEW_E_ARG, cpreview_ruleset_load(missing, 1, bit, &rs, &err));
		FAILS(CPREVIEW_E_ARG,
		      cpreview_ruleset_load_memory(host_rules, strlen(host_rules), NULL, bit, &rs, &err));
	}
	cr_expect_eq(cpreview_ruleset_load(NULL, 0, 0, NULL, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpreview_ruleset_load(missing, 1, 0, &rs, NULL), CPREVIEW_E_IO);
	cr_expect_eq(cpreview_ruleset_load_memory("<", 1, NULL, 0, &rs, NULL), CPREVIEW_E_RULESET);
}

/* All mistakes stand in the list of one error, and the first is the error itself. */
Test(api_ruleset, list_of_mistakes)
{
	static const char xml[] =
		"<ruleset xmlns='urn:cpreview:rules:1' id='h' version='1' jurisdiction='CN' owner='o' engine='1.0'>\n<x/>\n<y/>\n</ruleset>";
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;

	cr_assert_eq(cpreview_ruleset_load_memory(xml, sizeof xml - 1, NULL, 0, &rs, &err), CPREVIEW_E_RULESET);
	cr_assert_eq(cpreview_error_count(err), 3);
	cr_expect_eq(cpreview_error_at(err, 0), err);
	cr_expect_null(cpreview_error_at(err, 3));
	cr_expect_null(cpreview_error_at(err, SIZE_MAX));
	cr_expect_eq(cpreview_error_line(cpreview_error_at(err, 0)), 1);
	cr_expect_eq(cpreview_error_line(cpreview_error_at(err, 1)), 2);
	cr_expect_eq(cpreview_error_line(cpreview_error_at(err, 2)), 3);
	cr_expect_eq(cpreview_error_column(cpreview_error_at(err, 2)), 1);
	cr_expect_eq(cpreview_error_offset_bytes(cpreview_error_at(err, 2)), (uint64_t)(strstr(xml, "<y/>") - xml));
	cr_expect_str_eq(cpreview_error_file(err), "<memory>");
	cpreview_error_free(err);
}

Test(api_ruleset, getters)
{
	cpreview_ruleset *rs = host_load_rules(host_rules);
	const cpreview_rule *r = cpreview_ruleset_rule_find(rs, "h.know.words");

	cr_expect_eq(cpreview_ruleset_count(rs), 1);
	cr_expect_str_eq(cpreview_ruleset_id(rs, 0), "h");
	cr_expect_str_eq(cpreview_ruleset_version(rs, 0), "1.2");
	cr_expect_str_eq(cpreview_ruleset_title(rs, 0, CPREVIEW_ZH), "集");
	cr_expect_str_eq(cpreview_ruleset_title(rs, 0, CPREVIEW_EN), "Set");
	cr_expect_eq(strlen(cpreview_ruleset_digest(rs, 0)), 64);
	cr_expect_eq(cpreview_ruleset_rule_count(rs), 6);
	for (size_t i = 0; i + 1 < 6; i++)
		cr_expect_lt(strcmp(cpreview_rule_id(cpreview_ruleset_rule_at(rs, i)),
				    cpreview_rule_id(cpreview_ruleset_rule_at(rs, i + 1))),
			     0);
	cr_assert_not_null(r);
	cr_expect_str_eq(cpreview_rule_id(r), "h.know.words");
	cr_expect_eq(cpreview_rule_revision(r), 1);
	cr_expect_str_eq(cpreview_rule_kind(r), "text");
	cr_expect_eq(cpreview_rule_right(r), CPREVIEW_RIGHT_KNOW);
	cr_expect_eq(cpreview_rule_severity(r), CPREVIEW_SEVERITY_ERROR);
	cr_expect_eq(cpreview_rule_confidence(r), CPREVIEW_LIKELY);
	cr_expect_str_eq(cpreview_rule_in_force(r), "");
	cr_expect_str_eq(cpreview_rule_repealed(cpreview_ruleset_rule_find(rs, "h.choice.old")), "2020-01-01");
	cr_expect_str_eq(cpreview_rule_title(r, CPREVIEW_EN), "title");
	cr_expect_str_eq(cpreview_rule_reason(r, CPREVIEW_EN), "");
	cr_expect_str_eq(cpreview_rule_message(r, CPREVIEW_EN), "\"{match}\"");
	cr_expect_str_eq(cpreview_rule_remedy(r, CPREVIEW_ZH), "改");
	cr_expect_eq(cpreview_rule_basis_count(r), 2);
	cr_expect_str_eq(cpreview_rule_basis_law(r, 0), "A");
	cr_expect_str_eq(cpreview_rule_basis_title(r, 0, CPREVIEW_EN), "Act A");
	cr_expect_str_eq(cpreview_rule_basis_title(r, 1, CPREVIEW_ZH), "乙法");
	cr_expect_str_eq(cpreview_rule_basis_article(r, 0), "1");
	cr_expect_str_eq(cpreview_rule_basis_article(r, 1), "");
	cr_expect_str_eq(cpreview_rule_basis_note(r, 1), "n");
	cr_expect_eq(cpreview_rule_basis_confirmed(r, 0), 1);
	cr_expect_eq(cpreview_rule_basis_confirmed(r, 1), 0);
	cr_expect_eq(cpreview_rule_example_count(r), 2);
	cr_expect_eq(cpreview_rule_example_is_violating(r, 0), 1);
	cr_expect_eq(cpreview_rule_example_is_violating(r, 1), 0);
	cr_expect_str_eq(cpreview_rule_example_text(r, 0), "稳赚");
	cr_expect_str_eq(cpreview_rule_file(r), "h.xml");
	cr_expect_eq(cpreview_rule_line(r), 2);
	cr_expect_eq(cpreview_ruleset_ref(rs), rs);
	cr_expect_null(cpreview_ruleset_unref(rs));
	cr_expect_str_eq(cpreview_rule_id(r), "h.know.words", "one reference is left");
	cr_expect_null(cpreview_ruleset_unref(rs));
}

Test(api_ruleset, past_the_end)
{
	static const size_t beyond[] = { 1, 6, SIZE_MAX };
	cpreview_ruleset *rs = host_load_rules(host_rules);
	const cpreview_rule *r = cpreview_ruleset_rule_at(rs, 0);
	static const char *const ids[] = { "", "h", "h.know.word", "h.know.words2", "H.KNOW.WORDS" };

	for (size_t i = 0; i < HOST_COUNT(beyond); i++) {
		cr_expect_null(cpreview_ruleset_id(rs, beyond[i]));
		cr_expect_null(cpreview_ruleset_version(rs, beyond[i]));
		cr_expect_null(cpreview_ruleset_title(rs, beyond[i], CPREVIEW_EN));
		cr_expect_null(cpreview_ruleset_digest(rs, beyond[i]));
		if (i)
			cr_expect_null(cpreview_ruleset_rule_at(rs, beyond[i]));
		if (i) {
			cr_expect_null(cpreview_rule_basis_law(r, beyond[i]));
			cr_expect_null(cpreview_rule_basis_title(r, beyond[i], CPREVIEW_ZH));
			cr_expect_null(cpreview_rule_basis_article(r, beyond[i]));
			cr_expect_null(cpreview_rule_basis_note(r, beyond[i]));
			cr_expect_eq(cpreview_rule_basis_confirmed(r, beyond[i]), 0);
			cr_expect_eq(cpreview_rule_example_is_violating(r, beyond[i]), -1);
			cr_expect_null(cpreview_rule_example_text(r, beyond[i]));
		}
	}
	for (size_t i = 0; i < HOST_COUNT(ids); i++)
		cr_expect_null(cpreview_ruleset_rule_find(rs, ids[i]), "%s", ids[i]);
	cr_expect_null(cpreview_ruleset_rule_find(rs, NULL));
	/* an unknown language is the first one */
	cr_expect_str_eq(cpreview_rule_title(r, -1), cpreview_rule_title(r, CPREVIEW_ZH));
	cr_expect_str_eq(cpreview_rule_title(r, 99), cpreview_rule_title(r, CPREVIEW_ZH));
	cpreview_ruleset_unref(rs);
}

Test(api_ruleset, nothing)
{
	cr_expect_null(cpreview_ruleset_ref(NULL));
	cr_expect_null(cpreview_ruleset_unref(NULL));
	cr_expect_eq(cpreview_ruleset_count(NULL), 0);
	cr_expect_null(cpreview_ruleset_id(NULL, 0));
	cr_expect_null(cpreview_ruleset_version(NULL, 0));
	cr_expect_null(cpreview_ruleset_title(NULL, 0, 0));
	cr_expect_null(cpreview_ruleset_digest(NULL, 0));
	cr_expect_eq(cpreview_ruleset_rule_count(NULL), 0);
	cr_expect_null(cpreview_ruleset_rule_at(NULL, 0));
	cr_expect_null(cpreview_ruleset_rule_find(NULL, "x"));
	cr_expect_str_eq(cpreview_rule_id(NULL), "");
	cr_expect_eq(cpreview_rule_revision(NULL), 0);
	cr_expect_str_eq(cpreview_rule_kind(NULL), "");
	cr_expect_eq(cpreview_rule_right(NULL), -1);
	cr_expect_eq(cpreview_rule_severity(NULL), -1);
	cr_expect_eq(cpreview_rule_confidence(NULL), -1);
	cr_expect_str_eq(cpreview_rule_in_force(NULL), "");
	cr_expect_str_eq(cpreview_rule_repealed(NULL), "");
	cr_expect_str_eq(cpreview_rule_title(NULL, 0), "");
	cr_expect_str_eq(cpreview_rule_reason(NULL, 0), "");
	cr_expect_str_eq(cpreview_rule_message(NULL, 0), "");
	cr_expect_str_eq(cpreview_rule_remedy(NULL, 0), "");
	cr_expect_eq(cpreview_rule_basis_count(NULL), 0);
	cr_expect_null(cpreview_rule_basis_law(NULL, 0));
	cr_expect_null(cpreview_rule_basis_title(NULL, 0, 0));
	cr_expect_null(cpreview_rule_basis_article(NULL, 0));
	cr_expect_null(cpreview_rule_basis_note(NULL, 0));
	cr_expect_eq(cpreview_rule_basis_confirmed(NULL, 0), 0);
	cr_expect_eq(cpreview_rule_example_count(NULL), 0);
	cr_expect_eq(cpreview_rule_example_is_violating(NULL, 0), -1);
	cr_expect_null(cpreview_rule_example_text(NULL, 0));
	cr_expect_str_eq(cpreview_rule_file(NULL), "");
	cr_expect_eq(cpreview_rule_line(NULL), 0);
}

Test(api_ruleset, examples)
{
	cpreview_ruleset *rs = host_load_rules(host_rules);
	cpreview_test *t = NULL;

	cr_assert_eq(cpreview_ruleset_test(rs, &t, NULL), 0);
	cpreview_ruleset_unref(rs); /* the test keeps it */
	cr_assert_eq(cpreview_test_count(t), 10);
	/* one of them does not show what it should */
	cr_expect_eq(cpreview_test_failed(t), 1);
	cr_expect_str_eq(cpreview_test_rule(t, 0), "h.choice.loans");
	cr_expect_eq(cpreview_test_passed(t, 0), 1);
	cr_expect_str_eq(cpreview_test_message(t, 0), "");
	cr_expect_str_eq(cpreview_test_rule(t, 2), "h.choice.old");
	cr_expect_str_eq(cpreview_test_file(t, 2), "h.xml");
	cr_expect_eq(cpreview_test_line(t, 2), 6);
	cr_expect_eq(cpreview_test_passed(t, 2), 0);
	cr_expect_str_eq(cpreview_test_message(t, 2), "the mark \"新\" was not found");
	for (size_t i = 10; i; i = i == 10 ? SIZE_MAX : 0) {
		cr_expect_null(cpreview_test_rule(t, i));
		cr_expect_null(cpreview_test_file(t, i));
		cr_expect_eq(cpreview_test_line(t, i), 0);
		cr_expect_eq(cpreview_test_passed(t, i), -1);
		cr_expect_null(cpreview_test_message(t, i));
	}
	cpreview_test_free(t);
}

Test(api_ruleset, examples_wrong_arguments)
{
	cpreview_ruleset *ruleset = host_load_rules(host_rules);
	cpreview_test *t = GARBAGE;
	cpreview_error *err = GARBAGE;
	int rc = cpreview_ruleset_test(NULL, &t, &err);

	expect_error(rc, CPREVIEW_E_ARG, err, t);
	err = GARBAGE;
	rc = cpreview_ruleset_test(ruleset, NULL, &err);
	expect_error(rc, CPREVIEW_E_ARG, err, t);
	cr_expect_eq(cpreview_ruleset_test(NULL, NULL, NULL), CPREVIEW_E_ARG);
	cpreview_test_free(NULL);
	cr_expect_eq(cpreview_test_count(NULL), 0);
	cr_expect_eq(cpreview_test_failed(NULL), 0);
	cr_expect_null(cpreview_test_rule(NULL, 0));
	cr_expect_null(cpreview_test_file(NULL, 0));
	cr_expect_eq(cpreview_test_line(NULL, 0), 0);
	cr_expect_eq(cpreview_test_passed(NULL, 0), -1);
	cr_expect_null(cpreview_test_message(NULL, 0));
	cpreview_ruleset_unref(ruleset);
}

Test(api_ruleset, kinds)
{
	static const char *const names[] = { "text", "disclosure", "fact", "manual" };

	for (size_t i = 0; i < HOST_COUNT(names); i++) {
		bool known = false;

		for (size_t k = 0; k < cpreview_kind_count(); k++)
			known |= !strcmp(cpreview_kind_name(k), names[i]) && strlen(cpreview_kind_summary(k)) > 10;
		cr_expect(known, "%s", names[i]);
	}
	cr_expect_null(cpreview_kind_name(cpreview_kind_count()));
	cr_expect_null(cpreview_kind_summary(SIZE_MAX));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The exported functions on rulesets, rules, their tests and check kinds: check arguments, call inward. */
#include "api_options.h"
#include "check/check_registry.h"
#include "review/review.h"
#include "ruleset/loader.h"

int cpreview_ruleset_load(const char *const *paths, size_t n_paths, uint32_t flags, cpreview_ruleset **ret_ruleset,
			  cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	int rc;

	if (!paths || !n_paths || !ret_ruleset || flags)
		return cpr_give_error(cpr_error_arg(&err, "paths and ret_ruleset must be given, and flags must be 0"), &err, reterr);
	for (size_t i = 0; i < n_paths; i++)
		if (!paths[i] || !*paths[i])
			return cpr_give_error(cpr_error_arg(&err, "a path is empty"), &err, reterr);
	rc = cpr_ruleset_load(&cpr_mem_libc, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, paths, n_paths, NULL, 0, ret_ruleset,
			      &err);
	return cpr_give_error(rc, &err, reterr);
}

int cpreview_ruleset_load_memory(const void *bytes, size_t n_bytes, const char *name, uint32_t flags,
				 cpreview_ruleset **ret_ruleset, cpreview_error **reterr)
{
	const char *path = name ? name : "<memory>";
	cpreview_error *err = NULL;
	int rc;

	if (!bytes || !ret_ruleset || flags)
		rc = cpr_error_arg(&err, "bytes and ret_ruleset must be given, and flags must be 0");
	else if (n_bytes > cpr_limits_default.ruleset_bytes)
		rc = cpr_error_set(&err, CPREVIEW_E_LIMIT, NULL, "%zu bytes are more than the limit ruleset_bytes of %u", n_bytes,
				   cpr_limits_default.ruleset_bytes);
	else
		rc = cpr_ruleset_load(&cpr_mem_libc, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, &path, 1, bytes, n_bytes,
				      ret_ruleset, &err);
	return cpr_give_error(rc, &err, reterr);
}

cpreview_ruleset *cpreview_ruleset_ref(cpreview_ruleset *ruleset)
{
	return cpr_ruleset_ref(ruleset);
}

cpreview_ruleset *cpreview_ruleset_unref(cpreview_ruleset *ruleset)
{
	cpr_ruleset_unref(ruleset);
	return NULL;
}

size_t cpreview_ruleset_count(const cpreview_ruleset *ruleset)
{
	return ruleset ? ruleset->n_packs : 0;
}

static const struct cpr_pack *pack_at(const cpreview_ruleset *ruleset, size_t index)
{
	return ruleset && index < ruleset->n_packs ? &ruleset->packs[index] : NULL;
}

static const char *in_language(const struct cpr_text2 *t, int language)
{
	return language == CPREVIEW_EN ? cpr_z(t->en) : cpr_z(t->zh);
}

const char *cpreview_ruleset_id(const cpreview_ruleset *ruleset, size_t index)
{
	const struct cpr_pack *p = pack_at(ruleset, index);

	return p ? cpr_z(p->id) : NULL;
}

const char *cpreview_ruleset_version(const cpreview_ruleset *ruleset, size_t index)
{
	const struct cpr_pack *p = pack_at(ruleset, index);

	return p ? cpr_z(p->version) : NULL;
}

const char *cpreview_ruleset_title(const cpreview_ruleset *ruleset, size_t index, int language)
{
	const struct cpr_pack *p = pack_at(ruleset, index);

	return p ? in_language(&p->title, language) : NULL;
}

const char *cpreview_ruleset_digest(const cpreview_ruleset *ruleset, size_t index)
{
	const struct cpr_pack *p = pack_at(ruleset, index);

	return p ? p->digest : NULL;
}

size_t cpreview_ruleset_rule_count(const cpreview_ruleset *ruleset)
{
	return ruleset ? ruleset->rules.n : 0;
}

const cpreview_rule *cpreview_ruleset_rule_at(const cpreview_ruleset *ruleset, size_t index)
{
	return ruleset && index < ruleset->rules.n ? ruleset->rules.v[index] : NULL;
}

const cpreview_rule *cpreview_ruleset_rule_find(const cpreview_ruleset *ruleset, const char *id)
{
	return ruleset && id ? cpr_ruleset_find(ruleset, cpr_str_of(id)) : NULL;
}

const char *cpreview_rule_id(const cpreview_rule *rule)
{
	return rule ? cpr_z(rule->card.id) : "";
}

uint32_t cpreview_rule_revision(const cpreview_rule *rule)
{
	return rule ? rule->card.revision : 0;
}

const char *cpreview_rule_kind(const cpreview_rule *rule)
{
	return rule ? rule->card.kind : "";
}

int cpreview_rule_right(const cpreview_rule *rule)
{
	return rule ? rule->card.right : -1;
}

int cpreview_rule_severity(const cpreview_rule *rule)
{
	return rule ? rule->card.severity : -1;
}

int cpreview_rule_confidence(const cpreview_rule *rule)
{
	return rule ? rule->card.confidence : -1;
}

const char *cpreview_rule_in_force(const cpreview_rule *rule)
{
	return rule ? rule->in_force_text : "";
}

const char *cpreview_rule_repealed(const cpreview_rule *rule)
{
	return rule ? rule->repealed_text : "";
}

const char *cpreview_rule_title(const cpreview_rule *rule, int language)
{
	return rule ? in_language(&rule->card.title, language) : "";
}

const char *cpreview_rule_reason(const cpreview_rule *rule, int language)
{
	return rule ? in_language(&rule->card.reason, language) : "";
}

const char *cpreview_rule_message(const cpreview_rule *rule, int language)
{
	return rule ? in_language(&rule->message, language) : "";
}

const char *cpreview_rule_remedy(const cpreview_rule *rule, int language)
{
	return rule ? in_language(&rule->card.remedy, language) : "";
}

size_t cpreview_rule_basis_count(const cpreview_rule *rule)
{
	return rule ? rule->card.n_basis : 0;
}

static const struct cpr_basis *basis_at(const cpreview_rule *rule, size_t index)
{
	return rule && index < rule->card.n_basis ? &rule->card.basis[index] : NULL;
}

const char *cpreview_rule_basis_law(const cpreview_rule *rule, size_t index)
{
	const struct cpr_basis *b = basis_at(rule, index);

	return b ? cpr_z(b->law->id) : NULL;
}

const char *cpreview_rule_basis_title(const cpreview_rule *rule, size_t index, int language)
{
	const struct cpr_basis *b = basis_at(rule, index);

	return !b ? NULL : language == CPREVIEW_EN ? cpr_z(b->law->en) : cpr_z(b->law->zh);
}

const char *cpreview_rule_basis_article(const cpreview_rule *rule, size_t index)
{
	const struct cpr_basis *b = basis_at(rule, index);

	return b ? cpr_z(b->article) : NULL;
}

const char *cpreview_rule_basis_note(const cpreview_rule *rule, size_t index)
{
	const struct cpr_basis *b = basis_at(rule, index);

	return b ? cpr_z(b->note) : NULL;
}

int cpreview_rule_basis_confirmed(const cpreview_rule *rule, size_t index)
{
	const struct cpr_basis *b = basis_at(rule, index);

	return b && b->evidence == CPR_EVIDENCE_CONFIRMED;
}

size_t cpreview_rule_example_count(const cpreview_rule *rule)
{
	return rule ? rule->n_examples : 0;
}

int cpreview_rule_example_is_violating(const cpreview_rule *rule, size_t index)
{
	return rule && index < rule->n_examples ? rule->examples[index].violating : -1;
}

const char *cpreview_rule_example_text(const cpreview_rule *rule, size_t index)
{
	return rule && index < rule->n_examples ? cpr_z(rule->examples[index].text) : NULL;
}

const char *cpreview_rule_file(const cpreview_rule *rule)
{
	return rule ? rule->file : "";
}

uint32_t cpreview_rule_line(const cpreview_rule *rule)
{
	return rule ? rule->line : 0;
}

int cpreview_ruleset_test(cpreview_ruleset *ruleset, cpreview_test **ret_test, cpreview_error **reterr)
{
	cpreview_error *err = NULL;

	if (!ruleset || !ret_test)
		return cpr_give_error(cpr_error_arg(&err, "ruleset and ret_test must be given"), &err, reterr);
	return cpr_give_error(cpr_test(&cpr_mem_libc, ruleset, ret_test, &err), &err, reterr);
}

void cpreview_test_free(cpreview_test *test)
{
	cpr_test_free(test);
}

size_t cpreview_test_count(const cpreview_test *test)
{
	return test ? test->list.n : 0;
}

size_t cpreview_test_failed(const cpreview_test *test)
{
	return test ? test->n_failed : 0;
}

static const struct cpr_example_result *result_at(const cpreview_test *test, size_t index)
{
	return test && index < test->list.n ? &test->list.v[index] : NULL;
}

const char *cpreview_test_rule(const cpreview_test *test, size_t index)
{
	const struct cpr_example_result *r = result_at(test, index);

	return r ? cpr_z(r->rule->card.id) : NULL;
}

const char *cpreview_test_file(const cpreview_test *test, size_t index)
{
	const struct cpr_example_result *r = result_at(test, index);

	return r ? r->example->file : NULL;
}

uint32_t cpreview_test_line(const cpreview_test *test, size_t index)
{
	const struct cpr_example_result *r = result_at(test, index);

	return r ? r->example->line : 0;
}

int cpreview_test_passed(const cpreview_test *test, size_t index)
{
	const struct cpr_example_result *r = result_at(test, index);

	return r ? r->passed : -1;
}

const char *cpreview_test_message(const cpreview_test *test, size_t index)
{
	const struct cpr_example_result *r = result_at(test, index);

	return !r ? NULL : r->message ? r->message : "";
}

size_t cpreview_kind_count(void)
{
	return cpr_n_kinds;
}

const char *cpreview_kind_name(size_t index)
{
	return index < cpr_n_kinds ? cpr_kinds[index]->name : NULL;
}

const char *cpreview_kind_summary(size_t index)
{
	return index < cpr_n_kinds ? cpr_kinds[index]->summary : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_RULESET_H
#define CPREVIEW_RULESET_H

/**
 * @file
 * Rulesets: laws, lexicons and rules, loaded from XML, compiled once, immutable, shared by any number of threads.
 */

#include <stddef.h>
#include <stdint.h>

#include <cpreview/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A compiled ruleset. Opaque, immutable, shared. @since 1.0 */
typedef struct cpreview_ruleset cpreview_ruleset;
/** One rule; lives as long as its ruleset. Opaque. @since 1.0 */
typedef struct cpreview_rule cpreview_rule;
/** The outcomes of a ruleset's own examples. Opaque, immutable. @since 1.0 */
typedef struct cpreview_test cpreview_test;

/**
 * Load one or several rulesets as one.
 *
 * A path names a folder with a manifest `ruleset.xml`, or a manifest file. Loading is all or nothing: a ruleset with any
 * mistake is refused, and the error lists all mistakes with file, line and column.
 *
 * @param paths       n_paths paths, at least one
 * @param flags       must be 0
 * @param ret_ruleset new reference on success, untouched on failure
 * @param reterr      NULL, or set on failure to a new error
 * @return 0, or CPREVIEW_E_RULESET, CPREVIEW_E_IO, CPREVIEW_E_LIMIT, CPREVIEW_E_NOMEM, CPREVIEW_E_ARG
 * @since 1.0
 */
CPREVIEW_API int cpreview_ruleset_load(const char *const *paths, size_t n_paths, uint32_t flags,
				       cpreview_ruleset **ret_ruleset, cpreview_error **reterr);

/**
 * Load a ruleset that is one document in memory. Includes are refused.
 * @param bytes copied; not needed after the call
 * @param name  what errors call the document; NULL for "<memory>"
 * @return as cpreview_ruleset_load(), without CPREVIEW_E_IO
 * @since 1.0
 */
CPREVIEW_API int cpreview_ruleset_load_memory(const void *bytes, size_t n_bytes, const char *name, uint32_t flags,
					      cpreview_ruleset **ret_ruleset, cpreview_error **reterr);

/** @return ruleset with one more reference; NULL for NULL. @since 1.0 */
CPREVIEW_API cpreview_ruleset *cpreview_ruleset_ref(cpreview_ruleset *ruleset);
/** Give up one reference. NULL is allowed. @return always NULL. @since 1.0 */
CPREVIEW_API cpreview_ruleset *cpreview_ruleset_unref(cpreview_ruleset *ruleset);

/** @return how many rulesets were loaded as one; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_ruleset_count(const cpreview_ruleset *ruleset);
/** @return the index-th one's id ("cn"), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_ruleset_id(const cpreview_ruleset *ruleset, size_t index);
/** @return the index-th one's version, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_ruleset_version(const cpreview_ruleset *ruleset, size_t index);
/** @return the index-th one's title in a language (enum cpreview_language), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_ruleset_title(const cpreview_ruleset *ruleset, size_t index, int language);
/** @return the SHA-256 of the index-th one's files as 64 hexadecimal digits, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_ruleset_digest(const cpreview_ruleset *ruleset, size_t index);

/** @return the number of rules; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_ruleset_rule_count(const cpreview_ruleset *ruleset);
/** @return the index-th rule in order of ids, *borrowed* from the ruleset; NULL past the end. @since 1.0 */
CPREVIEW_API const cpreview_rule *cpreview_ruleset_rule_at(const cpreview_ruleset *ruleset, size_t index);
/** @return the rule with an id, *borrowed*; NULL if there is none. @since 1.0 */
CPREVIEW_API const cpreview_rule *cpreview_ruleset_rule_find(const cpreview_ruleset *ruleset, const char *id);

/** @return the rule's id, *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_id(const cpreview_rule *rule);
/** @return the revision, from 1: it counts up with every change that can change results; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_rule_revision(const cpreview_rule *rule);
/** @return the name of the check kind ("text", "disclosure", "fact", "manual"), static; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_kind(const cpreview_rule *rule);
/** @return one of enum cpreview_right; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_rule_right(const cpreview_rule *rule);
/** @return one of enum cpreview_severity; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_rule_severity(const cpreview_rule *rule);
/** @return one of enum cpreview_confidence; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_rule_confidence(const cpreview_rule *rule);
/** @return the first day on which it applies, "YYYY-MM-DD", *borrowed*; "" if it does not say. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_in_force(const cpreview_rule *rule);
/** @return the first day on which it no longer applies, "YYYY-MM-DD", *borrowed*; "" if it does not say. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_repealed(const cpreview_rule *rule);
/** @return the short name in a language (enum cpreview_language), *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_title(const cpreview_rule *rule, int language);
/** @return why the law wants this, in a language, *borrowed*; "" if the rule does not say. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_reason(const cpreview_rule *rule, int language);
/** @return the template of the message in a language, *borrowed*: {name} stands for a word of evidence; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_message(const cpreview_rule *rule, int language);
/** @return the template of the remedy in a language, *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_remedy(const cpreview_rule *rule, int language);
/** @return the number of citations, at least 1; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_rule_basis_count(const cpreview_rule *rule);
/** @return the index-th citation's instrument ("AD"), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_basis_law(const cpreview_rule *rule, size_t index);
/** @return that instrument's title in a language, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_basis_title(const cpreview_rule *rule, size_t index, int language);
/** @return the article ("25(1)"; "" for the instrument as a whole), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_basis_article(const cpreview_rule *rule, size_t index);
/** @return what is doubtful about the citation, in Chinese, *borrowed*; "" if nothing; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_basis_note(const cpreview_rule *rule, size_t index);
/** @return 1 if the text of the citation was confirmed, 0 if it is unverified or past the end. @since 1.0 */
CPREVIEW_API int cpreview_rule_basis_confirmed(const cpreview_rule *rule, size_t index);
/** @return the number of examples; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_rule_example_count(const cpreview_rule *rule);
/** @return 1 if the index-th example is violating, 0 if compliant, -1 past the end. @since 1.0 */
CPREVIEW_API int cpreview_rule_example_is_violating(const cpreview_rule *rule, size_t index);
/** @return the text of the index-th example as one line, *borrowed*; "" if it has none; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_example_text(const cpreview_rule *rule, size_t index);
/** @return the file in which the rule is defined, as its ruleset was named when loaded, *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_rule_file(const cpreview_rule *rule);
/** @return the line of its start tag, from 1; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_rule_line(const cpreview_rule *rule);

/**
 * Run the rules' own examples: each violating one must give findings exactly where it is marked, each compliant one none.
 * @param ret_test new on success; end it with cpreview_test_free()
 * @return 0, or CPREVIEW_E_NOMEM, CPREVIEW_E_ARG
 * @since 1.0
 */
CPREVIEW_API int cpreview_ruleset_test(cpreview_ruleset *ruleset, cpreview_test **ret_test, cpreview_error **reterr);
/** End a test's outcomes. NULL is allowed. @since 1.0 */
CPREVIEW_API void cpreview_test_free(cpreview_test *test);
/** @return the number of examples that were run; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_test_count(const cpreview_test *test);
/** @return the number of those that failed; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_test_failed(const cpreview_test *test);
/** @return the id of the rule whose example the index-th is, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_test_rule(const cpreview_test *test, size_t index);
/** @return the file in which the index-th example stands, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_test_file(const cpreview_test *test, size_t index);
/** @return its line, from 1; 0 past the end. @since 1.0 */
CPREVIEW_API uint32_t cpreview_test_line(const cpreview_test *test, size_t index);
/** @return 1 if the index-th example passed, 0 if it failed, -1 past the end. @since 1.0 */
CPREVIEW_API int cpreview_test_passed(const cpreview_test *test, size_t index);
/** @return what happened instead of what was expected, *borrowed*; "" if it passed; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_test_message(const cpreview_test *test, size_t index);

/** @return the number of check kinds this library knows. @since 1.0 */
CPREVIEW_API size_t cpreview_kind_count(void);
/** @return the index-th one's name, as rulesets write it, static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_kind_name(size_t index);
/** @return its summary, one line of English, static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_kind_summary(size_t index);

#ifdef __cplusplus
}
#endif

#endif

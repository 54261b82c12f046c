/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_REPORT_H
#define CPREVIEW_REPORT_H

/**
 * @file
 * Reports: what a review found, what it could not check, and its verdict.
 *
 * Reports are immutable and shared by counting references. Everything read from one is *borrowed*: it lives as long as the
 * report. Texts are valid UTF-8 and NUL-terminated; texts taken from a campaign may hold any character that XML allows, so
 * escape them before printing. Lines and columns count from 1 (columns in code points), offsets from 0 in the bytes as
 * handed in. The same input gives the same report, byte for byte in every output format.
 */

#include <stddef.h>
#include <stdint.h>

#include <cpreview/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The findings of one campaign. Opaque, immutable, shared. @since 1.0 */
typedef struct cpreview_report cpreview_report;
/** One finding; lives as long as its report. Opaque. @since 1.0 */
typedef struct cpreview_finding cpreview_finding;

/** The verdict of a report. @since 1.0 */
enum cpreview_verdict {
	CPREVIEW_VERDICT_INCOMPLETE = 0, /**< something was not checked or not understood; whatever else was found */
	CPREVIEW_VERDICT_PASS = 1,       /**< complete, and nothing is open */
	CPREVIEW_VERDICT_REVIEW = 2,     /**< complete, nothing at or above the fail-on level, but items are open for a person */
	CPREVIEW_VERDICT_FAIL = 3        /**< complete, with findings at or above the fail-on level */
};

/** What became of a rule at a node. @since 1.0 */
enum cpreview_disposition {
	CPREVIEW_PASS = 0,
	CPREVIEW_NOT_APPLICABLE = 1,
	CPREVIEW_WAIVED = 2,
	CPREVIEW_REVIEW = 3,      /**< a person must look */
	CPREVIEW_FAIL = 4,
	CPREVIEW_NOT_CHECKED = 5, /**< could not be checked: makes the review incomplete */
	CPREVIEW_ERROR = 6        /**< the rule itself is faulty here: makes the review incomplete */
};
#define CPREVIEW_DISPOSITIONS 7

/** How grave a finding is, from the law. @since 1.0 */
enum cpreview_severity { CPREVIEW_NOTE = 1, CPREVIEW_WARNING = 2, CPREVIEW_SEVERITY_ERROR = 3 };

/** How sure the rule is, as measured. @since 1.0 */
enum cpreview_confidence { CPREVIEW_HINT = 1, CPREVIEW_LIKELY = 2, CPREVIEW_CERTAIN = 3 };

/** The eight rights of the financial consumer (国办发〔2015〕81号). @since 1.0 */
enum cpreview_right {
	CPREVIEW_RIGHT_NONE = 0,        /**< the engine's own findings */
	CPREVIEW_RIGHT_KNOW = 1,
	CPREVIEW_RIGHT_FAIR_TRADE = 2,
	CPREVIEW_RIGHT_PRIVACY = 3,
	CPREVIEW_RIGHT_PROPERTY_SAFETY = 4,
	CPREVIEW_RIGHT_CHOICE = 5,
	CPREVIEW_RIGHT_REDRESS = 6,
	CPREVIEW_RIGHT_EDUCATION = 7,
	CPREVIEW_RIGHT_RESPECT = 8
};

/** Languages of texts. @since 1.0 */
enum cpreview_language { CPREVIEW_ZH = 0, CPREVIEW_EN = 1 };

/** @return the word for an enum cpreview_verdict as the outputs write it ("incomplete"), static; NULL if unknown. @since 1.0 */
CPREVIEW_API const char *cpreview_verdict_name(int verdict);
/** @return the word for an enum cpreview_disposition ("not-applicable"), static; NULL if unknown. @since 1.0 */
CPREVIEW_API const char *cpreview_disposition_name(int disposition);
/** @return the word for an enum cpreview_severity ("warning"), static; NULL if unknown. @since 1.0 */
CPREVIEW_API const char *cpreview_severity_name(int severity);
/** @return the word for an enum cpreview_confidence ("likely"), static; NULL if unknown. @since 1.0 */
CPREVIEW_API const char *cpreview_confidence_name(int confidence);
/** @return the word for an enum cpreview_right ("fair-trade"), static; NULL if unknown. @since 1.0 */
CPREVIEW_API const char *cpreview_right_name(int right);
/** @return the enum cpreview_severity of a word; -1 for NULL or an unknown one. @since 1.0 */
CPREVIEW_API int cpreview_severity_parse(const char *name);
/** @return the enum cpreview_right of a word; -1 for NULL or an unknown one. @since 1.0 */
CPREVIEW_API int cpreview_right_parse(const char *name);

/** @return report with one more reference; NULL for NULL. @since 1.0 */
CPREVIEW_API cpreview_report *cpreview_report_ref(cpreview_report *report);
/** Give up one reference. NULL is allowed. @return always NULL. @since 1.0 */
CPREVIEW_API cpreview_report *cpreview_report_unref(cpreview_report *report);

/** @return the verdict, one of enum cpreview_verdict; CPREVIEW_VERDICT_INCOMPLETE for NULL. @since 1.0 */
CPREVIEW_API int cpreview_report_verdict(const cpreview_report *report);
/** @return 1 if findings were left out because a limit was reached; the verdict is then incomplete. @since 1.0 */
CPREVIEW_API int cpreview_report_truncated(const cpreview_report *report);
/** @return the number of findings. @since 1.0 */
CPREVIEW_API size_t cpreview_report_count(const cpreview_report *report);
/** @return the index-th finding in document order, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const cpreview_finding *cpreview_report_at(const cpreview_report *report, size_t index);
/** @return how many findings are at or above a severity. @since 1.0 */
CPREVIEW_API size_t cpreview_report_count_at_least(const cpreview_report *report, int severity);

/** @return what the input was called, *borrowed*. @since 1.0 */
CPREVIEW_API const char *cpreview_report_input(const cpreview_report *report);
/** @return the SHA-256 of the input's bytes as 64 hexadecimal digits; "" for an unreadable input. @since 1.0 */
CPREVIEW_API const char *cpreview_report_input_digest(const cpreview_report *report);
/** @return the date the law is applied for, "YYYY-MM-DD"; "" if none was given or found. @since 1.0 */
CPREVIEW_API const char *cpreview_report_as_of(const cpreview_report *report);
/** @return the number of rulesets that were loaded as one for the review. @since 1.0 */
CPREVIEW_API size_t cpreview_report_ruleset_count(const cpreview_report *report);
/** @return the index-th ruleset's id, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_report_ruleset_id(const cpreview_report *report, size_t index);
/** @return the index-th ruleset's version, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_report_ruleset_version(const cpreview_report *report, size_t index);
/** @return the SHA-256 of the index-th ruleset's files as 64 hexadecimal digits, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_report_ruleset_digest(const cpreview_report *report, size_t index);

/** @return the number of rules that the report speaks of: each rule of the ruleset, also those that did not apply. @since 1.0 */
CPREVIEW_API size_t cpreview_report_rule_count(const cpreview_report *report);
/** @return the index-th rule's id; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_report_rule_id(const cpreview_report *report, size_t index);
/** @return its gravest disposition; -1 past the end. @since 1.0 */
CPREVIEW_API int cpreview_report_rule_disposition(const cpreview_report *report, size_t index);
/** @return at how many nodes the rule ended with a disposition. @since 1.0 */
CPREVIEW_API uint32_t cpreview_report_rule_nodes(const cpreview_report *report, size_t index, int disposition);
/** @return why it did not apply or could not be checked; "" otherwise. @since 1.0 */
CPREVIEW_API const char *cpreview_report_rule_reason(const cpreview_report *report, size_t index, int language);

/** @return the rule's id, for example "cn.know.no-guaranteed-return", or the engine's, "xml.malformed". @since 1.0 */
CPREVIEW_API const char *cpreview_finding_rule(const cpreview_finding *finding);
/** @return the rule's revision; 0 for the engine's own. @since 1.0 */
CPREVIEW_API uint32_t cpreview_finding_rule_revision(const cpreview_finding *finding);
/** @return the rule's short name in a language (enum cpreview_language), *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_rule_title(const cpreview_finding *finding, int language);
/** @return one of enum cpreview_disposition; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_finding_disposition(const cpreview_finding *finding);
/** @return one of enum cpreview_severity; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_finding_severity(const cpreview_finding *finding);
/** @return one of enum cpreview_confidence; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_finding_confidence(const cpreview_finding *finding);
/** @return one of enum cpreview_right; CPREVIEW_RIGHT_NONE for the engine's own findings; -1 for NULL. @since 1.0 */
CPREVIEW_API int cpreview_finding_right(const cpreview_finding *finding);
/** @return what is wrong, one paragraph in a language (enum cpreview_language), *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_message(const cpreview_finding *finding, int language);
/** @return how to mend it, one paragraph in a language (enum cpreview_language), *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_remedy(const cpreview_finding *finding, int language);
/** @return 32 hexadecimal digits that stay the same while the text found and its surroundings do. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_fingerprint(const cpreview_finding *finding);
/** @return the canonical form of the text that was matched; "" if no text was. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_matched(const cpreview_finding *finding);

/** A place in the input. @since 1.0 */
typedef struct cpreview_place cpreview_place;

/** @return where the finding is, *borrowed*; NULL if it has no place. @since 1.0 */
CPREVIEW_API const cpreview_place *cpreview_finding_place(const cpreview_finding *finding);
/** @return the number of further places that belong to the finding. @since 1.0 */
CPREVIEW_API size_t cpreview_finding_related_count(const cpreview_finding *finding);
/** @return the index-th of them, *borrowed*; NULL past the end or if it has no place. @since 1.0 */
CPREVIEW_API const cpreview_place *cpreview_finding_related_place(const cpreview_finding *finding, size_t index);
/** @return what the index-th has to do with the finding, in a language, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_related_label(const cpreview_finding *finding, size_t index, int language);
/** @return the number of words of evidence: captures, operands, computed values. @since 1.0 */
CPREVIEW_API size_t cpreview_finding_evidence_count(const cpreview_finding *finding);
/** @return the index-th one's name, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_evidence_name(const cpreview_finding *finding, size_t index);
/** @return the index-th one's value in canonical form (decimal, ISO 8601 date, code, text), *borrowed*; NULL past the end.
 *  @since 1.0 */
CPREVIEW_API const char *cpreview_finding_evidence_value(const cpreview_finding *finding, size_t index);
/** @return the index-th one's type ("text", "amount", "date" …), static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_evidence_type(const cpreview_finding *finding, size_t index);
/** @return where the index-th one stands, *borrowed*; NULL past the end and for a value that was computed. @since 1.0 */
CPREVIEW_API const cpreview_place *cpreview_finding_evidence_place(const cpreview_finding *finding, size_t index);
/** @return the number of citations the rule rests on. @since 1.0 */
CPREVIEW_API size_t cpreview_finding_basis_count(const cpreview_finding *finding);
/** @return the index-th citation's instrument as the ruleset calls it ("AD"), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_basis_law(const cpreview_finding *finding, size_t index);
/** @return that instrument's title in a language, *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_basis_title(const cpreview_finding *finding, size_t index, int language);
/** @return the article ("25(1)"; "" for the instrument as a whole), *borrowed*; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_finding_basis_article(const cpreview_finding *finding, size_t index);
/** @return 1 if the text of the citation was confirmed, 0 if it is unverified or past the end. @since 1.0 */
CPREVIEW_API int cpreview_finding_basis_confirmed(const cpreview_finding *finding, size_t index);

/** @return the first byte, counted from 0 in the input as handed in; 0 for NULL. @since 1.0 */
CPREVIEW_API uint64_t cpreview_place_offset_bytes(const cpreview_place *place);
/** @return the number of bytes; 0 for a point or NULL. @since 1.0 */
CPREVIEW_API uint64_t cpreview_place_length_bytes(const cpreview_place *place);
/** @return the line of the first character, from 1; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_place_line(const cpreview_place *place);
/** @return its column in code points, from 1; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_place_column(const cpreview_place *place);
/** @return the line behind the last character, from 1; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_place_end_line(const cpreview_place *place);
/** @return the column behind the last character in code points, from 1; 0 for NULL. @since 1.0 */
CPREVIEW_API uint32_t cpreview_place_end_column(const cpreview_place *place);
/** @return an XPath that leads to the node, *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_place_path(const cpreview_place *place);
/** @return the source at the place as UTF-8, shortened to 256 characters, *borrowed*; "" for NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_place_excerpt(const cpreview_place *place);
/** @return the source line of the start (of a line over 4096 bytes, the part around the place), *borrowed*; "" for NULL.
 *  @since 1.0 */
CPREVIEW_API const char *cpreview_place_line_text(const cpreview_place *place);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report: built by one review, then sorted, fingerprinted, counted and immutable. Every rule has a line in it, also the
 * ones that passed or did not apply: silence is not a result.
 */
#ifndef CPR_FINDING_REPORT_H
#define CPR_FINDING_REPORT_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/problem.h"
#include "finding/finding.h"

/* What became of one rule. */
struct cpr_rule_result {
	const struct cpr_rule_card *rule;
	int outcome;              /* enum cpreview_disposition: the gravest of its nodes' */
	uint32_t counts[CPREVIEW_DISPOSITIONS]; /* nodes by disposition */
	struct cpr_text2 reason;  /* of not-applicable and not-checked; otherwise empty */
};

struct cpr_report_ruleset {
	struct cpr_str id, version, jurisdiction, digest;
	struct cpr_text2 title;
};

/* How many findings a rule has, while building. */
struct cpr_rule_count {
	const struct cpr_rule_card *rule;
	uint32_t n;
	bool over; /* the rule had more than limits.findings_per_rule */
};

/* Something the report keeps alive: the ruleset, whose cards it points to. */
struct cpr_keep {
	void *object;
	void (*unref)(void *object);
};

struct cpreview_report {
	struct cpr_mem mem;
	atomic_uint refs;
	struct cpr_arena arena;
	struct cpr_keep keep;
	/* header */
	struct cpr_report_ruleset *rulesets;
	size_t n_rulesets;
	struct cpr_str input_name, input_digest, encoding; /* encoding as read: "UTF-8" */
	struct cpr_str campaign_id, campaign_revision;
	uint64_t input_bytes;
	bool has_as_of;
	struct cpr_date as_of;
	char as_of_text[11];         /* "YYYY-MM-DD" or "" */
	struct cpr_str as_of_source; /* "option", "campaign" or "none" */
	struct cpr_str tailoring;    /* what was left out on request; empty: nothing */
	struct cpr_limits limits;
	int fail_on;                 /* enum cpreview_severity */
	/* results */
	int verdict;                 /* enum cpreview_verdict */
	bool truncated;
	CPR_ARRAY(struct cpreview_finding *) findings; /* sorted by offset, rule id, sequence; the engine's own unplaced ones first */
	CPR_ARRAY(struct cpr_rule_result) results;     /* one a rule, in the ruleset's order */
	bool failed; /* while building: out of memory */
	/* only while building: */
	struct cpr_map rule_index; /* rule id -> rule_counts */
	CPR_ARRAY(struct cpr_rule_count) rule_counts;
	bool over_findings;        /* there were more than limits.findings */
};

/*
 * Building. All calls are no-ops after memory ran out (report->failed); nothing is checked until cpr_report_finish().
 * `doc` may be NULL for findings without a place.
 */
/* NULL without memory. limits may be NULL for the defaults. One reference; fail_on is CPREVIEW_WARNING. */
cpreview_report *cpr_report_new(const struct cpr_mem *mem, const struct cpr_limits *limits);
cpreview_report *cpr_report_ref(cpreview_report *r);
/* The last one frees everything and lets go of report->keep. NULL is allowed; always NULL. */
cpreview_report *cpr_report_unref(cpreview_report *r);
/* A finding of `card`; NULL when no memory is left or a limit on findings was reached (then report->truncated is set). */
cpreview_finding *cpr_report_add(cpreview_report *r, const struct cpr_rule_card *card, int disposition);
/* node and attr give the path: CPR_NO_NODE if none. The excerpt is cut out of the source at src. */
void cpr_report_place(cpreview_report *r, struct cpr_where *where, const struct cpr_doc *doc, struct cpr_src src,
		      cpr_node node, uint32_t attr);
void cpr_finding_place(cpreview_report *r, cpreview_finding *f, const struct cpr_doc *doc, struct cpr_src src, cpr_node node,
		       uint32_t attr);
/* The pointers that these two return are good until the next call for the same finding. */
struct cpr_related *cpr_finding_relate(cpreview_report *r, cpreview_finding *f, struct cpr_str zh, struct cpr_str en);
struct cpr_evidence *cpr_finding_evidence(cpreview_report *r, cpreview_finding *f, struct cpr_str name, struct cpr_str value,
					  const char *type);
/*
 * Fills a template: {name} stands for the evidence of that name, {{ and }} for braces. Names that the finding has no evidence
 * for become "?" (the ruleset loader refuses templates with names its check never gives). A message is one paragraph:
 * white space in a value is one blank, and a value over 200 characters is cut off with an ellipsis.
 */
struct cpr_str cpr_finding_fill(cpreview_report *r, const cpreview_finding *f, struct cpr_str template_text, int language);
/* One engine problem as a finding without a place; NULL as for cpr_report_add(). */
cpreview_finding *cpr_report_add_problem(cpreview_report *r, const struct cpr_problem *p);
/* One engine problem as a finding (NOT_CHECKED: the review is incomplete). Its place needs doc. */
void cpr_report_problem(cpreview_report *r, const struct cpr_doc *doc, const struct cpr_problem *p);
/*
 * The problems of a document that was refused, so that there is no cpr_doc. raw: the bytes as handed in; they are decoded
 * once more, as far as they can be, to tell lines and columns.
 */
void cpr_report_refusal(cpreview_report *r, struct cpr_str raw, const struct cpr_problem *problems, size_t n_problems);
/*
 * Adds engine.truncated and engine.no-rule where they are due, sorts, fingerprints, decides the verdict. Call once.
 * 0 or CPREVIEW_E_NOMEM.
 */
int cpr_report_finish(cpreview_report *r, cpreview_error **reterr);

/* The one verdict function; see verdict.c for its rule. */
int cpr_verdict(const cpreview_report *r);
/* True when at least one rule was applied somewhere: ended in pass, fail, review or waived. */
bool cpr_report_applied(const cpreview_report *r);
/* From rule, kind of place and what stands there; not from line numbers. Equal ones are told apart by an ordinal. */
void cpr_fingerprint_all(cpreview_report *r);

#endif

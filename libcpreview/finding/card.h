/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a finding needs to know of its rule: identity, weight, law, texts. A ruleset's rules each hold a card; the engine's own
 * problems have constant ones. Cards are immutable and outlive every report that points to them.
 */
#ifndef CPR_FINDING_CARD_H
#define CPR_FINDING_CARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"
#include "cpreview/report.h"

enum cpr_evidence_state { CPR_EVIDENCE_CONFIRMED, CPR_EVIDENCE_UNVERIFIED };

/* An instrument: a law, measure, notice, standard. */
struct cpr_law {
	struct cpr_str id;           /* "AD" */
	struct cpr_str zh, en;       /* title */
	struct cpr_str number;       /* 国务院令第778号, may be empty */
	struct cpr_str issuer;       /* may be empty */
	struct cpr_str uri;          /* may be empty */
	struct cpr_str note;         /* what is doubtful; may be empty */
	struct cpr_date in_force;
	struct cpr_date repealed;
	bool has_in_force, has_repealed;
	enum cpr_evidence_state evidence;
};

/* A citation: which part of which law a rule rests on, and how sure we are of that. */
struct cpr_basis {
	const struct cpr_law *law;
	struct cpr_str article; /* "25(1)"; empty: the instrument as a whole */
	struct cpr_str note;    /* what is doubtful; may be empty */
	enum cpr_evidence_state evidence;
};

/* Both languages of a text; zh and en are compulsory in rulesets. */
struct cpr_text2 {
	struct cpr_str zh, en;
};

struct cpr_rule_card {
	struct cpr_str id;
	uint32_t revision;
	int right;       /* enum cpreview_right; CPREVIEW_RIGHT_NONE for the engine's own */
	int severity;    /* enum cpreview_severity */
	int confidence;  /* enum cpreview_confidence */
	bool waivable;
	struct cpr_text2 title;
	struct cpr_text2 reason; /* why the law wants this, one or two sentences; may be empty */
	struct cpr_text2 remedy; /* template */
	const char *kind;        /* name of the check kind; "engine" for the engine's own */
	const struct cpr_basis *basis;
	size_t n_basis;
};

/* The card of an engine problem, an enum cpr_problem_id; NULL if there is no such problem. */
const struct cpr_rule_card *cpr_problem_card(unsigned problem_id);

/* The words of the public enums, as every output and the ruleset vocabulary write them; NULL for an unknown value. */
const char *cpr_verdict_name(int verdict);
const char *cpr_disposition_name(int disposition);
const char *cpr_severity_name(int severity);
const char *cpr_confidence_name(int confidence);
const char *cpr_right_name(int right); /* "none" for CPREVIEW_RIGHT_NONE */
/* The value of such a word; -1 for an unknown one. */
int cpr_severity_parse(struct cpr_str name);
int cpr_confidence_parse(struct cpr_str name);
int cpr_right_parse(struct cpr_str name);

static inline struct cpr_str cpr_text_in(struct cpr_text2 t, int language)
{
	return language == CPREVIEW_EN ? t.en : t.zh;
}

#endif

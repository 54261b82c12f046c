/* SPDX-License-Identifier: Apache-2.0 */
/* One finding: what is wrong, where exactly, how it was reached. Lives in its report's arena. */
#ifndef CPR_FINDING_FINDING_H
#define CPR_FINDING_FINDING_H

#include "finding/card.h"
#include "xml/place.h"

#define CPR_LINE_TEXT_BYTES 4096 /* a longer line is shown by the part of it around the place */

/* A resolved place; every string is in the report's arena, so a report outlives its campaign. */
struct cpr_where {
	bool known;
	uint64_t offset_bytes, length_bytes; /* of the bytes as handed in */
	/* The end is behind the last character, as SARIF counts. All 0: only the offset is known (undecodable input). */
	uint32_t line, column, end_line, end_column;
	struct cpr_str path;       /* XPath of the node, empty if none */
	struct cpr_str anchor;     /* name and id of the nearest element that has an id, for the fingerprint; empty if none */
	struct cpr_str excerpt;    /* the source cut out, at most excerpt_chars code points */
	bool excerpt_cut;
	struct cpr_str line_text;  /* the source line of the start; of a line over CPR_LINE_TEXT_BYTES the part around it */
	uint32_t line_text_column; /* of the first character of line_text: 1 unless it is such a part */
	bool line_text_cut;        /* the line goes on behind line_text */
};

/* A second place, and what it has to do with the finding. */
struct cpr_related {
	struct cpr_where where;
	struct cpr_text2 label;
};

/* A word of evidence: a capture, an operand, a computed value. */
struct cpr_evidence {
	struct cpr_str name;
	struct cpr_str value;      /* canonical text: decimal, ISO date, code, text */
	struct cpr_str value_en;   /* of prose in Chinese: the same in English; empty for everything else */
	const char *type;          /* "text" "decimal" "amount" "date" "code" "count" …: cpr_type_name(); "line" and "path" are
				    * of places, not of content, and never part of a fingerprint */
	struct cpr_where where;    /* where it stands, if it stands somewhere */
};

static inline struct cpr_str cpr_evidence_value(const struct cpr_evidence *e, int language)
{
	return language == CPREVIEW_EN && e->value_en.n ? e->value_en : e->value;
}

struct cpreview_finding {
	const struct cpr_rule_card *rule;
	int disposition; /* CPREVIEW_FAIL, _REVIEW, _NOT_CHECKED, _ERROR, _WAIVED */
	int severity;    /* the rule's, unless the check lowered it */
	struct cpr_text2 message, remedy;
	struct cpr_where where;
	struct cpr_related *related;
	size_t n_related;
	struct cpr_evidence *evidence;
	size_t n_evidence;
	struct cpr_str matched; /* canonical (folded) form of what was found; empty if no text was matched */
	struct cpr_str identity; /* what else tells it from others of its rule, for the fingerprint; may be empty */
	char fingerprint[33];   /* 32 hexadecimal digits */
	/* order and fingerprint */
	uint32_t src_start, src_end;
	uint32_t sequence;
};

#endif

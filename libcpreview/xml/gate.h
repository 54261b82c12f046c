/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate: one linear scan of our own over the decoded text, before libxml2 sees it. It refuses what is never allowed
 * (DOCTYPE, anything unterminated, anything over a limit) at a cost that no document can raise, and notes the place of
 * every tag, attribute and text run, which libxml2 cannot tell. libxml2 must later agree with its counts.
 */
#ifndef CPR_XML_GATE_H
#define CPR_XML_GATE_H

#include <stdint.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/problem.h"

#define CPR_GATE_XMLNS (UINT32_C(1) << 31) /* in the name number of a namespace declaration */

/* Offsets are bytes of the decoded UTF-8. Names are numbered in order of first use; prefixes belong to them. */
struct cpr_gate_attr {
	uint32_t name_start, name_end;
	uint32_t value_start, value_end; /* between the quotes */
	uint32_t name; /* 0 .. n_names; with CPR_GATE_XMLNS if it is xmlns or xmlns:… */
};

enum cpr_gate_kind { CPR_GATE_OPEN, CPR_GATE_EMPTY, CPR_GATE_CLOSE, CPR_GATE_TEXT };

struct cpr_gate_token {
	uint16_t kind; /* enum cpr_gate_kind */
	uint16_t n_attrs; /* of OPEN and EMPTY; xmlns declarations included */
	uint32_t start, end; /* of the tag with its brackets; of a text run: everything between two tags, with comments,
			      * CDATA, processing instructions and references in it; a run with no text is no token */
	uint32_t name; /* of the element; 0 for text */
	union {
		uint32_t first_attr; /* of OPEN and EMPTY */
		uint32_t text_n;     /* of TEXT: bytes of what it says, references and CRLF resolved; never 0 */
	};
};

struct cpr_gate {
	const struct cpr_mem *mem;
	CPR_ARRAY(struct cpr_gate_token) tokens;
	CPR_ARRAY(struct cpr_gate_attr) attrs;
	uint32_t n_elements;
	uint32_t n_attributes; /* without xmlns declarations */
	uint32_t most_attributes; /* on one element, xmlns declarations included */
	uint32_t n_texts;      /* text tokens */
	uint32_t n_text_bytes; /* of all text tokens: what they say, not how it is written */
	uint32_t n_value_bytes; /* of all attribute values, likewise, without xmlns declarations */
	uint32_t n_names;      /* distinct names of elements, attributes and processing instructions */
};

/* False: refused (problem added) or no memory (problems->failed). */
bool cpr_gate_scan(const struct cpr_mem *mem, struct cpr_str text, const struct cpr_limits *limits, struct cpr_gate *ret,
		   struct cpr_problems *problems);
void cpr_gate_free(struct cpr_gate *g);

#endif

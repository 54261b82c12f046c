/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text run read again: which bytes of the source say which bytes of the text. For documents that have passed the gate;
 * knows no errors.
 */
#ifndef CPR_XML_RUN_H
#define CPR_XML_RUN_H

#include <stdint.h>

#include "base/str.h"

struct cpr_run {
	struct cpr_str source; /* the decoded document */
	uint32_t at, end; /* what is left of the run */
	bool cdata; /* `at` is inside a CDATA section */
};

/* Longest plain piece, so that a run can be read from its middle. */
#define CPR_RUN_PIECE 4096u

/*
 * src_n == text_n: the bytes stand for themselves (a CR for the LF it becomes), at most CPR_RUN_PIECE of them. Otherwise
 * all src_n bytes together spell one character of text_n bytes.
 */
struct cpr_run_piece {
	uint32_t src, src_n, text_n;
};

/* Skips mark-up and gives the next piece of text; false at the end. */
bool cpr_run_next(struct cpr_run *r, struct cpr_run_piece *ret);

#endif

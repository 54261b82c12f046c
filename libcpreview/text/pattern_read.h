/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a regular expression without running it: what it may not contain, which literals every match must hold, what a
 * start position can cost, and text that would cost most. For pattern.c, which has had PCRE2 check the syntax before.
 */
#ifndef CPR_TEXT_PATTERN_READ_H
#define CPR_TEXT_PATTERN_READ_H

#include "text/pattern.h"
#include "text/pattern_literals.h"

#define CPR_PUMPS_MAX 24        /* different strings to repeat in the trial for cost */
#define CPR_PUMP_BYTES 64
#define CPR_PATTERN_DEPTH 100   /* nested groups */
#define CPR_FAR UINT32_MAX
#define CPR_COST_UNBOUNDED (UINT64_C(1) << 40)

struct cpr_pattern_facts {
	struct cpr_literal_set literals; /* every match holds one of them; n == 0: no such set is known */
	uint32_t near, far; /* and begins so many bytes before it: at least, and at most, or CPR_FAR */
	uint64_t cost;      /* steps that one start position can take at most, or CPR_COST_UNBOUNDED */
	uint32_t costly_at; /* where in the pattern its worst repeat stands */
	bool headed;        /* every match begins with one of a few strings: most starts end at once */
	uint8_t n_pumps;
	uint8_t pump_len[CPR_PUMPS_MAX];
	char pumps[CPR_PUMPS_MAX][CPR_PUMP_BYTES];
};

enum cpr_read { CPR_READ_OK, CPR_READ_REFUSED, CPR_READ_NOMEM };

/* source: valid for PCRE2. REFUSED fills *err. */
enum cpr_read cpr_pattern_read(const struct cpr_mem *mem, struct cpr_str source, struct cpr_pattern_facts *ret,
			       struct cpr_pattern_error *err);

/* Text for people, cut off at a character when it does not fit. */
void cpr_pattern_error_set(struct cpr_pattern_error *err, size_t offset_bytes, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif

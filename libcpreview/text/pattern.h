/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions, safely. The only user of PCRE2. A pattern is compiled once at load and shared; a matcher (match data,
 * limits) belongs to one running review. Only "no match" means no: a limit that is hit is CPR_MATCH_LIMIT, and the caller
 * must make the result not-checked.
 */
#ifndef CPR_TEXT_PATTERN_H
#define CPR_TEXT_PATTERN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/limits.h"
#include "base/str.h"

struct cpr_pattern; /* immutable, but for what the JIT makes of it at its first run; shared by threads */
struct cpr_matcher; /* one per running review */

struct cpr_pattern_error {
	uint32_t offset_bytes; /* in the pattern */
	char message[160];
};

/*
 * Compiles for text folded by default-1, with the syntax of PCRE2: UTF; \d \w \s \b and [:names:] are ASCII only; '.' does
 * not match '\n', which is the line break of folded text. Refuses, each with a message and the offset:
 *   - what PCRE2 refuses; more than limits->pattern_bytes; more than 99 groups inside each other; more than 64 KiB compiled;
 *   - \C \G \K, callouts, (*VERBS), back-references, recursion, subroutine calls, conditional groups, and forms whose meaning
 *     depends on the version of PCRE2 (\p{Han}; { that is no {n}, {n,}, {n,m}; options but i m n s U x; \Q \E in a class);
 *   - characters that never stand in folded text, and literals that fold to something else (Ａ, A, ％, 保 本): fold.h says
 *     what text is folded to, the message what to write;
 *   - \b beside a character that is not ASCII;
 *   - what can blow up: on short texts made to cost most, repeated to 16 KiB, the interpreter may take no more than
 *     CPR_PATTERN_TRIAL_STEPS, counted, not timed. Unbounded repeats are often refused for that; bounded ones like {0,40}
 *     hardly ever.
 * NULL with *err filled, or err->message empty when out of memory.
 */
#define CPR_PATTERN_TRIAL_STEPS 12000000
struct cpr_pattern *cpr_pattern_compile(const struct cpr_mem *mem, struct cpr_str source, const struct cpr_limits *limits,
					struct cpr_pattern_error *err);
void cpr_pattern_free(struct cpr_pattern *p);

/*
 * The literals of which one must stand in every match (at least 2 bytes each, at most 64 of them, the longest that were
 * found), by reading the pattern conservatively; none if there is no such set: the pattern then runs over every unit.
 * Look-around does not count, and (?i) anywhere means none (folded text has small letters only). Borrowed from p.
 */
size_t cpr_pattern_literals(const struct cpr_pattern *p, const struct cpr_str **ret);
/*
 * Every match begins at least `near` and at most `far` bytes before the beginning of a literal that stands in it. far:
 * UINT32_MAX if nobody knows.
 */
void cpr_pattern_reach(const struct cpr_pattern *p, uint32_t *ret_near, uint32_t *ret_far);
/* Numbers of named groups in name order, for captures. */
size_t cpr_pattern_groups(const struct cpr_pattern *p);
struct cpr_str cpr_pattern_group(const struct cpr_pattern *p, size_t i, uint32_t *ret_number);

struct cpr_matcher *cpr_matcher_new(const struct cpr_mem *mem, const struct cpr_limits *limits);
void cpr_matcher_free(struct cpr_matcher *m);
/* From now on without the JIT: for tests, results are the same. */
void cpr_matcher_interpret(struct cpr_matcher *m);

enum cpr_match { CPR_MATCH_NO, CPR_MATCH_YES, CPR_MATCH_LIMIT, CPR_MATCH_NOMEM };

/*
 * The first match that starts in [from, text.n] of a unit of valid folded UTF-8 (look-behind sees what is before from).
 * Searches in windows of start positions so that one call cannot run away; on the JIT's own limits it falls back to the
 * interpreter. Windows after the first of each call are counted while the same pattern is searched for, call after call,
 * against limits->match_windows. Empty matches are not reported. The caller keeps units to limits->unit_bytes or so.
 * spans: pairs start, end by group number; UINT32_MAX, UINT32_MAX if unset; the matcher's until the next call. After the
 * first calls nothing is allocated.
 */
enum cpr_match cpr_matcher_find(struct cpr_matcher *m, const struct cpr_pattern *p, struct cpr_str text, uint32_t from,
				const uint32_t **ret_spans, size_t *ret_n_groups);
/* The same for matches that start in [from, before). */
enum cpr_match cpr_matcher_find_before(struct cpr_matcher *m, const struct cpr_pattern *p, struct cpr_str text, uint32_t from,
				       uint32_t before, const uint32_t **ret_spans, size_t *ret_n_groups);

#endif

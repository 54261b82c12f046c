/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A few literals, looked for in short texts, many times: a sentence for the words that deny a promise. One pass over the text,
 * whatever the number of literals. For thousands of literals in a whole campaign there is terms.h.
 */
#ifndef CPR_TEXT_FEW_H
#define CPR_TEXT_FEW_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct cpr_few; /* immutable; may be used by many threads */

/* In the arena. v: of folded text, none of them empty, at most UINT16_MAX of them; borrowed. NULL when out of memory. */
struct cpr_few *cpr_few_new(struct cpr_arena *arena, const struct cpr_str *v, size_t n);

/* Where in the text the search stands. Zeroed: at its beginning. */
struct cpr_few_at {
	uint32_t start, end; /* the last occurrence */
	uint32_t which; /* the literal that stands there */
	uint32_t next;  /* 1 + the place in the list of the next literal to be tried there */
};

/*
 * The next occurrence, ascending by start; false if there is none. Several literals that stand in one place are told one by
 * one. text: valid UTF-8.
 */
bool cpr_few_next(const struct cpr_few *f, struct cpr_str text, struct cpr_few_at *at);
/* Goes on with occurrences that start at or behind `start`, which begins a character. */
static inline void cpr_few_from(struct cpr_few_at *at, uint32_t start)
{
	at->start = start;
	at->next = 0;
}

#endif

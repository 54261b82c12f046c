/* SPDX-License-Identifier: Apache-2.0 */
/* A borrowed piece of text: bytes and length, not NUL-terminated. Comparison is by bytes, never by locale. */
#ifndef CPR_BASE_STR_H
#define CPR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cpr_str {
	const char *p;
	size_t n;
};

#define CPR_STR(literal) ((struct cpr_str){ (literal), sizeof(literal) - 1 })
#define CPR_STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

static inline struct cpr_str cpr_str_of(const char *z)
{
	return (struct cpr_str){ z, z ? strlen(z) : 0 };
}

static inline bool cpr_str_eq(struct cpr_str a, struct cpr_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool cpr_str_is(struct cpr_str a, const char *z)
{
	return cpr_str_eq(a, cpr_str_of(z));
}

/* Bytewise order; a prefix comes before what it begins. */
int cpr_str_cmp(struct cpr_str a, struct cpr_str b);
/* XML white space (space, tab, CR, LF) removed at both ends. */
struct cpr_str cpr_str_trim(struct cpr_str s);
/* The next blank-separated word of *rest, which is shortened; n == 0 at the end. */
struct cpr_str cpr_str_word(struct cpr_str *rest);
#define CPR_DISTANCE_MAX 16
/*
 * Edit distance in bytes (insert, delete, replace, swap neighbours) up to limit; limit + 1 when larger, or when larger
 * than CPR_DISTANCE_MAX. For "did you mean".
 */
size_t cpr_str_distance(struct cpr_str a, struct cpr_str b, size_t limit);
/* Code points in valid UTF-8. */
size_t cpr_str_chars(struct cpr_str s);

#endif

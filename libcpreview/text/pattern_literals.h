/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of literals, for what a pattern's matches must hold. Of fixed size, so nothing here can fail for want of memory. */
#ifndef CPR_TEXT_PATTERN_LITERALS_H
#define CPR_TEXT_PATTERN_LITERALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CPR_LITERALS_MAX 64  /* of one pattern */
#define CPR_LITERAL_BYTES 48 /* the longest; more would not make candidates rarer */

struct cpr_literal {
	uint8_t len;
	uint8_t chars;
	uint16_t rarest; /* how often the rarest character is met, see pattern_common.h */
	char s[CPR_LITERAL_BYTES];
};

/* A few short strings. As a language: every string it stands for begins (ends) with one of them; "" says nothing. */
struct cpr_literal_set {
	uint8_t n;
	struct cpr_literal v[CPR_LITERALS_MAX];
};

/* Results that do not fit are told, and leave the target as it was. */
void cpr_set_empty_string(struct cpr_literal_set *a);
void cpr_set_copy(struct cpr_literal_set *to, const struct cpr_literal_set *from);
bool cpr_set_append(struct cpr_literal_set *a, const char *s, size_t n); /* to each member */
bool cpr_set_add(struct cpr_literal_set *a, const char *s, size_t n);    /* a new member */
bool cpr_set_union(struct cpr_literal_set *a, const struct cpr_literal_set *b);
bool cpr_set_product(struct cpr_literal_set *a, const struct cpr_literal_set *b); /* each of a before each of b */
/*
 * How often members will be met, in 2^30 characters of copy: a guess, from single characters. UINT64_MAX for a set that is
 * none, or that has members of less than two bytes: those are in every text.
 */
uint64_t cpr_set_frequency(const struct cpr_literal_set *a);
/* How many members can match in one place: the longest chain in which each begins with the one before. */
unsigned cpr_set_chain(const struct cpr_literal_set *a);
/* Without members that hold another one. Returns how far inside one of those what is left may begin. */
unsigned cpr_set_reduce(struct cpr_literal_set *a);

#endif

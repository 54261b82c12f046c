/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of literals: union, product, how often they will be met. */
#include "text/pattern_literals.h"

#include <string.h>

#include "text/pattern_common.h"
#include "text/unicode.h"

static const struct cpr_literal empty = { .rarest = UINT16_MAX };

static bool same(const struct cpr_literal *a, const struct cpr_literal *b)
{
	return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

/* n is at most CPR_LITERAL_BYTES. */
static struct cpr_literal literal(const char *s, size_t n)
{
	struct cpr_literal l = empty;

	memcpy(l.s, s, n);
	l.len = (uint8_t)n;
	for (size_t i = 0; i < n; l.chars++) {
		uint32_t c = 0;
		unsigned len = cpr_utf8_next(s + i, n - i, &c);
		uint16_t often = cpr_common_char(c);

		i += len ? len : 1;
		l.rarest = often < l.rarest ? often : l.rarest;
	}
	return l;
}

/* Appends b to a; there must be room. */
static void join(struct cpr_literal *a, const struct cpr_literal *b)
{
	memcpy(a->s + a->len, b->s, b->len);
	a->len = (uint8_t)(a->len + b->len);
	a->chars = (uint8_t)(a->chars + b->chars);
	a->rarest = b->rarest < a->rarest ? b->rarest : a->rarest;
}

static bool append(struct cpr_literal_set *a, const struct cpr_literal *l)
{
	for (size_t i = 0; i < a->n; i++)
		if (l->len > CPR_LITERAL_BYTES - a->v[i].len)
			return false;
	for (size_t i = 0; i < a->n; i++)
		join(&a->v[i], l);
	return true;
}

static bool add(struct cpr_literal_set *a, const struct cpr_literal *l)
{
	for (size_t i = 0; i < a->n; i++)
		if (same(&a->v[i], l))
			return true;
	if (a->n == CPR_LITERALS_MAX)
		return false;
	a->v[a->n++] = *l;
	return true;
}

void cpr_set_empty_string(struct cpr_literal_set *a)
{
	a->n = 1;
	a->v[0].len = a->v[0].chars = 0;
	a->v[0].rarest = empty.rarest;
}

void cpr_set_copy(struct cpr_literal_set *to, const struct cpr_literal_set *from)
{
	to->n = from->n;
	memcpy(to->v, from->v, from->n * sizeof from->v[0]);
}

bool cpr_set_append(struct cpr_literal_set *a, const char *s, size_t n)
{
	struct cpr_literal l;

	if (n > CPR_LITERAL_BYTES)
		return false;
	l = literal(s, n);
	return append(a, &l);
}

bool cpr_set_add(struct cpr_literal_set *a, const char *s, size_t n)
{
	struct cpr_literal l;

	if (n > CPR_LITERAL_BYTES)
		return false;
	l = literal(s, n);
	return add(a, &l);
}

bool cpr_set_union(struct cpr_literal_set *a, const struct cpr_literal_set *b)
{
	uint8_t before = a->n;

	for (size_t i = 0; i < b->n; i++) {
		if (!add(a, &b->v[i])) {
			a->n = before;
			return false;
		}
	}
	return true;
}

bool cpr_set_product(struct cpr_literal_set *a, const struct cpr_literal_set *b)
{
	struct cpr_literal_set r;

	if (b->n == 1)
		return append(a, &b->v[0]);
	if ((size_t)a->n * b->n > CPR_LITERALS_MAX)
		return false;
	r.n = 0;
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; k < b->n; k++) {
			struct cpr_literal both = a->v[i];

			if (both.len + b->v[k].len > CPR_LITERAL_BYTES)
				return false;
			join(&both, &b->v[k]);
			add(&r, &both);
		}
	}
	cpr_set_copy(a, &r);
	return true;
}

uint64_t cpr_set_frequency(const struct cpr_literal_set *a)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct cpr_literal *l = &a->v[i];

		if (l->len < 2)
			return UINT64_MAX;
		/* As measured on words of two to five characters: each further one makes a word some four times as rare. */
		sum += 1 + (((uint64_t)l->rarest << (30 - CPR_COMMON_BITS)) >> (l->chars < 15 ? 2 * (l->chars - 1) : 28));
	}
	return a->n ? sum : UINT64_MAX;
}

unsigned cpr_set_chain(const struct cpr_literal_set *a)
{
	unsigned longest = 0;

	/* Members differ, so those that begin member i are of different lengths and form a chain. */
	for (size_t i = 0; i < a->n; i++) {
		unsigned n = 0;

		for (size_t k = 0; k < a->n; k++)
			n += a->v[k].len <= a->v[i].len && memcmp(a->v[i].s, a->v[k].s, a->v[k].len) == 0;
		longest = n > longest ? n : longest;
	}
	return longest;
}

/* Where member i holds member k; -1 if it does not. */
static int holds(const struct cpr_literal_set *a, size_t i, size_t k)
{
	for (int at = 0; at + a->v[k].len <= a->v[i].len; at++)
		if (memcmp(a->v[i].s + at, a->v[k].s, a->v[k].len) == 0)
			return at;
	return -1;
}

unsigned cpr_set_reduce(struct cpr_literal_set *a)
{
	uint8_t left = 0;
	bool drop[CPR_LITERALS_MAX] = { false };
	int deepest = 0;

	/* Members differ, so no two hold each other. */
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < a->n && !drop[i]; k++)
			drop[i] = i != k && holds(a, i, k) >= 0;
	for (size_t i = 0; i < a->n; i++) {
		int first = -1;

		for (size_t k = 0; drop[i] && k < a->n; k++) {
			int at = drop[k] ? -1 : holds(a, i, k);

			if (at >= 0 && (first < 0 || at < first))
				first = at;
		}
		deepest = first > deepest ? first : deepest;
	}
	for (size_t i = 0; i < a->n; i++)
		if (!drop[i])
			a->v[left++] = a->v[i];
	a->n = left;
	return (unsigned)deepest;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filter in front of the automaton of terms.c, and what few.c takes of it: from the first characters at a place, whether a
 * literal may begin there. It may say yes wrongly, never no. 32 KiB whatever the number of literals, so it stays in the cache.
 */
#ifndef CPR_TEXT_TERMS_FILTER_H
#define CPR_TEXT_TERMS_FILTER_H

#include <stdint.h>

#include "base/str.h"

/* Words of the tables, as powers of two. */
#define CPR_FILTER_BITS 12
#define CPR_FILTER_SHORT_BITS 6

/* Empty when zeroed. */
struct cpr_terms_filter {
	bool any_start; /* literals begin inside a character: the filter is of no use */
	bool have_shorts;
	bool bytes[256]; /* literals known by their first byte only */
	uint64_t prefixes[1 << CPR_FILTER_BITS];
	uint64_t shorts[1 << CPR_FILTER_SHORT_BITS];
};

static inline bool cpr_is_continuation(uint8_t c)
{
	return (c & 0xc0) == 0x80;
}

/* Bytes of the character that c begins; what begins none counts as one. */
static inline unsigned cpr_filter_char_bytes(uint8_t c)
{
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Eight bytes, the first one lowest; zeros behind the end. */
static inline uint64_t cpr_filter_load(const char *p, size_t n)
{
	uint64_t v = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n >= 8) {
		memcpy(&v, p, 8);
		return v;
	}
#endif
	for (size_t i = 0; i < n && i < 8; i++)
		v |= (uint64_t)(uint8_t)p[i] << (8 * i);
	return v;
}

/* How many bytes the characters at the beginning of v have that make up at least so many; 1 <= least <= 4, so at most 7. */
static inline unsigned cpr_filter_prefix_bytes(uint64_t v, unsigned least)
{
	unsigned n = 0;

	while (n < least)
		n += cpr_filter_char_bytes((uint8_t)(v >> (8 * n)));
	return n;
}

static inline uint64_t cpr_filter_first_bytes(uint64_t v, unsigned n)
{
	return v & UINT64_MAX >> (64 - 8 * n);
}

/*
 * A prefix has three bits in one word: with 10,000 literals few places pass that should not (one in some 400), and the
 * processor sees one rarely taken branch for each place of the text.
 */
static inline uint64_t cpr_filter_bits(uint64_t h)
{
	return (uint64_t)1 << (h >> 46 & 63) | (uint64_t)1 << (h >> 40 & 63) | (uint64_t)1 << (h >> 34 & 63);
}

static inline uint64_t cpr_filter_mix(uint64_t key)
{
	return key * 0x9e3779b97f4a7c15u;
}

static inline bool cpr_filter_has_prefix(const struct cpr_terms_filter *f, uint64_t prefix)
{
	uint64_t h = cpr_filter_mix(prefix), bits = cpr_filter_bits(h);

	return (f->prefixes[h >> (64 - CPR_FILTER_BITS)] & bits) == bits;
}

static inline bool cpr_filter_has_short(const struct cpr_terms_filter *f, uint64_t prefix)
{
	uint64_t h = cpr_filter_mix(prefix);

	return f->shorts[h >> (64 - CPR_FILTER_SHORT_BITS)] >> (h >> 46 & 63) & 1;
}

/*
 * Literals are known by the characters that make up their first four bytes or more; short ones, and there are few, by
 * those of the first two bytes or more, or by the first character. The same rule reads the text, so a literal that stands
 * there is always found under its prefix.
 */
static inline void cpr_filter_add(struct cpr_terms_filter *f, struct cpr_str literal)
{
	uint64_t v = cpr_filter_load(literal.p, literal.n), h;
	unsigned n = cpr_filter_prefix_bytes(v, 4);

	if (cpr_is_continuation((uint8_t)v) || literal.n < cpr_filter_prefix_bytes(v, 1)) {
		f->any_start = true;
		return;
	}
	if (literal.n >= n) {
		h = cpr_filter_mix(cpr_filter_first_bytes(v, n));
		f->prefixes[h >> (64 - CPR_FILTER_BITS)] |= cpr_filter_bits(h);
		return;
	}
	n = cpr_filter_prefix_bytes(v, 2);
	if (literal.n < n)
		n = cpr_filter_prefix_bytes(v, 1);
	if (n == 1) {
		f->bytes[(uint8_t)v] = true;
		return;
	}
	f->have_shorts = true;
	h = cpr_filter_mix(cpr_filter_first_bytes(v, n));
	f->shorts[h >> (64 - CPR_FILTER_SHORT_BITS)] |= (uint64_t)1 << (h >> 46 & 63);
}

/* False when certainly no literal begins with v. */
static inline bool cpr_filter_passes(const struct cpr_terms_filter *f, uint64_t v)
{
	return cpr_filter_has_prefix(f, cpr_filter_first_bytes(v, cpr_filter_prefix_bytes(v, 4))) || f->bytes[(uint8_t)v] ||
	       (f->have_shorts && cpr_filter_has_short(f, cpr_filter_first_bytes(v, cpr_filter_prefix_bytes(v, 2))));
}

/*
 * Two loops for what texts are made of: characters of three bytes, and of one. They end where a literal may begin, where
 * something else comes, or near n.
 */
static inline size_t cpr_filter_skip_wide(const struct cpr_terms_filter *f, const char *p, size_t i, size_t n, bool shorts)
{
	for (; n >= 8 && i <= n - 8; i += 3) {
		uint64_t v = cpr_filter_load(p + i, 8);

		if ((v & 0xc0c0f0c0c0f0) != 0x8080e08080e0 || cpr_filter_has_prefix(f, cpr_filter_first_bytes(v, 6)))
			break;
		if (shorts && cpr_filter_has_short(f, cpr_filter_first_bytes(v, 3)))
			break;
	}
	return i;
}

static inline size_t cpr_filter_skip_narrow(const struct cpr_terms_filter *f, const char *p, size_t i, size_t n, bool shorts)
{
	for (; n >= 8 && i <= n - 8; i++) {
		uint64_t v = cpr_filter_load(p + i, 8);

		if ((v & 0x80808080) != 0 || cpr_filter_has_prefix(f, cpr_filter_first_bytes(v, 4)) || f->bytes[(uint8_t)v])
			break;
		if (shorts && cpr_filter_has_short(f, cpr_filter_first_bytes(v, 2)))
			break;
	}
	return i;
}

/* The first place from i on where a literal may begin; n if there is none. */
static inline size_t cpr_filter_next(const struct cpr_terms_filter *f, const char *p, size_t i, size_t n)
{
	for (; i < n; i++) {
		uint64_t v;

		i = f->have_shorts ? cpr_filter_skip_wide(f, p, i, n, true) : cpr_filter_skip_wide(f, p, i, n, false);
		i = f->have_shorts ? cpr_filter_skip_narrow(f, p, i, n, true) : cpr_filter_skip_narrow(f, p, i, n, false);
		v = cpr_filter_load(p + i, n - i);
		if (!cpr_is_continuation((uint8_t)v) && cpr_filter_passes(f, v))
			break;
	}
	return i;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing, trimming and splitting borrowed text. Nothing here allocates, folds case or looks at a locale. */
#include "base/str.h"

#include <stdint.h>

int cpr_str_cmp(struct cpr_str a, struct cpr_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c < 0 ? -1 : 1;
	return a.n == b.n ? 0 : a.n < b.n ? -1 : 1;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct cpr_str cpr_str_trim(struct cpr_str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct cpr_str cpr_str_word(struct cpr_str *rest)
{
	struct cpr_str word;
	size_t n = 0;

	while (rest->n && is_space(rest->p[0])) {
		rest->p++;
		rest->n--;
	}
	while (n < rest->n && !is_space(rest->p[n]))
		n++;
	word = (struct cpr_str){ rest->p, n };
	if (n) {
		rest->p += n;
		rest->n -= n;
	}
	return word;
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/*
 * Only the diagonal band of the table that can hold values <= limit is computed: cell j of a row is kept at
 * row[j - i + limit + 1], with a wall of "too far" on both sides. Memory is fixed and time is |a| * limit, whatever the
 * strings are.
 */
size_t cpr_str_distance(struct cpr_str a, struct cpr_str b, size_t limit)
{
	size_t rows[3][2 * CPR_DISTANCE_MAX + 3] = { { 0 } };
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	size_t k = limit < CPR_DISTANCE_MAX ? limit : CPR_DISTANCE_MAX;
	size_t width = 2 * k + 3, far = k + 1;

	if ((a.n > b.n ? a.n - b.n : b.n - a.n) > k)
		return limit + 1;
	for (size_t x = 0; x < width; x++) {
		/* Row 0: j insertions, where j = x - k - 1. */
		above[x] = x > k && x - k - 1 <= k ? x - k - 1 : far;
		before[x] = far;
	}
	for (size_t i = 1; i <= a.n; i++) {
		size_t best = far, *spare = before;

		row[0] = row[width - 1] = far;
		for (size_t x = 1; x < width - 1; x++) {
			size_t j = i + x - k - 1, d; /* wraps below 0, and is then > b.n */

			if (i + x < k + 1 || j > b.n) {
				row[x] = far;
				continue;
			}
			/* Left of here is row[x - 1]; above is above[x + 1], because the band moves one to the right. */
			if (j == 0) {
				d = i;
			} else {
				d = min3(row[x - 1] + 1, above[x + 1] + 1, above[x] + (a.p[i - 1] != b.p[j - 1]));
				if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
					d = min3(d, before[x] + 1, far);
			}
			row[x] = d < far ? d : far;
			best = row[x] < best ? row[x] : best;
		}
		if (best == far)
			return limit + 1;
		before = above;
		above = row;
		row = spare;
	}
	/* |b.n - a.n| <= k, so the corner lies inside the band. */
	return above[b.n + k + 1 - a.n] < far ? above[b.n + k + 1 - a.n] : limit + 1;
}

size_t cpr_str_chars(struct cpr_str s)
{
	size_t chars = 0;

	/* Every byte but a continuation byte (10xxxxxx) begins a character. */
	for (size_t i = 0; i < s.n; i++)
		chars += ((uint8_t)s.p[i] & 0xc0) != 0x80;
	return chars;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "finding/sort.h"

static int by_value(const void *a, const void *b, const void *ctx)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	(void)ctx;
	return x < y ? -1 : x > y;
}

Test(sort, all_lengths_and_orders)
{
	for (unsigned n = 0; n < 70; n++) {
		for (unsigned kind = 0; kind < 4; kind++) {
			unsigned v[70], sum = 0, seed = n * 4 + kind;

			for (unsigned i = 0; i < n; i++) {
				seed = seed * 1103515245u + 12345u;
				v[i] = kind == 0 ? i : kind == 1 ? n - i : kind == 2 ? seed >> 16 & 7 : seed;
				sum += v[i];
			}
			cpr_sort(v, n, sizeof *v, by_value, NULL);
			for (unsigned i = 0; i < n; i++) {
				sum -= v[i];
				cr_assert(i == 0 || v[i - 1] <= v[i]);
			}
			cr_assert_eq(sum, 0u);
		}
	}
}

struct wide {
	unsigned key;
	char rest[CPR_SORT_SIZE - sizeof(unsigned)];
};

static int backwards(const void *a, const void *b, const void *ctx)
{
	return *(const int *)ctx * by_value(a, b, NULL);
}

Test(sort, largest_element_and_context)
{
	struct wide v[3] = { { 1, "one" }, { 3, "three" }, { 2, "two" } };
	int direction = -1;

	_Static_assert(sizeof v[0] == CPR_SORT_SIZE, "the test wants the largest size");
	cpr_sort(v, 3, sizeof *v, backwards, &direction);
	cr_assert_str_eq(v[0].rest, "three");
	cr_assert_str_eq(v[1].rest, "two");
	cr_assert_str_eq(v[2].rest, "one");
	/* what does not fit is left alone */
	cpr_sort(v, 1, CPR_SORT_SIZE + 1, backwards, &direction);
	cpr_sort(NULL, 0, 4, by_value, NULL);
}

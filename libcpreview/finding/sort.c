/* SPDX-License-Identifier: Apache-2.0 */
/* Heap sort over elements of any small size. The C library's qsort() may allocate behind our back; this one does not. */
#include "finding/sort.h"

#include <string.h>

struct heap {
	unsigned char *v;
	size_t size;
	int (*cmp)(const void *a, const void *b, const void *ctx);
	const void *ctx;
};

static void swap(const struct heap *h, size_t i, size_t j)
{
	unsigned char held[CPR_SORT_SIZE];

	memcpy(held, h->v + i * h->size, h->size);
	memcpy(h->v + i * h->size, h->v + j * h->size, h->size);
	memcpy(h->v + j * h->size, held, h->size);
}

static int compare(const struct heap *h, size_t i, size_t j)
{
	return h->cmp(h->v + i * h->size, h->v + j * h->size, h->ctx);
}

/* Moves the element at `at` down until no child of it comes after it. */
static void sift(const struct heap *h, size_t at, size_t n)
{
	/* at < n / 2 has at least one child; written so that 2 * at + 1 cannot overflow. */
	while (at < n / 2) {
		size_t child = 2 * at + 1;

		if (child + 1 < n && compare(h, child, child + 1) < 0)
			child++;
		if (compare(h, at, child) >= 0)
			return;
		swap(h, at, child);
		at = child;
	}
}

void cpr_sort(void *v, size_t n, size_t size, int (*cmp)(const void *a, const void *b, const void *ctx), const void *ctx)
{
	struct heap h = { .v = v, .size = size, .cmp = cmp, .ctx = ctx };

	if (size == 0 || size > CPR_SORT_SIZE)
		return;
	for (size_t i = n / 2; i-- > 0;)
		sift(&h, i, n);
	for (size_t i = n; i-- > 1;) {
		swap(&h, 0, i);
		sift(&h, 0, i);
	}
}

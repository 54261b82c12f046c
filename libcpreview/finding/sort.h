/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting without memory of its own, recursion or a bad case, so that no input can make it costly. */
#ifndef CPR_FINDING_SORT_H
#define CPR_FINDING_SORT_H

#include <stddef.h>

#define CPR_SORT_SIZE 96 /* largest element: a match of text */

/*
 * Sorts n elements of `size` bytes (at most CPR_SORT_SIZE). It is not stable: where the order of equal elements matters,
 * cmp must tell them apart. cmp gets pointers to two elements and ctx; it returns <0, 0, >0.
 */
void cpr_sort(void *v, size_t n, size_t size, int (*cmp)(const void *a, const void *b, const void *ctx), const void *ctx);

#endif

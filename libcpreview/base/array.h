/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A typed growing array: CPR_ARRAY(struct foo) declares an anonymous struct { v, n, cap }.
 * Growth doubles; elements must be copyable by memcpy.
 */
#ifndef CPR_BASE_ARRAY_H
#define CPR_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

#define CPR_ARRAY(type) \
	struct { \
		type *v; \
		size_t n; \
		size_t cap; \
	}

/* True when there is now room for `more` elements past n; false when out of memory (the array is unchanged). */
bool cpr_array_room(const struct cpr_mem *mem, void **v, size_t n, size_t *cap, size_t more, size_t elem_size);

#define cpr_array_reserve(mem, a, more) \
	cpr_array_room((mem), (void **)&(a)->v, (a)->n, &(a)->cap, (more), sizeof *(a)->v)
/* Evaluates to true on success; `item` is evaluated only then. */
#define cpr_array_push(mem, a, item) (cpr_array_reserve((mem), (a), 1) ? ((a)->v[(a)->n++] = (item), true) : false)
#define cpr_array_free(mem, a) (cpr_free((mem), (a)->v), (a)->v = NULL, (a)->n = (a)->cap = 0)

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Many allocations, one free. Models that are immutable once built live in one of these. */
#ifndef CPR_BASE_ARENA_H
#define CPR_BASE_ARENA_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct cpr_arena {
	const struct cpr_mem *mem;
	struct cpr_arena_block *head;
	size_t used;  /* bytes handed out, for tests and the memory figures */
};

#define CPR_ARENA(mem_) ((struct cpr_arena){ .mem = (mem_) })

void cpr_arena_free(struct cpr_arena *a);
/* Zeroed, aligned for any type; NULL when out of memory. */
void *cpr_arena_alloc(struct cpr_arena *a, size_t size);
void *cpr_arena_array(struct cpr_arena *a, size_t count, size_t size);
/* Copies, NUL-terminated; .p == NULL when out of memory. */
struct cpr_str cpr_arena_str(struct cpr_arena *a, struct cpr_str s);
char *cpr_arena_strz(struct cpr_arena *a, struct cpr_str s);

#endif

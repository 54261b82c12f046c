/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From text to a number. Open addressing with a fixed hash: results never depend on the map's order, because there is
 * no way to walk it. Keys are borrowed: they must live as long as the map (put them in an arena).
 */
#ifndef CPR_BASE_MAP_H
#define CPR_BASE_MAP_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct cpr_map {
	const struct cpr_mem *mem;
	struct cpr_map_slot *slots;
	size_t n;
	size_t cap; /* a power of two, or 0 */
	uint32_t seed; /* changes only against crafted keys; see map.c */
};

#define CPR_MAP(mem_) ((struct cpr_map){ .mem = (mem_) })
#define CPR_MAP_NONE UINT32_MAX

void cpr_map_free(struct cpr_map *m);
void cpr_map_reset(struct cpr_map *m); /* empty, memory kept */
uint32_t cpr_map_get(const struct cpr_map *m, struct cpr_str key); /* CPR_MAP_NONE if absent */
/*
 * Stores value (not CPR_MAP_NONE) unless the key is there already; *ret_old, unless NULL, is CPR_MAP_NONE or what it had.
 * False: out of memory, the map is as before.
 */
bool cpr_map_put(struct cpr_map *m, struct cpr_str key, uint32_t value, uint32_t *ret_old);
uint32_t cpr_hash(struct cpr_str key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The one function behind the typed arrays: grow by doubling, with checked sizes. */
#include "base/array.h"

#include <string.h>

#define FIRST_CAP 8

bool cpr_array_room(const struct cpr_mem *mem, void **v, size_t n, size_t *cap, size_t more, size_t elem_size)
{
	size_t need, grown;
	void *p;

	if (__builtin_add_overflow(n, more, &need))
		return false;
	if (need <= *cap)
		return true;
	if (__builtin_mul_overflow(*cap, 2, &grown) || grown < need)
		grown = need;
	if (grown < FIRST_CAP)
		grown = FIRST_CAP;
	/* *v is really some other pointer type: copy its bytes, so that aliasing rules hold. */
	memcpy(&p, v, sizeof p);
	p = cpr_realloc(mem, p, grown, elem_size);
	if (!p)
		return false;
	memcpy(v, &p, sizeof p);
	*cap = grown;
	return true;
}

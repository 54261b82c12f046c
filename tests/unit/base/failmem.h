/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An allocator for tests: counts what is alive and fails where it is told to. For the sweep "let allocation n fail, for
 * n = 0, 1, 2 … until it works": each time the failure must be reported and nothing may leak.
 */
#ifndef CPR_TEST_FAILMEM_H
#define CPR_TEST_FAILMEM_H

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

struct failmem {
	size_t fail_at; /* the call to refuse, from 0 */
	size_t calls;   /* requests so far */
	size_t live;    /* blocks not freed */
	size_t asked;   /* bytes of the last request */
};

static inline void *failmem_realloc(void *user, void *ptr, size_t size)
{
	struct failmem *f = user;
	void *p;

	if (size == 0) {
		f->live -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	f->asked = size;
	if (f->calls++ == f->fail_at)
		return NULL;
	p = realloc(ptr, size);
	f->live += p && !ptr;
	return p;
}

/* f must outlive the allocator. FAILMEM_NEVER counts only. */
#define FAILMEM(f) ((struct cpr_mem){ .realloc = failmem_realloc, .user = (f) })
#define FAILMEM_NEVER SIZE_MAX

#endif

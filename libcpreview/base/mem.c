/* SPDX-License-Identifier: Apache-2.0 */
/* The allocator seam: the only file that knows malloc. Size arithmetic is checked here, so that callers need not. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void *libc_realloc(void *user, void *ptr, size_t size)
{
	(void)user;
	/* realloc(ptr, 0) means different things in different C libraries. */
	if (size == 0) {
		free(ptr);
		return NULL;
	}
	return realloc(ptr, size);
}

const struct cpr_mem cpr_mem_libc = { .realloc = libc_realloc };

/* A request for nothing still gets an address, so that NULL always means out of memory. */
static void *resize(const struct cpr_mem *mem, void *ptr, size_t size)
{
	return mem->realloc(mem->user, ptr, size ? size : 1);
}

void *cpr_alloc(const struct cpr_mem *mem, size_t size)
{
	return resize(mem, NULL, size);
}

void *cpr_calloc(const struct cpr_mem *mem, size_t count, size_t size)
{
	void *p = cpr_realloc(mem, NULL, count, size);

	if (p)
		memset(p, 0, count * size);
	return p;
}

void *cpr_realloc(const struct cpr_mem *mem, void *ptr, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return resize(mem, ptr, bytes);
}

void cpr_free(const struct cpr_mem *mem, void *ptr)
{
	if (ptr)
		mem->realloc(mem->user, ptr, 0);
}

char *cpr_strndup(const struct cpr_mem *mem, const char *s, size_t n)
{
	size_t bytes;
	char *p;

	if (__builtin_add_overflow(n, 1, &bytes))
		return NULL;
	p = cpr_alloc(mem, bytes);
	if (!p)
		return NULL;
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

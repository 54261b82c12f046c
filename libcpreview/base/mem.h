/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocator seam. Every allocation of the library goes through one of these; malloc itself appears only in
 * mem.c. The allocator is stored in the object that uses it, so freeing needs no context.
 */
#ifndef CPR_BASE_MEM_H
#define CPR_BASE_MEM_H

#include <stddef.h>

struct cpr_mem {
	/* Like realloc(); size 0 frees and returns NULL. Returns NULL when out of memory, leaving ptr valid. */
	void *(*realloc)(void *user, void *ptr, size_t size);
	void *user;
};

/* The C library's heap. */
extern const struct cpr_mem cpr_mem_libc;

/* All return NULL when out of memory or when count * size overflows. */
void *cpr_alloc(const struct cpr_mem *mem, size_t size);
void *cpr_calloc(const struct cpr_mem *mem, size_t count, size_t size);
void *cpr_realloc(const struct cpr_mem *mem, void *ptr, size_t count, size_t size);
void cpr_free(const struct cpr_mem *mem, void *ptr);
/* A NUL-terminated copy of n bytes. */
char *cpr_strndup(const struct cpr_mem *mem, const char *s, size_t n);

#endif

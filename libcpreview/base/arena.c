/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks that double in size, handed out from the front. A request too large for the usual block gets one of its own
 * behind the head, so that the head's remaining room is not lost.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)4 << 10)
#define LARGEST_BLOCK ((size_t)1 << 20)

struct cpr_arena_block {
	struct cpr_arena_block *next;
	size_t used;
	size_t cap;
	alignas(max_align_t) unsigned char bytes[];
};

void cpr_arena_free(struct cpr_arena *a)
{
	while (a->head) {
		struct cpr_arena_block *next = a->head->next;

		cpr_free(a->mem, a->head);
		a->head = next;
	}
	a->used = 0;
}

static struct cpr_arena_block *new_block(struct cpr_arena *a, size_t cap)
{
	struct cpr_arena_block *b;
	size_t bytes;

	if (__builtin_add_overflow(sizeof *b, cap, &bytes))
		return NULL;
	b = cpr_alloc(a->mem, bytes);
	if (!b)
		return NULL;
	b->used = 0;
	b->cap = cap;
	return b;
}

/* A block with room for size bytes at any alignment; not always the head. */
static struct cpr_arena_block *block_for(struct cpr_arena *a, size_t size)
{
	size_t usual = a->head ? a->head->cap * 2 : FIRST_BLOCK;
	struct cpr_arena_block *b;

	if (usual > LARGEST_BLOCK)
		usual = LARGEST_BLOCK;
	if (a->head && size > usual / 4) {
		b = new_block(a, size);
		if (!b)
			return NULL;
		b->next = a->head->next;
		a->head->next = b;
		return b;
	}
	b = new_block(a, size > usual ? size : usual);
	if (!b)
		return NULL;
	b->next = a->head;
	a->head = b;
	return b;
}

/* Not zeroed. */
static void *take(struct cpr_arena *a, size_t size, size_t align)
{
	struct cpr_arena_block *b = a->head;
	size_t at = 0;

	if (b)
		at = (b->used + align - 1) & ~(align - 1);
	if (!b || at > b->cap || size > b->cap - at) {
		b = block_for(a, size);
		if (!b)
			return NULL;
		at = 0;
	}
	b->used = at + size;
	a->used += size;
	return b->bytes + at;
}

void *cpr_arena_alloc(struct cpr_arena *a, size_t size)
{
	/* Also nothing gets an address of its own: NULL means out of memory. */
	void *p = take(a, size ? size : 1, alignof(max_align_t));

	if (p)
		memset(p, 0, size);
	return p;
}

void *cpr_arena_array(struct cpr_arena *a, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return cpr_arena_alloc(a, bytes);
}

char *cpr_arena_strz(struct cpr_arena *a, struct cpr_str s)
{
	size_t bytes;
	char *p;

	if (__builtin_add_overflow(s.n, 1, &bytes))
		return NULL;
	p = take(a, bytes, 1);
	if (!p)
		return NULL;
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct cpr_str cpr_arena_str(struct cpr_arena *a, struct cpr_str s)
{
	char *p = cpr_arena_strz(a, s);

	return (struct cpr_str){ p, p ? s.n : 0 };
}

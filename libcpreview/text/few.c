/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table by beginnings. All literals are known by as many characters as make up four bytes, or all by their first one,
 * so that each place of the text is looked up once. Literals with one beginning form a list.
 */
#include "text/few.h"

#include "text/terms_filter.h"

struct entry {
	uint64_t beginning;
	struct cpr_str literal;
	uint32_t which;
	uint32_t next; /* 1 + index of the next one with this beginning */
};

struct cpr_few {
	struct entry *entries;
	uint32_t *slots; /* 1 + index into entries */
	unsigned bits;   /* of the number of slots */
	unsigned least;  /* bytes that make up a beginning */
};

static uint64_t beginning(uint64_t v, unsigned least)
{
	return cpr_filter_first_bytes(v, cpr_filter_prefix_bytes(v, least));
}

static uint32_t slot_of(const struct cpr_few *f, uint64_t key)
{
	return (uint32_t)(cpr_filter_mix(key) >> (64 - f->bits));
}

/* The first entry with this beginning, as 1 + its index. */
static uint32_t look_up(const struct cpr_few *f, uint64_t key, uint32_t *ret_slot)
{
	uint32_t slot = slot_of(f, key), mask = ((uint32_t)1 << f->bits) - 1;

	while (f->slots[slot] && f->entries[f->slots[slot] - 1].beginning != key)
		slot = (slot + 1) & mask;
	*ret_slot = slot;
	return f->slots[slot];
}

static void enter(struct cpr_few *f, const struct cpr_str *v, uint32_t i)
{
	struct entry *e = &f->entries[i];
	uint32_t slot;

	*e = (struct entry){ .beginning = beginning(cpr_filter_load(v[i].p, v[i].n), f->least), .literal = v[i], .which = i };
	e->next = look_up(f, e->beginning, &slot);
	f->slots[slot] = i + 1;
}

struct cpr_few *cpr_few_new(struct cpr_arena *arena, const struct cpr_str *v, size_t n)
{
	struct cpr_few *f = cpr_arena_alloc(arena, sizeof *f);

	if (!f)
		return NULL;
	f->least = 4;
	for (size_t i = 0; i < n; i++)
		if (cpr_filter_prefix_bytes(cpr_filter_load(v[i].p, v[i].n), 4) > v[i].n)
			f->least = 1;
	/* A quarter full, so that most places of a text are done with at the first look. */
	for (f->bits = 2; (size_t)1 << f->bits < 4 * n; f->bits++)
		;
	f->entries = cpr_arena_array(arena, n, sizeof *f->entries);
	f->slots = cpr_arena_array(arena, (size_t)1 << f->bits, sizeof *f->slots);
	if (!f->entries || !f->slots)
		return NULL;
	/* From the last one: a new entry goes to the head of its list. */
	for (size_t i = n; i-- > 0;)
		enter(f, v, (uint32_t)i);
	return f;
}

/* The first literal from entry `next` (1 + index) on that stands at i. */
static bool stands_at(const struct cpr_few *f, struct cpr_str text, uint32_t i, uint32_t next, struct cpr_few_at *at)
{
	for (; next; next = f->entries[next - 1].next) {
		const struct entry *e = &f->entries[next - 1];

		if (e->literal.n > text.n - i || memcmp(text.p + i, e->literal.p, e->literal.n) != 0)
			continue;
		*at = (struct cpr_few_at){ .start = i, .end = i + (uint32_t)e->literal.n, .which = e->which, .next = 1 + e->next };
		return true;
	}
	return false;
}

bool cpr_few_next(const struct cpr_few *f, struct cpr_str text, struct cpr_few_at *at)
{
	size_t i = at->start;

	if (at->next) {
		if (stands_at(f, text, at->start, at->next - 1, at))
			return true;
		i += cpr_filter_char_bytes((uint8_t)text.p[i]);
	}
	while (i < text.n) {
		uint64_t v = cpr_filter_load(text.p + i, text.n - i);
		uint32_t slot, first = look_up(f, beginning(v, f->least), &slot);

		if (first && stands_at(f, text, (uint32_t)i, first, at))
			return true;
		i += cpr_filter_char_bytes((uint8_t)v);
	}
	*at = (struct cpr_few_at){ .start = (uint32_t)text.n, .end = (uint32_t)text.n };
	return false;
}

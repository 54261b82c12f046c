/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linear probing at a load of at most one half. The hash is public, so somebody can craft keys that all want the same
 * slot; such a document must not cost quadratic time. When a probe gets longer than honest keys ever make it, the table
 * is laid out again under the next seed: each crafted group of keys then costs its author as many keys as one more
 * layout is worth, and all together stay near n * sqrt(n). What a map answers never depends on the seed.
 */
#include "base/map.h"

#include <string.h>

#define FIRST_CAP 16

struct cpr_map_slot {
	struct cpr_str key;
	uint32_t hash;
	uint32_t value; /* CPR_MAP_NONE: the slot is empty */
};

struct sip {
	uint64_t a, b, c, d;
};

static uint64_t rotate(uint64_t v, int by)
{
	return v << by | v >> (64 - by);
}

static void sip_round(struct sip *s)
{
	s->a += s->b;
	s->b = rotate(s->b, 13) ^ s->a;
	s->a = rotate(s->a, 32);
	s->c += s->d;
	s->d = rotate(s->d, 16) ^ s->c;
	s->a += s->d;
	s->d = rotate(s->d, 21) ^ s->a;
	s->c += s->b;
	s->b = rotate(s->b, 17) ^ s->c;
	s->c = rotate(s->c, 32);
}

/* At most eight bytes as a little-endian number, the same on every machine. */
static uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n == 8) {
		memcpy(&v, p, 8);
		return v;
	}
#endif
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)(unsigned char)p[i] << (8 * i);
	return v;
}

/* SipHash-1-3: a collision under one seed says nothing of the next, which mere multiply-and-xor hashes cannot promise. */
static uint64_t hash_seeded(struct cpr_str key, uint64_t seed)
{
	struct sip s = {
		seed ^ 0x736f6d6570736575u,
		0x646f72616e646f6du,
		seed ^ 0x6c7967656e657261u,
		0x7465646279746573u,
	};
	size_t whole = key.n & ~(size_t)7;
	uint64_t m;

	for (size_t i = 0; i < whole; i += 8) {
		m = load(key.p + i, 8);
		s.d ^= m;
		sip_round(&s);
		s.a ^= m;
	}
	m = (uint64_t)key.n << 56;
	if (key.n > whole)
		m |= load(key.p + whole, key.n - whole);
	s.d ^= m;
	sip_round(&s);
	s.a ^= m;
	s.c ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(&s);
	return s.a ^ s.b ^ s.c ^ s.d;
}

uint32_t cpr_hash(struct cpr_str key)
{
	return (uint32_t)hash_seeded(key, 0);
}

void cpr_map_free(struct cpr_map *m)
{
	cpr_free(m->mem, m->slots);
	*m = CPR_MAP(m->mem);
}

/* Every value field becomes CPR_MAP_NONE. */
static void clear(struct cpr_map_slot *slots, size_t cap)
{
	memset(slots, 0xff, cap * sizeof *slots);
}

void cpr_map_reset(struct cpr_map *m)
{
	if (m->slots)
		clear(m->slots, m->cap);
	m->n = 0;
}

/* The slot that holds the key, or the empty one where it belongs. */
static struct cpr_map_slot *find(const struct cpr_map *m, struct cpr_str key, uint32_t hash, size_t *ret_probes)
{
	size_t mask = m->cap - 1, i = hash & mask, probes = 1;

	for (; m->slots[i].value != CPR_MAP_NONE; i = (i + 1) & mask, probes++)
		if (m->slots[i].hash == hash && cpr_str_eq(m->slots[i].key, key))
			break;
	*ret_probes = probes;
	return &m->slots[i];
}

uint32_t cpr_map_get(const struct cpr_map *m, struct cpr_str key)
{
	size_t probes;

	if (m->n == 0)
		return CPR_MAP_NONE;
	return find(m, key, (uint32_t)hash_seeded(key, m->seed), &probes)->value;
}

static bool lay_out(struct cpr_map *m, size_t cap, uint32_t seed)
{
	struct cpr_map_slot *old = m->slots;
	size_t old_cap = m->cap;
	struct cpr_map_slot *slots = cpr_realloc(m->mem, NULL, cap, sizeof *slots);

	if (!slots)
		return false;
	clear(slots, cap);
	m->slots = slots;
	m->cap = cap;
	for (size_t i = 0; i < old_cap; i++) {
		size_t at;

		if (old[i].value == CPR_MAP_NONE)
			continue;
		if (seed != m->seed)
			old[i].hash = (uint32_t)hash_seeded(old[i].key, seed);
		/* Keys differ from each other, so only an empty slot is looked for. */
		for (at = old[i].hash & (cap - 1); slots[at].value != CPR_MAP_NONE; at = (at + 1) & (cap - 1))
			;
		slots[at] = old[i];
	}
	m->seed = seed;
	cpr_free(m->mem, old);
	return true;
}

/* Longer than any probe among honest keys at this load; near the square root of the size. */
static size_t longest_probe(size_t cap)
{
	size_t root = 64;

	while (root < cap / root)
		root *= 2;
	return root;
}

bool cpr_map_put(struct cpr_map *m, struct cpr_str key, uint32_t value, uint32_t *ret_old)
{
	struct cpr_map_slot *slot;
	uint32_t hash;
	size_t probes;

	if (m->n >= m->cap / 2) {
		size_t cap;

		if (__builtin_mul_overflow(m->cap, 2, &cap))
			return false;
		if (!lay_out(m, cap ? cap : FIRST_CAP, m->seed))
			return false;
	}
	hash = (uint32_t)hash_seeded(key, m->seed);
	slot = find(m, key, hash, &probes);
	if (slot->value == CPR_MAP_NONE && probes > longest_probe(m->cap)) {
		if (!lay_out(m, m->cap, m->seed + 1))
			return false;
		hash = (uint32_t)hash_seeded(key, m->seed);
		slot = find(m, key, hash, &probes);
	}
	if (ret_old)
		*ret_old = slot->value;
	if (slot->value != CPR_MAP_NONE)
		return true;
	*slot = (struct cpr_map_slot){ .key = key, .hash = hash, .value = value };
	m->n++;
	return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/map.h"
#include "failmem.h"

Test(map, empty)
{
	struct cpr_map m = CPR_MAP(&cpr_mem_libc);

	cr_assert_eq(cpr_map_get(&m, CPR_STR("a")), CPR_MAP_NONE);
	cpr_map_reset(&m);
	cpr_map_free(&m);
	cpr_map_free(&m);
}

Test(map, first_value_stays)
{
	struct cpr_map m = CPR_MAP(&cpr_mem_libc);
	uint32_t old = 1;

	cr_assert(cpr_map_put(&m, CPR_STR("a"), 7, &old));
	cr_assert_eq(old, CPR_MAP_NONE);
	cr_assert(cpr_map_put(&m, CPR_STR("a"), 8, &old));
	cr_assert_eq(old, 7);
	cr_assert(cpr_map_put(&m, CPR_STR("a"), 9, NULL));
	cr_assert_eq(cpr_map_get(&m, CPR_STR("a")), 7);
	cr_assert_eq(m.n, 1);
	cpr_map_free(&m);
}

Test(map, odd_keys)
{
	static const struct cpr_str keys[] = {
		{ NULL, 0 }, CPR_STR("\0"), CPR_STR("\0\0"), CPR_STR("a"), CPR_STR("a\0"), CPR_STR("A"), CPR_STR("利率"),
		CPR_STR("a rather long key, longer than any block of the hash function, to take all its ways"),
	};
	size_t n = sizeof keys / sizeof *keys;
	struct cpr_map m = CPR_MAP(&cpr_mem_libc);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t old;

		cr_assert(cpr_map_put(&m, keys[i], i, &old));
		cr_assert_eq(old, CPR_MAP_NONE, "key %u", i);
	}
	for (uint32_t i = 0; i < n; i++)
		cr_assert_eq(cpr_map_get(&m, keys[i]), i, "key %u", i);
	cr_assert_eq(cpr_map_get(&m, CPR_STR("")), 0);
	cr_assert_eq(cpr_map_get(&m, CPR_STR("b")), CPR_MAP_NONE);
	cpr_map_free(&m);
}

Test(map, many_and_reset)
{
	struct cpr_arena a = CPR_ARENA(&cpr_mem_libc);
	struct cpr_map m = CPR_MAP(&cpr_mem_libc);
	char text[16];
	size_t cap;

	for (uint32_t i = 0; i < 100000; i++) {
		int n = snprintf(text, sizeof text, "id%u", i);

		cr_assert(cpr_map_put(&m, cpr_arena_str(&a, (struct cpr_str){ text, (size_t)n }), i, NULL));
	}
	cr_assert_eq(m.n, 100000);
	cr_assert_eq(m.seed, 0, "honest keys must not look crafted");
	for (uint32_t i = 0; i < 200000; i++) {
		int n = snprintf(text, sizeof text, "id%u", i);

		cr_assert_eq(cpr_map_get(&m, (struct cpr_str){ text, (size_t)n }), i < 100000 ? i : CPR_MAP_NONE);
	}
	cap = m.cap;
	cpr_map_reset(&m);
	cr_assert_eq(m.n, 0);
	cr_assert_eq(m.cap, cap);
	cr_assert_eq(cpr_map_get(&m, CPR_STR("id5")), CPR_MAP_NONE);
	cr_assert(cpr_map_put(&m, CPR_STR("id5"), 1, NULL));
	cr_assert_eq(cpr_map_get(&m, CPR_STR("id5")), 1);
	cpr_map_free(&m);
	cpr_arena_free(&a);
}

/* SipHash-1-3 with a zero key; the numbers come from another implementation. */
Test(map, hash_is_the_same_everywhere)
{
	static const struct {
		struct cpr_str key;
		uint32_t want;
	} t[] = {
		{ CPR_STR("a"), 0xb89b1813u },
		{ CPR_STR("abcdefg"), 0x9070f506u },
		{ CPR_STR("abcdefgh"), 0x0b8e35eau },
		{ CPR_STR("abcdefghi"), 0xd11eb6e5u },
		{ CPR_STR("利率"), 0x18c6c373u },
		{ CPR_STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 0x12e5750cu },
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		cr_assert_eq(cpr_hash(t[i].key), t[i].want, "row %zu", i);
}

/* Keys that all want slot 0 of a table of 2^14: a document's author can compute them just as we do here. */
Test(map, crafted_keys_do_not_cost_quadratic_time)
{
	struct cpr_arena a = CPR_ARENA(&cpr_mem_libc);
	struct cpr_map m = CPR_MAP(&cpr_mem_libc);
	struct cpr_str keys[1000];
	size_t n = 0;
	char text[16];

	for (uint32_t i = 0; n < 1000; i++) {
		struct cpr_str key = { text, (size_t)snprintf(text, sizeof text, "%x", i) };

		if ((cpr_hash(key) & 0x3fff) == 0)
			keys[n++] = cpr_arena_str(&a, key);
	}
	for (uint32_t i = 0; i < n; i++)
		cr_assert(cpr_map_put(&m, keys[i], i, NULL));
	cr_assert_gt(m.seed, 0, "the table was never laid out again");
	for (uint32_t i = 0; i < n; i++)
		cr_assert_eq(cpr_map_get(&m, keys[i]), i);
	cr_assert_eq(m.n, n);
	cpr_map_free(&m);
	cpr_arena_free(&a);
}

Test(map, failure)
{
	static char text[3000][8];

	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_map m = CPR_MAP(&mem);
		uint32_t i = 0;

		for (; i < 3000; i++) {
			int n = snprintf(text[i], sizeof text[i], "k%u", i);

			if (!cpr_map_put(&m, (struct cpr_str){ text[i], (size_t)n }, i, NULL))
				break;
		}
		cr_assert_eq(i < 3000, f.calls > at);
		cr_assert_eq(m.n, i);
		for (uint32_t k = 0; k < i; k++)
			cr_assert_eq(cpr_map_get(&m, cpr_str_of(text[k])), k);
		cr_assert_eq(cpr_map_get(&m, CPR_STR("k2999")), i == 3000 ? 2999 : CPR_MAP_NONE);
		cpr_map_free(&m);
		cr_assert_eq(f.live, 0);
		if (i == 3000)
			break;
	}
}

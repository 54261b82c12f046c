/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdalign.h>

#include "base/arena.h"
#include "failmem.h"

Test(arena, zeroed_aligned_apart)
{
	struct cpr_arena a = CPR_ARENA(&cpr_mem_libc);
	unsigned char *all[500];

	for (size_t i = 0; i < 500; i++) {
		size_t size = i * 37 % 400;

		all[i] = cpr_arena_alloc(&a, size);
		cr_assert_not_null(all[i]);
		cr_assert_eq((uintptr_t)all[i] % alignof(max_align_t), 0);
		for (size_t k = 0; k < size; k++)
			cr_assert_eq(all[i][k], 0);
		memset(all[i], (int)(i & 0xff), size);
		(void)cpr_arena_strz(&a, CPR_STR("odd")); /* throws alignment off */
	}
	for (size_t i = 0; i < 500; i++)
		for (size_t k = 0; k < i * 37 % 400; k++)
			cr_assert_eq(all[i][k], i & 0xff);
	cpr_arena_free(&a);
}

Test(arena, nothing_is_still_an_address)
{
	struct cpr_arena a = CPR_ARENA(&cpr_mem_libc);
	void *p = cpr_arena_alloc(&a, 0), *q = cpr_arena_array(&a, 0, 10);

	cr_assert_not_null(p);
	cr_assert_not_null(q);
	cr_assert_neq(p, q);
	cpr_arena_free(&a);
}

Test(arena, large_requests_keep_the_small_block)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_arena a = CPR_ARENA(&mem);

	cr_assert_not_null(cpr_arena_alloc(&a, 16));
	cr_assert_not_null(cpr_arena_alloc(&a, 1 << 20));
	cr_assert_eq(f.calls, 2);
	for (int i = 0; i < 100; i++)
		cr_assert_not_null(cpr_arena_alloc(&a, 16));
	cr_assert_eq(f.calls, 2, "the room in the first block was lost");
	cr_assert_eq(a.used, 16 + (1 << 20) + 1600);
	cpr_arena_free(&a);
	cr_assert_eq(f.live, 0);
	cr_assert_eq(a.used, 0);
}

Test(arena, few_allocations)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_arena a = CPR_ARENA(&mem);

	for (int i = 0; i < 100000; i++)
		cr_assert_not_null(cpr_arena_alloc(&a, 32));
	cr_assert_leq(f.calls, 12);
	cpr_arena_free(&a);
}

Test(arena, strings)
{
	struct cpr_arena a = CPR_ARENA(&cpr_mem_libc);
	char text[] = "利率";
	struct cpr_str s = cpr_arena_str(&a, cpr_str_of(text)), e = cpr_arena_str(&a, (struct cpr_str){ 0 });

	text[0] = 'x';
	cr_assert(cpr_str_is(s, "利率"));
	cr_assert_eq(s.p[s.n], '\0');
	cr_assert_not_null(e.p);
	cr_assert_eq(e.n, 0);
	cr_assert_str_eq(cpr_arena_strz(&a, CPR_STR("a")), "a");
	cpr_arena_free(&a);
}

Test(arena, sizes_that_overflow)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_arena a = CPR_ARENA(&mem);

	cr_assert_null(cpr_arena_array(&a, SIZE_MAX / 2 + 1, 2));
	cr_assert_null(cpr_arena_alloc(&a, SIZE_MAX));
	cr_assert_null(cpr_arena_strz(&a, (struct cpr_str){ "", SIZE_MAX }));
	cr_assert_eq(f.calls, 0);
	cpr_arena_free(&a);
}

Test(arena, failure)
{
	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_arena a = CPR_ARENA(&mem);
		size_t used = 0;
		bool ok = true;

		for (int i = 0; ok && i < 300; i++) {
			ok = cpr_arena_alloc(&a, 100) && cpr_arena_str(&a, CPR_STR("word")).p;
			used = ok ? a.used : used;
		}
		ok = ok && cpr_arena_alloc(&a, 1 << 21);
		cr_assert_eq(ok, f.calls <= at, "allocation %zu", at);
		/* What was there stays usable, and the next request may work. */
		cr_assert(cpr_arena_str(&a, CPR_STR("again")).p);
		cpr_arena_free(&a);
		cr_assert_eq(f.live, 0, "leak at allocation %zu", at);
		if (ok)
			break;
	}
}

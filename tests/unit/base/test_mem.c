/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "failmem.h"

Test(mem, libc_allocates_and_frees)
{
	char *p = cpr_alloc(&cpr_mem_libc, 10);

	cr_assert_not_null(p);
	memset(p, 'x', 10);
	p = cpr_realloc(&cpr_mem_libc, p, 1000, 10);
	cr_assert_not_null(p);
	cr_assert_eq(p[9], 'x');
	cpr_free(&cpr_mem_libc, p);
	cpr_free(&cpr_mem_libc, NULL);
}

Test(mem, nothing_is_still_an_address)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	void *p[4] = { cpr_alloc(&mem, 0), cpr_calloc(&mem, 0, 8), cpr_calloc(&mem, 8, 0), cpr_realloc(&mem, NULL, 0, 0) };

	for (size_t i = 0; i < 4; i++) {
		cr_assert_not_null(p[i], "%zu", i);
		cpr_free(&mem, p[i]);
	}
	cr_assert_eq(f.live, 0);
}

Test(mem, calloc_zeroes)
{
	unsigned char *p = cpr_calloc(&cpr_mem_libc, 33, 3);

	for (size_t i = 0; i < 99; i++)
		cr_assert_eq(p[i], 0);
	cpr_free(&cpr_mem_libc, p);
}

Test(mem, overflow_is_out_of_memory_and_asks_nobody)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);

	cr_assert_null(cpr_calloc(&mem, SIZE_MAX / 2 + 1, 2));
	cr_assert_null(cpr_realloc(&mem, NULL, SIZE_MAX, 2));
	cr_assert_null(cpr_strndup(&mem, "", SIZE_MAX));
	cr_assert_eq(f.calls, 0);
}

Test(mem, failed_realloc_leaves_the_block)
{
	struct failmem f = { .fail_at = 1 };
	struct cpr_mem mem = FAILMEM(&f);
	char *p = cpr_strndup(&mem, "kept", 4);

	cr_assert_null(cpr_realloc(&mem, p, 100, 1));
	cr_assert_str_eq(p, "kept");
	cpr_free(&mem, p);
	cr_assert_eq(f.live, 0);
}

Test(mem, strndup)
{
	char *p = cpr_strndup(&cpr_mem_libc, "abcdef", 3), *empty = cpr_strndup(&cpr_mem_libc, NULL, 0);
	struct failmem f = { .fail_at = 0 };
	struct cpr_mem mem = FAILMEM(&f);

	cr_assert_str_eq(p, "abc");
	cr_assert_str_eq(empty, "");
	cr_assert_null(cpr_strndup(&mem, "x", 1));
	cpr_free(&cpr_mem_libc, p);
	cpr_free(&cpr_mem_libc, empty);
}

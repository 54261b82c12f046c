/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/array.h"
#include "failmem.h"

struct item {
	uint64_t a;
	char b;
};

Test(array, grows_and_keeps)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	CPR_ARRAY(struct item) a = { 0 };

	for (uint64_t i = 0; i < 10000; i++)
		cr_assert(cpr_array_push(&mem, &a, ((struct item){ i, (char)i })));
	cr_assert_eq(a.n, 10000);
	for (uint64_t i = 0; i < 10000; i++)
		cr_assert_eq(a.v[i].a, i);
	cr_assert_leq(f.calls, 12, "growth does not double");
	cpr_array_free(&mem, &a);
	cr_assert_null(a.v);
	cr_assert_eq(a.n + a.cap, 0);
	cpr_array_free(&mem, &a);
	cr_assert_eq(f.live, 0);
}

Test(array, reserve_once)
{
	struct failmem f = { .fail_at = 1 };
	struct cpr_mem mem = FAILMEM(&f);
	CPR_ARRAY(int) a = { 0 };

	cr_assert(cpr_array_reserve(&mem, &a, 1000));
	for (int i = 0; i < 1000; i++)
		cr_assert(cpr_array_push(&mem, &a, i));
	cr_assert(cpr_array_reserve(&mem, &a, 0));
	cr_assert_eq(f.calls, 1);
	cr_assert(!cpr_array_push(&mem, &a, 1000));
	cpr_array_free(&mem, &a);
}

Test(array, item_is_evaluated_only_on_success)
{
	struct failmem f = { .fail_at = 0 };
	struct cpr_mem mem = FAILMEM(&f);
	CPR_ARRAY(int) a = { 0 };
	int made = 0;

	cr_assert(!cpr_array_push(&mem, &a, ++made));
	cr_assert_eq(made, 0);
	cr_assert(cpr_array_push(&mem, &a, ++made));
	cr_assert_eq(made, 1);
	cpr_array_free(&mem, &a);
}

Test(array, failure_changes_nothing)
{
	struct failmem f = { .fail_at = 1 };
	struct cpr_mem mem = FAILMEM(&f);
	CPR_ARRAY(int) a = { 0 };

	for (int i = 0; i < 8; i++)
		cr_assert(cpr_array_push(&mem, &a, i));
	cr_assert(!cpr_array_push(&mem, &a, 8));
	cr_assert_eq(a.n, 8);
	cr_assert_eq(a.cap, 8);
	cr_assert_eq(a.v[7], 7);
	cr_assert(cpr_array_push(&mem, &a, 8));
	cpr_array_free(&mem, &a);
	cr_assert_eq(f.live, 0);
}

Test(array, sizes_that_overflow)
{
	CPR_ARRAY(struct item) a = { 0 };

	cr_assert(!cpr_array_reserve(&cpr_mem_libc, &a, SIZE_MAX));
	cr_assert(!cpr_array_reserve(&cpr_mem_libc, &a, SIZE_MAX / sizeof(struct item) + 1));
	cr_assert(cpr_array_push(&cpr_mem_libc, &a, (struct item){ 0 }));
	cr_assert(!cpr_array_reserve(&cpr_mem_libc, &a, SIZE_MAX));
	cr_assert_eq(a.n, 1);
	cpr_array_free(&cpr_mem_libc, &a);
}

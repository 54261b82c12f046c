/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/limits.h"

/* Values that the manual and the threat model promise; a change here is a change of behaviour. */
Test(limits, promised_values)
{
	cr_assert_eq(cpr_limits_default.doc_bytes, 16u << 20);
	cr_assert_eq(cpr_limits_cap.doc_bytes, 64u << 20);
	cr_assert_eq(cpr_limits_default.depth, 64);
	cr_assert_eq(cpr_limits_cap.depth, 200);
	cr_assert_eq(cpr_limits_default.attributes_per_element, 64);
	cr_assert_eq(cpr_limits_default.findings, 10000);
	cr_assert_eq(cpr_limits_default.match_steps, 200000);
	cr_assert_eq(cpr_limits_cap.expr_steps, 1000000000);
}

Test(limits, every_default_is_within_its_cap)
{
#define X(name, def, cap, why) \
	cr_assert_gt(cpr_limits_default.name, 0, #name); \
	cr_assert_leq(cpr_limits_default.name, cpr_limits_cap.name, #name); \
	cr_assert_gt(sizeof why, 10, #name " needs a reason");
	CPR_LIMITS(X)
#undef X
}

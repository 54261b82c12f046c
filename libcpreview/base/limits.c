/* SPDX-License-Identifier: Apache-2.0 */
/* The limits' values. Names and reasons are in limits.h, once. */
#include "base/limits.h"

const struct cpr_limits cpr_limits_default = {
#define X(name, def, cap, why) .name = (def),
	CPR_LIMITS(X)
#undef X
};

const struct cpr_limits cpr_limits_cap = {
#define X(name, def, cap, why) .name = (cap),
	CPR_LIMITS(X)
#undef X
};

/* A default above its own cap could never be asked for again. */
#define X(name, def, cap, why) \
	_Static_assert((def) > 0 && (uint64_t)(def) <= (uint64_t)(cap), "the default of " #name " is above its cap");
CPR_LIMITS(X)
#undef X

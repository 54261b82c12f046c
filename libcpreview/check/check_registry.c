/* SPDX-License-Identifier: Apache-2.0 */
/* The table of check kinds, made from kinds.def. */
#include "check/check_registry.h"

#define CPR_KIND(id) extern const struct cpr_check_kind cpr_kind_##id;
#include "check/kinds.def"
#undef CPR_KIND

#define CPR_KIND(id) &cpr_kind_##id,
const struct cpr_check_kind *const cpr_kinds[] = {
#include "check/kinds.def"
};
#undef CPR_KIND

const size_t cpr_n_kinds = sizeof cpr_kinds / sizeof *cpr_kinds;

/* SPDX-License-Identifier: Apache-2.0 */
/* The check kinds there are. */
#ifndef CPR_CHECK_CHECK_REGISTRY_H
#define CPR_CHECK_CHECK_REGISTRY_H

#include "ruleset/kind.h"

extern const struct cpr_check_kind *const cpr_kinds[];
extern const size_t cpr_n_kinds;

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256, the one digest of the library. libmd is included only in digest.c. */
#ifndef CPR_BASE_DIGEST_H
#define CPR_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define CPR_DIGEST_HEX 64

struct cpr_digest {
	uint64_t opaque[32]; /* room for libmd's context; checked by a static assertion in digest.c */
};

void cpr_digest_begin(struct cpr_digest *d);
void cpr_digest_add(struct cpr_digest *d, const void *bytes, size_t n);
/* Adds the length first, so that ("ab","c") and ("a","bc") differ. */
void cpr_digest_add_field(struct cpr_digest *d, struct cpr_str field);
void cpr_digest_end(struct cpr_digest *d, char hex[CPR_DIGEST_HEX + 1]); /* lower case, NUL-terminated */

#endif

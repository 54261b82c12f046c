/* SPDX-License-Identifier: Apache-2.0 */
/* The seam to libmd's SHA-256. */
#include "base/digest.h"

#include <sha2.h>

_Static_assert(sizeof(SHA2_CTX) <= sizeof(struct cpr_digest), "struct cpr_digest is too small for libmd's context");
_Static_assert(_Alignof(SHA2_CTX) <= _Alignof(struct cpr_digest), "struct cpr_digest is aligned too loosely");

/* The opaque words are only ever reached as libmd's type, through this pointer. */
static SHA2_CTX *context(struct cpr_digest *d)
{
	return (SHA2_CTX *)(void *)d;
}

void cpr_digest_begin(struct cpr_digest *d)
{
	SHA256Init(context(d));
}

void cpr_digest_add(struct cpr_digest *d, const void *bytes, size_t n)
{
	if (n)
		SHA256Update(context(d), bytes, n);
}

void cpr_digest_add_field(struct cpr_digest *d, struct cpr_str field)
{
	uint8_t size[8];

	for (unsigned i = 0; i < 8; i++)
		size[i] = (uint8_t)((uint64_t)field.n >> (8 * i));
	cpr_digest_add(d, size, sizeof size);
	cpr_digest_add(d, field.p, field.n);
}

void cpr_digest_end(struct cpr_digest *d, char hex[CPR_DIGEST_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t sum[SHA256_DIGEST_LENGTH];

	SHA256Final(sum, context(d));
	for (size_t i = 0; i < sizeof sum; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[CPR_DIGEST_HEX] = '\0';
}

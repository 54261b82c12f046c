/* SPDX-License-Identifier: Apache-2.0 */
/* Taking options structs across the ABI: their size first, unknown fields refused rather than ignored. */
#ifndef CPR_API_OPTIONS_H
#define CPR_API_OPTIONS_H

#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

/*
 * Copies *src (whose first member is a size_t with its size) over *dst of `known` bytes, which holds the defaults. False if it
 * is smaller than the first release's or has something set that this library does not know.
 */
static inline bool cpr_take_options(void *dst, size_t known, size_t first_release, const void *src)
{
	size_t size;

	memcpy(&size, src, sizeof size);
	if (size < first_release || size > 4096)
		return false;
	for (size_t i = known; i < size; i++)
		if (((const unsigned char *)src)[i])
			return false;
	memcpy(dst, src, size < known ? size : known);
	return true;
}

static inline int cpr_error_abi(cpreview_error **reterr, const char *what)
{
	return cpr_error_set(reterr, CPREVIEW_E_ABI, NULL, "%s: a size or field that this version of the library does not know", what);
}

static inline int cpr_error_arg(cpreview_error **reterr, const char *what)
{
	return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "%s", what);
}

/*
 * Hands the error of a failed call over to the caller, whose *reterr is only written, never read, so that it may hold
 * anything before. Returns rc.
 */
static inline int cpr_give_error(int rc, cpreview_error **err, cpreview_error **reterr)
{
	if (rc && reterr)
		*reterr = *err;
	else
		cpreview_error_free(*err);
	return rc;
}

/* Borrowed text for a getter: never NULL, NUL-terminated because it lives in an arena. */
static inline const char *cpr_z(struct cpr_str s)
{
	return s.p ? s.p : "";
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error object behind cpreview_error: why a call could not do its work. Several can be chained, in the order they
 * were found (a ruleset reports all its mistakes at once). Out of memory is a static constant, so it can always be told.
 * What is wrong with a campaign is not an error but a finding; see base/problem.h and finding/finding.h.
 */
#ifndef CPR_BASE_ERROR_H
#define CPR_BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>

#include "base/mem.h"
#include "cpreview/error.h"

struct cpr_loc {
	const char *file;      /* NULL if no file is concerned */
	uint64_t offset_bytes; /* from 0 */
	uint32_t line;         /* from 1; 0 = unknown */
	uint32_t column;       /* from 1, in code points */
};

/*
 * Sets *reterr unless it is NULL, and returns code, so that callers write `return cpr_error_set(...)`.
 * *reterr must be NULL or valid before; an error already there is kept as first and the new one is appended.
 * Never fails: without memory the static out-of-memory error takes the place of the new one.
 */
int cpr_error_set(cpreview_error **reterr, int code, const struct cpr_loc *loc, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
int cpr_error_vset(cpreview_error **reterr, int code, const struct cpr_loc *loc, const char *fmt, va_list ap)
	__attribute__((format(printf, 4, 0)));
/* The same with an allocator of the caller's, which must outlive the error. */
int cpr_error_vset_mem(const struct cpr_mem *mem, cpreview_error **reterr, int code, const struct cpr_loc *loc,
		       const char *fmt, va_list ap) __attribute__((format(printf, 5, 0)));
int cpr_error_nomem(cpreview_error **reterr);
/* Sorts a chain by file (none comes first), then offset; equal places keep their order. *err may become another of them. */
void cpr_error_sort(cpreview_error **err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_ERROR_H
#define CPREVIEW_ERROR_H

/**
 * @file
 * Errors: why a call could not do its work.
 *
 * An error is not a finding. A campaign that breaks a rule, or that cannot be understood, gives a report; an error
 * means that there is no report (or no ruleset, or no output).
 *
 * Calls return 0 or one of the negative CPREVIEW_E_ codes. Those with a last parameter `reterr` also make an error
 * object there when they fail, unless the parameter is NULL. The object is *new*: the caller ends it with
 * cpreview_error_free(). On success `*reterr` is left alone.
 */

#include <stddef.h>
#include <stdint.h>

#include <cpreview/version.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Codes are stable: a number keeps its meaning, new ones are appended. @since 1.0 */
enum cpreview_code {
	CPREVIEW_OK = 0,
	CPREVIEW_E_NOMEM = -1,     /**< out of memory; nothing leaked, try again or give up */
	CPREVIEW_E_ARG = -2,       /**< an argument is NULL, empty, out of range or malformed */
	CPREVIEW_E_ABI = -3,       /**< an options struct has a size or a field this library does not know */
	CPREVIEW_E_IO = -4,        /**< a file is missing, unreadable, not a regular file, or could not be read to its end */
	CPREVIEW_E_LIMIT = -5,     /**< a limit was hit before work could start, for example a file larger than allowed */
	CPREVIEW_E_RULESET = -6,   /**< the ruleset is broken; every mistake is in the error's list */
	CPREVIEW_E_NOT_FOUND = -7, /**< no such rule, format or ruleset */
	CPREVIEW_E_WRITE = -8,     /**< the caller's write function reported failure */
	CPREVIEW_E_CANCELLED = -9, /**< the caller's cancel function asked to stop */
	CPREVIEW_E_INTERNAL = -70  /**< a promise of the library itself is broken; please report it */
};

/** An error and, behind it, the further errors of the same call. Opaque. @since 1.0 */
typedef struct cpreview_error cpreview_error;

/** End an error (and the list behind it). NULL is allowed. @since 1.0 */
CPREVIEW_API void cpreview_error_free(cpreview_error *err);

/** @return the code of the first error; CPREVIEW_OK for NULL. @since 1.0 */
CPREVIEW_API int cpreview_error_code(const cpreview_error *err);

/** @return how many errors the call found, at least 1; 0 for NULL. @since 1.0 */
CPREVIEW_API size_t cpreview_error_count(const cpreview_error *err);

/** @return the index-th error, *borrowed* from err; NULL past the end. Index 0 is err itself. @since 1.0 */
CPREVIEW_API const cpreview_error *cpreview_error_at(const cpreview_error *err, size_t index);

/** @return one line of English UTF-8 text without control characters, *borrowed*. @since 1.0 */
CPREVIEW_API const char *cpreview_error_message(const cpreview_error *err);

/** @return the file concerned, *borrowed*, or NULL. Bytes as the caller gave them. @since 1.0 */
CPREVIEW_API const char *cpreview_error_file(const cpreview_error *err);

/** @return the line, counted from 1; 0 if unknown. @since 1.0 */
CPREVIEW_API uint32_t cpreview_error_line(const cpreview_error *err);

/** @return the column in code points, counted from 1; 0 if unknown. @since 1.0 */
CPREVIEW_API uint32_t cpreview_error_column(const cpreview_error *err);

/** @return the offset in bytes of the file, counted from 0; meaningful only if the line is known. @since 1.0 */
CPREVIEW_API uint64_t cpreview_error_offset_bytes(const cpreview_error *err);

/** @return what a code means, in a few words of English, static; never NULL. @since 1.0 */
CPREVIEW_API const char *cpreview_code_text(int code);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_CAMPAIGN_H
#define CPREVIEW_CAMPAIGN_H

/**
 * @file
 * Campaigns: parsed campaign specs.
 *
 * A campaign is immutable and shared by counting references; any number of threads may review one at the same time.
 * A spec that is malformed, refused or not understood still gives a campaign: reviewing it gives a report whose verdict is
 * *incomplete* and whose findings say what is wrong and where. Only what keeps the bytes from being read at all is an error.
 */

#include <stddef.h>

#include <cpreview/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A parsed campaign spec. Opaque, immutable, shared. @since 1.0 */
typedef struct cpreview_campaign cpreview_campaign;

/** How to parse; set with CPREVIEW_CAMPAIGN_OPTIONS_INIT, then change fields. @since 1.0 */
struct cpreview_campaign_options {
	size_t struct_size;      /**< sizeof this struct, set by the initialiser */
	uint32_t flags;          /**< must be 0 */
	uint32_t max_doc_bytes;  /**< largest accepted document in bytes; 0 = 16 MiB; hard cap 64 MiB */
};
#define CPREVIEW_CAMPAIGN_OPTIONS_INIT { sizeof(struct cpreview_campaign_options), 0, 0 }

/**
 * Read and parse a campaign spec from a file.
 *
 * Only regular files are read; the call never blocks on a FIFO or a device. The name in findings is `path`.
 *
 * @param path         NUL-terminated, not NULL
 * @param opts         NULL for defaults
 * @param ret_campaign new reference on success, untouched on failure
 * @param reterr       NULL, or set on failure to a new error
 * @return 0, or CPREVIEW_E_IO, CPREVIEW_E_LIMIT (larger than allowed), CPREVIEW_E_NOMEM, CPREVIEW_E_ARG, CPREVIEW_E_ABI
 * @since 1.0
 */
CPREVIEW_API int cpreview_campaign_load_file(const char *path, const struct cpreview_campaign_options *opts,
					     cpreview_campaign **ret_campaign, cpreview_error **reterr);

/**
 * Parse a campaign spec from memory.
 *
 * @param bytes        the document: UTF-8, UTF-16 or GB18030; copied, not needed after the call; may be NULL if n_bytes is 0
 * @param n_bytes      its length in bytes; NUL bytes are not an end
 * @param name         what findings call the input, for example a file name; NULL for "<memory>"
 * @param opts         NULL for defaults
 * @param ret_campaign new reference on success, untouched on failure
 * @param reterr       NULL, or set on failure to a new error
 * @return 0, or CPREVIEW_E_LIMIT, CPREVIEW_E_NOMEM, CPREVIEW_E_ARG, CPREVIEW_E_ABI
 * @since 1.0
 */
CPREVIEW_API int cpreview_campaign_load_memory(const void *bytes, size_t n_bytes, const char *name,
					       const struct cpreview_campaign_options *opts,
					       cpreview_campaign **ret_campaign, cpreview_error **reterr);

/**
 * Make a campaign that stands for an input which could not be read, so that a batch of reports also shows it.
 *
 * Its review is always *incomplete* with one finding, `input.unreadable`.
 *
 * @param name         what to call the input; not NULL
 * @param reason       why it could not be read, one line; not NULL
 * @param ret_campaign new reference on success, untouched on failure
 * @param reterr       NULL, or set on failure to a new error
 * @return 0, or CPREVIEW_E_NOMEM, CPREVIEW_E_ARG
 * @since 1.0
 */
CPREVIEW_API int cpreview_campaign_unreadable(const char *name, const char *reason, cpreview_campaign **ret_campaign,
					      cpreview_error **reterr);

/** @return campaign with one more reference; NULL for NULL. @since 1.0 */
CPREVIEW_API cpreview_campaign *cpreview_campaign_ref(cpreview_campaign *campaign);

/** Give up one reference. NULL is allowed. @return always NULL. @since 1.0 */
CPREVIEW_API cpreview_campaign *cpreview_campaign_unref(cpreview_campaign *campaign);

/** @return the name of the input, *borrowed*. @since 1.0 */
CPREVIEW_API const char *cpreview_campaign_name(const cpreview_campaign *campaign);

/** @return the SHA-256 of the bytes as 64 lower-case hexadecimal digits, *borrowed*. @since 1.0 */
CPREVIEW_API const char *cpreview_campaign_digest(const cpreview_campaign *campaign);

/** @return 1 if the document was parsed and understood completely, 0 if its review will be incomplete. @since 1.0 */
CPREVIEW_API int cpreview_campaign_is_complete(const cpreview_campaign *campaign);

#ifdef __cplusplus
}
#endif

#endif

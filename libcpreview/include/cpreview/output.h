/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_OUTPUT_H
#define CPREVIEW_OUTPUT_H

/** @file Writers: reports as text, JSON, SARIF … */

#include <cpreview/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How to write; set with CPREVIEW_OUTPUT_OPTIONS_INIT, then change fields. Zero means the default. @since 1.0 */
struct cpreview_output_options {
	size_t struct_size;  /**< sizeof this struct, set by the initialiser */
	uint32_t flags;      /**< CPREVIEW_OUTPUT_ flags; unknown bits are an error */
	int32_t language;    /**< enum cpreview_language, for formats that use one language */
	int32_t show;        /**< least enum cpreview_severity that is written; 0 = all. Never hides what makes a review incomplete */
	uint32_t reserved;   /**< must be 0 */
};
#define CPREVIEW_OUTPUT_OPTIONS_INIT { sizeof(struct cpreview_output_options), 0, 0, 0, 0 }

/** Colours by ANSI escapes, in formats for a terminal. @since 1.0 */
#define CPREVIEW_OUTPUT_COLOR 1u
/** Also list rules that passed or did not apply, in formats for people. @since 1.0 */
#define CPREVIEW_OUTPUT_ALL_RULES 2u

/** Takes bytes; returns 0, or non-zero to stop with CPREVIEW_E_WRITE. @since 1.0 */
typedef int (*cpreview_write_fn)(const void *bytes, size_t n_bytes, void *user);

/**
 * Write reports in a format.
 * @param reports   in the order to write; at least one
 * @param format    a name from cpreview_format_name()
 * @param opts      NULL for defaults
 * @param write     called with consecutive pieces
 * @return 0, or CPREVIEW_E_NOT_FOUND (no such format), CPREVIEW_E_WRITE, CPREVIEW_E_NOMEM, CPREVIEW_E_ARG, CPREVIEW_E_ABI
 * @since 1.0
 */
CPREVIEW_API int cpreview_output_write(const cpreview_report *const *reports, size_t n_reports, const char *format,
				       const struct cpreview_output_options *opts, cpreview_write_fn write, void *user,
				       cpreview_error **reterr);

/**
 * Write reports into memory.
 * @param ret_bytes   new on success, NUL-terminated; end it with cpreview_bytes_free()
 * @param ret_n_bytes its length without the NUL; may be NULL
 * @return as cpreview_output_write(), without CPREVIEW_E_WRITE
 * @since 1.0
 */
CPREVIEW_API int cpreview_output_render(const cpreview_report *const *reports, size_t n_reports, const char *format,
					const struct cpreview_output_options *opts, char **ret_bytes, size_t *ret_n_bytes,
					cpreview_error **reterr);
/** End what cpreview_output_render() made. NULL is allowed. @since 1.0 */
CPREVIEW_API void cpreview_bytes_free(char *bytes);

/** @return the number of output formats. @since 1.0 */
CPREVIEW_API size_t cpreview_format_count(void);
/** @return the index-th one's name, static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_format_name(size_t index);
/** @return its media type, static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_format_media_type(size_t index);
/** @return its summary, one line of English, static; NULL past the end. @since 1.0 */
CPREVIEW_API const char *cpreview_format_summary(size_t index);

#ifdef __cplusplus
}
#endif

#endif

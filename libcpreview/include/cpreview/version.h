/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CPREVIEW_VERSION_H
#define CPREVIEW_VERSION_H

/** @file Version numbers, and the mark of exported functions. */

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CPREVIEW_API __attribute__((visibility("default")))
#else
#define CPREVIEW_API
#endif

#define CPREVIEW_VERSION_MAJOR 1
#define CPREVIEW_VERSION_MINOR 0
#define CPREVIEW_VERSION_PATCH 0
#define CPREVIEW_VERSION "1.0.0"

/** @return the version of the library in use, "major.minor.patch", static. @since 1.0 */
CPREVIEW_API const char *cpreview_version(void);

#ifdef __cplusplus
}
#endif

#endif

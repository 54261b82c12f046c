/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From bytes as handed in to strict UTF-8, keeping the way back. Accepts UTF-8, UTF-16 (LE, BE) and GB18030 (also under the
 * labels GBK, GB2312); a byte order mark wins; a label that the bytes contradict is an error, because mojibake hides words.
 * Own tables: the C library's iconv loads modules and has had reachable aborts.
 */
#ifndef CPR_XML_DECODE_H
#define CPR_XML_DECODE_H

#include <stdint.h>

#include "base/limits.h"
#include "base/problem.h"

enum cpr_encoding { CPR_ENC_UTF8, CPR_ENC_UTF16LE, CPR_ENC_UTF16BE, CPR_ENC_GB18030 };

struct cpr_decoded {
	const struct cpr_mem *mem;
	struct cpr_str text;  /* UTF-8 without byte order mark, line ends as they were; points into raw when it needs no change */
	struct cpr_str raw;   /* the bytes as handed in; borrowed from the caller */
	enum cpr_encoding encoding;
	uint32_t bom_bytes;
	char *owned;          /* the converted text, or NULL */
	struct cpr_decode_mark *marks; /* every few hundred bytes: where in raw; NULL for UTF-8 */
	size_t n_marks;
};

/*
 * False when the bytes are refused (one INPUT_* or LIMIT problem added, its start = end = offset in raw bytes, as no decoded
 * text exists) or memory ran out (problems->failed). raw must outlive *ret.
 */
bool cpr_decode(const struct cpr_mem *mem, struct cpr_str raw, const struct cpr_limits *limits, struct cpr_decoded *ret,
		struct cpr_problems *problems);
void cpr_decoded_free(struct cpr_decoded *d);
/* Offset in raw of the character at utf8 offset `at` (a character boundary, 0..text.n). */
uint64_t cpr_decoded_raw(const struct cpr_decoded *d, uint32_t at);
const char *cpr_encoding_name(enum cpr_encoding e); /* "UTF-8", … */

#endif

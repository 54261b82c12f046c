/* SPDX-License-Identifier: Apache-2.0 */
/* The few lexical facts of XML 1.0 that the gate and the places share. Works on valid UTF-8; finds no errors to speak of. */
#ifndef CPR_XML_SCAN_H
#define CPR_XML_SCAN_H

#include <stdint.h>

#include "base/str.h"

static inline bool cpr_scan_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Where `what` begins in s at or behind `at`; s.n if nowhere. */
static inline size_t cpr_scan_find(struct cpr_str s, size_t at, char what)
{
	const char *found = at < s.n ? memchr(s.p + at, what, s.n - at) : NULL;

	return found ? (size_t)(found - s.p) : s.n;
}

static inline bool cpr_scan_starts(struct cpr_str s, size_t at, struct cpr_str with)
{
	return s.n - at >= with.n && memcmp(s.p + at, with.p, with.n) == 0;
}

/* Length in bytes of the name that begins at `at`; 0 if none does. */
size_t cpr_scan_name(struct cpr_str s, size_t at);

/*
 * The reference that begins with '&' at `at`: its length with the semicolon, and the character it stands for. 0: it is not
 * one of the five predefined entities nor a character reference to an XML character.
 */
size_t cpr_scan_reference(struct cpr_str s, size_t at, uint32_t *ret);

#endif

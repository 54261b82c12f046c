/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The candidate engine: thousands of literals found in one pass over the folded text, at a cost that does not grow with
 * their number. Overlapping hits are all reported.
 */
#ifndef CPR_TEXT_TERMS_H
#define CPR_TEXT_TERMS_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct cpr_terms; /* immutable after cpr_terms_build(); may be scanned by many threads */

struct cpr_terms *cpr_terms_new(const struct cpr_mem *mem);
void cpr_terms_free(struct cpr_terms *t);
/*
 * Adds a literal (bytes of folded text, not empty, copied). The same literal may be added under several owners; the same
 * twice under one owner is reported once. False: no memory (or an empty literal).
 */
bool cpr_terms_add(struct cpr_terms *t, struct cpr_str literal, uint32_t owner);
bool cpr_terms_build(struct cpr_terms *t); /* once, after the last add; false: no memory, t is good for freeing only */
size_t cpr_terms_count(const struct cpr_terms *t); /* as often as cpr_terms_add() was true */

/* Called for every occurrence, ascending by end, then longest first, then owner. Return false to stop the scan. */
typedef bool (*cpr_terms_hit)(void *user, uint32_t owner, uint32_t start, uint32_t end);
/* False when the callback stopped it, or t is not built. Works with no memory of its own. text.n must fit uint32_t. */
bool cpr_terms_scan(const struct cpr_terms *t, struct cpr_str text, cpr_terms_hit hit, void *user);

#endif

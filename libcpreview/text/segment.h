/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences and clauses of Chinese (and English) copy. A sentence ends at 。！？；!?; or a line break, and at a full stop
 * before white space or the end; quotes and brackets that close right behind belong to it. A clause ends also at ，：,: and
 * in front of words that turn the sense (但 但是 而且 并且 不仅 不但 非但 却 然而 除了 还), so that a negation in front does not
 * reach past them. The list separator 、 and , : between digits (50,000 10:30) end neither, nor do those words inside others
 * (还款 偿还 冷却期 免除了 …).
 */
#ifndef CPR_TEXT_SEGMENT_H
#define CPR_TEXT_SEGMENT_H

#include <stdint.h>

#include "base/str.h"

struct cpr_range {
	uint32_t start, end;
};

/* No more than so many bytes before and behind pos are looked at, so that text without any end costs little. */
#define CPR_SEGMENT_REACH 2048

/*
 * The sentence (clause) of the folded text that holds byte pos; trimmed of white space; pos must be <= text.n. The end of
 * the text counts with the last sentence. Works on any bytes, but means something on valid UTF-8 only.
 */
struct cpr_range cpr_sentence_at(struct cpr_str text, uint32_t pos);
struct cpr_range cpr_clause_at(struct cpr_str text, uint32_t pos);

#endif

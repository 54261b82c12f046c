/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding: text made comparable, with a receipt. Width, case, compatibility forms, invisible characters and punctuation
 * variants are levelled, so that one pattern finds every way of writing; the run map leads from any place of the folded
 * text back to the exact place before. Lexicon entries, pattern literals and campaign text pass this one function.
 *
 * What the folded text of a unit holds, by profile. Patterns and terms are written against this list.
 *
 * Both profiles
 *   - Invisible characters (cpr_char_invisible(): zero-width, soft hyphen, variation selectors, bidi controls …) are gone.
 *   - U+2028 and U+2029 (how a caller writes <br/>) become '\n'. No other '\n' exists, and none of them is ever dropped.
 *   - White space at the beginning and end of the unit, and beside '\n', is gone. Other runs become one space, or vanish.
 *   - A byte that is not UTF-8 becomes U+FFFD: folded text is valid UTF-8 whatever comes in.
 *
 * exact-1: nothing else. White space is what XML calls so (space, tab, CR, LF); a run becomes one space.
 *
 * default-1
 *   - Normalisation form KC with full case folding (ß ss), combining sequences as a whole (e + U+0301: é). So letters and
 *     digits are small and half-width, and of the full-width forms ，：；！？（）［］｛｝％＋－＝／＜＞～｜＆＠＃＊ the ASCII ones
 *     remain; ｡､｢｣ and vertical forms are as their usual forms; … is "..."; ① ㊙ ㎡ ℃ № ½ are 1 秘 m2 °c no 1/2.
 *   - Accents that stand alone (¨ ¯ ¸) stay as they are, not a space and a mark.
 *   - What folds to digits but is no plain digit (¹ ① ½ ㏠) is set off by a space from a digit before it: 3.6¹ is "3.6 1".
 *   - Dashes and minus signs (‐ ‑ ‒ – — ― − ─ ━ ⸺ ⸻) are '-', each for itself: —— is "--". Wave dashes (〜 〰 ∼ ⁓ ˜) are '~'.
 *   - Double quotes (“ ” „ ‟ ″ 〝 〞 〟 「 」 『 』 « » ❝ ❞) are '"'; single ones and apostrophes (‘ ’ ‚ ‛ ′ ´ ʼ ‹ › ❛ ❜) are "'".
 *   - 【 】 〔 〕 〖 〗 〘 〙 〚 〛 are '[' and ']'. 《 》 〈 〉 stay, they name documents.
 *   - Middle dots and round bullets (• ‧ ・ ∙ ⋅ ◦ ● ‣ ⁃ ⦁) are '·' (U+00B7). Squares and boxes (■ □ ☑ ▪ ◆) and stars stay.
 *   - ∶ is ':', ⁄ and ∕ are '/', ∗ is '*', │ ┃ ∣ are '|', ⋯ is "...", ○ and ◯ (a zero in 二○二六) are 〇.
 *   - 。 、 《 》 stay, they carry sentence structure. So do ¥ (for ￥ too), ‰, ×, ·, ★.
 *   - Radicals that stand for a whole character in text copied from PDF files (⻛险 ⻓期) are that character; Kangxi radicals
 *     and compatibility ideographs are the unified ideograph.
 *   - Marks on a Han character, a digit or white space, and overlaid (not U+0338), underlined or enclosing marks on anything (保̶本̲ 1⃣), are gone.
 *   - White space is Unicode's, and U+2800. Beside a Han character or 。 、 《 》 〈 〉 a run vanishes, unless '.' stands on its
 *     other side (a sentence may end there); between a digit and % or ‰ it vanishes too. Any other run is one space: there is
 *     never white space but single ' ' and '\n'.
 *   - Separators inside words (保*本 零★风险) stay, and traditional characters stay: other profiles may take them.
 *
 * Folding twice changes nothing more, except that '\n' of the first time is white space to the second.
 */
#ifndef CPR_TEXT_FOLD_H
#define CPR_TEXT_FOLD_H

#include <stdint.h>

#include "base/array.h"
#include "base/str.h"
#include "base/strbuf.h"

/* Named and versioned: a profile's meaning never changes, a better one gets a new name. */
enum cpr_fold_profile {
	CPR_FOLD_EXACT_1,
	CPR_FOLD_DEFAULT_1,
};
bool cpr_fold_profile_parse(struct cpr_str name, enum cpr_fold_profile *ret); /* "exact-1", "default-1" */

/*
 * Source bytes [src, src + src_n) became folded bytes [out, next run's out). Source bytes between two runs left nothing.
 * identity: byte by byte, so src_n folded bytes; a letter A-Z may have changed its case.
 */
struct cpr_fold_run {
	uint32_t out;
	uint32_t src;
	uint32_t src_n;
	uint32_t identity;
};

struct cpr_folded {
	struct cpr_strbuf text;
	CPR_ARRAY(struct cpr_fold_run) runs; /* ascending in out and in src */
	CPR_ARRAY(uint32_t) scratch;
	const struct cpr_mem *mem;
	bool failed; /* out of memory, or more than UINT32_MAX bytes: the text is not all there */
};

void cpr_folded_init(struct cpr_folded *f, const struct cpr_mem *mem);
void cpr_folded_free(struct cpr_folded *f);
void cpr_folded_reset(struct cpr_folded *f); /* memory kept, failure forgotten */
/*
 * Appends the folding of s; src is the offset that s has in the source, ascending from call to call. One call is one unit:
 * units are folded each for itself, nothing composes or vanishes across two calls. So a sentence that markup cuts into
 * pieces must come in one call.
 */
void cpr_fold_add(struct cpr_folded *f, enum cpr_fold_profile profile, struct cpr_str s, uint32_t src);
/*
 * Source range of the folded range [start, end): from the first byte of the first character that took part to behind the
 * last, invisible characters inside included, those outside not. An empty range is a point: where the character at start
 * begins, at the end of the text where the last one ends.
 */
void cpr_fold_source(const struct cpr_folded *f, uint32_t start, uint32_t end, uint32_t *ret_src_start,
		     uint32_t *ret_src_end);

#endif

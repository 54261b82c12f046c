/* SPDX-License-Identifier: Apache-2.0 */
/* Characters and their properties. The only user of utf8proc. */
#ifndef CPR_TEXT_UNICODE_H
#define CPR_TEXT_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Decodes one character at s[0..n), n > 0. Returns its length in bytes, or 0 when it is not valid UTF-8. */
unsigned cpr_utf8_next(const char *s, size_t n, uint32_t *ret);
/* Writes 1..4 bytes. What is no character (a surrogate, above U+10FFFF) becomes U+FFFD. */
unsigned cpr_utf8_put(uint32_t c, char out[4]);
/* The offset of the first byte that is not valid UTF-8 (surrogates and overlong forms included); n when all is valid. */
size_t cpr_utf8_valid(const char *s, size_t n);
bool cpr_xml_char(uint32_t c); /* XML 1.0 Char */
/* Terminal cells: 0 for combining, control and invisible, 2 for wide and full-width, otherwise 1. */
unsigned cpr_char_width(uint32_t c);
unsigned cpr_text_width(struct cpr_str s); /* a byte that is not valid UTF-8 counts 1 */
/* Script Han: the ideographs, also compatibility forms and radicals, and 々 〇 〡..〩 〸..〻. All of planes 2 and 3. */
bool cpr_char_han(uint32_t c);
/* Shows nothing and may hide inside a word: zero-width, soft hyphen, variation selectors, bidi controls, BOM … */
bool cpr_char_invisible(uint32_t c);
/* What no report may print raw: C0, DEL, C1, U+2028/9, and the invisible ones but variation selectors. A reader shall see
 * what was hidden in a word. */
bool cpr_char_unsafe(uint32_t c);
/* White space by Unicode's property: 09..0D, 20, 85, A0, 1680, 2000..200A, 2028, 2029, 202F, 205F, 3000. */
bool cpr_char_space(uint32_t c);

/* For fold.c: what normalisation form KC with full case folding is made of. */
#define CPR_CHAR_FOLD_MAX 32
/* Case folded (ß to ss), then fully decomposed, compatibility forms too. Returns how many; at least 1. No composing. */
unsigned cpr_char_fold(uint32_t c, uint32_t out[CPR_CHAR_FOLD_MAX]);
/* A mark without a width of its own, which belongs to the character before it: general category Mn or Me. */
bool cpr_char_mark(uint32_t c);
/* Whether its folding may unite with, or be reordered behind, the character before it: marks, conjoining letters. */
bool cpr_char_joins(uint32_t c);
/* Puts c[0..n) (decomposed) into canonical order and composes it, in place; scratch has room for n. The new length. */
size_t cpr_chars_compose(uint32_t *c, size_t n, uint32_t *scratch);

#endif

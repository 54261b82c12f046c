/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters: decoding, the few properties the library asks for, and the raw material of normalisation. Everything that
 * decides how text is compared stands in fold.c; here are only facts about single characters. Tables that must never
 * change with the installed utf8proc (invisible, unsafe, Han) are our own.
 */
#include "text/unicode.h"

#include <utf8proc.h>

struct range {
	uint32_t first, last;
};

static bool in_ranges(const struct range *r, size_t n, uint32_t c)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c > r[mid].last)
			low = mid + 1;
		else if (c < r[mid].first)
			high = mid;
		else
			return true;
	}
	return false;
}

#define IN(ranges, c) in_ranges((ranges), sizeof(ranges) / sizeof(ranges)[0], (c))

unsigned cpr_utf8_next(const char *s, size_t n, uint32_t *ret)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t c;

	if (u[0] < 0x80) {
		*ret = u[0];
		return 1;
	}
	if (u[0] < 0xe0) {
		if (u[0] < 0xc2 || n < 2 || (u[1] & 0xc0) != 0x80)
			return 0;
		*ret = (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
		return 2;
	}
	if (u[0] < 0xf0) {
		if (n < 3 || (u[1] & 0xc0) != 0x80 || (u[2] & 0xc0) != 0x80)
			return 0;
		c = (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
		if (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))
			return 0;
		*ret = c;
		return 3;
	}
	if (u[0] > 0xf4 || n < 4 || (u[1] & 0xc0) != 0x80 || (u[2] & 0xc0) != 0x80 || (u[3] & 0xc0) != 0x80)
		return 0;
	c = (u[0] & 0x07u) << 18 | (u[1] & 0x3fu) << 12 | (u[2] & 0x3fu) << 6 | (u[3] & 0x3fu);
	if (c < 0x10000 || c > 0x10ffff)
		return 0;
	*ret = c;
	return 4;
}

unsigned cpr_utf8_put(uint32_t c, char out[4])
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t cpr_utf8_valid(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0;

	while (i < n) {
		uint32_t c;
		unsigned len;

		/* Most of a document is markup (eight ASCII bytes at a time) and Chinese (E4..E9: no special second byte). */
		while (n - i >= 8) {
			uint64_t eight;

			memcpy(&eight, s + i, 8);
			if (eight & UINT64_C(0x8080808080808080))
				break;
			i += 8;
		}
		while (n - i >= 3 && u[i] >= 0xe4 && u[i] <= 0xe9 && (u[i + 1] & 0xc0) == 0x80 && (u[i + 2] & 0xc0) == 0x80)
			i += 3;
		if (i == n)
			break;
		len = cpr_utf8_next(s + i, n - i, &c);
		if (!len)
			return i;
		i += len;
	}
	return n;
}

bool cpr_xml_char(uint32_t c)
{
	if (c < 0x20)
		return c == 0x09 || c == 0x0a || c == 0x0d;
	return c <= 0xd7ff || (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

/* Default_Ignorable_Code_Point, with the places reserved for more of them, and the interlinear annotation marks. */
static const struct range invisible[] = {
	{ 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x061c, 0x061c }, { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x206f },   { 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },   { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

bool cpr_char_invisible(uint32_t c)
{
	if (c < 0xad || (c >= 0x2070 && c < 0x3164) || (c >= 0x3165 && c < 0xfe00) || (c >= 0xff00 && c < 0xffa0))
		return false;
	return IN(invisible, c);
}

/* They choose how the character before them looks, as in emoji, and hide nothing but themselves. */
static bool variation_selector(uint32_t c)
{
	return (c >= 0x180b && c <= 0x180d) || c == 0x180f || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

bool cpr_char_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
	       (cpr_char_invisible(c) && !variation_selector(c));
}

bool cpr_char_space(uint32_t c)
{
	static const struct range space[] = {
		{ 0x0009, 0x000d }, { 0x0020, 0x0020 }, { 0x0085, 0x0085 }, { 0x00a0, 0x00a0 }, { 0x1680, 0x1680 },
		{ 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
	};

	return IN(space, c);
}

bool cpr_char_han(uint32_t c)
{
	static const struct range han[] = {
		{ 0x2e80, 0x2e99 }, { 0x2e9b, 0x2ef3 }, { 0x2f00, 0x2fd5 },   { 0x3005, 0x3005 },   { 0x3007, 0x3007 },
		{ 0x3021, 0x3029 }, { 0x3038, 0x303b }, { 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },   { 0xf900, 0xfa6d },
		{ 0xfa70, 0xfad9 }, { 0x16fe2, 0x16fe3 }, { 0x16ff0, 0x16ff1 }, { 0x20000, 0x3fffd },
	};

	return (c >= 0x4e00 && c <= 0x9fff) || IN(han, c);
}

unsigned cpr_char_width(uint32_t c)
{
	int w;

	if (c >= 0x20 && c < 0x7f)
		return 1;
	if (c >= 0x4e00 && c <= 0x9fff)
		return 2;
	if (c > 0x10ffff || cpr_char_invisible(c) || c == 0x2028 || c == 0x2029)
		return 0;
	w = utf8proc_charwidth((utf8proc_int32_t)c);
	return w < 0 ? 0 : (unsigned)w;
}

unsigned cpr_text_width(struct cpr_str s)
{
	unsigned width = 0;
	size_t i = 0;

	while (i < s.n) {
		uint32_t c;
		unsigned len = cpr_utf8_next(s.p + i, s.n - i, &c);

		width += len ? cpr_char_width(c) : 1;
		i += len ? len : 1;
	}
	return width;
}

unsigned cpr_char_fold(uint32_t c, uint32_t out[CPR_CHAR_FOLD_MAX])
{
	utf8proc_int32_t d[CPR_CHAR_FOLD_MAX];
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, d, CPR_CHAR_FOLD_MAX,
						     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, NULL);

	/* No character is, and none longer than 18 exists; Unicode promises never to change that. */
	if (n < 1 || n > CPR_CHAR_FOLD_MAX) {
		out[0] = c;
		return 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		out[i] = (uint32_t)d[i];
	return (unsigned)n;
}

bool cpr_char_mark(uint32_t c)
{
	utf8proc_category_t cat;

	if (c < 0x300 || (c >= 0x30a0 && c < 0xa66f))
		return false;
	cat = utf8proc_category((utf8proc_int32_t)c);
	return cat == UTF8PROC_CATEGORY_MN || cat == UTF8PROC_CATEGORY_ME;
}

/* Letters that compose with the one before though they are no marks: Hangul vowels and finals, a Kirat Rai vowel. */
static bool conjoins(uint32_t c)
{
	return (c >= 0x1161 && c <= 0x1175) || (c >= 0x11a8 && c <= 0x11c2) || c == 0x16d67;
}

bool cpr_char_joins(uint32_t c)
{
	uint32_t d[CPR_CHAR_FOLD_MAX];

	/* The punctuation and the letters that Chinese text is full of, first. */
	if (c < 0x300 || (c >= 0x2010 && c < 0x20d0) || (c >= 0x3000 && c < 0x302a) || (c >= 0x3190 && c < 0xa66f) ||
	    (c >= 0xff00 && c < 0xff9e))
		return false;
	/* What counts is the character that will stand first: half-width ﾞ is no mark, but becomes one. */
	cpr_char_fold(c, d);
	return conjoins(d[0]) || cpr_char_mark(d[0]) ||
	       utf8proc_category((utf8proc_int32_t)d[0]) == UTF8PROC_CATEGORY_MC;
}

static utf8proc_propval_t combining_class(uint32_t c)
{
	return c < 0x300 ? 0 : utf8proc_get_property((utf8proc_int32_t)c)->combining_class;
}

/* Stable order by combining class. Merging, because a hostile text may put 20,000 marks on one letter. */
static void sort_marks(uint32_t *c, size_t n, uint32_t *scratch)
{
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t at = 0; at < n; at += 2 * width) {
			size_t mid = at + width < n ? at + width : n;
			size_t end = at + 2 * width < n ? at + 2 * width : n;
			size_t a = at, b = mid;

			for (size_t k = at; k < end; k++) {
				if (b == end || (a < mid && combining_class(c[a]) <= combining_class(c[b])))
					scratch[k] = c[a++];
				else
					scratch[k] = c[b++];
			}
		}
		memcpy(c, scratch, n * sizeof *c);
	}
}

size_t cpr_chars_compose(uint32_t *c, size_t n, uint32_t *scratch)
{
	utf8proc_ssize_t left;

	for (size_t i = 0; i < n;) {
		size_t end = i;

		while (end < n && combining_class(c[end]) != 0)
			end++;
		if (end - i > 1)
			sort_marks(c + i, end - i, scratch);
		i = end + 1;
	}
	/* The buffer has the same layout; composing shortens it in place and allocates nothing. */
	_Static_assert(sizeof(utf8proc_int32_t) == sizeof(uint32_t), "code points are 32 bits");
	left = utf8proc_normalize_utf32((utf8proc_int32_t *)c, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	return left < 0 ? n : (size_t)left;
}

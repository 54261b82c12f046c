/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <utf8proc.h>

#include "text/unicode.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

Test(unicode, decode)
{
	static const struct {
		const char *s;
		unsigned len;
		uint32_t c;
	} t[] = {
		{ "a", 1, 'a' },
		{ "\x7f", 1, 0x7f },
		{ "\xc2\x80", 2, 0x80 },
		{ "\xdf\xbf", 2, 0x7ff },
		{ "\xe0\xa0\x80", 3, 0x800 },
		{ "保", 3, 0x4fdd },
		{ "\xed\x9f\xbf", 3, 0xd7ff },
		{ "\xee\x80\x80", 3, 0xe000 },
		{ "\xef\xbf\xbf", 3, 0xffff },
		{ "\xf0\x90\x80\x80", 4, 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
		/* not UTF-8 */
		{ "\x80", 0, 0 },
		{ "\xbf", 0, 0 },
		{ "\xc0\x80", 0, 0 },         /* overlong NUL */
		{ "\xc1\xbf", 0, 0 },
		{ "\xc2", 0, 0 },
		{ "\xc2\x41", 0, 0 },
		{ "\xe0\x9f\xbf", 0, 0 },     /* overlong */
		{ "\xe4\xbf", 0, 0 },
		{ "\xe4\x41\xbf", 0, 0 },
		{ "\xe4\xbf\x41", 0, 0 },
		{ "\xed\xa0\x80", 0, 0 },     /* surrogates */
		{ "\xed\xbf\xbf", 0, 0 },
		{ "\xf0\x8f\xbf\xbf", 0, 0 }, /* overlong */
		{ "\xf0\x90\x80", 0, 0 },
		{ "\xf0\x90\x80\x41", 0, 0 },
		{ "\xf4\x90\x80\x80", 0, 0 }, /* above U+10FFFF */
		{ "\xf5\x80\x80\x80", 0, 0 },
		{ "\xff", 0, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		uint32_t c = 0;
		size_t n = strlen(t[i].s);

		cr_expect_eq(cpr_utf8_next(t[i].s, n, &c), t[i].len, "%zu", i);
		cr_expect_eq(c, t[i].c, "%zu", i);
		if (t[i].len > 1)
			cr_expect_eq(cpr_utf8_next(t[i].s, n - 1, &c), 0, "%zu cut short", i);
		cr_expect_eq(cpr_utf8_valid(t[i].s, n), t[i].len ? n : 0, "%zu", i);
	}
}

Test(unicode, every_character_there_and_back)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		char bytes[4];
		uint32_t back = 0;
		unsigned n = cpr_utf8_put(c, bytes);

		cr_assert_eq(cpr_utf8_next(bytes, n, &back), n, "U+%04X", c);
		cr_assert_eq(back, c >= 0xd800 && c <= 0xdfff ? 0xfffd : c, "U+%04X", c);
	}
	for (uint32_t c = 0x110000; c; c = c < 0x80000000u ? c * 2 : 0) {
		char bytes[4];

		cr_assert_eq(cpr_utf8_put(c, bytes), 3);
		cr_assert_eq(memcmp(bytes, "\xef\xbf\xbd", 3), 0);
	}
}

/* The fast ways are taken at other places of the text than the slow one, so a fault is tried at each. */
Test(unicode, valid_up_to)
{
	static const char *const pieces[] = { "abcdefghijklmnopqrs", "保本保息稳赚不赔", "a保b本c息de", "保é😀本", "ab保cdefghijkl本" };
	static const char *const faults[] = { "\xff", "\xe4\xbf", "\xed\xa0\x80", "\xc0\x80", "\x80", "\xf4\x90\x80\x80" };
	char text[128];

	for (size_t p = 0; p < COUNT(pieces); p++) {
		size_t n = strlen(pieces[p]);

		cr_assert_eq(cpr_utf8_valid(pieces[p], n), n);
		for (size_t f = 0; f < COUNT(faults); f++) {
			for (size_t at = 0; at <= n; at++) {
				size_t fault_n = strlen(faults[f]);

				if (at < n && ((unsigned char)pieces[p][at] & 0xc0) == 0x80)
					continue;
				memcpy(text, pieces[p], at);
				memcpy(text + at, faults[f], fault_n);
				memcpy(text + at + fault_n, pieces[p] + at, n - at);
				cr_assert_eq(cpr_utf8_valid(text, n + fault_n), at, "%zu %zu %zu", p, f, at);
			}
		}
	}
	/* cut off inside the last character */
	cr_assert_eq(cpr_utf8_valid("保本", 5), 3);
	cr_assert_eq(cpr_utf8_valid("保本", 4), 3);
	cr_assert_eq(cpr_utf8_valid("", 0), 0);
}

Test(unicode, xml_char)
{
	static const struct {
		uint32_t c;
		bool want;
	} t[] = {
		{ 0, false },      { 8, false },       { 9, true },       { 0xa, true },     { 0xb, false },   { 0xd, true },
		{ 0x1f, false },   { 0x20, true },     { 0x7f, true },    { 0x85, true },    { 0xd7ff, true }, { 0xd800, false },
		{ 0xdfff, false }, { 0xe000, true },   { 0xfffd, true },  { 0xfffe, false }, { 0xffff, false }, { 0x10000, true },
		{ 0x1ffff, true }, { 0x10ffff, true }, { 0x110000, false },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		cr_expect_eq(cpr_xml_char(t[i].c), t[i].want, "U+%04X", t[i].c);
}

Test(unicode, width)
{
	static const struct {
		uint32_t c;
		unsigned want;
	} t[] = {
		{ 'a', 1 },    { ' ', 1 },    { '\n', 0 },   { 0x7f, 0 },    { 0xad, 0 },    { 0xe9, 1 },   { 0x301, 0 },
		{ 0x200b, 0 }, { 0x2028, 0 }, { 0x2014, 1 }, { 0x3001, 2 },  { 0x3000, 2 },  { 0x4fdd, 2 }, { 0x9fff, 2 },
		{ 0xff0c, 2 }, { 0xff71, 1 }, { 0xac00, 2 }, { 0xfe0f, 0 },  { 0x1f600, 2 }, { 0x20000, 2 }, { 0x3164, 0 },
		{ 0x110000, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		cr_expect_eq(cpr_char_width(t[i].c), t[i].want, "U+%04X: %u", t[i].c, cpr_char_width(t[i].c));
	cr_expect_eq(cpr_text_width(CPR_STR("保本 abc，\xff")), 11);
	cr_expect_eq(cpr_text_width(CPR_STR("e\xcc\x81\xe2\x80\x8b")), 1);
	cr_expect_eq(cpr_text_width(CPR_STR("")), 0);
}

/* Another library's opinion: 1 yes, 0 no, -1 not assigned there. */
static int pcre2_says(const char *property, uint32_t c)
{
	static pcre2_code *code, *assigned;
	static pcre2_match_data *data;
	static const char *of;
	char bytes[4];
	unsigned n = cpr_utf8_put(c, bytes);
	PCRE2_SIZE at;
	int rc, yes;

	if (of != property) {
		of = property;
		data = data ? data : pcre2_match_data_create(1, NULL);
		code = pcre2_compile((PCRE2_SPTR)property, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &rc, &at, NULL);
		assigned = pcre2_compile((PCRE2_SPTR) "[^\\p{Cn}]", PCRE2_ZERO_TERMINATED, PCRE2_UTF, &rc, &at, NULL);
		cr_assert(code && assigned, "%s", property);
	}
	yes = pcre2_match(code, (PCRE2_SPTR)bytes, n, 0, 0, data, NULL) > 0;
	if (pcre2_match(assigned, (PCRE2_SPTR)bytes, n, 0, 0, data, NULL) <= 0)
		yes = -1;
	return yes;
}

Test(unicode, han_as_others_see_it)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		int want = c >= 0xd800 && c <= 0xdfff ? 0 : pcre2_says("\\p{sc:Han}", c);

		if (want >= 0)
			cr_assert_eq(cpr_char_han(c), want, "U+%04X", c);
	}
	/* Places for more of them are not wasted on anything else. */
	cr_assert(cpr_char_han(0x3fffd) && !cpr_char_han(0x40000) && !cpr_char_han(0x1ffff));
}

Test(unicode, invisible_as_others_see_it)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		int want = c >= 0xd800 && c <= 0xdfff ? 0 : pcre2_says("\\p{Default_Ignorable_Code_Point}", c);

		if (c >= 0xfff9 && c <= 0xfffb)
			want = 1; /* ours */
		if (want >= 0)
			cr_assert_eq(cpr_char_invisible(c), want, "U+%04X", c);
	}
	cr_assert(cpr_char_invisible(0xe0fff) && cpr_char_invisible(0x2065) && cpr_char_invisible(0xfff0));
	cr_assert(!cpr_char_invisible(0x110000));
}

Test(unicode, space_as_others_see_it)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++)
		if (c < 0xd800 || c > 0xdfff)
			cr_assert_eq(cpr_char_space(c), pcre2_says("\\p{White_Space}", c) == 1, "U+%04X", c);
}

Test(unicode, unsafe)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		bool selector = (c >= 0x180b && c <= 0x180d) || c == 0x180f || (c >= 0xfe00 && c <= 0xfe0f) ||
				(c >= 0xe0100 && c <= 0xe01ef);
		bool want = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 ||
			    c == 0x17b4 || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) ||
			    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x3164 || c == 0xfeff || c == 0xffa0 ||
			    (c >= 0xfff0 && c <= 0xfffb) || (c >= 0x1bca0 && c <= 0x1bca3) || (c >= 0x1d173 && c <= 0x1d17a) ||
			    (c >= 0xe0000 && c <= 0xe0fff);

		want = want && !selector;

		cr_assert_eq(cpr_char_unsafe(c), want, "U+%04X", c);
	}
}

Test(unicode, char_fold)
{
	static const struct {
		uint32_t c;
		uint32_t want[6];
	} t[] = {
		{ 'a', { 'a' } },          { 'A', { 'a' } },          { 0xdf, { 's', 's' } }, { 0x1e9e, { 's', 's' } },
		{ 0xe9, { 'e', 0x301 } },  { 0xc9, { 'e', 0x301 } },  { 0x130, { 'i', 0x307 } },
		{ 0xff21, { 'a' } },       { 0x2460, { '1' } },       { 0xbd, { '1', 0x2044, '2' } }, { 0x3231, { '(', 0x682a, ')' } },
		{ 0x33a1, { 'm', '2' } },  { 0x2f00, { 0x4e00 } },    { 0xf900, { 0x8c48 } }, { 0x304c, { 0x304b, 0x3099 } },
		{ 0xac01, { 0x1100, 0x1161, 0x11a8 } },               { 0xff9e, { 0x3099 } }, { 0x4fdd, { 0x4fdd } },
		{ 0x1f600, { 0x1f600 } },  { 0x10ffff, { 0x10ffff } },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		uint32_t out[CPR_CHAR_FOLD_MAX] = { 0 };
		unsigned n = cpr_char_fold(t[i].c, out);

		for (unsigned k = 0; k < 6; k++)
			cr_expect_eq(k < n ? out[k] : 0, t[i].want[k], "U+%04X %u: U+%04X", t[i].c, k, out[k]);
	}
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		uint32_t out[CPR_CHAR_FOLD_MAX];
		unsigned n = cpr_char_fold(c, out);

		cr_assert(n >= 1 && n <= CPR_CHAR_FOLD_MAX, "U+%04X", c);
	}
}

/* Whatever may unite with a character before it is known to join; the quick answers of cpr_char_joins() hide nothing. */
Test(unicode, joins)
{
	static const uint32_t yes[] = { 0x301, 0x20e3, 0x3099, 0x302a, 0xff9e, 0xff9f, 0x1161, 0x11a8, 0x314f, 0xffc2, 0x9be, 0x1d165, 0xa66f };
	static const uint32_t no[] = { 'a', 0xe9, 0x1100, 0x3131, 0x4fdd, 0xff21, 0x2028, 0x3042, 0x1f600, 0xac00 };

	for (size_t i = 0; i < COUNT(yes); i++)
		cr_expect(cpr_char_joins(yes[i]), "U+%04X", yes[i]);
	for (size_t i = 0; i < COUNT(no); i++)
		cr_expect(!cpr_char_joins(no[i]), "U+%04X", no[i]);
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		uint32_t out[CPR_CHAR_FOLD_MAX];
		int mark;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		cpr_char_fold(c, out);
		/* The two libraries may know different versions of Unicode. */
		mark = pcre2_says("[\\p{Mn}\\p{Me}]", c);
		if (mark >= 0 && utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN)
			cr_assert_eq(cpr_char_mark(c), mark, "U+%04X", c);
		if (cpr_char_mark(out[0]) || (out[0] >= 0x1161 && out[0] <= 0x1175) || (out[0] >= 0x11a8 && out[0] <= 0x11c2))
			cr_assert(cpr_char_joins(c), "U+%04X", c);
	}
}

Test(unicode, compose)
{
	static const struct {
		uint32_t in[6];
		uint32_t want[6];
	} t[] = {
		{ { 'e', 0x301 }, { 0xe9 } },
		{ { 'e', 0x323, 0x302 }, { 0x1ec7 } },
		{ { 'e', 0x302, 0x323 }, { 0x1ec7 } },                /* order does not matter between classes */
		{ { 'e', 0x301, 0x302 }, { 0xe9, 0x302 } },           /* but within one */
		{ { 'a', 0x315, 0x300, 0x5ae, 0x300, 'b' }, { 0xe0, 0x5ae, 0x300, 0x315, 'b' } },
		{ { 0x301, 'e' }, { 0x301, 'e' } },
		{ { 0x1100, 0x1161, 0x11a8 }, { 0xac01 } },
		{ { 0x304b, 0x3099 }, { 0x304c } },
		{ { '=', 0x338 }, { 0x2260 } },
		{ { 0x915, 0x93c }, { 0x915, 0x93c } },               /* excluded from composition */
		{ { 'a', 'b' }, { 'a', 'b' } },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		uint32_t c[6], scratch[6];
		size_t n = 6;

		while (n && !t[i].in[n - 1])
			n--;
		memcpy(c, t[i].in, sizeof c);
		n = cpr_chars_compose(c, n, scratch);
		for (size_t k = 0; k < 6; k++)
			cr_expect_eq(k < n ? c[k] : 0, t[i].want[k], "%zu %zu: U+%04X", i, k, c[k]);
	}
}

/* 20,000 marks on one letter, in the worst order: sorted, stable, and not with the square of their number. */
Test(unicode, compose_many_marks)
{
	enum { N = 20000 };
	static uint32_t c[N + 1], scratch[N + 1];
	size_t n;

	c[0] = 'x';
	for (size_t i = 1; i <= N; i++)
		c[i] = i % 2 ? 0x301 : 0x316; /* class 230, class 220 */
	n = cpr_chars_compose(c, N + 1, scratch);
	cr_assert_eq(n, N + 1);
	for (size_t i = 1; i <= N; i++)
		cr_assert_eq(c[i], i <= N / 2 ? 0x316 : 0x301, "%zu", i);
}

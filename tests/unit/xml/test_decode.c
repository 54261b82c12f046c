/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <iconv.h>

#include "text/unicode.h"
#include "xml/decode.h"
#include "xmltest.h"

/* UTF-16 of ASCII, as string literals with their NULs. */
#define DECL "<?xml version=\"1.0\" encoding="

Test(decode, accepted)
{
	static const struct {
		struct cpr_str raw, text;
		enum cpr_encoding encoding;
		uint32_t bom;
	} cases[] = {
		{ CPR_STR("<a/>"), CPR_STR("<a/>"), CPR_ENC_UTF8, 0 },
		{ CPR_STR("\xEF\xBB\xBF<a/>"), CPR_STR("<a/>"), CPR_ENC_UTF8, 3 },
		{ CPR_STR("<a>利率\r\n\t\xF0\x9F\x98\x80</a>"), CPR_STR("<a>利率\r\n\t\xF0\x9F\x98\x80</a>"),
		  CPR_ENC_UTF8, 0 },
		{ CPR_STR(DECL "'utf-8'?><a>利</a>"), CPR_STR(DECL "'utf-8'?><a>利</a>"), CPR_ENC_UTF8, 0 },
		{ CPR_STR(DECL "\"GB18030\"?><a>\xC0\xFB\xC2\xCA</a>"), CPR_STR(DECL "\"GB18030\"?><a>利率</a>"),
		  CPR_ENC_GB18030, 0 },
		{ CPR_STR(DECL " 'gbk' ?><a>\xC0\xFB</a>"), CPR_STR(DECL " 'gbk' ?><a>利</a>"), CPR_ENC_GB18030, 0 },
		{ CPR_STR("<?xml\nencoding\t=\r'GB2312'?><a>\xC0\xFB</a>"),
		  CPR_STR("<?xml\nencoding\t=\r'GB2312'?><a>利</a>"), CPR_ENC_GB18030, 0 },
		{ CPR_STR("\x84\x31\x95\x33<a>\xC0\xFB</a>"), CPR_STR("<a>利</a>"), CPR_ENC_GB18030, 4 },
		/* A label on plain ASCII contradicts nothing. */
		{ CPR_STR(DECL "'GBK'?><a/>"), CPR_STR(DECL "'GBK'?><a/>"), CPR_ENC_GB18030, 0 },
		{ CPR_STR("\xFF\xFE<\0a\0/\0>\0"), CPR_STR("<a/>"), CPR_ENC_UTF16LE, 2 },
		{ CPR_STR("\xFE\xFF\0<\0a\0/\0>"), CPR_STR("<a/>"), CPR_ENC_UTF16BE, 2 },
		{ CPR_STR("<\0a\0/\0>\0"), CPR_STR("<a/>"), CPR_ENC_UTF16LE, 0 },
		{ CPR_STR("\0<\0a\0/\0>"), CPR_STR("<a/>"), CPR_ENC_UTF16BE, 0 },
		{ CPR_STR("\xFF\xFE<\0\x29\x52\x3D\xD8\x00\xDE"), CPR_STR("<利\xF0\x9F\x98\x80"), CPR_ENC_UTF16LE, 2 },
		/* Not at the beginning it is a character like any other. */
		{ CPR_STR("<a>\xEF\xBB\xBF</a>"), CPR_STR("<a>\xEF\xBB\xBF</a>"), CPR_ENC_UTF8, 0 },
		{ CPR_STR("\xC2\x85\x7F\xEF\xBF\xBD\xEE\x80\x80\xED\x9F\xBF\xF4\x8F\xBF\xBD"),
		  CPR_STR("\xC2\x85\x7F\xEF\xBF\xBD\xEE\x80\x80\xED\x9F\xBF\xF4\x8F\xBF\xBD"), CPR_ENC_UTF8, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_decoded d;
		bool ok = cpr_decode(&cpr_mem_libc, cases[i].raw, &cpr_limits_default, &d,
				     test_problems_init(&t, &cpr_mem_libc));

		cr_assert(ok, "case %zu: %s", i, test_problems_text(&t));
		cr_assert(cpr_str_eq(d.text, cases[i].text), "case %zu: %.*s", i, CPR_STR_ARG(d.text));
		cr_assert_eq(d.encoding, cases[i].encoding, "case %zu", i);
		cr_assert_eq(d.bom_bytes, cases[i].bom, "case %zu", i);
		cr_assert_eq(t.list.list.n, 0);
		cpr_decoded_free(&d);
		cpr_decoded_free(&d);
		test_problems_free(&t);
	}
}

Test(decode, refused)
{
	static const struct {
		struct cpr_str raw;
		const char *problem; /* its beginning */
	} cases[] = {
		{ CPR_STR(""), "input.empty 0-0" },
		{ CPR_STR("\xEF\xBB\xBF"), "input.empty 0-0" },
		{ CPR_STR("\xFF\xFE"), "input.empty 0-0" },
		{ CPR_STR("\x84\x31\x95\x33"), "input.empty 0-0" },
		/* other encodings */
		{ CPR_STR("\xFF\xFE\0\0<\0\0\0"), "input.encoding 0-0 UTF-32" },
		{ CPR_STR("\0\0\xFE\xFF\0\0\0<"), "input.encoding 0-0 UTF-32" },
		{ CPR_STR("<\0\0\0a\0\0\0"), "input.encoding 0-0 UTF-32" },
		{ CPR_STR("\0\0\0<\0\0\0a"), "input.encoding 0-0 UTF-32" },
		{ CPR_STR("\x4C\x6F\xA7\x94\x93"), "input.encoding 0-0 EBCDIC" },
		{ CPR_STR("+/v8-<a/>"), "input.encoding 0-0 UTF-7" },
		{ CPR_STR(DECL "'UTF-7'?><a>+ADwAIQ-</a>"), "input.encoding 30-30 the XML declaration says UTF-7" },
		{ CPR_STR(DECL "'HZ-GB-2312'?><a>~{@{~}</a>"),
		  "input.encoding 30-30 the XML declaration says HZ-GB-2312" },
		{ CPR_STR(DECL "'ISO-8859-1'?><a/>"), "input.encoding 30-30" },
		{ CPR_STR(DECL "'Big5'?><a/>"), "input.encoding 30-30" },
		{ CPR_STR(DECL "'\x1B[31m'?><a/>"), "input.encoding 30-30 the XML declaration says \\u{1B}[31m" },
		/* labels that contradict the bytes */
		{ CPR_STR(DECL "'GB18030'?><a>稳赚不赔</a>"),
		  "input.encoding 30-30 the XML declaration says GB18030, but the bytes are UTF-8" },
		{ CPR_STR(DECL "'GBK'?><a>é</a>"), "input.encoding 30-30" },
		{ CPR_STR("\xEF\xBB\xBF" DECL "'GBK'?><a/>"), "input.encoding 33-33" },
		{ CPR_STR("\x84\x31\x95\x33" DECL "'UTF-8'?><a/>"), "input.encoding 34-34" },
		{ CPR_STR(DECL "'UTF-16'?><a/>"),
		  "input.encoding 30-30 the XML declaration says UTF-16, but the bytes are UTF-8" },
		{ CPR_STR("\xFF\xFE<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0u\0t\0f\0-\0"
			  "8\0'\0?\0>\0"),
		  "input.encoding 34-34 the XML declaration says utf-8, but the bytes are UTF-16LE" },
		{ CPR_STR("\xFE\xFF\0<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0U\0T\0F\0-\0"
			  "1\0"
			  "6\0L\0E\0'\0?\0>"),
		  "input.encoding 34-34" },
		/* bytes that are not what they must be */
		{ CPR_STR("<a>\xC0\xFB</a>"),
		  "input.encoding 3-3 the byte 0xC0 is not valid UTF-8 here; a file in GB18030" },
		{ CPR_STR("\xEF\xBB\xBF<a>\xC0\xFB</a>"), "input.encoding 6-6 the byte 0xC0 is not valid UTF-8 here" },
		{ CPR_STR("<a>\xE5\x88"), "input.encoding 3-3" },
		{ CPR_STR("<a>\xF5\x80\x80\x80"), "input.encoding 3-3" },
		{ CPR_STR("<a>\xED\xA0\x80</a>"), "input.encoding 3-3" },
		{ CPR_STR("利利\xE0\x80\x80利利"), "input.encoding 6-6" },
		{ CPR_STR("利利\xE0\x80\xAF利利"), "input.encoding 6-6" },
		{ CPR_STR("\xFE\xFF\0<\xD8\x00\0a"), "input.encoding 4-4" },
		{ CPR_STR("\xFE\xFF\0<\xD8\x00\xE0\x00"), "input.encoding 4-4" },
		{ CPR_STR("\xFF\xFE<\0\x00\xDC"), "input.encoding 4-4" },
		{ CPR_STR("\xFF\xFE<\0\x3D\xD8"), "input.encoding 4-4" },
		{ CPR_STR("\xFF\xFE<\0a"), "input.encoding 4-4" },
		{ CPR_STR(DECL "'GBK'?><a>\x80</a>"), "input.encoding 39-39 the byte 0x80 is not valid GB18030" },
		{ CPR_STR(DECL "'GBK'?><a>\xFF</a>"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\xC0\x7F</a>"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\xC0\xFF</a>"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\xC0"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\x81\x30\x81"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\x81\x30\x81\x2F"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\x84\x31\xA5\x30"), "input.encoding 39-39" },
		{ CPR_STR(DECL "'GBK'?><a>\xE3\x32\x9A\x36"), "input.encoding 39-39" },
		{ CPR_STR("\xEF\xBB\xBF\xEF\xBB\xBF<a/>"), "input.encoding 3-3 there is a second byte order mark" },
		{ CPR_STR("\xFF\xFE\xFF\xFE<\0"), "input.encoding 2-2" },
		{ CPR_STR("\x84\x31\x95\x33\x84\x31\x95\x33<a/>"), "input.encoding 4-4" },
		/* characters that XML does not have */
		{ CPR_STR("<a/>\0<b/>"), "input.character 4-4 U+0000" },
		{ CPR_STR("<a>\x1B[31m</a>"), "input.character 3-3 U+001B" },
		{ CPR_STR("abcdefgh\x0B"), "input.character 8-8 U+000B" },
		{ CPR_STR("abcd\x1F"
			  "fgh"),
		  "input.character 4-4 U+001F" },
		{ CPR_STR("利\xEF\xBF\xBE"), "input.character 3-3 U+FFFE" },
		{ CPR_STR("利\xEF\xBF\xBF利利利"), "input.character 3-3 U+FFFF" },
		{ CPR_STR("\xFF\xFE<\0\0\0"), "input.character 4-4 U+0000" },
		{ CPR_STR("\xFF\xFE<\0\xFF\xFF"), "input.character 4-4 U+FFFF" },
		{ CPR_STR(DECL "'GBK'?><a>\x84\x31\xA4\x39"), "input.character 39-39 U+FFFF" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_decoded d;
		bool ok = cpr_decode(&cpr_mem_libc, cases[i].raw, &cpr_limits_default, &d,
				     test_problems_init(&t, &cpr_mem_libc));

		cr_assert_not(ok, "case %zu: %.*s", i, CPR_STR_ARG(cases[i].raw));
		cr_assert_eq(t.list.list.n, 1, "case %zu", i);
		cr_assert_eq(strncmp(test_problems_text(&t), cases[i].problem, strlen(cases[i].problem)), 0,
			     "case %zu: %s", i, test_problems_text(&t));
		cr_assert_null(d.text.p);
		test_problems_free(&t);
	}
}

/* Each place of a word boundary meets each kind of bad byte: the fast ways through the text must not jump over it. */
Test(decode, no_place_is_skipped)
{
	static const char *const bad[] = { "\x01",	   "\xC0\x80", "\xED\xA0\x80", "\xE0\x9F\xBF",
					   "\xEF\xBF\xBF", "\x80",     "\xE5\x88" };
	static const char *const filler[] = { "abcdefghijklmnopqrstuvwxyz", "利率利率利率利率利率",
					      "，。，。，。，。，。", "a利bc率def，" };

	for (size_t b = 0; b < COUNT(bad); b++) {
		for (size_t f = 0; f < COUNT(filler); f++) {
			size_t n = strlen(filler[f]), m = strlen(bad[b]);

			for (size_t at = 0; at <= n; at++) {
				struct test_problems t;
				struct cpr_decoded d;
				char text[64];

				if (at < n && (filler[f][at] & 0xC0) == 0x80)
					continue;
				memcpy(text, filler[f], at);
				memcpy(text + at, bad[b], m);
				memcpy(text + at + m, filler[f] + at, n - at);
				cr_assert_not(cpr_decode(&cpr_mem_libc, (struct cpr_str){ text, n + m },
							 &cpr_limits_default, &d,
							 test_problems_init(&t, &cpr_mem_libc)));
				cr_assert_eq(t.list.list.v[0].start, at, "%zu in %s: %s", b, filler[f],
					     test_problems_text(&t));
				test_problems_free(&t);
			}
		}
	}
}

/* The editions of 2005 and 2022 moved these from the private use area; the C library's converter may not know it yet. */
static bool is_moved(uint32_t c)
{
	return (c >= 0xE5E5 && c <= 0xE865) || c == 0x1E3F || (c >= 0xFE10 && c <= 0xFE19) ||
	       (c >= 0x9FB4 && c <= 0x9FBB) || (c >= 0x20000 && c <= 0x2FFFF);
}

Test(decode, gb18030_agrees_with_another_converter)
{
	static const char head[] = DECL "'GB18030'?><a>";
	iconv_t converter = iconv_open("GB18030", "UTF-32LE");

	if (converter == (iconv_t)-1)
		cr_skip_test("the C library here does not know GB18030");
	for (uint32_t first = 0x80; first < 0x110000; first += 0x1000) {
		char raw[sizeof head + 4 * 0x1000];
		char *out = raw + sizeof head - 1;
		size_t room = sizeof raw - (sizeof head - 1);
		uint32_t expected[0x1000];
		struct test_problems t;
		struct cpr_decoded d;
		size_t n = 0, at;

		memcpy(raw, head, sizeof head - 1);
		for (uint32_t c = first; c < first + 0x1000 && c < 0x110000; c++) {
			unsigned char utf32[4] = { (unsigned char)c, (unsigned char)(c >> 8), (unsigned char)(c >> 16),
						   0 };
			char *in = (char *)utf32;
			size_t in_n = 4;

			if (!cpr_xml_char(c) || is_moved(c) || iconv(converter, &in, &in_n, &out, &room) == (size_t)-1)
				continue;
			expected[n++] = c;
		}
		if (n == 0)
			continue;
		cr_assert(cpr_decode(&cpr_mem_libc, (struct cpr_str){ raw, (size_t)(out - raw) }, &cpr_limits_default,
				     &d, test_problems_init(&t, &cpr_mem_libc)),
			  "U+%04X: %s", first, test_problems_text(&t));
		at = sizeof head - 1;
		for (size_t i = 0; i < n; i++) {
			uint32_t c = 0;

			at += cpr_utf8_next(d.text.p + at, d.text.n - at, &c);
			cr_assert_eq(c, expected[i], "U+%04X became U+%04X", expected[i], c);
		}
		cr_assert_eq(at, d.text.n);
		cpr_decoded_free(&d);
		test_problems_free(&t);
	}
	iconv_close(converter);
}

Test(decode, gb18030_of_the_later_editions)
{
	static const char raw[] =
		DECL "'GB18030'?>\xA8\xBC\xA6\xD9\xFE\x59\xA6\xF3\xAA\xA1\x84\x31\x82\x36\x90\x30\x81\x30";
	static const uint32_t expected[] = { 0x1E3F, 0xFE10, 0x9FB4, 0xFE19, 0xE000, 0xFE10, 0x10000 };
	struct test_problems t;
	struct cpr_decoded d;
	size_t at = 39 - 3;

	cr_assert(cpr_decode(&cpr_mem_libc, (struct cpr_str){ raw, sizeof raw - 1 }, &cpr_limits_default, &d,
			     test_problems_init(&t, &cpr_mem_libc)));
	at = (size_t)((const char *)memchr(d.text.p, '>', d.text.n) - d.text.p) + 1;
	for (size_t i = 0; i < COUNT(expected); i++) {
		uint32_t c = 0;

		at += cpr_utf8_next(d.text.p + at, d.text.n - at, &c);
		cr_assert_eq(c, expected[i], "%zu: U+%04X", i, c);
	}
	cr_assert_eq(at, d.text.n);
	cpr_decoded_free(&d);
	test_problems_free(&t);
}

/* Every place of a long text leads back to its own bytes. */
Test(decode, places)
{
	static const struct {
		struct cpr_str head;
		struct cpr_str chars[5]; /* one each of one, two, three, four bytes of UTF-8, and one more */
	} encodings[] = {
		{ CPR_STR("\xEF\xBB\xBF"), { CPR_STR("a"), CPR_STR("é"), CPR_STR("利"), CPR_STR("😀"), CPR_STR("\n") } },
		{ CPR_STR("\xFF\xFE"),
		  { CPR_STR("a\0"), CPR_STR("\xE9\0"), CPR_STR("\x29\x52"), CPR_STR("\x3D\xD8\x00\xDE"),
		    CPR_STR("\n\0") } },
		{ CPR_STR("\xFE\xFF"),
		  { CPR_STR("\0a"), CPR_STR("\0\xE9"), CPR_STR("\x52\x29"), CPR_STR("\xD8\x3D\xDE\x00"),
		    CPR_STR("\0\n") } },
		{ CPR_STR(DECL "'GBK'?>"),
		  { CPR_STR("a"), CPR_STR("\xA8\xA6"), CPR_STR("\xC0\xFB"), CPR_STR("\x94\x39\xFC\x36"),
		    CPR_STR("\n") } },
	};
	static const unsigned lengths[] = { 1, 2, 3, 4, 1 };
	enum { CHARS = 5000 };

	for (size_t e = 0; e < COUNT(encodings); e++) {
		uint32_t raw_at[CHARS + 1], text_at[CHARS + 1];
		struct test_problems t;
		struct cpr_decoded d;
		uint64_t seed = 1;
		char *raw = malloc(encodings[e].head.n + 4 * CHARS);
		uint32_t n = (uint32_t)encodings[e].head.n, m = encodings[e].head.p[0] == '<' ? n : 0;

		memcpy(raw, encodings[e].head.p, n);
		for (size_t i = 0; i < CHARS; i++) {
			uint32_t c = test_random(&seed, 5);

			raw_at[i] = n;
			text_at[i] = m;
			memcpy(raw + n, encodings[e].chars[c].p, encodings[e].chars[c].n);
			n += (uint32_t)encodings[e].chars[c].n;
			m += lengths[c];
		}
		raw_at[CHARS] = n;
		text_at[CHARS] = m;
		cr_assert(cpr_decode(&cpr_mem_libc, (struct cpr_str){ raw, n }, &cpr_limits_default, &d,
				     test_problems_init(&t, &cpr_mem_libc)),
			  "%s", test_problems_text(&t));
		cr_assert_eq(d.text.n, m);
		for (size_t i = 0; i <= CHARS; i++)
			cr_assert_eq(cpr_decoded_raw(&d, text_at[i]), raw_at[i], "encoding %zu, character %zu", e, i);
		cpr_decoded_free(&d);
		test_problems_free(&t);
		free(raw);
	}
}

Test(decode, limits)
{
	struct cpr_limits limits = cpr_limits_default;
	static const char gbk[] = DECL "'GBK'?>\xC0\xFB"; /* 38 bytes, 39 in UTF-8 */
	static const struct {
		struct cpr_str raw;
		uint32_t doc_bytes, utf8_bytes;
		const char *problem;
	} cases[] = {
		{ CPR_STR("<a>0123</a>"), 11, 11, "" },
		{ CPR_STR("<a>0123</a>"), 10, 11, "limit.exceeded 10-10 doc_bytes 10" },
		{ CPR_STR("<a>0123</a>"), 11, 10, "limit.exceeded 10-10 utf8_bytes 10" },
		{ CPR_STR("\xEF\xBB\xBF<a/>"), 7, 4, "" },
		{ CPR_STR("\xEF\xBB\xBF<a/>"), 7, 3, "limit.exceeded 6-6 utf8_bytes 3" },
		{ { gbk, sizeof gbk - 1 }, 38, 39, "" },
		{ { gbk, sizeof gbk - 1 }, 38, 38, "limit.exceeded 36-36 utf8_bytes 38" },
		{ { gbk, sizeof gbk - 1 }, 37, 39, "limit.exceeded 37-37 doc_bytes 37" },
		/* More than the cap is the cap. */
		{ CPR_STR("<a/>"), UINT32_MAX, UINT32_MAX, "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_decoded d;
		bool ok;

		limits.doc_bytes = cases[i].doc_bytes;
		limits.utf8_bytes = cases[i].utf8_bytes;
		ok = cpr_decode(&cpr_mem_libc, cases[i].raw, &limits, &d, test_problems_init(&t, &cpr_mem_libc));
		cr_assert_str_eq(test_problems_text(&t), cases[i].problem, "case %zu: %s", i, test_problems_text(&t));
		cr_assert_eq(ok, cases[i].problem[0] == '\0');
		cpr_decoded_free(&d);
		test_problems_free(&t);
	}
}

/* A declaration whose label lies too far away to be found is refused, not read without it. */
Test(decode, long_declaration)
{
	for (size_t spaces = 400; spaces < 600; spaces += 100) {
		struct cpr_str raw = test_repeat("<?xml version='1.0'", " ", spaces, "encoding='GBK'?><a>\xC0\xFB</a>");
		struct test_problems t;
		struct cpr_decoded d;
		bool ok =
			cpr_decode(&cpr_mem_libc, raw, &cpr_limits_default, &d, test_problems_init(&t, &cpr_mem_libc));

		cr_assert_eq(ok, spaces == 400);
		if (!ok)
			cr_assert_str_eq(test_problems_text(&t),
					 "input.encoding 0-0 the XML declaration is too long to be one");
		cpr_decoded_free(&d);
		test_problems_free(&t);
		free((char *)raw.p);
	}
}

Test(decode, no_memory)
{
	static const struct cpr_str inputs[] = {
		CPR_STR("<a/>"), CPR_STR("\xFF\xFE<\0a\0/\0>\0"),	 CPR_STR("<a>\xC0"), CPR_STR(DECL "'Big5'?>"),
		CPR_STR(""),	 CPR_STR(DECL "'GBK'?><a>\xC0\xFB</a>"),
	};

	for (size_t i = 0; i < COUNT(inputs); i++) {
		bool done = false;

		for (size_t at = 0; !done && at < 100; at++) {
			struct failmem f = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&f);
			struct test_problems t;
			struct cpr_decoded d;
			bool ok = cpr_decode(&mem, inputs[i], &cpr_limits_default, &d, test_problems_init(&t, &mem));

			done = f.calls <= at;
			cr_assert_eq(t.list.failed, !done, "input %zu, allocation %zu", i, at);
			cr_assert_not(ok && t.list.failed);
			cr_assert(ok || t.list.failed || t.list.list.n == 1);
			cpr_decoded_free(&d);
			test_problems_free(&t);
			cr_assert_eq(f.live, 0, "input %zu leaks when allocation %zu fails", i, at);
		}
		cr_assert(done);
	}
}

/* Whatever the bytes are: either one problem and nothing else, or valid text with places that only ascend. */
Test(decode, any_bytes)
{
	static const struct cpr_str heads[] = { CPR_STR(""), CPR_STR("\xFF\xFE"), CPR_STR("\xFE\xFF"),
						CPR_STR(DECL "'GBK'?>"), CPR_STR("\x84\x31\x95\x33") };
	static const unsigned char bytes[] = { 0x20, 0x30, 0x39, 0x3C, 0x40, 0x7F, 0x80, 0x81, 0x84,
					       0x95, 0xBF, 0xC0, 0xD8, 0xDC, 0xE5, 0xEF, 0xFE, 0xFF };
	uint64_t seed = 7;
	size_t accepted = 0;

	for (size_t round = 0; round < 30000; round++) {
		const struct cpr_str *head = &heads[test_random(&seed, COUNT(heads))];
		size_t n = head->n, more = test_random(&seed, 6);
		struct test_problems t;
		struct cpr_decoded d;
		char raw[64];

		memcpy(raw, head->p, n);
		for (size_t i = 0; i < more; i++)
			raw[n++] = (char)bytes[test_random(&seed, COUNT(bytes))];
		if (!cpr_decode(&cpr_mem_libc, (struct cpr_str){ raw, n }, &cpr_limits_default, &d,
				test_problems_init(&t, &cpr_mem_libc))) {
			cr_assert_eq(t.list.list.n, 1);
			cr_assert_leq(t.list.list.v[0].start, n);
		} else {
			uint64_t last = d.bom_bytes;

			accepted++;
			cr_assert_eq(t.list.list.n, 0);
			cr_assert_eq(cpr_utf8_valid(d.text.p, d.text.n), d.text.n);
			for (uint32_t at = 1; at <= d.text.n; at++) {
				if (at < d.text.n && ((unsigned char)d.text.p[at] & 0xC0) == 0x80)
					continue;
				cr_assert_gt(cpr_decoded_raw(&d, at), last);
				last = cpr_decoded_raw(&d, at);
			}
			cr_assert_eq(last, n);
		}
		cpr_decoded_free(&d);
		test_problems_free(&t);
	}
	cr_assert_gt(accepted, 1000);
}

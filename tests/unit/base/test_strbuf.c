/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "failmem.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

Test(strbuf, appends_of_every_sort)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_add(&b, "abc", 2);
	cpr_strbuf_adds(&b, CPR_STR("c\0d"));
	cpr_strbuf_addz(&b, "e");
	cpr_strbuf_addc(&b, '!');
	cpr_strbuf_add_u64(&b, 0);
	cpr_strbuf_add_u64(&b, UINT64_MAX);
	cpr_strbuf_addf(&b, "[%s:%d:%04x]", "z", -5, 0xbeu);
	cr_assert(!cpr_strbuf_failed(&b));
	cr_assert(cpr_str_eq(cpr_strbuf_str(&b), CPR_STR("abc\0de!018446744073709551615[z:-5:00be]")));
	cr_assert_eq(b.p[b.n], '\0');
	cpr_strbuf_free(&b);
	cr_assert_null(b.p);
}

Test(strbuf, nothing_appended)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cr_assert_eq(cpr_strbuf_str(&b).n, 0);
	cpr_strbuf_reset(&b);
	cpr_strbuf_add(&b, NULL, 0);
	cr_assert_str_eq(b.p, "");
	cpr_strbuf_addf(&b, "%s", "");
	cr_assert_eq(b.n, 0);
	cpr_strbuf_free(&b);
	cpr_strbuf_free(&b);
}

Test(strbuf, reset_keeps_memory)
{
	struct failmem f = { .fail_at = 1 };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_strbuf b = CPR_STRBUF(&mem);

	for (int i = 0; i < 100; i++) {
		cpr_strbuf_reset(&b);
		cpr_strbuf_addz(&b, "sixty-three bytes or fewer");
		cr_assert_eq(b.n, 26);
	}
	cr_assert(!cpr_strbuf_failed(&b));
	cr_assert_eq(f.calls, 1);
	cpr_strbuf_free(&b);
}

Test(strbuf, code_points)
{
	static const struct {
		uint32_t c;
		const char *want;
	} t[] = {
		{ 'a', "a" },
		{ 0x7f, "\x7f" },
		{ 0x80, "\xc2\x80" },
		{ 0x7ff, "\xdf\xbf" },
		{ 0x800, "\xe0\xa0\x80" },
		{ 0x5229, "利" },
		{ 0xffff, "\xef\xbf\xbf" },
		{ 0x10000, "\xf0\x90\x80\x80" },
		{ 0x10ffff, "\xf4\x8f\xbf\xbf" },
		{ 0x110000, "\xef\xbf\xbd" },
		{ UINT32_MAX, "\xef\xbf\xbd" },
		{ 0xd800, "\xef\xbf\xbd" },
		{ 0xdfff, "\xef\xbf\xbd" },
		{ 0xe000, "\xee\x80\x80" },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_add_char(&b, t[i].c);
		cr_assert_str_eq(b.p, t[i].want, "U+%04X", t[i].c);
		cpr_strbuf_free(&b);
	}
	{
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_add_char(&b, 0);
		cr_assert_eq(b.n, 1);
		cpr_strbuf_free(&b);
	}
}

Test(strbuf, formats_at_every_fill)
{
	/* The formatted text ends one before, at and one past the room that is left. */
	for (size_t fill = 0; fill < 140; fill++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		for (size_t i = 0; i < fill; i++)
			cpr_strbuf_addc(&b, 'x');
		cpr_strbuf_addf(&b, "%s-%d", "0123456789", 42);
		cr_assert_eq(b.n, fill + 13);
		cr_assert_str_eq(b.p + fill, "0123456789-42");
		cpr_strbuf_free(&b);
	}
}

Test(strbuf, formats_long_text)
{
	static char big[100001];
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	memset(big, 'y', sizeof big - 1);
	cpr_strbuf_addf(&b, "%s%s", big, big);
	cr_assert_eq(b.n, 200000);
	cpr_strbuf_free(&b);
}

Test(strbuf, lines_are_harmless)
{
	static const struct {
		struct cpr_str in;
		const char *want;
	} t[] = {
		{ CPR_STR(""), "" },
		{ { NULL, 0 }, "" },
		{ CPR_STR("plain 利率 \xf0\xa0\x80\x80"), "plain 利率 \xf0\xa0\x80\x80" },
		{ CPR_STR("a\nb\tc\r"), "a\\u{A}b\\u{9}c\\u{D}" },
		{ CPR_STR("nul\0!"), "nul\\u{0}!" },
		{ CPR_STR("\x1b[31m"), "\\u{1B}[31m" },
		{ CPR_STR("\x7f\xc2\x80\xc2\x9f\xc2\xa0"), "\\u{7F}\\u{80}\\u{9F}\xc2\xa0" },
		{ CPR_STR("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae\xe2\x81\xa6"), "\\u{2028}\\u{2029}\\u{202E}\\u{2066}" },
		{ CPR_STR("\xe2\x80\x8b\xe2\x80\x8f\xef\xbb\xbf"), "\\u{200B}\\u{200F}\\u{FEFF}" },
		{ CPR_STR("\xff\xfe"), "\\xFF\\xFE" },
		{ CPR_STR("\xc0\x8a"), "\\xC0\\x8A" },
		{ CPR_STR("\xe0\x80\x8a"), "\\xE0\\x80\\x8A" },
		{ CPR_STR("\xed\xa0\x80"), "\\xED\\xA0\\x80" },
		{ CPR_STR("\xf4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80" },
		{ CPR_STR("cut \xe5\x88"), "cut \\xE5\\x88" },
		{ CPR_STR("cut \xe5\x88 off"), "cut \\xE5\\x88 off" },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_add_line(&b, t[i].in);
		cr_assert_str_eq(b.p, t[i].want, "row %zu", i);
		cpr_strbuf_free(&b);
	}
}

Test(strbuf, take)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	char *p = cpr_strbuf_take(&b);

	cr_assert_str_eq(p, "");
	cpr_free(&cpr_mem_libc, p);
	cpr_strbuf_addz(&b, "text");
	p = cpr_strbuf_take(&b);
	cr_assert_str_eq(p, "text");
	cr_assert_null(b.p);
	cr_assert_eq(b.n, 0);
	cpr_free(&cpr_mem_libc, p);
}

static char *build(const struct cpr_mem *mem)
{
	struct cpr_strbuf b = CPR_STRBUF(mem);

	for (int i = 0; i < 200; i++) {
		cpr_strbuf_addf(&b, "%d ", i);
		cpr_strbuf_add_char(&b, 0x5229);
		cpr_strbuf_add_line(&b, CPR_STR("\n"));
	}
	return cpr_strbuf_take(&b);
}

Test(strbuf, failure_is_sticky_and_leaks_nothing)
{
	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		char *p = build(&mem);

		cr_assert_eq(p == NULL, f.calls > at, "allocation %zu", at);
		cpr_free(&mem, p);
		cr_assert_eq(f.live, 0, "leak at allocation %zu", at);
		if (p)
			break;
		cr_assert_eq(f.calls, at + 1, "asked again after failing");
	}
}

Test(strbuf, failure_keeps_what_is_there_readable)
{
	struct failmem f = { .fail_at = 1 };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_strbuf b = CPR_STRBUF(&mem);

	cpr_strbuf_addz(&b, "kept");
	cpr_strbuf_addf(&b, "%100d", 1);
	cr_assert(cpr_strbuf_failed(&b));
	cr_assert_str_eq(b.p, "kept");
	cpr_strbuf_addz(&b, "no");
	cr_assert_str_eq(b.p, "kept");
	cpr_strbuf_reset(&b);
	cr_assert(cpr_strbuf_failed(&b));
	cpr_strbuf_free(&b);
	cr_assert(!cpr_strbuf_failed(&b));
	cr_assert_eq(f.live, 0);
}

Test(strbuf, size_overflow_is_failure)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_addz(&b, "x");
	cpr_strbuf_add(&b, "", SIZE_MAX);
	cr_assert(cpr_strbuf_failed(&b));
	cpr_strbuf_free(&b);
}

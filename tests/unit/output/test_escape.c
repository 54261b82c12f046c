/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "output/escape.h"

#define LIT(literal) { (literal), sizeof(literal) - 1 }

static int append(const void *bytes, size_t n, void *user)
{
	cpr_strbuf_add(user, bytes, n);
	return 0;
}

static void expect(void (*escape)(struct cpr_sink *, struct cpr_str), struct cpr_str in, const char *out, size_t row)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_sink s;

	cpr_sink_init(&s, append, &b);
	escape(&s, in);
	cpr_sink_flush(&s);
	cr_assert_str_eq(b.p ? b.p : "", out, "row %zu: %s", row, b.p);
	cpr_strbuf_free(&b);
}

Test(escape, terminal)
{
	static const struct {
		struct cpr_str in;
		const char *out;
	} table[] = {
		{ LIT(""), "" },
		{ LIT("plain 中文 é 😀"), "plain 中文 é 😀" },
		{ LIT("\033[31m\a\0\x7f"), "\\u{1B}[31m\\u{7}\\u{0}\\u{7F}" },
		{ LIT("a\tb\r\nc"), "a\\u{9}b\\u{D}\\u{A}c" },
		{ LIT("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0"), "\\u{80}\\u{9B}\\u{9F}\xc2\xa0" },
		{ LIT("\xe2\x80\x8b\xe2\x80\x8f\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9\xef\xbb\xbf"),
		  "\\u{200B}\\u{200F}\\u{2028}\\u{2029}\\u{202A}\\u{202E}\\u{2066}\\u{2069}\\u{FEFF}" },
		{ LIT("\xff\xc0\xaf\xe4\xb8"), "\\xFF\\xC0\\xAF\\xE4\\xB8" },
		{ LIT("\xed\xa0\x80\xf4\x90\x80\x80"), "\\xED\\xA0\\x80\\xF4\\x90\\x80\\x80" },
		{ LIT("back\\slash \"quote\" <tag>"), "back\\slash \"quote\" <tag>" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		expect(cpr_escape_terminal, table[i].in, table[i].out, i);
}

Test(escape, glyphs_and_their_cells)
{
	static const struct {
		struct cpr_str in;
		bool keep_tabs;
		unsigned n, cells, consumed;
		bool tab;
	} table[] = {
		{ LIT("a"), true, 1, 1, 1, false },
		{ LIT("稳"), true, 3, 2, 3, false },
		{ LIT("Ａ"), true, 3, 2, 3, false },
		{ LIT("\xcc\x81"), true, 2, 0, 2, false }, /* combining acute */
		{ LIT("😀"), true, 4, 2, 4, false },
		{ LIT("\t"), true, 1, 0, 1, true },
		{ LIT("\t"), false, 5, 5, 1, false },
		{ LIT("\xe2\x80\x8b"), true, 8, 8, 3, false },
		{ LIT("\xff"), true, 4, 4, 1, false },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cpr_glyph g;

		cpr_escape_glyph(table[i].in, 0, table[i].keep_tabs, &g);
		cr_assert_eq(g.n, table[i].n, "row %zu", i);
		cr_assert_eq(g.cells, table[i].cells, "row %zu: %u cells", i, g.cells);
		cr_assert_eq(g.consumed, table[i].consumed, "row %zu", i);
		cr_assert_eq(g.tab, table[i].tab, "row %zu", i);
		cr_assert(g.n <= sizeof g.bytes);
	}
}

Test(escape, json)
{
	static const struct {
		struct cpr_str in;
		const char *out;
	} table[] = {
		{ LIT(""), "" },
		{ LIT("中文 é 😀 / '"), "中文 é 😀 / '" },
		{ LIT("\"\\\b\f\n\r\t"), "\\\"\\\\\\b\\f\\n\\r\\t" },
		{ LIT("\0\x01\x1f\x7f\xc2\x85"), "\\u0000\\u0001\\u001f\\u007f\\u0085" },
		{ LIT("\xe2\x80\xa8\xe2\x80\xae\xef\xbb\xbf"), "\\u2028\\u202e\\ufeff" },
		{ LIT("<b></b><!-- <"), "<b>\\u003c/b>\\u003c!-- <" },
		{ LIT("</script>"), "\\u003c/script>" },
		{ LIT("\xff" "a\xe4\xb8"), "\\\\xFFa\\\\xE4\\\\xB8" },
		{ LIT("\xed\xa0\x80"), "\\\\xED\\\\xA0\\\\x80" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		expect(cpr_escape_json, table[i].in, table[i].out, i);
}

static void expect_text(void (*escape)(struct cpr_strbuf *, struct cpr_str), struct cpr_str in, const char *out)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	escape(&b, in);
	cr_assert_str_eq(b.p ? b.p : "", out);
	cpr_strbuf_free(&b);
}

Test(escape, uri)
{
	expect_text(cpr_escape_uri, CPR_STR(""), "");
	expect_text(cpr_escape_uri, CPR_STR("a/b-c_d.~9Z"), "a/b-c_d.~9Z");
	expect_text(cpr_escape_uri, CPR_STR("c:\\x y?#%&+@"), "c%3A%5Cx%20y%3F%23%25%26%2B%40");
	expect_text(cpr_escape_uri, CPR_STR("春\xff\n"), "%E6%98%A5%FF%0A");
	expect_text(cpr_escape_uri, CPR_STR("<memory>"), "%3Cmemory%3E");
}

Test(escape, sarif_messages)
{
	expect_text(cpr_escape_sarif_message, CPR_STR("plain"), "plain");
	expect_text(cpr_escape_sarif_message, CPR_STR("{0} }{"), "{{0}} }}{{");
	expect_text(cpr_escape_sarif_message, CPR_STR("[a](http://x)"), "[a\\](http://x)");
	expect_text(cpr_escape_sarif_message, CPR_STR("[a] (b) [c]"), "[a] (b) [c]");
	/* a backslash of the text itself must not undo ours */
	expect_text(cpr_escape_sarif_message, CPR_STR("[a\\](x)"), "[a\\](x)");
	expect_text(cpr_escape_sarif_message, CPR_STR("[a\\\\](x)"), "[a\\\\\\](x)");
	expect_text(cpr_escape_sarif_message, CPR_STR("]("), "\\](");
	expect_text(cpr_escape_sarif_message, CPR_STR("]"), "]");
}

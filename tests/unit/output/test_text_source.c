/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "output/text_source.h"

static int append(const void *bytes, size_t n, void *user)
{
	cpr_strbuf_add(user, bytes, n);
	return 0;
}

static char *render(const struct cpr_where *w, bool colored)
{
	static const struct cpr_source_colors plain = { "", "", "" }, colors = { "<", "[", ">" };
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_sink s;

	cpr_sink_init(&s, append, &b);
	cpr_text_source(&s, w, colored ? &colors : &plain);
	cpr_sink_flush(&s);
	return cpr_strbuf_take(&b);
}

static const struct {
	const char *what;
	const char *line;
	uint32_t number, column, end_column;
	const char *out;
} table[] = {
	{ "plain", "abcdef", 1, 3, 5, "    1 | abcdef\n      |   ^^\n" },
	{ "at the start", "abc", 12, 1, 2, "   12 | abc\n      | ^\n" },
	{ "at the end", "abc", 1, 3, 4, "    1 | abc\n      |   ^\n" },
	{ "a point", "abc", 1, 2, 2, "    1 | abc\n      |  ^\n" },
	{ "a point behind the last character", "abc", 1, 4, 4, "    1 | abc\n      |    ^\n" },
	{ "an empty line", "", 1, 1, 1, "    1 |\n      | ^\n" },
	{ "double width before", "中文abc", 1, 3, 5, "    1 | 中文abc\n      |     ^^\n" },
	{ "double width marked", "ab稳赚c", 1, 3, 5, "    1 | ab稳赚c\n      |   ^^^^\n" },
	{ "full-width letters", "ＡＢ1", 1, 2, 3, "    1 | ＡＢ1\n      |   ^^\n" },
	{ "emoji", "😀x", 1, 2, 3, "    1 | 😀x\n      |   ^\n" },
	{ "a tab before", "\tab", 1, 2, 4, "    1 | \tab\n      | \t^^\n" },
	{ "tabs and double width before", "\t中\tab", 1, 4, 6, "    1 | \t中\tab\n      | \t  \t^^\n" },
	{ "a tab marked", "ab\tc", 1, 3, 5, "    1 | ab\tc\n      |   ^^^^^^^\n" },
	{ "a combining character before", "e\xcc\x81x", 1, 3, 4, "    1 | e\xcc\x81x\n      |  ^\n" },
	{ "a combining character marked", "e\xcc\x81x", 1, 1, 3, "    1 | e\xcc\x81x\n      | ^\n" },
	{ "only a combining character marked", "e\xcc\x81x", 1, 2, 3, "    1 | e\xcc\x81x\n      |  ^\n" },
	{ "something invisible, escaped", "a\xe2\x80\x8b" "b", 1, 2, 3, "    1 | a\\u{200B}b\n      |  ^^^^^^^^\n" },
	{ "behind something invisible", "\xe2\x80\xae" "b", 1, 2, 3, "    1 | \\u{202E}b\n      |         ^\n" },
	{ "an escape sequence", "\033[31mx", 1, 6, 7, "    1 | \\u{1B}[31mx\n      |           ^\n" },
	{ "invalid bytes", "\xff" "a", 1, 2, 3, "    1 | \\xFFa\n      |     ^\n" },
	{ "a column past the line", "ab", 1, 99, 120, "    1 | ab\n      |   ^\n" },
	{ "five digits", "ab", 99999, 1, 2, "99999 | ab\n      | ^\n" },
	{ "six digits", "ab", 100000, 1, 2, "       100000 | ab\n              | ^\n" },
	{ "the greatest line", "ab", UINT32_MAX, 1, 2, "   4294967295 | ab\n              | ^\n" },
};

Test(text_source, carets)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct cpr_where w = {
			.known = true, .line = table[i].number, .end_line = table[i].number, .column = table[i].column,
			.end_column = table[i].end_column, .line_text = cpr_str_of(table[i].line), .line_text_column = 1,
		};
		char *out = render(&w, false);

		cr_assert_str_eq(out, table[i].out, "%s:\n%s", table[i].what, out);
		cpr_free(&cpr_mem_libc, out);
	}
}

Test(text_source, more_lines_than_one)
{
	struct cpr_where w = {
		.known = true, .line = 3, .end_line = 5, .column = 3, .end_column = 1, .line_text = CPR_STR("abcdef"),
		.line_text_column = 1,
	};
	char *out = render(&w, false);

	cr_assert_str_eq(out, "    3 | abcdef\n      |   ^^^^…\n");
	cpr_free(&cpr_mem_libc, out);
}

Test(text_source, colors_stand_around_gutter_and_marks)
{
	struct cpr_where w = {
		.known = true, .line = 3, .end_line = 3, .column = 2, .end_column = 3, .line_text = CPR_STR("abc"),
		.line_text_column = 1,
	};
	char *out = render(&w, true);

	cr_assert_str_eq(out, "<    3 |> abc\n<      |>  [^>\n");
	cpr_free(&cpr_mem_libc, out);
}

Test(text_source, nothing_without_a_line)
{
	struct cpr_where none = { 0 }, offset_only = { .known = true, .offset_bytes = 7 };
	char *out = render(&none, false);

	cr_assert_str_eq(out, "");
	cpr_free(&cpr_mem_libc, out);
	out = render(&offset_only, false);
	cr_assert_str_eq(out, "");
	cpr_free(&cpr_mem_libc, out);
}

/* n characters with a mark at a place (from 0). */
static struct cpr_str line_of(struct cpr_strbuf *b, const char *filler, size_t n, size_t mark)
{
	cpr_strbuf_reset(b);
	for (size_t i = 0; i < n; i++)
		cpr_strbuf_addz(b, i == mark ? "#" : filler);
	return cpr_strbuf_str(b);
}

static size_t cells_before(const char *line, const char *end)
{
	size_t cells = 0;

	for (const char *p = line; p < end; p++)
		if (((unsigned char)*p & 0xc0) != 0x80)
			cells += (unsigned char)*p >= 0xe3 ? 2 : 1; /* the filler is wide; the ellipsis, E2 …, is not */
	return cells;
}

Test(text_source, long_lines_show_a_window_around_the_mark)
{
	static const struct {
		const char *filler;
		size_t n, mark;
		bool before, behind;
	} rows[] = {
		{ "a", 100, 99, false, false }, /* at the limit */
		{ "a", 101, 0, false, true },   /* one past it */
		{ "a", 101, 50, true, false },
		{ "a", 101, 100, true, false },
		{ "a", 4000, 0, false, true },
		{ "a", 4000, 2000, true, true },
		{ "a", 4000, 3999, true, false },
		{ "客", 50, 25, false, false },
		{ "客", 1000, 500, true, true },
		{ "客", 1000, 999, true, false },
	};
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cpr_where w = { .known = true, .line = 1, .end_line = 1, .line_text_column = 1 };
		char *out, *second, *mark, *caret;

		w.line_text = line_of(&b, rows[i].filler, rows[i].n, rows[i].mark);
		w.column = (uint32_t)rows[i].mark + 1;
		w.end_column = w.column + 1;
		out = render(&w, false);
		second = strchr(out, '\n') + 1;
		mark = strchr(out, '#');
		caret = strchr(second, '^');
		cr_assert(mark && mark < second && caret, "row %zu", i);
		cr_assert_eq(cells_before(out, mark), (size_t)(caret - second), "row %zu:\n%s", i, out);
		cr_assert_eq(strncmp(out + 8, "…", 3) == 0, rows[i].before, "row %zu:\n%s", i, out);
		cr_assert_eq(strncmp(second - 4, "…", 3) == 0, rows[i].behind, "row %zu:\n%s", i, out);
		cr_assert(cells_before(out, second - 1) <= 8 + CPR_SOURCE_CELLS + 2);
		cpr_free(&cpr_mem_libc, out);
	}
	cpr_strbuf_free(&b);
}

/* A line that was kept only in part: its first character is not column 1. */
Test(text_source, a_part_of_a_line)
{
	struct cpr_where w = {
		.known = true, .line = 1, .end_line = 1, .column = 5003, .end_column = 5004, .line_text = CPR_STR("ab#d"),
		.line_text_column = 5001, .line_text_cut = true,
	};
	char *out = render(&w, false);

	cr_assert_str_eq(out, "    1 | …ab#d…\n      |    ^\n");
	cpr_free(&cpr_mem_libc, out);
}

Test(text_source, a_mark_longer_than_the_window)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_where w = { .known = true, .line = 1, .end_line = 1, .line_text_column = 1, .column = 11, .end_column = 501 };
	char *out;

	w.line_text = line_of(&b, "a", 1000, 2000);
	out = render(&w, false);
	cr_assert_not_null(strstr(out, "^…\n"));
	cr_assert(strlen(strchr(out, '\n') + 1) < 8 + CPR_SOURCE_CELLS + 8);
	cpr_free(&cpr_mem_libc, out);
	cpr_strbuf_free(&b);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "xml/run.h"
#include "xmltest.h"

Test(run, pieces)
{
	static const struct {
		const char *s, *pieces; /* start+length, with =length when it reads shorter */
	} cases[] = {
		{ "", "" },
		{ "abc", "0+3" },
		{ "a&amp;b", "0+1 1+5=1 6+1" },
		{ "&#x4E2D;&lt;", "0+8=3 8+4=1" },
		{ "a\r\nb\rc\n", "0+1 1+2=1 3+4" },
		{ "<!--x-->a<!-- - > --><?p ? > ?>b", "8+1 31+1" },
		{ "<![CDATA[<&amp;]>]]>&gt;", "9+8 20+4=1" },
		{ "<![CDATA[]]]]><![CDATA[>]]>", "9+2 23+1" },
		{ "<![CDATA[\r\n]]>\n", "9+2=1 14+1" },
		{ "]]&gt;", "0+2 2+4=1" },
		{ "<![CDATA[]]>", "" },
		{ "<?p?><!---->", "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_run r = { .source = cpr_str_of(cases[i].s), .end = (uint32_t)strlen(cases[i].s) };
		struct cpr_run_piece piece;
		char text[256] = "";
		size_t n = 0;

		while (cpr_run_next(&r, &piece)) {
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%u+%u", n ? " " : "", piece.src,
					      piece.src_n);
			if (piece.text_n != piece.src_n)
				n += (size_t)snprintf(text + n, sizeof text - n, "=%u", piece.text_n);
		}
		cr_expect_str_eq(text, cases[i].pieces, "%s: %s", cases[i].s, text);
		cr_expect_eq(r.at, r.end);
	}
}

Test(run, stops_at_its_end)
{
	struct cpr_run r = { .source = CPR_STR("ab\r\ncd<e/>"), .at = 1, .end = 3 };
	struct cpr_run_piece piece;

	cr_assert(cpr_run_next(&r, &piece));
	cr_assert_eq(piece.src, 1);
	cr_assert_eq(piece.src_n, 2, "a CR whose LF lies behind the end is a character of its own");
	cr_assert_not(cpr_run_next(&r, &piece));
}

Test(run, long_pieces_are_cut)
{
	struct cpr_str s = test_repeat("", "x", CPR_RUN_PIECE + 1, "");
	struct cpr_run r = { .source = s, .end = (uint32_t)s.n };
	struct cpr_run_piece piece;

	cr_assert(cpr_run_next(&r, &piece));
	cr_assert_eq(piece.src_n, CPR_RUN_PIECE);
	cr_assert(cpr_run_next(&r, &piece));
	cr_assert_eq(piece.src_n, 1);
	cr_assert_not(cpr_run_next(&r, &piece));
	free((char *)s.p);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "xml/scan.h"
#include "xmltest.h"

Test(scan, names)
{
	static const struct {
		struct cpr_str s;
		size_t at, n;
	} cases[] = {
		{ CPR_STR("a"), 0, 1 },
		{ CPR_STR("a b"), 0, 1 },
		{ CPR_STR("<a-b.c_d:e1>"), 1, 10 },
		{ CPR_STR("1a"), 0, 0 },
		{ CPR_STR("-a"), 0, 0 },
		{ CPR_STR(".a"), 0, 0 },
		{ CPR_STR(":_"), 0, 2 },
		{ CPR_STR("活动="), 0, 6 },
		{ CPR_STR("a\xE3\x80\x80"), 0, 1 },
		{ CPR_STR(""), 0, 0 },
		{ CPR_STR("a"), 1, 0 },
		{ CPR_STR("\xC2\xB7"
			  "a"),
		  0, 0 },
		{ CPR_STR("a\xC2\xB7"), 0, 3 },
		{ CPR_STR("a\xCC\x80\xC3\x97"), 0, 3 },
		{ CPR_STR("\xF0\x9F\x98\x80"), 0, 4 },
		{ CPR_STR("\xF3\xB0\x80\x80"), 0, 0 },
		{ CPR_STR("\xE2\x80\x9C"), 0, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(cpr_scan_name(cases[i].s, cases[i].at), cases[i].n, "case %zu", i);
}

Test(scan, references)
{
	static const struct {
		struct cpr_str s;
		size_t n;
		uint32_t c;
	} cases[] = {
		{ CPR_STR("&lt;"), 4, '<' },
		{ CPR_STR("&gt;x"), 4, '>' },
		{ CPR_STR("&amp;"), 5, '&' },
		{ CPR_STR("&quot;"), 6, '"' },
		{ CPR_STR("&apos;"), 6, '\'' },
		{ CPR_STR("&#65;"), 5, 'A' },
		{ CPR_STR("&#x41;"), 6, 'A' },
		{ CPR_STR("&#x4E2d;"), 8, 0x4E2D },
		{ CPR_STR("&#x10FFFF;"), 10, 0x10FFFF },
		{ CPR_STR("&#0000000000000065;"), 19, 'A' },
		{ CPR_STR("&lt"), 0, 0 },
		{ CPR_STR("&LT;"), 0, 0 },
		{ CPR_STR("&"), 0, 0 },
		{ CPR_STR("&#"), 0, 0 },
		{ CPR_STR("&#x"), 0, 0 },
		{ CPR_STR("&#x;"), 0, 0 },
		{ CPR_STR("&#65"), 0, 0 },
		{ CPR_STR("&#x110000;"), 0, 0 },
		{ CPR_STR("&#xFFFE;"), 0, 0 },
		{ CPR_STR("&#xDFFF;"), 0, 0 },
		{ CPR_STR("&#4294967361;"), 0, 0 },
		{ CPR_STR("&#x100000041;"), 0, 0 },
		{ CPR_STR("&#-1;"), 0, 0 },
		{ CPR_STR("&# 65;"), 0, 0 },
		{ CPR_STR("&#6a;"), 0, 0 },
		{ CPR_STR("&nbsp;"), 0, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t c = 0;

		cr_expect_eq(cpr_scan_reference(cases[i].s, 0, &c), cases[i].n, "%s", cases[i].s.p);
		cr_expect_eq(c, cases[i].c, "%s", cases[i].s.p);
	}
}

Test(scan, find_and_starts)
{
	struct cpr_str s = CPR_STR("abcab");

	cr_expect_eq(cpr_scan_find(s, 0, 'a'), 0);
	cr_expect_eq(cpr_scan_find(s, 1, 'a'), 3);
	cr_expect_eq(cpr_scan_find(s, 4, 'a'), 5);
	cr_expect_eq(cpr_scan_find(s, 5, 'a'), 5);
	cr_expect(cpr_scan_starts(s, 3, CPR_STR("ab")));
	cr_expect_not(cpr_scan_starts(s, 3, CPR_STR("abc")));
	cr_expect(cpr_scan_starts(s, 5, CPR_STR("")));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "spectest.h"
#include "spec/value.h"

Test(value_suggest, what_was_meant)
{
	static const struct {
		enum cpr_type type;
		const char *written, *meant; /* NULL: no suggestion */
	} cases[] = {
		{ CPR_TYPE_AMOUNT, "20,000", "20000" },
		{ CPR_TYPE_AMOUNT, "1,234,567.80", "1234567.80" },
		{ CPR_TYPE_AMOUNT, "20，000", "20000" },
		{ CPR_TYPE_AMOUNT, "20 000", "20000" },
		{ CPR_TYPE_AMOUNT, "２００", "200" },
		{ CPR_TYPE_AMOUNT, "2万", "20000" },
		{ CPR_TYPE_AMOUNT, "1.5万元", "15000" },
		{ CPR_TYPE_AMOUNT, "3亿", "300000000" },
		{ CPR_TYPE_AMOUNT, "¥200", "200" },
		{ CPR_TYPE_AMOUNT, "200元", "200" },
		{ CPR_TYPE_AMOUNT, "￥1,000元", "1000" },
		{ CPR_TYPE_AMOUNT, "+5", "5" },
		{ CPR_TYPE_AMOUNT, ".5", "0.5" },
		{ CPR_TYPE_AMOUNT, "5.", "5" },
		{ CPR_TYPE_AMOUNT, "20,5", NULL },
		{ CPR_TYPE_AMOUNT, "2 0", NULL },
		{ CPR_TYPE_AMOUNT, "-5", NULL },
		{ CPR_TYPE_AMOUNT, "5%", NULL },
		{ CPR_TYPE_AMOUNT, "五千", NULL },
		{ CPR_TYPE_AMOUNT, "1.2.3", NULL },
		{ CPR_TYPE_AMOUNT, "", NULL },
		{ CPR_TYPE_AMOUNT, "5", NULL },
		{ CPR_TYPE_AMOUNT, "9999999999999999999999999999999999万", NULL },
		{ CPR_TYPE_AMOUNT, "11111111111111111111111111111111111111111111111111111111111111111", NULL },
		{ CPR_TYPE_DECIMAL, "5%", "5" },
		{ CPR_TYPE_DECIMAL, "-3.6％", "-3.6" },
		{ CPR_TYPE_RATIO, "5%", "0.05" },
		{ CPR_TYPE_RATIO, "100%", "1" },
		{ CPR_TYPE_RATIO, "150%", NULL },
		{ CPR_TYPE_RATIO, "0.00000000000000000000000000000003%", "0.0000000000000000000000000000000003" },
		{ CPR_TYPE_COUNT, "1,000", "1000" },
		{ CPR_TYPE_COUNT, "1.5", NULL },
		{ CPR_TYPE_COUNT, "1.5万", "15000" },
		{ CPR_TYPE_DATE, "2026/12/1", "2026-12-01" },
		{ CPR_TYPE_DATE, "2026.12.01", "2026-12-01" },
		{ CPR_TYPE_DATE, "2026年12月1日", "2026-12-01" },
		{ CPR_TYPE_DATE, "２０２６年１２月１日", "2026-12-01" },
		{ CPR_TYPE_DATE, "20261201", "2026-12-01" },
		{ CPR_TYPE_DATE, "2026-1-5", "2026-01-05" },
		{ CPR_TYPE_MOMENT, "2026/12/1", "2026-12-01" },
		{ CPR_TYPE_DATE, "2026-02-29", NULL },
		{ CPR_TYPE_DATE, "1/12/2026", NULL },
		{ CPR_TYPE_DATE, "2026年12月", NULL },
		{ CPR_TYPE_DATE, "2026-12/01", NULL },
		{ CPR_TYPE_DATE, "202612", NULL },
		{ CPR_TYPE_DATE, "2026", NULL },
		{ CPR_TYPE_MOMENT, "2026-12-01 10:00", NULL },
		{ CPR_TYPE_DURATION, "7天", "P7D" },
		{ CPR_TYPE_DURATION, "3个月", "P3M" },
		{ CPR_TYPE_DURATION, "30 分钟", "PT30M" },
		{ CPR_TYPE_DURATION, "1年", "P1Y" },
		{ CPR_TYPE_DURATION, "7", NULL },
		{ CPR_TYPE_DURATION, "7个工作日", NULL },
		{ CPR_TYPE_DURATION, "天", NULL },
		{ CPR_TYPE_BOOL, "是", "true" },
		{ CPR_TYPE_BOOL, "否", "false" },
		{ CPR_TYPE_BOOL, "TRUE", "true" },
		{ CPR_TYPE_BOOL, "0", "false" },
		{ CPR_TYPE_BOOL, "maybe", NULL },
		{ CPR_TYPE_PHONE, "(021)5555-0101", "021-5555-0101" },
		{ CPR_TYPE_PHONE, "０２１－５５５５", "021-5555" },
		{ CPR_TYPE_PHONE, "95588转2", NULL },
		{ CPR_TYPE_DIGEST, "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789",
		  "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789" },
		{ CPR_TYPE_TEXT, "\u3000", NULL },
		{ CPR_TYPE_URI, "a b", NULL },
		{ CPR_TYPE_AMOUNT, "\xff", NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		bool found = cpr_value_suggest(cases[i].type, cpr_str_of(cases[i].written), &b);

		cr_expect_eq(found, cases[i].meant != NULL, "%s: %.*s", cases[i].written,
			     CPR_STR_ARG(cpr_strbuf_str(&b)));
		cr_expect(cpr_str_is(cpr_strbuf_str(&b), cases[i].meant ? cases[i].meant : ""), "%s: %.*s",
			  cases[i].written, CPR_STR_ARG(cpr_strbuf_str(&b)));
		cpr_strbuf_free(&b);
	}
}

Test(value_suggest, without_memory_it_says_so)
{
	for (size_t at = 0; at < 100; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_strbuf b = CPR_STRBUF(&mem);
		bool found = cpr_value_suggest(CPR_TYPE_AMOUNT, CPR_STR("20,000"), &b), failed = cpr_strbuf_failed(&b);

		cr_assert_eq(found, !failed);
		cpr_strbuf_free(&b);
		cr_assert_eq(f.live, 0);
		if (found)
			return;
	}
	cr_assert_fail("it never worked");
}

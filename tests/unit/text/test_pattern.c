/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/strbuf.h"
#include "failmem.h"
#include "text/pattern.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct cpr_pattern *compile(const char *z)
{
	struct cpr_pattern_error err;
	struct cpr_pattern *p = cpr_pattern_compile(&cpr_mem_libc, cpr_str_of(z), &cpr_limits_default, &err);

	cr_assert(p, "%s: %s at %u", z, err.message, err.offset_bytes);
	return p;
}

/* The literals, joined by |. */
static const char *literals_of(const struct cpr_pattern *p, struct cpr_strbuf *b)
{
	const struct cpr_str *v;
	size_t n = cpr_pattern_literals(p, &v);

	cpr_strbuf_reset(b);
	cpr_strbuf_addz(b, "");
	for (size_t i = 0; i < n; i++) {
		cpr_strbuf_addz(b, i ? "|" : "");
		cpr_strbuf_adds(b, v[i]);
	}
	return b->p;
}

Test(pattern, literals)
{
	static const struct {
		const char *pattern, *literals;
	} t[] = {
		{ "保本", "保本" },
		{ "a", "" }, /* one byte is in every text */
		{ "客", "客" },
		{ "零风险|无风险|稳赚", "零风险|无风险|稳赚" },
		{ "零风险|.", "" },
		{ "零风险|", "" },
		{ "保(?:本|证.{0,9})", "保本|保证" },
		{ "(?:保证|承诺).{0,10}(?:收益|回报)", "保证|承诺" },
		{ ".{0,10}(?:收益|高回报)", "收益|高回报" },
		{ "最[高低]的?利率", "最高的利率|最高利率|最低的利率|最低利率" },
		{ "最[高低]{2}", "最高高|最高低|最低高|最低低" },
		{ "最[^高]利率", "利率" },
		{ "最[一-鿿]利率", "利率" },
		{ "(?:保本)?收益", "收益" },
		{ "(?:保本){0,9}收益", "收益" },
		{ "(?:保本){1,9}收益", "保本收益" },
		{ "(?:保本){2,3}", "保本保本" },
		{ "(?:保本){0}息", "息" },
		{ "保本{0,2}息", "息" }, /* is rarer */
		{ "[保我][^。]{0,9}镓", "镓" },
		{ "[保我][^。]{0,200}稳", "稳" },
		{ "镓[^。]{0,200}[保我]", "镓" },
		{ "(?<!不)保本(?!基金)", "保本" },
		{ "(?=收益率)收", "收" },
		{ "^第一$", "第一" },
		{ "a(?#保本)b", "ab" },
		{ "\\Q保.本\\E", "保.本" },
		{ "保\\.本\\x{606f}\\N{U+606f}", "保.本息息" },
		{ "(?x) 保 本 # 不 \n 息", "保本息" },
		
		{ "(?i)abc", "" },
		{ "a(?-i)bc", "abc" },
		{ "[]a]b", "]b|ab" },
		{ "[^]a]bc", "bc" },
		{ "[[:alpha:]]bc", "bc" },
		{ "[[:a]bc]", "[bc]|:bc]|abc]" },
		{ "[a-c]年", "a年|b年|c年" },
		{ "[-a]年", "-年|a年" },
		{ "[a\\-c]年", "a年|-年|c年" },
		{ "[\\d%]年", "年" },
		{ "\\d年", "0年|1年|2年|3年|4年|5年|6年|7年|8年|9年" },
		{ "(?>保本|保)息", "保本息|保息" },
		{ "(?|保(本)|息(差))", "保本|息差" },
		{ "(?<rate>年化)率", "年化率" },
		{ "(?P<rate>年化)率", "年化率" },
		{ "(?'rate'年化)率", "年化率" },
		{ "保本|保本息", "保本" }, /* what holds the other one adds nothing */
		{ "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳" },
		{ "[一二三四五六七八九][一二三四五六七八九]年", "一年|二年|三年|四年|五年|六年|七年|八年|九年" },
	};
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_pattern *p = compile(t[i].pattern);

		cr_expect_str_eq(literals_of(p, &b), t[i].literals, "%s: %s, not %s", t[i].pattern, b.p, t[i].literals);
		cpr_pattern_free(p);
	}
	cpr_strbuf_free(&b);
}

Test(pattern, reach)
{
	static const struct {
		const char *pattern;
		uint32_t near, far;
	} t[] = {
		{ "保本", 0, 0 },
		{ "(?:零|无)风险|稳赚", 0, 0 },
		{ ".保本", 1, 4 },
		{ "[年月]?[^。]{0,9}保本", 0, 39 },
		{ "[年月][^。]{2,9}保本", 5, 39 },
		{ "(?:b|保).保本", 2, 7 },
		{ "^a.*保本", 1, UINT32_MAX },
		{ "a(?:.{1,3}|b)保本", 1, 14 },     /* 2 to 13, but not seen through: never too little */
		{ "(?:.保本){1,9}", 1, 4 },         /* in the first round */
		{ "a.(?:保本|.{3}承诺)", 2, 17 },   /* in one branch or the other */
		{ "(?:a.保本|承诺)", 0, 5 },
		{ "保本|xx保本", 0, 2 },            /* only the shorter one is looked for */
		{ "(?<=.{9})保本(?=.{9})", 0, 0 },
		{ "^\\X保本", 1, UINT32_MAX },
		{ "\\R保本", 1, 4 },
		{ "^(?:保.){2}(?:本.)+镓镓", 12, UINT32_MAX },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_pattern *p = compile(t[i].pattern);
		uint32_t near, far;

		cpr_pattern_reach(p, &near, &far);
		cr_expect(near == t[i].near && far == t[i].far, "%s: %u-%u", t[i].pattern, near, far);
		cpr_pattern_free(p);
	}
}

Test(pattern, refusals)
{
	static const struct {
		const char *pattern;
		uint32_t offset;
		const char *says; /* part of the message */
	} t[] = {
		{ "", 0, "empty" },
		{ "保\xff", 3, "UTF-8" },
		{ "(保", 4, "parenthesis" },
		{ "保)", 3, "parenthesis" },
		{ "[a", 2, "]" },
		{ "a**", 2, "quantifier" },
		{ "保本\\C", 8, "\\C" },
		{ "\\G保", 0, "\\G" },
		{ "保\\K本", 3, "\\K" },
		{ "(?C)保", 0, "callouts" },
		{ "(?C1)保", 0, "callouts" },
		{ "(*UTF)保", 0, "(*...)" },
		{ "(*NO_JIT)保", 0, "(*...)" },
		{ "保(*FAIL)", 3, "(*...)" },
		{ "保(*pla:本)", 3, "(*...)" },
		{ "(?*保)", 0, "not atomic" },
		{ "(?<*保)", 0, "not atomic" },
		{ "(保)\\1", 5, "back-ref" },
		{ "(?<n>保)\\k<n>", 9, "back-ref" },
		{ "(?<n>保)(?P=n)", 9, "back-ref" },
		{ "(保)\\g{1}", 5, "back-ref" },
		{ "(保)\\g<1>", 5, "back-ref" },
		{ "(保)(?1)", 5, "recursion" },
		{ "(保)(?-1)", 5, "recursion" },
		{ "(保)(?+1)(本)", 5, "recursion" },
		{ "保(?R)?", 3, "recursion" },
		{ "(?<n>保)(?&n)", 9, "recursion" },
		{ "(?<n>保)(?P>n)", 9, "recursion" },
		{ "(保)?(?(1)本|息)", 6, "conditional" },
		{ "(?J)保", 2, "option" },
		{ "(?xx)[ a]", 2, "(?xx)" },
		{ "a{,3}", 1, "\\{" },
		{ "a{x}", 1, "\\{" },
		{ "{", 0, "\\{" },
		{ "a{1,2", 1, "\\{" },
		{ "[\\Qa\\E]", 1, "\\Q" },
		{ "[\\E]a]", 1, "\\Q" },
		{ "\\p{Han}", 0, "[一-鿿]" },
		{ "[a\\P{Han}]", 2, "[一-鿿]" },
		{ "保％", 3, "write \"%\"" },
		{ "[%％]", 2, "write \"%\"" },
		{ "[０-９]", 1, "write \"0\"" },
		{ "\\x{ff05}", 0, "write \"%\"" },
		{ "\\N{U+FF05}", 0, "write \"%\"" },
		{ "\\o{177405}", 0, "write \"%\"" },
		{ "aB", 1, "write \"b\"" },
		{ "\\x41", 0, "write \"a\"" },
		{ "\\101", 0, "back-ref" },
		{ "[A-Z]", 1, "write \"a\"" },
		{ "“保本”", 0, "write \"\"\"" },
		{ "ß", 0, "write \"ss\"" },
		{ "保 本", 0, "write \"保本\"" },
		{ "收益 高达 5", 0, "write \"收益高达5\"" },
		{ "\\d %", 2, "never stands" },
		{ "\\d 元", 2, "write \"元\"" },
		{ "元 \\d", 0, "write \"元\"" },
		{ "e\\x{301}", 0, "write \"é\"" },
		{ "保\\t本", 3, "U+0009" },
		{ "保\u3000本", 3, "U+3000" },
		{ "保\u200b本", 3, "U+200B" },
		{ "保\\r", 3, "U+000D" },
		{ "\\b保本", 0, "\\b" },
		{ "保本\\b", 6, "\\b" },
		{ "\\b(?:app|应用)", 0, "\\b" },
		{ "(?:app|应用)\\b", 14, "\\b" },
		{ "\\b[a保]", 0, "\\b" },
		{ "[a-z一-鿿]{1,9}\\b", 17, "\\b" },
		{ "\\bapp\\b应用", 5, "\\b" },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_pattern_error err;
		struct cpr_pattern *p = cpr_pattern_compile(&cpr_mem_libc, cpr_str_of(t[i].pattern), &cpr_limits_default, &err);

		cr_expect_null(p, "%s", t[i].pattern);
		cr_expect_eq(err.offset_bytes, t[i].offset, "%s: %u", t[i].pattern, err.offset_bytes);
		cr_expect(err.message[0], "%s", t[i].pattern);
		cr_expect(strstr(err.message, t[i].says), "%s: %s", t[i].pattern, err.message);
		cpr_pattern_free(p);
	}
}

Test(pattern, allowed)
{
	static const char *const t[] = {
		"\\bapp\\b", "(?:^|[^a-z])apr(?![a-z])", "\\. 保", "保\n本", "保\\n本", "a b", "3 1", "[ ,。、]", "《[^》]{1,30}》",
		"[一-鿿]{1,9}率", "a\\{2\\}", "\\{", "}", "a]", "[a-]", "[^a]", "(?i)abc", "(?im-s)a", "(?^)a", "(?s).", "(?U)a{1,3}",
		"(?-i:a)", "\\p{L}{1,3}", "\\x{20000}", "\\e", "\\cA", "\\0", "\\x1", "\\R", "\\X", "\\h\\v\\N\\S", "(?#note)a",
		"a(?=b(?!c))d", "(?<=年化)\\d{1,3}", "保(?:本|息)??", "(?>a{1,3})b", "a{1,3}+b", "()", "(?:)a", "(|a)b", "^", "$",
		"\"[^\"]{0,60}\"", "[\\x{4e00}-\\x{9fff}]", "[]^]", "[^]]", "[[]", "[\\]]", "a(?x) b #c", "(?n)(a)",
	};

	for (size_t i = 0; i < COUNT(t); i++)
		cpr_pattern_free(compile(t[i]));
}

Test(pattern, error_fits_and_is_utf8)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_pattern_error err;

	for (int i = 0; i < 50; i++)
		cpr_strbuf_addz(&b, "保 ");
	cr_assert_null(cpr_pattern_compile(&cpr_mem_libc, cpr_strbuf_str(&b), &cpr_limits_default, &err));
	cr_assert_lt(strlen(err.message), sizeof err.message);
	for (const char *c = err.message; *c; c++)
		cr_assert((unsigned char)*c >= 0x20);
	cr_assert(strstr(err.message, "write"));
	cpr_strbuf_free(&b);
}

Test(pattern, limits)
{
	struct cpr_limits limits = cpr_limits_default;
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_pattern_error err;
	struct cpr_pattern *p;

	limits.pattern_bytes = 6;
	p = cpr_pattern_compile(&cpr_mem_libc, CPR_STR("保本"), &limits, &err);
	cr_assert(p);
	cpr_pattern_free(p);
	cr_assert_null(cpr_pattern_compile(&cpr_mem_libc, CPR_STR("保本a"), &limits, &err));
	cr_assert(strstr(err.message, "longer than 6"));

	for (int depth = 99; depth <= 100; depth++) {
		cpr_strbuf_reset(&b);
		for (int i = 0; i < depth; i++)
			cpr_strbuf_addz(&b, "(?:");
		cpr_strbuf_addz(&b, "保本");
		for (int i = 0; i < depth; i++)
			cpr_strbuf_addc(&b, ')');
		p = cpr_pattern_compile(&cpr_mem_libc, cpr_strbuf_str(&b), &cpr_limits_default, &err);
		cr_assert_eq(p != NULL, depth == 99, "%d: %s", depth, err.message);
		cpr_pattern_free(p);
	}

	/* 64 KiB compiled: a class of Han takes some 40 bytes and is copied 2,000 times. */
	cr_assert_null(cpr_pattern_compile(&cpr_mem_libc, CPR_STR("(?:[一-鿿][^一-丁]|保){2000}"), &cpr_limits_default, &err));
	cr_assert(strstr(err.message, "too large"), "%s", err.message);
	cpr_strbuf_free(&b);
}

/* What is linear, or bounded, may pass; what grows with the square of the text, or worse, may not. */
Test(pattern, trial)
{
	static const char *const refused[] = {
		"(a|aa)+b", "(\\d+)*x", "(?:.*)*保", "(?:a*)*b", "(?:客|户)+率", "保本.*收益", "[一-鿿]+[,。]", "(?=[a-z]++\\d)",
		"[^。]*保本", "\\d+倍", "(?:[0-9]{1,3},)*[0-9]{1,3}元", "(?:a?){40}a{40}", "(?:a{0,40}){0,40}b", ".{0,200}.{0,200}x",
		"(?:保|保本|本){0,60}x", "(?:ab|cd|abcd)+x", "保.*?本.*?息", "(?:\\w|_)+%", "(?=.*x)保", "(?<=保)[^,]+,", "\\s+$",
		"(?:[一-鿿]{1,8}、)+等",
	};
	static const char *const passed[] = {
		"保本.{0,60}收益", "年化(?<rate>\\d+(?:\\.\\d+)?)%", "^.*保本", "^[^。]+。", "(?:客|户){1,40}率", "\"[^\"]{0,60}\"{1,2}",
		"(?:声称|号称)[^\"]{0,12}\"[^\"\\n]{1,60}\"(?:[、和]?\"[^\"\\n]{1,40}\"){0,8}[^。]{0,40}(?:骗|诈)",
		"甲.{0,40}乙.{0,40}丙", "保(?:本|证.*)", "\\d{1,9}倍", "[一-鿿]{1,40}[,。]", "(?:的){1,1000}确",
	};

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct cpr_pattern_error err;
		struct cpr_pattern *p = cpr_pattern_compile(&cpr_mem_libc, cpr_str_of(refused[i]), &cpr_limits_default, &err);

		cr_expect_null(p, "%s", refused[i]);
		cr_expect(strstr(err.message, "too slow"), "%s: %s", refused[i], err.message);
		cpr_pattern_free(p);
	}
	for (size_t i = 0; i < COUNT(passed); i++)
		cpr_pattern_free(compile(passed[i]));
}

static enum cpr_match find(struct cpr_matcher *m, const struct cpr_pattern *p, const char *text, uint32_t from,
			   uint32_t *start, uint32_t *end)
{
	const uint32_t *spans;
	size_t n;
	enum cpr_match rc = cpr_matcher_find(m, p, cpr_str_of(text), from, &spans, &n);

	*start = rc == CPR_MATCH_YES ? spans[0] : 0;
	*end = rc == CPR_MATCH_YES ? spans[1] : 0;
	return rc;
}

Test(pattern, finds)
{
	static const struct {
		const char *pattern, *text;
		uint32_t from;
		int start, end; /* -1: none */
	} t[] = {
		{ "保本", "不保本", 0, 3, 9 },
		{ "保本", "不保本", 3, 3, 9 },
		{ "保本", "不保本", 4, -1, 0 },  /* from inside a character goes on to the next */
		{ "本", "不保本", 4, 6, 9 },
		{ "保本", "不保本", 9, -1, 0 },
		{ "保本", "不保本", 10, -1, 0 }, /* behind the end */
		{ "保本", "", 0, -1, 0 },
		{ "(?<=不)保本", "不保本", 3, 3, 9 }, /* look-behind sees what is before from */
		{ "(?<!不)保本", "不保本", 3, -1, 0 },
		{ "^保", "保保", 3, -1, 0 },
		{ "(?m)^保", "x\n保", 0, 2, 5 },
		{ "保.本", "保\n本", 0, -1, 0 },
		{ "(?s)保.本", "保\n本", 0, 0, 7 },
		{ "x{0,3}", "axxb", 0, 1, 3 }, /* not the empty match at 0 */
		{ "x{0,3}", "ab", 0, -1, 0 },
		{ "(?=b)", "ab", 0, -1, 0 },
		{ "\\bapp\\b", "下载app应用", 0, 6, 9 },
		{ "\\w{1,9}", "客户ab_1", 0, 6, 10 }, /* ASCII only */
		{ "(?i)abc", "xabc", 0, 1, 4 },
	};
	struct cpr_matcher *m = cpr_matcher_new(&cpr_mem_libc, &cpr_limits_default);

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < COUNT(t); i++) {
			struct cpr_pattern *p = compile(t[i].pattern);
			uint32_t start, end;
			enum cpr_match rc = find(m, p, t[i].text, t[i].from, &start, &end);

			cr_expect_eq(rc, t[i].start < 0 ? CPR_MATCH_NO : CPR_MATCH_YES, "%zu: %s", i, t[i].pattern);
			if (t[i].start >= 0)
				cr_expect(start == (uint32_t)t[i].start && end == (uint32_t)t[i].end, "%zu: %s: %u-%u", i,
					  t[i].pattern, start, end);
			cpr_pattern_free(p);
		}
		cpr_matcher_interpret(m);
	}
	cpr_matcher_free(m);
}

Test(pattern, groups)
{
	struct cpr_pattern *p = compile("(?<unit>天)?(?<n>\\d{1,3})(x)?(?<apr>%)(y)?");
	struct cpr_matcher *m = cpr_matcher_new(&cpr_mem_libc, &cpr_limits_default);
	const uint32_t *spans;
	uint32_t number;
	size_t n;

	cr_assert_eq(cpr_pattern_groups(p), 3);
	cr_assert(cpr_str_is(cpr_pattern_group(p, 0, &number), "apr"));
	cr_assert_eq(number, 4);
	cr_assert(cpr_str_is(cpr_pattern_group(p, 1, &number), "n"));
	cr_assert_eq(number, 2);
	cr_assert(cpr_str_is(cpr_pattern_group(p, 2, &number), "unit"));
	cr_assert_eq(number, 1);
	cr_assert_eq(cpr_matcher_find(m, p, CPR_STR("约12%"), 0, &spans, &n), CPR_MATCH_YES);
	cr_assert_eq(n, 6);
	cr_assert(spans[0] == 3 && spans[1] == 6);
	cr_assert(spans[2] == UINT32_MAX && spans[3] == UINT32_MAX);
	cr_assert(spans[4] == 3 && spans[5] == 5);
	cr_assert(spans[6] == UINT32_MAX && spans[7] == UINT32_MAX);
	cr_assert(spans[8] == 5 && spans[9] == 6);
	cr_assert(spans[10] == UINT32_MAX && spans[11] == UINT32_MAX); /* behind the last one that took part */
	cr_assert_eq(cpr_matcher_find(m, p, CPR_STR("无"), 0, &spans, &n), CPR_MATCH_NO);
	cr_assert_null(spans);
	cr_assert_eq(n, 0);
	cpr_pattern_free(p);

	p = compile("保本");
	cr_assert_eq(cpr_pattern_groups(p), 0);
	cpr_pattern_free(p);
	cpr_matcher_free(m);
}

/* A text longer than any window, with the match near every border. */
Test(pattern, windows)
{
	struct cpr_limits limits = cpr_limits_default;
	struct cpr_pattern *p = compile("(?<=户)保.本");
	struct cpr_matcher *m;
	size_t n = 3 * 21845;
	char *text = malloc(n + 1);

	limits.match_windows = UINT32_MAX;
	m = cpr_matcher_new(&cpr_mem_libc, &limits);

	for (int pass = 0; pass < 2; pass++) {
		for (size_t at = 3; at < 700; at += 3) {
			uint32_t start, end;

			for (size_t i = 0; i < n; i += 3)
				memcpy(text + i, "客", 3);
			text[n] = '\0';
			memcpy(text + at - 3, "户保客本", 12);
			cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_YES, "%zu", at);
			cr_assert(start == at && end == at + 9, "%zu: %u-%u", at, start, end);
			cr_assert_eq(find(m, p, text, (uint32_t)at, &start, &end), CPR_MATCH_YES, "%zu", at);
			cr_assert_eq(find(m, p, text, (uint32_t)at + 1, &start, &end), CPR_MATCH_NO, "%zu", at);
		}
		cpr_matcher_interpret(m);
	}
	free(text);
	cpr_pattern_free(p);
	cpr_matcher_free(m);
}

Test(pattern, window_limit)
{
	/* 4,096 bytes: windows of 512 starts, so eight, of which the first is free. */
	struct cpr_limits limits = cpr_limits_default;
	struct cpr_pattern *p = compile("保本"), *q = compile("利率");
	struct cpr_matcher *m;
	char text[4097];
	uint32_t start, end;

	memset(text, 'a', 4096);
	text[4096] = '\0';
	limits.match_windows = 14;
	m = cpr_matcher_new(&cpr_mem_libc, &limits);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_NO);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_NO);
	cr_assert_eq(find(m, p, "短", 0, &start, &end), CPR_MATCH_NO); /* costs nothing */
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_LIMIT);
	cr_assert_eq(find(m, q, text, 0, &start, &end), CPR_MATCH_NO); /* another pattern, another count */
	cpr_matcher_free(m);
	limits.match_windows = 13;
	m = cpr_matcher_new(&cpr_mem_libc, &limits);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_NO);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_LIMIT);
	cpr_matcher_free(m);
	cpr_pattern_free(p);
	cpr_pattern_free(q);
}

/* Only "no match" means no. */
Test(pattern, match_limits)
{
	static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaadc"; /* with a c, or PCRE2 would not begin */
	struct cpr_limits limits = cpr_limits_default;
	struct cpr_pattern *p = compile("^(?:a|b)+c");
	struct cpr_matcher *m;
	uint32_t start, end;

	m = cpr_matcher_new(&cpr_mem_libc, &limits);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_NO);
	cpr_matcher_interpret(m);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_NO);
	cpr_matcher_free(m);

	limits.match_steps = 10;
	for (int pass = 0; pass < 2; pass++) {
		m = cpr_matcher_new(&cpr_mem_libc, &limits);
		if (pass)
			cpr_matcher_interpret(m);
		cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_LIMIT, "pass %d", pass);
		cpr_matcher_free(m);
	}
	limits = cpr_limits_default;
	limits.match_depth = 3;
	m = cpr_matcher_new(&cpr_mem_libc, &limits);
	cpr_matcher_interpret(m);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_LIMIT);
	cpr_matcher_free(m);
	limits = cpr_limits_default;
	limits.match_heap_kib = 0;
	m = cpr_matcher_new(&cpr_mem_libc, &limits);
	cpr_matcher_interpret(m);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_LIMIT);
	cpr_matcher_free(m);
	cpr_pattern_free(p);
}

/* The JIT's stack is small; the interpreter takes over and the answer is the same. */
Test(pattern, jit_stack)
{
	struct cpr_pattern *p = compile("^(?:客|户)+率");
	struct cpr_matcher *m = cpr_matcher_new(&cpr_mem_libc, &cpr_limits_default);
	char text[12004];
	uint32_t start, end;

	for (size_t i = 0; i < 12000; i += 3)
		memcpy(text + i, i % 2 ? "客" : "户", 3);
	memcpy(text + 12000, "率", 4);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_YES);
	cr_assert(start == 0 && end == 12003);
	cpr_matcher_interpret(m);
	cr_assert_eq(find(m, p, text, 0, &start, &end), CPR_MATCH_YES);
	cr_assert(start == 0 && end == 12003);
	cpr_pattern_free(p);
	cpr_matcher_free(m);
}

Test(pattern, no_allocation_when_warm)
{
	struct failmem f = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&f);
	struct cpr_pattern *p = compile("(?:客|户){1,40}(率)"), *many = compile("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)(p)(q)");
	struct cpr_matcher *m = cpr_matcher_new(&mem, &cpr_limits_default);
	uint32_t start, end;
	size_t warm;

	cpr_matcher_interpret(m);
	for (int round = 0; round < 3; round++) {
		if (round == 1)
			warm = f.calls;
		cr_assert_eq(find(m, p, "客户客户率", 0, &start, &end), CPR_MATCH_YES);
		cr_assert_eq(find(m, many, "xabcdefghijklmnopq", 0, &start, &end), CPR_MATCH_YES);
		cr_assert(start == 1 && end == 18);
	}
	cr_assert_eq(f.calls, warm);
	cpr_matcher_free(m);
	cr_assert_eq(f.live, 0);
	cpr_pattern_free(p);
	cpr_pattern_free(many);
}

Test(pattern, out_of_memory)
{
	/* With groups, literals, folding, a class, and a trial. */
	static const char source[] = "(?<a>年化|月化)[^。]{0,9}é(?<b>\\d+)(?:[保本]|\\bx y)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)(z)";
	bool done = false;

	for (size_t at = 0; at < 1000 && !done; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_pattern_error err;
		struct cpr_pattern *p = cpr_pattern_compile(&mem, cpr_str_of(source), &cpr_limits_default, &err);
		struct cpr_matcher *m = p ? cpr_matcher_new(&mem, &cpr_limits_default) : NULL;

		if (!p)
			cr_assert_str_eq(err.message, "", "at %zu: %s", at, err.message);
		if (m) {
			uint32_t start, end;
			enum cpr_match rc;

			cpr_matcher_interpret(m);
			rc = find(m, p, "年化aé12保zzzzzzzzzzzzzzz", 0, &start, &end);
			cr_assert(rc == CPR_MATCH_YES || rc == CPR_MATCH_NOMEM, "at %zu: %d", at, rc);
			done = rc == CPR_MATCH_YES && f.calls <= at;
		}
		cpr_matcher_free(m);
		cpr_pattern_free(p);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", at);
	}
	cr_assert(done);
}

Test(pattern, null)
{
	cpr_pattern_free(NULL);
	cpr_matcher_free(NULL);
}

/* Random patterns against PCRE2 itself. */

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void random_pattern(uint32_t *rnd, struct cpr_strbuf *b)
{
	static const char *const tokens[] = {
		"a", "b", "保", "本", "0", " ", "-", ",", ":", "ab", "保本", ".", "[ab]", "[^a]", "[a保]", "[a-c]", "[^保]", "\\d", "\\w",
		"\\s", "\\.", "[[:alpha:]b]", "[[:a]", "[]a]", "[^]a]", "[-a]", "[a\\]b]", "^", "$", "\\b", "\\B", "\\Q", "\\E", "(?x)",
		"(?-x)", "#", "\n", "(?i)", "(?s)", "(?#a)", "\\x{4fdd}", "\\x61", "\\N{U+672c}", "\\0", "\\R", "[\\d保]", "[\\x61-\\x63]",
		"]", "}", "\\A", "\\z",
	};
	static const char *const open[] = { "(", "(?:", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?|", "(?i:", "(?x:", "(?<n>" };
	static const char *const times[] = { "?", "*", "+", "{2}", "{0,2}", "{1,3}", "{2,}", "{0}", "??", "*?", "++", "?+", "{1,2}?" };
	unsigned n = 1 + next_random(rnd) % 9, depth = 0;

	cpr_strbuf_reset(b);
	for (unsigned i = 0; i < n; i++) {
		unsigned what = next_random(rnd) % 16;

		if (what < 3) {
			cpr_strbuf_addz(b, open[next_random(rnd) % COUNT(open)]);
			depth++;
			continue;
		}
		if (what == 3 && depth) {
			cpr_strbuf_addc(b, ')');
			depth--;
		} else if (what == 4) {
			cpr_strbuf_addc(b, '|');
			continue;
		} else {
			cpr_strbuf_addz(b, tokens[next_random(rnd) % COUNT(tokens)]);
		}
		if (next_random(rnd) % 4 == 0)
			cpr_strbuf_addz(b, times[next_random(rnd) % COUNT(times)]);
	}
	while (depth--)
		cpr_strbuf_addc(b, ')');
}

static void random_text(uint32_t *rnd, struct cpr_strbuf *b)
{
	static const char *const chars[] = { "a", "b", "c", "保", "本", "0", " ", "-", ",", ":", "]", "[", "}", "\n", ".", "#", "Q" };
	unsigned n = next_random(rnd) % 12;

	cpr_strbuf_reset(b);
	cpr_strbuf_addz(b, "");
	while (n--)
		cpr_strbuf_addz(b, chars[next_random(rnd) % COUNT(chars)]);
}

/* One of the literals, and from where the pattern says that it can be. */
static bool holds_one(const struct cpr_pattern *p, const char *match, size_t n)
{
	const struct cpr_str *v;
	size_t count = cpr_pattern_literals(p, &v);
	uint32_t near, far;

	cpr_pattern_reach(p, &near, &far);
	for (size_t i = 0; i < count; i++)
		for (size_t at = near; at <= far && at + v[i].n <= n; at++)
			if (memcmp(match + at, v[i].p, v[i].n) == 0)
				return true;
	return count == 0;
}

/* Every match of PCRE2 holds a literal, and the matcher, with JIT and without, finds what PCRE2 finds. */
static void check_text(const struct cpr_pattern *p, pcre2_code *code, pcre2_match_data *data, struct cpr_matcher *m[2],
		       const char *pattern, struct cpr_str text)
{
	uint32_t from = 0;

	while (from <= text.n) {
		const PCRE2_SIZE *o = pcre2_get_ovector_pointer(data);
		int rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from, PCRE2_NOTEMPTY, data, NULL);

		for (int k = 0; k < 2; k++) {
			const uint32_t *spans;
			size_t n;
			enum cpr_match found = cpr_matcher_find(m[k], p, text, from, &spans, &n);

			if (found == CPR_MATCH_LIMIT)
				continue;
			cr_assert_eq(found == CPR_MATCH_YES, rc > 0, "%s on \"%s\" from %u", pattern, text.p, from);
			if (rc > 0)
				cr_assert(spans[0] == o[0] && spans[1] == o[1], "%s on \"%s\"", pattern, text.p);
		}
		if (rc <= 0)
			break;
		cr_assert(holds_one(p, text.p + o[0], o[1] - o[0]), "%s on \"%s\": %zu-%zu", pattern, text.p, o[0], o[1]);
		from = (uint32_t)o[1];
	}
}

Test(pattern, random_patterns_against_pcre2, .timeout = 300)
{
	const char *more = getenv("CPR_TEST_ROUNDS");
	size_t rounds = more ? (size_t)strtoul(more, NULL, 10) : 3000;
	struct cpr_strbuf pattern = CPR_STRBUF(&cpr_mem_libc), text = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_matcher *m[2];
	uint32_t rnd = more ? (uint32_t)rounds : 1;
	size_t compiled = 0, with_literals = 0;

	for (int k = 0; k < 2; k++)
		m[k] = cpr_matcher_new(&cpr_mem_libc, &cpr_limits_default);
	cpr_matcher_interpret(m[1]);
	for (size_t i = 0; i < rounds; i++) {
		struct cpr_pattern_error err;
		struct cpr_pattern *p;
		const struct cpr_str *literals;
		pcre2_match_data *data;
		pcre2_code *code;
		PCRE2_SIZE at;
		int rc;

		random_pattern(&rnd, &pattern);
		p = cpr_pattern_compile(&cpr_mem_libc, cpr_strbuf_str(&pattern), &cpr_limits_default, &err);
		code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, PCRE2_UTF, &rc, &at, NULL);
		if (!code)
			cr_assert_null(p, "%s", pattern.p);
		if (!p)
			cr_assert(err.message[0], "%s", pattern.p);
		if (p && code) {
			data = pcre2_match_data_create_from_pattern(code, NULL);
			compiled++;
			with_literals += cpr_pattern_literals(p, &literals) > 0;
			for (int k = 0; k < 40; k++) {
				random_text(&rnd, &text);
				check_text(p, code, data, m, pattern.p, cpr_strbuf_str(&text));
			}
			pcre2_match_data_free(data);
		}
		pcre2_code_free(code);
		cpr_pattern_free(p);
	}
	/* The test is worth nothing if the generator makes rubbish. */
	cr_assert_gt(compiled, rounds / 10, "%zu", compiled);
	cr_assert_gt(with_literals, rounds / 50, "%zu", with_literals);
	for (int k = 0; k < 2; k++)
		cpr_matcher_free(m[k]);
	cpr_strbuf_free(&pattern);
	cpr_strbuf_free(&text);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/problem.h"
#include "failmem.h"

#define NONE ((struct cpr_str){ 0 })

Test(problem, registry_is_complete)
{
	for (size_t i = 0; i < CPR_PROBLEM_COUNT; i++) {
		const struct cpr_problem_type *t = &cpr_problem_types[i];
		const char *texts[] = { t->zh, t->en, t->remedy_zh, t->remedy_en };

		cr_assert_not_null(t->name);
		for (const char *c = t->name; *c; c++)
			cr_assert((*c >= 'a' && *c <= 'z') || *c == '.' || *c == '-', "%s", t->name);
		cr_assert_not_null(strchr(t->name, '.'), "%s", t->name);
		for (size_t k = 0; k < i; k++)
			cr_assert_str_neq(t->name, cpr_problem_types[k].name);
		for (size_t k = 0; k < 4; k++)
			cr_assert_gt(strlen(texts[k]), 3, "%s", t->name);
		/* Both languages tell the same words. */
		for (char w = '0'; w < '3'; w++) {
			char place[] = { '{', w, '}', '\0' };

			cr_assert_eq(!strstr(t->zh, place), !strstr(t->en, place), "%s %c", t->name, w);
			cr_assert_eq(!strstr(t->remedy_zh, place), !strstr(t->remedy_en, place), "%s %c", t->name, w);
		}
	}
	cr_assert_str_eq(cpr_problem_types[CPR_PROBLEM_LIMIT].name, "limit.exceeded");
	cr_assert_str_eq(cpr_problem_types[CPR_PROBLEM_XML_DOCTYPE].name, "xml.doctype");
}

Test(problem, words_are_copied)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_problems ps = { .arena = &arena };
	char word[] = "depth";

	cpr_problem_add(&ps, CPR_PROBLEM_LIMIT, 3, 9, cpr_str_of(word), CPR_STR("64"), NONE);
	cpr_problem_add(&ps, CPR_PROBLEM_XML_DOCTYPE, 1, 1, NONE, NONE, NONE);
	word[0] = 'X';
	cr_assert_eq(ps.list.n, 2);
	cr_assert_eq(ps.list.v[0].start, 3);
	cr_assert_eq(ps.list.v[0].end, 9);
	cr_assert(cpr_str_is(ps.list.v[0].word[0], "depth"));
	cr_assert(cpr_str_is(ps.list.v[0].word[1], "64"));
	cr_assert_null(ps.list.v[0].word[2].p);
	cr_assert_eq(ps.list.v[1].id, CPR_PROBLEM_XML_DOCTYPE);
	cr_assert(!ps.failed);
	cpr_problems_free(&ps);
	cpr_problems_free(&ps);
	cpr_problems_free(&(struct cpr_problems){ 0 });
	cpr_arena_free(&arena);
}

Test(problem, format)
{
	static const struct {
		const char *template_text, *want;
	} t[] = {
		{ "", "" },
		{ "no words", "no words" },
		{ "{0}", "depth" },
		{ "a{0}b{1}c{2}d", "adepthb{0}cd" },
		{ "{1}{0}{0}", "{0}depthdepth" },
		{ "{3}{x}{{0}}{", "{3}{x}{depth}{" },
		{ "{0", "{0" },
		{ "超出限制 {0}（上限 {1}）", "超出限制 depth（上限 {0}）" },
	};
	struct cpr_problem p = { .word = { CPR_STR("depth"), CPR_STR("{0}") } };

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		char *text;

		cpr_problem_format(&p, t[i].template_text, &b);
		text = cpr_strbuf_take(&b);
		cr_assert_str_eq(text, t[i].want, "row %zu", i);
		cpr_free(&cpr_mem_libc, text);
	}
}

Test(problem, failure)
{
	static char big[3000];

	memset(big, 'x', sizeof big);
	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_arena arena = CPR_ARENA(&mem);
		struct cpr_problems ps = { .arena = &arena };
		size_t n;

		for (int i = 0; i < 20; i++)
			cpr_problem_add(&ps, CPR_PROBLEM_SPEC_VALUE, 0, 1, CPR_STR("w"),
					(struct cpr_str){ big, sizeof big }, NONE);
		cr_assert_eq(ps.failed, f.calls > at, "allocation %zu", at);
		cr_assert_eq(ps.list.n == 20, !ps.failed);
		n = ps.list.n;
		cpr_problem_add(&ps, CPR_PROBLEM_XML_DOCTYPE, 1, 1, NONE, NONE, NONE);
		cr_assert_eq(ps.list.n, ps.failed ? n : n + 1, "a list with a hole must not look whole");
		f.fail_at = FAILMEM_NEVER;
		at = ps.failed ? at : FAILMEM_NEVER;
		cpr_problems_free(&ps);
		cpr_arena_free(&arena);
		cr_assert_eq(f.live, 0);
		if (at == FAILMEM_NEVER)
			break;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "failmem.h"
#include "text/few.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define MAX_LITERALS 64

/* WHICH@START-END of each occurrence. Static storage. */
static const char *print_all(const struct cpr_few *f, struct cpr_str text, struct cpr_few_at at)
{
	static char buf[4096];
	size_t n = 0;

	buf[0] = '\0';
	while (cpr_few_next(f, text, &at) && n < sizeof buf - 64)
		n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%u@%u-%u", n ? " " : "", at.which, at.start, at.end);
	cr_assert_eq(at.start, text.n);
	cr_assert(!cpr_few_next(f, text, &at), "the end is left again");
	return buf;
}

static size_t list(const char *const *z, struct cpr_str *v)
{
	size_t n = 0;

	for (; *z; z++)
		v[n++] = cpr_str_of(*z);
	return n;
}

Test(few, finds)
{
	static const struct {
		const char *literals[8];
		const char *text, *found;
	} t[] = {
		{ { "保本" }, "不保本，保本", "0@3-9 0@12-18" },
		{ { "保本" }, "保", "" },
		{ { "保本" }, "保保", "" },
		{ { "保本" }, "", "" },
		{ { "保" }, "保本保", "0@0-3 0@6-9" },
		{ { "aa" }, "aaaa", "0@0-2 0@1-3 0@2-4" },
		/* several in one place, in their order */
		{ { "保本保息", "保本", "保" }, "保本保息", "0@0-12 1@0-6 2@0-3 2@6-9" },
		{ { "保", "保本", "保" }, "保本", "0@0-3 1@0-6 2@0-3" },
		/* one beginning, different ends; a short one makes all of them known by their first character */
		{ { "保本息", "保本金", "保证" }, "保本金保证保本", "1@0-9 2@9-15" },
		{ { "保本息", "a", "保证" }, "保证a保本息", "2@0-6 1@6-7 0@7-16" },
		{ { "50万", "5万" }, "150万", "0@1-6" },
		{ { "\xf0\xa0\x80\x80", "é", "e" }, "é\xf0\xa0\x80\x80""e", "1@0-2 0@2-6 2@6-7" },
		{ { "abcdefghij", "abcdefghik" }, "abcdefghikabcdefghij", "1@0-10 0@10-20" },
	};
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_str v[8];
		struct cpr_few *f = cpr_few_new(&arena, v, list(t[i].literals, v));

		cr_assert(f);
		cr_expect_str_eq(print_all(f, cpr_str_of(t[i].text), (struct cpr_few_at){ 0 }), t[i].found, "%zu", i);
	}
	cpr_arena_free(&arena);
}

Test(few, from)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_str v[] = { CPR_STR("保"), CPR_STR("保本") };
	struct cpr_few *f = cpr_few_new(&arena, v, 2);
	struct cpr_few_at at = { 0 };

	cr_assert(cpr_few_next(f, CPR_STR("保本保保"), &at));
	cpr_few_from(&at, 3);
	cr_expect_str_eq(print_all(f, CPR_STR("保本保保"), at), "0@6-9 0@9-12");
	cpr_few_from(&at, 0);
	cr_expect_str_eq(print_all(f, CPR_STR("保本"), at), "0@0-3 1@0-6");
	cpr_few_from(&at, 6);
	cr_expect_str_eq(print_all(f, CPR_STR("保本"), at), "");
	cpr_arena_free(&arena);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static size_t random_string(uint32_t *rnd, char *to, unsigned most)
{
	static const char *const chars[] = { "a", "b", "保", "本", "é", "\xf0\xa0\x80\x80" };
	unsigned n = 1 + next_random(rnd) % most;
	size_t len = 0;

	for (unsigned i = 0; i < n; i++) {
		const char *c = chars[next_random(rnd) % COUNT(chars)];

		memcpy(to + len, c, strlen(c));
		len += strlen(c);
	}
	return len;
}

/* Against looking for one after the other. */
Test(few, random)
{
	uint32_t rnd = 1;

	for (int round = 0; round < 2000; round++) {
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		static char bytes[MAX_LITERALS][32];
		struct cpr_str v[MAX_LITERALS], text;
		char text_bytes[200];
		size_t n = 1 + next_random(&rnd) % MAX_LITERALS, found = 0, want = 0;
		struct cpr_few_at at = { 0 };
		struct cpr_few *f;
		uint32_t last = 0;

		for (size_t i = 0; i < n; i++)
			v[i] = (struct cpr_str){ bytes[i], random_string(&rnd, bytes[i], 5) };
		text = (struct cpr_str){ text_bytes, random_string(&rnd, text_bytes, 40) };
		f = cpr_few_new(&arena, v, n);
		cr_assert(f);
		for (; cpr_few_next(f, text, &at); found++) {
			cr_assert(at.start >= last && at.end <= text.n && at.end - at.start == v[at.which].n);
			cr_assert(memcmp(text.p + at.start, v[at.which].p, v[at.which].n) == 0);
			last = at.start;
		}
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k + v[i].n <= text.n; k++)
				want += memcmp(text.p + k, v[i].p, v[i].n) == 0;
		cr_assert_eq(found, want, "round %d", round);
		cpr_arena_free(&arena);
	}
}

Test(few, out_of_memory)
{
	struct cpr_str v[] = { CPR_STR("保本"), CPR_STR("保") };
	bool done = false;

	for (size_t at = 0; at < 10 && !done; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_arena arena = CPR_ARENA(&mem);

		done = cpr_few_new(&arena, v, 2) != NULL;
		cpr_arena_free(&arena);
		cr_assert_eq(f.live, 0);
	}
	cr_assert(done);
}

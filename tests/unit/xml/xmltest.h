/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this layer share: a small vocabulary, problems to collect, a reproducible source of chance. */
#ifndef CPR_TEST_XMLTEST_H
#define CPR_TEST_XMLTEST_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../base/failmem.h"
#include "base/problem.h"
#include "xml/doc.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define TEST_NS "urn:cpreview:campaign:1"

static const char *const test_names[] = { "campaign", "plan", "product", "p", "em", "id", "name", "kind" };
static const uint16_t test_elements[] = { 0, 4, 3, 1, 2 }, test_attributes[] = { 5, 7, 6 };
enum { EL_CAMPAIGN, EL_PLAN, EL_PRODUCT, EL_P, EL_EM, AT_ID, AT_NAME, AT_KIND, N_KNOWN };

__attribute__((unused)) static const struct cpr_doc_schema test_schema = {
	.ns = TEST_NS,
	.names = test_names,
	.n_elements = 5,
	.n_attributes = 3,
	.sorted_elements = test_elements,
	.sorted_attributes = test_attributes,
};

struct test_problems {
	struct cpr_arena arena;
	struct cpr_problems list;
};

static inline struct cpr_problems *test_problems_init(struct test_problems *t, const struct cpr_mem *mem)
{
	t->arena = CPR_ARENA(mem);
	t->list = (struct cpr_problems){ .arena = &t->arena };
	return &t->list;
}

static inline void test_problems_free(struct test_problems *t)
{
	cpr_problems_free(&t->list);
	cpr_arena_free(&t->arena);
}

/* "xml.malformed 3-7 a bare & must be written &amp;", or "" when there is none. Static storage. */
static inline const char *test_problems_text(const struct test_problems *t)
{
	static char text[1024];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < t->list.list.n && n < sizeof text; i++) {
		const struct cpr_problem *p = &t->list.list.v[i];

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %u-%u", i ? "; " : "",
				      cpr_problem_types[p->id].name, p->start, p->end);
		for (size_t w = 0; w < 3 && n < sizeof text; w++)
			if (p->word[w].n)
				n += (size_t)snprintf(text + n, sizeof text - n, " %.*s", CPR_STR_ARG(p->word[w]));
	}
	return text;
}

static inline struct cpr_doc *test_parse(struct cpr_str raw, struct test_problems *t)
{
	return cpr_doc_parse(&cpr_mem_libc, raw, &cpr_limits_default, &test_schema,
			     test_problems_init(t, &cpr_mem_libc));
}

/* The same numbers everywhere. */
static inline uint32_t test_random(uint64_t *state, uint32_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % below;
}

/* CPU time in seconds, only ever to be compared with another one of the same run. */
static inline double test_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* times * piece between a head and a tail; free() it. */
static inline struct cpr_str test_repeat(const char *head, const char *piece, size_t times, const char *tail)
{
	size_t h = strlen(head), p = strlen(piece), t = strlen(tail);
	char *buf = malloc(h + p * times + t + 1);

	if (!buf)
		abort();
	memcpy(buf, head, h);
	for (size_t i = 0; i < times; i++)
		memcpy(buf + h + i * p, piece, p);
	memcpy(buf + h + p * times, tail, t + 1);
	return (struct cpr_str){ buf, h + p * times + t };
}

#endif

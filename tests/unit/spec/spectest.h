/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this layer share: small campaigns, problems as text. */
#ifndef CPR_TEST_SPECTEST_H
#define CPR_TEST_SPECTEST_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/failmem.h"
#include "base/error.h"
#include "spec/campaign.h"
#include "xml/place.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

#define CAMPAIGN(body)                                                                                                   \
	"<campaign xmlns='urn:cpreview:campaign:1' xmlns:x='urn:example:x' id='c' jurisdiction='CN' kind='coupon'>" body \
	"</campaign>"
/* With a plan, so that nothing is missing. */
#define WITH_PLAN(body) CAMPAIGN("<plan/>" body)

/* A campaign that parses into something, whatever is wrong with it. */
static inline cpreview_campaign *spec_parse(const char *text, unsigned flags)
{
	cpreview_campaign *c = NULL;

	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, text, strlen(text), "test", NULL, flags, &c, NULL), 0);
	return c;
}

/* "spec.value start|2026-02-30|there is … ; spec.text-not-allowed plan||", or "" when there is none. Static storage. */
static inline const char *spec_problems(const struct cpr_problems *ps)
{
	static char text[4096];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < ps->list.n && n < sizeof text; i++) {
		const struct cpr_problem *p = &ps->list.v[i];

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %.*s|%.*s|%.*s", i ? "; " : "",
				      cpr_problem_types[p->id].name, CPR_STR_ARG(p->word[0]), CPR_STR_ARG(p->word[1]),
				      CPR_STR_ARG(p->word[2]));
	}
	return text;
}

/* The bytes of the document a problem points at. */
static inline struct cpr_str spec_place(const cpreview_campaign *c, size_t problem)
{
	const struct cpr_problem *p = &c->problems.list.v[problem];

	cr_assert_leq(p->end, c->doc->source.text.n);
	return (struct cpr_str){ c->doc->source.text.p + p->start, p->end - p->start };
}

struct spec_case {
	const char *document, *problems;
	const char *place; /* what the first problem points at; NULL: not looked at */
};

static inline void spec_run(const struct spec_case *cases, size_t n, unsigned flags)
{
	for (size_t i = 0; i < n; i++) {
		cpreview_campaign *c = spec_parse(cases[i].document, flags);

		cr_expect_str_eq(spec_problems(&c->problems), cases[i].problems, "%s:\n%s\nnot\n%s", cases[i].document,
				 spec_problems(&c->problems), cases[i].problems);
		if (cases[i].place && c->problems.list.n)
			cr_expect(cpr_str_is(spec_place(c, 0), cases[i].place), "%s: points at %.*s", cases[i].document,
				  CPR_STR_ARG(spec_place(c, 0)));
		cpr_campaign_unref(c);
	}
}

#endif

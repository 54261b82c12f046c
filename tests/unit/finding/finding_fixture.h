/* SPDX-License-Identifier: Apache-2.0 */
/* A small document and cards, for tests of findings and reports. */
#ifndef CPR_TEST_FINDING_FIXTURE_H
#define CPR_TEST_FINDING_FIXTURE_H

#include <criterion/criterion.h>

#include "finding/report.h"

#define S(literal) CPR_STR(literal)
#define LIT(literal) { (literal), sizeof(literal) - 1 }

static const char *const fixture_names[] = { "campaign", "product", "body", "id", "kind" };
static const struct cpr_doc_schema fixture_schema = { .ns = "urn:t", .names = fixture_names, .n_elements = 3, .n_attributes = 2 };

static const struct cpr_rule_card fixture_a = {
	.id = LIT("t.a"), .revision = 1, .right = CPREVIEW_RIGHT_KNOW, .severity = CPREVIEW_SEVERITY_ERROR,
	.confidence = CPREVIEW_CERTAIN, .kind = "text",
};
static const struct cpr_rule_card fixture_b = {
	.id = LIT("t.b"), .revision = 1, .right = CPREVIEW_RIGHT_KNOW, .severity = CPREVIEW_WARNING,
	.confidence = CPREVIEW_LIKELY, .kind = "fact",
};

struct fixture_doc {
	struct cpr_arena arena;
	struct cpr_problems problems;
	struct cpr_doc *doc;
};

/* text is borrowed and must be accepted. */
static inline void fixture_parse(struct fixture_doc *f, struct cpr_str text)
{
	f->arena = CPR_ARENA(&cpr_mem_libc);
	f->problems = (struct cpr_problems){ .arena = &f->arena };
	f->doc = cpr_doc_parse(&cpr_mem_libc, text, &cpr_limits_default, &fixture_schema, &f->problems);
	cr_assert_not_null(f->doc, "the test document is refused");
}

static inline void fixture_parse_free(struct fixture_doc *f)
{
	cpr_doc_free(f->doc);
	cpr_problems_free(&f->problems);
	cpr_arena_free(&f->arena);
}

/* The range of the n-th occurrence (from 0) of a text in the source. */
static inline struct cpr_src fixture_find(const struct cpr_doc *d, const char *what, unsigned n)
{
	const char *p = d->source.text.p;
	size_t length = strlen(what);

	for (uint32_t i = 0; i + length <= d->source.text.n; i++)
		if (memcmp(p + i, what, length) == 0 && n-- == 0)
			return (struct cpr_src){ i, i + (uint32_t)length };
	cr_assert_fail("no %s in the test document", what);
	return (struct cpr_src){ 0, 0 };
}

/* The n-th element (from 0) of a name. */
static inline cpr_node fixture_element(const struct cpr_doc *d, const char *name, uint32_t n)
{
	cpr_name number = cpr_doc_name(d, S("urn:t"), cpr_str_of(name));

	cr_assert_neq(number, CPR_MAP_NONE);
	for (cpr_node i = 0; i < d->n_nodes; i++)
		if (d->nodes[i].name == number && n-- == 0)
			return i;
	cr_assert_fail("no such <%s>", name);
	return 0;
}

static inline void fixture_outcome(cpreview_report *r, const struct cpr_rule_card *card, int outcome)
{
	struct cpr_rule_result result = { .rule = card, .outcome = outcome };

	result.counts[outcome] = 1;
	if (!cpr_array_push(&r->mem, &r->results, result))
		r->failed = true;
}

#endif

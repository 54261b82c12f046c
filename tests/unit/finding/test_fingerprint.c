/* SPDX-License-Identifier: Apache-2.0 */
#include "failmem.h"
#include "finding_fixture.h"

/* One finding, made of nothing but what the fingerprint looks at. */
struct sample {
	const struct cpr_rule_card *rule;
	const char *path, *anchor, *excerpt, *matched, *identity;
	const char *name, *value, *type; /* of evidence, if there is a name */
	uint32_t line;
};

static cpreview_finding *add(cpreview_report *r, const struct sample *s)
{
	cpreview_finding *f = cpr_report_add(r, s->rule ? s->rule : &fixture_a, CPREVIEW_FAIL);

	f->where = (struct cpr_where){
		.known = true, .line = s->line, .column = s->line, .offset_bytes = s->line, .path = cpr_str_of(s->path),
		.anchor = cpr_str_of(s->anchor), .excerpt = cpr_str_of(s->excerpt),
	};
	f->src_start = s->line;
	f->matched = cpr_str_of(s->matched);
	f->identity = cpr_str_of(s->identity);
	if (s->name)
		cpr_finding_evidence(r, f, cpr_str_of(s->name), cpr_str_of(s->value), s->type);
	return f;
}

static void fingerprint(const struct sample *s, char out[33])
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);

	add(r, s);
	cpr_fingerprint_all(r);
	memcpy(out, r->findings.v[0]->fingerprint, 33);
	cr_assert_eq(strspn(out, "0123456789abcdef"), 32u);
	cr_assert_eq(out[32], '\0');
	cpr_report_unref(r);
}

/*
 * A waiver written today must still hold tomorrow: these two values may never change. They were computed by hand:
 * SHA-256 over field("cpreview/v1") field(rule) path NUL field(anchor) text NUL field(identity), then field(name) value NUL
 * for each word of evidence, where field(x) is the length of x as 8 bytes, least first, and x.
 */
Test(fingerprint, known_values)
{
	struct sample s = {
		.path = "/campaign/materials/material[2]/body", .anchor = "material#m2", .excerpt = "稳赚不赔", .matched = "稳赚不赔",
		.name = "match", .value = "稳赚不赔", .type = "text", .line = 12,
	};
	char out[33];

	fingerprint(&s, out);
	cr_assert_str_eq(out, "e1df4c0c495124c924a05b9a83bc505c");
	s = (struct sample){ .rule = cpr_problem_card(CPR_PROBLEM_INPUT_EMPTY) };
	fingerprint(&s, out);
	cr_assert_str_eq(out, "980fe19f0d76e19f9639ec964355a5a5");
}

static const struct {
	const char *what;
	struct sample a, b;
	bool same;
} pairs[] = {
	{ "another line", { .excerpt = "x", .line = 1 }, { .excerpt = "x", .line = 99 }, true },
	{ "another rule", { .rule = &fixture_a }, { .rule = &fixture_b }, false },
	{ "positions in the path", { .path = "/a/b[2]/c[10]/@d" }, { .path = "/a/b/c[3]/@d" }, true },
	{ "another path", { .path = "/a/b" }, { .path = "/a/c" }, false },
	{ "predicates that are no positions", { .path = "/a/*[local-name()='x']" }, { .path = "/a/*[local-name()='y']" }, false },
	{ "an attribute or not", { .path = "/a/@b" }, { .path = "/a/b" }, false },
	{ "another anchor", { .anchor = "p#1" }, { .anchor = "p#2" }, false },
	{ "white space in the text", { .excerpt = "保本 保息" }, { .excerpt = "  保本\n\t\t保息 " }, true },
	{ "white space where there was none", { .excerpt = "保本保息" }, { .excerpt = "保本 保息" }, false },
	{ "matched text counts, not its spelling", { .matched = "保本", .excerpt = "保 本" }, { .matched = "保本", .excerpt = "保&#x672C;" }, true },
	{ "another matched text", { .matched = "保本" }, { .matched = "保息" }, false },
	{ "attributes in another order", { .excerpt = "<p a=\"1\" b='2 3'>" }, { .excerpt = "<p b='2 3'\n  a=\"1\">" }, true },
	{ "an empty tag", { .excerpt = "<p a=\"1\"/>" }, { .excerpt = "<p  a=\"1\" />" }, true },
	{ "another value in the tag", { .excerpt = "<p a=\"1\" b=\"2\">" }, { .excerpt = "<p a=\"2\" b=\"1\">" }, false },
	{ "another tag", { .excerpt = "<p a=\"1\">" }, { .excerpt = "<q a=\"1\">" }, false },
	{ "a tag with content is text", { .excerpt = "<p a='1' b='2'>x</p>" }, { .excerpt = "<p b='2' a='1'>x</p>" }, false },
	{ "evidence", { .name = "rate", .value = "3.6", .type = "decimal" }, { .name = "rate", .value = "3.7", .type = "decimal" }, false },
	{ "the name of evidence", { .name = "a", .value = "1", .type = "text" }, { .name = "b", .value = "1", .type = "text" }, false },
	{ "evidence of lines", { .name = "at", .value = "3", .type = "line" }, { .name = "at", .value = "4", .type = "line" }, true },
	{ "evidence of paths", { .name = "at", .value = "/a[1]", .type = "path" }, { .name = "at", .value = "/a[2]", .type = "path" }, true },
	{ "identity", { .identity = "x" }, { .identity = "y" }, false },
	{ "fields do not run into each other", { .anchor = "ab", .identity = "" }, { .anchor = "a", .identity = "b" }, false },
	{ "path and anchor", { .path = "/ab" }, { .path = "/a", .anchor = "b" }, false },
};

Test(fingerprint, what_changes_it_and_what_does_not)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		char a[33], b[33];

		fingerprint(&pairs[i].a, a);
		fingerprint(&pairs[i].b, b);
		cr_assert_eq(strcmp(a, b) == 0, pairs[i].same, "%s", pairs[i].what);
	}
}

Test(fingerprint, equal_findings_are_told_apart_by_their_order)
{
	struct sample one = { .excerpt = "保本" }, other = { .excerpt = "保息" };
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL), *q = cpr_report_new(&cpr_mem_libc, NULL);
	char alone[33];

	fingerprint(&one, alone);
	for (int i = 0; i < 20; i++)
		add(r, &one);
	add(r, &other);
	cpr_fingerprint_all(r);
	cr_assert_str_eq(r->findings.v[0]->fingerprint, alone, "the first one is as if it were alone");
	for (size_t i = 0; i < r->findings.n; i++)
		for (size_t k = 0; k < i; k++)
			cr_assert_str_neq(r->findings.v[i]->fingerprint, r->findings.v[k]->fingerprint);
	/* a finding between them changes none of them */
	for (int i = 0; i < 3; i++) {
		add(q, &one);
		add(q, &other);
	}
	cpr_fingerprint_all(q);
	for (size_t i = 0; i < 3; i++)
		cr_assert_str_eq(q->findings.v[2 * i]->fingerprint, r->findings.v[i]->fingerprint);
	cpr_report_unref(r);
	cpr_report_unref(q);
}

/* The same finding in a document before and after edits elsewhere. */
Test(fingerprint, holds_through_edits_of_a_document)
{
	static const char *const documents[] = {
		"<campaign xmlns=\"urn:t\" id=\"c\"><product id=\"p\" kind=\"loan\"><body>保本</body></product></campaign>",
		"<campaign xmlns=\"urn:t\" id=\"c\">\n\n<!-- new --><product kind=\"x\"><body>别的</body></product>\n"
		"  <product kind=\"loan\" id=\"p\">\n<body>保本</body></product></campaign>",
		"<campaign id='c' xmlns=\"urn:t\"><product kind=\"loan\" id=\"p\"><body>前</body><body>保本</body></product></campaign>",
	};
	char first[33] = "";

	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);
		struct cpr_src src;
		struct fixture_doc d;
		cpr_node node;

		fixture_parse(&d, cpr_str_of(documents[i]));
		src = fixture_find(d.doc, "保本", 0);
		for (node = d.doc->n_nodes - 1; d.doc->nodes[node].src_start > src.start; node--)
			;
		cpr_finding_place(r, f, d.doc, src, d.doc->nodes[node].parent, CPR_NO_NODE);
		cpr_fingerprint_all(r);
		if (i == 0)
			memcpy(first, f->fingerprint, 33);
		cr_assert_str_eq(f->fingerprint, first, "document %zu", i);
		fixture_parse_free(&d);
		cpr_report_unref(r);
	}
}

static void add_attribute(char *tag, int number)
{
	char word[] = " a00=''";

	word[2] = (char)('0' + number / 10);
	word[3] = (char)('0' + number % 10);
	strcat(tag, word);
}

/* Up to 64 words of a tag are put in order; a tag with more is taken as it stands. */
Test(fingerprint, tags_at_their_limit_and_one_past_it)
{
	for (int attributes = 63; attributes <= 64; attributes++) {
		char forth[1024] = "<p", back[1024] = "<p", a[33], b[33];
		struct sample s = { 0 };

		for (int i = 0; i < attributes; i++) {
			add_attribute(forth, i);
			add_attribute(back, attributes - 1 - i);
		}
		strcat(forth, ">");
		strcat(back, ">");
		s.excerpt = forth;
		fingerprint(&s, a);
		s.excerpt = back;
		fingerprint(&s, b);
		cr_assert_eq(strcmp(a, b) == 0, attributes == 63);
	}
}

Test(fingerprint, without_memory_nothing_is_claimed)
{
	struct failmem fm = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&fm);
	cpreview_report *r = cpr_report_new(&mem, NULL);
	struct sample s = { .excerpt = "x" };

	add(r, &s);
	fm.fail_at = fm.calls;
	cpr_fingerprint_all(r);
	cr_assert(r->failed);
	cpr_report_unref(r);
	cr_assert_eq(fm.live, 0u);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "xml/doc.h"
#include "xmltest.h"

#define NS "xmlns='" TEST_NS "'"

/* Nodes as "campaign(p('text'),u:x())"; foreign names with their namespace. Static storage. */
static const char *doc_text(const struct cpr_doc *d)
{
	static char text[8192];
	cpr_node open[256];
	size_t n = 0, depth = 0;

	text[0] = '\0';
	for (cpr_node i = 0; i < d->n_nodes; i++) {
		const struct cpr_node_rec *r = &d->nodes[i];
		bool closed = false;

		while (depth > 0 && d->nodes[open[depth - 1]].next <= i) {
			n += (size_t)snprintf(text + n, sizeof text - n, ")");
			depth--;
			closed = true;
		}
		n += (size_t)snprintf(text + n, sizeof text - n, closed || (i > 0 && r->parent != i - 1) ? "," : "");
		if (cpr_doc_is_text(d, i)) {
			n += (size_t)snprintf(text + n, sizeof text - n, "'%.*s'", (int)r->count, d->text + r->first);
			continue;
		}
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s%s%.*s", r->name < N_KNOWN ? "" : "{",
				      r->name < N_KNOWN ? 0 : (int)d->names[r->name].ns.n, d->names[r->name].ns.p,
				      r->name < N_KNOWN ? "" : "}", CPR_STR_ARG(d->names[r->name].local));
		for (uint32_t a = r->first; a < r->first + r->count; a++)
			n += (size_t)snprintf(text + n, sizeof text - n, " %.*s=%.*s",
					      CPR_STR_ARG(d->names[d->attrs[a].name].local),
					      CPR_STR_ARG(cpr_doc_attr_value(d, a)));
		n += (size_t)snprintf(text + n, sizeof text - n, "(");
		open[depth++] = i;
	}
	while (depth-- > 0)
		n += (size_t)snprintf(text + n, sizeof text - n, ")");
	return text;
}

Test(doc, built)
{
	static const struct {
		struct cpr_str raw;
		const char *text;
	} cases[] = {
		{ CPR_STR("<campaign " NS "/>"), "campaign()" },
		{ CPR_STR("<c:campaign xmlns:c='" TEST_NS "' id='1'><c:p/></c:campaign>"), "campaign id=1(p())" },
		{ CPR_STR("<campaign/>"), "{}campaign()" },
		{ CPR_STR("<campaign " NS "><p>a</p> <p>b<em>c</em>d</p></campaign>"),
		  "campaign(p('a'),' ',p('b',em('c'),'d'))" },
		{ CPR_STR("<campaign " NS "><p/><p></p><plan><p/></plan><p/></campaign>"),
		  "campaign(p(),p(),plan(p()),p())" },
		{ CPR_STR("<a>x<!--c-->y<![CDATA[&lt;]]><?p?>&lt;&#x4E2D;\r\n\r</a>"), "{}a('xy&lt;<中\n\n')" },
		{ CPR_STR("<a><!--c--><b/><![CDATA[]]></a>"), "{}a({}b())" },
		{ CPR_STR("<a x='\r\n\t &#13;&#10;&amp;&quot;'/>"), "{}a x=   \r\n&\"()" },
		{ CPR_STR("<a x='&amp;#38;&#38;#38;&#38;amp;&lt;R&amp;D' y='&#38;'/>"),
		  "{}a x=&#38;&#38;&amp;<R&D y=&()" },
		{ CPR_STR("<a xmlns='u' xmlns:v='v'><v:b v:x='1' x='2'/><c xmlns=''/><c/></a>"),
		  "{u}a({v}b x=1 x=2(),{}c(),{u}c())" },
		{ CPR_STR("<?xml version='1.0' encoding='GB18030'?><a>\xC0\xFB\x94\x39\xFC\x36</a>"), "{}a('利😀')" },
		{ CPR_STR("\xFE\xFF\0<\0a\0>\x52\x29\0<\0/\0a\0>"), "{}a('利')" },
		/* Labels that are still in the text mean nothing any more. */
		{ CPR_STR("\xFF\xFE<\0?\0x\0m\0l\0 \0v\0e\0r\0s\0i\0o\0n\0=\0'\0"
			  "1\0.\0"
			  "0\0'\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0"
			  "U\0T\0F\0-\0"
			  "1\0"
			  "6\0'\0?\0>\0<\0a\0>\0\x29\x52<\0/\0a\0>\0"),
		  "{}a('利')" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_doc *d = test_parse(cases[i].raw, &t);

		cr_assert_not_null(d, "case %zu: %s", i, test_problems_text(&t));
		cr_expect_str_eq(doc_text(d), cases[i].text, "case %zu: %s", i, doc_text(d));
		cr_assert_eq(t.list.list.n, 0);
		cr_assert_not(t.list.failed);
		cpr_doc_free(d);
		test_problems_free(&t);
	}
}

Test(doc, refused_once)
{
	static const struct {
		struct cpr_str raw;
		const char *problem;
	} cases[] = {
		{ CPR_STR(""), "input.empty 0-0" },
		{ CPR_STR("<a>\xC0\xFB</a>"),
		  "input.encoding 3-3 the byte 0xC0 is not valid UTF-8 here; a file in GB18030 must say so in its XML declaration" },
		{ CPR_STR("<a/>\0<b/>"), "input.character 4-4 U+0000" },
		{ CPR_STR("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "xml.doctype 0-9" },
		{ CPR_STR("<a><b></a>"), "xml.malformed 6-9 the end tag </a> does not match <b> of line 1" },
		{ CPR_STR("<a><p:b/></a>"), "xml.malformed 3-9 a namespace prefix is not declared: p" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;

		cr_assert_null(test_parse(cases[i].raw, &t), "case %zu", i);
		cr_expect_str_eq(test_problems_text(&t), cases[i].problem, "case %zu: %s", i, test_problems_text(&t));
		test_problems_free(&t);
	}
	cpr_doc_free(NULL);
}

Test(doc, places_of_nodes)
{
	struct cpr_str raw = CPR_STR("<campaign " NS " id='1'>a<p name = \"n\"/><p>b</p ></campaign>");
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	static const char *const pieces[][2] = {
		/* start tag or run; attribute values */
		{ "<campaign " NS " id='1'>", "1" },
		{ "a", NULL },
		{ "<p name = \"n\"/>", "n" },
		{ "<p>", NULL },
		{ "b", NULL },
	};

	cr_assert_not_null(d);
	cr_assert_eq(d->n_nodes, COUNT(pieces));
	for (cpr_node n = 0; n < d->n_nodes; n++) {
		const struct cpr_node_rec *r = &d->nodes[n];

		cr_assert(cpr_str_is((struct cpr_str){ raw.p + r->src_start, r->src_open_end - r->src_start },
				     pieces[n][0]));
		cr_assert_eq(cpr_doc_is_text(d, n) ? 0 : r->count, pieces[n][1] ? 1 : 0);
		if (pieces[n][1]) {
			const struct cpr_attr_rec *a = &d->attrs[r->first];

			cr_assert_eq(a->owner, n);
			cr_assert(cpr_str_is((struct cpr_str){ raw.p + a->src_value, a->src_value_end - a->src_value },
					     pieces[n][1]));
			cr_assert_eq(strncmp(raw.p + a->src_start, n ? "name" : "id", n ? 4 : 2), 0);
		}
	}
	cr_assert_eq(d->nodes[0].src_end, raw.n);
	cr_assert_eq(d->nodes[2].src_end, d->nodes[2].src_open_end);
	cr_assert(cpr_str_is(
		(struct cpr_str){ raw.p + d->nodes[3].src_start, d->nodes[3].src_end - d->nodes[3].src_start },
		"<p>b</p >"));
	cpr_doc_free(d);
	test_problems_free(&t);
}

Test(doc, questions)
{
	struct cpr_str raw = CPR_STR("<campaign " NS " id='c'><plan>x<p kind='k'>1<em>2</em>3</p></plan><plan/>"
				     "<f:p xmlns:f='f' f:kind='z'>4</f:p><p><p>5</p></p></campaign>");
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	cpr_name foreign_p, foreign_kind;
	uint32_t count, offset;
	const cpr_node *list;
	cpr_node child;

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	/* 0 campaign, 1 plan, 2 x, 3 p, 4 1, 5 em, 6 2, 7 3, 8 plan, 9 f:p, 10 4, 11 p, 12 p, 13 5 */
	cr_assert_eq(d->n_nodes, 14);

	list = cpr_doc_descendants(d, 0, EL_P, &count);
	cr_assert_eq(count, 3);
	cr_assert(list[0] == 3 && list[1] == 11 && list[2] == 12);
	list = cpr_doc_descendants(d, 11, EL_P, &count);
	cr_assert(count == 1 && list[0] == 12);
	cpr_doc_descendants(d, 12, EL_P, &count);
	cr_assert_eq(count, 0);
	cpr_doc_descendants(d, 0, EL_PRODUCT, &count);
	cr_assert_eq(count, 0);
	cpr_doc_descendants(d, 0, CPR_MAP_NONE, &count);
	cr_assert_eq(count, 0);
	cpr_doc_descendants(d, 0, EL_CAMPAIGN, &count);
	cr_assert_eq(count, 0, "itself is no descendant");

	cr_assert_eq(cpr_doc_name(d, CPR_STR(TEST_NS), CPR_STR("product")), EL_PRODUCT);
	cr_assert_eq(cpr_doc_name(d, CPR_STR(TEST_NS), CPR_STR("kind")), CPR_MAP_NONE);
	cr_assert_eq(cpr_doc_name(d, CPR_STR(""), CPR_STR("kind")), AT_KIND);
	cr_assert_eq(cpr_doc_name(d, CPR_STR(TEST_NS), CPR_STR("prod")), CPR_MAP_NONE);
	cr_assert_eq(cpr_doc_name(d, CPR_STR(TEST_NS), CPR_STR("products")), CPR_MAP_NONE);
	foreign_p = cpr_doc_name(d, CPR_STR("f"), CPR_STR("p"));
	foreign_kind = cpr_doc_name(d, CPR_STR("f"), CPR_STR("kind"));
	cr_assert(foreign_p >= d->n_known && foreign_p < d->n_names);
	cr_assert(foreign_kind >= d->n_known && foreign_kind < d->n_names && foreign_kind != foreign_p);
	cr_assert_eq(cpr_doc_name(d, CPR_STR("g"), CPR_STR("p")), CPR_MAP_NONE);

	cr_assert_eq(cpr_doc_attr(d, 0, AT_ID), 0);
	cr_assert_eq(cpr_doc_attr(d, 0, AT_KIND), CPR_NO_NODE);
	cr_assert_eq(cpr_doc_attr(d, 2, AT_KIND), CPR_NO_NODE);
	cr_assert(cpr_str_is(cpr_doc_attr_value(d, cpr_doc_attr(d, 3, AT_KIND)), "k"));
	cr_assert_eq(cpr_doc_attr(d, 9, AT_KIND), CPR_NO_NODE);
	cr_assert(cpr_str_is(cpr_doc_attr_value(d, cpr_doc_attr(d, 9, foreign_kind)), "z"));

	cr_assert(cpr_str_is(cpr_doc_text(d, 0, &offset), "x12345"));
	cr_assert_eq(offset, 0);
	cr_assert(cpr_str_is(cpr_doc_text(d, 3, &offset), "123"));
	cr_assert_eq(offset, 1);
	cr_assert(cpr_str_is(cpr_doc_text(d, 6, &offset), "2"));
	cr_assert_eq(offset, 2);
	cr_assert_eq(cpr_doc_text(d, 8, &offset).n, 0);
	cr_assert_eq(offset, 4);
	cr_assert_eq(cpr_doc_text(d, 8, NULL).n, 0);

	cr_assert_eq(cpr_doc_text_node(d, 0), 2);
	cr_assert_eq(cpr_doc_text_node(d, 3), 7);
	cr_assert_eq(cpr_doc_text_node(d, 5), 13);
	cr_assert_eq(cpr_doc_text_node(d, 6), CPR_NO_NODE);

	child = cpr_doc_first_child(d, 0);
	cr_assert_eq(child, 1);
	cr_assert_eq(child = cpr_doc_next_sibling(d, child), 8);
	cr_assert_eq(child = cpr_doc_next_sibling(d, child), 9);
	cr_assert_eq(child = cpr_doc_next_sibling(d, child), 11);
	cr_assert_eq(cpr_doc_next_sibling(d, child), CPR_NO_NODE);
	cr_assert_eq(cpr_doc_next_sibling(d, 0), CPR_NO_NODE);
	cr_assert_eq(cpr_doc_first_child(d, 8), CPR_NO_NODE);
	cpr_doc_free(d);
	test_problems_free(&t);
}

Test(doc, no_text_at_all)
{
	struct test_problems t;
	struct cpr_doc *d = test_parse(CPR_STR("<campaign " NS "><p/></campaign>"), &t);
	uint32_t offset = 7;

	cr_assert_not_null(d);
	cr_assert_eq(cpr_doc_text(d, 0, &offset).n, 0);
	cr_assert_eq(offset, 0);
	cr_assert_eq(cpr_doc_text_node(d, 0), CPR_NO_NODE);
	cpr_doc_free(d);
	test_problems_free(&t);
}

/* The tables in order of names are only there to be faster. */
Test(doc, schema_without_sorted_names)
{
	struct cpr_doc_schema schema = test_schema;
	struct test_problems t;
	struct cpr_doc *d;

	schema.sorted_elements = schema.sorted_attributes = NULL;
	d = cpr_doc_parse(&cpr_mem_libc, CPR_STR("<campaign " NS " id='1' x=''><em/><q/></campaign>"),
			  &cpr_limits_default, &schema, test_problems_init(&t, &cpr_mem_libc));
	cr_assert_not_null(d);
	cr_assert_eq(d->nodes[0].name, EL_CAMPAIGN);
	cr_assert_eq(d->nodes[1].name, EL_EM);
	cr_assert_eq(d->nodes[2].name, d->n_known + 1);
	cr_assert_eq(d->attrs[0].name, AT_ID);
	cr_assert_eq(d->attrs[1].name, d->n_known);
	cr_assert_eq(cpr_doc_name(d, CPR_STR(TEST_NS), CPR_STR("q")), d->n_known + 1);
	cpr_doc_free(d);
	test_problems_free(&t);
}

/* One written name under many namespaces: more names than the gate has counted. */
Test(doc, one_name_in_many_namespaces)
{
	struct cpr_limits limits = cpr_limits_default;
	struct test_problems t;
	struct cpr_doc *d;
	char s[8192];
	size_t n = (size_t)sprintf(s, "<r>");

	for (unsigned i = 0; i < 200; i++)
		n += (size_t)sprintf(s + n, "<a xmlns='u%u'/>", i % 100);
	n += (size_t)sprintf(s + n, "</r>");
	d = test_parse((struct cpr_str){ s, n }, &t);
	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert_eq(d->n_names - d->n_known, 101);
	for (cpr_node i = 1; i < d->n_nodes; i++) {
		char ns[16];

		sprintf(ns, "u%u", (i - 1) % 100);
		cr_assert_eq(d->nodes[i].name, cpr_doc_name(d, cpr_str_of(ns), CPR_STR("a")));
		cr_assert(cpr_str_is(d->names[d->nodes[i].name].ns, ns));
	}
	cpr_doc_free(d);
	test_problems_free(&t);
	limits.distinct_names = 100;
	cr_assert_null(cpr_doc_parse(&cpr_mem_libc, (struct cpr_str){ s, n }, &limits, &test_schema,
				     test_problems_init(&t, &cpr_mem_libc)));
	cr_assert_eq(t.list.list.n, 1);
	cr_assert_eq(t.list.list.v[0].id, CPR_PROBLEM_LIMIT);
	cr_assert(cpr_str_is(t.list.list.v[0].word[0], "distinct_names"));
	test_problems_free(&t);
}

Test(doc, defaults_allow_their_reach)
{
	struct cpr_str deep[2] = { test_repeat("", "<a>", 64, ""), test_repeat("", "</a>", 64, "") };
	struct cpr_str wide = test_repeat("<a>", "<b x=''/>t", 399999, "</a>");
	struct cpr_str over = test_repeat("<a>", "<b x=''/>t", 400000, "</a>");
	struct cpr_str text = test_repeat("<a>", "利", (1 << 20) / 3, "x</a>");
	char *nested = malloc(deep[0].n + deep[1].n);
	struct test_problems t;
	struct cpr_doc *d;

	memcpy(nested, deep[0].p, deep[0].n);
	memcpy(nested + deep[0].n, deep[1].p, deep[1].n);
	d = test_parse((struct cpr_str){ nested, deep[0].n + deep[1].n }, &t);
	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cpr_doc_free(d);
	test_problems_free(&t);
	d = test_parse(wide, &t);
	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert_eq(d->n_nodes, 1 + 2 * 399999);
	cpr_doc_free(d);
	test_problems_free(&t);
	cr_assert_null(test_parse(over, &t));
	cr_assert_eq(t.list.list.v[0].id, CPR_PROBLEM_LIMIT);
	test_problems_free(&t);
	d = test_parse(text, &t);
	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert_eq(d->nodes[1].count, 1 << 20);
	cpr_doc_free(d);
	test_problems_free(&t);
	free(nested);
	free((char *)deep[0].p);
	free((char *)deep[1].p);
	free((char *)wide.p);
	free((char *)over.p);
	free((char *)text.p);
}

/* libxml2 refuses to look further than ten million bytes unless it reads in pieces, as we let it. */
Test(doc, larger_than_ten_megabytes)
{
	struct cpr_str raw = test_repeat("<a>", "<p>0123456789 投资有风险 0123456789</p>\n", 260000, "</a>");
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert_eq(d->n_nodes, 1 + 3 * 260000);
	cpr_doc_free(d);
	test_problems_free(&t);
	free((char *)raw.p);
}

/* Any single allocation of ours that fails is reported, and nothing is kept. */
Test(doc, no_memory)
{
	static const struct cpr_str inputs[] = {
		CPR_STR("<campaign " NS " id='1'><p>a&amp;b</p><q xmlns='u'/><q xmlns='v'/></campaign>"),
		CPR_STR("<?xml version='1.0' encoding='GBK'?><a>\xC0\xFB</a>"),
		CPR_STR("<a><p:b/></a>"),
		CPR_STR("<a></b>"),
	};
	/* So that also what only long lines and long runs need is asked for. */
	struct cpr_str long_run = test_repeat("<a>", "x&amp;", 2000, "</a>");

	for (size_t i = 0; i <= COUNT(inputs); i++) {
		struct cpr_str raw = i < COUNT(inputs) ? inputs[i] : long_run;
		bool done = false;

		for (size_t at = 0; !done && at < 200; at++) {
			struct failmem f = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&f);
			struct test_problems t;
			struct cpr_doc *d = cpr_doc_parse(&mem, raw, &cpr_limits_default, &test_schema,
							  test_problems_init(&t, &mem));

			done = f.calls <= at;
			cr_assert_eq(t.list.failed, !done, "input %zu, allocation %zu: %s", i, at,
				     test_problems_text(&t));
			cr_assert_not(d && t.list.failed);
			cpr_doc_free(d);
			test_problems_free(&t);
			cr_assert_eq(f.live, 0, "input %zu leaks when allocation %zu fails", i, at);
		}
		cr_assert(done);
	}
	free((char *)long_run.p);
}

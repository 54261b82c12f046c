/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "xml/gate.h"
#include "xmltest.h"

/* Tokens as "O0-3 T3-5:2 C5-9"; attributes behind their tag as " name[start-end]". Static storage. */
static const char *tokens_text(const struct cpr_gate *g, struct cpr_str s)
{
	static char text[4096];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < g->tokens.n && n < sizeof text; i++) {
		const struct cpr_gate_token *t = &g->tokens.v[i];

		n += (size_t)snprintf(text + n, sizeof text - n, "%s%c%u-%u", i ? " " : "", "OECT"[t->kind], t -> start,
				      t -> end);
		if (t->kind == CPR_GATE_TEXT)
			n += (size_t)snprintf(text + n, sizeof text - n, ":%u", t->text_n);
		for (uint32_t a = 0; t->kind <= CPR_GATE_EMPTY && a < t->n_attrs; a++) {
			const struct cpr_gate_attr *at = &g->attrs.v[t->first_attr + a];

			n += (size_t)snprintf(text + n, sizeof text - n, " %s%.*s[%u-%u]",
					      at->name & CPR_GATE_XMLNS ? "!" : "",
					      (int)(at->name_end - at->name_start), s.p + at->name_start,
					      at->value_start, at->value_end);
		}
	}
	return text;
}

Test(gate, accepted)
{
	static const struct {
		const char *s, *tokens;
		uint32_t text_bytes, value_bytes;
	} cases[] = {
		{ "<a/>", "E0-4", 0, 0 },
		{ "<a></a>", "O0-3 C3-7", 0, 0 },
		{ " \n<a >b</a > \t", "O2-6 T6-7:1 C7-12", 1, 0 },
		{ "<a x='1' y = \"&lt;2\" />", "E0-23 x[6-7] y[14-19]", 0, 3 },
		{ "<a xmlns='u' xmlns:b='v' b:x=''/>", "E0-33 !xmlns[10-11] !xmlns:b[22-23] b:x[30-30]", 0, 0 },
		{ "<a xmlnsx='u'/>", "E0-15 xmlnsx[11-12]", 0, 1 },
		{ "<a>x<b/>y<c>z</c></a>", "O0-3 T3-4:1 E4-8 T8-9:1 O9-12 T12-13:1 C13-17 C17-21", 3, 0 },
		/* One run, whatever stands in it. */
		{ "<a>x<!-- - -->y<![CDATA[<&]>]]>z<?p q?>&amp;&#x4E2D;</a>", "O0-3 T3-52:11 C52-56", 11, 0 },
		{ "<a><!--x--></a>", "O0-3 C11-15", 0, 0 },
		{ "<a><![CDATA[]]><?p?></a>", "O0-3 C20-24", 0, 0 },
		{ "<a><![CDATA[]]]]></a>", "O0-3 T3-17:2 C17-21", 2, 0 },
		{ "<a><![CDATA[]]]]>]</a>", "O0-3 T3-18:3 C18-22", 3, 0 },
		{ "<a>\r\n\r\n\r&#13;\n</a>", "O0-3 T3-14:5 C14-18", 5, 0 },
		{ "<a x='\r\n\t&#10;'/>", "E0-17 x[6-14]", 0, 3 },
		{ "<a>]] ] ]>></a>", "O0-3 T3-11:8 C11-15", 8, 0 },
		{ "<a x=']]>'/>", "E0-12 x[6-9]", 0, 3 },
		{ "<a x='>' y='/>'/>", "E0-17 x[6-7] y[12-14]", 0, 3 },
		{ "<?xml version='1.0'?><!--c--><?p?><a/><!--c--><?p?>\n", "E34-38", 0, 0 },
		{ "<?xml\tversion = \"1.0\" encoding='GBK' ?><a/>", "E39-43", 0, 0 },
		{ "<?xml-stylesheet href='x'?><a/>", "E27-31", 0, 0 },
		{ "<活动 名='一'/>", "E0-19 名[13-16]", 0, 3 },
		{ "<a:b.c-d_1 :x='1'/>", "E0-19 :x[15-16]", 0, 1 },
		{ "<a><!----></a>", "O0-3 C10-14", 0, 0 },
		{ "<a>&#x10FFFF;&#0000000000000000000000000065;</a>", "O0-3 T3-44:5 C44-48", 5, 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_str s = cpr_str_of(cases[i].s);
		struct test_problems t;
		struct cpr_gate g;
		bool ok =
			cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &g, test_problems_init(&t, &cpr_mem_libc));

		cr_assert(ok, "%s: %s", cases[i].s, test_problems_text(&t));
		cr_expect_str_eq(tokens_text(&g, s), cases[i].tokens, "%s: %s", cases[i].s, tokens_text(&g, s));
		cr_assert_eq(g.n_text_bytes, cases[i].text_bytes, "%s", cases[i].s);
		cr_assert_eq(g.n_value_bytes, cases[i].value_bytes, "%s", cases[i].s);
		cpr_gate_free(&g);
		cpr_gate_free(&g);
		test_problems_free(&t);
	}
}

Test(gate, refused)
{
	static const struct {
		const char *s, *problem;
	} cases[] = {
		{ " \r\n\t", "input.empty 0-0" },
		{ "<!--c-->", "xml.malformed 0-8 there is no root element" },
		{ "x", "xml.malformed 0-1 text stands before the root element" },
		{ "x<a/>", "xml.malformed 0-1 text stands before the root element" },
		{ "<a/>x", "xml.malformed 4-5 text stands behind the root element" },
		{ "<a/> &amp;", "xml.malformed 5-10 text stands behind the root element" },
		{ "<a/><b/>", "xml.malformed 4-6 a second root element <b> follows the first" },
		{ "<a/></a>", "xml.malformed 4-7 the end tag </a> has no start tag" },
		{ "</a>", "xml.malformed 0-3 the end tag </a> has no start tag" },
		{ "<a/><![CDATA[x]]>", "xml.malformed 4-13 a CDATA section stands outside of the root element" },
		/* never allowed */
		{ "<!DOCTYPE a><a/>", "xml.doctype 0-9" },
		{ "<!doctype html><a/>", "xml.doctype 0-9" },
		{ "<!--c--><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "xml.doctype 8-17" },
		{ "<a><!DOCTYPE a></a>", "xml.doctype 3-12" },
		{ "<!DOCTYPE", "xml.doctype 0-9" },
		{ "<!DOCTYP", "xml.malformed 0-2 <! begins neither a comment nor a CDATA section" },
		{ "<!ENTITY x 'y'><a/>", "xml.malformed 0-2 <! begins neither a comment nor a CDATA section" },
		{ "<a><![cdata[x]]></a>", "xml.malformed 3-5 <! begins neither a comment nor a CDATA section" },
		{ "<a><!", "xml.malformed 3-5 <! begins neither a comment nor a CDATA section" },
		/* not closed */
		{ "<a>", "xml.malformed 0-3 the element <a> is never closed" },
		{ "<a><b><c/></b>", "xml.malformed 0-3 the element <a> is never closed" },
		{ "<a><b>text", "xml.malformed 3-6 the element <b> is never closed" },
		{ "<a", "xml.malformed 0-2 the tag <a is not closed with >" },
		{ "<a ", "xml.malformed 0-2 the tag <a is not closed with >" },
		{ "<a x", "xml.malformed 0-2 the tag <a is not closed with >" },
		{ "<a x=", "xml.malformed 0-2 the tag <a is not closed with >" },
		{ "<a x=''", "xml.malformed 0-2 the tag <a is not closed with >" },
		{ "<a /", "xml.malformed 3-4 the character / is not allowed here in a tag" },
		{ "<a x='1", "xml.malformed 5-6 the value of x has no closing quote" },
		{ "<a><b x='1></b></a>",
		  "xml.malformed 9-12 < in the value of x must be written &lt;, or the closing quote is missing" },
		{ "<a></a", "xml.malformed 3-6 the end tag </a is not closed with >" },
		{ "<a></a <b/>", "xml.malformed 3-6 the end tag </a is not closed with >" },
		{ "<a><!-- </a>", "xml.malformed 3-7 the comment is not closed with -->" },
		{ "<a><!-- -", "xml.malformed 3-7 the comment is not closed with -->" },
		{ "<a><!-- --", "xml.malformed 3-7 the comment is not closed with -->" },
		{ "<a><![CDATA[ ]] ></a>", "xml.malformed 3-12 the CDATA section is not closed with ]]>" },
		{ "<a><?p </a>", "xml.malformed 3-6 the processing instruction is not closed with ?>" },
		{ "<a><?p ?", "xml.malformed 3-6 the processing instruction is not closed with ?>" },
		{ "<?xml version='1.0'", "xml.malformed 0-5 the XML declaration is not closed with ?>" },
		{ "<", "xml.malformed 0-1 a bare < must be written &lt;" },
		{ "<a></", "xml.malformed 3-5 </ must be followed by the name of an element" },
		/* nesting */
		{ "<a>\n<b>\n</a>", "xml.malformed 8-11 the end tag </a> does not match <b> of line 2" },
		{ "<a>\r\n\r<b></bb></a>", "xml.malformed 9-13 the end tag </bb> does not match <b> of line 3" },
		{ "<a></A>", "xml.malformed 3-6 the end tag </A> does not match <a> of line 1" },
		/* attributes */
		{ "<a x='1' x='2'/>", "xml.malformed 9-10 the attribute x is given twice" },
		{ "<a xmlns='1' xmlns='2'/>", "xml.malformed 13-18 the attribute xmlns is given twice" },
		{ "<a x=1/>", "xml.malformed 5-5 the value of x must stand in quotes" },
		{ "<a x=\xE2\x80\x9C"
		  "1\xE2\x80\x9D/>",
		  "xml.malformed 5-5 the value of x must stand in straight quotes" },
		{ "<a x/>", "xml.malformed 3-4 the attribute x has no value" },
		{ "<a x y='1'/>", "xml.malformed 3-4 the attribute x has no value" },
		{ "<a x='1'y='2'/>", "xml.malformed 8-9 white space must stand between attributes" },
		{ "<a x='1<2'/>",
		  "xml.malformed 6-8 < in the value of x must be written &lt;, or the closing quote is missing" },
		{ "<a x='R&D'/>", "xml.malformed 7-8 a bare & must be written &amp;" },
		{ "<a xmlns='&u;'/>", "xml.malformed 10-13 the entity &u; is not defined" },
		{ "<a\xE3\x80\x80x='1'/>", "xml.malformed 2-5 the character U+3000 is not allowed here in a tag" },
		{ "<a x\xEF\xBC\x9D'1'/>", "xml.malformed 3-7 the attribute x\xEF\xBC\x9D has no value" },
		{ "<a 1='x'/>", "xml.malformed 3-4 the character 1 is not allowed here in a tag" },
		{ "<a / >", "xml.malformed 3-4 the character / is not allowed here in a tag" },
		{ "<a\"x\">", "xml.malformed 2-3 the character \" is not allowed here in a tag" },
		{ "<a></a x='1'>", "xml.malformed 7-8 the character x is not allowed here in a tag" },
		{ "<a></a/>", "xml.malformed 6-7 the character / is not allowed here in a tag" },
		/* text */
		{ "<a>1 < 2</a>", "xml.malformed 5-6 a bare < must be written &lt;" },
		{ "<a>R&D</a>", "xml.malformed 4-5 a bare & must be written &amp;" },
		{ "<a>R & D</a>", "xml.malformed 5-6 a bare & must be written &amp;" },
		{ "<a>&", "xml.malformed 3-4 a bare & must be written &amp;" },
		{ "<a>&amp</a>", "xml.malformed 3-4 a bare & must be written &amp;" },
		{ "<a>&nbsp;</a>", "xml.malformed 3-9 the entity &nbsp; is not defined" },
		{ "<a>&#0;</a>", "xml.malformed 3-7 &#0; stands for no XML character" },
		{ "<a>&#xD800;</a>", "xml.malformed 3-11 &#xD800; stands for no XML character" },
		{ "<a>&#x110000;</a>", "xml.malformed 3-13 &#x110000; stands for no XML character" },
		{ "<a>&#4294967361;</a>", "xml.malformed 3-16 &#4294967361; stands for no XML character" },
		{ "<a>&#;</a>", "xml.malformed 3-6 &#; stands for no XML character" },
		{ "<a>&#X41;</a>", "xml.malformed 3-9 &#X41; stands for no XML character" },
		{ "<a>&#65</a>", "xml.malformed 3-7 the character reference is not finished with ;" },
		{ "<a>]]></a>", "xml.malformed 3-6 ]]> in text must be written ]]&gt;" },
		{ "<a><!-- a -- b --></a>", "xml.malformed 10-12 -- is not allowed inside a comment" },
		{ "<a><!-- a ---></a>", "xml.malformed 10-12 -- is not allowed inside a comment" },
		/* instructions */
		{ "<a><? p?></a>", "xml.malformed 3-5 <? must be followed by a name" },
		{ "<a><?p\"?></a>", "xml.malformed 6-7 white space must follow the name of a processing instruction" },
		{ " <?xml version='1.0'?><a/>",
		  "xml.malformed 1-6 an XML declaration stands only at the very beginning" },
		{ "<a><?XmL x?></a>", "xml.malformed 3-8 an XML declaration stands only at the very beginning" },
		{ "<?xml?><a/>", "xml.malformed 0-5 an XML declaration stands only at the very beginning" },
		{ "<?xml version='1.1'?><a/>", "xml.malformed 0-21 the XML version is not 1.0" },
		{ "<?xml encoding='UTF-8'?><a/>",
		  "xml.malformed 0-24 the XML declaration does not begin with the version" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_gate g;
		bool ok = cpr_gate_scan(&cpr_mem_libc, cpr_str_of(cases[i].s), &cpr_limits_default, &g,
					test_problems_init(&t, &cpr_mem_libc));

		cr_assert_not(ok, "%s", cases[i].s);
		cr_expect_str_eq(test_problems_text(&t), cases[i].problem, "%s: %s", cases[i].s,
				 test_problems_text(&t));
		cr_assert_null(g.tokens.v);
		cpr_gate_free(&g);
		test_problems_free(&t);
	}
}

/* Every prefix of a document that has everything is refused, with one problem inside of it, and without reading on. */
Test(gate, cut_anywhere)
{
	static const char all[] =
		"<?xml version='1.0'?><!-- c --><?p q?><a x='1' y=\"&#65;\">t&amp;\r\n<![CDATA[ ]] \r\n]]><b/>\r\n<?p?></a>";

	for (size_t n = 0; n < sizeof all - 1; n++) {
		char *exact = malloc(n ? n : 1);
		struct test_problems t;
		struct cpr_gate g;

		memcpy(exact, all, n);
		cr_assert_not(cpr_gate_scan(&cpr_mem_libc, (struct cpr_str){ exact, n }, &cpr_limits_default, &g,
					    test_problems_init(&t, &cpr_mem_libc)),
			      "%zu", n);
		cr_assert_eq(t.list.list.n, 1);
		cr_assert_leq(t.list.list.v[0].start, t.list.list.v[0].end);
		cr_assert_leq(t.list.list.v[0].end, n, "%zu: %s", n, test_problems_text(&t));
		test_problems_free(&t);
		free(exact);
	}
}

/* Each limit: what reaches it passes, one more does not. */
Test(gate, limits)
{
	static const struct {
		const char *name, *head, *piece, *tail;
		uint32_t value;
		size_t reach; /* pieces that reach it */
		const char *problem;
	} cases[] = {
		{ "depth", "", "<a>", "", 5, 5, "limit.exceeded 15-17 depth 5" },
		{ "elements", "<r>", "<a/>", "</r>", 5, 4, "limit.exceeded 19-21 elements 5" },
		{ "attributes_per_element", "<r xmlns='u' ", "", "/>", 3, 3,
		  "limit.exceeded 37-43 attributes_per_element 3" },
		{ "attributes", "<r>", "<a x='1'/>", "</r>", 3, 3, "limit.exceeded 36-40 attributes 3" },
		{ "namespaces_per_element", "<r a='1' ", "", "/>", 2, 2,
		  "limit.exceeded 35-46 namespaces_per_element 2" },
		{ "namespaces", "<r>", "<a xmlns='u'/>", "</r>", 3, 3, "limit.exceeded 48-56 namespaces 3" },
		{ "name_bytes", "<", "n", "/>", 4, 4, "limit.exceeded 1-6 name_bytes 4" },
		{ "name_bytes", "<r ", "n", "='1'/>", 4, 4, "limit.exceeded 3-8 name_bytes 4" },
		{ "name_bytes", "<r><?", "n", "?></r>", 4, 4, "limit.exceeded 5-10 name_bytes 4" },
		{ "distinct_names", "<r>", "", "</r>", 3, 2, "limit.exceeded 12-13 distinct_names 3" },
		{ "value_bytes", "<r x='", "v", "'/>", 4, 4, "limit.exceeded 6-11 value_bytes 4" },
		{ "text_bytes", "<r>", "t", "</r>", 4, 4, "limit.exceeded 3-8 text_bytes 4" },
		{ "text_bytes", "<r><![CDATA[", "t", "]]></r>", 4, 4, "limit.exceeded 3-17 text_bytes 4" },
		{ "text_bytes", "<r>", "t<!--cc-->", "</r>", 4, 4, "limit.exceeded 3-44 text_bytes 4" },
		{ "comment_bytes", "<r><!--", "c", "--></r>", 4, 4, "limit.exceeded 3-15 comment_bytes 4" },
		{ "comment_bytes", "<r><?p ", "c", "?></r>", 4, 2, "limit.exceeded 3-12 comment_bytes 4" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t extra = 0; extra < 2; extra++) {
			struct cpr_limits limits = cpr_limits_default;
			struct test_problems t;
			struct cpr_gate g;
			char s[256];
			size_t n = (size_t)snprintf(s, sizeof s, "%s", cases[i].head);
			bool ok;

			for (size_t k = 0; k < cases[i].reach + extra; k++) {
				if (cases[i].piece[0])
					n += (size_t)snprintf(s + n, sizeof s - n, "%s", cases[i].piece);
				else if (cases[i].name[0] == 'd')
					n += (size_t)snprintf(s + n, sizeof s - n, "<%c/>", (int)('a' + k));
				else
					n += (size_t)snprintf(s + n, sizeof s - n, "%s%c='%zu' ",
							      cases[i].name[0] == 'n' ? "xmlns:x" : "aa",
							      (int)('a' + k), k);
			}
			n += (size_t)snprintf(s + n, sizeof s - n, "%s", cases[i].tail);
			if (strcmp(cases[i].name, "depth") == 0)
				for (size_t k = 0; k < cases[i].reach + extra; k++)
					n += (size_t)snprintf(s + n, sizeof s - n, "</a>");
#define X(limit, def, cap, why)                 \
	if (strcmp(cases[i].name, #limit) == 0) \
		limits.limit = cases[i].value;
			CPR_LIMITS(X)
#undef X
			ok = cpr_gate_scan(&cpr_mem_libc, (struct cpr_str){ s, n }, &limits, &g,
					   test_problems_init(&t, &cpr_mem_libc));
			cr_assert_eq(ok, extra == 0, "%s: %s", s, test_problems_text(&t));
			if (!ok)
				cr_expect_str_eq(test_problems_text(&t), cases[i].problem, "%s: %s", s,
						 test_problems_text(&t));
			cpr_gate_free(&g);
			test_problems_free(&t);
		}
	}
}

static double scan_seconds(struct cpr_str s)
{
	struct test_problems t;
	struct cpr_gate g;
	double from = test_seconds();

	cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &g, test_problems_init(&t, &cpr_mem_libc));
	cpr_gate_free(&g);
	test_problems_free(&t);
	return test_seconds() - from;
}

/* The shapes that take libxml2 seconds to hours: a million bytes of any of them may cost little more than as much text. */
Test(gate, hostile_shapes_cost_nothing)
{
	struct cpr_str usual = test_repeat("<a>", "<p x='1'>some text &amp; more</p>\n", 30000, "</a>");
	struct cpr_str inputs[] = {
		test_repeat("<a><!--", "-", 1000000, "--></a>"),
		test_repeat("<a><!--", "- ", 30000, "--></a>"),
		test_repeat("<a>", "<", 1000000, "</a>"),
		test_repeat("<a>", "&", 1000000, "</a>"),
		test_repeat("<a>", "&amp;", 200000, "</a>"),
		test_repeat("<a>", "]", 1000000, "</a>"),
		test_repeat("<a>", "]]]]]]>", 100000, "</a>"),
		test_repeat("<a><![CDATA[", "]]", 500000, "]]></a>"),
		test_repeat("<a>", "<![CDATA[]]><!----><?p?>", 40000, "</a>"),
		test_repeat("<a><?p ", "? ", 30000, "?></a>"),
		test_repeat("<a ", "x='1' ", 80000, "/>"),
		test_repeat("<a>", "<b>", 300000, ""),
		test_repeat("<a>", "\r", 1000000, "</a>"),
		test_repeat("<a>", "\r\n", 500000, "</a>"),
		test_repeat("<a>&#", "0", 1000000, ";</a>"),
		test_repeat("<", "n", 1000000, "/>"),
		test_repeat("<a", " ", 1000000, "/>"),
		test_repeat("<a x='", "&lt;\r\n", 10000, "'/>"),
		test_repeat("<a>", "<b x='&lt;' y='>'/>", 50000, "</a>"),
		test_repeat("", "<!---->", 150000, "<a/>"),
	};
	double least = 1e9;

	for (size_t i = 0; i < 5; i++) {
		double seconds = scan_seconds(usual);

		least = seconds < least ? seconds : least;
	}
	for (size_t i = 0; i < COUNT(inputs); i++) {
		double seconds = scan_seconds(inputs[i]);

		cr_expect_lt(seconds, 20 * least, "shape %zu: %g s against %g s", i, seconds, least);
		free((char *)inputs[i].p);
	}
	free((char *)usual.p);
}

Test(gate, many_distinct_names)
{
	struct test_problems t;
	struct cpr_gate g;
	char *s = malloc(4096 * 8 + 64);
	size_t n;

	for (size_t names = 4095; names <= 4096; names++) {
		n = (size_t)sprintf(s, "<r>");
		for (size_t i = 0; i < names; i++)
			n += (size_t)sprintf(s + n, i % 2 ? "<n%zx/>" : "<?n%zx?>", i);
		n += (size_t)sprintf(s + n, "</r>");
		cr_assert_eq(cpr_gate_scan(&cpr_mem_libc, (struct cpr_str){ s, n }, &cpr_limits_default, &g,
					   test_problems_init(&t, &cpr_mem_libc)),
			     names == 4095, "%s", test_problems_text(&t));
		if (names == 4095)
			cr_assert_eq(g.n_names, 4096);
		cpr_gate_free(&g);
		test_problems_free(&t);
	}
	free(s);
}

Test(gate, long_names_are_quoted_in_part)
{
	struct cpr_str s = test_repeat("<", "活", 80, "><b></a>");
	struct test_problems t;
	struct cpr_gate g;

	cr_assert_not(cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &g, test_problems_init(&t, &cpr_mem_libc)));
	free((char *)s.p);
	test_problems_free(&t);
	s = test_repeat("<", "活", 80, "></a>");
	cr_assert_not(cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &g, test_problems_init(&t, &cpr_mem_libc)));
	cr_assert_lt(t.list.list.v[0].word[0].n, 120);
	cr_assert_eq(cpr_str_chars(t.list.list.v[0].word[0]),
		     strlen("the end tag </a> does not match <> of line 1") + 21);
	free((char *)s.p);
	test_problems_free(&t);
}

Test(gate, no_memory)
{
	static const char *const inputs[] = {
		"<a x='1'><b>t<c><d><e/></d></c></b></a>",
		"<a></b>",
		"<!DOCTYPE a>",
		"",
		"<a x=1>",
		"<a n01='' n02='' n03='' n04='' n05='' n06='' n07='' n08='' n09='' n10='' n11='' n12='' n13='' n14='' n15=''/>",
	};

	for (size_t i = 0; i < COUNT(inputs); i++) {
		bool done = false;

		for (size_t at = 0; !done && at < 100; at++) {
			struct failmem f = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&f);
			struct test_problems t;
			struct cpr_gate g;
			bool ok = cpr_gate_scan(&mem, cpr_str_of(inputs[i]), &cpr_limits_default, &g,
						test_problems_init(&t, &mem));

			done = f.calls <= at;
			cr_assert_eq(t.list.failed, !done, "input %zu, allocation %zu", i, at);
			cr_assert_not(ok && t.list.failed);
			cpr_gate_free(&g);
			test_problems_free(&t);
			cr_assert_eq(f.live, 0, "input %zu leaks when allocation %zu fails", i, at);
		}
		cr_assert(done);
	}
}

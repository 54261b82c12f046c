/* SPDX-License-Identifier: Apache-2.0 */
/* What libxml2 adds to the gate's judgement, and how we behave as its guest in a process that has its own plans with it. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "xml/parse.h"
#include "xmltest.h"

Test(parse, judged_by_libxml2)
{
	static const struct {
		const char *s, *problem; /* "" = well-formed */
	} cases[] = {
		/* namespaces */
		{ "<p:a/>", "xml.malformed 0-6 a namespace prefix is not declared: p" },
		{ "<a><b p:x=''/></a>", "xml.malformed 3-14 a namespace prefix is not declared: p" },
		{ "<a xmlns:p='u'><p:b/></a>", "" },
		{ "<a xmlns:p='u' xmlns:q='u'><b p:x='' q:x=''/></a>",
		  "xml.malformed 27-45 an attribute is given twice under two prefixes of one namespace: x" },
		{ "<a xmlns='u' xmlns:q='u'><b x='' q:x=''/></a>", "" },
		{ "<a:b:c xmlns:a='u'/>", "xml.malformed 0-20 a colon stands in a name where none may be: a" },
		{ "<a xmlns:p=''/>", "xml.malformed 0-15 a namespace prefix is declared as it may not be: p" },
		{ "<a xmlns:xml='u'/>", "xml.malformed 0-18 a namespace prefix is declared as it may not be" },
		{ "<a xmlns:xmlns='u'/>", "xml.malformed 0-20 a namespace prefix is declared as it may not be" },
		{ "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
		  "xml.malformed 0-42 a namespace prefix is declared as it may not be" },
		{ "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='zh'/>", "" },
		/* warnings are none of our business */
		{ "<a xmlns='relative/uri' xml:space='other'/>", "" },
		{ "<a xmlns=':::'/>", "xml.malformed 0-16 a namespace is not a valid URI: :::" },
		/* the declaration */
		{ "<?xml version='1.0' standalone='maybe'?><a/>",
		  "xml.malformed 32-32 the XML declaration is not as it must be" },
		{ "<?xml version='1.0' standalone='yes' ?><a/>", "" },
		{ "<?xml version='1.0' standalone='no'?><a/>", "" },
		{ "<?xml version='1.0' encoding='\xE5\x88\xA9'?><a/>",
		  "xml.malformed 30-30 the XML declaration is not as it must be" },
		{ "<?xml version='1.0' foo='bar'?><a/>",
		  "xml.malformed 20-20 the XML declaration is not as it must be" },
		{ "<?xml version=1.0?><a/>", "xml.malformed 14-14 the XML declaration is not as it must be" },
		{ "<?xml version='1.0'encoding='UTF-8'?><a/>",
		  "xml.malformed 19-19 the XML declaration is not as it must be" },
		/* instructions */
		{ "<?a:b c?><a/>", "xml.malformed 5-5 a colon stands in a name where none may be: a:b" },
		{ "<?xml-stylesheet href='file:///etc/passwd'?><a/>", "" },
		{ "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd' parse='text'/></a>",
		  "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_doc *d = test_parse(cpr_str_of(cases[i].s), &t);

		cr_expect_str_eq(test_problems_text(&t), cases[i].problem, "%s: %s", cases[i].s,
				 test_problems_text(&t));
		cr_expect_eq(d != NULL, cases[i].problem[0] == '\0', "%s", cases[i].s);
		cr_expect_not(t.list.failed);
		cpr_doc_free(d);
		test_problems_free(&t);
	}
}

/* Labels that would make libxml2 convert what is UTF-8 already. */
Test(parse, labels_are_past)
{
	static const struct {
		struct cpr_str raw;
	} cases[] = {
		{ CPR_STR("<?xml version='1.0' encoding='GB18030'?><a>\xC0\xFB</a>") },
		{ CPR_STR("<?xml version='1.0' encoding='gb2312' standalone='yes'?><a>\xC0\xFB</a>") },
		{ CPR_STR("\x84\x31\x95\x33<a>\xC0\xFB</a>") },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct test_problems t;
		struct cpr_doc *d = test_parse(cases[i].raw, &t);

		cr_assert_not_null(d, "%s", test_problems_text(&t));
		cr_assert(cpr_str_is(cpr_doc_text(d, 0, NULL), "利"));
		cpr_doc_free(d);
		test_problems_free(&t);
	}
}

/* If the two readings ever differ, the document is refused. The gate's counts are falsified here to see that. */
Test(parse, disagreement_is_refused)
{
	static const char s[] = "<campaign xmlns='" TEST_NS "' id='1' name='2'><p>text</p><p/></campaign>";
	enum {
		FEWER_TOKENS,
		SHORTER_TEXT,
		LONGER_TEXT,
		OTHER_KIND,
		EMPTY_FOR_OPEN,
		OTHER_NAME,
		ATTR_FEWER,
		ATTR_OTHER,
		VALUE,
		VALUE_OTHER,
		WAYS
	};
	struct cpr_str raw = { s, sizeof s - 1 };

	for (int way = 0; way <= WAYS; way++) {
		struct test_problems t;
		struct cpr_problems *problems = test_problems_init(&t, &cpr_mem_libc);
		struct cpr_node_rec nodes[16];
		struct cpr_attr_rec attrs[8];
		char text[64], values[64];
		struct cpr_name_entry names[64];
		uint32_t next[64];
		struct cpr_doc d = { .mem = &cpr_mem_libc,
				     .arena = CPR_ARENA(&cpr_mem_libc),
				     .source.text = raw,
				     .source.raw = raw,
				     .schema = test_schema,
				     .names = names,
				     .n_names = N_KNOWN,
				     .n_known = N_KNOWN,
				     .cap_names = 64,
				     .foreign = CPR_MAP(&cpr_mem_libc),
				     .foreign_next = next,
				     .nodes = nodes,
				     .attrs = attrs,
				     .text = text,
				     .text_attr = values };
		struct cpr_gate g;
		bool ok;

		cr_assert(cpr_gate_scan(&cpr_mem_libc, raw, &cpr_limits_default, &g, problems));
		/* 0 campaign, 1 p, 2 text, 3 /p, 4 p/, 5 /campaign */
		switch (way) {
		case FEWER_TOKENS:
			g.tokens.n--;
			break;
		case SHORTER_TEXT:
			g.tokens.v[2].text_n--;
			break;
		case LONGER_TEXT:
			g.tokens.v[2].text_n++;
			break;
		case OTHER_KIND:
			g.tokens.v[2].kind = CPR_GATE_EMPTY;
			break;
		case EMPTY_FOR_OPEN:
			g.tokens.v[1].kind = CPR_GATE_EMPTY;
			break;
		case OTHER_NAME:
			g.tokens.v[1].start++;
			break;
		case ATTR_FEWER:
			g.tokens.v[0].n_attrs--;
			break;
		case ATTR_OTHER:
			g.attrs.v[2].name_start++;
			break;
		case VALUE:
			g.attrs.v[2].value_end++;
			break;
		case VALUE_OTHER:
			g.attrs.v[2].value_start--;
			g.attrs.v[2].value_end--;
			break;
		}
		ok = cpr_parse(&d, &g, &cpr_limits_default, problems);
		cr_expect_eq(ok, way == WAYS, "way %d", way);
		if (!ok) {
			cr_expect_eq(t.list.list.n, 1);
			cr_expect_eq(t.list.list.v[0].id, CPR_PROBLEM_XML_DISAGREE, "way %d: %s", way,
				     test_problems_text(&t));
		}
		cpr_gate_free(&g);
		cpr_map_free(&d.foreign);
		cpr_arena_free(&d.arena);
		test_problems_free(&t);
	}
}

/* --- as a guest --- */

static const struct cpr_str guests[] = {
	CPR_STR("<a>ok</a>"),
	CPR_STR("<a><p:b/></a>"),
	CPR_STR("<a:b:c/>"),
	CPR_STR("<a></b>"),
	CPR_STR("<?xml version='1.0' encoding='UTF-7'?><a/>"),
	CPR_STR("<?xml version='1.0' encoding='GB18030'?><a>\xC0\xFB</a>"),
	CPR_STR("<?xml version='1.0' standalone='?'?><a/>"),
	CPR_STR("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>"),
	CPR_STR("<a xmlns='relative' xml:space='x'/>"),
	CPR_STR("<a>\xC0\xC0</a>"),
};

static void parse_all(void)
{
	for (size_t i = 0; i < COUNT(guests); i++) {
		struct test_problems t;

		cpr_doc_free(test_parse(guests[i], &t));
		test_problems_free(&t);
	}
}

#if LIBXML_VERSION >= 21200
static void hosts_handler(void *user, const xmlError *e)
#else
static void hosts_handler(void *user, xmlErrorPtr e)
#endif
{
	(void)e;
	++*(int *)user;
}

/* Sends what is printed into a file; listen_end() says how much it was. */
struct listening {
	FILE *caught;
	int out, err;
};

static struct listening listen_begin(void)
{
	struct listening l = { tmpfile(), dup(1), dup(2) };

	cr_assert_not_null(l.caught);
	fflush(NULL);
	dup2(fileno(l.caught), 1);
	dup2(fileno(l.caught), 2);
	return l;
}

static long listen_end(struct listening *l)
{
	long n;

	fflush(NULL);
	dup2(l->out, 1);
	dup2(l->err, 2);
	close(l->out);
	close(l->err);
	n = lseek(fileno(l->caught), 0, SEEK_END);
	fclose(l->caught);
	return n;
}

Test(parse, prints_nothing)
{
	struct listening l = listen_begin();

	parse_all();
	cr_assert_eq(listen_end(&l), 0);
}

Test(parse, host_keeps_its_handler)
{
	int called = 0;

	xmlSetStructuredErrorFunc(&called, hosts_handler);
	parse_all();
	cr_assert_eq(called, 0, "our documents are not the host's business");
	cr_assert_eq(xmlStructuredError, hosts_handler);
	cr_assert_eq(xmlStructuredErrorContext, &called);
	cr_assert_null(xmlGetLastError() && xmlGetLastError()->code ? xmlGetLastError() : NULL);
	xmlFreeDoc(xmlReadMemory("<a>", 3, "host", NULL, 0));
	cr_assert_gt(called, 0);
}

/* The host may have turned on everything that makes libxml2 dangerous. */
Test(parse, hosts_defaults_do_not_matter)
{
	char path[] = "/tmp/cpreview-canary-XXXXXX", s[256];
	int fd = mkstemp(path), n;
	struct test_problems t;
	struct cpr_doc *d;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, "canary", 6), 6);
	close(fd);
#if LIBXML_VERSION < 21400
	xmlSubstituteEntitiesDefault(1);
	xmlKeepBlanksDefault(0);
	xmlLineNumbersDefault(1);
#endif
	n = snprintf(s, sizeof s, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://%s'>]><a>&e;</a>", path);
	cr_assert_null(test_parse((struct cpr_str){ s, (size_t)n }, &t));
	cr_assert_eq(t.list.list.v[0].id, CPR_PROBLEM_XML_DOCTYPE);
	test_problems_free(&t);
	d = test_parse(CPR_STR("<a>\n <b/>\n <b>&amp;</b>\n</a>"), &t);
	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert(cpr_str_is(cpr_doc_text(d, 0, NULL), "\n \n &\n"), "no blank is dropped");
	cpr_doc_free(d);
	test_problems_free(&t);
	unlink(path);
}

static void *in_a_thread(void *arg)
{
	(void)arg;
	for (int i = 0; i < 50; i++)
		parse_all();
	return NULL;
}

Test(parse, threads)
{
	pthread_t threads[4];

	for (size_t i = 0; i < COUNT(threads); i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, in_a_thread, NULL), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		cr_assert_eq(pthread_join(threads[i], NULL), 0);
}

/* --- libxml2's own memory. Criterion runs each test in a process of its own, so its allocator may be replaced here. --- */

static size_t xml_calls, xml_fail_at, xml_live;
static bool xml_fail_on;

static bool xml_refuses(void)
{
	size_t call = xml_calls++;

	return call == xml_fail_at || (xml_fail_on && call > xml_fail_at);
}

static void *xml_malloc(size_t n)
{
	void *p = xml_refuses() ? NULL : malloc(n);

	xml_live += p != NULL;
	return p;
}

static void *xml_realloc(void *old, size_t n)
{
	void *p = xml_refuses() ? NULL : realloc(old, n);

	xml_live += p && !old;
	return p;
}

static void xml_free(void *p)
{
	xml_live -= p != NULL;
	free(p);
}

static char *xml_strdup(const char *s)
{
	char *p = xml_malloc(strlen(s) + 1);

	return p ? strcpy(p, s) : NULL;
}

/* A document that makes libxml2 grow everything it has. */
static struct cpr_str large_document(void)
{
	char *s = malloc(1 << 16);
	size_t n = (size_t)sprintf(s, "<?xml version='1.0' encoding='UTF-8'?>\n<campaign xmlns='" TEST_NS "' id='1'>");

	for (int i = 0; i < 30; i++)
		n += (size_t)sprintf(
			s + n, "<n%d a%d='%d &amp; &lt; 利' b='\r\n'>t&#65;<!-- c --><?p%d i?><![CDATA[x]]></n%d>\n", i,
			i, i, i, i);
	n += (size_t)sprintf(s + n, "<w ");
	for (int i = 0; i < 60; i++)
		n += (size_t)sprintf(s + n, "w%d='%d' ", i, i);
	n += (size_t)sprintf(s + n, "/>");
	for (int i = 0; i < 60; i++)
		n += (size_t)sprintf(s + n, "<d xmlns:x%d='u%d' x%d:y='%d'>", i, i, i, i);
	for (int i = 0; i < 60; i++)
		n += (size_t)sprintf(s + n, "</d>");
	n += (size_t)sprintf(s + n, "<v x='");
	for (int i = 0; i < 3000; i++)
		n += (size_t)sprintf(s + n, "利");
	n += (size_t)sprintf(s + n, "'/></campaign>");
	return (struct cpr_str){ s, n };
}

/* For each allocation of libxml2 that fails: out of memory, or the very same document. Never another one, never a leak. */
Test(parse, no_memory_in_libxml2, .timeout = 120)
{
	struct cpr_str raw = large_document();
	struct test_problems t;
	struct cpr_doc *good, *d;
	size_t reported = 0, survived = 0;
	struct listening listening;

	cr_assert_eq(xmlMemSetup(xml_free, xml_malloc, xml_realloc, xml_strdup), 0);
	xml_fail_at = SIZE_MAX;
	good = test_parse(raw, &t);
	cr_assert_not_null(good, "%s", test_problems_text(&t));
	test_problems_free(&t);
	for (int on = 0; on < 2; on++) {
		xml_fail_on = on;
		for (size_t at = 0;; at++) {
			size_t live;

			xml_fail_at = SIZE_MAX;
			xmlResetLastError();
			live = xml_live;
			xml_calls = 0;
			xml_fail_at = at;
			listening = listen_begin();
			d = test_parse(raw, &t);
			cr_assert_eq(listen_end(&listening), 0, "allocation %zu", at);
			cr_assert_eq(xml_live, live, "libxml2 keeps memory when allocation %zu fails", at);
			if (xml_calls <= at) {
				cr_assert_not_null(d);
				cpr_doc_free(d);
				test_problems_free(&t);
				break;
			}
			cr_assert_eq(t.list.list.n, 0, "allocation %zu: %s", at, test_problems_text(&t));
			cr_assert_eq(t.list.failed, d == NULL, "allocation %zu", at);
			if (d) {
				survived++;
				cr_assert_eq(d->n_nodes, good->n_nodes, "allocation %zu", at);
				cr_assert_eq(memcmp(d->nodes, good->nodes, d->n_nodes * sizeof *d->nodes), 0,
					     "allocation %zu", at);
				cr_assert_eq(memcmp(d->attrs, good->attrs, d->n_attrs * sizeof *d->attrs), 0,
					     "allocation %zu", at);
				cr_assert_eq(memcmp(d->text, good->text, d->text_n), 0, "allocation %zu", at);
				cr_assert_eq(memcmp(d->text_attr, good->text_attr, d->text_attr_n), 0, "allocation %zu",
					     at);
			} else {
				reported++;
			}
			cpr_doc_free(d);
			test_problems_free(&t);
		}
	}
	cr_assert_gt(reported, 100, "%zu reported, %zu survived", reported, survived);
	cpr_doc_free(good);
	free((char *)raw.p);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The builder alone, fed by hand with what a parser may say, rightly or wrongly. */
#include <criterion/criterion.h>

#include "xml/build.h"
#include "xmltest.h"

#define XS(z) ((const unsigned char *)(z))
/* Five words of an attribute. */
#define ATTR(local, prefix, uri, value) XS(local), XS(prefix), XS(uri), XS(value), XS(value) + sizeof(value) - 1

static const char source[] = "<f:a xmlns:f='u' x='1&amp;2' f:y=''>te&lt;t<b/></f:a>";
/* 0 open f:a, 1 text, 2 empty b, 3 close */

struct fixture {
	struct test_problems problems;
	struct cpr_gate gate;
	struct cpr_doc doc;
	struct cpr_doc_build build;
	struct cpr_node_rec nodes[3];
	struct cpr_attr_rec attrs[2];
	struct cpr_name_entry names[16];
	uint32_t next[16];
	char text[5], values[3];
};

static void begin(struct fixture *f)
{
	struct cpr_str s = { source, sizeof source - 1 };

	memset(f, 0, sizeof *f);
	cr_assert(cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &f->gate,
				test_problems_init(&f->problems, &cpr_mem_libc)));
	cr_assert_eq(f->gate.n_text_bytes, sizeof f->text - 1);
	cr_assert_eq(f->gate.n_value_bytes, sizeof f->values);
	f->doc = (struct cpr_doc){
		.mem = &cpr_mem_libc,
		.arena = CPR_ARENA(&cpr_mem_libc),
		.source.text = s,
		.schema = test_schema,
		.names = f->names,
		.n_names = N_KNOWN,
		.n_known = N_KNOWN,
		.cap_names = 16,
		.foreign = CPR_MAP(&cpr_mem_libc),
		.foreign_next = f->next,
		.nodes = f->nodes,
		.attrs = f->attrs,
		.text = f->text,
		.text_attr = f->values,
	};
	cr_assert(cpr_doc_build_begin(&f->build, &f->doc, &f->gate, 100));
}

static void end(struct fixture *f)
{
	cpr_doc_build_free(&f->build);
	cpr_doc_build_free(&f->build);
	cpr_gate_free(&f->gate);
	cpr_map_free(&f->doc.foreign);
	cpr_arena_free(&f->doc.arena);
	test_problems_free(&f->problems);
}

static bool open_a(struct fixture *f)
{
	const unsigned char *attrs[] = { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") };

	return cpr_doc_build_open(&f->build, XS("a"), XS("f"), XS("u"), 2, attrs);
}

Test(build, right)
{
	/* An ampersand in a value may come as a reference or as itself. */
	const unsigned char *attrs[] = { ATTR("x", NULL, NULL, "1&2"), ATTR("y", "f", "u", "") };
	struct fixture f;

	for (int way = 0; way < 2; way++) {
		begin(&f);
		cr_assert(way ? open_a(&f) : cpr_doc_build_open(&f.build, XS("a"), XS("f"), XS("u"), 2, attrs));
		cr_assert(cpr_doc_build_text(&f.build, XS("te"), 2));
		cr_assert(cpr_doc_build_text(&f.build, XS(""), 0));
		cr_assert(cpr_doc_build_text(&f.build, XS("<t"), 2));
		cr_assert(cpr_doc_build_open(&f.build, XS("b"), NULL, NULL, 0, NULL));
		cr_assert(cpr_doc_build_close(&f.build));
		cr_assert_not(cpr_doc_build_complete(&f.build));
		cr_assert(cpr_doc_build_close(&f.build));
		cr_assert(cpr_doc_build_complete(&f.build));
		cr_assert_null(f.build.disagreement);
		cr_assert_eq(memcmp(f.values, "1&2", 3), 0);
		cr_assert_eq(memcmp(f.text, "te<t", 4), 0);
		cr_assert_eq(f.doc.n_nodes, 3);
		cr_assert(f.nodes[0].next == 3 && f.nodes[1].next == 2 && f.nodes[2].next == 3);
		cr_assert(f.nodes[0].src_end == sizeof source - 1 && f.nodes[2].parent == 0);
		cr_assert(cpr_str_is(f.names[f.nodes[0].name].ns, "u") &&
			  cpr_str_is(f.names[f.nodes[0].name].local, "a"));
		cr_assert_not(cpr_doc_build_close(&f.build), "one end tag more");
		end(&f);
	}
}

Test(build, wrong_start_tags)
{
	static const struct {
		const unsigned char *local, *prefix;
		size_t n;
		const unsigned char *attrs[3 * CPR_BUILD_ATTR];
	} cases[] = {
		{ XS("b"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS("a"), NULL, 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("g"), 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS("ab"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS(""), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 1, { ATTR("x", NULL, NULL, "1&#38;2") } },
		{ XS("a"), XS("f"), 0, { NULL } },
		{ XS("a"),
		  XS("f"),
		  3,
		  { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", ""), ATTR("z", NULL, NULL, "") } },
		{ XS("a"), XS("f"), 2, { ATTR("y", "f", "u", ""), ATTR("x", NULL, NULL, "1&#38;2") } },
		{ XS("a"), XS("f"), 2, { ATTR("xx", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;3"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;22"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&amp;2"), ATTR("y", "f", "u", "") } },
		{ XS("a"), XS("f"), 2, { ATTR("x", NULL, NULL, "1&#38;2"), ATTR("y", "f", "u", "1") } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const unsigned char *attrs[3 * CPR_BUILD_ATTR];
		struct fixture f;

		memcpy(attrs, cases[i].attrs, sizeof attrs);
		begin(&f);
		cr_expect_not(cpr_doc_build_open(&f.build, cases[i].local, cases[i].prefix, XS("u"), cases[i].n, attrs),
			      "case %zu", i);
		cr_expect_not_null(f.build.disagreement, "case %zu", i);
		end(&f);
	}
}

Test(build, wrong_sequences)
{
	/* o: <f:a>, b: <b>, t: three bytes of text, u: one, c: an end tag; the last one must be refused */
	static const char *const cases[] = { "c",   "t",   "b",	   "oo",   "oc",    "ob",    "otc",
					     "otb", "ott", "otuu", "otuc", "otubb", "otubu", "otubco" };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;

		begin(&f);
		for (const char *e = cases[i]; *e; e++) {
			bool ok = *e == 'o'   ? open_a(&f)
				  : *e == 'b' ? cpr_doc_build_open(&f.build, XS("b"), NULL, NULL, 0, NULL)
				  : *e == 'c' ? cpr_doc_build_close(&f.build)
					      : cpr_doc_build_text(&f.build, XS("te<"), *e == 't' ? 3 : 1);

			cr_expect_eq(ok, e[1] != '\0', "%s: %c", cases[i], *e);
			cr_expect_not(cpr_doc_build_complete(&f.build), "%s", cases[i]);
		}
		cr_expect_not_null(f.build.disagreement, "%s", cases[i]);
		end(&f);
	}
}

Test(build, too_many_names)
{
	struct fixture f;

	begin(&f);
	f.build.max_names = 2;
	cr_assert_not(open_a(&f), "f:a and x, but not f:y");
	cr_assert(f.build.over_names);
	cr_assert_null(f.build.disagreement);
	end(&f);
}

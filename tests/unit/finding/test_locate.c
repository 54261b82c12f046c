/* SPDX-License-Identifier: Apache-2.0 */
#include "failmem.h"
#include "finding_fixture.h"

#define DOC \
	"<?xml version=\"1.0\"?>\n" \
	"<campaign xmlns=\"urn:t\" id=\"c1\">\n" \
	"\t<product id=\"p1\" kind=\"loan\">\n" \
	"\t\t<body>本产品稳赚\r\n不赔 &amp; 安全</body>\n" \
	"\t</product>\n" \
	"\t<product kind='card'><body>二</body></product>\n" \
	"</campaign>\n"

static cpreview_finding *place(cpreview_report *r, struct fixture_doc *f, const char *what, unsigned nth, cpr_node node)
{
	cpreview_finding *finding = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	cpr_finding_place(r, finding, f->doc, fixture_find(f->doc, what, nth), node, CPR_NO_NODE);
	cr_assert(!r->failed && finding->where.known);
	return finding;
}

Test(locate, everything_about_a_place)
{
	cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
	struct fixture_doc f;
	const struct cpr_where *w;

	fixture_parse(&f, S(DOC));
	w = &place(r, &f, "稳赚\r\n不赔", 0, fixture_element(f.doc, "body", 0))->where;
	cr_assert_eq(w->offset_bytes, strlen("<?xml version=\"1.0\"?>\n<campaign xmlns=\"urn:t\" id=\"c1\">\n"
					     "\t<product id=\"p1\" kind=\"loan\">\n\t\t<body>本产品"));
	cr_assert_eq(w->length_bytes, 14u);
	cr_assert_eq(w->line, 4u);
	cr_assert_eq(w->column, 12u);
	cr_assert_eq(w->end_line, 5u);
	cr_assert_eq(w->end_column, 3u);
	cr_assert_str_eq(w->path.p, "/campaign/product[1]/body");
	cr_assert_str_eq(w->anchor.p, "product#p1");
	cr_assert_str_eq(w->excerpt.p, "稳赚\r\n不赔");
	cr_assert(!w->excerpt_cut && !w->line_text_cut);
	cr_assert_str_eq(w->line_text.p, "\t\t<body>本产品稳赚");
	cr_assert_eq(w->line_text_column, 1u);
	/* without an id of its own, the next one around */
	w = &place(r, &f, "二", 0, fixture_element(f.doc, "body", 1))->where;
	cr_assert_str_eq(w->path.p, "/campaign/product[2]/body");
	cr_assert_str_eq(w->anchor.p, "campaign#c1");
	cr_assert_eq(w->line, 7u);
	cr_assert_eq(w->end_line, 7u);
	cr_assert_eq(w->end_column, w->column + 1);
	fixture_parse_free(&f);
	cpr_report_unref(r);
}

Test(locate, ends_agree_with_the_documents_own_positions)
{
	struct fixture_doc f;

	fixture_parse(&f, S(DOC));
	for (uint32_t end = 0; end <= f.doc->source.text.n; end++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_position p = cpr_place_position(f.doc, end);
		struct cpr_where w;

		if (end < f.doc->source.text.n && ((unsigned char)f.doc->source.text.p[end] & 0xc0) == 0x80) {
			cpr_report_unref(r);
			continue;
		}
		/* between CR and LF there is no place */
		if (end > 0 && f.doc->source.text.p[end - 1] == '\r') {
			cpr_report_unref(r);
			continue;
		}
		cpr_report_place(r, &w, f.doc, (struct cpr_src){ 0, end }, CPR_NO_NODE, CPR_NO_NODE);
		cr_assert_eq(w.end_line, p.line, "at %u: line %u, not %u", end, w.end_line, p.line);
		cr_assert_eq(w.end_column, p.column, "at %u: column %u, not %u", end, w.end_column, p.column);
		cr_assert_eq(w.length_bytes, p.offset_bytes);
		cpr_report_unref(r);
	}
	fixture_parse_free(&f);
}

Test(locate, a_range_outside_is_pulled_in)
{
	static const struct cpr_src ranges[] = { { 5, 3 }, { 1000000, 1000001 }, { UINT32_MAX, UINT32_MAX }, { 0, UINT32_MAX } };
	struct fixture_doc f;

	fixture_parse(&f, S(DOC));
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_where w = { 0 };

		cpr_report_place(r, &w, f.doc, ranges[i], CPR_NO_NODE, CPR_NO_NODE);
		cr_assert(w.known && !r->failed);
		cr_assert(w.offset_bytes + w.length_bytes <= sizeof DOC - 1);
		cpr_report_unref(r);
	}
	fixture_parse_free(&f);
}

Test(locate, excerpts_at_their_limit_and_one_past_it)
{
	struct cpr_limits limits = cpr_limits_default;
	struct fixture_doc f;

	fixture_parse(&f, S(DOC));
	for (limits.excerpt_chars = 3; limits.excerpt_chars <= 5; limits.excerpt_chars++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, &limits);
		const struct cpr_where *w = &place(r, &f, "产品稳赚", 0, CPR_NO_NODE)->where;

		cr_assert_str_eq(w->excerpt.p, limits.excerpt_chars < 4 ? "产品稳" : "产品稳赚");
		cr_assert_eq(w->excerpt_cut, limits.excerpt_chars < 4);
		cr_assert_eq(w->length_bytes, 12u);
		cr_assert_eq(w->path.n, 0u);
		cpr_report_unref(r);
	}
	fixture_parse_free(&f);
}

/* A line of n characters with a mark in it at a column (from 0). */
static struct cpr_str long_line(char *buffer, size_t n, size_t column)
{
	static const char head[] = "<campaign xmlns=\"urn:t\"><body>";
	size_t at = sizeof head - 1;

	memcpy(buffer, head, at);
	for (size_t i = 0; i < n; i++) {
		memcpy(buffer + at, i == column ? "标" : "字", 3);
		at += 3;
	}
	memcpy(buffer + at, "</body></campaign>", 18);
	return (struct cpr_str){ buffer, at + 18 };
}

Test(locate, long_lines_are_kept_around_the_place)
{
	static char buffer[200000];
	static const struct {
		size_t chars, column;
		bool before, behind;
	} table[] = {
		{ 1349, 5, false, false },  /* 4095 bytes in all */
		{ 1350, 5, false, true },   /* 4098 */
		{ 50000, 5, false, true },
		{ 50000, 25000, true, true },
		{ 50000, 49999, true, false },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct fixture_doc f;
		const struct cpr_where *w;
		struct cpr_str s;
		const char *mark;

		fixture_parse(&f, long_line(buffer, table[i].chars, table[i].column));
		w = &place(r, &f, "标", 0, CPR_NO_NODE)->where;
		cr_assert_eq(w->column, 31 + table[i].column);
		cr_assert_eq(w->line_text_column > 1, table[i].before, "row %zu", i);
		cr_assert_eq(w->line_text_cut, table[i].behind, "row %zu", i);
		cr_assert(w->line_text.n <= CPR_LINE_TEXT_BYTES);
		mark = strstr(w->line_text.p, "标");
		cr_assert_not_null(mark);
		s = (struct cpr_str){ w->line_text.p, (size_t)(mark - w->line_text.p) };
		cr_assert_eq(w->line_text_column + cpr_str_chars(s), w->column, "row %zu", i);
		fixture_parse_free(&f);
		cpr_report_unref(r);
	}
}

Test(locate, problems_find_their_node)
{
	static const struct {
		const char *what;
		unsigned nth;
		const char *path;
	} table[] = {
		{ "<campaign", 0, "/campaign" },
		{ "<product", 1, "/campaign/product[2]" },
		{ "loan", 0, "/campaign/product[1]/@kind" },
		{ "kind=", 1, "/campaign/product[2]/@kind" },
		{ "本", 0, "/campaign/product[1]/body/text()" },
		{ "</body>", 0, "/campaign/product[1]/body" },
		{ "</campaign>", 0, "/campaign" },
		{ "<?xml", 0, "" },
	};
	struct fixture_doc f;

	fixture_parse(&f, S(DOC));
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_src src = fixture_find(f.doc, table[i].what, table[i].nth);
		struct cpr_problem p = { .id = CPR_PROBLEM_SPEC_TEXT, .start = src.start, .end = src.end };
		struct cpr_where *w;

		cpr_report_problem(r, f.doc, &p);
		w = &r->findings.v[0]->where;
		cr_assert(w->known);
		cr_assert_str_eq(w->path.n ? w->path.p : "", table[i].path, "%s: %s", table[i].what, w->path.p);
		cr_assert_str_eq(w->excerpt.p, table[i].what);
		cpr_report_unref(r);
	}
	fixture_parse_free(&f);
}

/* ---- documents that were refused ---- */

#define REFUSED \
	"<campaign xmlns=\"urn:t\">\n\t<body>好</body\n</campaign>\n"

Test(locate, a_refused_document_still_has_lines)
{
	static const char utf16[] = "\xff\xfe<\0?\0\n\0\x7d\x59<\0";
	static const struct {
		struct cpr_str raw;
		enum cpr_problem_id id;
		uint32_t start, end;
		uint64_t offset;
		uint32_t line, column;
		const char *line_text;
	} table[] = {
		{ LIT(REFUSED), CPR_PROBLEM_XML_MALFORMED, 35, 41, 35, 2, 9, "\t<body>好</body" },
		{ LIT("\xef\xbb\xbf" REFUSED), CPR_PROBLEM_XML_MALFORMED, 35, 41, 38, 2, 9, "\t<body>好</body" },
		/* UTF-16: the problem's offset is of the decoded text, the finding's of the bytes */
		{ { utf16, 12 }, CPR_PROBLEM_XML_MALFORMED, 6, 7, 10, 2, 2, "好<" },
		/* undecodable: the problem's offset is of the bytes */
		{ LIT("<campaign>\n\xe5\xa5\xbd\xff</campaign>"), CPR_PROBLEM_INPUT_ENCODING, 14, 14, 14, 2, 2, "好" },
		{ LIT("\xff\xff<campaign>"), CPR_PROBLEM_INPUT_ENCODING, 0, 0, 0, 0, 0, "" },
		{ LIT("\xff\xff<campaign>"), CPR_PROBLEM_INPUT_ENCODING, 5, 5, 5, 0, 0, "" },
		{ LIT("abc"), CPR_PROBLEM_XML_MALFORMED, 99, 99, 3, 1, 4, "abc" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_problem p = { .id = table[i].id, .start = table[i].start, .end = table[i].end, .word = { S("why") } };
		const struct cpr_where *w;

		cpr_report_refusal(r, table[i].raw, &p, 1);
		cr_assert(!r->failed);
		cr_assert_eq(r->findings.n, 1u);
		w = &r->findings.v[0]->where;
		cr_assert(w->known);
		cr_assert_eq(w->offset_bytes, table[i].offset, "row %zu: offset %u", i, (unsigned)w->offset_bytes);
		cr_assert_eq(w->line, table[i].line, "row %zu: line %u", i, w->line);
		cr_assert_eq(w->column, table[i].column, "row %zu: column %u", i, w->column);
		cr_assert_str_eq(w->line_text.n ? w->line_text.p : "", table[i].line_text, "row %zu: %s", i, w->line_text.p);
		cr_assert_eq(w->path.n, 0u);
		cpr_report_unref(r);
	}
}

Test(locate, what_concerns_the_whole_input_has_no_place)
{
	static const enum cpr_problem_id ids[] = {
		CPR_PROBLEM_INPUT_UNREADABLE, CPR_PROBLEM_INPUT_EMPTY, CPR_PROBLEM_ENGINE_NO_RULE, CPR_PROBLEM_ENGINE_NOT_CHECKED,
	};

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		cpreview_report *r = cpr_report_new(&cpr_mem_libc, NULL);
		struct cpr_problem p = { .id = ids[i] };
		struct fixture_doc f;

		fixture_parse(&f, S(DOC));
		cpr_report_problem(r, f.doc, &p);
		cpr_report_refusal(r, S(""), &p, 1);
		cpr_report_refusal(r, S("<a"), &p, 1);
		cpr_report_refusal(r, S("\xff"), &p, 1);
		cpr_report_problem(r, NULL, &p);
		cr_assert_eq(r->findings.n, 5u);
		for (size_t k = 0; k < 5; k++)
			cr_assert(!r->findings.v[k]->where.known);
		fixture_parse_free(&f);
		cpr_report_unref(r);
	}
}

static void build(cpreview_report *r, const struct cpr_doc *doc)
{
	struct cpr_problem p = { .id = CPR_PROBLEM_SPEC_TEXT, .start = 80, .end = 84, .word = { S("x") } };
	struct cpr_problem q = { .id = CPR_PROBLEM_XML_MALFORMED, .start = 30, .end = 31, .word = { S("x") } };
	struct cpr_problem e = { .id = CPR_PROBLEM_INPUT_ENCODING, .start = 14, .end = 14, .word = { S("x") } };
	cpreview_finding *f = cpr_report_add(r, &fixture_a, CPREVIEW_FAIL);

	cpr_finding_place(r, f, doc, (struct cpr_src){ 90, 95 }, fixture_element(doc, "body", 0), CPR_NO_NODE);
	cpr_report_problem(r, doc, &p);
	cpr_report_refusal(r, S(REFUSED), &q, 1);
	cpr_report_refusal(r, S("<campaign>\n\xe5\xa5\xbd\xff</campaign>"), &e, 1);
}

Test(locate, every_failed_allocation_is_noticed)
{
	bool failed = true;
	struct fixture_doc f;

	fixture_parse(&f, S(DOC));
	for (size_t at = 0; failed; at++) {
		struct failmem fm = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&fm);
		cpreview_report *r = cpr_report_new(&mem, NULL);

		cr_assert(at < 1000);
		if (r) {
			build(r, f.doc);
			failed = r->failed;
			cr_assert_eq(failed, fm.calls > at, "allocation %zu", at);
		}
		cpr_report_unref(r);
		cr_assert_eq(fm.live, 0u, "leak when allocation %zu fails", at);
	}
	fixture_parse_free(&f);
}

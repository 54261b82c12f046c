/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "xml/place.h"
#include "xmltest.h"

#define NS "xmlns='" TEST_NS "'"

/* --- every character of every text, in every encoding, against what spells it --- */

enum { ENC_UTF8, ENC_UTF8_BOM, ENC_UTF16LE, ENC_UTF16BE, ENC_GB18030, ENCODINGS };

/* Characters with their codes, written down by hand: nothing here is asked of the library. */
static const struct letter {
	const char *utf8;
	uint32_t c;
	const char *gb;
} letters[] = {
	{ "a", 'a', "a" },
	{ "Z", 'Z', "Z" },
	{ "]", ']', "]" },
	{ ">", '>', ">" },
	{ "\t", '\t', "\t" },
	{ " ", ' ', " " },
	{ "\"", '"', "\"" },
	{ "\xC3\xA9", 0xE9, "\xA8\xA6" },
	{ "\xC3\xB1", 0xF1, "\x81\x30\x8A\x39" },
	{ "\xE5\x88\xA9", 0x5229, "\xC0\xFB" },
	{ "\xE7\x8E\x87", 0x7387, "\xC2\xCA" },
	{ "\xE4\xBF\x9D", 0x4FDD, "\xB1\xA3" },
	{ "\xEF\xBC\x8C", 0xFF0C, "\xA3\xAC" },
	{ "\xE3\x80\x80", 0x3000, "\xA1\xA1" },
	{ "\xE2\x80\x8B", 0x200B, "\x81\x36\xA4\x37" },
	{ "\xF0\x9F\x98\x80", 0x1F600, "\x94\x39\xFC\x36" },
	{ "\xF0\xA0\x80\x80", 0x20000, "\x95\x32\x82\x36" },
	/* These must be written as references or inside CDATA. */
	{ "<", '<', "<" },
	{ "&", '&', "&" },
	/* And this one has four ways to be a line end. */
	{ "\n", '\n', "\n" },
};
#define LT 17
#define AMP 18
#define LF 19

/* A document in the making: its source as UTF-8, and what its texts say, as numbers of letters. */
struct made {
	char *s;
	size_t n;
	unsigned char *says;
	size_t n_says;
};

static void put(struct made *m, const char *z)
{
	size_t n = strlen(z);

	memcpy(m->s + m->n, z, n);
	m->n += n;
}

static void put_letter(struct made *m, uint64_t *seed, uint32_t which)
{
	uint32_t way = test_random(seed, 8);
	char ref[32];

	m->says[m->n_says++] = (unsigned char)which;
	if (which == LT || which == AMP || way == 0) {
		if (way == 1 && which == LT)
			put(m, "&lt;");
		else if (way == 1 && which == AMP)
			put(m, "&amp;");
		else if (way == 2)
			put(m, which == LT ? "<![CDATA[<]]>" : which == AMP ? "<![CDATA[&]]>" : "<![CDATA[a]]>");
		else {
			snprintf(ref, sizeof ref, test_random(seed, 2) ? "&#%u;" : "&#x%04X;", letters[which].c);
			put(m, ref);
		}
		return;
	}
	if (which == LF)
		put(m, way < 3 ? "\r\n" : way < 5 ? "\r<!---->" : "\n");
	else if (letters[which].c == '>')
		put(m, way < 4 ? "<![CDATA[>]]>" : "&gt;");
	else if (way == 3)
		put(m, "<![CDATA["), put(m, letters[which].utf8), put(m, "]]>");
	else
		put(m, letters[which].utf8);
}

static void put_text(struct made *m, uint64_t *seed, size_t letters_n)
{
	for (size_t i = 0; i < letters_n; i++) {
		switch (test_random(seed, 12)) {
		case 0:
			put(m, "<!-- 利 & < ]]> -->");
			break;
		case 1:
			put(m, "<?p 率 & < ?>");
			break;
		case 2:
			put(m, "<![CDATA[]]>");
			break;
		}
		put_letter(m, seed, test_random(seed, COUNT(letters)));
	}
}

static struct made make(uint64_t seed, size_t runs, size_t longest)
{
	struct made m = { 0 };
	size_t depth = 0;

	m.s = malloc(1000 + runs * (longest * 64 + 64));
	m.says = malloc(1 + runs * longest);
	put(&m, "<campaign " NS ">");
	for (size_t i = 0; i < runs; i++) {
		put_text(&m, &seed, test_random(&seed, (uint32_t)longest + 1));
		if (depth > 0 && test_random(&seed, 2)) {
			put(&m, "</p>");
			depth--;
		} else if (depth < 20 && test_random(&seed, 2)) {
			put(&m, "<p id='x'>");
			depth++;
		} else {
			put(&m, "<em/>");
		}
	}
	while (depth-- > 0)
		put(&m, "</p>");
	put(&m, "</campaign>");
	return m;
}

static const struct letter *letter_at(const char *utf8)
{
	for (size_t i = 0; i < COUNT(letters); i++)
		if (strncmp(letters[i].utf8, utf8, strlen(letters[i].utf8)) == 0)
			return &letters[i];
	return NULL; /* ASCII that stands for itself in every encoding */
}

static size_t put_unit(char *out, uint32_t unit, bool big)
{
	out[big ? 1 : 0] = (char)(unit & 0xFF);
	out[big ? 0 : 1] = (char)(unit >> 8);
	return 2;
}

/* The same document in another encoding; free() it. */
static struct cpr_str encode(const struct made *m, int encoding)
{
	static const char decl[] = "<?xml version='1.0' encoding='GB18030'?>";
	char *out = malloc(2 * m->n + 64);
	bool big = encoding == ENC_UTF16BE;
	size_t n = 0;

	if (encoding == ENC_UTF8 || encoding == ENC_UTF8_BOM) {
		if (encoding == ENC_UTF8_BOM)
			memcpy(out, "\xEF\xBB\xBF", n = 3);
		memcpy(out + n, m->s, m->n);
		return (struct cpr_str){ out, n + m->n };
	}
	if (encoding == ENC_GB18030)
		memcpy(out, decl, n = sizeof decl - 1);
	else
		n = put_unit(out, 0xFEFF, big);
	for (size_t i = 0; i < m->n;) {
		const struct letter *l = letter_at(m->s + i);
		char ascii[2] = { m->s[i], '\0' };
		struct letter self = { ascii, (unsigned char)m->s[i], ascii };

		if (!l)
			l = &self;
		i += strlen(l->utf8);
		if (encoding == ENC_GB18030) {
			memcpy(out + n, l->gb, strlen(l->gb));
			n += strlen(l->gb);
		} else if (l->c < 0x10000) {
			n += put_unit(out + n, l->c, big);
		} else {
			n += put_unit(out + n, 0xD800 + ((l->c - 0x10000) >> 10), big);
			n += put_unit(out + n, 0xDC00 + ((l->c - 0x10000) & 0x3FF), big);
		}
	}
	return (struct cpr_str){ out, n };
}

/* Bytes of the file, back in UTF-8, if they are letters of ours or ASCII; otherwise "?". */
static void decode(struct cpr_str raw, int encoding, char *out)
{
	bool big = encoding == ENC_UTF16BE;

	for (size_t i = 0; i < raw.n;) {
		size_t best = 0;

		for (size_t l = 0; l < COUNT(letters); l++) {
			char code[8];
			size_t n;

			if (encoding == ENC_GB18030) {
				n = strlen(letters[l].gb);
				memcpy(code, letters[l].gb, n);
			} else if (encoding == ENC_UTF16LE || encoding == ENC_UTF16BE) {
				uint32_t c = letters[l].c;

				n = put_unit(code, c < 0x10000 ? c : 0xD800 + ((c - 0x10000) >> 10), big);
				if (c >= 0x10000)
					n += put_unit(code + n, 0xDC00 + ((c - 0x10000) & 0x3FF), big);
			} else {
				n = strlen(letters[l].utf8);
				memcpy(code, letters[l].utf8, n);
			}
			if (raw.n - i >= n && memcmp(raw.p + i, code, n) == 0) {
				strcpy(out, letters[l].utf8);
				best = n;
				break;
			}
		}
		if (best == 0) {
			bool wide = encoding == ENC_UTF16LE || encoding == ENC_UTF16BE;

			out[0] = wide ? (i + 1 < raw.n ? raw.p[i + (big ? 1 : 0)] : '?') : raw.p[i];
			out[1] = '\0';
			best = wide ? 2 : 1;
		}
		out += strlen(out);
		i += best;
	}
}

static bool spells(const char *s, const struct letter *l)
{
	char dec[32], hex[32];

	snprintf(dec, sizeof dec, "&#%u;", l->c);
	snprintf(hex, sizeof hex, "&#x%04X;", l->c);
	if (strcmp(s, l->utf8) == 0 || strcmp(s, dec) == 0 || strcmp(s, hex) == 0)
		return true;
	return (l->c == '<' && strcmp(s, "&lt;") == 0) || (l->c == '>' && strcmp(s, "&gt;") == 0) ||
	       (l->c == '&' && strcmp(s, "&amp;") == 0) ||
	       (l->c == '\n' && (strcmp(s, "\r\n") == 0 || strcmp(s, "\r") == 0));
}

static void check_all(const struct made *m, int encoding, uint64_t seed)
{
	struct cpr_str raw = encode(m, encoding);
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	uint32_t at = 0, last_end = 0, *start, *end;

	cr_assert_not_null(d, "seed %lu, encoding %d: %s", (unsigned long)seed, encoding, test_problems_text(&t));
	start = malloc((m->n_says + 1) * sizeof *start);
	end = malloc((m->n_says + 1) * sizeof *end);
	for (size_t i = 0; i < m->n_says; i++) {
		const struct letter *l = &letters[m->says[i]];
		uint32_t n = (uint32_t)strlen(l->utf8);
		struct cpr_src src;
		uint64_t from, to;
		char spelled[64];

		cr_assert(d->text_n - at >= n && memcmp(d->text + at, l->utf8, n) == 0,
			  "seed %lu, encoding %d: the text differs at %u", (unsigned long)seed, encoding, at);
		src = cpr_place_text(d, at, at + n);
		from = cpr_place_position(d, src.start).offset_bytes;
		to = cpr_place_position(d, src.end).offset_bytes;
		cr_assert(src.start >= last_end && src.end > src.start && to <= raw.n && to > from && to - from < 64);
		decode((struct cpr_str){ raw.p + from, (size_t)(to - from) }, encoding, spelled);
		cr_assert(spells(spelled, l), "seed %lu, encoding %d, character %zu (U+%04X): '%s'",
			  (unsigned long)seed, encoding, i, l->c, spelled);
		start[i] = src.start;
		end[i] = src.end;
		last_end = src.end;
		at += n;
	}
	cr_assert_eq(at, d->text_n);
	/* A range is from the beginning of its first to the end of its last character. */
	for (int k = 0; k < 50 && m->n_says > 0; k++) {
		size_t a = test_random(&seed, (uint32_t)m->n_says),
		       b = a + test_random(&seed, (uint32_t)(m->n_says - a)), i;
		uint32_t text_a = 0, text_b;
		struct cpr_src src;

		for (i = 0; i < a; i++)
			text_a += (uint32_t)strlen(letters[m->says[i]].utf8);
		for (text_b = text_a; i <= b; i++)
			text_b += (uint32_t)strlen(letters[m->says[i]].utf8);
		src = cpr_place_text(d, text_a, text_b);
		cr_assert(src.start == start[a] && src.end == end[b]);
		src = cpr_place_text(d, text_a, text_a);
		cr_assert(src.start == start[a] && src.end == start[a]);
	}
	free(start);
	free(end);
	cpr_doc_free(d);
	test_problems_free(&t);
	free((char *)raw.p);
}

Test(place, every_character, .timeout = 300)
{
	for (uint64_t seed = 1; seed <= 150; seed++) {
		struct made m = make(seed, 1 + seed % 40, 1 + seed % 30);

		for (int e = 0; e < ENCODINGS; e++)
			check_all(&m, e, seed);
		free(m.s);
		free(m.says);
	}
}

/* Runs of several marks' length. */
Test(place, every_character_of_long_runs, .timeout = 300)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct made m = make(seed, 3, 4000);

		for (int e = 0; e < ENCODINGS; e++)
			check_all(&m, e, seed);
		free(m.s);
		free(m.says);
	}
}

/* --- single places --- */

Test(place, nodes_and_attributes)
{
	struct cpr_str raw = CPR_STR("<campaign " NS "><p id = 'a&amp;b'>x</p></campaign>");
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	static const char *const pieces[] = { "<p id = 'a&amp;b'>", "<p id = 'a&amp;b'>x</p>", "a&amp;b", "x" };
	struct cpr_src src[4];

	cr_assert_not_null(d);
	src[0] = cpr_place_node(d, 1);
	src[1] = cpr_place_element(d, 1);
	src[2] = cpr_place_attr(d, cpr_doc_attr(d, 1, AT_ID));
	src[3] = cpr_place_node(d, 2);
	for (size_t i = 0; i < COUNT(pieces); i++)
		cr_expect(cpr_str_is((struct cpr_str){ raw.p + src[i].start, src[i].end - src[i].start }, pieces[i]),
			  "%zu", i);
	cpr_doc_free(d);
	test_problems_free(&t);
}

Test(place, text_across_tags)
{
	struct cpr_str raw = CPR_STR("<campaign " NS "><p>保<em>本</em>保<!-- -->息</p> </campaign>");
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	static const struct {
		uint32_t start, end;
		const char *source;
	} cases[] = {
		{ 0, 6, "保<em>本" },
		{ 0, 12, "保<em>本</em>保<!-- -->息" },
		{ 3, 6, "本" },
		{ 9, 12, "息" },
		{ 6, 12, "保<!-- -->息" },
		{ 9, 13, "息</p> " },
		{ 9, 99, "息</p> " },
		{ 6, 6, "" },
		{ 13, 13, "" },
	};

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_src src = cpr_place_text(d, cases[i].start, cases[i].end);

		cr_expect(cpr_str_is((struct cpr_str){ raw.p + src.start, src.end - src.start }, cases[i].source),
			  "%zu: %.*s", i, (int)(src.end - src.start), raw.p + src.start);
	}
	cr_expect_eq(cpr_place_text(d, 13, 13).start, raw.n - strlen("</campaign>"));
	cpr_doc_free(d);
	test_problems_free(&t);
	d = test_parse(CPR_STR("<campaign " NS "/>"), &t);
	cr_expect_eq(cpr_place_text(d, 0, 0).start, d->nodes[0].src_open_end);
	cpr_doc_free(d);
	test_problems_free(&t);
}

Test(place, lines_and_columns)
{
	/* Offsets of: a, each line's beginning, characters behind wide ones, the end. */
	struct cpr_str raw = CPR_STR("\xEF\xBB\xBF<a>\n利率\tx😀y\r\nb\rc\r\r\n\n</a>");
	static const struct {
		uint32_t at; /* in the text without its mark */
		uint32_t line, column;
		const char *text;
	} cases[] = {
		{ 0, 1, 1, "<a>" },	   { 3, 1, 4, "<a>" },	      { 4, 2, 1, "利率\tx😀y" },
		{ 7, 2, 2, "利率\tx😀y" },  { 10, 2, 3, "利率\tx😀y" }, { 11, 2, 4, "利率\tx😀y" },
		{ 12, 2, 5, "利率\tx😀y" }, { 16, 2, 6, "利率\tx😀y" }, { 17, 2, 7, "利率\tx😀y" },
		{ 18, 2, 8, "利率\tx😀y" }, { 19, 3, 1, "b" },	      { 20, 3, 2, "b" },
		{ 21, 4, 1, "c" },	   { 23, 5, 1, "" },	      { 25, 6, 1, "" },
		{ 26, 7, 1, "</a>" },	   { 30, 7, 5, "</a>" },      { 99, 7, 5, "</a>" },
	};
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_position p = cpr_place_position(d, cases[i].at);
		uint32_t at = cases[i].at < 30 ? cases[i].at : 30;

		cr_expect_eq(p.line, cases[i].line, "at %u: line %u", cases[i].at, p.line);
		cr_expect_eq(p.column, cases[i].column, "at %u: column %u", cases[i].at, p.column);
		cr_expect_eq(p.offset_bytes, at + 3u);
		cr_expect(cpr_str_is(cpr_place_line(d, cases[i].at), cases[i].text), "at %u: '%.*s'", cases[i].at,
			  CPR_STR_ARG(cpr_place_line(d, cases[i].at)));
	}
	cpr_doc_free(d);
	test_problems_free(&t);
}

/* With and without the counts that long lines have. */
Test(place, columns_of_long_lines)
{
	for (uint32_t chars = 1000; chars < 20000; chars += 9000) {
		struct cpr_str raw = test_repeat("<a>\n", "利x", chars, "\n</a>");
		struct test_problems t;
		struct cpr_doc *d = test_parse(raw, &t);

		cr_assert_not_null(d, "%s", test_problems_text(&t));
		cr_assert_eq(d->chars != NULL, 4 * chars > CPR_DOC_BLOCK);
		for (uint32_t i = 0; i < chars; i++) {
			struct cpr_position p = cpr_place_position(d, 4 + 4 * i + 3);

			cr_assert(p.line == 2 && p.column == 2 * i + 2, "%u: %u:%u", i, p.line, p.column);
		}
		cr_assert_eq(cpr_place_position(d, (uint32_t)raw.n).line, 3);
		cr_assert_eq(cpr_place_position(d, (uint32_t)raw.n).column, 5);
		cpr_doc_free(d);
		test_problems_free(&t);
		free((char *)raw.p);
	}
}

Test(place, paths)
{
	struct cpr_str raw = CPR_STR("<campaign " NS " xmlns:f='urn:f' xmlns:g=\"it's\" id='c' xml:lang='zh' f:k='1'>"
				     "<plan><product/><p/><product f:id='' g:id=''/></plan>"
				     "<f:only/><f:two/><f:two/><f:p/><g:p/><h xmlns=''/>t<p/>u</campaign>");
	static const struct {
		cpr_node node;
		uint32_t attr; /* of the node; UINT32_MAX: none */
		const char *path;
	} cases[] = {
		{ 0, CPR_NO_NODE, "/campaign" },
		{ 0, 0, "/campaign/@id" },
		{ 0, 1, "/campaign/@xml:lang" },
		{ 0, 2, "/campaign/@*[local-name()='k']" },
		{ 1, CPR_NO_NODE, "/campaign/plan" },
		{ 2, CPR_NO_NODE, "/campaign/plan/product[1]" },
		{ 3, CPR_NO_NODE, "/campaign/plan/p" },
		{ 4, CPR_NO_NODE, "/campaign/plan/product[2]" },
		{ 4, 0, "/campaign/plan/product[2]/@*[local-name()='id' and namespace-uri()='urn:f']" },
		{ 4, 1, "/campaign/plan/product[2]/@*[local-name()='id' and namespace-uri()=\"it's\"]" },
		{ 5, CPR_NO_NODE, "/campaign/*[local-name()='only']" },
		{ 6, CPR_NO_NODE, "/campaign/*[local-name()='two'][1]" },
		{ 7, CPR_NO_NODE, "/campaign/*[local-name()='two'][2]" },
		{ 8, CPR_NO_NODE, "/campaign/*[local-name()='p' and namespace-uri()='urn:f']" },
		{ 9, CPR_NO_NODE, "/campaign/*[local-name()='p' and namespace-uri()=\"it's\"]" },
		{ 10, CPR_NO_NODE, "/campaign/*[local-name()='h']" },
		{ 11, CPR_NO_NODE, "/campaign/text()[1]" },
		{ 12, CPR_NO_NODE, "/campaign/p" },
		{ 13, CPR_NO_NODE, "/campaign/text()[2]" },
	};
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	cr_assert_eq(d->n_nodes, 14);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_place_path(
			d, cases[i].node,
			cases[i].attr == CPR_NO_NODE ? CPR_NO_NODE : d->nodes[cases[i].node].first + cases[i].attr, &b);
		cr_expect(cpr_str_is(cpr_strbuf_str(&b), cases[i].path), "%s: %.*s", cases[i].path,
			  CPR_STR_ARG(cpr_strbuf_str(&b)));
		cpr_strbuf_free(&b);
	}
	cpr_doc_free(d);
	test_problems_free(&t);
}

/* Seconds for ten thousand places all over a document that has `times` pieces. */
static double place_seconds(const char *head, const char *piece, size_t times, const char *tail)
{
	struct cpr_str raw = test_repeat(head, piece, times, tail);
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct test_problems t;
	struct cpr_doc *d = test_parse(raw, &t);
	double from = test_seconds(), seconds;

	cr_assert_not_null(d, "%s", test_problems_text(&t));
	for (uint32_t k = 0; k < 10000; k++) {
		uint32_t at = (uint32_t)((uint64_t)d->text_n * k / 10000);
		struct cpr_src src = cpr_place_text(d, at, at + 1);

		cr_assert_lt(src.start, src.end);
		cr_assert_gt(cpr_place_position(d, src.start).column, 0);
		cpr_strbuf_reset(&b);
		cpr_place_path(d, cpr_doc_text_node(d, at), CPR_NO_NODE, &b);
	}
	seconds = test_seconds() - from;
	cpr_strbuf_free(&b);
	cpr_doc_free(d);
	test_problems_free(&t);
	free((char *)raw.p);
	return seconds;
}

/* A place costs about the same in a document of a million bytes as in one of ten thousand, whatever its shape. */
Test(place, flood_is_cheap, .timeout = 300)
{
	static const struct {
		const char *head, *piece, *tail;
		size_t times;
	} shapes[] = {
		{ "", "保本&amp;", "", 90000 },
		{ "", "保本保本保本保本保本\r\n", "", 30000 },
		{ "", "保本<!---->", "", 60000 },
		{ "", "<p>本</p>", "", 90000 },
		{ "<![CDATA[", "保本保本保本]", "]]>", 40000 },
	};

	for (size_t i = 0; i < COUNT(shapes); i++) {
		char head[128], tail[64];
		double small, large;

		snprintf(head, sizeof head, "<campaign " NS ">%s", shapes[i].head);
		snprintf(tail, sizeof tail, "%s</campaign>", shapes[i].tail);
		small = place_seconds(head, shapes[i].piece, shapes[i].times / 100, tail);
		large = place_seconds(head, shapes[i].piece, shapes[i].times, tail);
		cr_expect_lt(large, 20 * small, "shape %zu: %g s against %g s", i, large, small);
	}
}

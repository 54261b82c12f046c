/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a range of the source to a place that outlives it: numbers, path, excerpt and source line, copied into the report.
 * Also for documents that were refused, as far as their bytes can be read.
 */
#include "finding/report.h"

#include "text/unicode.h"

#define LONG_LINE_BEFORE 1024 /* bytes of a long line kept before and behind the start of a place */
#define LONG_LINE_BEHIND 2048
_Static_assert(LONG_LINE_BEFORE + LONG_LINE_BEHIND <= CPR_LINE_TEXT_BYTES, "a part of a line is longer than a whole one");

static struct cpr_str keep(cpreview_report *r, struct cpr_str s)
{
	struct cpr_str copy = cpr_arena_str(&r->arena, s);

	if (!copy.p)
		r->failed = true;
	return copy;
}

static size_t char_start(struct cpr_str s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* Line and column behind the source of a place, from those of its start. */
static void find_end(struct cpr_where *w, struct cpr_str source)
{
	w->end_line = w->line;
	w->end_column = w->column;
	for (size_t i = 0; i < source.n; i++) {
		unsigned char c = (unsigned char)source.p[i];

		if (c == '\n' || (c == '\r' && !(i + 1 < source.n && source.p[i + 1] == '\n'))) {
			w->end_line++;
			w->end_column = 1;
		} else if ((c & 0xc0) != 0x80 && c != '\r') {
			w->end_column++;
		}
	}
}

static void cut_excerpt(cpreview_report *r, struct cpr_where *w, struct cpr_str source)
{
	size_t chars = 0, n = 0;

	for (; n < source.n; n++) {
		if (((unsigned char)source.p[n] & 0xc0) == 0x80)
			continue;
		if (chars++ == r->limits.excerpt_chars)
			break;
	}
	w->excerpt_cut = n < source.n;
	w->excerpt = keep(r, (struct cpr_str){ source.p, n });
}

/* at: the offset of the start in line. */
static void cut_line(cpreview_report *r, struct cpr_where *w, struct cpr_str line, size_t at)
{
	size_t from = 0, to = line.n;

	w->line_text_column = 1;
	if (line.n > CPR_LINE_TEXT_BYTES) {
		from = at > LONG_LINE_BEFORE ? char_start(line, at - LONG_LINE_BEFORE) : 0;
		if (line.n - at > LONG_LINE_BEHIND)
			to = char_start(line, at + LONG_LINE_BEHIND);
	}
	if (from)
		w->line_text_column = w->column - (uint32_t)cpr_str_chars((struct cpr_str){ line.p + from, at - from });
	w->line_text_cut = to < line.n;
	w->line_text = keep(r, (struct cpr_str){ line.p + from, to - from });
}

/* "product#p1": the nearest element around that has an id. */
static void find_anchor(cpreview_report *r, struct cpr_where *w, const struct cpr_doc *doc, cpr_node node)
{
	cpr_name id = cpr_doc_name(doc, (struct cpr_str){ 0 }, CPR_STR("id"));

	if (id == CPR_MAP_NONE)
		return;
	for (; node != CPR_NO_NODE; node = doc->nodes[node].parent) {
		struct cpr_strbuf b = CPR_STRBUF(&r->mem);
		uint32_t attr;

		if (cpr_doc_is_text(doc, node))
			continue;
		attr = cpr_doc_attr(doc, node, id);
		if (attr == CPR_NO_NODE)
			continue;
		cpr_strbuf_adds(&b, doc->names[doc->nodes[node].name].local);
		cpr_strbuf_addc(&b, '#');
		cpr_strbuf_adds(&b, cpr_doc_attr_value(doc, attr));
		if (cpr_strbuf_failed(&b))
			r->failed = true;
		else
			w->anchor = keep(r, cpr_strbuf_str(&b));
		cpr_strbuf_free(&b);
		return;
	}
}

void cpr_report_place(cpreview_report *r, struct cpr_where *where, const struct cpr_doc *doc, struct cpr_src src,
		      cpr_node node, uint32_t attr)
{
	struct cpr_strbuf path = CPR_STRBUF(&r->mem);
	struct cpr_position start;
	struct cpr_str text, line, source;

	if (r->failed || !where || !doc)
		return;
	text = doc->source.text;
	if (src.start > text.n)
		src.start = (uint32_t)text.n;
	if (src.end > text.n)
		src.end = (uint32_t)text.n;
	if (src.end < src.start)
		src.end = src.start;
	/* A problem of the markup may begin or end inside a character, for all that its finder knew. */
	src.start = (uint32_t)char_start(text, src.start);
	while (src.end < text.n && ((unsigned char)text.p[src.end] & 0xc0) == 0x80)
		src.end++;
	source = (struct cpr_str){ text.p + src.start, src.end - src.start };
	start = cpr_place_position(doc, src.start);
	*where = (struct cpr_where){ .known = true, .offset_bytes = start.offset_bytes, .line = start.line, .column = start.column };
	where->length_bytes = cpr_decoded_raw(&doc->source, src.end) - start.offset_bytes;
	find_end(where, source);
	cut_excerpt(r, where, source);
	line = cpr_place_line(doc, src.start);
	/* A place in a line end belongs to the line, behind its text. */
	cut_line(r, where, line, (size_t)(source.p - line.p) < line.n ? (size_t)(source.p - line.p) : line.n);
	if (node == CPR_NO_NODE)
		return;
	cpr_place_path(doc, node, attr, &path);
	if (cpr_strbuf_failed(&path))
		r->failed = true;
	else
		where->path = keep(r, cpr_strbuf_str(&path));
	cpr_strbuf_free(&path);
	find_anchor(r, where, doc, node);
}

void cpr_finding_place(cpreview_report *r, cpreview_finding *f, const struct cpr_doc *doc, struct cpr_src src, cpr_node node,
		       uint32_t attr)
{
	if (r->failed || !f || !doc)
		return;
	f->src_start = src.start;
	f->src_end = src.end;
	cpr_report_place(r, &f->where, doc, src, node, attr);
}

/* The innermost node whose source holds `at`; CPR_NO_NODE outside the root element. */
static cpr_node node_at(const struct cpr_doc *d, uint32_t at)
{
	uint32_t low = 0, high = d->n_nodes; /* nodes before low start at or before `at` */
	cpr_node n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (d->nodes[mid].src_start <= at)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return CPR_NO_NODE;
	for (n = low - 1; n != CPR_NO_NODE && at >= d->nodes[n].src_end; n = d->nodes[n].parent)
		;
	return n;
}

static uint32_t attr_at(const struct cpr_doc *d, cpr_node n, uint32_t at)
{
	if (n == CPR_NO_NODE || cpr_doc_is_text(d, n))
		return CPR_NO_NODE;
	for (uint32_t i = d->nodes[n].first, end = i + d->nodes[n].count; i < end; i++)
		if (d->attrs[i].src_start <= at && at <= d->attrs[i].src_value_end)
			return i;
	return CPR_NO_NODE;
}

/* Problems of the whole input, or of no document at all, have no place in it. */
static bool has_place(const struct cpr_problem *p)
{
	switch (p->id) {
	case CPR_PROBLEM_INPUT_UNREADABLE:
	case CPR_PROBLEM_INPUT_EMPTY:
	case CPR_PROBLEM_ENGINE_NO_RULE:
	case CPR_PROBLEM_ENGINE_TRUNCATED:
		return false;
	case CPR_PROBLEM_ENGINE_NOT_CHECKED:
		return p->end > 0;
	default:
		return true;
	}
}

void cpr_report_problem(cpreview_report *r, const struct cpr_doc *doc, const struct cpr_problem *p)
{
	cpreview_finding *f = cpr_report_add_problem(r, p);
	cpr_node node;

	if (!f || !doc || !has_place(p))
		return;
	node = node_at(doc, p->start);
	cpr_finding_place(r, f, doc, (struct cpr_src){ p->start, p->end }, node, attr_at(doc, node, p->start));
}

/* A document without nodes: enough to tell lines and columns. False without memory. */
static bool make_shell(const struct cpr_mem *mem, const struct cpr_decoded *source, struct cpr_doc *ret)
{
	CPR_ARRAY(uint32_t) newlines = { 0 };
	struct cpr_str s = source->text;

	for (size_t i = 0; i < s.n; i++) {
		bool ends = s.p[i] == '\n' || (s.p[i] == '\r' && !(i + 1 < s.n && s.p[i + 1] == '\n'));

		if (ends && !cpr_array_push(mem, &newlines, (uint32_t)(i + 1))) {
			cpr_array_free(mem, &newlines);
			return false;
		}
	}
	*ret = (struct cpr_doc){
		.mem = mem, .source = *source, .newlines = newlines.v, .n_newlines = (uint32_t)newlines.n,
	};
	return true;
}

/* Decodes raw as far as it goes; false if it does not (or no memory is left: r->failed). */
static bool read_again(cpreview_report *r, struct cpr_str raw, struct cpr_doc *ret)
{
	struct cpr_arena arena = CPR_ARENA(&r->mem);
	struct cpr_problems problems = { .arena = &arena };
	struct cpr_decoded decoded;
	bool ok = cpr_decode(&r->mem, raw, &r->limits, &decoded, &problems);

	if (problems.failed || (ok && !make_shell(&r->mem, &decoded, ret))) {
		r->failed = true;
		if (ok)
			cpr_decoded_free(&decoded);
		ok = false;
	}
	cpr_problems_free(&problems);
	cpr_arena_free(&arena);
	return ok;
}

static void free_shell(cpreview_report *r, struct cpr_doc *shell)
{
	cpr_free(&r->mem, shell->newlines);
	cpr_decoded_free(&shell->source);
}

/* A problem that stopped decoding: its offset is of raw, and what stands before it may yet be readable. */
static void refuse_bytes(cpreview_report *r, struct cpr_str raw, const struct cpr_problem *p)
{
	cpreview_finding *f = cpr_report_add_problem(r, p);
	size_t at = p->start < raw.n ? p->start : raw.n;
	struct cpr_doc shell;

	if (!f || !has_place(p))
		return;
	if (at > 0 && read_again(r, (struct cpr_str){ raw.p, at }, &shell)) {
		uint32_t end = (uint32_t)shell.source.text.n;

		cpr_finding_place(r, f, &shell, (struct cpr_src){ end, end }, CPR_NO_NODE, CPR_NO_NODE);
		f->where.line_text_cut = true;
		free_shell(r, &shell);
	}
	f->where.known = true;
	f->where.offset_bytes = at;
	f->where.length_bytes = p->end > at ? p->end - at : 0;
	f->src_start = p->start;
	f->src_end = p->end;
}

void cpr_report_refusal(cpreview_report *r, struct cpr_str raw, const struct cpr_problem *problems, size_t n_problems)
{
	struct cpr_doc shell;
	bool readable = !r->failed && raw.n > 0 && read_again(r, raw, &shell);

	for (size_t i = 0; i < n_problems && !r->failed; i++) {
		if (readable)
			cpr_report_problem(r, &shell, &problems[i]);
		else
			refuse_bytes(r, raw, &problems[i]);
	}
	if (readable)
		free_shell(r, &shell);
}

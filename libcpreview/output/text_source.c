/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source line and the carets under it. Tabs are kept in both lines, so that the carets stand right at any tab width;
 * double-width and combining characters, and what has to be escaped, are counted in cells of the screen.
 *
 *    12 | 	<body>本产品稳赚不赔</body>
 *       | 	            ^^^^^^^^
 */
#include "output/text_source.h"

#include "output/escape.h"

#define TAB_CELLS 8
#define BEFORE_CELLS 30 /* before the place, in a window */

/* The part of line_text that is shown, in bytes, and the part of that which is marked. */
struct window {
	struct cpr_str line;
	size_t from, to;
	size_t mark, mark_end;
	bool cut_before, cut_behind;
	bool goes_on; /* the place does not end in this line */
};

/* Reads the character at *at and moves on; returns its cells. at_cell: where it stands on the screen, for tabs. */
static size_t next(struct cpr_str s, size_t *at, size_t at_cell, struct cpr_glyph *ret)
{
	cpr_escape_glyph(s, *at, true, ret);
	*at += ret->consumed;
	return ret->tab ? TAB_CELLS - at_cell % TAB_CELLS : ret->cells;
}

static size_t skip_chars(struct cpr_str s, size_t at, size_t n)
{
	struct cpr_glyph g;

	while (n-- && at < s.n)
		next(s, &at, 0, &g);
	return at;
}

static size_t measure(struct cpr_str s, size_t from, size_t to)
{
	struct cpr_glyph g;
	size_t cells = 0;

	while (from < to)
		cells += next(s, &from, cells, &g);
	return cells;
}

/* Leaves out of a long line what is far from the mark. */
static void narrow(struct window *w)
{
	size_t before = measure(w->line, 0, w->mark), cells = 0;
	struct cpr_glyph g;

	if (measure(w->line, 0, w->line.n) <= CPR_SOURCE_CELLS)
		return;
	for (size_t skipped = 0; w->from < w->mark && before - skipped > BEFORE_CELLS;)
		skipped += next(w->line, &w->from, skipped, &g);
	w->to = w->from;
	for (size_t at = w->from; at < w->line.n; w->to = at) {
		cells += next(w->line, &at, cells, &g);
		if (cells > CPR_SOURCE_CELLS)
			break;
	}
	w->cut_before |= w->from > 0;
	w->cut_behind |= w->to < w->line.n;
}

static struct window window_of(const struct cpr_where *where)
{
	struct window w = {
		.line = where->line_text,
		.to = where->line_text.n,
		.cut_before = where->line_text_column > 1,
		.cut_behind = where->line_text_cut,
		.goes_on = where->end_line > where->line,
	};

	w.mark = where->column > where->line_text_column ?
		 skip_chars(w.line, 0, where->column - where->line_text_column) : 0;
	if (w.goes_on)
		w.mark_end = w.line.n;
	else
		w.mark_end = where->end_column > where->column ?
			     skip_chars(w.line, w.mark, where->end_column - where->column) : w.mark;
	narrow(&w);
	return w;
}

static void repeat(struct cpr_sink *s, char c, size_t n)
{
	while (n--)
		cpr_sink_addc(s, c);
}

/* With its blank a multiple of TAB_CELLS wide, so that tabs in the line look as they do in an editor. */
static void gutter(struct cpr_sink *s, const struct cpr_source_colors *colors, uint32_t line, bool number)
{
	size_t width = line > 99999 ? 2 * TAB_CELLS - 3 : TAB_CELLS - 3, digits = 0;

	for (uint32_t v = line; number && v; v /= 10)
		digits++;
	cpr_sink_addz(s, colors->gutter);
	repeat(s, ' ', width - digits);
	if (number)
		cpr_sink_add_u64(s, line);
	cpr_sink_addz(s, " |");
	cpr_sink_addz(s, colors->off);
}

static void print_line(struct cpr_sink *s, const struct window *w)
{
	struct cpr_glyph g;

	if (w->cut_before)
		cpr_sink_addz(s, "…");
	for (size_t i = w->from; i < w->to;) {
		next(w->line, &i, 0, &g);
		cpr_sink_add(s, g.bytes, g.n);
	}
	if (w->cut_behind)
		cpr_sink_addz(s, "…");
}

static void print_marks(struct cpr_sink *s, const struct window *w, const struct cpr_source_colors *colors)
{
	size_t cell = w->cut_before, start, i = w->from;
	struct cpr_glyph g;

	repeat(s, ' ', cell);
	while (i < w->mark) {
		size_t n = next(w->line, &i, cell, &g);

		repeat(s, g.tab ? '\t' : ' ', g.tab ? 1 : n);
		cell += n;
	}
	cpr_sink_addz(s, colors->mark);
	for (start = cell; i < w->mark_end && i < w->to;) {
		size_t n = next(w->line, &i, cell, &g);

		repeat(s, '^', n);
		cell += n;
	}
	/* A point, or nothing but combining characters. */
	if (cell == start)
		cpr_sink_addc(s, '^');
	if (w->goes_on || w->mark_end > w->to)
		cpr_sink_addz(s, "…");
	cpr_sink_addz(s, colors->off);
}

void cpr_text_source(struct cpr_sink *s, const struct cpr_where *where, const struct cpr_source_colors *colors)
{
	struct window w;

	if (!where->known || where->line == 0)
		return;
	w = window_of(where);
	gutter(s, colors, where->line, true);
	if (w.cut_before || w.cut_behind || w.to > w.from)
		cpr_sink_addc(s, ' ');
	print_line(s, &w);
	cpr_sink_addc(s, '\n');
	gutter(s, colors, where->line, false);
	cpr_sink_addc(s, ' ');
	print_marks(s, &w, colors);
	cpr_sink_addc(s, '\n');
}

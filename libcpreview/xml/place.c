/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places are found when they are asked for, by reading a small piece of the source again. What bounds that piece was noted
 * when the document was made: newlines, marks in long runs, character counts in long lines, ordinals of siblings.
 */
#include "xml/place.h"

#include "xml/run.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"

/* --- ranges of the source --- */

struct cpr_src cpr_place_node(const struct cpr_doc *d, cpr_node n)
{
	return (struct cpr_src){ d->nodes[n].src_start, d->nodes[n].src_open_end };
}

struct cpr_src cpr_place_element(const struct cpr_doc *d, cpr_node n)
{
	return (struct cpr_src){ d->nodes[n].src_start, d->nodes[n].src_end };
}

struct cpr_src cpr_place_attr(const struct cpr_doc *d, uint32_t attr)
{
	return (struct cpr_src){ d->attrs[attr].src_value, d->attrs[attr].src_value_end };
}

/* Where to start reading text node n for byte `at` of the text: its beginning, or the last mark before. */
static struct cpr_run start_reading(const struct cpr_doc *d, const struct cpr_node_rec *n, uint32_t at,
				    uint32_t *ret_text)
{
	struct cpr_run run = { .source = d->source.text, .at = n->src_start, .end = n->src_end };
	uint32_t low = 0, high = d->n_marks;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (d->marks[mid].text <= at)
			low = mid + 1;
		else
			high = mid;
	}
	*ret_text = n->first;
	if (low > 0 && d->marks[low - 1].text > n->first) {
		run.at = d->marks[low - 1].src;
		run.cdata = d->marks[low - 1].cdata;
		*ret_text = d->marks[low - 1].text;
	}
	return run;
}

/* What spells byte `at` of the text; of a character that is written plainly only that byte. */
static struct cpr_src spelling(const struct cpr_doc *d, uint32_t at)
{
	const struct cpr_node_rec *n = &d->nodes[cpr_doc_text_node(d, at)];
	struct cpr_src src = { n->src_end, n->src_end };
	struct cpr_run_piece piece;
	struct cpr_run run;
	uint32_t text;

	if (n->src_end - n->src_start == n->count) {
		/* Everything that is not plain is shorter when read, so nothing of the sort is in here. */
		src.start = n->src_start + (at - n->first);
		src.end = src.start + 1;
		return src;
	}
	for (run = start_reading(d, n, at, &text); cpr_run_next(&run, &piece); text += piece.text_n) {
		if (at - text >= piece.text_n)
			continue;
		src = (struct cpr_src){ piece.src, piece.src + piece.src_n };
		if (piece.src_n == piece.text_n) {
			src.start += at - text;
			src.end = src.start + 1;
		}
		break;
	}
	return src;
}

struct cpr_src cpr_place_text(const struct cpr_doc *d, uint32_t start, uint32_t end)
{
	struct cpr_src src;

	if (end > d->text_n)
		end = d->text_n;
	if (start >= end) {
		/* Nothing: the point in front of the next character, or behind the last. */
		if (start < d->text_n)
			src.start = spelling(d, start).start;
		else
			src.start = d->text_n > 0 ? spelling(d, d->text_n - 1).end : d->nodes[0].src_open_end;
		src.end = src.start;
		return src;
	}
	src.start = spelling(d, start).start;
	src.end = spelling(d, end - 1).end;
	return src;
}

/* --- lines and columns --- */

/* How many line ends stand before `at`. */
static uint32_t lines_before(const struct cpr_doc *d, uint32_t at)
{
	uint32_t low = 0, high = d->n_newlines;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (d->newlines[mid] <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static uint32_t line_start(const struct cpr_doc *d, uint32_t lines)
{
	return lines > 0 ? d->newlines[lines - 1] : 0;
}

static uint32_t count_chars(const struct cpr_doc *d, uint32_t from, uint32_t to)
{
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++)
		n += ((unsigned char)d->source.text.p[i] & 0xC0) != 0x80;
	return n;
}

/* Code points before `at`, from the counts at the blocks' beginnings. */
static uint32_t chars_before(const struct cpr_doc *d, uint32_t at)
{
	uint32_t block = at / CPR_DOC_BLOCK;

	return d->chars[block] + count_chars(d, block * CPR_DOC_BLOCK, at);
}

struct cpr_position cpr_place_position(const struct cpr_doc *d, uint32_t at)
{
	struct cpr_position p;
	uint32_t lines, from;

	if (at > d->source.text.n)
		at = (uint32_t)d->source.text.n;
	lines = lines_before(d, at);
	from = line_start(d, lines);
	p.offset_bytes = cpr_decoded_raw(&d->source, at);
	p.line = lines + 1;
	p.column = 1;
	p.column += d->chars ? chars_before(d, at) - chars_before(d, from) : count_chars(d, from, at);
	return p;
}

struct cpr_str cpr_place_line(const struct cpr_doc *d, uint32_t at)
{
	struct cpr_str s = d->source.text;
	uint32_t lines, from, to;

	if (at > s.n)
		at = (uint32_t)s.n;
	lines = lines_before(d, at);
	from = line_start(d, lines);
	to = lines < d->n_newlines ? d->newlines[lines] : (uint32_t)s.n;
	while (to > from && (s.p[to - 1] == '\n' || s.p[to - 1] == '\r'))
		to--;
	return (struct cpr_str){ s.p + from, to - from };
}

/* --- paths --- */

/* Which of its namesakes among the siblings; 0 if there are none. */
static uint32_t ordinal(const struct cpr_doc *d, cpr_node n)
{
	uint32_t list = cpr_doc_is_text(d, n) ? d->n_names : d->nodes[n].name;
	uint32_t low = d->by_name_at[list], high = d->by_name_at[list + 1];

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (d->by_name[mid] <= n)
			low = mid;
		else
			high = mid;
	}
	return d->ordinals[low];
}

static bool is_own(const struct cpr_doc *d, cpr_name name)
{
	return cpr_str_is(d->names[name].ns, d->schema.ns);
}

/* Does the document use the local name of `name` in another namespace too? */
static bool is_ambiguous(const struct cpr_doc *d, cpr_name name)
{
	for (cpr_name i = 0; i < d->n_names; i++)
		if (i != name && d->by_name_at[i] < d->by_name_at[i + 1] &&
		    cpr_str_eq(d->names[i].local, d->names[name].local))
			return true;
	return false;
}

/* A name that has no prefix here. A namespace with both quotes in it cannot be written in XPath 1.0 and is left out. */
static void add_foreign(const struct cpr_doc *d, cpr_name name, bool with_ns, struct cpr_strbuf *out)
{
	struct cpr_str ns = d->names[name].ns;
	char quote = ns.n > 0 && memchr(ns.p, '\'', ns.n) ? '"' : '\'';

	cpr_strbuf_addz(out, "*[local-name()='");
	cpr_strbuf_adds(out, d->names[name].local);
	cpr_strbuf_addc(out, '\'');
	if (with_ns && !(ns.n > 0 && memchr(ns.p, quote, ns.n))) {
		cpr_strbuf_addz(out, " and namespace-uri()=");
		cpr_strbuf_addc(out, quote);
		cpr_strbuf_adds(out, ns);
		cpr_strbuf_addc(out, quote);
	}
	cpr_strbuf_addc(out, ']');
}

static void add_step(const struct cpr_doc *d, cpr_node n, struct cpr_strbuf *out)
{
	cpr_name name = d->nodes[n].name;
	uint32_t which = ordinal(d, n);

	cpr_strbuf_addc(out, '/');
	if (cpr_doc_is_text(d, n))
		cpr_strbuf_addz(out, "text()");
	else if (is_own(d, name))
		cpr_strbuf_adds(out, d->names[name].local);
	else
		add_foreign(d, name, is_ambiguous(d, name), out);
	if (which > 0) {
		cpr_strbuf_addc(out, '[');
		cpr_strbuf_add_u64(out, which);
		cpr_strbuf_addc(out, ']');
	}
}

static void add_attr_step(const struct cpr_doc *d, uint32_t attr, struct cpr_strbuf *out)
{
	const struct cpr_node_rec *owner = &d->nodes[d->attrs[attr].owner];
	const struct cpr_name_entry *name = &d->names[d->attrs[attr].name];
	bool twice = false;

	cpr_strbuf_addz(out, "/@");
	if (name->ns.n == 0 || cpr_str_is(name->ns, XML_NS)) {
		if (name->ns.n > 0)
			cpr_strbuf_addz(out, "xml:");
		cpr_strbuf_adds(out, name->local);
		return;
	}
	for (uint32_t i = owner->first; i < owner->first + owner->count; i++)
		twice |= i != attr && cpr_str_eq(d->names[d->attrs[i].name].local, name->local);
	add_foreign(d, d->attrs[attr].name, twice, out);
}

void cpr_place_path(const struct cpr_doc *d, cpr_node n, uint32_t attr, struct cpr_strbuf *out)
{
	uint32_t depth = 0;

	for (cpr_node up = n; up != CPR_NO_NODE; up = d->nodes[up].parent)
		depth++;
	/* From the root down: each ancestor is found by climbing from n. The depth is limited, so this is cheap. */
	for (uint32_t level = depth; level > 0; level--) {
		cpr_node step = n;

		for (uint32_t i = 1; i < level; i++)
			step = d->nodes[step].parent;
		add_step(d, step, out);
	}
	if (attr != CPR_NO_NODE)
		add_attr_step(d, attr, out);
}

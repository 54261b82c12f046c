/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a document: decode, gate, parse, then the indexes; and answers questions about it. Everything is sized from the
 * gate's counts before it is filled, because arrays that grow touch memory twice, and new memory is what costs.
 */
#include "xml/doc.h"

#include "xml/gate.h"
#include "xml/parse.h"
#include "xml/run.h"

/* An array of its exact size; also an empty one is not NULL, so NULL means out of memory. */
static void *array(const struct cpr_mem *mem, size_t count, size_t size)
{
	return cpr_realloc(mem, NULL, count ? count : 1, size);
}

/* --- names --- */

/* Bytewise: a NUL-terminated name against a piece of the document. */
static int compare(const char *z, struct cpr_str s)
{
	int c = strncmp(z, s.p, s.n);

	return c != 0 ? c : z[s.n] != '\0';
}

/* The number of a known name among numbers [first, first + n). */
static cpr_name find_known(const struct cpr_doc_schema *schema, const uint16_t *sorted, uint32_t first, uint32_t n,
			   struct cpr_str local)
{
	uint32_t low = 0, high = n;

	if (!sorted) {
		for (uint32_t i = first; i < first + n; i++)
			if (compare(schema->names[i], local) == 0)
				return i;
		return CPR_MAP_NONE;
	}
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int c = compare(schema->names[sorted[mid]], local);

		if (c == 0)
			return sorted[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return CPR_MAP_NONE;
}

cpr_name cpr_doc_name(const struct cpr_doc *d, struct cpr_str ns, struct cpr_str local)
{
	const struct cpr_doc_schema *s = &d->schema;
	cpr_name n = CPR_MAP_NONE;

	if (ns.n == 0)
		n = find_known(s, s->sorted_attributes, s->n_elements, s->n_attributes, local);
	else if (cpr_str_is(ns, s->ns))
		n = find_known(s, s->sorted_elements, 0, s->n_elements, local);
	if (n != CPR_MAP_NONE)
		return n;
	for (n = cpr_map_get(&d->foreign, local); n != CPR_MAP_NONE; n = d->foreign_next[n - d->n_known])
		if (cpr_str_eq(d->names[n].ns, ns))
			return n;
	return CPR_MAP_NONE;
}

/* Room for one more name in both arrays, which grow together; rarely needed, see make_names(). */
static bool name_room(struct cpr_doc *d)
{
	size_t cap = (size_t)d->cap_names + d->cap_names / 2 + 16;
	void *p;

	if (d->n_names < d->cap_names)
		return true;
	p = cpr_realloc(d->mem, d->names, cap, sizeof *d->names);
	if (!p)
		return false;
	d->names = p;
	p = cpr_realloc(d->mem, d->foreign_next, cap - d->n_known, sizeof *d->foreign_next);
	if (!p)
		return false;
	d->foreign_next = p;
	d->cap_names = (uint32_t)cap;
	return true;
}

enum cpr_intern cpr_doc_intern(struct cpr_doc *d, struct cpr_str uri, struct cpr_str local, uint32_t max_foreign,
			       cpr_name *ret)
{
	struct cpr_str ns = { 0 };
	uint32_t old;

	*ret = cpr_doc_name(d, uri, local);
	if (*ret != CPR_MAP_NONE)
		return CPR_INTERN_OK;
	if (d->n_names - d->n_known >= max_foreign)
		return CPR_INTERN_FULL;
	if (uri.n > 0) {
		ns = cpr_arena_str(&d->arena, uri);
		if (!ns.p)
			return CPR_INTERN_NOMEM;
	}
	if (!name_room(d) || !cpr_map_put(&d->foreign, local, d->n_names, &old))
		return CPR_INTERN_NOMEM;
	d->foreign_next[d->n_names - d->n_known] = CPR_MAP_NONE;
	if (old != CPR_MAP_NONE) {
		/* The same local name in another namespace: behind the first of its chain. */
		d->foreign_next[d->n_names - d->n_known] = d->foreign_next[old - d->n_known];
		d->foreign_next[old - d->n_known] = d->n_names;
	}
	d->names[d->n_names] = (struct cpr_name_entry){ .ns = ns, .local = local };
	*ret = d->n_names++;
	return CPR_INTERN_OK;
}

static bool make_names(struct cpr_doc *d, uint32_t n_written)
{
	struct cpr_str ns = cpr_str_of(d->schema.ns);

	d->n_known = d->schema.n_elements + d->schema.n_attributes;
	/* A written name comes to more than one number only if its prefix is declared again. */
	d->cap_names = d->n_known + n_written;
	d->names = array(d->mem, d->cap_names, sizeof *d->names);
	d->foreign_next = array(d->mem, n_written, sizeof *d->foreign_next);
	if (!d->names || !d->foreign_next)
		return false;
	for (; d->n_names < d->n_known; d->n_names++)
		d->names[d->n_names] = (struct cpr_name_entry){
			.ns = d->n_names < d->schema.n_elements ? ns : (struct cpr_str){ 0 },
			.local = cpr_str_of(d->schema.names[d->n_names]),
		};
	return true;
}

/* --- indexes --- */

static uint32_t list_of(const struct cpr_doc *d, cpr_node n)
{
	return cpr_doc_is_text(d, n) ? d->n_names : d->nodes[n].name;
}

/* Lists the nodes of each name: count, sum up, put in place. */
static bool index_names(struct cpr_doc *d)
{
	uint32_t *at = cpr_calloc(d->mem, (size_t)d->n_names + 2, sizeof *at);

	d->by_name_at = at;
	d->by_name = array(d->mem, d->n_nodes, sizeof *d->by_name);
	if (!at || !d->by_name)
		return false;
	/* One place early, so that putting a node in place moves the beginning of its list to where the next one begins. */
	for (cpr_node n = 0; n < d->n_nodes; n++)
		at[list_of(d, n) + 1]++;
	for (uint32_t i = 0, sum = 0; i <= d->n_names; i++) {
		uint32_t count = at[i + 1];

		at[i + 1] = sum;
		sum += count;
	}
	for (cpr_node n = 0; n < d->n_nodes; n++)
		d->by_name[at[list_of(d, n) + 1]++] = n;
	return true;
}

/* Numbers the siblings of one name, for paths. Asking for it later would cost each path a walk over all siblings. */
static bool index_ordinals(struct cpr_doc *d)
{
	uint32_t *seen = cpr_calloc(d->mem, (size_t)d->n_nodes, sizeof *seen); /* by parent: siblings of this name */

	d->ordinals = array(d->mem, d->n_nodes, sizeof *d->ordinals);
	if (!seen || !d->ordinals) {
		cpr_free(d->mem, seen);
		return false;
	}
	for (uint32_t list = 0; list <= d->n_names; list++) {
		uint32_t from = d->by_name_at[list], to = d->by_name_at[list + 1];

		for (uint32_t i = from; i < to; i++) {
			cpr_node parent = d->nodes[d->by_name[i]].parent;

			d->ordinals[i] = parent == CPR_NO_NODE ? 0 : ++seen[parent];
		}
		for (uint32_t i = from; i < to; i++) {
			cpr_node parent = d->nodes[d->by_name[i]].parent;

			if (d->ordinals[i] == 1 && seen[parent] == 1)
				d->ordinals[i] = 0;
		}
		for (uint32_t i = from; i < to; i++)
			if (d->nodes[d->by_name[i]].parent != CPR_NO_NODE)
				seen[d->nodes[d->by_name[i]].parent] = 0;
	}
	cpr_free(d->mem, seen);
	return true;
}

/* Writes the offsets behind line ends to `out`, if it is not NULL, and returns how many there are. */
static uint32_t find_newlines(struct cpr_str s, uint32_t *out)
{
	bool has_cr = memchr(s.p, '\r', s.n) != NULL;
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!has_cr) {
			const char *lf = memchr(s.p + i, '\n', s.n - i);

			if (!lf)
				break;
			i = (size_t)(lf - s.p);
		} else if (s.p[i] != '\n' && (s.p[i] != '\r' || (i + 1 < s.n && s.p[i + 1] == '\n'))) {
			continue;
		}
		if (out)
			out[n] = (uint32_t)i + 1;
		n++;
	}
	return n;
}

static uint32_t longest_line(const struct cpr_doc *d)
{
	uint32_t longest = 0, from = 0;

	for (uint32_t i = 0; i <= d->n_newlines; i++) {
		uint32_t to = i < d->n_newlines ? d->newlines[i] : (uint32_t)d->source.text.n;

		if (to - from > longest)
			longest = to - from;
		from = to;
	}
	return longest;
}

static bool index_lines(struct cpr_doc *d)
{
	struct cpr_str s = d->source.text;
	uint32_t chars = 0;

	d->n_newlines = find_newlines(s, NULL);
	d->newlines = array(d->mem, d->n_newlines, sizeof *d->newlines);
	if (!d->newlines)
		return false;
	find_newlines(s, d->newlines);
	if (longest_line(d) <= CPR_DOC_BLOCK)
		return true;
	d->chars = array(d->mem, s.n / CPR_DOC_BLOCK + 1, sizeof *d->chars);
	if (!d->chars)
		return false;
	for (size_t from = 0; from <= s.n; from += CPR_DOC_BLOCK) {
		size_t n = s.n - from < CPR_DOC_BLOCK ? s.n - from : CPR_DOC_BLOCK;

		d->chars[from / CPR_DOC_BLOCK] = chars;
		for (size_t i = from; i < from + n; i++)
			chars += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	}
	return true;
}

/* Marks along one text run; with marks == NULL only counts them. */
static uint32_t mark_run(const struct cpr_doc *d, const struct cpr_node_rec *n, struct cpr_doc_mark *marks)
{
	struct cpr_run run = { .source = d->source.text, .at = n->src_start, .end = n->src_end };
	uint32_t text = n->first, last = n->src_start, count = 0;
	struct cpr_run_piece piece;

	while (cpr_run_next(&run, &piece)) {
		if (piece.src - last >= CPR_DOC_BLOCK) {
			/* A piece begins and ends on the same side of a section's border. */
			if (marks)
				marks[count] = (struct cpr_doc_mark){ text, piece.src, run.cdata };
			count++;
			last = piece.src;
		}
		text += piece.text_n;
	}
	return count;
}

static uint32_t mark_runs(const struct cpr_doc *d, struct cpr_doc_mark *marks)
{
	const cpr_node *texts = d->by_name + d->by_name_at[d->n_names];
	uint32_t n_texts = d->by_name_at[d->n_names + 1] - d->by_name_at[d->n_names], count = 0;

	for (uint32_t i = 0; i < n_texts; i++) {
		const struct cpr_node_rec *n = &d->nodes[texts[i]];

		if (n->src_end - n->src_start > CPR_DOC_BLOCK && n->src_end - n->src_start != n->count)
			count += mark_run(d, n, marks ? marks + count : NULL);
	}
	return count;
}

static bool index_runs(struct cpr_doc *d)
{
	d->n_marks = mark_runs(d, NULL);
	if (d->n_marks == 0)
		return true;
	d->marks = array(d->mem, d->n_marks, sizeof *d->marks);
	if (!d->marks)
		return false;
	mark_runs(d, d->marks);
	return true;
}

/* --- making --- */

static bool make_arrays(struct cpr_doc *d, const struct cpr_gate *g)
{
	d->nodes = array(d->mem, (size_t)g->n_elements + g->n_texts, sizeof *d->nodes);
	d->attrs = array(d->mem, g->n_attributes, sizeof *d->attrs);
	d->text = array(d->mem, g->n_text_bytes, 1);
	d->text_attr = array(d->mem, g->n_value_bytes, 1);
	return d->nodes && d->attrs && d->text && d->text_attr && make_names(d, g->n_names);
}

static bool build(struct cpr_doc *d, struct cpr_str raw, const struct cpr_limits *limits, struct cpr_problems *problems)
{
	struct cpr_gate gate;
	bool ok;

	if (!cpr_decode(d->mem, raw, limits, &d->source, problems) ||
	    !cpr_gate_scan(d->mem, d->source.text, limits, &gate, problems))
		return false;
	ok = make_arrays(d, &gate);
	if (!ok)
		problems->failed = true;
	ok = ok && cpr_parse(d, &gate, limits, problems);
	cpr_gate_free(&gate); /* before the indexes, which can then have its memory */
	if (!ok)
		return false;
	if (!index_names(d) || !index_ordinals(d) || !index_lines(d) || !index_runs(d)) {
		problems->failed = true;
		return false;
	}
	return true;
}

struct cpr_doc *cpr_doc_parse(const struct cpr_mem *mem, struct cpr_str raw, const struct cpr_limits *limits,
			      const struct cpr_doc_schema *schema, struct cpr_problems *problems)
{
	struct cpr_doc *d = cpr_calloc(mem, 1, sizeof *d);

	if (!d) {
		problems->failed = true;
		return NULL;
	}
	d->mem = mem;
	d->arena = CPR_ARENA(mem);
	d->foreign = CPR_MAP(mem);
	d->schema = *schema;
	if (!build(d, raw, limits, problems)) {
		cpr_doc_free(d);
		return NULL;
	}
	return d;
}

void cpr_doc_free(struct cpr_doc *d)
{
	const struct cpr_mem *mem;

	if (!d)
		return;
	mem = d->mem;
	cpr_decoded_free(&d->source);
	cpr_map_free(&d->foreign);
	cpr_arena_free(&d->arena);
	cpr_free(mem, d->names);
	cpr_free(mem, d->foreign_next);
	cpr_free(mem, d->nodes);
	cpr_free(mem, d->attrs);
	cpr_free(mem, d->text);
	cpr_free(mem, d->text_attr);
	cpr_free(mem, d->by_name_at);
	cpr_free(mem, d->by_name);
	cpr_free(mem, d->ordinals);
	cpr_free(mem, d->newlines);
	cpr_free(mem, d->chars);
	cpr_free(mem, d->marks);
	cpr_free(mem, d);
}

/* --- questions --- */

/* The first of list[0..n) that is at or behind `node`. */
static uint32_t lower_bound(const cpr_node *list, uint32_t n, cpr_node node)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (list[mid] < node)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const cpr_node *in_subtree(const struct cpr_doc *d, cpr_node n, uint32_t list, uint32_t *ret_count)
{
	const cpr_node *all = d->by_name + d->by_name_at[list];
	uint32_t n_all = d->by_name_at[list + 1] - d->by_name_at[list];
	uint32_t from = lower_bound(all, n_all, n + 1);

	*ret_count = lower_bound(all, n_all, d->nodes[n].next) - from;
	return all + from;
}

const cpr_node *cpr_doc_descendants(const struct cpr_doc *d, cpr_node n, cpr_name name, uint32_t *ret_count)
{
	if (name >= d->n_names) {
		*ret_count = 0;
		return d->by_name;
	}
	return in_subtree(d, n, name, ret_count);
}

uint32_t cpr_doc_attr(const struct cpr_doc *d, cpr_node n, cpr_name name)
{
	const struct cpr_node_rec *e = &d->nodes[n];

	if (cpr_doc_is_text(d, n))
		return CPR_NO_NODE;
	for (uint32_t i = e->first; i < e->first + e->count; i++)
		if (d->attrs[i].name == name)
			return i;
	return CPR_NO_NODE;
}

struct cpr_str cpr_doc_text(const struct cpr_doc *d, cpr_node n, uint32_t *ret_offset)
{
	const struct cpr_node_rec *first = &d->nodes[n], *last = first;
	const cpr_node *texts;
	uint32_t count, offset = d->text_n, end;

	if (!cpr_doc_is_text(d, n)) {
		texts = in_subtree(d, n, d->n_names, &count);
		/* Of an element without text: where its text would be, which is where the next one's is. */
		if (texts < d->by_name + d->n_nodes)
			offset = d->nodes[*texts].first;
		if (count == 0) {
			if (ret_offset)
				*ret_offset = offset;
			return (struct cpr_str){ d->text + offset, 0 };
		}
		first = &d->nodes[texts[0]];
		last = &d->nodes[texts[count - 1]];
	}
	end = last->first + last->count;
	if (ret_offset)
		*ret_offset = first->first;
	return (struct cpr_str){ d->text + first->first, end - first->first };
}

cpr_node cpr_doc_text_node(const struct cpr_doc *d, uint32_t at)
{
	const cpr_node *texts = d->by_name + d->by_name_at[d->n_names];
	uint32_t low = 0, high = d->by_name_at[d->n_names + 1] - d->by_name_at[d->n_names];

	if (at >= d->text_n)
		return CPR_NO_NODE;
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (d->nodes[texts[mid]].first <= at)
			low = mid;
		else
			high = mid;
	}
	return texts[low];
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An Aho-Corasick automaton over bytes in a double array, behind a filter on beginnings.
 *
 * The filter keeps the cost flat: where the characters at a place begin no literal, the automaton is never entered, and
 * 32 KiB of filter stay in the cache however large the automaton is. The automaton keeps the worst case linear and
 * gives the hits in their order. Nothing here knows what terms mean, and nothing depends on valid UTF-8; it is only fast there.
 */
#include "text/terms.h"

#include "base/array.h"
#include "text/terms_filter.h"

#define ROOT 0
#define MAX_CELLS ((uint32_t)1 << 27)
#define BLOCK 256 /* the children of a state lie in one block: their places differ in the label only */

/*
 * A state and its cell are one. A cell tells the label it is entered by; the parent's base is then its place ^ label.
 * No two states share a base, so comparing the label is enough. Two low bytes of bases are never given out: one for
 * empty cells, so that their label fits no state, and one for states without children, so that no cell fits them.
 */
#define LOW_EMPTY 1
#define LOW_LEAF 2

#define FIELD_MASK ((uint64_t)MAX_CELLS - 1)
#define FAIL_SHIFT 27
#define LABEL_SHIFT 54
#define HAS_OUT ((uint64_t)1 << 62) /* a literal ends here */
#define IN_CHAR ((uint64_t)1 << 63) /* all of it is one character, or the beginning of one */

/* The trie while literals are added. Node 0 is the root; 0 elsewhere means none. */
struct node {
	uint32_t child;   /* the first; siblings ascend by label */
	uint32_t sibling; /* while building also the next one of the queue */
	uint32_t out;     /* 1 + index into outs; when placed, its cell */
	uint8_t label;
};

/* The literals that end in a state: its own, then those of the longest suffix that is one. */
struct out {
	uint32_t length;
	uint32_t first, end; /* in owners */
	uint32_t next;       /* 1 + index into outs, 0 at the end */
};

struct cpr_terms {
	const struct cpr_mem *mem;
	size_t count;
	/* Until built: */
	CPR_ARRAY(struct node) nodes;
	CPR_ARRAY(uint64_t) ends; /* node << 32 | owner */
	/* When built: */
	uint64_t *cells;
	uint32_t *outs_at; /* of a cell with HAS_OUT: 1 + index into outs */
	struct out *outs;
	uint32_t *owners;
	struct cpr_terms_filter filter;
};

static uint32_t base_of(uint64_t cell)
{
	return (uint32_t)(cell & FIELD_MASK);
}

static uint32_t fail_of(uint64_t cell)
{
	return (uint32_t)(cell >> FAIL_SHIFT & FIELD_MASK);
}

static uint8_t label_of(uint64_t cell)
{
	return (uint8_t)(cell >> LABEL_SHIFT);
}

/* --- adding --- */

struct cpr_terms *cpr_terms_new(const struct cpr_mem *mem)
{
	struct cpr_terms *t = cpr_calloc(mem, 1, sizeof *t);

	if (t)
		t->mem = mem;
	return t;
}

void cpr_terms_free(struct cpr_terms *t)
{
	if (!t)
		return;
	cpr_array_free(t->mem, &t->nodes);
	cpr_array_free(t->mem, &t->ends);
	cpr_free(t->mem, t->cells);
	cpr_free(t->mem, t->outs_at);
	cpr_free(t->mem, t->outs);
	cpr_free(t->mem, t->owners);
	cpr_free(t->mem, t);
}

size_t cpr_terms_count(const struct cpr_terms *t)
{
	return t->count;
}

/* The child of node by label, made if it is not there; ROOT when out of memory. */
static uint32_t descend(struct cpr_terms *t, uint32_t node, uint8_t label)
{
	uint32_t before = 0, at = t->nodes.v[node].child, made = (uint32_t)t->nodes.n;

	for (; at && t->nodes.v[at].label < label; at = t->nodes.v[at].sibling)
		before = at;
	if (at && t->nodes.v[at].label == label)
		return at;
	if (made >= MAX_CELLS ||
	    !cpr_array_push(t->mem, &t->nodes, ((struct node){ .sibling = at, .label = label })))
		return ROOT;
	if (before)
		t->nodes.v[before].sibling = made;
	else
		t->nodes.v[node].child = made;
	return made;
}

bool cpr_terms_add(struct cpr_terms *t, struct cpr_str literal, uint32_t owner)
{
	uint32_t node = ROOT;

	if (literal.n == 0 || (t->nodes.n == 0 && !cpr_array_push(t->mem, &t->nodes, (struct node){ 0 })))
		return false;
	/* Nodes without a literal at their end, left when memory runs out half-way, never match. */
	for (size_t i = 0; i < literal.n; i++) {
		node = descend(t, node, (uint8_t)literal.p[i]);
		if (node == ROOT)
			return false;
	}
	if (!cpr_array_push(t->mem, &t->ends, (uint64_t)node << 32 | owner))
		return false;
	cpr_filter_add(&t->filter, literal);
	t->count++;
	return true;
}

/* --- building --- */

/* Free cells are a ring through cell 0, the root's, which is never free itself. */
struct link {
	uint32_t before, behind; /* NOT_FREE in behind: in use, or given up */
};
#define NOT_FREE UINT32_MAX

/* How many free cells are tried: the oldest ones for an only child, the newest ones for several. */
#define TRIES 16

struct builder {
	struct cpr_terms *t;
	struct link *links;
	uint8_t *taken; /* by base */
	uint32_t n, cap; /* cells */
};

static void take_cell(struct builder *b, uint32_t at)
{
	struct link l = b->links[at];

	b->links[l.before].behind = l.behind;
	b->links[l.behind].before = l.before;
	b->links[at].behind = NOT_FREE;
}

static bool grow(struct builder *b)
{
	const struct cpr_mem *mem = b->t->mem;
	uint32_t cap = b->cap ? b->cap * 2 : 16 * BLOCK;
	uint64_t *cells = cpr_realloc(mem, b->t->cells, cap, sizeof *cells);
	uint32_t *outs_at;
	struct link *links;
	uint8_t *taken;

	b->t->cells = cells ? cells : b->t->cells;
	outs_at = cpr_realloc(mem, b->t->outs_at, cap, sizeof *outs_at);
	b->t->outs_at = outs_at ? outs_at : b->t->outs_at;
	links = cpr_realloc(mem, b->links, cap, sizeof *links);
	b->links = links ? links : b->links;
	taken = cpr_realloc(mem, b->taken, cap, 1);
	b->taken = taken ? taken : b->taken;
	b->cap = cap;
	return cells && outs_at && links && taken;
}

static bool add_block(struct builder *b)
{
	uint32_t first = b->n, last = b->n + BLOCK - 1;

	if (b->n + BLOCK > MAX_CELLS || (b->n == b->cap && !grow(b)))
		return false;
	b->n += BLOCK;
	for (uint32_t at = first; at <= last; at++) {
		b->t->cells[at] = (uint64_t)((at ^ LOW_EMPTY) & 0xff) << LABEL_SHIFT;
		b->t->outs_at[at] = 0;
		b->taken[at] = false;
		b->links[at] = (struct link){ at - 1, at + 1 };
	}
	if (first == ROOT) {
		/* The ring of the first block closes by itself: its cell 0 is the one everything hangs on. */
		b->links[ROOT].before = last;
		b->links[last].behind = ROOT;
		return true;
	}
	b->links[first].before = b->links[ROOT].before;
	b->links[b->links[ROOT].before].behind = first;
	b->links[last].behind = ROOT;
	b->links[ROOT].before = last;
	return true;
}

static bool base_fits(const struct builder *b, uint32_t base, const uint8_t *labels, size_t n)
{
	uint32_t low = base & 0xff;

	if (low == LOW_EMPTY || low == LOW_LEAF || b->taken[base])
		return false;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = base ^ labels[i];

		if (at == ROOT || b->links[at].behind == NOT_FREE)
			return false;
	}
	return true;
}

/* A base for so many children. False: out of memory. */
static bool find_base(struct builder *b, const uint8_t *labels, size_t n, uint32_t *ret)
{
	for (;;) {
		uint32_t at = n == 1 ? b->links[ROOT].behind : b->links[ROOT].before;
		unsigned tried = 0;

		for (; at != ROOT && tried < TRIES; tried++) {
			if (base_fits(b, at ^ labels[0], labels, n)) {
				*ret = at ^ labels[0];
				return true;
			}
			at = n == 1 ? b->links[at].behind : b->links[at].before;
		}
		if (n > 1 || tried < TRIES)
			break;
		/* Old cells that no longer fit anything stay empty, or every search would try them again. */
		for (unsigned i = 0; i < TRIES / 2; i++)
			take_cell(b, b->links[ROOT].behind);
	}
	*ret = b->n;
	return add_block(b);
}

/* Where the longest proper suffix leads that goes on with c. from: the parent's fail state. */
static uint32_t find_fail(const uint64_t *cells, uint32_t from, uint8_t c)
{
	for (;; from = fail_of(cells[from])) {
		uint32_t to = base_of(cells[from]) ^ c;

		if (label_of(cells[to]) == c)
			return to;
		if (from == ROOT)
			return ROOT;
	}
}

static void place_child(struct builder *b, uint32_t parent, struct node *child, uint32_t depth)
{
	struct cpr_terms *t = b->t;
	uint64_t up = t->cells[parent], cell;
	uint32_t at = base_of(up) ^ child->label;
	uint32_t fail = parent == ROOT ? ROOT : find_fail(t->cells, fail_of(up), child->label);
	uint32_t inherited = t->outs_at[fail];
	bool in_char = parent == ROOT ? !cpr_is_continuation(child->label)
				      : (up & IN_CHAR) && cpr_is_continuation(child->label);

	take_cell(b, at);
	if (child->out) {
		t->outs[child->out - 1].length = depth;
		t->outs[child->out - 1].next = inherited;
	}
	t->outs_at[at] = child->out ? child->out : inherited;
	cell = LOW_LEAF | (uint64_t)fail << FAIL_SHIFT | (uint64_t)child->label << LABEL_SHIFT;
	if (t->outs_at[at])
		cell |= HAS_OUT;
	if (in_char)
		cell |= IN_CHAR;
	t->cells[at] = cell;
	child->out = at;
}

/* Breadth first, so that whatever a fail link leads to has been placed. The queue runs through the siblings. */
static bool place_all(struct builder *b)
{
	struct cpr_terms *t = b->t;
	struct node *nodes = t->nodes.v;
	uint32_t last = ROOT, level_end = ROOT, depth = 1;
	uint8_t labels[256];

	for (uint32_t at = ROOT;; at = nodes[at].sibling) {
		uint32_t cell = nodes[at].out, base, first = nodes[at].child;
		size_t n = 0;

		for (uint32_t c = first; c; c = nodes[c].sibling)
			labels[n++] = nodes[c].label;
		if (n) {
			if (!find_base(b, labels, n, &base))
				return false;
			b->taken[base] = true;
			t->cells[cell] = (t->cells[cell] & ~FIELD_MASK) | base;
			nodes[last].sibling = first;
			for (uint32_t c = first; c; c = nodes[c].sibling) {
				place_child(b, cell, &nodes[c], depth);
				last = c;
			}
		}
		if (at == last)
			return true;
		if (at == level_end) {
			level_end = last;
			depth++;
		}
	}
}

/* Ascending, one byte of the key after the other. */
static bool sort_ends(struct cpr_terms *t)
{
	size_t n = t->ends.n;
	uint64_t *from = t->ends.v, *spare = cpr_realloc(t->mem, NULL, n, sizeof *spare), *to = spare;

	if (!spare)
		return false;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t at[257] = { 0 };
		uint64_t *swap = from;

		for (size_t i = 0; i < n; i++)
			at[(from[i] >> shift & 0xff) + 1]++;
		for (size_t i = 1; i < 257; i++)
			at[i] += at[i - 1];
		for (size_t i = 0; i < n; i++)
			to[at[from[i] >> shift & 0xff]++] = from[i];
		from = to;
		to = swap;
	}
	/* After an even number of passes the result is back where it began. */
	cpr_free(t->mem, spare);
	return true;
}

/* One out for each node where literals end, with its owners, each once. */
static bool make_outs(struct cpr_terms *t)
{
	uint32_t outs = 0, owners = 0;

	if (t->ends.n >= UINT32_MAX || !sort_ends(t))
		return false;
	t->outs = cpr_calloc(t->mem, t->ends.n, sizeof *t->outs);
	t->owners = cpr_realloc(t->mem, NULL, t->ends.n, sizeof *t->owners);
	if (!t->outs || !t->owners)
		return false;
	for (size_t i = 0; i < t->ends.n; i++) {
		uint64_t end = t->ends.v[i];
		struct node *node = &t->nodes.v[end >> 32];

		if (i && end == t->ends.v[i - 1])
			continue;
		if (!node->out) {
			node->out = ++outs;
			t->outs[outs - 1].first = owners;
		}
		t->owners[owners++] = (uint32_t)end;
		t->outs[outs - 1].end = owners;
	}
	return true;
}

bool cpr_terms_build(struct cpr_terms *t)
{
	struct builder b = { .t = t };
	bool ok = t->nodes.n || cpr_array_push(t->mem, &t->nodes, (struct node){ 0 });

	ok = ok && make_outs(t) && add_block(&b);
	if (ok)
		t->cells[ROOT] |= LOW_LEAF;
	ok = ok && place_all(&b);
	cpr_free(t->mem, b.links);
	cpr_free(t->mem, b.taken);
	if (ok) {
		uint64_t *cells = cpr_realloc(t->mem, t->cells, b.n, sizeof *cells);
		uint32_t *outs_at = cpr_realloc(t->mem, t->outs_at, b.n, sizeof *outs_at);

		t->cells = cells ? cells : t->cells;
		t->outs_at = outs_at ? outs_at : t->outs_at;
		ok = cells && outs_at;
	}
	if (!ok) {
		/* Half an automaton would miss terms and look healthy. */
		cpr_free(t->mem, t->cells);
		t->cells = NULL;
	}
	cpr_array_free(t->mem, &t->nodes);
	cpr_array_free(t->mem, &t->ends);
	return ok;
}

/* --- scanning --- */

/* Whether a literal may begin with the character that the byte at i is part of. */
static bool char_may_begin(const struct cpr_terms_filter *f, const char *p, size_t i, size_t n)
{
	while (cpr_is_continuation((uint8_t)p[i]))
		i--;
	return cpr_filter_passes(f, cpr_filter_load(p + i, n - i));
}

static bool emit(const struct cpr_terms *t, uint32_t state, size_t end, cpr_terms_hit hit, void *user)
{
	for (uint32_t o = t->outs_at[state]; o; o = t->outs[o - 1].next) {
		const struct out *out = &t->outs[o - 1];

		for (uint32_t k = out->first; k < out->end; k++)
			if (!hit(user, t->owners[k], (uint32_t)(end - out->length), (uint32_t)end))
				return false;
	}
	return true;
}

bool cpr_terms_scan(const struct cpr_terms *t, struct cpr_str text, cpr_terms_hit hit, void *user)
{
	const uint64_t *cells = t->cells;
	uint32_t state = ROOT;

	if (!cells || text.n > UINT32_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		bool fell = false;
		uint32_t to;
		uint8_t c;

		if (state == ROOT && !t->filter.any_start) {
			i = cpr_filter_next(&t->filter, text.p, i, text.n);
			if (i == text.n)
				break;
		}
		c = (uint8_t)text.p[i];
		while (to = base_of(cells[state]) ^ c, label_of(cells[to]) != c && state != ROOT) {
			state = fail_of(cells[state]);
			fell = true;
		}
		state = label_of(cells[to]) == c ? to : ROOT;
		/* What is left may be a character that the filter has not seen: ask it, or the automaton is hardly ever left. */
		if (fell && (cells[state] & IN_CHAR) && !t->filter.any_start && !char_may_begin(&t->filter, text.p, i, text.n)) {
			state = ROOT;
			continue;
		}
		if ((cells[state] & HAS_OUT) && !emit(t, state, i + 1, hit, user))
			return false;
	}
	return true;
}

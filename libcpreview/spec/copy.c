/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects the copy: one pass over the nodes in document order. Text of a document lies without gaps in document order, so a
 * stretch of copy between two marks (a line break, the border of a block) is one slice, whatever inline elements are in it,
 * and is folded in one go.
 */
#include "spec/copy.h"

#include "spec/campaign_ids.h"

struct collector {
	const struct cpr_doc *doc;
	const struct cpr_vocabulary *v;
	const struct cpr_mem *mem;
	struct cpr_copy *copy;
	CPR_ARRAY(struct cpr_unit) units;
	CPR_ARRAY(uint32_t) blocks;
	cpr_node block; /* the innermost block around here, or CPR_NO_NODE */
	struct cpr_unit unit; /* of that block, being collected */
	bool further; /* not its first unit */
	uint32_t stretch; /* in doc->text: where what is not folded yet begins */
	uint32_t here; /* in doc->text: the end of the text seen so far */
	bool failed;
};

static bool is_block(const struct collector *c, cpr_node n)
{
	cpr_name name = c->doc->nodes[n].name;

	return name < c->v->n_elements && c->v->elements[name].content == CPR_CONTENT_COPY;
}

static cpr_node around(const struct collector *c, cpr_node n, bool (*wanted)(const struct collector *c, cpr_node n))
{
	do
		n = c->doc->nodes[n].parent;
	while (n != CPR_NO_NODE && !wanted(c, n));
	return n;
}

static bool is_material(const struct collector *c, cpr_node n)
{
	return c->doc->nodes[n].name == CPR_E_MATERIAL;
}

/* A line break of ours in the folded text; its source is a point. */
static void add_break(struct collector *c)
{
	struct cpr_folded *f = &c->copy->folded;
	struct cpr_fold_run run = { .out = (uint32_t)f->text.n, .src = c->here };

	cpr_strbuf_addc(&f->text, '\n');
	if (f->text.failed || f->text.n > UINT32_MAX || !cpr_array_push(f->mem, &f->runs, run))
		c->failed = true;
}

static void fold_stretch(struct collector *c)
{
	struct cpr_str s = { c->doc->text + c->stretch, c->here - c->stretch };

	if (s.n)
		cpr_fold_add(&c->copy->folded, CPR_FOLD_DEFAULT_1, s, c->stretch);
	c->stretch = c->here;
}

static void begin_unit(struct collector *c, cpr_node block, bool further)
{
	c->block = block;
	c->further = further;
	c->stretch = c->here;
	if (block != CPR_NO_NODE)
		c->unit = (struct cpr_unit){
			.node = block,
			.material = around(c, block, is_material),
			.text = c->here,
			.folded = (uint32_t)c->copy->folded.text.n,
		};
}

static void trim(const struct cpr_strbuf *text, struct cpr_unit *u)
{
	while (u->folded_n && (text->p[u->folded] == ' ' || text->p[u->folded] == '\n')) {
		u->folded++;
		u->folded_n--;
	}
	while (u->folded_n &&
	       (text->p[u->folded + u->folded_n - 1] == ' ' || text->p[u->folded + u->folded_n - 1] == '\n'))
		u->folded_n--;
}

static void end_unit(struct collector *c)
{
	struct cpr_folded *f = &c->copy->folded;
	uint32_t n = (uint32_t)c->units.n;

	fold_stretch(c);
	if (f->failed || f->text.failed) {
		c->failed = true;
		return;
	}
	c->unit.text_n = c->here - c->unit.text;
	c->unit.folded_n = (uint32_t)f->text.n - c->unit.folded;
	if (c->further && c->unit.folded_n == 0)
		return;
	trim(&f->text, &c->unit);
	if (!cpr_array_push(c->mem, &c->units, c->unit) || (!c->further && !cpr_array_push(c->mem, &c->blocks, n)))
		c->failed = true;
	add_break(c);
}

static void leave_blocks(struct collector *c, cpr_node n)
{
	while (c->block != CPR_NO_NODE && n >= c->doc->nodes[c->block].next && !c->failed) {
		end_unit(c);
		begin_unit(c, around(c, c->block, is_block), true);
	}
}

static void visit(struct collector *c, cpr_node n)
{
	const struct cpr_node_rec *rec = &c->doc->nodes[n];

	if (cpr_doc_is_text(c->doc, n)) {
		c->here = rec->first + rec->count;
	} else if (is_block(c, n)) {
		if (c->block != CPR_NO_NODE)
			end_unit(c);
		begin_unit(c, n, false);
	} else if (rec->name == CPR_E_BR && c->block != CPR_NO_NODE) {
		fold_stretch(c);
		if (c->copy->folded.text.n > c->unit.folded)
			add_break(c);
	}
}

/* A copy of a list in the arena. */
static void *keep(struct cpr_arena *arena, const void *list, size_t n, size_t size)
{
	void *p = cpr_arena_array(arena, n, size);

	if (p && n)
		memcpy(p, list, n * size);
	return p;
}

bool cpr_copy_build(const struct cpr_doc *doc, const struct cpr_vocabulary *v, const struct cpr_mem *mem,
		    struct cpr_arena *arena, struct cpr_copy *ret)
{
	struct collector c = { .doc = doc, .v = v, .mem = mem, .copy = ret, .block = CPR_NO_NODE };

	*ret = (struct cpr_copy){ 0 };
	cpr_folded_init(&ret->folded, mem);
	for (cpr_node n = 0; n < doc->n_nodes && !c.failed; n++) {
		leave_blocks(&c, n);
		visit(&c, n);
	}
	if (!c.failed)
		leave_blocks(&c, doc->n_nodes);
	if (!c.failed) {
		ret->units = keep(arena, c.units.v, c.units.n, sizeof *c.units.v);
		ret->blocks = keep(arena, c.blocks.v, c.blocks.n, sizeof *c.blocks.v);
		ret->n_units = (uint32_t)c.units.n;
		ret->n_blocks = (uint32_t)c.blocks.n;
		c.failed = !ret->units || !ret->blocks;
	}
	cpr_array_free(mem, &c.units);
	cpr_array_free(mem, &c.blocks);
	return !c.failed;
}

void cpr_copy_free(struct cpr_copy *c)
{
	if (c->folded.mem)
		cpr_folded_free(&c->folded);
}

uint32_t cpr_copy_unit_at(const struct cpr_copy *c, uint32_t at)
{
	uint32_t low = 0, high = c->n_units;

	/* The last unit that begins at or before `at`. */
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (c->units[mid].folded <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low && at - c->units[low - 1].folded < c->units[low - 1].folded_n ? low - 1 : c->n_units;
}

uint32_t cpr_copy_unit_of(const struct cpr_copy *c, cpr_node node)
{
	uint32_t low = 0, high = c->n_blocks;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (c->units[c->blocks[mid]].node < node)
			low = mid + 1;
		else
			high = mid;
	}
	return low < c->n_blocks && c->units[c->blocks[low]].node == node ? c->blocks[low] : c->n_units;
}

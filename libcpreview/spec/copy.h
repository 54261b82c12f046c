/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The copy of a campaign: every block of text that a consumer reads, folded once into one buffer, with the way back to the
 * document. A block is an element of content COPY; its text includes that of the inline elements and of the elements of other
 * namespaces in it; <br/> is a line break. Units stand in document order, separated by a line break.
 *
 * A unit is the text of a block up to a block inside it (a clause in a clause), or to its end. Each block has at least one
 * unit, which may be empty; what it says behind an inner block is a further unit of the same node.
 */
#ifndef CPR_SPEC_COPY_H
#define CPR_SPEC_COPY_H

#include "spec/vocabulary.h"
#include "text/fold.h"
#include "text/segment.h"

struct cpr_unit {
	cpr_node node;
	cpr_node material;          /* the enclosing material, or CPR_NO_NODE */
	uint32_t text, text_n;      /* slice of doc->text */
	uint32_t folded, folded_n;  /* slice of copy->folded.text */
};

struct cpr_copy {
	struct cpr_folded folded; /* CPR_FOLD_DEFAULT_1 */
	struct cpr_unit *units; /* in the arena */
	uint32_t n_units;
	uint32_t *blocks; /* the first unit of each block, ascending by node */
	uint32_t n_blocks;
};

/* False when memory ran out; *ret can be freed in any case. v: the campaign vocabulary. */
bool cpr_copy_build(const struct cpr_doc *doc, const struct cpr_vocabulary *v, const struct cpr_mem *mem,
		    struct cpr_arena *arena, struct cpr_copy *ret);
void cpr_copy_free(struct cpr_copy *c);
static inline struct cpr_str cpr_unit_text(const struct cpr_copy *c, const struct cpr_unit *u)
{
	return (struct cpr_str){ c->folded.text.p + u->folded, u->folded_n };
}
/* The unit that holds byte `at` of the folded buffer; n_units if it is a separator. */
uint32_t cpr_copy_unit_at(const struct cpr_copy *c, uint32_t at);
/* The first unit of a COPY node; n_units if it has none. */
uint32_t cpr_copy_unit_of(const struct cpr_copy *c, cpr_node node);

#endif

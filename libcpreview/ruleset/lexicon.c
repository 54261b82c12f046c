/* SPDX-License-Identifier: Apache-2.0 */
/* Lexicons: terms that belong together, named once. Entries are folded here, once. */
#include "ruleset/loader.h"

static bool add_entries(struct cpr_loader *l, cpr_node node, struct cpr_lexicon *lex)
{
	struct cpr_map seen = CPR_MAP(l->mem);
	uint32_t n = 0;
	bool ok = true;

	for (cpr_node e = cpr_loader_child(l, node, CPR_R_E_ENTRY); e != CPR_NO_NODE; e = cpr_loader_next(l, e, CPR_R_E_ENTRY))
		n++;
	lex->entries = cpr_arena_array(&l->rs->arena, n, sizeof *lex->entries);
	if (n && !lex->entries)
		return cpr_loader_nomem(l);
	for (cpr_node e = cpr_loader_child(l, node, CPR_R_E_ENTRY); ok && e != CPR_NO_NODE;
	     e = cpr_loader_next(l, e, CPR_R_E_ENTRY)) {
		struct cpr_str s = cpr_arena_str(&l->rs->arena, cpr_str_trim(cpr_doc_text(l->file->doc, e, NULL)));
		struct cpr_src src = cpr_place_node(l->file->doc, e);
		uint32_t old = CPR_MAP_NONE;

		ok = s.p && cpr_map_put(&seen, s, 0, &old);
		if (ok && !s.n)
			cpr_loader_error(l, src, "the entry is empty");
		else if (ok && old != CPR_MAP_NONE)
			cpr_loader_error(l, src, "the entry \"%.*s\" stands here twice", CPR_STR_ARG(s));
		else if (ok && cpr_loader_literal(l, s, src, &lex->entries[lex->n_entries]))
			lex->n_entries++;
	}
	cpr_map_free(&seen);
	return ok || cpr_loader_nomem(l);
}

void cpr_load_lexicon(struct cpr_loader *l, cpr_node node)
{
	struct cpr_lexicon *lex = cpr_arena_alloc(&l->rs->arena, sizeof *lex);

	if (!lex || !(lex->id = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_ID))).p) {
		cpr_loader_nomem(l);
		return;
	}
	if (add_entries(l, node, lex) && cpr_loader_claim(l, &l->lexicons, node, lex->id, (uint32_t)l->lexicon_list.n) &&
	    !cpr_array_push(l->mem, &l->lexicon_list, lex))
		cpr_loader_nomem(l);
}

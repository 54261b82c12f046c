/* SPDX-License-Identifier: Apache-2.0 */
/* Law sources: instruments, their dates, and how sure we are of them. */
#include "ruleset/loader.h"

static bool date_of(const struct cpr_loader *l, cpr_node node, cpr_name attr, struct cpr_date *ret)
{
	const struct cpr_value *v = cpr_loader_value(l, node, attr);

	if (v)
		*ret = v->u.moment.date;
	return v != NULL;
}

static struct cpr_str kept(struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	struct cpr_str s = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, attr));

	if (!s.p)
		cpr_loader_nomem(l);
	return s;
}

void cpr_load_law(struct cpr_loader *l, cpr_node node)
{
	struct cpr_law *law = cpr_arena_alloc(&l->rs->arena, sizeof *law);
	struct cpr_text2 title = cpr_loader_text2(l, cpr_loader_child(l, node, CPR_R_E_TITLE));

	if (!law) {
		cpr_loader_nomem(l);
		return;
	}
	law->id = kept(l, node, CPR_R_A_ID);
	law->zh = title.zh;
	law->en = title.en;
	law->number = kept(l, node, CPR_R_A_NUMBER);
	law->issuer = kept(l, node, CPR_R_A_ISSUER);
	law->uri = kept(l, node, CPR_R_A_URI);
	law->note = kept(l, node, CPR_R_A_NOTE);
	law->has_in_force = date_of(l, node, CPR_R_A_IN_FORCE, &law->in_force);
	law->has_repealed = date_of(l, node, CPR_R_A_REPEALED, &law->repealed);
	law->evidence = cpr_str_is(cpr_loader_code(l, node, CPR_R_A_EVIDENCE), "confirmed") ? CPR_EVIDENCE_CONFIRMED
											    : CPR_EVIDENCE_UNVERIFIED;
	if (law->evidence == CPR_EVIDENCE_UNVERIFIED && !law->note.n)
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "an unverified law needs a note that says what is doubtful");
	if (law->has_in_force && law->has_repealed && law->repealed.days <= law->in_force.days)
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_REPEALED), "repealed before it was in force");
	if (!l->failed && cpr_loader_claim(l, &l->laws, node, law->id, (uint32_t)l->rs->laws.n) &&
	    !cpr_array_push(&l->rs->mem, &l->rs->laws, law))
		cpr_loader_nomem(l);
}

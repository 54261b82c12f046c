/* SPDX-License-Identifier: Apache-2.0 */
/* One rule, from XML: its card, applicability, citations, texts, examples; the check itself is compiled by its kind. */
#include "ruleset/loader.h"

static bool fits_id(struct cpr_str id, struct cpr_str pack)
{
	return id.n > pack.n + 1 && memcmp(id.p, pack.p, pack.n) == 0 && id.p[pack.n] == '.';
}

static void load_header(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	const struct cpr_pack *pack = &l->rs->packs[l->file->pack];
	const struct cpr_value *v = cpr_loader_value(l, node, CPR_R_A_REVISION);
	int64_t revision = 0;

	r->card.id = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_ID));
	if (!r->card.id.p) {
		cpr_loader_nomem(l);
		return;
	}
	if (!fits_id(r->card.id, pack->id))
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_ID), "the ids of rules of this ruleset begin with \"%.*s.\"",
				 CPR_STR_ARG(pack->id));
	if (v && (!cpr_decimal_to_i64(v->u.number, &revision) || revision < 1 || revision > INT32_MAX))
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_REVISION), "revisions count from 1");
	r->card.revision = (uint32_t)revision;
	/* The code lists and the public words are one: the validator has let only known words through. */
	r->card.right = cpr_right_parse(cpr_loader_code(l, node, CPR_R_A_RIGHT));
	r->card.severity = cpr_severity_parse(cpr_loader_code(l, node, CPR_R_A_SEVERITY));
	r->card.confidence = cpr_confidence_parse(cpr_loader_code(l, node, CPR_R_A_CONFIDENCE));
	r->card.waivable = cpr_loader_truth(l, node, CPR_R_A_WAIVABLE);
}

static bool print_date(struct cpr_loader *l, struct cpr_date d, char out[static 11])
{
	struct cpr_strbuf b = CPR_STRBUF(l->mem);
	bool ok;

	cpr_date_print(d, &b);
	ok = !cpr_strbuf_failed(&b) && b.n == 10;
	if (ok)
		memcpy(out, b.p, 11);
	cpr_strbuf_free(&b);
	return ok || cpr_loader_nomem(l);
}

static void load_dates(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	const struct cpr_value *from = cpr_loader_value(l, node, CPR_R_A_IN_FORCE);
	const struct cpr_value *until = cpr_loader_value(l, node, CPR_R_A_REPEALED);

	if (from) {
		r->has_in_force = true;
		r->in_force = from->u.moment.date;
		print_date(l, r->in_force, r->in_force_text);
	}
	if (until) {
		r->has_repealed = true;
		r->repealed = until->u.moment.date;
		print_date(l, r->repealed, r->repealed_text);
	}
	if (from && until && r->repealed.days <= r->in_force.days)
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_REPEALED), "repealed before it is in force");
}

static void load_obligations(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	struct cpr_str rest = cpr_loader_attr(l, node, CPR_R_A_OBLIGATION), count = rest, *v;
	uint32_t n = 0;

	while (cpr_str_word(&count).n)
		n++;
	if (!n)
		return;
	v = cpr_arena_array(&l->rs->arena, n, sizeof *v);
	if (!v) {
		cpr_loader_nomem(l);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		v[i] = cpr_arena_str(&l->rs->arena, cpr_str_word(&rest));
		if (!v[i].p)
			cpr_loader_nomem(l);
	}
	r->obligations = v;
	r->n_obligations = n;
}

static void load_applies(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	cpr_node a = cpr_loader_child(l, node, CPR_R_E_APPLIES);

	r->applies.jurisdiction = l->rs->packs[l->file->pack].jurisdiction;
	if (a == CPR_NO_NODE)
		return;
	cpr_loader_codes(l, a, CPR_R_A_KINDS, CPR_L_CAMPAIGN_KIND, &r->applies.kinds);
	cpr_loader_codes(l, a, CPR_R_A_PURPOSES, CPR_L_PURPOSE, &r->applies.purposes);
	cpr_loader_codes(l, a, CPR_R_A_PRODUCTS, CPR_L_PRODUCT_KIND, &r->applies.products);
	cpr_loader_codes(l, a, CPR_R_A_CHANNELS, CPR_L_CHANNEL_KIND, &r->applies.channels);
	cpr_loader_codes(l, a, CPR_R_A_MATERIALS, CPR_L_MATERIAL_KIND, &r->applies.materials);
	cpr_loader_codes(l, a, CPR_R_A_SEGMENTS, CPR_L_SEGMENT_KIND, &r->applies.segments);
	r->applies.when = cpr_loader_expr(l, a, CPR_R_A_WHEN, CPR_EXPR_TRUTH, CPR_E_CAMPAIGN, NULL, 0);
}

static struct cpr_str law_id(const struct cpr_loader *l, size_t i)
{
	return l->rs->laws.v[i]->id;
}

static void load_basis(struct cpr_loader *l, cpr_node node, struct cpr_basis *b)
{
	struct cpr_str id = cpr_loader_attr(l, node, CPR_R_A_LAW);
	uint32_t i = cpr_map_get(&l->laws, id);

	if (i == CPR_MAP_NONE) {
		cpr_loader_unknown(l, cpr_loader_attr_src(l, node, CPR_R_A_LAW), "law", id, law_id, l->rs->laws.n);
		return;
	}
	b->law = l->rs->laws.v[i];
	b->article = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_ARTICLE));
	b->note = cpr_arena_str(&l->rs->arena, cpr_loader_attr(l, node, CPR_R_A_NOTE));
	b->evidence = cpr_str_is(cpr_loader_code(l, node, CPR_R_A_EVIDENCE), "confirmed") ? CPR_EVIDENCE_CONFIRMED
											  : CPR_EVIDENCE_UNVERIFIED;
	if (b->evidence == CPR_EVIDENCE_CONFIRMED && b->law->evidence == CPR_EVIDENCE_UNVERIFIED)
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "a citation cannot be confirmed where the law itself is unverified");
	if (!b->article.p || !b->note.p)
		cpr_loader_nomem(l);
}

static void load_bases(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	struct cpr_basis *v;
	size_t n = 0;

	for (cpr_node b = cpr_loader_child(l, node, CPR_R_E_BASIS); b != CPR_NO_NODE; b = cpr_loader_next(l, b, CPR_R_E_BASIS))
		n++;
	v = cpr_arena_array(&l->rs->arena, n, sizeof *v);
	if (!v) {
		cpr_loader_nomem(l);
		return;
	}
	r->card.basis = v;
	for (cpr_node b = cpr_loader_child(l, node, CPR_R_E_BASIS); b != CPR_NO_NODE; b = cpr_loader_next(l, b, CPR_R_E_BASIS))
		load_basis(l, b, &v[r->card.n_basis++]);
}

/* The one child that is named like a check kind. False: it could not be compiled, so what it offers is not known. */
static bool load_check(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	struct cpr_args args = { .loader = l, .rule = r, .node = CPR_NO_NODE };
	size_t errors = l->n_errors;

	for (cpr_node c = cpr_doc_first_child(l->file->doc, node); c != CPR_NO_NODE; c = cpr_doc_next_sibling(l->file->doc, c))
		for (size_t i = 0; i < l->n_kinds && !cpr_doc_is_text(l->file->doc, c); i++) {
			if (l->file->doc->nodes[c].name != cpr_vocabulary_element(l->vocabulary, cpr_str_of(l->kinds[i]->name)))
				continue;
			if (args.node != CPR_NO_NODE) {
				cpr_loader_error(l, cpr_place_node(l->file->doc, c), "a rule has one check; make this another rule");
				continue;
			}
			args.node = c;
			r->check = l->kinds[i];
			r->card.kind = l->kinds[i]->name;
		}
	if (args.node == CPR_NO_NODE)
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "the rule has no check");
	return args.node != CPR_NO_NODE && r->check->compile(&args) && errors == l->n_errors;
}

/* Every {name} of a template is something that the check gives. */
static void check_template(struct cpr_loader *l, const struct cpreview_rule *r, cpr_node node, struct cpr_str t)
{
	for (size_t i = 0; i < t.n; i++) {
		struct cpr_str name = { t.p + i + 1, 0 };
		bool known = false;

		if (t.p[i] == '}') {
			if (i + 1 < t.n && t.p[i + 1] == '}') {
				i++;
				continue;
			}
			cpr_loader_error(l, cpr_place_node(l->file->doc, node), "a } without {; write }} for the character itself");
			return;
		}
		if (t.p[i] != '{')
			continue;
		if (i + 1 < t.n && t.p[i + 1] == '{') {
			i++;
			continue;
		}
		while (i + 1 + name.n < t.n && name.p[name.n] != '}')
			name.n++;
		if (i + 1 + name.n == t.n) {
			cpr_loader_error(l, cpr_place_node(l->file->doc, node), "a { without }; write {{ for the character itself");
			return;
		}
		for (uint32_t o = 0; o < r->n_offers; o++)
			known |= cpr_str_eq(name, r->offers[o]);
		if (!known)
			cpr_loader_error(l, cpr_place_node(l->file->doc, node), "this check never gives {%.*s}", CPR_STR_ARG(name));
		i += 1 + name.n;
	}
}

/* Each error stands at the language that it is in. */
static void check_templates(struct cpr_loader *l, const struct cpreview_rule *r, cpr_node parent, const struct cpr_text2 *t)
{
	cpr_node zh, en;

	if (parent == CPR_NO_NODE)
		return;
	zh = cpr_loader_child(l, parent, CPR_R_E_ZH);
	en = cpr_loader_child(l, parent, CPR_R_E_EN);
	if (zh != CPR_NO_NODE)
		check_template(l, r, zh, t->zh);
	if (en != CPR_NO_NODE)
		check_template(l, r, en, t->en);
}

static void load_texts(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r, bool offers_known)
{
	cpr_node message = cpr_loader_child(l, node, CPR_R_E_MESSAGE), remedy = cpr_loader_child(l, node, CPR_R_E_REMEDY);

	r->card.title = cpr_loader_text2(l, cpr_loader_child(l, node, CPR_R_E_TITLE));
	r->card.reason = cpr_loader_text2(l, cpr_loader_child(l, node, CPR_R_E_REASON));
	r->message = cpr_loader_text2(l, message);
	r->card.remedy = cpr_loader_text2(l, remedy);
	if (!offers_known)
		return;
	check_templates(l, r, message, &r->message);
	check_templates(l, r, remedy, &r->card.remedy);
}

static void load_examples(struct cpr_loader *l, cpr_node node, struct cpreview_rule *r)
{
	struct cpr_example *v;
	uint32_t n = 0, violating = 0;
	size_t errors = l->n_errors;

	for (cpr_node e = cpr_loader_child(l, node, CPR_R_E_EXAMPLE); e != CPR_NO_NODE; e = cpr_loader_next(l, e, CPR_R_E_EXAMPLE))
		n++;
	v = cpr_arena_array(&l->rs->arena, n ? n : 1, sizeof *v);
	if (!v) {
		cpr_loader_nomem(l);
		return;
	}
	n = 0;
	for (cpr_node e = cpr_loader_child(l, node, CPR_R_E_EXAMPLE); e != CPR_NO_NODE;
	     e = cpr_loader_next(l, e, CPR_R_E_EXAMPLE)) {
		if (!cpr_load_example(l, e, r, &v[n]))
			continue;
		violating += v[n].violating;
		n++;
	}
	r->examples = v;
	r->n_examples = n;
	if (errors == l->n_errors && r->check && !cpr_str_is(cpr_str_of(r->check->name), "manual") &&
	    (!violating || violating == n))
		cpr_loader_error(l, cpr_place_node(l->file->doc, node),
				 "a rule needs at least one violating and one compliant example");
}

void cpr_load_rule(struct cpr_loader *l, cpr_node node)
{
	struct cpreview_rule *r = cpr_arena_alloc(&l->rs->arena, sizeof *r);
	bool compiled;

	if (!r) {
		cpr_loader_nomem(l);
		return;
	}
	r->file = l->file->name;
	r->line = cpr_place_position(l->file->doc, cpr_place_node(l->file->doc, node).start).line;
	load_header(l, node, r);
	load_dates(l, node, r);
	load_obligations(l, node, r);
	load_applies(l, node, r);
	load_bases(l, node, r);
	compiled = load_check(l, node, r);
	load_texts(l, node, r, compiled);
	load_examples(l, node, r);
	if (l->failed || !r->check)
		return;
	if (l->rs->rules.n >= l->rs->limits.rules)
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "more than %u rules", l->rs->limits.rules);
	else if (cpr_loader_claim(l, &l->rs->rule_index, node, r->card.id, (uint32_t)l->rs->rules.n) &&
		 !cpr_array_push(&l->rs->mem, &l->rs->rules, r))
		cpr_loader_nomem(l);
}

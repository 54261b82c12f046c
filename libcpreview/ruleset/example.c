/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Examples: a piece of a ruleset file becomes a whole campaign document. Either the piece holds elements of the campaign
 * vocabulary, which become the children of a campaign; or it is plain text, which is put into the block that the author
 * names, with just the elements around it that lead there. Marks stay in as elements of the rules namespace.
 */
#include "ruleset/loader.h"

#define MAX_CHAIN 16

/* The elements that lead from campaign to a block, by the shortest way; the number of them, 0 if there is no way. */
static size_t chain_to(const struct cpr_vocabulary *v, cpr_name block, cpr_name chain[static MAX_CHAIN])
{
	uint16_t from[512], queue[512];
	size_t head = 0, tail = 0, n = 0;

	memset(from, 0xff, sizeof from);
	if (v->n_elements > 512)
		return 0;
	queue[tail++] = v->root;
	from[v->root] = v->root;
	while (head < tail && from[block] == UINT16_MAX) {
		const struct cpr_element_def *e = &v->elements[queue[head]];

		for (uint16_t i = 0; i < e->n_children; i++) {
			uint16_t c = v->children[e->first_child + i].child;

			if (from[c] != UINT16_MAX)
				continue;
			from[c] = queue[head];
			queue[tail++] = c;
		}
		head++;
	}
	if (from[block] == UINT16_MAX)
		return 0;
	for (cpr_name e = block; n < MAX_CHAIN; e = from[e]) {
		chain[n++] = e;
		if (e == v->root)
			break;
	}
	for (size_t i = 0; i < n / 2; i++) {
		cpr_name t = chain[i];

		chain[i] = chain[n - 1 - i];
		chain[n - 1 - i] = t;
	}
	return chain[0] == v->root ? n : 0;
}

/* What the author wrote, or the first of what the rule applies to, or a default. */
static struct cpr_str choose(struct cpr_loader *l, cpr_node node, cpr_name attr, uint16_t list, const struct cpr_codes *applies,
			     const char *otherwise)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	struct cpr_codes given;

	if (cpr_loader_codes(l, node, attr, list, &given) && given.n)
		return cpr_str_of(v->codes[given.v[0]].code);
	if (applies->n)
		return cpr_str_of(v->codes[applies->v[0]].code);
	return cpr_str_of(otherwise);
}

static void add_attr(struct cpr_strbuf *b, const char *name, struct cpr_str value)
{
	if (value.n)
		cpr_strbuf_addf(b, " %s=\"%.*s\"", name, CPR_STR_ARG(value));
}

static void open_campaign(struct cpr_loader *l, cpr_node node, const struct cpreview_rule *r, struct cpr_strbuf *b)
{
	cpr_strbuf_addz(b, "<c:campaign xmlns=\"urn:cpreview:rules:1\" xmlns:c=\"urn:cpreview:campaign:1\" id=\"example\"");
	add_attr(b, "jurisdiction", r->applies.jurisdiction);
	add_attr(b, "kind", choose(l, node, CPR_R_A_KIND, CPR_L_CAMPAIGN_KIND, &r->applies.kinds, "other"));
	add_attr(b, "purpose", choose(l, node, CPR_R_A_PURPOSE, CPR_L_PURPOSE, &r->applies.purposes, ""));
	cpr_strbuf_addc(b, '>');
}

static void add_plan(struct cpr_loader *l, cpr_node node, const struct cpreview_rule *r, struct cpr_strbuf *b)
{
	struct cpr_str segment = choose(l, node, CPR_R_A_SEGMENT, CPR_L_SEGMENT_KIND, &r->applies.segments, "");
	struct cpr_str channel = choose(l, node, CPR_R_A_CHANNEL, CPR_L_CHANNEL_KIND, &r->applies.channels, "");
	struct cpr_str product = choose(l, node, CPR_R_A_PRODUCT, CPR_L_PRODUCT_KIND, &r->applies.products, "");

	cpr_strbuf_addz(b, "<c:plan>");
	if (segment.n)
		cpr_strbuf_addf(b, "<c:audience><c:segment id=\"example-segment\" kind=\"%.*s\"/></c:audience>", CPR_STR_ARG(segment));
	if (channel.n)
		cpr_strbuf_addf(b, "<c:channel id=\"example-channel\" kind=\"%.*s\"/>", CPR_STR_ARG(channel));
	if (product.n)
		cpr_strbuf_addf(b, "<c:product id=\"example-product\" kind=\"%.*s\" name=\"&#x793A;&#x4F8B;\"/>", CPR_STR_ARG(product));
	cpr_strbuf_addz(b, "</c:plan>");
}

/* The source between the tags of the example. */
static struct cpr_str inner(const struct cpr_doc *d, cpr_node node)
{
	const struct cpr_node_rec *n = &d->nodes[node];
	uint32_t end = n->src_end;

	if (n->src_open_end == n->src_end)
		return (struct cpr_str){ d->source.text.p + n->src_end, 0 };
	while (end > n->src_open_end && d->source.text.p[end - 1] != '<')
		end--;
	return (struct cpr_str){ d->source.text.p + n->src_open_end, end - 1 - n->src_open_end };
}

/* Is it a piece of a campaign, rather than plain text? */
static bool is_piece(const struct cpr_doc *d, cpr_node node)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;

	for (cpr_node n = cpr_doc_first_child(d, node); n != CPR_NO_NODE; n = cpr_doc_next_sibling(d, n)) {
		cpr_name e;

		if (cpr_doc_is_text(d, n) || !cpr_str_is(d->names[d->nodes[n].name].ns, v->ns))
			continue;
		e = cpr_vocabulary_element(v, d->names[d->nodes[n].name].local);
		if (e != CPR_MAP_NONE && cpr_vocabulary_child_of(v, v->root, e))
			return true;
	}
	return false;
}

static bool wrap_text(struct cpr_loader *l, cpr_node node, const struct cpreview_rule *r, struct cpr_strbuf *b)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	struct cpr_str in = cpr_loader_attr(l, node, CPR_R_A_IN), text = inner(l->file->doc, node);
	cpr_name chain[MAX_CHAIN], block;
	struct cpr_blocks blocks;
	size_t n;

	if (!cpr_loader_blocks(l, node, CPR_R_A_IN, &blocks))
		return false;
	block = in.n ? cpr_vocabulary_element(v, in) : (cpr_name)CPR_E_BODY;
	n = block == CPR_MAP_NONE ? 0 : chain_to(v, block, chain);
	if (!n) {
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_IN), "no element leads to \"%.*s\"", CPR_STR_ARG(in));
		return false;
	}
	if (chain[1] != CPR_E_PLAN)
		add_plan(l, node, r, b);
	for (size_t i = 1; i < n; i++) {
		cpr_strbuf_addf(b, "<c:%s", v->names[chain[i]]);
		if (chain[i] == CPR_E_MATERIAL) {
			add_attr(b, "id", CPR_STR("example-material"));
			add_attr(b, "kind", choose(l, node, CPR_R_A_MATERIAL, CPR_L_MATERIAL_KIND, &r->applies.materials, "poster"));
		}
		cpr_strbuf_addc(b, '>');
	}
	cpr_strbuf_adds(b, text);
	for (size_t i = n; i-- > 1;)
		cpr_strbuf_addf(b, "</c:%s>", v->names[chain[i]]);
	return true;
}

static bool has_mark(const struct cpr_doc *d, cpr_node node)
{
	uint32_t n;

	(void)cpr_doc_descendants(d, node, CPR_R_E_MARK, &n);
	return n > 0;
}

/* Where the findings of a violating example must be is said in one way. */
static bool says_where(struct cpr_loader *l, cpr_node node, const struct cpr_example *e)
{
	if (e->violating && e->marked == (e->at != NULL) && !cpr_loader_attr(l, node, CPR_R_A_AT).n) {
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "mark what must be found, or say at which nodes");
		return false;
	}
	if (e->marked && e->at) {
		cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_AT), "marks and at exclude each other");
		return false;
	}
	if (!e->violating && (e->marked || e->at)) {
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "a compliant example has nothing to mark");
		return false;
	}
	return true;
}

bool cpr_load_example(struct cpr_loader *l, cpr_node node, const struct cpreview_rule *rule, struct cpr_example *ret)
{
	struct cpr_strbuf b = CPR_STRBUF(l->mem);
	const struct cpr_value *as_of = cpr_loader_value(l, node, CPR_R_A_AS_OF);
	struct cpr_example e = { .file = l->file->name };
	bool ok = true;

	e.violating = cpr_str_is(cpr_loader_code(l, node, CPR_R_A_OUTCOME), "violating");
	e.line = cpr_place_position(l->file->doc, cpr_place_node(l->file->doc, node).start).line;
	e.marked = has_mark(l->file->doc, node);
	e.at = cpr_loader_expr(l, node, CPR_R_A_AT, CPR_EXPR_NODES, CPR_E_CAMPAIGN, NULL, 0);
	if (as_of) {
		e.has_as_of = true;
		e.as_of = as_of->u.moment.date;
	}
	e.text = cpr_loader_prose(l, node);
	ok = says_where(l, node, &e);
	open_campaign(l, node, rule, &b);
	if (is_piece(l->file->doc, node))
		cpr_strbuf_adds(&b, inner(l->file->doc, node));
	else
		ok &= wrap_text(l, node, rule, &b);
	cpr_strbuf_addz(&b, "</c:campaign>\n");
	if (cpr_strbuf_failed(&b) || !(e.bytes = cpr_arena_str(&l->rs->arena, cpr_strbuf_str(&b))).p)
		ok = cpr_loader_nomem(l);
	cpr_strbuf_free(&b);
	if (ok)
		*ret = e;
	return ok;
}

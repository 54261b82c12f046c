/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Against another reader of XPath 1.0: on what both mean the same (paths, positions, unions, counting, text functions, nothing
 * missing) both must find the same nodes. Documents and expressions come from chance that is the same everywhere.
 */
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "expr_fixture.h"

static uint64_t state;

static uint32_t chance(uint32_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % below;
}

/* ---- Documents: every element that can have an id has one ---- */

static unsigned next_id;

static void add(struct cpr_strbuf *b, const char *name)
{
	cpr_strbuf_addf(b, "<%s id='%c%u'", name, name[0], next_id++);
}

static void add_sections(struct cpr_strbuf *b, unsigned depth)
{
	for (uint32_t i = chance(3); i > 0; i--) {
		cpr_strbuf_addf(b, "<section number='%u'>", chance(5));
		for (uint32_t k = chance(3); k > 0; k--)
			cpr_strbuf_addf(b, "<body> t%u <em>e%s</em>\n</body>", chance(4), chance(2) ? "<em>f</em>" : "");
		if (depth < 4)
			add_sections(b, depth + 1);
		cpr_strbuf_addz(b, "</section>");
	}
}

static void add_prizes(struct cpr_strbuf *b)
{
	for (uint32_t i = chance(4); i > 0; i--) {
		add(b, "prize");
		cpr_strbuf_addf(b, " name='n%u'/>", chance(3));
		if (chance(3) == 0)
			cpr_strbuf_addz(b, " \n");
	}
}

static void make(struct cpr_strbuf *b, const char *ns)
{
	next_id = 1;
	cpr_strbuf_addf(b, "<campaign%s id='c0'><plan>", ns);
	for (uint32_t i = chance(5); i > 0; i--) {
		add(b, "product");
		cpr_strbuf_addz(b, ">");
		for (uint32_t k = chance(4); k > 0; k--)
			cpr_strbuf_addz(b, "<fee/> ");
		cpr_strbuf_addz(b, "</product>");
	}
	for (uint32_t i = chance(4); i > 0; i--) {
		add(b, "offer");
		cpr_strbuf_addz(b, ">");
		add_prizes(b);
		cpr_strbuf_addz(b, "</offer>");
	}
	for (uint32_t i = chance(3); i > 0; i--) {
		add(b, "draw");
		cpr_strbuf_addz(b, ">");
		add_prizes(b);
		cpr_strbuf_addz(b, "</draw>");
	}
	cpr_strbuf_addz(b, "</plan><materials>");
	for (uint32_t i = chance(4); i > 0; i--) {
		add(b, "material");
		cpr_strbuf_addf(b, "><headline>H%u <em>x</em>  y</headline>", chance(3));
		add_sections(b, 0);
		cpr_strbuf_addz(b, "</material>");
	}
	cpr_strbuf_addz(b, "</materials></campaign>");
}

/* ---- Expressions ---- */

static const char *const with_id[] = { "product", "offer", "draw", "prize", "material", "campaign" };
static const char *const names[] = { "product", "fee",	    "offer",   "draw", "prize",	  "materials", "material",
				     "section", "headline", "body",    "em",   "plan",	  "campaign",  "*",
				     "*",	"*",	    "section", "body", "product", "prize" };

static void path(struct cpr_strbuf *b, unsigned depth, bool relative);

static void predicate(struct cpr_strbuf *b, unsigned depth)
{
	cpr_strbuf_addc(b, '[');
	switch (chance(depth > 2 ? 6 : 11)) {
	case 0:
	case 1:
		cpr_strbuf_addf(b, "%u", 1 + chance(3));
		break;
	case 2:
		cpr_strbuf_addz(b, "last()");
		break;
	case 3:
		cpr_strbuf_addf(b, "position() %s %u", chance(2) ? "<" : ">=", 1 + chance(3));
		break;
	case 4:
		cpr_strbuf_addz(b, chance(2) ? "@id" : "not(@id)");
		break;
	case 5:
		cpr_strbuf_addz(b, chance(2) ? "position() = last()" : "position() mod 2 = 1");
		break;
	case 6:
		path(b, depth + 1, true);
		break;
	case 7:
		cpr_strbuf_addz(b, "not(");
		path(b, depth + 1, true);
		cpr_strbuf_addz(b, ")");
		break;
	case 8:
		cpr_strbuf_addz(b, "count(");
		path(b, depth + 1, chance(4) != 0);
		cpr_strbuf_addf(b, ") %s %u", chance(2) ? ">" : "<=", chance(4));
		break;
	case 9:
		path(b, depth + 1, true);
		cpr_strbuf_addz(b, chance(2) ? " or " : " and ");
		cpr_strbuf_addf(b, "position() != %u", 1 + chance(3));
		break;
	default:
		cpr_strbuf_addf(b, "string-length(string(.)) > %u", chance(8));
		break;
	}
	cpr_strbuf_addc(b, ']');
}

static void step(struct cpr_strbuf *b, unsigned depth)
{
	static const char *const axes[] = {
		"ancestor::", "ancestor-or-self::", "parent::", "descendant::", "descendant-or-self::", "self::",
		"following-sibling::", "preceding-sibling::",
	};

	if (chance(4) == 0)
		cpr_strbuf_addz(b, axes[chance(COUNT(axes))]);
	cpr_strbuf_addz(b, names[chance(COUNT(names))]);
	while (chance(3) == 0)
		predicate(b, depth);
}

static void path(struct cpr_strbuf *b, unsigned depth, bool relative)
{
	if (!relative)
		cpr_strbuf_addz(b, chance(3) ? "//" : "/campaign/");
	else if (chance(8) == 0)
		cpr_strbuf_addz(b, "./");
	step(b, depth);
	while (chance(2)) {
		cpr_strbuf_addz(b, chance(4) ? "/" : "//");
		step(b, depth);
	}
	if (chance(6) == 0)
		cpr_strbuf_addz(b, chance(2) ? "/@id" : "/@*");
}

static void expression(struct cpr_strbuf *b)
{
	switch (chance(9)) {
	case 0:
		cpr_strbuf_addz(b, "count(");
		path(b, 0, false);
		cpr_strbuf_addz(b, ")");
		break;
	case 1:
		path(b, 0, false);
		cpr_strbuf_addz(b, " | ");
		path(b, 0, false);
		break;
	case 2:
		cpr_strbuf_addz(b, "(");
		path(b, 0, false);
		cpr_strbuf_addz(b, " | ");
		path(b, 0, false);
		cpr_strbuf_addz(b, ")");
		predicate(b, 1);
		cpr_strbuf_addz(b, "/");
		step(b, 0);
		break;
	case 3:
		cpr_strbuf_addf(b, "//%s[@id = '%s%u']", with_id[chance(COUNT(with_id))], chance(2) ? "p" : "o", chance(12));
		predicate(b, 1);
		break;
	case 4:
		cpr_strbuf_addz(b, "string((");
		path(b, 0, false);
		cpr_strbuf_addz(b, ")[1])");
		break;
	case 5:
		cpr_strbuf_addf(b, "concat(%s(string(/campaign)), '-', string(/campaign/@id))",
				chance(2) ? "normalize-space" : "string-length");
		break;
	case 6:
		cpr_strbuf_addf(b, "%s(string(/campaign/materials), 't%u')", chance(2) ? "contains" : "starts-with", chance(4));
		break;
	default:
		path(b, 0, false);
		break;
	}
}

/* ---- The same answer ---- */

/* Elements are told by how many stand before them. */
static void number_tree(xmlNodePtr root)
{
	intptr_t ordinal = 0;
	xmlNodePtr n = root;

	while (n) {
		if (n->type == XML_ELEMENT_NODE)
			n->_private = (void *)ordinal++;
		if (n->children && n->type == XML_ELEMENT_NODE) {
			n = n->children;
			continue;
		}
		while (n != root && !n->next)
			n = n->parent;
		n = n == root ? NULL : n->next;
	}
}

static void put_theirs(struct cpr_strbuf *out, xmlXPathObjectPtr o)
{
	switch (o->type) {
	case XPATH_NODESET:
		xmlXPathNodeSetSort(o->nodesetval);
		for (int i = 0; o->nodesetval && i < o->nodesetval->nodeNr; i++) {
			xmlNodePtr n = o->nodesetval->nodeTab[i];

			if (n->type == XML_ATTRIBUTE_NODE)
				cpr_strbuf_addf(out, "%d@%s ", (int)(intptr_t)n->parent->_private, (const char *)n->name);
			else
				cpr_strbuf_addf(out, "%d ", (int)(intptr_t)n->_private);
		}
		break;
	case XPATH_NUMBER:
		cpr_strbuf_addf(out, "%d", (int)o->floatval);
		break;
	case XPATH_BOOLEAN:
		cpr_strbuf_addz(out, o->boolval ? "true" : "false");
		break;
	default:
		cpr_strbuf_addz(out, (const char *)o->stringval);
		break;
	}
}

static uint32_t ordinal_of(const struct cpr_doc *d, cpr_node node)
{
	uint32_t ordinal = 0;

	for (cpr_node n = 0; n < node; n++)
		ordinal += !cpr_doc_is_text(d, n);
	return ordinal;
}

static void put_ours(struct cpr_strbuf *out, struct test_doc *t, enum cpr_outcome outcome, const struct cpr_expr_value *v)
{
	const struct cpr_doc *d = t->campaign.doc;

	if (v->type != CPR_EXPR_NODES) {
		/* There string() of nothing is empty; here it is missing. */
		cpr_strbuf_addz(out, outcome == CPR_OUT_FAULT ? t->env.fault : "");
		if (outcome == CPR_OUT_VALUE)
			cpr_strbuf_adds(out, cpr_expr_print(&t->env, v, NULL));
		return;
	}
	for (size_t i = 0; i < v->u.nodes.n; i++) {
		struct cpr_item item = v->u.nodes.v[i];

		cpr_strbuf_addf(out, "%u", ordinal_of(d, item.node));
		if (item.attr != CPR_NO_NODE)
			cpr_strbuf_addf(out, "@%.*s", CPR_STR_ARG(d->names[d->attrs[item.attr].name].local));
		cpr_strbuf_addc(out, ' ');
	}
	if (v->u.nodes.gap)
		cpr_strbuf_addz(out, "with a gap");
}

/* False: refused here, because the vocabulary has no such nesting. */
static bool compare(struct test_doc *t, xmlXPathContextPtr theirs, const char *source)
{
	struct cpr_strbuf a = CPR_STRBUF(&cpr_mem_libc), b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_item root = { 0, CPR_NO_NODE };
	struct cpr_expr_error err;
	struct cpr_expr_value v;
	struct cpr_expr *e = cpr_expr_compile(&scope, cpr_str_of(source), CPR_EXPR_ANY, &err);
	xmlXPathObjectPtr o;

	if (e) {
		o = xmlXPathEval((const xmlChar *)source, theirs);
		cr_assert_not_null(o, "%s", source);
		put_theirs(&a, o);
		xmlXPathFreeObject(o);
		put_ours(&b, t, cpr_expr_eval(e, &t->env, root, root, NULL, &v), &v);
		cr_expect(cpr_str_eq(cpr_strbuf_str(&a), cpr_strbuf_str(&b)), "%s: %.*s, not %.*s", source,
			  CPR_STR_ARG(cpr_strbuf_str(&b)), CPR_STR_ARG(cpr_strbuf_str(&a)));
	}
	cpr_expr_env_reset(&t->env);
	cpr_expr_clear(e);
	cpr_arena_free(&arena);
	cpr_strbuf_free(&a);
	cpr_strbuf_free(&b);
	return e != NULL;
}

Test(expr_xpath, same_nodes)
{
	size_t compared = 0, refused = 0;

	for (uint64_t seed = 1; seed <= 25; seed++) {
		struct cpr_strbuf ours = CPR_STRBUF(&cpr_mem_libc), plain = CPR_STRBUF(&cpr_mem_libc);
		struct test_doc t;
		xmlXPathContextPtr theirs;
		xmlDocPtr doc;

		state = seed;
		make(&ours, " xmlns='" TEST_NS "'");
		state = seed;
		make(&plain, "");
		test_doc_load(&t, cpr_strbuf_str(&ours));
		cr_assert_eq(t.campaign.problems.list.n, 0);
		doc = xmlReadMemory(plain.p, (int)plain.n, NULL, NULL, XML_PARSE_NONET);
		cr_assert_not_null(doc);
		number_tree(xmlDocGetRootElement(doc));
		theirs = xmlXPathNewContext(doc);
		cr_assert_not_null(theirs);
		theirs->node = xmlDocGetRootElement(doc);
		for (size_t i = 0; i < 400; i++) {
			struct cpr_strbuf source = CPR_STRBUF(&cpr_mem_libc);

			expression(&source);
			if (compare(&t, theirs, source.p))
				compared++;
			else
				refused++;
			cpr_strbuf_free(&source);
		}
		xmlXPathFreeContext(theirs);
		xmlFreeDoc(doc);
		test_doc_free(&t);
		cpr_strbuf_free(&ours);
		cpr_strbuf_free(&plain);
	}
	cr_expect_gt(compared, 3000, "%zu compared, %zu refused", compared, refused);
}

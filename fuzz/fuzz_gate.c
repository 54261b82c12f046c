/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate against libxml2, and the whole parse behind it. What both accept they must have counted alike. What the gate
 * accepts and libxml2 does not must be refused as malformed by the parse. What the gate calls malformed libxml2 must not
 * accept. A DOCTYPE must never pass. And the two readings inside the parse may never disagree.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <libxml/parser.h>

#include "xml/doc.h"
#include "xml/gate.h"
#include "xml/place.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "campaign", "p", "id" };
static const struct cpr_doc_schema schema = {
	.ns = "urn:cpreview:campaign:1",
	.names = names,
	.n_elements = 2,
	.n_attributes = 1,
};

static void must(bool good)
{
	if (!good)
		abort();
}

struct counts {
	uint32_t elements, attributes, text_bytes;
	bool doctype, ended, failed;
};

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns,
		     const xmlChar **ns, int n_attrs, int n_defaulted, const xmlChar **attrs)
{
	struct counts *c = user;

	(void)local;
	(void)prefix;
	(void)uri;
	(void)n_ns;
	(void)ns;
	(void)n_defaulted;
	(void)attrs;
	c->elements++;
	c->attributes += (uint32_t)n_attrs;
}

static void on_end_document(void *user)
{
	((struct counts *)user)->ended = true;
}

static void on_text(void *user, const xmlChar *s, int len)
{
	(void)s;
	((struct counts *)user)->text_bytes += (uint32_t)len;
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	((struct counts *)user)->doctype = true;
}

#if LIBXML_VERSION >= 21200
static void on_error(void *user, const xmlError *e)
#else
static void on_error(void *user, xmlErrorPtr e)
#endif
{
	struct counts *c = user;

	if (c && e->level > XML_ERR_WARNING)
		c->failed = true;
}

/* Is it well-formed to libxml2 alone? It stops counting where it finds a DOCTYPE, whose entities may be bombs. */
static bool libxml2_accepts(struct cpr_str s, struct counts *c)
{
	xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
	bool good;

	must(ctxt != NULL);
	memset(ctxt->sax, 0, sizeof *ctxt->sax);
	ctxt->sax->initialized = XML_SAX2_MAGIC;
	ctxt->sax->startElementNs = on_start;
	ctxt->sax->endDocument = on_end_document;
	ctxt->sax->characters = ctxt->sax->ignorableWhitespace = ctxt->sax->cdataBlock = on_text;
	ctxt->sax->internalSubset = on_doctype;
	ctxt->sax->serror = on_error;
	ctxt->userData = c;
	xmlFreeDoc(xmlCtxtReadMemory(ctxt, s.p, (int)s.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC));
	good = c->ended && !c->failed && ctxt->wellFormed && ctxt->nsWellFormed;
	xmlFreeParserCtxt(ctxt);
	return good;
}

/* Every node and every character has a place inside its parent's. */
static void check_places(const struct cpr_doc *d)
{
	uint32_t last = 0;

	for (cpr_node n = 0; n < d->n_nodes; n++) {
		const struct cpr_node_rec *r = &d->nodes[n];

		must(r->src_start < r->src_end && r->src_open_end <= r->src_end && r->next > n &&
		     r->next <= d->n_nodes);
		if (r->parent != CPR_NO_NODE)
			must(r->src_start >= d->nodes[r->parent].src_open_end &&
			     r->src_end <= d->nodes[r->parent].src_end);
	}
	for (uint32_t at = 0; at < d->text_n; at++) {
		struct cpr_src src;

		if (((uint8_t)d->text[at] & 0xC0) == 0x80)
			continue;
		src = cpr_place_text(d, at, at + 1);
		must(src.start >= last && src.end > src.start);
		last = src.start + 1;
		must(d->nodes[cpr_doc_text_node(d, at)].src_start <= src.start &&
		     src.end <= d->nodes[cpr_doc_text_node(d, at)].src_end);
	}
}

static void check(struct cpr_str s, struct cpr_problems *problems, struct cpr_problems *again)
{
	struct counts counts = { 0 };
	struct cpr_gate gate;
	struct cpr_doc *doc;
	bool passed = cpr_gate_scan(&cpr_mem_libc, s, &cpr_limits_default, &gate, problems);
	bool accepted = libxml2_accepts(s, &counts);

	must(passed == (problems->list.n == 0) && problems->list.n <= 1 && !problems->failed);
	if (counts.doctype)
		must(!passed);
	if (passed && accepted)
		must(counts.elements == gate.n_elements && counts.attributes == gate.n_attributes &&
		     counts.text_bytes == gate.n_text_bytes);
	if (!passed && problems->list.v[0].id == CPR_PROBLEM_XML_MALFORMED && !counts.doctype) {
		/* The one thing in which the gate is stricter. */
		bool version = cpr_str_is(problems->list.v[0].word[0], "the XML version is not 1.0");

		must(!accepted || version);
	}
	cpr_gate_free(&gate);
	doc = cpr_doc_parse(&cpr_mem_libc, s, &cpr_limits_default, &schema, again);
	must((doc != NULL) == (again->list.n == 0) && again->list.n <= 1 && !again->failed);
	must((doc != NULL) == (passed && accepted));
	if (!doc)
		must(again->list.v[0].id != CPR_PROBLEM_XML_DISAGREE && again->list.v[0].end <= s.n &&
		     again->list.v[0].start <= again->list.v[0].end);
	if (doc)
		check_places(doc);
	cpr_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_problems problems[3] = { { .arena = &arena }, { .arena = &arena }, { .arena = &arena } };
	struct cpr_decoded d;

	/* Errors that know no context would be printed. */
	xmlSetStructuredErrorFunc(NULL, on_error);
	if (cpr_decode(&cpr_mem_libc, (struct cpr_str){ (const char *)data, size }, &cpr_limits_default, &d,
		       &problems[0])) {
		if (d.encoding == CPR_ENC_UTF8 && d.bom_bytes == 0)
			check(d.text, &problems[1], &problems[2]);
		cpr_decoded_free(&d);
	}
	for (size_t i = 0; i < 3; i++)
		cpr_problems_free(&problems[i]);
	cpr_arena_free(&arena);
	return 0;
}

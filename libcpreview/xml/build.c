/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nodes, attributes and text, in the order of the events. Names and values are taken from the source itself and compared
 * with what the parser says; text is taken from the parser and compared with what the gate has counted.
 */
#include "xml/build.h"

#include "text/unicode.h"
#include "xml/scan.h"

bool cpr_doc_build_begin(struct cpr_doc_build *b, struct cpr_doc *doc, const struct cpr_gate *gate, uint32_t max_names)
{
	*b = (struct cpr_doc_build){
		.doc = doc,
		.gate = gate,
		.max_names = max_names,
		.open = CPR_NO_NODE,
		.text = CPR_NO_NODE,
	};
	doc->n_nodes = doc->n_attrs = doc->text_n = doc->text_attr_n = 0;
	b->elements = cpr_calloc(doc->mem, gate->n_names, sizeof *b->elements);
	b->attributes = cpr_calloc(doc->mem, gate->n_names, sizeof *b->attributes);
	return b->elements && b->attributes;
}

void cpr_doc_build_free(struct cpr_doc_build *b)
{
	if (!b->doc)
		return;
	cpr_free(b->doc->mem, b->elements);
	cpr_free(b->doc->mem, b->attributes);
	b->elements = b->attributes = NULL;
}

bool cpr_doc_build_disagree(struct cpr_doc_build *b, const char *what)
{
	if (!b->disagreement)
		b->disagreement = what;
	return false;
}

bool cpr_doc_build_complete(const struct cpr_doc_build *b)
{
	return b->open == CPR_NO_NODE && b->missing == 0 && b->token == b->gate->tokens.n;
}

/* --- names --- */

/* Is raw just `prefix:local`? Then the length of its prefix with the colon, otherwise SIZE_MAX. */
static size_t match_name(struct cpr_str raw, const unsigned char *prefix, const unsigned char *local)
{
	size_t at = 0, n;

	if (prefix) {
		for (; prefix[at]; at++)
			if (at == raw.n || (unsigned char)raw.p[at] != prefix[at])
				return SIZE_MAX;
		if (at == raw.n || raw.p[at++] != ':')
			return SIZE_MAX;
	}
	for (n = at; *local; local++, n++)
		if (n == raw.n || (unsigned char)raw.p[n] != *local)
			return SIZE_MAX;
	return n == raw.n ? at : SIZE_MAX;
}

static bool number_name(struct cpr_doc_build *b, struct cpr_doc_build_name *seen, const unsigned char *uri,
			struct cpr_str local, cpr_name *ret)
{
	if (seen->name_plus_1 != 0 && seen->uri == uri) {
		*ret = seen->name_plus_1 - 1;
		return true;
	}
	switch (cpr_doc_intern(b->doc, cpr_str_of((const char *)uri), local, b->max_names, ret)) {
	case CPR_INTERN_OK:
		*seen = (struct cpr_doc_build_name){ uri, *ret + 1 };
		return true;
	case CPR_INTERN_FULL:
		b->over_names = true;
		return false;
	case CPR_INTERN_NOMEM:
	default:
		b->nomem = true;
		return false;
	}
}

/* --- values --- */

/*
 * Reads a value as XML says: white space becomes spaces, references their characters. Returns its length, or SIZE_MAX if
 * it needs more than `room`.
 */
static size_t read_value(struct cpr_str raw, char *out, size_t room)
{
	size_t n = 0, len;

	for (size_t i = 0; i < raw.n; i += len) {
		char bytes[4];
		unsigned bytes_n = 1;
		uint32_t c;

		len = 1;
		bytes[0] = cpr_scan_space(raw.p[i]) ? ' ' : raw.p[i];
		if (raw.p[i] == '\r' && i + 1 < raw.n && raw.p[i + 1] == '\n') {
			len = 2;
		} else if (raw.p[i] == '&') {
			len = cpr_scan_reference(raw, i, &c);
			if (len == 0)
				return SIZE_MAX;
			bytes_n = cpr_utf8_put(c, bytes);
		}
		if (bytes_n > room - n)
			return SIZE_MAX;
		memcpy(out + n, bytes, bytes_n);
		n += bytes_n;
	}
	return n;
}

/*
 * Is this what the parser has read? Unless told to replace entities, which we never do, libxml2 hands out an ampersand in
 * a value as &#38;, because its tree builder reads values a second time.
 */
static bool value_agrees(struct cpr_str ours, struct cpr_str theirs)
{
	size_t at = 0;

	if (cpr_str_eq(ours, theirs))
		return true;
	for (size_t i = 0; i < ours.n; i++) {
		if (ours.p[i] == '&') {
			if (!cpr_scan_starts(theirs, at, CPR_STR("&#38;")))
				return false;
			at += 5;
		} else if (at == theirs.n || theirs.p[at++] != ours.p[i]) {
			return false;
		}
	}
	return at == theirs.n;
}

/* --- events --- */

/* The next token of the gate, if it is of kind `this` or `that`. Ends the text in front of it. */
static const struct cpr_gate_token *take_token(struct cpr_doc_build *b, enum cpr_gate_kind this, enum cpr_gate_kind that)
{
	const struct cpr_gate_token *t = &b->gate->tokens.v[b->token];

	if (b->missing > 0) {
		cpr_doc_build_disagree(b, "the parser has seen less text");
		return NULL;
	}
	b->text = CPR_NO_NODE;
	if (b->token >= b->gate->tokens.n || (t->kind != this && t->kind != that)) {
		cpr_doc_build_disagree(b, "the parser has seen another sequence of tags and text");
		return NULL;
	}
	b->token++;
	return t;
}

static struct cpr_node_rec *add_node(struct cpr_doc_build *b, const struct cpr_gate_token *t)
{
	struct cpr_node_rec *n = &b->doc->nodes[b->doc->n_nodes];

	*n = (struct cpr_node_rec){
		.parent = b->open,
		.src_start = t->start,
		.src_open_end = t->end,
		.next = b->doc->n_nodes + 1,
	};
	b->doc->n_nodes++;
	return n;
}

static bool add_attribute(struct cpr_doc_build *b, const unsigned char **from, const struct cpr_gate_attr *at)
{
	struct cpr_doc *d = b->doc;
	struct cpr_str raw = { d->source.text.p + at->name_start, at->name_end - at->name_start };
	struct cpr_str value = { d->source.text.p + at->value_start, at->value_end - at->value_start };
	struct cpr_str theirs = { (const char *)from[3], (size_t)(from[4] - from[3]) };
	char *out = d->text_attr + d->text_attr_n;
	size_t prefix_n = match_name(raw, from[1], from[0]);
	size_t value_n = read_value(value, out, b->gate->n_value_bytes - d->text_attr_n);
	struct cpr_attr_rec *a = &d->attrs[d->n_attrs];

	if (prefix_n == SIZE_MAX || value_n == SIZE_MAX || !value_agrees((struct cpr_str){ out, value_n }, theirs))
		return cpr_doc_build_disagree(b, "the parser has seen another attribute");
	*a = (struct cpr_attr_rec){
		.owner = d->n_nodes - 1,
		.value = d->text_attr_n,
		.value_n = (uint32_t)value_n,
		.src_start = at->name_start,
		.src_value = at->value_start,
		.src_value_end = at->value_end,
	};
	if (!number_name(b, &b->attributes[at->name], from[2], (struct cpr_str){ raw.p + prefix_n, raw.n - prefix_n },
			 &a->name))
		return false;
	d->text_attr_n += (uint32_t)value_n;
	d->n_attrs++;
	return true;
}

static bool add_attributes(struct cpr_doc_build *b, const struct cpr_gate_token *t, size_t n, const unsigned char **attrs)
{
	size_t done = 0;

	for (uint32_t i = 0; i < t->n_attrs; i++) {
		const struct cpr_gate_attr *at = &b->gate->attrs.v[t->first_attr + i];

		if (at->name & CPR_GATE_XMLNS)
			continue;
		if (done == n)
			return cpr_doc_build_disagree(b, "the parser has seen fewer attributes");
		if (!add_attribute(b, attrs + CPR_BUILD_ATTR * done, at))
			return false;
		done++;
	}
	return done == n || cpr_doc_build_disagree(b, "the parser has seen more attributes");
}

bool cpr_doc_build_open(struct cpr_doc_build *b, const unsigned char *local, const unsigned char *prefix,
		    const unsigned char *uri, size_t n_attrs, const unsigned char **attrs)
{
	const struct cpr_gate_token *t = take_token(b, CPR_GATE_OPEN, CPR_GATE_EMPTY);
	struct cpr_node_rec *n;
	struct cpr_str raw;
	size_t prefix_n;

	if (!t)
		return false;
	raw = (struct cpr_str){ b->doc->source.text.p + t->start + 1,
				cpr_scan_name(b->doc->source.text, t->start + 1u) };
	prefix_n = match_name(raw, prefix, local);
	if (prefix_n == SIZE_MAX)
		return cpr_doc_build_disagree(b, "the parser has seen another element");
	n = add_node(b, t);
	n->src_end = t->kind == CPR_GATE_EMPTY ? t->end : 0; /* 0 until the end tag is seen */
	n->first = b->doc->n_attrs;
	n->count = (uint32_t)n_attrs;
	b->open = b->doc->n_nodes - 1;
	if (!number_name(b, &b->elements[t->name], uri, (struct cpr_str){ raw.p + prefix_n, raw.n - prefix_n },
			 &n->name))
		return false;
	return add_attributes(b, t, n_attrs, attrs);
}

bool cpr_doc_build_close(struct cpr_doc_build *b)
{
	const struct cpr_gate_token *t;
	struct cpr_node_rec *n;

	if (b->open == CPR_NO_NODE)
		return cpr_doc_build_disagree(b, "the parser has seen one end tag more");
	n = &b->doc->nodes[b->open];
	if (n->src_end == 0) {
		t = take_token(b, CPR_GATE_CLOSE, CPR_GATE_CLOSE);
		if (!t)
			return false;
		n->src_end = t->end;
	} else if (b->open + 1 != b->doc->n_nodes) {
		return cpr_doc_build_disagree(b, "the parser has seen content in an empty element");
	}
	n->next = b->doc->n_nodes;
	b->open = n->parent;
	return true;
}

/* Text comes in pieces of at most a few hundred bytes, cut by references, CDATA and comments: one run is one node. */
bool cpr_doc_build_text(struct cpr_doc_build *b, const unsigned char *s, size_t n)
{
	const struct cpr_gate_token *t;
	struct cpr_node_rec *node;

	if (n == 0)
		return true;
	if (b->text == CPR_NO_NODE) {
		t = take_token(b, CPR_GATE_TEXT, CPR_GATE_TEXT);
		if (!t)
			return false;
		node = add_node(b, t);
		node->name = CPR_NAME_TEXT;
		node->first = b->doc->text_n;
		node->count = b->missing = t->text_n;
		node->src_end = t->end;
		b->text = b->doc->n_nodes - 1;
	}
	if (n > b->missing)
		return cpr_doc_build_disagree(b, "the parser has seen more text");
	memcpy(b->doc->text + b->doc->text_n, s, n);
	b->doc->text_n += (uint32_t)n;
	b->missing -= (uint32_t)n;
	return true;
}

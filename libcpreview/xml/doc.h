/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The document: compact, located, immutable. Nodes stand in document order in one array of 32-byte records, so a subtree
 * is a range; nodes of one name are also listed together, so `//prize` costs what it finds. All text of the document lies
 * in one buffer in document order, so the text of a subtree is a slice. Memory is a small multiple of the input.
 */
#ifndef CPR_XML_DOC_H
#define CPR_XML_DOC_H

#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/problem.h"
#include "xml/decode.h"

typedef uint32_t cpr_node; /* index into doc->nodes; the root element is 0 */
#define CPR_NO_NODE UINT32_MAX

/* Names are numbers. The first ones are those of the vocabulary the document is read with, in its table's order. */
typedef uint32_t cpr_name;
#define CPR_NAME_TEXT UINT32_MAX /* the name of text nodes */

struct cpr_name_entry {
	struct cpr_str ns;    /* empty: no namespace */
	struct cpr_str local;
};

struct cpr_node_rec {
	cpr_name name;     /* or CPR_NAME_TEXT */
	cpr_node parent;   /* CPR_NO_NODE for the root */
	cpr_node next;     /* one past the subtree: the next sibling if that has the same parent */
	uint32_t first;    /* element: first attribute; text: offset in doc->text */
	uint32_t count;    /* element: attributes; text: bytes */
	uint32_t src_start;    /* '<' of the start tag; start of the run */
	uint32_t src_open_end; /* behind '>' of the start tag; text: = src_end */
	uint32_t src_end;      /* behind the end tag; behind the run */
};

struct cpr_attr_rec {
	cpr_name name;
	cpr_node owner;
	uint32_t value, value_n;  /* in doc->text_attr, normalised as XML says */
	uint32_t src_start;       /* of the name */
	uint32_t src_value, src_value_end; /* between the quotes */
};

/* A place inside a long text run from where it can be read on, so that placing the last word does not read all of it. */
struct cpr_doc_mark {
	uint32_t text, src;
	bool cdata;
};

/* What a document is read with. The tables must outlive the document. */
struct cpr_doc_schema {
	const char *ns;            /* namespace of the known names; not empty */
	const char *const *names;  /* distinct local names of elements, then attributes (attributes have no namespace) */
	uint32_t n_elements, n_attributes; /* the attributes' names follow as numbers n_elements.. */
	/* The numbers of the elements' and of the attributes' names in bytewise order of the names; NULL: the names are
	 * searched one by one, which costs more than the parse of a small document. */
	const uint16_t *sorted_elements, *sorted_attributes;
};

struct cpr_doc {
	const struct cpr_mem *mem;
	struct cpr_arena arena;
	struct cpr_decoded source;
	struct cpr_doc_schema schema;
	struct cpr_name_entry *names;
	uint32_t n_names, n_known, cap_names; /* names[0 .. n_known) are the vocabulary's */
	/* the other names: by local name the first of a chain through foreign_next[number - n_known] */
	struct cpr_map foreign;
	uint32_t *foreign_next;
	struct cpr_node_rec *nodes;
	uint32_t n_nodes;
	struct cpr_attr_rec *attrs;
	uint32_t n_attrs;
	char *text;       /* text of all text nodes, in document order, without gaps */
	uint32_t text_n;
	char *text_attr;
	uint32_t text_attr_n;
	/* by name: by_name[by_name_at[n] .. by_name_at[n + 1]) are the elements named n, in document order; the text nodes
	 * are listed likewise under n = n_names */
	uint32_t *by_name_at;
	cpr_node *by_name;
	uint32_t *ordinals; /* beside by_name: which of the siblings with that name it is, from 1; 0 if it is the only one */
	/* for places: */
	uint32_t *newlines; /* offset behind each line end (CRLF, LF, CR) of source.text */
	uint32_t n_newlines;
	uint32_t *chars; /* if there are long lines: code points of source.text before each multiple of CPR_DOC_BLOCK */
	struct cpr_doc_mark *marks; /* of long text runs that are not written as they read; ascending */
	uint32_t n_marks;
};

#define CPR_DOC_BLOCK 4096u

/*
 * Decodes, gates, parses, verifies. `raw` must outlive the document (the caller keeps or copies it). Always says what went
 * wrong as problems. Returns NULL when nothing usable came out; a document that is returned is complete and well-formed.
 * In both cases problems->failed tells about memory.
 */
struct cpr_doc *cpr_doc_parse(const struct cpr_mem *mem, struct cpr_str raw, const struct cpr_limits *limits,
			      const struct cpr_doc_schema *schema, struct cpr_problems *problems);
void cpr_doc_free(struct cpr_doc *doc);

static inline bool cpr_doc_is_text(const struct cpr_doc *d, cpr_node n) { return d->nodes[n].name == CPR_NAME_TEXT; }
/* First child of any kind, CPR_NO_NODE if none. Walk on with cpr_doc_next_sibling(). */
static inline cpr_node cpr_doc_first_child(const struct cpr_doc *d, cpr_node n)
{
	return n + 1 < d->nodes[n].next ? n + 1 : CPR_NO_NODE;
}
static inline cpr_node cpr_doc_next_sibling(const struct cpr_doc *d, cpr_node n)
{
	cpr_node p = d->nodes[n].parent, next = d->nodes[n].next;
	return p != CPR_NO_NODE && next < d->nodes[p].next ? next : CPR_NO_NODE;
}
/* Elements named `name` inside the subtree of n (n itself excluded): a borrowed range in document order. */
const cpr_node *cpr_doc_descendants(const struct cpr_doc *d, cpr_node n, cpr_name name, uint32_t *ret_count);
/* Index into d->attrs, or CPR_NO_NODE. */
uint32_t cpr_doc_attr(const struct cpr_doc *d, cpr_node n, cpr_name name);
static inline struct cpr_str cpr_doc_attr_value(const struct cpr_doc *d, uint32_t attr)
{
	return (struct cpr_str){ d->text_attr + d->attrs[attr].value, d->attrs[attr].value_n };
}
/* All text inside n, in document order; one slice of d->text. */
struct cpr_str cpr_doc_text(const struct cpr_doc *d, cpr_node n, uint32_t *ret_offset);
/* The number of a name; CPR_MAP_NONE if the document has none such. ns empty = no namespace. */
cpr_name cpr_doc_name(const struct cpr_doc *d, struct cpr_str ns, struct cpr_str local);
/* The text node that holds byte `at` of d->text; CPR_NO_NODE when there is no such byte. */
cpr_node cpr_doc_text_node(const struct cpr_doc *d, uint32_t at);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From nodes and text back to the source: exact bytes, line and column in code points, source line, path. Exact also behind
 * entities, character references, CDATA, comments in between, CRLF, and for UTF-16 and GB18030 input.
 */
#ifndef CPR_XML_PLACE_H
#define CPR_XML_PLACE_H

#include "base/strbuf.h"
#include "xml/doc.h"

/* A range of source.text, before it is resolved. */
struct cpr_src {
	uint32_t start, end;
};

struct cpr_src cpr_place_node(const struct cpr_doc *d, cpr_node n);      /* its start tag; a text node: its run */
struct cpr_src cpr_place_element(const struct cpr_doc *d, cpr_node n);   /* from start tag to behind the end tag */
struct cpr_src cpr_place_attr(const struct cpr_doc *d, uint32_t attr);   /* the value between the quotes */
/*
 * The source of bytes [start, end) of d->text: from the first byte of what spells the first character to behind what spells
 * the last; mark-up and comments between are inside the range.
 */
struct cpr_src cpr_place_text(const struct cpr_doc *d, uint32_t start, uint32_t end);

struct cpr_position {
	uint64_t offset_bytes; /* in the bytes as handed in */
	uint32_t line, column; /* from 1; columns in code points, a tab is one */
};
struct cpr_position cpr_place_position(const struct cpr_doc *d, uint32_t at);
/* The line that holds `at`, without its line end. */
struct cpr_str cpr_place_line(const struct cpr_doc *d, uint32_t at);
/*
 * /campaign/plan/product[2]/@risk-level: XPath 1.0 with names as in the document's own namespace, positions only where
 * siblings share a name; foreign names as *[local-name()='x'], with namespace-uri() where the local name alone could mean
 * another element; a text node as text(). attr: index or CPR_NO_NODE.
 */
void cpr_place_path(const struct cpr_doc *d, cpr_node n, uint32_t attr, struct cpr_strbuf *out);

#endif

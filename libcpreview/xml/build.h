/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a parser's events to nodes. Each event must fit the gate's next token, name by name, value by value, and byte count
 * by byte count: what one of the two has seen and the other has not is never lost silently. Knows no parser; parse.c does.
 */
#ifndef CPR_XML_BUILD_H
#define CPR_XML_BUILD_H

#include "xml/doc.h"
#include "xml/gate.h"

/* Names repeat, so what a name came to is remembered with the namespace it came to it in (an address, never read). */
struct cpr_doc_build_name {
	const void *uri;
	cpr_name name_plus_1; /* 0: not seen */
};

struct cpr_doc_build {
	struct cpr_doc *doc;
	const struct cpr_gate *gate;
	uint32_t max_names;
	size_t token; /* the gate's next one */
	cpr_node open; /* innermost element that is open */
	cpr_node text; /* text node that goes on, CPR_NO_NODE if none */
	uint32_t missing; /* bytes that node still lacks */
	struct cpr_doc_build_name *elements, *attributes; /* by the gate's numbers */
	/* why it stopped; all unset as long as it goes on */
	const char *disagreement;
	bool nomem, over_names;
};

/*
 * The caller has made doc->nodes, attrs, text and text_attr as large as the gate's counts say. False: no memory. A build may
 * be begun again after cpr_doc_build_free(); what it left in the document is overwritten.
 */
bool cpr_doc_build_begin(struct cpr_doc_build *b, struct cpr_doc *doc, const struct cpr_gate *gate, uint32_t max_names);
void cpr_doc_build_free(struct cpr_doc_build *b);

/*
 * One attribute as SAX2 says it: local name, prefix or NULL, namespace or NULL, first byte of the value, byte behind it.
 * Addresses of namespaces must be the same for the same namespace as long as the build lasts, or merely cost time.
 */
#define CPR_BUILD_ATTR 5

/* False: the parse must stop. */
bool cpr_doc_build_open(struct cpr_doc_build *b, const unsigned char *local, const unsigned char *prefix,
		    const unsigned char *uri, size_t n_attrs, const unsigned char **attrs);
bool cpr_doc_build_close(struct cpr_doc_build *b);
bool cpr_doc_build_text(struct cpr_doc_build *b, const unsigned char *s, size_t n);
/* Says that the parser has seen something it never may; returns false. */
bool cpr_doc_build_disagree(struct cpr_doc_build *b, const char *what);
/* Was everything seen that the gate has seen? */
bool cpr_doc_build_complete(const struct cpr_doc_build *b);

/* doc.c: the number of a name that occurs; made if it is new. `local` must be a piece of the document, uri may go away. */
enum cpr_intern { CPR_INTERN_OK, CPR_INTERN_FULL, CPR_INTERN_NOMEM };
enum cpr_intern cpr_doc_intern(struct cpr_doc *doc, struct cpr_str uri, struct cpr_str local, uint32_t max_foreign,
			       cpr_name *ret);

#endif

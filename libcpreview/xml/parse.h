/* SPDX-License-Identifier: Apache-2.0 */
/* libxml2's reading of a document that has passed the gate. */
#ifndef CPR_XML_PARSE_H
#define CPR_XML_PARSE_H

#include "xml/build.h"

/*
 * Fills doc->nodes, attrs, text and text_attr, which the caller has made as large as the gate's counts say, and the names,
 * through cpr_doc_intern(). False: one problem was added, or memory ran out (problems->failed).
 */
bool cpr_parse(struct cpr_doc *doc, const struct cpr_gate *gate, const struct cpr_limits *limits,
	       struct cpr_problems *problems);

#endif

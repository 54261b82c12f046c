/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One escaper per kind of output, for everything that comes from outside: text of a campaign, file names, rule ids,
 * messages. A campaign may hold any character that XML allows, a file name any byte but NUL. No writer puts such text out
 * in another way.
 */
#ifndef CPR_OUTPUT_ESCAPE_H
#define CPR_OUTPUT_ESCAPE_H

#include "base/str.h"
#include "base/strbuf.h"
#include "output/sink.h"

/* One character of a terminal text, escaped if it has to be. */
struct cpr_glyph {
	char bytes[16];
	unsigned n;        /* bytes */
	unsigned cells;    /* on the screen: 0 combining, 2 double-width; a tab counts 0 here */
	unsigned consumed; /* bytes of the source; at least 1 */
	bool tab;
};

/* The next character of s at `at` < s.n. With keep_tabs a tab stays one; otherwise it is escaped too. */
void cpr_escape_glyph(struct cpr_str s, size_t at, bool keep_tabs, struct cpr_glyph *ret);
/* As one line that a terminal shows as it is: control, invisible and bidirectional characters as \u{..}, bytes that are not
 * UTF-8 as \xNN. */
void cpr_escape_terminal(struct cpr_sink *sink, struct cpr_str s);
/*
 * The inside of a JSON string. Valid UTF-8 stays as it is, except for what JSON wants escaped, the characters that a terminal
 * must not see, and the < of "</" and "<!", so that a report can be put into a page. Bytes that are not UTF-8 become the
 * text \xNN.
 */
void cpr_escape_json(struct cpr_sink *sink, struct cpr_str s);
/* A path as a relative or file URI reference (RFC 3986): everything but unreserved characters and / as %NN. */
void cpr_escape_uri(struct cpr_strbuf *b, struct cpr_str path);
/* Text that stands for itself as a SARIF message: braces doubled (they mark arguments), "](" broken up (it makes a link). */
void cpr_escape_sarif_message(struct cpr_strbuf *b, struct cpr_str text);

#endif

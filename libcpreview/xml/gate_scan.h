/* SPDX-License-Identifier: Apache-2.0 */
/* The state of one scan, shared by gate.c and gate_tag.c and by nobody else. */
#ifndef CPR_XML_GATE_SCAN_H
#define CPR_XML_GATE_SCAN_H

#include "base/map.h"
#include "xml/gate.h"
#include "xml/scan.h"

/* Longest piece of the document in a message. */
#define CPR_GATE_QUOTE_MAX 64u

/* The next place of one byte; see cpr_gate_next(). */
struct cpr_gate_cursor {
	char what;
	size_t at;
};

/* Names used lately, so that the map is rarely asked. */
#define CPR_GATE_RECENT 128u
struct cpr_gate_recent {
	struct cpr_str name;
	uint32_t number;
};

struct cpr_gate_state {
	struct cpr_str s;
	struct cpr_limits limits;
	struct cpr_gate *out;
	struct cpr_problems *problems;
	struct cpr_map names;
	struct cpr_gate_recent recent[CPR_GATE_RECENT];
	CPR_ARRAY(uint32_t) open; /* tokens of the elements that are open */
	size_t at;
	struct cpr_gate_cursor lt, amp, cr, bracket;
	/* the text run that goes on at `at`: where it began, its bytes as written and as read */
	size_t run_start, run_written, run_n;
	uint32_t n_namespaces;
	bool root_seen;
};

/* Each adds its problem and returns false, so that callers write `return cpr_gate_malformed(...)`. */
bool cpr_gate_malformed(struct cpr_gate_state *g, size_t start, size_t end, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
bool cpr_gate_over_limit(struct cpr_gate_state *g, const char *name, uint32_t value, size_t start, size_t end);
bool cpr_gate_no_memory(struct cpr_gate_state *g);
/* A piece of the document short enough for a message. */
struct cpr_str cpr_gate_quote(struct cpr_str s);
unsigned cpr_gate_line(const struct cpr_gate_state *g, size_t at);

/* The first c->what at or behind `from`, which never goes back, so each byte is searched once for each cursor. */
size_t cpr_gate_next(struct cpr_gate_state *g, struct cpr_gate_cursor *c, size_t from);
/* Numbers a name; checks name_bytes and distinct_names. */
bool cpr_gate_name_number(struct cpr_gate_state *g, size_t start, size_t end, uint32_t *ret);
/* Checks references, and counts the bytes that the characters [start, end) come to. */
bool cpr_gate_characters(struct cpr_gate_state *g, size_t start, size_t end, bool references, size_t *ret_n);
bool cpr_gate_push(struct cpr_gate_state *g, struct cpr_gate_token token);
/* A tag ends the text run in front of it. */
bool cpr_gate_end_run(struct cpr_gate_state *g, size_t tag_start, size_t tag_end);

/* gate_tag.c: the tag at g->at; afterwards g->at is behind it. */
bool cpr_gate_open_tag(struct cpr_gate_state *g);
bool cpr_gate_close_tag(struct cpr_gate_state *g);
struct cpr_str cpr_gate_element_name(const struct cpr_gate_state *g, const struct cpr_gate_token *t);

#endif

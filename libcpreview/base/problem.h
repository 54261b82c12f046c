/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the engine itself has to say of a document: it is malformed, hits a limit, holds something unknown. Problems have
 * registered ids (problems.def), a place, and up to three words for their message. In a campaign they become findings and
 * make the review incomplete; in a ruleset they become errors.
 */
#ifndef CPR_BASE_PROBLEM_H
#define CPR_BASE_PROBLEM_H

#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/str.h"
#include "base/strbuf.h"

enum cpr_problem_id {
#define CPR_PROBLEM(id, name, zh, en, remedy_zh, remedy_en) CPR_PROBLEM_##id,
#include "base/problems.def"
#undef CPR_PROBLEM
	CPR_PROBLEM_COUNT
};

struct cpr_problem_type {
	const char *name; /* "xml.malformed": stable, never reused */
	const char *zh, *en; /* message; {0} {1} {2} stand for the words */
	const char *remedy_zh, *remedy_en;
};

extern const struct cpr_problem_type cpr_problem_types[CPR_PROBLEM_COUNT];

struct cpr_problem {
	enum cpr_problem_id id;
	uint32_t start, end; /* bytes of the decoded UTF-8 document; equal for a point */
	struct cpr_str word[3];
};

struct cpr_problems {
	struct cpr_arena *arena; /* owns the words */
	CPR_ARRAY(struct cpr_problem) list;
	bool failed; /* out of memory: the list is not all there */
};

/* Adds one; unused words are {0}. Words are copied. After `failed` nothing more is added. */
void cpr_problem_add(struct cpr_problems *ps, enum cpr_problem_id id, uint32_t start, uint32_t end, struct cpr_str w0,
		     struct cpr_str w1, struct cpr_str w2);
void cpr_problems_free(struct cpr_problems *ps);
/* The message or remedy template with its words in place. */
void cpr_problem_format(const struct cpr_problem *p, const char *template_text, struct cpr_strbuf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The registry of engine problems as a table, the list they are collected in, and their messages. */
#include "base/problem.h"

const struct cpr_problem_type cpr_problem_types[CPR_PROBLEM_COUNT] = {
#define CPR_PROBLEM(id_, name_, zh_, en_, remedy_zh_, remedy_en_) \
	[CPR_PROBLEM_##id_] = { \
		.name = (name_), .zh = (zh_), .en = (en_), .remedy_zh = (remedy_zh_), .remedy_en = (remedy_en_), \
	},
#include "base/problems.def"
#undef CPR_PROBLEM
};

void cpr_problem_add(struct cpr_problems *ps, enum cpr_problem_id id, uint32_t start, uint32_t end, struct cpr_str w0,
		     struct cpr_str w1, struct cpr_str w2)
{
	struct cpr_problem p = { .id = id, .start = start, .end = end, .word = { w0, w1, w2 } };

	if (ps->failed)
		return;
	for (size_t i = 0; i < 3; i++) {
		if (p.word[i].n == 0) {
			p.word[i] = (struct cpr_str){ 0 };
			continue;
		}
		p.word[i] = cpr_arena_str(ps->arena, p.word[i]);
		if (!p.word[i].p) {
			ps->failed = true;
			return;
		}
	}
	if (!cpr_array_push(ps->arena->mem, &ps->list, p))
		ps->failed = true;
}

void cpr_problems_free(struct cpr_problems *ps)
{
	if (ps->arena)
		cpr_array_free(ps->arena->mem, &ps->list);
}

void cpr_problem_format(const struct cpr_problem *p, const char *template_text, struct cpr_strbuf *out)
{
	const char *t = template_text, *kept = t;

	/* Words are put in as they are: what looks like a place for a word inside a word is text. */
	for (; *t; t++) {
		if (t[0] != '{' || t[1] < '0' || t[1] > '2' || t[2] != '}')
			continue;
		cpr_strbuf_add(out, kept, (size_t)(t - kept));
		cpr_strbuf_adds(out, p->word[t[1] - '0']);
		t += 2;
		kept = t + 1;
	}
	cpr_strbuf_add(out, kept, (size_t)(t - kept));
}

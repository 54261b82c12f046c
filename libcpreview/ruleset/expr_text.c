/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of expressions on text, lists of words and codes; the table that lists them is in expr_functions.c.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem(), which is linear */
#endif
#include "ruleset/expr_library.h"

#include "text/fold.h"

#define TEXT_BIT CPR_CLASS(CPR_EXPR_TEXT)

static struct cpr_str text_of(const struct cpr_result *arg)
{
	return arg->u.atom.u.text;
}

/* ---- Text ---- */

CPR_EVAL(string)
{
	(void)x, (void)n, (void)f;
	cpr_return_text(ret, text_of(&args[0]), args[0].u.atom.origin);
	return true;
}

CPR_EVAL(concat)
{
	size_t sum = 0;
	char *p;

	(void)f;
	for (size_t i = 0; i < n->n_args; i++)
		if (__builtin_add_overflow(sum, text_of(&args[i]).n, &sum))
			return cpr_exec_nomem(x);
	/* Nested calls must not multiply a text beyond any that a campaign can hold. */
	if (sum > x->env->campaign->limits.utf8_bytes)
		return cpr_exec_fault(x, "concat() would make a text longer than a campaign may be");
	if (!cpr_exec_spend_text(x, sum))
		return false;
	p = cpr_exec_alloc(x, sum, 1);
	if (!p)
		return false;
	cpr_return_text(ret, (struct cpr_str){ p, sum }, (struct cpr_item){ CPR_NO_NODE, CPR_NO_NODE });
	for (size_t i = 0; i < n->n_args; i++) {
		struct cpr_str s = text_of(&args[i]);

		if (s.n)
			memcpy(p, s.p, s.n);
		p += s.n;
	}
	return true;
}

CPR_EVAL(contains)
{
	struct cpr_str s = text_of(&args[0]), part = text_of(&args[1]);

	(void)x, (void)n, (void)f;
	cpr_return_truth(ret, part.n == 0 || (part.n <= s.n && memmem(s.p, s.n, part.p, part.n)));
	return true;
}

CPR_EVAL(starts_with)
{
	struct cpr_str s = text_of(&args[0]), part = text_of(&args[1]);

	(void)x, (void)n, (void)f;
	cpr_return_truth(ret, part.n == 0 || (part.n <= s.n && memcmp(s.p, part.p, part.n) == 0));
	return true;
}

CPR_EVAL(ends_with)
{
	struct cpr_str s = text_of(&args[0]), part = text_of(&args[1]);

	(void)x, (void)n, (void)f;
	cpr_return_truth(ret, part.n == 0 || (part.n <= s.n && memcmp(s.p + s.n - part.n, part.p, part.n) == 0));
	return true;
}

CPR_EVAL(string_length)
{
	(void)x, (void)n, (void)f;
	cpr_return_number(ret, cpr_decimal_int((int64_t)cpr_str_chars(text_of(&args[0]))));
	return true;
}

CPR_EVAL(normalize_space)
{
	struct cpr_str rest = text_of(&args[0]), word;
	char *p = cpr_exec_alloc(x, rest.n + 1, 1);
	size_t used = 0;

	(void)n, (void)f;
	if (!p)
		return false;
	for (word = cpr_str_word(&rest); word.n; word = cpr_str_word(&rest)) {
		if (used)
			p[used++] = ' ';
		memcpy(p + used, word.p, word.n);
		used += word.n;
	}
	cpr_return_text(ret, (struct cpr_str){ p, used }, args[0].u.atom.origin);
	return true;
}

CPR_CHECK(matches)
{
	struct cpr_xnode *literal = n->args[1];
	struct cpr_pattern_entry *entry = cpr_arena_alloc(c->arena, sizeof *entry);
	struct cpr_pattern_error err = { 0 };

	if (!entry)
		return cpr_expr_nomem(c);
	entry->pattern = cpr_pattern_compile(c->scope->mem, literal->u.atom.u.text, c->scope->limits, &err);
	if (!entry->pattern && !err.message[0])
		return cpr_expr_nomem(c);
	if (!entry->pattern)
		return cpr_expr_fail(c, (size_t)literal->at + 1 + err.offset_bytes, "the pattern: %s", err.message);
	entry->next = c->expr->patterns;
	c->expr->patterns = entry;
	n->u.call.pattern = entry->pattern;
	return true;
}

CPR_EVAL(matches)
{
	struct cpr_str s = text_of(&args[0]);
	struct cpr_folded folded;
	enum cpr_match match;
	const uint32_t *spans;
	size_t n_groups;

	(void)f;
	/* As long as a copy block may be for a pattern. */
	if (s.n > x->env->campaign->limits.unit_bytes) {
		x->stop = CPR_OUT_LIMIT;
		return false;
	}
	cpr_folded_init(&folded, x->env->mem);
	cpr_fold_add(&folded, CPR_FOLD_DEFAULT_1, s, 0);
	match = CPR_MATCH_NOMEM;
	if (!folded.failed && !cpr_strbuf_failed(&folded.text))
		match = cpr_matcher_find(x->env->matcher, n->u.call.pattern, cpr_strbuf_str(&folded.text), 0, &spans,
					 &n_groups);
	cpr_folded_free(&folded);
	if (match == CPR_MATCH_NOMEM)
		return cpr_exec_nomem(x);
	if (match == CPR_MATCH_LIMIT) {
		x->stop = CPR_OUT_LIMIT;
		return false;
	}
	cpr_return_truth(ret, match == CPR_MATCH_YES);
	return true;
}

/* ---- Lists of words, codes ---- */

static void sort_words(struct cpr_str *v, size_t n)
{
	/* By insertion: an author lists a few. */
	for (size_t i = 1; i < n; i++) {
		struct cpr_str word = v[i];
		size_t at = i;

		for (; at > 0 && cpr_str_cmp(v[at - 1], word) > 0; at--)
			v[at] = v[at - 1];
		v[at] = word;
	}
}

CPR_CHECK(one_of)
{
	struct cpr_xnode *literal = n->args[1];
	struct cpr_str rest = literal->u.atom.u.text, word;
	const char *start = rest.p;
	struct cpr_str *words;
	size_t count = 0;

	if (!cpr_expr_want(c, n->args[0], TEXT_BIT, "what one-of() looks for"))
		return false;
	while (cpr_str_word(&rest).n)
		count++;
	if (count == 0)
		return cpr_expr_fail(c, literal->at, "one-of() needs at least one word in its list");
	if (count > 256)
		return cpr_expr_fail(c, literal->at, "one-of() takes at most 256 words");
	words = cpr_arena_array(c->arena, count, sizeof *words);
	if (!words)
		return cpr_expr_nomem(c);
	rest = literal->u.atom.u.text;
	count = 0;
	for (word = cpr_str_word(&rest); word.n; word = cpr_str_word(&rest)) {
		if (!cpr_expr_check_codes(c, &n->args[0]->sort, word, literal->at + 1 + (uint32_t)(word.p - start)))
			return false;
		words[count++] = word;
	}
	sort_words(words, count);
	n->u.call.words = words;
	n->u.call.n_words = count;
	return true;
}

static bool listed(const struct cpr_xnode *n, struct cpr_str word)
{
	size_t low = 0, high = n->u.call.n_words;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = cpr_str_cmp(n->u.call.words[mid], word);

		if (order == 0)
			return true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

CPR_EVAL(one_of)
{
	struct cpr_atoms it = { .of = &args[0] };
	struct cpr_atom a;
	bool any, uncertain = args[0].kind == CPR_RES_SET && (args[0].u.set.lacks || args[0].u.set.gap);

	(void)f;
	ret->kind = CPR_RES_MISSING;
	if (args[0].kind == CPR_RES_MISSING || (args[0].kind == CPR_RES_SET && args[0].u.set.n == 0))
		return true;
	for (;;) {
		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (a.type != CPR_EXPR_TEXT)
			return cpr_exec_fault(x, "unlike units: one-of() looks for text, not %s",
					      cpr_class_name(CPR_CLASS(a.type)));
		if (!listed(n, a.u.text))
			continue;
		cpr_return_truth(ret, true);
		return true;
	}
	if (!uncertain)
		cpr_return_truth(ret, false);
	return true;
}

/* The list and place of a literal code, if only one list has it. */
static bool rank_literal(struct cpr_compiler *c, struct cpr_xnode *n)
{
	struct cpr_str code = n->args[0]->u.atom.u.text;
	const struct cpr_code_list *in = NULL;
	uint32_t rank = 0;

	for (uint16_t i = 0; i < c->v->n_lists; i++) {
		uint32_t at = cpr_vocabulary_code(c->v, i, code);

		if (at == CPR_MAP_NONE)
			continue;
		if (in)
			return cpr_expr_fail(c, n->args[0]->at, "'%.*s' is a code of more than one list: %s and %s",
					     CPR_STR_ARG(cpr_expr_short(code)), in->name, c->v->lists[i].name);
		in = &c->v->lists[i];
		rank = at - in->first + 1;
	}
	if (!in)
		return cpr_expr_fail(c, n->args[0]->at, "'%.*s' is no code of any list",
				     CPR_STR_ARG(cpr_expr_short(code)));
	n->kind = CPR_X_NUMBER;
	n->n_args = 0;
	n->u.atom = (struct cpr_atom){ .type = CPR_EXPR_NUMBER,
				       .origin = { CPR_NO_NODE, CPR_NO_NODE },
				       .u.number = cpr_decimal_int(rank) };
	return true;
}

CPR_CHECK(rank)
{
	struct cpr_xnode *a = n->args[0];

	if (cpr_is_literal(a))
		return rank_literal(c, n);
	if (a->sort.lists && a->sort.classes == TEXT_BIT)
		return true;
	return cpr_expr_fail(c, a->at, "rank() wants an attribute that holds a code, but %.*s is %s",
			     CPR_STR_ARG(cpr_expr_quote(c, a->at, a->end)), cpr_class_name(a->sort.classes));
}

/* Place in the list of the attribute that it was read from; 0 if it is no code of it. */
static uint32_t rank_of(const struct cpr_exec *x, const struct cpr_atom *a)
{
	const struct cpr_vocabulary *v = x->expr->vocabulary;
	const struct cpr_attr_rec *rec;
	const struct cpr_attr_def *def;
	uint32_t at;

	if (a->origin.node == CPR_NO_NODE || a->origin.attr == CPR_NO_NODE)
		return 0;
	rec = &x->doc->attrs[a->origin.attr];
	if (x->doc->nodes[rec->owner].name >= v->n_elements)
		return 0;
	def = cpr_vocabulary_attr_of(v, x->doc->nodes[rec->owner].name, rec->name);
	if (!def || def->list == UINT16_MAX)
		return 0;
	at = cpr_vocabulary_code(v, def->list, a->u.text);
	return at == CPR_MAP_NONE ? 0 : at - v->lists[def->list].first + 1;
}

CPR_EVAL(rank)
{
	uint32_t rank;

	(void)f;
	if (!cpr_exec_one(x, n->args[0], &args[0]))
		return false;
	ret->kind = CPR_RES_MISSING;
	if (args[0].kind == CPR_RES_MISSING)
		return true;
	rank = rank_of(x, &args[0].u.atom);
	if (rank == 0)
		return cpr_exec_fault(x, "'%.*s' is no code that can be ranked",
				      CPR_STR_ARG(cpr_expr_short(args[0].u.atom.u.text)));
	cpr_return_number(ret, cpr_decimal_int(rank));
	return true;
}

/* Like cpr_atom_key(), but every value has one. */
static struct cpr_str identity(const struct cpr_atom *a, char buf[CPR_KEY_MAX])
{
	int64_t utc;

	if (a->type == CPR_EXPR_MOMENT && a->u.moment.has_time) {
		utc = cpr_moment_utc(a->u.moment);
		memcpy(buf, &utc, sizeof utc);
		return (struct cpr_str){ buf, sizeof utc };
	}
	if (a->type == CPR_EXPR_DURATION) {
		memcpy(buf, &a->u.duration.seconds, sizeof a->u.duration.seconds);
		memcpy(buf + sizeof a->u.duration.seconds, &a->u.duration.months, sizeof a->u.duration.months);
		return (struct cpr_str){ buf, sizeof a->u.duration.seconds + sizeof a->u.duration.months };
	}
	return cpr_atom_key(a, buf);
}

/* Into a map for each type: equal bytes of unlike types are different values. */
static bool distinct(struct cpr_exec *x, const struct cpr_result *nodes, struct cpr_map maps[CPR_EXPR_DURATION + 1],
		     size_t *ret_n)
{
	struct cpr_atoms it = { .of = nodes };
	struct cpr_atom a;
	bool any;

	*ret_n = 0;
	for (;;) {
		char buf[CPR_KEY_MAX], *copy;
		struct cpr_str key;

		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			return true;
		key = identity(&a, buf);
		if (cpr_map_get(&maps[a.type], key) != CPR_MAP_NONE)
			continue;
		if (a.type != CPR_EXPR_TEXT) {
			copy = cpr_exec_alloc(x, key.n, 1);
			if (!copy)
				return false;
			memcpy(copy, key.p, key.n);
			key.p = copy;
		}
		if (!cpr_map_put(&maps[a.type], key, 0, NULL))
			return cpr_exec_nomem(x);
		++*ret_n;
	}
}

CPR_EVAL(count_distinct)
{
	struct cpr_map maps[CPR_EXPR_DURATION + 1];
	size_t count;
	bool ok;

	(void)n, (void)f;
	for (size_t i = 0; i <= CPR_EXPR_DURATION; i++)
		maps[i] = CPR_MAP(x->env->mem);
	ok = distinct(x, &args[0], maps, &count);
	for (size_t i = 0; i <= CPR_EXPR_DURATION; i++)
		cpr_map_free(&maps[i]);
	if (!ok)
		return false;
	if (args[0].u.set.gap || args[0].u.set.lacks)
		ret->kind = CPR_RES_MISSING;
	else
		cpr_return_number(ret, cpr_decimal_int((int64_t)count));
	return true;
}

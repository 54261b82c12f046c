/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pattern's items amount to. Careful in one direction: what it says of literals holds for every match, what it says
 * of cost is never too little, also where little is known. Nesting is followed with a stack of frames.
 */
#include "text/pattern_build.h"

#include <stdarg.h>
#include <stdio.h>

#include "text/unicode.h"

static void __attribute__((format(printf, 3, 0)))
error_set(struct cpr_pattern_error *err, size_t offset_bytes, const char *fmt, va_list ap)
{
	err->offset_bytes = (uint32_t)offset_bytes;
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	/* Where it did not fit it may have been cut inside a character. */
	err->message[cpr_utf8_valid(err->message, strlen(err->message))] = '\0';
}

void cpr_pattern_error_set(struct cpr_pattern_error *err, size_t offset_bytes, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	error_set(err, offset_bytes, fmt, ap);
	va_end(ap);
}

void cpr_build_refuse(struct cpr_build *b, size_t at, const char *fmt, ...)
{
	va_list ap;

	if (!b->refused) {
		va_start(ap, fmt);
		error_set(b->err, at, fmt, ap);
		va_end(ap);
	}
	b->refused = true;
}

static void refuse_boundary(struct cpr_build *b, size_t at)
{
	cpr_build_refuse(b, at, "\\b knows only ASCII letters, digits and _; beside a Chinese character it does not do what it "
				"seems to: leave it out");
}

static uint64_t add(uint64_t x, uint64_t y)
{
	return x + y < CPR_COST_UNBOUNDED ? x + y : CPR_COST_UNBOUNDED;
}

static uint64_t mul(uint64_t x, uint64_t y)
{
	uint64_t m;

	return __builtin_mul_overflow(x, y, &m) || m > CPR_COST_UNBOUNDED ? CPR_COST_UNBOUNDED : m;
}

static uint32_t bytes_add(uint32_t x, uint32_t y)
{
	uint32_t sum;

	return __builtin_add_overflow(x, y, &sum) ? CPR_FAR : sum;
}

static struct cpr_span span_add(struct cpr_span x, struct cpr_span y)
{
	return (struct cpr_span){ bytes_add(x.min, y.min), bytes_add(x.max, y.max) };
}

static struct cpr_span span_either(struct cpr_span x, struct cpr_span y)
{
	return (struct cpr_span){ x.min < y.min ? x.min : y.min, x.max > y.max ? x.max : y.max };
}

static struct cpr_span span_times(struct cpr_span x, uint32_t min, uint32_t max)
{
	struct cpr_span r;

	if (__builtin_mul_overflow(x.min, min, &r.min))
		r.min = CPR_FAR;
	if ((max == CPR_BUILD_NO_MAX && x.max > 0) || __builtin_mul_overflow(x.max, max, &r.max))
		r.max = CPR_FAR;
	return r;
}

/* Literals must be folded, or they would never match; better told now. */

/* s folded as a part of a text; '\n' stands for U+2028, which becomes it. */
static struct cpr_str fold(struct cpr_build *b, const char *before, struct cpr_str s, const char *after)
{
	cpr_strbuf_reset(&b->text);
	cpr_strbuf_addz(&b->text, before);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			cpr_strbuf_add_char(&b->text, 0x2028);
		else
			cpr_strbuf_addc(&b->text, s.p[i]);
	}
	cpr_strbuf_addz(&b->text, after);
	cpr_folded_reset(&b->folded);
	cpr_fold_add(&b->folded, CPR_FOLD_DEFAULT_1, cpr_strbuf_str(&b->text), 0);
	if (cpr_strbuf_failed(&b->text) || b->folded.failed)
		b->nomem = true;
	return cpr_strbuf_str(&b->folded.text);
}

void cpr_build_check_char(struct cpr_build *b, uint32_t c, size_t at)
{
	struct cpr_str is, want;
	char bytes[4];

	if ((c >= ' ' && c < 'A') || (c > 'Z' && c < 0x7f) || (c >= 0x4e00 && c <= 0x9fff) || c == '\n')
		return;
	if (cpr_char_space(c)) {
		cpr_build_refuse(b, at, "U+%04X never stands in folded text: its white space is single spaces and \\n",
				 (unsigned)c);
		return;
	}
	is = (struct cpr_str){ bytes, cpr_utf8_put(c, bytes) };
	want = fold(b, "", is, "");
	if (b->nomem || cpr_str_eq(is, want))
		return;
	if (want.n == 0)
		cpr_build_refuse(b, at, "U+%04X never stands in folded text; leave it out", (unsigned)c);
	else
		cpr_build_refuse(b, at, "\"%.*s\" never stands in folded text; write \"%.*s\"", CPR_STR_ARG(is),
				 CPR_STR_ARG(want));
}

/* Enough of a text for a message. */
static struct cpr_str excerpt(struct cpr_str s)
{
	if (s.n > 40)
		for (s.n = 40; s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80;)
			s.n--;
	return s;
}

/* Literals that stand together. White space at an end depends on what stands there: a letter and a digit are tried. */
static void check_run(struct cpr_build *b)
{
	static const char *const edges[] = { "x", "0" };
	struct cpr_str run = cpr_strbuf_str(&b->run);
	bool open = run.n && (run.p[0] == ' ' || run.p[run.n - 1] == ' ');

	if (cpr_strbuf_failed(&b->run))
		b->nomem = true;
	for (size_t k = 0; run.n > 1 && k < (open ? 2 : 1) && !cpr_build_stopped(b); k++) {
		const char *edge = open ? edges[k] : "";
		size_t n = strlen(edge);
		struct cpr_str want = fold(b, edge, run, edge);

		if (b->nomem)
			break;
		want = (struct cpr_str){ want.p + n, want.n - 2 * n };
		if (!cpr_str_eq(run, want))
			cpr_build_refuse(b, b->run_at, "\"%.*s\" never stands in folded text; write \"%.*s\"",
					 CPR_STR_ARG(excerpt(run)), CPR_STR_ARG(excerpt(want)));
	}
	cpr_strbuf_reset(&b->run);
}

/* Pieces. */

static void piece_empty(struct cpr_piece *x)
{
	x->exact = true;
	x->one_sort = false;
	x->wide_head = x->wide_tail = false;
	x->cost = 1;
	x->ways = 1;
	x->sample_n = 0;
	x->best.set.n = x->brief.set.n = 0;
	x->bytes = (struct cpr_span){ 0, 0 };
	cpr_set_empty_string(&x->head);
	cpr_set_empty_string(&x->tail);
}

static void sample_append(struct cpr_piece *to, const char *s, size_t n)
{
	if (n > (size_t)(CPR_PUMP_BYTES - to->sample_n))
		return;
	memcpy(to->sample + to->sample_n, s, n);
	to->sample_n = (uint8_t)(to->sample_n + n);
}

/* Not by assignment: most of a set is empty room. */
static void needle_copy(struct cpr_needle *to, const struct cpr_needle *from)
{
	cpr_set_copy(&to->set, &from->set);
	to->at = from->at;
}

static void piece_copy(struct cpr_piece *to, const struct cpr_piece *from)
{
	to->exact = from->exact;
	to->one_sort = false;
	to->wide_head = from->wide_head;
	to->wide_tail = from->wide_tail;
	to->cost = from->cost;
	to->ways = from->ways;
	to->bytes = from->bytes;
	cpr_set_copy(&to->head, &from->head);
	cpr_set_copy(&to->tail, &from->tail);
	needle_copy(&to->best, &from->best);
	needle_copy(&to->brief, &from->brief);
	to->sample_n = 0;
	sample_append(to, from->sample, from->sample_n);
}

/*
 * What it costs to look for a set: how often it is met, and in how many places a match can begin then. A start costs a tenth of
 * what getting there does. UINT64_MAX: it is of no use.
 */
static uint64_t search_cost(const struct cpr_literal_set *set, struct cpr_span at)
{
	uint64_t frequency = cpr_set_frequency(set);
	uint32_t starts = (at.max - at.min) / 3;

	return frequency == UINT64_MAX ? frequency : frequency * (10 + (starts < 200 ? starts : 200));
}

static void improve(struct cpr_needle *needle, const struct cpr_literal_set *candidate, struct cpr_span at, uint64_t cost)
{
	if (needle->set.n && cost >= search_cost(&needle->set, needle->at))
		return;
	cpr_set_copy(&needle->set, candidate);
	needle->at = at;
}

#define BRIEF 8 /* members; unless nothing as small was seen */

static void consider(struct cpr_piece *x, const struct cpr_literal_set *candidate, struct cpr_span at)
{
	uint64_t cost = search_cost(candidate, at);

	if (cost == UINT64_MAX)
		return;
	improve(&x->best, candidate, at, cost);
	if (x->brief.set.n > BRIEF && candidate->n < x->brief.set.n)
		x->brief.set.n = 0;
	if (!x->brief.set.n || candidate->n <= BRIEF)
		improve(&x->brief, candidate, at, cost);
}

static void consider_needle(struct cpr_piece *x, const struct cpr_needle *candidate, struct cpr_span from)
{
	if (candidate->set.n)
		consider(x, &candidate->set, span_add(from, candidate->at));
}

/* What follows is not known to stand right behind what was read. */
static void break_branch(struct cpr_frame *f)
{
	consider(&f->branch, &f->branch.tail, f->tail_at);
	if (!f->broken)
		cpr_set_copy(&f->branch.head, &f->branch.tail);
	f->broken = true;
	cpr_set_empty_string(&f->branch.tail);
	f->tail_at = f->branch.bytes;
}

static void append_literal(struct cpr_frame *f, const char *s, size_t n)
{
	if (cpr_set_append(&f->branch.tail, s, n))
		return;
	break_branch(f);
	cpr_set_append(&f->branch.tail, s, n);
}

/* Where strings of the set begin that end at `end`. */
static struct cpr_span span_before(struct cpr_span end, const struct cpr_literal_set *set)
{
	uint32_t shortest = CPR_LITERAL_BYTES, longest = 0;

	for (size_t i = 0; i < set->n; i++) {
		shortest = set->v[i].len < shortest ? set->v[i].len : shortest;
		longest = set->v[i].len > longest ? set->v[i].len : longest;
	}
	end.min -= end.min < longest ? end.min : longest;
	if (end.max != CPR_FAR)
		end.max -= end.max < shortest ? end.max : shortest;
	return end;
}

static void append_piece(struct cpr_frame *f, const struct cpr_piece *x)
{
	if (x->head.n > 1) {
		/* Before they multiply: each of the two is enough. */
		consider(&f->branch, &f->branch.tail, f->tail_at);
		consider(&f->branch, &x->head, f->branch.bytes);
	}
	if (!cpr_set_product(&f->branch.tail, &x->head)) {
		break_branch(f);
		cpr_set_copy(&f->branch.tail, &x->head);
	}
	if (x->exact)
		return;
	break_branch(f);
	consider_needle(&f->branch, &x->best, f->branch.bytes);
	consider_needle(&f->branch, &x->brief, f->branch.bytes);
	cpr_set_copy(&f->branch.tail, &x->tail);
	f->tail_at = span_before(span_add(f->branch.bytes, x->bytes), &x->tail);
}

static bool may_be(const struct cpr_chars *chars, uint32_t c)
{
	for (size_t i = 0; i < chars->n; i++)
		if (chars->c[i] == c)
			return !chars->negated || chars->open;
	return chars->negated || chars->open;
}

/* Whether no string of the set begins with one of the characters. */
static bool apart(const struct cpr_chars *chars, const struct cpr_literal_set *head)
{
	for (size_t i = 0; i < head->n; i++) {
		uint32_t c;

		if (!head->v[i].len || !cpr_utf8_next(head->v[i].s, head->v[i].len, &c) || may_be(chars, c))
			return false;
	}
	return true;
}

/*
 * Of all the ways in which [^"]{0,60} can end, only one has a " behind it, so what comes after that is tried once.
 * The head is that of the item that was just put to the branch.
 */
static void count_ways(struct cpr_frame *f, const struct cpr_piece *x, const struct cpr_literal_set *head)
{
	struct cpr_piece *branch = &f->branch;
	uint64_t before = branch->ways;

	branch->cost = add(branch->cost, mul(before, x->cost));
	if (f->after_chars && apart(&f->chars, head))
		before = f->ways_before;
	branch->ways = mul(before, x->ways);
	f->after_chars = x->one_sort;
	if (x->one_sort) {
		f->chars = x->chars;
		f->ways_before = before;
	}
}

static void literal_piece(struct cpr_piece *x, uint32_t c)
{
	char bytes[4];
	unsigned n = cpr_utf8_put(c, bytes);

	piece_empty(x);
	x->one_sort = true;
	x->chars.n = 1;
	x->chars.c[0] = c;
	x->chars.negated = x->chars.open = false;
	x->wide_head = x->wide_tail = c >= 0x80;
	x->bytes = (struct cpr_span){ n, n };
	cpr_set_append(&x->head, bytes, n);
	cpr_set_append(&x->tail, bytes, n);
	sample_append(x, bytes, n);
}

/* The last item is final, no quantifier follows: it joins the branch. */
static void commit(struct cpr_build *b)
{
	struct cpr_frame *f = b->top;
	struct cpr_piece *x = &f->piece;

	if (f->item == CPR_ITEM_LITERAL) {
		literal_piece(x, f->literal);
		if (b->run.n == 0)
			b->run_at = f->item_at;
		cpr_strbuf_add(&b->run, x->sample, x->sample_n);
		append_literal(f, x->sample, x->sample_n);
	} else if (f->item == CPR_ITEM_PIECE) {
		check_run(b);
		append_piece(f, x);
	} else {
		f->item = CPR_ITEM_NONE;
		return;
	}
	f->item = CPR_ITEM_NONE;
	f->branch.bytes = span_add(f->branch.bytes, x->bytes);
	count_ways(f, x, &x->head);
	sample_append(&f->branch, x->sample, x->sample_n);
	if (b->boundary && x->wide_head)
		refuse_boundary(b, b->boundary_at);
	b->boundary = false;
	if (!f->begun)
		f->branch.wide_head = x->wide_head;
	f->branch.wide_tail = x->wide_tail;
	f->begun = true;
}

static void set_item(struct cpr_build *b, enum cpr_item item, size_t at)
{
	commit(b);
	b->top->item = item;
	b->top->item_at = at;
}

void cpr_build_literal(struct cpr_build *b, uint32_t c, size_t at)
{
	set_item(b, CPR_ITEM_LITERAL, at);
	b->top->literal = c;
	cpr_build_check_char(b, c, at);
}

void cpr_build_chars(struct cpr_build *b, const struct cpr_chars *chars, const char *sample, bool wide, size_t at)
{
	struct cpr_piece *x;
	char bytes[4];

	set_item(b, CPR_ITEM_PIECE, at);
	x = &b->top->piece;
	piece_empty(x);
	x->one_sort = true;
	x->chars = *chars;
	x->wide_head = x->wide_tail = wide;
	sample_append(x, sample, strlen(sample));
	x->exact = chars->n > 0 && !chars->negated && !chars->open;
	x->bytes = (struct cpr_span){ 1, chars->several ? CPR_FAR : 4 };
	if (!x->exact)
		return;
	x->head.n = 0;
	for (size_t k = 0; k < chars->n; k++) {
		unsigned n = cpr_utf8_put(chars->c[k], bytes);

		cpr_set_add(&x->head, bytes, n);
		x->bytes = k ? span_either(x->bytes, (struct cpr_span){ n, n }) : (struct cpr_span){ n, n };
	}
	cpr_set_copy(&x->tail, &x->head);
}

void cpr_build_zero_width(struct cpr_build *b, bool word_boundary, size_t at)
{
	set_item(b, CPR_ITEM_ZERO_WIDTH, at);
	check_run(b);
	if (!word_boundary)
		return;
	if (b->top->begun && b->top->branch.wide_tail)
		refuse_boundary(b, at);
	b->boundary = true;
	b->boundary_at = at;
}

/* Trial texts: what is repeated, with and without what stands before it in the branch. */
static void add_pump(struct cpr_build *b, const char *x, size_t x_n, const char *y, size_t y_n)
{
	struct cpr_pattern_facts *facts = b->facts;
	char *to = facts->pumps[facts->n_pumps];

	if (facts->n_pumps == CPR_PUMPS_MAX || x_n + y_n == 0 || x_n + y_n > CPR_PUMP_BYTES)
		return;
	memcpy(to, x, x_n);
	memcpy(to + x_n, y, y_n);
	for (size_t i = 0; i < facts->n_pumps; i++)
		if (facts->pump_len[i] == x_n + y_n && memcmp(facts->pumps[i], to, x_n + y_n) == 0)
			return;
	facts->pump_len[facts->n_pumps++] = (uint8_t)(x_n + y_n);
}

/* Groups. */

static void begin_branch(struct cpr_frame *f)
{
	piece_empty(&f->branch);
	f->branch.cost = 0;
	f->tail_at = (struct cpr_span){ 0, 0 };
	f->begun = f->broken = f->after_chars = false;
	f->item = CPR_ITEM_NONE;
}

void cpr_build_open(struct cpr_build *b, enum cpr_group kind, size_t at)
{
	struct cpr_frame *f;

	if (b->top)
		set_item(b, CPR_ITEM_NONE, at);
	check_run(b);
	if (b->depth == CPR_PATTERN_DEPTH) {
		cpr_build_refuse(b, at, "more than %d groups inside each other", CPR_PATTERN_DEPTH - 1);
		return;
	}
	f = b->spare;
	if (f)
		b->spare = f->up;
	else
		f = cpr_alloc(b->mem, sizeof *f);
	if (!f) {
		b->nomem = true;
		return;
	}
	f->up = b->top;
	f->kind = kind;
	f->extended = b->top && b->top->extended;
	f->boundary = b->boundary;
	f->more = false;
	begin_branch(f);
	b->top = f;
	b->depth++;
}

/* One branch without literals, and there are none. */
static void needle_add(struct cpr_needle *sum, const struct cpr_needle *branch)
{
	if (branch->set.n == 0 || sum->set.n == 0 || !cpr_set_union(&sum->set, &branch->set))
		sum->set.n = 0;
	else
		sum->at = span_either(sum->at, branch->at);
}

static void sum_add(struct cpr_piece *sum, const struct cpr_piece *branch)
{
	sum->exact = sum->exact && branch->exact;
	sum->wide_head = sum->wide_head || branch->wide_head;
	sum->wide_tail = sum->wide_tail || branch->wide_tail;
	sum->cost = add(sum->cost, branch->cost);
	sum->ways = add(sum->ways, branch->ways);
	sum->bytes = span_either(sum->bytes, branch->bytes);
	if (!cpr_set_union(&sum->head, &branch->head) || !cpr_set_union(&sum->tail, &branch->tail)) {
		sum->exact = false;
		cpr_set_empty_string(&sum->head);
		cpr_set_empty_string(&sum->tail);
	}
	needle_add(&sum->brief, &branch->brief);
	needle_add(&sum->best, &branch->best);
	if (!sum->best.set.n)
		needle_copy(&sum->best, &sum->brief);
}

static void end_branch(struct cpr_build *b)
{
	struct cpr_frame *f = b->top;

	commit(b);
	check_run(b);
	consider(&f->branch, &f->branch.tail, f->tail_at);
	if (!f->broken)
		cpr_set_copy(&f->branch.head, &f->branch.tail);
	f->branch.exact = !f->broken;
	add_pump(b, f->branch.sample, f->branch.sample_n, "", 0);
	if (f->more)
		sum_add(&f->sum, &f->branch);
	else
		piece_copy(&f->sum, &f->branch);
	/* Of different strings only those that begin alike can match in one place. */
	if (f->sum.exact && cpr_set_chain(&f->sum.head) < f->sum.ways)
		f->sum.ways = cpr_set_chain(&f->sum.head);
	f->more = true;
	b->boundary = f->boundary;
	begin_branch(f);
}

void cpr_build_alternative(struct cpr_build *b)
{
	end_branch(b);
}

void cpr_build_close(struct cpr_build *b)
{
	struct cpr_frame *f = b->top, *up = f->up;

	if (!up)
		return;
	end_branch(b);
	b->boundary = false;
	if (f->kind == CPR_GROUP_LOOK) {
		/* Its text is not the match's; what it costs is. */
		up->item = CPR_ITEM_ZERO_WIDTH;
		up->branch.cost = add(up->branch.cost, mul(up->branch.ways, f->sum.cost));
	} else {
		up->item = CPR_ITEM_PIECE;
		piece_copy(&up->piece, &f->sum);
		if (f->kind == CPR_GROUP_ATOMIC)
			up->piece.ways = 1;
	}
	f->up = b->spare;
	b->spare = f;
	b->top = up;
	b->depth--;
}

/* Repeats. */

static void repeat_cost(struct cpr_build *b, struct cpr_piece *x, uint32_t min, uint32_t max, size_t at)
{
	uint64_t cost = 0, ways = min == 0, each = 1;

	if (max == CPR_BUILD_NO_MAX) {
		cost = ways = CPR_COST_UNBOUNDED;
	} else if (x->ways <= 1) {
		cost = mul(x->cost, max);
		ways = max - min + 1;
	} else {
		/* The sum is at its bound before it gets long. */
		for (uint32_t k = 1; k <= max && cost < CPR_COST_UNBOUNDED; k++) {
			cost = add(cost, mul(each, x->cost));
			each = mul(each, x->ways);
			if (k >= min)
				ways = add(ways, each);
		}
	}
	x->cost = cost;
	x->ways = ways;
	/* While reading, facts->cost is that of the worst repeat. */
	if (cost > b->facts->cost) {
		b->facts->cost = cost;
		b->facts->costly_at = (uint32_t)at;
	}
}

static void repeat_sets(struct cpr_piece *x, uint32_t min, uint32_t max)
{
	struct cpr_literal_set once;
	bool whole = true;

	if (min == 0) {
		if (max == 1 && x->exact && cpr_set_add(&x->head, "", 0) && cpr_set_add(&x->tail, "", 0))
			return;
		x->exact = false;
		x->best.set.n = x->brief.set.n = 0;
		cpr_set_empty_string(&x->head);
		cpr_set_empty_string(&x->tail);
		return;
	}
	if (!x->exact)
		return; /* the first of them has the head, the last the tail, each the best */
	cpr_set_copy(&once, &x->head);
	for (uint32_t k = 1; k < min && whole; k++)
		whole = cpr_set_product(&x->head, &once);
	cpr_set_copy(&x->tail, &x->head);
	x->exact = whole && min == max;
	consider(x, &x->head, (struct cpr_span){ 0, 0 });
}

void cpr_build_repeat(struct cpr_build *b, uint32_t min, uint32_t max, bool possessive, size_t at)
{
	struct cpr_frame *f = b->top;
	struct cpr_piece *x = &f->piece;
	uint8_t sample_n;

	if (f->item == CPR_ITEM_NONE || f->item == CPR_ITEM_ZERO_WIDTH)
		return;
	check_run(b);
	if (f->item == CPR_ITEM_LITERAL)
		literal_piece(x, f->literal);
	f->item = CPR_ITEM_PIECE;
	if (max == 0) {
		piece_empty(x);
		return;
	}
	if (max > 1) {
		add_pump(b, x->sample, x->sample_n, "", 0);
		add_pump(b, f->branch.sample, f->branch.sample_n, x->sample, x->sample_n);
	}
	repeat_cost(b, x, min, max, at);
	if (possessive)
		x->ways = 1;
	repeat_sets(x, min, max);
	x->bytes = span_times(x->bytes, min, max);
	sample_n = x->sample_n;
	for (uint32_t k = 1; k < min && k < 8; k++)
		sample_append(x, x->sample, sample_n);
}

void cpr_build_begin(struct cpr_build *b, const struct cpr_mem *mem, struct cpr_pattern_facts *facts,
		     struct cpr_pattern_error *err)
{
	static const char *const always[] = { " ", "a", "0", "客" };

	*b = (struct cpr_build){ .mem = mem, .facts = facts, .err = err, .run = CPR_STRBUF(mem),
				  .text = CPR_STRBUF(mem) };
	cpr_folded_init(&b->folded, mem);
	facts->literals.n = 0;
	facts->near = facts->far = 0;
	facts->n_pumps = 0;
	facts->cost = 0;
	facts->costly_at = 0;
	facts->headed = false;
	for (size_t k = 0; k < sizeof always / sizeof always[0]; k++)
		add_pump(b, always[k], strlen(always[k]), "", 0);
	cpr_build_open(b, CPR_GROUP_PLAIN, 0);
}

static void free_frames(struct cpr_build *b, struct cpr_frame *f)
{
	while (f) {
		struct cpr_frame *up = f->up;

		cpr_free(b->mem, f);
		f = up;
	}
}

enum cpr_read cpr_build_end(struct cpr_build *b)
{
	struct cpr_pattern_facts *facts = b->facts;

	if (!cpr_build_stopped(b))
		end_branch(b);
	if (!cpr_build_stopped(b)) {
		struct cpr_piece *all = &b->top->sum;

		facts->cost = all->cost;
		facts->headed = all->head.n > 0;
		for (size_t i = 0; i < all->head.n; i++)
			facts->headed = facts->headed && all->head.v[i].len > 0;
		if (!b->caseless)
			cpr_set_copy(&facts->literals, &all->best.set);
		facts->near = all->best.at.min;
		facts->far = bytes_add(all->best.at.max, cpr_set_reduce(&facts->literals));
	}
	free_frames(b, b->top);
	free_frames(b, b->spare);
	cpr_strbuf_free(&b->run);
	cpr_strbuf_free(&b->text);
	cpr_folded_free(&b->folded);
	return b->nomem ? CPR_READ_NOMEM : b->refused ? CPR_READ_REFUSED : CPR_READ_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiling and running patterns with PCRE2. What a pattern may be and what it needs is found by pattern_read.c; here is
 * what only running it can tell, and the care that running takes.
 */
#include "text/pattern.h"

#include <stdatomic.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text/pattern_read.h"
#include "text/unicode.h"

#define COMPILED_MAX (64u << 10)

struct group {
	struct cpr_str name;
	uint32_t number;
};

struct cpr_pattern {
	const struct cpr_mem *mem;
	pcre2_code *code;             /* as compiled */
	_Atomic(pcre2_code *) quick;  /* the same with the JIT's work, once it was needed; NULL before */
	uint32_t n_spans; /* groups with the whole match */
	size_t n_literals;
	struct cpr_str *literals;
	char *bytes;      /* of the literals */
	uint32_t near, far; /* how far before a literal a match begins */
	size_t n_groups;
	struct group *groups;
};

struct cpr_matcher {
	const struct cpr_mem *mem;
	pcre2_general_context *general;
	pcre2_match_context *context;
	pcre2_match_data *data;
	uint32_t *spans;
	uint32_t room; /* groups that data and spans hold */
	uint32_t max_windows, windows;
	const struct cpr_pattern *last; /* whose windows are counted; only ever compared */
	uint32_t options;
};

static void *take_memory(size_t n, void *data)
{
	return cpr_alloc(data, n);
}

static void give_memory(void *p, void *data)
{
	cpr_free(data, p);
}

/* PCRE2 copies what it needs of it into every object, so it may be freed before them. */
static pcre2_general_context *general_context(const struct cpr_mem *mem)
{
	return pcre2_general_context_create(take_memory, give_memory, (void *)mem);
}

/* Compiles; NULL with *err filled, or with an empty message when out of memory. */
static pcre2_code *compile(const struct cpr_mem *mem, struct cpr_str source, uint32_t more_options,
			   struct cpr_pattern_error *err)
{
	const uint32_t options = PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
	pcre2_general_context *general = general_context(mem);
	pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
	pcre2_code *code = NULL;
	PCRE2_SIZE at = 0;
	int rc;

	if (!context)
		goto out;
	/* Not what the library was built with: the same everywhere. */
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	pcre2_set_parens_nest_limit(context, CPR_PATTERN_DEPTH - 1);
	code = pcre2_compile((PCRE2_SPTR)source.p, source.n, options | more_options, &rc, &at, context);
	if (!code && rc != PCRE2_ERROR_HEAP_FAILED) {
		PCRE2_UCHAR message[120];

		if (pcre2_get_error_message(rc, message, sizeof message) < 0)
			memcpy(message, "not understood", sizeof "not understood");
		cpr_pattern_error_set(err, at, "%s", (const char *)message);
	}
out:
	pcre2_compile_context_free(context);
	pcre2_general_context_free(general);
	return code;
}

/* The trial: does it blow up? */

struct trial {
	pcre2_code *code; /* with a callout at every item */
	pcre2_match_context *context;
	pcre2_match_data *data;
	uint64_t steps, budget; /* of one text */
	uint64_t total;         /* of all texts before */
	size_t last;            /* where the subject was at the last callout */
	uint64_t bars;          /* alternatives in the whole pattern */
	char *text;
};

#define TRIAL_SHORT 1024u
#define TRIAL_LONG (16u << 10)
#define TRIAL_GROWTH (TRIAL_LONG / TRIAL_SHORT)

/*
 * Items visited, and bytes passed: repeats of one character run inside one item, where no limit of PCRE2 counts. Neither does
 * one count that the end of an alternative, which is an item of no length, is left by going over all alternatives behind it.
 */
static int on_callout(pcre2_callout_block *block, void *data)
{
	struct trial *t = data;

	t->steps += block->next_item_length == 0 ? 1 + t->bars / 8 : 1;
	if (block->current_position > t->last)
		t->steps += block->current_position - t->last;
	t->last = block->current_position;
	return t->steps > t->budget ? PCRE2_ERROR_CALLOUT : 0;
}

enum verdict { FINE, COSTLY, NO_MEMORY };

/* All matches in the pump, repeated to n bytes. A character at the end that is like no other makes what runs there fail. */
static enum verdict try_text(struct trial *t, const char *pump, size_t pump_n, size_t n, uint64_t budget)
{
	size_t length = 0, from = 0;

	while (length + pump_n < n) {
		memcpy(t->text + length, pump, pump_n);
		length += pump_n;
	}
	t->text[length++] = '\x01';
	t->total += t->steps;
	t->steps = 0;
	t->budget = budget;
	while (from < length) {
		int rc;

		t->last = from;
		rc = pcre2_match(t->code, (PCRE2_SPTR)t->text, length, from, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, t->data,
				 t->context);
		if (rc == PCRE2_ERROR_NOMATCH)
			return FINE;
		if (rc == PCRE2_ERROR_NOMEMORY)
			return NO_MEMORY;
		if (rc < 0)
			return COSTLY;
		from = pcre2_get_ovector_pointer(t->data)[1];
	}
	return FINE;
}

static enum verdict run_trial(struct trial *t, const struct cpr_pattern_facts *facts, size_t *ret_pump)
{
	/* What passes this on the short text passes the whole on the long one: cost grows with the square, or less. */
	const uint64_t quick = facts->cost < CPR_COST_UNBOUNDED ? CPR_PATTERN_TRIAL_STEPS / TRIAL_GROWTH
								: CPR_PATTERN_TRIAL_STEPS / (TRIAL_GROWTH * TRIAL_GROWTH);
	enum verdict v = FINE;

	for (size_t i = 0; i < facts->n_pumps && v == FINE; i++) {
		const char *pump = facts->pumps[i];
		size_t n = facts->pump_len[i];

		*ret_pump = i;
		v = try_text(t, pump, n, TRIAL_SHORT, quick);
		if (v == COSTLY)
			v = try_text(t, pump, n, TRIAL_LONG, CPR_PATTERN_TRIAL_STEPS);
		if (v == FINE && t->total + t->steps > 2 * CPR_PATTERN_TRIAL_STEPS)
			v = COSTLY;
	}
	return v;
}

static bool trial_init(struct trial *t, const struct cpr_mem *mem, struct cpr_str source, const struct cpr_limits *limits,
		       struct cpr_pattern_error *err)
{
	pcre2_general_context *general;

	/* Without the optimisations that find no start quickly: text can be made to get past them. */
	*t = (struct trial){ .code = compile(mem, source, PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE, err) };
	if (!t->code)
		return false;
	for (size_t i = 0; i < source.n; i++)
		t->bars += source.p[i] == '|';
	general = general_context(mem);
	if (general) {
		t->context = pcre2_match_context_create(general);
		t->data = pcre2_match_data_create(1, general);
	}
	t->text = cpr_alloc(mem, TRIAL_LONG);
	pcre2_general_context_free(general);
	if (!t->context || !t->data || !t->text)
		return false;
	pcre2_set_callout(t->context, on_callout, t);
	pcre2_set_match_limit(t->context, limits->match_steps);
	pcre2_set_depth_limit(t->context, limits->match_depth);
	pcre2_set_heap_limit(t->context, limits->match_heap_kib);
	return true;
}

static void trial_end(struct trial *t, const struct cpr_mem *mem)
{
	pcre2_code_free(t->code);
	pcre2_match_context_free(t->context);
	pcre2_match_data_free(t->data);
	cpr_free(mem, t->text);
}

/* False: *err says that it is refused, or is empty when out of memory. */
static bool affordable(const struct cpr_mem *mem, struct cpr_str source, const struct cpr_limits *limits,
		       const struct cpr_pattern_facts *facts, struct cpr_pattern_error *err)
{
	enum verdict v = NO_MEMORY;
	struct trial t;
	size_t pump = 0;

	/*
	 * Nothing to try: no start can cost more than a constant, and the constant is small or few places are starts. Cost is then
	 * linear in the text, and what one call may take is bounded by the match limit.
	 */
	if (facts->cost <= CPR_PATTERN_TRIAL_STEPS / TRIAL_LONG || (facts->headed && facts->cost < CPR_COST_UNBOUNDED))
		return true;
	if (trial_init(&t, mem, source, limits, err))
		v = run_trial(&t, facts, &pump);
	trial_end(&t, mem);
	if (v == COSTLY)
		cpr_pattern_error_set(err, facts->costly_at,
				      "too slow on text like \"%.*s\" again and again; bound the repeats: {0,40} instead of *",
				      (int)facts->pump_len[pump], facts->pumps[pump]);
	return v == FINE;
}

/* The pattern. */

static bool keep_literals(struct cpr_pattern *p, const struct cpr_pattern_facts *facts)
{
	const struct cpr_literal_set *set = &facts->literals;
	size_t at = 0;

	if (set->n == 0)
		return true;
	p->literals = cpr_calloc(p->mem, set->n, sizeof *p->literals);
	p->bytes = cpr_alloc(p->mem, (size_t)set->n * CPR_LITERAL_BYTES);
	if (!p->literals || !p->bytes)
		return false;
	for (size_t i = 0; i < set->n; i++) {
		memcpy(p->bytes + at, set->v[i].s, set->v[i].len);
		p->literals[i] = (struct cpr_str){ p->bytes + at, set->v[i].len };
		at += set->v[i].len;
	}
	p->n_literals = set->n;
	p->near = facts->near;
	p->far = facts->far;
	return true;
}

static bool keep_groups(struct cpr_pattern *p)
{
	uint32_t n = 0, size = 0, captures = 0;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &captures);
	p->n_spans = captures + 1;
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &n);
	if (n == 0)
		return true;
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &table);
	p->groups = cpr_calloc(p->mem, n, sizeof *p->groups);
	if (!p->groups)
		return false;
	/* Entries stand in the order of names: number in two bytes, name with NUL. They live as long as the code. */
	for (uint32_t i = 0; i < n; i++, table += size) {
		p->groups[i].number = (uint32_t)table[0] << 8 | table[1];
		p->groups[i].name = cpr_str_of((const char *)table + 2);
	}
	p->n_groups = n;
	return true;
}

static bool check_source(struct cpr_str source, const struct cpr_limits *limits, struct cpr_pattern_error *err)
{
	size_t valid = cpr_utf8_valid(source.p, source.n);

	if (source.n == 0)
		cpr_pattern_error_set(err, 0, "the pattern is empty");
	else if (source.n > limits->pattern_bytes)
		cpr_pattern_error_set(err, limits->pattern_bytes, "the pattern is longer than %u bytes",
				      (unsigned)limits->pattern_bytes);
	else if (valid != source.n)
		cpr_pattern_error_set(err, valid, "the pattern is not valid UTF-8");
	else
		return true;
	return false;
}

static bool check_size(const struct cpr_pattern *p, struct cpr_pattern_error *err)
{
	size_t size = 0;

	pcre2_pattern_info(p->code, PCRE2_INFO_SIZE, &size);
	if (size <= COMPILED_MAX)
		return true;
	cpr_pattern_error_set(err, 0, "the pattern is too large: %zu bytes when compiled", size);
	return false;
}

struct cpr_pattern *cpr_pattern_compile(const struct cpr_mem *mem, struct cpr_str source, const struct cpr_limits *limits,
					struct cpr_pattern_error *err)
{
	struct cpr_pattern_facts *facts = NULL;
	struct cpr_pattern *p;

	*err = (struct cpr_pattern_error){ 0 };
	if (!check_source(source, limits, err))
		return NULL;
	p = cpr_calloc(mem, 1, sizeof *p);
	if (!p)
		return NULL;
	p->mem = mem;
	facts = cpr_alloc(mem, sizeof *facts);
	p->code = facts ? compile(mem, source, 0, err) : NULL;
	if (!p->code || !check_size(p, err) || cpr_pattern_read(mem, source, facts, err) != CPR_READ_OK ||
	    !affordable(mem, source, limits, facts, err) || !keep_literals(p, facts) || !keep_groups(p)) {
		cpr_free(mem, facts);
		cpr_pattern_free(p);
		return NULL;
	}
	cpr_free(mem, facts);
	return p;
}

/*
 * A ruleset has hundreds of patterns and a campaign meets a part of them, so the JIT works when one is first run, and on a
 * copy: what other threads are reading does not change under them. Whoever is second throws his copy away, so that it does
 * not depend on the threads what a match is run with. Where there is no JIT, or no memory for it, the interpreter does the work.
 */
static const pcre2_code *make_quick(struct cpr_pattern *p)
{
	pcre2_code *mine = pcre2_code_copy(p->code), *first = NULL;

	if (!mine)
		return p->code;
	(void)pcre2_jit_compile(mine, PCRE2_JIT_COMPLETE);
	if (atomic_compare_exchange_strong_explicit(&p->quick, &first, mine, memory_order_acq_rel, memory_order_acquire))
		return mine;
	pcre2_code_free(mine);
	return first;
}

static const pcre2_code *quick(const struct cpr_pattern *p)
{
	const pcre2_code *code = atomic_load_explicit(&p->quick, memory_order_acquire);

	/* No pattern is ever made const, and this changes nothing that can be seen of it. */
	return code ? code : make_quick((struct cpr_pattern *)p);
}

void cpr_pattern_free(struct cpr_pattern *p)
{
	if (!p)
		return;
	pcre2_code_free(p->code);
	pcre2_code_free(atomic_load_explicit(&p->quick, memory_order_relaxed));
	cpr_free(p->mem, p->literals);
	cpr_free(p->mem, p->bytes);
	cpr_free(p->mem, p->groups);
	cpr_free(p->mem, p);
}

size_t cpr_pattern_literals(const struct cpr_pattern *p, const struct cpr_str **ret)
{
	*ret = p->literals;
	return p->n_literals;
}

void cpr_pattern_reach(const struct cpr_pattern *p, uint32_t *ret_near, uint32_t *ret_far)
{
	*ret_near = p->near;
	*ret_far = p->far;
}

size_t cpr_pattern_groups(const struct cpr_pattern *p)
{
	return p->n_groups;
}

struct cpr_str cpr_pattern_group(const struct cpr_pattern *p, size_t i, uint32_t *ret_number)
{
	*ret_number = p->groups[i].number;
	return p->groups[i].name;
}

/* The matcher. */

#define FIRST_ROOM 16

static bool make_room(struct cpr_matcher *m, uint32_t n)
{
	uint32_t *spans;

	if (n <= m->room)
		return true;
	spans = cpr_realloc(m->mem, m->spans, n, 2 * sizeof *spans);
	if (!spans)
		return false;
	m->spans = spans;
	pcre2_match_data_free(m->data);
	m->data = pcre2_match_data_create(n, m->general);
	m->room = m->data ? n : 0;
	return m->data != NULL;
}

struct cpr_matcher *cpr_matcher_new(const struct cpr_mem *mem, const struct cpr_limits *limits)
{
	struct cpr_matcher *m = cpr_calloc(mem, 1, sizeof *m);

	if (!m)
		return NULL;
	m->mem = mem;
	m->max_windows = limits->match_windows;
	m->options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
	m->general = general_context(mem);
	if (m->general)
		m->context = pcre2_match_context_create(m->general);
	if (!m->context || !make_room(m, FIRST_ROOM)) {
		cpr_matcher_free(m);
		return NULL;
	}
	pcre2_set_match_limit(m->context, limits->match_steps);
	pcre2_set_depth_limit(m->context, limits->match_depth);
	pcre2_set_heap_limit(m->context, limits->match_heap_kib);
	return m;
}

void cpr_matcher_free(struct cpr_matcher *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_general_context_free(m->general);
	cpr_free(m->mem, m->spans);
	cpr_free(m->mem, m);
}

void cpr_matcher_interpret(struct cpr_matcher *m)
{
	m->options |= PCRE2_NO_JIT;
}

/* One call of PCRE2: matches that begin in [from, limit]. */
static int match(struct cpr_matcher *m, const pcre2_code *code, struct cpr_str text, size_t from, size_t limit)
{
	int rc;

	pcre2_set_offset_limit(m->context, limit);
	rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from, m->options, m->data, m->context);
	/* The JIT has a small stack of its own and takes fewer options: no word about the text. */
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT || rc == PCRE2_ERROR_JIT_BADOPTION)
		rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from, m->options | PCRE2_NO_JIT, m->data, m->context);
	return rc;
}

static void keep_spans(struct cpr_matcher *m, const struct cpr_pattern *p, uint32_t set)
{
	const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(m->data);

	for (uint32_t i = 0; i < 2 * p->n_spans; i++)
		m->spans[i] = i < 2 * set && ovector[i] != PCRE2_UNSET ? (uint32_t)ovector[i] : UINT32_MAX;
}

static size_t next_char(struct cpr_str text, size_t at)
{
	while (at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* How many start positions one call gets: fewer, the more text each of them can run over. */
static size_t window_of(size_t n)
{
	size_t w = n ? (2u << 20) / n : 1024;

	return w < 16 ? 16 : w > 1024 ? 1024 : w;
}

enum cpr_match cpr_matcher_find(struct cpr_matcher *m, const struct cpr_pattern *p, struct cpr_str text, uint32_t from,
				const uint32_t **ret_spans, size_t *ret_n_groups)
{
	return cpr_matcher_find_before(m, p, text, from, UINT32_MAX, ret_spans, ret_n_groups);
}

enum cpr_match cpr_matcher_find_before(struct cpr_matcher *m, const struct cpr_pattern *p, struct cpr_str text, uint32_t from,
				       uint32_t before, const uint32_t **ret_spans, size_t *ret_n_groups)
{
	size_t window = window_of(text.n), at = next_char(text, from), end = before < text.n ? before : text.n;
	const pcre2_code *code;

	*ret_spans = NULL;
	*ret_n_groups = 0;
	if (text.n >= UINT32_MAX)
		return CPR_MATCH_LIMIT;
	if (!make_room(m, p->n_spans))
		return CPR_MATCH_NOMEM;
	if (m->last != p)
		m->windows = 0;
	m->last = p;
	code = m->options & PCRE2_NO_JIT ? p->code : quick(p);
	/* An empty match is none, so nothing starts at the end. */
	while (at < end) {
		size_t next = end - at > window ? next_char(text, at + window) : end;
		int rc = match(m, code, text, at, next - 1);

		if (rc > 0) {
			keep_spans(m, p, (uint32_t)rc);
			*ret_spans = m->spans;
			*ret_n_groups = p->n_spans;
			return CPR_MATCH_YES;
		}
		if (rc == PCRE2_ERROR_NOMEMORY)
			return CPR_MATCH_NOMEM;
		if (rc != PCRE2_ERROR_NOMATCH)
			return CPR_MATCH_LIMIT;
		at = next;
		if (at < end && m->windows++ >= m->max_windows)
			return CPR_MATCH_LIMIT;
	}
	return CPR_MATCH_NO;
}

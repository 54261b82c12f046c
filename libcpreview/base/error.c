/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error object and its public accessors. The first error owns those found after it. Out of memory needs no memory:
 * it is a constant, and a flag on the first error when it came later.
 */
#include "base/error.h"

#include <stdbool.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/strbuf.h"

struct cpreview_error {
	const struct cpr_mem *mem; /* NULL only in the constant below */
	int code;
	char *message;
	char *file;
	uint64_t offset_bytes;
	uint32_t line;
	uint32_t column;
	size_t order; /* when it was found, so that sorting is stable */
	/* Only in the first one: */
	CPR_ARRAY(struct cpreview_error *) rest;
	bool nomem; /* the list goes on, but could not be kept; shown as a last error */
};

/* Its message is never freed or written to. */
static const struct cpreview_error nomem = { .code = CPREVIEW_E_NOMEM, .message = (char *)"out of memory" };

static void free_one(struct cpreview_error *e)
{
	cpr_free(e->mem, e->message);
	cpr_free(e->mem, e->file);
	cpr_free(e->mem, e);
}

void cpreview_error_free(cpreview_error *err)
{
	if (!err || !err->mem)
		return;
	for (size_t i = 0; i < err->rest.n; i++)
		free_one(err->rest.v[i]);
	cpr_array_free(err->mem, &err->rest);
	free_one(err);
}

__attribute__((format(printf, 4, 0))) static struct cpreview_error *
new_error(const struct cpr_mem *mem, int code, const struct cpr_loc *loc, const char *fmt, va_list ap)
{
	struct cpreview_error *e = cpr_calloc(mem, 1, sizeof *e);
	struct cpr_strbuf raw = CPR_STRBUF(mem), line = CPR_STRBUF(mem);

	if (!e)
		return NULL;
	e->mem = mem;
	e->code = code;
	cpr_strbuf_vaddf(&raw, fmt, ap);
	cpr_strbuf_add_line(&line, cpr_strbuf_str(&raw));
	line.failed |= raw.failed;
	cpr_strbuf_free(&raw);
	e->message = cpr_strbuf_take(&line);
	if (loc && loc->file)
		e->file = cpr_strndup(mem, loc->file, strlen(loc->file));
	if (!e->message || (loc && loc->file && !e->file)) {
		free_one(e);
		return NULL;
	}
	if (loc) {
		e->offset_bytes = loc->offset_bytes;
		e->line = loc->line;
		e->column = loc->column;
	}
	return e;
}

/* The first error, or NULL, takes e behind it; e == NULL stands for one that could not be made. */
static void append(cpreview_error **first, struct cpreview_error *e)
{
	struct cpreview_error *f = *first;

	if (!f) {
		/* Nobody writes through this pointer: free and sort know the constant by its mem. */
		*first = e ? e : (cpreview_error *)(uintptr_t)&nomem;
		return;
	}
	if (!f->mem || f->nomem) {
		/* The list ends with "out of memory" already; what comes after that could not be told in full anyway. */
		if (e)
			free_one(e);
		return;
	}
	if (e && cpr_array_push(f->mem, &f->rest, e)) {
		e->order = f->rest.n;
		return;
	}
	if (e)
		free_one(e);
	f->nomem = true;
}

int cpr_error_vset_mem(const struct cpr_mem *mem, cpreview_error **reterr, int code, const struct cpr_loc *loc,
		       const char *fmt, va_list ap)
{
	if (reterr)
		append(reterr, new_error(mem, code, loc, fmt, ap));
	return code;
}

int cpr_error_vset(cpreview_error **reterr, int code, const struct cpr_loc *loc, const char *fmt, va_list ap)
{
	return cpr_error_vset_mem(&cpr_mem_libc, reterr, code, loc, fmt, ap);
}

int cpr_error_set(cpreview_error **reterr, int code, const struct cpr_loc *loc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cpr_error_vset(reterr, code, loc, fmt, ap);
	va_end(ap);
	return code;
}

int cpr_error_nomem(cpreview_error **reterr)
{
	if (reterr)
		append(reterr, NULL);
	return CPREVIEW_E_NOMEM;
}

/* Errors without a file concern the whole call and come first. */
static bool before(const struct cpreview_error *a, const struct cpreview_error *b)
{
	int c = 0;

	if (a->file && b->file)
		c = strcmp(a->file, b->file);
	else if (a->file || b->file)
		c = a->file ? 1 : -1;
	if (c)
		return c < 0;
	if (a->offset_bytes != b->offset_bytes)
		return a->offset_bytes < b->offset_bytes;
	return a->order < b->order;
}

/* Moves v[at] down until no child comes after it. */
static void sift(struct cpreview_error **v, size_t at, size_t n)
{
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		struct cpreview_error *held = v[at];

		if (child + 1 < n && before(v[child], v[child + 1]))
			child++;
		if (!before(held, v[child]))
			return;
		v[at] = v[child];
		v[child] = held;
	}
}

void cpr_error_sort(cpreview_error **err)
{
	struct cpreview_error *first = *err, **v;
	size_t n, least = 0;

	if (!first || first->rest.n == 0)
		return;
	v = first->rest.v;
	n = first->rest.n;
	/* Heap sort: no memory, no recursion, no bad case; `order` makes it stable. */
	for (size_t i = n / 2; i-- > 0;)
		sift(v, i, n);
	for (size_t i = n; i-- > 1;) {
		struct cpreview_error *last = v[i];

		v[i] = v[0];
		v[0] = last;
		sift(v, 0, i);
	}
	/* The rest is in order. The first one goes to its place among them, and whoever then leads gets the list. */
	while (least < n && before(v[least], first))
		least++;
	if (least > 0) {
		struct cpreview_error *lead = v[0];

		memmove(v, v + 1, (least - 1) * sizeof *v);
		v[least - 1] = first;
		lead->rest.v = v;
		lead->rest.n = n;
		lead->rest.cap = first->rest.cap;
		lead->nomem = first->nomem;
		first->rest.v = NULL;
		first->rest.n = first->rest.cap = 0;
		first->nomem = false;
		*err = lead;
	}
	(*err)->order = 0;
	for (size_t i = 0; i < n; i++)
		v[i]->order = i + 1;
}

int cpreview_error_code(const cpreview_error *err)
{
	return err ? err->code : CPREVIEW_OK;
}

size_t cpreview_error_count(const cpreview_error *err)
{
	return err ? 1 + err->rest.n + err->nomem : 0;
}

const cpreview_error *cpreview_error_at(const cpreview_error *err, size_t index)
{
	if (index >= cpreview_error_count(err))
		return NULL;
	if (index == 0)
		return err;
	return index <= err->rest.n ? err->rest.v[index - 1] : &nomem;
}

const char *cpreview_error_message(const cpreview_error *err)
{
	return err ? err->message : cpreview_code_text(CPREVIEW_OK);
}

const char *cpreview_error_file(const cpreview_error *err)
{
	return err ? err->file : NULL;
}

uint32_t cpreview_error_line(const cpreview_error *err)
{
	return err ? err->line : 0;
}

uint32_t cpreview_error_column(const cpreview_error *err)
{
	return err ? err->column : 0;
}

uint64_t cpreview_error_offset_bytes(const cpreview_error *err)
{
	return err ? err->offset_bytes : 0;
}

const char *cpreview_code_text(int code)
{
	switch (code) {
	case CPREVIEW_OK:
		return "success";
	case CPREVIEW_E_NOMEM:
		return "out of memory";
	case CPREVIEW_E_ARG:
		return "invalid argument";
	case CPREVIEW_E_ABI:
		return "options of an unknown size or with unknown fields";
	case CPREVIEW_E_IO:
		return "file cannot be read";
	case CPREVIEW_E_LIMIT:
		return "limit exceeded";
	case CPREVIEW_E_RULESET:
		return "ruleset is broken";
	case CPREVIEW_E_NOT_FOUND:
		return "not found";
	case CPREVIEW_E_WRITE:
		return "output could not be written";
	case CPREVIEW_E_CANCELLED:
		return "cancelled by the caller";
	case CPREVIEW_E_INTERNAL:
		return "internal error";
	default:
		return "unknown error code";
	}
}

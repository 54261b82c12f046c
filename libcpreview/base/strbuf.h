/* SPDX-License-Identifier: Apache-2.0 */
/* A growing string whose failure is sticky: append freely, look once at the end with cpr_strbuf_failed(). */
#ifndef CPR_BASE_STRBUF_H
#define CPR_BASE_STRBUF_H

#include <stdarg.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct cpr_strbuf {
	const struct cpr_mem *mem;
	char *p; /* NUL-terminated unless n == 0 and nothing was ever appended */
	size_t n;
	size_t cap;
	bool failed;
};

#define CPR_STRBUF(mem_) ((struct cpr_strbuf){ .mem = (mem_) })

void cpr_strbuf_free(struct cpr_strbuf *b);
void cpr_strbuf_reset(struct cpr_strbuf *b); /* length 0, memory and failure kept */
void cpr_strbuf_add(struct cpr_strbuf *b, const char *s, size_t n);
void cpr_strbuf_adds(struct cpr_strbuf *b, struct cpr_str s);
void cpr_strbuf_addz(struct cpr_strbuf *b, const char *z);
void cpr_strbuf_addc(struct cpr_strbuf *b, char c);
void cpr_strbuf_add_char(struct cpr_strbuf *b, uint32_t code_point); /* as UTF-8 */
void cpr_strbuf_add_u64(struct cpr_strbuf *b, uint64_t v);
/* Formats without locale effects: no %f, %g, %ls, %'. */
void cpr_strbuf_addf(struct cpr_strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cpr_strbuf_vaddf(struct cpr_strbuf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* As one harmless line: control, bidirectional and invisible characters as \u{..}, bytes that are not UTF-8 as \xNN. */
void cpr_strbuf_add_line(struct cpr_strbuf *b, struct cpr_str s);
static inline bool cpr_strbuf_failed(const struct cpr_strbuf *b) { return b->failed; }
static inline struct cpr_str cpr_strbuf_str(const struct cpr_strbuf *b) { return (struct cpr_str){ b->p, b->n }; }
/* The NUL-terminated text, now the caller's to cpr_free(); NULL if anything failed. The buffer is empty afterwards. */
char *cpr_strbuf_take(struct cpr_strbuf *b);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* The growing string. Appending after a failure does nothing, so that callers look once, at the end. */
#include "base/strbuf.h"

#include <stdio.h>

#define FIRST_CAP 64

void cpr_strbuf_free(struct cpr_strbuf *b)
{
	cpr_free(b->mem, b->p);
	*b = CPR_STRBUF(b->mem);
}

void cpr_strbuf_reset(struct cpr_strbuf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

/* Room for n more bytes and the NUL. */
static bool reserve(struct cpr_strbuf *b, size_t n)
{
	size_t need, cap;
	char *p;

	if (b->failed)
		return false;
	if (__builtin_add_overflow(b->n, n, &need) || __builtin_add_overflow(need, 1, &need)) {
		b->failed = true;
		return false;
	}
	if (need <= b->cap)
		return true;
	if (__builtin_mul_overflow(b->cap, 2, &cap) || cap < need)
		cap = need;
	if (cap < FIRST_CAP)
		cap = FIRST_CAP;
	p = cpr_realloc(b->mem, b->p, cap, 1);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void cpr_strbuf_add(struct cpr_strbuf *b, const char *s, size_t n)
{
	if (!reserve(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, s, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void cpr_strbuf_adds(struct cpr_strbuf *b, struct cpr_str s)
{
	cpr_strbuf_add(b, s.p, s.n);
}

void cpr_strbuf_addz(struct cpr_strbuf *b, const char *z)
{
	cpr_strbuf_adds(b, cpr_str_of(z));
}

void cpr_strbuf_addc(struct cpr_strbuf *b, char c)
{
	cpr_strbuf_add(b, &c, 1);
}

void cpr_strbuf_add_char(struct cpr_strbuf *b, uint32_t code_point)
{
	uint32_t c = code_point;
	char u[4];

	/* What UTF-8 cannot hold must not make the buffer invalid. */
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		cpr_strbuf_addc(b, (char)c);
	} else if (c < 0x800) {
		u[0] = (char)(0xc0 | c >> 6);
		u[1] = (char)(0x80 | (c & 0x3f));
		cpr_strbuf_add(b, u, 2);
	} else if (c < 0x10000) {
		u[0] = (char)(0xe0 | c >> 12);
		u[1] = (char)(0x80 | (c >> 6 & 0x3f));
		u[2] = (char)(0x80 | (c & 0x3f));
		cpr_strbuf_add(b, u, 3);
	} else {
		u[0] = (char)(0xf0 | c >> 18);
		u[1] = (char)(0x80 | (c >> 12 & 0x3f));
		u[2] = (char)(0x80 | (c >> 6 & 0x3f));
		u[3] = (char)(0x80 | (c & 0x3f));
		cpr_strbuf_add(b, u, 4);
	}
}

void cpr_strbuf_add_u64(struct cpr_strbuf *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	cpr_strbuf_add(b, digits + at, sizeof digits - at);
}

void cpr_strbuf_addf(struct cpr_strbuf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cpr_strbuf_vaddf(b, fmt, ap);
	va_end(ap);
}

void cpr_strbuf_vaddf(struct cpr_strbuf *b, const char *fmt, va_list ap)
{
	/* Most messages fit the first time; the second time the size is known. */
	for (int round = 0; round < 2; round++) {
		size_t room = b->cap - b->n;
		va_list copy;
		int n;

		if (b->failed)
			return;
		va_copy(copy, ap);
		n = vsnprintf(b->p ? b->p + b->n : NULL, room, fmt, copy);
		va_end(copy);
		if (n < 0)
			break;
		if ((size_t)n < room) {
			b->n += (size_t)n;
			return;
		}
		/* A cut-off attempt leaves no trace. */
		if (b->p && b->cap)
			b->p[b->n] = '\0';
		if (!reserve(b, (size_t)n))
			return;
	}
	b->failed = true;
}

/* One code point of s at i; 0 bytes when the bytes there are not UTF-8 (overlong, surrogate, too large, cut off). */
static size_t decode(struct cpr_str s, size_t i, uint32_t *ret)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t c = (uint8_t)s.p[i];
	size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
	uint32_t v = n == 1 ? c : n == 2 ? c & 0x1fu : n == 3 ? c & 0x0fu : c & 0x07u;

	if (n == 0 || n > s.n - i)
		return 0;
	for (size_t k = 1; k < n; k++) {
		uint8_t d = (uint8_t)s.p[i + k];

		if ((d & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (d & 0x3fu);
	}
	if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*ret = v;
	return n;
}

/* What ends a line, moves the cursor, or makes text read in another order than it is stored. */
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void cpr_strbuf_add_line(struct cpr_strbuf *b, struct cpr_str s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s.n;) {
		uint32_t c = 0;
		size_t n = decode(s, i, &c);

		if (n && !is_unsafe(c)) {
			i += n;
			continue;
		}
		cpr_strbuf_add(b, s.p + kept, i - kept);
		if (n)
			cpr_strbuf_addf(b, "\\u{%X}", (unsigned)c);
		else
			cpr_strbuf_addf(b, "\\x%02X", (unsigned)(uint8_t)s.p[i]);
		i += n ? n : 1;
		kept = i;
	}
	cpr_strbuf_add(b, s.p ? s.p + kept : NULL, s.n - kept);
}

char *cpr_strbuf_take(struct cpr_strbuf *b)
{
	char *p;

	cpr_strbuf_add(b, NULL, 0); /* an empty text is still a text */
	p = b->failed ? NULL : b->p;
	if (b->failed)
		cpr_free(b->mem, b->p);
	*b = CPR_STRBUF(b->mem);
	return p;
}

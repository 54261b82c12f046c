/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What fuzz targets of whole reviews share: an assertion, an allocator that fails on demand, and judges of output that know
 * nothing of the code that wrote it: is this UTF-8, is it safe for a terminal, is it JSON as RFC 8259 has it.
 */
#ifndef CPR_FUZZ_CHECKS_H
#define CPR_FUZZ_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "output/format.h"

/* Says where, for the sanitizer says only which function. */
#define must(good) \
	do { \
		if (!(good)) { \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #good); \
			abort(); \
		} \
	} while (0)

/* Refuses what is asked for when `left` requests have been granted; counts what lives. */
struct failing {
	uint64_t left, live;
	bool failed;
};

static inline void *failing_realloc(void *user, void *ptr, size_t size)
{
	struct failing *f = user;
	void *p;

	if (size == 0) {
		f->live -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	if (f->left == 0) {
		f->failed = true;
		return NULL;
	}
	f->left--;
	p = realloc(ptr, size);
	must(p != NULL);
	f->live += !ptr;
	return p;
}

/* A number out of the bytes, so that what is tried with an input is the same whenever it is replayed. */
static inline uint32_t number_of(const uint8_t *data, size_t size)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < size; i++)
		h = (h ^ data[i]) * 16777619u;
	return h;
}

/* ---- UTF-8, by the table of the Unicode standard ---- */

/* The length of the character at s, 0 if there is none that is well-formed. */
static inline unsigned char_at(const char *s, size_t n, uint32_t *ret)
{
	const uint8_t *u = (const uint8_t *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned len = n == 0 ? 0 : u[0] < 0x80 ? 1 : (u[0] & 0xe0) == 0xc0 ? 2 : (u[0] & 0xf0) == 0xe0 ? 3 : (u[0] & 0xf8) == 0xf0 ? 4 : 0;

	if (len == 0 || len > n)
		return 0;
	*ret = len == 1 ? u[0] : u[0] & (0x7fu >> len);
	for (unsigned i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		*ret = *ret << 6 | (u[i] & 0x3f);
	}
	return *ret < least[len] || *ret > 0x10ffff || (*ret >= 0xd800 && *ret < 0xe000) ? 0 : len;
}

static inline bool is_utf8(struct cpr_str s)
{
	uint32_t c;
	unsigned len;

	for (size_t at = 0; at < s.n; at += len) {
		len = char_at(s.p + at, s.n - at, &c);
		if (len == 0)
			return false;
	}
	return true;
}

/* Nothing that moves a cursor, turns text round or is not seen; line ends and tabs may be. */
static inline bool is_safe(struct cpr_str s)
{
	uint32_t c = 0;
	unsigned len;

	for (size_t at = 0; at < s.n; at += len) {
		len = char_at(s.p + at, s.n - at, &c);
		if (len == 0 || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
		    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff) {
			fprintf(stderr, "U+%04X at %zu\n", c, at);
			return false;
		}
	}
	return true;
}

/* ---- JSON ---- */

struct json {
	const char *p, *end;
	unsigned depth;
};

static inline void json_space(struct json *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\n' || *j->p == '\t' || *j->p == '\r'))
		j->p++;
}

static inline bool json_byte(struct json *j, char c)
{
	if (j->p == j->end || *j->p != c)
		return false;
	j->p++;
	return true;
}

static inline bool json_word(struct json *j, const char *word)
{
	while (*word)
		if (!json_byte(j, *word++))
			return false;
	return true;
}

static inline bool json_hex4(struct json *j, uint32_t *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++) {
		char c = j->p < j->end ? *j->p++ : 0;
		const char *digits = "0123456789abcdef0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;

		if (!at)
			return false;
		*ret = *ret << 4 | (uint32_t)(at - digits) % 16;
	}
	return true;
}

static inline bool json_escape(struct json *j)
{
	uint32_t c, low;

	if (j->p == j->end)
		return false;
	if (*j->p != 'u')
		return strchr("\"\\/bfnrt", *j->p++) != NULL;
	j->p++;
	if (!json_hex4(j, &c))
		return false;
	if (c < 0xd800 || c >= 0xe000)
		return true;
	return c < 0xdc00 && json_byte(j, '\\') && json_byte(j, 'u') && json_hex4(j, &low) && low >= 0xdc00 && low < 0xe000;
}

static inline bool json_string(struct json *j)
{
	if (!json_byte(j, '"'))
		return false;
	while (j->p < j->end && *j->p != '"') {
		if ((unsigned char)*j->p < 0x20)
			return false;
		if (*j->p++ == '\\' && !json_escape(j))
			return false;
	}
	return json_byte(j, '"');
}

static inline bool json_digits(struct json *j)
{
	const char *from = j->p;

	while (j->p < j->end && *j->p >= '0' && *j->p <= '9')
		j->p++;
	return j->p > from;
}

static inline bool json_number(struct json *j)
{
	json_byte(j, '-');
	if (!json_byte(j, '0') && !json_digits(j))
		return false;
	if (json_byte(j, '.') && !json_digits(j))
		return false;
	if (!json_byte(j, 'e') && !json_byte(j, 'E'))
		return true;
	if (!json_byte(j, '+'))
		json_byte(j, '-');
	return json_digits(j);
}

static inline bool json_value(struct json *j);

/* Behind [ or {. Depth is the writer's, not the input's. */
static inline bool json_members(struct json *j, char close)
{
	bool first = true;

	if (++j->depth > 64)
		return false;
	for (;; first = false) {
		json_space(j);
		if (first && json_byte(j, close))
			break;
		if (close == '}') {
			if (!json_string(j))
				return false;
			json_space(j);
			if (!json_byte(j, ':'))
				return false;
		}
		if (!json_value(j))
			return false;
		json_space(j);
		if (json_byte(j, close))
			break;
		if (!json_byte(j, ','))
			return false;
	}
	j->depth--;
	return true;
}

static inline bool json_value(struct json *j)
{
	json_space(j);
	if (j->p == j->end)
		return false;
	switch (*j->p) {
	case '{':
		j->p++;
		return json_members(j, '}');
	case '[':
		j->p++;
		return json_members(j, ']');
	case '"':
		return json_string(j);
	case 't':
		return json_word(j, "true");
	case 'f':
		return json_word(j, "false");
	case 'n':
		return json_word(j, "null");
	default:
		return json_number(j);
	}
}

static inline bool is_json(struct cpr_str s)
{
	struct json j = { s.p, s.p + s.n, 0 };

	if (!is_utf8(s) || !json_value(&j))
		return false;
	json_space(&j);
	return j.p == j.end;
}

/* One document a line. */
static inline bool is_jsonl(struct cpr_str s)
{
	while (s.n) {
		const char *end = memchr(s.p, '\n', s.n);
		size_t n = end ? (size_t)(end - s.p) : 0;

		if (!end || !is_json((struct cpr_str){ s.p, n }))
			return false;
		s = (struct cpr_str){ end + 1, s.n - n - 1 };
	}
	return true;
}

/* ---- what writers write ---- */

static inline bool media_is(const struct cpr_format *f, const char *word)
{
	return strstr(f->media_type, word) != NULL;
}

/* Everything that can be told of an output without knowing what it says. */
static inline void check_output(const struct cpr_format *f, struct cpr_str s)
{
	must(is_utf8(s));
	must(is_safe(s));
	if (!strcmp(f->name, "jsonl"))
		must(is_jsonl(s));
	else if (media_is(f, "json"))
		must(is_json(s));
}

#endif

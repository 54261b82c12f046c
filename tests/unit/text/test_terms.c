/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdint.h>

#include "base/array.h"
#include "base/strbuf.h"
#include "text/terms.h"
#include "../base/failmem.h"

struct hit {
	uint32_t owner, start, end;
};

struct hits {
	CPR_ARRAY(struct hit) list;
	size_t stop_after;
};

static bool on_hit(void *user, uint32_t owner, uint32_t start, uint32_t end)
{
	struct hits *h = user;

	cr_assert(cpr_array_push(&cpr_mem_libc, &h->list, ((struct hit){ owner, start, end })));
	return h->list.n != h->stop_after;
}

struct term {
	struct cpr_str literal;
	uint32_t owner;
};

static struct cpr_terms *build(const struct term *terms, size_t n)
{
	struct cpr_terms *t = cpr_terms_new(&cpr_mem_libc);

	cr_assert_not_null(t);
	for (size_t i = 0; i < n; i++)
		cr_assert(cpr_terms_add(t, terms[i].literal, terms[i].owner));
	cr_assert_eq(cpr_terms_count(t), n);
	cr_assert(cpr_terms_build(t));
	cr_assert_eq(cpr_terms_count(t), n);
	return t;
}

/* Hits as "owner:start-end owner:start-end ". */
static void check_hits(const struct term *terms, size_t n, struct cpr_str text, const char *want)
{
	struct cpr_terms *t = build(terms, n);
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct hits h = { .stop_after = 0 };

	cr_assert(cpr_terms_scan(t, text, on_hit, &h));
	cpr_strbuf_addz(&b, "");
	for (size_t i = 0; i < h.list.n; i++)
		cpr_strbuf_addf(&b, "%u:%u-%u ", h.list.v[i].owner, h.list.v[i].start, h.list.v[i].end);
	cr_assert_str_eq(b.p, want, "%.*s: %s", CPR_STR_ARG(text), b.p);
	cpr_array_free(&cpr_mem_libc, &h.list);
	cpr_strbuf_free(&b);
	cpr_terms_free(t);
}

#define T(literal_, owner_) { .literal = CPR_STR(literal_), .owner = (owner_) }
#define CHECK(text, want, ...) \
	check_hits((const struct term[]){ __VA_ARGS__ }, sizeof((const struct term[]){ __VA_ARGS__ }) / sizeof(struct term), \
		   CPR_STR(text), want)

Test(terms, order_and_overlaps)
{
	CHECK("ushers", "1:1-4 0:2-4 3:2-6 ", T("he", 0), T("she", 1), T("his", 2), T("hers", 3));
	CHECK("aaaa", "2:0-1 1:0-2 2:1-2 0:0-3 1:1-3 2:2-3 0:1-4 1:2-4 2:3-4 ", T("aaa", 0), T("aa", 1), T("a", 2));
	CHECK("保本保息", "5:0-6 9:0-12 7:6-12 ", T("保本保息", 9), T("保本", 5), T("保息", 7));
	CHECK("保本保息", "5:0-6 9:0-12 7:3-12 ", T("本保息", 7), T("保本", 5), T("保本保息", 9));
}

Test(terms, owners)
{
	CHECK("xab", "1:1-3 3:1-3 7:1-3 4294967295:1-3 ", T("ab", 7), T("ab", 1), T("ab", UINT32_MAX), T("ab", 3), T("ab", 1));
	CHECK("ab", "3:0-2 1:1-2 2:1-2 ", T("b", 2), T("ab", 3), T("b", 1));
}

Test(terms, none)
{
	struct cpr_terms *t = build(NULL, 0);
	struct hits h = { 0 };

	cr_assert(cpr_terms_scan(t, CPR_STR("text 文字"), on_hit, &h));
	cr_assert(cpr_terms_scan(t, (struct cpr_str){ 0 }, on_hit, &h));
	cr_assert_eq(h.list.n, 0);
	cpr_terms_free(t);
	cpr_terms_free(NULL);
	CHECK("", "", T("a", 0));
	CHECK("b", "", T("a", 0));
	CHECK("保", "", T("保本", 0));
}

Test(terms, an_empty_literal_is_refused)
{
	struct cpr_terms *t = cpr_terms_new(&cpr_mem_libc);

	cr_assert(!cpr_terms_add(t, CPR_STR(""), 1));
	cr_assert_eq(cpr_terms_count(t), 0);
	cpr_terms_free(t);
}

Test(terms, not_built_is_not_clean)
{
	struct cpr_terms *t = cpr_terms_new(&cpr_mem_libc);
	struct hits h = { 0 };

	cr_assert(cpr_terms_add(t, CPR_STR("a"), 1));
	cr_assert(!cpr_terms_scan(t, CPR_STR("b"), on_hit, &h));
	cpr_terms_free(t);
}

Test(terms, at_the_borders_of_the_text)
{
	CHECK("本", "1:0-3 ", T("本", 1));
	CHECK("x本", "1:1-4 ", T("本", 1), T("x本x", 2));
	CHECK("零风险", "1:0-9 2:3-9 ", T("零风险", 1), T("风险", 2), T("险!", 3), T("风险零", 4));
	CHECK("a", "1:0-1 ", T("a", 1));
	CHECK("za", "2:0-2 1:1-2 ", T("a", 1), T("za", 2));
}

Test(terms, odd_bytes)
{
	CHECK("\0\1\2\3", "1:0-1 3:1-3 4:2-4 ", T("\0", 1), T("\1\2", 3), T("\2\3", 4));
	CHECK("\xff\xfe\xff", "1:0-1 2:0-2 1:2-3 ", T("\xff", 1), T("\xff\xfe", 2));
	/* literals that begin inside a character, or are cut off */
	CHECK("保本", "2:0-2 1:1-3 3:2-4 ", T("\xbf\x9d", 1), T("\xe4\xbf", 2), T("\x9d\xe6", 3));
	/* a lead byte without its character does not hide what follows */
	CHECK("\xe4" "ab", "1:1-3 ", T("ab", 1));
	CHECK("\xe4\xbf" "ab", "1:2-4 ", T("ab", 1));
	CHECK("\xf0" "保本", "1:1-7 ", T("保本", 1));
}

Test(terms, stops_when_told)
{
	const struct term terms[] = { T("a", 1), T("a", 2), T("aa", 3) };
	struct cpr_terms *t = build(terms, 3);

	for (size_t stop = 1; stop <= 8; stop++) {
		struct hits h = { .stop_after = stop };

		cr_assert(!cpr_terms_scan(t, CPR_STR("aaa"), on_hit, &h));
		cr_assert_eq(h.list.n, stop);
		cpr_array_free(&cpr_mem_libc, &h.list);
	}
	cpr_terms_free(t);
}

/* Every byte at once below the root, and chains of them: bases and reserved cells of every kind. */
Test(terms, all_bytes)
{
	struct cpr_terms *t = cpr_terms_new(&cpr_mem_libc);
	struct hits h = { 0 };
	char text[512];

	for (uint32_t i = 0; i < 256; i++) {
		char literal[2] = { (char)i, (char)(i * 7) };

		cr_assert(cpr_terms_add(t, (struct cpr_str){ literal, 2 }, i));
		text[2 * i] = literal[0];
		text[2 * i + 1] = literal[1];
	}
	cr_assert(cpr_terms_build(t));
	cr_assert(cpr_terms_scan(t, (struct cpr_str){ text, sizeof text }, on_hit, &h));
	for (uint32_t i = 0, k = 0; i < 256; i++) {
		while (k < h.list.n && !(h.list.v[k].owner == i && h.list.v[k].start == 2 * i))
			k++;
		cr_assert_lt(k, h.list.n, "byte %u is not found", i);
	}
	cpr_array_free(&cpr_mem_libc, &h.list);
	cpr_terms_free(t);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* One piece of text from a small stock, so that terms and text meet often. */
static void add_piece(struct cpr_strbuf *b, uint32_t *seed, unsigned kind)
{
	static const char *const han[] = { "保", "本", "息", "零", "风", "险", "利", "率" };

	switch (kind) {
	case 0:
		cpr_strbuf_addc(b, (char)('a' + next(seed) % 2));
		break;
	case 1:
		cpr_strbuf_addz(b, han[next(seed) % 8]);
		break;
	case 2:
		if (next(seed) % 4)
			cpr_strbuf_addz(b, han[next(seed) % 3]);
		else
			cpr_strbuf_addc(b, (char)('a' + next(seed) % 3));
		break;
	case 3:
		cpr_strbuf_add_char(b, (uint32_t[]){ 'a', 0xe9, 0x4fdd, 0x20000, 0x672c, 0x20001 }[next(seed) % 6]);
		break;
	default:
		cpr_strbuf_addc(b, (char)(uint8_t[]){ 0xe4, 0xbf, 0x9d, 'a', 0x00, 0xf0, 0xc3, 0xa9 }[next(seed) % 8]);
	}
}

/* What the header promises, by looking everywhere. */
static void naive(const struct term *terms, size_t n, struct cpr_str text, struct hits *h)
{
	for (uint32_t end = 1; end <= text.n; end++) {
		for (size_t len = end; len > 0; len--) {
			struct cpr_str piece = { text.p + end - len, len };
			int64_t last = -1;

			for (;;) {
				int64_t best = -1;

				for (size_t k = 0; k < n; k++)
					if (terms[k].owner > last && (best < 0 || terms[k].owner < best) &&
					    cpr_str_eq(terms[k].literal, piece))
						best = terms[k].owner;
				if (best < 0)
					break;
				on_hit(h, (uint32_t)best, end - (uint32_t)len, end);
				last = best;
			}
		}
	}
}

Test(terms, agrees_with_a_naive_search)
{
	uint32_t seed = 42;
	size_t total = 0;

	for (unsigned round = 0; round < 1500; round++) {
		unsigned kind = round % 5;
		struct cpr_strbuf text = CPR_STRBUF(&cpr_mem_libc), literals[12];
		struct term terms[12];
		size_t n = 1 + next(&seed) % 12;
		struct hits want = { 0 }, have = { 0 };
		struct cpr_terms *t;

		for (size_t k = 0; k < n; k++) {
			literals[k] = CPR_STRBUF(&cpr_mem_libc);
			for (uint32_t left = 1 + next(&seed) % 5; left; left--)
				add_piece(&literals[k], &seed, kind);
			terms[k] = (struct term){ cpr_strbuf_str(&literals[k]), next(&seed) % 20 };
		}
		for (uint32_t left = next(&seed) % 40; left; left--)
			add_piece(&text, &seed, next(&seed) % 8 ? kind : 4);
		t = build(terms, n);
		naive(terms, n, cpr_strbuf_str(&text), &want);
		cr_assert(cpr_terms_scan(t, cpr_strbuf_str(&text), on_hit, &have));
		cr_assert_eq(have.list.n, want.list.n, "round %u: %zu hits, not %zu", round, have.list.n, want.list.n);
		for (size_t i = 0; i < want.list.n; i++)
			cr_assert(memcmp(&have.list.v[i], &want.list.v[i], sizeof(struct hit)) == 0, "round %u hit %zu", round, i);
		total += want.list.n;
		cpr_array_free(&cpr_mem_libc, &want.list);
		cpr_array_free(&cpr_mem_libc, &have.list);
		cpr_terms_free(t);
		for (size_t k = 0; k < n; k++)
			cpr_strbuf_free(&literals[k]);
		cpr_strbuf_free(&text);
	}
	cr_assert_gt(total, 10000, "the stock is too large, nothing meets");
}

/* Thousands of terms, each found in a text made of all of them. */
Test(terms, many)
{
	struct cpr_terms *t = cpr_terms_new(&cpr_mem_libc);
	struct cpr_strbuf text = CPR_STRBUF(&cpr_mem_libc), literal = CPR_STRBUF(&cpr_mem_libc);
	CPR_ARRAY(struct hit) places = { 0 };
	struct hits h = { 0 };
	uint32_t seed = 3;
	size_t k = 0;

	for (uint32_t i = 0; i < 10000; i++) {
		cpr_strbuf_reset(&literal);
		for (uint32_t left = 2 + next(&seed) % 5; left; left--)
			cpr_strbuf_add_char(&literal, 0x4e00 + next(&seed) % 3000);
		cr_assert(cpr_terms_add(t, cpr_strbuf_str(&literal), i));
		cr_assert(cpr_array_push(&cpr_mem_libc, &places,
					 ((struct hit){ i, (uint32_t)text.n, (uint32_t)(text.n + literal.n) })));
		cpr_strbuf_adds(&text, cpr_strbuf_str(&literal));
		cpr_strbuf_addc(&text, ' ');
	}
	cr_assert(cpr_terms_build(t));
	cr_assert(cpr_terms_scan(t, cpr_strbuf_str(&text), on_hit, &h));
	for (size_t i = 0; i < places.n; i++) {
		while (k < h.list.n && h.list.v[k].end < places.v[i].end)
			k++;
		for (size_t m = k;; m++) {
			cr_assert(m < h.list.n && h.list.v[m].end == places.v[i].end, "term %zu is not found", i);
			if (memcmp(&h.list.v[m], &places.v[i], sizeof(struct hit)) == 0)
				break;
		}
	}
	cpr_array_free(&cpr_mem_libc, &h.list);
	cpr_array_free(&cpr_mem_libc, &places);
	cpr_strbuf_free(&text);
	cpr_strbuf_free(&literal);
	cpr_terms_free(t);
}

Test(terms, failure)
{
	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_terms *t = cpr_terms_new(&mem);
		struct hits h = { 0 };
		bool ok = t != NULL;

		for (uint32_t i = 0; ok && i < 400; i++) {
			char literal[6];

			for (size_t k = 0; k < 6; k++)
				literal[k] = (char)('a' + (i >> (k * 2)) % 16);
			ok = cpr_terms_add(t, (struct cpr_str){ literal, 6 }, i);
		}
		ok = ok && cpr_terms_build(t);
		cr_assert_eq(ok, f.calls <= at, "allocation %zu", at);
		if (t)
			cr_assert_eq(cpr_terms_scan(t, CPR_STR("aaaaaa"), on_hit, &h), ok);
		cr_assert_eq(h.list.n, ok ? 1 : 0);
		cpr_array_free(&cpr_mem_libc, &h.list);
		cpr_terms_free(t);
		cr_assert_eq(f.live, 0, "leak at allocation %zu", at);
		if (ok)
			break;
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding of any text, under both profiles: what comes out is valid, level, and the same when it is folded again; the way
 * back to the source is in order and inside it; and what shows nothing makes no difference, wherever it stands.
 */
#include "checks.h"

#include "text/fold.h"
#include "text/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SRC 1000 /* where the text begins in its source */

static bool fold(const struct cpr_mem *mem, enum cpr_fold_profile profile, struct cpr_str s, struct cpr_folded *ret)
{
	cpr_folded_init(ret, mem);
	cpr_fold_add(ret, profile, s, SRC);
	return !ret->failed;
}

static struct cpr_str text_of(const struct cpr_folded *f)
{
	return f->text.n ? cpr_strbuf_str(&f->text) : CPR_STR("");
}

static bool same(const struct cpr_folded *a, const struct cpr_folded *b)
{
	return cpr_str_eq(text_of(a), text_of(b));
}

/* What fold.h promises of every text. */
static void check_level(struct cpr_str s, enum cpr_fold_profile profile)
{
	uint32_t c = 0, before = '\n';
	unsigned len;

	for (size_t at = 0; at < s.n; at += len, before = c) {
		len = char_at(s.p + at, s.n - at, &c);
		must(len > 0);
		must(!cpr_char_invisible(c));
		must(c != 0x2028 && c != 0x2029);
		must(c != ' ' || (before != ' ' && before != '\n'));
		must(c != '\n' || before != ' ');
		if (profile != CPR_FOLD_DEFAULT_1)
			continue;
		must(!cpr_char_space(c) || c == ' ' || c == '\n');
		must(!(c >= 'A' && c <= 'Z') && !(c >= 0xff01 && c <= 0xff5e));
		must(c != 0x2800);
	}
	must(s.n == 0 || c != ' ');
}

/* Runs ascend on both sides and cover the text without gaps. */
static void check_runs(const struct cpr_folded *f, struct cpr_str source)
{
	uint32_t out = 0, src = SRC;

	for (size_t i = 0; i < f->runs.n; i++) {
		const struct cpr_fold_run *r = &f->runs.v[i];
		uint32_t end = i + 1 < f->runs.n ? f->runs.v[i + 1].out : (uint32_t)f->text.n;

		must(r->out == out && r->src >= src && r->src + r->src_n <= SRC + source.n);
		must(end >= r->out);
		if (r->identity) {
			must(end - r->out == r->src_n);
			for (uint32_t k = 0; k < r->src_n; k++) {
				char a = source.p[r->src - SRC + k], b = f->text.p[r->out + k];

				must(a == b || (a >= 'A' && a <= 'Z' && b == a + 32));
			}
		}
		out = end;
		src = r->src + r->src_n;
	}
	must(out == f->text.n);
}

/* Every character leads to a range that folds to something with it inside; the ranges are in order. */
static void check_way_back(const struct cpr_folded *f, struct cpr_str source, enum cpr_fold_profile profile)
{
	uint32_t start, end, last = SRC, last_end = SRC;
	unsigned len;

	for (uint32_t at = 0; at < f->text.n; at += len) {
		struct cpr_folded piece;
		uint32_t c = 0;

		len = char_at(f->text.p + at, f->text.n - at, &c);
		cpr_fold_source(f, at, at + len, &start, &end);
		must(start >= last && end >= last_end && start < end && end <= SRC + source.n);
		last = start;
		last_end = end;
		if (c == ' ' || c == '\n' || at > 512)
			continue;
		must(fold(&cpr_mem_libc, profile, (struct cpr_str){ source.p + start - SRC, end - start }, &piece));
		must(piece.text.n && memmem(piece.text.p, piece.text.n, f->text.p + at, len));
		cpr_folded_free(&piece);
	}
	if (f->text.n == 0)
		return;
	cpr_fold_source(f, 0, (uint32_t)f->text.n, &start, &end);
	must(start >= SRC && start <= end && end <= SRC + source.n);
}

/* '\n' is white space to a second folding, so what holds one is left out. */
static void check_again(const struct cpr_folded *f, enum cpr_fold_profile profile)
{
	struct cpr_folded again;

	if (f->text.n == 0 || memchr(f->text.p, '\n', f->text.n))
		return;
	must(fold(&cpr_mem_libc, profile, text_of(f), &again));
	must(same(f, &again));
	cpr_folded_free(&again);
}

/* A character that shows nothing, put between any two. */
static void check_hiding(const struct cpr_folded *f, struct cpr_str source, enum cpr_fold_profile profile, uint32_t seed)
{
	static const uint32_t hidden[] = { 0x200b, 0xad, 0x2060, 0xfe0f, 0x200d, 0x34f, 0xe0061, 0x202e, 0x3164, 0xfeff };
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_folded other;
	char bytes[4];
	unsigned n = cpr_utf8_put(hidden[seed % 10], bytes), len;

	for (size_t at = 0; at < source.n; at += len) {
		uint32_t c;

		len = char_at(source.p + at, source.n - at, &c);
		if (!len)
			len = 1;
		if (seed >> (at % 16 + 8) & 1)
			cpr_strbuf_add(&b, bytes, n);
		cpr_strbuf_add(&b, source.p + at, len);
	}
	must(!b.failed);
	must(fold(&cpr_mem_libc, profile, b.n ? cpr_strbuf_str(&b) : CPR_STR(""), &other));
	must(same(f, &other));
	cpr_folded_free(&other);
	cpr_strbuf_free(&b);
}

/* Units are folded each for itself. */
static void check_units(struct cpr_str source, enum cpr_fold_profile profile, size_t cut)
{
	struct cpr_folded both, a, b;

	while (cut < source.n && ((unsigned char)source.p[cut] & 0xc0) == 0x80)
		cut++;
	must(fold(&cpr_mem_libc, profile, (struct cpr_str){ source.p, cut }, &a));
	must(fold(&cpr_mem_libc, profile, (struct cpr_str){ source.p + cut, source.n - cut }, &b));
	must(fold(&cpr_mem_libc, profile, (struct cpr_str){ source.p, cut }, &both));
	cpr_fold_add(&both, profile, (struct cpr_str){ source.p + cut, source.n - cut }, (uint32_t)(SRC + cut));
	must(!both.failed && both.text.n == a.text.n + b.text.n);
	must(a.text.n == 0 || memcmp(both.text.p, a.text.p, a.text.n) == 0);
	must(b.text.n == 0 || memcmp(both.text.p + a.text.n, b.text.p, b.text.n) == 0);
	check_runs(&both, source);
	cpr_folded_free(&both);
	cpr_folded_free(&a);
	cpr_folded_free(&b);
}

static void check(struct cpr_str source, enum cpr_fold_profile profile, uint32_t seed)
{
	struct failing fail = { .left = seed % 8 };
	struct cpr_mem failing = { failing_realloc, &fail };
	struct cpr_folded f, starved;

	must(fold(&cpr_mem_libc, profile, source, &f));
	check_level(text_of(&f), profile);
	check_runs(&f, source);
	check_way_back(&f, source, profile);
	check_again(&f, profile);
	if (is_utf8(source))
		check_hiding(&f, source, profile, seed);
	check_units(source, profile, source.n ? seed % (source.n + 1) : 0);
	if (fold(&failing, profile, source, &starved))
		must(same(&f, &starved));
	else
		must(fail.failed);
	cpr_folded_free(&starved);
	must(fail.live == 0);
	cpr_folded_free(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cpr_str source = { size ? (const char *)data : "", size };

	check(source, CPR_FOLD_DEFAULT_1, number_of(data, size));
	check(source, CPR_FOLD_EXACT_1, number_of(data, size));
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity of a finding: what a waiver or a baseline holds on to. It is made of what the finding says, never of where in
 * the file that stands: inserting lines above, indenting anew, or sorting the attributes of a tag must not change it, but
 * other words under the same rule must. Changing anything here orphans every waiver in the world.
 */
#include "finding/report.h"

#include "finding/sort.h"

#define VERSION CPR_STR("cpreview/v1")
#define TAG_WORDS 64

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* /a/b[2]/@c -> /a/b/@c; what stands in brackets but is no number stays. */
static void add_path(struct cpr_digest *d, struct cpr_str path)
{
	size_t kept = 0;

	for (size_t i = 0; i < path.n; i++) {
		size_t end = i + 1;

		if (path.p[i] != '[')
			continue;
		while (end < path.n && path.p[end] >= '0' && path.p[end] <= '9')
			end++;
		if (end == i + 1 || end == path.n || path.p[end] != ']')
			continue;
		cpr_digest_add(d, path.p + kept, i - kept);
		kept = end + 1;
		i = end;
	}
	cpr_digest_add(d, path.p + kept, path.n - kept);
	cpr_digest_add(d, "", 1);
}

/* Runs of white space count as one blank, at the ends as nothing. */
static void add_collapsed(struct cpr_digest *d, struct cpr_str text)
{
	struct cpr_str rest = text, word;
	bool first = true;

	for (word = cpr_str_word(&rest); word.n; word = cpr_str_word(&rest)) {
		if (!first)
			cpr_digest_add(d, " ", 1);
		cpr_digest_add(d, word.p, word.n);
		first = false;
	}
	cpr_digest_add(d, "", 1);
}

static int by_text(const void *a, const void *b, const void *ctx)
{
	(void)ctx;
	return cpr_str_cmp(*(const struct cpr_str *)a, *(const struct cpr_str *)b);
}

/*
 * The words of a start tag: split at white space outside quotes, without the brackets. 0 when it is no start tag alone, or
 * has more words than there is room for.
 */
static size_t tag_words(struct cpr_str tag, struct cpr_str words[TAG_WORDS])
{
	size_t n = 0, end = tag.n;
	char quote = 0;

	if (tag.n < 3 || tag.p[0] != '<' || tag.p[tag.n - 1] != '>')
		return 0;
	end -= tag.p[tag.n - 2] == '/' ? 2 : 1;
	for (size_t i = 1, from = 1; i <= end; i++) {
		char c = i < end ? tag.p[i] : ' ';

		if (i < end && (quote ? c == quote : c == '"' || c == '\''))
			quote = quote ? 0 : c;
		else if (!quote && (c == '<' || c == '>'))
			return 0;
		if (quote || !is_space(c))
			continue;
		if (i > from) {
			if (n == TAG_WORDS)
				return 0;
			words[n++] = (struct cpr_str){ tag.p + from, i - from };
		}
		from = i + 1;
	}
	return quote ? 0 : n;
}

/* What stands there. The attributes of a start tag mean the same in any order. */
static void add_text(struct cpr_digest *d, const cpreview_finding *f)
{
	struct cpr_str words[TAG_WORDS];
	size_t n;

	if (f->matched.n) {
		add_collapsed(d, f->matched);
		return;
	}
	n = tag_words(f->where.excerpt, words);
	if (n == 0) {
		add_collapsed(d, f->where.excerpt);
		return;
	}
	if (n > 2)
		cpr_sort(words + 1, n - 1, sizeof *words, by_text, NULL);
	for (size_t i = 0; i < n; i++)
		add_collapsed(d, words[i]);
}

static bool is_content(const struct cpr_evidence *e)
{
	return !e->type || (strcmp(e->type, "line") != 0 && strcmp(e->type, "path") != 0);
}

static void finish(struct cpr_digest *d, cpreview_finding *f)
{
	char hex[CPR_DIGEST_HEX + 1];

	cpr_digest_end(d, hex);
	memcpy(f->fingerprint, hex, sizeof f->fingerprint - 1);
	f->fingerprint[sizeof f->fingerprint - 1] = '\0';
}

static void fingerprint(cpreview_finding *f)
{
	struct cpr_digest d;

	cpr_digest_begin(&d);
	cpr_digest_add_field(&d, VERSION);
	cpr_digest_add_field(&d, f->rule->id);
	add_path(&d, f->where.path);
	cpr_digest_add_field(&d, f->where.anchor);
	add_text(&d, f);
	cpr_digest_add_field(&d, f->identity);
	for (size_t i = 0; i < f->n_evidence; i++) {
		if (!is_content(&f->evidence[i]))
			continue;
		cpr_digest_add_field(&d, f->evidence[i].name);
		add_collapsed(&d, f->evidence[i].value);
	}
	finish(&d, f);
}

static void add_ordinal(cpreview_finding *f, size_t ordinal)
{
	struct cpr_str base = { f->fingerprint, sizeof f->fingerprint - 1 };
	char digits[sizeof(size_t) * 3];
	struct cpr_digest d;
	size_t at = sizeof digits;

	for (; ordinal; ordinal /= 10)
		digits[--at] = (char)('0' + ordinal % 10);
	cpr_digest_begin(&d);
	cpr_digest_add_field(&d, base);
	cpr_digest_add_field(&d, (struct cpr_str){ digits + at, sizeof digits - at });
	finish(&d, f);
}

/* Equal ones in the order of the report. ctx: its findings. */
static int by_fingerprint(const void *a, const void *b, const void *ctx)
{
	cpreview_finding *const *findings = ctx;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int c = memcmp(findings[i]->fingerprint, findings[k]->fingerprint, sizeof findings[i]->fingerprint);

	return c ? c : i < k ? -1 : i > k;
}

void cpr_fingerprint_all(cpreview_report *r)
{
	cpreview_finding **v = r->findings.v;
	size_t n = r->findings.n, *order;

	if (r->failed || n == 0)
		return;
	order = cpr_realloc(&r->mem, NULL, n, sizeof *order);
	if (!order) {
		r->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		fingerprint(v[i]);
		order[i] = i;
	}
	cpr_sort(order, n, sizeof *order, by_fingerprint, v);
	/* From behind, so that the first of each run of equal ones still has the common fingerprint to compare with. */
	for (size_t end = n; end > 0;) {
		size_t first = end - 1;

		while (first > 0 && strcmp(v[order[first - 1]]->fingerprint, v[order[end - 1]]->fingerprint) == 0)
			first--;
		for (size_t i = end - 1; i > first; i--)
			add_ordinal(v[order[i]], i - first);
		end = first;
	}
	cpr_free(&r->mem, order);
}

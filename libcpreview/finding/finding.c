/* SPDX-License-Identifier: Apache-2.0 */
/* What is added to a finding while it is built: related places, evidence, and the texts made from templates. */
#include "finding/report.h"

#include "text/unicode.h"

#define VALUE_CHARS 200 /* of a value in a message; the whole value is in the evidence */

/*
 * Room for one more element of an array in the arena, which cannot grow in place: when n is a power of two, the array is
 * full and gets a copy of twice the size. The old one stays behind; there are few of these and they are small.
 */
static void *grow(cpreview_report *r, void *old, size_t n, size_t size)
{
	void *grown;

	if (r->failed)
		return NULL;
	if (n & (n - 1))
		return old;
	grown = cpr_arena_array(&r->arena, n ? 2 * n : 1, size);
	if (!grown)
		r->failed = true;
	else if (n)
		memcpy(grown, old, n * size);
	return grown;
}

static struct cpr_str keep(cpreview_report *r, struct cpr_str s)
{
	struct cpr_str copy = cpr_arena_str(&r->arena, s);

	if (!copy.p)
		r->failed = true;
	return copy;
}

struct cpr_related *cpr_finding_relate(cpreview_report *r, cpreview_finding *f, struct cpr_str zh, struct cpr_str en)
{
	struct cpr_related *grown, *added;

	if (!f)
		return NULL;
	grown = grow(r, f->related, f->n_related, sizeof *grown);
	if (!grown)
		return NULL;
	f->related = grown;
	added = &grown[f->n_related];
	*added = (struct cpr_related){ .label = { .zh = keep(r, zh), .en = keep(r, en) } };
	if (r->failed)
		return NULL;
	f->n_related++;
	return added;
}

struct cpr_evidence *cpr_finding_evidence(cpreview_report *r, cpreview_finding *f, struct cpr_str name, struct cpr_str value,
					  const char *type)
{
	struct cpr_evidence *grown, *added;

	if (!f)
		return NULL;
	grown = grow(r, f->evidence, f->n_evidence, sizeof *grown);
	if (!grown)
		return NULL;
	f->evidence = grown;
	added = &grown[f->n_evidence];
	*added = (struct cpr_evidence){ .name = keep(r, name), .value = keep(r, value), .type = type };
	if (r->failed)
		return NULL;
	f->n_evidence++;
	return added;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A value as it stands in a message: on one line, and not without end. */
static void add_value(struct cpr_strbuf *b, struct cpr_str value)
{
	struct cpr_str v = cpr_str_trim(value);
	size_t chars = 0;

	for (size_t i = 0; i < v.n; chars++) {
		uint32_t c;
		unsigned n = cpr_utf8_next(v.p + i, v.n - i, &c);

		if (chars == VALUE_CHARS) {
			cpr_strbuf_addz(b, "…");
			return;
		}
		if (is_space(v.p[i])) {
			while (is_space(v.p[i]))
				i++;
			cpr_strbuf_addc(b, ' ');
			continue;
		}
		/* Bytes that are not UTF-8 cannot come from a document; writers show them escaped. */
		n = n ? n : 1;
		cpr_strbuf_add(b, v.p + i, n);
		i += n;
	}
}

static void add_evidence(struct cpr_strbuf *b, const cpreview_finding *f, struct cpr_str name, int language)
{
	for (size_t i = 0; i < f->n_evidence; i++) {
		if (!cpr_str_eq(f->evidence[i].name, name))
			continue;
		add_value(b, cpr_evidence_value(&f->evidence[i], language));
		return;
	}
	cpr_strbuf_addc(b, '?');
}

struct cpr_str cpr_finding_fill(cpreview_report *r, const cpreview_finding *f, struct cpr_str template_text, int language)
{
	struct cpr_strbuf b = CPR_STRBUF(&r->mem);
	struct cpr_str t = template_text, filled = { 0 };

	if (r->failed || !f)
		return filled;
	for (size_t i = 0; i < t.n; i++) {
		const char *close = NULL;

		if ((t.p[i] == '{' || t.p[i] == '}') && i + 1 < t.n && t.p[i + 1] == t.p[i])
			i++;
		else if (t.p[i] == '{')
			close = memchr(t.p + i, '}', t.n - i);
		if (!close) {
			cpr_strbuf_addc(&b, t.p[i]);
			continue;
		}
		add_evidence(&b, f, (struct cpr_str){ t.p + i + 1, (size_t)(close - (t.p + i + 1)) }, language);
		i = (size_t)(close - t.p);
	}
	if (cpr_strbuf_failed(&b))
		r->failed = true;
	else
		filled = keep(r, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return filled;
}

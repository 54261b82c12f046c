/* SPDX-License-Identifier: Apache-2.0 */
/* What every part of loading needs: telling mistakes with their place, reading the document, compiling pieces. */
#include "ruleset/loader.h"

#include "text/unicode.h"

bool cpr_loader_nomem(struct cpr_loader *l)
{
	l->failed = true;
	return false;
}

static void add_error(struct cpr_loader *l, int code, struct cpr_src src, const char *fmt, va_list ap)
	__attribute__((format(printf, 4, 0)));
static void add_error(struct cpr_loader *l, int code, struct cpr_src src, const char *fmt, va_list ap)
{
	struct cpr_position at = cpr_place_position(l->file->doc, src.start);
	struct cpr_loc loc = { .file = l->file->name, .offset_bytes = at.offset_bytes, .line = at.line, .column = at.column };

	l->n_errors++;
	cpr_error_vset(&l->errors, code, &loc, fmt, ap);
}

void cpr_loader_error(struct cpr_loader *l, struct cpr_src src, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_error(l, CPREVIEW_E_RULESET, src, fmt, ap);
	va_end(ap);
}

void cpr_loader_error_as(struct cpr_loader *l, int code, struct cpr_src src, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_error(l, code, src, fmt, ap);
	va_end(ap);
}

struct cpr_str cpr_loader_attr(const struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	uint32_t a = cpr_doc_attr(l->file->doc, node, attr);

	return a == CPR_NO_NODE ? (struct cpr_str){ 0 } : cpr_str_trim(cpr_doc_attr_value(l->file->doc, a));
}

const struct cpr_value *cpr_loader_value(const struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	uint32_t a = cpr_doc_attr(l->file->doc, node, attr);

	return a == CPR_NO_NODE || l->file->valid.values[a].type == CPR_TYPE_NONE ? NULL : &l->file->valid.values[a];
}

struct cpr_str cpr_loader_code(const struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	const struct cpr_value *v = cpr_loader_value(l, node, attr);

	return v ? cpr_str_of(l->vocabulary->codes[v->u.code].code) : (struct cpr_str){ 0 };
}

bool cpr_loader_truth(const struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	const struct cpr_value *v = cpr_loader_value(l, node, attr);

	return v && v->u.truth;
}

struct cpr_src cpr_loader_attr_src(const struct cpr_loader *l, cpr_node node, cpr_name attr)
{
	uint32_t a = cpr_doc_attr(l->file->doc, node, attr);

	return a == CPR_NO_NODE ? cpr_place_node(l->file->doc, node) : cpr_place_attr(l->file->doc, a);
}

static cpr_node named_from(const struct cpr_doc *d, cpr_node n, cpr_name element)
{
	while (n != CPR_NO_NODE && d->nodes[n].name != element)
		n = cpr_doc_next_sibling(d, n);
	return n;
}

cpr_node cpr_loader_child(const struct cpr_loader *l, cpr_node node, cpr_name element)
{
	return named_from(l->file->doc, cpr_doc_first_child(l->file->doc, node), element);
}

cpr_node cpr_loader_next(const struct cpr_loader *l, cpr_node child, cpr_name element)
{
	return named_from(l->file->doc, cpr_doc_next_sibling(l->file->doc, child), element);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The last character of b, 0 if it is empty. */
static uint32_t last_char(const struct cpr_strbuf *b)
{
	size_t at = b->n;
	uint32_t c = 0;

	while (at > 0 && ((unsigned char)b->p[--at] & 0xc0) == 0x80)
		;
	if (b->n)
		(void)cpr_utf8_next(b->p + at, b->n - at, &c);
	return c;
}

/* East Asian text has no space at a line break; wide is close enough to say what that is. */
static bool joins(uint32_t before, struct cpr_str rest)
{
	uint32_t after = 0;

	(void)cpr_utf8_next(rest.p, rest.n, &after);
	return cpr_char_width(before) == 2 || cpr_char_width(after) == 2;
}

struct cpr_str cpr_loader_prose(struct cpr_loader *l, cpr_node node)
{
	struct cpr_str s = cpr_str_trim(cpr_doc_text(l->file->doc, node, NULL));
	struct cpr_strbuf b = CPR_STRBUF(l->mem);
	struct cpr_str ret = { 0 };

	for (size_t i = 0; i < s.n;) {
		bool broken = false;
		size_t from = i;

		while (i < s.n && is_space(s.p[i]))
			broken |= s.p[i++] == '\n';
		if (i == from)
			cpr_strbuf_addc(&b, s.p[i++]);
		else if (!broken || !joins(last_char(&b), (struct cpr_str){ s.p + i, s.n - i }))
			cpr_strbuf_addc(&b, ' ');
	}
	if (!cpr_strbuf_failed(&b))
		ret = cpr_arena_str(&l->rs->arena, cpr_strbuf_str(&b));
	if (!ret.p)
		cpr_loader_nomem(l);
	cpr_strbuf_free(&b);
	return ret;
}

struct cpr_text2 cpr_loader_text2(struct cpr_loader *l, cpr_node parent)
{
	struct cpr_text2 t = { 0 };
	cpr_node zh, en;

	if (parent == CPR_NO_NODE)
		return t;
	zh = cpr_loader_child(l, parent, CPR_R_E_ZH);
	en = cpr_loader_child(l, parent, CPR_R_E_EN);
	if (zh != CPR_NO_NODE)
		t.zh = cpr_loader_prose(l, zh);
	if (en != CPR_NO_NODE)
		t.en = cpr_loader_prose(l, en);
	if (zh != CPR_NO_NODE && !t.zh.n)
		cpr_loader_error(l, cpr_place_node(l->file->doc, zh), "the Chinese text is empty");
	if (en != CPR_NO_NODE && !t.en.n)
		cpr_loader_error(l, cpr_place_node(l->file->doc, en), "the English text is empty");
	return t;
}

/* How many bytes the character behind a reference has: &amp; and its like are one. p[0] is '&'. */
static uint32_t reference_bytes(struct cpr_str ref)
{
	bool hex = ref.n > 2 && ref.p[2] == 'x';
	uint32_t c = 0;

	if (ref.n < 3 || ref.p[1] != '#')
		return 1;
	for (size_t i = hex ? 3 : 2; i < ref.n && c < 0x110000; i++) {
		uint32_t digit = (uint32_t)(ref.p[i] <= '9' ? ref.p[i] - '0' : (ref.p[i] | 0x20) - 'a' + 10);

		c = c * (hex ? 16 : 10) + digit;
	}
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Where byte `at` of an attribute's value stands in the source: references and line ends are spelt with more than they are. */
static uint32_t value_src(const struct cpr_doc *d, uint32_t attr, uint32_t at)
{
	const struct cpr_attr_rec *a = &d->attrs[attr];
	const char *p = d->source.text.p;
	uint32_t src = a->src_value, end = a->src_value_end, value = 0;

	while (src < end) {
		uint32_t spelt = 1, bytes = 1;

		if (p[src] == '&') {
			while (src + spelt < end && p[src + spelt] != ';')
				spelt++;
			bytes = reference_bytes((struct cpr_str){ p + src, spelt });
			spelt++;
		} else if (p[src] == '\r' && src + 1 < end && p[src + 1] == '\n') {
			spelt = 2;
		}
		if (value + bytes > at)
			break;
		value += bytes;
		src += spelt;
	}
	return src;
}

static struct cpr_str prefix_namespace(void *user, struct cpr_str prefix)
{
	const struct cpr_loader *l = user;

	for (cpr_node n = cpr_loader_child(l, 0, CPR_R_E_NAMESPACE); n != CPR_NO_NODE; n = cpr_loader_next(l, n, CPR_R_E_NAMESPACE))
		if (cpr_str_eq(cpr_loader_attr(l, n, CPR_R_A_PREFIX), prefix))
			return cpr_loader_attr(l, n, CPR_R_A_URI);
	return (struct cpr_str){ 0 };
}

struct cpr_expr *cpr_loader_expr(struct cpr_loader *l, cpr_node node, cpr_name attr, enum cpr_expr_type want,
				 cpr_name context, const struct cpr_expr_var *vars, size_t n_vars)
{
	uint32_t a = cpr_doc_attr(l->file->doc, node, attr);
	struct cpr_expr_scope scope = {
		.mem = &l->rs->mem, .arena = &l->rs->arena, .limits = &l->rs->limits,
		.vocabulary = &cpr_campaign_vocabulary, .vars = vars, .n_vars = n_vars, .context = context,
		.prefix = prefix_namespace, .user = l, .current_is_context = true,
	};
	struct cpr_expr_error err = { 0 };
	struct cpr_expr *e;

	if (a == CPR_NO_NODE)
		return NULL;
	e = cpr_expr_compile(&scope, cpr_doc_attr_value(l->file->doc, a), want, &err);
	if (!e && !err.message[0])
		return cpr_loader_nomem(l), NULL;
	if (!e) {
		uint32_t at = value_src(l->file->doc, a, err.offset_bytes);

		cpr_loader_error(l, (struct cpr_src){ at, at }, "%s", err.message);
		return NULL;
	}
	if (!cpr_array_push(&l->rs->mem, &l->rs->exprs, e)) {
		cpr_expr_clear(e);
		return cpr_loader_nomem(l), NULL;
	}
	return e;
}

/* Folds a literal like the text it will be looked for in; into the arena. */
static struct cpr_str fold_literal(struct cpr_loader *l, struct cpr_str s)
{
	struct cpr_folded f;
	struct cpr_str ret = { 0 };

	cpr_folded_init(&f, l->mem);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, s, 0);
	if (!f.failed && !cpr_strbuf_failed(&f.text))
		ret = cpr_arena_str(&l->rs->arena, cpr_strbuf_str(&f.text));
	cpr_folded_free(&f);
	if (!ret.p)
		cpr_loader_nomem(l);
	return ret;
}

struct phrase_list {
	CPR_ARRAY(struct cpr_phrase) list;
	uint32_t n_patterns;
};

/* Gives a phrase its number and, if it is looked for globally, its place in the candidate engine. */
static bool number_phrase(struct cpr_loader *l, struct cpr_phrase *p)
{
	const struct cpr_str *literals = &p->literal;
	size_t n = 1;
	uint8_t kind = CPR_PHRASE_LITERAL;

	if (p->pattern) {
		n = cpr_pattern_literals(p->pattern, &literals);
		kind = n ? CPR_PHRASE_PATTERN : CPR_PHRASE_PATTERN_EVERYWHERE;
	}
	p->id = (uint32_t)l->rs->phrase_kinds.n;
	if (!cpr_array_push(&l->rs->mem, &l->rs->phrase_kinds, kind))
		return cpr_loader_nomem(l);
	for (size_t i = 0; i < n; i++)
		if (!cpr_terms_add(l->rs->terms, literals[i], p->id))
			return cpr_loader_nomem(l);
	return true;
}

bool cpr_loader_literal(struct cpr_loader *l, struct cpr_str written, struct cpr_src src, struct cpr_phrase *ret)
{
	*ret = (struct cpr_phrase){ .written = written, .literal = fold_literal(l, written) };
	if (ret->literal.p && !ret->literal.n)
		cpr_loader_error(l, src, "nothing is left of this term after levelling, so it would match everywhere");
	return ret->literal.n > 0;
}

static bool add_literal(struct cpr_loader *l, struct phrase_list *out, struct cpr_phrase p, bool global)
{
	if (global && !number_phrase(l, &p))
		return false;
	return cpr_array_push(l->mem, &out->list, p) || cpr_loader_nomem(l);
}

static bool add_pattern(struct cpr_loader *l, struct phrase_list *out, cpr_node node, bool global)
{
	uint32_t text_at;
	struct cpr_str whole = cpr_doc_text(l->file->doc, node, &text_at), source = cpr_str_trim(whole);
	struct cpr_phrase p = { 0 };
	struct cpr_pattern_error err = { 0 };

	if (++out->n_patterns > l->rs->limits.patterns_per_rule) {
		cpr_loader_error(l, cpr_place_node(l->file->doc, node), "more than %u patterns in one place",
				 l->rs->limits.patterns_per_rule);
		return true;
	}
	p.pattern = cpr_pattern_compile(&l->rs->mem, source, &l->rs->limits, &err);
	if (!p.pattern) {
		uint32_t at = text_at + (uint32_t)(source.p - whole.p) + err.offset_bytes;
		struct cpr_src src = cpr_place_node(l->file->doc, node);

		if (!err.message[0])
			return cpr_loader_nomem(l);
		if (source.n && err.offset_bytes < source.n)
			src = cpr_place_text(l->file->doc, at, at + 1);
		else if (source.n) /* at its end: behind its last character */
			src.start = cpr_place_text(l->file->doc, text_at, at).end;
		cpr_loader_error(l, src, "%s", err.message);
		return true;
	}
	if (!cpr_array_push(&l->rs->mem, &l->rs->patterns, p.pattern)) {
		cpr_pattern_free(p.pattern);
		return cpr_loader_nomem(l);
	}
	p.written = cpr_arena_str(&l->rs->arena, source);
	if (!p.written.p || (global && !number_phrase(l, &p)))
		return cpr_loader_nomem(l);
	return cpr_array_push(l->mem, &out->list, p) || cpr_loader_nomem(l);
}

void cpr_loader_unknown(struct cpr_loader *l, struct cpr_src src, const char *what, struct cpr_str name,
			struct cpr_str (*at)(const struct cpr_loader *l, size_t i), size_t n)
{
	struct cpr_str best = { 0 };
	size_t limit = 3;

	for (size_t i = 0; i < n; i++) {
		size_t d = cpr_str_distance(at(l, i), name, limit);

		if (d < limit) {
			limit = d;
			best = at(l, i);
		}
	}
	cpr_loader_error(l, src, "there is no %s \"%.*s\"%s%.*s%s", what, CPR_STR_ARG(name), best.n ? "; did you mean \"" : "",
			 (int)best.n, best.n ? best.p : "", best.n ? "\"?" : "");
}

static struct cpr_str lexicon_id(const struct cpr_loader *l, size_t i)
{
	return l->lexicon_list.v[i]->id;
}

static bool add_lexicon(struct cpr_loader *l, struct phrase_list *out, cpr_node node, bool global)
{
	struct cpr_str id = cpr_loader_attr(l, node, CPR_R_A_LEXICON);
	uint32_t i = cpr_map_get(&l->lexicons, id);

	if (i == CPR_MAP_NONE) {
		cpr_loader_unknown(l, cpr_loader_attr_src(l, node, CPR_R_A_LEXICON), "lexicon", id, lexicon_id, l->lexicon_list.n);
		return true;
	}
	l->lexicon_list.v[i]->used = true;
	for (uint32_t e = 0; e < l->lexicon_list.v[i]->n_entries; e++)
		if (!add_literal(l, out, l->lexicon_list.v[i]->entries[e], global))
			return false;
	return true;
}

static bool add_phrase(struct cpr_loader *l, struct phrase_list *out, cpr_node n, bool global)
{
	cpr_name name = l->file->doc->nodes[n].name;
	struct cpr_phrase p;
	struct cpr_str term;

	if (name == CPR_R_E_WORDS)
		return add_lexicon(l, out, n, global);
	if (name == CPR_R_E_PATTERN)
		return add_pattern(l, out, n, global);
	if (name != CPR_R_E_TERM)
		return true;
	term = cpr_arena_str(&l->rs->arena, cpr_str_trim(cpr_doc_text(l->file->doc, n, NULL)));
	if (!term.p)
		return cpr_loader_nomem(l);
	if (!cpr_loader_literal(l, term, cpr_place_node(l->file->doc, n), &p))
		return !l->failed;
	return add_literal(l, out, p, global);
}

bool cpr_loader_phrases(struct cpr_loader *l, cpr_node parent, bool global, struct cpr_phrases *ret)
{
	struct phrase_list out = { 0 };
	size_t errors = l->n_errors;
	bool ok = true;

	if (cpr_loader_child(l, parent, CPR_R_E_TERM) == CPR_NO_NODE &&
	    cpr_loader_child(l, parent, CPR_R_E_PATTERN) == CPR_NO_NODE &&
	    cpr_loader_child(l, parent, CPR_R_E_WORDS) == CPR_NO_NODE)
		cpr_loader_error(l, cpr_place_node(l->file->doc, parent), "there is nothing to look for: add a term, pattern or words");
	for (cpr_node n = cpr_doc_first_child(l->file->doc, parent); ok && n != CPR_NO_NODE;
	     n = cpr_doc_next_sibling(l->file->doc, n))
		ok = add_phrase(l, &out, n, global);
	if (ok && out.list.n) {
		struct cpr_phrase *v = cpr_arena_array(&l->rs->arena, out.list.n, sizeof *v);

		if (v) {
			memcpy(v, out.list.v, out.list.n * sizeof *v);
			*ret = (struct cpr_phrases){ .v = v, .n = (uint32_t)out.list.n };
		}
		if (!v || (!global && !cpr_phrases_window(ret, v, l->mem, &l->rs->arena))) {
			ok = cpr_loader_nomem(l);
		}
	}
	cpr_array_free(l->mem, &out.list);
	return ok && errors == l->n_errors;
}

bool cpr_loader_blocks(struct cpr_loader *l, cpr_node node, cpr_name attr, struct cpr_blocks *ret)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	struct cpr_str rest = cpr_loader_attr(l, node, attr);
	bool ok = true;

	*ret = (struct cpr_blocks){ .any = rest.n == 0 };
	for (struct cpr_str w = cpr_str_word(&rest); w.n; w = cpr_str_word(&rest)) {
		cpr_name e = cpr_vocabulary_element(v, w);
		struct cpr_str near = cpr_vocabulary_guess_element(v, w);

		if (e == CPR_MAP_NONE || v->elements[e].content != CPR_CONTENT_COPY) {
			cpr_loader_error(l, cpr_loader_attr_src(l, node, attr), "\"%.*s\" is not a copy block of campaigns%s%.*s%s",
					 CPR_STR_ARG(w), near.n && e == CPR_MAP_NONE ? "; did you mean \"" : "",
					 e == CPR_MAP_NONE ? (int)near.n : 0, near.p ? near.p : "",
					 near.n && e == CPR_MAP_NONE ? "\"?" : "");
			ok = false;
			continue;
		}
		ret->bits[e / 64] |= UINT64_C(1) << (e % 64);
	}
	return ok;
}

bool cpr_loader_codes(struct cpr_loader *l, cpr_node node, cpr_name attr, uint16_t list, struct cpr_codes *ret)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	struct cpr_str rest = cpr_loader_attr(l, node, attr), count = rest;
	uint32_t n = 0, *codes;
	bool ok = true;

	*ret = (struct cpr_codes){ 0 };
	while (cpr_str_word(&count).n)
		n++;
	if (!n)
		return true;
	codes = cpr_arena_array(&l->rs->arena, n, sizeof *codes);
	if (!codes)
		return cpr_loader_nomem(l);
	n = 0;
	for (struct cpr_str w = cpr_str_word(&rest); w.n; w = cpr_str_word(&rest)) {
		uint32_t code = cpr_vocabulary_code(v, list, w);
		struct cpr_str near = cpr_vocabulary_guess_code(v, list, w);

		if (code == CPR_MAP_NONE) {
			cpr_loader_error(l, cpr_loader_attr_src(l, node, attr), "\"%.*s\" is not a code of the list %s%s%.*s%s",
					 CPR_STR_ARG(w), v->lists[list].name, near.n ? "; did you mean \"" : "", (int)near.n,
					 near.p ? near.p : "", near.n ? "\"?" : "");
			ok = false;
			continue;
		}
		codes[n++] = code;
	}
	*ret = (struct cpr_codes){ codes, n };
	return ok;
}

void cpr_loader_offers(struct cpr_args *args, struct cpr_str name)
{
	struct cpreview_rule *r = args->rule;
	struct cpr_str *v;

	for (uint32_t i = 0; i < r->n_offers; i++)
		if (cpr_str_eq(r->offers[i], name))
			return;
	v = cpr_arena_array(&args->loader->rs->arena, r->n_offers + 1, sizeof *v);
	if (!v) {
		cpr_loader_nomem(args->loader);
		return;
	}
	if (r->n_offers)
		memcpy(v, r->offers, r->n_offers * sizeof *v);
	v[r->n_offers] = cpr_arena_str(&args->loader->rs->arena, name);
	if (!v[r->n_offers].p)
		cpr_loader_nomem(args->loader);
	r->offers = v;
	r->n_offers++;
}

void cpr_loader_offers_phrases(struct cpr_args *args, const struct cpr_phrases *ps)
{
	cpr_loader_offers(args, CPR_STR("match"));
	for (uint32_t i = 0; i < ps->n; i++) {
		size_t n = ps->v[i].pattern ? cpr_pattern_groups(ps->v[i].pattern) : 0;

		for (size_t g = 0; g < n && g < CPR_MATCH_GROUPS; g++) {
			uint32_t number;

			cpr_loader_offers(args, cpr_pattern_group(ps->v[i].pattern, g, &number));
		}
	}
}

bool cpr_loader_claim(struct cpr_loader *l, struct cpr_map *ids, cpr_node node, struct cpr_str id, uint32_t index)
{
	uint32_t old;

	if (!cpr_map_put(ids, id, index, &old))
		return cpr_loader_nomem(l);
	if (old == CPR_MAP_NONE)
		return true;
	cpr_loader_error(l, cpr_loader_attr_src(l, node, CPR_R_A_ID), "the id \"%.*s\" is taken already", CPR_STR_ARG(id));
	return false;
}

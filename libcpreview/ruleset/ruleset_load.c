/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading a ruleset: files and includes, then laws, lexicons and contexts of all files, then rules. All or nothing; every
 * mistake is told.
 */
#include "ruleset/loader.h"

#include "finding/sort.h"

static const char manifest[] = "ruleset.xml";

/* A file must lie below the manifest's folder: relative, no "..", no empty or hidden part, no backslash. */
static bool safe_href(struct cpr_str href)
{
	size_t start = 0;

	for (size_t i = 0; i <= href.n; i++) {
		if (i < href.n && (href.p[i] == '\\' || (unsigned char)href.p[i] < 0x20 || href.p[i] == ':'))
			return false;
		if (i < href.n && href.p[i] != '/')
			continue;
		if (i == start || href.p[start] == '.')
			return false;
		start = i + 1;
	}
	return true;
}

/* Decodes the first n bytes of a file; false if it cannot, or without memory, which is told. */
static bool decode(struct cpr_loader *l, const struct cpr_rules_file *f, size_t n, struct cpr_decoded *ret)
{
	struct cpr_arena arena = CPR_ARENA(l->mem);
	struct cpr_problems problems = { .arena = &arena };
	bool ok = cpr_decode(l->mem, (struct cpr_str){ f->bytes, n }, &l->rs->limits, ret, &problems);

	if (problems.failed)
		cpr_loader_nomem(l);
	cpr_problems_free(&problems);
	cpr_arena_free(&arena);
	return ok;
}

/*
 * A place in a file that is no document, so that its bytes have to be looked at once more. What stopped the decoding has its
 * place in the bytes, anything else in the decoded text. Lines stay unknown if there is no text up to there.
 */
static struct cpr_loc place_refused(struct cpr_loader *l, const struct cpr_rules_file *f, uint32_t at)
{
	struct cpr_loc loc = { .file = f->name, .offset_bytes = at };
	struct cpr_decoded d;
	bool all = decode(l, f, f->n_bytes, &d);

	if (!all && (at == 0 || !decode(l, f, at, &d)))
		return loc;
	at = all && at < d.text.n ? at : (uint32_t)d.text.n;
	if (all)
		loc.offset_bytes = cpr_decoded_raw(&d, at);
	loc.line = loc.column = 1;
	for (uint32_t i = 0; i < at; i++) {
		char c = d.text.p[i];

		if (c == '\n' || (c == '\r' && !(i + 1 < d.text.n && d.text.p[i + 1] == '\n'))) {
			loc.line++;
			loc.column = 1;
		} else if (((unsigned char)c & 0xc0) != 0x80) {
			loc.column++;
		}
	}
	cpr_decoded_free(&d);
	return loc;
}

/* What keeps a file from being a document, or a valid one. */
static void tell_problems(struct cpr_loader *l, const struct cpr_rules_file *f, const struct cpr_problems *problems)
{
	for (size_t i = 0; i < problems->list.n; i++) {
		const struct cpr_problem *p = &problems->list.v[i];
		struct cpr_strbuf b = CPR_STRBUF(l->mem);
		struct cpr_loc loc;

		if (f->doc) {
			struct cpr_position at = cpr_place_position(f->doc, p->start);

			loc = (struct cpr_loc){ f->name, at.offset_bytes, at.line, at.column };
		} else {
			loc = place_refused(l, f, p->start);
		}
		cpr_problem_format(p, cpr_problem_types[p->id].en, &b);
		if (cpr_strbuf_failed(&b))
			cpr_loader_nomem(l);
		else
			cpr_error_set(&l->errors, CPREVIEW_E_RULESET, &loc, "%s", b.p);
		l->n_errors++;
		cpr_strbuf_free(&b);
	}
}

/* Parses and validates bytes that the file owns; false ends the whole load. */
static bool parse_file(struct cpr_loader *l, struct cpr_rules_file *f, cpr_name root)
{
	const struct cpr_vocabulary *v = l->vocabulary;
	struct cpr_doc_schema schema = { .ns = v->ns, .names = v->names, .n_elements = v->n_elements,
					 .n_attributes = v->n_attr_names };
	struct cpr_problems problems = { .arena = &l->rs->arena };
	bool ok = true;

	f->doc = cpr_doc_parse(l->mem, (struct cpr_str){ f->bytes, f->n_bytes }, &l->rs->limits, &schema, &problems);
	if (f->doc)
		ok = cpr_validate(f->doc, v, root, 0, &l->rs->arena, &f->valid, &problems);
	if (!ok || problems.failed)
		ok = cpr_loader_nomem(l);
	else if (!f->doc && !problems.list.n)
		ok = cpr_loader_nomem(l);
	else
		tell_problems(l, f, &problems);
	cpr_problems_free(&problems);
	return ok;
}

static bool name_taken(const struct cpr_loader *l, const char *name)
{
	for (size_t i = 0; i < l->files.n; i++)
		if (cpr_str_is(cpr_str_of(name), l->files.v[i].name))
			return true;
	return false;
}

/* Enters a file whose bytes were read, and parses it. Takes the bytes. False ends the whole load. */
static bool enter_file(struct cpr_loader *l, struct cpr_rules_file *f, const char *path, struct cpr_str href, cpr_name root)
{
	f->name = cpr_arena_strz(&l->rs->arena, cpr_str_of(path));
	f->href = cpr_arena_str(&l->rs->arena, href);
	if (!f->name || !f->href.p || !cpr_array_push(l->mem, &l->files, *f)) {
		cpr_free(l->mem, f->bytes);
		return cpr_loader_nomem(l);
	}
	return parse_file(l, &l->files.v[l->files.n - 1], root);
}

/* Reads a manifest. False ends the whole load; what cannot be read is told and does not. */
static bool read_manifest(struct cpr_loader *l, const char *path, uint32_t pack)
{
	struct cpr_rules_file f = { .pack = pack };
	int rc = cpr_file_read(l->mem, path, l->bytes_left, &f.bytes, &f.n_bytes, &l->errors);

	if (rc == CPREVIEW_E_NOMEM)
		return cpr_loader_nomem(l);
	if (rc) {
		l->n_errors++;
		return true;
	}
	l->bytes_left -= f.n_bytes;
	return enter_file(l, &f, path, (struct cpr_str){ 0 }, CPR_R_E_RULESET);
}

/* The same for an included file; what is wrong with it is told where it is included. */
static bool read_included(struct cpr_loader *l, const char *folder, const char *path, struct cpr_str href, struct cpr_src src)
{
	struct cpr_rules_file f = { .pack = l->file->pack };
	cpreview_error *err = NULL;
	int rc = cpr_file_read_below(l->mem, folder, href, path, l->bytes_left, &f.bytes, &f.n_bytes, &err);
	bool ok = rc != CPREVIEW_E_NOMEM;

	if (rc && ok)
		cpr_loader_error_as(l, rc, src, "\"%.*s\" cannot be included: %s", CPR_STR_ARG(href), cpreview_error_message(err));
	cpreview_error_free(err);
	if (!ok)
		return cpr_loader_nomem(l);
	if (rc)
		return true;
	l->bytes_left -= f.n_bytes;
	return enter_file(l, &f, path, href, CPR_R_E_RULES);
}

static bool include(struct cpr_loader *l, const char *folder, cpr_node node, size_t manifest_at)
{
	struct cpr_str href = cpr_loader_attr(l, node, CPR_R_A_HREF);
	struct cpr_src src = cpr_loader_attr_src(l, node, CPR_R_A_HREF);
	struct cpr_strbuf path = CPR_STRBUF(l->mem);
	bool ok = true;

	if (!safe_href(href)) {
		cpr_loader_error(l, src, "\"%.*s\" must be a relative path without .. into the manifest's folder", CPR_STR_ARG(href));
		return true;
	}
	cpr_strbuf_addf(&path, "%s%s%.*s", folder, strcmp(folder, "/") ? "/" : "", CPR_STR_ARG(href));
	if (cpr_strbuf_failed(&path)) {
		ok = cpr_loader_nomem(l);
	} else if (name_taken(l, path.p)) {
		cpr_loader_error(l, src, "\"%.*s\" is included twice", CPR_STR_ARG(href));
	} else if (l->files.n >= l->rs->limits.include_files) {
		cpr_loader_error(l, src, "more than %u files", l->rs->limits.include_files);
	} else {
		ok = read_included(l, folder, path.p, href, src);
		l->file = &l->files.v[manifest_at]; /* the array may have moved */
	}
	cpr_strbuf_free(&path);
	return ok;
}

/* Up to five digits; shortens *s. */
static bool take_number(struct cpr_str *s, uint32_t *ret)
{
	size_t n = 0;

	for (*ret = 0; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++) {
		if (n == 5)
			return false;
		*ret = *ret * 10 + (uint32_t)(s->p[n] - '0');
	}
	s->p += n;
	s->n -= n;
	return n > 0;
}

/* A version is no decimal: 1.10 comes after 1.9. */
static void check_engine(struct cpr_loader *l)
{
	struct cpr_str engine = cpr_loader_attr(l, 0, CPR_R_A_ENGINE), s = engine;
	struct cpr_src src = cpr_loader_attr_src(l, 0, CPR_R_A_ENGINE);
	uint32_t major, minor;

	if (cpr_doc_attr(l->file->doc, 0, CPR_R_A_ENGINE) == CPR_NO_NODE)
		return; /* that was told */
	if (!take_number(&s, &major) || !s.n || *s.p++ != '.' || !s.n-- || !take_number(&s, &minor) || s.n)
		cpr_loader_error(l, src, "expected major.minor, such as 1.0, but it is \"%.*s\"", CPR_STR_ARG(engine));
	else if (major > CPREVIEW_VERSION_MAJOR || (major == CPREVIEW_VERSION_MAJOR && minor > CPREVIEW_VERSION_MINOR))
		cpr_loader_error(l, src, "this ruleset needs version %.*s of the library or later; this is %d.%d",
				 CPR_STR_ARG(engine), CPREVIEW_VERSION_MAJOR, CPREVIEW_VERSION_MINOR);
}

static bool load_pack_header(struct cpr_loader *l, uint32_t pack)
{
	struct cpr_arena *a = &l->rs->arena;
	struct cpr_pack *p = &l->rs->packs[pack];

	p->id = cpr_arena_str(a, cpr_loader_attr(l, 0, CPR_R_A_ID));
	p->version = cpr_arena_str(a, cpr_loader_attr(l, 0, CPR_R_A_VERSION));
	p->jurisdiction = cpr_arena_str(a, cpr_loader_attr(l, 0, CPR_R_A_JURISDICTION));
	p->owner = cpr_arena_str(a, cpr_loader_attr(l, 0, CPR_R_A_OWNER));
	p->title = cpr_loader_text2(l, cpr_loader_child(l, 0, CPR_R_E_TITLE));
	if (!p->id.p || !p->version.p || !p->jurisdiction.p || !p->owner.p)
		return cpr_loader_nomem(l);
	if (p->jurisdiction.n &&
	    cpr_vocabulary_code(&cpr_campaign_vocabulary, CPR_L_JURISDICTION, p->jurisdiction) == CPR_MAP_NONE)
		cpr_loader_error(l, cpr_loader_attr_src(l, 0, CPR_R_A_JURISDICTION), "there is no jurisdiction \"%.*s\"",
				 CPR_STR_ARG(p->jurisdiction));
	for (uint32_t i = 0; i < pack && p->id.n; i++)
		if (cpr_str_eq(l->rs->packs[i].id, p->id))
			cpr_loader_error(l, cpr_loader_attr_src(l, 0, CPR_R_A_ID), "the ruleset \"%.*s\" is loaded twice",
					 CPR_STR_ARG(p->id));
	check_engine(l);
	return true;
}

/*
 * SHA-256 over the names and bytes of all files of a ruleset, in the order of inclusion. Names as included, none for the
 * manifest: it is the same wherever the ruleset stands, and for one in memory.
 */
static void digest_pack(struct cpr_loader *l, uint32_t pack)
{
	struct cpr_digest d;

	cpr_digest_begin(&d);
	for (size_t i = 0; i < l->files.n; i++) {
		const struct cpr_rules_file *f = &l->files.v[i];

		if (f->pack != pack)
			continue;
		cpr_digest_add_field(&d, f->href);
		cpr_digest_add_field(&d, (struct cpr_str){ f->bytes, f->n_bytes });
	}
	cpr_digest_end(&d, l->rs->packs[pack].digest);
}

/* The manifest's path and folder: path names a folder or the manifest itself. */
static bool manifest_path(struct cpr_loader *l, const char *path, char **ret_file, char **ret_folder)
{
	struct cpr_str p = cpr_str_of(path);
	struct cpr_strbuf file = CPR_STRBUF(l->mem), folder = CPR_STRBUF(l->mem);
	size_t slash = p.n;

	while (p.n > 1 && p.p[p.n - 1] == '/')
		p.n--;
	if (p.n > 4 && memcmp(p.p + p.n - 4, ".xml", 4) == 0) {
		slash = p.n;
		while (slash > 0 && p.p[slash - 1] != '/')
			slash--;
		cpr_strbuf_adds(&file, p);
		if (slash > 1)
			cpr_strbuf_add(&folder, p.p, slash - 1);
		else
			cpr_strbuf_addz(&folder, slash ? "/" : ".");
	} else {
		cpr_strbuf_adds(&folder, p);
		cpr_strbuf_addf(&file, "%.*s/%s", CPR_STR_ARG(p), manifest);
	}
	*ret_file = cpr_strbuf_take(&file);
	*ret_folder = cpr_strbuf_take(&folder);
	if (*ret_file && *ret_folder)
		return true;
	cpr_free(l->mem, *ret_file);
	cpr_free(l->mem, *ret_folder);
	*ret_file = *ret_folder = NULL;
	return cpr_loader_nomem(l);
}

static bool read_includes(struct cpr_loader *l, size_t at, const char *folder)
{
	bool ok = true;

	l->file = &l->files.v[at];
	for (cpr_node n = cpr_loader_child(l, 0, CPR_R_E_INCLUDE); ok && n != CPR_NO_NODE;
	     n = cpr_loader_next(l, n, CPR_R_E_INCLUDE)) {
		if (folder)
			ok = include(l, folder, n, at);
		else
			cpr_loader_error(l, cpr_place_node(l->file->doc, n), "a ruleset in memory cannot include files");
	}
	return ok;
}

static bool load_pack(struct cpr_loader *l, const char *path, uint32_t pack, const void *bytes, size_t n_bytes)
{
	char *file = NULL, *folder = NULL;
	size_t at = l->files.n;
	bool ok;

	if (bytes) {
		struct cpr_rules_file f = { .pack = pack, .n_bytes = n_bytes, .bytes = cpr_strndup(l->mem, bytes, n_bytes) };

		ok = f.bytes ? enter_file(l, &f, path, (struct cpr_str){ 0 }, CPR_R_E_RULESET) : cpr_loader_nomem(l);
	} else {
		ok = manifest_path(l, path, &file, &folder) && read_manifest(l, file, pack);
	}
	/* Of a document that is no manifest nothing more is asked. */
	if (ok && l->files.n > at && l->files.v[at].doc && l->files.v[at].doc->nodes[0].name == CPR_R_E_RULESET) {
		l->file = &l->files.v[at];
		ok = load_pack_header(l, pack) && read_includes(l, at, folder);
		if (ok)
			digest_pack(l, pack);
	}
	cpr_free(l->mem, file);
	cpr_free(l->mem, folder);
	return ok;
}

/* Calls a part's loader for each such element of all files. */
static void each(struct cpr_loader *l, cpr_name element, void (*load)(struct cpr_loader *l, cpr_node node))
{
	for (size_t i = 0; i < l->files.n && !l->failed; i++) {
		l->file = &l->files.v[i];
		if (!l->file->doc)
			continue;
		for (cpr_node n = cpr_loader_child(l, 0, element); n != CPR_NO_NODE && !l->failed; n = cpr_loader_next(l, n, element))
			load(l, n);
	}
}

static int by_id(const void *a, const void *b, const void *ctx)
{
	struct cpreview_rule *const *x = a, *const *y = b;

	(void)ctx;
	return cpr_str_cmp((*x)->card.id, (*y)->card.id);
}

/* Rules in order of ids, so that nothing depends on files; then the index anew. */
static void settle_rules(struct cpr_loader *l)
{
	struct cpreview_ruleset *rs = l->rs;
	uint32_t old;

	cpr_sort(rs->rules.v, rs->rules.n, sizeof *rs->rules.v, by_id, NULL);
	cpr_map_reset(&rs->rule_index);
	for (size_t i = 0; i < rs->rules.n; i++)
		if (!cpr_map_put(&rs->rule_index, rs->rules.v[i]->card.id, (uint32_t)i, &old))
			cpr_loader_nomem(l);
	if (!l->failed && !cpr_terms_build(rs->terms))
		cpr_loader_nomem(l);
}

static void load_all(struct cpr_loader *l, const char *const *paths, size_t n_paths, const void *bytes, size_t n_bytes)
{
	for (size_t i = 0; i < n_paths && !l->failed; i++)
		load_pack(l, paths[i], (uint32_t)i, bytes, n_bytes);
	if (l->failed || l->n_errors)
		return; /* parts of documents that are not valid would only bring errors that are none */
	each(l, CPR_R_E_LAW, cpr_load_law);
	each(l, CPR_R_E_LEXICON, cpr_load_lexicon);
	each(l, CPR_R_E_CONTEXT, cpr_load_context_id);
	each(l, CPR_R_E_CONTEXT, cpr_load_context);
	each(l, CPR_R_E_RULE, cpr_load_rule);
	if (l->failed)
		return;
	settle_rules(l);
	if (!l->rs->rules.n && !l->n_errors) {
		l->n_errors++;
		cpr_error_set(&l->errors, CPREVIEW_E_RULESET, &(struct cpr_loc){ .file = l->files.v[0].name }, "the ruleset has no rules");
	}
}

static struct cpreview_ruleset *new_ruleset(const struct cpr_mem *mem, size_t n_packs)
{
	struct cpreview_ruleset *rs = cpr_calloc(mem, 1, sizeof *rs);

	if (!rs)
		return NULL;
	rs->mem = *mem;
	atomic_init(&rs->refs, 1);
	rs->limits = cpr_limits_default;
	rs->arena = CPR_ARENA(&rs->mem);
	rs->rule_index = CPR_MAP(&rs->mem);
	rs->terms = cpr_terms_new(&rs->mem);
	rs->packs = cpr_arena_array(&rs->arena, n_packs, sizeof *rs->packs);
	rs->n_packs = n_packs;
	if (!rs->terms || !rs->packs) {
		cpr_ruleset_free(rs);
		return NULL;
	}
	return rs;
}

static void free_loader(struct cpr_loader *l)
{
	for (size_t i = 0; i < l->files.n; i++) {
		cpr_map_free(&l->files.v[i].valid.ids);
		cpr_doc_free(l->files.v[i].doc);
		cpr_free(l->mem, l->files.v[i].bytes);
	}
	cpr_array_free(l->mem, &l->files);
	cpr_array_free(l->mem, &l->lexicon_list);
	cpr_array_free(l->mem, &l->context_list);
	cpr_map_free(&l->laws);
	cpr_map_free(&l->lexicons);
	cpr_map_free(&l->contexts);
}

int cpr_ruleset_load(const struct cpr_mem *mem, const struct cpr_vocabulary *vocabulary,
		     const struct cpr_check_kind *const *kinds, size_t n_kinds, const char *const *paths, size_t n_paths,
		     const void *bytes, size_t n_bytes, cpreview_ruleset **ret, cpreview_error **reterr)
{
	struct cpr_loader l = {
		.mem = mem, .vocabulary = vocabulary, .kinds = kinds, .n_kinds = n_kinds, .laws = CPR_MAP(mem),
		.lexicons = CPR_MAP(mem), .contexts = CPR_MAP(mem),
	};
	int rc = 0;

	l.rs = new_ruleset(mem, n_paths);
	if (!l.rs)
		return cpr_error_nomem(reterr);
	l.bytes_left = l.rs->limits.ruleset_bytes;
	load_all(&l, paths, n_paths, bytes, n_bytes);
	free_loader(&l);
	if (l.failed) {
		cpreview_error_free(l.errors);
		rc = cpr_error_nomem(reterr);
	} else if (l.n_errors) {
		cpr_error_sort(&l.errors);
		rc = cpreview_error_code(l.errors);
		if (reterr)
			*reterr = l.errors;
		else
			cpreview_error_free(l.errors);
	}
	if (rc)
		cpr_ruleset_free(l.rs);
	else
		*ret = l.rs;
	return rc;
}

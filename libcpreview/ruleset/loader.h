/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading, for the parts that compile pieces of a ruleset. The loader collects every mistake with its place and goes on, so
 * that an author sees all of them at once; a ruleset with any mistake is never handed out.
 */
#ifndef CPR_RULESET_LOADER_H
#define CPR_RULESET_LOADER_H

#include "ruleset/ruleset.h"
#include "ruleset/rules_ids.h"

struct cpr_rules_file {
	const char *name; /* path as shown in errors; in the ruleset's arena */
	struct cpr_str href; /* as included, in the arena; of a manifest empty, so that a digest does not depend on its place */
	char *bytes;
	size_t n_bytes;
	struct cpr_doc *doc;
	struct cpr_valid valid;
	uint32_t pack;
};

struct cpr_loader {
	const struct cpr_mem *mem;
	const struct cpr_vocabulary *vocabulary; /* of rulesets */
	const struct cpr_check_kind *const *kinds;
	size_t n_kinds;
	struct cpreview_ruleset *rs;
	CPR_ARRAY(struct cpr_rules_file) files;
	const struct cpr_rules_file *file; /* the one being compiled */
	struct cpr_map laws;      /* id -> index into rs->laws */
	struct cpr_map lexicons, contexts;
	CPR_ARRAY(struct cpr_lexicon *) lexicon_list;
	CPR_ARRAY(struct cpr_context *) context_list;
	uint64_t bytes_left;
	cpreview_error *errors;
	size_t n_errors;
	bool failed; /* out of memory */
};

struct cpr_lexicon {
	struct cpr_str id;
	struct cpr_phrase *entries; /* literals without a number */
	uint32_t n_entries;
	bool used;
};

/* Mistakes. src: of the current file. */
void cpr_loader_error(struct cpr_loader *l, struct cpr_src src, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with another code than CPREVIEW_E_RULESET. */
void cpr_loader_error_as(struct cpr_loader *l, int code, struct cpr_src src, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* "there is no lexicon x; did you mean y?": at(l, i) names what there is, for i < n. */
void cpr_loader_unknown(struct cpr_loader *l, struct cpr_src src, const char *what, struct cpr_str name,
			struct cpr_str (*at)(const struct cpr_loader *l, size_t i), size_t n);
bool cpr_loader_nomem(struct cpr_loader *l); /* sets failed; returns false */

/* Reading the current document. Attributes are known to be valid; an absent one is an empty string or CPR_NO_NODE. */
struct cpr_str cpr_loader_attr(const struct cpr_loader *l, cpr_node node, cpr_name attr);
const struct cpr_value *cpr_loader_value(const struct cpr_loader *l, cpr_node node, cpr_name attr); /* NULL if absent */
struct cpr_str cpr_loader_code(const struct cpr_loader *l, cpr_node node, cpr_name attr);
bool cpr_loader_truth(const struct cpr_loader *l, cpr_node node, cpr_name attr); /* false if absent */
struct cpr_src cpr_loader_attr_src(const struct cpr_loader *l, cpr_node node, cpr_name attr); /* the node's if absent */
cpr_node cpr_loader_child(const struct cpr_loader *l, cpr_node node, cpr_name element); /* first one, or CPR_NO_NODE */
cpr_node cpr_loader_next(const struct cpr_loader *l, cpr_node child, cpr_name element); /* next sibling of that name */
/* Prose of a node, in the ruleset's arena: trimmed; white space with a line break vanishes beside Han, else is one space. */
struct cpr_str cpr_loader_prose(struct cpr_loader *l, cpr_node node);
struct cpr_text2 cpr_loader_text2(struct cpr_loader *l, cpr_node parent); /* of its zh and en */

/* Compiling. NULL and false after a mistake or without memory (then told to the loader). */
struct cpr_expr *cpr_loader_expr(struct cpr_loader *l, cpr_node node, cpr_name attr, enum cpr_expr_type want,
				 cpr_name context, const struct cpr_expr_var *vars, size_t n_vars);
/* global: looked for in the whole copy, so that it takes part in the candidate engine. */
bool cpr_loader_phrases(struct cpr_loader *l, cpr_node parent, bool global, struct cpr_phrases *ret);
bool cpr_loader_excepts(struct cpr_loader *l, cpr_node parent, const struct cpr_context *const **ret, uint32_t *ret_n);
bool cpr_loader_blocks(struct cpr_loader *l, cpr_node node, cpr_name attr, struct cpr_blocks *ret);
bool cpr_loader_codes(struct cpr_loader *l, cpr_node node, cpr_name attr, uint16_t list, struct cpr_codes *ret);
/* Makes a literal of what an author wrote; false if nothing is left of it, which is told, or without memory. */
bool cpr_loader_literal(struct cpr_loader *l, struct cpr_str written, struct cpr_src src, struct cpr_phrase *ret);
/* The check can give evidence of this name: templates may use it. */
void cpr_loader_offers(struct cpr_args *args, struct cpr_str name);
void cpr_loader_offers_phrases(struct cpr_args *args, const struct cpr_phrases *ps); /* "match" and named groups */

/* Enters an id into a map of ids; false (and a mistake told) if it is taken already. */
bool cpr_loader_claim(struct cpr_loader *l, struct cpr_map *ids, cpr_node node, struct cpr_str id, uint32_t index);

/* The parts of a ruleset, each in its own file. */
void cpr_load_law(struct cpr_loader *l, cpr_node node);
void cpr_load_lexicon(struct cpr_loader *l, cpr_node node);
void cpr_load_context_id(struct cpr_loader *l, cpr_node node); /* first all ids, so that order does not matter */
void cpr_load_context(struct cpr_loader *l, cpr_node node);
/* The conditions of a context or except, into *ret; base is left alone. */
bool cpr_load_conditions(struct cpr_loader *l, cpr_node node, struct cpr_context *ret);
void cpr_load_rule(struct cpr_loader *l, cpr_node node);
bool cpr_load_example(struct cpr_loader *l, cpr_node node, const struct cpreview_rule *rule, struct cpr_example *ret);

/*
 * Loads. paths: folders or manifests; or one document in memory (bytes != NULL) called paths[0]. 0 or CPREVIEW_E_RULESET,
 * _IO, _LIMIT, _NOMEM.
 */
int cpr_ruleset_load(const struct cpr_mem *mem, const struct cpr_vocabulary *vocabulary,
		     const struct cpr_check_kind *const *kinds, size_t n_kinds, const char *const *paths, size_t n_paths,
		     const void *bytes, size_t n_bytes, cpreview_ruleset **ret, cpreview_error **reterr);

#endif

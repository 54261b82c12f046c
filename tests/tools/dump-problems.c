/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: reads documents as the library does and prints every problem, a line each.
 *
 *	dump-problems [--rules ROOT] [--fragment] [--limit NAME=VALUE]... FILE...
 *
 *	FILE:LINE:COLUMN: id: message           or FILE:@OFFSET where no text could be decoded
 *	FILE: N problems                        at the end of each file
 *
 * --rules reads ruleset files, whose root element is ROOT, instead of campaigns. It ends with 0 whatever it found.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ruleset/rules_ids.h"
#include "spec/campaign.h"
#include "xml/place.h"

static const struct cpr_mem *const mem = &cpr_mem_libc;

static void out_of_memory(void)
{
	fputs("dump-problems: out of memory\n", stderr);
	exit(70);
}

/* Line and column by counting, so that the place needs no document and is computed in another way than the library's. */
static void print_place(const char *file, struct cpr_str text, uint32_t at)
{
	unsigned line = 1, column = 1;

	for (size_t i = 0; i < at && i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n' || (c == '\r' && !(i + 1 < text.n && text.p[i + 1] == '\n'))) {
			line++;
			column = 1;
		} else if (((unsigned char)c & 0xc0) != 0x80) {
			column++;
		}
	}
	printf("%s:%u:%u: ", file, line, column);
}

static bool of_bytes(const struct cpr_problem *p)
{
	return strncmp(cpr_problem_types[p->id].name, "input.", 6) == 0;
}

static void print_problems(const char *file, struct cpr_str raw, const struct cpr_limits *limits,
			   const struct cpr_problems *ps)
{
	struct cpr_arena arena = CPR_ARENA(mem);
	struct cpr_problems again = { .arena = &arena };
	struct cpr_decoded decoded;
	bool ok = cpr_decode(mem, raw, limits, &decoded, &again);

	for (size_t i = 0; i < ps->list.n; i++) {
		const struct cpr_problem *p = &ps->list.v[i];
		struct cpr_strbuf b = CPR_STRBUF(mem);

		cpr_problem_format(p, cpr_problem_types[p->id].en, &b);
		if (cpr_strbuf_failed(&b))
			out_of_memory();
		if (ok && !of_bytes(p))
			print_place(file, decoded.text, p->start);
		else
			printf("%s:@%u: ", file, p->start);
		printf("%s: %.*s\n", cpr_problem_types[p->id].name, CPR_STR_ARG(cpr_strbuf_str(&b)));
		cpr_strbuf_free(&b);
	}
	if (ok)
		cpr_decoded_free(&decoded);
	cpr_problems_free(&again);
	cpr_arena_free(&arena);
	printf("%s: %zu problems\n", file, ps->list.n);
}

static void read_rules(const char *file, struct cpr_str raw, const struct cpr_limits *limits, const char *root,
		       unsigned flags)
{
	const struct cpr_vocabulary *v = &cpr_rules_vocabulary;
	struct cpr_doc_schema schema = cpr_vocabulary_schema(v);
	struct cpr_arena arena = CPR_ARENA(mem);
	struct cpr_problems problems = { .arena = &arena };
	struct cpr_doc *doc = cpr_doc_parse(mem, raw, limits, &schema, &problems);
	struct cpr_valid valid;

	if (doc) {
		if (!cpr_validate(doc, v, cpr_vocabulary_element(v, cpr_str_of(root)), flags, &arena, &valid,
				  &problems))
			out_of_memory();
		cpr_valid_free(&valid);
	}
	print_problems(file, raw, limits, &problems);
	cpr_doc_free(doc);
	cpr_problems_free(&problems);
	cpr_arena_free(&arena);
}

static void read_campaign(const char *file, struct cpr_str raw, const char *unreadable, const struct cpr_limits *limits,
			  unsigned flags)
{
	cpreview_campaign *c = NULL;
	int rc = unreadable ? cpr_campaign_unreadable(mem, file, unreadable, &c, NULL)
			    : cpr_campaign_parse(mem, raw.p, raw.n, file, limits, flags, &c, NULL);

	if (rc)
		out_of_memory();
	print_problems(file, raw, limits, &c->problems);
	cpr_campaign_unref(c);
}

static bool set_limit(struct cpr_limits *limits, const char *setting)
{
	size_t n = strcspn(setting, "=");
	uint32_t value = setting[n] ? (uint32_t)strtoul(setting + n + 1, NULL, 10) : 0;

#define X(name, def, cap, why)                                         \
	if (n == sizeof #name - 1 && memcmp(setting, #name, n) == 0) { \
		limits->name = value;                                  \
		return true;                                           \
	}
	CPR_LIMITS(X)
#undef X
	return false;
}

int main(int argc, char **argv)
{
	struct cpr_limits limits = cpr_limits_default;
	const char *root = NULL;
	unsigned flags = 0;
	int i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--fragment") == 0) {
			flags |= CPR_VALIDATE_FRAGMENT;
		} else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
			root = argv[++i];
		} else if (!(strcmp(argv[i], "--limit") == 0 && i + 1 < argc && set_limit(&limits, argv[++i]))) {
			fprintf(stderr, "dump-problems: what is %s?\n", argv[i]);
			return 2;
		}
	}
	for (; i < argc; i++) {
		cpreview_error *error = NULL;
		char *bytes = NULL;
		size_t n = 0;
		int rc = cpr_file_read(mem, argv[i], limits.doc_bytes, &bytes, &n, &error);
		struct cpr_str raw = { bytes ? bytes : "", n };

		if (root && rc == 0)
			read_rules(argv[i], raw, &limits, root, flags);
		else
			read_campaign(argv[i], raw, rc ? cpreview_error_message(error) : NULL, &limits, flags);
		cpreview_error_free(error);
		cpr_free(mem, bytes);
	}
	return fflush(stdout) == 0 ? 0 : 2;
}

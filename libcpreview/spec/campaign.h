/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign: the parsed spec, its typed facts, its copy, and what was wrong with it. Immutable once made. A campaign that
 * could not be read has no document but problems; reviewing it gives an incomplete report.
 */
#ifndef CPR_SPEC_CAMPAIGN_H
#define CPR_SPEC_CAMPAIGN_H

#include <stdatomic.h>

#include "base/digest.h"
#include "cpreview/campaign.h"
#include "spec/copy.h"
#include "spec/validate.h"

struct cpreview_campaign {
	struct cpr_mem mem; /* a copy: freeing needs no context */
	atomic_uint refs;
	struct cpr_limits limits;
	struct cpr_arena arena;
	char *name;        /* as the caller named the input; NULL-free */
	char *raw;         /* our copy of the bytes */
	size_t raw_n;
	char digest[CPR_DIGEST_HEX + 1]; /* SHA-256 of raw */
	struct cpr_doc *doc;             /* NULL when refused: malformed, over a limit, or another root element */
	struct cpr_valid valid;
	struct cpr_copy copy;
	struct cpr_problems problems;
	bool fragment;                   /* an example of a rule: required parts may be missing */
	/* from the document, for applicability and headers; absent = has_x false or empty */
	struct cpr_str id, revision, jurisdiction, kind, purpose;
	bool has_start, has_end, has_launch;
	struct cpr_moment start, end, launch;
};

/*
 * flags: CPR_VALIDATE_FRAGMENT. 0, CPREVIEW_E_NOMEM, CPREVIEW_E_ARG. What is wrong with the bytes is in the campaign. limits:
 * NULL for the defaults. *ret is new; untouched on failure.
 */
int cpr_campaign_parse(const struct cpr_mem *mem, const void *bytes, size_t n, const char *name,
		       const struct cpr_limits *limits, unsigned flags, cpreview_campaign **ret, cpreview_error **reterr);
/* A campaign that could not even be read, so that a batch can report it. reason: why. Its digest is that of no bytes. */
int cpr_campaign_unreadable(const struct cpr_mem *mem, const char *name, const char *reason, cpreview_campaign **ret,
			    cpreview_error **reterr);
cpreview_campaign *cpr_campaign_ref(cpreview_campaign *c);
cpreview_campaign *cpr_campaign_unref(cpreview_campaign *c); /* always NULL */
/* Reads a regular file whole, without blocking; 0, CPREVIEW_E_IO, CPREVIEW_E_LIMIT, CPREVIEW_E_NOMEM. *ret_bytes is new. */
int cpr_file_read(const struct cpr_mem *mem, const char *path, uint64_t max_bytes, char **ret_bytes, size_t *ret_n,
		  cpreview_error **reterr);
/*
 * The same for a file below a folder. relative: parts between single slashes, none of them "." or ".."; no symbolic link is
 * followed on the way, so that it cannot lead out of the folder. path: what errors call the file.
 */
int cpr_file_read_below(const struct cpr_mem *mem, const char *folder, struct cpr_str relative, const char *path,
			uint64_t max_bytes, char **ret_bytes, size_t *ret_n, cpreview_error **reterr);

/* Ids of the vocabulary's elements and attributes, for the few that the engine itself must know. */
#include "spec/campaign_ids.h"

#endif

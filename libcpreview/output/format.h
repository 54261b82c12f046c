/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything the rest needs to know of an output format. A new one is one file with a `const struct cpr_format
 * cpr_format_<id>` in it, and one line in formats.def; help, documentation and bindings follow from the descriptor.
 */
#ifndef CPR_OUTPUT_FORMAT_H
#define CPR_OUTPUT_FORMAT_H

#include "base/error.h"
#include "finding/report.h"
#include "output/sink.h"

/* What to write and how. All fields are checked before a format sees them. */
struct cpr_output {
	const struct cpr_mem *mem;
	const cpreview_report *const *reports; /* finished; at least one, none NULL */
	size_t n_reports;
	uint32_t flags;   /* CPREVIEW_OUTPUT_ */
	int language;     /* enum cpreview_language */
	int show;         /* least enum cpreview_severity that is written; 0 = all */
};

struct cpr_format {
	const char *name;       /* of --format; never renamed */
	const char *media_type;
	const char *summary;    /* one line of English, for help */
	/*
	 * 0, or CPREVIEW_E_NOMEM with *reterr set. The sink's own failure is not looked at here: the caller flushes and
	 * reports it. Must depend on nothing but *out, and give the same bytes for the same reports.
	 */
	int (*write)(const struct cpr_output *out, struct cpr_sink *sink, cpreview_error **reterr);
};

extern const struct cpr_format *const cpr_formats[];
extern const size_t cpr_n_formats;

const struct cpr_format *cpr_format_find(struct cpr_str name); /* NULL if there is none such */

/* False for what out->show leaves out; never for what makes a review incomplete. */
bool cpr_output_shows(const struct cpr_output *out, const cpreview_finding *f);
/* How many findings of a report out->show leaves out. */
size_t cpr_output_hidden(const struct cpr_output *out, const cpreview_report *r);
/* True for a rule that could not be checked, or is at fault, without a finding that says so: the rule itself must be named. */
bool cpr_output_untold(const cpreview_report *r, const struct cpr_rule_result *result);

/*
 * Writes *out in a format. 0, CPREVIEW_E_NOT_FOUND (format is NULL), CPREVIEW_E_ARG (no reports, a NULL one, unknown flags,
 * language or level), CPREVIEW_E_WRITE, CPREVIEW_E_NOMEM. After the last two the callback has got a part.
 */
int cpr_output_write(const struct cpr_output *out, const struct cpr_format *format, cpreview_write_fn write, void *user,
		     cpreview_error **reterr);
/* The same into memory: *ret_bytes is new, from out->mem, NUL-terminated; *ret_n_bytes (may be NULL) without the NUL. */
int cpr_output_render(const struct cpr_output *out, const struct cpr_format *format, char **ret_bytes, size_t *ret_n_bytes,
		      cpreview_error **reterr);

#endif

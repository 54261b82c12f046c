/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats, and what is the same for all of them: checking, filtering, flushing, rendering into memory. */
#include "base/strbuf.h"
#include "output/format.h"

#define CPR_FORMAT(id) extern const struct cpr_format cpr_format_##id;
#include "output/formats.def"
#undef CPR_FORMAT

#define CPR_FORMAT(id) &cpr_format_##id,
const struct cpr_format *const cpr_formats[] = {
#include "output/formats.def"
};
#undef CPR_FORMAT

const size_t cpr_n_formats = sizeof cpr_formats / sizeof *cpr_formats;

const struct cpr_format *cpr_format_find(struct cpr_str name)
{
	for (size_t i = 0; i < cpr_n_formats; i++)
		if (cpr_str_is(name, cpr_formats[i]->name))
			return cpr_formats[i];
	return NULL;
}

bool cpr_output_shows(const struct cpr_output *out, const cpreview_finding *f)
{
	return f->severity >= out->show || f->disposition >= CPREVIEW_NOT_CHECKED;
}

size_t cpr_output_hidden(const struct cpr_output *out, const cpreview_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->findings.n; i++)
		n += !cpr_output_shows(out, r->findings.v[i]);
	return n;
}

bool cpr_output_untold(const cpreview_report *r, const struct cpr_rule_result *result)
{
	if (result->outcome < CPREVIEW_NOT_CHECKED)
		return false;
	for (size_t i = 0; i < r->findings.n; i++)
		if (r->findings.v[i]->rule == result->rule && r->findings.v[i]->disposition >= CPREVIEW_NOT_CHECKED)
			return false;
	return true;
}

static int check(const struct cpr_output *out, const struct cpr_format *format, cpreview_error **reterr)
{
	if (!format)
		return cpr_error_set(reterr, CPREVIEW_E_NOT_FOUND, NULL, "no such output format");
	if (!out->reports || out->n_reports == 0)
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "there is no report to write");
	for (size_t i = 0; i < out->n_reports; i++)
		if (!out->reports[i])
			return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "report %zu is NULL", i);
	if (out->flags & ~(CPREVIEW_OUTPUT_COLOR | CPREVIEW_OUTPUT_ALL_RULES))
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "unknown output flags");
	if (out->language != CPREVIEW_ZH && out->language != CPREVIEW_EN)
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "unknown language %d", out->language);
	if (out->show < 0 || out->show > CPREVIEW_SEVERITY_ERROR)
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "unknown severity %d", out->show);
	return 0;
}

int cpr_output_write(const struct cpr_output *out, const struct cpr_format *format, cpreview_write_fn write, void *user,
		     cpreview_error **reterr)
{
	struct cpr_sink sink;
	int rc = check(out, format, reterr);

	if (rc)
		return rc;
	if (!write)
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "there is no write function");
	cpr_sink_init(&sink, write, user);
	rc = format->write(out, &sink, reterr);
	if (rc)
		return rc;
	if (!cpr_sink_flush(&sink))
		return cpr_error_set(reterr, CPREVIEW_E_WRITE, NULL, "the output could not be written");
	return 0;
}

static int append(const void *bytes, size_t n, void *user)
{
	struct cpr_strbuf *b = user;

	cpr_strbuf_add(b, bytes, n);
	return cpr_strbuf_failed(b);
}

int cpr_output_render(const struct cpr_output *out, const struct cpr_format *format, char **ret_bytes, size_t *ret_n_bytes,
		      cpreview_error **reterr)
{
	struct cpr_strbuf b = CPR_STRBUF(out->mem);
	struct cpr_sink sink;
	size_t n;
	char *bytes;
	int rc = check(out, format, reterr);

	if (rc)
		return rc;
	cpr_sink_init(&sink, append, &b);
	rc = format->write(out, &sink, reterr);
	if (rc) {
		cpr_strbuf_free(&b);
		return rc;
	}
	cpr_sink_flush(&sink);
	n = b.n;
	bytes = cpr_strbuf_take(&b);
	if (!bytes)
		return cpr_error_nomem(reterr);
	*ret_bytes = bytes;
	if (ret_n_bytes)
		*ret_n_bytes = n;
	return 0;
}

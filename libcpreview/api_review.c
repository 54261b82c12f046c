/* SPDX-License-Identifier: Apache-2.0 */
/* The exported review and the writers: check arguments, call inward. */
#include "api_options.h"
#include "output/format.h"
#include "review/review.h"

#include "cpreview/output.h"

static bool known_severity(int32_t s)
{
	return s >= CPREVIEW_NOTE && s <= CPREVIEW_SEVERITY_ERROR;
}

static bool list_ok(const char *const *list, size_t n)
{
	if (n && !list)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!list[i] || !*list[i])
			return false;
	return true;
}

static int take(const struct cpreview_review_options *opts, struct cpr_review_options *ret, cpreview_error **reterr)
{
	struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT;

	if (opts && (!cpr_take_options(&o, sizeof o, sizeof o, opts) || o.flags || o.reserved))
		return cpr_error_abi(reterr, "review options");
	if (o.max_findings > cpr_limits_cap.findings)
		return cpr_error_arg(reterr, "max_findings is above the hard cap");
	if (o.fail_on && !known_severity(o.fail_on))
		return cpr_error_arg(reterr, "fail_on is no severity");
	if (!list_ok(o.rules, o.n_rules) || !list_ok(o.rights, o.n_rights) || !list_ok(o.laws, o.n_laws))
		return cpr_error_arg(reterr, "a list of names is NULL or has an empty name");
	*ret = (struct cpr_review_options){
		.max_findings = o.max_findings, .fail_on = o.fail_on ? o.fail_on : CPREVIEW_WARNING, .rules = o.rules,
		.rights = o.rights, .laws = o.laws, .n_rules = o.n_rules, .n_rights = o.n_rights, .n_laws = o.n_laws,
		.cancel = o.cancel, .cancel_user = o.cancel_user,
	};
	if (o.as_of) {
		if (!cpr_date_parse(cpr_str_of(o.as_of), &ret->as_of))
			return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "as_of \"%s\" is not a date YYYY-MM-DD", o.as_of);
		ret->has_as_of = true;
	}
	return 0;
}

int cpreview_review(cpreview_ruleset *ruleset, cpreview_campaign *campaign, const struct cpreview_review_options *opts,
		    cpreview_report **ret_report, cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	struct cpr_review_options o;
	int rc;

	if (!ruleset || !campaign || !ret_report)
		return cpr_give_error(cpr_error_arg(&err, "ruleset, campaign and ret_report must be given"), &err, reterr);
	rc = take(opts, &o, &err);
	if (!rc)
		rc = cpr_review(&cpr_mem_libc, ruleset, campaign, &o, ret_report, &err);
	return cpr_give_error(rc, &err, reterr);
}

static int take_output(const cpreview_report *const *reports, size_t n_reports, const char *format,
		       const struct cpreview_output_options *opts, struct cpr_output *ret, cpreview_error **reterr)
{
	struct cpreview_output_options o = CPREVIEW_OUTPUT_OPTIONS_INIT;

	if (!reports || !n_reports || !format)
		return cpr_error_arg(reterr, "reports and format must be given");
	if (opts && (!cpr_take_options(&o, sizeof o, sizeof o, opts) || o.reserved))
		return cpr_error_abi(reterr, "output options");
	*ret = (struct cpr_output){ .mem = &cpr_mem_libc, .reports = reports, .n_reports = n_reports, .flags = o.flags,
				    .language = o.language, .show = o.show };
	return 0;
}

int cpreview_output_write(const cpreview_report *const *reports, size_t n_reports, const char *format,
			  const struct cpreview_output_options *opts, cpreview_write_fn write, void *user,
			  cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	struct cpr_output out;
	int rc = take_output(reports, n_reports, format, opts, &out, &err);

	if (!rc && !write)
		rc = cpr_error_arg(&err, "write must be given");
	if (!rc)
		rc = cpr_output_write(&out, cpr_format_find(cpr_str_of(format)), write, user, &err);
	return cpr_give_error(rc, &err, reterr);
}

int cpreview_output_render(const cpreview_report *const *reports, size_t n_reports, const char *format,
			   const struct cpreview_output_options *opts, char **ret_bytes, size_t *ret_n_bytes,
			   cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	struct cpr_output out;
	int rc = take_output(reports, n_reports, format, opts, &out, &err);

	if (!rc && !ret_bytes)
		rc = cpr_error_arg(&err, "ret_bytes must be given");
	if (!rc)
		rc = cpr_output_render(&out, cpr_format_find(cpr_str_of(format)), ret_bytes, ret_n_bytes, &err);
	return cpr_give_error(rc, &err, reterr);
}

void cpreview_bytes_free(char *bytes)
{
	cpr_free(&cpr_mem_libc, bytes);
}

size_t cpreview_format_count(void)
{
	return cpr_n_formats;
}

const char *cpreview_format_name(size_t index)
{
	return index < cpr_n_formats ? cpr_formats[index]->name : NULL;
}

const char *cpreview_format_media_type(size_t index)
{
	return index < cpr_n_formats ? cpr_formats[index]->media_type : NULL;
}

const char *cpreview_format_summary(size_t index)
{
	return index < cpr_n_formats ? cpr_formats[index]->summary : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The exported functions on campaigns, and the version: check arguments, call inward. */
#include "api_options.h"
#include "spec/campaign.h"

const char *cpreview_version(void)
{
	return CPREVIEW_VERSION;
}

static int take(const struct cpreview_campaign_options *opts, struct cpr_limits *limits, cpreview_error **reterr)
{
	struct cpreview_campaign_options o = CPREVIEW_CAMPAIGN_OPTIONS_INIT;

	*limits = cpr_limits_default;
	if (!opts)
		return 0;
	if (!cpr_take_options(&o, sizeof o, sizeof o, opts) || o.flags)
		return cpr_error_abi(reterr, "campaign options");
	if (o.max_doc_bytes > cpr_limits_cap.doc_bytes)
		return cpr_error_arg(reterr, "max_doc_bytes is above the hard cap");
	if (o.max_doc_bytes) {
		limits->doc_bytes = o.max_doc_bytes;
		/* GB18030 and UTF-16 grow by half at most. */
		limits->utf8_bytes = o.max_doc_bytes / 2 * 3 + 3;
	}
	return 0;
}

int cpreview_campaign_load_file(const char *path, const struct cpreview_campaign_options *opts,
				cpreview_campaign **ret_campaign, cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	struct cpr_limits limits;
	char *bytes = NULL;
	size_t n = 0;
	int rc;

	if (!path || !*path || !ret_campaign)
		return cpr_give_error(cpr_error_arg(&err, "path and ret_campaign must be given"), &err, reterr);
	rc = take(opts, &limits, &err);
	if (!rc)
		rc = cpr_file_read(&cpr_mem_libc, path, limits.doc_bytes, &bytes, &n, &err);
	if (!rc)
		rc = cpr_campaign_parse(&cpr_mem_libc, bytes, n, path, &limits, 0, ret_campaign, &err);
	cpr_free(&cpr_mem_libc, bytes);
	return cpr_give_error(rc, &err, reterr);
}

int cpreview_campaign_load_memory(const void *bytes, size_t n_bytes, const char *name,
				  const struct cpreview_campaign_options *opts, cpreview_campaign **ret_campaign,
				  cpreview_error **reterr)
{
	cpreview_error *err = NULL;
	struct cpr_limits limits;
	int rc;

	if ((!bytes && n_bytes) || !ret_campaign)
		return cpr_give_error(cpr_error_arg(&err, "bytes and ret_campaign must be given"), &err, reterr);
	rc = take(opts, &limits, &err);
	if (!rc && n_bytes > limits.doc_bytes)
		rc = cpr_error_set(&err, CPREVIEW_E_LIMIT, NULL, "%zu bytes are more than the limit doc_bytes of %u", n_bytes,
				   limits.doc_bytes);
	if (!rc)
		rc = cpr_campaign_parse(&cpr_mem_libc, n_bytes ? bytes : "", n_bytes, name ? name : "<memory>", &limits, 0,
					ret_campaign, &err);
	return cpr_give_error(rc, &err, reterr);
}

int cpreview_campaign_unreadable(const char *name, const char *reason, cpreview_campaign **ret_campaign,
				 cpreview_error **reterr)
{
	cpreview_error *err = NULL;

	if (!name || !reason || !ret_campaign)
		return cpr_give_error(cpr_error_arg(&err, "name, reason and ret_campaign must be given"), &err, reterr);
	return cpr_give_error(cpr_campaign_unreadable(&cpr_mem_libc, name, reason, ret_campaign, &err), &err, reterr);
}

cpreview_campaign *cpreview_campaign_ref(cpreview_campaign *campaign)
{
	return cpr_campaign_ref(campaign);
}

cpreview_campaign *cpreview_campaign_unref(cpreview_campaign *campaign)
{
	cpr_campaign_unref(campaign);
	return NULL;
}

const char *cpreview_campaign_name(const cpreview_campaign *campaign)
{
	return campaign ? campaign->name : "";
}

const char *cpreview_campaign_digest(const cpreview_campaign *campaign)
{
	return campaign ? campaign->digest : "";
}

int cpreview_campaign_is_complete(const cpreview_campaign *campaign)
{
	return campaign && campaign->doc && !campaign->problems.list.n;
}

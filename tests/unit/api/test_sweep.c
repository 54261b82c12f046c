/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole way without memory: a ruleset is loaded, a campaign parsed and reviewed, and the report written in every format,
 * while allocation n fails, for each n; or n and all later ones. Each time it must be said, or all bytes must be as ever; and
 * nothing may leak. Memory of libxml2 is not of the seam; tests/tools/fail-malloc is about that.
 */
#include "check/check_registry.h"
#include "host.h"
#include "output/format.h"
#include "review/review.h"
#include "ruleset/loader.h"
#include "spec/campaign.h"

struct sweep {
	size_t fail_at, calls, live;
	bool and_later;
};

static void *sweep_realloc(void *user, void *ptr, size_t size)
{
	struct sweep *s = user;
	void *p;

	if (size == 0) {
		s->live -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	s->calls++;
	if (s->calls - 1 == s->fail_at || (s->and_later && s->calls > s->fail_at))
		return NULL;
	p = realloc(ptr, size);
	s->live += p && !ptr;
	return p;
}

#define FORMATS_MAX 16

struct outputs {
	char *bytes[FORMATS_MAX];
};

static void drop_outputs(const struct cpr_mem *mem, struct outputs *o)
{
	for (size_t i = 0; i < FORMATS_MAX; i++)
		cpr_free(mem, o->bytes[i]);
	*o = (struct outputs){ 0 };
}

static int write_formats(const struct cpr_mem *mem, const cpreview_report *r, struct outputs *ret,
			 cpreview_error **reterr)
{
	struct cpr_output out = { .mem = mem, .reports = &r, .n_reports = 1, .flags = CPREVIEW_OUTPUT_ALL_RULES };
	int rc = 0;

	for (size_t i = 0; i < cpr_n_formats && !rc; i++)
		rc = cpr_output_render(&out, cpr_formats[i], &ret->bytes[i], NULL, reterr);
	return rc;
}

/* The whole way. All bytes in *ret on success; on failure nothing is left. */
static int go(const struct cpr_mem *mem, const char *rules, const char *campaign, struct outputs *ret,
	      cpreview_error **reterr)
{
	struct cpr_review_options opts = { .fail_on = CPREVIEW_WARNING };
	const char *name = "r.xml";
	cpreview_ruleset *rs = NULL;
	cpreview_campaign *c = NULL;
	cpreview_report *r = NULL;
	int rc = cpr_ruleset_load(mem, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, &name, 1, rules, strlen(rules),
				  &rs, reterr);

	if (!rc)
		rc = cpr_campaign_parse(mem, campaign, strlen(campaign), "c.xml", &cpr_limits_default, 0, &c, reterr);
	if (!rc)
		rc = cpr_review(mem, rs, c, &opts, &r, reterr);
	cpr_campaign_unref(c);
	if (!rc)
		rc = write_formats(mem, r, ret, reterr);
	cpr_report_unref(r);
	cpr_ruleset_unref(rs);
	if (rc)
		drop_outputs(mem, ret);
	return rc;
}

/* Step: 1 covers every n. */
static void sweep_all(const char *rules, const char *campaign, size_t step)
{
	struct sweep s = { .fail_at = SIZE_MAX };
	const struct cpr_mem mem = { sweep_realloc, &s };
	struct outputs want = { 0 };
	size_t n;

	cr_assert_eq(go(&mem, rules, campaign, &want, NULL), 0);
	n = s.calls;
	cr_assert_gt(n, 100);
	for (size_t i = 0; i < 2 * n; i += step) {
		struct outputs got = { 0 };
		cpreview_error *err = NULL;
		size_t held = s.live;
		int rc;

		s.fail_at = i / 2;
		s.and_later = i % 2;
		s.calls = 0;
		rc = go(&mem, rules, campaign, &got, &err);
		s.fail_at = SIZE_MAX;
		s.and_later = false;
		cr_assert(rc == 0 || rc == CPREVIEW_E_NOMEM, "allocation %zu: %d", i / 2, rc);
		cr_assert_eq(cpreview_error_code(err), rc, "allocation %zu", i / 2);
		for (size_t k = 0; rc == 0 && k < cpr_n_formats; k++)
			cr_assert_str_eq(got.bytes[k], want.bytes[k], "allocation %zu: another result as %s", i / 2,
					 cpr_formats[k]->name);
		drop_outputs(&mem, &got);
		cpreview_error_free(err);
		cr_assert_eq(s.live, held, "allocation %zu: a leak", i / 2);
	}
	drop_outputs(&mem, &want);
	cr_assert_eq(s.live, 0);
}

/* Every n, with a rule of each kind, findings of each sort, and what the report can hold. */
Test(sweep, every_allocation)
{
	sweep_all(host_rules, host_campaign, 1);
}

/* Campaigns that end in another way. */
Test(sweep, refused)
{
	sweep_all(host_rules, "<campaign>\n<a>", 1);
}

Test(sweep, not_valid)
{
	sweep_all(host_rules,
		  HOST_CAMPAIGN("<perod/><period start='x'/><offer id='o' id2='p'/>", "<body>稳赚</body><nothing/>"),
		  1);
}

/* A larger one, where arrays grow: not every n, but other ones. */
Test(sweep, larger)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_addz(
		&b,
		"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'>\n<plan><offer id='o' kind='draw' name='n'><draw id='d'>");
	for (int i = 0; i < 40; i++)
		cpr_strbuf_addf(&b, "<prize id='p%d' kind='goods' name='p' quantity='1' value='%d'/>\n", i, 49990 + i);
	cpr_strbuf_addz(&b, "</draw></offer></plan><materials>");
	for (int i = 0; i < 40; i++)
		cpr_strbuf_addf(
			&b,
			"<material id='m%d' kind='poster' title='t'><headline>年化%d%%，稳<em>赚</em></headline><body>不是稳赚。零风险&#x3002;</body></material>\n",
			i, i);
	cpr_strbuf_addz(&b, "</materials></campaign>");
	sweep_all(host_rules, b.p, 7);
	cpr_strbuf_free(&b);
}

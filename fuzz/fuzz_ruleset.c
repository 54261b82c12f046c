/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a ruleset. A refusal must name its mistakes, each inside the document, in words that can be printed. What loads
 * must have rules, must run its own examples and a small campaign without trouble, and come out the same when it is loaded
 * again; without memory it must say so or make no difference.
 */
#include "checks.h"

#include "base/error.h"
#include "check/check_registry.h"
#include "review/review.h"
#include "ruleset/loader.h"
#include "spec/campaign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char campaign[] =
	"<campaign xmlns='urn:cpreview:campaign:1' id='c' kind='coupon' jurisdiction='CN' currency='CNY' purpose='marketing'><plan>"
	"<period start='2026-10-01' end='2026-12-31'/><product id='p' kind='wealth' name='P' risk-level='R3'/>"
	"<offer id='o' kind='draw' name='D'><draw id='d'><prize id='z' name='Phone' kind='goods' value='5000' quantity='1'/></draw>"
	"</offer></plan><materials><material id='m' kind='poster'><headline font-size='24'>稳赚不赔 x risk free!</headline>"
	"<body>收益率8.5%，aaaaaaaaaaaaaaaaaaaaaaaa<br/>保<em>本</em></body></material></materials></campaign>";

static int load(const struct cpr_mem *mem, const uint8_t *data, size_t size, cpreview_ruleset **ret, cpreview_error **reterr)
{
	const char *name = "rules.xml";
	int rc = cpr_ruleset_load(mem, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, &name, 1, size ? (const char *)data : "", size, ret,
				  reterr);

	must((rc == 0) == (*ret != NULL) && (rc == 0) == (*reterr == NULL));
	must(rc == 0 || rc == CPREVIEW_E_RULESET || rc == CPREVIEW_E_LIMIT || rc == CPREVIEW_E_NOMEM);
	return rc;
}

static void check_refusal(const cpreview_error *err, size_t size)
{
	must(cpreview_error_count(err) > 0);
	for (size_t i = 0; i < cpreview_error_count(err); i++) {
		const cpreview_error *e = cpreview_error_at(err, i);
		struct cpr_str s = cpr_str_of(cpreview_error_message(e));

		must(s.n > 0 && is_safe(s) && !memchr(s.p, '\n', s.n));
		must(cpreview_error_line(e) == 0 || cpreview_error_offset_bytes(e) <= size);
	}
}

static char *review(const struct cpr_mem *mem, cpreview_ruleset *rs, cpreview_campaign *c, int *ret_rc)
{
	struct cpr_review_options opts = { .fail_on = CPREVIEW_WARNING };
	struct cpreview_report *r = NULL;
	cpreview_error *err = NULL;
	char *bytes = NULL;
	size_t n;

	*ret_rc = cpr_review(mem, rs, c, &opts, &r, &err);
	if (!*ret_rc) {
		const cpreview_report *reports[1] = { r };
		const struct cpr_output out = { .mem = &cpr_mem_libc, .reports = reports, .n_reports = 1 };

		must(r->results.n == rs->rules.n);
		must(cpr_output_render(&out, cpr_format_find(CPR_STR("json")), &bytes, &n, NULL) == 0);
		must(is_safe((struct cpr_str){ bytes, n }) && is_json((struct cpr_str){ bytes, n }));
	}
	must(*ret_rc == 0 || *ret_rc == CPREVIEW_E_NOMEM);
	cpreview_error_free(err);
	cpr_report_unref(r);
	return bytes;
}

static void run_examples(const struct cpr_mem *mem, cpreview_ruleset *rs)
{
	struct cpreview_test *t = NULL;
	cpreview_error *err = NULL;
	int rc = cpr_test(mem, rs, &t, &err);

	must(rc == 0 || (rc == CPREVIEW_E_NOMEM && mem != &cpr_mem_libc));
	must((rc == 0) == (t != NULL));
	for (size_t i = 0; t && i < t->list.n; i++) {
		must(t->list.v[i].passed == (t->list.v[i].message == NULL));
		must(t->list.v[i].passed || is_utf8(cpr_str_of(t->list.v[i].message)));
	}
	cpr_test_free(t);
	cpreview_error_free(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static cpreview_campaign *c;
	struct failing f = { .left = number_of(data, size) % 512 };
	struct cpr_mem failing = { failing_realloc, &f };
	cpreview_ruleset *rs = NULL, *again = NULL;
	cpreview_error *err = NULL, *same = NULL;
	char *first, *second;
	int rc, other;

	if (!c)
		must(cpr_campaign_parse(&cpr_mem_libc, campaign, sizeof campaign - 1, "c.xml", NULL, CPR_VALIDATE_FRAGMENT, &c, NULL) == 0 &&
		     c->doc && !c->problems.list.n);
	rc = load(&cpr_mem_libc, data, size, &rs, &err);
	if (err)
		check_refusal(err, size);
	/* With the memory of one load behind it the second may fail anywhere. */
	other = load(&failing, data, size, &again, &same);
	must(other == rc || (other == CPREVIEW_E_NOMEM && f.failed));
	if (rs) {
		must(rs->rules.n > 0 && rs->n_packs == 1);
		run_examples(&cpr_mem_libc, rs);
		first = review(&cpr_mem_libc, rs, c, &rc);
		must(rc == 0);
		if (again) {
			run_examples(&failing, again);
			second = review(&failing, again, c, &rc);
			must(rc == 0 ? strcmp(first, second) == 0 : f.failed);
			free(second);
		}
		free(first);
	} else if (same && other != CPREVIEW_E_NOMEM) {
		must(cpreview_error_count(same) == cpreview_error_count(err));
		must(strcmp(cpreview_error_message(same), cpreview_error_message(err)) == 0);
	}
	cpreview_error_free(err);
	cpreview_error_free(same);
	cpr_ruleset_unref(rs);
	cpr_ruleset_unref(again);
	must(f.live == 0);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "spectest.h"

static bool is(struct cpr_str s, const char *z)
{
	return cpr_str_is(s, z);
}

Test(campaign, header)
{
	cpreview_campaign *c = spec_parse(
		"<campaign xmlns='urn:cpreview:campaign:1' id=' c1 ' revision='3' jurisdiction='CN' kind='prize-draw' purpose='marketing'>"
		"<plan><period start='2026-12-01T10:00:00+08:00' end='2026-12-31' launch='2026-11-30'/></plan></campaign>",
		0);
	int year, month, day;

	cr_expect_str_eq(spec_problems(&c->problems), "");
	cr_expect(is(c->id, "c1") && is(c->revision, "3") && is(c->jurisdiction, "CN") && is(c->kind, "prize-draw") &&
		  is(c->purpose, "marketing"));
	cr_expect(c->has_start && c->has_end && c->has_launch);
	cr_expect(c->start.has_time && !c->end.has_time);
	cpr_date_to_ymd(c->launch.date, &year, &month, &day);
	cr_expect(year == 2026 && month == 11 && day == 30);
	cr_expect_str_eq(c->name, "test");
	cr_expect_not(c->fragment);
	cr_expect_null(cpr_campaign_unref(c));
}

Test(campaign, what_is_not_valid_is_not_in_the_header)
{
	cpreview_campaign *c = spec_parse(
		"<campaign xmlns='urn:cpreview:campaign:1' id='1' jurisdiction='XX' kind='zzz'><plan><period start='soon'/></plan></campaign>",
		0);

	cr_expect_eq(c->problems.list.n, 4);
	cr_expect(c->id.n == 0 && c->jurisdiction.n == 0 && c->kind.n == 0 && c->purpose.n == 0);
	cr_expect_not(c->has_start || c->has_end || c->has_launch);
	cpr_campaign_unref(c);
	c = spec_parse("<campaign xmlns='urn:cpreview:campaign:1'/>", CPR_VALIDATE_FRAGMENT);
	cr_expect(c->fragment && c->id.n == 0 && c->problems.list.n == 0);
	cpr_campaign_unref(c);
}

Test(campaign, what_is_refused_has_no_document)
{
	static const char *const texts[] = {
		"",
		" ",
		"x",
		"<campaign",
		"<!DOCTYPE a><campaign xmlns='urn:cpreview:campaign:1'/>",
		"<campaign/>",
		"<a></b>",
		"\xff\xfe<",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		cpreview_campaign *c = spec_parse(texts[i], 0);

		cr_expect_null(c->doc, "%s", texts[i]);
		cr_expect_eq(c->problems.list.n, 1, "%s", texts[i]);
		cr_expect_eq(c->copy.n_units, 0);
		cpr_campaign_unref(c);
	}
}

Test(campaign, digest_and_copy_of_the_bytes)
{
	char text[] = "<campaign/>";
	cpreview_campaign *c = spec_parse(text, 0), *empty = NULL;

	memset(text, 'x', sizeof text - 1);
	cr_expect_eq(c->raw_n, 11);
	cr_expect(memcmp(c->raw, "<campaign/>", 11) == 0);
	cr_expect_eq(strlen(c->digest), 64);
	cpr_campaign_unref(c);
	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, NULL, 0, "", NULL, 0, &empty, NULL), 0);
	cr_expect_str_eq(empty->digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	cr_expect_eq(empty->problems.list.v[0].id, CPR_PROBLEM_INPUT_EMPTY);
	cpr_campaign_unref(empty);
}

Test(campaign, limits_of_the_content)
{
	static const char text[] = CAMPAIGN(
		"<plan><product id='p' kind='loan' name='n' issuer='o'/><organiser id='o' legal-name='n' role='issuer'/></plan>"
		"<terms><clause>一二三</clause></terms>");
	struct cpr_limits limits = cpr_limits_default;
	cpreview_campaign *c = NULL;

	/* three ids and a reference; a unit of nine bytes */
	limits.ids = 4;
	limits.unit_bytes = 9;
	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, text, strlen(text), "t", &limits, 0, &c, NULL), 0);
	cr_expect_eq(c->problems.list.n, 0);
	cr_expect_not_null(c->doc);
	cpr_campaign_unref(c);

	limits.ids = 3;
	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, text, strlen(text), "t", &limits, 0, &c, NULL), 0);
	cr_expect_str_eq(spec_problems(&c->problems), "limit.exceeded ids|3|");
	cr_expect_null(c->doc);
	cpr_campaign_unref(c);

	limits.ids = 4;
	limits.unit_bytes = 8;
	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, text, strlen(text), "t", &limits, 0, &c, NULL), 0);
	cr_expect_str_eq(spec_problems(&c->problems), "limit.exceeded unit_bytes|8|");
	cr_expect_null(c->doc);
	cr_expect_eq(c->id.n, 0);
	cpr_campaign_unref(c);
}

Test(campaign, unreadable)
{
	cpreview_campaign *c = NULL;

	cr_assert_eq(cpr_campaign_unreadable(&cpr_mem_libc, "a\nb", "there is no such file", &c, NULL), 0);
	cr_expect_str_eq(spec_problems(&c->problems), "input.unreadable there is no such file||");
	cr_expect_str_eq(c->name, "a\nb");
	cr_expect_null(c->doc);
	cr_expect_eq(strlen(c->digest), 64);
	cpr_campaign_unref(c);
}

Test(campaign, references)
{
	cpreview_campaign *c = spec_parse(WITH_PLAN(""), 0);

	cr_expect_eq(cpr_campaign_ref(c), c);
	cr_expect_null(cpr_campaign_unref(c));
	cr_expect_not_null(c->doc);
	cpr_campaign_unref(c);
	cr_expect_null(cpr_campaign_ref(NULL));
	cr_expect_null(cpr_campaign_unref(NULL));
}

Test(campaign, misuse)
{
	cpreview_campaign *c = NULL;
	cpreview_error *error = NULL;

	cr_expect_eq(cpr_campaign_parse(&cpr_mem_libc, NULL, 1, "t", NULL, 0, &c, &error), CPREVIEW_E_ARG);
	cr_expect_eq(cpr_campaign_parse(&cpr_mem_libc, "", 0, NULL, NULL, 0, &c, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpr_campaign_parse(&cpr_mem_libc, "", 0, "t", NULL, 2, &c, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpr_campaign_unreadable(&cpr_mem_libc, NULL, "r", &c, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpr_campaign_unreadable(&cpr_mem_libc, "t", NULL, &c, NULL), CPREVIEW_E_ARG);
	cr_expect_null(c);
	cr_expect_eq(cpreview_error_code(error), CPREVIEW_E_ARG);
	cpreview_error_free(error);
}

/* Every allocation fails once: it is reported, nothing leaks, and what comes out in the end is whole. */
static void sweep(const char *text, size_t n, size_t problems)
{
	for (size_t at = 0; at < 5000; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		cpreview_campaign *c = NULL;
		cpreview_error *error = NULL;
		int rc = cpr_campaign_parse(&mem, text, n, "t", NULL, 0, &c, &error);

		cr_assert(rc == 0 || rc == CPREVIEW_E_NOMEM);
		cr_assert_eq(rc == 0, c != NULL);
		if (rc == 0)
			cr_assert_eq(c->problems.list.n, problems, "allocation %zu failed and nobody said so", at);
		else
			cr_assert_eq(cpreview_error_code(error), CPREVIEW_E_NOMEM);
		cpreview_error_free(error);
		cpr_campaign_unref(c);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", at);
		if (rc == 0 && f.calls <= at)
			return;
	}
	cr_assert_fail("it never worked");
}

Test(campaign, failing_allocations)
{
	static const char good[] = CAMPAIGN(
		"<plan><product id='p' kind='loan' name='n' issuer='o'/><organiser id='o' legal-name='n' role='issuer'/></plan>"
		"<terms><clause>一<br/>二<x:b>三</x:b><clause>四</clause>五</clause></terms>");
	static const char bad[] =
		CAMPAIGN("<plan a='1'><zzzzzzz/><prodct/><campaign/><quota total='2万'/><b xmlns=''/>x"
			 "<product id='c' kind='lone' name='n' issuer='cc'/><product id='p'/></plan>");

	sweep(good, sizeof good - 1, 0);
	sweep(bad, sizeof bad - 1, 12);
	sweep("", 0, 1);
}

Test(campaign, failing_allocations_of_the_unreadable)
{
	for (size_t at = 0; at < 100; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		cpreview_campaign *c = NULL;
		int rc = cpr_campaign_unreadable(&mem, "t", "why", &c, NULL);

		cr_assert_eq(rc, c ? 0 : CPREVIEW_E_NOMEM);
		cpr_campaign_unref(c);
		cr_assert_eq(f.live, 0);
		if (rc == 0)
			return;
	}
	cr_assert_fail("it never worked");
}

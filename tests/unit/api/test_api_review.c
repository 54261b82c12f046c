/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the public review and of the writers: options, wrong arguments, what makes a review incomplete. */
#include <stdint.h>

#include "host.h"

#define GARBAGE ((void *)(uintptr_t)0x5a5a5a5a5a5a5a5aull)

static void expect_error(int rc, int want, cpreview_error *err, const void *object)
{
	cr_expect_eq(rc, want, "%d instead of %d", rc, want);
	cr_expect_eq(object, GARBAGE, "what is returned must be left alone");
	cr_assert_neq(err, GARBAGE);
	cr_expect_eq(cpreview_error_code(err), want);
	cpreview_error_free(err);
}

/* ---- reviews ---- */

struct fixture {
	cpreview_ruleset *rs;
	cpreview_campaign *c;
};

static struct fixture begin(const char *campaign)
{
	return (struct fixture){ host_load_rules(host_rules), host_load_campaign(campaign) };
}

static void end(struct fixture *f)
{
	cpreview_campaign_unref(f->c);
	cpreview_ruleset_unref(f->rs);
}

#define FAILS(want, call) (err = GARBAGE, rc = (call), expect_error(rc, (want), err, r))

Test(api_review, wrong_arguments)
{
	struct fixture f = begin(host_campaign);
	cpreview_report *r = GARBAGE;
	cpreview_error *err;
	int rc;

	FAILS(CPREVIEW_E_ARG, cpreview_review(NULL, f.c, NULL, &r, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_review(f.rs, NULL, NULL, &r, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_review(f.rs, f.c, NULL, NULL, &err));
	cr_expect_eq(cpreview_review(NULL, NULL, NULL, NULL, NULL), CPREVIEW_E_ARG);
	end(&f);
}

Test(api_review, options)
{
	struct fixture f = begin(host_campaign);
	struct {
		struct cpreview_review_options o;
		unsigned char more[16];
	} later = { .o = CPREVIEW_REVIEW_OPTIONS_INIT };
	static const char *const names[] = { "h.know.words", NULL }, *const empty[] = { "" };
	cpreview_report *r = GARBAGE;
	cpreview_error *err;
	int rc;

	for (size_t size = 0; size < sizeof later.o; size += size ? 7 : 1) {
		later.o.struct_size = size;
		FAILS(CPREVIEW_E_ABI, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	}
	later.o.struct_size = sizeof later;
	for (size_t i = 0; i < sizeof later.more; i++) {
		memset(later.more, 0, sizeof later.more);
		later.more[i] = 0x80;
		FAILS(CPREVIEW_E_ABI, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	}
	memset(later.more, 0, sizeof later.more);
	later.o.struct_size = 4097;
	FAILS(CPREVIEW_E_ABI, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	later.o.struct_size = sizeof later.o;
	for (uint32_t bit = 1; bit; bit <<= 1) {
		later.o.flags = bit;
		FAILS(CPREVIEW_E_ABI, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	}
	later.o.flags = 0;
	later.o.reserved = 1;
	FAILS(CPREVIEW_E_ABI, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	later.o.reserved = 0;
#define WITH(field, value, want)                                                 \
	do {                                                                     \
		struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT; \
		o.field = (value);                                               \
		FAILS((want), cpreview_review(f.rs, f.c, &o, &r, &err));         \
	} while (0)
	WITH(max_findings, 1000001, CPREVIEW_E_ARG);
	WITH(max_findings, UINT32_MAX, CPREVIEW_E_ARG);
	WITH(fail_on, 4, CPREVIEW_E_ARG);
	WITH(fail_on, -1, CPREVIEW_E_ARG);
	WITH(n_rules, 1, CPREVIEW_E_ARG);
	WITH(n_rights, 1, CPREVIEW_E_ARG);
	WITH(n_laws, SIZE_MAX, CPREVIEW_E_ARG);
	WITH(as_of, "", CPREVIEW_E_ARG);
	WITH(as_of, "2026-1-1", CPREVIEW_E_ARG);
	WITH(as_of, "2026-02-29", CPREVIEW_E_ARG);
	WITH(as_of, "2026-01-01 ", CPREVIEW_E_ARG);
	WITH(as_of, "today", CPREVIEW_E_ARG);
	later.o.rules = names;
	later.o.n_rules = 2;
	FAILS(CPREVIEW_E_ARG, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	later.o.rules = empty;
	later.o.n_rules = 1;
	FAILS(CPREVIEW_E_ARG, cpreview_review(f.rs, f.c, &later.o, &r, &err));
	later.o.rules = names;
	cr_expect_eq(cpreview_review(f.rs, f.c, &later.o, &r, NULL), 0);
	cpreview_report_unref(r);
	end(&f);
}

Test(api_review, as_of)
{
	static const struct {
		const char *as_of, *reported;
		int disposition;
	} cases[] = {
		{ NULL, "2026-01-01", CPREVIEW_NOT_APPLICABLE },	 { "2019-12-31", "2019-12-31", CPREVIEW_PASS },
		{ "2020-01-01", "2020-01-01", CPREVIEW_NOT_APPLICABLE }, { "0001-01-01", "0001-01-01", CPREVIEW_PASS },
		{ "9999-12-31", "9999-12-31", CPREVIEW_NOT_APPLICABLE },
	};
	struct fixture f = begin(host_campaign);

	for (size_t i = 0; i < HOST_COUNT(cases); i++) {
		struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT;
		cpreview_report *r;

		o.as_of = cases[i].as_of;
		r = host_review(f.rs, f.c, &o);
		cr_expect_str_eq(cpreview_report_as_of(r), cases[i].reported);
		cr_expect_str_eq(cpreview_report_rule_id(r, 1), "h.choice.old");
		cr_expect_eq(cpreview_report_rule_disposition(r, 1), cases[i].disposition, "%s", cases[i].reported);
		cpreview_report_unref(r);
	}
	end(&f);
}

Test(api_review, unknown_names)
{
	static const char *const name[] = { "nothing" };
	struct fixture f = begin(host_campaign);

	for (int which = 0; which < 3; which++) {
		struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT;
		cpreview_report *r = GARBAGE;
		cpreview_error *err;
		int rc;

		*(const char *const **)(which == 0 ? &o.rules : which == 1 ? &o.rights : &o.laws) = name;
		*(which == 0 ? &o.n_rules : which == 1 ? &o.n_rights : &o.n_laws) = 1;
		FAILS(CPREVIEW_E_NOT_FOUND, cpreview_review(f.rs, f.c, &o, &r, &err));
	}
	end(&f);
}

struct stop {
	int calls, at;
};

static int stop_at(void *user)
{
	struct stop *s = user;

	return ++s->calls >= s->at ? -1 : 0;
}

Test(api_review, cancel)
{
	struct fixture f = begin(host_campaign);
	struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT;
	struct stop s = { .at = 1000 };
	cpreview_report *r;
	int calls;

	o.cancel = stop_at;
	o.cancel_user = &s;
	r = host_review(f.rs, f.c, &o);
	calls = s.calls;
	cr_expect_geq(calls, 6, "at least once a rule");
	cpreview_report_unref(r);
	r = GARBAGE;
	for (int at = 1; at <= calls; at++) {
		cpreview_error *err;
		int rc;

		s = (struct stop){ .at = at };
		FAILS(CPREVIEW_E_CANCELLED, cpreview_review(f.rs, f.c, &o, &r, &err));
		cr_expect_eq(s.calls, at);
	}
	end(&f);
}

/* Whatever the campaign is, its review gives a report, and what was not understood is never clean. */
Test(api_review, incomplete)
{
	static const char *const campaigns[] = { "",
						 "<",
						 "<a/>",
						 "<!DOCTYPE a><a/>",
						 "<campaign xmlns='urn:cpreview:campaign:1'/>",
						 HOST_CAMPAIGN("<perod/>", "<body>稳赚</body>") };
	cpreview_ruleset *rs = host_load_rules(host_rules);

	for (size_t i = 0; i < HOST_COUNT(campaigns); i++) {
		cpreview_campaign *c = host_load_campaign(campaigns[i]);
		cpreview_report *r = host_review(rs, c, NULL);

		cr_expect_eq(cpreview_campaign_is_complete(c), 0);
		cr_expect_eq(cpreview_report_verdict(r), CPREVIEW_VERDICT_INCOMPLETE, "%s", campaigns[i]);
		cr_expect_geq(cpreview_report_count(r), 1);
		cpreview_report_unref(r);
		cpreview_campaign_unref(c);
	}
	/* the rules ran on what was understood */
	{
		cpreview_campaign *c = host_load_campaign(campaigns[5]);
		cpreview_report *r = host_review(rs, c, NULL);
		bool found = false;

		for (size_t i = 0; i < cpreview_report_count(r); i++)
			found |= !strcmp(cpreview_finding_rule(cpreview_report_at(r, i)), "h.know.words");
		cr_expect(found);
		cpreview_report_unref(r);
		cpreview_campaign_unref(c);
	}
	cpreview_ruleset_unref(rs);
}

Test(api_review, truncated)
{
	struct fixture f = begin(host_campaign);
	struct cpreview_review_options o = CPREVIEW_REVIEW_OPTIONS_INIT;

	for (o.max_findings = 1; o.max_findings <= 5; o.max_findings++) {
		cpreview_report *r = host_review(f.rs, f.c, &o);
		bool cut = o.max_findings < 5;

		cr_expect_eq(cpreview_report_truncated(r), cut);
		cr_expect_eq(cpreview_report_verdict(r), cut ? CPREVIEW_VERDICT_INCOMPLETE : CPREVIEW_VERDICT_FAIL);
		cr_expect_eq(cpreview_report_count(r), o.max_findings + cut, "with the one that says so");
		cpreview_report_unref(r);
	}
	end(&f);
}

Test(api_review, clean)
{
	struct fixture f = begin(host_clean);
	cpreview_report *r = host_review(f.rs, f.c, NULL);

	cr_expect_eq(cpreview_report_verdict(r), CPREVIEW_VERDICT_PASS);
	cr_expect_eq(cpreview_report_count(r), 0);
	cpreview_report_unref(r);
	end(&f);
}

/* Same input, same bytes; whatever was done in between. */
Test(api_review, deterministic)
{
	struct fixture f = begin(host_campaign);

	for (size_t k = 0; k < cpreview_format_count(); k++) {
		const char *format = cpreview_format_name(k);
		cpreview_report *a = host_review(f.rs, f.c, NULL), *b;
		struct fixture again = begin(host_campaign);
		char *x = host_render(a, format), *y;

		b = host_review(again.rs, again.c, NULL);
		y = host_render(b, format);
		cr_expect_str_eq(x, y, "%s", format);
		cpreview_bytes_free(x);
		cpreview_bytes_free(y);
		cpreview_report_unref(a);
		cpreview_report_unref(b);
		end(&again);
	}
	end(&f);
}

/* ---- writers ---- */

static int refuse(const void *bytes, size_t n, void *user)
{
	(void)bytes;
	(void)n;
	(void)user;
	return 1;
}

static int take_all(const void *bytes, size_t n, void *user)
{
	(void)bytes;
	*(size_t *)user += n;
	return 0;
}

Test(api_review, output_wrong_arguments)
{
	struct fixture f = begin(host_campaign);
	cpreview_report *one = host_review(f.rs, f.c, NULL);
	const cpreview_report *reports[] = { one, NULL };
	struct cpreview_output_options o = CPREVIEW_OUTPUT_OPTIONS_INIT;
	char *r = GARBAGE;
	cpreview_error *err;
	size_t n = 0;
	int rc;

	FAILS(CPREVIEW_E_ARG, cpreview_output_render(NULL, 1, "text", NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 0, "text", NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 2, "text", NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, NULL, NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", NULL, NULL, NULL, &err));
	FAILS(CPREVIEW_E_NOT_FOUND, cpreview_output_render(reports, 1, "", NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_NOT_FOUND, cpreview_output_render(reports, 1, "TEXT", NULL, &r, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_write(NULL, 1, "text", NULL, take_all, &n, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_write(reports, 1, "text", NULL, NULL, &n, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_output_write(reports, 2, "text", NULL, take_all, &n, &err));
	FAILS(CPREVIEW_E_NOT_FOUND, cpreview_output_write(reports, 1, "pdf", NULL, take_all, &n, &err));
	cr_expect_eq(n, 0, "nothing is written after a wrong argument");
	for (size_t size = 0; size < sizeof o; size++) {
		o.struct_size = size;
		FAILS(CPREVIEW_E_ABI, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	}
	o.struct_size = sizeof o;
	o.reserved = 1;
	FAILS(CPREVIEW_E_ABI, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	o.reserved = 0;
	for (uint32_t bit = 4; bit; bit <<= 1) {
		o.flags = bit;
		FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	}
	o.flags = 0;
	o.language = 2;
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	o.language = -1;
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	o.language = 0;
	o.show = 4;
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	o.show = -1;
	FAILS(CPREVIEW_E_ARG, cpreview_output_render(reports, 1, "text", &o, &r, NULL, &err));
	cpreview_bytes_free(NULL);
	cpreview_report_unref(one);
	end(&f);
}

Test(api_review, output)
{
	struct fixture f = begin(host_campaign);
	cpreview_report *r = host_review(f.rs, f.c, NULL);
	const cpreview_report *reports[] = { r, r };

	cr_expect_geq(cpreview_format_count(), 3);
	for (size_t k = 0; k < cpreview_format_count(); k++) {
		const char *format = cpreview_format_name(k);
		size_t n = 0, written = 0, two = 0;
		char *bytes = NULL;
		cpreview_error *err = NULL;

		cr_expect_geq(strlen(cpreview_format_media_type(k)), 5);
		cr_expect_geq(strlen(cpreview_format_summary(k)), 5);
		cr_assert_eq(cpreview_output_render(reports, 1, format, NULL, &bytes, &n, NULL), 0);
		cr_expect_eq(strlen(bytes), n);
		cr_expect_eq(cpreview_output_write(reports, 1, format, NULL, take_all, &written, NULL), 0);
		cr_expect_eq(written, n, "%s", format);
		cr_expect_eq(cpreview_output_write(reports, 2, format, NULL, take_all, &two, NULL), 0);
		cr_expect_gt(two, n, "%s", format);
		cr_expect_eq(cpreview_output_write(reports, 1, format, NULL, refuse, NULL, &err), CPREVIEW_E_WRITE);
		cr_expect_eq(cpreview_error_code(err), CPREVIEW_E_WRITE);
		cpreview_error_free(err);
		cpreview_bytes_free(bytes);
	}
	cr_expect_null(cpreview_format_name(cpreview_format_count()));
	cr_expect_null(cpreview_format_media_type(SIZE_MAX));
	cr_expect_null(cpreview_format_summary(cpreview_format_count()));
	cpreview_report_unref(r);
	end(&f);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold for every format in the table. */
#include <criterion/criterion.h>

#include "failmem.h"
#include "fixture.h"
#include "text/unicode.h"

static cpreview_report *(*const makers[])(const struct cpr_mem *) = {
	fixture_rich, fixture_hostile, fixture_clean, fixture_unreadable,
};
#define N_MAKERS (sizeof makers / sizeof *makers)

struct all {
	cpreview_report *owned[N_MAKERS];
	const cpreview_report *reports[N_MAKERS];
};

static struct all make_all(void)
{
	struct all a;

	for (size_t i = 0; i < N_MAKERS; i++) {
		a.owned[i] = makers[i](&cpr_mem_libc);
		cr_assert_not_null(a.owned[i]);
		a.reports[i] = a.owned[i];
	}
	return a;
}

static void free_all(struct all *a)
{
	for (size_t i = 0; i < N_MAKERS; i++)
		cpr_report_unref(a->owned[i]);
}

Test(output_registry, formats_are_described)
{
	cr_assert_geq(cpr_n_formats, 4u);
	for (size_t i = 0; i < cpr_n_formats; i++) {
		cr_assert_eq(cpr_format_find(cpr_str_of(cpr_formats[i]->name)), cpr_formats[i]);
		cr_assert(strlen(cpr_formats[i]->summary) > 10);
		cr_assert_not_null(strchr(cpr_formats[i]->media_type, '/'));
		for (size_t k = 0; k < i; k++)
			cr_assert_str_neq(cpr_formats[i]->name, cpr_formats[k]->name);
	}
	cr_assert_null(cpr_format_find(CPR_STR("")));
	cr_assert_null(cpr_format_find(CPR_STR("jso")));
	cr_assert_null(cpr_format_find(CPR_STR("json\0")));
}

/* Valid UTF-8 without anything that acts on a terminal; line feeds only. */
Test(output_registry, no_format_lets_unsafe_characters_through)
{
	struct all a = make_all();

	for (size_t i = 0; i < cpr_n_formats; i++) {
		for (int language = CPREVIEW_ZH; language <= CPREVIEW_EN; language++) {
			char *out = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, CPREVIEW_OUTPUT_ALL_RULES, language, 0);
			struct cpr_str s = cpr_str_of(out);

			cr_assert_not_null(out);
			cr_assert_eq(cpr_utf8_valid(s.p, s.n), s.n);
			for (size_t at = 0; at < s.n;) {
				uint32_t c = 0;

				at += cpr_utf8_next(s.p + at, s.n - at, &c);
				cr_assert(!cpr_char_unsafe(c) || c == '\n' || (c == '\t' && strcmp(cpr_formats[i]->name, "text") == 0),
					  "%s: U+%04X at %zu", cpr_formats[i]->name, (unsigned)c, at);
			}
			if (strcmp(cpr_formats[i]->name, "text") != 0)
				cr_assert_null(strstr(out, "</"));
			cpr_free(&cpr_mem_libc, out);
		}
	}
	free_all(&a);
}

Test(output_registry, same_reports_same_bytes)
{
	struct all a = make_all(), b = make_all();

	for (size_t i = 0; i < cpr_n_formats; i++) {
		char *x = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, 0, CPREVIEW_ZH, 0);
		char *y = fixture_render(cpr_formats[i]->name, b.reports, N_MAKERS, 0, CPREVIEW_ZH, 0);

		cr_assert_str_eq(x, y);
		cpr_free(&cpr_mem_libc, x);
		cpr_free(&cpr_mem_libc, y);
	}
	free_all(&a);
	free_all(&b);
}

/* What makes a review incomplete is written at every level of `show`. */
Test(output_registry, show_never_hides_what_was_not_checked)
{
	struct all a = make_all();

	for (size_t i = 0; i < cpr_n_formats; i++) {
		char *all = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, 0, CPREVIEW_EN, 0);
		char *few = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, 0, CPREVIEW_EN, CPREVIEW_SEVERITY_ERROR);

		cr_assert_not_null(strstr(few, "spec.unknown-element"), "%s", cpr_formats[i]->name);
		cr_assert_not_null(strstr(few, "input.unreadable"), "%s", cpr_formats[i]->name);
		cr_assert_not_null(strstr(few, "promises a return"), "%s", cpr_formats[i]->name);
		cr_assert_not_null(strstr(all, "the tone could be better"), "%s", cpr_formats[i]->name);
		cr_assert_null(strstr(few, "the tone could be better"), "%s", cpr_formats[i]->name);
		cpr_free(&cpr_mem_libc, all);
		cpr_free(&cpr_mem_libc, few);
	}
	free_all(&a);
}

/* Also when the rule is of a lesser level. */
Test(output_registry, show_never_hides_a_lesser_rule_that_was_not_checked)
{
	static const int stopped[] = { CPREVIEW_NOT_CHECKED, CPREVIEW_ERROR };

	for (size_t k = 0; k < 2; k++) {
		cpreview_report *r = fixture_new(&cpr_mem_libc, S("a.xml"));
		const cpreview_report *reports[1] = { r };

		fixture_text(cpr_report_add(r, &fixture_tone, stopped[k]), (struct cpr_text2){ S("停了"), S("stopped short") },
			     (struct cpr_text2){ S(""), S("") });
		cr_assert_eq(cpr_report_finish(r, NULL), 0);
		for (size_t i = 0; i < cpr_n_formats; i++) {
			char *out = fixture_render(cpr_formats[i]->name, reports, 1, 0, CPREVIEW_EN, CPREVIEW_SEVERITY_ERROR);

			cr_assert_not_null(strstr(out, "stopped short"), "%s", cpr_formats[i]->name);
			cpr_free(&cpr_mem_libc, out);
		}
		cpr_report_unref(r);
	}
}

struct stubborn {
	size_t calls, refuse_at, bytes;
	struct cpr_strbuf seen;
};

static int stubborn_write(const void *bytes, size_t n, void *user)
{
	struct stubborn *w = user;

	cr_assert(n > 0);
	if (w->calls++ == w->refuse_at)
		return 1;
	cr_assert(w->calls <= w->refuse_at || w->refuse_at == SIZE_MAX, "called again after it had refused");
	cpr_strbuf_add(&w->seen, bytes, n);
	return 0;
}

Test(output_registry, a_refused_write_is_reported_wherever_it_is)
{
	struct all a = make_all();

	for (size_t i = 0; i < cpr_n_formats; i++) {
		struct cpr_output out = { .mem = &cpr_mem_libc, .reports = a.reports, .n_reports = N_MAKERS };
		char *whole = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, 0, CPREVIEW_ZH, 0);
		int rc = -1;

		for (size_t at = 0; rc != 0; at++) {
			struct stubborn w = { .refuse_at = at, .seen = CPR_STRBUF(&cpr_mem_libc) };
			cpreview_error *err = NULL;

			cr_assert(at < 1000);
			rc = cpr_output_write(&out, cpr_formats[i], stubborn_write, &w, &err);
			if (rc) {
				cr_assert_eq(rc, CPREVIEW_E_WRITE);
				cr_assert_eq(cpreview_error_code(err), CPREVIEW_E_WRITE);
				cr_assert_eq(w.calls, at + 1);
				cr_assert(strncmp(w.seen.p ? w.seen.p : "", whole, w.seen.n) == 0);
			} else {
				cr_assert_null(err);
				cr_assert_eq(w.calls, at);
				cr_assert_str_eq(w.seen.p, whole);
			}
			cpreview_error_free(err);
			cpr_strbuf_free(&w.seen);
		}
		cpr_free(&cpr_mem_libc, whole);
	}
	free_all(&a);
}

Test(output_registry, every_failed_allocation_is_reported)
{
	struct all a = make_all();

	for (size_t i = 0; i < cpr_n_formats; i++) {
		char *whole = fixture_render(cpr_formats[i]->name, a.reports, N_MAKERS, 0, CPREVIEW_ZH, 0);
		int rc = -1;

		for (size_t at = 0; rc != 0; at++) {
			struct failmem fm = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&fm);
			struct cpr_output out = { .mem = &mem, .reports = a.reports, .n_reports = N_MAKERS };
			cpreview_error *err = NULL;
			char *bytes = NULL;
			size_t n = 0;

			cr_assert(at < 10000);
			rc = cpr_output_render(&out, cpr_formats[i], &bytes, &n, &err);
			cr_assert(rc == 0 || rc == CPREVIEW_E_NOMEM);
			cr_assert_eq(cpreview_error_code(err), rc);
			cr_assert_eq(rc == 0, bytes != NULL);
			if (bytes) {
				cr_assert_str_eq(bytes, whole);
				cr_assert_eq(n, strlen(whole));
			}
			cpr_free(&mem, bytes);
			cpreview_error_free(err);
			cr_assert_eq(fm.live, 0u, "%s leaks when allocation %zu fails", cpr_formats[i]->name, at);
		}
		cpr_free(&cpr_mem_libc, whole);
	}
	free_all(&a);
}

Test(output_registry, building_a_report_without_memory)
{
	for (size_t i = 0; i < N_MAKERS; i++) {
		cpreview_report *r = NULL;

		for (size_t at = 0; !r; at++) {
			struct failmem fm = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&fm);

			cr_assert(at < 10000);
			r = makers[i](&mem);
			cr_assert(r || fm.calls > at);
			if (r)
				cr_assert_leq(fm.calls, at);
			cpr_report_unref(r);
			cr_assert_eq(fm.live, 0u);
			if (r)
				break;
		}
	}
}

Test(output_registry, misuse_is_refused)
{
	cpreview_report *r = fixture_clean(&cpr_mem_libc);
	const cpreview_report *reports[2] = { r, NULL };
	const struct cpr_output good = { .mem = &cpr_mem_libc, .reports = reports, .n_reports = 1 };
	struct stubborn w = { .refuse_at = SIZE_MAX };
	char *bytes = NULL;

	for (int i = 0; i < 8; i++) {
		struct cpr_output out = good;
		const struct cpr_format *format = cpr_formats[0];
		int expected = CPREVIEW_E_ARG;
		cpreview_error *err = NULL;

		switch (i) {
		case 0: out.n_reports = 0; break;
		case 1: out.n_reports = 2; break;
		case 2: out.reports = NULL; break;
		case 3: out.flags = 4; break;
		case 4: out.language = 2; break;
		case 5: out.show = 4; break;
		case 6: out.show = -1; break;
		default: format = NULL; expected = CPREVIEW_E_NOT_FOUND; break;
		}
		cr_assert_eq(cpr_output_write(&out, format, stubborn_write, &w, &err), expected, "case %d", i);
		cr_assert_eq(cpreview_error_code(err), expected);
		cpreview_error_free(err);
		cr_assert_eq(cpr_output_render(&out, format, &bytes, NULL, NULL), expected);
		cr_assert_null(bytes);
	}
	cr_assert_eq(cpr_output_write(&good, cpr_formats[0], NULL, NULL, NULL), CPREVIEW_E_ARG);
	cr_assert_eq(w.calls, 0u);
	cpr_report_unref(r);
}

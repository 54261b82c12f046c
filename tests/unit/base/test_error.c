/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/error.h"
#include "failmem.h"

#define LOC(file_, offset_) (&(struct cpr_loc){ .file = (file_), .offset_bytes = (offset_), .line = 1, .column = 2 })

__attribute__((format(printf, 5, 6))) static int set(const struct cpr_mem *mem, cpreview_error **err, int code,
						       const struct cpr_loc *loc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	code = cpr_error_vset_mem(mem, err, code, loc, fmt, ap);
	va_end(ap);
	return code;
}

Test(error, null_is_no_error)
{
	cr_assert_eq(cpreview_error_code(NULL), CPREVIEW_OK);
	cr_assert_eq(cpreview_error_count(NULL), 0);
	cr_assert_null(cpreview_error_at(NULL, 0));
	cr_assert_not_null(cpreview_error_message(NULL));
	cr_assert_null(cpreview_error_file(NULL));
	cr_assert_eq(cpreview_error_line(NULL), 0);
	cr_assert_eq(cpreview_error_column(NULL), 0);
	cr_assert_eq(cpreview_error_offset_bytes(NULL), 0);
	cpreview_error_free(NULL);
	cr_assert_eq(cpr_error_set(NULL, CPREVIEW_E_IO, NULL, "x"), CPREVIEW_E_IO);
	cr_assert_eq(cpr_error_nomem(NULL), CPREVIEW_E_NOMEM);
}

Test(error, one)
{
	cpreview_error *err = NULL;
	char name[] = "rules/\n.xml";
	struct cpr_loc loc = { .file = name, .offset_bytes = UINT64_MAX, .line = 3, .column = 9 };

	cr_assert_eq(cpr_error_set(&err, CPREVIEW_E_RULESET, &loc, "unknown <%s>", "tset"), CPREVIEW_E_RULESET);
	name[0] = 'X';
	cr_assert_eq(cpreview_error_code(err), CPREVIEW_E_RULESET);
	cr_assert_eq(cpreview_error_count(err), 1);
	cr_assert_eq(cpreview_error_at(err, 0), err);
	cr_assert_null(cpreview_error_at(err, 1));
	cr_assert_str_eq(cpreview_error_message(err), "unknown <tset>");
	cr_assert_str_eq(cpreview_error_file(err), "rules/\n.xml", "names are bytes, as given");
	cr_assert_eq(cpreview_error_line(err), 3);
	cr_assert_eq(cpreview_error_column(err), 9);
	cr_assert_eq(cpreview_error_offset_bytes(err), UINT64_MAX);
	cpreview_error_free(err);
}

Test(error, message_is_one_harmless_line)
{
	cpreview_error *err = NULL;

	cpr_error_set(&err, CPREVIEW_E_IO, NULL, "%s", "a\nb\x1b[0m\xe2\x80\xae\xff利率\t");
	cr_assert_str_eq(cpreview_error_message(err), "a\\u{A}b\\u{1B}[0m\\u{202E}\\xFF利率\\u{9}");
	cr_assert_null(cpreview_error_file(err));
	cpreview_error_free(err);
}

Test(error, chain_keeps_order)
{
	cpreview_error *err = NULL;

	for (int i = 0; i < 1000; i++)
		cpr_error_set(&err, i ? CPREVIEW_E_RULESET : CPREVIEW_E_IO, NULL, "no. %d", i);
	cr_assert_eq(cpreview_error_code(err), CPREVIEW_E_IO);
	cr_assert_eq(cpreview_error_count(err), 1000);
	cr_assert_str_eq(cpreview_error_message(cpreview_error_at(err, 999)), "no. 999");
	cr_assert_eq(cpreview_error_count(cpreview_error_at(err, 5)), 1);
	cr_assert_null(cpreview_error_at(err, 1000));
	cr_assert_null(cpreview_error_at(err, SIZE_MAX));
	cpreview_error_free(err);
}

static void check_messages(const cpreview_error *err, const char *want)
{
	for (size_t i = 0; i < cpreview_error_count(err); i++)
		cr_assert_eq(cpreview_error_message(cpreview_error_at(err, i))[0], want[i], "place %zu of %s", i, want);
	cr_assert_eq(cpreview_error_count(err), strlen(want));
}

Test(error, sort)
{
	cpreview_error *err = NULL;

	cpr_error_sort(&err);
	cr_assert_null(err);
	cpr_error_set(&err, -2, LOC("b", 5), "f");
	cpr_error_sort(&err);
	check_messages(err, "f");
	cpr_error_set(&err, -2, LOC("b", 1), "d");
	cpr_error_set(&err, -2, LOC("\xff", 0), "h");
	cpr_error_set(&err, -2, LOC("a", 9), "c");
	cpr_error_set(&err, -2, LOC("b", 1), "e");
	cpr_error_set(&err, -2, NULL, "a");
	cpr_error_set(&err, -2, LOC("b", UINT64_MAX), "g");
	cpr_error_set(&err, -2, NULL, "b");
	check_messages(err, "fdhceagb");
	cpr_error_sort(&err);
	check_messages(err, "abcdefgh");
	cpr_error_sort(&err);
	check_messages(err, "abcdefgh");
	/* A sorted chain grows and is sorted again. */
	cpr_error_set(&err, -2, LOC("a", 9), "C");
	cpr_error_set(&err, -2, NULL, "B");
	cpr_error_sort(&err);
	check_messages(err, "abBcCdefgh");
	cpreview_error_free(err);
}

Test(error, sort_is_right_for_every_start)
{
	uint32_t seed = 7;

	for (unsigned n = 1; n < 60; n++) {
		cpreview_error *err = NULL;

		for (unsigned i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			cpr_error_set(&err, -2, LOC("f", (seed >> 24) % 16), "%04u", i);
		}
		cpr_error_sort(&err);
		cr_assert_eq(cpreview_error_count(err), n);
		for (unsigned i = 1; i < n; i++) {
			const cpreview_error *a = cpreview_error_at(err, i - 1), *b = cpreview_error_at(err, i);
			uint64_t x = cpreview_error_offset_bytes(a), y = cpreview_error_offset_bytes(b);

			cr_assert(x < y || (x == y && strcmp(cpreview_error_message(a), cpreview_error_message(b)) < 0));
		}
		cpreview_error_free(err);
	}
}

Test(error, out_of_memory_needs_none)
{
	cpreview_error *err = NULL;

	cr_assert_eq(cpr_error_nomem(&err), CPREVIEW_E_NOMEM);
	cr_assert_eq(cpreview_error_code(err), CPREVIEW_E_NOMEM);
	cr_assert_eq(cpreview_error_count(err), 1);
	cr_assert_str_eq(cpreview_error_message(err), "out of memory");
	/* The constant takes nothing behind it, and loses nothing that was allocated. */
	cr_assert_eq(cpr_error_set(&err, CPREVIEW_E_IO, NULL, "later"), CPREVIEW_E_IO);
	cr_assert_eq(cpreview_error_count(err), 1);
	cpr_error_sort(&err);
	cpreview_error_free(err);
}

Test(error, out_of_memory_in_a_chain)
{
	cpreview_error *err = NULL;

	cpr_error_set(&err, CPREVIEW_E_RULESET, LOC("b", 1), "b");
	cpr_error_set(&err, CPREVIEW_E_RULESET, LOC("a", 1), "a");
	cpr_error_nomem(&err);
	cpr_error_nomem(&err);
	cpr_error_set(&err, CPREVIEW_E_RULESET, LOC("c", 1), "c");
	cr_assert_eq(cpreview_error_count(err), 3);
	cr_assert_eq(cpreview_error_code(cpreview_error_at(err, 2)), CPREVIEW_E_NOMEM);
	cpr_error_sort(&err);
	check_messages(err, "abo");
	cr_assert_null(cpreview_error_at(err, 3));
	cpreview_error_free(err);
}

Test(error, failure_is_reported_and_leaks_nothing)
{
	for (size_t at = 0;; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		cpreview_error *err = NULL;
		bool failed, told = false;

		cr_assert_eq(set(&mem, &err, CPREVIEW_E_IO, LOC("file", 3), "first %100d", 1), CPREVIEW_E_IO);
		for (int i = 0; i < 20; i++)
			cr_assert_eq(set(&mem, &err, CPREVIEW_E_RULESET, LOC("file", 2), "%d", i), CPREVIEW_E_RULESET);
		failed = f.calls > at;
		cr_assert_not_null(err);
		cpr_error_sort(&err);
		for (size_t i = 0; i < cpreview_error_count(err); i++)
			told |= cpreview_error_code(cpreview_error_at(err, i)) == CPREVIEW_E_NOMEM;
		cr_assert_eq(told, failed, "allocation %zu", at);
		cpreview_error_free(err);
		cr_assert_eq(f.live, 0, "leak at allocation %zu", at);
		if (!failed)
			break;
	}
}

Test(error, codes_have_texts)
{
	static const int codes[] = { 0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -70 };
	const char *unknown = cpreview_code_text(1);

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		cr_assert_str_neq(cpreview_code_text(codes[i]), unknown, "%d", codes[i]);
	cr_assert_str_eq(cpreview_code_text(-71), unknown);
	cr_assert_str_eq(cpreview_code_text(INT32_MIN), unknown);
}

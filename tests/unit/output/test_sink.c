/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "output/sink.h"

struct seen {
	struct cpr_strbuf bytes;
	size_t calls, refuse_at;
};

static int take(const void *bytes, size_t n, void *user)
{
	struct seen *seen = user;

	cr_assert(n > 0);
	if (seen->calls++ == seen->refuse_at)
		return -1;
	cpr_strbuf_add(&seen->bytes, bytes, n);
	return 0;
}

Test(sink, pieces_of_every_size_arrive_in_order)
{
	struct seen seen = { .bytes = CPR_STRBUF(&cpr_mem_libc), .refuse_at = SIZE_MAX };
	struct cpr_strbuf expected = CPR_STRBUF(&cpr_mem_libc);
	static char piece[10000];
	struct cpr_sink s;

	for (size_t i = 0; i < sizeof piece; i++)
		piece[i] = (char)('a' + i % 26);
	cpr_sink_init(&s, take, &seen);
	for (size_t n = 0; n <= sizeof piece; n = n < 10 ? n + 1 : n * 2) {
		cpr_sink_add(&s, piece, n);
		cpr_strbuf_add(&expected, piece, n);
		cpr_sink_addc(&s, '!');
		cpr_sink_addz(&s, "z");
		cpr_sink_adds(&s, (struct cpr_str){ 0 });
		cpr_sink_add_u64(&s, n);
		cpr_strbuf_addf(&expected, "!z%zu", n);
	}
	cpr_sink_add_u64(&s, UINT64_MAX);
	cpr_strbuf_addz(&expected, "18446744073709551615");
	cr_assert(cpr_sink_flush(&s));
	cr_assert_str_eq(seen.bytes.p, expected.p);
	/* flushing nothing calls nobody */
	seen.refuse_at = seen.calls;
	cr_assert(cpr_sink_flush(&s));
	cpr_strbuf_free(&seen.bytes);
	cpr_strbuf_free(&expected);
}

Test(sink, failure_is_sticky)
{
	struct seen seen = { .bytes = CPR_STRBUF(&cpr_mem_libc), .refuse_at = 0 };
	struct cpr_sink s;

	cpr_sink_init(&s, take, &seen);
	for (size_t i = 0; i < 3 * sizeof s.buffer; i++)
		cpr_sink_addc(&s, 'x');
	cr_assert(s.failed);
	cr_assert_eq(seen.calls, 1u);
	cr_assert(!cpr_sink_flush(&s));
	cr_assert_eq(seen.calls, 1u);
	cr_assert_eq(seen.bytes.n, 0u);
}

Test(sink, a_full_buffer_and_one_more)
{
	struct seen seen = { .bytes = CPR_STRBUF(&cpr_mem_libc), .refuse_at = SIZE_MAX };
	struct cpr_sink s;

	cpr_sink_init(&s, take, &seen);
	for (size_t i = 0; i < sizeof s.buffer - 1; i++)
		cpr_sink_addc(&s, 'x');
	cr_assert_eq(seen.calls, 0u);
	cpr_sink_addc(&s, 'x');
	cr_assert_eq(seen.calls, 1u);
	cpr_sink_addc(&s, 'y');
	cr_assert(cpr_sink_flush(&s));
	cr_assert_eq(seen.calls, 2u);
	cr_assert_eq(seen.bytes.n, sizeof s.buffer + 1);
	cpr_strbuf_free(&seen.bytes);
}

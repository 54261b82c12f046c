/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes into the decoder. What it accepts must be valid UTF-8 made of XML characters, each place must lead to a later
 * place of the input than the one before, and UTF-8 and UTF-16 must be the input again when they are written back. What it
 * refuses must have exactly one problem and no text.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/unicode.h"
#include "xml/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void put_unit(const struct cpr_decoded *d, size_t *at, uint32_t unit)
{
	bool big = d->encoding == CPR_ENC_UTF16BE;

	must(d->raw.n - *at >= 2);
	must((uint8_t)d->raw.p[*at + (big ? 1 : 0)] == (unit & 0xFF) &&
	     (uint8_t)d->raw.p[*at + (big ? 0 : 1)] == unit >> 8);
	*at += 2;
}

static void check_accepted(const struct cpr_decoded *d)
{
	size_t raw = d->bom_bytes;
	unsigned len;

	for (size_t at = 0; at < d->text.n; at += len) {
		uint32_t c;

		len = cpr_utf8_next(d->text.p + at, d->text.n - at, &c);
		must(len > 0 && cpr_xml_char(c));
		must(cpr_decoded_raw(d, (uint32_t)at) == raw);
		switch (d->encoding) {
		case CPR_ENC_UTF8:
			must(d->raw.n - raw >= len && memcmp(d->raw.p + raw, d->text.p + at, len) == 0);
			raw += len;
			break;
		case CPR_ENC_UTF16LE:
		case CPR_ENC_UTF16BE:
			put_unit(d, &raw, c < 0x10000 ? c : 0xD800 + ((c - 0x10000) >> 10));
			if (c >= 0x10000)
				put_unit(d, &raw, 0xDC00 + ((c - 0x10000) & 0x3FF));
			break;
		case CPR_ENC_GB18030: {
			size_t next = (size_t)cpr_decoded_raw(d, (uint32_t)(at + len));

			must(next > raw && next - raw <= 4 && (next - raw == 1) == (c < 0x80));
			raw = next;
			break;
		}
		}
	}
	must(raw == d->raw.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_problems problems = { .arena = &arena };
	struct cpr_decoded d;

	if (cpr_decode(&cpr_mem_libc, (struct cpr_str){ (const char *)data, size }, &cpr_limits_default, &d,
		       &problems)) {
		must(problems.list.n == 0 && !problems.failed);
		check_accepted(&d);
	} else {
		must(d.text.p == NULL && d.owned == NULL && problems.list.n == 1 && problems.list.v[0].start <= size);
	}
	cpr_decoded_free(&d);
	cpr_problems_free(&problems);
	cpr_arena_free(&arena);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer before the caller's write function. */
#include "output/sink.h"

void cpr_sink_init(struct cpr_sink *s, cpreview_write_fn write, void *user)
{
	s->write = write;
	s->user = user;
	s->failed = false;
	s->n = 0;
}

bool cpr_sink_flush(struct cpr_sink *s)
{
	if (!s->failed && s->n && s->write(s->buffer, s->n, s->user) != 0)
		s->failed = true;
	s->n = 0;
	return !s->failed;
}

void cpr_sink_add(struct cpr_sink *s, const char *p, size_t n)
{
	while (n && !s->failed) {
		size_t room = sizeof s->buffer - s->n, part = n < room ? n : room;

		memcpy(s->buffer + s->n, p, part);
		s->n += part;
		p += part;
		n -= part;
		if (s->n == sizeof s->buffer)
			cpr_sink_flush(s);
	}
}

void cpr_sink_adds(struct cpr_sink *s, struct cpr_str str)
{
	cpr_sink_add(s, str.p, str.n);
}

void cpr_sink_addz(struct cpr_sink *s, const char *z)
{
	cpr_sink_adds(s, cpr_str_of(z));
}

void cpr_sink_addc(struct cpr_sink *s, char c)
{
	cpr_sink_add(s, &c, 1);
}

void cpr_sink_add_u64(struct cpr_sink *s, uint64_t v)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	cpr_sink_add(s, digits + at, sizeof digits - at);
}

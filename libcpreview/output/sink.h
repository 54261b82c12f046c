/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a writer's bytes go: a callback of the caller's, behind a small buffer. Failure is sticky: after the callback has
 * said no, nothing more is sent, and the writer looks once, at the end. Writers know no files.
 */
#ifndef CPR_OUTPUT_SINK_H
#define CPR_OUTPUT_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "cpreview/output.h"

struct cpr_sink {
	cpreview_write_fn write;
	void *user;
	bool failed;
	size_t n;
	char buffer[4096];
};

void cpr_sink_init(struct cpr_sink *s, cpreview_write_fn write, void *user);
void cpr_sink_add(struct cpr_sink *s, const char *p, size_t n);
void cpr_sink_adds(struct cpr_sink *s, struct cpr_str str);
void cpr_sink_addz(struct cpr_sink *s, const char *z);
void cpr_sink_addc(struct cpr_sink *s, char c);
void cpr_sink_add_u64(struct cpr_sink *s, uint64_t v);
/* Sends what is buffered; false if anything failed, now or before. */
bool cpr_sink_flush(struct cpr_sink *s);

#endif

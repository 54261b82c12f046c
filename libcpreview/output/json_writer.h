/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON piece by piece into a sink: keys in the order of the calls, nothing held in memory. Calls must nest properly;
 * that is the writer's duty, not checked at run time beyond the depth.
 */
#ifndef CPR_OUTPUT_JSON_WRITER_H
#define CPR_OUTPUT_JSON_WRITER_H

#include "output/sink.h"

#define CPR_JSON_DEPTH 31

struct cpr_json {
	struct cpr_sink *sink;
	bool pretty;        /* indented by two blanks; otherwise all on one line */
	unsigned depth;
	uint32_t has_items; /* one bit a level */
	bool after_key;
};

#define CPR_JSON(sink_, pretty_) ((struct cpr_json){ .sink = (sink_), .pretty = (pretty_) })

void cpr_json_object(struct cpr_json *j);
void cpr_json_end_object(struct cpr_json *j);
void cpr_json_array(struct cpr_json *j);
void cpr_json_end_array(struct cpr_json *j);
void cpr_json_key(struct cpr_json *j, const char *key);
void cpr_json_str(struct cpr_json *j, struct cpr_str s);
void cpr_json_z(struct cpr_json *j, const char *z); /* NULL writes null */
void cpr_json_u64(struct cpr_json *j, uint64_t v);
void cpr_json_bool(struct cpr_json *j, bool v);
void cpr_json_null(struct cpr_json *j);
/* A key with its value. */
void cpr_json_put_str(struct cpr_json *j, const char *key, struct cpr_str s);
void cpr_json_put_z(struct cpr_json *j, const char *key, const char *z);
void cpr_json_put_u64(struct cpr_json *j, const char *key, uint64_t v);
void cpr_json_put_bool(struct cpr_json *j, const char *key, bool v);
/* An empty text as null. */
void cpr_json_put_opt(struct cpr_json *j, const char *key, struct cpr_str s);
void cpr_json_open_object(struct cpr_json *j, const char *key);
void cpr_json_open_array(struct cpr_json *j, const char *key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Commas, indentation and quotes; the meaning is with the callers. */
#include "output/json_writer.h"

#include "output/escape.h"

static void new_line(struct cpr_json *j)
{
	static const char blanks[] = "                                                              ";

	_Static_assert(sizeof blanks - 1 >= 2 * CPR_JSON_DEPTH, "too few blanks to indent with");
	if (!j->pretty)
		return;
	cpr_sink_addc(j->sink, '\n');
	cpr_sink_add(j->sink, blanks, 2 * (size_t)j->depth);
}

/* What has to stand before a value or a key. */
static void begin_item(struct cpr_json *j)
{
	uint32_t bit = (uint32_t)1 << j->depth;

	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth == 0)
		return;
	if (j->has_items & bit)
		cpr_sink_addc(j->sink, ',');
	j->has_items |= bit;
	new_line(j);
}

static void open(struct cpr_json *j, char bracket)
{
	begin_item(j);
	cpr_sink_addc(j->sink, bracket);
	if (j->depth == CPR_JSON_DEPTH) {
		j->sink->failed = true;
		return;
	}
	j->depth++;
	j->has_items &= ~((uint32_t)1 << j->depth);
}

static void close(struct cpr_json *j, char bracket)
{
	bool had_items = j->has_items & (uint32_t)1 << j->depth;

	if (j->depth)
		j->depth--;
	if (had_items)
		new_line(j);
	cpr_sink_addc(j->sink, bracket);
}

void cpr_json_object(struct cpr_json *j)
{
	open(j, '{');
}

void cpr_json_end_object(struct cpr_json *j)
{
	close(j, '}');
}

void cpr_json_array(struct cpr_json *j)
{
	open(j, '[');
}

void cpr_json_end_array(struct cpr_json *j)
{
	close(j, ']');
}

void cpr_json_key(struct cpr_json *j, const char *key)
{
	begin_item(j);
	cpr_sink_addc(j->sink, '"');
	cpr_escape_json(j->sink, cpr_str_of(key));
	cpr_sink_addz(j->sink, j->pretty ? "\": " : "\":");
	j->after_key = true;
}

void cpr_json_str(struct cpr_json *j, struct cpr_str s)
{
	begin_item(j);
	cpr_sink_addc(j->sink, '"');
	cpr_escape_json(j->sink, s);
	cpr_sink_addc(j->sink, '"');
}

void cpr_json_z(struct cpr_json *j, const char *z)
{
	if (z)
		cpr_json_str(j, cpr_str_of(z));
	else
		cpr_json_null(j);
}

void cpr_json_u64(struct cpr_json *j, uint64_t v)
{
	begin_item(j);
	cpr_sink_add_u64(j->sink, v);
}

void cpr_json_bool(struct cpr_json *j, bool v)
{
	begin_item(j);
	cpr_sink_addz(j->sink, v ? "true" : "false");
}

void cpr_json_null(struct cpr_json *j)
{
	begin_item(j);
	cpr_sink_addz(j->sink, "null");
}

void cpr_json_put_str(struct cpr_json *j, const char *key, struct cpr_str s)
{
	cpr_json_key(j, key);
	cpr_json_str(j, s);
}

void cpr_json_put_z(struct cpr_json *j, const char *key, const char *z)
{
	cpr_json_key(j, key);
	cpr_json_z(j, z);
}

void cpr_json_put_u64(struct cpr_json *j, const char *key, uint64_t v)
{
	cpr_json_key(j, key);
	cpr_json_u64(j, v);
}

void cpr_json_put_bool(struct cpr_json *j, const char *key, bool v)
{
	cpr_json_key(j, key);
	cpr_json_bool(j, v);
}

void cpr_json_put_opt(struct cpr_json *j, const char *key, struct cpr_str s)
{
	cpr_json_key(j, key);
	if (s.n)
		cpr_json_str(j, s);
	else
		cpr_json_null(j);
}

void cpr_json_open_object(struct cpr_json *j, const char *key)
{
	cpr_json_key(j, key);
	cpr_json_object(j);
}

void cpr_json_open_array(struct cpr_json *j, const char *key)
{
	cpr_json_key(j, key);
	cpr_json_array(j);
}

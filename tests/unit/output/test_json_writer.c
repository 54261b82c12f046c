/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "output/json_writer.h"

static int append(const void *bytes, size_t n, void *user)
{
	cpr_strbuf_add(user, bytes, n);
	return 0;
}

static void sample(struct cpr_json *j)
{
	cpr_json_object(j);
	cpr_json_put_z(j, "z", "a\"b");
	cpr_json_put_z(j, "null", NULL);
	cpr_json_put_str(j, "str", CPR_STR("中"));
	cpr_json_put_str(j, "empty", (struct cpr_str){ 0 });
	cpr_json_put_opt(j, "opt", CPR_STR(""));
	cpr_json_put_opt(j, "opt2", CPR_STR("x"));
	cpr_json_put_u64(j, "n", UINT64_MAX);
	cpr_json_put_bool(j, "t", true);
	cpr_json_open_array(j, "none");
	cpr_json_end_array(j);
	cpr_json_open_object(j, "nothing");
	cpr_json_end_object(j);
	cpr_json_open_array(j, "list");
	cpr_json_u64(j, 1);
	cpr_json_bool(j, false);
	cpr_json_null(j);
	cpr_json_object(j);
	cpr_json_put_u64(j, "x", 2);
	cpr_json_end_object(j);
	cpr_json_array(j);
	cpr_json_z(j, "y");
	cpr_json_end_array(j);
	cpr_json_end_array(j);
	cpr_json_end_object(j);
}

static void expect(bool pretty, const char *expected)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_sink s;
	struct cpr_json j = CPR_JSON(&s, pretty);

	cpr_sink_init(&s, append, &b);
	sample(&j);
	cr_assert(cpr_sink_flush(&s));
	cr_assert_str_eq(b.p, expected);
	cpr_strbuf_free(&b);
}

Test(json_writer, compact)
{
	expect(false, "{\"z\":\"a\\\"b\",\"null\":null,\"str\":\"中\",\"empty\":\"\",\"opt\":null,\"opt2\":\"x\","
		      "\"n\":18446744073709551615,\"t\":true,\"none\":[],\"nothing\":{},\"list\":[1,false,null,{\"x\":2},[\"y\"]]}");
}

Test(json_writer, pretty)
{
	expect(true, "{\n  \"z\": \"a\\\"b\",\n  \"null\": null,\n  \"str\": \"中\",\n  \"empty\": \"\",\n  \"opt\": null,\n"
		     "  \"opt2\": \"x\",\n  \"n\": 18446744073709551615,\n  \"t\": true,\n  \"none\": [],\n  \"nothing\": {},\n"
		     "  \"list\": [\n    1,\n    false,\n    null,\n    {\n      \"x\": 2\n    },\n    [\n      \"y\"\n    ]\n  ]\n}");
}

Test(json_writer, depth_at_its_limit_and_one_past_it)
{
	for (unsigned depth = CPR_JSON_DEPTH; depth <= CPR_JSON_DEPTH + 1; depth++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_sink s;
		struct cpr_json j = CPR_JSON(&s, true);

		cpr_sink_init(&s, append, &b);
		for (unsigned i = 0; i < depth; i++)
			cpr_json_array(&j);
		for (unsigned i = 0; i < depth; i++)
			cpr_json_end_array(&j);
		cr_assert_eq(cpr_sink_flush(&s), depth == CPR_JSON_DEPTH);
		cpr_strbuf_free(&b);
	}
}

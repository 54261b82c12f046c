/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the public interface of campaigns: proper use, and every wrong one. */
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

/* What a caller's variable may hold before a call: it must never be read. */
#define GARBAGE ((void *)(uintptr_t)0x5a5a5a5a5a5a5a5aull)

static void expect_error(int rc, int want, cpreview_error *err, const cpreview_campaign *c)
{
	cr_expect_eq(rc, want);
	cr_expect_eq(c, GARBAGE, "the campaign must be left alone");
	cr_assert_neq(err, GARBAGE);
	cr_expect_eq(cpreview_error_code(err), want);
	cr_expect_geq(strlen(cpreview_error_message(err)), 5);
	cpreview_error_free(err);
}

Test(api_campaign, version)
{
	cr_expect_str_eq(cpreview_version(), CPREVIEW_VERSION);
}

Test(api_campaign, load_memory)
{
	cpreview_campaign *c = NULL;
	cpreview_error *err = GARBAGE;
	char *bytes = strdup(host_campaign);

	cr_assert_eq(cpreview_campaign_load_memory(bytes, strlen(bytes), "a\nb", NULL, &c, &err), 0);
	cr_expect_eq(err, GARBAGE, "on success the error is left alone");
	memset(bytes, 0xff, strlen(bytes));
	free(bytes);
	cr_expect_str_eq(cpreview_campaign_name(c), "a\nb");
	cr_expect_eq(strlen(cpreview_campaign_digest(c)), 64);
	cr_expect_eq(cpreview_campaign_is_complete(c), 1);
	cr_expect_eq(cpreview_campaign_ref(c), c);
	cr_expect_null(cpreview_campaign_unref(c));
	cr_expect_str_eq(cpreview_campaign_name(c), "a\nb", "one reference is left");
	cr_expect_null(cpreview_campaign_unref(c));
}

Test(api_campaign, load_memory_of_anything)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *name;
	} cases[] = {
		{ NULL, 0, NULL },	     { "", 0, NULL },	      { "\0\0", 2, "" }, { "<", 1, NULL },
		{ "<campaign/>", 11, NULL }, { "\xff\xfe", 2, NULL },
	};

	for (size_t i = 0; i < HOST_COUNT(cases); i++) {
		cpreview_campaign *c = NULL;

		cr_assert_eq(cpreview_campaign_load_memory(cases[i].bytes, cases[i].n, cases[i].name, NULL, &c, NULL),
			     0, "%zu", i);
		cr_expect_eq(cpreview_campaign_is_complete(c), 0, "%zu", i);
		cr_expect_str_eq(cpreview_campaign_name(c), cases[i].name ? cases[i].name : "<memory>");
		cpreview_campaign_unref(c);
	}
}

Test(api_campaign, wrong_arguments)
{
	cpreview_campaign *c = GARBAGE;
	cpreview_error *err;
	int rc;

#define FAILS(want, call) (err = GARBAGE, rc = (call), expect_error(rc, (want), err, c))
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_memory(NULL, 1, NULL, NULL, &c, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_memory("x", 1, NULL, NULL, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_file(NULL, NULL, &c, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_file("", NULL, &c, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_file("x", NULL, NULL, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_unreadable(NULL, "r", &c, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_unreadable("n", NULL, &c, &err));
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_unreadable("n", "r", NULL, &err));
	/* nobody has to take the error */
	cr_expect_eq(cpreview_campaign_load_memory(NULL, 1, NULL, NULL, &c, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpreview_campaign_load_file(NULL, NULL, &c, NULL), CPREVIEW_E_ARG);
	cr_expect_eq(cpreview_campaign_unreadable(NULL, NULL, NULL, NULL), CPREVIEW_E_ARG);
}

/* Options of another version: smaller ones, larger ones with something set, unknown flags. */
Test(api_campaign, options)
{
	struct {
		struct cpreview_campaign_options o;
		unsigned char more[64];
	} later = { .o = CPREVIEW_CAMPAIGN_OPTIONS_INIT };
	cpreview_campaign *c = GARBAGE;
	cpreview_error *err;
	int rc;

	for (size_t size = 0; size < sizeof later.o; size++) {
		later.o.struct_size = size;
		FAILS(CPREVIEW_E_ABI, cpreview_campaign_load_memory("", 0, NULL, &later.o, &c, &err));
		FAILS(CPREVIEW_E_ABI, cpreview_campaign_load_file("no such file", &later.o, &c, &err));
	}
	for (size_t i = 0; i < sizeof later.more; i++) {
		memset(later.more, 0, sizeof later.more);
		later.more[i] = 1;
		later.o.struct_size = sizeof later;
		FAILS(CPREVIEW_E_ABI, cpreview_campaign_load_memory("", 0, NULL, &later.o, &c, &err));
	}
	memset(later.more, 0, sizeof later.more);
	cr_expect_eq(cpreview_campaign_load_memory("", 0, NULL, &later.o, &c, NULL), 0,
		     "a later version that asks for nothing new");
	cpreview_campaign_unref(c);
	c = GARBAGE;
	later.o.struct_size = SIZE_MAX;
	FAILS(CPREVIEW_E_ABI, cpreview_campaign_load_memory("", 0, NULL, &later.o, &c, &err));
	later.o.struct_size = sizeof later.o;
	for (uint32_t bit = 1; bit; bit <<= 1) {
		later.o.flags = bit;
		FAILS(CPREVIEW_E_ABI, cpreview_campaign_load_memory("", 0, NULL, &later.o, &c, &err));
	}
}

Test(api_campaign, limit_on_bytes)
{
	struct cpreview_campaign_options o = CPREVIEW_CAMPAIGN_OPTIONS_INIT;
	cpreview_campaign *c = GARBAGE;
	cpreview_error *err;
	int rc;

	o.max_doc_bytes = (uint32_t)strlen(host_campaign);
	cr_assert_eq(cpreview_campaign_load_memory(host_campaign, strlen(host_campaign), NULL, &o, &c, NULL), 0);
	cr_expect_eq(cpreview_campaign_is_complete(c), 1);
	cpreview_campaign_unref(c);
	c = GARBAGE;
	o.max_doc_bytes--;
	FAILS(CPREVIEW_E_LIMIT,
	      cpreview_campaign_load_memory(host_campaign, strlen(host_campaign), NULL, &o, &c, &err));
	o.max_doc_bytes = 64u << 20;
	cr_expect_eq(cpreview_campaign_load_memory("", 0, NULL, &o, &c, NULL), 0);
	cpreview_campaign_unref(c);
	c = GARBAGE;
	o.max_doc_bytes++;
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_memory("", 0, NULL, &o, &c, &err));
	o.max_doc_bytes = UINT32_MAX;
	FAILS(CPREVIEW_E_ARG, cpreview_campaign_load_memory("", 0, NULL, &o, &c, &err));
	/* a length that is no honest one is refused before a byte is read */
	FAILS(CPREVIEW_E_LIMIT, cpreview_campaign_load_memory("", SIZE_MAX, NULL, NULL, &c, &err));
}

/* The limit holds for what the decoder makes of the bytes too: GB18030 grows by half, and must still fit. */
Test(api_campaign, limit_on_bytes_that_grow)
{
	struct cpreview_campaign_options o = CPREVIEW_CAMPAIGN_OPTIONS_INIT;
	char bytes[4096];
	size_t n = (size_t)snprintf(
		bytes, sizeof bytes,
		"<?xml version='1.0' encoding='GB18030'?><campaign xmlns='urn:cpreview:campaign:1' id='c' "
		"jurisdiction='CN' kind='coupon'><plan/><materials><material id='m' kind='poster' title='t'><body>");
	cpreview_campaign *c = NULL;

	for (int i = 0; i < 1500; i++) {
		bytes[n++] = '\xb1';
		bytes[n++] = '\xbe'; /* 本 */
	}
	n += (size_t)snprintf(bytes + n, sizeof bytes - n, "</body></material></materials></campaign>");
	o.max_doc_bytes = (uint32_t)n;
	cr_assert_eq(cpreview_campaign_load_memory(bytes, n, NULL, &o, &c, NULL), 0);
	cr_expect_eq(cpreview_campaign_is_complete(c), 1);
	cpreview_campaign_unref(c);
}

Test(api_campaign, load_file)
{
	char folder[] = "/tmp/cpreview-api.XXXXXX", path[128];
	cpreview_campaign *c = GARBAGE;
	cpreview_error *err;
	FILE *out;
	int rc;

	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/c.xml", folder);
	err = GARBAGE;
	rc = cpreview_campaign_load_file(path, NULL, &c, &err);
	cr_expect_str_eq(cpreview_error_file(err), path);
	expect_error(rc, CPREVIEW_E_IO, err, c);
	FAILS(CPREVIEW_E_IO, cpreview_campaign_load_file(folder, NULL, &c, &err));
	FAILS(CPREVIEW_E_IO, cpreview_campaign_load_file("/dev/null", NULL, &c, &err));
	cr_assert_eq(mkfifo(path, 0600), 0);
	FAILS(CPREVIEW_E_IO, cpreview_campaign_load_file(path, NULL, &c, &err));
	cr_assert_eq(unlink(path), 0);
	out = fopen(path, "w");
	cr_assert(fputs(host_campaign, out) >= 0 && fclose(out) == 0);
	cr_assert_eq(cpreview_campaign_load_file(path, NULL, &c, NULL), 0);
	cr_expect_str_eq(cpreview_campaign_name(c), path);
	cr_expect_eq(cpreview_campaign_is_complete(c), 1);
	cpreview_campaign_unref(c);
	c = GARBAGE;
	{
		struct cpreview_campaign_options o = CPREVIEW_CAMPAIGN_OPTIONS_INIT;

		o.max_doc_bytes = 1;
		FAILS(CPREVIEW_E_LIMIT, cpreview_campaign_load_file(path, &o, &c, &err));
	}
	unlink(path);
	rmdir(folder);
}

Test(api_campaign, unreadable)
{
	cpreview_campaign *c = NULL;

	cr_assert_eq(cpreview_campaign_unreadable("", "", &c, NULL), 0);
	cr_expect_str_eq(cpreview_campaign_name(c), "");
	cr_expect_eq(cpreview_campaign_is_complete(c), 0);
	cpreview_campaign_unref(c);
}

Test(api_campaign, nothing)
{
	cr_expect_null(cpreview_campaign_ref(NULL));
	cr_expect_null(cpreview_campaign_unref(NULL));
	cr_expect_str_eq(cpreview_campaign_name(NULL), "");
	cr_expect_str_eq(cpreview_campaign_digest(NULL), "");
	cr_expect_eq(cpreview_campaign_is_complete(NULL), 0);
	cpreview_error_free(NULL);
	cr_expect_eq(cpreview_error_code(NULL), CPREVIEW_OK);
	cr_expect_eq(cpreview_error_count(NULL), 0);
	cr_expect_null(cpreview_error_at(NULL, 0));
	cr_expect_str_eq(cpreview_error_message(NULL), "success");
	cr_expect_null(cpreview_error_file(NULL));
	cr_expect_eq(cpreview_error_line(NULL), 0);
	cr_expect_eq(cpreview_error_column(NULL), 0);
	cr_expect_eq(cpreview_error_offset_bytes(NULL), 0);
	cr_expect_str_eq(cpreview_code_text(12345), "unknown error code");
	cr_expect_not_null(cpreview_code_text(CPREVIEW_E_INTERNAL));
}

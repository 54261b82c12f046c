/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "spectest.h"

static char folder[] = "/tmp/cpreview-file-read.XXXXXX";

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void tear_down(void)
{
	static const char *const names[] = { "file", "pipe", "link", "loop", "socket", "secret" };

	for (size_t i = 0; i < COUNT(names); i++)
		(void)unlink(names[i]);
	(void)rmdir(folder);
}

TestSuite(file_read, .init = set_up, .fini = tear_down, .timeout = 10);

static void write_file(const char *name, const char *text, size_t n)
{
	FILE *f = fopen(name, "w");

	cr_assert(f && fwrite(text, 1, n, f) == n && fclose(f) == 0);
}

static void expect_read(const char *path, uint64_t max, const char *text, size_t n)
{
	char *bytes = NULL;
	size_t got = 0;

	cr_assert_eq(cpr_file_read(&cpr_mem_libc, path, max, &bytes, &got, NULL), 0, "%s", path);
	cr_expect_not_null(bytes);
	cr_expect(got == n && memcmp(bytes, text, n) == 0);
	cpr_free(&cpr_mem_libc, bytes);
}

static void expect_refused(const char *path, uint64_t max, int code, const char *reason)
{
	cpreview_error *error = NULL;
	char *bytes = (char *)folder;
	size_t got = 7;

	cr_assert_eq(cpr_file_read(&cpr_mem_libc, path, max, &bytes, &got, &error), code, "%s", path);
	cr_expect(strstr(cpreview_error_message(error), reason), "%s: %s", path, cpreview_error_message(error));
	cr_expect_str_eq(cpreview_error_file(error), path);
	cr_expect(bytes == folder && got == 7, "the results are not touched");
	cpreview_error_free(error);
}

Test(file_read, files)
{
	write_file("file", "a\0b", 3);
	expect_read("file", 100, "a\0b", 3);
	cr_assert_eq(symlink("file", "link"), 0);
	expect_read("link", 100, "a\0b", 3);
	write_file("file", "", 0);
	expect_read("file", 100, "", 0);
	expect_read("file", 0, "", 0);
}

Test(file_read, limit_and_one_past)
{
	write_file("file", "12345", 5);
	expect_read("file", 5, "12345", 5);
	expect_refused("file", 4, CPREVIEW_E_LIMIT, "larger than 4 bytes");
	expect_refused("file", 0, CPREVIEW_E_LIMIT, "larger than 0 bytes");
	expect_read("file", UINT64_MAX, "12345", 5);
}

Test(file_read, a_file_of_unknown_size)
{
	char *bytes = NULL;
	size_t got = 0;

	/* it says 0 and has more than the first buffer holds */
	if (access("/proc/kallsyms", R_OK) != 0)
		cr_skip_test("no /proc/kallsyms");
	cr_assert_eq(cpr_file_read(&cpr_mem_libc, "/proc/kallsyms", 64u << 20, &bytes, &got, NULL), 0);
	cr_expect_gt(got, 4096);
	cpr_free(&cpr_mem_libc, bytes);
	expect_refused("/proc/kallsyms", 5000, CPREVIEW_E_LIMIT, "larger than 5000 bytes");
	expect_refused("/proc/kallsyms", 10, CPREVIEW_E_LIMIT, "larger than 10 bytes");
}

Test(file_read, a_huge_sparse_file)
{
	int fd = open("file", O_CREAT | O_WRONLY, 0600);

	cr_assert(fd >= 0 && ftruncate(fd, (off_t)4 << 30) == 0 && close(fd) == 0);
	expect_refused("file", 16u << 20, CPREVIEW_E_LIMIT, "larger than");
	expect_refused("file", UINT64_MAX, CPREVIEW_E_LIMIT, "larger than");
}

Test(file_read, what_is_no_file)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	expect_refused("missing", 100, CPREVIEW_E_IO, "no such file");
	expect_refused("", 100, CPREVIEW_E_IO, "no such file");
	expect_refused(folder, 100, CPREVIEW_E_IO, "directory");
	write_file("file", "", 0);
	expect_refused("file/x", 100, CPREVIEW_E_IO, "not a directory");
	cr_assert_eq(mkfifo("pipe", 0600), 0);
	expect_refused("pipe", 100, CPREVIEW_E_IO, "pipe");
	expect_refused("/dev/zero", 100, CPREVIEW_E_IO, "device");
	expect_refused("/dev/null", 100, CPREVIEW_E_IO, "device");
	cr_assert_eq(symlink("loop", "loop"), 0);
	expect_refused("loop", 100, CPREVIEW_E_IO, "symbolic links");
	cr_assert(s >= 0 && bind(s, (struct sockaddr *)&name, sizeof name) == 0);
	expect_refused("socket", 100, CPREVIEW_E_IO, "not a regular file");
	(void)close(s);
}

Test(file_read, a_path_too_long)
{
	char path[9000];

	memset(path, 'a', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	expect_refused(path, 100, CPREVIEW_E_IO, "too long");
}

Test(file_read, without_permission)
{
	write_file("secret", "x", 1);
	cr_assert_eq(chmod("secret", 0), 0);
	if (access("secret", R_OK) == 0)
		cr_skip_test("this user may read everything");
	expect_refused("secret", 100, CPREVIEW_E_IO, "permission");
}

Test(file_read, no_descriptor_is_left)
{
	int before = open("/dev/null", O_RDONLY), after;

	close(before);
	write_file("file", "x", 1);
	for (int i = 0; i < 3; i++) {
		expect_read("file", 100, "x", 1);
		expect_refused("file", 0, CPREVIEW_E_LIMIT, "larger");
		expect_refused(folder, 100, CPREVIEW_E_IO, "directory");
	}
	after = open("/dev/null", O_RDONLY);
	cr_expect_eq(before, after);
	close(after);
}

Test(file_read, failing_allocations)
{
	write_file("file", "12345", 5);
	for (size_t at = 0; at < 10; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		cpreview_error *error = NULL;
		char *bytes = NULL;
		size_t got;
		int rc = cpr_file_read(&mem, "file", 100, &bytes, &got, &error);

		cr_assert_eq(rc, bytes ? 0 : CPREVIEW_E_NOMEM);
		cr_assert_eq(cpreview_error_code(error), rc);
		cpreview_error_free(error);
		cpr_free(&mem, bytes);
		cr_assert_eq(f.live, 0);
		if (rc == 0)
			return;
	}
	cr_assert_fail("it never worked");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Where formats go: standard output, or a file that is there whole or not at all. */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(const void *bytes, size_t n, void *user)
{
	int fd = *(int *)user;
	const char *p = bytes;

	while (n) {
		ssize_t got = write(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

static int write_to(int fd, const struct output *o, const cpreview_report *const *reports, size_t n,
		    const struct cpreview_output_options *opts)
{
	cpreview_error *err = NULL;
	int saved, rc;

	errno = 0;
	rc = cpreview_output_write(reports, n, o->format, opts, write_all, &fd, &err);
	saved = errno;
	if (!rc)
		return 0;
	if (rc == CPREVIEW_E_WRITE)
		complain("%s: %s", o->path ? o->path : "standard output", saved ? strerror(saved) : "cannot write");
	else
		print_error(err);
	cpreview_error_free(err);
	return rc == CPREVIEW_E_NOMEM || rc == CPREVIEW_E_INTERNAL ? EXIT_INTERNAL : EXIT_USAGE;
}

/* A new file beside the target, so that renaming it is one step. */
static int open_temporary(const char *path, char temporary[static PATH_MAX])
{
	for (unsigned i = 0; i < 1000; i++) {
		int fd;

		if (snprintf(temporary, PATH_MAX, "%s.%ld.%u.tmp", path, (long)getpid(), i) >= PATH_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Devices and pipes cannot be replaced by a file: they are written in place. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static int write_special(const struct output *o, const cpreview_report *const *reports, size_t n,
			 const struct cpreview_output_options *opts)
{
	int fd = open(o->path, O_WRONLY | O_CLOEXEC), rc;

	if (fd < 0) {
		complain("%s: %s", o->path, strerror(errno));
		return EXIT_USAGE;
	}
	rc = write_to(fd, o, reports, n, opts);
	if (close(fd) && !rc) {
		complain("%s: %s", o->path, strerror(errno));
		rc = EXIT_USAGE;
	}
	return rc;
}

int write_output(const struct output *o, const cpreview_report *const *reports, size_t n,
		 const struct cpreview_output_options *opts)
{
	char temporary[PATH_MAX];
	int fd, rc;

	if (!o->path)
		return write_to(STDOUT_FILENO, o, reports, n, opts);
	if (is_special(o->path))
		return write_special(o, reports, n, opts);
	fd = open_temporary(o->path, temporary);
	if (fd < 0) {
		complain("%s: %s", o->path, strerror(errno));
		return EXIT_USAGE;
	}
	rc = write_to(fd, o, reports, n, opts);
	if (!rc && fsync(fd)) {
		complain("%s: %s", o->path, strerror(errno));
		rc = EXIT_USAGE;
	}
	if (close(fd) && !rc) {
		complain("%s: %s", o->path, strerror(errno));
		rc = EXIT_USAGE;
	}
	if (!rc && rename(temporary, o->path)) {
		complain("%s: %s", o->path, strerror(errno));
		rc = EXIT_USAGE;
	}
	if (rc)
		unlink(temporary);
	return rc;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a file into memory. Whatever stands at the path, the call neither blocks nor reads more than it may: the file is
 * opened without waiting, and only then looked at, so that it cannot be exchanged in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "spec/campaign.h"

#define FIRST_BYTES 4096 /* of files that do not tell their size, as in /proc */

/* Not strerror(): its words depend on the locale. */
static const char *why(int error)
{
	switch (error) {
	case ENOENT:
		return "there is no such file";
	case EACCES:
	case EPERM:
		return "permission denied";
	case EISDIR:
		return "it is a directory";
	case ENOTDIR:
		return "a part of the path is not a directory";
	case ELOOP:
		return "too many symbolic links";
	case ENAMETOOLONG:
		return "the path is too long";
	case EMFILE:
	case ENFILE:
		return "too many files are open";
	case ENXIO:
	case ENODEV:
		return "it is not a regular file";
	case EIO:
		return "input/output error";
	default:
		return NULL;
	}
}

static int io_error(cpreview_error **reterr, const char *path, int error)
{
	struct cpr_loc loc = { .file = path };
	const char *reason = why(error);

	if (error == ENOMEM)
		return cpr_error_nomem(reterr);
	return reason ? cpr_error_set(reterr, CPREVIEW_E_IO, &loc, "%s", reason)
		      : cpr_error_set(reterr, CPREVIEW_E_IO, &loc, "cannot read it: system error %d", error);
}

static int too_large(cpreview_error **reterr, const char *path, uint64_t max_bytes)
{
	struct cpr_loc loc = { .file = path };

	return cpr_error_set(reterr, CPREVIEW_E_LIMIT, &loc, "it is larger than %llu bytes",
			     (unsigned long long)max_bytes);
}

static int check_kind(int fd, const char *path, uint64_t max_bytes, uint64_t *ret_size, cpreview_error **reterr)
{
	struct cpr_loc loc = { .file = path };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return io_error(reterr, path, errno);
	if (S_ISDIR(st.st_mode))
		return io_error(reterr, path, EISDIR);
	if (!S_ISREG(st.st_mode))
		return cpr_error_set(reterr, CPREVIEW_E_IO, &loc, "it is not a regular file but a %s",
				     S_ISFIFO(st.st_mode)   ? "pipe"
				     : S_ISSOCK(st.st_mode) ? "socket"
							    : "device");
	*ret_size = st.st_size > 0 ? (uint64_t)st.st_size : 0;
	return *ret_size > max_bytes ? too_large(reterr, path, max_bytes) : 0;
}

struct buffer {
	char *p;
	size_t n, cap;
};

/* Reads until the end or one byte more than allowed, whichever comes first. */
static int read_all(const struct cpr_mem *mem, int fd, const char *path, uint64_t max_bytes, struct buffer *b,
		    cpreview_error **reterr)
{
	for (;;) {
		ssize_t got;

		if (b->n > max_bytes)
			return too_large(reterr, path, max_bytes);
		if (b->n == b->cap) {
			char *p = cpr_realloc(mem, b->p, b->cap, 2);

			if (!p)
				return cpr_error_nomem(reterr);
			b->p = p;
			b->cap *= 2;
		}
		got = read(fd, b->p + b->n, b->cap - b->n);
		if (got == 0)
			return 0;
		if (got > 0)
			b->n += (size_t)got;
		else if (errno != EINTR)
			return io_error(reterr, path, errno);
	}
}

/* Opens `name` in a folder; where there is no answer yet, asks again. */
static int open_in(int folder, const char *name, int flags)
{
	int fd;

	do
		fd = openat(folder, name, flags | O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* Reads and closes fd. */
static int read_open(const struct cpr_mem *mem, int fd, const char *path, uint64_t max_bytes, char **ret_bytes,
		     size_t *ret_n, cpreview_error **reterr)
{
	struct buffer b = { 0 };
	uint64_t size = 0;
	int rc;

	/* The same as for documents. Keeps size arithmetic far from its ends. */
	if (max_bytes > cpr_limits_cap.ruleset_bytes)
		max_bytes = cpr_limits_cap.ruleset_bytes;
	rc = check_kind(fd, path, max_bytes, &size, reterr);
	if (rc == 0) {
		/* One byte more, so that the end is met without growing. */
		b.cap = size ? (size_t)size + 1 : FIRST_BYTES;
		b.p = cpr_alloc(mem, b.cap);
		rc = b.p ? read_all(mem, fd, path, max_bytes, &b, reterr) : cpr_error_nomem(reterr);
	}
	(void)close(fd); /* nothing was written, so nothing can be lost */
	if (rc) {
		cpr_free(mem, b.p);
		return rc;
	}
	*ret_bytes = b.p;
	*ret_n = b.n;
	return 0;
}

int cpr_file_read(const struct cpr_mem *mem, const char *path, uint64_t max_bytes, char **ret_bytes, size_t *ret_n,
		  cpreview_error **reterr)
{
	int fd = open_in(AT_FDCWD, path, 0);

	return fd < 0 ? io_error(reterr, path, errno) : read_open(mem, fd, path, max_bytes, ret_bytes, ret_n, reterr);
}

/* Is what could not be opened a symbolic link? */
static bool is_link(int folder, const char *name)
{
	struct stat st;

	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

/* One part of the way down: the folder or the file called `name`; -1 and *ret_error. */
static int step_down(int folder, struct cpr_str name, bool last, int *ret_error)
{
	char z[NAME_MAX + 1];
	int fd;

	if (name.n > NAME_MAX) {
		*ret_error = ENAMETOOLONG;
		return -1;
	}
	memcpy(z, name.p, name.n);
	z[name.n] = '\0';
	fd = open_in(folder, z, O_NOFOLLOW | (last ? 0 : O_DIRECTORY));
	*ret_error = errno;
	if (fd < 0 && *ret_error == ENOTDIR && is_link(folder, z))
		*ret_error = ELOOP; /* that is what it is; the system looks at O_DIRECTORY first */
	return fd;
}

int cpr_file_read_below(const struct cpr_mem *mem, const char *folder, struct cpr_str relative, const char *path,
			uint64_t max_bytes, char **ret_bytes, size_t *ret_n, cpreview_error **reterr)
{
	struct cpr_loc loc = { .file = path };
	int fd = open_in(AT_FDCWD, folder, O_DIRECTORY), error = errno;

	for (bool last = false; fd >= 0 && !last;) {
		const char *slash = memchr(relative.p, '/', relative.n);
		struct cpr_str name = { relative.p, slash ? (size_t)(slash - relative.p) : relative.n };
		int next;

		last = !slash;
		next = step_down(fd, name, last, &error);
		(void)close(fd);
		fd = next;
		if (!last)
			relative = (struct cpr_str){ slash + 1, relative.n - name.n - 1 };
	}
	if (fd < 0 && error == ELOOP)
		return cpr_error_set(reterr, CPREVIEW_E_IO, &loc, "a symbolic link is on the way");
	return fd < 0 ? io_error(reterr, path, error) : read_open(mem, fd, path, max_bytes, ret_bytes, ret_n, reterr);
}

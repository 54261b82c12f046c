/* SPDX-License-Identifier: Apache-2.0 */
/* What to review: files, folders (walked in a fixed order) and standard input. */
#include "cmd.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Above the library's largest document, so that it is the library that refuses what is too large. */
enum { MAX_STDIN = 64 << 20, MAX_DEPTH = 32 };

static bool push(struct inputs *in, const char *path, const char *problem)
{
	struct input *v = realloc(in->v, (in->n + 1) * sizeof *v);

	if (v) {
		in->v = v;
		v[in->n] = (struct input){ strdup(path), problem };
	}
	if (!v || !v[in->n].path) {
		complain("out of memory");
		return false;
	}
	in->n++;
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(char **names, size_t n)
{
	for (size_t i = 0; names && i < n; i++)
		free(names[i]);
	free(names);
}

/* The names in a folder but hidden ones, sorted by bytes so that no locale has a say. NULL with errno set after a failure. */
static char **list_folder(const char *path, size_t *ret_n)
{
	DIR *d = opendir(path);
	char **names = d ? malloc(sizeof *names) : NULL;
	size_t n = 0;
	int failed;

	while (names) {
		struct dirent *e;
		char **v;

		errno = 0;
		e = readdir(d);
		if (!e && !errno) {
			closedir(d);
			qsort(names, n, sizeof *names, by_bytes);
			*ret_n = n;
			return names;
		}
		if (e && e->d_name[0] == '.')
			continue;
		v = e ? realloc(names, (n + 1) * sizeof *v) : NULL;
		if (!v)
			break;
		names = v;
		names[n] = strdup(e->d_name);
		if (!names[n])
			break;
		n++;
	}
	failed = errno;
	if (d)
		closedir(d);
	free_names(names, n);
	errno = failed;
	return NULL;
}

static bool is_spec(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcmp(name + n - 4, ".xml");
}

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = malloc(n);

	if (path)
		snprintf(path, n, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
	else
		complain("out of memory");
	return path;
}

/* strerror() may use one buffer for all; these texts must last. */
static const char *folder_problem(int error)
{
	switch (error) {
	case EACCES:
		return "the folder cannot be read: permission denied";
	case ENOENT:
		return "there is no such folder";
	case ENAMETOOLONG:
		return "the folder's name is too long";
	case EMFILE:
	case ENFILE:
		return "the folder cannot be read: too many open files";
	default:
		return "the folder cannot be read";
	}
}

static bool walk(struct inputs *in, const char *folder, int depth)
{
	bool ok = true;
	size_t n = 0;
	char **names;

	if (depth > MAX_DEPTH)
		return push(in, folder, "folders nest too deeply");
	names = list_folder(folder, &n);
	if (!names)
		return push(in, folder, folder_problem(errno));
	for (size_t i = 0; ok && i < n; i++) {
		char *path = join(folder, names[i]);
		struct stat st;

		/* Links to folders are not followed: a loop of them would never end. */
		if (!path)
			ok = false;
		else if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			ok = walk(in, path, depth + 1);
		else if (is_spec(names[i]))
			ok = push(in, path, NULL);
		free(path);
	}
	free_names(names, n);
	return ok;
}

bool inputs_add(struct inputs *in, const char *arg)
{
	struct stat st;
	size_t before = in->n;

	if (!*arg)
		return push(in, arg, "a name cannot be empty");
	if (!strcmp(arg, "-") || stat(arg, &st) || !S_ISDIR(st.st_mode))
		return push(in, arg, NULL); /* what is missing is told when it is its turn */
	if (!walk(in, arg, 0))
		return false;
	return in->n > before || push(in, arg, "there is no .xml file in the folder");
}

void inputs_free(struct inputs *in)
{
	for (size_t i = 0; i < in->n; i++)
		free(in->v[i].path);
	free(in->v);
	in->v = NULL;
	in->n = 0;
}

char *read_stdin(size_t *ret_n)
{
	size_t cap = 1 << 16, n = 0;
	char *bytes = malloc(cap);
	int failed;

	while (bytes) {
		ssize_t got = read(STDIN_FILENO, bytes + n, cap - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		n += (size_t)got;
		if (got == 0 || n > MAX_STDIN) {
			*ret_n = n;
			return bytes;
		}
		if (n == cap) {
			char *larger = realloc(bytes, cap *= 2);

			if (!larger)
				break;
			bytes = larger;
		}
	}
	failed = errno;
	free(bytes);
	errno = failed;
	return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration file: "option = value" lines with the long names of lint's options, "#" before a comment. Whatever it does
 * not know is an error, with its line.
 */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char default_path[] = "cpreview.conf";
/* Options that make no sense in a file. */
static const char *const refused[] = { "config", "no-config", "help", "stdin-name" };

static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n && strchr(" \t\r\n", s[n - 1]))
		s[--n] = 0;
	return s;
}

static bool add(struct arguments *a, unsigned line, const char *name, const char *value)
{
	char **v = realloc(a->v, (a->n + 1) * sizeof *v);
	unsigned *lines;
	size_t n = strlen(name) + (value ? strlen(value) : 0) + 4;

	if (v)
		a->v = v;
	lines = realloc(a->line, (a->n + 1) * sizeof *lines);
	if (lines)
		a->line = lines;
	if (!v || !lines || !(v[a->n] = malloc(n))) {
		complain("out of memory");
		return false;
	}
	snprintf(v[a->n], n, "--%s%s%s", name, value ? "=" : "", value ? value : "");
	lines[a->n++] = line;
	return true;
}

static const struct option *find(const struct option *known, const char *name)
{
	for (; known->name; known++)
		if (!strcmp(known->name, name))
			return known;
	return NULL;
}

static bool unknown(const char *path, unsigned line, const char *name, const struct option *known)
{
	const char *names[64];
	struct hint h;
	size_t n = 0;

	for (; known[n].name && n < 64; n++)
		names[n] = known[n].name;
	complain("%s:%u: unknown option %s%s", path, line, name, hint(&h, nearest(name, names, n)));
	return false;
}

static bool read_line(struct arguments *a, unsigned line, char *text, const struct option *known)
{
	char *name = trim(text), *value = strchr(name, '=');
	const struct option *o;

	if (!*name || *name == '#')
		return true;
	if (value) {
		*value = 0;
		name = trim(name);
		value = trim(value + 1);
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (!strcmp(name, refused[i])) {
			complain("%s:%u: the option %s cannot stand in a configuration file", a->path, line, name);
			return false;
		}
	if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name)) {
		complain("%s:%u: expected option = value", a->path, line);
		return false;
	}
	o = find(known, name);
	if (!o)
		return unknown(a->path, line, name, known);
	if ((o->has_arg == required_argument) != (value && *value)) {
		complain("%s:%u: the option %s %s", a->path, line, name,
			 o->has_arg == required_argument ? "needs a value" : "takes no value");
		return false;
	}
	return add(a, line, name, o->has_arg == required_argument ? value : NULL);
}

/* Opens what is a regular file and never waits for anything else. */
static FILE *open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	FILE *f = NULL;

	if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode))
		complain("%s: not a regular file", path);
	else if (fd < 0 || !(f = fdopen(fd, "r")))
		complain("%s: %s", path, strerror(errno));
	if (fd >= 0 && !f)
		close(fd);
	return f;
}

bool config_read(const char *path, const struct option *known, struct arguments *ret)
{
	struct stat st;
	unsigned number = 0;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool ok = true;
	FILE *f;

	ret->path = path ? path : default_path;
	if (!path && lstat(default_path, &st) && errno == ENOENT)
		return true;
	f = open_file(ret->path);
	if (!f)
		return false;
	while (ok && (n = getline(&line, &cap, f)) >= 0) {
		number++;
		if (strlen(line) != (size_t)n) {
			complain("%s:%u: the line holds a NUL", ret->path, number);
			ok = false;
		} else {
			ok = read_line(ret, number, line, known);
		}
	}
	if (ok && !feof(f)) {
		complain("%s: %s", ret->path, strerror(errno));
		ok = false;
	}
	free(line);
	fclose(f);
	return ok;
}

void arguments_free(struct arguments *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->v[i]);
	free(a->v);
	free(a->line);
	*a = (struct arguments){ 0 };
}

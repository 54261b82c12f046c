/* SPDX-License-Identifier: Apache-2.0 */
/* Finding rulesets by name, relative to the program itself, so that it works in the build folder and wherever it is installed. */
#include "cmd.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char default_ruleset[] = "cn";

/* Relative to the folder of the executable: in the build folder, behind libtool's wrapper, installed. */
static const char *const beside[] = { "rulesets", "../rulesets", "../share/cpreview/rulesets" };

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

/* The folder of this executable, without a slash at its end; "" if the system does not tell. */
static void own_folder(char out[static PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	out[n > 0 ? n : 0] = 0;
	slash = strrchr(out, '/');
	if (slash)
		*slash = 0;
}

static char *duplicate(const char *s)
{
	char *copy = strdup(s);

	if (!copy)
		complain("out of memory");
	return copy;
}

static bool is_path(const char *name)
{
	size_t n = strlen(name);

	return strchr(name, '/') || (n > 4 && !strcmp(name + n - 4, ".xml"));
}

/*
 * Installed rulesets come before what happens to have the same name in the working folder: whoever hands in campaigns must not
 * also hand in the rules.
 */
static char *find_ruleset(const char *name)
{
	char folder[PATH_MAX], path[PATH_MAX + 256], tried[4 * PATH_MAX] = "";
	size_t at = 0;

	if (!*name) {
		complain("the name of a ruleset cannot be empty");
		return NULL;
	}
	if (is_path(name))
		return duplicate(name);
	own_folder(folder);
	for (size_t i = 0; *folder && i < sizeof beside / sizeof *beside; i++) {
		snprintf(path, sizeof path, "%s/%s/%s", folder, beside[i], name);
		if (exists(path))
			return duplicate(path);
		at += (size_t)snprintf(tried + at, sizeof tried - at, "%s, ", path);
		if (at >= sizeof tried)
			at = sizeof tried - 1;
	}
	snprintf(path, sizeof path, "%s/%s", CPREVIEW_RULESETDIR, name);
	if (exists(path))
		return duplicate(path);
	if (exists(name))
		return duplicate(name);
	complain("there is no ruleset %s; looked for %s%s, ./%s", name, tried, path, name);
	return NULL;
}

static char *find_default(void)
{
	char *path = find_ruleset(default_ruleset);

	if (path && !strcmp(path, default_ruleset)) {
		complain("the ruleset %s is not installed; to use the folder ./%s, say so with -r", default_ruleset, default_ruleset);
		free(path);
		return NULL;
	}
	return path;
}

cpreview_ruleset *load_rulesets(const char *const *names, size_t n, int *ret_exit)
{
	cpreview_ruleset *ruleset = NULL;
	cpreview_error *err = NULL;
	size_t found = 0, wanted = n ? n : 1;
	char **paths = calloc(wanted, sizeof *paths);

	*ret_exit = EXIT_USAGE;
	if (!paths) {
		complain("out of memory");
		*ret_exit = EXIT_INTERNAL;
		return NULL;
	}
	while (found < wanted && (paths[found] = n ? find_ruleset(names[found]) : find_default()))
		found++;
	if (found == wanted && cpreview_ruleset_load((const char *const *)paths, wanted, 0, &ruleset, &err)) {
		print_error(err);
		*ret_exit = exit_of_error(err);
		cpreview_error_free(err);
	}
	for (size_t i = 0; i < found; i++)
		free(paths[i]);
	free(paths);
	return ruleset;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What was typed wrong, and what may have been meant. */
#include "cmd.h"

#include <getopt.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, replacements and swapped neighbours between two words, at most 63 bytes of each. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][64], n = strnlen(b, 63);
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i < 64 && a[i - 1]; i++) {
		size_t *oldest = before;

		before = above;
		above = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[n];
}

/* What is at least that far away is not meant. */
static size_t too_far(const char *word)
{
	return strlen(word) < 4 ? 2 : 3;
}

static void nearer(const char *word, const char *candidate, const char **best, size_t *best_distance)
{
	size_t d = distance(word, candidate);

	if (d < *best_distance) {
		*best_distance = d;
		*best = candidate;
	}
}

const char *nearest(const char *word, const char *const *words, size_t n)
{
	const char *best = NULL;
	size_t so_far = too_far(word);

	for (size_t i = 0; i < n; i++)
		nearer(word, words[i], &best, &so_far);
	return best;
}

const char *nearest_rule(const cpreview_ruleset *ruleset, const char *word)
{
	const char *best = NULL;
	size_t so_far = too_far(word);

	for (size_t i = 0; i < cpreview_ruleset_rule_count(ruleset); i++)
		nearer(word, cpreview_rule_id(cpreview_ruleset_rule_at(ruleset, i)), &best, &so_far);
	return best;
}

const char *nearest_right(const char *word)
{
	const char *best = NULL, *name;
	size_t so_far = too_far(word);

	for (int right = CPREVIEW_RIGHT_KNOW; (name = cpreview_right_name(right)); right++)
		nearer(word, name, &best, &so_far);
	return best;
}

const char *nearest_law(const cpreview_ruleset *ruleset, const char *word)
{
	const char *best = NULL;
	size_t so_far = too_far(word);

	for (size_t i = 0; i < cpreview_ruleset_rule_count(ruleset); i++) {
		const cpreview_rule *r = cpreview_ruleset_rule_at(ruleset, i);

		for (size_t k = 0; k < cpreview_rule_basis_count(r); k++)
			nearer(word, cpreview_rule_basis_law(r, k), &best, &so_far);
	}
	return best;
}

const char *hint(struct hint *h, const char *near)
{
	h->text[0] = 0;
	if (near)
		snprintf(h->text, sizeof h->text, "; did you mean %s?", near);
	return h->text;
}

static const struct option *by_value(const struct option *known, int value)
{
	for (; known->name; known++)
		if (known->val == value)
			return known;
	return NULL;
}

/* An abbreviation that fits several options names them all. */
static bool ambiguous(const char *command, const char *arg, const char *word, const struct option *known)
{
	char names[256] = "";
	size_t n = 0;

	for (const struct option *o = known; o->name; o++)
		if (!strncmp(o->name, word, strlen(word))) {
			snprintf(names + strlen(names), sizeof names - strlen(names), "%s--%s", n ? ", " : "", o->name);
			n++;
		}
	if (n > 1)
		complain("%s: the option %s could be one of %s", command, arg, names);
	return n > 1;
}

static void unknown_long(const char *command, const char *arg, const struct option *known)
{
	const char *best = NULL;
	char word[64];
	size_t so_far;

	snprintf(word, sizeof word, "%.*s", (int)strcspn(arg + 2, "="), arg + 2);
	if (*word && ambiguous(command, arg, word, known))
		return;
	so_far = too_far(word);
	for (const struct option *o = known; o->name; o++)
		nearer(word, o->name, &best, &so_far);
	if (best)
		complain("%s: unknown option %s; did you mean --%s?", command, arg, best);
	else
		complain("%s: unknown option %s; see cpreview %s --help", command, arg, command);
}

int not_an_option(const char *command, int returned, char **argv, const struct option *known)
{
	const struct option *o = optopt ? by_value(known, optopt) : NULL;

	if (returned == 'h') {
		fputs(command_find(command)->help, stdout);
		return EXIT_OK;
	}
	if (returned == ':')
		complain("%s: the option --%s needs a value", command, o ? o->name : "?");
	else if (o)
		complain("%s: the option --%s takes no value", command, o->name);
	else if (optopt)
		complain("%s: unknown option -%c; see cpreview %s --help", command, optopt, command);
	else
		unknown_long(command, argv[optind - 1], known);
	return EXIT_USAGE;
}

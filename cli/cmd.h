/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command: what its files share. It is a user of the library like any other and sees only <cpreview/…>; there is no
 * review logic in it.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include <cpreview/cpreview.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Exit codes; the manual explains them. Over several inputs the first of 70, 2, 3, 1, 0 that occurred. */
enum { EXIT_OK = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INCOMPLETE = 3, EXIT_INTERNAL = 70 };
int worse_exit(int a, int b);

struct command {
	const char *name;
	const char *summary;
	const char *help; /* printed by --help */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};
extern const struct command commands[];
extern const size_t n_commands;
const struct command *command_find(const char *name);

int cmd_lint(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_init(int argc, char **argv);

/* print.c: texts for people. Control characters and bidi controls are escaped, so that no input can forge output. */
void print_safe(FILE *out, const char *text); /* NULL is nothing */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* "cpreview: …" on stderr */
void print_error(const cpreview_error *err); /* every error of the list, as file:line:column: message */
int exit_of_error(const cpreview_error *err);

/* suggest.c: what was typed wrong, and what may have been meant. */
struct option;
/* What getopt_long() returned instead of an option: 'h' gives help, all else is a mistake. Returns an exit code. */
int not_an_option(const char *command, int returned, char **argv, const struct option *known);
const char *nearest(const char *word, const char *const *words, size_t n); /* NULL if none is near */
/* "; did you mean WORD?", or "" for none; the buffer lives until the next call with the same one. */
struct hint {
	char text[256];
};
const char *hint(struct hint *h, const char *near);
/* The rule's, right's or law's name nearest to a word; NULL if none is near. */
const char *nearest_rule(const cpreview_ruleset *ruleset, const char *word);
const char *nearest_right(const char *word);
const char *nearest_law(const cpreview_ruleset *ruleset, const char *word);

/* rulesets.c */
/* Names or paths to rulesets, loaded as one; none: the default, cn. NULL after a failure, which was told; *ret_exit is set. */
cpreview_ruleset *load_rulesets(const char *const *names, size_t n, int *ret_exit);

/* A list of words that options collect. */
struct words {
	const char **v;
	size_t n;
	bool replaceable; /* the next word takes the place of all */
};
bool words_add(struct words *w, const char *word); /* false after a failure, which was told */
void words_free(struct words *w);

/* inputs.c: FILE, DIR and - as the list of what is to be reviewed, in a fixed order. */
struct input {
	char *path;          /* "-" is standard input */
	const char *problem; /* static; why it cannot be read, or NULL if that is not known yet */
};
struct inputs {
	struct input *v;
	size_t n;
};
/* A folder gives its *.xml files, in order of names. What cannot be read becomes an input that says so: it does not keep the
 * others from being reviewed. False only without memory, which was told. */
bool inputs_add(struct inputs *in, const char *arg);
void inputs_free(struct inputs *in);
/* The whole of standard input, to be freed; NULL with errno set if it cannot be read. */
char *read_stdin(size_t *ret_n);

/* outputs.c: where formats go. */
struct output {
	const char *format;
	const char *path; /* NULL: standard output */
};
/* Writes all reports in one format. 0 or an exit code, told. */
int write_output(const struct output *o, const cpreview_report *const *reports, size_t n,
		 const struct cpreview_output_options *opts);

/* batch.c: reviews every input, on several threads if asked. */
struct batch {
	cpreview_ruleset *ruleset;
	const struct cpreview_review_options *options;
	const struct inputs *inputs;
	const char *stdin_name;
	unsigned jobs;
	cpreview_report **reports; /* one for each input; NULL only after an internal error */
	int *exits;                /* what happened before the report: EXIT_OK; EXIT_USAGE, unreadable; EXIT_INCOMPLETE, too
				      large; EXIT_INTERNAL */
};
bool batch_run(struct batch *b);
void batch_free(struct batch *b);

/* trace.c: how rules came to their results, on standard error. */
void trace_rule(const cpreview_report *report, const char *id, int language);

/* config.c: a file of "option = value" lines, as arguments. */
struct arguments {
	char **v;       /* "--option=value" */
	unsigned *line; /* where each of them stands */
	size_t n;
	const char *path;
};
/* path NULL: cpreview.conf in the working folder, if there is one. Only options of known are taken, by their whole names. False
 * after a failure, which was told. */
bool config_read(const char *path, const struct option *known, struct arguments *ret);
void arguments_free(struct arguments *a);

#endif

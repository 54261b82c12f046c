/* SPDX-License-Identifier: Apache-2.0 */
/* cpreview lint: options, the batch, the outputs, the exit code. */
#include "cmd.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPT_FAIL_ON = 256, OPT_SHOW, OPT_AS_OF, OPT_RULE, OPT_RIGHT, OPT_BASIS, OPT_LANG, OPT_COLOR, OPT_ALL_RULES, OPT_TRACE,
       OPT_STDIN_NAME, OPT_CONFIG, OPT_NO_CONFIG };

static const struct option options[] = {
	{ "ruleset", required_argument, NULL, 'r' },
	{ "format", required_argument, NULL, 'f' },
	{ "fail-on", required_argument, NULL, OPT_FAIL_ON },
	{ "show", required_argument, NULL, OPT_SHOW },
	{ "as-of", required_argument, NULL, OPT_AS_OF },
	{ "rule", required_argument, NULL, OPT_RULE },
	{ "right", required_argument, NULL, OPT_RIGHT },
	{ "basis", required_argument, NULL, OPT_BASIS },
	{ "lang", required_argument, NULL, OPT_LANG },
	{ "color", required_argument, NULL, OPT_COLOR },
	{ "all-rules", no_argument, NULL, OPT_ALL_RULES },
	{ "trace", required_argument, NULL, OPT_TRACE },
	{ "stdin-name", required_argument, NULL, OPT_STDIN_NAME },
	{ "config", required_argument, NULL, OPT_CONFIG },
	{ "no-config", no_argument, NULL, OPT_NO_CONFIG },
	{ "jobs", required_argument, NULL, 'j' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct lint {
	struct cpreview_review_options review;
	struct cpreview_output_options output;
	struct words rulesets, rules, rights, laws, traces;
	struct output *outputs;
	size_t n_outputs;
	bool replaceable; /* the next output takes the place of all */
	struct inputs inputs;
	enum color color;
	const char *stdin_name;
	const char *config;
	bool no_config, quiet, verbose;
	unsigned jobs;
};

static bool is_format(const char *name)
{
	for (size_t i = 0; i < cpreview_format_count(); i++)
		if (!strcmp(cpreview_format_name(i), name))
			return true;
	return false;
}

/* F or F=PATH; arg is cut in two. */
static bool add_output(struct lint *l, char *arg)
{
	struct output *v = realloc(l->outputs, (l->n_outputs + 1) * sizeof *v), *o;
	char *equals = strchr(arg, '=');
	const char *names[32];
	struct hint h;
	size_t n = 0;

	if (!v) {
		complain("out of memory");
		return false;
	}
	l->outputs = v;
	if (l->replaceable)
		l->n_outputs = 0;
	l->replaceable = false;
	o = &v[l->n_outputs];
	*o = (struct output){ .format = arg };
	if (equals) {
		*equals = 0;
		o->path = equals[1] ? equals + 1 : NULL;
	}
	if (equals && !o->path) {
		complain("lint: --format=%s= needs a path behind the second =", arg);
		return false;
	}
	if (!is_format(o->format)) {
		for (; n < cpreview_format_count() && n < 32; n++)
			names[n] = cpreview_format_name(n);
		complain("lint: there is no format %s%s", o->format, hint(&h, nearest(o->format, names, n)));
		return false;
	}
	for (size_t i = 0; i < l->n_outputs; i++) {
		const char *taken = l->outputs[i].path;

		if (!o->path && !taken) {
			complain("lint: only one format can go to standard output; give the other a path, as in --format=%s=PATH",
				 o->format);
			return false;
		}
		if (o->path && taken && !strcmp(o->path, taken)) {
			complain("lint: two formats cannot go to one file, %s", o->path);
			return false;
		}
	}
	l->n_outputs++;
	return true;
}

static bool take_severity(const char *option, const char *arg, int32_t *ret)
{
	int level = cpreview_severity_parse(arg);

	if (level <= 0)
		complain("lint: --%s is note, warning or error, not %s", option, arg);
	*ret = level;
	return level > 0;
}

static bool take_language(const char *arg, int32_t *ret)
{
	if (!strcmp(arg, "zh"))
		*ret = CPREVIEW_ZH;
	else if (!strcmp(arg, "en"))
		*ret = CPREVIEW_EN;
	else
		return complain("lint: --lang is zh or en, not %s", arg), false;
	return true;
}

static bool take_color(const char *arg, enum color *ret)
{
	static const char *const words[] = { "auto", "always", "never" };

	for (size_t i = 0; i < 3; i++)
		if (!strcmp(arg, words[i])) {
			*ret = (enum color)i;
			return true;
		}
	complain("lint: --color is auto, always or never, not %s", arg);
	return false;
}

static bool take_jobs(const char *arg, unsigned *ret)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);

	if (*arg < '0' || *arg > '9' || *end || n < 1 || n > 64) {
		complain("lint: --jobs is a number from 1 to 64, not %s", arg);
		return false;
	}
	*ret = (unsigned)n;
	return true;
}

static bool take_option(struct lint *l, int opt, char *arg)
{
	switch (opt) {
	case 'r':
		return words_add(&l->rulesets, arg);
	case 'f':
		return add_output(l, arg);
	case OPT_FAIL_ON:
		return take_severity("fail-on", arg, &l->review.fail_on);
	case OPT_SHOW:
		return take_severity("show", arg, &l->output.show);
	case OPT_AS_OF:
		l->review.as_of = arg;
		return true;
	case OPT_RULE:
		return words_add(&l->rules, arg);
	case OPT_RIGHT:
		return words_add(&l->rights, arg);
	case OPT_BASIS:
		return words_add(&l->laws, arg);
	case OPT_LANG:
		return take_language(arg, &l->output.language);
	case OPT_COLOR:
		return take_color(arg, &l->color);
	case OPT_ALL_RULES:
		l->output.flags |= CPREVIEW_OUTPUT_ALL_RULES;
		return true;
	case OPT_TRACE:
		return words_add(&l->traces, arg);
	case OPT_STDIN_NAME:
		l->stdin_name = arg;
		return true;
	case 'j':
		return take_jobs(arg, &l->jobs);
	case 'q':
		l->quiet = true;
		return true;
	case 'v':
		l->verbose = true;
		return true;
	default:
		return true; /* taken before: the configuration file */
	}
}

static const char short_options[] = ":r:f:j:qvh";

/* Options of one list of arguments; getopt_long() is begun anew. False after a failure, which was told, and after help. */
static bool take_options(struct lint *l, int argc, char **argv, int *ret_exit)
{
	int opt;

	optind = 0; /* GNU: begin anew */
	opterr = 0;
	while ((opt = getopt_long(argc, argv, short_options, options, NULL)) != -1) {
		if (opt == '?' || opt == ':' || opt == 'h') {
			*ret_exit = not_an_option("lint", opt, argv, options);
			return false;
		}
		if (!take_option(l, opt, optarg))
			return false;
	}
	return true;
}

/* Which configuration file is asked for: the rest of the command line counts behind what stands in it. */
static bool find_config(struct lint *l, int argc, char **argv, int *ret_exit)
{
	int opt;

	optind = 0;
	opterr = 0;
	while ((opt = getopt_long(argc, argv, short_options, options, NULL)) != -1) {
		if (opt == '?' || opt == ':' || opt == 'h') {
			*ret_exit = not_an_option("lint", opt, argv, options);
			return false;
		}
		if (opt == OPT_CONFIG)
			l->config = optarg;
		if (opt == OPT_NO_CONFIG)
			l->no_config = true;
	}
	return true;
}

static bool take_config(struct lint *l, struct arguments *config, int *ret_exit)
{
	char **argv;
	bool ok;

	if (l->no_config)
		return true;
	if (!config_read(l->config, options, config))
		return false;
	argv = calloc(config->n + 2, sizeof *argv);
	if (!argv) {
		complain("out of memory");
		return false;
	}
	argv[0] = (char *)"lint";
	for (size_t i = 0; i < config->n; i++)
		argv[i + 1] = config->v[i];
	ok = take_options(l, (int)config->n + 1, argv, ret_exit);
	if (!ok)
		complain("%s:%u: that option stands here", config->path, config->line[optind - 2]);
	free(argv);
	/* What the command line says of an option replaces what the file says of it, lists too. */
	l->rulesets.replaceable = l->rules.replaceable = l->rights.replaceable = l->laws.replaceable = true;
	l->traces.replaceable = l->replaceable = true;
	return ok;
}

static bool wants_color(const struct lint *l)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (l->color != COLOR_AUTO)
		return l->color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no && *no) && term && strcmp(term, "dumb");
}

/*
 * Every name in the options is looked up before anything is reviewed: with a wrong one, nothing can start. A stand-in for a
 * campaign lets the library itself judge what the command does not know, such as dates.
 */
static bool options_hold(const struct lint *l, cpreview_ruleset *ruleset, int *ret_exit)
{
	cpreview_campaign *campaign = NULL;
	cpreview_report *report = NULL;
	cpreview_error *err = NULL;
	struct hint h;
	bool ok = true;

	*ret_exit = EXIT_USAGE;
	for (size_t i = 0; i < l->traces.n; i++)
		if (!cpreview_ruleset_rule_find(ruleset, l->traces.v[i])) {
			complain("lint: there is no rule %s%s", l->traces.v[i], hint(&h, nearest_rule(ruleset, l->traces.v[i])));
			return false;
		}
	if (cpreview_campaign_unreadable("options", "options", &campaign, &err) ||
	    cpreview_review(ruleset, campaign, &l->review, &report, &err)) {
		const char *near = NULL;

		*ret_exit = exit_of_error(err);
		for (size_t i = 0; i < l->rules.n && !near; i++)
			if (!cpreview_ruleset_rule_find(ruleset, l->rules.v[i]))
				near = nearest_rule(ruleset, l->rules.v[i]);
		for (size_t i = 0; i < l->rights.n && !near; i++)
			if (cpreview_right_parse(l->rights.v[i]) <= 0)
				near = nearest_right(l->rights.v[i]);
		for (size_t i = 0; i < l->laws.n && !near; i++)
			near = nearest_law(ruleset, l->laws.v[i]);
		complain("lint: %s%s", cpreview_error_message(err),
			 hint(&h, cpreview_error_code(err) == CPREVIEW_E_NOT_FOUND ? near : NULL));
		ok = false;
	}
	cpreview_error_free(err);
	cpreview_report_unref(report);
	cpreview_campaign_unref(campaign);
	return ok;
}

static int exit_of_report(const cpreview_report *r, int fail_on)
{
	if (!r)
		return EXIT_INTERNAL;
	if (cpreview_report_verdict(r) == CPREVIEW_VERDICT_INCOMPLETE)
		return EXIT_INCOMPLETE;
	return cpreview_report_count_at_least(r, fail_on) ? EXIT_FINDINGS : EXIT_OK;
}

/* Every input is in one of the counts, so that none can go missing unseen. */
static int judge(const struct lint *l, const struct batch *b)
{
	size_t clean = 0, findings = 0, incomplete = 0, refused = 0;
	int exit_code = EXIT_OK;

	for (size_t i = 0; i < b->inputs->n; i++) {
		int own = exit_of_report(b->reports[i], l->review.fail_on ? l->review.fail_on : CPREVIEW_WARNING);

		if (b->exits[i] == EXIT_USAGE || b->exits[i] == EXIT_INTERNAL)
			refused++;
		else if (own == EXIT_INCOMPLETE || own == EXIT_INTERNAL)
			incomplete++;
		else if (own == EXIT_FINDINGS)
			findings++;
		else
			clean++;
		exit_code = worse_exit(exit_code, worse_exit(own, b->exits[i]));
	}
	if (!l->quiet)
		fprintf(stderr, "given %zu = clean %zu + findings %zu + incomplete %zu + refused %zu\n", b->inputs->n, clean, findings,
			incomplete, refused);
	return exit_code;
}

static bool text_on_stdout(const struct lint *l)
{
	for (size_t i = 0; i < l->n_outputs; i++)
		if (!l->outputs[i].path && !strcmp(l->outputs[i].format, "text"))
			return true;
	return !l->n_outputs;
}

/* Verdicts if asked for; and what could not be read, unless a person reads it on standard output already. In order of inputs. */
static void tell_inputs(const struct lint *l, const struct batch *b)
{
	bool told = text_on_stdout(l);

	for (size_t i = 0; i < b->inputs->n; i++) {
		const cpreview_report *r = b->reports[i];

		if (!r)
			continue;
		if (b->exits[i] && !told)
			complain("%s: %s", cpreview_report_input(r), cpreview_finding_message(cpreview_report_at(r, 0), l->output.language));
		if (l->verbose) {
			fprintf(stderr, "%s: ", cpreview_verdict_name(cpreview_report_verdict(r)));
			print_safe(stderr, cpreview_report_input(r));
			fputc('\n', stderr);
		}
	}
}

static int write_all_outputs(struct lint *l, const struct batch *b)
{
	const cpreview_report **reports = calloc(b->inputs->n, sizeof *reports);
	struct output text = { .format = "text" };
	size_t n = 0;
	int exit_code = EXIT_OK;

	if (!reports) {
		complain("out of memory");
		return EXIT_INTERNAL;
	}
	for (size_t i = 0; i < b->inputs->n; i++)
		if (b->reports[i])
			reports[n++] = b->reports[i];
	for (size_t i = 0; n && i < (l->n_outputs ? l->n_outputs : 1); i++) {
		const struct output *o = l->n_outputs ? &l->outputs[i] : &text;
		struct cpreview_output_options opts = l->output;

		if (o->path && l->color != COLOR_ALWAYS)
			opts.flags &= ~CPREVIEW_OUTPUT_COLOR;
		exit_code = worse_exit(exit_code, write_output(o, reports, n, &opts));
	}
	free(reports);
	return exit_code;
}

static int run(struct lint *l)
{
	struct batch b = { .options = &l->review, .inputs = &l->inputs, .stdin_name = l->stdin_name, .jobs = l->jobs };
	int exit_code;

	l->review.rules = l->rules.v;
	l->review.n_rules = l->rules.n;
	l->review.rights = l->rights.v;
	l->review.n_rights = l->rights.n;
	l->review.laws = l->laws.v;
	l->review.n_laws = l->laws.n;
	if (wants_color(l))
		l->output.flags |= CPREVIEW_OUTPUT_COLOR;
	b.ruleset = load_rulesets(l->rulesets.v, l->rulesets.n, &exit_code);
	if (!b.ruleset)
		return exit_code;
	if (!options_hold(l, b.ruleset, &exit_code)) {
		cpreview_ruleset_unref(b.ruleset);
		return exit_code;
	}
	if (!batch_run(&b)) {
		exit_code = EXIT_INTERNAL;
	} else {
		exit_code = write_all_outputs(l, &b);
		for (size_t t = 0; t < l->traces.n; t++)
			for (size_t i = 0; i < b.inputs->n; i++)
				trace_rule(b.reports[i], l->traces.v[t], l->output.language);
		tell_inputs(l, &b);
		exit_code = worse_exit(exit_code, judge(l, &b));
	}
	batch_free(&b);
	cpreview_ruleset_unref(b.ruleset);
	return exit_code;
}

static bool take_inputs(struct lint *l, int argc, char **argv, int *ret_exit)
{
	int stdins = 0;

	for (int i = optind; i < argc; i++) {
		stdins += !strcmp(argv[i], "-");
		if (stdins > 1) {
			complain("lint: - can be given only once");
			return false;
		}
		if (!inputs_add(&l->inputs, argv[i])) {
			*ret_exit = EXIT_INTERNAL;
			return false;
		}
	}
	if (!l->inputs.n)
		complain("lint: nothing to review; give a file, a folder or -");
	return l->inputs.n > 0;
}

int cmd_lint(int argc, char **argv)
{
	struct lint l = { .review = CPREVIEW_REVIEW_OPTIONS_INIT, .output = CPREVIEW_OUTPUT_OPTIONS_INIT,
			  .stdin_name = "<stdin>", .jobs = 1 };
	struct arguments config = { 0 };
	int exit_code = EXIT_USAGE;

	if (find_config(&l, argc, argv, &exit_code) && take_config(&l, &config, &exit_code) &&
	    take_options(&l, argc, argv, &exit_code) && take_inputs(&l, argc, argv, &exit_code))
		exit_code = run(&l);
	words_free(&l.rulesets);
	words_free(&l.rules);
	words_free(&l.rights);
	words_free(&l.laws);
	words_free(&l.traces);
	free(l.outputs);
	inputs_free(&l.inputs);
	arguments_free(&config);
	return exit_code;
}

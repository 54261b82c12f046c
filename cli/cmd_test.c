/* SPDX-License-Identifier: Apache-2.0 */
/* cpreview test: run the rules' own examples. */
#include "cmd.h"

#include <getopt.h>

static const struct option options[] = {
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static void print_result(const cpreview_test *t, size_t i, bool verbose)
{
	bool passed = cpreview_test_passed(t, i) == 1;

	if (passed && !verbose)
		return;
	print_safe(stdout, cpreview_test_file(t, i));
	printf(":%u: %s [%s]", (unsigned)cpreview_test_line(t, i), passed ? "pass" : "FAIL", cpreview_test_rule(t, i));
	if (!passed) {
		fputc(' ', stdout);
		print_safe(stdout, cpreview_test_message(t, i));
	}
	fputc('\n', stdout);
}

int cmd_test(int argc, char **argv)
{
	cpreview_ruleset *ruleset;
	cpreview_test *test = NULL;
	cpreview_error *err = NULL;
	int opt, exit_code = EXIT_OK;
	bool verbose = false;
	size_t n, failed;

	opterr = 0;
	while ((opt = getopt_long(argc, argv, ":vh", options, NULL)) != -1) {
		if (opt != 'v')
			return not_an_option("test", opt, argv, options);
		verbose = true;
	}
	ruleset = load_rulesets((const char *const *)argv + optind, (size_t)(argc - optind), &exit_code);
	if (!ruleset)
		return exit_code;
	if (cpreview_ruleset_test(ruleset, &test, &err)) {
		print_error(err);
		exit_code = exit_of_error(err);
		cpreview_error_free(err);
	} else {
		n = cpreview_test_count(test);
		failed = cpreview_test_failed(test);
		for (size_t i = 0; i < n; i++)
			print_result(test, i, verbose);
		printf("%zu rules, %zu examples: %zu passed, %zu failed\n", cpreview_ruleset_rule_count(ruleset), n, n - failed, failed);
		exit_code = failed || !n ? EXIT_FINDINGS : EXIT_OK;
	}
	cpreview_test_free(test);
	cpreview_ruleset_unref(ruleset);
	return exit_code;
}

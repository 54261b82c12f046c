/* SPDX-License-Identifier: Apache-2.0 */
/* cpreview rules and cpreview explain: what is in a ruleset, for rule authors and for those who must follow a rule. */
#include "cmd.h"

#include <getopt.h>
#include <string.h>

static const struct option options[] = {
	{ "ruleset", required_argument, NULL, 'r' },
	{ "lang", required_argument, NULL, 'l' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

struct ask {
	struct words rulesets;
	int language;
};

/* Options that both commands have. False after a failure, which was told, and after help. */
static bool take_options(const char *command, int argc, char **argv, struct ask *a, int *ret_exit)
{
	int opt;

	opterr = 0;
	while ((opt = getopt_long(argc, argv, ":r:h", options, NULL)) != -1) {
		if (opt == '?' || opt == ':' || opt == 'h') {
			*ret_exit = not_an_option(command, opt, argv, options);
			return false;
		}
		if (opt == 'r' && !words_add(&a->rulesets, optarg))
			return false;
		if (opt != 'l')
			continue;
		if (strcmp(optarg, "zh") && strcmp(optarg, "en"))
			return complain("%s: --lang is zh or en, not %s", command, optarg), false;
		a->language = strcmp(optarg, "en") ? CPREVIEW_ZH : CPREVIEW_EN;
	}
	return true;
}

static const char *in(const struct ask *a, const char *zh, const char *en)
{
	return a->language == CPREVIEW_EN ? en : zh;
}

static void say(const char *text)
{
	print_safe(stdout, text);
}

static void line(const char *label, const char *text)
{
	if (!text || !*text)
		return;
	fputs(label, stdout);
	say(text);
	fputc('\n', stdout);
}

static void print_basis(const struct ask *a, const cpreview_rule *r)
{
	for (size_t i = 0; i < cpreview_rule_basis_count(r); i++) {
		const char *article = cpreview_rule_basis_article(r, i), *note = cpreview_rule_basis_note(r, i);

		fputs(in(a, "依据：", "law: "), stdout);
		say(cpreview_rule_basis_title(r, i, a->language));
		if (*article) {
			fputs(in(a, " 第", " art. "), stdout);
			say(article);
			fputs(in(a, "条", ""), stdout);
		}
		fputs(" [", stdout);
		say(cpreview_rule_basis_law(r, i));
		printf("] (%s)", cpreview_rule_basis_confirmed(r, i) ? in(a, "已核实", "confirmed") : in(a, "待核实", "unverified"));
		if (*note)
			line(" ", note);
		else
			fputc('\n', stdout);
	}
}

static void print_head(const struct ask *a, const cpreview_rule *r)
{
	say(cpreview_rule_id(r));
	line("  ", cpreview_rule_title(r, a->language));
	printf("%s%s  %s  %s  %s %u\n", in(a, "类别：", "class: "), cpreview_right_name(cpreview_rule_right(r)),
	       cpreview_severity_name(cpreview_rule_severity(r)), cpreview_confidence_name(cpreview_rule_confidence(r)),
	       in(a, "修订", "revision"), (unsigned)cpreview_rule_revision(r));
	line(in(a, "生效：", "in force from: "), cpreview_rule_in_force(r));
	line(in(a, "失效：", "repealed: "), cpreview_rule_repealed(r));
}

static void print_examples(const struct ask *a, const cpreview_rule *r)
{
	for (size_t i = 0; i < cpreview_rule_example_count(r); i++)
		line(cpreview_rule_example_is_violating(r, i) ? in(a, "违规示例：", "violating: ") : in(a, "合规示例：", "compliant: "),
		     cpreview_rule_example_text(r, i));
}

static void explain(const struct ask *a, const cpreview_rule *r)
{
	print_head(a, r);
	line(in(a, "理由：", "reason: "), cpreview_rule_reason(r, a->language));
	print_basis(a, r);
	line(in(a, "结论：", "finding: "), cpreview_rule_message(r, a->language));
	line(in(a, "修改建议：", "remedy: "), cpreview_rule_remedy(r, a->language));
	print_examples(a, r);
}

static void show(const struct ask *a, const cpreview_rule *r)
{
	print_head(a, r);
	printf("%s%s\n%s", in(a, "检查方式：", "check: "), cpreview_rule_kind(r), in(a, "定义于：", "defined at: "));
	print_safe(stdout, cpreview_rule_file(r));
	printf(":%u\n", (unsigned)cpreview_rule_line(r));
	for (int language = CPREVIEW_ZH; language <= CPREVIEW_EN; language++) {
		line("message: ", cpreview_rule_message(r, language));
		line("remedy: ", cpreview_rule_remedy(r, language));
	}
	print_basis(a, r);
	print_examples(a, r);
}

/* Calls tell() for each named rule; all must exist. */
static int each_named(const struct ask *a, const cpreview_ruleset *ruleset, char **ids, size_t n,
		      void (*tell)(const struct ask *a, const cpreview_rule *r))
{
	int exit_code = EXIT_OK;

	for (size_t i = 0; i < n; i++) {
		const cpreview_rule *r = cpreview_ruleset_rule_find(ruleset, ids[i]);
		struct hint h;

		if (r) {
			if (i)
				fputc('\n', stdout);
			tell(a, r);
			continue;
		}
		complain("there is no rule %s%s", ids[i], hint(&h, nearest_rule(ruleset, ids[i])));
		exit_code = EXIT_USAGE;
	}
	return exit_code;
}

static void list(const struct ask *a, const cpreview_ruleset *ruleset)
{
	for (size_t i = 0; i < cpreview_ruleset_rule_count(ruleset); i++) {
		const cpreview_rule *r = cpreview_ruleset_rule_at(ruleset, i);

		/* ids are plain names, titles can be anything */
		printf("%-48s %-8s %-16s %-11s", cpreview_rule_id(r), cpreview_severity_name(cpreview_rule_severity(r)),
		       cpreview_right_name(cpreview_rule_right(r)), cpreview_rule_kind(r));
		line(" ", cpreview_rule_title(r, a->language));
	}
}

static void check(const cpreview_ruleset *ruleset)
{
	for (size_t i = 0; i < cpreview_ruleset_count(ruleset); i++) {
		say(cpreview_ruleset_id(ruleset, i));
		fputc(' ', stdout);
		say(cpreview_ruleset_version(ruleset, i));
		line(" sha256 ", cpreview_ruleset_digest(ruleset, i));
	}
	printf("%zu rules, no mistakes\n", cpreview_ruleset_rule_count(ruleset));
}

static int rules_on(const struct ask *a, const cpreview_ruleset *ruleset, const char *verb, char **ids, size_t n)
{
	if (!strcmp(verb, "show"))
		return each_named(a, ruleset, ids, n, show);
	if (!strcmp(verb, "check"))
		check(ruleset);
	else
		list(a, ruleset);
	return EXIT_OK;
}

int cmd_rules(int argc, char **argv)
{
	static const char *const verbs[] = { "list", "show", "check" };
	struct ask a = { 0 };
	cpreview_ruleset *ruleset = NULL;
	const char *verb;
	struct hint h;
	int exit_code = EXIT_USAGE, n;
	bool known = false;

	if (!take_options("rules", argc, argv, &a, &exit_code))
		goto out;
	if (optind == argc) {
		complain("rules: say list, show or check");
		goto out;
	}
	verb = argv[optind++];
	n = argc - optind;
	for (size_t i = 0; i < 3; i++)
		known |= !strcmp(verbs[i], verb);
	if (!known) {
		complain("rules: unknown word %s%s", verb, hint(&h, nearest(verb, verbs, 3)));
		goto out;
	}
	/* "rules check PATH" is what comes to mind first. */
	for (int i = 0; i < n && strcmp(verb, "show"); i++)
		if (!words_add(&a.rulesets, argv[optind + i]))
			goto out;
	if (!strcmp(verb, "show") && !n) {
		complain("rules show: which rule?");
		goto out;
	}
	ruleset = load_rulesets(a.rulesets.v, a.rulesets.n, &exit_code);
	if (ruleset)
		exit_code = rules_on(&a, ruleset, verb, argv + optind, (size_t)n);
out:
	cpreview_ruleset_unref(ruleset);
	words_free(&a.rulesets);
	return exit_code;
}

int cmd_explain(int argc, char **argv)
{
	struct ask a = { 0 };
	cpreview_ruleset *ruleset = NULL;
	int exit_code = EXIT_USAGE;

	if (take_options("explain", argc, argv, &a, &exit_code)) {
		if (optind == argc)
			complain("explain: which rule?");
		else
			ruleset = load_rulesets(a.rulesets.v, a.rulesets.n, &exit_code);
		if (ruleset)
			exit_code = each_named(&a, ruleset, argv + optind, (size_t)(argc - optind), explain);
	}
	cpreview_ruleset_unref(ruleset);
	words_free(&a.rulesets);
	return exit_code;
}

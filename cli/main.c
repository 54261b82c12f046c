/* SPDX-License-Identifier: Apache-2.0 */
/* The command table and the way into it. */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct command commands[] = {
	{ "lint", "review campaign specs",
	  "usage: cpreview lint [options] FILE|DIR|-...\n"
	  "\n"
	  "Reviews campaign specs and prints the findings. A folder stands for its .xml files, - for standard input.\n"
	  "\n"
	  "  -r, --ruleset=NAME|PATH  ruleset to use; may be repeated (default: cn)\n"
	  "  -f, --format=F[=PATH]    output format, and the file it goes to; may be repeated (default: text)\n"
	  "      --fail-on=LEVEL      note, warning or error: findings from this level on give exit code 1 (default: warning)\n"
	  "      --show=LEVEL         write only findings from this level on; what was not checked is always written\n"
	  "      --as-of=DATE         apply the law of this day, YYYY-MM-DD (default: the campaign's launch or first day)\n"
	  "      --rule=ID            only this rule, or all that begin with ID when it ends in *; may be repeated\n"
	  "      --right=RIGHT        only rules of this right: know, fair-trade, privacy …; may be repeated\n"
	  "      --basis=LAW          only rules that rest on this law; may be repeated\n"
	  "      --lang=zh|en         language of messages (default: zh)\n"
	  "      --color=WHEN         auto, always or never (default: auto; NO_COLOR is honoured)\n"
	  "      --all-rules          text: also list rules that passed or did not apply\n"
	  "      --trace=RULE         tell on standard error how a rule came to its result\n"
	  "      --stdin-name=NAME    what to call standard input (default: <stdin>)\n"
	  "      --config=FILE        read options from FILE instead of ./cpreview.conf\n"
	  "      --no-config          read no configuration file\n"
	  "  -j, --jobs=N             review N inputs at a time (default: 1)\n"
	  "  -q, --quiet              no summary on standard error\n"
	  "  -v, --verbose            tell each input's verdict on standard error\n"
	  "\n"
	  "Exit code: 0 complete, nothing at or above --fail-on; 1 findings; 2 usage, ruleset or unreadable input;\n"
	  "3 incomplete review; 70 internal error.\n",
	  cmd_lint },
	{ "test", "run the rules' own examples",
	  "usage: cpreview test [-v] [RULESET...]\n"
	  "\n"
	  "Runs the examples of every rule (default ruleset: cn): a violating one must be found exactly where it is marked,\n"
	  "a compliant one must stay quiet. Exit code: 0 all passed, 1 some failed, 2 the ruleset does not load.\n",
	  cmd_test },
	{ "rules", "what is in a ruleset, and is it sound",
	  "usage: cpreview rules list|check [-r NAME|PATH]... [--lang=zh|en]\n"
	  "       cpreview rules show [-r NAME|PATH]... [--lang=zh|en] RULE-ID...\n"
	  "\n"
	  "list    one line a rule: id, severity, right, kind, title\n"
	  "show    a rule's data, with its templates and where it is defined\n"
	  "check   load the ruleset and tell every mistake; exit code 2 if there is one\n",
	  cmd_rules },
	{ "explain", "law, reason, examples, remedy of a rule",
	  "usage: cpreview explain [-r NAME|PATH]... [--lang=zh|en] RULE-ID...\n"
	  "\n"
	  "Explains a rule to an author: what the law wants, how sure the citation is, what to write instead.\n",
	  cmd_explain },
	{ "init", "a commented starter spec and config",
	  "usage: cpreview init [DIR]\n"
	  "\n"
	  "Writes campaign.xml and cpreview.conf into DIR (default: the working folder). Nothing is overwritten.\n",
	  cmd_init },
};
const size_t n_commands = sizeof commands / sizeof *commands;

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < n_commands; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void usage(FILE *out)
{
	fputs("usage: cpreview COMMAND [options] ...\n"
	      "\n"
	      "Consumer-protection review of marketing campaigns.\n"
	      "\n",
	      out);
	for (size_t i = 0; i < n_commands; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fputs("\n"
	      "cpreview COMMAND --help explains a command; cpreview --version tells the version. Manual: cpreview(1).\n",
	      out);
}

static int version(void)
{
	printf("cpreview %s\nlibcpreview %s\nformats:", CPREVIEW_VERSION, cpreview_version());
	for (size_t i = 0; i < cpreview_format_count(); i++)
		printf(" %s", cpreview_format_name(i));
	printf("\nchecks:");
	for (size_t i = 0; i < cpreview_kind_count(); i++)
		printf(" %s", cpreview_kind_name(i));
	printf("\n");
	return EXIT_OK;
}

/*
 * A file opened later must not take the place of a standard stream that is closed; nor may writing to such a stream look as if it
 * had gone well, so its stand-in is open for the other direction only.
 */
static void open_standard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int unknown_word(const char *word)
{
	static const char *const others[] = { "--help", "--version" };
	const char *names[16];
	const char *what = *word == '-' ? "option" : "command";
	struct hint h;
	size_t n = 0;

	for (; *word != '-' && n < n_commands && n < 16; n++)
		names[n] = commands[n].name;
	for (size_t i = 0; *word == '-' && i < 2; i++)
		names[n++] = others[i];
	if (nearest(word, names, n))
		complain("unknown %s %s%s", what, word, hint(&h, nearest(word, names, n)));
	else
		complain("unknown %s %s; see cpreview --help", what, word);
	return EXIT_USAGE;
}

static int dispatch(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))
		return version();
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		usage(stdout);
		return EXIT_OK;
	}
	c = command_find(argv[1]);
	if (!c)
		return unknown_word(argv[1]);
	for (int i = 2; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			fputs(c->help, stdout);
			return EXIT_OK;
		}
	return c->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int exit_code;
	bool failed;

	open_standard_streams();
	/* A reader that goes away is an error like any other: it has an exit code, and files are still written. */
	signal(SIGPIPE, SIG_IGN);
	/* Options may stand anywhere, whatever the environment says. */
	unsetenv("POSIXLY_CORRECT");
	exit_code = dispatch(argc, argv);
	/* What could not be written was not said. */
	failed = fflush(stdout) || ferror(stdout);
	if (fclose(stdout) || failed) {
		complain("standard output: %s", errno ? strerror(errno) : "cannot write");
		exit_code = worse_exit(exit_code, EXIT_USAGE);
	}
	return exit_code;
}

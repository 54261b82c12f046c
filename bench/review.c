/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a review costs beside libxml2's SAX2 parser with empty handlers on the same bytes, in one run: what counts is the
 * ratio, because machines differ. Also the heap beyond the input, the load of the ruleset, and whole processes beside
 * xmllint. Never a test.
 *
 * usage: review RULESET-FOLDER CPREVIEW
 */
#include <cpreview/cpreview.h>
#include <dirent.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "generate.h"

extern char **environ;

/* The heap's size and its largest, counted at the allocator, for the one thread there is. */
static size_t heap_now, heap_most;

extern void *__libc_malloc(size_t n);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void __libc_free(void *p);

static void *counted(void *p)
{
	if (p)
		heap_now += malloc_usable_size(p);
	if (heap_now > heap_most)
		heap_most = heap_now;
	return p;
}

__attribute__((visibility("default"))) void *malloc(size_t n)
{
	return counted(__libc_malloc(n));
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t n)
{
	return counted(__libc_calloc(count, n));
}

__attribute__((visibility("default"))) void *realloc(void *p, size_t n)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *q = __libc_realloc(p, n);

	if (q || !n)
		heap_now -= before;
	return counted(q);
}

__attribute__((visibility("default"))) void free(void *p)
{
	if (p)
		heap_now -= malloc_usable_size(p);
	__libc_free(p);
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(70);
}

static void on_start(void *u, const xmlChar *n, const xmlChar *p, const xmlChar *uri, int nns, const xmlChar **ns, int na, int nd,
		     const xmlChar **a)
{
	(void)u, (void)n, (void)p, (void)uri, (void)nns, (void)ns, (void)na, (void)nd, (void)a;
}

static void on_end(void *u, const xmlChar *n, const xmlChar *p, const xmlChar *uri)
{
	(void)u, (void)n, (void)p, (void)uri;
}

static void on_text(void *u, const xmlChar *s, int n)
{
	(void)u, (void)s, (void)n;
}

static void sax_once(const char *bytes, size_t n)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
			      .cdataBlock = on_text };

	if (xmlSAXUserParseMemory(&sax, NULL, bytes, (int)n))
		die("libxml2 refuses the generated campaign");
}

static int review_once(cpreview_ruleset *rs, const char *bytes, size_t n, size_t *ret_findings)
{
	cpreview_campaign *c = NULL;
	cpreview_report *r = NULL;
	int verdict;

	if (cpreview_campaign_load_memory(bytes, n, "bench", NULL, &c, NULL) || cpreview_review(rs, c, NULL, &r, NULL))
		die("the review failed");
	verdict = cpreview_report_verdict(r);
	*ret_findings = cpreview_report_count(r);
	cpreview_report_unref(r);
	cpreview_campaign_unref(c);
	return verdict;
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

static double bench_size(cpreview_ruleset *rs, const char *name, size_t target, int rounds, int inner)
{
	size_t n, findings = 0, before;
	char *bytes = generate_campaign(target, &n);
	double sax = 1e9, review = 1e9;
	int verdict = 0;

	for (int i = 0; i < rounds; i++) { /* interleaved, so that both see the same machine */
		double t0 = cpu_seconds(), t1;

		for (int k = 0; k < inner; k++)
			sax_once(bytes, n);
		t1 = cpu_seconds();
		sax = least(sax, (t1 - t0) / inner);
		for (int k = 0; k < inner; k++)
			verdict = review_once(rs, bytes, n, &findings);
		review = least(review, (cpu_seconds() - t1) / inner);
	}
	before = heap_now;
	heap_most = heap_now;
	review_once(rs, bytes, n, &findings);
	printf("%-7s %9zu bytes  sax2 %9.1f us  review %9.1f us  ratio %5.2f  heap %5.2f x document  %s, %zu findings\n", name, n,
	       sax * 1e6, review * 1e6, review / sax, (double)(heap_most - before) / (double)n, cpreview_verdict_name(verdict), findings);
	free(bytes);
	return review;
}

/* All bytes of the .xml files below a folder, parsed one by one by SAX2. */
static double sax_folder(const char *folder)
{
	DIR *d = opendir(folder);
	double total = 0;

	for (struct dirent *e; d && (e = readdir(d));) {
		char path[4096];
		struct stat st;
		size_t n = strlen(e->d_name);

		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || stat(path, &st))
			continue;
		if (S_ISDIR(st.st_mode)) {
			total += sax_folder(path);
		} else if (n > 4 && !strcmp(e->d_name + n - 4, ".xml")) {
			char *bytes = malloc((size_t)st.st_size);
			FILE *f = fopen(path, "rb");
			double best = 1e9;

			if (!bytes || !f || fread(bytes, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
				die(path);
			fclose(f);
			for (int i = 0; i < 5; i++) {
				double t0 = cpu_seconds();

				sax_once(bytes, (size_t)st.st_size);
				best = least(best, cpu_seconds() - t0);
			}
			free(bytes);
			total += best;
		}
	}
	if (d)
		closedir(d);
	return total;
}

static void bench_load(const char *folder)
{
	double load = 1e9, sax = sax_folder(folder);

	for (int i = 0; i < 7; i++) {
		cpreview_ruleset *rs = NULL;
		double t0 = cpu_seconds();

		if (cpreview_ruleset_load(&folder, 1, 0, &rs, NULL))
			die("the ruleset does not load");
		load = least(load, cpu_seconds() - t0);
		cpreview_ruleset_unref(rs);
	}
	printf("load    ruleset %9.1f us  sax2 of its files %9.1f us  ratio %5.2f\n", load * 1e6, sax * 1e6, load / sax);
}

/* User and system time of a child, least of several runs. */
static double process(char *const argv[], int runs)
{
	double best = 1e9;

	for (int i = 0; i < runs; i++) {
		posix_spawn_file_actions_t fa;
		struct rusage u;
		pid_t pid;
		int status;

		posix_spawn_file_actions_init(&fa);
		posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
		posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
		if (posix_spawnp(&pid, argv[0], &fa, NULL, argv, environ) || wait4(pid, &status, 0, &u) < 0)
			return -1;
		posix_spawn_file_actions_destroy(&fa);
		best = least(best, (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
					   (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6);
	}
	return best;
}

static void bench_process(const char *cpreview, const char *ruleset, const char *name, size_t target)
{
	char path[] = "/tmp/bench-XXXXXX.xml";
	int fd = mkstemps(path, 4);
	size_t n;
	char *bytes = generate_campaign(target, &n);
	char *const lint[] = { (char *)cpreview, (char *)"lint", (char *)"--no-config", (char *)"-r", (char *)ruleset, path, NULL };
	char *const xmllint[] = { (char *)"xmllint", (char *)"--noout", path, NULL };
	double ours, theirs;

	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		die(path);
	close(fd);
	free(bytes);
	ours = process(lint, 7);
	theirs = process(xmllint, 7);
	unlink(path);
	if (ours < 0 || theirs < 0)
		printf("process %s: not measured, xmllint or cpreview cannot be run\n", name);
	else
		printf("process %-6s cpreview lint %8.1f ms  xmllint --noout %8.1f ms  ratio %5.2f\n", name, ours * 1e3, theirs * 1e3,
		       ours / theirs);
}

int main(int argc, char **argv)
{
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;
	double one, ten;

	if (argc != 3) {
		fprintf(stderr, "usage: review RULESET-FOLDER CPREVIEW\n");
		return 2;
	}
	xmlInitParser();
	if (cpreview_ruleset_load((const char *const *)&argv[1], 1, 0, &rs, &err))
		die(cpreview_error_message(err));
	printf("thread CPU time, least of interleaved rounds; %zu rules\n", cpreview_ruleset_rule_count(rs));
	bench_size(rs, "4.5 KB", 4600, 30, 50);
	bench_size(rs, "64 KB", 64 << 10, 20, 5);
	one = bench_size(rs, "1 MB", 1 << 20, 10, 1);
	ten = bench_size(rs, "10 MB", 10 << 20, 4, 1);
	printf("time(10 MB) / time(1 MB) %.1f\n", ten / one);
	cpreview_ruleset_unref(rs);
	bench_load(argv[1]);
	bench_process(argv[2], argv[1], "4 KB", 4096);
	bench_process(argv[2], argv[1], "1 MB", 1 << 20);
	bench_process(argv[2], argv[1], "10 MB", 10 << 20);
	return 0;
}

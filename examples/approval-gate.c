/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a product-approval system embeds the library: the ruleset is loaded once, campaigns are reviewed from memory on several
 * threads, and the gate decides by verdict. Only "pass" and "review" (open items for a person, nothing else) let a campaign
 * through to the next desk; anything else, an incomplete review above all, stops it.
 */
#include <cpreview/cpreview.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4 };

/* One submission, as the approval system would take it from its database. */
struct submission {
	const char *name;
	char *bytes;
	size_t n_bytes;
	int decided; /* 0: could not be reviewed, for example for lack of memory */
	int verdict;
	size_t errors, warnings;
	char message[160];
};

struct desk {
	cpreview_ruleset *ruleset; /* shared by all threads, never changed */
	struct submission *list;
	size_t n;
	size_t next; /* guarded by lock */
	pthread_mutex_t lock;
};

static void review_one(cpreview_ruleset *ruleset, struct submission *s)
{
	struct cpreview_review_options opts = CPREVIEW_REVIEW_OPTIONS_INIT;
	cpreview_campaign *campaign = NULL;
	cpreview_report *report = NULL;
	cpreview_error *err = NULL;

	opts.fail_on = CPREVIEW_WARNING;
	if (cpreview_campaign_load_memory(s->bytes, s->n_bytes, s->name, NULL, &campaign, &err) ||
	    cpreview_review(ruleset, campaign, &opts, &report, &err)) {
		snprintf(s->message, sizeof s->message, "%s", cpreview_error_message(err));
	} else {
		s->decided = 1;
		s->verdict = cpreview_report_verdict(report);
		s->errors = cpreview_report_count_at_least(report, CPREVIEW_SEVERITY_ERROR);
		s->warnings = cpreview_report_count_at_least(report, CPREVIEW_WARNING) - s->errors;
	}
	cpreview_error_free(err);
	cpreview_report_unref(report);
	cpreview_campaign_unref(campaign);
}

static void *work(void *user)
{
	struct desk *desk = user;

	for (;;) {
		size_t i;

		pthread_mutex_lock(&desk->lock);
		i = desk->next < desk->n ? desk->next++ : desk->n;
		pthread_mutex_unlock(&desk->lock);
		if (i == desk->n)
			return NULL;
		review_one(desk->ruleset, &desk->list[i]);
	}
}

static int read_all(const char *path, struct submission *s)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 1 << 16, got;

	s->name = path;
	if (!f)
		return -1;
	s->bytes = malloc(cap);
	while (s->bytes && (got = fread(s->bytes + s->n_bytes, 1, cap - s->n_bytes, f)) > 0) {
		s->n_bytes += got;
		if (s->n_bytes == cap) {
			char *larger = realloc(s->bytes, cap *= 2);

			if (!larger)
				free(s->bytes);
			s->bytes = larger;
		}
	}
	got = (size_t)ferror(f);
	fclose(f);
	return s->bytes && !got ? 0 : -1;
}

static int decide(const struct submission *s)
{
	int through = s->decided && (s->verdict == CPREVIEW_VERDICT_PASS || s->verdict == CPREVIEW_VERDICT_REVIEW);

	if (s->decided)
		printf("%s  %-10s  %zu errors, %zu warnings  %s\n", through ? "THROUGH" : "STOPPED",
		       cpreview_verdict_name(s->verdict), s->errors, s->warnings, s->name);
	else
		printf("STOPPED  not reviewed: %s  %s\n", s->message, s->name);
	return through;
}

int main(int argc, char **argv)
{
	struct desk desk = { .lock = PTHREAD_MUTEX_INITIALIZER };
	pthread_t threads[THREADS];
	cpreview_error *err = NULL;
	size_t started = 0, stopped = 0;

	if (argc < 3)
		return fprintf(stderr, "usage: approval-gate RULESET CAMPAIGN...\n"), 2;
	if (cpreview_ruleset_load((const char *const *)&argv[1], 1, 0, &desk.ruleset, &err)) {
		fprintf(stderr, "%s\n", cpreview_error_message(err));
		cpreview_error_free(err);
		return 2;
	}
	desk.n = (size_t)argc - 2;
	desk.list = calloc(desk.n, sizeof *desk.list);
	if (!desk.list)
		return 2;
	for (size_t i = 0; i < desk.n; i++)
		if (read_all(argv[i + 2], &desk.list[i]))
			return fprintf(stderr, "cannot read %s\n", argv[i + 2]), 2;
	while (started < THREADS && !pthread_create(&threads[started], NULL, work, &desk))
		started++;
	if (!started)
		work(&desk);
	while (started)
		pthread_join(threads[--started], NULL);
	for (size_t i = 0; i < desk.n; i++) {
		stopped += !decide(&desk.list[i]);
		free(desk.list[i].bytes);
	}
	free(desk.list);
	cpreview_ruleset_unref(desk.ruleset);
	return stopped ? 1 : 0;
}

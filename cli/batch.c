/* SPDX-License-Identifier: Apache-2.0 */
/* Reviews every input, on several threads if asked. Each input has its report, also one that could not be read. */
#include "cmd.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct team {
	struct batch *batch;
	size_t next;
	pthread_mutex_t lock;
};

static int load_stdin(const char *name, cpreview_campaign **ret, cpreview_error **reterr)
{
	char reason[256], text[128];
	size_t n = 0;
	char *bytes = read_stdin(&n);
	int rc;

	if (bytes) {
		rc = cpreview_campaign_load_memory(bytes, n, name, NULL, ret, reterr);
		free(bytes);
		return rc;
	}
	snprintf(reason, sizeof reason, "standard input cannot be read: %s", strerror_r(errno, text, sizeof text));
	rc = cpreview_campaign_unreadable(name, reason, ret, reterr);
	return rc ? rc : CPREVIEW_E_IO;
}

/* The input as a campaign; one that cannot be read becomes a campaign that says so. NULL after an internal error, which was told. */
static cpreview_campaign *load(struct batch *b, const struct input *in, int *ret_exit)
{
	const char *name = strcmp(in->path, "-") ? in->path : b->stdin_name;
	cpreview_campaign *campaign = NULL;
	cpreview_error *err = NULL;
	const char *problem = in->problem;
	int rc = CPREVIEW_E_IO;

	if (!problem) {
		rc = strcmp(in->path, "-") ? cpreview_campaign_load_file(in->path, NULL, &campaign, &err) :
					     load_stdin(name, &campaign, &err);
		problem = cpreview_error_message(err);
	}
	if (rc && exit_of_error(err) != EXIT_INTERNAL) {
		*ret_exit = rc == CPREVIEW_E_LIMIT ? EXIT_INCOMPLETE : EXIT_USAGE;
		if (!campaign)
			rc = cpreview_campaign_unreadable(name, problem, &campaign, NULL);
	}
	if (!campaign) {
		complain("%s: %s", name, cpreview_code_text(rc));
		*ret_exit = EXIT_INTERNAL;
	}
	cpreview_error_free(err);
	return campaign;
}

static void review(struct batch *b, size_t i)
{
	cpreview_campaign *campaign = load(b, &b->inputs->v[i], &b->exits[i]);
	cpreview_error *err = NULL;

	if (!campaign)
		return;
	if (cpreview_review(b->ruleset, campaign, b->options, &b->reports[i], &err)) {
		print_error(err);
		b->exits[i] = EXIT_INTERNAL; /* the options were tried before; what is left is not the user's */
		cpreview_error_free(err);
	}
	cpreview_campaign_unref(campaign);
}

static void *work(void *user)
{
	struct team *t = user;

	for (;;) {
		size_t i;

		pthread_mutex_lock(&t->lock);
		i = t->next < t->batch->inputs->n ? t->next++ : t->batch->inputs->n;
		pthread_mutex_unlock(&t->lock);
		if (i == t->batch->inputs->n)
			return NULL;
		review(t->batch, i);
	}
}

bool batch_run(struct batch *b)
{
	struct team team = { .batch = b, .lock = PTHREAD_MUTEX_INITIALIZER };
	pthread_t threads[64];
	unsigned started = 0;

	b->reports = calloc(b->inputs->n, sizeof(cpreview_report *));
	b->exits = calloc(b->inputs->n, sizeof *b->exits);
	if (!b->reports || !b->exits) {
		complain("out of memory");
		return false;
	}
	/* This thread works too, so one job needs no other and a system without threads to spare still gets done. */
	while (started + 1 < b->jobs && started < 64 && !pthread_create(&threads[started], NULL, work, &team))
		started++;
	work(&team);
	while (started)
		pthread_join(threads[--started], NULL);
	return true;
}

void batch_free(struct batch *b)
{
	for (size_t i = 0; b->reports && i < b->inputs->n; i++)
		cpreview_report_unref(b->reports[i]);
	free(b->reports);
	free(b->exits);
}

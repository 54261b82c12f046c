/* SPDX-License-Identifier: Apache-2.0 */
/* One ruleset and one campaign, many threads: the same bytes in each, and reference counts that hold. */
#include <pthread.h>

#include "host.h"

#define THREADS 8
#define ROUNDS 12

struct shared {
	cpreview_ruleset *rs;
	cpreview_campaign *c;
	cpreview_report *r; /* of the first review */
	char *want[8]; /* by format */
	pthread_barrier_t start;
};

/* What a thread found to be wrong; Criterion's assertions belong to the main thread. */
struct job {
	struct shared *s;
	pthread_t thread;
	const char *wrong;
};

static bool same_output(const struct shared *s, const cpreview_report *r)
{
	bool same = true;

	for (size_t k = 0; k < cpreview_format_count() && same; k++) {
		char *bytes = NULL;

		same = cpreview_output_render(&r, 1, cpreview_format_name(k), NULL, &bytes, NULL, NULL) == 0 &&
		       !strcmp(bytes, s->want[k]);
		cpreview_bytes_free(bytes);
	}
	return same;
}

static const char *one_round(struct shared *s)
{
	cpreview_ruleset *rs = cpreview_ruleset_ref(s->rs), *own = NULL;
	cpreview_campaign *c = cpreview_campaign_ref(s->c);
	cpreview_report *shared = cpreview_report_ref(s->r), *r = NULL;
	cpreview_error *err = NULL;
	cpreview_test *t = NULL;
	const char *wrong = NULL;

	if (cpreview_review(rs, c, NULL, &r, NULL) || !same_output(s, r))
		wrong = "a review of what is shared";
	if (!same_output(s, shared))
		wrong = "a report that is shared";
	/* what is not shared does not get in the way: other loads, failures, the rules' own examples */
	if (cpreview_ruleset_load_memory("<x", 2, NULL, 0, &own, &err) != CPREVIEW_E_RULESET ||
	    cpreview_error_count(err) != 1)
		wrong = "a ruleset that does not load";
	if (cpreview_ruleset_test(rs, &t, NULL) || cpreview_test_failed(t) != 1)
		wrong = "the examples";
	cpreview_test_free(t);
	cpreview_error_free(err);
	cpreview_report_unref(r);
	cpreview_report_unref(shared);
	cpreview_campaign_unref(c);
	cpreview_ruleset_unref(rs);
	return wrong;
}

static void *work(void *arg)
{
	struct job *j = arg;

	pthread_barrier_wait(&j->s->start);
	for (int i = 0; i < ROUNDS && !j->wrong; i++)
		j->wrong = one_round(j->s);
	return NULL;
}

Test(threads, share_everything)
{
	struct shared s = { .rs = host_load_rules(host_rules), .c = host_load_campaign(host_campaign) };
	struct job jobs[THREADS] = { 0 };

	s.r = host_review(s.rs, s.c, NULL);
	cr_assert_leq(cpreview_format_count(), HOST_COUNT(s.want));
	for (size_t k = 0; k < cpreview_format_count(); k++)
		s.want[k] = host_render(s.r, cpreview_format_name(k));
	cr_assert_eq(pthread_barrier_init(&s.start, NULL, THREADS), 0);
	for (size_t i = 0; i < THREADS; i++) {
		jobs[i].s = &s;
		cr_assert_eq(pthread_create(&jobs[i].thread, NULL, work, &jobs[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		cr_assert_eq(pthread_join(jobs[i].thread, NULL), 0);
		cr_expect_null(jobs[i].wrong, "thread %zu: %s", i, jobs[i].wrong);
	}
	/* the last references are here again */
	cpreview_report_unref(s.r);
	cpreview_campaign_unref(s.c);
	cpreview_ruleset_unref(s.rs);
	for (size_t k = 0; k < cpreview_format_count(); k++)
		cpreview_bytes_free(s.want[k]);
	pthread_barrier_destroy(&s.start);
}

/* Each thread parses and loads for itself, for the first time in the process. */
struct fresh {
	pthread_t thread;
	pthread_barrier_t *start;
	char *bytes;
};

static void *work_fresh(void *arg)
{
	struct fresh *f = arg;
	cpreview_ruleset *rs = NULL;
	cpreview_campaign *c = NULL;
	cpreview_report *r = NULL;

	pthread_barrier_wait(f->start);
	if (!cpreview_ruleset_load_memory(host_rules, strlen(host_rules), NULL, 0, &rs, NULL) &&
	    !cpreview_campaign_load_memory(host_campaign, strlen(host_campaign), NULL, NULL, &c, NULL) &&
	    !cpreview_review(rs, c, NULL, &r, NULL))
		cpreview_output_render((const cpreview_report *const *)&r, 1, "json", NULL, &f->bytes, NULL, NULL);
	cpreview_report_unref(r);
	cpreview_campaign_unref(c);
	cpreview_ruleset_unref(rs);
	return NULL;
}

Test(threads, first_use_at_once)
{
	struct fresh f[THREADS] = { 0 };
	pthread_barrier_t start;

	cr_assert_eq(pthread_barrier_init(&start, NULL, THREADS), 0);
	for (size_t i = 0; i < THREADS; i++) {
		f[i].start = &start;
		cr_assert_eq(pthread_create(&f[i].thread, NULL, work_fresh, &f[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		cr_assert_eq(pthread_join(f[i].thread, NULL), 0);
		cr_assert_not_null(f[i].bytes, "thread %zu", i);
		cr_expect_str_eq(f[i].bytes, f[0].bytes, "thread %zu", i);
	}
	for (size_t i = 0; i < THREADS; i++)
		cpreview_bytes_free(f[i].bytes);
	pthread_barrier_destroy(&start);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole way through the public interface while malloc() fails: the library's own memory, and that of libxml2 and PCRE2
 * behind it. This program has a malloc() of its own, so it uses no test framework. It speaks TAP.
 *
 *	fail-malloc [STEP]          each STEP-th allocation of the longer way, 3 if not given; of the shorter one all
 *
 * For each n a fresh process lets allocation n fail, or n and all later ones: in the main thread, in a thread that is the first
 * to use the library, or in one that uses it after the main thread did; then it does the same once more with all the memory
 * there is. Required: no signal; nothing on the file descriptors 1 and 2; the call says
 * that memory ran out, or every byte of the output is as ever; the second time works; and no more blocks are left than after two
 * times without a failure. (Fewer may be: what libxml2 could not make when it began it does without.)
 *
 * Known residue, not ours: libxml2 before 2.12 cannot say that it has no memory for the state of a thread that is not its
 * first: it prints, and if there is still no memory for that, it calls itself until it dies. A small allocation is tried before,
 * but the last memory may go between the two. So one n of the third kind of thread is let pass, and told.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <cpreview/cpreview.h>
#include <errno.h>
#include <libxml/xmlversion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define NO_MALLOC "another malloc() would be in the way"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define NO_MALLOC "another malloc() would be in the way"
#endif
#endif

#ifdef NO_MALLOC

int main(void)
{
	puts("1..0 # SKIP " NO_MALLOC);
	return 0;
}

#else

/* ---- malloc ---- */

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void __libc_free(void *p);

#define NEVER (-1L)
static atomic_long calls; /* requests since counting began */
static atomic_long live; /* blocks */
static long fail_at = NEVER; /* set only while no other thread runs */
static bool and_later;

static bool refused(void)
{
	long n = atomic_fetch_add(&calls, 1);

	if (fail_at == NEVER || n < fail_at || (n > fail_at && !and_later))
		return false;
	errno = ENOMEM;
	return true;
}

#define EXPORT __attribute__((visibility("default")))

EXPORT void *malloc(size_t n)
{
	void *p = refused() ? NULL : __libc_malloc(n);

	atomic_fetch_add(&live, p != NULL);
	return p;
}

EXPORT void *calloc(size_t n, size_t size)
{
	void *p = refused() ? NULL : __libc_calloc(n, size);

	atomic_fetch_add(&live, p != NULL);
	return p;
}

EXPORT void *realloc(void *old, size_t n)
{
	void *p;

	if (!old)
		return malloc(n);
	p = refused() ? NULL : __libc_realloc(old, n);
	atomic_fetch_sub(&live, n == 0 && !p);
	return p;
}

EXPORT void free(void *p)
{
	atomic_fetch_sub(&live, p != NULL);
	__libc_free(p);
}

/* ---- the way ---- */

#define FORMATS_MAX 16
#define BYTES_MAX (256u << 10)

/* A way to go, and what comes out of it without failures: in memory that the processes share. */
struct way {
	const char *rules, *campaign;
	size_t n_bytes;
	char bytes[BYTES_MAX]; /* of all formats, one behind the other */
	long n_calls[3]; /* by thread: the requests of one time */
	long n_live[3]; /* blocks left at the end, beyond those before */
};

enum where { MAIN_THREAD, FIRST_THREAD, LATER_THREAD };
static const char *const threads[] = { "in the main thread", "in a thread that is the first",
				       "in a thread after the main one" };

static int append(const void *bytes, size_t n, void *user)
{
	struct way *w = user;

	if (n > BYTES_MAX - w->n_bytes)
		return 1;
	memcpy(w->bytes + w->n_bytes, bytes, n);
	w->n_bytes += n;
	return 0;
}

struct compare {
	const struct way *w;
	size_t at;
	bool differs;
};

static int compare(const void *bytes, size_t n, void *user)
{
	struct compare *c = user;

	c->differs |= n > c->w->n_bytes - c->at || memcmp(c->w->bytes + c->at, bytes, n) != 0;
	c->at += c->differs ? 0 : n;
	return 0;
}

static int go(const struct way *w, cpreview_write_fn write, void *user)
{
	cpreview_ruleset *rs = NULL;
	cpreview_campaign *c = NULL;
	cpreview_report *r = NULL;
	cpreview_error *err = NULL;
	int rc = cpreview_ruleset_load_memory(w->rules, strlen(w->rules), NULL, 0, &rs, &err);

	if (!rc)
		rc = cpreview_campaign_load_memory(w->campaign, strlen(w->campaign), NULL, NULL, &c, &err);
	if (!rc)
		rc = cpreview_review(rs, c, NULL, &r, &err);
	for (size_t i = 0; !rc && i < cpreview_format_count(); i++) {
		const cpreview_report *one = r;

		rc = cpreview_output_write(&one, 1, cpreview_format_name(i), NULL, write, user, &err);
	}
	if (rc != cpreview_error_code(err))
		rc = 1;
	cpreview_error_free(err);
	cpreview_report_unref(r);
	cpreview_campaign_unref(c);
	cpreview_ruleset_unref(rs);
	return rc;
}

/* ---- one process for each n ---- */

enum outcome { GOOD, SILENT_DIFFERENCE, WRONG_CODE, SECOND_TIME, LEAK, NO_THREAD, PRINTED, DIED };

static const char *const outcomes[] = {
	"good",
	"another result, and nobody was told",
	"a wrong code",
	"the second time does not work",
	"a leak",
	"no thread",
	"something was printed",
	"a signal",
};

struct job {
	const struct way *w;
	int rc;
	bool differs;
	pthread_barrier_t begin;
};

static void *run(void *arg)
{
	struct job *j = arg;
	struct compare c = { .w = j->w };

	j->rc = go(j->w, compare, &c);
	j->differs = c.differs || c.at != j->w->n_bytes;
	return NULL;
}

/* What a new thread does: it waits until counting has begun, so that what making a thread costs is not counted. */
static void *run_waiting(void *arg)
{
	struct job *j = arg;

	pthread_barrier_wait(&j->begin);
	return run(j);
}

static bool run_once(struct job *j, bool new_thread, long n, bool later)
{
	pthread_t thread;

	if (!new_thread) {
		atomic_store(&calls, 0);
		fail_at = n;
		and_later = later;
		run(j);
		fail_at = NEVER;
		return true;
	}
	if (pthread_barrier_init(&j->begin, NULL, 2) || pthread_create(&thread, NULL, run_waiting, j))
		return false;
	atomic_store(&calls, 0);
	fail_at = n;
	and_later = later;
	pthread_barrier_wait(&j->begin);
	pthread_join(thread, NULL);
	fail_at = NEVER;
	return pthread_barrier_destroy(&j->begin) == 0;
}

/* In the child: allocation n fails; then everything works. want_live: NEVER if it is only being measured. */
static enum outcome try(const struct way *w, enum where where, long n, bool later, long want_live, long *ret_calls,
			long *ret_live)
{
	struct job j = { .w = w };
	long before = atomic_load(&live);

	if (where == LATER_THREAD && (!run_once(&j, false, NEVER, false) || j.rc != 0 || j.differs))
		return SECOND_TIME;
	if (!run_once(&j, where != MAIN_THREAD, n, later))
		return NO_THREAD;
	*ret_calls = atomic_load(&calls);
	if (j.rc == 0 && j.differs)
		return SILENT_DIFFERENCE;
	if (j.rc != 0 && j.rc != CPREVIEW_E_NOMEM)
		return WRONG_CODE;
	if (!run_once(&j, false, NEVER, false) || j.rc != 0 || j.differs)
		return SECOND_TIME;
	*ret_live = atomic_load(&live) - before;
	return want_live == NEVER || *ret_live <= want_live ? GOOD : LEAK;
}

/* Runs try() in a process of its own, whose standard output and error go into `sink`. */
static enum outcome fork_try(const struct way *w, enum where where, long n, bool later, long want_live, int sink,
			     long numbers[2])
{
	pid_t child = fork();
	int status;
	off_t printed;

	if (child == 0) {
		if (dup2(sink, 1) < 0 || dup2(sink, 2) < 0)
			_exit(NO_THREAD);
		_exit((int)try(w, where, n, later, want_live, &numbers[0], &numbers[1]));
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return DIED;
	printed = lseek(sink, 0, SEEK_END);
	if (printed == 0)
		return (enum outcome)WEXITSTATUS(status);
	if (ftruncate(sink, 0) != 0)
		perror("ftruncate");
	return PRINTED;
}

static int n_tests, n_failed;

static void sweep(struct way *w, const char *name, enum where where, bool later, long step, int sink, long *numbers)
{
	long residue = 0, wrong = 0, tried = 0;

	for (long n = 0; n < w->n_calls[where]; n += step, tried++) {
		enum outcome o = fork_try(w, where, n, later, w->n_live[where], sink, numbers);

		if (o == (later ? DIED : PRINTED) && where == LATER_THREAD && LIBXML_VERSION < 21200 && residue == 0) {
			residue++;
			printf("# allocation %ld: %s; the known residue of libxml2\n", n, outcomes[o]);
		} else if (o != GOOD && wrong++ < 10) {
			printf("# allocation %ld: %s%s%+ld\n", n, outcomes[o], o == LEAK ? ": blocks left: " : "; ",
			       o == LEAK ? numbers[1] - w->n_live[where] : 0L);
		}
	}
	n_failed += wrong > 0;
	printf("%sok %d - %s, %s, %s: %ld of %ld allocations, %ld wrong\n", wrong ? "not " : "", ++n_tests, name,
	       threads[where], later ? "n and all later ones" : "only n", tried, w->n_calls[where], wrong);
	fflush(stdout);
}

/* Measures the way without failures, then lets it fail everywhere. */
static void test_way(struct way *w, const char *name, long step, int sink, long *numbers)
{
	/* In a child, so that this process stays as fresh as each of them must be; the bytes are in shared memory. */
	pid_t child = fork();
	int status = 1;

	if (child == 0)
		_exit(go(w, append, w) != 0);
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
		printf("not ok %d - %s, without failures\n", ++n_tests, name);
		n_failed++;
		return;
	}
	for (int t = MAIN_THREAD; t <= LATER_THREAD; t++) {
		enum outcome o = fork_try(w, (enum where)t, NEVER, false, NEVER, sink, numbers);

		w->n_calls[t] = numbers[0];
		w->n_live[t] = numbers[1];
		n_failed += o != GOOD;
		printf("%sok %d - %s, %s, without failures: %s, %ld allocations, %zu bytes\n", o == GOOD ? "" : "not ",
		       ++n_tests, name, threads[t], outcomes[o], w->n_calls[t], w->n_bytes);
	}
	for (int t = MAIN_THREAD; t <= LATER_THREAD; t++)
		for (int later = 0; later < 2; later++)
			sweep(w, name, (enum where)t, later, step, sink, numbers);
}

/* ---- what is reviewed ---- */

#define TEXTS(what)                                                                      \
	"<title><zh>题</zh><en>title</en></title><message><zh>讯" what "</zh><en>m" what \
	"</en></message><remedy><zh>改</zh><en>mend</en></remedy>"                      \
	"<basis law='A' article='1' evidence='confirmed'/>"
#define EXAMPLES "<example outcome='violating'><mark>x</mark></example><example outcome='compliant'>y</example>"
#define RULE(id, what, check)                                                                                   \
	"<rule id='t." id "' revision='1' right='know' severity='error' confidence='likely'>" TEXTS(what) check \
		"</rule>\n"
#define RULES(rules)                                                                                                                                \
	"<ruleset xmlns='urn:cpreview:rules:1' id='t' version='1' jurisdiction='CN' owner='o' engine='1.0'><title><zh>集</zh><en>Set</en></title>" \
	"<law id='A' evidence='confirmed'><title><zh>法</zh><en>Act</en></title></law>" rules "</ruleset>"
#define CAMPAIGN(body) \
	"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'><plan/>" body "</campaign>"

/* Few allocations, so that each can fail in each way. */
static const char small_rules[] =
	RULES(RULE("a", "{match}", "<text><term>稳赚</term><pattern>年化\\d+%</pattern></text>" EXAMPLES));
static const char small_campaign[] = CAMPAIGN(
	"<materials><material id='m' kind='poster' title='t'><body>稳<em>赚</em>&#x3002;年化5%</body></material></materials>");

/* A rule of each kind, contexts, and findings of all sorts. */
static const char large_rules[] = RULES(
	"<lexicon id='l'><entry>稳赚</entry><entry>零风险</entry></lexicon><context id='k'><title><zh>否</zh><en>denied</en></title><before><term>不</term></before>"
	"<unless><near scope='material'><pattern>才.{0,3}怪</pattern></near></unless></context>" RULE(
		"a", "{match}{rate}",
		"<text><words lexicon='l'/><pattern>年化(?&lt;rate>\\d+)%</pattern><except context='k'/></text>" EXAMPLES)
		RULE("b", "{statement}",
		     "<disclosure within='material'><claim><term>年化</term></claim><statement name='险' name-en='risk'><term>有风险</term></statement>"
		     "</disclosure>" EXAMPLES)
			RULE("c", "{v}",
			     "<fact select='//prize' test='$v &lt; 10' at='@value' on-missing='review'><let name='v' value='@value'/><related select='..'><zh>甲</zh>"
			     "<en>a</en></related></fact>" EXAMPLES)
				RULE("d", "", "<applies when='//draw'/><manual select='//draw'/>") RULE(
					"e", "", "<applies products='loan'/><text><term>贷</term></text>" EXAMPLES));
static const char large_campaign[] =
	"<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- c --><campaign xmlns='urn:cpreview:campaign:1' xmlns:x='urn:x' id='c' jurisdiction='CN' kind='coupon' x:y='z'>"
	"<plan><period start='2026-01-01'/><offer id='o' kind='draw' name='n'><draw id='d'><prize id='p' kind='goods' name='p' quantity='1' value='50'/>"
	"<prize id='q' kind='goods' name='q' quantity='1'/></draw></offer><x:thing>text</x:thing></plan><materials>"
	"<material id='m' kind='poster' title='t'><headline>稳<em>赚</em>，年化12%</headline><body>不是稳赚，<![CDATA[零]]>&#x98CE;险</body></material>"
	"<material id='n' kind='postr' title='t'><body>年化3%</body></material></materials></campaign>";

int main(int argc, char **argv)
{
	long step = argc > 1 ? strtol(argv[1], NULL, 10) : 3;
	struct way *ways = mmap(NULL, 2 * sizeof *ways, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long *numbers = mmap(NULL, 2 * sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int sink = memfd_create("printed", 0);

	if (ways == MAP_FAILED || numbers == MAP_FAILED || sink < 0 || step < 1) {
		puts("Bail out! no shared memory");
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	ways[0].rules = small_rules;
	ways[0].campaign = small_campaign;
	ways[1].rules = large_rules;
	ways[1].campaign = large_campaign;
	test_way(&ways[0], "a small review", 1, sink, numbers);
	test_way(&ways[1], "a larger review", step, sink, numbers);
	printf("1..%d\n", n_tests);
	return n_failed > 0;
}

#endif

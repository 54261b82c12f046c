/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of looking for terms and patterns, in the copy of a campaign and in one piece of text. */
#include "ruleset/phrases.h"

#include "whole.h"

#define MAX_PHRASES 8

/* Phrases made by hand: literals as they are in folded text, patterns behind a slash. */
struct looker {
	struct cpr_terms *terms;
	struct cpr_phrase v[MAX_PHRASES];
	uint8_t kinds[MAX_PHRASES];
	struct cpr_phrases phrases;
	struct cpr_arena arena;
	struct cpr_matcher *matcher;
	cpreview_campaign *campaign;
	struct cpr_text_env env;
};

static void add_phrase(struct looker *l, const char *written)
{
	uint32_t id = l->phrases.n;
	struct cpr_phrase *p = &l->v[l->phrases.n++];
	struct cpr_pattern_error err;
	const struct cpr_str *literals;
	size_t n = 1;

	*p = (struct cpr_phrase){ .written = cpr_str_of(written), .id = id };
	if (*written == '/') {
		p->pattern = cpr_pattern_compile(&cpr_mem_libc, cpr_str_of(written + 1), &cpr_limits_default, &err);
		cr_assert_not_null(p->pattern, "%s: %s", written, err.message);
		n = cpr_pattern_literals(p->pattern, &literals);
		l->kinds[id] = n ? CPR_PHRASE_PATTERN : CPR_PHRASE_PATTERN_EVERYWHERE;
	} else {
		p->literal = cpr_str_of(written);
		literals = &p->literal;
	}
	for (size_t i = 0; i < n; i++)
		cr_assert(cpr_terms_add(l->terms, literals[i], id));
}

/* phrases: NULL at the end. limits: of the campaign, NULL for the defaults. */
static void look_begin(struct looker *l, const char *const *phrases, const char *campaign,
		       const struct cpr_limits *limits)
{
	*l = (struct looker){ .terms = cpr_terms_new(&cpr_mem_libc), .arena = CPR_ARENA(&cpr_mem_libc) };
	l->phrases.v = l->v;
	for (; *phrases; phrases++)
		add_phrase(l, *phrases);
	cr_assert(cpr_phrases_window(&l->phrases, l->v, &cpr_mem_libc, &l->arena));
	cr_assert(cpr_terms_build(l->terms));
	l->campaign = whole_campaign(campaign);
	if (limits)
		l->campaign->limits = *limits;
	l->matcher = cpr_matcher_new(&cpr_mem_libc, &l->campaign->limits);
	cr_assert(cpr_text_env_init(&l->env, &cpr_mem_libc, l->campaign, l->matcher, NULL, l->terms, l->kinds,
				    l->phrases.n));
}

static void look_end(struct looker *l)
{
	cpr_text_env_free(&l->env);
	cpr_matcher_free(l->matcher);
	cpr_campaign_unref(l->campaign);
	cpr_terms_free(l->terms);
	cpr_arena_free(&l->arena);
	for (uint32_t i = 0; i < l->phrases.n; i++)
		cpr_pattern_free(l->v[i].pattern);
}

static bool any_unit(void *user, uint32_t unit)
{
	(void)user;
	(void)unit;
	return true;
}

static bool not_unit(void *user, uint32_t unit)
{
	return unit != *(uint32_t *)user;
}

/* UNIT:TEXT for each match, groups in braces behind. Static storage. */
static const char *print_matches(const struct looker *l, const struct cpr_text_matches *ms)
{
	static char buf[4096];
	const char *text = l->campaign->copy.folded.text.p;
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ms->list.n && n < sizeof buf - 256; i++) {
		const struct cpr_text_match *m = &ms->list.v[i];
		const struct cpr_unit *u = &l->campaign->copy.units[m->unit];

		cr_assert(m->start >= u->folded && m->end <= u->folded + u->folded_n, "a match lies outside its unit");
		n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%u:%.*s", n ? " " : "", m->unit,
				      (int)(m->end - m->start), text + m->start);
		for (size_t g = 0; g < CPR_MATCH_GROUPS; g++)
			if (m->group[g].start != UINT32_MAX)
				n += (size_t)snprintf(buf + n, sizeof buf - n, "{%.*s}",
						      (int)(m->group[g].end - m->group[g].start),
						      text + m->group[g].start);
	}
	return buf;
}

#define PHRASES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define TWO(a, b) CAMPAIGN(MATERIAL("<body>" a "</body><body>" b "</body>"))

static void expect_found(const char *const *phrases, const char *campaign, const char *want, const char *want_longest)
{
	struct cpr_text_matches ms = { 0 };
	struct looker l;
	uint32_t limit = 0;

	look_begin(&l, phrases, campaign, NULL);
	cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_OK);
	cr_expect_str_eq(print_matches(&l, &ms), want, "%s in %s", *phrases, campaign);
	cpr_text_matches_longest(&ms);
	cr_expect_str_eq(print_matches(&l, &ms), want_longest, "the longest of %s in %s", *phrases, campaign);
	cpr_array_free(&cpr_mem_libc, &ms.list);
	look_end(&l);
}

Test(phrases, finds)
{
	expect_found(PHRASES("保本"), COPY("本产品保本保息，到期保本。"), "0:保本 0:保本", "0:保本 0:保本");
	expect_found(PHRASES("保本"), COPY("本产品保证本金"), "", "");
	expect_found(PHRASES("保本"), COPY(""), "", "");
	expect_found(PHRASES("保本"), CAMPAIGN("<plan/>"), "", "");
	/* each occurrence, overlapping ones too; by start, the longest first */
	expect_found(PHRASES("aa"), COPY("aaaa"), "0:aa 0:aa 0:aa", "0:aa 0:aa");
	expect_found(PHRASES("保", "保本保息", "本保", "保本"), COPY("保本保息"), "0:保本保息 0:保本 0:保 0:本保 0:保",
		     "0:保本保息");
	/* the first to begin wins, not the longest of all: what follows overlaps it */
	expect_found(PHRASES("保本", "本金安全"), COPY("保本金安全"), "0:保本 0:本金安全", "0:保本");
	/* mark-up inside a block does not part words, but the end of a block does */
	expect_found(PHRASES("保本"), COPY("保<em>本</em>，保<!-- x -->本"), "0:保本 0:保本", "0:保本 0:保本");
	expect_found(PHRASES("保本", "/保.?本"), TWO("我保", "本人"), "", "");
	expect_found(PHRASES("保本"), TWO("保本", "保本"), "0:保本 1:保本", "0:保本 1:保本");
	/* a line break is a character of folded text */
	expect_found(PHRASES("保本", "/保\\n本"), COPY("保<br/>本"), "0:保\n本", "0:保\n本");
	/* white space at the borders of a unit is in none */
	expect_found(PHRASES("/\\s{0,3}保本\\s{0,3}"), COPY("  <br/> 保本 <br/>"), "0:保本", "0:保本");
}

Test(phrases, finds_patterns)
{
	/* of one pattern each match begins behind the last */
	expect_found(PHRASES("/aa"), COPY("aaaaa"), "0:aa 0:aa", "0:aa 0:aa");
	expect_found(PHRASES("/年化(?<rate>\\d+(?:\\.\\d+)?)%"), COPY("年化3.5%起，年化４％"),
		     "0:年化3.5%{3.5} 0:年化4%{4}", "0:年化3.5%{3.5} 0:年化4%{4}");
	/* groups stand in the order of their names, one that took no part is not there */
	expect_found(PHRASES("/(?<b>甲)?乙(?<a>丙)?"), COPY("甲乙丙，乙"), "0:甲乙丙{丙}{甲} 0:乙",
		     "0:甲乙丙{丙}{甲} 0:乙");
	/* without a literal it runs over every unit */
	expect_found(PHRASES("/\\d"), TWO("一", "2、3"), "1:2 1:3", "1:2 1:3");
	/* with several literals that stand in a unit it runs over it only once */
	expect_found(PHRASES("/(?:稳赚|零风险)"), COPY("稳赚零风险稳赚"), "0:稳赚 0:零风险 0:稳赚",
		     "0:稳赚 0:零风险 0:稳赚");
	/* pattern and literal on the same text are two matches; the first phrase of the ruleset comes first */
	expect_found(PHRASES("/保本", "保本"), COPY("保本"), "0:保本 0:保本", "0:保本");
}

Test(phrases, asks_which_units)
{
	static const char *const phrases[] = { "本", "/本", "/.", NULL };

	for (size_t i = 0; phrases[i]; i++) {
		struct cpr_text_matches ms = { 0 };
		struct looker l;
		uint32_t limit = 0, not_this = 0;

		look_begin(&l, PHRASES(phrases[i]), TWO("本", "本"), NULL);
		cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, not_unit, &not_this, &ms, &limit), CPR_FIND_OK);
		cr_expect_str_eq(print_matches(&l, &ms), "1:本", "%s", phrases[i]);
		cpr_array_free(&cpr_mem_libc, &ms.list);
		look_end(&l);
	}
}

Test(phrases, limit_on_candidates)
{
	struct cpr_limits limits = cpr_limits_default;

	for (uint32_t allowed = 2; allowed <= 4; allowed++) {
		struct cpr_text_matches ms = { 0 };
		struct looker l;
		uint32_t limit = 7;
		enum cpr_find rc;

		limits.candidates = allowed;
		look_begin(&l, PHRASES("本"), TWO("本本", "本"), &limits);
		cr_expect_eq(l.env.too_many, allowed < 3, "%u", allowed);
		rc = cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit);
		cr_expect_eq(rc, allowed < 3 ? CPR_FIND_LIMIT : CPR_FIND_OK, "%u", allowed);
		cr_expect_eq(ms.list.n, allowed < 3 ? 0 : 3);
		cpr_array_free(&cpr_mem_libc, &ms.list);
		look_end(&l);
	}
}

Test(phrases, limit_of_a_pattern)
{
	struct cpr_limits limits = cpr_limits_default;
	struct cpr_text_matches ms = { 0 };
	struct looker l;
	uint32_t limit = 7;

	/* the second block is too long for a pattern; what the literal finds there stays */
	limits.unit_bytes = 12;
	look_begin(&l, PHRASES("本", "/本."), TWO("本金", "本金本金本"), &limits);
	cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_LIMIT);
	cr_expect_eq(limit, 1);
	cr_expect_str_eq(print_matches(&l, &ms), "0:本金 0:本 1:本 1:本 1:本");
	cpr_array_free(&cpr_mem_libc, &ms.list);
	look_end(&l);

	/* steps: more than PCRE2 may take */
	limits = cpr_limits_default;
	limits.match_steps = 1;
	look_begin(&l, PHRASES("/a.{0,9}b.{0,9}d"), TWO("x", "abababababababababx d"), &limits);
	cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_LIMIT);
	cr_expect_eq(limit, 1);
	cpr_array_free(&cpr_mem_libc, &ms.list);
	look_end(&l);
}

Test(phrases, next)
{
	struct cpr_text_matches ms = { 0 };
	struct cpr_text_match m;
	struct looker l;
	uint32_t limit, at;

	look_begin(&l, PHRASES("/保.{0,6}益"), TWO("x", "不保本金，保收益"), NULL);
	cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_OK);
	cr_expect_str_eq(print_matches(&l, &ms), "1:保本金,保收益");
	/* the one inside; a start inside a character is one too */
	at = ms.list.v[0].start;
	for (uint32_t i = 1; i <= 3; i++) {
		cr_assert_eq(cpr_phrases_next(&l.env, &ms.list.v[0], at + i, ms.list.v[0].end, &m), CPR_MATCH_YES);
		cr_expect_eq(m.start, ms.list.v[0].start + 10);
		cr_expect_eq(m.end, ms.list.v[0].end);
		cr_expect_eq(m.unit, 1);
	}
	/* it must begin before the border, and nothing begins behind it */
	cr_expect_eq(cpr_phrases_next(&l.env, &ms.list.v[0], at + 1, at + 10, &m), CPR_MATCH_NO);
	cr_expect_eq(cpr_phrases_next(&l.env, &ms.list.v[0], at + 1, at + 11, &m), CPR_MATCH_YES);
	cr_expect_eq(cpr_phrases_next(&l.env, &ms.list.v[0], at + 11, ms.list.v[0].end, &m), CPR_MATCH_NO);
	cr_expect_eq(cpr_phrases_next(&l.env, &ms.list.v[0], ms.list.v[0].end, ms.list.v[0].end, &m), CPR_MATCH_NO);
	cpr_array_free(&cpr_mem_libc, &ms.list);
	look_end(&l);

	look_begin(&l, PHRASES("aa"), COPY("aaa"), NULL);
	cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_OK);
	cr_expect_eq(cpr_phrases_next(&l.env, &ms.list.v[0], 1, 3, &m), CPR_MATCH_NO, "literals are all found at once");
	cpr_array_free(&cpr_mem_libc, &ms.list);
	look_end(&l);
}

/* ---- in one piece of text ---- */

struct told {
	char buf[512];
	size_t n;
	const char *stop_at; /* START-END */
};

static bool tell(void *user, uint32_t start, uint32_t end)
{
	struct told *t = user;
	char one[32];

	snprintf(one, sizeof one, "%u-%u", start, end);
	t->n += (size_t)snprintf(t->buf + t->n, sizeof t->buf - t->n, "%s%s", t->n ? " " : "", one);
	return t->stop_at && !strcmp(one, t->stop_at);
}

static void expect_in(const char *const *phrases, const char *text, const char *stop_at, enum cpr_match want,
		      const char *told)
{
	struct told t = { .stop_at = stop_at };
	struct looker l;

	look_begin(&l, phrases, COPY(""), NULL);
	cr_expect_eq(cpr_phrases_in(&l.phrases, l.matcher, cpr_str_of(text), tell, &t), want, "%s in %s", *phrases,
		     text);
	cr_expect_str_eq(t.buf, told, "%s in %s", *phrases, text);
	/* without anybody to tell, the first will do */
	cr_expect_eq(cpr_phrases_in(&l.phrases, l.matcher, cpr_str_of(text), NULL, NULL),
		     *told ? CPR_MATCH_YES : CPR_MATCH_NO);
	look_end(&l);
}

Test(phrases, in_text)
{
	expect_in(PHRASES("aa"), "aaaa", NULL, CPR_MATCH_NO, "0-2 1-3 2-4");
	expect_in(PHRASES("aa"), "aaaa", "1-3", CPR_MATCH_YES, "0-2 1-3");
	expect_in(PHRASES("aa"), "", NULL, CPR_MATCH_NO, "");
	expect_in(PHRASES("aa"), "a", NULL, CPR_MATCH_NO, "");
	expect_in(PHRASES("本"), "本本", NULL, CPR_MATCH_NO, "0-3 3-6");
	/* a pattern tells one match for each place where one begins: another may cover more */
	expect_in(PHRASES("/本.?"), "本本本", NULL, CPR_MATCH_NO, "0-6 3-9 6-9");
	expect_in(PHRASES("/^.本"), "日本", NULL, CPR_MATCH_NO, "0-6");
	expect_in(PHRASES("/本\\z"), "本本", NULL, CPR_MATCH_NO, "3-6");
	expect_in(PHRASES("/x", "x"), "x", NULL, CPR_MATCH_NO, "0-1 0-1");
	expect_in(PHRASES("y", "/y", "x"), "x", "0-1", CPR_MATCH_YES, "0-1");
}

Test(phrases, in_text_limit)
{
	struct cpr_limits limits = cpr_limits_default;
	struct looker l;

	limits.match_steps = 1;
	look_begin(&l, PHRASES("/a.{0,9}b.{0,9}d", "x"), COPY(""), &limits);
	/* what is found elsewhere counts; otherwise not to know is not to say no */
	cr_expect_eq(cpr_phrases_in(&l.phrases, l.matcher, CPR_STR("ababababababababx d"), NULL, NULL), CPR_MATCH_YES);
	cr_expect_eq(cpr_phrases_in(&l.phrases, l.matcher, CPR_STR("ababababababababy d"), NULL, NULL),
		     CPR_MATCH_LIMIT);
	look_end(&l);
}

/* ---- memory and cost ---- */

Test(phrases, without_memory)
{
	struct failmem f = { .fail_at = 0 };
	struct cpr_mem mem = FAILMEM(&f);
	struct looker l;
	bool ok = false;

	look_begin(&l, PHRASES("本", "/本.", "/."), TWO("本金", "本息"), NULL);
	cpr_text_env_free(&l.env);
	for (; !ok && f.fail_at < 100; f.fail_at++) {
		struct cpr_text_matches ms = { 0 };
		enum cpr_find rc;
		uint32_t limit;

		f.calls = 0;
		if (!cpr_text_env_init(&l.env, &mem, l.campaign, l.matcher, NULL, l.terms, l.kinds, l.phrases.n)) {
			cr_assert_eq(f.live, 0, "leak when allocation %zu fails", f.fail_at);
			continue;
		}
		rc = cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit);
		ok = rc == CPR_FIND_OK;
		cr_assert(ok || rc == CPR_FIND_NOMEM);
		if (ok)
			cr_expect_str_eq(print_matches(&l, &ms), "0:本金 0:本 0:本 0:金 1:本息 1:本 1:本 1:息");
		cpr_array_free(&mem, &ms.list);
		cpr_text_env_free(&l.env);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", f.fail_at);
	}
	cr_assert(ok);
	cr_assert_gt(f.fail_at, 3, "the test let no allocation fail");
	l.env = (struct cpr_text_env){ .mem = &cpr_mem_libc };
	look_end(&l);
}

/* Twice the blocks are twice the candidates and matches. */
Test(phrases, cost_is_linear)
{
	size_t found[2], candidates[2];

	for (size_t round = 0; round < 2; round++) {
		size_t blocks = round ? 2000 : 1000;
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_text_matches ms = { 0 };
		struct looker l;
		uint32_t limit;

		cpr_strbuf_addz(
			&b,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c'><materials><material id='m' kind='poster'>");
		for (size_t i = 0; i < blocks; i++)
			cpr_strbuf_addf(&b, "<body>%s</body>", i % 4 ? "无" : "稳赚不赔的稳赚产品");
		cpr_strbuf_addz(&b, "</material></materials></campaign>");
		look_begin(&l, PHRASES("/稳赚.", "稳赚", "赚"), b.p, NULL);
		cr_assert_eq(cpr_phrases_find(&l.phrases, &l.env, any_unit, NULL, &ms, &limit), CPR_FIND_OK);
		found[round] = ms.list.n;
		candidates[round] = l.env.hit_at[3];
		cpr_array_free(&cpr_mem_libc, &ms.list);
		look_end(&l);
		cpr_strbuf_free(&b);
	}
	cr_expect_eq(found[1], 2 * found[0]);
	cr_expect_geq(candidates[0], 250 * (1 + 2 + 2));
	cr_expect_eq(candidates[1], 2 * candidates[0]);
}

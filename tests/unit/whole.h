/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tests share that need the whole way: small rulesets and campaigns from text, reviews of them, and their results as
 * lines of text, which are compared as a whole so that nothing unexpected can hide.
 */
#ifndef CPR_TEST_WHOLE_H
#define CPR_TEST_WHOLE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/failmem.h"
#include "check/check_registry.h"
#include "review/review.h"
#include "ruleset/loader.h"
#include "spec/campaign.h"

/* Two texts are the same; a difference is shown without the expressions, which are long here. More arguments: for the reader. */
#define WHOLE_EXPECT(got, want, ...)                                                                   \
	do {                                                                                           \
		const char *whole_got = (got);                                                         \
		cr_expect(strcmp(whole_got, (want)) == 0, "got\n%s\nexpected\n%s", whole_got, (want)); \
	} while (0)

#define WHOLE_COUNT(a) (sizeof(a) / sizeof(a)[0])

/* ---- rulesets ---- */

#define RULES_OPEN                                                                                                     \
	"<ruleset xmlns='urn:cpreview:rules:1' xmlns:c='urn:cpreview:campaign:1' id='t' version='1' jurisdiction='CN'" \
	" owner='o' engine='1.0'><title><zh>测试</zh><en>Test</en></title>"
#define LAW "<law id='L' evidence='confirmed'><title><zh>某法</zh><en>Some Act</en></title></law>\n"
#define RULES(body) RULES_OPEN LAW body "</ruleset>"
#define TEXTS(zh, en)                                                                               \
	"<title><zh>题</zh><en>title</en></title><message><zh>" zh "</zh><en>" en "</en></message>" \
	"<remedy><zh>改</zh><en>mend it</en></remedy>"
#define BASIS "<basis law='L' article='1' evidence='confirmed'/>"
#define EXAMPLES "<example outcome='violating'><mark>x</mark></example><example outcome='compliant'>y</example>"
#define RULE_OPEN(id, more) "<rule id='" id "' revision='1' right='know' severity='error' confidence='likely'" more ">"
/* check: the element of the kind, and <applies> if any */
#define RULE_AS(id, more, message, check) RULE_OPEN(id, more) TEXTS("讯", message) BASIS check EXAMPLES "</rule>\n"
#define RULE(id, check) RULE_AS(id, "", "m", check)
#define TEXT_RULE(id, what) RULE_AS(id, "", "[{match}]", "<text>" what "</text>")

static inline int whole_load(const struct cpr_mem *mem, const char *xml, cpreview_ruleset **ret,
			     cpreview_error **reterr)
{
	const char *name = "rules.xml";

	return cpr_ruleset_load(mem, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, &name, 1, xml, strlen(xml), ret,
				reterr);
}

static inline cpreview_ruleset *whole_rules(const char *xml)
{
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;

	if (whole_load(&cpr_mem_libc, xml, &rs, &err))
		cr_assert_fail("the ruleset does not load: %u:%u %s", cpreview_error_line(err),
			       cpreview_error_column(err), cpreview_error_message(err));
	return rs;
}

/* The mistakes of a ruleset, a line each: LINE:COLUMN MESSAGE. "" if there is none. Static storage. */
static inline const char *whole_mistakes(const char *xml)
{
	static char buf[16384];
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;
	size_t n = 0;

	buf[0] = '\0';
	if (!whole_load(&cpr_mem_libc, xml, &rs, &err)) {
		cpr_ruleset_unref(rs);
		return buf;
	}
	for (size_t i = 0; i < cpreview_error_count(err) && n < sizeof buf - 1; i++) {
		const cpreview_error *e = cpreview_error_at(err, i);

		n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%u:%u %s", i ? "\n" : "", cpreview_error_line(e),
				      cpreview_error_column(e), cpreview_error_message(e));
	}
	cpreview_error_free(err);
	return buf;
}

/* Where a piece of text stands in a document, as LINE:COLUMN. Static storage, for two calls at once. */
static inline const char *whole_place(const char *xml, const char *piece)
{
	static char bufs[2][32];
	static unsigned which;
	char *buf = bufs[which++ % 2];
	const char *at = strstr(xml, piece);
	unsigned line = 1, column = 1;

	cr_assert_not_null(at, "the test looks for %s, which is not there", piece);
	for (const char *p = xml; p < at; p++) {
		column += ((unsigned char)*p & 0xc0) != 0x80;
		if (*p == '\n') {
			line++;
			column = 1;
		}
	}
	snprintf(buf, sizeof bufs[0], "%u:%u", line, column);
	return buf;
}

/* A ruleset has just one mistake: at the place of `piece` (its first occurrence), with a message that holds `words`. */
static inline void whole_one_mistake(const char *xml, const char *piece, const char *words)
{
	const char *said = whole_mistakes(xml), *place = whole_place(xml, piece);
	size_t n = strlen(place);

	cr_expect(strncmp(said, place, n) == 0 && said[n] == ' ' && strstr(said, words) && !strchr(said, '\n'),
		  "expected %s %s\ngot      %s\nin       %s", place, words, *said ? said : "nothing", xml);
}

/* ---- campaigns ---- */

#define CAMPAIGN_AS(more, body) \
	"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'" more ">" body "</campaign>"
#define CAMPAIGN(body) CAMPAIGN_AS("", body)
/* Copy in one material; what a campaign must have is left out, which fragments may do. */
#define MATERIAL_AS(more, body) "<materials><material id='m' kind='poster'" more ">" body "</material></materials>"
#define MATERIAL(body) MATERIAL_AS("", body)
#define COPY(text) CAMPAIGN(MATERIAL("<body>" text "</body>"))

static inline cpreview_campaign *whole_campaign_as(const char *xml, unsigned flags)
{
	cpreview_campaign *c = NULL;

	cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, xml, strlen(xml), "campaign.xml", NULL, flags, &c, NULL), 0);
	return c;
}

/* A fragment, and it must be valid. */
static inline cpreview_campaign *whole_campaign(const char *xml)
{
	cpreview_campaign *c = whole_campaign_as(xml, CPR_VALIDATE_FRAGMENT);

	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_problem_format(&c->problems.list.v[i], cpr_problem_types[c->problems.list.v[i].id].en, &b);
		cr_assert_fail("the campaign is not valid: %s\n%s", b.p, xml);
	}
	return c;
}

/* ---- reviews ---- */

#define WHOLE_OPTIONS ((struct cpr_review_options){ .fail_on = CPREVIEW_WARNING })

static inline cpreview_report *whole_review_as(cpreview_ruleset *rs, cpreview_campaign *c,
					       const struct cpr_review_options *opts)
{
	struct cpr_review_options o = opts ? *opts : WHOLE_OPTIONS;
	cpreview_report *r = NULL;

	cr_assert_eq(cpr_review(&cpr_mem_libc, rs, c, &o, &r, NULL), 0);
	return r;
}

/*
 * The findings of a report, a line each: RULE DISPOSITION LINE:COLUMN-COLUMN MESSAGE (of another end line, LINE:COLUMN too),
 * indented below it the evidence but the match, with its value, and related places. Static storage.
 */
static inline const char *whole_findings(const cpreview_report *r)
{
	static char buf[65536];
	size_t n = 0;

#define SAY(...) (n += (size_t)snprintf(buf + n, n < sizeof buf ? sizeof buf - n : 0, __VA_ARGS__))
	buf[0] = '\0';
	for (size_t i = 0; i < r->findings.n && n < sizeof buf - 1024; i++) {
		const struct cpreview_finding *f = r->findings.v[i];

		SAY("%s%.*s %s", i ? "\n" : "", CPR_STR_ARG(f->rule->id), cpreview_disposition_name(f->disposition));
		if (f->where.known && f->where.line == f->where.end_line)
			SAY(" %u:%u-%u", f->where.line, f->where.column, f->where.end_column);
		else if (f->where.known)
			SAY(" %u:%u-%u:%u", f->where.line, f->where.column, f->where.end_line, f->where.end_column);
		SAY(" %.*s", CPR_STR_ARG(f->message.en));
		for (size_t e = 0; e < f->n_evidence; e++) {
			const struct cpr_evidence *v = &f->evidence[e];

			if (cpr_str_is(v->name, "match"))
				continue;
			SAY("\n  %.*s = %.*s", CPR_STR_ARG(v->name), CPR_STR_ARG(cpr_evidence_value(v, CPREVIEW_EN)));
			if (v->where.known)
				SAY(" at %.*s", CPR_STR_ARG(v->where.path));
		}
		for (size_t k = 0; k < f->n_related; k++)
			SAY("\n  %.*s: %u:%u-%u", CPR_STR_ARG(f->related[k].label.en), f->related[k].where.line,
			    f->related[k].where.column, f->related[k].where.end_column);
	}
#undef SAY
	cr_assert_lt(n, sizeof buf - 1024, "too many findings for a test");
	return buf;
}

/* The line of one rule: OUTCOME with the counts, as "fail: 2 pass, 1 fail" and a reason behind "; ". Static storage. */
static inline const char *whole_result(const cpreview_report *r, const char *rule)
{
	static char buf[1024];
	size_t n = 0;

	for (size_t i = 0; i < r->results.n; i++) {
		const struct cpr_rule_result *result = &r->results.v[i];

		if (!cpr_str_is(result->rule->id, rule))
			continue;
		n += (size_t)snprintf(buf, sizeof buf, "%s:", cpreview_disposition_name(result->outcome));
		for (int d = 0; d < CPREVIEW_DISPOSITIONS; d++)
			if (result->counts[d])
				n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%u %s",
						      buf[n - 1] == ':' ? " " : ", ", result->counts[d],
						      cpreview_disposition_name(d));
		if (result->reason.en.n)
			snprintf(buf + n, sizeof buf - n, "; %.*s", CPR_STR_ARG(result->reason.en));
		return buf;
	}
	return "no such rule";
}

/* Reviews text with text, as whole_findings(). */
static inline const char *whole_find(const char *rules, const char *campaign)
{
	cpreview_ruleset *rs = whole_rules(rules);
	cpreview_campaign *c = whole_campaign(campaign);
	cpreview_report *r = whole_review_as(rs, c, NULL);
	const char *said = whole_findings(r);

	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	return said;
}

/* The same, but the line of the rule t.a. */
static inline const char *whole_outcome(const char *rules, const char *campaign)
{
	cpreview_ruleset *rs = whole_rules(rules);
	cpreview_campaign *c = whole_campaign(campaign);
	cpreview_report *r = whole_review_as(rs, c, NULL);
	const char *said = whole_result(r, "t.a");

	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	return said;
}

/* What the rule t.a finds in the copy `text`: the matches as {match}{match}, in order. Static storage. */
static inline const char *whole_matches(const char *rules, const char *campaign)
{
	static char buf[8192];
	cpreview_ruleset *rs = whole_rules(rules);
	cpreview_campaign *c = whole_campaign(campaign);
	cpreview_report *r = whole_review_as(rs, c, NULL);
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < r->findings.n && n < sizeof buf - 256; i++) {
		const struct cpreview_finding *f = r->findings.v[i];

		if (f->disposition == CPREVIEW_FAIL && f->n_evidence)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "{%.*s}", CPR_STR_ARG(f->evidence[0].value));
		else if (f->disposition != CPREVIEW_FAIL && f->rule != cpr_problem_card(CPR_PROBLEM_ENGINE_NO_RULE))
			n += (size_t)snprintf(buf + n, sizeof buf - n, "(%.*s)", CPR_STR_ARG(f->message.en));
	}
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	return buf;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the review: which rules run, on which day, what makes it incomplete, and its head. */
#include "review/review.h"

#include "whole.h"

#define T "<text><term>本</term></text>"
#define RULE_WITH(id, right, more, law)                                                              \
	"<rule id='" id "' revision='1' right='" right "' severity='error' confidence='likely'" more \
	">" TEXTS("讯", "m") "<basis law='" law "' evidence='confirmed'/>" T EXAMPLES "</rule>\n"

static const char three[] =
	RULES("<law id='M' evidence='confirmed'><title><zh>乙法</zh><en>Act M</en></title></law>" RULE_WITH(
		"t.know.a", "know", "", "L") RULE_WITH("t.know.b", "know", "", "M")
		      RULE_WITH("t.privacy.a", "privacy", "", "L"));

/* The ids of the rules that ran (did not end as not applicable). Static storage. */
static const char *ran(const cpreview_report *r)
{
	static char buf[1024];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < r->results.n; i++)
		if (r->results.v[i].outcome != CPREVIEW_NOT_APPLICABLE)
			n += (size_t)snprintf(buf + n, sizeof buf - n, "%s%.*s", n ? " " : "",
					      CPR_STR_ARG(r->results.v[i].rule->id));
	return buf;
}

#define NAMES(...)                                     \
	.names = (const char *const[]){ __VA_ARGS__ }, \
	.n = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)
struct list {
	const char *const *names;
	size_t n;
};

Test(review, tailoring)
{
	const struct {
		struct list rules, rights, laws;
		const char *ran, *tailoring;
	} cases[] = {
		{ { 0 }, { 0 }, { 0 }, "t.know.a t.know.b t.privacy.a", "" },
		{ { NAMES("t.know.b") }, { 0 }, { 0 }, "t.know.b", "rule t.know.b" },
		{ { NAMES("t.privacy.a", "t.know.a") },
		  { 0 },
		  { 0 },
		  "t.know.a t.privacy.a",
		  "rule t.privacy.a; rule t.know.a" },
		{ { NAMES("t.know.*") }, { 0 }, { 0 }, "t.know.a t.know.b", "rule t.know.*" },
		{ { NAMES("t.know.a*") }, { 0 }, { 0 }, "t.know.a", "rule t.know.a*" },
		{ { NAMES("*") }, { 0 }, { 0 }, "t.know.a t.know.b t.privacy.a", "rule *" },
		{ { 0 }, { NAMES("privacy") }, { 0 }, "t.privacy.a", "right privacy" },
		{ { 0 },
		  { NAMES("privacy", "know") },
		  { 0 },
		  "t.know.a t.know.b t.privacy.a",
		  "right privacy; right know" },
		{ { 0 }, { 0 }, { NAMES("L") }, "t.know.a t.privacy.a", "law L" },
		/* each kind of tailoring narrows what the others leave */
		{ { NAMES("t.know.*") },
		  { NAMES("know") },
		  { NAMES("L") },
		  "t.know.a",
		  "rule t.know.*; right know; law L" },
		{ { NAMES("t.know.*") }, { NAMES("privacy") }, { 0 }, "", "rule t.know.*; right privacy" },
		{ { 0 }, { NAMES("respect") }, { 0 }, "", "right respect" },
	};
	cpreview_ruleset *rs = whole_rules(three);
	cpreview_campaign *c = whole_campaign(COPY("本"));

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_report *r;

		o.rules = cases[i].rules.names;
		o.n_rules = cases[i].rules.n;
		o.rights = cases[i].rights.names;
		o.n_rights = cases[i].rights.n;
		o.laws = cases[i].laws.names;
		o.n_laws = cases[i].laws.n;
		r = whole_review_as(rs, c, &o);
		cr_expect_str_eq(ran(r), cases[i].ran, "%zu", i);
		cr_expect_str_eq(r->tailoring.p, cases[i].tailoring, "%zu", i);
		/* each rule has its line, also one that was left out, and the report says why */
		cr_expect_eq(r->results.n, 3);
		if (!strstr(cases[i].ran, "t.know.b"))
			WHOLE_EXPECT(whole_result(r, "t.know.b"),
				     "not-applicable: 1 not-applicable; left out of this review on request");
		/* a review of nothing is no clean review */
		cr_expect_eq(r->verdict, *cases[i].ran ? CPREVIEW_VERDICT_FAIL : CPREVIEW_VERDICT_INCOMPLETE, "%zu", i);
		cpr_report_unref(r);
	}
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* A slip of the pen in a name must not look like a clean review. */
Test(review, tailoring_by_names_that_are_not)
{
	const struct {
		struct list rules, rights, laws;
		const char *message;
	} cases[] = {
		{ { NAMES("t.know.c") }, { 0 }, { 0 }, "there is no rule \"t.know.c\"" },
		{ { NAMES("t.know.a", "x*") }, { 0 }, { 0 }, "there is no rule \"x*\"" },
		{ { NAMES("t.know") }, { 0 }, { 0 }, "there is no rule \"t.know\"" },
		{ { NAMES("T.KNOW.A") }, { 0 }, { 0 }, "there is no rule \"T.KNOW.A\"" },
		{ { NAMES("t.*.a") }, { 0 }, { 0 }, "there is no rule \"t.*.a\"" },
		{ { 0 }, { NAMES("knw") }, { 0 }, "there is no right \"knw\"" },
		{ { 0 }, { NAMES("none") }, { 0 }, "there is no right \"none\"" },
		{ { 0 }, { NAMES("know", "Know") }, { 0 }, "there is no right \"Know\"" },
		{ { 0 }, { 0 }, { NAMES("L*") }, "there is no law \"L*\"" },
		{ { 0 }, { 0 }, { NAMES("L", "N") }, "there is no law \"N\"" },
		{ { NAMES("\xff\n") }, { 0 }, { 0 }, "there is no rule \"\\xFF\\u{A}\"" },
	};
	cpreview_ruleset *rs = whole_rules(three);
	cpreview_campaign *c = whole_campaign(COPY("本"));

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_report *r = NULL;
		cpreview_error *err = NULL;

		o.rules = cases[i].rules.names;
		o.n_rules = cases[i].rules.n;
		o.rights = cases[i].rights.names;
		o.n_rights = cases[i].rights.n;
		o.laws = cases[i].laws.names;
		o.n_laws = cases[i].laws.n;
		cr_expect_eq(cpr_review(&cpr_mem_libc, rs, c, &o, &r, &err), CPREVIEW_E_NOT_FOUND);
		cr_expect_null(r);
		cr_expect(strncmp(cpreview_error_message(err), cases[i].message, 22) == 0, "%s",
			  cpreview_error_message(err));
		cpreview_error_free(err);
	}
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

#define PERIOD(attrs) CAMPAIGN("<plan><period " attrs "/></plan>" MATERIAL("<body>本</body>"))

Test(review, day_of_the_law)
{
	static const char rules[] =
		RULES(RULE_WITH("t.a", "know", " in-force='2024-03-01' repealed='2026-03-01'", "L"));
	static const char early[] = "not-applicable: 1 not-applicable; not yet in force on the as-of date";
	static const char late[] = "not-applicable: 1 not-applicable; no longer in force on the as-of date";
	static const char now[] = "fail: 1 fail";
	static const struct {
		const char *as_of, *campaign, *outcome, *text, *source;
	} cases[] = {
		{ "2024-02-29", COPY("本"), early, "2024-02-29", "option" },
		{ "2024-03-01", COPY("本"), now, "2024-03-01", "option" },
		{ "2026-02-28", COPY("本"), now, "2026-02-28", "option" },
		{ "2026-03-01", COPY("本"), late, "2026-03-01", "option" },
		/* the day on which the campaign begins to reach people */
		{ NULL, PERIOD("start='2024-02-29' end='2026-12-31'"), early, "2024-02-29", "campaign" },
		{ NULL, PERIOD("start='2024-03-01' end='2026-12-31'"), now, "2024-03-01", "campaign" },
		{ NULL, PERIOD("start='2024-03-01' launch='2024-02-29' end='2026-12-31'"), early, "2024-02-29",
		  "campaign" },
		{ NULL, PERIOD("start='2024-02-01' launch='2026-03-01T00:00+08:00' end='2026-12-31'"), late,
		  "2026-03-01", "campaign" },
		/* what is asked for wins */
		{ "2024-03-01", PERIOD("start='2020-01-01' end='2020-12-31'"), now, "2024-03-01", "option" },
		/* an end alone says nothing; without a day every rule is law */
		{ NULL, PERIOD("end='2020-12-31'"), now, "", "none" },
		{ NULL, COPY("本"), now, "", "none" },
	};
	cpreview_ruleset *rs = whole_rules(rules);

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_campaign *c = whole_campaign(cases[i].campaign);
		cpreview_report *r;

		o.has_as_of = cases[i].as_of != NULL;
		if (o.has_as_of)
			cr_assert(cpr_date_parse(cpr_str_of(cases[i].as_of), &o.as_of));
		r = whole_review_as(rs, c, &o);
		cr_expect_str_eq(whole_result(r, "t.a"), cases[i].outcome, "%zu", i);
		cr_expect_str_eq(r->as_of_text, cases[i].text, "%zu", i);
		cr_expect(cpr_str_is(r->as_of_source, cases[i].source), "%zu", i);
		/* if the one rule there is does not apply, nothing was reviewed */
		cr_expect_eq(r->verdict, cases[i].outcome == now ? CPREVIEW_VERDICT_FAIL : CPREVIEW_VERDICT_INCOMPLETE);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
	}
	cpr_ruleset_unref(rs);
}

Test(review, only_one_border)
{
	cpreview_ruleset *rs = whole_rules(RULES(RULE_WITH("t.a", "know", " in-force='2024-03-01'", "L")
							 RULE_WITH("t.b", "know", " repealed='2024-03-01'", "L")));
	cpreview_campaign *c = whole_campaign(COPY("本"));
	static const char *const days[] = { "1900-01-01", "2024-02-29", "2024-03-01", "9999-12-31" };

	for (size_t i = 0; i < WHOLE_COUNT(days); i++) {
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_report *r;

		o.has_as_of = true;
		cr_assert(cpr_date_parse(cpr_str_of(days[i]), &o.as_of));
		r = whole_review_as(rs, c, &o);
		cr_expect_str_eq(ran(r), i < 2 ? "t.b" : "t.a", "%s", days[i]);
		cpr_report_unref(r);
	}
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* ---- what makes a review incomplete ---- */

Test(review, no_rule_applies)
{
	WHOLE_EXPECT(whole_find(RULES(RULE("t.a", "<applies kinds='quiz'/>" T)), COPY("本")),
		     "engine.no-rule not-checked no rule applies to this campaign, so nothing was reviewed");
	WHOLE_EXPECT(whole_find(RULES(RULE("t.a", T)), CAMPAIGN("<plan/>")),
		     "engine.no-rule not-checked no rule applies to this campaign, so nothing was reviewed");
}

Test(review, too_many_findings)
{
	cpreview_ruleset *rs = whole_rules(RULES(RULE("t.a", T) RULE("t.b", "<text><term>息</term></text>")));
	cpreview_campaign *c = whole_campaign(COPY("本息本息本"));
	static const struct {
		uint32_t most;
		const char *said;
	} cases[] = {
		{ 5,
		  "t.a fail 1:130-131 m\nt.b fail 1:131-132 m\nt.a fail 1:132-133 m\nt.b fail 1:133-134 m\nt.a fail 1:134-135 m" },
		{ 4, "engine.truncated not-checked too many findings: only the first 4 are listed (limit findings)\n"
		     "t.a fail 1:130-131 m\nt.b fail 1:131-132 m\nt.a fail 1:132-133 m\nt.a fail 1:134-135 m" },
		{ 1,
		  "engine.truncated not-checked too many findings: only the first 1 are listed (limit findings)\nt.a fail 1:130-131 m" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_report *r;

		o.max_findings = cases[i].most;
		r = whole_review_as(rs, c, &o);
		WHOLE_EXPECT(whole_findings(r), cases[i].said);
		cr_expect_eq(r->truncated, i > 0);
		cr_expect_eq(r->verdict, i ? CPREVIEW_VERDICT_INCOMPLETE : CPREVIEW_VERDICT_FAIL);
		/* what was found is counted all the same */
		WHOLE_EXPECT(whole_result(r, "t.b"), "fail: 2 fail");
		cpr_report_unref(r);
	}
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* A document that could not be read gives its problem with the exact place, and every rule is not checked. */
Test(review, refused)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *said;
	} cases[] = {
#define CASE(bytes, said) { bytes, sizeof(bytes) - 1, said }
		CASE("", "input.empty not-checked the file is empty: there is nothing to review"),
		CASE("<campaign>\n <b>本</campaign>",
		     "xml.malformed not-checked 2:6-16 the XML is malformed: the end tag </campaign> does not match <b> of line 2"),
		CASE("<campaign>\r\n本\r\n\x01",
		     "input.character not-checked 3:1-1 the character U+0001 is not allowed in XML"),
		CASE("<!DOCTYPE a>\n<a/>", "xml.doctype not-checked 1:1-10 a DOCTYPE is not allowed"),
		CASE("<a>\n本\xff\xff</a>", NULL),
		CASE("<ruleset xmlns='urn:cpreview:rules:1'/>",
		     "spec.namespace not-checked 1:1-40 the root element must be <campaign> in the namespace urn:cpreview:campaign:1, but is "
		     "<ruleset xmlns=\"urn:cpreview:rules:1\">"),
#undef CASE
	};
	cpreview_ruleset *rs = whole_rules(three);

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		cpreview_campaign *c = NULL;
		cpreview_report *r;

		cr_assert_eq(cpr_campaign_parse(&cpr_mem_libc, cases[i].bytes, cases[i].n, "x", NULL, 0, &c, NULL), 0);
		r = whole_review_as(rs, c, NULL);
		if (cases[i].said)
			WHOLE_EXPECT(whole_findings(r), cases[i].said);
		cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE, "%zu", i);
		cr_expect_eq(r->results.n, 3);
		WHOLE_EXPECT(whole_result(r, "t.know.b"),
			     "not-checked: 1 not-checked; not checked: the document could not be parsed");
		cr_expect_eq(r->findings.n, 1);
		cr_expect_eq(r->findings.v[0]->severity, CPREVIEW_SEVERITY_ERROR);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
	}
	cpr_ruleset_unref(rs);
}

Test(review, unreadable)
{
	cpreview_ruleset *rs = whole_rules(three);
	cpreview_campaign *c = NULL;
	cpreview_report *r;

	cr_assert_eq(cpr_campaign_unreadable(&cpr_mem_libc, "a/b.xml", "permission denied", &c, NULL), 0);
	r = whole_review_as(rs, c, NULL);
	WHOLE_EXPECT(whole_findings(r), "input.unreadable not-checked the file cannot be read: permission denied");
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cr_expect(cpr_str_is(r->input_name, "a/b.xml"));
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* What the document lacks makes the review incomplete, but the rules run on the rest of it. */
Test(review, structural_problems)
{
	cpreview_ruleset *rs = whole_rules(RULES(RULE("t.a", T)));
	cpreview_campaign *c = whole_campaign_as(
		CAMPAIGN(
			"<plan/>\n<materials>\n<materal/>\n<material id='m' kind='postr'><body>本</body></material>\n</materials>"),
		CPR_VALIDATE_FRAGMENT);
	cpreview_report *r = whole_review_as(rs, c, NULL);

	WHOLE_EXPECT(
		whole_findings(r),
		"spec.misspelt-element not-checked 3:1-11 unknown element <materal>; did you mean <material>?\n"
		"spec.misspelt-code not-checked 4:24-29 the value \"postr\" of kind is no code; did you mean poster?\n"
		"t.a fail 4:37-38 m");
	WHOLE_EXPECT(whole_result(r, "t.a"), "fail: 1 fail");
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE);
	cpr_report_unref(r);
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* Also where everything is out of place the rules run, and nothing breaks. */
Test(review, misplaced_elements)
{
	static const char *const bodies[] = {
		"<materials><material id='m' kind='poster'><body>本<material id='n' kind='sms'><body>本</body></material>本</body></material></materials>",
		"<body>本</body>",
		"<terms><clause>本<campaign><terms><clause>本</clause></terms></campaign></clause></terms>",
		"<plan><prize><body>本<br/>本</body></prize></plan>",
	};
	cpreview_ruleset *rs = whole_rules(RULES(
		TEXT_RULE("t.a", "<term>本</term><except><near scope='material'><term>x</term></near></except>") RULE(
			"t.b",
			"<disclosure within='material'><claim><term>本</term></claim><statement name='甲' name-en='a'><term>险</term>"
			"</statement></disclosure>")
			RULE("t.c",
			     "<disclosure within='material' select='//material'><statement name='甲' name-en='a'><term>险</term>"
			     "</statement></disclosure>")));

	for (size_t i = 0; i < WHOLE_COUNT(bodies); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		cpreview_campaign *c;
		cpreview_report *r;

		cpr_strbuf_addf(
			&b,
			"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'>%s</campaign>",
			bodies[i]);
		c = whole_campaign_as(b.p, 0);
		r = whole_review_as(rs, c, NULL);
		cr_expect_eq(r->verdict, CPREVIEW_VERDICT_INCOMPLETE, "%s", bodies[i]);
		cr_expect(strstr(whole_findings(r), "t.a fail "), "%s", bodies[i]);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_strbuf_free(&b);
	}
	cpr_ruleset_unref(rs);
}

/* ---- stopping ---- */

struct stop {
	int calls, at;
};

static int stop_at(void *user)
{
	struct stop *s = user;

	return ++s->calls >= s->at;
}

Test(review, cancel)
{
	cpreview_ruleset *rs = whole_rules(three);
	cpreview_campaign *c = whole_campaign(COPY("本"));

	for (int at = 1; at <= 4; at++) {
		struct stop s = { .at = at };
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_report *r = NULL;
		cpreview_error *err = NULL;
		int rc;

		o.cancel = stop_at;
		o.cancel_user = &s;
		rc = cpr_review(&cpr_mem_libc, rs, c, &o, &r, &err);
		cr_expect_eq(rc, at <= 3 ? CPREVIEW_E_CANCELLED : 0, "%d", at);
		cr_expect_eq(r == NULL, at <= 3);
		cr_expect_eq(cpreview_error_code(err), rc);
		cr_expect_eq(s.calls, at <= 3 ? at : 3);
		cpreview_error_free(err);
		cpr_report_unref(r);
	}
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
}

/* ---- the head ---- */

Test(review, head)
{
	cpreview_ruleset *rs = whole_rules(three);
	cpreview_campaign *c = whole_campaign(CAMPAIGN_AS(" revision='3'", MATERIAL("<body>无</body>")));
	struct cpr_review_options o = WHOLE_OPTIONS;
	cpreview_report *r;
	char digest[CPR_DIGEST_HEX + 1];

	o.fail_on = CPREVIEW_SEVERITY_ERROR;
	snprintf(digest, sizeof digest, "%s", c->digest);
	r = whole_review_as(rs, c, &o);
	/* the report outlives its campaign, and keeps the ruleset alive */
	cpr_campaign_unref(c);
	cpr_ruleset_unref(rs);
	cr_expect(cpr_str_is(r->input_name, "campaign.xml") && cpr_str_is(r->input_digest, digest));
	cr_expect(cpr_str_is(r->encoding, "UTF-8"));
	cr_expect(cpr_str_is(r->campaign_id, "c") && cpr_str_is(r->campaign_revision, "3"));
	cr_expect_eq(r->n_rulesets, 1);
	cr_expect(cpr_str_is(r->rulesets[0].id, "t") && cpr_str_is(r->rulesets[0].version, "1") &&
		  cpr_str_is(r->rulesets[0].jurisdiction, "CN"));
	cr_expect(cpr_str_is(r->rulesets[0].title.zh, "测试") &&
		  cpr_str_is(r->rulesets[0].digest, rs->packs[0].digest));
	cr_expect_eq(r->fail_on, CPREVIEW_SEVERITY_ERROR);
	cr_expect_eq(r->verdict, CPREVIEW_VERDICT_PASS);
	/* in the ruleset's order */
	cr_assert_eq(r->results.n, 3);
	cr_expect(cpr_str_is(r->results.v[0].rule->id, "t.know.a") &&
		  cpr_str_is(r->results.v[2].rule->id, "t.privacy.a"));
	cpr_report_unref(r);
}

Test(review, fail_on)
{
	static const struct {
		const char *severity;
		int fail_on, verdict;
	} cases[] = {
		{ "error", CPREVIEW_SEVERITY_ERROR, CPREVIEW_VERDICT_FAIL },
		{ "warning", CPREVIEW_SEVERITY_ERROR, CPREVIEW_VERDICT_PASS },
		{ "warning", CPREVIEW_WARNING, CPREVIEW_VERDICT_FAIL },
		{ "note", CPREVIEW_WARNING, CPREVIEW_VERDICT_PASS },
		{ "note", CPREVIEW_NOTE, CPREVIEW_VERDICT_FAIL },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
		struct cpr_review_options o = WHOLE_OPTIONS;
		cpreview_ruleset *rs;
		cpreview_campaign *c = whole_campaign(COPY("本"));
		cpreview_report *r;

		cpr_strbuf_addf(
			&b,
			"%s<rule id='t.a' revision='1' right='know' severity='%s' confidence='likely'>%s</rule></ruleset>",
			RULES_OPEN LAW, cases[i].severity, TEXTS("讯", "m") BASIS T EXAMPLES);
		rs = whole_rules(b.p);
		o.fail_on = cases[i].fail_on;
		r = whole_review_as(rs, c, &o);
		cr_expect_eq(r->verdict, cases[i].verdict, "%zu", i);
		cpr_report_unref(r);
		cpr_campaign_unref(c);
		cpr_ruleset_unref(rs);
		cpr_strbuf_free(&b);
	}
}

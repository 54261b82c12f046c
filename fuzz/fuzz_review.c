/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a campaign, reviewed with a small ruleset that has every check kind, and every format written. A campaign that
 * was not understood may not look clean. A finding must point into the input, in the order of the input, and where text was
 * matched, what stands there must read so when it is folded anew - after a reader of markup that is not the library's. Outputs
 * must be well-formed and safe to show; a second run must give the same bytes; without memory a run must say so or make no
 * difference.
 */
#include "checks.h"

#include "check/check_registry.h"
#include "review/review.h"
#include "ruleset/loader.h"
#include "spec/campaign.h"
#include "text/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MESSAGES(zh, en) \
	"<title><zh>题</zh><en>title</en></title><message><zh>" zh "</zh><en>" en "</en></message>" \
	"<remedy><zh>改</zh><en>mend it</en></remedy><basis law='L' article='1' evidence='confirmed'/>"
#define RULE(id, severity, messages, check) \
	"<rule id='t." id "' revision='1' right='know' severity='" severity "' confidence='likely'>" messages check \
	"<example outcome='violating'><mark>x</mark></example><example outcome='compliant'>y</example></rule>"

static const char rules[] =
	"<ruleset xmlns='urn:cpreview:rules:1' id='t' version='1' jurisdiction='CN' owner='o' engine='1.0'>"
	"<title><zh>测试</zh><en>Test</en></title><namespace prefix='x' uri='urn:x'/>"
	"<law id='L' evidence='confirmed'><title><zh>某法</zh><en>Some Act</en></title></law>"
	"<lexicon id='promise'><entry>稳赚不赔</entry><entry>保本</entry><entry>零风险</entry><entry>risk free</entry>"
	"<entry>1/2</entry></lexicon>"
	"<context id='negated'><title><zh>否定</zh><en>negated</en></title><before within='6'><pattern>不(?:得|会)?[^。,]{0,4}$</pattern>"
	"<term>not</term></before><after within='4'><term>?</term></after><around><pattern>谎称[^。]{0,9}。?</pattern></around>"
	"<unless><near><term>但</term></near></unless></context>"
	RULE("text", "error", MESSAGES("{match}", "{match}"),
	     "<text><words lexicon='promise'/><term>最高</term><except context='negated'/>"
	     "<except><inside blocks='small-print' test='@font-size &gt; 20'/></except></text>")
	RULE("pattern", "warning", MESSAGES("{match} {n}", "{match} {n}"),
	     "<text in='headline body clause alt-text'><pattern>收益(?:率)?[^。!?;\\n]{0,8}?(?&lt;n&gt;\\d{1,3}(?:\\.\\d+)?)%</pattern>"
	     "<pattern>[a-z]{3,9}\\s?!</pattern><pattern>.\\n.</pattern></text>")
	RULE("said", "warning", MESSAGES("{match} {statement}", "{match} {statement}"),
	     "<disclosure within='sentence'><claim><term>收益</term><term>return</term></claim>"
	     "<statement name='风险' name-en='risk' size-ratio='0.5'><pattern>风险|risk</pattern></statement></disclosure>")
	RULE("shown", "note", MESSAGES("{statement}", "{statement}"),
	     "<disclosure within='material' select='//material'><statement name='期限' name-en='period'><term>有效期</term></statement>"
	     "</disclosure>")
	RULE("prize", "error", MESSAGES("{value} {most}", "{value} {most}"),
	     "<fact select='//prize' test='@value &lt;= $most and @quantity &gt; 0' at='@value' on-missing='review'>"
	     "<let name='value' value='@value'/><let name='most' value='50000'/>"
	     "<related select='ancestor::offer/@name'><zh>活动</zh><en>offer</en></related></fact>")
	RULE("joined", "warning", MESSAGES("{n} {days}", "{n} {days}"),
	     "<fact select='//offer' test='count(//product[@id = current()/@products]) = 1 and $days &lt; 400' on-missing='fail'>"
	     "<let name='n' value='count(.//coupon) + count(//x:extra)'/>"
	     "<let name='days' value='string-length(@name)'/></fact>")
	RULE("person", "note", MESSAGES("看", "look"), "<manual select='//material'/>")
	"</ruleset>";

static cpreview_ruleset *load_rules(void)
{
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;
	const char *name = "rules.xml";

	if (cpr_ruleset_load(&cpr_mem_libc, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, &name, 1, rules, sizeof rules - 1, &rs, &err)) {
		for (size_t i = 0; i < cpreview_error_count(err); i++)
			fprintf(stderr, "%u: %s\n", cpreview_error_column(cpreview_error_at(err, i)),
				cpreview_error_message(cpreview_error_at(err, i)));
		abort();
	}
	return rs;
}

/* ---- what can be read in a range of the input ---- */

/* A character of running text and where its source begins; ends of lines of ours are U+2028. */
struct letter {
	uint32_t c;
	uint64_t at;
};

struct reading {
	CPR_ARRAY(struct letter) letters;
};

static void add_letter(struct reading *r, uint32_t c, uint64_t at)
{
	must(cpr_array_push(&cpr_mem_libc, &r->letters, ((struct letter){ c, at })));
}

static bool begins(struct cpr_str s, size_t at, const char *word)
{
	size_t n = strlen(word);

	return s.n - at >= n && memcmp(s.p + at, word, n) == 0;
}

static size_t past(struct cpr_str s, size_t at, const char *word)
{
	while (at < s.n && !begins(s, at, word))
		at++;
	return at < s.n ? at + strlen(word) : s.n;
}

static size_t past_tag(struct cpr_str s, size_t at)
{
	char quote = 0;

	for (; at < s.n && (quote || s.p[at] != '>'); at++) {
		if (quote)
			quote = s.p[at] == quote ? 0 : quote;
		else if (s.p[at] == '"' || s.p[at] == '\'')
			quote = s.p[at];
	}
	return at + 1;
}

/* &name; or &#number; at `at`. */
static size_t reference(struct cpr_str s, size_t at, uint32_t *ret)
{
	static const struct {
		const char *name;
		uint32_t c;
	} known[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' } };
	bool hex = begins(s, at, "&#x");
	size_t end = past(s, at, ";");

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (begins(s, at, known[i].name))
			*ret = known[i].c;
	if (begins(s, at, "&#"))
		*ret = (uint32_t)strtoul(s.p + at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
	return end;
}

static bool is_break(struct cpr_str s, size_t at)
{
	size_t name = at + 1, end = name;

	while (end < s.n && !strchr(" \t\r\n/>", s.p[end])) {
		if (s.p[end] == ':')
			name = end + 1;
		end++;
	}
	return end - name == 2 && memcmp(s.p + name, "br", 2) == 0;
}

/* The character at `at` as it stands; of CR LF only the LF counts. */
static void add_plain(const struct cpr_decoded *d, size_t at, struct reading *ret)
{
	uint32_t c = 0;

	must(char_at(d->text.p + at, d->text.n - at, &c) > 0);
	if (!begins(d->text, at, "\r\n"))
		add_letter(ret, c, cpr_decoded_raw(d, (uint32_t)at));
}

/* The text of a well-formed document, with places in the bytes as they came. */
static void read_text(const struct cpr_decoded *d, bool breaks, struct reading *ret)
{
	struct cpr_str s = d->text;
	uint32_t c = 0;
	size_t next;

	for (size_t at = 0; at < s.n; at = next) {
		uint64_t raw = cpr_decoded_raw(d, (uint32_t)at);

		if (begins(s, at, "<!--")) {
			next = past(s, at + 4, "-->");
		} else if (begins(s, at, "<?")) {
			next = past(s, at, "?>");
		} else if (begins(s, at, "<![CDATA[")) {
			next = past(s, at, "]]>");
			for (at += 9; at < next - 3; at += char_at(s.p + at, s.n - at, &c))
				add_plain(d, at, ret);
		} else if (s.p[at] == '<') {
			if (breaks && is_break(s, at))
				add_letter(ret, 0x2028, raw);
			next = past_tag(s, at);
		} else if (s.p[at] == '&') {
			next = reference(s, at, &c);
			add_letter(ret, c, raw);
		} else {
			add_plain(d, at, ret);
			next = at + char_at(s.p + at, s.n - at, &c);
		}
	}
}

/* What was matched, without the white space at its ends, which a fold of its own does not keep. */
static struct cpr_str trimmed(struct cpr_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\n'))
		s = (struct cpr_str){ s.p + 1, s.n - 1 };
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\n'))
		s.n--;
	return s;
}

static bool contains(struct cpr_str s, struct cpr_str part)
{
	return part.n == 0 || (s.n >= part.n && memmem(s.p, s.n, part.p, part.n));
}

static bool reads(const struct reading *r, uint64_t start, uint64_t end, struct cpr_str matched)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_folded f;
	bool ok;

	cpr_folded_init(&f, &cpr_mem_libc);
	for (size_t i = 0; i < r->letters.n; i++) {
		char bytes[4];

		if (r->letters.v[i].at >= start && r->letters.v[i].at < end)
			cpr_strbuf_add(&b, bytes, cpr_utf8_put(r->letters.v[i].c, bytes));
	}
	if (b.n)
		cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, cpr_strbuf_str(&b), 0);
	must(!f.failed);
	ok = contains(cpr_strbuf_str(&f.text), trimmed(matched));
	if (!ok)
		fprintf(stderr, "at %llu: matched \"%.*s\", but there stands \"%.*s\"\n", (unsigned long long)start, (int)matched.n,
			matched.p, (int)f.text.n, f.text.p ? f.text.p : "");
	cpr_folded_free(&f);
	cpr_strbuf_free(&b);
	return ok;
}

static void check_matched(const cpreview_campaign *c, const cpreview_report *r)
{
	struct reading with = { 0 }, without = { 0 };

	for (size_t i = 0; i < r->findings.n; i++) {
		const cpreview_finding *f = r->findings.v[i];
		uint64_t start = f->where.offset_bytes, end = start + f->where.length_bytes;

		if (!f->matched.n)
			continue;
		must(c->doc && f->where.known && start < end);
		if (!with.letters.n) {
			read_text(&c->doc->source, true, &with);
			read_text(&c->doc->source, false, &without);
		}
		must(reads(&with, start, end, f->matched) || reads(&without, start, end, f->matched));
	}
	cpr_array_free(&cpr_mem_libc, &with.letters);
	cpr_array_free(&cpr_mem_libc, &without.letters);
}

/* ---- places ---- */

static void check_where(const struct cpr_where *w, size_t size)
{
	if (!w->known)
		return;
	must(w->offset_bytes <= size && w->length_bytes <= size - w->offset_bytes);
	must(w->end_line > w->line || (w->end_line == w->line && w->end_column >= w->column));
	must(is_utf8(w->excerpt) && is_utf8(w->line_text) && is_utf8(w->path));
}

static void check_findings(const cpreview_report *r, size_t size)
{
	uint64_t last = 0;
	bool placed = false;

	for (size_t i = 0; i < r->findings.n; i++) {
		const cpreview_finding *f = r->findings.v[i];

		must(f->rule && f->message.zh.n && f->message.en.n && is_utf8(f->message.zh) && is_utf8(f->message.en));
		must(strlen(f->fingerprint) == 32);
		check_where(&f->where, size);
		for (size_t k = 0; k < f->n_related; k++)
			check_where(&f->related[k].where, size);
		for (size_t k = 0; k < f->n_evidence; k++)
			check_where(&f->evidence[k].where, size);
		must(f->where.known || !placed);
		must(!f->where.known || f->where.offset_bytes >= last);
		last = f->where.known ? f->where.offset_bytes : 0;
		placed |= f->where.known;
	}
}

static void check_verdict(const cpreview_campaign *c, const cpreview_report *r)
{
	bool clean = c->doc && c->problems.list.n == 0;

	must(clean == (cpreview_campaign_is_complete(c) == 1));
	must(clean || r->verdict == CPREVIEW_VERDICT_INCOMPLETE);
	must(r->results.n == 7);
	if (r->verdict == CPREVIEW_VERDICT_INCOMPLETE)
		must(r->findings.n > 0);
	if (r->verdict == CPREVIEW_VERDICT_PASS)
		must(cpreview_report_count_at_least(r, r->fail_on) == 0);
}

/* ---- one way through ---- */

/* *ret: what all formats say, one after the other. 0 or CPREVIEW_E_NOMEM. */
static int go(const struct cpr_mem *mem, cpreview_ruleset *rs, const uint8_t *data, size_t size, bool checked, char **ret)
{
	struct cpr_review_options opts = { .fail_on = CPREVIEW_WARNING };
	struct cpr_strbuf all = CPR_STRBUF(&cpr_mem_libc);
	const cpreview_report *reports[1];
	cpreview_campaign *c = NULL;
	cpreview_report *r = NULL;
	cpreview_error *err = NULL;
	int rc = cpr_campaign_parse(mem, data, size, "in\x1b[2J\xe2\x80\xae.xml", NULL, 0, &c, &err);

	if (!rc)
		rc = cpr_review(mem, rs, c, &opts, &r, &err);
	must((rc == 0) == (r != NULL) && (rc == 0) == (err == NULL));
	if (r && checked) {
		check_verdict(c, r);
		check_findings(r, size);
		check_matched(c, r);
	}
	cpr_campaign_unref(c); /* a report outlives its campaign */
	reports[0] = r;
	for (size_t i = 0; !rc && i < cpr_n_formats; i++) {
		const struct cpr_output out = { .mem = mem, .reports = reports, .n_reports = 1, .flags = CPREVIEW_OUTPUT_ALL_RULES,
						.language = size % 2 ? CPREVIEW_EN : CPREVIEW_ZH };
		char *bytes = NULL;
		size_t n = 0;

		rc = cpr_output_render(&out, cpr_formats[i], &bytes, &n, &err);
		must((rc == 0) == (bytes != NULL));
		if (rc)
			break;
		if (checked)
			check_output(cpr_formats[i], (struct cpr_str){ bytes, n });
		cpr_strbuf_add(&all, bytes, n);
		cpr_free(mem, bytes);
	}
	must((rc == 0) == (err == NULL) && (rc == 0 || rc == CPREVIEW_E_NOMEM));
	cpreview_error_free(err);
	cpr_report_unref(r);
	*ret = cpr_strbuf_take(&all);
	must(*ret != NULL);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static cpreview_ruleset *rs;
	struct failing f = { .left = number_of(data, size) % 512 };
	struct cpr_mem failing = { failing_realloc, &f };
	char *first, *second, *third;

	if (!rs)
		rs = load_rules();
	must(go(&cpr_mem_libc, rs, data, size, true, &first) == 0);
	must(go(&cpr_mem_libc, rs, data, size, false, &second) == 0);
	must(strcmp(first, second) == 0);
	if (go(&failing, rs, data, size, false, &third) == 0)
		must(strcmp(first, third) == 0);
	else
		must(f.failed);
	must(f.live == 0);
	free(first);
	free(second);
	free(third);
	return 0;
}

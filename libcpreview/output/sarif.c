/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SARIF 2.1.0 (OASIS): one run over all inputs. A finding that failed is a result of kind "fail"; an item for a person
 * "review"; what was not checked "open", and also a notification of its invocation, which then did not succeed. Only "fail"
 * has a level: the standard wants "none" for all others. Citations of law are taxa of one taxonomy, "laws".
 */
#include "output/escape.h"
#include "output/json_report.h"
#include "output/json_writer.h"
#include "output/sarif_index.h"
#include "output/wording.h"

#define SARIF_SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define URI_BASE "%SRCROOT%"
#define TAXONOMY "laws"

struct sarif {
	const struct cpr_output *out;
	struct cpr_json j;
	struct cpr_sarif_index index;
	struct cpr_strbuf scratch;
	bool chinese_law;
};

static const char *level(int severity)
{
	const char *name = cpr_severity_name(severity); /* SARIF has the same three words */

	return name ? name : "error";
}

/* "key": {"text": …}: never empty, and standing for itself. */
static void put_message(struct sarif *s, const char *key, struct cpr_str text, struct cpr_str otherwise)
{
	cpr_strbuf_reset(&s->scratch);
	cpr_escape_sarif_message(&s->scratch, text.n ? text : otherwise);
	cpr_json_open_object(&s->j, key);
	cpr_json_put_str(&s->j, "text", cpr_strbuf_str(&s->scratch));
	cpr_json_end_object(&s->j);
}

static struct cpr_str in_language(const struct sarif *s, struct cpr_text2 t)
{
	return cpr_text_in(t, s->out->language);
}

/* ---- the tool: rules and laws ---- */

/* cn.know.no-guaranteed-return -> CnKnowNoGuaranteedReturn */
static void put_pascal(struct sarif *s, struct cpr_str id)
{
	bool start = true;

	cpr_strbuf_reset(&s->scratch);
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';

		if (letter || digit)
			cpr_strbuf_addc(&s->scratch, start && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
		start = !letter && !digit;
	}
	if (s->scratch.n)
		cpr_json_put_str(&s->j, "name", cpr_strbuf_str(&s->scratch));
}

static void put_taxon_reference(struct sarif *s, uint32_t number)
{
	cpr_json_put_str(&s->j, "id", s->index.taxa.v[number].id);
	cpr_json_put_u64(&s->j, "index", number);
	cpr_json_open_object(&s->j, "toolComponent");
	cpr_json_put_z(&s->j, "name", TAXONOMY);
	cpr_json_put_u64(&s->j, "index", 0);
	cpr_json_end_object(&s->j);
}

/* What to read about a rule where there is no page to link to: the law that it rests on. */
static void put_help(struct sarif *s, const struct cpr_rule_card *rule)
{
	struct cpr_strbuf help = CPR_STRBUF(s->out->mem);

	for (size_t i = 0; i < rule->n_basis; i++) {
		if (i)
			cpr_strbuf_addc(&help, '\n');
		cpr_wording_cite(&help, &rule->basis[i], s->out->language, s->chinese_law);
	}
	put_message(s, "help", cpr_strbuf_str(&help), in_language(s, rule->title));
	s->scratch.failed |= cpr_strbuf_failed(&help);
	cpr_strbuf_free(&help);
}

static void put_rule(struct sarif *s, const struct cpr_rule_card *rule)
{
	struct cpr_str title = in_language(s, rule->title), reason = in_language(s, rule->reason);

	cpr_json_object(&s->j);
	cpr_json_put_str(&s->j, "id", rule->id);
	put_pascal(s, rule->id);
	put_message(s, "shortDescription", title, rule->id);
	put_message(s, "fullDescription", reason.n ? reason : title, rule->id);
	put_help(s, rule);
	cpr_json_open_object(&s->j, "defaultConfiguration");
	cpr_json_put_z(&s->j, "level", level(rule->severity));
	cpr_json_end_object(&s->j);
	cpr_json_open_array(&s->j, "relationships");
	for (size_t i = 0; i < rule->n_basis; i++) {
		uint32_t number = cpr_sarif_taxon(&s->index, rule, i);

		if (number == UINT32_MAX)
			continue;
		cpr_json_object(&s->j);
		cpr_json_open_object(&s->j, "target");
		put_taxon_reference(s, number);
		cpr_json_end_object(&s->j);
		cpr_json_open_array(&s->j, "kinds");
		cpr_json_z(&s->j, "relevant");
		cpr_json_end_array(&s->j);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_array(&s->j);
	cpr_json_open_object(&s->j, "properties");
	cpr_json_put_z(&s->j, "right", cpr_right_name(rule->right));
	cpr_json_put_z(&s->j, "confidence", cpr_confidence_name(rule->confidence));
	cpr_json_put_z(&s->j, "kind", rule->kind);
	cpr_json_put_u64(&s->j, "revision", rule->revision);
	cpr_json_put_bool(&s->j, "waivable", rule->waivable);
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_tool(struct sarif *s)
{
	cpr_json_open_object(&s->j, "tool");
	cpr_json_open_object(&s->j, "driver");
	cpr_json_put_z(&s->j, "name", "cpreview");
	cpr_json_put_z(&s->j, "version", CPREVIEW_VERSION);
	cpr_json_put_z(&s->j, "semanticVersion", CPREVIEW_VERSION);
	cpr_json_open_array(&s->j, "rules");
	for (size_t i = 0; i < s->index.rules.n; i++)
		put_rule(s, s->index.rules.v[i]);
	cpr_json_end_array(&s->j);
	cpr_json_open_array(&s->j, "supportedTaxonomies");
	cpr_json_object(&s->j);
	cpr_json_put_z(&s->j, "name", TAXONOMY);
	cpr_json_put_u64(&s->j, "index", 0);
	cpr_json_end_object(&s->j);
	cpr_json_end_array(&s->j);
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_taxon(struct sarif *s, const struct cpr_sarif_taxon *taxon)
{
	struct cpr_strbuf cited = CPR_STRBUF(s->out->mem);
	const struct cpr_law *law = taxon->basis->law;

	cpr_wording_cite(&cited, taxon->basis, s->out->language, s->chinese_law);
	cpr_json_object(&s->j);
	cpr_json_put_str(&s->j, "id", taxon->id);
	put_message(s, "shortDescription", cpr_strbuf_str(&cited), taxon->id);
	cpr_json_open_object(&s->j, "properties");
	cpr_json_put_bool(&s->j, "confirmed", cpr_wording_confirmed(taxon->basis));
	if (law->number.n)
		cpr_json_put_str(&s->j, "number", law->number);
	if (law->issuer.n)
		cpr_json_put_str(&s->j, "issuer", law->issuer);
	if (law->uri.n)
		cpr_json_put_str(&s->j, "uri", law->uri);
	if (law->has_in_force)
		cpr_json_put_z(&s->j, "inForce", cpr_json_date(law->in_force).text);
	if (law->has_repealed)
		cpr_json_put_z(&s->j, "repealed", cpr_json_date(law->repealed).text);
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
	s->scratch.failed |= cpr_strbuf_failed(&cited);
	cpr_strbuf_free(&cited);
}

static void put_taxonomy(struct sarif *s)
{
	struct cpr_str about = s->out->language == CPREVIEW_EN ? CPR_STR("The laws and regulations that rules rest on")
							       : CPR_STR("规则所依据的法律、法规和监管规定");

	cpr_json_open_array(&s->j, "taxonomies");
	cpr_json_object(&s->j);
	cpr_json_put_z(&s->j, "name", TAXONOMY);
	put_message(s, "shortDescription", about, about);
	cpr_json_open_array(&s->j, "taxa");
	for (size_t i = 0; i < s->index.taxa.n; i++)
		put_taxon(s, &s->index.taxa.v[i]);
	cpr_json_end_array(&s->j);
	cpr_json_end_object(&s->j);
	cpr_json_end_array(&s->j);
}

/* ---- places ---- */

static void put_artifact_location(struct sarif *s, const char *key, uint32_t number)
{
	const struct cpr_sarif_artifact *a = &s->index.artifacts.v[number];

	cpr_json_open_object(&s->j, key);
	cpr_json_put_str(&s->j, "uri", a->uri);
	if (a->relative)
		cpr_json_put_z(&s->j, "uriBaseId", URI_BASE);
	cpr_json_put_u64(&s->j, "index", number);
	cpr_json_end_object(&s->j);
}

static void put_region(struct sarif *s, const struct cpr_where *w)
{
	if (!w->known)
		return;
	cpr_json_open_object(&s->j, "region");
	if (w->line) {
		cpr_json_put_u64(&s->j, "startLine", w->line);
		cpr_json_put_u64(&s->j, "startColumn", w->column);
		cpr_json_put_u64(&s->j, "endLine", w->end_line);
		cpr_json_put_u64(&s->j, "endColumn", w->end_column);
	}
	cpr_json_put_u64(&s->j, "byteOffset", w->offset_bytes);
	cpr_json_put_u64(&s->j, "byteLength", w->length_bytes);
	/* A snippet is the whole region or nothing. */
	if (w->excerpt.n && !w->excerpt_cut) {
		cpr_json_open_object(&s->j, "snippet");
		cpr_json_put_str(&s->j, "text", w->excerpt);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_object(&s->j);
}

static bool leads_to_attribute(struct cpr_str path)
{
	for (size_t i = 0; i + 1 < path.n; i++)
		if (path.p[i] == '/' && path.p[i + 1] == '@')
			return true;
	return false;
}

static void put_logical(struct sarif *s, struct cpr_str path)
{
	if (path.n == 0)
		return;
	cpr_json_open_array(&s->j, "logicalLocations");
	cpr_json_object(&s->j);
	cpr_json_put_str(&s->j, "fullyQualifiedName", path);
	cpr_json_put_z(&s->j, "kind", leads_to_attribute(path) ? "attribute" : "element");
	cpr_json_end_object(&s->j);
	cpr_json_end_array(&s->j);
}

/* The fields of a location, inside an object that is open. */
static void put_location(struct sarif *s, uint32_t artifact, const struct cpr_where *w)
{
	cpr_json_open_object(&s->j, "physicalLocation");
	put_artifact_location(s, "artifactLocation", artifact);
	put_region(s, w);
	cpr_json_end_object(&s->j);
	put_logical(s, w->path);
}

static void put_locations(struct sarif *s, uint32_t artifact, const struct cpr_where *w)
{
	cpr_json_open_array(&s->j, "locations");
	cpr_json_object(&s->j);
	put_location(s, artifact, w);
	cpr_json_end_object(&s->j);
	cpr_json_end_array(&s->j);
}

/* ---- invocations and artifacts ---- */

static void put_notification(struct sarif *s, const struct cpr_rule_card *rule, uint32_t artifact, struct cpr_text2 message,
			     const struct cpr_where *w)
{
	cpr_json_object(&s->j);
	put_locations(s, artifact, w);
	put_message(s, "message", in_language(s, message), in_language(s, rule->title));
	cpr_json_put_z(&s->j, "level", "error");
	cpr_json_open_object(&s->j, "associatedRule");
	cpr_json_put_str(&s->j, "id", rule->id);
	cpr_json_put_u64(&s->j, "index", cpr_sarif_rule(&s->index, rule));
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_notifications(struct sarif *s, const cpreview_report *r, uint32_t artifact)
{
	static const struct cpr_where nowhere;

	cpr_json_open_array(&s->j, "toolExecutionNotifications");
	for (size_t i = 0; i < r->findings.n; i++) {
		const cpreview_finding *f = r->findings.v[i];

		if (f->disposition >= CPREVIEW_NOT_CHECKED)
			put_notification(s, f->rule, artifact, f->message, &f->where);
	}
	for (size_t i = 0; i < r->results.n; i++) {
		const struct cpr_rule_result *result = &r->results.v[i];

		if (cpr_output_untold(r, result))
			put_notification(s, result->rule, artifact, result->reason, &nowhere);
	}
	cpr_json_end_array(&s->j);
}

static void put_invocation(struct sarif *s, const cpreview_report *r, uint32_t artifact)
{
	cpr_json_object(&s->j);
	cpr_json_put_bool(&s->j, "executionSuccessful", r->verdict != CPREVIEW_VERDICT_INCOMPLETE);
	put_notifications(s, r, artifact);
	cpr_json_open_object(&s->j, "properties");
	cpr_json_put_str(&s->j, "input", r->input_name);
	cpr_json_put_z(&s->j, "verdict", cpr_verdict_name(r->verdict));
	cpr_json_put_z(&s->j, "failOn", cpr_severity_name(r->fail_on));
	cpr_json_put_bool(&s->j, "truncated", r->truncated);
	cpr_json_put_u64(&s->j, "hidden", cpr_output_hidden(s->out, r));
	cpr_json_put_z(&s->j, "asOf", r->has_as_of ? cpr_json_date(r->as_of).text : NULL);
	cpr_json_put_str(&s->j, "asOfSource", r->as_of_source);
	cpr_json_put_opt(&s->j, "campaign", r->campaign_id);
	cpr_json_put_opt(&s->j, "campaignRevision", r->campaign_revision);
	cpr_json_put_opt(&s->j, "tailoring", r->tailoring);
	cpr_json_open_array(&s->j, "rulesets");
	for (size_t i = 0; i < r->n_rulesets; i++) {
		cpr_json_object(&s->j);
		cpr_json_put_str(&s->j, "id", r->rulesets[i].id);
		cpr_json_put_str(&s->j, "version", r->rulesets[i].version);
		cpr_json_put_opt(&s->j, "sha256", r->rulesets[i].digest);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_array(&s->j);
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_artifact(struct sarif *s, uint32_t number)
{
	const cpreview_report *r = s->index.artifacts.v[number].report;

	cpr_json_object(&s->j);
	put_artifact_location(s, "location", number);
	if (r->input_digest.n)
		cpr_json_put_u64(&s->j, "length", r->input_bytes);
	cpr_json_open_array(&s->j, "roles");
	cpr_json_z(&s->j, "analysisTarget");
	cpr_json_end_array(&s->j);
	cpr_json_put_z(&s->j, "mimeType", "application/xml");
	if (r->encoding.n)
		cpr_json_put_str(&s->j, "encoding", r->encoding);
	if (r->input_digest.n) {
		cpr_json_open_object(&s->j, "hashes");
		cpr_json_put_str(&s->j, "sha-256", r->input_digest);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_object(&s->j);
}

/* ---- results ---- */

static const char *kind_of(const cpreview_finding *f)
{
	switch (f->disposition) {
	case CPREVIEW_FAIL:
	case CPREVIEW_WAIVED: /* suppressed, see below */
		return "fail";
	case CPREVIEW_REVIEW:
		return "review";
	case CPREVIEW_PASS:
		return "pass";
	case CPREVIEW_NOT_APPLICABLE:
		return "notApplicable";
	default:
		return "open";
	}
}

static void put_related(struct sarif *s, const cpreview_finding *f, uint32_t artifact)
{
	cpr_json_open_array(&s->j, "relatedLocations");
	for (size_t i = 0; i < f->n_related; i++) {
		struct cpr_str label = in_language(s, f->related[i].label);

		cpr_json_object(&s->j);
		cpr_json_put_u64(&s->j, "id", i + 1);
		put_location(s, artifact, &f->related[i].where);
		if (label.n)
			put_message(s, "message", label, label);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_array(&s->j);
}

static void put_properties(struct sarif *s, const cpreview_finding *f)
{
	struct cpr_str remedy = in_language(s, f->remedy);

	cpr_json_open_object(&s->j, "properties");
	cpr_json_put_z(&s->j, "right", cpr_right_name(f->rule->right));
	cpr_json_put_z(&s->j, "confidence", cpr_confidence_name(f->rule->confidence));
	cpr_json_put_z(&s->j, "severity", cpr_severity_name(f->severity));
	cpr_json_put_z(&s->j, "disposition", cpr_disposition_name(f->disposition));
	if (remedy.n)
		cpr_json_put_str(&s->j, "remedy", remedy);
	if (f->matched.n)
		cpr_json_put_str(&s->j, "matched", f->matched);
	cpr_json_open_array(&s->j, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		cpr_json_object(&s->j);
		cpr_json_put_str(&s->j, "name", f->evidence[i].name);
		cpr_json_put_str(&s->j, "value", f->evidence[i].value);
		cpr_json_put_z(&s->j, "type", f->evidence[i].type ? f->evidence[i].type : "text");
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_array(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_result(struct sarif *s, const cpreview_finding *f, size_t report)
{
	uint32_t artifact = s->index.artifact_of[report];
	const char *kind = kind_of(f);

	cpr_json_object(&s->j);
	cpr_json_put_str(&s->j, "ruleId", f->rule->id);
	cpr_json_put_u64(&s->j, "ruleIndex", cpr_sarif_rule(&s->index, f->rule));
	cpr_json_put_z(&s->j, "kind", kind);
	cpr_json_put_z(&s->j, "level", strcmp(kind, "fail") == 0 ? level(f->severity) : "none");
	put_message(s, "message", in_language(s, f->message), in_language(s, f->rule->title));
	put_locations(s, artifact, &f->where);
	put_related(s, f, artifact);
	cpr_json_open_array(&s->j, "taxa");
	for (size_t i = 0; i < f->rule->n_basis; i++) {
		uint32_t number = cpr_sarif_taxon(&s->index, f->rule, i);

		if (number == UINT32_MAX)
			continue;
		cpr_json_object(&s->j);
		put_taxon_reference(s, number);
		cpr_json_end_object(&s->j);
	}
	cpr_json_end_array(&s->j);
	cpr_json_open_object(&s->j, "partialFingerprints");
	cpr_json_put_str(&s->j, "cpreview/v1", cpr_str_of(f->fingerprint));
	cpr_json_end_object(&s->j);
	if (f->disposition == CPREVIEW_WAIVED) {
		cpr_json_open_array(&s->j, "suppressions");
		cpr_json_object(&s->j);
		cpr_json_put_z(&s->j, "kind", "external");
		cpr_json_put_z(&s->j, "status", "accepted");
		cpr_json_end_object(&s->j);
		cpr_json_end_array(&s->j);
	}
	cpr_json_open_object(&s->j, "provenance");
	cpr_json_put_u64(&s->j, "invocationIndex", report);
	cpr_json_end_object(&s->j);
	put_properties(s, f);
	cpr_json_end_object(&s->j);
}

/* ---- the run ---- */

/* "cpreview/cn/": what is before the last slash tells one sort of run from another. */
static void put_automation(struct sarif *s)
{
	const cpreview_report *r = s->out->reports[0];

	cpr_strbuf_reset(&s->scratch);
	cpr_strbuf_addz(&s->scratch, "cpreview/");
	for (size_t i = 0; i < r->n_rulesets; i++) {
		if (i)
			cpr_strbuf_addc(&s->scratch, '+');
		cpr_strbuf_adds(&s->scratch, r->rulesets[i].id);
	}
	if (r->n_rulesets)
		cpr_strbuf_addc(&s->scratch, '/');
	cpr_json_open_object(&s->j, "automationDetails");
	cpr_json_put_str(&s->j, "id", cpr_strbuf_str(&s->scratch));
	cpr_json_end_object(&s->j);
}

static void put_uri_bases(struct sarif *s)
{
	struct cpr_str about = CPR_STR("The folder from which inputs were named");

	cpr_json_open_object(&s->j, "originalUriBaseIds");
	cpr_json_open_object(&s->j, URI_BASE);
	put_message(s, "description", about, about);
	cpr_json_end_object(&s->j);
	cpr_json_end_object(&s->j);
}

static void put_run(struct sarif *s)
{
	const struct cpr_output *out = s->out;

	cpr_json_object(&s->j);
	put_tool(s);
	cpr_json_open_array(&s->j, "invocations");
	for (size_t i = 0; i < out->n_reports; i++)
		put_invocation(s, out->reports[i], s->index.artifact_of[i]);
	cpr_json_end_array(&s->j);
	cpr_json_put_z(&s->j, "language", out->language == CPREVIEW_EN ? "en-US" : "zh-CN");
	put_uri_bases(s);
	cpr_json_open_array(&s->j, "artifacts");
	for (uint32_t i = 0; i < s->index.artifacts.n; i++)
		put_artifact(s, i);
	cpr_json_end_array(&s->j);
	put_automation(s);
	cpr_json_put_z(&s->j, "columnKind", "unicodeCodePoints");
	put_taxonomy(s);
	cpr_json_open_array(&s->j, "results");
	for (size_t i = 0; i < out->n_reports; i++)
		for (size_t k = 0; k < out->reports[i]->findings.n; k++)
			if (cpr_output_shows(out, out->reports[i]->findings.v[k]))
				put_result(s, out->reports[i]->findings.v[k], i);
	cpr_json_end_array(&s->j);
	cpr_json_end_object(&s->j);
}

static int write_sarif(const struct cpr_output *out, struct cpr_sink *sink, cpreview_error **reterr)
{
	struct sarif s = { .out = out, .j = CPR_JSON(sink, true), .scratch = CPR_STRBUF(out->mem), .chinese_law = true };
	bool failed;

	for (size_t i = 0; i < out->n_reports; i++)
		s.chinese_law &= cpr_wording_chinese_law(out->reports[i]);
	if (cpr_sarif_index_build(&s.index, out)) {
		cpr_json_object(&s.j);
		cpr_json_put_z(&s.j, "$schema", SARIF_SCHEMA);
		cpr_json_put_z(&s.j, "version", "2.1.0");
		cpr_json_open_array(&s.j, "runs");
		put_run(&s);
		cpr_json_end_array(&s.j);
		cpr_json_end_object(&s.j);
		cpr_sink_addc(sink, '\n');
	}
	failed = s.index.failed || cpr_strbuf_failed(&s.scratch);
	cpr_sarif_index_free(&s.index);
	cpr_strbuf_free(&s.scratch);
	return failed ? cpr_error_nomem(reterr) : 0;
}

const struct cpr_format cpr_format_sarif = {
	.name = "sarif",
	.media_type = "application/sarif+json",
	.summary = "SARIF 2.1.0, for code scanning services and editors",
	.write = write_sarif,
};

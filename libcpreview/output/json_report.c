/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything a report holds, as one JSON object, for programs. Keys keep their order and are never left out: what there is
 * none of is null or empty. Adding, removing or renaming one is a change of schemas/report.schema.json.
 */
#include "output/json_report.h"

#include "output/tally.h"
#include "output/wording.h"

struct cpr_date_text cpr_json_date(struct cpr_date d)
{
	struct cpr_date_text t = { "0000-00-00" };
	int part[3];
	size_t end[3] = { 4, 7, 10 };

	cpr_date_to_ymd(d, &part[0], &part[1], &part[2]);
	for (size_t i = 0; i < 3; i++)
		for (size_t at = end[i]; part[i] > 0 && at > 0; part[i] /= 10)
			t.text[--at] = (char)('0' + part[i] % 10);
	return t;
}

static void put_date(struct cpr_json *j, const char *key, bool has, struct cpr_date d)
{
	struct cpr_date_text t = cpr_json_date(d);

	cpr_json_put_z(j, key, has ? t.text : NULL);
}

static void put_text2(struct cpr_json *j, const char *key, struct cpr_text2 t)
{
	cpr_json_open_object(j, key);
	cpr_json_put_str(j, "zh", t.zh);
	cpr_json_put_str(j, "en", t.en);
	cpr_json_end_object(j);
}

static void put_line(struct cpr_json *j, const char *key, uint32_t v)
{
	cpr_json_key(j, key);
	if (v)
		cpr_json_u64(j, v);
	else
		cpr_json_null(j);
}

static void put_place(struct cpr_json *j, const char *key, const struct cpr_where *w)
{
	cpr_json_key(j, key);
	if (!w->known) {
		cpr_json_null(j);
		return;
	}
	cpr_json_object(j);
	cpr_json_put_u64(j, "offset_bytes", w->offset_bytes);
	cpr_json_put_u64(j, "length_bytes", w->length_bytes);
	put_line(j, "line", w->line);
	put_line(j, "column", w->column);
	put_line(j, "end_line", w->end_line);
	put_line(j, "end_column", w->end_column);
	cpr_json_put_opt(j, "path", w->path);
	cpr_json_put_str(j, "excerpt", w->excerpt);
	cpr_json_put_bool(j, "excerpt_cut", w->excerpt_cut);
	cpr_json_end_object(j);
}

static const char *evidence_word(enum cpr_evidence_state state)
{
	return state == CPR_EVIDENCE_CONFIRMED ? "confirmed" : "unverified";
}

static void put_basis(struct cpr_json *j, const struct cpr_basis *b)
{
	cpr_json_object(j);
	cpr_json_open_object(j, "law");
	cpr_json_put_str(j, "id", b->law->id);
	put_text2(j, "title", (struct cpr_text2){ b->law->zh, b->law->en });
	cpr_json_put_opt(j, "number", b->law->number);
	cpr_json_put_opt(j, "issuer", b->law->issuer);
	cpr_json_put_opt(j, "uri", b->law->uri);
	put_date(j, "in_force", b->law->has_in_force, b->law->in_force);
	put_date(j, "repealed", b->law->has_repealed, b->law->repealed);
	cpr_json_put_z(j, "evidence", evidence_word(b->law->evidence));
	cpr_json_put_opt(j, "note", b->law->note);
	cpr_json_end_object(j);
	cpr_json_put_opt(j, "article", b->article);
	cpr_json_put_z(j, "evidence", evidence_word(b->evidence));
	cpr_json_put_opt(j, "note", b->note);
	cpr_json_put_bool(j, "confirmed", cpr_wording_confirmed(b));
	cpr_json_end_object(j);
}

static void put_rule(struct cpr_json *j, const struct cpr_rule_card *rule)
{
	cpr_json_open_object(j, "rule");
	cpr_json_put_str(j, "id", rule->id);
	cpr_json_put_u64(j, "revision", rule->revision);
	cpr_json_put_z(j, "kind", rule->kind);
	cpr_json_put_z(j, "right", cpr_right_name(rule->right));
	cpr_json_put_z(j, "severity", cpr_severity_name(rule->severity));
	cpr_json_put_z(j, "confidence", cpr_confidence_name(rule->confidence));
	cpr_json_put_bool(j, "waivable", rule->waivable);
	put_text2(j, "title", rule->title);
	put_text2(j, "reason", rule->reason);
	cpr_json_open_array(j, "basis");
	for (size_t i = 0; i < rule->n_basis; i++)
		put_basis(j, &rule->basis[i]);
	cpr_json_end_array(j);
	cpr_json_end_object(j);
}

void cpr_json_finding(struct cpr_json *j, const cpreview_finding *f)
{
	cpr_json_put_z(j, "disposition", cpr_disposition_name(f->disposition));
	cpr_json_put_z(j, "severity", cpr_severity_name(f->severity));
	put_rule(j, f->rule);
	put_text2(j, "message", f->message);
	put_text2(j, "remedy", f->remedy);
	put_place(j, "place", &f->where);
	cpr_json_put_opt(j, "matched", f->matched);
	cpr_json_open_array(j, "related");
	for (size_t i = 0; i < f->n_related; i++) {
		cpr_json_object(j);
		put_text2(j, "label", f->related[i].label);
		put_place(j, "place", &f->related[i].where);
		cpr_json_end_object(j);
	}
	cpr_json_end_array(j);
	cpr_json_open_array(j, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		cpr_json_object(j);
		cpr_json_put_str(j, "name", f->evidence[i].name);
		cpr_json_put_str(j, "value", f->evidence[i].value);
		cpr_json_put_opt(j, "value_en", f->evidence[i].value_en);
		cpr_json_put_z(j, "type", f->evidence[i].type ? f->evidence[i].type : "text");
		put_place(j, "place", &f->evidence[i].where);
		cpr_json_end_object(j);
	}
	cpr_json_end_array(j);
	cpr_json_put_str(j, "fingerprint", cpr_str_of(f->fingerprint));
}

static void put_levels(struct cpr_json *j, const char *key, const size_t counts[CPREVIEW_SEVERITY_ERROR + 1])
{
	cpr_json_open_object(j, key);
	for (int severity = CPREVIEW_SEVERITY_ERROR; severity >= CPREVIEW_NOTE; severity--)
		cpr_json_put_u64(j, cpr_severity_name(severity), counts[severity]);
	cpr_json_end_object(j);
}

static void put_counts(struct cpr_json *j, const struct cpr_output *out, const cpreview_report *r)
{
	struct cpr_tally n;

	cpr_tally_count(r, &n);
	cpr_json_open_object(j, "counts");
	cpr_json_open_object(j, "findings");
	cpr_json_put_u64(j, "total", r->findings.n);
	cpr_json_put_u64(j, "hidden", cpr_output_hidden(out, r));
	put_levels(j, "fail", n.fail);
	put_levels(j, "review", n.review);
	cpr_json_put_u64(j, "waived", n.findings[CPREVIEW_WAIVED]);
	cpr_json_put_u64(j, "not-checked", n.findings[CPREVIEW_NOT_CHECKED]);
	cpr_json_put_u64(j, "error", n.findings[CPREVIEW_ERROR]);
	cpr_json_end_object(j);
	cpr_json_open_object(j, "rules");
	cpr_json_put_u64(j, "total", r->results.n);
	for (int d = 0; d < CPREVIEW_DISPOSITIONS; d++)
		cpr_json_put_u64(j, cpr_disposition_name(d), n.rules[d]);
	cpr_json_end_object(j);
	cpr_json_end_object(j);
}

static void put_input(struct cpr_json *j, const cpreview_report *r)
{
	cpr_json_open_object(j, "input");
	cpr_json_put_str(j, "name", r->input_name);
	cpr_json_put_u64(j, "bytes", r->input_bytes);
	cpr_json_put_opt(j, "sha256", r->input_digest);
	cpr_json_put_opt(j, "encoding", r->encoding);
	cpr_json_end_object(j);
	cpr_json_open_object(j, "campaign");
	cpr_json_put_opt(j, "id", r->campaign_id);
	cpr_json_put_opt(j, "revision", r->campaign_revision);
	cpr_json_end_object(j);
}

static void put_rulesets(struct cpr_json *j, const cpreview_report *r)
{
	cpr_json_open_array(j, "rulesets");
	for (size_t i = 0; i < r->n_rulesets; i++) {
		cpr_json_object(j);
		cpr_json_put_str(j, "id", r->rulesets[i].id);
		cpr_json_put_str(j, "version", r->rulesets[i].version);
		cpr_json_put_opt(j, "jurisdiction", r->rulesets[i].jurisdiction);
		put_text2(j, "title", r->rulesets[i].title);
		cpr_json_put_opt(j, "sha256", r->rulesets[i].digest);
		cpr_json_end_object(j);
	}
	cpr_json_end_array(j);
}

static void put_limits(struct cpr_json *j, const struct cpr_limits *limits)
{
	cpr_json_open_object(j, "limits");
#define X(name, def, cap, why) cpr_json_put_u64(j, #name, limits->name);
	CPR_LIMITS(X)
#undef X
	cpr_json_end_object(j);
}

void cpr_json_report_head(struct cpr_json *j, const struct cpr_output *out, const cpreview_report *r)
{
	put_input(j, r);
	cpr_json_open_object(j, "as_of");
	put_date(j, "date", r->has_as_of, r->as_of);
	cpr_json_put_str(j, "source", r->as_of_source);
	cpr_json_end_object(j);
	put_rulesets(j, r);
	put_limits(j, &r->limits);
	cpr_json_put_opt(j, "tailoring", r->tailoring);
	cpr_json_put_z(j, "fail_on", cpr_severity_name(r->fail_on));
	cpr_json_put_z(j, "verdict", cpr_verdict_name(r->verdict));
	cpr_json_put_bool(j, "truncated", r->truncated);
	put_counts(j, out, r);
}

void cpr_json_report_rules(struct cpr_json *j, const cpreview_report *r)
{
	cpr_json_open_array(j, "rules");
	for (size_t i = 0; i < r->results.n; i++) {
		const struct cpr_rule_result *result = &r->results.v[i];

		cpr_json_object(j);
		cpr_json_put_str(j, "id", result->rule->id);
		cpr_json_put_u64(j, "revision", result->rule->revision);
		cpr_json_put_z(j, "outcome", cpr_disposition_name(result->outcome));
		cpr_json_open_object(j, "nodes");
		for (int d = 0; d < CPREVIEW_DISPOSITIONS; d++)
			cpr_json_put_u64(j, cpr_disposition_name(d), result->counts[d]);
		cpr_json_end_object(j);
		put_text2(j, "reason", result->reason);
		cpr_json_end_object(j);
	}
	cpr_json_end_array(j);
}

void cpr_json_tool(struct cpr_json *j)
{
	cpr_json_open_object(j, "tool");
	cpr_json_put_z(j, "name", "cpreview");
	cpr_json_put_z(j, "version", CPREVIEW_VERSION);
	cpr_json_end_object(j);
}

static int write_json(const struct cpr_output *out, struct cpr_sink *sink, cpreview_error **reterr)
{
	struct cpr_json j = CPR_JSON(sink, true);

	(void)reterr;
	cpr_json_object(&j);
	cpr_json_put_z(&j, "schema", CPR_JSON_SCHEMA);
	cpr_json_put_z(&j, "version", CPR_JSON_SCHEMA_VERSION);
	cpr_json_tool(&j);
	cpr_json_open_array(&j, "reports");
	for (size_t i = 0; i < out->n_reports; i++) {
		const cpreview_report *r = out->reports[i];

		cpr_json_object(&j);
		cpr_json_report_head(&j, out, r);
		cpr_json_open_array(&j, "findings");
		for (size_t k = 0; k < r->findings.n; k++) {
			if (!cpr_output_shows(out, r->findings.v[k]))
				continue;
			cpr_json_object(&j);
			cpr_json_finding(&j, r->findings.v[k]);
			cpr_json_end_object(&j);
		}
		cpr_json_end_array(&j);
		cpr_json_report_rules(&j, r);
		cpr_json_end_object(&j);
	}
	cpr_json_end_array(&j);
	cpr_json_end_object(&j);
	cpr_sink_addc(sink, '\n');
	return 0;
}

const struct cpr_format cpr_format_json = {
	.name = "json",
	.media_type = "application/json",
	.summary = "everything, as one object for programs (schemas/report.schema.json)",
	.write = write_json,
};

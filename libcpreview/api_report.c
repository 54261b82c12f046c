/* SPDX-License-Identifier: Apache-2.0 */
/* The exported getters of reports, findings and places. */
#include "api_options.h"
#include "finding/report.h"

struct cpreview_place {
	struct cpr_where where;
};

const char *cpreview_verdict_name(int verdict)
{
	return cpr_verdict_name(verdict);
}

const char *cpreview_disposition_name(int disposition)
{
	return cpr_disposition_name(disposition);
}

const char *cpreview_severity_name(int severity)
{
	return cpr_severity_name(severity);
}

const char *cpreview_confidence_name(int confidence)
{
	return cpr_confidence_name(confidence);
}

const char *cpreview_right_name(int right)
{
	return cpr_right_name(right);
}

int cpreview_severity_parse(const char *name)
{
	return name ? cpr_severity_parse(cpr_str_of(name)) : -1;
}

int cpreview_right_parse(const char *name)
{
	return name ? cpr_right_parse(cpr_str_of(name)) : -1;
}

cpreview_report *cpreview_report_ref(cpreview_report *report)
{
	return cpr_report_ref(report);
}

cpreview_report *cpreview_report_unref(cpreview_report *report)
{
	cpr_report_unref(report);
	return NULL;
}

int cpreview_report_verdict(const cpreview_report *report)
{
	return report ? report->verdict : CPREVIEW_VERDICT_INCOMPLETE;
}

int cpreview_report_truncated(const cpreview_report *report)
{
	return report && report->truncated;
}

size_t cpreview_report_count(const cpreview_report *report)
{
	return report ? report->findings.n : 0;
}

const cpreview_finding *cpreview_report_at(const cpreview_report *report, size_t index)
{
	return report && index < report->findings.n ? report->findings.v[index] : NULL;
}

size_t cpreview_report_count_at_least(const cpreview_report *report, int severity)
{
	size_t n = 0;

	for (size_t i = 0; report && i < report->findings.n; i++)
		n += report->findings.v[i]->severity >= severity;
	return n;
}

const char *cpreview_report_input(const cpreview_report *report)
{
	return report ? cpr_z(report->input_name) : "";
}

const char *cpreview_report_input_digest(const cpreview_report *report)
{
	return report ? cpr_z(report->input_digest) : "";
}

const char *cpreview_report_as_of(const cpreview_report *report)
{
	return report ? report->as_of_text : "";
}

size_t cpreview_report_ruleset_count(const cpreview_report *report)
{
	return report ? report->n_rulesets : 0;
}

static const struct cpr_report_ruleset *ruleset_at(const cpreview_report *report, size_t index)
{
	return report && index < report->n_rulesets ? &report->rulesets[index] : NULL;
}

const char *cpreview_report_ruleset_id(const cpreview_report *report, size_t index)
{
	const struct cpr_report_ruleset *r = ruleset_at(report, index);

	return r ? cpr_z(r->id) : NULL;
}

const char *cpreview_report_ruleset_version(const cpreview_report *report, size_t index)
{
	const struct cpr_report_ruleset *r = ruleset_at(report, index);

	return r ? cpr_z(r->version) : NULL;
}

const char *cpreview_report_ruleset_digest(const cpreview_report *report, size_t index)
{
	const struct cpr_report_ruleset *r = ruleset_at(report, index);

	return r ? cpr_z(r->digest) : NULL;
}

size_t cpreview_report_rule_count(const cpreview_report *report)
{
	return report ? report->results.n : 0;
}

static const struct cpr_rule_result *result_at(const cpreview_report *report, size_t index)
{
	return report && index < report->results.n ? &report->results.v[index] : NULL;
}

const char *cpreview_report_rule_id(const cpreview_report *report, size_t index)
{
	const struct cpr_rule_result *r = result_at(report, index);

	return r ? cpr_z(r->rule->id) : NULL;
}

int cpreview_report_rule_disposition(const cpreview_report *report, size_t index)
{
	const struct cpr_rule_result *r = result_at(report, index);

	return r ? r->outcome : -1;
}

uint32_t cpreview_report_rule_nodes(const cpreview_report *report, size_t index, int disposition)
{
	const struct cpr_rule_result *r = result_at(report, index);

	return r && disposition >= 0 && disposition < CPREVIEW_DISPOSITIONS ? r->counts[disposition] : 0;
}

static const char *in_language(const struct cpr_text2 *t, int language)
{
	return language == CPREVIEW_EN ? cpr_z(t->en) : cpr_z(t->zh);
}

const char *cpreview_report_rule_reason(const cpreview_report *report, size_t index, int language)
{
	const struct cpr_rule_result *r = result_at(report, index);

	return r ? in_language(&r->reason, language) : NULL;
}

const char *cpreview_finding_rule(const cpreview_finding *finding)
{
	return finding ? cpr_z(finding->rule->id) : "";
}

uint32_t cpreview_finding_rule_revision(const cpreview_finding *finding)
{
	return finding ? finding->rule->revision : 0;
}

const char *cpreview_finding_rule_title(const cpreview_finding *finding, int language)
{
	return finding ? in_language(&finding->rule->title, language) : "";
}

int cpreview_finding_disposition(const cpreview_finding *finding)
{
	return finding ? finding->disposition : -1;
}

int cpreview_finding_severity(const cpreview_finding *finding)
{
	return finding ? finding->severity : -1;
}

int cpreview_finding_confidence(const cpreview_finding *finding)
{
	return finding ? finding->rule->confidence : -1;
}

int cpreview_finding_right(const cpreview_finding *finding)
{
	return finding ? finding->rule->right : -1;
}

const char *cpreview_finding_message(const cpreview_finding *finding, int language)
{
	return finding ? in_language(&finding->message, language) : "";
}

const char *cpreview_finding_remedy(const cpreview_finding *finding, int language)
{
	return finding ? in_language(&finding->remedy, language) : "";
}

const char *cpreview_finding_fingerprint(const cpreview_finding *finding)
{
	return finding ? finding->fingerprint : "";
}

const char *cpreview_finding_matched(const cpreview_finding *finding)
{
	return finding ? cpr_z(finding->matched) : "";
}

/* A place is the `where` of something that lives as long as the report; the public type only hides its fields. */
static const cpreview_place *place_of(const struct cpr_where *w)
{
	return w->known ? (const cpreview_place *)(const void *)w : NULL;
}

const cpreview_place *cpreview_finding_place(const cpreview_finding *finding)
{
	return finding ? place_of(&finding->where) : NULL;
}

size_t cpreview_finding_related_count(const cpreview_finding *finding)
{
	return finding ? finding->n_related : 0;
}

const cpreview_place *cpreview_finding_related_place(const cpreview_finding *finding, size_t index)
{
	return finding && index < finding->n_related ? place_of(&finding->related[index].where) : NULL;
}

const char *cpreview_finding_related_label(const cpreview_finding *finding, size_t index, int language)
{
	return finding && index < finding->n_related ? in_language(&finding->related[index].label, language) : NULL;
}

size_t cpreview_finding_evidence_count(const cpreview_finding *finding)
{
	return finding ? finding->n_evidence : 0;
}

static const struct cpr_evidence *evidence_at(const cpreview_finding *finding, size_t index)
{
	return finding && index < finding->n_evidence ? &finding->evidence[index] : NULL;
}

const char *cpreview_finding_evidence_name(const cpreview_finding *finding, size_t index)
{
	const struct cpr_evidence *e = evidence_at(finding, index);

	return e ? cpr_z(e->name) : NULL;
}

const char *cpreview_finding_evidence_value(const cpreview_finding *finding, size_t index)
{
	const struct cpr_evidence *e = evidence_at(finding, index);

	return e ? cpr_z(e->value) : NULL;
}

const char *cpreview_finding_evidence_type(const cpreview_finding *finding, size_t index)
{
	const struct cpr_evidence *e = evidence_at(finding, index);

	return e ? e->type : NULL;
}

const cpreview_place *cpreview_finding_evidence_place(const cpreview_finding *finding, size_t index)
{
	const struct cpr_evidence *e = evidence_at(finding, index);

	return e ? place_of(&e->where) : NULL;
}

size_t cpreview_finding_basis_count(const cpreview_finding *finding)
{
	return finding ? finding->rule->n_basis : 0;
}

static const struct cpr_basis *basis_at(const cpreview_finding *finding, size_t index)
{
	return finding && index < finding->rule->n_basis ? &finding->rule->basis[index] : NULL;
}

const char *cpreview_finding_basis_law(const cpreview_finding *finding, size_t index)
{
	const struct cpr_basis *b = basis_at(finding, index);

	return b ? cpr_z(b->law->id) : NULL;
}

const char *cpreview_finding_basis_title(const cpreview_finding *finding, size_t index, int language)
{
	const struct cpr_basis *b = basis_at(finding, index);

	return !b ? NULL : language == CPREVIEW_EN ? cpr_z(b->law->en) : cpr_z(b->law->zh);
}

const char *cpreview_finding_basis_article(const cpreview_finding *finding, size_t index)
{
	const struct cpr_basis *b = basis_at(finding, index);

	return b ? cpr_z(b->article) : NULL;
}

int cpreview_finding_basis_confirmed(const cpreview_finding *finding, size_t index)
{
	const struct cpr_basis *b = basis_at(finding, index);

	return b && b->evidence == CPR_EVIDENCE_CONFIRMED;
}

uint64_t cpreview_place_offset_bytes(const cpreview_place *place)
{
	return place ? place->where.offset_bytes : 0;
}

uint64_t cpreview_place_length_bytes(const cpreview_place *place)
{
	return place ? place->where.length_bytes : 0;
}

uint32_t cpreview_place_line(const cpreview_place *place)
{
	return place ? place->where.line : 0;
}

uint32_t cpreview_place_column(const cpreview_place *place)
{
	return place ? place->where.column : 0;
}

uint32_t cpreview_place_end_line(const cpreview_place *place)
{
	return place ? place->where.end_line : 0;
}

uint32_t cpreview_place_end_column(const cpreview_place *place)
{
	return place ? place->where.end_column : 0;
}

const char *cpreview_place_path(const cpreview_place *place)
{
	return place ? cpr_z(place->where.path) : "";
}

const char *cpreview_place_excerpt(const cpreview_place *place)
{
	return place ? cpr_z(place->where.excerpt) : "";
}

const char *cpreview_place_line_text(const cpreview_place *place)
{
	return place ? cpr_z(place->where.line_text) : "";
}

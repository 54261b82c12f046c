/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Lines, for streams and logs: a line for each finding, then one for its report, with the same fields as in the JSON
 * report. A stream without the report line of an input is not all there.
 */
#include "output/json_report.h"

static void put_type(struct cpr_json *j, const char *type, const cpreview_report *r)
{
	cpr_json_object(j);
	cpr_json_put_z(j, "type", type);
	cpr_json_put_z(j, "schema", CPR_JSON_SCHEMA);
	if (strcmp(type, "finding") == 0)
		cpr_json_put_str(j, "input", r->input_name);
}

static int write_jsonl(const struct cpr_output *out, struct cpr_sink *sink, cpreview_error **reterr)
{
	struct cpr_json j = CPR_JSON(sink, false);

	(void)reterr;
	for (size_t i = 0; i < out->n_reports; i++) {
		const cpreview_report *r = out->reports[i];

		for (size_t k = 0; k < r->findings.n; k++) {
			if (!cpr_output_shows(out, r->findings.v[k]))
				continue;
			put_type(&j, "finding", r);
			cpr_json_finding(&j, r->findings.v[k]);
			cpr_json_end_object(&j);
			cpr_sink_addc(sink, '\n');
		}
		put_type(&j, "report", r);
		cpr_json_tool(&j);
		cpr_json_report_head(&j, out, r);
		cpr_json_report_rules(&j, r);
		cpr_json_end_object(&j);
		cpr_sink_addc(sink, '\n');
	}
	return 0;
}

const struct cpr_format cpr_format_jsonl = {
	.name = "jsonl",
	.media_type = "application/jsonl",
	.summary = "one finding a line, then a line for the report",
	.write = write_jsonl,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the JSON report that other JSON formats share. schemas/report.schema.json says what they look like. */
#ifndef CPR_OUTPUT_JSON_REPORT_H
#define CPR_OUTPUT_JSON_REPORT_H

#include "output/format.h"
#include "output/json_writer.h"

#define CPR_JSON_SCHEMA "urn:cpreview:report:1"
#define CPR_JSON_SCHEMA_VERSION "1.0" /* the second number counts keys that were added; the urn changes when one is lost */

/* The fields of a finding, inside an object that is open. */
void cpr_json_finding(struct cpr_json *j, const cpreview_finding *f);
/* The fields of a report other than "findings" and "rules", inside an object that is open. */
void cpr_json_report_head(struct cpr_json *j, const struct cpr_output *out, const cpreview_report *r);
/* "rules": [...] */
void cpr_json_report_rules(struct cpr_json *j, const cpreview_report *r);
/* "tool": {...} */
void cpr_json_tool(struct cpr_json *j);
/* Zero-terminated "YYYY-MM-DD". */
struct cpr_date_text {
	char text[11];
};
struct cpr_date_text cpr_json_date(struct cpr_date d);

#endif

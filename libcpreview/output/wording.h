/* SPDX-License-Identifier: Apache-2.0 */
/* Words for people, in both languages: what the formats that are read (not parsed) call verdicts, levels, rights and laws. */
#ifndef CPR_OUTPUT_WORDING_H
#define CPR_OUTPUT_WORDING_H

#include "base/strbuf.h"
#include "finding/report.h"

/* "不通过", "fail". Never NULL: an unknown value is "?". */
const char *cpr_wording_verdict(int verdict, int language);
const char *cpr_wording_disposition(int disposition, int language);
const char *cpr_wording_severity(int severity, int language);
const char *cpr_wording_confidence(int confidence, int language);
const char *cpr_wording_right(int right, int language);
/* True when neither the citation nor the existence of its law is in doubt. */
bool cpr_wording_confirmed(const struct cpr_basis *basis);
/*
 * The law and the part of it that is cited: "广告法 第九条第（三）项", "Advertising Law, art. 9(3)". An article is written
 * 9, 9(3) (article and item), 25(1)(2) (article, paragraph and item), 496-498, or a list of these with commas. Only such
 * ones are put into words, and into Chinese ones only for Chinese law; anything else stands as the ruleset has it.
 */
void cpr_wording_cite(struct cpr_strbuf *b, const struct cpr_basis *basis, int language, bool chinese_law);
/* True when all rulesets of the report hold the law of the Chinese mainland. */
bool cpr_wording_chinese_law(const cpreview_report *r);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a SARIF run lists once and refers to by number: rules, citations (taxa), inputs (artifacts). Numbers are given in
 * order of first use, so they are the same for the same reports.
 */
#ifndef CPR_OUTPUT_SARIF_INDEX_H
#define CPR_OUTPUT_SARIF_INDEX_H

#include "base/arena.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "output/format.h"

struct cpr_sarif_artifact {
	const cpreview_report *report; /* the first one about it */
	struct cpr_str uri;
	bool relative;
};

struct cpr_sarif_taxon {
	const struct cpr_basis *basis; /* the first one that cites it */
	struct cpr_str id;             /* "AD 9(3)" */
};

struct cpr_sarif_index {
	const struct cpr_mem *mem;
	struct cpr_arena arena;
	CPR_ARRAY(const struct cpr_rule_card *) rules;
	CPR_ARRAY(struct cpr_sarif_taxon) taxa;
	CPR_ARRAY(struct cpr_sarif_artifact) artifacts;
	uint32_t *artifact_of; /* by report */
	struct cpr_map rule_map, taxon_map, artifact_map;
	struct cpr_strbuf key; /* scratch */
	bool failed;
};

/* False without memory; free it in both cases. */
bool cpr_sarif_index_build(struct cpr_sarif_index *x, const struct cpr_output *out);
void cpr_sarif_index_free(struct cpr_sarif_index *x);
uint32_t cpr_sarif_rule(const struct cpr_sarif_index *x, const struct cpr_rule_card *card);
/* The number of the k-th citation of a rule; UINT32_MAX when the rule cites the same before, or without memory. */
uint32_t cpr_sarif_taxon(struct cpr_sarif_index *x, const struct cpr_rule_card *card, size_t k);

#endif

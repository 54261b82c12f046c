/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interface of a check kind: everything that the rest needs to know of one. A kind compiles its element of the ruleset into
 * data of its own, and runs over a campaign, giving findings. It keeps nothing between calls; one rule may run in many threads
 * at once.
 */
#ifndef CPR_RULESET_KIND_H
#define CPR_RULESET_KIND_H

#include "finding/report.h"
#include "ruleset/expr.h"
#include "ruleset/phrases.h"

struct cpr_loader;
struct cpreview_rule;

/* What a kind compiles from. */
struct cpr_args {
	struct cpr_loader *loader;
	struct cpreview_rule *rule;
	cpr_node node; /* the kind's element in the loader's current document */
};

/* One rule running over one campaign. */
struct cpr_run {
	const struct cpreview_campaign *campaign;
	const struct cpreview_rule *rule;
	cpreview_report *report;
	struct cpr_rule_result *result; /* dispositions are counted here */
	struct cpr_text_env *text;
	struct cpr_expr_env *expr;
	const uint32_t *units_by_element; /* number of units of each element of the vocabulary */
	/* does the rule look at a material? the last answer; see cpr_emit_applies() */
	bool material_asked, material_applies;
	cpr_node material;
};

struct cpr_check_kind {
	const char *name;    /* element name in rulesets; never renamed */
	const char *summary; /* one line of English: help, docs and bindings print it */
	/* Sets rule->data. Mistakes and lack of memory are told to the loader; the return value only ends compilation early. */
	bool (*compile)(struct cpr_args *args);
	/* Gives findings through check/emit.h; lack of memory is sticky in the report. */
	void (*run)(struct cpr_run *run);
};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Typed values: what the text of an attribute means, parsed once, exactly. */
#ifndef CPR_SPEC_VALUE_H
#define CPR_SPEC_VALUE_H

#include <stdint.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/strbuf.h"

enum cpr_type {
	CPR_TYPE_NONE, /* not valid, or an attribute of a foreign namespace: text only */
	CPR_TYPE_ID,
	CPR_TYPE_REF,
	CPR_TYPE_REFS,
	CPR_TYPE_TEXT,
	CPR_TYPE_CODE,
	CPR_TYPE_CODES,
	CPR_TYPE_DECIMAL,
	CPR_TYPE_AMOUNT,
	CPR_TYPE_SIGNED_AMOUNT,
	CPR_TYPE_COUNT,
	CPR_TYPE_RATIO,
	CPR_TYPE_DATE,
	CPR_TYPE_MOMENT,
	CPR_TYPE_DURATION,
	CPR_TYPE_BOOL,
	CPR_TYPE_URI,
	CPR_TYPE_PHONE,
	CPR_TYPE_DIGEST,
	CPR_TYPE_LANG,
	CPR_TYPE_REGION,
	/* of rulesets, resolved by the loader because they may point into another file: */
	CPR_TYPE_NAME,    /* a name (NCName) */
	CPR_TYPE_NAMES,   /* names, blank-separated */
	CPR_TYPE_EXPR,    /* an expression */
};

struct cpr_value {
	uint32_t type; /* enum cpr_type */
	union {
		struct cpr_decimal number;     /* DECIMAL AMOUNT SIGNED_AMOUNT COUNT RATIO */
		struct cpr_moment moment;      /* DATE (has_time false), MOMENT */
		struct cpr_duration duration;
		uint32_t code;                 /* CODE: index into the vocabulary's codes */
		bool truth;
	} u;
};

/*
 * Parses the attribute text (trimmed of XML white space first) as `type`. CODE, CODES, REF, REFS are only checked for form
 * here. On failure returns a short English reason for the message of spec.value ("there is no such day in the calendar",
 * "expected a whole number"), static, and *ret has type CPR_TYPE_NONE; NULL on success. How each type is written stands in
 * tools/vocabulary/types.py too, for the schemas; tests/schema compares the two.
 */
const char *cpr_value_parse(enum cpr_type type, struct cpr_str text, struct cpr_value *ret);
/*
 * What the author of a value that cannot be parsed most likely meant, as it should be written: 20000 for "20,000", 2026-12-01
 * for "2026年12月1日". Appends it and returns true if there is just one plausible reading; it parses.
 */
bool cpr_value_suggest(enum cpr_type type, struct cpr_str text, struct cpr_strbuf *out);
const char *cpr_type_name(enum cpr_type type); /* for manuals and messages: "date", "amount" … */

#endif

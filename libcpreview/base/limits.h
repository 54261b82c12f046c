/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every limit of the library, with its reason. Hitting one never looks like a clean review: a campaign's limit is a
 * finding `limit.<name>` and the report is incomplete; a ruleset's is a load error.
 */
#ifndef CPR_BASE_LIMITS_H
#define CPR_BASE_LIMITS_H

#include <stdint.h>

/* CPR_LIMIT(name, default, hard cap, reason). Names are public: reports and options use them. */
#define CPR_LIMITS(X) \
	X(doc_bytes, 16u << 20, 64u << 20, "bytes of a document as handed in; real campaigns are below 1 MiB") \
	X(utf8_bytes, 24u << 20, 96u << 20, "bytes after decoding; GB18030 and UTF-16 grow by half") \
	X(depth, 64, 200, "nested elements; real campaigns use fewer than 10") \
	X(elements, 400000, 2000000, "elements in a document; bounds the model's memory") \
	X(attributes_per_element, 64, 1024, "libxml2 looks at each pair, so cost grows with the square") \
	X(attributes, 800000, 2000000, "attributes in a document; bounds the model's memory") \
	X(namespaces_per_element, 16, 64, "namespace declarations on one element") \
	X(namespaces, 256, 4096, "namespace declarations in a document; look-up is linear in them") \
	X(name_bytes, 256, 4096, "bytes of an element or attribute name") \
	X(distinct_names, 4096, 65536, "different names; a vocabulary has a few hundred") \
	X(value_bytes, 64u << 10, 1u << 20, "bytes of one attribute value") \
	X(text_bytes, 1u << 20, 8u << 20, "bytes of one text run or CDATA section") \
	X(comment_bytes, 64u << 10, 1u << 20, "bytes of one comment or processing instruction; libxml2 is quadratic in them") \
	X(unit_bytes, 64u << 10, 256u << 10, "bytes of one copy block given to a pattern") \
	X(ids, 50000, 500000, "identifiers and references in a document") \
	X(findings, 10000, 1000000, "findings in one report") \
	X(findings_per_rule, 1000, 100000, "findings of one rule in one report") \
	X(excerpt_chars, 256, 4096, "code points of an excerpt") \
	X(rules, 5000, 50000, "rules in a ruleset") \
	X(patterns_per_rule, 32, 256, "patterns in one rule") \
	X(pattern_bytes, 4096, 32768, "bytes of one pattern") \
	X(ruleset_bytes, 8u << 20, 64u << 20, "bytes of all files of a ruleset") \
	X(include_files, 64, 512, "files of a ruleset") \
	X(match_steps, 200000, 2000000, "PCRE2 match limit of one call") \
	X(match_depth, 20000, 200000, "PCRE2 depth limit of one call") \
	X(match_heap_kib, 20000, 200000, "PCRE2 heap limit of one call, KiB") \
	X(match_windows, 65536, 1000000, "match calls of one pattern in one document") \
	X(candidates, 2000000, 20000000, "places where a term or a literal of a pattern stands, in one document") \
	X(expr_steps, 20000000, 1000000000, "nodes visited by the expressions of one rule in one document")

struct cpr_limits {
#define X(name, def, cap, why) uint32_t name;
	CPR_LIMITS(X)
#undef X
};

extern const struct cpr_limits cpr_limits_default;
extern const struct cpr_limits cpr_limits_cap;

#endif

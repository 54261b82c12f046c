/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of the ruleset vocabulary, check kinds included. Written by tools/gen-vocabulary; do not edit. */
/* clang-format off */
#ifndef CPR_RULESET_RULES_IDS_H
#define CPR_RULESET_RULES_IDS_H

#include "spec/vocabulary.h"

/* In check/rules_table.c, because the check kinds have a part in it. */
extern const struct cpr_vocabulary cpr_rules_vocabulary;

/* Elements: cpr_name of a document read with the vocabulary, index into its elements. */
enum cpr_rules_element {
	CPR_R_E_RULESET = 0,
	CPR_R_E_RULES = 1,
	CPR_R_E_INCLUDE = 2,
	CPR_R_E_NAMESPACE = 3,
	CPR_R_E_ZH = 4,
	CPR_R_E_EN = 5,
	CPR_R_E_TITLE = 6,
	CPR_R_E_LAW = 7,
	CPR_R_E_LEXICON = 8,
	CPR_R_E_ENTRY = 9,
	CPR_R_E_TERM = 10,
	CPR_R_E_PATTERN = 11,
	CPR_R_E_WORDS = 12,
	CPR_R_E_CONTEXT = 13,
	CPR_R_E_BEFORE = 14,
	CPR_R_E_AFTER = 15,
	CPR_R_E_AROUND = 16,
	CPR_R_E_NEAR = 17,
	CPR_R_E_INSIDE = 18,
	CPR_R_E_UNLESS = 19,
	CPR_R_E_EXCEPT = 20,
	CPR_R_E_RULE = 21,
	CPR_R_E_REASON = 22,
	CPR_R_E_APPLIES = 23,
	CPR_R_E_BASIS = 24,
	CPR_R_E_MESSAGE = 25,
	CPR_R_E_REMEDY = 26,
	CPR_R_E_EXAMPLE = 27,
	CPR_R_E_MARK = 28,
	CPR_R_E_TEXT = 29,
	CPR_R_E_DISCLOSURE = 30,
	CPR_R_E_CLAIM = 31,
	CPR_R_E_STATEMENT = 32,
	CPR_R_E_FACT = 33,
	CPR_R_E_LET = 34,
	CPR_R_E_RELATED = 35,
	CPR_R_E_MANUAL = 36,
};

/* Names of attributes: cpr_name. */
enum cpr_rules_attr {
	CPR_R_A_ARTICLE = 37,
	CPR_R_A_AS_OF = 38,
	CPR_R_A_AT = 39,
	CPR_R_A_BLOCKS = 40,
	CPR_R_A_CHANNEL = 41,
	CPR_R_A_CHANNELS = 42,
	CPR_R_A_CONFIDENCE = 43,
	CPR_R_A_CONTEXT = 44,
	CPR_R_A_ENGINE = 45,
	CPR_R_A_EVIDENCE = 46,
	CPR_R_A_HREF = 47,
	CPR_R_A_ID = 48,
	CPR_R_A_IN = 49,
	CPR_R_A_IN_FORCE = 50,
	CPR_R_A_ISSUER = 51,
	CPR_R_A_JURISDICTION = 52,
	CPR_R_A_KIND = 53,
	CPR_R_A_KINDS = 54,
	CPR_R_A_LAW = 55,
	CPR_R_A_LEXICON = 56,
	CPR_R_A_MATERIAL = 57,
	CPR_R_A_MATERIALS = 58,
	CPR_R_A_NAME = 59,
	CPR_R_A_NAME_EN = 60,
	CPR_R_A_NOTE = 61,
	CPR_R_A_NUMBER = 62,
	CPR_R_A_OBLIGATION = 63,
	CPR_R_A_ON_MISSING = 64,
	CPR_R_A_OUTCOME = 65,
	CPR_R_A_OWNER = 66,
	CPR_R_A_PREFIX = 67,
	CPR_R_A_PRODUCT = 68,
	CPR_R_A_PRODUCTS = 69,
	CPR_R_A_PROFILE = 70,
	CPR_R_A_PURPOSE = 71,
	CPR_R_A_PURPOSES = 72,
	CPR_R_A_REPEALED = 73,
	CPR_R_A_REVISION = 74,
	CPR_R_A_RIGHT = 75,
	CPR_R_A_SCOPE = 76,
	CPR_R_A_SEGMENT = 77,
	CPR_R_A_SEGMENTS = 78,
	CPR_R_A_SELECT = 79,
	CPR_R_A_SEVERITY = 80,
	CPR_R_A_SIZE_RATIO = 81,
	CPR_R_A_TEST = 82,
	CPR_R_A_URI = 83,
	CPR_R_A_VALUE = 84,
	CPR_R_A_VERSION = 85,
	CPR_R_A_WAIVABLE = 86,
	CPR_R_A_WHEN = 87,
	CPR_R_A_WITHIN = 88,
};

/* Code lists: index into its lists. */
enum cpr_rules_list {
	CPR_R_L_RIGHT = 0,
	CPR_R_L_SEVERITY = 1,
	CPR_R_L_CONFIDENCE = 2,
	CPR_R_L_EVIDENCE = 3,
	CPR_R_L_FOLD_PROFILE = 4,
	CPR_R_L_SCOPE = 5,
	CPR_R_L_OUTCOME = 6,
	CPR_R_L_ON_MISSING = 7,
};

#endif

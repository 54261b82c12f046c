/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cards of the engine's own problems, made from base/problems.def, and the words of the public enums. Rules' cards are
 * made by the ruleset loader.
 */
#include "finding/card.h"

#include "base/problem.h"

#define LITERAL(z) { (z), sizeof(z) - 1 }
#define COUNT(a) (sizeof(a) / sizeof *(a))

/*
 * What a problem is called where no document is at hand: problems.def has messages, with places for words in them. A test
 * sees to it that each has one.
 */
#define TITLE(id_, zh_, en_) [CPR_PROBLEM_##id_].title = { LITERAL(zh_), LITERAL(en_) }

static const struct cpr_rule_card problem_cards[CPR_PROBLEM_COUNT] = {
#define CPR_PROBLEM(id_, name_, zh_, en_, remedy_zh_, remedy_en_) \
	[CPR_PROBLEM_##id_] = { \
		.id = LITERAL(name_), \
		.right = CPREVIEW_RIGHT_NONE, \
		.severity = CPREVIEW_SEVERITY_ERROR, \
		.confidence = CPREVIEW_CERTAIN, \
		.remedy = { LITERAL(remedy_zh_), LITERAL(remedy_en_) }, \
		.kind = "engine", \
	},
#include "base/problems.def"
#undef CPR_PROBLEM
	TITLE(INPUT_UNREADABLE, "文件无法读取", "The file cannot be read"),
	TITLE(INPUT_EMPTY, "文件是空的", "The file is empty"),
	TITLE(INPUT_ENCODING, "字符编码错误", "The character encoding is wrong"),
	TITLE(INPUT_CHARACTER, "含有 XML 不允许的字符", "A character is not allowed in XML"),
	TITLE(XML_MALFORMED, "XML 格式错误", "The XML is malformed"),
	TITLE(XML_DOCTYPE, "不允许使用 DOCTYPE", "A DOCTYPE is not allowed"),
	TITLE(XML_DISAGREE, "两次解析的结果不一致", "Two readings of the document disagree"),
	TITLE(LIMIT, "超出限制", "A limit is exceeded"),
	TITLE(SPEC_NAMESPACE, "根元素或命名空间不对", "The root element or its namespace is wrong"),
	TITLE(SPEC_ELEMENT_NAMESPACE, "元素不在活动命名空间中", "An element is not in the campaign namespace"),
	TITLE(SPEC_UNKNOWN_ELEMENT, "未知元素", "Unknown element"),
	TITLE(SPEC_MISSPELT_ELEMENT, "元素名可能拼写有误", "An element's name looks misspelt"),
	TITLE(SPEC_MISPLACED_ELEMENT, "元素位置不对", "Element in the wrong place"),
	TITLE(SPEC_UNKNOWN_ATTRIBUTE, "未知属性", "Unknown attribute"),
	TITLE(SPEC_MISSPELT_ATTRIBUTE, "属性名可能拼写有误", "An attribute's name looks misspelt"),
	TITLE(SPEC_MISSING_ATTRIBUTE, "缺少必填属性", "A required attribute is missing"),
	TITLE(SPEC_MISSING_ELEMENT, "缺少必需元素", "A required element is missing"),
	TITLE(SPEC_REPEATED_ELEMENT, "元素重复", "An element is repeated"),
	TITLE(SPEC_NOT_EMPTY, "元素不能有内容", "An element may not have content"),
	TITLE(SPEC_TEXT, "此处不能写文字", "Text is not allowed here"),
	TITLE(SPEC_VALUE, "属性值无效", "An attribute's value is not valid"),
	TITLE(SPEC_UNKNOWN_CODE, "未知代码", "Unknown code"),
	TITLE(SPEC_MISSPELT_CODE, "代码可能拼写有误", "A code looks misspelt"),
	TITLE(SPEC_DUPLICATE_ID, "标识重复", "An id is taken already"),
	TITLE(SPEC_DANGLING_REF, "引用的对象不存在", "A reference leads nowhere"),
	TITLE(SPEC_MISSPELT_REF, "引用可能拼写有误", "A reference looks misspelt"),
	TITLE(SPEC_REF_KIND, "引用的对象种类不对", "A reference leads to the wrong kind of element"),
	TITLE(ENGINE_NO_RULE, "没有任何规则适用", "No rule applies"),
	TITLE(ENGINE_NOT_CHECKED, "规则未能完成检查", "A rule could not be checked"),
	TITLE(ENGINE_TRUNCATED, "问题太多，没有全部列出", "Too many findings to list"),
};

const struct cpr_rule_card *cpr_problem_card(unsigned problem_id)
{
	return problem_id < CPR_PROBLEM_COUNT ? &problem_cards[problem_id] : NULL;
}

static const char *const verdicts[] = {
	[CPREVIEW_VERDICT_INCOMPLETE] = "incomplete",
	[CPREVIEW_VERDICT_PASS] = "pass",
	[CPREVIEW_VERDICT_REVIEW] = "review",
	[CPREVIEW_VERDICT_FAIL] = "fail",
};

static const char *const dispositions[] = {
	[CPREVIEW_PASS] = "pass",
	[CPREVIEW_NOT_APPLICABLE] = "not-applicable",
	[CPREVIEW_WAIVED] = "waived",
	[CPREVIEW_REVIEW] = "review",
	[CPREVIEW_FAIL] = "fail",
	[CPREVIEW_NOT_CHECKED] = "not-checked",
	[CPREVIEW_ERROR] = "error",
};

static const char *const severities[] = {
	[CPREVIEW_NOTE] = "note",
	[CPREVIEW_WARNING] = "warning",
	[CPREVIEW_SEVERITY_ERROR] = "error",
};

static const char *const confidences[] = {
	[CPREVIEW_HINT] = "hint",
	[CPREVIEW_LIKELY] = "likely",
	[CPREVIEW_CERTAIN] = "certain",
};

static const char *const rights[] = {
	[CPREVIEW_RIGHT_NONE] = "none",
	[CPREVIEW_RIGHT_KNOW] = "know",
	[CPREVIEW_RIGHT_FAIR_TRADE] = "fair-trade",
	[CPREVIEW_RIGHT_PRIVACY] = "privacy",
	[CPREVIEW_RIGHT_PROPERTY_SAFETY] = "property-safety",
	[CPREVIEW_RIGHT_CHOICE] = "choice",
	[CPREVIEW_RIGHT_REDRESS] = "redress",
	[CPREVIEW_RIGHT_EDUCATION] = "education",
	[CPREVIEW_RIGHT_RESPECT] = "respect",
};

_Static_assert(COUNT(dispositions) == CPREVIEW_DISPOSITIONS, "a disposition has no word");

static const char *word(const char *const *words, size_t n, int value)
{
	return value >= 0 && (size_t)value < n ? words[value] : NULL;
}

/* Enums that start at 1 leave words[0] NULL. */
static int value_of(const char *const *words, size_t n, struct cpr_str name)
{
	for (size_t i = 0; i < n; i++)
		if (words[i] && cpr_str_is(name, words[i]))
			return (int)i;
	return -1;
}

const char *cpr_verdict_name(int verdict)
{
	return word(verdicts, COUNT(verdicts), verdict);
}

const char *cpr_disposition_name(int disposition)
{
	return word(dispositions, COUNT(dispositions), disposition);
}

const char *cpr_severity_name(int severity)
{
	return word(severities, COUNT(severities), severity);
}

const char *cpr_confidence_name(int confidence)
{
	return word(confidences, COUNT(confidences), confidence);
}

const char *cpr_right_name(int right)
{
	return word(rights, COUNT(rights), right);
}

int cpr_severity_parse(struct cpr_str name)
{
	return value_of(severities, COUNT(severities), name);
}

int cpr_confidence_parse(struct cpr_str name)
{
	return value_of(confidences, COUNT(confidences), name);
}

int cpr_right_parse(struct cpr_str name)
{
	return value_of(rights, COUNT(rights), name);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The ruleset vocabulary, check kinds included. Written by tools/gen-vocabulary; do not edit. */
/* clang-format off */
#include "ruleset/rules_ids.h"

static const char *const names[] = {
	"ruleset",
	"rules",
	"include",
	"namespace",
	"zh",
	"en",
	"title",
	"law",
	"lexicon",
	"entry",
	"term",
	"pattern",
	"words",
	"context",
	"before",
	"after",
	"around",
	"near",
	"inside",
	"unless",
	"except",
	"rule",
	"reason",
	"applies",
	"basis",
	"message",
	"remedy",
	"example",
	"mark",
	"text",
	"disclosure",
	"claim",
	"statement",
	"fact",
	"let",
	"related",
	"manual",
	"article",
	"as-of",
	"at",
	"blocks",
	"channel",
	"channels",
	"confidence",
	"context",
	"engine",
	"evidence",
	"href",
	"id",
	"in",
	"in-force",
	"issuer",
	"jurisdiction",
	"kind",
	"kinds",
	"law",
	"lexicon",
	"material",
	"materials",
	"name",
	"name-en",
	"note",
	"number",
	"obligation",
	"on-missing",
	"outcome",
	"owner",
	"prefix",
	"product",
	"products",
	"profile",
	"purpose",
	"purposes",
	"repealed",
	"revision",
	"right",
	"scope",
	"segment",
	"segments",
	"select",
	"severity",
	"size-ratio",
	"test",
	"uri",
	"value",
	"version",
	"waivable",
	"when",
	"within",
};

static const uint16_t sorted_elements[] = {
	15, 23, 16, 24, 14, 31, 13, 30, 5, 9, 27, 20, 33, 2, 18, 7, 34, 8, 36, 28, 25, 3, 17, 11, 22, 35, 26, 21, 1, 0, 32,
	10, 29, 6, 19, 12, 4,
};

static const uint16_t sorted_attrs[] = {
	37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65,
	66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88,
};

static const struct cpr_element_def elements[] = {
	{ "ruleset", "规则集", "The manifest: names the ruleset and the files it is made of.",
	  CPR_CONTENT_ELEMENTS, 0, 5, 0, 7 },
	{ "rules", "规则文件", "A file of a ruleset that is not the manifest.",
	  CPR_CONTENT_ELEMENTS, 5, 0, 7, 5 },
	{ "include", "包含文件", "One further file of the ruleset.",
	  CPR_CONTENT_EMPTY, 5, 1, 12, 0 },
	{ "namespace", "命名空间", "A prefix for expressions in this file that select content of a foreign namespace, such as p:thing.",
	  CPR_CONTENT_EMPTY, 6, 2, 12, 0 },
	{ "zh", "中文", "The Chinese text.",
	  CPR_CONTENT_NOTE, 8, 0, 12, 0 },
	{ "en", "英文", "The English text.",
	  CPR_CONTENT_NOTE, 8, 0, 12, 0 },
	{ "title", "标题", "A short name in both languages.",
	  CPR_CONTENT_ELEMENTS, 8, 0, 12, 2 },
	{ "law", "法规", "An instrument that rules rest on.",
	  CPR_CONTENT_ELEMENTS, 8, 8, 14, 1 },
	{ "lexicon", "词表", "Terms that belong together, named once and used by many rules.",
	  CPR_CONTENT_ELEMENTS, 16, 2, 15, 1 },
	{ "entry", "词条", "One term, as it would be written.",
	  CPR_CONTENT_NOTE, 18, 0, 16, 0 },
	{ "term", "词语", "A literal to look for, as it would be written; it is levelled like the text.",
	  CPR_CONTENT_NOTE, 18, 0, 16, 0 },
	{ "pattern", "模式", "A regular expression over levelled text (lower case, half-width, no invisible characters; see cpreview-rules(5)). A match never reaches beyond its block. White space at both ends is ignored.",
	  CPR_CONTENT_NOTE, 18, 0, 16, 0 },
	{ "words", "引用词表", "All entries of a lexicon.",
	  CPR_CONTENT_EMPTY, 18, 1, 16, 0 },
	{ "context", "语境", "A surrounding in which words do not mean what they seem to, named once and used by many rules. It holds if any of its conditions holds and no unless does.",
	  CPR_CONTENT_ELEMENTS, 19, 1, 16, 7 },
	{ "before", "前文", "Holds if something of it stands in the text right before the match.",
	  CPR_CONTENT_ELEMENTS, 20, 2, 23, 3 },
	{ "after", "后文", "Holds if something of it stands in the text right behind the match.",
	  CPR_CONTENT_ELEMENTS, 22, 2, 26, 3 },
	{ "around", "覆盖", "Holds if a match of it covers the whole of what the rule matched: the covering span wins.",
	  CPR_CONTENT_ELEMENTS, 24, 1, 29, 3 },
	{ "near", "附近", "Holds if something of it stands anywhere in the same scope.",
	  CPR_CONTENT_ELEMENTS, 25, 1, 32, 3 },
	{ "inside", "位置", "Holds if the match stands in such a place of the document.",
	  CPR_CONTENT_EMPTY, 26, 2, 35, 0 },
	{ "unless", "除非", "Takes the context back if any of its conditions holds.",
	  CPR_CONTENT_ELEMENTS, 28, 0, 35, 5 },
	{ "except", "例外", "What excuses a match: a named context, or conditions of its own.",
	  CPR_CONTENT_ELEMENTS, 28, 1, 40, 6 },
	{ "rule", "规则", "One duty of the law and the check that looks for its breach.",
	  CPR_CONTENT_ELEMENTS, 29, 9, 46, 11 },
	{ "reason", "理由", "Why the law wants this, in one or two sentences.",
	  CPR_CONTENT_ELEMENTS, 38, 0, 57, 2 },
	{ "applies", "适用范围", "Which campaigns and which parts of them the rule looks at; all given conditions must hold. Without it, everything.",
	  CPR_CONTENT_EMPTY, 38, 7, 59, 0 },
	{ "basis", "依据", "One citation.",
	  CPR_CONTENT_EMPTY, 45, 4, 59, 0 },
	{ "message", "结论", "What is wrong, to the author; {name} stands for a word of evidence.",
	  CPR_CONTENT_ELEMENTS, 49, 0, 59, 2 },
	{ "remedy", "修改建议", "What to do about it, to the author.",
	  CPR_CONTENT_ELEMENTS, 49, 0, 61, 2 },
	{ "example", "示例", "A piece of a campaign that shows the rule at work. Either plain text with marks, which stands in the block named by in; or elements of the campaign vocabulary, which become the children of a campaign.",
	  CPR_CONTENT_FOREIGN, 49, 11, 63, 1 },
	{ "mark", "标记", "What the rule must find: exactly this text.",
	  CPR_CONTENT_FOREIGN, 60, 0, 64, 0 },
	{ "text", "文案检查", "Finds forbidden words in copy: each match of a term, lexicon or pattern is a finding unless an except excuses it. Where matches overlap, the longest counts.",
	  CPR_CONTENT_ELEMENTS, 60, 2, 64, 4 },
	{ "disclosure", "披露检查", "Asks for a statement: wherever the claim stands (or in each selected node, if there is no claim), every statement must stand within the scope.",
	  CPR_CONTENT_ELEMENTS, 62, 2, 68, 2 },
	{ "claim", "触发表述", "The words that make the statement necessary.",
	  CPR_CONTENT_ELEMENTS, 64, 1, 70, 4 },
	{ "statement", "必要表述", "What must be said. Any one of its terms or patterns will do.",
	  CPR_CONTENT_ELEMENTS, 65, 4, 74, 4 },
	{ "fact", "事实检查", "An expression that must hold at each selected node.",
	  CPR_CONTENT_ELEMENTS, 69, 4, 78, 2 },
	{ "let", "命名值", "A value computed at the selected node, for later lets, for the test and for messages.",
	  CPR_CONTENT_EMPTY, 73, 2, 80, 0 },
	{ "related", "关联位置", "A second place to show with the finding, with its label.",
	  CPR_CONTENT_ELEMENTS, 75, 1, 80, 2 },
	{ "manual", "人工检查", "What no machine can judge: always an open item for a person.",
	  CPR_CONTENT_EMPTY, 76, 1, 82, 0 },
};

static const struct cpr_attr_def attrs[] = {
	/* ruleset */
	{ 45, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "引擎要求", "Least version of the library that can run it, such as 1.0." },
	{ 48, CPR_TYPE_NAME, UINT16_MAX, 1, "", "标识", "Short name, such as cn; the ids of its rules begin with it and a dot." },
	{ 52, CPR_TYPE_NAME, UINT16_MAX, 1, "", "法域", "Whose law it holds: a code of the campaign vocabulary's jurisdiction list." },
	{ 66, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "维护者", "Who answers for it." },
	{ 85, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "版本", "Version of the whole ruleset, such as 2026.11.0; shown in every report." },
	/* rules */
	/* include */
	{ 47, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "路径", "Relative to the manifest, with / between folders; it may not lead out of the manifest's folder." },
	/* namespace */
	{ 67, CPR_TYPE_NAME, UINT16_MAX, 1, "", "前缀", "The prefix." },
	{ 83, CPR_TYPE_URI, UINT16_MAX, 1, "", "命名空间名", "The namespace it stands for." },
	/* zh */
	/* en */
	/* title */
	/* law */
	{ 46, CPR_TYPE_CODE, 3, 1, "", "核实状态", "Whether its existence and state were confirmed." },
	{ 48, CPR_TYPE_NAME, UINT16_MAX, 1, "", "标识", "Short key, such as AD." },
	{ 50, CPR_TYPE_DATE, UINT16_MAX, 0, "", "施行日期", "First day in force." },
	{ 51, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "发布机关", "Who issued it." },
	{ 61, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "说明", "What is doubtful about it." },
	{ 62, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "文号", "Official number." },
	{ 73, CPR_TYPE_DATE, UINT16_MAX, 0, "", "废止日期", "First day no longer in force." },
	{ 83, CPR_TYPE_URI, UINT16_MAX, 0, "", "链接", "Official text." },
	/* lexicon */
	{ 48, CPR_TYPE_NAME, UINT16_MAX, 1, "", "标识", "Name of the lexicon." },
	{ 70, CPR_TYPE_CODE, 4, 0, "", "归一方式", "How entries and text are levelled; default-1 if not given." },
	/* entry */
	/* term */
	/* pattern */
	/* words */
	{ 56, CPR_TYPE_NAME, UINT16_MAX, 1, "", "词表", "Which lexicon." },
	/* context */
	{ 48, CPR_TYPE_NAME, UINT16_MAX, 1, "", "标识", "Name of the context." },
	/* before */
	{ 76, CPR_TYPE_CODE, 5, 0, "", "范围", "clause (if not given), sentence or block: where the text before begins." },
	{ 88, CPR_TYPE_COUNT, UINT16_MAX, 0, "", "距离", "At most so many characters before the match; the whole scope if not given." },
	/* after */
	{ 76, CPR_TYPE_CODE, 5, 0, "", "范围", "clause (if not given), sentence or block: where the text behind ends." },
	{ 88, CPR_TYPE_COUNT, UINT16_MAX, 0, "", "距离", "At most so many characters behind the match; the whole scope if not given." },
	/* around */
	{ 76, CPR_TYPE_CODE, 5, 0, "", "范围", "sentence (if not given) or block: where it may begin and end." },
	/* near */
	{ 76, CPR_TYPE_CODE, 5, 0, "", "范围", "clause, sentence (if not given), block or material." },
	/* inside */
	{ 40, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "文案块", "Names of copy blocks, such as disclosure small-print." },
	{ 82, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "条件", "An expression that is true at the copy block." },
	/* unless */
	/* except */
	{ 44, CPR_TYPE_NAME, UINT16_MAX, 0, "", "语境", "A named context." },
	/* rule */
	{ 43, CPR_TYPE_CODE, 2, 1, "", "把握", "From measurement." },
	{ 48, CPR_TYPE_NAME, UINT16_MAX, 1, "", "标识", "ruleset.right.name, such as cn.know.no-guaranteed-return; never used again for anything else." },
	{ 50, CPR_TYPE_DATE, UINT16_MAX, 0, "", "生效日期", "First day on which it applies." },
	{ 63, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "义务", "Names of the obligations of the catalogue that it checks, such as no-principal-or-return-guarantee." },
	{ 73, CPR_TYPE_DATE, UINT16_MAX, 0, "", "失效日期", "First day on which it no longer applies." },
	{ 74, CPR_TYPE_COUNT, UINT16_MAX, 1, "", "修订号", "Counts up with every change that can change results." },
	{ 75, CPR_TYPE_CODE, 0, 1, "", "权利", "The consumer's right it protects." },
	{ 80, CPR_TYPE_CODE, 1, 1, "", "严重程度", "From the law." },
	{ 86, CPR_TYPE_BOOL, UINT16_MAX, 0, "", "可豁免", "Whether an approver may accept a finding of it; false if not given." },
	/* reason */
	/* applies */
	{ 42, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "渠道", "Of the materials, those in one of these channels; terms and plan always." },
	{ 54, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "活动类型", "Campaign is of one of these kinds." },
	{ 58, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "材料类型", "Of the materials, those of one of these kinds; nothing outside materials." },
	{ 69, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "产品类型", "Campaign has a product of one of these kinds; of the materials, those that name such a product or none." },
	{ 72, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "活动目的", "Campaign has one of these purposes." },
	{ 78, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "客群", "Audience includes one of these segments." },
	{ 87, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "条件", "An expression over the campaign that must be true; missing counts as true, because not stating a fact must not switch a rule off." },
	/* basis */
	{ 37, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "条款", "Article, paragraph and item as 25(1)(2); not given: the instrument as a whole." },
	{ 46, CPR_TYPE_CODE, 3, 1, "", "核实状态", "Whether this very citation was confirmed." },
	{ 55, CPR_TYPE_NAME, UINT16_MAX, 1, "", "法规", "Which instrument." },
	{ 61, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "说明", "What is doubtful about it." },
	/* message */
	/* remedy */
	/* example */
	{ 38, CPR_TYPE_DATE, UINT16_MAX, 0, "", "适用日期", "The date whose law applies; if not given, a day on which the rule is in force." },
	{ 39, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "位置", "Of a violating example without marks: the nodes the findings must be at." },
	{ 41, CPR_TYPE_NAME, UINT16_MAX, 0, "", "渠道", "Of plain text: channel of the one material." },
	{ 49, CPR_TYPE_NAME, UINT16_MAX, 0, "", "文案块", "Of plain text: the copy block it stands in, body if not given; clause stands in terms." },
	{ 53, CPR_TYPE_NAME, UINT16_MAX, 0, "", "活动类型", "Kind of the campaign." },
	{ 57, CPR_TYPE_NAME, UINT16_MAX, 0, "", "材料类型", "Of plain text: kind of the one material." },
	{ 61, CPR_TYPE_TEXT, UINT16_MAX, 0, "", "说明", "What is hard about it." },
	{ 65, CPR_TYPE_CODE, 6, 1, "", "结论", "Whether the rule must find something in it." },
	{ 68, CPR_TYPE_NAME, UINT16_MAX, 0, "", "产品类型", "Of plain text: kind of the one product of the campaign." },
	{ 71, CPR_TYPE_NAME, UINT16_MAX, 0, "", "活动目的", "Purpose of the campaign." },
	{ 77, CPR_TYPE_NAME, UINT16_MAX, 0, "", "客群", "Of plain text: segment of the audience." },
	/* mark */
	/* text */
	{ 49, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "文案块", "Names of the copy blocks to look at, such as headline body; all if not given." },
	{ 79, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "选取", "Only copy inside these nodes, such as //material[@placement = 'paid']." },
	/* disclosure */
	{ 79, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "选取", "Nodes that each need the statement, such as //material; or, with a claim, only claims inside these nodes." },
	{ 88, CPR_TYPE_CODE, 5, 1, "", "范围", "How near to the claim the statement must be; with select, the selected node is the scope and within must be material or campaign." },
	/* claim */
	{ 49, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "文案块", "Names of the copy blocks to look at; all if not given." },
	/* statement */
	{ 49, CPR_TYPE_NAMES, UINT16_MAX, 0, "", "文案块", "It counts only in these copy blocks; any if not given." },
	{ 59, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "名称", "What it is, in Chinese, for the message, such as 年化利率." },
	{ 60, CPR_TYPE_TEXT, UINT16_MAX, 1, "", "英文名称", "The same in English." },
	{ 81, CPR_TYPE_DECIMAL, UINT16_MAX, 0, "", "字号比例", "Least font size relative to the claim's block, such as 1 for not smaller; looked at only where both sizes are stated." },
	/* fact */
	{ 39, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "定位", "Where to point, such as @value; the selected node if not given or missing." },
	{ 64, CPR_TYPE_CODE, 7, 1, "", "缺失时", "What it means when the test cannot be decided because something is not stated." },
	{ 79, CPR_TYPE_EXPR, UINT16_MAX, 1, "", "选取", "The nodes to look at, such as //draw/prize. No node: not applicable." },
	{ 82, CPR_TYPE_EXPR, UINT16_MAX, 1, "", "条件", "What must be true at each of them." },
	/* let */
	{ 59, CPR_TYPE_NAME, UINT16_MAX, 1, "", "名称", "$name in expressions, {name} in messages." },
	{ 84, CPR_TYPE_EXPR, UINT16_MAX, 1, "", "值", "The expression." },
	/* related */
	{ 79, CPR_TYPE_EXPR, UINT16_MAX, 1, "", "选取", "The nodes or attributes to show." },
	/* manual */
	{ 79, CPR_TYPE_EXPR, UINT16_MAX, 0, "", "选取", "One item for each of these nodes; one for the campaign if not given." },
};

static const struct cpr_child_def children[] = {
	/* ruleset */
	{ 2, 0, 0 }, { 3, 0, 0 }, { 6, 1, 1 }, { 7, 0, 0 }, { 8, 0, 0 }, { 13, 0, 0 }, { 21, 0, 0 },
	/* rules */
	{ 3, 0, 0 }, { 7, 0, 0 }, { 8, 0, 0 }, { 13, 0, 0 }, { 21, 0, 0 },
	/* title */
	{ 4, 1, 1 }, { 5, 1, 1 },
	/* law */
	{ 6, 1, 1 },
	/* lexicon */
	{ 9, 1, 0 },
	/* context */
	{ 6, 1, 1 }, { 14, 0, 0 }, { 15, 0, 0 }, { 16, 0, 0 }, { 17, 0, 0 }, { 18, 0, 0 }, { 19, 0, 0 },
	/* before */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 },
	/* after */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 },
	/* around */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 },
	/* near */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 },
	/* unless */
	{ 14, 0, 0 }, { 15, 0, 0 }, { 16, 0, 0 }, { 17, 0, 0 }, { 18, 0, 0 },
	/* except */
	{ 14, 0, 0 }, { 15, 0, 0 }, { 16, 0, 0 }, { 17, 0, 0 }, { 18, 0, 0 }, { 19, 0, 0 },
	/* rule */
	{ 6, 1, 1 }, { 22, 0, 1 }, { 23, 0, 1 }, { 24, 1, 0 }, { 25, 1, 1 }, { 26, 1, 1 }, { 27, 0, 0 }, { 29, 0, 1 },
	{ 30, 0, 1 }, { 33, 0, 1 }, { 36, 0, 1 },
	/* reason */
	{ 4, 1, 1 }, { 5, 1, 1 },
	/* message */
	{ 4, 1, 1 }, { 5, 1, 1 },
	/* remedy */
	{ 4, 1, 1 }, { 5, 1, 1 },
	/* example */
	{ 28, 0, 0 },
	/* text */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 }, { 20, 0, 0 },
	/* disclosure */
	{ 31, 0, 1 }, { 32, 1, 0 },
	/* claim */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 }, { 20, 0, 0 },
	/* statement */
	{ 10, 0, 0 }, { 11, 0, 0 }, { 12, 0, 0 }, { 20, 0, 0 },
	/* fact */
	{ 34, 0, 0 }, { 35, 0, 0 },
	/* related */
	{ 4, 1, 1 }, { 5, 1, 1 },
};

static const struct cpr_code_list lists[] = {
	{ "right", "The eight rights of the financial consumer.", 0, 8 },
	{ "severity", "How grave a finding is, from the law.", 8, 3 },
	{ "confidence", "How sure the rule is, as measured on copy that was not written for it.", 11, 3 },
	{ "evidence", "How sure we are of a citation.", 14, 2 },
	{ "fold-profile", "How text is levelled before it is compared.", 16, 1 },
	{ "scope", "How far a statement or a context reaches.", 17, 5 },
	{ "outcome", "What an example shows.", 22, 2 },
	{ "on-missing", "What it means when a fact that the rule needs is not stated.", 24, 4 },
};

static const struct cpr_code_def codes[] = {
	/* right */
	{ "know", "知情权", "Right to know" },
	{ "fair-trade", "公平交易权", "Right to fair trade" },
	{ "privacy", "信息安全权", "Right to the privacy of information" },
	{ "property-safety", "财产安全权", "Right to the safety of property" },
	{ "choice", "自主选择权", "Right to free choice" },
	{ "redress", "依法求偿权", "Right to redress" },
	{ "education", "受教育权", "Right to education" },
	{ "respect", "受尊重权", "Right to respect" },
	/* severity */
	{ "error", "错误", "The law forbids or demands it, and the machine can see it" },
	{ "warning", "警告", "A likely breach that a person must judge" },
	{ "note", "提示", "Good practice, or an item for a person" },
	/* confidence */
	{ "certain", "确定", "No false alarm is known" },
	{ "likely", "较可能", "Rare false alarms are known" },
	{ "hint", "线索", "A reason to look" },
	/* evidence */
	{ "confirmed", "已核实", "A public copy of the text was read" },
	{ "unverified", "待核实", "The number or wording comes from memory or from a secondary source" },
	/* fold-profile */
	{ "default-1", "默认", "Width, case, compatibility forms, invisible characters and punctuation variants are levelled" },
	/* scope */
	{ "clause", "分句", "Up to a comma, or a word that turns the sense" },
	{ "sentence", "句", "Up to the end of the sentence" },
	{ "block", "文案块", "The copy block" },
	{ "material", "材料", "The whole material; outside materials, the whole terms or journey step" },
	{ "campaign", "活动", "The whole campaign" },
	/* outcome */
	{ "violating", "违规", "The rule must find every mark in it, and nothing else" },
	{ "compliant", "合规", "The rule must find nothing in it" },
	/* on-missing */
	{ "fail", "视为违规", "Not stating it is itself the breach" },
	{ "review", "转人工", "A person must look" },
	{ "pass", "视为通过", "The duty exists only where the fact is stated" },
	{ "not-applicable", "不适用", "The rule says nothing about such a campaign" },
};

const struct cpr_vocabulary cpr_rules_vocabulary = {
	.ns = "urn:cpreview:rules:1",
	.root = 0,
	.n_elements = 37,
	.n_attr_names = 52,
	.names = names,
	.sorted_elements = sorted_elements,
	.sorted_attrs = sorted_attrs,
	.elements = elements,
	.attrs = attrs,
	.children = children,
	.lists = lists,
	.n_lists = 8,
	.codes = codes,
};

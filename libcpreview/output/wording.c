/* SPDX-License-Identifier: Apache-2.0 */
/* Words in two languages, and citations in the form that lawyers of each expect. */
#include "output/wording.h"

struct words {
	const char *zh, *en;
};

static const struct words verdicts[] = {
	[CPREVIEW_VERDICT_INCOMPLETE] = { "审查未完成", "incomplete" },
	[CPREVIEW_VERDICT_PASS] = { "通过", "pass" },
	[CPREVIEW_VERDICT_REVIEW] = { "待人工复核", "review" },
	[CPREVIEW_VERDICT_FAIL] = { "不通过", "fail" },
};

static const struct words dispositions[CPREVIEW_DISPOSITIONS] = {
	[CPREVIEW_PASS] = { "通过", "passed" },
	[CPREVIEW_NOT_APPLICABLE] = { "不适用", "not applicable" },
	[CPREVIEW_WAIVED] = { "已豁免", "waived" },
	[CPREVIEW_REVIEW] = { "待复核", "to review" },
	[CPREVIEW_FAIL] = { "未通过", "failed" },
	[CPREVIEW_NOT_CHECKED] = { "未检查", "not checked" },
	[CPREVIEW_ERROR] = { "规则故障", "rule at fault" },
};

static const struct words severities[] = {
	[CPREVIEW_NOTE] = { "提示", "note" },
	[CPREVIEW_WARNING] = { "警告", "warning" },
	[CPREVIEW_SEVERITY_ERROR] = { "错误", "error" },
};

static const struct words confidences[] = {
	[CPREVIEW_HINT] = { "线索", "hint" },
	[CPREVIEW_LIKELY] = { "较可能", "likely" },
	[CPREVIEW_CERTAIN] = { "确定", "certain" },
};

static const struct words rights[] = {
	[CPREVIEW_RIGHT_NONE] = { "审查本身", "the review itself" },
	[CPREVIEW_RIGHT_KNOW] = { "知情权", "right to know" },
	[CPREVIEW_RIGHT_FAIR_TRADE] = { "公平交易权", "right to fair trade" },
	[CPREVIEW_RIGHT_PRIVACY] = { "信息安全权", "right to the privacy of information" },
	[CPREVIEW_RIGHT_PROPERTY_SAFETY] = { "财产安全权", "right to the safety of property" },
	[CPREVIEW_RIGHT_CHOICE] = { "自主选择权", "right to free choice" },
	[CPREVIEW_RIGHT_REDRESS] = { "依法求偿权", "right to redress" },
	[CPREVIEW_RIGHT_EDUCATION] = { "受教育权", "right to education" },
	[CPREVIEW_RIGHT_RESPECT] = { "受尊重权", "right to respect" },
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *pick(const struct words *words, size_t n, int value, int language)
{
	if (value < 0 || (size_t)value >= n || !words[value].zh)
		return "?";
	return language == CPREVIEW_EN ? words[value].en : words[value].zh;
}

const char *cpr_wording_verdict(int verdict, int language)
{
	return pick(verdicts, COUNT(verdicts), verdict, language);
}

const char *cpr_wording_disposition(int disposition, int language)
{
	return pick(dispositions, COUNT(dispositions), disposition, language);
}

const char *cpr_wording_severity(int severity, int language)
{
	return pick(severities, COUNT(severities), severity, language);
}

const char *cpr_wording_confidence(int confidence, int language)
{
	return pick(confidences, COUNT(confidences), confidence, language);
}

const char *cpr_wording_right(int right, int language)
{
	return pick(rights, COUNT(rights), right, language);
}

bool cpr_wording_confirmed(const struct cpr_basis *basis)
{
	return basis->evidence == CPR_EVIDENCE_CONFIRMED && basis->law->evidence == CPR_EVIDENCE_CONFIRMED;
}

bool cpr_wording_chinese_law(const cpreview_report *r)
{
	for (size_t i = 0; i < r->n_rulesets; i++)
		if (!cpr_str_is(r->rulesets[i].jurisdiction, "CN"))
			return false;
	return r->n_rulesets > 0;
}

/* One citation of a list. */
struct unit {
	uint32_t part[3]; /* article; item; or article, paragraph, item */
	unsigned n;
};

/* 1..9999 without leading zeros; 0 for anything else. */
static uint32_t take_number(struct cpr_str *s)
{
	uint32_t v = 0;

	while (s->n && s->p[0] >= '0' && s->p[0] <= '9') {
		if ((v == 0 && s->p[0] == '0') || v > 999)
			return 0;
		v = v * 10 + (uint32_t)(s->p[0] - '0');
		s->p++;
		s->n--;
	}
	return v;
}

static bool take(struct cpr_str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

static bool take_unit(struct cpr_str *s, struct unit *ret)
{
	*ret = (struct unit){ .part = { take_number(s) }, .n = 1 };
	if (!ret->part[0])
		return false;
	while (ret->n < 3 && take(s, '(')) {
		ret->part[ret->n] = take_number(s);
		if (!ret->part[ret->n++] || !take(s, ')'))
			return false;
	}
	return true;
}

/* 25 -> 二十五, 105 -> 一百零五, 1260 -> 一千二百六十, 10 -> 十, 110 -> 一百一十 */
static void add_chinese(struct cpr_strbuf *b, uint32_t v)
{
	static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	static const char *const units[] = { "千", "百", "十", "" };
	static const uint32_t worth[] = { 1000, 100, 10, 1 };
	bool started = false, gap = false;

	for (size_t i = 0; i < 4; i++) {
		uint32_t digit = v / worth[i] % 10;

		if (digit == 0) {
			gap = started;
			continue;
		}
		if (gap)
			cpr_strbuf_addz(b, digits[0]);
		if (!(digit == 1 && worth[i] == 10 && !started))
			cpr_strbuf_addz(b, digits[digit]);
		cpr_strbuf_addz(b, units[i]);
		started = true;
		gap = false;
	}
}

static void add_unit_zh(struct cpr_strbuf *b, const struct unit *u)
{
	cpr_strbuf_addz(b, "第");
	add_chinese(b, u->part[0]);
	cpr_strbuf_addz(b, "条");
	if (u->n == 3) {
		cpr_strbuf_addz(b, "第");
		add_chinese(b, u->part[1]);
		cpr_strbuf_addz(b, "款");
	}
	if (u->n >= 2) {
		cpr_strbuf_addz(b, "第（");
		add_chinese(b, u->part[u->n - 1]);
		cpr_strbuf_addz(b, "）项");
	}
}

/*
 * How many units the article has, a range counting as two; 0 when it is not of our form. zh, unless NULL, gets it in
 * Chinese words (a part of it when the form is wrong).
 */
static unsigned read_article(struct cpr_str article, struct cpr_strbuf *zh)
{
	struct cpr_str rest = article;
	unsigned n = 0;
	struct unit u;

	for (;;) {
		bool range;

		if (!take_unit(&rest, &u))
			return 0;
		n++;
		if (zh)
			add_unit_zh(zh, &u);
		if (rest.n == 0)
			return n;
		range = take(&rest, '-');
		if (!range && !take(&rest, ','))
			return 0;
		if (zh)
			cpr_strbuf_addz(zh, range ? "至" : "、");
		rest = cpr_str_trim(rest);
	}
}

void cpr_wording_cite(struct cpr_strbuf *b, const struct cpr_basis *basis, int language, bool chinese_law)
{
	unsigned n = read_article(basis->article, NULL);

	if (language == CPREVIEW_EN) {
		cpr_strbuf_adds(b, basis->law->en.n ? basis->law->en : basis->law->zh);
		if (basis->article.n)
			cpr_strbuf_addz(b, n == 0 ? ", " : n == 1 ? ", art. " : ", arts. ");
		cpr_strbuf_adds(b, basis->article);
		return;
	}
	cpr_strbuf_adds(b, basis->law->zh.n ? basis->law->zh : basis->law->en);
	if (basis->article.n)
		cpr_strbuf_addc(b, ' ');
	if (n && chinese_law)
		read_article(basis->article, b);
	else
		cpr_strbuf_adds(b, basis->article);
}

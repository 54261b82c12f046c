/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a host program does, for the tests of the public interface: a small ruleset with a rule of each kind, campaigns, and
 * the whole way from bytes to output. Public headers only.
 */
#ifndef CPR_TEST_HOST_H
#define CPR_TEST_HOST_H

#include <cpreview/cpreview.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST_COUNT(a) (sizeof(a) / sizeof(a)[0])
#define HOST_EXAMPLES(mark) \
	"<example outcome='violating'><mark>" mark "</mark></example><example outcome='compliant'>不</example>"
#define HOST_TEXTS(zh, en)                                                        \
	"<title><zh>题</zh><en>title</en></title><message><zh>" zh "</zh><en>" en \
	"</en></message><remedy><zh>改</zh><en>mend</en></remedy>"
#define HOST_RULE(id, right, severity, more, texts, check)                                                            \
	"<rule id='" id "' revision='1' right='" right "' severity='" severity "' confidence='likely'" more ">" texts \
	"<basis law='A' article='1' evidence='confirmed'/><basis law='B' evidence='unverified' note='n'/>" check      \
	"</rule>\n"

/* One rule of each kind, and more of the text. */
static const char host_rules[] =
	"<ruleset xmlns='urn:cpreview:rules:1' xmlns:c='urn:cpreview:campaign:1' id='h' version='1.2' jurisdiction='CN' owner='o' engine='1.0'>"
	"<title><zh>集</zh><en>Set</en></title>"
	"<law id='A' evidence='confirmed'><title><zh>甲法</zh><en>Act A</en></title></law>"
	"<law id='B' evidence='unverified' note='n'><title><zh>乙法</zh><en>Act B</en></title></law>"
	"<lexicon id='sure'><entry>稳赚</entry><entry>零风险</entry></lexicon>"
	"<context id='denied'><title><zh>否</zh><en>denied</en></title><before within='4'><pattern>不[^。]{0,3}\\z</pattern></before>"
	"<unless><near scope='block'><term>才怪</term></near></unless></context>\n" HOST_RULE(
		"h.know.words", "know", "error", "", HOST_TEXTS("“{match}”", "\"{match}\""),
		"<text><words lexicon='sure'/><pattern>年化(?&lt;rate>\\d+)%</pattern><except context='denied'/></text>" HOST_EXAMPLES(
			"稳赚")) HOST_RULE("h.know.risk", "know", "warning", "",
					   HOST_TEXTS("缺{statement}", "no {statement}"),
					   "<disclosure within='material'><claim><term>年化</term></claim><statement name='风险' name-en='risk' size-ratio='1'><term>有风险</term>"
					   "</statement></disclosure>" HOST_EXAMPLES("年化"))
		HOST_RULE(
			"h.fair-trade.prize", "fair-trade", "error", "", HOST_TEXTS("{value}", "{value}"),
			"<fact select='//draw/prize' test='$value &lt;= 50000' at='@value' on-missing='review'><let name='value' value='@value'/>"
			"<related select='..'><zh>抽奖</zh><en>the draw</en></related></fact>"
			"<example outcome='violating' at='//prize'><c:plan><c:offer kind='draw'><c:draw id='d'><c:prize value='50001'/></c:draw></c:offer></c:plan>"
			"</example><example outcome='compliant'><c:plan><c:offer kind='draw'><c:draw id='d'><c:prize value='1'/></c:draw></c:offer></c:plan></example>")
			HOST_RULE("h.privacy.look", "privacy", "note", "", HOST_TEXTS("看", "look"),
				  "<applies when='//consent'/><manual select='//consent'/>")
				HOST_RULE("h.choice.old", "choice", "error", " repealed='2020-01-01'",
					  HOST_TEXTS("旧", "old"), "<text><term>旧</term></text>" HOST_EXAMPLES("新"))
					HOST_RULE(
						"h.choice.loans", "choice", "error", "", HOST_TEXTS("贷", "loan"),
						"<applies products='loan'/><text><term>贷</term></text>" HOST_EXAMPLES(
							"贷")) "</ruleset>";

#define HOST_CAMPAIGN(plan, copy)                                                                                    \
	"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'>\n<plan>" plan "</plan>\n" \
	"<materials><material id='m' kind='poster' title='t'>" copy "</material></materials>\n</campaign>\n"

/* Findings of every kind, with all that findings can have. */
static const char host_campaign[] = HOST_CAMPAIGN(
	"<period start='2026-01-01' end='2026-02-01'/><offer id='o' kind='draw' name='n'><draw id='d'><prize id='p' kind='goods' name='p' quantity='1' value='50000.01'/>"
	"<prize id='q' kind='goods' name='q' quantity='1'/></draw></offer>",
	"<headline font-size='20'>稳<em>赚</em>，年化12%</headline><body>不是稳赚</body><disclosure kind='risk-warning' font-size='8'>有风险</disclosure>");
static const char host_clean[] = HOST_CAMPAIGN("<period start='2026-01-01' end='2026-02-01'/>", "<body>你好</body>");

static inline cpreview_ruleset *host_load_rules(const char *xml)
{
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;

	if (cpreview_ruleset_load_memory(xml, strlen(xml), "h.xml", 0, &rs, &err))
		cr_assert_fail("%u:%u %s", cpreview_error_line(err), cpreview_error_column(err),
			       cpreview_error_message(err));
	return rs;
}

static inline cpreview_campaign *host_load_campaign(const char *xml)
{
	cpreview_campaign *c = NULL;

	cr_assert_eq(cpreview_campaign_load_memory(xml, strlen(xml), "c.xml", NULL, &c, NULL), 0);
	return c;
}

static inline cpreview_report *host_review(cpreview_ruleset *rs, cpreview_campaign *c,
					   const struct cpreview_review_options *opts)
{
	cpreview_report *r = NULL;
	cpreview_error *err = NULL;

	if (cpreview_review(rs, c, opts, &r, &err))
		cr_assert_fail("%s", cpreview_error_message(err));
	return r;
}

/* The report in one format; new, for cpreview_bytes_free(). */
static inline char *host_render(const cpreview_report *r, const char *format)
{
	char *bytes = NULL;

	cr_assert_eq(cpreview_output_render(&r, 1, format, NULL, &bytes, NULL, NULL), 0);
	return bytes;
}

#endif

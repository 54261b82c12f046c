/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign of any size out of some seventy sentences: three fifths of the bytes are text. What decides the cost of a review is
 * how often words stand in it that a rule looks for; bench/review.c prints that beside the same of examples/campaigns.
 */
#include "generate.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Full of words that rules look for, and most of them lawful. */
static const char *const traps[] = {
	"活动期间，客户使用手机银行完成支付，可按页面展示的条件领取优惠券，优惠券总量有限，领完为止。",
	"理财非存款，产品有风险，投资须谨慎；本产品不保证本金和收益，过往业绩不代表未来表现。",
	"贷款额度最高可借20万元，年化利率（单利）3.6%至7.2%，实际额度和利率以审批结果为准。",
	"请根据自身还款能力合理借款，警惕“无抵押、秒到账”的非法贷款广告，谨防电信网络诈骗。",
	"本活动面向年满18周岁的持卡客户，每位客户每日限参加一次，活动期间最多可获得三次奖励。",
	"凡承诺“保本高收益”的均可能是骗局，请通过官方渠道核实，切勿向陌生人转账。",
	"第一季度活动结束后，未使用的优惠券自动失效，如有疑问请咨询客服热线，工作人员将协助处理。",
	"您的收货信息仅用于寄送奖品，活动结束后90日内删除，您可以随时撤回同意或者要求更正、删除。",
	"复选框默认不勾选，是否接收营销信息由您自主决定，不同意不影响您参加活动和使用基础服务。",
	"奖品的规格、数量、中奖概率和兑奖期限见活动规则，奖品涉及的税费由主办方依法代扣代缴。",
	"老年客户可到营业网点由工作人员协助办理，也可以拨打客服热线转接人工服务，我们保留现金和存折渠道。",
	"存款保险实行限额偿付，同一存款人在同一家银行的本金和利息合计最高偿付限额为人民币50万元。",
	"信用卡最低还款额和最后还款日以账单为准，分期业务的年化利率和总费用在确认页面逐项列明。",
	"业绩比较基准由管理人依据投资范围和市场情况测算，不是预期收益，也不构成对收益的承诺。",
	"如因系统故障未能领取，本行将在核实后五个工作日内补发，并通过短信或者站内消息告知处理结果。",
	"保险产品由保险公司承保，犹豫期为十五日，免责条款、等待期和退保损失请仔细阅读条款。",
};

/* What most copy is made of. */
static const char *const plain[] = {
	"打开沪江银行App，在首页找到“生活”频道，点击横幅进入活动页面。",
	"活动页面会显示您的参与进度，完成全部步骤后，系统在次日上午发送通知。",
	"奖品由快递寄送到您填写的地址，预计在七个工作日内送达，偏远地区可能稍晚。",
	"需要发票的，请在签收后联系商家，由商家按照实际支付的款项开具。",
	"到店时出示手机上的二维码，店员扫码后即可抵扣，请在结账前告诉店员。",
	"每张券只能抵扣一笔订单，订单取消后券会退回到原来的账户里。",
	"公园南门有接驳车，早上八点发车，每隔半小时一班，雨天照常。",
	"报名的家庭请带好雨具和水杯，孩子由家长陪同，听从领队安排。",
	"展览设在一楼大厅，共展出书画作品六十幅，作者都是附近社区的居民。",
	"讲座结束后有半小时的交流时间，您可以把问题写在纸条上交给主持人。",
	"网点门前有无障碍坡道，室内备有老花镜、急救箱和饮用水。",
	"更换手机号码后，请先在“设置”里更新联系方式，再重新登录。",
	"收到短信后，点开里面的链接，核对姓名和卡号末四位，再进行下一步。",
	"如果页面长时间没有反应，请退出后重新打开，或者换一个网络再试。",
	"地铁二号线和十号线都可以到达，从三号口出站，步行约五分钟。",
	"门票含早餐一份，用餐时间为七点到九点半，地点在酒店二楼。",
	"我们在上海、杭州、南京和苏州设有服务点，地址见下方的列表。",
	"上传照片时，请选择清晰的正面照，格式为JPG或者PNG，不大于5MB。",
	"答题共有十道，答错可以再看一遍解析，题目每周更新一次。",
	"图书馆的座位需要提前预约，迟到超过十五分钟，座位会让给其他读者。",
	"会员日当天，咖啡、面包和鲜花都有专门的柜台，排队的人比较多，请早些到。",
	"志愿者穿蓝色马甲，胸前有编号，遇到困难时可以请他们帮忙。",
	"兑换成功以后，电子码会保存在“我的卡包”里，可以转给家人使用。",
	"骑行路线全长二十公里，途中有三个补给点，提供水和水果。",
	"本页面的图片为示意，颜色和包装以收到的实物为准。",
	"登录密码由六位数字组成，请不要使用生日或者连续的数字。",
	"课程分为上下两讲，每讲四十分钟，讲义可以在课后下载。",
	"商户名单每月初更新，店铺装修或者停业时，我们会在名单上注明。",
	"参赛作品请注明作者、题目和创作时间，一人可以提交三件。",
	"夏天气温高，请把药品放在阴凉处，开封后尽快用完。",
	"转账前请再看一眼收款人的姓名，到账后双方都会收到消息。",
	"余额变动会记录在“明细”里，可以按月份查看，也可以导出表格。",
	"停车场在大楼地下一层，前两个小时不收停车费，请在前台登记车牌。",
	"开户需要带上身份证，本人到柜台办理，大约二十分钟。",
	"生日当月登录，可以看到一张电子贺卡和一首点播的歌。",
	"水电煤账单可以一次付清，也可以让家人代付，付款后会有回执。",
	"步行换积分的活动每天零点结算，前一天的步数过后不能补登。",
	"银行卡请随身保管，遗失后打电话挂失，补办新卡要五个工作日。",
	"出境旅行前，请在App里看一看当地的汇率和取款机位置。",
	"音乐会的曲目单会在入场时发放，演出中请把手机调到静音。",
	"新版页面把常用功能放在了最上面，也可以长按图标自己排列。",
	"社区食堂的菜单每周一张贴在门口，刷卡或者付现金都可以。",
	"孩子的压岁钱可以单独存一个账户，家长能看到每一笔收支。",
	"如对活动有疑问或者建议，请拨打400-820-0000，我们会在两个工作日内回复。",
	"植树的时间定在周六上午，工具由园林部门准备，大家穿旧衣服来就行。",
	"活动群里会发布当天的天气和集合地点，请不要在群里发广告。",
	"旧手机里的照片可以先备份到电脑，再恢复出厂设置。",
	"颁奖仪式在市民中心举行，获奖者可以带一名家属参加。",
};

struct text {
	char *p;
	size_t n, cap;
	uint64_t seed;
};

static void add(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (t->cap - t->n < 4096) {
		t->cap = t->cap * 2 + 8192;
		t->p = realloc(t->p, t->cap);
		if (!t->p)
			exit(70);
	}
	va_start(ap, fmt);
	n = vsnprintf(t->p + t->n, t->cap - t->n, fmt, ap);
	va_end(ap);
	t->n += (size_t)n;
}

static unsigned draw(struct text *t, unsigned below)
{
	t->seed = t->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(t->seed >> 33) % below;
}

static const char *sentence(struct text *t)
{
	if (draw(t, 9) < 4)
		return traps[draw(t, sizeof traps / sizeof *traps)];
	return plain[draw(t, sizeof plain / sizeof *plain)];
}

static void material(struct text *t, unsigned number)
{
	static const char *const blocks[] = { "body", "body", "disclosure", "body", "small-print" };

	add(t, "    <material id=\"m%u\" kind=\"page\" channels=\"app\" products=\"w\" version=\"1\" valid-to=\"2027-01-31\">\n", number);
	add(t, "      <headline font-size=\"36\" font-unit=\"px\">支付享<em>优惠</em>，第%u期</headline>\n", number + 1);
	for (unsigned i = 0; i < 12; i++) {
		const char *block = blocks[draw(t, 5)];

		add(t, "      <%s id=\"b%u-%u\"%s font-size=\"%u\" font-unit=\"px\" contrast=\"7.0\" position=\"main\" order=\"%u\">%s%s%s</%s>\n",
		    block, number, i, strcmp(block, "disclosure") ? "" : " kind=\"risk-warning\"", 16 + draw(t, 8), i + 2, sentence(t),
		    draw(t, 4) ? sentence(t) : "",
		    draw(t, 4) ? "" : "详见<link>活动规则</link>。", block);
	}
	add(t, "      <disclosure kind=\"risk-warning\">理财非存款，产品有风险，投资须谨慎。本产品风险等级为R2，由沪江银行发行。</disclosure>\n"
	       "      <button>查看活动规则</button>\n    </material>\n");
}

char *generate_campaign(size_t target, size_t *ret_n)
{
	struct text t = { .seed = 42 };
	size_t tail;

	add(&t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<campaign xmlns=\"urn:cpreview:campaign:1\" id=\"bench\" revision=\"1\" jurisdiction=\"CN\" currency=\"CNY\" "
		"kind=\"wealth-promotion\" purpose=\"marketing\">\n"
		"  <plan>\n"
		"    <organiser id=\"bank\" legal-name=\"沪江银行股份有限公司\" short-name=\"沪江银行\"/>\n"
		"    <period start=\"2026-12-01\" end=\"2027-01-31\" launch=\"2026-12-01\"/>\n"
		"    <audience min-age=\"18\"><segment id=\"all\" kind=\"adults\" min-age=\"18\"/></audience>\n"
		"    <channel id=\"app\" kind=\"app\" name=\"手机银行\"/>\n"
		"    <product id=\"w\" kind=\"wealth\" name=\"稳健一号\" agency=\"false\" risk-level=\"R2\"><fee id=\"f\" kind=\"management\" name=\"管理费\"/></product>\n"
		"  </plan>\n"
		"  <materials>\n");
	tail = 1200;
	for (unsigned i = 0; t.n + tail < target || i == 0; i++)
		material(&t, i);
	add(&t, "  </materials>\n  <terms>\n");
	for (unsigned i = 0; i < 3; i++)
		add(&t, "    <clause number=\"%u\">%s</clause>\n", i + 1, sentence(&t));
	add(&t, "  </terms>\n  <consumer-service><hotline phone=\"400-820-0000\"/></consumer-service>\n</campaign>\n");
	*ret_n = t.n;
	return t.p;
}

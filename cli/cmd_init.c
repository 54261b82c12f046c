/* SPDX-License-Identifier: Apache-2.0 */
/* cpreview init: a commented starter spec and configuration file. Nothing is overwritten. */
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char starter_spec[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<!-- 活动方案：事实写成属性，消费者看到的文字写成元素内容。词汇表见 man 5 cpreview-spec。 -->\n"
	"<campaign xmlns=\"urn:cpreview:campaign:1\" id=\"my-campaign\" revision=\"1\" jurisdiction=\"CN\" currency=\"CNY\"\n"
	"          kind=\"coupon\" purpose=\"marketing\" title=\"活动名称\">\n"
	"\n"
	"  <!-- 方案：谁办、什么时间、面向谁、什么产品和优惠 -->\n"
	"  <plan>\n"
	"    <organiser id=\"bank\" legal-name=\"某某银行股份有限公司\" short-name=\"某某银行\"/>\n"
	"    <period start=\"2027-01-01\" end=\"2027-01-31\" launch=\"2027-01-01\"/>\n"
	"    <audience>\n"
	"      <segment id=\"all\" kind=\"all\"/>\n"
	"    </audience>\n"
	"    <channel id=\"app\" kind=\"app\" name=\"手机银行\"/>\n"
	"  </plan>\n"
	"\n"
	"  <!-- 宣传材料：每份材料按渠道和版面逐块填写 -->\n"
	"  <materials>\n"
	"    <material id=\"banner\" kind=\"banner\" channels=\"app\" version=\"1\" valid-to=\"2027-01-31T23:59:59+08:00\">\n"
	"      <headline>主标题</headline>\n"
	"      <body>正文：活动内容、条件和期限。活动由某某银行举办，咨询电话见活动规则。</body>\n"
	"      <button>查看规则</button>\n"
	"    </material>\n"
	"  </materials>\n"
	"\n"
	"  <!-- 活动规则：逐条填写 -->\n"
	"  <terms>\n"
	"    <clause number=\"1\">活动时间：2027年1月1日至2027年1月31日。</clause>\n"
	"    <clause number=\"2\">咨询与投诉：400-000-0000，或任一营业网点。</clause>\n"
	"  </terms>\n"
	"\n"
	"  <!-- 流程 <journey>、个人信息 <personal-data>、消费者服务 <consumer-service> 按需补充 -->\n"
	"  <consumer-service>\n"
	"    <hotline phone=\"400-000-0000\"/>\n"
	"  </consumer-service>\n"
	"</campaign>\n";

static const char starter_config[] =
	"# cpreview 配置：选项 = 值，与 cpreview lint 的长选项同名；man 1 cpreview。\n"
	"ruleset = cn\n"
	"lang = zh\n"
	"# 从哪一级问题起视为不通过：note、warning、error\n"
	"fail-on = warning\n"
	"# 适用哪一天的法规；不写则取活动上线日或开始日\n"
	"# as-of = 2027-01-01\n";

static int write_new(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX];
	size_t n = strlen(text);
	int fd;

	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
		complain("init: %s: the path is too long", folder);
		return EXIT_USAGE;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0) {
		complain("init: %s: %s", path, strerror(errno));
		return EXIT_USAGE;
	}
	while (n) {
		ssize_t got = write(fd, text, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		text += got;
		n -= (size_t)got;
	}
	if (n || close(fd)) {
		complain("init: %s: %s", path, strerror(errno));
		unlink(path); /* half a file would stand in the way of the next try */
		return EXIT_USAGE;
	}
	print_safe(stdout, path);
	fputc('\n', stdout);
	return EXIT_OK;
}

int cmd_init(int argc, char **argv)
{
	static const struct option options[] = { { "help", no_argument, NULL, 'h' }, { 0 } };
	const char *folder = ".";
	struct stat st;
	char path[PATH_MAX];
	int exit_code, opt;

	opterr = 0;
	opt = getopt_long(argc, argv, ":h", options, NULL);
	if (opt != -1)
		return not_an_option("init", opt, argv, options);
	if (argc - optind > 1) {
		complain("init: one folder at most");
		return EXIT_USAGE;
	}
	if (optind < argc)
		folder = argv[optind];
	if (!*folder) {
		complain("init: the name of a folder cannot be empty");
		return EXIT_USAGE;
	}
	/* Both or none: look before writing the first. */
	if (snprintf(path, sizeof path, "%s/cpreview.conf", folder) < (int)sizeof path && lstat(path, &st) == 0) {
		complain("init: %s: is there already", path);
		return EXIT_USAGE;
	}
	exit_code = write_new(folder, "campaign.xml", starter_spec);
	return exit_code ? exit_code : write_new(folder, "cpreview.conf", starter_config);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promise of exact places: of generated campaigns, in which one offending phrase is spelt in every way that XML and
 * writers know, each finding's bytes, cut out of the raw file and decoded, are just that spelling; line and column lead there too.
 */
#include <iconv.h>
#include <stdint.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "host.h"

/* A random sequence that is the same everywhere. */
struct dice {
	uint64_t state;
};

static uint32_t roll(struct dice *d, uint32_t sides)
{
	d->state = d->state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(d->state >> 33) % sides;
}

static const char *pick(struct dice *d, const char *const *list, size_t n)
{
	return list[roll(d, (uint32_t)n)];
}
#define PICK(d, list) pick(d, list, HOST_COUNT(list))

/* The phrase is 稳赚a1: how each of its characters may be spelt. The first spelling of each is the plain one. */
static const char *const first[] = { "稳", "&#x7A33;", "&#31283;", "<![CDATA[稳]]>" };
static const char *const second[] = { "赚", "&#x8D5A;", "<![CDATA[赚]]>", "赚\xcc\xb6" /* struck through */ };
static const char *const third[] = { "a", "A", "ａ", "Ａ", "&#x41;", "&#xFF21;", "𝐀" };
static const char *const fourth[] = { "1", "１", "&#49;",
				      "1\xef\xb8\x8f" /* and a variation selector: the only one of 4 bytes */,
				      "&#x31;" };
/* What may stand between them and leave nothing in the text that is compared. */
static const char *const between[] = {
	"", "", "", "", "<!-- 稳 -->", "<?pi x?>", "<em>", "</em>", "\xe2\x80\x8b", "&#x200B;", "<![CDATA[]]>"
};
/* And before and behind the phrase, in running text. */
static const char *const around[] = {
	"",	"我", "！",	   "x\r\n",	   "\r\n  ",	     "\t",
	"字\n", "𠮷", "&amp;",	   "&lt;",	   "<![CDATA[<&]]>", "<br/>",
	"ｅ",	"é",  "e\xcc\x81", "\xef\xbf\xa5", "<!--\r\n-->",    "<strong>重</strong>",
	"，",	"　", "甲乙丙丁"
};

struct planted {
	size_t start, n; /* in the UTF-8 text */
};

/*
 * One spelling of the phrase; <em> is opened and closed in pairs, and not across the ends. Its place goes from what spells the
 * first character to what spells the last: the mark of a CDATA section spells nothing, nor does an invisible character behind.
 */
static struct planted spell(struct dice *d, struct cpr_strbuf *b)
{
	const char *const parts[] = { PICK(d, first), PICK(d, second), PICK(d, third), PICK(d, fourth) };
	struct planted planted = { .start = b->n + (*parts[0] == '<' ? strlen("<![CDATA[") : 0) };
	bool open = false;

	for (size_t i = 0; i < 4; i++) {
		cpr_strbuf_addz(b, parts[i]);
		for (uint32_t n = i < 3 ? roll(d, 3) : 0; n > 0; n--) {
			const char *gap = PICK(d, between);

			if (!strcmp(gap, "<em>") ? open : !strcmp(gap, "</em>") ? !open : false)
				continue;
			open ^= !strcmp(gap, "<em>") || !strcmp(gap, "</em>");
			cpr_strbuf_addz(b, gap);
		}
		if (i == 2 && open) {
			cpr_strbuf_addz(b, "</em>");
			open = false;
		}
	}
	planted.n = b->n - planted.start - (strlen(parts[3]) == 4 ? 3 : 0) /* the selector */;
	return planted;
}

/* A campaign with the phrase planted here and there. Returns how often. */
static size_t generate(struct dice *d, const char *declaration, struct cpr_strbuf *b, struct planted *planted,
		       size_t room)
{
	size_t n = 0;

	cpr_strbuf_addz(b, declaration);
	cpr_strbuf_addz(b, roll(d, 2) ? "\r\n" : "\n");
	cpr_strbuf_addz(
		b,
		"<campaign xmlns='urn:cpreview:campaign:1' id='c' jurisdiction='CN' kind='coupon'>\n<plan/><materials>"
		"<material id='m' kind='poster' title='𠮷&#x1F600;'>");
	for (uint32_t blocks = 1 + roll(d, 4); blocks > 0; blocks--) {
		cpr_strbuf_addz(b, "<body>");
		for (uint32_t pieces = roll(d, 6); pieces > 0; pieces--) {
			for (uint32_t k = roll(d, 4); k > 0; k--)
				cpr_strbuf_addz(b, PICK(d, around));
			if (n == room)
				continue;
			/* a letter or digit beside the phrase changes nothing; a combining mark would, so none begins what follows */
			cpr_strbuf_addz(b, "：");
			planted[n++] = spell(d, b);
			cpr_strbuf_addz(b, "；");
		}
		cpr_strbuf_addz(b, "</body>");
		cpr_strbuf_addz(b, roll(d, 2) ? "\n" : "");
	}
	cpr_strbuf_addz(b, "</material></materials></campaign>");
	cr_assert(!cpr_strbuf_failed(b));
	return n;
}

/* ---- encodings: how long the bytes of a piece of UTF-8 text are in them, and what they are ---- */

enum encoding { UTF8, UTF8_BOM, UTF16LE, UTF16BE, GB18030, ENCODINGS };

static const char *const declarations[ENCODINGS] = {
	"<?xml version='1.0'?>",
	"<?xml version='1.0' encoding='UTF-8'?>",
	"<?xml version='1.0' encoding='UTF-16'?>",
	"<?xml version='1.0' encoding='UTF-16'?>",
	"<?xml version='1.0' encoding='GB18030'?>",
};

static size_t next_code(const char *p, uint32_t *ret)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	*ret = n == 1 ? c : c & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++)
		*ret = *ret << 6 | ((unsigned char)p[i] & 0x3f);
	return n;
}

static void put_unit(struct cpr_strbuf *b, uint32_t u, bool big)
{
	char pair[2] = { (char)(big ? u >> 8 : u & 0xff), (char)(big ? u & 0xff : u >> 8) };

	cpr_strbuf_add(b, pair, 2);
}

/* By the library of the system, which knows GB18030 independently of the table in the library under test. */
static void encode_gb18030(struct cpr_strbuf *b, const char *p, size_t n)
{
	iconv_t cd = iconv_open("GB18030", "UTF-8");
	char *in = (char *)(uintptr_t)p;

	cr_assert_neq(cd, (iconv_t)-1);
	while (n > 0) {
		char out[64], *to = out;
		size_t left = n < 16 ? n : 16, room = sizeof out;

		while (left < n && ((unsigned char)in[left] & 0xc0) == 0x80)
			left++;
		n -= left;
		cr_assert_neq(iconv(cd, &in, &left, &to, &room), (size_t)-1);
		cpr_strbuf_add(b, out, (size_t)(to - out));
	}
	iconv_close(cd);
}

static void encode(enum encoding e, const char *p, size_t n, struct cpr_strbuf *b)
{
	if (e == UTF8 || e == UTF8_BOM) {
		cpr_strbuf_add(b, p, n);
	} else if (e == GB18030) {
		encode_gb18030(b, p, n);
	} else {
		for (size_t i = 0; i < n;) {
			uint32_t c;

			i += next_code(p + i, &c);
			if (c >= 0x10000) {
				put_unit(b, 0xd800 + ((c - 0x10000) >> 10), e == UTF16BE);
				c = 0xdc00 + ((c - 0x10000) & 0x3ff);
			}
			put_unit(b, c, e == UTF16BE);
		}
	}
}

static const char *const boms[ENCODINGS] = { "", "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "" };

/* Line and column of a place in the text, counted the simple way. */
static void count_lines(const char *p, size_t at, uint32_t *line, uint32_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at; i++) {
		if (p[i] == '\n' || (p[i] == '\r' && p[i + 1] != '\n')) {
			++*line;
			*column = 1;
		} else if (((unsigned char)p[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}

#define EXACT_RULE                                                                                                                                                     \
	"<ruleset xmlns='urn:cpreview:rules:1' id='h' version='1' jurisdiction='CN' owner='o' engine='1.0'><title><zh>集</zh><en>Set</en></title>"                    \
	"<law id='A' evidence='confirmed'><title><zh>甲法</zh><en>Act A</en></title></law>"                                                                          \
	"<rule id='h.a' revision='1' right='know' severity='error' confidence='likely'><title><zh>题</zh><en>t</en></title><message><zh>讯</zh><en>m</en></message>" \
	"<remedy><zh>改</zh><en>r</en></remedy><basis law='A' evidence='confirmed'/><text>%s</text><example outcome='violating'><mark>x</mark></example>"             \
	"<example outcome='compliant'>y</example></rule></ruleset>"

static void check_campaign(cpreview_ruleset *rs, uint64_t seed, enum encoding e)
{
	struct dice d = { seed };
	struct cpr_strbuf text = CPR_STRBUF(&cpr_mem_libc), raw = CPR_STRBUF(&cpr_mem_libc),
			  want = CPR_STRBUF(&cpr_mem_libc);
	struct planted planted[64];
	size_t n = generate(&d, declarations[e], &text, planted, HOST_COUNT(planted)), seen = 0;
	cpreview_campaign *c = NULL;
	cpreview_report *r;

	cpr_strbuf_addz(&raw, boms[e]);
	encode(e, text.p, text.n, &raw);
	cr_assert_eq(cpreview_campaign_load_memory(raw.p, raw.n, "c.xml", NULL, &c, NULL), 0);
	r = host_review(rs, c, NULL);
	cr_assert(cpreview_campaign_is_complete(c), "seed %llu, encoding %d: %s\n%s", (unsigned long long)seed, e,
		  cpreview_finding_message(cpreview_report_at(r, 0), CPREVIEW_EN), text.p);
	for (size_t i = 0; i < cpreview_report_count(r); i++) {
		const cpreview_finding *f = cpreview_report_at(r, i);
		const cpreview_place *p = cpreview_finding_place(f);
		uint32_t line, column;

		if (strcmp(cpreview_finding_rule(f), "h.a"))
			continue;
		cr_assert_lt(seen, n, "seed %llu: found what was not planted: %s in\n%s", (unsigned long long)seed,
			     cpreview_place_excerpt(p), text.p);
		cpr_strbuf_reset(&want);
		encode(e, text.p + planted[seen].start, planted[seen].n, &want);
		cr_assert(cpreview_place_length_bytes(p) == want.n &&
				  cpreview_place_offset_bytes(p) + want.n <= raw.n &&
				  !memcmp(raw.p + cpreview_place_offset_bytes(p), want.p, want.n),
			  "seed %llu, encoding %d: found \"%s\" instead of \"%.*s\" in\n%s", (unsigned long long)seed,
			  e, cpreview_place_excerpt(p), (int)planted[seen].n, text.p + planted[seen].start, text.p);
		/* and not another spelling that is the same */
		cpr_strbuf_reset(&want);
		cpr_strbuf_addz(&want, boms[e]);
		encode(e, text.p, planted[seen].start, &want);
		cr_assert_eq(cpreview_place_offset_bytes(p), want.n, "seed %llu, encoding %d", (unsigned long long)seed,
			     e);
		count_lines(text.p, planted[seen].start, &line, &column);
		cr_assert(cpreview_place_line(p) == line && cpreview_place_column(p) == column,
			  "seed %llu, encoding %d", (unsigned long long)seed, e);
		count_lines(text.p, planted[seen].start + planted[seen].n, &line, &column);
		cr_assert(cpreview_place_end_line(p) == line && cpreview_place_end_column(p) == column,
			  "seed %llu, encoding %d: %u:%u", (unsigned long long)seed, e, line, column);
		cr_assert_eq(strlen(cpreview_place_excerpt(p)), planted[seen].n);
		cr_assert(!memcmp(cpreview_place_excerpt(p), text.p + planted[seen].start, planted[seen].n));
		cr_assert_str_eq(cpreview_finding_matched(f), "稳赚a1");
		seen++;
	}
	cr_assert_eq(seen, n, "seed %llu, encoding %d: %zu of %zu found in\n%s", (unsigned long long)seed, e, seen, n,
		     text.p);
	cpreview_report_unref(r);
	cpreview_campaign_unref(c);
	cpr_strbuf_free(&text);
	cpr_strbuf_free(&raw);
	cpr_strbuf_free(&want);
}

static void check_all(const char *phrases, uint64_t first_seed)
{
	char xml[4096];
	cpreview_ruleset *rs;

	snprintf(xml, sizeof xml, EXACT_RULE, phrases);
	rs = host_load_rules(xml);
	for (uint64_t seed = first_seed; seed < first_seed + 1000; seed++)
		check_campaign(rs, seed, (enum encoding)(seed % ENCODINGS));
	cpreview_ruleset_unref(rs);
}

Test(exact_places, of_terms)
{
	check_all("<term>稳赚a1</term>", 1);
}

Test(exact_places, of_patterns)
{
	check_all("<pattern>稳赚[a-z]\\d</pattern>", 2000);
}

/* Also of what is found only because it was asked again, behind excepts. */
Test(exact_places, behind_excepts)
{
	check_all(
		"<pattern>[甲稳]赚?.{0,2}a1|稳赚a1</pattern><except><before within='1'><term>非</term></before></except>",
		5000);
}

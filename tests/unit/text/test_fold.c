/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <utf8proc.h>

#include "failmem.h"
#include "text/fold.h"
#include "text/fold_level.h"
#include "text/unicode.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct cpr_folded fold(enum cpr_fold_profile profile, struct cpr_str s, uint32_t src)
{
	struct cpr_folded f;

	cpr_folded_init(&f, &cpr_mem_libc);
	cpr_fold_add(&f, profile, s, src);
	cr_assert(!f.failed);
	return f;
}

/* Text with bytes that do not print, for messages. */
static const char *shown(struct cpr_str s)
{
	static char buf[8][512];
	static unsigned which;
	char *p = buf[which = (which + 1) % 8];
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < 500; i++) {
		unsigned char c = (unsigned char)s.p[i];

		n += (size_t)sprintf(p + n, c >= 0x20 && c < 0x7f ? "%c" : "\\x%02x", c);
	}
	p[n] = '\0';
	return p;
}

struct expect {
	const char *in, *out;
};

static void expect_all(enum cpr_fold_profile profile, const struct expect *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cpr_folded f = fold(profile, cpr_str_of(t[i].in), 0);

		cr_expect(cpr_str_is(cpr_strbuf_str(&f.text), t[i].out), "%zu: \"%s\": \"%s\", not \"%s\"", i, t[i].in,
			  f.text.p ? f.text.p : "", t[i].out);
		cpr_folded_free(&f);
	}
}

Test(fold, profile_names)
{
	enum cpr_fold_profile p;

	cr_assert(cpr_fold_profile_parse(CPR_STR("exact-1"), &p));
	cr_assert_eq(p, CPR_FOLD_EXACT_1);
	cr_assert(cpr_fold_profile_parse(CPR_STR("default-1"), &p));
	cr_assert_eq(p, CPR_FOLD_DEFAULT_1);
	cr_assert(!cpr_fold_profile_parse(CPR_STR("default"), &p));
	cr_assert(!cpr_fold_profile_parse(CPR_STR("default-10"), &p));
	cr_assert(!cpr_fold_profile_parse(CPR_STR(""), &p));
}

/* In the order of fold.h, line by line. */
Test(fold, default_1)
{
	static const struct expect t[] = {
		{ "", "" },
		{ "保本", "保本" },
		/* Invisible */
		{ "保\u200b本\u00ad保\ufe0f\ufeff", "保本保" },
		{ "\u200b\u2060\u180e", "" },
		{ "保\u202e本\U000e0041\U000e0100", "保本" },
		/* Line breaks */
		{ "保\u2028本", "保\n本" },
		{ "保 \u2029 本", "保\n本" },
		{ "\u2028\u2028", "\n\n" },
		{ " \u2028 a \u2028 ", "\na\n" },
		{ "a\u2028\u200b\u0301", "a\n\u0301" },
		/* White space */
		{ "  保本 \n", "保本" },
		{ "保 本", "保本" },
		{ "保\n      本", "保本" },
		{ "保\u3000本", "保本" },
		{ "保\u00a0\t\u2003本", "保本" },
		{ "保\u2800本", "保本" },
		{ "保 \u200b 本", "保本" },
		{ "收益 3.5 %", "收益3.5%" },
		{ "3.5 ‰", "3.5‰" },
		{ "3 5", "3 5" },
		{ "x %", "x %" },
		{ "APP 下载", "app下载" },
		{ "a  b\t\nc", "a b c" },
		{ "3.5. 保本", "3.5. 保本" },
		{ "保 .5", "保 .5" },
		{ "，  保", ",保" },
		{ "a ， b", "a , b" },
		{ "《 法 》 ok 。 ", "《法》ok。" },
		{ "㏠ 3", "1日3" },
		{ "a b %c", "a b %c" },
		{ "1 %", "1%" },
		{ "sixteen letters and 7 % more of them", "sixteen letters and 7% more of them" },
		/* NFKC and case */
		{ "ＡＢＣａｂｃ１２３", "abcabc123" },
		{ "，：；！？（）［］｛｝％＋－＝／＜＞～｜＆＠＃＊", ",:;!?()[]{}%+-=/<>~|&@#*" },
		{ "｡､｢｣", "。、\"\"" },
		{ "︽︾︵︶", "《》()" },
		{ "…", "..." },
		{ "①㊙㎡℃№½", "1秘m2°cno1/2" },
		{ "Straße ẞ İ", "strasse ss i\u0307" },
		{ "e\u0301 E\u0301 É", "é é é" },
		{ "e\u200b\u0301", "é" },
		{ "ＬＰＲ", "lpr" },
		{ "ｶﾞ", "ガ" },
		{ "か\u3099", "が" },
		{ "ㅎㅏㄴ", "하ᄂ" },
		{ "\u1112\u1161\u11ab", "한" },
		{ "한국", "한국" },
		{ "ﬁ ﷺ", "fi صلى الله عليه وسلم" },
		{ "=\u0338", "≠" },
		{ "ΣΊΣΥΦΟΣ", "σίσυφοσ" },
		/* Digits that are set off */
		{ "3.6¹", "3.6 1" },
		{ "3.6①", "3.6 1" },
		{ "3½", "3 1/2" },
		{ "3１𝟐", "312" },
		{ "m²", "m2" },
		{ "3 ²", "3 2" },
		{ "３²", "3 2" },
		/* Dashes */
		{ "‐‑‒–—―−─━⸺⸻－", "------------" },
		{ "3%—5%", "3%-5%" },
		{ "——", "--" },
		{ "〜〰∼⁓˜～", "~~~~~~" },
		{ "一ー", "一ー" },
		/* Quotes and brackets */
		{ "“”„‟″〝〞〟「」『』«»❝❞＂﹁﹂", "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"" },
		{ "‘’‚‛′´ʼ‹›❛❜＇", "''''''''''''" },
		{ "don’t", "don't" },
		{ "【】〔〕〖〗〘〙〚〛［］", "[][][][][][]" },
		{ "《》〈〉⟨⟩", "《》〈〉〈〉" },
		/* Bullets */
		{ "•‧・∙⋅◦●‣⁃⦁·･", "············" },
		{ "■□☑▪◆★☆", "■□☑▪◆★☆" },
		/* The rest of punctuation */
		{ "∶⁄∕∗│┃∣⋯", "://*|||..." },
		{ "二○二六◯", "二〇二六〇" },
		{ "。、《》￥¥‰×·★", "。、《》¥¥‰×·★" },
		/* Radicals */
		{ "⻛险⻓期⼈⺠", "风险长期人民" },
		{ "\uf900\U0002f800", "豈丽" },
		/* Marks */
		{ "保\u0336本\u0332", "保本" },
		{ "保\u0301本", "保本" },
		{ "1\ufe0f\u20e3", "1" },
		{ "1\u0308", "1" },
		{ "r\u0332", "r" },
		{ "\u0332", "" },
		{ "保\u0336 本", "保本" },
		{ "q\u0308", "q\u0308" },
		{ "a \u0301", "a" },
		{ "\u00a0\u0301", "" },
		{ "´", "'" },
		{ "¨", "¨" },
		/* What stays */
		{ "保*本-保·本 零★风险", "保*本-保·本零★风险" },
		{ "穩賺不賠", "穩賺不賠" },
		{ "😀👨\u200d👩", "😀👨👩" },
	};

	expect_all(CPR_FOLD_DEFAULT_1, t, COUNT(t));
}

Test(fold, exact_1)
{
	static const struct expect t[] = {
		{ "", "" },
		{ "  保 \t\r\n 本 ", "保 本" },
		{ "ＡＢＣ，Ａbc “x” ①", "ＡＢＣ，Ａbc “x” ①" },
		{ "保\u200b本\ufeff", "保本" },
		{ "保\u3000本\u00a0x", "保\u3000本\u00a0x" },
		{ "a\u2028 b\u2029", "a\nb\n" },
		{ "e\u0301保\u0336", "e\u0301保\u0336" },
		{ "\u3164\uffa0\ufff9.", "." },
		{ "3 %3¹", "3 %3¹" },
		{ "\u2800", "\u2800" },
		{ "0123456789abcdef0123456789ABCDEF 保本保本保本，保本保本", "0123456789abcdef0123456789ABCDEF 保本保本保本，保本保本" },
	};

	expect_all(CPR_FOLD_EXACT_1, t, COUNT(t));
}

/* Whatever the alignment to the blocks of the fast way: one character after another at each place of plain text. */
Test(fold, special_at_every_place)
{
	static const char *const plain[] = { "abcdefghijklmnopqrstuvwxyz0123456789.,-+()", "保本保息稳赚不赔零风险收益率最高可达客户",
					     "a保bc本def息ghij稳klmno赚pqrstu不vwxyz赔", "x y z0 1 2ab cd ef gh ij kl mnop" };
	static const struct expect special[] = {
		{ "，", "," }, { "Ａ", "a" }, { "A", "a" }, { "\u200b", "" }, { "\xff", "\ufffd" }, { "\xe4\xbf", "\ufffd\ufffd" },
		{ "。", "。" }, { "\u0336", "" }, { "\u2028", "\n" }, { "é", "é" }, { "😀", "😀" }, { "㐀", "㐀" },
	};

	for (size_t p = 0; p < COUNT(plain); p++) {
		for (size_t k = 0; k < COUNT(special); k++) {
			size_t n = strlen(plain[p]);

			for (size_t at = 0; at <= n; at++) {
				struct cpr_strbuf in = CPR_STRBUF(&cpr_mem_libc), want = CPR_STRBUF(&cpr_mem_libc);
				struct cpr_folded f;

				if ((at < n && ((unsigned char)plain[p][at] & 0xc0) == 0x80) || plain[p][at] == ' ' ||
				    (at && plain[p][at - 1] == ' '))
					continue;
				cpr_strbuf_add(&in, plain[p], at);
				cpr_strbuf_addz(&in, special[k].in);
				cpr_strbuf_addz(&in, plain[p] + at);
				cpr_strbuf_add(&want, plain[p], at);
				cpr_strbuf_addz(&want, special[k].out);
				cpr_strbuf_addz(&want, plain[p] + at);
				f = fold(CPR_FOLD_DEFAULT_1, cpr_strbuf_str(&in), 0);
				cr_assert(cpr_str_eq(cpr_strbuf_str(&f.text), cpr_strbuf_str(&want)), "%s: %s, not %s", in.p,
					  f.text.p, want.p);
				cpr_folded_free(&f);
				cpr_strbuf_free(&in);
				cpr_strbuf_free(&want);
			}
		}
	}
}

Test(fold, source)
{
	static const struct {
		const char *in, *out;
		uint32_t start, end, src_start, src_end;
	} t[] = {
		{ "保本", "保本", 0, 6, 0, 6 },
		{ "保本", "保本", 3, 6, 3, 6 },
		{ "  保 本  ", "保本", 0, 6, 2, 9 },
		{ "  保 本  ", "保本", 0, 3, 2, 5 },
		{ "  保 本  ", "保本", 3, 6, 6, 9 },
		{ "保\u200b本", "保本", 0, 6, 0, 9 },  /* invisible inside: included */
		{ "\u200b保\u200b本\u200b", "保本", 0, 3, 3, 6 }, /* outside: not */
		{ "\u200b保\u200b本\u200b", "保本", 3, 6, 9, 12 },
		{ "１２％", "12%", 0, 1, 0, 3 },
		{ "１２％", "12%", 1, 3, 3, 9 },
		{ "x㎡y", "xm2y", 1, 2, 1, 4 },          /* a part of it comes from the whole */
		{ "x㎡y", "xm2y", 2, 4, 1, 5 },
		{ "xe\u0301y", "xéy", 1, 3, 1, 4 },
		{ "xe\u200b\u0301\u200by", "xéy", 1, 3, 1, 7 },
		{ "3.6①", "3.6 1", 3, 4, 3, 6 },          /* the space that sets off belongs to what is set off */
		{ "3.6①", "3.6 1", 0, 3, 0, 3 },
		{ "a \t b", "a b", 1, 2, 1, 4 },
		{ "a \t b", "a b", 0, 3, 0, 5 },
		{ "ABC", "abc", 1, 2, 1, 2 },
		{ "a\u2028b", "a\nb", 1, 2, 1, 4 },
		{ "保\u0336本", "保本", 0, 3, 0, 3 },
		{ "保\u0301本", "保本", 0, 3, 0, 5 },
		{ " 保本 ", "保本", 0, 0, 1, 1 },          /* points */
		{ " 保本 ", "保本", 3, 3, 4, 4 },
		{ " 保本 ", "保本", 6, 6, 7, 7 },
		{ "保 本", "保本", 0, 99, 0, 7 },          /* too far is the end */
		{ "  ", "", 0, 0, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct cpr_folded f = fold(CPR_FOLD_DEFAULT_1, cpr_str_of(t[i].in), 1000);
		uint32_t a, b, base = f.runs.n ? 1000 : 0;

		cr_assert(cpr_str_is(cpr_strbuf_str(&f.text), t[i].out), "%zu", i);
		cpr_fold_source(&f, t[i].start, t[i].end, &a, &b);
		cr_expect(a == base + t[i].src_start && b == base + t[i].src_end, "%zu: %u-%u", i, a - base, b - base);
		cpr_folded_free(&f);
	}
}

Test(fold, units_stand_for_themselves)
{
	struct cpr_folded f;
	uint32_t a, b;

	cpr_folded_init(&f, &cpr_mem_libc);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("e "), 10);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("\xcc\x81 3"), 20); /* does not compose with the e */
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("①"), 30);          /* not set off */
	cpr_fold_add(&f, CPR_FOLD_EXACT_1, CPR_STR(" Ａ"), 40);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR(""), 50);
	cr_assert(cpr_str_is(cpr_strbuf_str(&f.text), "e\xcc\x81 31Ａ"), "%s", f.text.p);
	cpr_fold_source(&f, 0, (uint32_t)f.text.n, &a, &b);
	cr_assert(a == 10 && b == 44);
	cpr_fold_source(&f, 1, 3, &a, &b);
	cr_assert(a == 20 && b == 22);
	cpr_fold_source(&f, 5, 6, &a, &b);
	cr_assert(a == 30 && b == 33);
	cr_assert_eq(f.text.p[f.text.n], '\0');
	cpr_folded_reset(&f);
	cr_assert(f.text.n == 0 && f.runs.n == 0);
	cpr_folded_free(&f);
}

/* What must hold of any folding. */
static void check_folded(const struct cpr_folded *f, enum cpr_fold_profile profile, struct cpr_str in)
{
	struct cpr_str out = cpr_strbuf_str(&f->text);

	cr_assert_eq(cpr_utf8_valid(out.p, out.n), out.n, "%s", shown(in));
	for (size_t i = 0; i < out.n;) {
		uint32_t c;

		i += cpr_utf8_next(out.p + i, out.n - i, &c);
		cr_assert(!cpr_char_invisible(c), "%s", shown(in));
		if (profile == CPR_FOLD_DEFAULT_1) {
			cr_assert(!cpr_char_space(c) || c == ' ' || c == '\n', "%s", shown(in));
			cr_assert(c < 'A' || c > 'Z', "%s", shown(in));
			cr_assert(c < 0xff01 || c > 0xff5e, "%s", shown(in));
		}
	}
	for (size_t i = 0; i < f->runs.n; i++) {
		struct cpr_fold_run r = f->runs.v[i];
		uint32_t next = i + 1 < f->runs.n ? f->runs.v[i + 1].out : (uint32_t)out.n;

		cr_assert(i > 0 || r.out == 0);
		cr_assert_lt(r.out, next, "%s", shown(in));
		cr_assert_leq(r.src + r.src_n, in.n);
		cr_assert_gt(r.src_n, 0);
		if (i)
			cr_assert_geq(r.src, f->runs.v[i - 1].src + f->runs.v[i - 1].src_n, "%s", shown(in));
		if (!r.identity)
			continue;
		cr_assert_eq(next - r.out, r.src_n, "%s", shown(in));
		for (uint32_t k = 0; k < r.src_n; k++) {
			char a = in.p[r.src + k], b = out.p[r.out + k];

			cr_assert(a == b || (a >= 'A' && a <= 'Z' && b == a + 32 && profile == CPR_FOLD_DEFAULT_1));
		}
	}
	cr_assert(out.n == 0 || f->runs.n > 0);
}

/* '\n' is white space to the second time; what it came from is not. */
static void check_twice(const struct cpr_folded *f, enum cpr_fold_profile profile, struct cpr_str in)
{
	struct cpr_strbuf again = CPR_STRBUF(&cpr_mem_libc);
	struct cpr_folded g;

	for (size_t i = 0; i < f->text.n; i++) {
		if (f->text.p[i] == '\n')
			cpr_strbuf_addz(&again, "\u2028");
		else
			cpr_strbuf_addc(&again, f->text.p[i]);
	}
	g = fold(profile, cpr_strbuf_str(&again), 0);
	cr_assert(cpr_str_eq(cpr_strbuf_str(&f->text), cpr_strbuf_str(&g.text)), "%s: %s, then %s", shown(in),
		  shown(cpr_strbuf_str(&f->text)), shown(cpr_strbuf_str(&g.text)));
	cpr_folded_free(&g);
	cpr_strbuf_free(&again);
}

/* Every character alone and between others: stable, valid, mapped. Letters and digits as utf8proc's own NFKC_Casefold has them. */
Test(fold, every_character)
{
	static const char *const around[][2] = { { "", "" }, { "x", "y" }, { "保", "本" }, { "3", "5" }, { "e ", "\u0301" } };

	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c);

		if ((c >= 0xd800 && c <= 0xdfff) || (cat == UTF8PROC_CATEGORY_CN && c % 64))
			continue;
		for (size_t k = 0; k < COUNT(around); k++) {
			char in[32], bytes[5] = "";
			struct cpr_folded f;

			cpr_utf8_put(c, bytes);
			snprintf(in, sizeof in, "%s%s%s", around[k][0], bytes, around[k][1]);
			for (int profile = 0; profile < 2; profile++) {
				f = fold((enum cpr_fold_profile)profile, cpr_str_of(in), 0);
				check_folded(&f, (enum cpr_fold_profile)profile, cpr_str_of(in));
				check_twice(&f, (enum cpr_fold_profile)profile, cpr_str_of(in));
				if (profile == CPR_FOLD_EXACT_1 || k)
					cpr_folded_free(&f);
			}
			if (k == 0) {
				char *want = (char *)utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)in);

				bool plain = cat == UTF8PROC_CATEGORY_LU || cat == UTF8PROC_CATEGORY_LL || cat == UTF8PROC_CATEGORY_LT ||
					     cat == UTF8PROC_CATEGORY_LO || cat == UTF8PROC_CATEGORY_ND;

				/* U+0149 has an apostrophe, which is levelled. */
				/* What would begin with a space or a mark is not torn apart. */
				if (plain && !cpr_char_invisible(c) && cpr_fold_level(c) == c && c != 0x149 && want[0] != ' ' &&
				    c != 0xe33 && c != 0xeb3)
					cr_assert(cpr_str_is(cpr_strbuf_str(&f.text), want), "U+%04X: %s, not %s", c, f.text.p, want);
				free(want);
				cpr_folded_free(&f);
			}
		}
	}
}

/* Random text. */

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void random_text(uint32_t *rnd, struct cpr_strbuf *b)
{
	static const char *const pool[] = {
		"保", "本", "客", "年化", "㐀", "𠀀", "0", "1", "9", ".", "%", ",", " ", "  ", "\n", "\t", "a", "b", "E", "e", "o", "U", "x",
		"，", "。", "：", "！", "１", "Ａ", "％", "“", "”", "—", "●", "○", "…", "①", "½", "²", "㎡", "㏠", "\u3000", "\u00a0",
		"\u2028", "\u2029", "\u200b", "\u00ad", "\ufe0f", "\u200d", "\u0301", "\u0323", "\u0300", "\u0336", "\u20e3", "\u0338",
		"\u3099", "か", "ﾞ", "ｶ", "ᄒ", "ᅡ", "ᆫ", "하", "ㅏ", "=", "<", "😀", "👨", "ß", "İ", "ﷺ", "ﬁ", "´", "¨", "\u0345", "α", "ᾳ",
		"⻛", "⼈", "豈", "\u2800", "※", "《", "》", "abcdefghijklmnopqrstuvwxyz ABC", "稳赚不赔零风险最高收益率保本保息",
	};
	unsigned n = next_random(rnd) % 14;

	cpr_strbuf_reset(b);
	cpr_strbuf_addz(b, "");
	while (n--) {
		if (next_random(rnd) % 12)
			cpr_strbuf_addz(b, pool[next_random(rnd) % COUNT(pool)]);
		else
			cpr_strbuf_add_char(b, 1 + next_random(rnd) % 0x33fff);
	}
}

static struct cpr_str trim_space(struct cpr_str s)
{
	while (s.n && s.p[0] == ' ')
		s.p++, s.n--;
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* The source of a piece of the folded text, folded by itself, holds the piece. */
static void check_source(uint32_t *rnd, const struct cpr_folded *f, enum cpr_fold_profile profile, struct cpr_str in)
{
	struct cpr_str out = cpr_strbuf_str(&f->text), piece;
	uint32_t a = next_random(rnd) % ((uint32_t)out.n + 1), b = a + next_random(rnd) % ((uint32_t)out.n - a + 1), from, to;
	struct cpr_folded g;

	while (a < out.n && ((unsigned char)out.p[a] & 0xc0) == 0x80)
		a++;
	while (b < out.n && ((unsigned char)out.p[b] & 0xc0) == 0x80)
		b++;
	if (b < a)
		return;
	cpr_fold_source(f, a, b, &from, &to);
	cr_assert(from <= to && to <= in.n, "%s", shown(in));
	cr_assert(a != b || from == to);
	piece = trim_space((struct cpr_str){ out.p + a, b - a });
	g = fold(profile, (struct cpr_str){ in.p + from, to - from }, 0);
	cr_assert(piece.n == 0 || (g.text.p && memmem(g.text.p, g.text.n, piece.p, piece.n)), "%s, %u-%u: %s is not in %s", shown(in), a,
		  b, shown(piece), shown(cpr_strbuf_str(&g.text)));
	cpr_folded_free(&g);
}

Test(fold, random_texts)
{
	struct cpr_strbuf in = CPR_STRBUF(&cpr_mem_libc);
	uint32_t rnd = 7;

	for (int i = 0; i < 40000; i++) {
		enum cpr_fold_profile profile = i % 4 ? CPR_FOLD_DEFAULT_1 : CPR_FOLD_EXACT_1;
		struct cpr_folded f;

		random_text(&rnd, &in);
		f = fold(profile, cpr_strbuf_str(&in), 0);
		check_folded(&f, profile, cpr_strbuf_str(&in));
		check_twice(&f, profile, cpr_strbuf_str(&in));
		for (int k = 0; k < 4; k++)
			check_source(&rnd, &f, profile, cpr_strbuf_str(&in));
		cpr_folded_free(&f);
	}
	cpr_strbuf_free(&in);
}

/* Letters with marks: normalised as utf8proc does it with the whole text at once. */
Test(fold, combining_sequences_as_a_whole)
{
	static const uint32_t pool[] = { 'a', 'e', 'O', 0xe9, 0x1ea5, 0x301, 0x300, 0x323, 0x302, 0x31b, 0x327, 0x338, '=', 0x1100, 0x1161,
					 0x11a8, 0xac00, 0x304b, 0x3099, 0x309a, 0xff76, 0xff9e, 0x3b1, 0x1fb3, 0x915, 0x93c, 0x9c7, 0x9be,
					 0xdf, 0xfb01, 0x1d15e, 0x5d0, 0x5b7, 0x622, 0x653, 0x654, 0x627 };
	struct cpr_strbuf in = CPR_STRBUF(&cpr_mem_libc);
	uint32_t rnd = 3;

	for (int i = 0; i < 30000; i++) {
		unsigned n = 1 + next_random(&rnd) % 8;
		struct cpr_folded f;
		char *want;

		cpr_strbuf_reset(&in);
		while (n--)
			cpr_strbuf_add_char(&in, pool[next_random(&rnd) % COUNT(pool)]);
		f = fold(CPR_FOLD_DEFAULT_1, cpr_strbuf_str(&in), 0);
		want = (char *)utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)in.p);
		cr_assert(cpr_str_is(cpr_strbuf_str(&f.text), want), "%s: %s, not %s", shown(cpr_strbuf_str(&in)),
			  shown(cpr_strbuf_str(&f.text)), shown(cpr_str_of(want)));
		free(want);
		cpr_folded_free(&f);
	}
	cpr_strbuf_free(&in);
}

/* Bytes that are no text at all. */
Test(fold, any_bytes)
{
	uint32_t rnd = 11;
	char in[64];

	for (int i = 0; i < 60000; i++) {
		size_t n = next_random(&rnd) % sizeof in;
		enum cpr_fold_profile profile = i % 2 ? CPR_FOLD_DEFAULT_1 : CPR_FOLD_EXACT_1;
		struct cpr_folded f;
		char *copy = malloc(n ? n : 1); /* its own block, so that reading behind it is seen */

		for (size_t k = 0; k < n; k++) {
			uint32_t r = next_random(&rnd);

			in[k] = (char)(r % 4 == 0 ? r >> 8 : r % 4 == 1 ? 0x80 + (r >> 8) % 64 : 0xe4 + (r >> 8) % 3);
		}
		memcpy(copy, in, n);
		f = fold(profile, (struct cpr_str){ copy, n }, 0);
		cr_assert_eq(cpr_utf8_valid(f.text.p, f.text.n), f.text.n, "%s", shown((struct cpr_str){ copy, n }));
		check_twice(&f, profile, (struct cpr_str){ copy, n });
		cpr_folded_free(&f);
		free(copy);
	}
}

/* Long and of one sort: nothing here may take the square of its length. */
Test(fold, hostile_lengths, .timeout = 60)
{
	static const char *const units[] = { "\u0301\u0316", "\u200b", " ", "\u3000\u200b", "e\u0301", "保\u0336 ", "\u2028 ", "ﷺ", "\xff", "1①",
					     "\ufe0f\u0301" };
	struct cpr_strbuf in = CPR_STRBUF(&cpr_mem_libc);

	for (size_t k = 0; k < COUNT(units); k++) {
		struct cpr_folded f;

		cpr_strbuf_reset(&in);
		cpr_strbuf_addz(&in, "a");
		while (in.n < 200000)
			cpr_strbuf_addz(&in, units[k]);
		cpr_strbuf_addz(&in, "b");
		f = fold(CPR_FOLD_DEFAULT_1, cpr_strbuf_str(&in), 0);
		cr_assert(f.text.n >= 2 && f.text.p[f.text.n - 1] == 'b');
		cpr_folded_free(&f);
	}
	cpr_strbuf_free(&in);
}

Test(fold, offsets_end_at_four_gigabytes)
{
	struct cpr_folded f;
	uint32_t a, b;

	cpr_folded_init(&f, &cpr_mem_libc);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("保"), UINT32_MAX - 3);
	cr_assert(!f.failed);
	cpr_fold_source(&f, 0, 3, &a, &b);
	cr_assert(a == UINT32_MAX - 3 && b == UINT32_MAX);
	cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("保"), UINT32_MAX - 2);
	cr_assert(f.failed);
	cpr_folded_reset(&f);
	cr_assert(!f.failed);
	cpr_folded_free(&f);
}

Test(fold, out_of_memory)
{
	static const char text[] = "保，本①Ａ e\u0301\u0323 3½“x” ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ，，，，，，，，，，，，，，，，，，，";
	struct cpr_folded good = fold(CPR_FOLD_DEFAULT_1, CPR_STR(text), 0);
	bool done = false;

	for (size_t at = 0; at < 100 && !done; at++) {
		struct failmem f = { .fail_at = at };
		struct cpr_mem mem = FAILMEM(&f);
		struct cpr_folded g;

		cpr_folded_init(&g, &mem);
		cpr_fold_add(&g, CPR_FOLD_DEFAULT_1, CPR_STR(text), 0);
		done = f.calls <= at;
		cr_assert_eq(g.failed, !done, "allocation %zu", at);
		if (done)
			cr_assert(cpr_str_eq(cpr_strbuf_str(&g.text), cpr_strbuf_str(&good.text)));
		/* Usable again. */
		cpr_folded_reset(&g);
		cpr_fold_add(&g, CPR_FOLD_DEFAULT_1, CPR_STR(text), 0);
		cr_assert(!g.failed);
		cr_assert(cpr_str_eq(cpr_strbuf_str(&g.text), cpr_strbuf_str(&good.text)));
		cpr_folded_free(&g);
		cr_assert_eq(f.live, 0, "leak when allocation %zu fails", at);
	}
	cr_assert(done);
	cpr_folded_free(&good);
}

Test(fold, no_allocation_when_warm)
{
	struct failmem m = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&m);
	struct cpr_folded f;
	size_t warm = 0;

	cpr_folded_init(&f, &mem);
	for (int i = 0; i < 5; i++) {
		cpr_folded_reset(&f);
		cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("保，本①Ａ e\u0301\u0323 3½“x” ﷺ"), 0);
		cpr_fold_add(&f, CPR_FOLD_DEFAULT_1, CPR_STR("不保本"), 100);
		if (i == 0)
			warm = m.calls;
	}
	cr_assert_eq(m.calls, warm);
	cpr_folded_free(&f);
	cr_assert_eq(m.live, 0);
}

/* What makes folding twice harmless: a target is levelled no further, and folds to itself. */
Test(fold, levels)
{
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		uint32_t to = cpr_fold_level(c);
		struct cpr_folded f;
		char bytes[4];
		unsigned n;

		if (to == c)
			continue;
		cr_assert_eq(cpr_fold_level(to), to, "U+%04X", c);
		n = cpr_utf8_put(to, bytes);
		f = fold(CPR_FOLD_DEFAULT_1, (struct cpr_str){ bytes, n }, 0);
		if (to != 0x2026)
			cr_assert(cpr_str_eq(cpr_strbuf_str(&f.text), (struct cpr_str){ bytes, n }), "U+%04X", c);
		cpr_folded_free(&f);
	}
}

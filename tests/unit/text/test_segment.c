/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "text/segment.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/*
 * Rows are written with '|' at each border and '_' for white space that is trimmed away; both are taken out (the white
 * space becomes a space). Every byte of the text must then find the piece it is written in.
 */
struct text {
	char bytes[512];
	uint32_t n;
	uint32_t piece_of[512];
	struct cpr_range pieces[32];
	uint32_t n_pieces;
};

static void read_row(const char *row, struct text *t)
{
	memset(t, 0, sizeof *t);
	t->n_pieces = 1;
	for (; *row; row++) {
		if (*row == '|') {
			t->pieces[t->n_pieces - 1].end = t->n;
			t->pieces[t->n_pieces++].start = t->n;
			continue;
		}
		t->piece_of[t->n] = t->n_pieces - 1;
		t->bytes[t->n++] = *row == '_' ? ' ' : *row;
	}
	t->pieces[t->n_pieces - 1].end = t->n;
	for (uint32_t i = 0; i < t->n_pieces; i++) {
		struct cpr_range *r = &t->pieces[i];

		while (r->start < r->end && strchr(" \n\r", t->bytes[r->start]))
			r->start++;
		while (r->end > r->start && strchr(" \n\r", t->bytes[r->end - 1]))
			r->end--;
		if (r->end - r->start >= 3 && memcmp(t->bytes + r->end - 3, "\xe2\x80", 2) == 0 &&
		    ((uint8_t)t->bytes[r->end - 1] == 0xa8 || (uint8_t)t->bytes[r->end - 1] == 0xa9))
			r->end -= 3;
	}
}

static void check_rows(const char *const *rows, size_t n, struct cpr_range (*at)(struct cpr_str, uint32_t))
{
	for (size_t i = 0; i < n; i++) {
		struct text t;

		read_row(rows[i], &t);
		for (uint32_t pos = 0; pos <= t.n; pos++) {
			/* A copy of its own, so that a byte read past the end is seen. */
			char *copy = malloc(t.n ? t.n : 1);
			struct cpr_range want = t.pieces[t.piece_of[pos < t.n ? pos : t.n ? t.n - 1 : 0]], r;

			memcpy(copy, t.bytes, t.n);
			r = at((struct cpr_str){ copy, t.n }, pos);
			free(copy);
			cr_assert(r.start == want.start && r.end == want.end, "%s at %u: %u-%u, not %u-%u", rows[i], pos, r.start,
				  r.end, want.start, want.end);
		}
	}
}

Test(segment, sentences)
{
	static const char *const rows[] = {
		"",
		"无标点",
		"投资有风险。|理财非存款！|真的吗？|是；|否",
		"a!|b?|c;|d",
		"Risk is yours.|_Read the terms.|_Then sign.",
		"利率3.6%不变。|见www.example.com说明。",
		"第一行\n|第二行\n|\n|第三行",
		"一行\xe2\x80\xa8|二行\xe2\x80\xa9|三行",
		"真的？！|真的!?!|好。。。|完",
		"他说（不保本。）|然后",
		"《说明。》|[注意。]|{x.}|_y",
		/* folded quotes are all alike: whether one closes depends on those before it */
		"\"投资有风险。\"|本行提示",
		"好。|\"零风险\"产品",
		"他说\"好。\"|她说\"不！\"|完",
		"\"a.\"|_\"b.\"|_c",
		"他说'好。'|_然后",
		"it's fine!|'twas bad",
		"“真的。”|‘假的。’|完",
		"省略...更多",
		"省略...|_更多",
		"end...",
		"3.|_利率", /* a full stop before white space, whatever it means */
		"保本、保息、保收益。|完",
		"_前后空白_。|_后_",
		"１．５％。|完",
	};

	check_rows(rows, COUNT(rows), cpr_sentence_at);
}

Test(segment, clauses)
{
	static const char *const rows[] = {
		"",
		"不保本，|不保息。|收益高",
		"金额50,000元,|其中1,000元返还",
		"营业时间10:30到24:00:|全天",
		"说明：|保本",
		"a,|_b:|_c.|_d",
		"不承诺保本|但承诺收益",
		"不承诺保本，|但是承诺收益",
		"不承诺|而且保本|并且保息",
		"不仅保本|还保息",
		"本品|不仅稳健|不但保本|还送礼",
		"本品|非但不亏|却能赚",
		"风险低|然而收益高",
		"免费|除了手续费",
		/* the same characters inside other words */
		"应按期还款并偿还本金",
		"冷却期内可退",
		"已免除了费用",
		"提前还本付息，|归还借款",
		"根据但书规定",
		"但是\xe2\x80\xa8|但书",
		/* a closing quote belongs to what is before the comma */
		"\"零风险,\"|他说,|\"保本\"",
		"（不保本，）|保息",
		"不、保、本，|息",
	};

	check_rows(rows, COUNT(rows), cpr_clause_at);
}

Test(segment, a_place_on_white_space_gives_its_neighbour)
{
	struct cpr_range r = cpr_sentence_at(CPR_STR("A. B"), 2);

	cr_assert_eq(r.start, 3);
	cr_assert_eq(r.end, 4);
	r = cpr_sentence_at(CPR_STR("  \n "), 1);
	cr_assert_eq(r.start, r.end);
}

Test(segment, past_the_end_is_the_end)
{
	struct cpr_range r = cpr_clause_at(CPR_STR("一，二"), UINT32_MAX);

	cr_assert_eq(r.start, 6);
	cr_assert_eq(r.end, 9);
	r = cpr_sentence_at((struct cpr_str){ NULL, 0 }, 5);
	cr_assert_eq(r.start + r.end, 0);
}

/* Text without an end is cut on both sides, on character borders, so that its cost is bounded. */
Test(segment, reach)
{
	uint32_t n = 3 * 4000;
	char *text = malloc(n);
	struct cpr_range r;

	for (uint32_t i = 0; i < n; i += 3)
		memcpy(text + i, "长", 3);
	r = cpr_sentence_at((struct cpr_str){ text, n }, 6000);
	cr_assert_leq(6000 - r.start, CPR_SEGMENT_REACH);
	cr_assert_leq(r.end - 6000, CPR_SEGMENT_REACH);
	cr_assert_geq(r.end - r.start, 2 * CPR_SEGMENT_REACH - 6);
	cr_assert_eq(r.start % 3, 0);
	cr_assert_eq(r.end % 3, 0);
	/* An end at the last place within reach counts, one beyond does not. */
	memcpy(text + 6000 - 2046, "。", 3);
	r = cpr_sentence_at((struct cpr_str){ text, n }, 6000);
	cr_assert_eq(r.start, 6000 - 2043);
	memcpy(text + 6000 - 2046, "长", 3);
	memcpy(text + 6000 - 2049, "。", 3);
	r = cpr_sentence_at((struct cpr_str){ text, n }, 6000);
	cr_assert_leq(r.start, 6000 - 2043);
	free(text);
}

/* Any bytes: the range is inside the text. */
Test(segment, hostile_bytes)
{
	static const uint8_t stock[] = { 0xe3, 0x80, 0x82, 0xef, 0xbc, 0x8c, '"', '.', ' ', '\n', 'a', ',', '1', 0xf0, 0xc2, 0xff,
					 0x00, '\'', ')', 0xe4, 0xbd, 0x86 };
	uint32_t seed = 9;

	for (unsigned round = 0; round < 20000; round++) {
		struct cpr_range s, c;
		uint32_t n, pos;
		char *text;

		seed = seed * 1664525u + 1013904223u;
		n = (seed >> 20) % 24;
		text = malloc(n + !n);
		for (uint32_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = (char)stock[(seed >> 16) % COUNT(stock)];
		}
		pos = (seed >> 8) % (n + 1);
		s = cpr_sentence_at((struct cpr_str){ text, n }, pos);
		c = cpr_clause_at((struct cpr_str){ text, n }, pos);
		cr_assert(s.start <= s.end && s.end <= n);
		cr_assert(c.start <= c.end && c.end <= n);
		free(text);
	}
}

/* Any characters: sentences and clauses are the same from every place inside, and follow each other without overlap. */
Test(segment, every_place_finds_its_piece)
{
	static const char *const stock[] = { "。", "，", "、", "\"", ".", " ", "\n", "a", ",", "1", "!", "'", ")", "但", "不", "还",
					     "款", "\xf0\xa0\x80\x80", ":", "”" };
	uint32_t seed = 5;

	for (unsigned round = 0; round < 10000; round++) {
		struct cpr_range last_s = { 0, 0 }, last_c = { 0, 0 };
		char text[128];
		uint32_t n = 0;

		for (unsigned k = 0; k < 20; k++) {
			const char *piece;

			seed = seed * 1664525u + 1013904223u;
			piece = stock[(seed >> 16) % COUNT(stock)];
			memcpy(text + n, piece, strlen(piece));
			n += (uint32_t)strlen(piece);
		}
		for (uint32_t pos = 0; pos < n; pos++) {
			struct cpr_range s = cpr_sentence_at((struct cpr_str){ text, n }, pos);
			struct cpr_range c = cpr_clause_at((struct cpr_str){ text, n }, pos);

			cr_assert(c.start == c.end || (c.start >= s.start && c.end <= s.end), "%.*s at %u", (int)n, text, pos);
			cr_assert(s.start == last_s.start || s.start >= last_s.end, "%.*s at %u", (int)n, text, pos);
			cr_assert(c.start == last_c.start || c.start >= last_c.end, "%.*s at %u", (int)n, text, pos);
			cr_assert(s.start != last_s.start || pos == 0 || s.end == last_s.end, "%.*s at %u", (int)n, text, pos);
			cr_assert(c.start != last_c.start || pos == 0 || c.end == last_c.end, "%.*s at %u", (int)n, text, pos);
			/* White space between a border and a word that turns is a piece of nothing. */
			last_s = s.start < s.end ? s : last_s;
			last_c = c.start < c.end ? c : last_c;
		}
	}
}

/* Quotes behind ends, thousands of them: the worst case must stay a small multiple of the reach. */
Test(segment, many_quotes_cost_little)
{
	uint32_t n = 300000;
	char *text = malloc(n);
	uint64_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		text[i] = i % 2 ? '"' : '!';
	for (uint32_t pos = 0; pos < n; pos += 100)
		sum += cpr_sentence_at((struct cpr_str){ text, n }, pos).end;
	cr_assert_gt(sum, 0);
	free(text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds where the sentence and the clause around a place begin and end. Back from the place to the nearest end, then
 * forward to the next: a few hundred bytes, never the whole text. Knows marks and a few words, no grammar.
 */
#include "text/segment.h"

#define RUN_MAX 8      /* marks and closing quotes behind one end */
#define QUOTE_REACH 512 /* how far back an opening quote is looked for */

/* What is looked at: [lo, hi) of the text, both on character borders. */
struct window {
	const char *p;
	uint32_t lo, hi;
	uint32_t n; /* of the whole text */
};

enum mark {
	MARK_NONE,
	MARK_END,   /* of a sentence */
	MARK_DOT,   /* of a sentence, if white space follows */
	MARK_BREAK, /* of the line */
	MARK_COMMA, /* of a clause */
	MARK_CLOSE, /* belongs to what is before */
	MARK_QUOTE, /* opens or closes */
	MARK_SPACE,
};

static uint8_t byte(const struct window *w, uint32_t i)
{
	return i < w->hi ? (uint8_t)w->p[i] : 0;
}

/* Three bytes as one number, as they stand in the text: 。 is 0xe38082. */
static uint32_t triple(const struct window *w, uint32_t i)
{
	return (uint32_t)byte(w, i) << 16 | (uint32_t)byte(w, i + 1) << 8 | byte(w, i + 2);
}

static enum mark ascii_mark(uint8_t c)
{
	switch (c) {
	case '!':
	case '?':
	case ';':
		return MARK_END;
	case '.':
		return MARK_DOT;
	case '\n':
	case '\r':
		return MARK_BREAK;
	case ',':
	case ':':
		return MARK_COMMA;
	case ')':
	case ']':
	case '}':
		return MARK_CLOSE;
	case '"':
	case '\'':
		return MARK_QUOTE;
	case ' ':
	case '\t':
		return MARK_SPACE;
	default:
		return MARK_NONE;
	}
}

static enum mark wide_mark(uint32_t three)
{
	switch (three) {
	case 0xe38082: /* 。 */
	case 0xefbc81: /* ！ */
	case 0xefbc9f: /* ？ */
	case 0xefbc9b: /* ； */
		return MARK_END;
	case 0xe280a8: /* U+2028 */
	case 0xe280a9: /* U+2029 */
		return MARK_BREAK;
	case 0xefbc8c: /* ， */
	case 0xefbc9a: /* ： */
		return MARK_COMMA;
	case 0xefbc89: /* ） */
	case 0xefbcbd: /* ］ */
	case 0xefbd9d: /* ｝ */
	case 0xe38091: /* 】 */
	case 0xe3808b: /* 》 */
	case 0xe38089: /* 〉 */
	case 0xe38095: /* 〕 */
	case 0xe3808d: /* 」 */
	case 0xe3808f: /* 』 */
	case 0xe2809d: /* ” */
	case 0xe28099: /* ’ */
		return MARK_CLOSE;
	case 0xe38080: /* U+3000 */
		return MARK_SPACE;
	default:
		return MARK_NONE;
	}
}

/* The mark at i, and how many bytes the character there has. i < w->hi. */
static enum mark mark_at(const struct window *w, uint32_t i, uint32_t *ret_n)
{
	uint8_t c = byte(w, i);
	uint32_t n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	*ret_n = n < w->hi - i ? n : w->hi - i;
	if (c < 0x80)
		return ascii_mark(c);
	if (c == 0xe2 || c == 0xe3 || c == 0xef)
		return wide_mark(triple(w, i));
	if (c == 0xc2)
		return byte(w, i + 1) == 0xa0 ? MARK_SPACE : byte(w, i + 1) == 0x85 ? MARK_BREAK : MARK_NONE;
	return MARK_NONE;
}

/* Bytes that begin no mark, and how far it is from there to the next character: all of Han among them. 0: mark_at() knows. */
static const uint8_t no_mark[256] = {
	['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['%'] = 1, ['-'] = 1, [0xe4 ... 0xee] = 3,
};

static uint32_t skip_text(const struct window *w, uint32_t i)
{
	while (i < w->hi && no_mark[(uint8_t)w->p[i]])
		i += no_mark[(uint8_t)w->p[i]];
	return i;
}

/* The border of the character before i; i > w->lo. */
static uint32_t back(const struct window *w, uint32_t i)
{
	uint32_t at = i - 1;

	while (at > w->lo && i - at < 4 && ((uint8_t)w->p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static bool is_digit(const struct window *w, uint32_t i)
{
	return byte(w, i) >= '0' && byte(w, i) <= '9';
}

/* Folding makes all double quotes the same: one closes if an odd number of them stands before it in its line. */
static bool is_quoted(const struct window *w, uint32_t i)
{
	uint32_t stop = i - w->lo > QUOTE_REACH ? i - QUOTE_REACH : w->lo;
	bool odd = false;

	while (i > stop && w->p[i - 1] != '\n')
		odd ^= w->p[--i] == '"';
	return odd;
}

/* An apostrophe closes nothing if a word goes on behind it. */
static bool begins_word(const struct window *w, uint32_t i)
{
	uint8_t c = byte(w, i);

	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* Where what ends with the mark at i ends, with the quotes and brackets behind it, and for a sentence further marks (?!). */
static uint32_t behind(const struct window *w, uint32_t i, enum mark mark)
{
	bool quoted = false, counted = false;
	uint32_t n;

	mark_at(w, i, &n);
	if (mark == MARK_BREAK)
		return i + n;
	i += n;
	for (unsigned run = 0; run < RUN_MAX && i < w->hi; run++, i += n) {
		enum mark next = mark_at(w, i, &n);

		if (next == MARK_CLOSE || (mark != MARK_COMMA && (next == MARK_END || next == MARK_DOT)))
			continue;
		if (next != MARK_QUOTE)
			break;
		if (w->p[i] == '\'') {
			if (begins_word(w, i + 1))
				break;
			continue;
		}
		if (!counted)
			quoted = is_quoted(w, i);
		counted = true;
		if (!quoted)
			break;
		quoted = false;
	}
	return i;
}

/* If a sentence ends with the mark at i: where. Otherwise 0. */
static uint32_t sentence_end(const struct window *w, uint32_t i, enum mark mark)
{
	uint32_t end, n;
	enum mark next;

	if (mark != MARK_END && mark != MARK_DOT && mark != MARK_BREAK)
		return 0;
	end = behind(w, i, mark);
	if (mark != MARK_DOT || end == w->n)
		return end;
	if (end == w->hi)
		return 0;
	next = mark_at(w, end, &n);
	return next == MARK_SPACE || next == MARK_BREAK ? end : 0;
}

/* The window around pos, which is moved to the character that holds it. */
static struct window open_window(struct cpr_str text, uint32_t *pos)
{
	struct window w = { .p = text.p, .n = (uint32_t)text.n, .hi = (uint32_t)text.n };

	if (w.n == 0) {
		*pos = 0;
		return w;
	}
	if (*pos >= w.n)
		*pos = w.n - 1;
	*pos = back(&w, *pos + 1);
	if (*pos > CPR_SEGMENT_REACH)
		w.lo = *pos - CPR_SEGMENT_REACH;
	while (w.lo && w.lo < *pos && ((uint8_t)w.p[w.lo] & 0xc0) == 0x80)
		w.lo++;
	if (w.n - *pos > CPR_SEGMENT_REACH)
		w.hi = back(&w, *pos + CPR_SEGMENT_REACH + 1);
	return w;
}

/* Not trimmed. */
static struct cpr_range find_sentence(const struct window *w, uint32_t pos)
{
	struct cpr_range r = { w->lo, w->hi };
	uint32_t n;

	/* A mark whose closing quotes reach past pos ends the sentence that holds pos, so look further back. */
	for (uint32_t i = pos; i > w->lo;) {
		uint32_t end;

		i = back(w, i);
		if (no_mark[(uint8_t)w->p[i]])
			continue;
		end = sentence_end(w, i, mark_at(w, i, &n));
		if (end && end <= pos) {
			r.start = end;
			break;
		}
	}
	for (uint32_t i = skip_text(w, r.start); i < w->hi;) {
		uint32_t end = sentence_end(w, i, mark_at(w, i, &n));

		if (end > pos) {
			r.end = end;
			break;
		}
		if (end)
			r.start = end;
		i = skip_text(w, end ? end : i + n);
	}
	return r;
}

/* In bytes that are not UTF-8 a character may seem to reach out of the range; it stays whole then. */
static struct cpr_range trim(const struct window *w, struct cpr_range r)
{
	uint32_t n;

	while (r.start < r.end) {
		enum mark m = mark_at(w, r.start, &n);

		if ((m != MARK_SPACE && m != MARK_BREAK) || n > r.end - r.start)
			break;
		r.start += n;
	}
	while (r.end > r.start) {
		uint32_t last = back(w, r.end);
		enum mark m = mark_at(w, last, &n);

		if ((m != MARK_SPACE && m != MARK_BREAK) || last < r.start)
			break;
		r.end = last;
	}
	return r;
}

struct cpr_range cpr_sentence_at(struct cpr_str text, uint32_t pos)
{
	struct window w = open_window(text, &pos);

	return trim(&w, find_sentence(&w, pos));
}

/* A word that turns the sense: what makes it part of another word stands before or behind it, one character each. */
struct turn {
	const char *word;
	const char *not_after;
	const char *not_before;
};

/* By first character; words that share it stand side by side. */
static const struct turn *turn_for(uint32_t first, size_t *ret_n)
{
	static const struct turn turns[] = {
		{ "但", "", "书" },
		{ "却", "冷退忘推了失除抛省", "步" },
		{ "还", "偿归返退交送发奉应待未已代催生", "款本息清贷钱债原价" },
		{ "除了", "删免扣解清消排去移开废拆剔根祛破", "" },
		{ "而且", "", "" },
		{ "并且", "", "" },
		{ "然而", "", "" },
		{ "不仅", "", "" },
		{ "不但", "", "" },
		{ "非但", "", "" },
	};

	*ret_n = 1;
	switch (first) {
	case 0xe4bd86: /* 但 */
		return &turns[0];
	case 0xe58db4: /* 却 */
		return &turns[1];
	case 0xe8bf98: /* 还 */
		return &turns[2];
	case 0xe999a4: /* 除 */
		return &turns[3];
	case 0xe8808c: /* 而 */
		return &turns[4];
	case 0xe5b9b6: /* 并 */
		return &turns[5];
	case 0xe784b6: /* 然 */
		return &turns[6];
	case 0xe4b88d: /* 不 */
		*ret_n = 2;
		return &turns[7];
	case 0xe99d9e: /* 非 */
		return &turns[9];
	default:
		return NULL;
	}
}

/* Whether the three-byte character at i is one of a string of such. */
static bool is_one_of(const struct window *w, uint32_t i, const char *set)
{
	for (; *set; set += 3)
		if (w->hi - i >= 3 && memcmp(w->p + i, set, 3) == 0)
			return true;
	return false;
}

static uint32_t turn_matches(const struct window *w, uint32_t i, const struct turn *t)
{
	uint32_t n = (uint32_t)strlen(t->word);

	if (w->hi - i < n || memcmp(w->p + i, t->word, n) != 0)
		return 0;
	if (i - w->lo >= 3 && is_one_of(w, i - 3, t->not_after))
		return 0;
	return w->hi - i > n && is_one_of(w, i + n, t->not_before) ? 0 : n;
}

/* How many bytes the turning word at i has; 0 if there is none. */
static uint32_t turn_at(const struct window *w, uint32_t i)
{
	size_t words = 0;
	const struct turn *t = byte(w, i) >= 0xe4 ? turn_for(triple(w, i), &words) : NULL;
	uint32_t n = 0;

	for (size_t k = 0; t && n == 0 && k < words; k++)
		n = turn_matches(w, i, &t[k]);
	return n;
}

struct cpr_range cpr_clause_at(struct cpr_str text, uint32_t pos)
{
	struct window w = open_window(text, &pos);
	struct cpr_range r = find_sentence(&w, pos);
	uint32_t n;

	for (uint32_t i = r.start; i < r.end; i += n) {
		bool comma = mark_at(&w, i, &n) == MARK_COMMA;
		uint32_t turn = comma ? 0 : turn_at(&w, i), border = i;

		if (comma && !(i > w.lo && is_digit(&w, i - 1) && is_digit(&w, i + 1)))
			n = (border = behind(&w, i, MARK_COMMA)) - i;
		else if (turn)
			n = turn;
		else
			continue;
		if (border > pos) {
			r.end = border < r.end ? border : r.end;
			break;
		}
		r.start = border;
	}
	return trim(&w, r);
}

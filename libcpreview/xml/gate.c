/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scan, outside of tags: prolog, text, comments, CDATA, processing instructions, the end. gate_tag.c reads the tags.
 * Every byte is looked at a bounded number of times whatever the document says: searches never start again before the
 * place where the last one for the same byte ended (see next()).
 */
#include "xml/gate_scan.h"

#include "base/strbuf.h"

/* --- refusals --- */

bool cpr_gate_malformed(struct cpr_gate_state *g, size_t start, size_t end, const char *fmt, ...)
{
	struct cpr_strbuf b = CPR_STRBUF(g->out->mem);
	va_list ap;

	va_start(ap, fmt);
	cpr_strbuf_vaddf(&b, fmt, ap);
	va_end(ap);
	if (cpr_strbuf_failed(&b))
		g->problems->failed = true;
	else
		cpr_problem_add(g->problems, CPR_PROBLEM_XML_MALFORMED, (uint32_t)start, (uint32_t)end,
				cpr_strbuf_str(&b), (struct cpr_str){ 0 }, (struct cpr_str){ 0 });
	cpr_strbuf_free(&b);
	return false;
}

bool cpr_gate_over_limit(struct cpr_gate_state *g, const char *name, uint32_t value, size_t start, size_t end)
{
	struct cpr_strbuf b = CPR_STRBUF(g->out->mem);

	cpr_strbuf_add_u64(&b, value);
	if (cpr_strbuf_failed(&b))
		g->problems->failed = true;
	else
		cpr_problem_add(g->problems, CPR_PROBLEM_LIMIT, (uint32_t)start, (uint32_t)end, cpr_str_of(name),
				cpr_strbuf_str(&b), (struct cpr_str){ 0 });
	cpr_strbuf_free(&b);
	return false;
}

bool cpr_gate_no_memory(struct cpr_gate_state *g)
{
	g->problems->failed = true;
	return false;
}

struct cpr_str cpr_gate_quote(struct cpr_str s)
{
	size_t n = s.n;

	if (n <= CPR_GATE_QUOTE_MAX)
		return s;
	for (n = CPR_GATE_QUOTE_MAX; n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80;)
		n--;
	return (struct cpr_str){ s.p, n };
}

unsigned cpr_gate_line(const struct cpr_gate_state *g, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		if (g->s.p[i] == '\n' || (g->s.p[i] == '\r' && (i + 1 == g->s.n || g->s.p[i + 1] != '\n')))
			line++;
	return line;
}

/* --- shared with the tags --- */

size_t cpr_gate_next(struct cpr_gate_state *g, struct cpr_gate_cursor *c, size_t from)
{
	if (c->at < from)
		c->at = cpr_scan_find(g->s, from, c->what);
	return c->at;
}

/* Good enough for vocabularies, worthless against bad will; then the map answers, which is slower and never slow. */
static size_t recent_slot(struct cpr_str name)
{
	unsigned first = (unsigned char)name.p[0], middle = (unsigned char)name.p[name.n / 2],
		 last = (unsigned char)name.p[name.n - 1];

	return (first * 7 + middle * 31 + last * 3 + name.n * 11) % CPR_GATE_RECENT;
}

bool cpr_gate_name_number(struct cpr_gate_state *g, size_t start, size_t end, uint32_t *ret)
{
	struct cpr_str name = { g->s.p + start, end - start };
	struct cpr_gate_recent *recent;

	if (name.n > g->limits.name_bytes)
		return cpr_gate_over_limit(g, "name_bytes", g->limits.name_bytes, start, end);
	recent = &g->recent[recent_slot(name)];
	if (cpr_str_eq(recent->name, name)) {
		*ret = recent->number;
		return true;
	}
	if (!cpr_map_put(&g->names, name, g->out->n_names, ret))
		return cpr_gate_no_memory(g);
	if (*ret == CPR_MAP_NONE) {
		if (g->out->n_names >= g->limits.distinct_names)
			return cpr_gate_over_limit(g, "distinct_names", g->limits.distinct_names, start, end);
		*ret = g->out->n_names++;
	}
	*recent = (struct cpr_gate_recent){ name, *ret };
	return true;
}

static bool letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A reference that is none: say why. */
static bool bad_reference(struct cpr_gate_state *g, size_t at)
{
	size_t n, i = at + 1;

	if (i < g->s.n && g->s.p[i] == '#') {
		do
			i++;
		while (i < g->s.n && i - at < 16 && letter_or_digit(g->s.p[i]));
		if (i < g->s.n && g->s.p[i] == ';')
			return cpr_gate_malformed(g, at, i + 1, "%.*s stands for no XML character", (int)(i + 1 - at),
						  g->s.p + at);
		return cpr_gate_malformed(g, at, i, "the character reference is not finished with ;");
	}
	n = cpr_scan_name(g->s, i);
	if (n > 0 && i + n < g->s.n && g->s.p[i + n] == ';')
		return cpr_gate_malformed(g, at, i + n + 1, "the entity &%.*s; is not defined",
					  CPR_STR_ARG(cpr_gate_quote((struct cpr_str){ g->s.p + i, n })));
	return cpr_gate_malformed(g, at, i, "a bare & must be written &amp;");
}

bool cpr_gate_characters(struct cpr_gate_state *g, size_t start, size_t end, bool references, size_t *ret_n)
{
	size_t n = end - start, len;

	for (size_t at = start; references && (at = cpr_gate_next(g, &g->amp, at)) < end; at += len) {
		uint32_t c;

		len = cpr_scan_reference(g->s, at, &c);
		if (len == 0)
			return bad_reference(g, at);
		n -= len - (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
	}
	for (size_t at = start; (at = cpr_gate_next(g, &g->cr, at)) < end; at++)
		if (at + 1 < end && g->s.p[at + 1] == '\n')
			n--;
	*ret_n = n;
	return true;
}

bool cpr_gate_push(struct cpr_gate_state *g, struct cpr_gate_token token)
{
	return cpr_array_push(g->out->mem, &g->out->tokens, token) || cpr_gate_no_memory(g);
}

/* --- text --- */

static bool add_text(struct cpr_gate_state *g, size_t start, size_t end, bool references)
{
	size_t n;

	if (!cpr_gate_characters(g, start, end, references, &n))
		return false;
	g->run_written += end - start;
	g->run_n += n;
	if (g->run_written > g->limits.text_bytes)
		return cpr_gate_over_limit(g, "text_bytes", g->limits.text_bytes, g->run_start, end);
	return true;
}

bool cpr_gate_end_run(struct cpr_gate_state *g, size_t tag_start, size_t tag_end)
{
	struct cpr_gate_token run = {
		.kind = CPR_GATE_TEXT,
		.start = (uint32_t)g->run_start,
		.end = (uint32_t)tag_start,
		.text_n = (uint32_t)g->run_n,
	};

	if (g->run_n > 0) {
		if (!cpr_gate_push(g, run))
			return false;
		g->out->n_texts++;
		g->out->n_text_bytes += (uint32_t)g->run_n;
	}
	g->run_n = g->run_written = 0;
	g->run_start = tag_end;
	return true;
}

/* Up to the next '<' or the end of the document. */
static bool text(struct cpr_gate_state *g)
{
	size_t start = g->at, end = cpr_gate_next(g, &g->lt, start);

	g->at = end;
	if (g->open.n == 0) {
		while (start < end && cpr_scan_space(g->s.p[start]))
			start++;
		if (start == end)
			return true;
		return cpr_gate_malformed(g, start, end,
					  g->root_seen ? "text stands behind the root element"
						       : "text stands before the root element");
	}
	for (size_t at = start; (at = cpr_gate_next(g, &g->bracket, at)) < end; at++)
		if (cpr_scan_starts(g->s, at, CPR_STR("]]>")))
			return cpr_gate_malformed(g, at, at + 3, "]]> in text must be written ]]&gt;");
	return start == end || add_text(g, start, end, true);
}

/* --- what begins with <! or <? --- */

static bool comment(struct cpr_gate_state *g)
{
	size_t start = g->at, at = start + 4;

	for (;; at++) {
		at = cpr_scan_find(g->s, at, '-');
		if (g->s.n - at < 3)
			return cpr_gate_malformed(g, start, start + 4, "the comment is not closed with -->");
		if (g->s.p[at + 1] == '-')
			break;
	}
	if (g->s.p[at + 2] != '>')
		return cpr_gate_malformed(g, at, at + 2, "-- is not allowed inside a comment");
	if (at - (start + 4) > g->limits.comment_bytes)
		return cpr_gate_over_limit(g, "comment_bytes", g->limits.comment_bytes, start, at + 3);
	g->at = at + 3;
	return true;
}

static bool cdata(struct cpr_gate_state *g)
{
	size_t start = g->at, first = start + 9, end = first;

	if (g->open.n == 0)
		return cpr_gate_malformed(g, start, first, "a CDATA section stands outside of the root element");
	while ((end = cpr_gate_next(g, &g->bracket, end)) < g->s.n && !cpr_scan_starts(g->s, end, CPR_STR("]]>")))
		end++;
	if (end >= g->s.n)
		return cpr_gate_malformed(g, start, first, "the CDATA section is not closed with ]]>");
	g->at = end + 3;
	return add_text(g, first, end, false);
}

/* Where the processing instruction ends, in front of its ?>; the document's end if nowhere. */
static size_t instruction_end(struct cpr_gate_state *g, size_t at)
{
	for (;; at++) {
		at = cpr_scan_find(g->s, at, '?');
		if (at >= g->s.n || g->s.n - at < 2)
			return g->s.n;
		if (g->s.p[at + 1] == '>')
			return at;
	}
}

static bool instruction(struct cpr_gate_state *g)
{
	size_t start = g->at, name = start + 2, name_n = cpr_scan_name(g->s, name), end;
	uint32_t number;

	if (name_n == 0)
		return cpr_gate_malformed(g, start, name, "<? must be followed by a name");
	if (name_n == 3 && (g->s.p[name] | 0x20) == 'x' && (g->s.p[name + 1] | 0x20) == 'm' &&
	    (g->s.p[name + 2] | 0x20) == 'l')
		return cpr_gate_malformed(g, start, name + 3, "an XML declaration stands only at the very beginning");
	if (!cpr_gate_name_number(g, name, name + name_n, &number))
		return false;
	end = instruction_end(g, name + name_n);
	if (end >= g->s.n)
		return cpr_gate_malformed(g, start, name + name_n, "the processing instruction is not closed with ?>");
	if (end > name + name_n && !cpr_scan_space(g->s.p[name + name_n]))
		return cpr_gate_malformed(g, name + name_n, name + name_n + 1,
					  "white space must follow the name of a processing instruction");
	if (end - name > g->limits.comment_bytes)
		return cpr_gate_over_limit(g, "comment_bytes", g->limits.comment_bytes, start, end + 2);
	g->at = end + 2;
	return true;
}

static bool is_doctype(const struct cpr_gate_state *g)
{
	static const char word[] = "DOCTYPE";
	size_t i;

	for (i = 0; i < sizeof word - 1; i++)
		if (g->s.n - g->at < 3 + i || (g->s.p[g->at + 2 + i] & ~0x20) != word[i])
			return false;
	return true;
}

static bool declaration(struct cpr_gate_state *g)
{
	if (cpr_scan_starts(g->s, g->at, CPR_STR("<!--")))
		return comment(g);
	if (cpr_scan_starts(g->s, g->at, CPR_STR("<![CDATA[")))
		return cdata(g);
	if (is_doctype(g)) {
		cpr_problem_add(g->problems, CPR_PROBLEM_XML_DOCTYPE, (uint32_t)g->at, (uint32_t)g->at + 9,
				(struct cpr_str){ 0 }, (struct cpr_str){ 0 }, (struct cpr_str){ 0 });
		return false;
	}
	return cpr_gate_malformed(g, g->at, g->at + 2, "<! begins neither a comment nor a CDATA section");
}

/* The version is ours to judge, because libxml2 takes 1.1 for 1.0 with other rules; the rest of the declaration is its. */
static bool xml_declaration(struct cpr_gate_state *g)
{
	size_t end = instruction_end(g, 5), at = 5;
	char quote;

	if (end >= g->s.n)
		return cpr_gate_malformed(g, 0, 5, "the XML declaration is not closed with ?>");
	if (end > g->limits.comment_bytes)
		return cpr_gate_over_limit(g, "comment_bytes", g->limits.comment_bytes, 0, end + 2);
	while (cpr_scan_space(g->s.p[at]))
		at++;
	if (!cpr_scan_starts(g->s, at, CPR_STR("version")))
		return cpr_gate_malformed(g, 0, end + 2, "the XML declaration does not begin with the version");
	for (at += 7; cpr_scan_space(g->s.p[at]) || g->s.p[at] == '=';)
		at++;
	quote = g->s.p[at];
	if ((quote == '"' || quote == '\'') &&
	    !(cpr_scan_starts(g->s, at + 1, CPR_STR("1.0")) && g->s.p[at + 4] == quote))
		return cpr_gate_malformed(g, 0, end + 2, "the XML version is not 1.0");
	g->at = end + 2;
	return true;
}

/* --- the document --- */

static bool markup(struct cpr_gate_state *g)
{
	char c = g->s.n - g->at > 1 ? g->s.p[g->at + 1] : '\0';

	if (c == '!')
		return declaration(g);
	if (c == '?')
		return instruction(g);
	return c == '/' ? cpr_gate_close_tag(g) : cpr_gate_open_tag(g);
}

static bool at_the_end(struct cpr_gate_state *g)
{
	const struct cpr_gate_token *t;

	if (g->open.n > 0) {
		t = &g->out->tokens.v[g->open.v[g->open.n - 1]];
		return cpr_gate_malformed(g, t->start, t->end, "the element <%.*s> is never closed",
					  CPR_STR_ARG(cpr_gate_quote(cpr_gate_element_name(g, t))));
	}
	if (g->root_seen)
		return true;
	for (size_t i = 0; i < g->s.n; i++)
		if (!cpr_scan_space(g->s.p[i]))
			return cpr_gate_malformed(g, 0, g->s.n, "there is no root element");
	cpr_problem_add(g->problems, CPR_PROBLEM_INPUT_EMPTY, 0, 0, (struct cpr_str){ 0 }, (struct cpr_str){ 0 },
			(struct cpr_str){ 0 });
	return false;
}

static bool document(struct cpr_gate_state *g)
{
	/* One token for fifty bytes is a dense document; growth from here is rare and cheap. */
	if (!cpr_array_reserve(g->out->mem, &g->out->tokens, g->s.n / 50 + 16) ||
	    !cpr_array_reserve(g->out->mem, &g->open, 16))
		return cpr_gate_no_memory(g);
	if (cpr_scan_starts(g->s, 0, CPR_STR("<?xml")) && g->s.n > 5 && cpr_scan_space(g->s.p[5]) &&
	    !xml_declaration(g))
		return false;
	while (g->at < g->s.n)
		if (!text(g) || (g->at < g->s.n && !markup(g)))
			return false;
	return at_the_end(g);
}

static struct cpr_limits capped(const struct cpr_limits *limits)
{
	struct cpr_limits ret;

#define X(name, def, cap, why) ret.name = limits->name < (cap) ? limits->name : (cap);
	CPR_LIMITS(X)
#undef X
	return ret;
}

bool cpr_gate_scan(const struct cpr_mem *mem, struct cpr_str text, const struct cpr_limits *limits,
		   struct cpr_gate *ret, struct cpr_problems *problems)
{
	struct cpr_gate_state g = {
		.s = text,
		.limits = capped(limits),
		.out = ret,
		.problems = problems,
		.names = CPR_MAP(mem),
		.lt = { '<', 0 },
		.amp = { '&', 0 },
		.cr = { '\r', 0 },
		.bracket = { ']', 0 },
	};
	struct cpr_gate_cursor *all[] = { &g.lt, &g.amp, &g.cr, &g.bracket };
	bool ok;

	*ret = (struct cpr_gate){ .mem = mem };
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		all[i]->at = cpr_scan_find(text, 0, all[i]->what);
	ok = document(&g);
	cpr_map_free(&g.names);
	cpr_array_free(mem, &g.open);
	if (!ok)
		cpr_gate_free(ret);
	return ok;
}

void cpr_gate_free(struct cpr_gate *g)
{
	if (!g || !g->mem)
		return;
	cpr_array_free(g->mem, &g->tokens);
	cpr_array_free(g->mem, &g->attrs);
	*g = (struct cpr_gate){ 0 };
}

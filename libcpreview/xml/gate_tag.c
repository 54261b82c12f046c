/* SPDX-License-Identifier: Apache-2.0 */
/* The gate inside of tags: names, attributes, nesting. What is between the tags is in gate.c. */
#include "xml/gate_scan.h"

#include "text/unicode.h"

struct cpr_str cpr_gate_element_name(const struct cpr_gate_state *g, const struct cpr_gate_token *t)
{
	return (struct cpr_str){ g->s.p + t->start + 1, cpr_scan_name(g->s, t->start + 1u) };
}

static size_t skip_space(const struct cpr_gate_state *g, size_t at)
{
	while (at < g->s.n && cpr_scan_space(g->s.p[at]))
		at++;
	return at;
}

static bool not_closed(struct cpr_gate_state *g, size_t tag, size_t name_n)
{
	return cpr_gate_malformed(g, tag, tag + 1 + name_n, "the tag <%.*s is not closed with >",
				  CPR_STR_ARG(cpr_gate_quote((struct cpr_str){ g->s.p + tag + 1, name_n })));
}

/* A character that cannot stand where it stands; in Chinese text often a full-width space or sign. */
static bool stray_char(struct cpr_gate_state *g, size_t at)
{
	unsigned len;
	uint32_t c;

	len = cpr_utf8_next(g->s.p + at, g->s.n - at, &c);
	if (c > 0x20 && c < 0x7F)
		return cpr_gate_malformed(g, at, at + len, "the character %c is not allowed here in a tag", (char)c);
	return cpr_gate_malformed(g, at, at + len, "the character U+%04X is not allowed here in a tag", (unsigned)c);
}

static bool is_curly_quote(struct cpr_str s, size_t at)
{
	uint32_t c;

	/* “ ” ‘ ’ „ « » 「 」 『 』 ＂ ＇ */
	return cpr_utf8_next(s.p + at, s.n - at, &c) > 0 &&
	       ((c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || (c >= 0x300C && c <= 0x300F) || c == 0xFF02 ||
		c == 0xFF07);
}

/* The value of an attribute from its first quote at `at`; sets value_start and value_end. */
static bool attribute_value(struct cpr_gate_state *g, size_t at, struct cpr_str name, struct cpr_gate_attr *a)
{
	size_t start = at + 1, end, lt;

	if (g->s.p[at] != '"' && g->s.p[at] != '\'')
		return cpr_gate_malformed(g, at, at,
					  is_curly_quote(g->s, at) ? "the value of %.*s must stand in straight quotes"
								   : "the value of %.*s must stand in quotes",
					  CPR_STR_ARG(cpr_gate_quote(name)));
	end = cpr_scan_find(g->s, start, g->s.p[at]);
	lt = cpr_gate_next(g, &g->lt, start);
	if (lt < end)
		return cpr_gate_malformed(
			g, start, lt + 1,
			"< in the value of %.*s must be written &lt;, or the closing quote is missing",
			CPR_STR_ARG(cpr_gate_quote(name)));
	if (end >= g->s.n)
		return cpr_gate_malformed(g, at, start, "the value of %.*s has no closing quote",
					  CPR_STR_ARG(cpr_gate_quote(name)));
	if (end - start > g->limits.value_bytes)
		return cpr_gate_over_limit(g, "value_bytes", g->limits.value_bytes, start, end);
	a->value_start = (uint32_t)start;
	a->value_end = (uint32_t)end;
	return true;
}

/* Both limits are small, so that looking at each pair is cheap. */
static bool is_repeated(const struct cpr_gate_state *g, const struct cpr_gate_token *tag, uint32_t name)
{
	for (uint32_t i = 0; i < tag->n_attrs; i++)
		if (g->out->attrs.v[tag->first_attr + i].name == name)
			return true;
	return false;
}

static bool count_attribute(struct cpr_gate_state *g, const struct cpr_gate_token *tag, struct cpr_gate_attr *a,
			    uint32_t *n_ns)
{
	struct cpr_str name = { g->s.p + a->name_start, a->name_end - a->name_start };
	size_t value_n;

	if (!cpr_gate_name_number(g, a->name_start, a->name_end, &a->name))
		return false;
	if (!cpr_gate_characters(g, a->value_start, a->value_end, true, &value_n))
		return false;
	if (cpr_scan_starts(name, 0, CPR_STR("xmlns")) && (name.n == 5 || name.p[5] == ':')) {
		a->name |= CPR_GATE_XMLNS;
		if (++*n_ns > g->limits.namespaces_per_element)
			return cpr_gate_over_limit(g, "namespaces_per_element", g->limits.namespaces_per_element,
						   a->name_start, a->value_end);
		if (++g->n_namespaces > g->limits.namespaces)
			return cpr_gate_over_limit(g, "namespaces", g->limits.namespaces, a->name_start, a->value_end);
	} else {
		if (tag->n_attrs - *n_ns >= g->limits.attributes_per_element)
			return cpr_gate_over_limit(g, "attributes_per_element", g->limits.attributes_per_element,
						   a->name_start, a->value_end);
		if (g->out->n_attributes >= g->limits.attributes)
			return cpr_gate_over_limit(g, "attributes", g->limits.attributes, a->name_start, a->value_end);
		g->out->n_attributes++;
		g->out->n_value_bytes += (uint32_t)value_n;
	}
	if (is_repeated(g, tag, a->name))
		return cpr_gate_malformed(g, a->name_start, a->name_end, "the attribute %.*s is given twice",
					  CPR_STR_ARG(cpr_gate_quote(name)));
	return true;
}

/* One attribute at *at, which moves behind it. */
static bool attribute(struct cpr_gate_state *g, struct cpr_gate_token *tag, uint32_t *n_ns, size_t *at)
{
	struct cpr_gate_attr a = { .name_start = (uint32_t)*at };
	size_t n = cpr_scan_name(g->s, *at), next;
	struct cpr_str name = { g->s.p + *at, n };

	if (n == 0)
		return stray_char(g, *at);
	a.name_end = (uint32_t)(*at + n);
	next = skip_space(g, a.name_end);
	if (next >= g->s.n)
		return not_closed(g, tag->start, cpr_gate_element_name(g, tag).n);
	if (g->s.p[next] != '=') {
		if (next == a.name_end && (unsigned char)g->s.p[next] >= 0x80)
			return stray_char(g, next);
		return cpr_gate_malformed(g, a.name_start, a.name_end, "the attribute %.*s has no value",
					  CPR_STR_ARG(cpr_gate_quote(name)));
	}
	next = skip_space(g, next + 1);
	if (next >= g->s.n)
		return not_closed(g, tag->start, cpr_gate_element_name(g, tag).n);
	if (!attribute_value(g, next, name, &a) || !count_attribute(g, tag, &a, n_ns))
		return false;
	if (!cpr_array_push(g->out->mem, &g->out->attrs, a))
		return cpr_gate_no_memory(g);
	tag->n_attrs++;
	*at = (size_t)a.value_end + 1;
	return true;
}

/* From behind the name to behind the bracket; sets kind, end and the attributes. */
static bool rest_of_tag(struct cpr_gate_state *g, struct cpr_gate_token *tag, size_t name_n)
{
	size_t at = tag->start + 1 + name_n;
	uint32_t n_ns = 0;

	for (;;) {
		size_t next = skip_space(g, at);

		if (next >= g->s.n || g->s.p[next] == '<')
			return not_closed(g, tag->start, name_n);
		if (g->s.p[next] == '>') {
			tag->end = (uint32_t)next + 1;
			return true;
		}
		if (g->s.p[next] == '/' && next + 1 < g->s.n && g->s.p[next + 1] == '>') {
			tag->kind = CPR_GATE_EMPTY;
			tag->end = (uint32_t)next + 2;
			return true;
		}
		if (next == at && tag->n_attrs > 0 && cpr_scan_name(g->s, at) > 0)
			return cpr_gate_malformed(g, at, at + cpr_scan_name(g->s, at),
						  "white space must stand between attributes");
		if (next == at)
			return stray_char(g, at);
		at = next;
		if (!attribute(g, tag, &n_ns, &at))
			return false;
	}
}

bool cpr_gate_open_tag(struct cpr_gate_state *g)
{
	struct cpr_gate_token tag = {
		.kind = CPR_GATE_OPEN,
		.start = (uint32_t)g->at,
		.first_attr = (uint32_t)g->out->attrs.n,
	};
	size_t name = g->at + 1, name_n = cpr_scan_name(g->s, name);

	if (name_n == 0)
		return cpr_gate_malformed(g, g->at, name, "a bare < must be written &lt;");
	if (g->open.n == 0 && g->root_seen)
		return cpr_gate_malformed(g, g->at, name + name_n, "a second root element <%.*s> follows the first",
					  CPR_STR_ARG(cpr_gate_quote((struct cpr_str){ g->s.p + name, name_n })));
	if (!cpr_gate_name_number(g, name, name + name_n, &tag.name))
		return false;
	if (g->out->n_elements >= g->limits.elements)
		return cpr_gate_over_limit(g, "elements", g->limits.elements, g->at, name + name_n);
	if (g->open.n >= g->limits.depth)
		return cpr_gate_over_limit(g, "depth", g->limits.depth, g->at, name + name_n);
	if (!rest_of_tag(g, &tag, name_n) || !cpr_gate_end_run(g, tag.start, tag.end))
		return false;
	if (tag.kind == CPR_GATE_OPEN && !cpr_array_push(g->out->mem, &g->open, (uint32_t)g->out->tokens.n))
		return cpr_gate_no_memory(g);
	if (tag.n_attrs > g->out->most_attributes)
		g->out->most_attributes = tag.n_attrs;
	g->root_seen = true;
	g->out->n_elements++;
	g->at = tag.end;
	return cpr_gate_push(g, tag);
}

bool cpr_gate_close_tag(struct cpr_gate_state *g)
{
	struct cpr_gate_token tag = { .kind = CPR_GATE_CLOSE, .start = (uint32_t)g->at };
	size_t name = g->at + 2, name_n = cpr_scan_name(g->s, name), at = skip_space(g, name + name_n);
	struct cpr_str ours = { g->s.p + name, name_n }, opened;
	const struct cpr_gate_token *open;

	if (name_n == 0)
		return cpr_gate_malformed(g, g->at, name, "</ must be followed by the name of an element");
	if (g->open.n == 0)
		return cpr_gate_malformed(g, g->at, name + name_n, "the end tag </%.*s> has no start tag",
					  CPR_STR_ARG(cpr_gate_quote(ours)));
	open = &g->out->tokens.v[g->open.v[g->open.n - 1]];
	opened = cpr_gate_element_name(g, open);
	if (!cpr_str_eq(ours, opened)) {
		opened = cpr_gate_quote(opened);
		ours = cpr_gate_quote(ours);
		return cpr_gate_malformed(g, g->at, name + name_n,
					  "the end tag </%.*s> does not match <%.*s> of line %u", CPR_STR_ARG(ours),
					  CPR_STR_ARG(opened), cpr_gate_line(g, open->start));
	}
	if (at >= g->s.n || g->s.p[at] == '<')
		return cpr_gate_malformed(g, g->at, name + name_n, "the end tag </%.*s is not closed with >",
					  CPR_STR_ARG(cpr_gate_quote(ours)));
	if (g->s.p[at] != '>')
		return stray_char(g, at);
	tag.end = (uint32_t)at + 1;
	tag.name = open->name;
	g->open.n--;
	if (!cpr_gate_end_run(g, tag.start, tag.end))
		return false;
	g->at = tag.end;
	return cpr_gate_push(g, tag);
}

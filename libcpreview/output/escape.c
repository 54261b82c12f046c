/* SPDX-License-Identifier: Apache-2.0 */
/* The escapers. What is unsafe to print is decided in one place for all of them: cpr_char_unsafe(). */
#include "output/escape.h"

#include "text/unicode.h"

static const char hex_digits[] = "0123456789ABCDEF";

static unsigned put_hex(char *out, uint32_t v, unsigned least)
{
	unsigned n = least;

	while (n < 8 && v >> (4 * n))
		n++;
	for (unsigned i = 0; i < n; i++)
		out[i] = hex_digits[v >> (4 * (n - 1 - i)) & 15];
	return n;
}

void cpr_escape_glyph(struct cpr_str s, size_t at, bool keep_tabs, struct cpr_glyph *ret)
{
	uint32_t c = 0;

	*ret = (struct cpr_glyph){ .consumed = cpr_utf8_next(s.p + at, s.n - at, &c) };
	if (ret->consumed == 0) {
		ret->consumed = 1;
		memcpy(ret->bytes, "\\x", 2);
		ret->n = 2 + put_hex(ret->bytes + 2, (unsigned char)s.p[at], 2);
		ret->cells = ret->n;
	} else if (keep_tabs && c == '\t') {
		ret->bytes[0] = '\t';
		ret->n = 1;
		ret->tab = true;
	} else if (cpr_char_unsafe(c)) {
		memcpy(ret->bytes, "\\u{", 3);
		ret->n = 3 + put_hex(ret->bytes + 3, c, 1);
		ret->bytes[ret->n++] = '}';
		ret->cells = ret->n;
	} else {
		memcpy(ret->bytes, s.p + at, ret->consumed);
		ret->n = ret->consumed;
		ret->cells = cpr_char_width(c);
	}
}

void cpr_escape_terminal(struct cpr_sink *sink, struct cpr_str s)
{
	struct cpr_glyph g;

	for (size_t i = 0; i < s.n; i += g.consumed) {
		cpr_escape_glyph(s, i, false, &g);
		cpr_sink_add(sink, g.bytes, g.n);
	}
}

/* "\\uNNNN", as two of them above the basic plane; returns the length. */
static unsigned json_hex(uint32_t c, char out[12])
{
	static const char lower[] = "0123456789abcdef";
	uint32_t unit[2] = { c, 0 };
	unsigned n_units = 1, n = 0;

	if (c > 0xffff) {
		unit[0] = 0xd800 + ((c - 0x10000) >> 10);
		unit[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
		n_units = 2;
	}
	for (unsigned i = 0; i < n_units; i++) {
		out[n++] = '\\';
		out[n++] = 'u';
		for (int shift = 12; shift >= 0; shift -= 4)
			out[n++] = lower[unit[i] >> shift & 15];
	}
	return n;
}

/* The escaped form of c, or 0 when it may stand as it is. */
static unsigned json_escape(uint32_t c, char next, char out[12])
{
	static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (size_t i = 0; i < sizeof shorts - 1; i += 2) {
		if (c == (unsigned char)shorts[i]) {
			out[0] = '\\';
			out[1] = shorts[i + 1];
			return 2;
		}
	}
	if (cpr_char_unsafe(c) || (c == '<' && (next == '/' || next == '!')))
		return json_hex(c, out);
	return 0;
}

void cpr_escape_json(struct cpr_sink *sink, struct cpr_str s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s.n;) {
		char out[12] = "\\\\x";
		uint32_t c = 0;
		unsigned n = cpr_utf8_next(s.p + i, s.n - i, &c), n_out;

		if (n)
			n_out = json_escape(c, i + 1 < s.n ? s.p[i + 1] : 0, out);
		else
			n_out = 3 + put_hex(out + 3, (unsigned char)s.p[i], 2);
		if (n_out) {
			cpr_sink_add(sink, s.p + kept, i - kept);
			cpr_sink_add(sink, out, n_out);
			kept = i + (n ? n : 1);
		}
		i += n ? n : 1;
	}
	cpr_sink_add(sink, s.n ? s.p + kept : NULL, s.n - kept);
}

static bool unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void cpr_escape_uri(struct cpr_strbuf *b, struct cpr_str path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (unreserved(path.p[i]) || c == '/') {
			cpr_strbuf_addc(b, path.p[i]);
			continue;
		}
		cpr_strbuf_addc(b, '%');
		cpr_strbuf_addc(b, hex_digits[c >> 4]);
		cpr_strbuf_addc(b, hex_digits[c & 15]);
	}
}

void cpr_escape_sarif_message(struct cpr_strbuf *b, struct cpr_str text)
{
	size_t backslashes = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '{' || c == '}')
			cpr_strbuf_addc(b, c);
		/* One backslash more must not escape another one. */
		if (c == ']' && i + 1 < text.n && text.p[i + 1] == '(' && backslashes % 2 == 0)
			cpr_strbuf_addc(b, '\\');
		cpr_strbuf_addc(b, c);
		backslashes = c == '\\' ? backslashes + 1 : 0;
	}
}

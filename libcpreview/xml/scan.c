/* SPDX-License-Identifier: Apache-2.0 */
/* Names and references as XML 1.0 (fifth edition) writes them. */
#include "xml/scan.h"

#include "text/unicode.h"

struct range {
	uint32_t first, last;
};

/* NameStartChar and what NameChar adds to it, above ASCII. */
static const struct range name_start[] = {
	{ 0xC0, 0xD6 },	    { 0xD8, 0xF6 },	{ 0xF8, 0x2FF },    { 0x370, 0x37D },
	{ 0x37F, 0x1FFF },  { 0x200C, 0x200D }, { 0x2070, 0x218F }, { 0x2C00, 0x2FEF },
	{ 0x3001, 0xD7FF }, { 0xF900, 0xFDCF }, { 0xFDF0, 0xFFFD }, { 0x10000, 0xEFFFF },
};
static const struct range name_more[] = {
	{ 0xB7, 0xB7 },
	{ 0x300, 0x36F },
	{ 0x203F, 0x2040 },
};

static bool in_ranges(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

#define IN(ranges, c) in_ranges((ranges), sizeof(ranges) / sizeof(ranges)[0], (c))

static bool ascii_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

static bool ascii_more(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '.';
}

size_t cpr_scan_name(struct cpr_str s, size_t at)
{
	size_t i = at;

	while (i < s.n) {
		unsigned len;
		uint32_t c;

		if ((unsigned char)s.p[i] < 0x80) {
			if (!ascii_start(s.p[i]) && (i == at || !ascii_more(s.p[i])))
				break;
			i++;
			continue;
		}
		len = cpr_utf8_next(s.p + i, s.n - i, &c);
		if (len == 0 || (!IN(name_start, c) && (i == at || !IN(name_more, c))))
			break;
		i += len;
	}
	return i - at;
}

static int digit(char c, bool hex)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (hex && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (hex && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static size_t char_reference(struct cpr_str s, size_t at, uint32_t *ret)
{
	size_t i = at + 2;
	bool hex = i < s.n && s.p[i] == 'x';
	uint32_t c = 0;
	size_t first;

	if (hex)
		i++;
	for (first = i; i < s.n && digit(s.p[i], hex) >= 0; i++) {
		c = c * (hex ? 16 : 10) + (uint32_t)digit(s.p[i], hex);
		if (c > 0x10FFFF)
			c = 0x110000; /* stays too large, does not wrap */
	}
	if (i == first || i >= s.n || s.p[i] != ';' || !cpr_xml_char(c))
		return 0;
	*ret = c;
	return i + 1 - at;
}

size_t cpr_scan_reference(struct cpr_str s, size_t at, uint32_t *ret)
{
	static const struct {
		struct cpr_str spelling;
		char c;
	} predefined[] = {
		{ { "&lt;", 4 }, '<' },	  { { "&gt;", 4 }, '>' },    { { "&amp;", 5 }, '&' },
		{ { "&quot;", 6 }, '"' }, { { "&apos;", 6 }, '\'' },
	};

	if (at + 1 < s.n && s.p[at + 1] == '#')
		return char_reference(s, at, ret);
	for (size_t i = 0; i < sizeof predefined / sizeof predefined[0]; i++) {
		if (cpr_scan_starts(s, at, predefined[i].spelling)) {
			*ret = (unsigned char)predefined[i].c;
			return predefined[i].spelling.n;
		}
	}
	return 0;
}

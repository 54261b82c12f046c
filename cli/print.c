/* SPDX-License-Identifier: Apache-2.0 */
/* Printing for people: escaped text, errors, exit codes. */
#include "cmd.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Length of the character at s if it is well-formed UTF-8, its code point in *ret; 0 if it is not. */
static size_t decode(const unsigned char *s, unsigned long *ret)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc0 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf8 ? 4 : 0;
	unsigned long c = n < 2 ? s[0] : s[0] & (0x7fu >> n);

	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*ret = c;
	return n;
}

static bool unsafe(unsigned long c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

void print_safe(FILE *out, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (s && *s) {
		unsigned long c = 0;
		size_t n = decode(s, &c);

		if (!n)
			fprintf(out, "\\x%02X", *s++);
		else if (unsafe(c))
			fprintf(out, "\\u{%lX}", c), s += n;
		else
			fwrite(s, 1, n, out), s += n;
	}
}

/* Names can be of any length, so the text is; without memory it is cut. */
void complain(const char *fmt, ...)
{
	char small[512], *text = small;
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof small) {
		text = malloc((size_t)n + 1);
		if (text)
			vsnprintf(text, (size_t)n + 1, fmt, again);
		else
			text = small;
	}
	va_end(again);
	fputs("cpreview: ", stderr);
	print_safe(stderr, text);
	fputc('\n', stderr);
	if (text != small)
		free(text);
}

void print_error(const cpreview_error *err)
{
	for (size_t i = 0; i < cpreview_error_count(err); i++) {
		const cpreview_error *e = cpreview_error_at(err, i);

		print_safe(stderr, cpreview_error_file(e) ? cpreview_error_file(e) : "cpreview");
		if (cpreview_error_line(e))
			fprintf(stderr, ":%u:%u", (unsigned)cpreview_error_line(e), (unsigned)cpreview_error_column(e));
		fputs(": error: ", stderr);
		print_safe(stderr, cpreview_error_message(e));
		fputc('\n', stderr);
	}
}

int exit_of_error(const cpreview_error *err)
{
	switch (cpreview_error_code(err)) {
	case CPREVIEW_E_NOMEM:
	case CPREVIEW_E_INTERNAL:
	case CPREVIEW_E_ABI:
		return EXIT_INTERNAL;
	default:
		return EXIT_USAGE;
	}
}

int worse_exit(int a, int b)
{
	static const int order[] = { EXIT_INTERNAL, EXIT_USAGE, EXIT_INCOMPLETE, EXIT_FINDINGS, EXIT_OK };

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return EXIT_INTERNAL;
}

bool words_add(struct words *w, const char *word)
{
	const char **v = realloc(w->v, (w->n + 1) * sizeof *v);

	if (!v) {
		complain("out of memory");
		return false;
	}
	w->v = v;
	if (w->replaceable)
		w->n = 0;
	w->replaceable = false;
	w->v[w->n++] = word;
	return true;
}

void words_free(struct words *w)
{
	free(w->v);
	w->v = NULL;
	w->n = 0;
}

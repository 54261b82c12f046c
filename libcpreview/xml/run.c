/* SPDX-License-Identifier: Apache-2.0 */
/* Walks a text run piece by piece: plain stretches, references, CRLF; comments and their like are stepped over. */
#include "xml/run.h"

#include "xml/scan.h"

/* Behind the next `what`, which the gate has seen to be there. */
static uint32_t behind(const struct cpr_run *r, uint32_t at, struct cpr_str what)
{
	size_t i = at;

	while ((i = cpr_scan_find(r->source, i, what.p[0])) < r->end && !cpr_scan_starts(r->source, i, what))
		i++;
	return i < r->end ? (uint32_t)(i + what.n) : r->end;
}

/* Over mark-up at r->at, if any is there. */
static bool skip_markup(struct cpr_run *r)
{
	if (r->cdata) {
		if (!cpr_scan_starts(r->source, r->at, CPR_STR("]]>")))
			return false;
		r->cdata = false;
		r->at += 3;
		return true;
	}
	if (r->source.p[r->at] != '<')
		return false;
	if (cpr_scan_starts(r->source, r->at, CPR_STR("<!--"))) {
		r->at = behind(r, r->at + 4, CPR_STR("-->"));
	} else if (cpr_scan_starts(r->source, r->at, CPR_STR("<![CDATA["))) {
		r->cdata = true;
		r->at += 9;
	} else {
		r->at = behind(r, r->at + 2, CPR_STR("?>"));
	}
	return true;
}

static bool is_crlf(const struct cpr_run *r, uint32_t at)
{
	return r->source.p[at] == '\r' && at + 1 < r->end && r->source.p[at + 1] == '\n';
}

/* Does something other than plain text begin here? */
static bool is_special(const struct cpr_run *r, uint32_t at)
{
	switch (r->source.p[at]) {
	case '<':
	case '&':
		return !r->cdata;
	case ']':
		return r->cdata && cpr_scan_starts(r->source, at, CPR_STR("]]>"));
	case '\r':
		return is_crlf(r, at);
	default:
		return false;
	}
}

bool cpr_run_next(struct cpr_run *r, struct cpr_run_piece *ret)
{
	uint32_t from, c;

	while (r->at < r->end && skip_markup(r))
		;
	if (r->at >= r->end)
		return false;
	from = r->at;
	if (!is_special(r, from)) {
		while (r->at < r->end && r->at - from < CPR_RUN_PIECE && !is_special(r, r->at))
			r->at++;
		*ret = (struct cpr_run_piece){ from, r->at - from, r->at - from };
	} else if (r->source.p[from] == '\r') {
		r->at += 2;
		*ret = (struct cpr_run_piece){ from, 2, 1 };
	} else {
		r->at += (uint32_t)cpr_scan_reference(r->source, from, &c);
		*ret = (struct cpr_run_piece){ from, r->at - from, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4 };
	}
	return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Makes a campaign of bytes: parse, validate, collect the copy, note what decides which rules apply. */
#include "spec/campaign.h"

#include "base/error.h"
#include "xml/place.h"

#define NOTHING ((struct cpr_str){ 0 })

static void forget_document(cpreview_campaign *c)
{
	cpr_copy_free(&c->copy);
	cpr_valid_free(&c->valid);
	cpr_doc_free(c->doc);
	c->copy = (struct cpr_copy){ 0 };
	c->valid = (struct cpr_valid){ 0 };
	c->doc = NULL;
	c->id = c->revision = c->jurisdiction = c->kind = c->purpose = NOTHING;
	c->has_start = c->has_end = c->has_launch = false;
}

cpreview_campaign *cpr_campaign_ref(cpreview_campaign *c)
{
	if (c)
		atomic_fetch_add_explicit(&c->refs, 1, memory_order_relaxed);
	return c;
}

cpreview_campaign *cpr_campaign_unref(cpreview_campaign *c)
{
	struct cpr_mem mem;

	if (!c || atomic_fetch_sub_explicit(&c->refs, 1, memory_order_acq_rel) != 1)
		return NULL;
	forget_document(c);
	cpr_problems_free(&c->problems);
	cpr_arena_free(&c->arena);
	cpr_free(&c->mem, c->name);
	cpr_free(&c->mem, c->raw);
	mem = c->mem;
	cpr_free(&mem, c);
	return NULL;
}

static cpreview_campaign *new_campaign(const struct cpr_mem *mem, const void *bytes, size_t n, const char *name,
				       const struct cpr_limits *limits)
{
	cpreview_campaign *c = cpr_calloc(mem, 1, sizeof *c);
	struct cpr_digest digest;

	if (!c)
		return NULL;
	c->mem = *mem;
	atomic_init(&c->refs, 1);
	c->limits = limits ? *limits : cpr_limits_default;
	c->arena = CPR_ARENA(&c->mem);
	c->problems.arena = &c->arena;
	c->name = cpr_strndup(&c->mem, name, strlen(name));
	c->raw = cpr_strndup(&c->mem, n ? bytes : "", n);
	if (!c->name || !c->raw)
		return cpr_campaign_unref(c);
	c->raw_n = n;
	cpr_digest_begin(&digest);
	cpr_digest_add(&digest, c->raw, n);
	cpr_digest_end(&digest, c->digest);
	return c;
}

/* ---- what decides which rules apply ---- */

/* An attribute that is there and valid, or CPR_NO_NODE. */
static uint32_t valid_attr(const cpreview_campaign *c, cpr_node n, cpr_name name)
{
	uint32_t a = cpr_doc_attr(c->doc, n, name);

	return a != CPR_NO_NODE && c->valid.values[a].type != CPR_TYPE_NONE ? a : CPR_NO_NODE;
}

static struct cpr_str text_of(const cpreview_campaign *c, cpr_name name)
{
	uint32_t a = valid_attr(c, 0, name);

	return a == CPR_NO_NODE ? NOTHING : cpr_str_trim(cpr_doc_attr_value(c->doc, a));
}

static bool moment_of(const cpreview_campaign *c, cpr_node n, cpr_name name, struct cpr_moment *ret)
{
	uint32_t a = valid_attr(c, n, name);

	if (a == CPR_NO_NODE)
		return false;
	*ret = c->valid.values[a].u.moment;
	return true;
}

static void read_header(cpreview_campaign *c)
{
	const cpr_node *periods;
	uint32_t n;

	c->id = text_of(c, CPR_A_ID);
	c->revision = text_of(c, CPR_A_REVISION);
	c->jurisdiction = text_of(c, CPR_A_JURISDICTION);
	c->kind = text_of(c, CPR_A_KIND);
	c->purpose = text_of(c, CPR_A_PURPOSE);
	/* A period stands in the plan only; if there is a second one, that is a problem already. */
	periods = cpr_doc_descendants(c->doc, 0, CPR_E_PERIOD, &n);
	if (n == 0)
		return;
	c->has_start = moment_of(c, periods[0], CPR_A_START, &c->start);
	c->has_end = moment_of(c, periods[0], CPR_A_END, &c->end);
	c->has_launch = moment_of(c, periods[0], CPR_A_LAUNCH, &c->launch);
}

/* ---- limits of the content ---- */

static void over_limit(cpreview_campaign *c, const char *limit, uint32_t value, cpr_node n)
{
	struct cpr_strbuf b = CPR_STRBUF(&c->mem);
	struct cpr_src at = cpr_place_node(c->doc, n);

	cpr_strbuf_add_u64(&b, value);
	if (cpr_strbuf_failed(&b))
		c->problems.failed = true;
	cpr_problem_add(&c->problems, CPR_PROBLEM_LIMIT, at.start, at.end, cpr_str_of(limit), cpr_strbuf_str(&b),
			NOTHING);
	cpr_strbuf_free(&b);
}

/* False: the document may not be reviewed. */
static bool within_limits(cpreview_campaign *c)
{
	if (c->valid.ids.n + c->valid.n_references > c->limits.ids) {
		over_limit(c, "ids", c->limits.ids, 0);
		return false;
	}
	for (uint32_t i = 0; i < c->copy.n_units; i++) {
		if (c->copy.units[i].folded_n > c->limits.unit_bytes) {
			over_limit(c, "unit_bytes", c->limits.unit_bytes, c->copy.units[i].node);
			return false;
		}
	}
	return true;
}

/* False when memory ran out. */
static bool read_document(cpreview_campaign *c, unsigned flags)
{
	const struct cpr_vocabulary *v = &cpr_campaign_vocabulary;
	struct cpr_doc_schema schema = cpr_vocabulary_schema(v);

	c->doc = cpr_doc_parse(&c->mem, (struct cpr_str){ c->raw, c->raw_n }, &c->limits, &schema, &c->problems);
	if (!c->doc)
		return !c->problems.failed;
	if (!cpr_validate(c->doc, v, v->root, flags, &c->arena, &c->valid, &c->problems))
		return false;
	if (c->doc->nodes[0].name != v->root) {
		forget_document(c);
		return true;
	}
	if (!cpr_copy_build(c->doc, v, &c->mem, &c->arena, &c->copy))
		return false;
	if (within_limits(c))
		read_header(c);
	else
		forget_document(c);
	return !c->problems.failed;
}

int cpr_campaign_parse(const struct cpr_mem *mem, const void *bytes, size_t n, const char *name,
		       const struct cpr_limits *limits, unsigned flags, cpreview_campaign **ret,
		       cpreview_error **reterr)
{
	cpreview_campaign *c;

	if ((!bytes && n) || !name || (flags & ~(unsigned)CPR_VALIDATE_FRAGMENT))
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "a campaign needs its bytes and a name");
	c = new_campaign(mem, bytes, n, name, limits);
	if (!c)
		return cpr_error_nomem(reterr);
	c->fragment = flags & CPR_VALIDATE_FRAGMENT;
	if (!read_document(c, flags)) {
		cpr_campaign_unref(c);
		return cpr_error_nomem(reterr);
	}
	*ret = c;
	return 0;
}

int cpr_campaign_unreadable(const struct cpr_mem *mem, const char *name, const char *reason, cpreview_campaign **ret,
			    cpreview_error **reterr)
{
	cpreview_campaign *c;

	if (!name || !reason)
		return cpr_error_set(reterr, CPREVIEW_E_ARG, NULL, "an unreadable campaign needs a name and a reason");
	c = new_campaign(mem, NULL, 0, name, NULL);
	if (!c)
		return cpr_error_nomem(reterr);
	cpr_problem_add(&c->problems, CPR_PROBLEM_INPUT_UNREADABLE, 0, 0, cpr_str_of(reason), NOTHING, NOTHING);
	if (c->problems.failed) {
		cpr_campaign_unref(c);
		return cpr_error_nomem(reterr);
	}
	*ret = c;
	return 0;
}

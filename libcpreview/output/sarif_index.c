/* SPDX-License-Identifier: Apache-2.0 */
/* Collects rules, citations and inputs of all reports of a run, each once. */
#include "output/sarif_index.h"

#include "output/escape.h"

/* A copy of what stands in the scratch buffer. */
static struct cpr_str keep_key(struct cpr_sarif_index *x)
{
	struct cpr_str kept = { 0 };

	if (!cpr_strbuf_failed(&x->key))
		kept = cpr_arena_str(&x->arena, cpr_strbuf_str(&x->key));
	if (!kept.p)
		x->failed = true;
	return kept;
}

/* Leaves the citation's id in the scratch buffer. */
static uint32_t taxon_number(struct cpr_sarif_index *x, const struct cpr_basis *basis)
{
	cpr_strbuf_reset(&x->key);
	cpr_strbuf_adds(&x->key, basis->law->id);
	if (basis->article.n)
		cpr_strbuf_addc(&x->key, ' ');
	cpr_strbuf_adds(&x->key, basis->article);
	x->failed |= cpr_strbuf_failed(&x->key);
	return x->failed ? CPR_MAP_NONE : cpr_map_get(&x->taxon_map, cpr_strbuf_str(&x->key));
}

uint32_t cpr_sarif_taxon(struct cpr_sarif_index *x, const struct cpr_rule_card *card, size_t k)
{
	uint32_t n = taxon_number(x, &card->basis[k]);

	for (size_t i = 0; i < k; i++)
		if (taxon_number(x, &card->basis[i]) == n)
			return UINT32_MAX;
	return n;
}

uint32_t cpr_sarif_rule(const struct cpr_sarif_index *x, const struct cpr_rule_card *card)
{
	return cpr_map_get(&x->rule_map, card->id);
}

static void add_taxon(struct cpr_sarif_index *x, const struct cpr_basis *basis)
{
	struct cpr_sarif_taxon taxon = { .basis = basis };

	if (taxon_number(x, basis) != CPR_MAP_NONE || x->failed)
		return;
	taxon.id = keep_key(x);
	if (x->failed)
		return;
	if (!cpr_map_put(&x->taxon_map, taxon.id, (uint32_t)x->taxa.n, NULL) || !cpr_array_push(x->mem, &x->taxa, taxon))
		x->failed = true;
}

/* Rulesets loaded twice have cards of their own for the same rule; the first one stands for all. */
static void add_rule(struct cpr_sarif_index *x, const struct cpr_rule_card *card)
{
	if (x->failed || cpr_sarif_rule(x, card) != CPR_MAP_NONE)
		return;
	if (!cpr_map_put(&x->rule_map, card->id, (uint32_t)x->rules.n, NULL) || !cpr_array_push(x->mem, &x->rules, card)) {
		x->failed = true;
		return;
	}
	for (size_t i = 0; i < card->n_basis; i++)
		add_taxon(x, &card->basis[i]);
}

/* A path as it was given: relative ones stay relative, an absolute one becomes a file URI. */
static struct cpr_str uri_of(struct cpr_sarif_index *x, struct cpr_str name)
{
	while (name.n > 2 && memcmp(name.p, "./", 2) == 0)
		name = (struct cpr_str){ name.p + 2, name.n - 2 };
	cpr_strbuf_reset(&x->key);
	if (name.n && name.p[0] == '/')
		cpr_strbuf_addz(&x->key, "file://");
	cpr_escape_uri(&x->key, name.n ? name : CPR_STR("unnamed"));
	return keep_key(x);
}

/* An input given twice is one artifact; two inputs of one name that differ in their bytes are two. */
static void add_artifact(struct cpr_sarif_index *x, const cpreview_report *r, uint32_t *ret)
{
	struct cpr_sarif_artifact a = { .report = r, .uri = uri_of(x, r->input_name) };
	struct cpr_str key;

	a.relative = !(r->input_name.n && r->input_name.p[0] == '/');
	cpr_strbuf_addc(&x->key, ' ');
	cpr_strbuf_adds(&x->key, r->input_digest);
	key = keep_key(x);
	if (x->failed)
		return;
	*ret = cpr_map_get(&x->artifact_map, key);
	if (*ret != CPR_MAP_NONE)
		return;
	*ret = (uint32_t)x->artifacts.n;
	if (!cpr_map_put(&x->artifact_map, key, *ret, NULL) || !cpr_array_push(x->mem, &x->artifacts, a))
		x->failed = true;
}

bool cpr_sarif_index_build(struct cpr_sarif_index *x, const struct cpr_output *out)
{
	*x = (struct cpr_sarif_index){
		.mem = out->mem,
		.arena = CPR_ARENA(out->mem),
		.rule_map = CPR_MAP(out->mem),
		.taxon_map = CPR_MAP(out->mem),
		.artifact_map = CPR_MAP(out->mem),
		.key = CPR_STRBUF(out->mem),
	};
	x->artifact_of = cpr_calloc(out->mem, out->n_reports, sizeof *x->artifact_of);
	x->failed = !x->artifact_of;
	for (size_t i = 0; i < out->n_reports && !x->failed; i++) {
		const cpreview_report *r = out->reports[i];

		add_artifact(x, r, &x->artifact_of[i]);
		for (size_t k = 0; k < r->results.n; k++)
			add_rule(x, r->results.v[k].rule);
		for (size_t k = 0; k < r->findings.n; k++)
			add_rule(x, r->findings.v[k]->rule);
	}
	return !x->failed;
}

void cpr_sarif_index_free(struct cpr_sarif_index *x)
{
	cpr_map_free(&x->rule_map);
	cpr_map_free(&x->taxon_map);
	cpr_map_free(&x->artifact_map);
	cpr_array_free(x->mem, &x->rules);
	cpr_array_free(x->mem, &x->taxa);
	cpr_array_free(x->mem, &x->artifacts);
	cpr_free(x->mem, x->artifact_of);
	cpr_strbuf_free(&x->key);
	cpr_arena_free(&x->arena);
}

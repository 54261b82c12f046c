/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values at run time: from a node to the typed values it is worth, and their text. Nothing here converts silently: what is of
 * another type is a fault, what is not there is missing.
 */
#include "ruleset/expr_internal.h"

/* ---- From nodes to values ---- */

struct cpr_str cpr_item_text(const struct cpr_exec *x, struct cpr_item item)
{
	uint32_t offset;

	return item.attr == CPR_NO_NODE ? cpr_doc_text(x->doc, item.node, &offset)
					: cpr_doc_attr_value(x->doc, item.attr);
}

static struct cpr_atom text_atom(struct cpr_str s, struct cpr_item origin)
{
	return (struct cpr_atom){ .type = CPR_EXPR_TEXT, .origin = origin, .u.text = s };
}

/* The vocabulary's type of an attribute; NONE if it has none such. */
static enum cpr_type declared_type(const struct cpr_exec *x, uint32_t attr)
{
	const struct cpr_attr_rec *a = &x->doc->attrs[attr];
	const struct cpr_vocabulary *v = x->expr->vocabulary;
	cpr_name element = x->doc->nodes[a->owner].name;
	const struct cpr_attr_def *def;

	if (element >= v->n_elements || a->name >= x->doc->n_known)
		return CPR_TYPE_NONE;
	def = cpr_vocabulary_attr_of(v, element, a->name);
	return def ? (enum cpr_type)def->type : CPR_TYPE_NONE;
}

/*
 * What an attribute is to be taken for. A code that is not in its list is still a text that is none of the others; NONE is left
 * for what should be a number, a date … and is not, and *ret_foreign for what the vocabulary knows nothing of.
 */
static enum cpr_type type_here(const struct cpr_exec *x, uint32_t attr, bool *ret_foreign)
{
	enum cpr_type type = (enum cpr_type)x->valid->values[attr].type;

	*ret_foreign = false;
	if (type != CPR_TYPE_NONE)
		return type;
	type = declared_type(x, attr);
	*ret_foreign = type == CPR_TYPE_NONE;
	return cpr_class_of(type) == CPR_CLASS(CPR_EXPR_TEXT) ? type : CPR_TYPE_NONE;
}

/* The one value of an attribute that is not of several words. */
static bool attribute_atom(struct cpr_exec *x, struct cpr_item item, struct cpr_atom *ret)
{
	const struct cpr_value *v = &x->valid->values[item.attr];
	struct cpr_str text = cpr_doc_attr_value(x->doc, item.attr);
	bool foreign;
	enum cpr_type type = type_here(x, item.attr, &foreign);

	*ret = text_atom(text, item);
	if (type == CPR_TYPE_TEXT || foreign)
		return true;
	if (type == CPR_TYPE_NONE)
		return cpr_exec_fault(x, "@%.*s has no valid value: \"%.*s\"",
				      CPR_STR_ARG(x->doc->names[x->doc->attrs[item.attr].name].local),
				      CPR_STR_ARG(cpr_expr_short(text)));
	switch (cpr_class_of(type)) {
	case CPR_CLASS(CPR_EXPR_NUMBER):
		ret->type = CPR_EXPR_NUMBER;
		ret->u.number = v->u.number;
		return true;
	case CPR_CLASS(CPR_EXPR_MOMENT):
		ret->type = CPR_EXPR_MOMENT;
		ret->u.moment = v->u.moment;
		return true;
	case CPR_CLASS(CPR_EXPR_DURATION):
		ret->type = CPR_EXPR_DURATION;
		ret->u.duration = v->u.duration;
		return true;
	case CPR_CLASS(CPR_EXPR_TRUTH):
		ret->type = CPR_EXPR_TRUTH;
		ret->u.truth = v->u.truth;
		return true;
	default:
		ret->u.text = cpr_str_trim(text);
		return true;
	}
}

static bool has_words(const struct cpr_exec *x, struct cpr_item item)
{
	enum cpr_type type;
	bool foreign;

	if (item.attr == CPR_NO_NODE)
		return false;
	type = type_here(x, item.attr, &foreign);
	return type == CPR_TYPE_CODES || type == CPR_TYPE_REFS;
}

bool cpr_exec_atoms(struct cpr_exec *x, struct cpr_atoms *it, struct cpr_atom *ret, bool *ret_any)
{
	const struct cpr_set *set = &it->of->u.set;

	*ret_any = false;
	if (it->of->kind == CPR_RES_MISSING)
		return true;
	if (it->of->kind == CPR_RES_ATOM) {
		*ret = it->of->u.atom;
		*ret_any = it->at++ == 0;
		if (*ret_any && ret->origin.node != CPR_NO_NODE)
			cpr_exec_operand(x, ret->origin);
		return true;
	}
	while (it->at < set->n) {
		struct cpr_item item = set->v[it->at];

		if (has_words(x, item)) {
			struct cpr_str word;

			if (!it->in_words)
				it->rest = cpr_doc_attr_value(x->doc, item.attr);
			word = cpr_str_word(&it->rest);
			it->in_words = word.n != 0;
			if (!it->in_words) {
				it->at++;
				continue;
			}
			*ret = text_atom(word, item);
		} else {
			it->at++;
			if (item.attr == CPR_NO_NODE)
				*ret = text_atom(cpr_item_text(x, item), item);
			else if (!attribute_atom(x, item, ret))
				return false;
		}
		cpr_exec_operand(x, item);
		*ret_any = true;
		return cpr_exec_spend_text(x, ret->type == CPR_EXPR_TEXT ? ret->u.text.n : 0);
	}
	return true;
}

/* Several nodes where one is wanted, an element that lacks it among them, or a gap. */
static bool one_item(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_set *set, bool *ret_is)
{
	struct cpr_str source = cpr_exec_quote(x, n);

	*ret_is = false;
	if (set->n > 1 || (set->n == 1 && set->lacks))
		return cpr_exec_fault(x, "one value is wanted, but %.*s selects %zu", CPR_STR_ARG(source),
				      set->n + set->lacks);
	*ret_is = set->n == 1 && !set->gap;
	return true;
}

bool cpr_exec_one(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r)
{
	struct cpr_result from = *r;
	struct cpr_atoms it = { .of = &from };
	struct cpr_atom atom, more;
	bool is, any;

	if (r->kind == CPR_RES_SET && !one_item(x, n, &r->u.set, &is))
		return false;
	if (r->kind == CPR_RES_MISSING || (r->kind == CPR_RES_SET && !is)) {
		r->kind = CPR_RES_MISSING;
		return true;
	}
	if (!cpr_exec_atoms(x, &it, &atom, &any))
		return false;
	if (!any) {
		r->kind = CPR_RES_MISSING; /* a list without words */
		return true;
	}
	if (!cpr_exec_atoms(x, &it, &more, &any))
		return false;
	if (any)
		return cpr_exec_fault(x, "one value is wanted, but %.*s holds several",
				      CPR_STR_ARG(cpr_exec_quote(x, n)));
	r->kind = CPR_RES_ATOM;
	r->u.atom = atom;
	return true;
}

bool cpr_exec_one_text(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r)
{
	bool is;

	if (r->kind == CPR_RES_MISSING)
		return true;
	if (r->kind == CPR_RES_ATOM) {
		struct cpr_str text = cpr_atom_print(x, &r->u.atom);

		if (!text.p)
			return false;
		if (r->u.atom.origin.node != CPR_NO_NODE)
			cpr_exec_operand(x, r->u.atom.origin);
		r->u.atom = text_atom(text, r->u.atom.origin);
		return cpr_exec_spend_text(x, text.n);
	}
	if (!one_item(x, n, &r->u.set, &is))
		return false;
	if (is) {
		struct cpr_item item = r->u.set.v[0];

		cpr_exec_operand(x, item);
		r->kind = CPR_RES_ATOM;
		r->u.atom = text_atom(cpr_item_text(x, item), item);
		return cpr_exec_spend_text(x, r->u.atom.u.text.n);
	}
	r->kind = CPR_RES_MISSING;
	return true;
}

/* ---- Printing ---- */

static struct cpr_str keep(struct cpr_exec *x, struct cpr_strbuf *b)
{
	struct cpr_str ret = { 0 };
	char *p;

	if (cpr_strbuf_failed(b)) {
		cpr_exec_nomem(x);
	} else {
		p = cpr_exec_alloc(x, b->n + 1, 1);
		if (p) {
			if (b->n)
				memcpy(p, b->p, b->n);
			ret = (struct cpr_str){ p, b->n };
		}
	}
	cpr_strbuf_free(b);
	return ret;
}

static void print_atom(const struct cpr_atom *a, struct cpr_strbuf *b)
{
	switch (a->type) {
	case CPR_EXPR_NUMBER:
		cpr_decimal_print(a->u.number, b);
		break;
	case CPR_EXPR_MOMENT:
		cpr_moment_print(a->u.moment, b);
		break;
	case CPR_EXPR_DURATION:
		cpr_duration_print(a->u.duration, b);
		break;
	case CPR_EXPR_TRUTH:
		cpr_strbuf_addz(b, a->u.truth ? "true" : "false");
		break;
	default:
		cpr_strbuf_adds(b, a->u.text);
		break;
	}
}

struct cpr_str cpr_atom_print(struct cpr_exec *x, const struct cpr_atom *a)
{
	struct cpr_strbuf b = CPR_STRBUF(x->env->mem);

	if (a->type == CPR_EXPR_TEXT)
		return a->u.text.p ? a->u.text : CPR_STR("");
	print_atom(a, &b);
	return keep(x, &b);
}

/* The name of what an item is worth. */
static enum cpr_type item_type(const struct cpr_expr_env *env, struct cpr_item item)
{
	enum cpr_type type = CPR_TYPE_NONE;

	if (item.attr != CPR_NO_NODE)
		type = (enum cpr_type)env->campaign->valid.values[item.attr].type;
	return type == CPR_TYPE_NONE ? CPR_TYPE_TEXT : type;
}

static void print_item(struct cpr_expr_env *env, struct cpr_item item, struct cpr_strbuf *b)
{
	const struct cpr_doc *doc = env->campaign->doc;
	const struct cpr_value *v;
	uint32_t offset;

	if (item.attr == CPR_NO_NODE) {
		cpr_strbuf_adds(b, cpr_str_trim(cpr_doc_text(doc, item.node, &offset)));
		return;
	}
	v = &env->campaign->valid.values[item.attr];
	switch (cpr_class_of((enum cpr_type)v->type)) {
	case CPR_CLASS(CPR_EXPR_NUMBER):
		cpr_decimal_print(v->u.number, b);
		break;
	case CPR_CLASS(CPR_EXPR_MOMENT):
		cpr_moment_print(v->u.moment, b);
		break;
	case CPR_CLASS(CPR_EXPR_DURATION):
		cpr_duration_print(v->u.duration, b);
		break;
	case CPR_CLASS(CPR_EXPR_TRUTH):
		cpr_strbuf_addz(b, v->u.truth ? "true" : "false");
		break;
	default:
		cpr_strbuf_adds(b, cpr_str_trim(cpr_doc_attr_value(doc, item.attr)));
		break;
	}
}

struct cpr_str cpr_expr_print(struct cpr_expr_env *env, const struct cpr_expr_value *value, const char **ret_type)
{
	static const enum cpr_type types[] = {
		[CPR_EXPR_NUMBER] = CPR_TYPE_DECIMAL,	 [CPR_EXPR_TEXT] = CPR_TYPE_TEXT,
		[CPR_EXPR_TRUTH] = CPR_TYPE_BOOL,	 [CPR_EXPR_MOMENT] = CPR_TYPE_MOMENT,
		[CPR_EXPR_DURATION] = CPR_TYPE_DURATION, [CPR_EXPR_NODES] = CPR_TYPE_TEXT,
	};
	struct cpr_strbuf b = CPR_STRBUF(env->mem);
	enum cpr_type type = types[value->type];
	struct cpr_atom a = { .type = value->type };
	struct cpr_str ret;

	switch (value->type) {
	case CPR_EXPR_NODES:
		for (size_t i = 0; i < value->u.nodes.n; i++) {
			enum cpr_type one = item_type(env, value->u.nodes.v[i]);

			cpr_strbuf_addz(&b, i ? ", " : "");
			print_item(env, value->u.nodes.v[i], &b);
			type = i == 0 || one == type ? one : CPR_TYPE_TEXT;
		}
		break;
	case CPR_EXPR_ANY:
		type = CPR_TYPE_TEXT;
		break;
	case CPR_EXPR_NUMBER:
		a.u.number = value->u.number;
		break;
	case CPR_EXPR_TEXT:
		a.u.text = value->u.text;
		break;
	case CPR_EXPR_TRUTH:
		a.u.truth = value->u.truth;
		break;
	case CPR_EXPR_MOMENT:
		a.u.moment = value->u.moment;
		if (!a.u.moment.has_time)
			type = CPR_TYPE_DATE;
		break;
	case CPR_EXPR_DURATION:
		a.u.duration = value->u.duration;
		break;
	}
	if (value->type != CPR_EXPR_NODES && value->type != CPR_EXPR_ANY) {
		print_atom(&a, &b);
		/* A value that was only read, not computed, is of the type that it was read as. */
		if (value->origin.node != CPR_NO_NODE &&
		    cpr_class_of(item_type(env, value->origin)) == CPR_CLASS(value->type))
			type = item_type(env, value->origin);
	}
	if (ret_type)
		*ret_type = cpr_type_name(type);
	ret = cpr_strbuf_failed(&b) ? (struct cpr_str){ 0 } : cpr_arena_str(&env->scratch, cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return ret;
}

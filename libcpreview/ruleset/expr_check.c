/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be said of an expression before any campaign is seen: the type of every operand, text literals read as what they
 * stand beside, codes that exist, units that fit together. A rule that passes can still meet a value of another type in a
 * foreign attribute, but not in one of the vocabulary. Paths are in expr_steps.c, calls in expr_functions.c.
 */
#include "ruleset/expr_internal.h"

#define CLASS_ORDERED (CPR_CLASS(CPR_EXPR_NUMBER) | CPR_CLASS(CPR_EXPR_MOMENT) | CPR_CLASS(CPR_EXPR_DURATION))

const char *cpr_class_name(unsigned classes)
{
	switch (classes) {
	case CPR_CLASS(CPR_EXPR_NUMBER):
		return "a number";
	case CPR_CLASS(CPR_EXPR_TEXT):
		return "text";
	case CPR_CLASS(CPR_EXPR_TRUTH):
		return "true or false";
	case CPR_CLASS(CPR_EXPR_MOMENT):
		return "a date";
	case CPR_CLASS(CPR_EXPR_DURATION):
		return "a duration";
	default:
		return "of more than one type";
	}
}

unsigned cpr_class_of(enum cpr_type type)
{
	switch (type) {
	case CPR_TYPE_DECIMAL:
	case CPR_TYPE_AMOUNT:
	case CPR_TYPE_SIGNED_AMOUNT:
	case CPR_TYPE_COUNT:
	case CPR_TYPE_RATIO:
		return CPR_CLASS(CPR_EXPR_NUMBER);
	case CPR_TYPE_DATE:
	case CPR_TYPE_MOMENT:
		return CPR_CLASS(CPR_EXPR_MOMENT);
	case CPR_TYPE_DURATION:
		return CPR_CLASS(CPR_EXPR_DURATION);
	case CPR_TYPE_BOOL:
		return CPR_CLASS(CPR_EXPR_TRUTH);
	default:
		return CPR_CLASS(CPR_EXPR_TEXT);
	}
}

/* ---- Sorts ---- */

static size_t words(size_t n)
{
	return n / 64 + 1;
}

uint64_t *cpr_bits_new(struct cpr_compiler *c, size_t n)
{
	uint64_t *set = cpr_arena_array(c->arena, words(n), sizeof *set);

	if (!set)
		cpr_expr_nomem(c);
	return set;
}

struct cpr_sort cpr_sort_scalar(enum cpr_expr_type type)
{
	return (struct cpr_sort){ .type = type, .classes = type == CPR_EXPR_ANY ? CPR_CLASS_ALL : CPR_CLASS(type) };
}

struct cpr_sort cpr_sort_any(struct cpr_compiler *c)
{
	uint64_t *all = cpr_bits_new(c, c->v->n_elements);

	for (size_t i = 0; all && i < c->v->n_elements; i++)
		cpr_bits_add(all, i);
	return (struct cpr_sort){ .type = CPR_EXPR_NODES,
				  .classes = CPR_CLASS_ALL,
				  .own = true,
				  .attributes = true,
				  .foreign = true,
				  .elements = all,
				  .hosts = all };
}

struct cpr_sort cpr_sort_element(struct cpr_compiler *c, cpr_name element)
{
	uint64_t *one;

	if (element == CPR_MAP_NONE)
		return cpr_sort_any(c);
	one = cpr_bits_new(c, c->v->n_elements);
	if (one)
		cpr_bits_add(one, element);
	return (struct cpr_sort){
		.type = CPR_EXPR_NODES, .classes = CPR_CLASS(CPR_EXPR_TEXT), .own = true, .elements = one
	};
}

static const uint64_t *united(struct cpr_compiler *c, const uint64_t *a, const uint64_t *b, size_t n)
{
	uint64_t *set;

	if (!a || !b)
		return a ? a : b;
	set = cpr_bits_new(c, n);
	for (size_t i = 0; set && i < words(n); i++)
		set[i] = a[i] | b[i];
	return set;
}

static bool can_be_text(const struct cpr_sort *s)
{
	return s->classes & CPR_CLASS(CPR_EXPR_TEXT);
}

struct cpr_sort cpr_sort_join(struct cpr_compiler *c, const struct cpr_sort *a, const struct cpr_sort *b)
{
	struct cpr_sort s = {
		.type = a->type == b->type ? a->type : CPR_EXPR_ANY,
		.classes = a->classes | b->classes,
		.literal = a->literal && b->literal,
		.own = a->own || b->own,
		.attributes = a->attributes || b->attributes,
		.foreign = a->foreign || b->foreign,
		.elements = united(c, a->elements, b->elements, c->v->n_elements),
		.hosts = united(c, a->hosts, b->hosts, c->v->n_elements),
	};

	/* Codes stay codes if both sides are, or if the other side is no text at all. */
	if ((a->lists || !can_be_text(a)) && (b->lists || !can_be_text(b)))
		s.lists = united(c, a->lists, b->lists, c->v->n_lists);
	return s;
}

/* ---- Literals ---- */

static enum cpr_type type_for(enum cpr_expr_type type)
{
	switch (type) {
	case CPR_EXPR_NUMBER:
		return CPR_TYPE_DECIMAL;
	case CPR_EXPR_TRUTH:
		return CPR_TYPE_BOOL;
	case CPR_EXPR_MOMENT:
		return CPR_TYPE_MOMENT;
	case CPR_EXPR_DURATION:
		return CPR_TYPE_DURATION;
	default:
		return CPR_TYPE_TEXT;
	}
}

const char *cpr_atom_read(struct cpr_atom *a, enum cpr_expr_type type)
{
	struct cpr_value v;
	const char *reason = cpr_value_parse(type_for(type), a->u.text, &v);

	if (reason)
		return reason;
	a->type = type;
	a->literal = false;
	if (type == CPR_EXPR_NUMBER)
		a->u.number = v.u.number;
	else if (type == CPR_EXPR_TRUTH)
		a->u.truth = v.u.truth;
	else if (type == CPR_EXPR_MOMENT)
		a->u.moment = v.u.moment;
	else if (type == CPR_EXPR_DURATION)
		a->u.duration = v.u.duration;
	return NULL;
}

static struct cpr_str quote(const struct cpr_compiler *c, const struct cpr_xnode *x)
{
	return cpr_expr_quote(c, x->at, x->end);
}

/* Reads the literals in x as one of the classes. beside: the operand that asks for it. */
static bool read_literals(struct cpr_compiler *c, struct cpr_xnode *x, unsigned classes, struct cpr_str beside)
{
	const char *reason = "";

	if (x->kind == CPR_X_CALL && x->sort.literal) {
		/* if() and default() pass on what they hold. */
		for (size_t i = 0; i < x->n_args; i++)
			if (x->args[i]->sort.literal && !read_literals(c, x->args[i], classes, beside))
				return false;
		x->sort.classes = classes;
		x->sort.literal = (classes & (classes - 1)) != 0;
		return true;
	}
	if (x->kind != CPR_X_TEXT)
		return true;
	for (unsigned type = CPR_EXPR_NUMBER; type <= CPR_EXPR_DURATION; type++) {
		struct cpr_atom a = x->u.atom;

		if (!(classes & CPR_CLASS(type)))
			continue;
		reason = cpr_atom_read(&a, (enum cpr_expr_type)type);
		if (reason)
			continue;
		/* With several types to choose from, what it stands beside decides at run time. */
		if (classes == CPR_CLASS(type)) {
			x->u.atom = a;
			x->sort = cpr_sort_scalar(a.type);
		}
		return true;
	}
	if (classes & (classes - 1))
		return cpr_expr_fail(c, x->at, "%.*s fits none of the types of %.*s", CPR_STR_ARG(quote(c, x)),
				     CPR_STR_ARG(beside));
	return cpr_expr_fail(c, x->at, "%.*s must be %s beside %.*s: %s", CPR_STR_ARG(quote(c, x)),
			     cpr_class_name(classes), CPR_STR_ARG(beside), reason);
}

bool cpr_expr_adapt(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_xnode *y)
{
	if (!x->sort.literal || y->sort.literal || can_be_text(&y->sort))
		return true;
	return read_literals(c, x, y->sort.classes, quote(c, y));
}

/* ---- Codes ---- */

bool cpr_expr_check_codes(struct cpr_compiler *c, const struct cpr_sort *codes, struct cpr_str literal, uint32_t at)
{
	const struct cpr_code_list *first = NULL;
	struct cpr_str guess = { 0 };

	if (!codes->lists || codes->classes != CPR_CLASS(CPR_EXPR_TEXT))
		return true;
	for (uint16_t i = 0; i < c->v->n_lists; i++) {
		if (!cpr_bits_has(codes->lists, i))
			continue;
		if (cpr_vocabulary_code(c->v, i, literal) != CPR_MAP_NONE)
			return true;
		if (!guess.n)
			guess = cpr_vocabulary_guess_code(c->v, i, literal);
		if (!first)
			first = &c->v->lists[i];
	}
	if (!first)
		return true;
	literal = cpr_expr_short(literal);
	if (guess.n)
		return cpr_expr_fail(c, at, "'%.*s' is no code of %s; did you mean '%.*s'?", CPR_STR_ARG(literal),
				     first->name, CPR_STR_ARG(guess));
	return cpr_expr_fail(c, at, "'%.*s' is no code of %s", CPR_STR_ARG(literal), first->name);
}

static bool share_code(const struct cpr_vocabulary *v, uint16_t a, uint16_t b)
{
	if (a == b)
		return true;
	for (uint16_t i = 0; i < v->lists[a].n; i++)
		if (cpr_vocabulary_code(v, b, cpr_str_of(v->codes[v->lists[a].first + i].code)) != CPR_MAP_NONE)
			return true;
	return false;
}

static bool lists_meet(const struct cpr_vocabulary *v, const uint64_t *a, const uint64_t *b)
{
	for (uint16_t i = 0; i < v->n_lists; i++)
		for (uint16_t j = 0; j < v->n_lists && cpr_bits_has(a, i); j++)
			if (cpr_bits_has(b, j) && share_code(v, i, j))
				return true;
	return false;
}

/* ---- Operands ---- */

/* Elements that never hold text are named by mistake for one of their attributes. */
static bool has_text(struct cpr_compiler *c, const struct cpr_xnode *x)
{
	const struct cpr_sort *s = &x->sort;
	const struct cpr_element_def *empty = NULL;

	if (s->type != CPR_EXPR_NODES || !s->own || s->attributes || s->foreign)
		return true;
	for (size_t i = 0; i < c->v->n_elements; i++) {
		if (!cpr_bits_has(s->elements, i))
			continue;
		empty = &c->v->elements[i];
		if (empty->content != CPR_CONTENT_EMPTY)
			return true;
	}
	if (!empty)
		return true;
	if (empty->n_attrs == 0)
		return cpr_expr_fail(c, x->at, "<%s> holds no text", empty->name);
	return cpr_expr_fail(c, x->at, "<%s> holds no text; name one of its attributes, such as %.*s/@%s", empty->name,
			     CPR_STR_ARG(quote(c, x)), c->v->names[c->v->attrs[empty->first_attr].name]);
}

static const char *hint(unsigned have, unsigned want)
{
	if (have == CPR_CLASS(CPR_EXPR_TEXT) && want == CPR_CLASS(CPR_EXPR_NUMBER))
		return "; see number()";
	if (have == CPR_CLASS(CPR_EXPR_TEXT) && want == CPR_CLASS(CPR_EXPR_MOMENT))
		return "; see date()";
	if (have == CPR_CLASS(CPR_EXPR_TEXT) && want == CPR_CLASS(CPR_EXPR_DURATION))
		return "; see duration()";
	return "";
}

bool cpr_expr_want(struct cpr_compiler *c, struct cpr_xnode *x, unsigned classes, const char *who)
{
	if (!has_text(c, x))
		return false;
	if (x->sort.literal && !(classes & CPR_CLASS(CPR_EXPR_TEXT)))
		return read_literals(c, x, classes, cpr_str_of(who));
	if (x->sort.classes & classes)
		return true;
	return cpr_expr_fail(c, x->at, "%s must be %s, but %.*s is %s%s", who, cpr_class_name(classes),
			     CPR_STR_ARG(quote(c, x)), cpr_class_name(x->sort.classes), hint(x->sort.classes, classes));
}

bool cpr_expr_want_truth(struct cpr_compiler *c, const struct cpr_xnode *x)
{
	if (x->sort.type == CPR_EXPR_NODES ||
	    x->sort.classes & (CPR_CLASS(CPR_EXPR_TRUTH) | CPR_CLASS(CPR_EXPR_NUMBER) | CPR_CLASS(CPR_EXPR_TEXT)))
		return true;
	return cpr_expr_fail(c, x->at, "%.*s is %s, which is neither true nor false; compare it with something",
			     CPR_STR_ARG(quote(c, x)), cpr_class_name(x->sort.classes));
}

/* ---- Operators ---- */

static bool is_order(enum cpr_op op)
{
	return op == CPR_OP_LT || op == CPR_OP_LE || op == CPR_OP_GT || op == CPR_OP_GE;
}

/* A literal beside what can have an order. */
static bool takes_order(const struct cpr_xnode *x, const struct cpr_xnode *y)
{
	return x->sort.literal && !y->sort.literal && y->sort.classes & CLASS_ORDERED;
}

/* Beside < a literal is of a type that has an order, if the other side can be. */
static bool adapt_to_order(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_xnode *y)
{
	return takes_order(x, y) ? read_literals(c, x, y->sort.classes & CLASS_ORDERED, quote(c, y)) : true;
}

static bool unlike(struct cpr_compiler *c, const struct cpr_xnode *x)
{
	const struct cpr_xnode *a = x->args[0], *b = x->args[1];
	const char *more = hint(a->sort.classes, b->sort.classes);

	if (!*more)
		more = hint(b->sort.classes, a->sort.classes);
	return cpr_expr_fail(c, x->at, "unlike units: %.*s is %s, and %.*s is %s%s", CPR_STR_ARG(quote(c, a)),
			     cpr_class_name(a->sort.classes), CPR_STR_ARG(quote(c, b)), cpr_class_name(b->sort.classes),
			     more);
}

static bool check_compare(struct cpr_compiler *c, struct cpr_xnode *x)
{
	struct cpr_xnode *a = x->args[0], *b = x->args[1];
	bool order = is_order(x->u.op);
	unsigned common;

	if (order && (!adapt_to_order(c, a, b) || !adapt_to_order(c, b, a)))
		return false;
	if (!has_text(c, a) || !has_text(c, b) || !cpr_expr_adapt(c, a, b) || !cpr_expr_adapt(c, b, a))
		return false;
	common = a->sort.classes & b->sort.classes;
	if (!common && !a->sort.literal && !b->sort.literal)
		return unlike(c, x);
	if (order && common && !(common & CLASS_ORDERED) && !takes_order(a, b) && !takes_order(b, a))
		return cpr_expr_fail(c, x->at, "%s has no order, so %.*s cannot be asked%s",
				     common & CPR_CLASS(CPR_EXPR_TEXT) ? "text" : "a truth", CPR_STR_ARG(quote(c, x)),
				     common & CPR_CLASS(CPR_EXPR_TEXT) ? "; see number() and rank()" : "");
	if (cpr_is_literal(a) && !cpr_expr_check_codes(c, &b->sort, a->u.atom.u.text, a->at))
		return false;
	if (cpr_is_literal(b) && !cpr_expr_check_codes(c, &a->sort, b->u.atom.u.text, b->at))
		return false;
	if (common == CPR_CLASS(CPR_EXPR_TEXT) && a->sort.lists && b->sort.lists &&
	    !lists_meet(c->v, a->sort.lists, b->sort.lists))
		return cpr_expr_fail(c, x->at, "%.*s and %.*s never hold the same code", CPR_STR_ARG(quote(c, a)),
				     CPR_STR_ARG(quote(c, b)));
	x->sort = cpr_sort_scalar(CPR_EXPR_TRUTH);
	return true;
}

static bool check_arithmetic(struct cpr_compiler *c, struct cpr_xnode *x)
{
	static const char *const who[] = {
		[CPR_OP_ADD] = "an operand of +",   [CPR_OP_SUB] = "an operand of -",
		[CPR_OP_MUL] = "an operand of *",   [CPR_OP_DIV] = "an operand of div",
		[CPR_OP_MOD] = "an operand of mod",
	};

	for (size_t i = 0; i < x->n_args; i++) {
		enum cpr_op op = (enum cpr_op)x->u.ops[i ? i : 1];

		if (x->args[i]->sort.classes == CPR_CLASS(CPR_EXPR_MOMENT) && op == CPR_OP_SUB)
			return cpr_expr_fail(c, x->args[i]->at,
					     "dates are not subtracted: see days-between(a, b) and add-days()");
		if (x->args[i]->sort.classes == CPR_CLASS(CPR_EXPR_MOMENT))
			return cpr_expr_fail(c, x->args[i]->at,
					     "nothing is added to a date with +: see add-days(), add-months(), add()");
		if (!cpr_expr_want(c, x->args[i], CPR_CLASS(CPR_EXPR_NUMBER), who[op]))
			return false;
	}
	x->sort = cpr_sort_scalar(CPR_EXPR_NUMBER);
	return true;
}

static bool check_union(struct cpr_compiler *c, struct cpr_xnode *x)
{
	for (size_t i = 0; i < x->n_args; i++) {
		const struct cpr_xnode *a = x->args[i];

		if (a->sort.type != CPR_EXPR_NODES && a->sort.type != CPR_EXPR_ANY)
			return cpr_expr_fail(c, a->at, "| unites nodes, but %.*s is %s", CPR_STR_ARG(quote(c, a)),
					     cpr_class_name(a->sort.classes));
		x->sort = i ? cpr_sort_join(c, &x->sort, &a->sort) : a->sort;
	}
	x->sort.type = CPR_EXPR_NODES;
	return !c->failed;
}

static bool check_variable(struct cpr_compiler *c, struct cpr_xnode *x)
{
	const struct cpr_expr_var *var = &c->scope->vars[x->u.var];
	enum cpr_expr_type type = var->value ? cpr_expr_type_of(var->value) : var->type;

	x->needs = CPR_NEEDS_VARS;
	if (var->value && type == var->value->root->sort.type) {
		x->sort = var->value->root->sort;
		x->sort.literal = false;
	} else if (type == CPR_EXPR_NODES || type == CPR_EXPR_ANY) {
		x->sort = cpr_sort_any(c);
		x->sort.type = type;
	} else {
		x->sort = cpr_sort_scalar(type);
	}
	return !c->failed;
}

static bool check(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate)
{
	if (x->kind == CPR_X_PATH)
		return cpr_expr_check_path(c, x, focus, in_predicate);
	for (size_t i = 0; i < x->n_args; i++) {
		if (!cpr_expr_check(c, x->args[i], focus, in_predicate))
			return false;
		x->needs |= x->args[i]->needs;
	}
	switch (x->kind) {
	case CPR_X_NUMBER:
		x->sort = cpr_sort_scalar(CPR_EXPR_NUMBER);
		return true;
	case CPR_X_TEXT:
		x->sort = cpr_sort_scalar(CPR_EXPR_TEXT);
		x->sort.literal = true;
		return true;
	case CPR_X_VARIABLE:
		return check_variable(c, x);
	case CPR_X_CALL:
		return cpr_expr_check_call(c, x, focus, in_predicate);
	case CPR_X_UNION:
		return check_union(c, x);
	case CPR_X_OR:
	case CPR_X_AND:
		for (size_t i = 0; i < x->n_args; i++)
			if (!cpr_expr_want_truth(c, x->args[i]))
				return false;
		x->sort = cpr_sort_scalar(CPR_EXPR_TRUTH);
		return true;
	case CPR_X_COMPARE:
		return check_compare(c, x);
	case CPR_X_ARITHMETIC:
		return check_arithmetic(c, x);
	case CPR_X_NEGATE:
		x->sort = cpr_sort_scalar(CPR_EXPR_NUMBER);
		return cpr_expr_want(c, x->args[0], CPR_CLASS(CPR_EXPR_NUMBER), "the operand of -");
	case CPR_X_PATH:
		break;
	}
	return true;
}

bool cpr_expr_check(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate)
{
	bool ok;

	/* Running the expression descends just as deep. */
	if (c->depth == CPR_EXPR_DEPTH)
		return cpr_expr_fail(c, x->at, "more than %d levels of nesting", CPR_EXPR_DEPTH);
	c->depth++;
	ok = check(c, x, focus, in_predicate);
	c->depth--;
	return ok;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From tokens to the tree. Binary operators are sorted by precedence with a list for each level, so
 * that a long chain makes one wide node and not a deep tree: the tree is only as deep as the author nests, and that is
 * limited. Paths are kept as written; expr_check.c and expr_steps.c say what they mean.
 */
#include "ruleset/expr_internal.h"

/* Nodes being listed; grows in the arena. */
struct nodes {
	struct cpr_xnode **v;
	uint8_t *ops;
	size_t n, cap;
};

static struct cpr_xnode *new_node(struct cpr_compiler *c, enum cpr_xkind kind, uint32_t at)
{
	struct cpr_xnode *x = cpr_arena_alloc(c->arena, sizeof *x);

	if (!x)
		return cpr_expr_nomem(c), NULL;
	x->kind = kind;
	x->at = at;
	x->end = c->tok.end;
	return x;
}

static bool nodes_add(struct cpr_compiler *c, struct nodes *list, struct cpr_xnode *x, enum cpr_op op)
{
	if (!x)
		return false;
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		struct cpr_xnode **v = cpr_arena_array(c->arena, cap, sizeof(struct cpr_xnode *));
		uint8_t *ops = cpr_arena_array(c->arena, cap, 1);

		if (!v || !ops)
			return cpr_expr_nomem(c);
		for (size_t i = 0; i < list->n; i++) {
			v[i] = list->v[i];
			ops[i] = list->ops[i];
		}
		list->v = v;
		list->ops = ops;
		list->cap = cap;
	}
	list->v[list->n] = x;
	list->ops[list->n++] = (uint8_t)op;
	return true;
}

static bool expect(struct cpr_compiler *c, enum cpr_token_kind kind, const char *what)
{
	if (c->tok.kind == kind)
		return cpr_expr_next(c);
	if (c->tok.kind == CPR_TOK_END)
		return cpr_expr_fail(c, c->tok.at, "%s is missing at the end", what);
	return cpr_expr_fail(c, c->tok.at, "%s is missing before %.*s", what,
			     CPR_STR_ARG(cpr_expr_quote(c, c->tok.at, c->tok.end)));
}

/* ---- Steps ---- */

static bool parse_axis(struct cpr_compiler *c, enum cpr_axis *ret)
{
	static const struct {
		const char *name, *instead;
		enum cpr_axis axis;
	} table[] = {
		{ "child", NULL, CPR_AXIS_CHILD },
		{ "descendant", NULL, CPR_AXIS_DESCENDANT },
		{ "descendant-or-self", NULL, CPR_AXIS_DESCENDANT_OR_SELF },
		{ "self", NULL, CPR_AXIS_SELF },
		{ "parent", NULL, CPR_AXIS_PARENT },
		{ "ancestor", NULL, CPR_AXIS_ANCESTOR },
		{ "ancestor-or-self", NULL, CPR_AXIS_ANCESTOR_OR_SELF },
		{ "attribute", NULL, CPR_AXIS_ATTRIBUTE },
		{ "following-sibling", NULL, CPR_AXIS_FOLLOWING_SIBLING },
		{ "preceding-sibling", NULL, CPR_AXIS_PRECEDING_SIBLING },
		{ "following", "the axis following is left out; use following-sibling or //", CPR_AXIS_CHILD },
		{ "preceding", "the axis preceding is left out; use preceding-sibling or //", CPR_AXIS_CHILD },
		{ "namespace", "the axis namespace is left out; declare prefixes in the ruleset", CPR_AXIS_CHILD },
	};
	struct cpr_str guess = { 0 };
	size_t best = 3;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t distance = cpr_str_distance(c->tok.text, cpr_str_of(table[i].name), 2);

		if (distance == 0 && table[i].instead)
			return cpr_expr_fail(c, c->tok.at, "%s", table[i].instead);
		if (distance == 0) {
			*ret = table[i].axis;
			return true;
		}
		if (distance < best && !table[i].instead) {
			best = distance;
			guess = cpr_str_of(table[i].name);
		}
	}
	if (guess.n)
		return cpr_expr_fail(c, c->tok.at, "there is no axis %.*s; did you mean %.*s?",
				     CPR_STR_ARG(cpr_expr_quote(c, c->tok.at, c->tok.end)), CPR_STR_ARG(guess));
	return cpr_expr_fail(c, c->tok.at, "there is no axis %.*s",
			     CPR_STR_ARG(cpr_expr_quote(c, c->tok.at, c->tok.end)));
}

/* Node tests of XPath that look like functions. */
static const char *node_test_instead(struct cpr_str name)
{
	if (cpr_str_is(name, "text"))
		return "text() is left out; the text of an element is string(.), or the element itself in a comparison";
	if (cpr_str_is(name, "node"))
		return "node() is left out; write . for the node itself, .. for its parent, * for any element";
	if (cpr_str_is(name, "comment"))
		return "comments are not part of a campaign";
	if (cpr_str_is(name, "processing-instruction"))
		return "processing instructions are not part of a campaign";
	return NULL;
}

static bool predicates(struct cpr_compiler *c, struct cpr_xnode ***ret, size_t *ret_n)
{
	struct nodes list = { 0 };

	while (c->tok.kind == CPR_TOK_OPEN_SQUARE) {
		uint32_t at = c->tok.at;

		if (!cpr_expr_next(c))
			return false;
		if (c->tok.kind == CPR_TOK_CLOSE_SQUARE)
			return cpr_expr_fail(c, at, "a predicate needs a condition between [ and ]");
		if (!nodes_add(c, &list, cpr_expr_parse(c), CPR_OP_NONE) || !expect(c, CPR_TOK_CLOSE_SQUARE, "]"))
			return false;
	}
	*ret = list.v;
	*ret_n = list.n;
	return true;
}

/* The name or * behind an axis. */
static bool node_test(struct cpr_compiler *c, struct cpr_step *s)
{
	if (c->tok.kind == CPR_TOK_STAR) {
		s->test = CPR_TEST_ANY;
	} else if (c->tok.kind == CPR_TOK_NAME) {
		s->test = CPR_TEST_NAME;
		s->prefix = c->tok.prefix;
		s->local = c->tok.text;
	} else {
		return cpr_expr_fail(c, c->tok.at, "a name or * is wanted here");
	}
	s->end = c->tok.end;
	if (!cpr_expr_next(c))
		return false;
	if (c->tok.kind == CPR_TOK_OPEN && s->test == CPR_TEST_NAME) {
		const char *instead = node_test_instead(s->local);

		if (instead)
			return cpr_expr_fail(c, s->at, "%s", instead);
		return cpr_expr_fail(c, s->at, "a function cannot be a step of a path; write it around the path");
	}
	return true;
}

static bool step(struct cpr_compiler *c, struct cpr_step *s)
{
	*s = (struct cpr_step){ .at = c->tok.at, .end = c->tok.end, .axis = CPR_AXIS_CHILD, .join = CPR_MAP_NONE };
	if (c->tok.kind == CPR_TOK_DOT || c->tok.kind == CPR_TOK_DOT_DOT) {
		s->axis = c->tok.kind == CPR_TOK_DOT ? CPR_AXIS_SELF : CPR_AXIS_PARENT;
		s->test = CPR_TEST_NODE;
		if (!cpr_expr_next(c))
			return false;
		if (c->tok.kind == CPR_TOK_OPEN_SQUARE)
			return cpr_expr_fail(c, c->tok.at, "a predicate cannot stand behind %s; write %s::name[...]",
					     s->axis == CPR_AXIS_SELF ? "." : "..",
					     s->axis == CPR_AXIS_SELF ? "self" : "parent");
		return true;
	}
	if (c->tok.kind == CPR_TOK_AT) {
		s->axis = CPR_AXIS_ATTRIBUTE;
		if (!cpr_expr_next(c))
			return false;
	} else if (c->tok.kind == CPR_TOK_NAME && cpr_expr_peek(c) == CPR_TOK_COLON_COLON) {
		if (!parse_axis(c, &s->axis) || !cpr_expr_next(c) || !cpr_expr_next(c))
			return false;
	}
	return node_test(c, s) && predicates(c, &s->preds, &s->n_preds);
}

struct steps {
	struct cpr_step *v;
	size_t n, cap;
};

static bool steps_add(struct cpr_compiler *c, struct steps *list, const struct cpr_step *s)
{
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		struct cpr_step *v = cpr_arena_array(c->arena, cap, sizeof *v);

		if (!v)
			return cpr_expr_nomem(c);
		if (list->n)
			memcpy(v, list->v, list->n * sizeof *v);
		list->v = v;
		list->cap = cap;
	}
	list->v[list->n++] = *s;
	return true;
}

/* The rest of a path: steps divided by / and //. slash: the token before the first step, or END if there is none. */
static bool steps(struct cpr_compiler *c, struct cpr_path *p, struct cpr_token slash)
{
	struct steps list = { 0 };
	struct cpr_step s;

	for (;;) {
		if (slash.kind == CPR_TOK_SLASH_SLASH) {
			s = (struct cpr_step){ .axis = CPR_AXIS_DESCENDANT_OR_SELF,
					       .test = CPR_TEST_NODE,
					       .at = slash.at,
					       .end = slash.end,
					       .join = CPR_MAP_NONE };
			if (!steps_add(c, &list, &s))
				return false;
		}
		if (!step(c, &s) || !steps_add(c, &list, &s))
			return false;
		slash = c->tok;
		if (slash.kind != CPR_TOK_SLASH && slash.kind != CPR_TOK_SLASH_SLASH)
			break;
		if (!cpr_expr_next(c))
			return false;
		if (c->tok.kind == CPR_TOK_END)
			return cpr_expr_fail(c, c->tok.at, "a path must not end in %.*s", CPR_STR_ARG(slash.text));
	}
	p->steps = list.v;
	p->n_steps = list.n;
	return true;
}

/* ---- Operands ---- */

static struct cpr_xnode *call(struct cpr_compiler *c)
{
	struct cpr_token name = c->tok;
	struct cpr_xnode *x = new_node(c, CPR_X_CALL, name.at);
	struct nodes args = { 0 };

	if (!x)
		return NULL;
	x->text = name.text;
	if (name.prefix.n)
		return cpr_expr_fail(c, name.at, "functions have no prefix"), NULL;
	if (node_test_instead(name.text))
		return cpr_expr_fail(c, name.at, "%s", node_test_instead(name.text)), NULL;
	if (!cpr_expr_next(c) || !cpr_expr_next(c))
		return NULL;
	while (c->tok.kind != CPR_TOK_CLOSE) {
		if (args.n && !expect(c, CPR_TOK_COMMA, ", or )"))
			return NULL;
		if (!nodes_add(c, &args, cpr_expr_parse(c), CPR_OP_NONE))
			return NULL;
	}
	x->end = c->tok.end;
	x->args = args.v;
	x->n_args = args.n;
	return cpr_expr_next(c) ? x : NULL;
}

static struct cpr_xnode *number(struct cpr_compiler *c)
{
	struct cpr_xnode *x = new_node(c, CPR_X_NUMBER, c->tok.at);

	if (!x)
		return NULL;
	x->u.atom.type = CPR_EXPR_NUMBER;
	x->u.atom.origin = (struct cpr_item){ CPR_NO_NODE, CPR_NO_NODE };
	if (!cpr_decimal_parse(c->tok.text, &x->u.atom.u.number))
		return cpr_expr_fail(c, c->tok.at, "the number has more than %d digits", CPR_DECIMAL_DIGITS), NULL;
	return cpr_expr_next(c) ? x : NULL;
}

static struct cpr_xnode *text(struct cpr_compiler *c)
{
	struct cpr_xnode *x = new_node(c, CPR_X_TEXT, c->tok.at);

	if (!x)
		return NULL;
	x->u.atom.type = CPR_EXPR_TEXT;
	x->u.atom.literal = true;
	x->u.atom.origin = (struct cpr_item){ CPR_NO_NODE, CPR_NO_NODE };
	x->u.atom.u.text = c->tok.text;
	return cpr_expr_next(c) ? x : NULL;
}

static struct cpr_xnode *variable(struct cpr_compiler *c)
{
	struct cpr_xnode *x = new_node(c, CPR_X_VARIABLE, c->tok.at);
	struct cpr_str guess = { 0 };

	if (!x)
		return NULL;
	x->text = c->tok.text;
	for (size_t i = 0; i < c->scope->n_vars; i++) {
		if (cpr_str_eq(c->scope->vars[i].name, x->text)) {
			x->u.var = (uint32_t)i;
			return cpr_expr_next(c) ? x : NULL;
		}
		if (cpr_str_distance(c->scope->vars[i].name, x->text, 2) <= 2)
			guess = c->scope->vars[i].name;
	}
	if (guess.n)
		return cpr_expr_fail(c, x->at, "there is no variable $%.*s here; did you mean $%.*s?",
				     CPR_STR_ARG(cpr_expr_quote(c, x->at + 1, x->end)), CPR_STR_ARG(guess)),
		       NULL;
	return cpr_expr_fail(c, x->at, "there is no variable $%.*s here",
			     CPR_STR_ARG(cpr_expr_quote(c, x->at + 1, x->end))),
	       NULL;
}

static struct cpr_xnode *parenthesis(struct cpr_compiler *c)
{
	struct cpr_xnode *x;

	if (!cpr_expr_next(c))
		return NULL;
	x = cpr_expr_parse(c);
	return x && expect(c, CPR_TOK_CLOSE, ")") ? x : NULL;
}

/* What a path can begin with besides a step; *ret_is false: nothing of that sort stands here. */
static struct cpr_xnode *primary(struct cpr_compiler *c, bool *ret_is)
{
	*ret_is = true;
	switch (c->tok.kind) {
	case CPR_TOK_NUMBER:
		return number(c);
	case CPR_TOK_LITERAL:
		return text(c);
	case CPR_TOK_VARIABLE:
		return variable(c);
	case CPR_TOK_OPEN:
		return parenthesis(c);
	case CPR_TOK_NAME:
		if (cpr_expr_peek(c) == CPR_TOK_OPEN)
			return call(c);
		break;
	default:
		break;
	}
	*ret_is = false;
	return NULL;
}

static bool starts_step(const struct cpr_compiler *c)
{
	switch (c->tok.kind) {
	case CPR_TOK_NAME:
	case CPR_TOK_STAR:
	case CPR_TOK_AT:
	case CPR_TOK_DOT:
	case CPR_TOK_DOT_DOT:
		return true;
	default:
		return false;
	}
}

static struct cpr_xnode *new_path(struct cpr_compiler *c, uint32_t at)
{
	struct cpr_xnode *x = new_node(c, CPR_X_PATH, at);

	if (!x)
		return NULL;
	x->u.path = cpr_arena_alloc(c->arena, sizeof *x->u.path);
	return x->u.path ? x : (cpr_expr_nomem(c), NULL);
}

/* The end of what was read last. */
static uint32_t last_end(const struct cpr_compiler *c)
{
	uint32_t end = c->tok.at;

	while (end && strchr(" \t\r\n", c->source.p[end - 1]))
		end--;
	return end;
}

static struct cpr_xnode *location(struct cpr_compiler *c)
{
	struct cpr_token slash = { .kind = CPR_TOK_END };
	struct cpr_xnode *x = new_path(c, c->tok.at);

	if (!x)
		return NULL;
	if (c->tok.kind == CPR_TOK_SLASH || c->tok.kind == CPR_TOK_SLASH_SLASH) {
		slash = c->tok;
		x->u.path->absolute = true;
		if (!cpr_expr_next(c))
			return NULL;
		if (!starts_step(c))
			return cpr_expr_fail(c, slash.at,
					     "%.*s alone selects nothing; a name must follow, as in %.*s%s",
					     CPR_STR_ARG(slash.text), CPR_STR_ARG(slash.text),
					     c->v->elements[c->v->root].name),
			       NULL;
	}
	if (!starts_step(c)) {
		if (c->tok.kind == CPR_TOK_END)
			return cpr_expr_fail(c, c->tok.at,
					     c->tok.at == 0 ? "the expression is empty"
							    : "a value is missing at the end"),
			       NULL;
		return cpr_expr_fail(c, c->tok.at, "a value is missing before %.*s",
				     CPR_STR_ARG(cpr_expr_quote(c, c->tok.at, c->tok.end))),
		       NULL;
	}
	if (!steps(c, x->u.path, slash))
		return NULL;
	x->end = last_end(c);
	return x;
}

static struct cpr_xnode *path(struct cpr_compiler *c)
{
	uint32_t at = c->tok.at;
	struct cpr_xnode *base, *x;
	struct cpr_token slash;
	bool is_primary;

	base = primary(c, &is_primary);
	if (!is_primary)
		return location(c);
	if (!base)
		return NULL;
	slash = c->tok;
	if (slash.kind != CPR_TOK_OPEN_SQUARE && slash.kind != CPR_TOK_SLASH && slash.kind != CPR_TOK_SLASH_SLASH)
		return base;
	x = new_path(c, at);
	if (!x)
		return NULL;
	x->u.path->base = base;
	if (!predicates(c, &x->u.path->preds, &x->u.path->n_preds))
		return NULL;
	slash = c->tok;
	if (slash.kind == CPR_TOK_SLASH || slash.kind == CPR_TOK_SLASH_SLASH) {
		if (!cpr_expr_next(c))
			return NULL;
		if (c->tok.kind == CPR_TOK_END)
			return cpr_expr_fail(c, c->tok.at, "a path must not end in %.*s", CPR_STR_ARG(slash.text)),
			       NULL;
		if (!steps(c, x->u.path, slash))
			return NULL;
	}
	x->end = last_end(c);
	return x;
}

static struct cpr_xnode *union_of(struct cpr_compiler *c)
{
	uint32_t at = c->tok.at;
	struct cpr_xnode *x = path(c);
	struct nodes list = { 0 };

	if (!x || c->tok.kind != CPR_TOK_PIPE)
		return x;
	if (!nodes_add(c, &list, x, CPR_OP_NONE))
		return NULL;
	while (c->tok.kind == CPR_TOK_PIPE)
		if (!cpr_expr_next(c) || !nodes_add(c, &list, path(c), CPR_OP_NONE))
			return NULL;
	x = new_node(c, CPR_X_UNION, at);
	if (!x)
		return NULL;
	x->end = last_end(c);
	x->args = list.v;
	x->n_args = list.n;
	return x;
}

static struct cpr_xnode *unary(struct cpr_compiler *c)
{
	uint32_t at = c->tok.at;
	struct cpr_xnode *x, *inner;
	struct nodes list = { 0 };

	if (c->tok.kind != CPR_TOK_MINUS)
		return union_of(c);
	if (!cpr_expr_next(c))
		return NULL;
	if (c->tok.kind == CPR_TOK_MINUS)
		return cpr_expr_fail(c, c->tok.at, "one - too many"), NULL;
	inner = union_of(c);
	if (!inner)
		return NULL;
	x = new_node(c, CPR_X_NEGATE, at);
	if (!x || !nodes_add(c, &list, inner, CPR_OP_NONE))
		return NULL;
	x->end = inner->end;
	x->args = list.v;
	x->n_args = list.n;
	return x;
}

/* ---- Operators ---- */

/* Levels of precedence, the loosest first. */
enum { LEVEL_OR, LEVEL_AND, LEVEL_EQUAL, LEVEL_ORDER, LEVEL_ADD, LEVEL_MULTIPLY, LEVELS };

/* The operator that stands here, and its level; -1 if none. Only here are and, or, div, mod and * operators. */
static int operator_here(const struct cpr_compiler *c, enum cpr_op *ret_op)
{
	*ret_op = CPR_OP_NONE;
	switch (c->tok.kind) {
	case CPR_TOK_EQ:
		return *ret_op = CPR_OP_EQ, LEVEL_EQUAL;
	case CPR_TOK_NE:
		return *ret_op = CPR_OP_NE, LEVEL_EQUAL;
	case CPR_TOK_LT:
		return *ret_op = CPR_OP_LT, LEVEL_ORDER;
	case CPR_TOK_LE:
		return *ret_op = CPR_OP_LE, LEVEL_ORDER;
	case CPR_TOK_GT:
		return *ret_op = CPR_OP_GT, LEVEL_ORDER;
	case CPR_TOK_GE:
		return *ret_op = CPR_OP_GE, LEVEL_ORDER;
	case CPR_TOK_PLUS:
		return *ret_op = CPR_OP_ADD, LEVEL_ADD;
	case CPR_TOK_MINUS:
		return *ret_op = CPR_OP_SUB, LEVEL_ADD;
	case CPR_TOK_STAR:
		return *ret_op = CPR_OP_MUL, LEVEL_MULTIPLY;
	case CPR_TOK_NAME:
		if (c->tok.prefix.n)
			return -1;
		if (cpr_str_is(c->tok.text, "div"))
			return *ret_op = CPR_OP_DIV, LEVEL_MULTIPLY;
		if (cpr_str_is(c->tok.text, "mod"))
			return *ret_op = CPR_OP_MOD, LEVEL_MULTIPLY;
		if (cpr_str_is(c->tok.text, "and"))
			return LEVEL_AND;
		if (cpr_str_is(c->tok.text, "or"))
			return LEVEL_OR;
		return -1;
	default:
		return -1;
	}
}

/* The finished chain of one level as a node. */
static struct cpr_xnode *close_level(struct cpr_compiler *c, int level, struct nodes *list)
{
	static const enum cpr_xkind kinds[LEVELS] = {
		CPR_X_OR, CPR_X_AND, CPR_X_COMPARE, CPR_X_COMPARE, CPR_X_ARITHMETIC, CPR_X_ARITHMETIC,
	};
	struct cpr_xnode *x = new_node(c, kinds[level], list->v[0]->at);

	if (!x)
		return NULL;
	x->end = list->v[list->n - 1]->end;
	x->args = list->v;
	x->n_args = list->n;
	if (x->kind == CPR_X_COMPARE)
		x->u.op = (enum cpr_op)list->ops[1];
	else if (x->kind == CPR_X_ARITHMETIC)
		x->u.ops = list->ops;
	*list = (struct nodes){ 0 };
	return x;
}

static struct cpr_xnode *chained(struct cpr_compiler *c, uint32_t at)
{
	return cpr_expr_fail(c, at, "comparisons do not chain; join two with and, or use parentheses"), NULL;
}

static struct cpr_xnode *operators(struct cpr_compiler *c)
{
	struct nodes levels[LEVELS] = { 0 };
	enum cpr_op before[LEVELS] = { 0 }; /* the operator in front of the next operand of a level */

	for (;;) {
		struct cpr_xnode *x = unary(c);
		bool compared = false;
		enum cpr_op op;
		int level;

		if (!x)
			return NULL;
		level = operator_here(c, &op);
		for (int i = LEVELS - 1; i > level; i--) {
			if (levels[i].n == 0)
				continue;
			if (i == LEVEL_EQUAL && compared)
				return chained(c, x->at);
			compared |= i == LEVEL_ORDER;
			if (!nodes_add(c, &levels[i], x, before[i]))
				return NULL;
			x = close_level(c, i, &levels[i]);
			if (!x)
				return NULL;
		}
		if (level < 0)
			return x;
		if ((level == LEVEL_EQUAL || level == LEVEL_ORDER) && (levels[level].n || compared))
			return chained(c, c->tok.at);
		if (!nodes_add(c, &levels[level], x, levels[level].n ? before[level] : CPR_OP_NONE) ||
		    !cpr_expr_next(c))
			return NULL;
		before[level] = op;
	}
}

struct cpr_xnode *cpr_expr_parse(struct cpr_compiler *c)
{
	struct cpr_xnode *x;

	if (c->depth == CPR_EXPR_DEPTH)
		return cpr_expr_fail(c, c->tok.at, "more than %d levels of nesting", CPR_EXPR_DEPTH), NULL;
	c->depth++;
	x = operators(c);
	c->depth--;
	return x;
}

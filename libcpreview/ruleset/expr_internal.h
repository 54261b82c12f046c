/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the expression engine share, and nobody else sees: the tree that an expression is compiled into, what is
 * known of it at load, and the values that it is run with.
 *
 *   expr_lex.c        text -> tokens
 *   expr_parse.c      tokens -> tree
 *   expr_check.c      operators: types, literals, units; what an operand depends on
 *   expr_steps.c      paths: names, nestings and attributes against the vocabulary
 *   expr_reach.c      where an axis can lead by the vocabulary, and what to say if it leads nowhere
 *   expr_compile.c    cpr_expr_compile()
 *   expr_functions.c  the table of functions, and calls; with expr_text.c and expr_dates.c
 *   expr_value.c      from nodes to typed values; their text
 *   expr_compare.c    comparing
 *   expr_walk.c       paths at run time: axes, predicates, document order
 *   expr_join.c       [@a = key] by a hash index
 *   expr_once.c       what depends on nothing is evaluated once; a = b by hashing
 *   expr_eval.c       operators at run time, the environment, memory, cpr_expr_eval()
 */
#ifndef CPR_RULESET_EXPR_INTERNAL_H
#define CPR_RULESET_EXPR_INTERNAL_H

#include "ruleset/expr.h"

/* ---- Tokens ---- */

enum cpr_token_kind {
	CPR_TOK_END,
	CPR_TOK_ERROR, /* told already */
	CPR_TOK_NUMBER,
	CPR_TOK_LITERAL, /* text without its quotes */
	CPR_TOK_VARIABLE, /* text without $ */
	CPR_TOK_NAME,
	CPR_TOK_STAR,
	CPR_TOK_AT,
	CPR_TOK_DOT,
	CPR_TOK_DOT_DOT,
	CPR_TOK_SLASH,
	CPR_TOK_SLASH_SLASH,
	CPR_TOK_COLON_COLON,
	CPR_TOK_OPEN,
	CPR_TOK_CLOSE,
	CPR_TOK_OPEN_SQUARE,
	CPR_TOK_CLOSE_SQUARE,
	CPR_TOK_COMMA,
	CPR_TOK_PIPE,
	CPR_TOK_PLUS,
	CPR_TOK_MINUS,
	CPR_TOK_EQ,
	CPR_TOK_NE,
	CPR_TOK_LT,
	CPR_TOK_LE,
	CPR_TOK_GT,
	CPR_TOK_GE,
};

struct cpr_token {
	enum cpr_token_kind kind;
	uint32_t at, end;      /* in the source */
	struct cpr_str prefix; /* of a name */
	struct cpr_str text;
};

/* ---- The tree ---- */

/* What values can be: one bit for each of NUMBER, TEXT, TRUTH, MOMENT, DURATION. */
#define CPR_CLASS(type) (1u << (unsigned)(type))
#define CPR_CLASS_ALL \
	(CPR_CLASS(CPR_EXPR_NUMBER) | CPR_CLASS(CPR_EXPR_TEXT) | CPR_CLASS(CPR_EXPR_TRUTH) | CPR_CLASS(CPR_EXPR_MOMENT) | \
	 CPR_CLASS(CPR_EXPR_DURATION))

/* What is known of a value at load. */
struct cpr_sort {
	enum cpr_expr_type type;
	unsigned classes;         /* what it can be; of nodes: what they can be worth */
	bool literal;             /* its texts come from literals, which are read as what they stand beside */
	/* nodes: */
	bool own;                 /* can be elements of the vocabulary: those of `elements` */
	bool attributes;          /* can be attributes of those elements, or of foreign ones */
	bool foreign;             /* can be elements of other namespaces */
	const uint64_t *elements; /* set over the vocabulary's elements; not NULL for nodes */
	const uint64_t *hosts;    /* the elements that the foreign ones can stand in; not NULL if foreign */
	const uint64_t *lists;    /* each value is a code of one of these lists; NULL if it need not be a code */
};

/* What an operand depends on, besides the document. */
enum cpr_needs {
	CPR_NEEDS_CONTEXT = 1,  /* the node it stands at */
	CPR_NEEDS_POSITION = 2, /* position(), last() */
	CPR_NEEDS_CURRENT = 4,
	CPR_NEEDS_VARS = 8,
};

enum cpr_axis {
	CPR_AXIS_CHILD,
	CPR_AXIS_DESCENDANT,
	CPR_AXIS_DESCENDANT_OR_SELF,
	CPR_AXIS_SELF,
	CPR_AXIS_PARENT,
	CPR_AXIS_ANCESTOR,
	CPR_AXIS_ANCESTOR_OR_SELF,
	CPR_AXIS_ATTRIBUTE,
	CPR_AXIS_FOLLOWING_SIBLING,
	CPR_AXIS_PRECEDING_SIBLING,
};

enum cpr_test {
	CPR_TEST_NODE, /* from . .. // only */
	CPR_TEST_ANY,  /* * */
	CPR_TEST_NAME, /* of the vocabulary: step->name */
	CPR_TEST_FOREIGN, /* step->ns and step->local, or of no namespace */
};

struct cpr_xnode;

struct cpr_step {
	enum cpr_axis axis;
	enum cpr_test test;
	uint32_t at, end;
	struct cpr_str prefix, local; /* as written */
	struct cpr_str ns;
	cpr_name name;
	struct cpr_xnode **preds;
	size_t n_preds;
	/* set by the check: */
	struct cpr_str what;       /* "fee", "@value": what is missing if there is none */
	bool lacks;                /* an attribute asked for by name */
	bool positions;            /* a predicate asks for positions */
	uint32_t stop_after;       /* the first predicate is this position; 0: it is not */
	cpr_name join;             /* the first predicate is [@join = join_with]; CPR_MAP_NONE: it is not */
	const struct cpr_xnode *join_with;
};

struct cpr_path {
	struct cpr_xnode *base; /* (expr), $x, f(); NULL: from the root or the context */
	bool absolute;
	struct cpr_xnode **preds; /* of the base */
	size_t n_preds;
	bool positions; /* one of these asks for positions */
	struct cpr_step *steps;
	size_t n_steps;
};

enum cpr_xkind {
	CPR_X_NUMBER,
	CPR_X_TEXT,
	CPR_X_VARIABLE,
	CPR_X_CALL,
	CPR_X_PATH,
	CPR_X_UNION,
	CPR_X_OR,
	CPR_X_AND,
	CPR_X_COMPARE, /* two operands */
	CPR_X_ARITHMETIC, /* ops[i] stands before args[i]; from the left */
	CPR_X_NEGATE,
};

enum cpr_op {
	CPR_OP_NONE,
	CPR_OP_EQ,
	CPR_OP_NE,
	CPR_OP_LT,
	CPR_OP_LE,
	CPR_OP_GT,
	CPR_OP_GE,
	CPR_OP_ADD,
	CPR_OP_SUB,
	CPR_OP_MUL,
	CPR_OP_DIV,
	CPR_OP_MOD,
};

/* A value with its place. */
struct cpr_atom {
	enum cpr_expr_type type; /* NUMBER TEXT TRUTH MOMENT DURATION */
	bool literal;            /* a text that is read as what it stands beside */
	struct cpr_item origin;
	union {
		struct cpr_decimal number;
		struct cpr_str text;
		bool truth;
		struct cpr_moment moment;
		struct cpr_duration duration;
	} u;
};

struct cpr_xnode {
	enum cpr_xkind kind;
	unsigned needs; /* enum cpr_needs */
	uint32_t at, end;
	struct cpr_sort sort;
	struct cpr_xnode **args;
	size_t n_args;
	union {
		struct cpr_atom atom; /* NUMBER, TEXT */
		uint32_t var;
		struct cpr_path *path;
		enum cpr_op op;       /* COMPARE */
		const uint8_t *ops;   /* ARITHMETIC: enum cpr_op */
		struct {
			const struct cpr_function *f;
			const struct cpr_pattern *pattern; /* matches() */
			const struct cpr_str *words;       /* one-of(): sorted */
			size_t n_words;
		} call;
	} u;
	struct cpr_str text; /* name of a variable or function */
};

struct cpr_expr {
	const struct cpr_mem *mem;
	const struct cpr_vocabulary *vocabulary;
	size_t n_vars;
	struct cpr_str source; /* a copy; the tree's texts point into it */
	enum cpr_expr_type want;
	struct cpr_xnode *root;
	struct cpr_pattern_entry *patterns;
};

struct cpr_pattern_entry {
	struct cpr_pattern_entry *next;
	struct cpr_pattern *pattern;
};

/* ---- Compiling ---- */

struct cpr_compiler {
	const struct cpr_expr_scope *scope;
	const struct cpr_vocabulary *v;
	struct cpr_arena *arena;
	struct cpr_expr *expr;
	struct cpr_str source;
	struct cpr_expr_error *err;
	bool failed; /* the first mistake has been told */
	uint32_t pos; /* where the next token is looked for */
	struct cpr_token tok;
	unsigned depth;
};

/* Tells the first mistake; false. */
bool cpr_expr_fail(struct cpr_compiler *c, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool cpr_expr_nomem(struct cpr_compiler *c);
/* Makes one line of a message that may have been cut to size - 1 bytes. */
void cpr_expr_tidy(char *text, size_t size);
/* The next token into c->tok. False after a mistake. */
bool cpr_expr_next(struct cpr_compiler *c);
/* The one behind it, which stays where it is. */
enum cpr_token_kind cpr_expr_peek(struct cpr_compiler *c);
struct cpr_xnode *cpr_expr_parse(struct cpr_compiler *c); /* NULL after a mistake */
/* Types the whole tree; false after a mistake. focus: what "." is; in_predicate: position() and last() have a meaning. */
bool cpr_expr_check(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate);
bool cpr_expr_check_path(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate);
bool cpr_expr_check_call(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_sort *focus, bool in_predicate);
/* The operand as a value of one of the classes: a text literal is read as it, an element without text is refused. */
bool cpr_expr_want(struct cpr_compiler *c, struct cpr_xnode *x, unsigned classes, const char *who);
/* The operand as a truth. */
bool cpr_expr_want_truth(struct cpr_compiler *c, const struct cpr_xnode *x);
static inline bool cpr_is_literal(const struct cpr_xnode *x)
{
	return x->kind == CPR_X_TEXT && x->u.atom.type == CPR_EXPR_TEXT;
}
/* Reads text literals among x (also inside if() and default()) as what y is. False after a mistake. */
bool cpr_expr_adapt(struct cpr_compiler *c, struct cpr_xnode *x, const struct cpr_xnode *y);
/* Literals that stand beside codes must be codes. */
bool cpr_expr_check_codes(struct cpr_compiler *c, const struct cpr_sort *codes, struct cpr_str literal, uint32_t at);
struct cpr_sort cpr_sort_any(struct cpr_compiler *c); /* nodes of which nothing is known */
struct cpr_sort cpr_sort_element(struct cpr_compiler *c, cpr_name element); /* CPR_MAP_NONE: as above */
struct cpr_sort cpr_sort_scalar(enum cpr_expr_type type);
/* What is either: of two branches, two sides of |. */
struct cpr_sort cpr_sort_join(struct cpr_compiler *c, const struct cpr_sort *a, const struct cpr_sort *b);
const char *cpr_class_name(unsigned classes); /* "a number", "a date or text" */
/* Sets over the elements or code lists of the vocabulary; NULL when out of memory, which has been told. */
uint64_t *cpr_bits_new(struct cpr_compiler *c, size_t n);
static inline void cpr_bits_add(uint64_t *set, size_t i) { set[i / 64] |= (uint64_t)1 << (i % 64); }
static inline bool cpr_bits_has(const uint64_t *set, size_t i) { return set[i / 64] >> (i % 64) & 1; }
/* The piece of the source that an operand is, short enough for a message. */
struct cpr_str cpr_expr_quote(const struct cpr_compiler *c, uint32_t at, uint32_t end);
struct cpr_str cpr_expr_short(struct cpr_str s);
unsigned cpr_class_of(enum cpr_type type);
/* Reads the text of a as a value of another type; NULL, or why it is none (a is then as before). */
const char *cpr_atom_read(struct cpr_atom *a, enum cpr_expr_type type);

/* ---- Running ---- */

struct cpr_set {
	const struct cpr_item *v; /* in document order, no duplicates */
	size_t n;
	uint32_t lacks;
	bool gap;
	struct cpr_memo *memo; /* it was found once for the rule; NULL if not */
};

enum cpr_result_kind { CPR_RES_MISSING, CPR_RES_ATOM, CPR_RES_SET };

struct cpr_result {
	enum cpr_result_kind kind;
	union {
		struct cpr_atom atom;
		struct cpr_set set;
	} u;
};

/* Where an operand is evaluated: what "." is. After a gap the position is not known. */
struct cpr_focus {
	struct cpr_item item;
	size_t position, size;
	bool position_unsure, size_unsure;
};

/* A set in the making. */
struct cpr_list {
	struct cpr_item *v;
	size_t n, cap;
	bool disorder; /* not ascending, or with duplicates */
};

/* Temporary memory, given back in reverse order; blocks are kept for the next evaluation. */
struct cpr_stack_block {
	struct cpr_stack_block *next, *before;
	size_t cap;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct cpr_mark {
	struct cpr_stack_block *block;
	size_t used;
};

struct cpr_expr_work {
	struct cpr_stack_block *first;
	struct cpr_mark top;
	struct cpr_memo *memos;   /* in env->scratch: of the current rule */
	struct cpr_table *tables; /* as well, but for their maps */
};

struct cpr_exec {
	struct cpr_expr_env *env;
	struct cpr_expr_work *work;
	const struct cpr_expr *expr;
	const struct cpr_doc *doc;
	const struct cpr_valid *valid;
	const struct cpr_expr_value *vars;
	struct cpr_item current;
	enum cpr_outcome stop; /* VALUE while all is well */
};

#define CPR_DOCUMENT (CPR_NO_NODE - 1) /* what the first step of an absolute path starts from */

/* All these return false when evaluation ends early: x->stop says why. */
bool cpr_exec_fault(struct cpr_exec *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool cpr_exec_nomem(struct cpr_exec *x);
/* What an operand is in the source, short enough for a message. */
static inline struct cpr_str cpr_exec_quote(const struct cpr_exec *x, const struct cpr_xnode *n)
{
	return cpr_expr_short((struct cpr_str){ x->expr->source.p + n->at, n->end - n->at });
}
bool cpr_exec_spend_slow(struct cpr_exec *x);
static inline bool cpr_exec_spend(struct cpr_exec *x, uint64_t steps)
{
	if (x->env->steps_left < steps)
		return cpr_exec_spend_slow(x);
	x->env->steps_left -= steps;
	return true;
}
static inline bool cpr_exec_spend_text(struct cpr_exec *x, size_t bytes) { return cpr_exec_spend(x, 1 + bytes / 1024); }
void *cpr_exec_alloc(struct cpr_exec *x, size_t count, size_t size); /* NULL: x->stop is set */
static inline struct cpr_mark cpr_exec_mark(const struct cpr_exec *x) { return x->work->top; }
static inline void cpr_exec_release(struct cpr_exec *x, struct cpr_mark m) { x->work->top = m; }
void cpr_exec_missing(struct cpr_exec *x, cpr_node node, struct cpr_str what);
void cpr_exec_operand(struct cpr_exec *x, struct cpr_item item);
bool cpr_exec_push(struct cpr_exec *x, struct cpr_list *l, struct cpr_item item);
bool cpr_exec_sort(struct cpr_exec *x, struct cpr_list *l); /* into document order, without duplicates */

bool cpr_exec_eval(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret);
bool cpr_exec_path(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret);
bool cpr_exec_call(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *ret);
/* -1 missing, 0 false, 1 true in *ret. */
bool cpr_exec_truth(struct cpr_exec *x, const struct cpr_result *r, int *ret);

/* The values of a result one by one: *ret_any false at the end. Those read from nodes are noted as operands. */
struct cpr_atoms {
	const struct cpr_result *of;
	size_t at;
	struct cpr_str rest; /* words of a CODES or REFS attribute */
	bool in_words;
};
bool cpr_exec_atoms(struct cpr_exec *x, struct cpr_atoms *it, struct cpr_atom *ret, bool *ret_any);
/* The one value of a result; r may become missing. Several are a fault. */
bool cpr_exec_one(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r);
/* The same as text of an item or value. */
bool cpr_exec_one_text(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r);
struct cpr_str cpr_item_text(const struct cpr_exec *x, struct cpr_item item); /* an attribute as it stands, all text of an element */
struct cpr_str cpr_atom_print(struct cpr_exec *x, const struct cpr_atom *a);   /* .p NULL: x->stop is set */
/* A text literal as type; a fault if it does not fit. */
bool cpr_exec_adapt(struct cpr_exec *x, struct cpr_atom *a, enum cpr_expr_type type);
/* *ret: does it hold? Unlike types are a fault. */
bool cpr_exec_compare(struct cpr_exec *x, enum cpr_op op, struct cpr_atom *a, struct cpr_atom *b, bool *ret);
bool cpr_exec_compare_results(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_result *a,
			      const struct cpr_result *b, struct cpr_result *ret);
/* -1, 0, 1; CPR_DURATION_UNSURE if it depends on the months. */
enum { CPR_DURATION_UNSURE = 2 };
int cpr_duration_cmp(struct cpr_duration a, struct cpr_duration b);

#define CPR_KEY_MAX 24
/*
 * Equal values of one type have equal keys; text is its own key, others are written to buf. No key (.p NULL): equality is not
 * one of keys (moments with a time, durations).
 */
struct cpr_str cpr_atom_key(const struct cpr_atom *a, char buf[CPR_KEY_MAX]);

/* What [@a = key] as the first predicate of a step comes to: asked once a step, taken at each node that the step starts from. */
struct cpr_join {
	bool asked;
	bool usable;           /* else the predicate must be tried node by node */
	bool uncertain;        /* the key is not wholly known */
	struct cpr_expr_index *index;
	const cpr_node *nodes; /* all for which it holds, ascending */
	size_t n;
	struct cpr_item key;   /* where the key was read */
};
bool cpr_join_ask(struct cpr_exec *x, const struct cpr_step *s, const struct cpr_result *key, struct cpr_join *j);
/* Appends to the empty cand. *ret_gap: the first node for which the predicate is missing, CPR_NO_NODE if there is none. */
bool cpr_join_take(struct cpr_exec *x, const struct cpr_step *s, const struct cpr_join *j, cpr_node ctx, struct cpr_list *cand,
		   cpr_node *ret_gap);
/* The first of n ascending nodes that is not below `least`. */
size_t cpr_lower_bound(const cpr_node *v, size_t n, cpr_node least);
/* The elements called `name` below ctx (or all): a range in document order. */
const cpr_node *cpr_exec_named(const struct cpr_exec *x, cpr_node ctx, cpr_name name, uint32_t *ret_n);
/* An operand that needs nothing: its result if it was evaluated before in this rule. */
struct cpr_memo *cpr_memo_find(struct cpr_exec *x, const struct cpr_xnode *n);
bool cpr_memo_add(struct cpr_exec *x, const struct cpr_xnode *n, struct cpr_result *r, size_t notes_from, size_t operands_from);
void cpr_memo_use(struct cpr_exec *x, const struct cpr_memo *m, struct cpr_result *ret);
/* a = b over many nodes; pair: where they are equal. *ret_done false: not worth it or not possible. */
bool cpr_exec_equal_sets(struct cpr_exec *x, const struct cpr_result *a, const struct cpr_result *b, bool *ret_equal,
			 struct cpr_item pair[2], bool *ret_done);
void cpr_indexes_free(struct cpr_expr_env *env);
void cpr_memos_forget(struct cpr_expr_work *work); /* before env->scratch is freed */

static inline uint64_t cpr_item_order(struct cpr_item i)
{
	if (i.node == CPR_DOCUMENT)
		return 0;
	return ((uint64_t)i.node + 1) << 32 | (i.attr == CPR_NO_NODE ? 0 : (uint64_t)i.attr + 1);
}

/* ---- Functions ---- */

/* What a function takes; the engine evaluates accordingly, and any missing value makes the result missing. */
enum cpr_arg {
	CPR_ARG_NONE,
	CPR_ARG_NODES,
	CPR_ARG_NUMBER,
	CPR_ARG_TEXT,     /* of one node or value */
	CPR_ARG_TRUTH,
	CPR_ARG_MOMENT,
	CPR_ARG_DURATION,
	CPR_ARG_VALUES,   /* nodes or a value; may be missing */
	CPR_ARG_LITERAL,  /* a text literal, read at load */
};

struct cpr_function {
	const char *name;
	uint8_t min_args, max_args;
	uint8_t args[3];            /* enum cpr_arg; the last one goes for all further ones */
	uint8_t needs;              /* enum cpr_needs of the function itself */
	bool context;               /* without argument: of "." */
	bool lazy;                  /* evaluates its arguments itself */
	enum cpr_expr_type result;
	/* Beyond the argument types; may set n->sort. NULL if nothing. */
	bool (*check)(struct cpr_compiler *c, struct cpr_xnode *n);
	bool (*eval)(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *args,
		     struct cpr_result *ret);
};

extern const struct cpr_function cpr_functions[];
extern const size_t cpr_n_functions;
const struct cpr_function *cpr_function_find(struct cpr_str name);
/* What is left out of XPath, and what to write instead; NULL if it is no function of XPath. */
const char *cpr_function_instead(struct cpr_str name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions: rules select nodes and compare values with the surface syntax of XPath 1.0, run on our own document.
 * Different from XPath where the law needs it: numbers are exact decimals, dates are dates, and missing is a value of its own
 * (three-valued logic), so that "not stated" is never taken for zero, empty or false.
 *
 * Syntax
 *   paths        /campaign/plan/product   //prize   product/@kind   ..   .   *   @*   parent::x   ancestor::material
 *                axes: child descendant descendant-or-self self parent ancestor ancestor-or-self attribute
 *                following-sibling preceding-sibling
 *                p:thing (prefix bound in the ruleset file: foreign namespaces)   text: string(.)
 *                behind // only a name, * or an attribute
 *   predicates   product[@kind = 'loan'][1]   [last()]   [position() > 1]   (//prize)[1]   $x[2]
 *   operators    or  and  =  !=  <  <=  >  >=  +  -  *  div  mod  |  unary -
 *   literals     'text'  "text"  12  0.05      variables  $name (a <let> of the rule)
 * Anything else of XPath is refused at load, with its place; so are comparisons in a row (1 < 2 < 3) and nesting deeper than
 * CPR_EXPR_DEPTH. Element names are those of the vocabulary. Above the root element there is nothing: ".." of it is empty.
 *
 * Values and types
 *   An attribute is worth its typed value (spec/value.h): number, date or moment, duration, truth, text; a CODES or REFS
 *   attribute is worth several texts. An element is worth the text inside it. A text literal next to a typed attribute is
 *   read as that type at load ('2026-09-30' beside a date, 'true' beside a truth); a literal that does not fit, a code that
 *   the code list does not have, an element or attribute that the vocabulary does not have, codes of lists that share none,
 *   the text of an element that never has any, and operands of unlike types are load errors. If types are known only at run
 *   time (foreign attributes, variables over a union) unlike types make the rule's result an error, never false; so does a
 *   value that should be a number, a date … and is not valid (a code that is not valid is a text like none of the others). Text has no order: < and > want numbers, dates or durations (see rank()).
 *   A duration has a calendar part and a clock part; P1M < P40D holds because it holds for every month, P1M = P30D is an
 *   error. Where one value is wanted (arithmetic, most functions) several nodes are an error, not their first one.
 *   + - * are exact, and an error beyond 34 digits; div is rounded half up to 16 places.
 *
 * Missing
 *   A path that selects nothing is missing where a value is wanted. Comparison and arithmetic with missing are missing;
 *   not(missing) is missing; and, or follow Kleene. A path where a truth is wanted asks for existence: [@x], not(@x).
 *   = and < over several nodes hold if they hold for any; if for none, and a node lacked the attribute, missing. A node lacks
 *   an attribute that is asked of it by name (prize/@value); after * and // nothing is lacking (//@value).
 *   A predicate that is missing does not select its node, and leaves a gap: count() over a path with such a gap and
 *   existence of nothing with a gap are missing, and so is a position or last() that depends on what the gap would hold.
 *   sum min max count-distinct over an attribute that one of the elements lacks, or with a gap, are missing;
 *   sum of no elements is 0, min and max of none are missing.
 *   != is "is stated and differs": missing if either side is.
 *   Text that is no number, date or duration is missing as such: number('about 5'), date(@label).
 *
 * Functions
 *   count sum min max abs round(n[, digits]) floor ceiling  not true false boolean  if(c, a, b)  default(a, b)
 *   string concat contains starts-with ends-with string-length (code points) normalize-space  number
 *   matches(text, 'pattern')  one-of(value, 'a b c')  count-distinct(nodes)
 *   rank(code): its place in its code list, from 1, so that rank(@risk-level) > rank('R3') can be asked
 *   date('…') moment('…') duration('…') days-between(a, b) add-days(d, n) add-months(d, n) add(d, duration) as-of()
 *   date-of(moment)  id(ref)  current()  name()  position()  last()
 *   round() takes ties away from zero. days-between() is negative if b is the earlier day. matches() runs on the text folded as
 *   default-1 (text/fold.h). default(a, b) is all of a's nodes if there is any. expr_functions.c is the list with types.
 *
 * Cost
 *   //name uses the name index. name[@a = E], with E free of the inner context, is answered from a hash index built once a
 *   review, id() from the map of ids, a = b over many nodes by hashing, and a path that depends on nothing is walked once a
 *   rule, so joins are linear. Every node visited counts against limits.expr_steps, and so do long texts; hitting it makes the
 *   rule not-checked.
 */
#ifndef CPR_RULESET_EXPR_H
#define CPR_RULESET_EXPR_H

#include "base/arena.h"
#include "base/error.h"
#include "spec/campaign.h"
#include "text/pattern.h"

enum cpr_expr_type {
	CPR_EXPR_ANY, /* known only at run time */
	CPR_EXPR_NODES,
	CPR_EXPR_NUMBER,
	CPR_EXPR_TEXT,
	CPR_EXPR_TRUTH,
	CPR_EXPR_MOMENT,
	CPR_EXPR_DURATION,
};

struct cpr_expr; /* immutable, shared by threads; lives in the arena it was compiled into, but see cpr_expr_clear() */

struct cpr_expr_var {
	struct cpr_str name;
	enum cpr_expr_type type;
	const struct cpr_expr *value; /* what it was compiled from: tells far more than the type, which is then ignored; or NULL */
};

/* What an expression is compiled against. */
struct cpr_expr_scope {
	const struct cpr_mem *mem;   /* for compiled patterns */
	struct cpr_arena *arena;
	const struct cpr_limits *limits;
	const struct cpr_vocabulary *vocabulary;
	const struct cpr_expr_var *vars; /* $0.. in this order at run time */
	size_t n_vars;
	cpr_name context;            /* element the expression starts from, CPR_MAP_NONE if any */
	bool current_is_context;     /* current() is what the expression starts from; else it may be anything */
	/* namespace of a prefix, empty if unbound; user from here */
	struct cpr_str (*prefix)(void *user, struct cpr_str prefix);
	void *user;
};

struct cpr_expr_error {
	uint32_t offset_bytes; /* in the source of the expression */
	char message[200];     /* empty: out of memory */
};

/* Nested parentheses, predicates, arguments, operators; bounds the stack. A chain (a or b or c) is one level. */
#define CPR_EXPR_DEPTH 32

/* want: NODES for a selection, TRUTH for a test, ANY for a value. NULL on failure. */
struct cpr_expr *cpr_expr_compile(const struct cpr_expr_scope *scope, struct cpr_str source, enum cpr_expr_type want,
				  struct cpr_expr_error *err);
enum cpr_expr_type cpr_expr_type_of(const struct cpr_expr *e);
cpr_name cpr_expr_selects(const struct cpr_expr *e); /* element that all selected nodes are, CPR_MAP_NONE if not known */
void cpr_expr_clear(struct cpr_expr *e); /* ends what the arena does not own (compiled patterns) */

/* A node or an attribute of one. */
struct cpr_item {
	cpr_node node;
	uint32_t attr; /* index into doc->attrs, or CPR_NO_NODE for the element */
};

enum cpr_outcome {
	CPR_OUT_VALUE,
	CPR_OUT_MISSING,  /* what was missing is in env->missing */
	CPR_OUT_FAULT,    /* unlike types, overflow, division by zero: env->fault says what */
	CPR_OUT_LIMIT,    /* expr_steps or a pattern's limit */
	CPR_OUT_NOMEM,
};

struct cpr_expr_value {
	enum cpr_expr_type type; /* ANY: missing */
	union {
		bool truth;
		struct cpr_decimal number;
		struct cpr_moment moment;
		struct cpr_duration duration;
		struct cpr_str text;
		struct {
			const struct cpr_item *v;
			size_t n;
			uint32_t lacks; /* elements that lack the attribute asked for */
			bool gap;       /* a predicate was missing for a node: there may be more */
		} nodes;
	} u;
	struct cpr_item origin; /* the attribute or element it was read from; node CPR_NO_NODE if computed */
};

/*
 * One a running review: indexes, scratch memory, budget. Results stay valid until cpr_expr_env_reset(); an expression must not
 * be cleared before that.
 */
struct cpr_expr_env {
	const struct cpr_mem *mem;
	const struct cpreview_campaign *campaign;
	struct cpr_matcher *matcher; /* for matches(); may be NULL if no expression uses it */
	bool has_as_of;
	struct cpr_date as_of;
	struct cpr_arena scratch;       /* results */
	struct cpr_expr_index *indexes; /* joins, built at first use */
	struct cpr_expr_work *work;     /* memory of running evaluations, paths walked once a rule */
	uint64_t steps_left;
	char fault[160];
	/*
	 * What the last evaluation read: the operands of its comparisons and functions, at most 16, in order of reading. Of a
	 * comparison that holds, the pair for which it does; of predicates, what was read at the nodes they selected.
	 */
	struct cpr_item operands[16];
	size_t n_operands;
	/* what it missed: the element that lacks something, and what; at most 4 */
	struct {
		cpr_node node; /* CPR_NO_NODE if no element is concerned */
		struct cpr_str what; /* "@value", "fee", "$name", "as-of()", "a number", "what it refers to" */
	} missing[4];
	size_t n_missing;
};

void cpr_expr_env_init(struct cpr_expr_env *env, const struct cpr_mem *mem, const struct cpreview_campaign *campaign,
		       struct cpr_matcher *matcher);
void cpr_expr_env_free(struct cpr_expr_env *env);
void cpr_expr_env_reset(struct cpr_expr_env *env); /* for the next rule: scratch, budget; indexes stay */

/*
 * Evaluates at `context`; `current` is what current() means. vars: in the order of the scope; those of type ANY are missing.
 * *ret is of the type wanted. A selection (NODES) is a value also when it is empty. Where any value is wanted and the path
 * selects nothing, that is missing, but *ret is the empty selection, as a variable needs it; otherwise *ret is of type ANY unless
 * there is a value.
 */
enum cpr_outcome cpr_expr_eval(const struct cpr_expr *e, struct cpr_expr_env *env, struct cpr_item context,
			       struct cpr_item current, const struct cpr_expr_value *vars, struct cpr_expr_value *ret);
/* The canonical text of a value, for evidence and messages; *ret_type as cpr_type_name(). Several nodes: joined by ", ". */
struct cpr_str cpr_expr_print(struct cpr_expr_env *env, const struct cpr_expr_value *value, const char **ret_type);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comparing: two values, and two operands that may hold several or lack some. A comparison over several nodes holds if it holds
 * for any pair; if for none, what is lacking decides whether that is false or missing. Unlike types are a fault. Also the keys
 * that stand for values where equality can be hashed.
 */
#include "ruleset/expr_internal.h"

#define DAY_SECONDS 86400

bool cpr_exec_adapt(struct cpr_exec *x, struct cpr_atom *a, enum cpr_expr_type type)
{
	struct cpr_str text = cpr_expr_short(a->u.text);
	const char *reason = cpr_atom_read(a, type);

	if (!reason)
		return true;
	return cpr_exec_fault(x, "'%.*s' must be %s here: %s", CPR_STR_ARG(text), cpr_class_name(CPR_CLASS(type)),
			      reason);
}

/* Least and most days of n months, over all days to count from; never too narrow. */
static void month_days(int64_t n, int64_t *ret_least, int64_t *ret_most)
{
	static const int16_t least[12] = { 0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334 };
	static const int16_t most[12] = { 0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337 };
	int64_t years = n / 12, leaps = years / 4 - 1 - years / 100;

	*ret_least = years * 365 + (leaps > 0 ? leaps : 0) + least[n % 12];
	*ret_most = years * 365 + (years + 3) / 4 + most[n % 12];
}

int cpr_duration_cmp(struct cpr_duration a, struct cpr_duration b)
{
	int64_t months = (int64_t)a.months - b.months, seconds, least, most;

	if (months < 0) {
		int c = cpr_duration_cmp(b, a);

		return c == CPR_DURATION_UNSURE ? c : -c;
	}
	if (__builtin_sub_overflow(a.seconds, b.seconds, &seconds))
		return a.seconds < b.seconds ? -1 : 1;
	if (months == 0)
		return seconds == 0 ? 0 : seconds < 0 ? -1 : 1;
	month_days(months, &least, &most);
	if (seconds > -least * DAY_SECONDS)
		return 1;
	if (seconds < -most * DAY_SECONDS)
		return -1;
	return CPR_DURATION_UNSURE;
}

/* At the ends of the range: P1Y >= P365D holds for every year although neither is longer than the other for certain. */
static bool duration_op(struct cpr_exec *x, enum cpr_op op, struct cpr_duration a, struct cpr_duration b, bool *ret)
{
	int64_t months = (int64_t)a.months - b.months, least, most;
	struct cpr_strbuf text = CPR_STRBUF(x->env->mem);

	if ((op == CPR_OP_LE || op == CPR_OP_GT) && months > 0 && a.seconds <= b.seconds) {
		month_days(months, &least, &most);
		if (b.seconds - a.seconds == most * DAY_SECONDS)
			return *ret = op == CPR_OP_LE, true;
	}
	if ((op == CPR_OP_GE || op == CPR_OP_LT) && months > 0 && a.seconds <= b.seconds) {
		month_days(months, &least, &most);
		if (b.seconds - a.seconds == least * DAY_SECONDS)
			return *ret = op == CPR_OP_GE, true;
	}
	cpr_duration_print(a, &text);
	cpr_strbuf_addz(&text, " and ");
	cpr_duration_print(b, &text);
	cpr_strbuf_addz(&text, " cannot be compared: months differ in length");
	if (cpr_strbuf_failed(&text))
		cpr_exec_nomem(x);
	else
		cpr_exec_fault(x, "%.*s", CPR_STR_ARG(cpr_strbuf_str(&text)));
	cpr_strbuf_free(&text);
	return false;
}

static bool holds(enum cpr_op op, int c)
{
	switch (op) {
	case CPR_OP_EQ:
		return c == 0;
	case CPR_OP_NE:
		return c != 0;
	case CPR_OP_LT:
		return c < 0;
	case CPR_OP_LE:
		return c <= 0;
	case CPR_OP_GT:
		return c > 0;
	default:
		return c >= 0;
	}
}

static enum cpr_op mirrored(enum cpr_op op)
{
	switch (op) {
	case CPR_OP_LT:
		return CPR_OP_GT;
	case CPR_OP_LE:
		return CPR_OP_GE;
	case CPR_OP_GT:
		return CPR_OP_LT;
	case CPR_OP_GE:
		return CPR_OP_LE;
	default:
		return op;
	}
}

bool cpr_exec_compare(struct cpr_exec *x, enum cpr_op op, struct cpr_atom *a, struct cpr_atom *b, bool *ret)
{
	int c;

	if (a->literal && b->type != CPR_EXPR_TEXT && !cpr_exec_adapt(x, a, b->type))
		return false;
	if (b->literal && a->type != CPR_EXPR_TEXT && !cpr_exec_adapt(x, b, a->type))
		return false;
	if (a->type != b->type)
		return cpr_exec_fault(x, "unlike units: %s cannot be compared with %s",
				      cpr_class_name(CPR_CLASS(a->type)), cpr_class_name(CPR_CLASS(b->type)));
	switch (a->type) {
	case CPR_EXPR_NUMBER:
		c = cpr_decimal_cmp(a->u.number, b->u.number);
		break;
	case CPR_EXPR_MOMENT:
		c = cpr_moment_cmp(a->u.moment, b->u.moment);
		break;
	case CPR_EXPR_DURATION:
		c = cpr_duration_cmp(a->u.duration, b->u.duration);
		if (c == CPR_DURATION_UNSURE && a->u.duration.months < b->u.duration.months)
			return duration_op(x, mirrored(op), b->u.duration, a->u.duration, ret);
		if (c == CPR_DURATION_UNSURE)
			return duration_op(x, op, a->u.duration, b->u.duration, ret);
		break;
	default:
		if (op != CPR_OP_EQ && op != CPR_OP_NE)
			return cpr_exec_fault(x, "%s has no order", a->type == CPR_EXPR_TEXT ? "text" : "a truth");
		c = a->type == CPR_EXPR_TEXT ? !cpr_str_eq(a->u.text, b->u.text) : a->u.truth != b->u.truth;
		break;
	}
	*ret = holds(op, c);
	return true;
}

/* What was read for a comparison that holds is the pair for which it does. */
static void keep_pair(struct cpr_exec *x, size_t from, struct cpr_item a, struct cpr_item b)
{
	x->env->n_operands = from;
	cpr_exec_operand(x, a);
	cpr_exec_operand(x, b);
}

static bool stated(const struct cpr_result *r)
{
	return r->kind == CPR_RES_ATOM || (r->kind == CPR_RES_SET && r->u.set.n);
}

static bool uncertain(const struct cpr_result *r)
{
	return r->kind == CPR_RES_SET && (r->u.set.lacks || r->u.set.gap);
}

static bool any_pair(struct cpr_exec *x, enum cpr_op op, const struct cpr_result *a, const struct cpr_result *b,
		     bool *ret)
{
	size_t from = x->env->n_operands;
	struct cpr_atoms left = { .of = a };
	struct cpr_item pair[2];
	bool any, done;

	*ret = false;
	if (op == CPR_OP_EQ) {
		if (!cpr_exec_equal_sets(x, a, b, ret, pair, &done))
			return false;
		if (done) {
			if (*ret)
				keep_pair(x, from, pair[0], pair[1]);
			return true;
		}
	}
	for (;;) {
		struct cpr_atoms right = { .of = b };
		struct cpr_atom p, q;

		if (!cpr_exec_atoms(x, &left, &p, &any))
			return false;
		if (!any)
			return true;
		for (;;) {
			struct cpr_atom l = p;

			if (!cpr_exec_atoms(x, &right, &q, &any))
				return false;
			if (!any)
				break;
			if (!cpr_exec_spend(x, 1 + (q.type == CPR_EXPR_TEXT ? q.u.text.n / 1024 : 0)) ||
			    !cpr_exec_compare(x, op, &l, &q, ret))
				return false;
			if (*ret) {
				keep_pair(x, from, p.origin, q.origin);
				return true;
			}
		}
	}
}

bool cpr_exec_compare_results(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_result *a,
			      const struct cpr_result *b, struct cpr_result *ret)
{
	bool found;

	ret->kind = CPR_RES_MISSING;
	if (!stated(a) || !stated(b))
		return true;
	if (!any_pair(x, n->u.op, a, b, &found))
		return false;
	if (!found && (uncertain(a) || uncertain(b)))
		return true;
	ret->kind = CPR_RES_ATOM;
	ret->u.atom =
		(struct cpr_atom){ .type = CPR_EXPR_TRUTH, .origin = { CPR_NO_NODE, CPR_NO_NODE }, .u.truth = found };
	return true;
}

/* ---- Keys ---- */

struct cpr_str cpr_atom_key(const struct cpr_atom *a, char buf[CPR_KEY_MAX])
{
	struct cpr_decimal d;

	switch (a->type) {
	case CPR_EXPR_TEXT:
		return a->u.text.p ? a->u.text : CPR_STR("");
	case CPR_EXPR_TRUTH:
		buf[0] = a->u.truth ? 't' : 'f';
		return (struct cpr_str){ buf, 1 };
	case CPR_EXPR_NUMBER:
		d = cpr_decimal_strip(a->u.number);
		memcpy(buf, &d.coef, sizeof d.coef);
		buf[sizeof d.coef] = (char)d.scale;
		buf[sizeof d.coef + 1] = d.negative ? '-' : '+';
		return (struct cpr_str){ buf, sizeof d.coef + 2 };
	case CPR_EXPR_MOMENT:
		if (a->u.moment.has_time)
			return (struct cpr_str){ 0 }; /* equal to its day, and to instants of other days */
		memcpy(buf, &a->u.moment.date.days, sizeof a->u.moment.date.days);
		return (struct cpr_str){ buf, sizeof a->u.moment.date.days };
	default:
		return (struct cpr_str){ 0 };
	}
}

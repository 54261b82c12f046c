/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of expressions that read text as something else, reckon with dates, and follow references; the table that lists
 * them is in expr_functions.c. Text that cannot be read as what is wanted is missing: a campaign's wording must not make a rule
 * fail to run.
 */
#include "ruleset/expr_library.h"

#define DAY_SECONDS 86400
#define TEXT_BIT CPR_CLASS(CPR_EXPR_TEXT)

/* ---- Reading text as something else ---- */

CPR_CHECK(number)
{
	struct cpr_xnode *a = n->n_args ? n->args[0] : NULL;

	if (!a || a->sort.classes & (TEXT_BIT | CPR_CLASS(CPR_EXPR_NUMBER)))
		return true;
	return cpr_expr_fail(c, a->at, "number() reads text, but %.*s is %s",
			     CPR_STR_ARG(cpr_expr_quote(c, a->at, a->end)), cpr_class_name(a->sort.classes));
}

/* date(), moment(), duration(): a literal is read now. */
CPR_CHECK(reading)
{
	struct cpr_xnode *a = n->args[0];
	struct cpr_atom value;
	const char *reason;

	if (a->sort.classes == CPR_CLASS(n->sort.type))
		return cpr_expr_fail(c, n->at, "%.*s is %s already; leave %.*s() out%s",
				     CPR_STR_ARG(cpr_expr_quote(c, a->at, a->end)), cpr_class_name(a->sort.classes),
				     CPR_STR_ARG(n->text), n->sort.type == CPR_EXPR_MOMENT ? ", or see date-of()" : "");
	if (!cpr_expr_want(c, a, TEXT_BIT, "what is read"))
		return false;
	if (!cpr_is_literal(a))
		return true;
	value = a->u.atom;
	reason = cpr_atom_read(&value, n->sort.type);
	if (!reason && cpr_str_is(n->text, "date") && value.u.moment.has_time)
		reason = "a date has no time; see moment()";
	if (reason)
		return cpr_expr_fail(c, a->at, "%s", reason);
	n->kind = CPR_X_TEXT;
	n->n_args = 0;
	n->u.atom = value;
	return true;
}

static bool read_as(struct cpr_exec *x, struct cpr_result *arg, enum cpr_expr_type type, const char *what,
		    struct cpr_result *ret)
{
	*ret = *arg;
	ret->u.atom.u.text = cpr_str_trim(ret->u.atom.u.text);
	if (!cpr_atom_read(&ret->u.atom, type))
		return true;
	cpr_exec_missing(x, arg->u.atom.origin.node, cpr_str_of(what));
	ret->kind = CPR_RES_MISSING;
	return true;
}

CPR_EVAL(number)
{
	(void)n, (void)f;
	return read_as(x, &args[0], CPR_EXPR_NUMBER, "a number", ret);
}

CPR_EVAL(date)
{
	(void)n, (void)f;
	read_as(x, &args[0], CPR_EXPR_MOMENT, "a date", ret);
	if (ret->kind == CPR_RES_ATOM && ret->u.atom.u.moment.has_time) {
		cpr_exec_missing(x, args[0].u.atom.origin.node, CPR_STR("a date"));
		ret->kind = CPR_RES_MISSING;
	}
	return true;
}

CPR_EVAL(moment)
{
	(void)n, (void)f;
	return read_as(x, &args[0], CPR_EXPR_MOMENT, "a date", ret);
}

CPR_EVAL(duration)
{
	(void)n, (void)f;
	return read_as(x, &args[0], CPR_EXPR_DURATION, "a duration", ret);
}

/* ---- Dates ---- */

/* The civil day as written: what ends at 24:00 belongs to the day it ends. */
static struct cpr_date day_of(struct cpr_moment m)
{
	return (struct cpr_date){ m.date.days - m.is_24 };
}

static bool out_of_calendar(struct cpr_exec *x)
{
	return cpr_exec_fault(x, "the date is outside the years 0001 to 9999");
}

/* m on another civil day. */
static void move_to(struct cpr_moment *m, struct cpr_date day)
{
	m->date.days = day.days + m->is_24;
}

CPR_EVAL(as_of)
{
	(void)n, (void)f, (void)args;
	if (x->env->has_as_of) {
		cpr_return_moment(ret, (struct cpr_moment){ .date = x->env->as_of });
		return true;
	}
	cpr_exec_missing(x, CPR_NO_NODE, CPR_STR("as-of()"));
	ret->kind = CPR_RES_MISSING;
	return true;
}

CPR_EVAL(date_of)
{
	(void)x, (void)n, (void)f;
	cpr_return_moment(ret, (struct cpr_moment){ .date = day_of(args[0].u.atom.u.moment) });
	return true;
}

CPR_EVAL(days_between)
{
	int64_t from = day_of(args[0].u.atom.u.moment).days, to = day_of(args[1].u.atom.u.moment).days;

	(void)x, (void)n, (void)f;
	cpr_return_number(ret, cpr_decimal_int(to - from));
	return true;
}

static bool whole_number(struct cpr_exec *x, const struct cpr_result *arg, const char *what, int64_t *ret)
{
	return cpr_decimal_to_i64(arg->u.atom.u.number, ret) ? true
							     : cpr_exec_fault(x, "%s must be a whole number", what);
}

CPR_EVAL(add_days)
{
	struct cpr_moment m = args[0].u.atom.u.moment;
	struct cpr_date day;
	int64_t days;

	(void)n, (void)f;
	if (!whole_number(x, &args[1], "the days to add", &days))
		return false;
	if (!cpr_date_add_days(day_of(m), days, &day))
		return out_of_calendar(x);
	move_to(&m, day);
	cpr_return_moment(ret, m);
	return true;
}

CPR_EVAL(add_months)
{
	struct cpr_moment m = args[0].u.atom.u.moment;
	struct cpr_date day;
	int64_t months;

	(void)n, (void)f;
	if (!whole_number(x, &args[1], "the months to add", &months))
		return false;
	if (!cpr_date_add_months(day_of(m), months, &day))
		return out_of_calendar(x);
	move_to(&m, day);
	cpr_return_moment(ret, m);
	return true;
}

/* The calendar part first, then the clock part, as a contract's "one month and ten days" is counted. */
CPR_EVAL(add)
{
	struct cpr_moment m = args[0].u.atom.u.moment;
	struct cpr_duration d = args[1].u.atom.u.duration;
	int64_t seconds = d.seconds % DAY_SECONDS;
	struct cpr_date day;

	(void)n, (void)f;
	if (seconds && !m.has_time)
		return cpr_exec_fault(x, "hours cannot be added to a day without a time");
	if (!cpr_date_add_months(day_of(m), d.months, &day) || !cpr_date_add_days(day, d.seconds / DAY_SECONDS, &day))
		return out_of_calendar(x);
	move_to(&m, day);
	if (seconds) {
		m.is_24 = false; /* 24:00 is the next day's 0:00, which date and second say already */
		seconds += m.second;
		if (!cpr_date_add_days(m.date, seconds / DAY_SECONDS, &m.date))
			return out_of_calendar(x);
		m.second = (int32_t)(seconds % DAY_SECONDS);
	}
	cpr_return_moment(ret, m);
	return true;
}

/* ---- References ---- */

/* The elements in "product|offer". */
static void add_targets(const struct cpr_vocabulary *v, uint64_t *set, const char *target)
{
	struct cpr_str rest = cpr_str_of(target);

	while (rest.n) {
		const char *bar = memchr(rest.p, '|', rest.n);
		struct cpr_str name = { rest.p, bar ? (size_t)(bar - rest.p) : rest.n };
		cpr_name element = cpr_vocabulary_element(v, name);

		if (element != CPR_MAP_NONE)
			cpr_bits_add(set, element);
		rest.p += name.n + (bar ? 1 : 0);
		rest.n -= name.n + (bar ? 1 : 0);
	}
}

/* Where the attribute that a path ends in can point; false if that is not known. */
static bool known_targets(const struct cpr_compiler *c, const struct cpr_xnode *a, uint64_t *set)
{
	const struct cpr_step *last;
	bool any = false;

	if (a->kind != CPR_X_PATH || a->u.path->n_steps == 0 || a->sort.foreign)
		return false;
	last = &a->u.path->steps[a->u.path->n_steps - 1];
	if (last->axis != CPR_AXIS_ATTRIBUTE || last->test != CPR_TEST_NAME)
		return false;
	for (size_t i = 0; i < c->v->n_elements; i++) {
		const struct cpr_attr_def *def;

		if (!cpr_bits_has(a->sort.elements, i))
			continue;
		def = cpr_vocabulary_attr_of(c->v, (cpr_name)i, last->name);
		if (!def || (def->type != CPR_TYPE_REF && def->type != CPR_TYPE_REFS))
			return false;
		add_targets(c->v, set, def->target);
		any = true;
	}
	return any;
}

CPR_CHECK(id)
{
	uint64_t *set;

	if (!cpr_expr_want(c, n->args[0], TEXT_BIT, "the reference in id()"))
		return false;
	set = cpr_bits_new(c, c->v->n_elements);
	if (!set)
		return false;
	if (!known_targets(c, n->args[0], set))
		for (size_t i = 0; i < c->v->n_elements; i++)
			cpr_bits_add(set, i);
	n->sort = (struct cpr_sort){ .type = CPR_EXPR_NODES, .classes = TEXT_BIT, .own = true, .elements = set };
	return true;
}

CPR_EVAL(id)
{
	struct cpr_atoms it = { .of = &args[0] };
	struct cpr_list list = { 0 };
	struct cpr_atom a;
	bool any;

	(void)n, (void)f;
	for (;;) {
		struct cpr_str word;

		if (!cpr_exec_atoms(x, &it, &a, &any))
			return false;
		if (!any)
			break;
		if (a.type != CPR_EXPR_TEXT)
			return cpr_exec_fault(x, "unlike units: id() wants a reference, not %s",
					      cpr_class_name(CPR_CLASS(a.type)));
		for (word = cpr_str_word(&a.u.text); word.n; word = cpr_str_word(&a.u.text)) {
			cpr_node node = cpr_map_get(&x->valid->ids, word);

			if (!cpr_exec_spend(x, 1))
				return false;
			if (node == CPR_MAP_NONE)
				cpr_exec_missing(x, a.origin.node, CPR_STR("what it refers to"));
			else if (!cpr_exec_push(x, &list, (struct cpr_item){ node, CPR_NO_NODE }))
				return false;
		}
	}
	if (!cpr_exec_sort(x, &list))
		return false;
	ret->kind = CPR_RES_SET;
	ret->u.set = (struct cpr_set){
		.v = list.v,
		.n = list.n,
		.gap = args[0].kind == CPR_RES_MISSING || (args[0].kind == CPR_RES_SET && args[0].u.set.gap),
	};
	return true;
}

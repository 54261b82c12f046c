/* SPDX-License-Identifier: Apache-2.0 */
/* The functions that the table in expr_functions.c names and other files hold, and how a function returns its value. */
#ifndef CPR_RULESET_EXPR_LIBRARY_H
#define CPR_RULESET_EXPR_LIBRARY_H

#include "ruleset/expr_internal.h"

static inline void cpr_return_number(struct cpr_result *ret, struct cpr_decimal v)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = (struct cpr_atom){ .type = CPR_EXPR_NUMBER, .origin = { CPR_NO_NODE, CPR_NO_NODE }, .u.number = v };
}

static inline void cpr_return_truth(struct cpr_result *ret, bool v)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = (struct cpr_atom){ .type = CPR_EXPR_TRUTH, .origin = { CPR_NO_NODE, CPR_NO_NODE }, .u.truth = v };
}

static inline void cpr_return_text(struct cpr_result *ret, struct cpr_str v, struct cpr_item origin)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = (struct cpr_atom){ .type = CPR_EXPR_TEXT, .origin = origin, .u.text = v };
}

static inline void cpr_return_moment(struct cpr_result *ret, struct cpr_moment v)
{
	ret->kind = CPR_RES_ATOM;
	ret->u.atom = (struct cpr_atom){ .type = CPR_EXPR_MOMENT, .origin = { CPR_NO_NODE, CPR_NO_NODE }, .u.moment = v };
}

#define CPR_EVAL(name) \
	bool cpr_eval_##name(struct cpr_exec *x, const struct cpr_xnode *n, const struct cpr_focus *f, struct cpr_result *args, \
			     struct cpr_result *ret)
#define CPR_CHECK(name) bool cpr_check_##name(struct cpr_compiler *c, struct cpr_xnode *n)

CPR_EVAL(count_distinct);
CPR_EVAL(number);
CPR_EVAL(rank);
CPR_EVAL(string);
CPR_EVAL(concat);
CPR_EVAL(contains);
CPR_EVAL(starts_with);
CPR_EVAL(ends_with);
CPR_EVAL(string_length);
CPR_EVAL(normalize_space);
CPR_EVAL(matches);
CPR_EVAL(one_of);
CPR_EVAL(date);
CPR_EVAL(moment);
CPR_EVAL(duration);
CPR_EVAL(as_of);
CPR_EVAL(date_of);
CPR_EVAL(days_between);
CPR_EVAL(add_days);
CPR_EVAL(add_months);
CPR_EVAL(add);
CPR_EVAL(id);
CPR_CHECK(number);
CPR_CHECK(rank);
CPR_CHECK(matches);
CPR_CHECK(one_of);
CPR_CHECK(reading);
CPR_CHECK(id);

#endif

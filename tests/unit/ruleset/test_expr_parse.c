/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused at load, where, and with what words; what is known of an expression before it is run. */
#include "expr_fixture.h"

#define T CPR_EXPR_TRUTH
#define V CPR_EXPR_ANY
#define N CPR_EXPR_NODES

struct refusal {
	const char *source;
	uint32_t offset;
	const char *message; /* a part of it */
	enum cpr_expr_type want;
	cpr_name context;
};

static const struct refusal refusals[] = {
	/* tokens */
	{ "", 0, "the expression is empty", V, E_CAMPAIGN },
	{ " \t\n", 3, "a value is missing at the end", V, E_CAMPAIGN },
	{ "@kind = 'coupon", 8, "no closing '", T, E_CAMPAIGN },
	{ "@kind = \"coupon'", 8, "no closing \"", T, E_CAMPAIGN },
	{ "1e308", 0, "without an exponent", V, E_CAMPAIGN },
	{ "1.5E3 + 1", 0, "without an exponent", V, E_CAMPAIGN },
	{ "12abc", 2, "a number ends in letters", V, E_CAMPAIGN },
	{ "1,000 + 1", 1, "no separators", V, E_CAMPAIGN },
	{ "12345678901234567890123456789012345", 0, "more than 34 digits", V, E_CAMPAIGN },
	{ "0.12345678901234567890123456789012345", 0, "more than 34 digits", V, E_CAMPAIGN },
	{ "@kind == 'coupon'", 6, "write = instead of ==", T, E_CAMPAIGN },
	{ "//fee && //draw", 6, "write and", T, E_CAMPAIGN },
	{ "//fee || //draw", 6, "write or", T, E_CAMPAIGN },
	{ "!//fee", 0, "write not(...)", T, E_CAMPAIGN },
	{ "1 <> 2", 2, "write !=", T, E_CAMPAIGN },
	{ "5 % 2", 2, "write mod", V, E_CAMPAIGN },
	{ "1; 2", 1, "; has no meaning", V, E_CAMPAIGN },
	{ "1 # 2", 2, "# has no meaning", V, E_CAMPAIGN },
	{ "1 \x01", 2, "a control character", V, E_CAMPAIGN },
	{ "@kind ＝ 'coupon'", 6, "＝ is a wide sign; write =", T, E_CAMPAIGN },
	{ "count（//fee）", 5, "（ is a wide sign; write (", V, E_CAMPAIGN },
	{ "@kind = ‘coupon’", 8, "write '", T, E_CAMPAIGN },
	{ "@kind　= 'coupon'", 5, "an ordinary space", T, E_CAMPAIGN },
	{ "@kind = '\xff'", 9, "not UTF-8", T, E_CAMPAIGN },
	{ "\xc3(", 0, "not UTF-8", T, E_CAMPAIGN },
	{ "$ + 1", 0, "$ stands before the name", V, E_CAMPAIGN },
	{ "x:", 1, "a name must stand before and behind :", N, E_CAMPAIGN },
	{ "x: y", 2, "a name must follow the prefix", N, E_CAMPAIGN },
	/* syntax */
	{ "1 +", 3, "a value is missing at the end", V, E_CAMPAIGN },
	{ "+ 1", 0, "a value is missing before +", V, E_CAMPAIGN },
	{ "1 2", 2, "an operator is missing before 2", V, E_CAMPAIGN },
	{ "plan product", 5, "an operator is missing before product", N, E_CAMPAIGN },
	{ "(1 + 2", 6, ") is missing at the end", V, E_CAMPAIGN },
	{ "1 + 2)", 5, "an operator is missing before )", V, E_CAMPAIGN },
	{ "plan[1", 6, "] is missing at the end", N, E_CAMPAIGN },
	{ "plan[]", 4, "a predicate needs a condition", N, E_CAMPAIGN },
	{ "plan[1 2]", 7, "] is missing before 2", N, E_CAMPAIGN },
	{ "count(plan", 10, ", or ) is missing at the end", V, E_CAMPAIGN },
	{ "count(plan,)", 11, "a value is missing before )", V, E_CAMPAIGN },
	{ "concat('a' 'b')", 11, ", or ) is missing before 'b'", V, E_CAMPAIGN },
	{ "plan/", 5, "must not end in /", N, E_CAMPAIGN },
	{ "plan//", 6, "must not end in //", N, E_CAMPAIGN },
	{ "/", 0, "/ alone selects nothing; a name must follow, as in /campaign", N, E_CAMPAIGN },
	{ "//", 0, "// alone selects nothing", N, E_CAMPAIGN },
	{ "plan/1", 5, "a name or * is wanted", N, E_CAMPAIGN },
	{ "@", 1, "a name or * is wanted", N, E_CAMPAIGN },
	{ "1 < 2 < 3", 6, "do not chain", T, E_CAMPAIGN },
	{ "1 = 2 = 3", 6, "do not chain", T, E_CAMPAIGN },
	{ "1 < 2 = true()", 6, "do not chain", T, E_CAMPAIGN },
	{ "true() = 1 < 2", 9, "do not chain", T, E_CAMPAIGN },
	{ "1 - - - 2", 6, "one - too many", V, E_CAMPAIGN },
	{ ".[1]", 1, "write self::name[...]", N, E_CAMPAIGN },
	{ "..[1]", 2, "write parent::name[...]", N, E_PLAN },
	{ "child::", 7, "a name or * is wanted", N, E_CAMPAIGN },
	/* what is left out of XPath */
	{ "//headline/text()", 11, "text() is left out", N, E_CAMPAIGN },
	{ "text()", 0, "text() is left out", N, E_CAMPAIGN },
	{ "plan/node()", 5, "node() is left out", N, E_CAMPAIGN },
	{ "comment()", 0, "comments are not part", N, E_CAMPAIGN },
	{ "processing-instruction('x')", 0, "processing instructions are not part", N, E_CAMPAIGN },
	{ "plan/count(product)", 5, "a function cannot be a step", V, E_CAMPAIGN },
	{ "following::fee", 0, "the axis following is left out", N, E_CAMPAIGN },
	{ "preceding::fee", 0, "the axis preceding is left out", N, E_CAMPAIGN },
	{ "namespace::x", 0, "the axis namespace is left out", N, E_CAMPAIGN },
	{ "decendant::fee", 0, "no axis decendant; did you mean descendant?", N, E_CAMPAIGN },
	{ "sideways::fee", 0, "no axis sideways", N, E_CAMPAIGN },
	{ "substring('abc', 1)", 0, "substring() is left out; use matches()", V, E_CAMPAIGN },
	{ "exists(//fee)", 0, "left out; use the path itself", T, E_CAMPAIGN },
	{ "local-name()", 0, "use name()", V, E_CAMPAIGN },
	{ "document('x')/plan", 0, "rules see one campaign", N, E_CAMPAIGN },
	{ "cuont(//fee)", 0, "no function cuont(); did you mean count()?", V, E_CAMPAIGN },
	{ "frobnicate(1)", 0, "there is no function frobnicate()", V, E_CAMPAIGN },
	{ "x:count(1)", 0, "functions have no prefix", V, E_CAMPAIGN },
	/* arguments */
	{ "count()", 0, "count() takes 1 argument, not 0", V, E_CAMPAIGN },
	{ "count(plan, plan)", 0, "count() takes 1 argument, not 2", V, E_CAMPAIGN },
	{ "if(true(), 1)", 0, "if() takes 3 arguments, not 2", V, E_CAMPAIGN },
	{ "round(1, 2, 3)", 0, "round() takes 1 to 2 arguments, not 3", V, E_CAMPAIGN },
	{ "true(1)", 0, "true() takes no arguments", T, E_CAMPAIGN },
	{ "count(1)", 6, "the argument of count() must be a path, but 1 is a number", V, E_CAMPAIGN },
	{ "sum(//product/@name)", 4, "what sum() adds up must be a number, but //product/@name is text; see number()", V, E_CAMPAIGN },
	{ "max(//product/@name)", 4, "max() looks at numbers, dates or durations, but this is text", V, E_CAMPAIGN },
	{ "round(@id)", 6, "the argument of round() must be a number, but @id is text; see number()", V, E_CAMPAIGN },
	{ "round(1, 'x')", 9, "'x' must be a number beside argument 2 of round()", V, E_CAMPAIGN },
	{ "days-between(@start, @start + 1)", 21, "nothing is added to a date", V, E_PERIOD },
	{ "days-between(@start, 5)", 21, "argument 2 of days-between() must be a date, but 5 is a number", V, E_PERIOD },
	{ "days-between(@start, '2026-13-01')", 21, "'2026-13-01' must be a date beside argument 2", V, E_PERIOD },
	{ "add(@start, 5)", 12, "must be a duration", V, E_PERIOD },
	{ "add(@start, '5')", 12, "must be a duration", V, E_PERIOD },
	{ "not(@start - @end)", 4, "dates are not subtracted: see days-between", T, E_PERIOD },
	{ "not(date('2026-01-01'))", 4, "date('2026-01-01') is a date, which is neither true nor false", T, E_CAMPAIGN },
	{ "date('2026-02-29')", 5, "no such day in the calendar", V, E_CAMPAIGN },
	{ "date('2026-02-28T10:00Z')", 5, "a date has no time", V, E_CAMPAIGN },
	{ "date(@start)", 0, "@start is a date already", V, E_PERIOD },
	{ "moment('soon')", 7, "expected", V, E_CAMPAIGN },
	{ "duration('1 month')", 9, "expected", V, E_CAMPAIGN },
	{ "matches(@id, @id)", 13, "argument 2 of matches() must be a text in quotes", T, E_CAMPAIGN },
	{ "matches(@id, 'ab(')", 17, "the pattern: ", T, E_CAMPAIGN },
	{ "one-of(@kind, '  ')", 14, "at least one word", T, E_CAMPAIGN },
	{ "one-of(@kind, 'coupon prize-drew')", 22, "'prize-drew' is no code of campaign-kind; did you mean 'prize-draw'?", T,
	  E_CAMPAIGN },
	{ "one-of(@value, '1 2')", 7, "what one-of() looks for must be text, but @value is a number", T, E_PRIZE },
	{ "rank(@id)", 5, "rank() wants an attribute that holds a code, but @id is text", V, E_CAMPAIGN },
	{ "rank('other')", 5, "'other' is a code of more than one list: product-kind and fee-kind", V, E_CAMPAIGN },
	{ "rank('R9')", 5, "'R9' is no code of any list", V, E_CAMPAIGN },
	{ "id(1)", 3, "the reference in id() must be text", N, E_CAMPAIGN },
	{ "number(@start)", 7, "number() reads text, but @start is a date", V, E_PERIOD },
	{ "position() = 1", 0, "position() has a meaning only in a predicate", T, E_CAMPAIGN },
	{ "plan/product[count(fee[1]) = 1]/../..[last()]", 37, "write parent::name", N, E_CAMPAIGN },
	{ "last()", 0, "last() has a meaning only in a predicate", V, E_CAMPAIGN },
	{ "if(true(), 1, @id)", 0, "unlike units: 1 is a number, and @id is text", V, E_CAMPAIGN },
	{ "default(@value, 'none')", 16, "'none' must be a number beside @value", V, E_PRIZE },
	/* names */
	{ "//prizee", 2, "no element <prizee>; did you mean <prize>?", N, E_CAMPAIGN },
	{ "//headlines", 2, "did you mean <headline>?", N, E_CAMPAIGN },
	{ "plan/prize", 5, "<plan> has no child <prize>; it stands in <offer>, <draw>", N, E_CAMPAIGN },
	{ "prize", 0, "<campaign> has no child <prize>; it stands in <offer>, <draw>", N, E_CAMPAIGN },
	{ "/plan", 1, "the root element is <campaign>, not <plan>; // looks everywhere", N, E_CAMPAIGN },
	{ "/@id", 1, "did you mean /campaign/@id?", N, E_CAMPAIGN },
	{ "/..", 1, "only the root element can follow /", N, E_CAMPAIGN },
	{ "//..", 2, "a name, * or an attribute must stand behind //", N, E_CAMPAIGN },
	{ "plan//.", 6, "must stand behind //", N, E_CAMPAIGN },
	{ "//ancestor::plan", 2, "must stand behind //", N, E_CAMPAIGN },
	{ "//following-sibling::fee", 2, "must stand behind //", N, E_CAMPAIGN },
	{ "/.", 1, "only the root element can follow /", N, E_CAMPAIGN },
	{ "//product//prize", 11, "has no child <prize>; it stands in <offer>, <draw>", N, E_CAMPAIGN },
	{ "//product/descendant::prize", 10, "<product> never holds <prize>", N, E_CAMPAIGN },
	{ "//product/@riskk", 10, "<product> has no attribute @riskk", N, E_CAMPAIGN },
	{ "//product/@risk-levle", 10, "<product> has no attribute @risk-levle; did you mean @risk-level?", N, E_CAMPAIGN },
	{ "//product/@value", 10, "<product> has no attribute @value", N, E_CAMPAIGN },
	{ "//product/risk-level", 10, "there is no element <risk-level>; did you mean the attribute @risk-level?", N, E_CAMPAIGN },
	{ "//material/product", 11, "did you mean the attribute @product?", N, E_CAMPAIGN },
	{ "@knd", 0, "<campaign> has no attribute @knd; did you mean @kind?", N, E_CAMPAIGN },
	{ "@knd", 0, "what stands here has no attribute @knd", N, CPR_MAP_NONE },
	{ "@nothing-like-it", 0, "what stands here has no attribute @nothing-like-it", N, CPR_MAP_NONE },
	{ "//prize/ancestor::product", 8, "<prize> is never inside <product>", N, E_CAMPAIGN },
	{ "//prize/parent::plan", 8, "<prize> never stands in <plan>", N, E_CAMPAIGN },
	{ "//prize/self::draw", 8, "<prize> is never <draw>", N, E_CAMPAIGN },
	{ "//prize/following-sibling::fee", 8, "<prize> never stands beside <fee>", N, E_CAMPAIGN },
	{ "..", 0, "<campaign> is the root element; nothing is above it", N, E_CAMPAIGN },
	{ "@kind/@id", 6, "an attribute has no attributes", N, E_CAMPAIGN },
	{ "@kind/plan", 6, "nothing stands in or beside an attribute", N, E_CAMPAIGN },
	{ "//fee/../@amount", 9, "<product> has no attribute @amount", N, E_CAMPAIGN },
	{ "y:thing", 0, "the prefix y is not bound", N, E_CAMPAIGN },
	{ "@c:kind", 0, "have no prefix; write @kind", N, E_CAMPAIGN },
	{ "$min + 1", 0, "there is no variable $min here", V, E_CAMPAIGN },
	/* codes and units */
	{ "//product[@kind = 'weath']", 18, "'weath' is no code of product-kind; did you mean 'wealth'?", N, E_CAMPAIGN },
	{ "//product[@kind != 'xyz']", 19, "'xyz' is no code of product-kind", N, E_CAMPAIGN },
	{ "'prize' = @kind", 0, "'prize' is no code of campaign-kind", T, E_CAMPAIGN },
	{ "//product/@uses = 'houses'", 18, "'houses' is no code of use; did you mean 'house'?", T, E_CAMPAIGN },
	{ "//*/@kind = 'nonsense'", 12, "'nonsense' is no code of campaign-kind", T, E_CAMPAIGN },
	{ "//product/@kind = //material/@kind", 0, "//product/@kind and //material/@kind never hold the same code", T, E_CAMPAIGN },
	{ "@start = '2026-02-29'", 9, "'2026-02-29' must be a date beside @start", T, E_PERIOD },
	{ "@start < 'soon'", 9, "'soon' must be a date beside @start", T, E_PERIOD },
	{ "@start < 'soon'", 9, "'soon' must be a date beside @start", T, CPR_MAP_NONE },
	{ "'5,000' = @value", 0, "'5,000' must be a number beside @value: a number may not have group separators", T, E_PRIZE },
	{ "//fee/@mandatory = 'yes'", 19, "'yes' must be true or false beside //fee/@mandatory", T, E_CAMPAIGN },
	{ "//product/@term = '12 months'", 18, "must be a duration", T, E_CAMPAIGN },
	{ "//prize/@value > //period/@start", 0, "unlike units: //prize/@value is a number, and //period/@start is a date", T, E_CAMPAIGN },
	{ "//fee/@amount = //product/@term", 0, "unlike units: //fee/@amount is a number, and //product/@term is a duration", T,
	  E_CAMPAIGN },
	{ "//fee/@mandatory = 1", 0, "unlike units: //fee/@mandatory is true or false, and 1 is a number", T, E_CAMPAIGN },
	{ "@id = 1", 0, "unlike units: @id is text, and 1 is a number; see number()", T, E_CAMPAIGN },
	{ "@id < 'c2'", 0, "text has no order, so @id < 'c2' cannot be asked; see number() and rank()", T, E_CAMPAIGN },
	{ "true() > false()", 0, "a truth has no order", T, E_CAMPAIGN },
	{ "@start + 1", 0, "nothing is added to a date with +: see add-days(), add-months(), add()", V, E_PERIOD },
	{ "1 - @start", 4, "dates are not subtracted", V, E_PERIOD },
	{ "//product/@term * 2", 0, "an operand of * must be a number, but //product/@term is a duration", V, E_CAMPAIGN },
	{ "1 + @id", 4, "an operand of + must be a number, but @id is text; see number()", V, E_CAMPAIGN },
	{ "-@id", 1, "the operand of - must be a number", V, E_CAMPAIGN },
	{ "//fee = 5", 0, "<fee> holds no text; name one of its attributes, such as //fee/@amount", T, E_CAMPAIGN },
	{ "//plan | 1", 9, "| unites nodes, but 1 is a number", N, E_CAMPAIGN },
	{ "(1 + 2)/plan", 1, "1 + 2 is a number; only nodes can be followed by / or a predicate", N, E_CAMPAIGN },
	{ "'a'[1]", 0, "'a' is text; only nodes", N, E_CAMPAIGN },
	{ "count(//fee)", 0, "a path is wanted that selects nodes; this is a number", N, E_CAMPAIGN },
	{ "as-of()", 0, "as-of() is a date, which is neither true nor false; compare it", T, E_CAMPAIGN },
	{ "plan[0]", 5, "a position is a whole number from 1", N, E_CAMPAIGN },
	{ "plan[1.5]", 5, "a position is a whole number from 1", N, E_CAMPAIGN },
	{ "plan['x']", 5, "a text alone is no condition", N, E_CAMPAIGN },
	{ "plan[date('2026-01-01')]", 5, "neither true nor false", N, E_CAMPAIGN },
};

Test(expr_parse, refused)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		const struct refusal *r = &refusals[i];
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		struct cpr_expr_scope scope = test_scope(&arena);
		struct cpr_expr_error err = { .offset_bytes = 12345 };

		scope.context = r->context;
		cr_expect_null(cpr_expr_compile(&scope, cpr_str_of(r->source), r->want, &err), "%s: not refused", r->source);
		cr_expect_eq(err.offset_bytes, r->offset, "%s: at %u, not %u: %s", r->source, err.offset_bytes, r->offset,
			     err.message);
		cr_expect(strstr(err.message, r->message), "%s: \"%s\", without \"%s\"", r->source, err.message, r->message);
		cpr_arena_free(&arena);
	}
}

/* Messages are cut at characters, and are one line. */
Test(expr_parse, long_words)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_expr_error err;
	char source[2000] = "//";

	for (size_t n = 2; n + 3 < sizeof source; n += 3)
		memcpy(source + n, "中", 4);
	for (size_t cut = 0; cut < 3; cut++) {
		cr_expect_null(cpr_expr_compile(&scope, (struct cpr_str){ source, 302 + 3 * cut }, N, &err));
		cr_expect(strlen(err.message) < sizeof err.message);
		cr_expect_eq((unsigned char)err.message[strlen(err.message) - 1], '>', "%s", err.message);
	}
	cr_expect_null(cpr_expr_compile(&scope, CPR_STR("@id = 1 + 'a\nb'"), V, &err));
	cr_expect_null(strchr(err.message, '\n'));
	cpr_arena_free(&arena);
}

static const char *repeated(char *buf, size_t n, const char *open, const char *inner, const char *close)
{
	size_t n_open = strlen(open), n_inner = strlen(inner), n_close = strlen(close);
	char *p = buf;

	for (size_t i = 0; i < n; i++, p += n_open)
		memcpy(p, open, n_open);
	memcpy(p, inner, n_inner);
	p += n_inner;
	for (size_t i = 0; i < n; i++, p += n_close)
		memcpy(p, close, n_close);
	*p = '\0';
	return buf;
}

static bool compiles(const char *source, struct cpr_expr_error *err)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_expr *e = cpr_expr_compile(&scope, cpr_str_of(source), V, err);
	bool ok = e != NULL;

	cpr_expr_clear(e);
	cpr_arena_free(&arena);
	return ok;
}

Test(expr_parse, nesting)
{
	static char buf[1 << 20];
	struct cpr_expr_error err;

	cr_expect(compiles(repeated(buf, CPR_EXPR_DEPTH - 1, "(", "1", ")"), &err), "%s", err.message);
	cr_expect_not(compiles(repeated(buf, CPR_EXPR_DEPTH, "(", "1", ")"), &err));
	cr_expect_str_eq(err.message, "more than 32 levels of nesting");
	cr_expect_eq(err.offset_bytes, CPR_EXPR_DEPTH);
	/* Each path is a level, so are the comparison and its operand. */
	cr_expect(compiles(repeated(buf, CPR_EXPR_DEPTH - 2, "//section[", "@number = 1", "]"), &err), "%s", err.message);
	cr_expect_not(compiles(repeated(buf, CPR_EXPR_DEPTH - 1, "//section[", "@number = 1", "]"), &err));
	cr_expect_str_eq(err.message, "more than 32 levels of nesting");
	cr_expect_eq(err.offset_bytes, (CPR_EXPR_DEPTH - 1) * strlen("//section["));
	cr_expect(compiles(repeated(buf, CPR_EXPR_DEPTH - 1, "not(", "true()", ")"), &err), "%s", err.message);
	cr_expect_not(compiles(repeated(buf, CPR_EXPR_DEPTH, "not(", "true()", ")"), &err));
	cr_expect(compiles(repeated(buf, 10, "(1 + 2 * (", "3", "))"), &err), "%s", err.message);
	cr_expect_not(compiles(repeated(buf, 16, "(1 + 2 * (", "3", "))"), &err));
	cr_expect_not(compiles(repeated(buf, 20000, "(", "1", ")"), &err));
	/* Chains are not nesting. */
	cr_expect(compiles(repeated(buf, 10000, "1 + ", "1", ""), &err), "%s", err.message);
	cr_expect(compiles(repeated(buf, 5000, "true() or ", "false()", ""), &err), "%s", err.message);
	cr_expect(compiles(repeated(buf, 5000, "//fee | ", "//fee", ""), &err), "%s", err.message);
	cr_expect(compiles(repeated(buf, 5000, "//fee[1]", "", ""), &err) == false); /* //fee//fee is refused, not slow */
	cr_expect(compiles(repeated(buf, 3000, "1 * 2 + ", "1", ""), &err), "%s", err.message);
	cr_expect_not(compiles(repeated(buf, 20000, "1 + ", "1", ""), &err));
	cr_expect(strstr(err.message, "longer than 65536 bytes"), "%s", err.message);
}

Test(expr_parse, types)
{
	static const struct {
		const char *source;
		enum cpr_expr_type want, type;
		cpr_name selects;
	} cases[] = {
		{ "//prize", N, N, E_PRIZE },
		{ "//prize", V, N, E_PRIZE },
		{ "//prize", T, T, E_PRIZE },
		{ "//prize[@value > 5]/..", N, N, CPR_MAP_NONE },
		{ "//fee/..", N, N, E_PRODUCT },
		{ "//em/..", N, N, CPR_MAP_NONE },
		{ "//fee/ancestor::plan", N, N, E_PLAN },
		{ "//fee | //fee", N, N, E_FEE },
		{ "//fee | //prize", N, N, CPR_MAP_NONE },
		{ "//fee/@amount", N, N, CPR_MAP_NONE },
		{ "plan/*", N, N, CPR_MAP_NONE },
		{ "(//fee)[1]", N, N, E_FEE },
		{ "id(//offer/@best)", N, N, E_PRODUCT },
		{ "id(//offer/@products)", N, N, CPR_MAP_NONE },
		{ "id('x')", N, N, CPR_MAP_NONE },
		{ "//x:extra", N, N, CPR_MAP_NONE },
		{ "//c:fee", N, N, E_FEE },
		{ ".", N, N, E_CAMPAIGN },
		{ "current()", N, N, CPR_MAP_NONE },
		{ "1 + 1", V, CPR_EXPR_NUMBER, CPR_MAP_NONE },
		{ "max(//fee/@amount)", V, CPR_EXPR_NUMBER, CPR_MAP_NONE },
		{ "max(//period/@end)", V, CPR_EXPR_MOMENT, CPR_MAP_NONE },
		{ "max(//@*)", V, CPR_EXPR_ANY, CPR_MAP_NONE },
		{ "default(//fee/@amount, 0)", V, CPR_EXPR_ANY, CPR_MAP_NONE },
		{ "if(true(), 1, 2)", V, CPR_EXPR_NUMBER, CPR_MAP_NONE },
		{ "if(true(), //fee, //fee)", V, N, E_FEE },
		{ "concat('a', 'b')", V, CPR_EXPR_TEXT, CPR_MAP_NONE },
		{ "add(as-of(), 'P1D')", V, CPR_EXPR_MOMENT, CPR_MAP_NONE },
		{ "duration('P1D')", V, CPR_EXPR_DURATION, CPR_MAP_NONE },
		{ "1 = 1", V, T, CPR_MAP_NONE },
		{ "//fee/@amount", CPR_EXPR_NUMBER, CPR_EXPR_NUMBER, CPR_MAP_NONE },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		struct cpr_expr_scope scope = test_scope(&arena);
		struct cpr_expr_error err;
		struct cpr_expr *e;

		scope.context = E_CAMPAIGN;
		e = cpr_expr_compile(&scope, cpr_str_of(cases[i].source), cases[i].want, &err);
		cr_assert_not_null(e, "%s: %s", cases[i].source, err.message);
		cr_expect_eq(cpr_expr_type_of(e), cases[i].type, "%s: type %d", cases[i].source, cpr_expr_type_of(e));
		cr_expect_eq(cpr_expr_selects(e), cases[i].selects, "%s: selects %u", cases[i].source, cpr_expr_selects(e));
		cpr_expr_clear(e);
		cpr_arena_free(&arena);
	}
}

Test(expr_parse, current_is_context)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_expr_error err;

	scope.context = E_OFFER;
	cr_expect_not_null(cpr_expr_compile(&scope, CPR_STR("//product[count(current()/@value) = 1]"), N, &err), "%s", err.message);
	scope.current_is_context = true;
	cr_expect_not_null(cpr_expr_compile(&scope, CPR_STR("//product[@id = current()/@best]"), N, &err), "%s", err.message);
	cr_expect_null(cpr_expr_compile(&scope, CPR_STR("//product[count(current()/@value) = 1]"), N, &err));
	cr_expect_str_eq(err.message, "<offer> has no attribute @value");
	cpr_arena_free(&arena);
}

/* What a <let> was compiled from is known where it is used. */
Test(expr_parse, variables)
{
	static const struct {
		const char *let, *source, *message; /* NULL: compiles */
	} cases[] = {
		{ "//prize/@value", "$x > 5", NULL },
		{ "//prize/@value", "$x > '5'", NULL },
		{ "//prize/@value", "$x > 'a'", "'a' must be a number beside $x" },
		{ "//prize/@value", "$x > as-of()", "unlike units: $x is a number, and as-of() is a date" },
		{ "//product/@kind", "$x = 'weath'", "did you mean 'wealth'?" },
		{ "//product", "$x/@kind = 'loan'", NULL },
		{ "//product", "$x/@value", "<product> has no attribute @value" },
		{ "//product", "$x[1]/fee", NULL },
		{ "1 + 1", "$x + 1", NULL },
		{ "1 + 1", "count($x)", "must be a path, but $x is a number" },
		{ "'a'", "$x = 5", "unlike units" },
		{ "@id = 'c1'", "$x and true()", NULL },
		{ "@id = 'c1'", "$x = 'true'", NULL },
		{ "@id", "$y = 'c1'", "there is no variable $y here; did you mean $x?" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
		struct cpr_expr_scope scope = test_scope(&arena);
		struct cpr_expr_var var = { .name = CPR_STR("x") };
		struct cpr_expr_error err;
		struct cpr_expr *e;

		scope.context = E_CAMPAIGN;
		var.value = cpr_expr_compile(&scope, cpr_str_of(cases[i].let), V, &err);
		cr_assert_not_null(var.value, "%s", err.message);
		scope.vars = &var;
		scope.n_vars = 1;
		e = cpr_expr_compile(&scope, cpr_str_of(cases[i].source), V, &err);
		cr_expect_eq(e == NULL, cases[i].message != NULL, "%s: %s", cases[i].source, err.message);
		if (cases[i].message)
			cr_expect(strstr(err.message, cases[i].message), "%s: %s", cases[i].source, err.message);
		cpr_arena_free(&arena);
	}
}

/* Without that, types are seen when it runs. */
Test(expr_parse, variables_of_a_type)
{
	struct cpr_arena arena = CPR_ARENA(&cpr_mem_libc);
	struct cpr_expr_scope scope = test_scope(&arena);
	struct cpr_expr_var vars[] = {
		{ .name = CPR_STR("nodes"), .type = N }, { .name = CPR_STR("any"), .type = V },
		{ .name = CPR_STR("number"), .type = CPR_EXPR_NUMBER }, { .name = CPR_STR("day"), .type = CPR_EXPR_MOMENT },
	};
	static const struct {
		const char *source;
		bool compiles;
	} cases[] = {
		{ "$nodes/@value > 5", true }, { "$nodes > 5", true }, { "$any > 5", true }, { "$any/fee", true }, { "$number > 5", true },
		{ "$day > 5", false }, { "$day > '2026-01-01'", true }, { "$number/fee", false }, { "$day = 'x'", false },
		{ "$nodes[1]", true }, { "//fee[$any]", true }, { "//fee[$number]", true }, { "//fee[$day]", false },
	};
	struct cpr_expr_error err;

	scope.vars = vars;
	scope.n_vars = COUNT(vars);
	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(cpr_expr_compile(&scope, cpr_str_of(cases[i].source), V, &err) != NULL, cases[i].compiles, "%s: %s",
			     cases[i].source, err.message);
	cpr_arena_free(&arena);
}

/* Every allocation of compiling fails once; each time it is told, as no mistake of the author's, and nothing is left. */
Test(expr_parse, out_of_memory)
{
	static const char *const sources[] = {
		"//product[@kind = 'loan' and fee[@amount > 5]][1]/@name | //offer[last()]/x:thing/@x:a",
		"matches(@id, 'abc') or one-of(@kind, 'coupon prize-draw') and id(//offer/@products)/@id = concat(@id, 'b', string(1))",
		"if(count(//fee) * 2 + -1 > 3, default(@id, 'x'), 'y') = 'z'",
		"*/*/ancestor-or-self::*[@id]/../@*",
	};

	for (size_t i = 0; i < COUNT(sources); i++) {
		for (size_t at = 0;; at++) {
			struct failmem fail = { .fail_at = at };
			struct cpr_mem mem = FAILMEM(&fail);
			struct cpr_arena arena = CPR_ARENA(&mem);
			struct cpr_expr_scope scope = test_scope(&arena);
			struct cpr_expr_error err = { 0 };
			struct cpr_expr *e = cpr_expr_compile(&scope, cpr_str_of(sources[i]), V, &err);
			bool ok = e != NULL;

			if (!ok)
				cr_assert_str_empty(err.message, "allocation %zu: %s", at, err.message);
			cpr_expr_clear(e);
			cpr_arena_free(&arena);
			cr_assert_eq(fail.live, 0, "leak when allocation %zu fails", at);
			cr_assert(ok || fail.calls > at, "%s", err.message);
			if (ok)
				break;
		}
	}
}

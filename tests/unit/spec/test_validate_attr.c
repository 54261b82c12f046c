/* SPDX-License-Identifier: Apache-2.0 */
#include "spectest.h"

#define ROOT(attrs)                                                                                          \
	"<campaign xmlns='urn:cpreview:campaign:1' xmlns:c='urn:cpreview:campaign:1' xmlns:x='urn:x' " attrs \
	"><plan/></campaign>"

Test(validate_attr, names)
{
	static const struct spec_case cases[] = {
		{ ROOT("jurisdiction='CN' kind='coupon' id='c'"), "", NULL },
		{ ROOT("jurisdiction='CN' kind='coupon'"), "spec.missing-attribute campaign|id|", NULL },
		{ ROOT("kind='coupon'"),
		  "spec.missing-attribute campaign|id|; spec.missing-attribute campaign|jurisdiction|", NULL },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' zzz = '1'"), "spec.unknown-attribute zzz|campaign|",
		  "zzz" },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' purpos='1'"),
		  "spec.misspelt-attribute purpos|campaign|purpose", "purpos" },
		/* an attribute of other elements only, and one named like an element */
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' launch='2026-12-01'"),
		  "spec.unknown-attribute launch|campaign|", "launch" },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' c:plan='1'"), "spec.unknown-attribute c:plan|campaign|",
		  "c:plan" },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' c:purpose='1'"),
		  "spec.misspelt-attribute c:purpose|campaign|purpose", "c:purpose" },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' xmlns:r='urn:cpreview:rules:1' r:q='1'"),
		  "spec.unknown-attribute r:q|campaign|", "r:q" },
		{ ROOT("id='c' jurisdiction='CN' kind='coupon' x:kind='1' xml:lang='zh' xml:space='preserve' xml:id='q'"),
		  "", NULL },
	};

	spec_run(cases, COUNT(cases), 0);
}

Test(validate_attr, values)
{
	static const struct spec_case cases[] = {
		{ CAMPAIGN("<plan><region code=' 上海 '/></plan>"),
		  "spec.value code|上海|expected an administrative code such as 310000, or an ISO 3166 code such as CN or HK",
		  "上海" },
		{ CAMPAIGN("<plan><quota total='20,000'/></plan>"),
		  "spec.value total|20,000|a number may not have group separators; write 20000", "20,000" },
		/* spelt with references, the whole value is pointed at */
		{ CAMPAIGN("<plan><quota total=' 20&#44;000 '/></plan>"),
		  "spec.value total|20,000|a number may not have group separators; write 20000", " 20&#44;000 " },
		{ CAMPAIGN("<plan><quota total=''/></plan>"),
		  "spec.value total||there is no value; leave the attribute out if there is nothing to state", "" },
		{ CAMPAIGN("<plan><quota identified-by='persn'/></plan>"),
		  "spec.misspelt-code identified-by|persn|person", "persn" },
		{ CAMPAIGN("<plan><quota identified-by='zzzzzz'/></plan>"),
		  "spec.unknown-code identified-by|zzzzzz|per", NULL },
		{ CAMPAIGN("<plan><quota identified-by='person card'/></plan>"),
		  "spec.value identified-by|person card|expected one code", "person card" },
		{ CAMPAIGN("<plan><organiser id='o' legal-name='n' role='organiser  isuer\tissuer zzzzzzz'/></plan>"),
		  "spec.misspelt-code role|isuer|issuer; spec.unknown-code role|zzzzzzz|party-role", "isuer" },
	};

	spec_run(cases, COUNT(cases), 0);
}

Test(validate_attr, ids_and_references)
{
	static const struct spec_case cases[] = {
		/* forwards and backwards, to several */
		{ CAMPAIGN(
			  "<plan><product id='p' kind='loan' name='n' issuer='o'/><organiser id='o' legal-name='n' role='issuer'/>"
			  "<offer id='q' kind='other' name='n' products='p\n p'/></plan>"),
		  "", NULL },
		{ CAMPAIGN("<plan><product id='c' kind='loan' name='n'/></plan>"), "spec.duplicate-id c|1|", "c" },
		{ CAMPAIGN(
			  "\n<plan>\n<product id='p' kind='loan' name='n'/>\n<product id=' p ' kind='loan' name='n'/></plan>"),
		  "spec.duplicate-id p|3|", "p" },
		{ CAMPAIGN("<plan><product id='p' kind='loan' name='n' issuer='zzzzzzzz'/></plan>"),
		  "spec.dangling-reference issuer|zzzzzzzz|", "zzzzzzzz" },
		{ CAMPAIGN(
			  "<plan><organiser id='the-bank' legal-name='n' role='issuer'/><product id='p' kind='loan' name='n' issuer='the-bnk'/></plan>"),
		  "spec.misspelt-reference issuer|the-bnk|the-bank", "the-bnk" },
		{ CAMPAIGN("<plan><product id='p' kind='loan' name='n' issuer='p'/></plan>"),
		  "spec.reference-kind issuer|p|product", "p" },
		{ CAMPAIGN("<plan><offer id='q' kind='other' name='n' products='c q zzzzzzzz'/></plan>"),
		  "spec.reference-kind products|c|campaign; spec.reference-kind products|q|offer; "
		  "spec.dangling-reference products|zzzzzzzz|",
		  "c" },
		/* an id in what is not looked at is no target */
		{ CAMPAIGN("<plan><zzzzzzzz><organiser id='o1234567' legal-name='n' role='issuer'/></zzzzzzzz>"
			   "<product id='p' kind='loan' name='n' issuer='o1234567'/></plan>"),
		  "spec.unknown-element zzzzzzzz||; spec.dangling-reference issuer|o1234567|", NULL },
	};

	spec_run(cases, COUNT(cases), 0);
}

static const struct cpr_value *value(const cpreview_campaign *c, cpr_name element, cpr_name attr)
{
	uint32_t n, a;
	const cpr_node *nodes = cpr_doc_descendants(c->doc, 0, element, &n);

	cr_assert_eq(n, 1);
	a = cpr_doc_attr(c->doc, nodes[0], attr);
	cr_assert_neq(a, CPR_NO_NODE);
	return &c->valid.values[a];
}

Test(validate_attr, what_is_kept)
{
	cpreview_campaign *c = spec_parse(
		CAMPAIGN(
			"<plan><quota total=' 5 ' identified-by='card' total-amount='x' x:total='5' zzz='1'/>"
			"<organiser id='o' legal-name='n' role='issuer zzzzzz'/>"
			"<offer id='q' kind='other' name='n' products='p1 p1'/><product id='p1' kind='loan' name='n' issuer='o'/></plan>"),
		0);
	const struct cpr_value *v = value(c, CPR_E_QUOTA, CPR_A_IDENTIFIED_BY);
	int64_t n;

	cr_expect_eq(v->type, CPR_TYPE_CODE);
	cr_expect_str_eq(cpr_campaign_vocabulary.codes[v->u.code].code, "card");
	v = value(c, CPR_E_QUOTA, CPR_A_TOTAL);
	cr_expect(v->type == CPR_TYPE_COUNT && cpr_decimal_to_i64(v->u.number, &n) && n == 5);
	cr_expect_eq(value(c, CPR_E_QUOTA, CPR_A_TOTAL_AMOUNT)->type, CPR_TYPE_NONE);
	cr_expect_eq(value(c, CPR_E_ORGANISER, CPR_A_ROLE)->type, CPR_TYPE_NONE);
	cr_expect_eq(value(c, CPR_E_PRODUCT, CPR_A_ISSUER)->type, CPR_TYPE_REF);
	cr_expect_eq(c->valid.n_references, 3);
	cr_expect_eq(c->valid.ids.n, 4);
	cr_expect_eq(c->doc->nodes[cpr_map_get(&c->valid.ids, CPR_STR("p1"))].name, CPR_E_PRODUCT);
	cpr_campaign_unref(c);
}

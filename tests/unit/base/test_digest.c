/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/digest.h"

static void hash(const char *s, size_t n, char hex[CPR_DIGEST_HEX + 1])
{
	struct cpr_digest d;

	cpr_digest_begin(&d);
	cpr_digest_add(&d, s, n);
	cpr_digest_end(&d, hex);
}

Test(digest, known_answers)
{
	static const struct {
		const char *in, *want;
	} t[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[CPR_DIGEST_HEX + 1];

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		hash(t[i].in, strlen(t[i].in), hex);
		cr_assert_str_eq(hex, t[i].want);
	}
	hash(NULL, 0, hex);
	cr_assert_str_eq(hex, t[0].want);
}

Test(digest, pieces_make_no_difference)
{
	static char text[1000];
	char whole[CPR_DIGEST_HEX + 1], pieces[CPR_DIGEST_HEX + 1];
	struct cpr_digest d;

	memset(text, 'a', sizeof text);
	hash(text, sizeof text, whole);
	cr_assert_str_eq(whole, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
	cpr_digest_begin(&d);
	for (size_t at = 0, n = 0; at < sizeof text; at += n, n = n + 7 < sizeof text - at ? n + 7 : sizeof text - at)
		cpr_digest_add(&d, text + at, n);
	cpr_digest_end(&d, pieces);
	cr_assert_str_eq(pieces, whole);
}

static void fields(struct cpr_str a, struct cpr_str b, char hex[CPR_DIGEST_HEX + 1])
{
	struct cpr_digest d;

	cpr_digest_begin(&d);
	cpr_digest_add_field(&d, a);
	cpr_digest_add_field(&d, b);
	cpr_digest_end(&d, hex);
}

Test(digest, fields_keep_their_borders)
{
	char x[CPR_DIGEST_HEX + 1], y[CPR_DIGEST_HEX + 1], plain[CPR_DIGEST_HEX + 1];

	fields(CPR_STR("ab"), CPR_STR("c"), x);
	fields(CPR_STR("a"), CPR_STR("bc"), y);
	cr_assert_str_neq(x, y);
	fields(CPR_STR(""), CPR_STR("c"), x);
	fields(CPR_STR("c"), (struct cpr_str){ 0 }, y);
	cr_assert_str_neq(x, y);
	/* The length is eight bytes, least significant first, on every machine: fingerprints outlive one. */
	fields(CPR_STR("ab"), CPR_STR("c"), x);
	hash("\2\0\0\0\0\0\0\0ab\1\0\0\0\0\0\0\0c", 19, plain);
	cr_assert_str_eq(x, plain);
}

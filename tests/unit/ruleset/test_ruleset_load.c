/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of loading rulesets from folders: files and includes, what may not be read, what is refused, and without memory. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "whole.h"

#define FILE_OPEN "<rules xmlns='urn:cpreview:rules:1' xmlns:c='urn:cpreview:campaign:1'>"
#define T "<text><term>本</term></text>"
#define INCLUDE(href) "<include href='" href "'/>"

/* A folder that is gone at the end of the test. */
struct folder {
	char path[64];
};

static struct folder make_folder(void)
{
	struct folder f = { "/tmp/cpreview-ruleset.XXXXXX" };

	cr_assert_not_null(mkdtemp(f.path));
	return f;
}

static void drop_folder(const struct folder *f)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", f->path);
	cr_assert_eq(system(command), 0);
}

static const char *path_in(const struct folder *f, const char *name)
{
	static char bufs[4][256];
	static unsigned which;
	char *buf = bufs[which++ % 4];

	snprintf(buf, sizeof bufs[0], "%s/%s", f->path, name);
	return buf;
}

static void put_bytes(const struct folder *f, const char *name, const void *bytes, size_t n)
{
	FILE *out = fopen(path_in(f, name), "wb");

	cr_assert_not_null(out, "%s", name);
	cr_assert_eq(fwrite(bytes, 1, n, out), n);
	cr_assert_eq(fclose(out), 0);
}

static void put(const struct folder *f, const char *name, const char *text)
{
	put_bytes(f, name, text, strlen(text));
}

static int load_many(const struct cpr_mem *mem, const char *const *paths, size_t n, cpreview_ruleset **ret,
		     cpreview_error **reterr)
{
	return cpr_ruleset_load(mem, &cpr_rules_vocabulary, cpr_kinds, cpr_n_kinds, paths, n, NULL, 0, ret, reterr);
}

static cpreview_ruleset *load(const char *path)
{
	cpreview_ruleset *rs = NULL;
	cpreview_error *err = NULL;

	if (load_many(&cpr_mem_libc, &path, 1, &rs, &err))
		cr_assert_fail("%s: %s:%u:%u %s", path, cpreview_error_file(err), cpreview_error_line(err),
			       cpreview_error_column(err), cpreview_error_message(err));
	return rs;
}

/* CODE, then a line each mistake: FILE:LINE:COLUMN MESSAGE, files without the folder. "" if it loads. Static storage. */
static const char *mistakes_of(const struct folder *f, const char *const *paths, size_t n)
{
	static char buf[16384];
	cpreview_ruleset *rs = NULL, *const untouched = rs;
	cpreview_error *err = NULL;
	size_t at, prefix = strlen(f->path);
	int rc = load_many(&cpr_mem_libc, paths, n, &rs, &err);

	buf[0] = '\0';
	if (!rc) {
		cpr_ruleset_unref(rs);
		return buf;
	}
	cr_expect_eq(rs, untouched);
	cr_expect_eq(cpreview_error_code(err), rc);
	at = (size_t)snprintf(buf, sizeof buf, "%d", rc);
	for (size_t i = 0; i < cpreview_error_count(err) && at < sizeof buf - 1; i++) {
		const cpreview_error *e = cpreview_error_at(err, i);
		const char *file = cpreview_error_file(e) ? cpreview_error_file(e) : "";

		if (!strncmp(file, f->path, prefix))
			file += prefix + (file[prefix] == '/');
		at += (size_t)snprintf(buf + at, sizeof buf - at, "\n%s:%u:%u %s", file, cpreview_error_line(e),
				       cpreview_error_column(e), cpreview_error_message(e));
	}
	cpreview_error_free(err);
	return buf;
}

static void expect_mistakes(const struct folder *f, const char *want)
{
	const char *path = f->path;

	WHOLE_EXPECT(mistakes_of(f, &path, 1), want);
}

static void expect_mistake(const struct folder *f, const char *begins, const char *words)
{
	const char *path = f->path, *said = mistakes_of(f, &path, 1), *second = strchr(said, '\n');

	cr_expect(!strncmp(said, begins, strlen(begins)) && strstr(said, words) && second && !strchr(second + 1, '\n'),
		  "expected %s ... %s\ngot      %s", begins, words, said);
}

/* ---- what loads ---- */

Test(ruleset_load, folder_and_manifest)
{
	struct folder f = make_folder();
	char cwd[4096];
	const char *digest;
	cpreview_ruleset *rs, *other;

	cr_assert_eq(mkdir(path_in(&f, "sub"), 0700), 0);
	put(&f, "ruleset.xml", RULES_OPEN INCLUDE("sub/b.xml") INCLUDE("a.xml") LAW RULE("t.c", T) "</ruleset>");
	put(&f, "a.xml", FILE_OPEN RULE("t.a", "<text><words lexicon='l'/><except context='k'/></text>") "</rules>");
	put(&f, "sub/b.xml",
	    FILE_OPEN "<lexicon id='l'><entry>本</entry></lexicon>"
		      "<context id='k'><title><zh>甲</zh><en>k</en></title><inside blocks='headline'/></context>" RULE(
			      "t.b", T) "</rules>");
	rs = load(f.path);
	cr_expect_eq(rs->n_packs, 1);
	cr_expect(cpr_str_is(rs->packs[0].id, "t") && cpr_str_is(rs->packs[0].version, "1") &&
		  cpr_str_is(rs->packs[0].owner, "o"));
	cr_expect(cpr_str_is(rs->packs[0].jurisdiction, "CN") && cpr_str_is(rs->packs[0].title.en, "Test"));
	cr_expect_eq(strlen(rs->packs[0].digest), 64);
	/* in the order of ids, wherever they stand */
	cr_assert_eq(rs->rules.n, 3);
	cr_expect(cpr_str_is(rs->rules.v[0]->card.id, "t.a") && cpr_str_is(rs->rules.v[2]->card.id, "t.c"));
	cr_expect_str_eq(rs->rules.v[0]->file, path_in(&f, "a.xml"));
	cr_expect_str_eq(rs->rules.v[1]->file, path_in(&f, "sub/b.xml"));
	cr_expect_eq(cpr_ruleset_find(rs, CPR_STR("t.b")), rs->rules.v[1]);
	digest = rs->packs[0].digest;

	/* the same ruleset, however it is named */
	cr_assert_not_null(getcwd(cwd, sizeof cwd));
	cr_assert_eq(chdir(f.path), 0);
	{
		const char *const names[] = { path_in(&f, "ruleset.xml"),
					      path_in(&f, ""),
					      path_in(&f, "/"),
					      path_in(&f, "sub/.."),
					      ".",
					      "./",
					      "ruleset.xml",
					      "./ruleset.xml",
					      "sub/../ruleset.xml" };

		for (size_t i = 0; i < WHOLE_COUNT(names); i++) {
			other = load(names[i]);
			cr_expect_str_eq(other->packs[0].digest, digest, "%s", names[i]);
			cr_expect_eq(other->rules.n, 3);
			cpr_ruleset_unref(other);
		}
	}
	cr_assert_eq(chdir(cwd), 0);

	/* one byte more in any file is another ruleset; so is another name of a file, and another order */
	put(&f, "a.xml", FILE_OPEN RULE("t.a", "<text><words lexicon='l'/><except context='k'/></text>") "</rules> ");
	other = load(f.path);
	cr_expect_str_neq(other->packs[0].digest, digest);
	cpr_ruleset_unref(other);
	put(&f, "a.xml", FILE_OPEN RULE("t.a", "<text><words lexicon='l'/><except context='k'/></text>") "</rules>");
	put(&f, "ruleset.xml", RULES_OPEN INCLUDE("a.xml") INCLUDE("sub/b.xml") LAW RULE("t.c", T) "</ruleset>");
	other = load(f.path);
	cr_expect_str_neq(other->packs[0].digest, digest);
	cpr_ruleset_unref(other);
	cpr_ruleset_unref(rs);
	drop_folder(&f);
}

Test(ruleset_load, memory_is_the_same_ruleset)
{
	static const char xml[] = RULES(RULE("t.a", T));
	struct folder f = make_folder();
	cpreview_ruleset *a, *b;

	put(&f, "other.xml", xml);
	a = load(path_in(&f, "other.xml"));
	b = whole_rules(xml);
	cr_expect_str_eq(a->packs[0].digest, b->packs[0].digest);
	cr_expect_str_eq(b->rules.v[0]->file, "rules.xml");
	cpr_ruleset_unref(a);
	cpr_ruleset_unref(b);
	drop_folder(&f);
}

Test(ruleset_load, several_as_one)
{
	struct folder f = make_folder();
	char a[128], b[128], c[128];
	const char *paths[] = { b, a };
	cpreview_ruleset *rs = NULL;

	snprintf(a, sizeof a, "%s", path_in(&f, "a.xml"));
	snprintf(b, sizeof b, "%s", path_in(&f, "b.xml"));
	snprintf(c, sizeof c, "%s", path_in(&f, "c.xml"));

	put(&f, "a.xml", RULES(RULE("t.a", T)));
	/* the second may use what the first has: its law */
	put(&f, "b.xml",
	    "<ruleset xmlns='urn:cpreview:rules:1' id='s' version='2' jurisdiction='EU' owner='o' engine='1.0'><title><zh>甲</zh>"
	    "<en>B</en></title>" RULE("s.a", T) "</ruleset>");
	cr_assert_eq(load_many(&cpr_mem_libc, paths, 2, &rs, NULL), 0);
	cr_expect_eq(rs->n_packs, 2);
	cr_expect(cpr_str_is(rs->packs[0].id, "s") && cpr_str_is(rs->packs[1].id, "t"));
	cr_expect_eq(rs->rules.n, 2);
	/* each rule keeps the jurisdiction of its ruleset */
	cr_expect(cpr_str_is(rs->rules.v[0]->applies.jurisdiction, "EU") &&
		  cpr_str_is(rs->rules.v[1]->applies.jurisdiction, "CN"));
	cpr_ruleset_unref(rs);

	paths[0] = a;
	WHOLE_EXPECT(mistakes_of(&f, paths, 2), "-6\na.xml:1:77 the ruleset \"t\" is loaded twice");
	/* ids of rules are one name space */
	paths[0] = c;
	put(&f, "c.xml",
	    "<ruleset xmlns='urn:cpreview:rules:1' id='t.a' version='2' jurisdiction='EU' owner='o' engine='1.0'><title><zh>甲</zh>"
	    "<en>B</en></title>" RULE("t.a.b", T) "</ruleset>");
	put(&f, "a.xml", RULES(RULE("t.a.b", T)));
	WHOLE_EXPECT(mistakes_of(&f, paths, 2), "-6\na.xml:2:11 the id \"t.a.b\" is taken already");
	drop_folder(&f);
}

/* ---- includes ---- */

Test(ruleset_load, includes_that_are_refused)
{
	static const char *const hrefs[] = { "../a.xml",
					     "sub/../../a.xml",
					     "sub/../a.xml",
					     "/etc/passwd",
					     "//a.xml",
					     "./a.xml",
					     "sub//a.xml",
					     "a.xml/",
					     ".hidden.xml",
					     "sub/.hidden.xml",
					     "..",
					     ".",
					     "http://example.org/a.xml",
					     "file:///etc/passwd",
					     "c:a.xml",
					     "sub\\\\a.xml" };
	struct folder f = make_folder();

	cr_assert_eq(mkdir(path_in(&f, "sub"), 0700), 0);
	put(&f, "a.xml", FILE_OPEN RULE("t.a", T) "</rules>");
	put(&f, "sub/a.xml", FILE_OPEN RULE("t.b", T) "</rules>");
	for (size_t i = 0; i < WHOLE_COUNT(hrefs); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(&b, "%s\n<include href='%s'/>%s</ruleset>", RULES_OPEN, hrefs[i], LAW RULE("t.c", T));
		put(&f, "ruleset.xml", b.p);
		expect_mistake(&f, "-6\nruleset.xml:2:16 ", "must be a relative path without ..");
		cpr_strbuf_free(&b);
	}
	drop_folder(&f);
}

Test(ruleset_load, includes_that_cannot_be_read)
{
	struct folder f = make_folder();

	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("a.xml") "</ruleset>");
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: there is no such file");
	cr_assert_eq(mkdir(path_in(&f, "a.xml"), 0700), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: it is a directory");
	cr_assert_eq(rmdir(path_in(&f, "a.xml")), 0);
	cr_assert_eq(mkfifo(path_in(&f, "a.xml"), 0600), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: it is not a regular file but a pipe");
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("no/a.xml") "</ruleset>");
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"no/a.xml\" cannot be included: there is no such file");
	put(&f, "no", "");
	expect_mistakes(&f,
			"-4\nruleset.xml:2:16 \"no/a.xml\" cannot be included: a part of the path is not a directory");
	drop_folder(&f);
}

Test(ruleset_load, name_too_long)
{
	struct folder f = make_folder();
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_addz(&b, RULES_OPEN LAW "<include href='");
	for (int i = 0; i < 256; i++)
		cpr_strbuf_addc(&b, 'x');
	cpr_strbuf_addz(&b, "/a'/></ruleset>");
	put(&f, "ruleset.xml", b.p);
	expect_mistake(&f, "-4\nruleset.xml:2:16 ", "the path is too long");
	cpr_strbuf_free(&b);
	drop_folder(&f);
}

/* No symbolic link is followed below the folder: neither of a file nor of a folder on the way, wherever it leads. */
Test(ruleset_load, symbolic_links)
{
	struct folder f = make_folder(), out = make_folder();
	cpreview_ruleset *rs;

	put(&out, "a.xml", FILE_OPEN RULE("t.a", T) "</rules>");
	put(&f, "real.xml", FILE_OPEN RULE("t.a", T) "</rules>");
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("a.xml") "</ruleset>");
	cr_assert_eq(symlink(path_in(&out, "a.xml"), path_in(&f, "a.xml")), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: a symbolic link is on the way");
	cr_assert_eq(unlink(path_in(&f, "a.xml")), 0);
	cr_assert_eq(symlink("real.xml", path_in(&f, "a.xml")), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: a symbolic link is on the way");
	cr_assert_eq(unlink(path_in(&f, "a.xml")), 0);
	cr_assert_eq(symlink("a.xml", path_in(&f, "a.xml")), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"a.xml\" cannot be included: a symbolic link is on the way");
	cr_assert_eq(unlink(path_in(&f, "a.xml")), 0);

	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("sub/a.xml") "</ruleset>");
	cr_assert_eq(symlink(out.path, path_in(&f, "sub")), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"sub/a.xml\" cannot be included: a symbolic link is on the way");
	cr_assert_eq(unlink(path_in(&f, "sub")), 0);
	cr_assert_eq(symlink("..", path_in(&f, "sub")), 0);
	expect_mistakes(&f, "-4\nruleset.xml:2:16 \"sub/a.xml\" cannot be included: a symbolic link is on the way");

	/* the folder itself may be one, and so may the manifest: that is what the caller named */
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("real.xml") "</ruleset>");
	cr_assert_eq(symlink(f.path, path_in(&out, "link")), 0);
	rs = load(path_in(&out, "link"));
	cr_expect_eq(rs->rules.n, 1);
	cpr_ruleset_unref(rs);
	drop_folder(&f);
	drop_folder(&out);
}

Test(ruleset_load, includes_twice_and_in_circles)
{
	struct folder f = make_folder();

	put(&f, "a.xml", FILE_OPEN RULE("t.a", T) "</rules>");
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("a.xml") INCLUDE("a.xml") "</ruleset>");
	expect_mistakes(&f, "-6\nruleset.xml:2:39 \"a.xml\" is included twice");
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("ruleset.xml") "</ruleset>");
	expect_mistakes(&f, "-6\nruleset.xml:2:16 \"ruleset.xml\" is included twice");
	/* only the manifest includes */
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("a.xml") "</ruleset>");
	put(&f, "a.xml", FILE_OPEN INCLUDE("b.xml") RULE("t.a", T) "</rules>");
	expect_mistake(&f, "-6\na.xml:1:71 ", "<include> is not allowed inside <rules>");
	/* a manifest is no file to include */
	put(&f, "a.xml", RULES(RULE("t.a", T)));
	expect_mistake(&f, "-6\na.xml:1:1 ", "the root element must be <rules>");
	drop_folder(&f);
}

Test(ruleset_load, number_of_files)
{
	struct folder f = make_folder();
	uint32_t most = cpr_limits_default.include_files;

	for (uint32_t n = most - 1; n <= most; n++) { /* with the manifest */
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addz(&b, RULES_OPEN LAW);
		for (uint32_t i = 0; i < n; i++) {
			char name[16];

			snprintf(name, sizeof name, "f%u.xml", i);
			cpr_strbuf_addf(&b, "<include href='%s'/>\n", name);
			put(&f, name, FILE_OPEN "</rules>");
		}
		cpr_strbuf_addz(&b, RULE("t.a", T) "</ruleset>");
		put(&f, "ruleset.xml", b.p);
		expect_mistakes(&f, n < most ? "" : "-6\nruleset.xml:65:16 more than 64 files");
		cpr_strbuf_free(&b);
	}
	drop_folder(&f);
}

Test(ruleset_load, size_of_all_files)
{
	static const char xml[] = RULES_OPEN LAW INCLUDE("a.xml") "</ruleset>";
	static const char file[] = FILE_OPEN RULE("t.a", T) "</rules>";
	struct folder f = make_folder();
	size_t most = cpr_limits_default.ruleset_bytes - (sizeof xml - 1);
	char *big = malloc(most + 1);

	put(&f, "ruleset.xml", xml);
	memset(big, '\n', most + 1);
	memcpy(big, file, sizeof file - 1);
	put_bytes(&f, "a.xml", big, most);
	expect_mistakes(&f, "");
	put_bytes(&f, "a.xml", big, most + 1);
	expect_mistake(&f, "-5\nruleset.xml:2:16 \"a.xml\" cannot be included: ", "it is larger than ");
	free(big);
	drop_folder(&f);
}

/* ---- manifests ---- */

Test(ruleset_load, manifests_that_cannot_be_read)
{
	struct folder f = make_folder();
	const char *path = path_in(&f, "no.xml");

	expect_mistakes(&f, "-4\nruleset.xml:0:0 there is no such file");
	WHOLE_EXPECT(mistakes_of(&f, &path, 1), "-4\nno.xml:0:0 there is no such file");
	cr_assert_eq(mkdir(path_in(&f, "ruleset.xml"), 0700), 0);
	expect_mistakes(&f, "-4\nruleset.xml:0:0 it is a directory");
	cr_assert_eq(rmdir(path_in(&f, "ruleset.xml")), 0);
	cr_assert_eq(mkfifo(path_in(&f, "ruleset.xml"), 0600), 0);
	expect_mistakes(&f, "-4\nruleset.xml:0:0 it is not a regular file but a pipe");
	path = "/dev/zero.xml/x";
	WHOLE_EXPECT(mistakes_of(&f, &path, 1), "-4\n/dev/zero.xml/x/ruleset.xml:0:0 there is no such file");
	drop_folder(&f);
}

Test(ruleset_load, not_xml)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *begins, *words;
	} cases[] = {
#define CASE(bytes, begins, words) { bytes, sizeof(bytes) - 1, begins, words }
		CASE("", "-6\nruleset.xml:0:0 ", "the file is empty"),
		CASE("hello", "-6\nruleset.xml:1:1 ", "the XML is malformed"),
		CASE("<ruleset xmlns='urn:cpreview:rules:1'>\n 规则 <", "-6\nruleset.xml:2:5 ", "the XML is malformed"),
		CASE("<a>\r\n<b>\r\r</c></a>", "-6\nruleset.xml:4:1 ", "the XML is malformed"),
		CASE("<a>\n &nbsp;</a>", "-6\nruleset.xml:2:2 ", "the XML is malformed"),
		CASE("<!DOCTYPE ruleset>\n<ruleset/>", "-6\nruleset.xml:1:1 ", "a DOCTYPE is not allowed"),
		CASE("<a>\n\xe8\xa7\x84\xff</a>", "-6\nruleset.xml:2:2 ", "the character encoding is wrong"),
		CASE("\xff", "-6\nruleset.xml:0:0 ", "the character encoding is wrong"),
		CASE("\xff\xfe<\0a\0>\0\n\0\x2d\x4e<\0/\0b\0>\0", "-6\nruleset.xml:2:2 ", "the XML is malformed"),
		CASE("<rules xmlns='urn:cpreview:rules:1'/>", "-6\nruleset.xml:1:1 ",
		     "the root element must be <ruleset>"),
		CASE("<ruleset/>", "-6\nruleset.xml:1:1 ", "the root element must be <ruleset>"),
		CASE("<ruleset xmlns='urn:cpreview:rules:2'/>", "-6\nruleset.xml:1:1 ",
		     "the root element must be <ruleset>"),
		CASE("<campaign xmlns='urn:cpreview:campaign:1'/>", "-6\nruleset.xml:1:1 ",
		     "the root element must be <ruleset>"),
#undef CASE
	};
	struct folder f = make_folder();

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		put_bytes(&f, "ruleset.xml", cases[i].bytes, cases[i].n);
		expect_mistake(&f, cases[i].begins, cases[i].words);
	}
	drop_folder(&f);
}

#define MANIFEST(attrs)                                \
	"<ruleset xmlns='urn:cpreview:rules:1' " attrs \
	"><title><zh>测</zh><en>T</en></title>" LAW RULE("t.a", T) "</ruleset>"

Test(ruleset_load, versions_of_the_engine)
{
	static const struct {
		const char *engine, *words;
	} cases[] = {
		{ "1.0", NULL },
		{ "0.9", NULL },
		{ "0.10", NULL },
		{ "1.1", "needs version 1.1 of the library or later; this is 1.0" },
		{ "1.10", "needs version 1.10" },
		{ "2.0", "needs version 2.0" },
		{ "10.0", "needs version 10.0" },
		{ "99999.99999", "needs version" },
		{ "100000.0", "expected major.minor" },
		{ "1", "expected major.minor" },
		{ "1.", "expected major.minor" },
		{ ".1", "expected major.minor" },
		{ "1.0.0", "expected major.minor" },
		{ "1.0a", "expected major.minor" },
		{ "-1.0", "expected major.minor" },
		{ "+1.0", "expected major.minor" },
		{ "1,0", "expected major.minor" },
		{ "one", "expected major.minor" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++) {
		struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

		cpr_strbuf_addf(
			&b,
			"<ruleset xmlns='urn:cpreview:rules:1' id='t' version='1' jurisdiction='CN' owner='o' engine='%s'>"
			"<title><zh>测</zh><en>T</en></title>%s</ruleset>",
			cases[i].engine, LAW RULE("t.a", T));
		if (cases[i].words)
			whole_one_mistake(b.p, strstr(b.p, "engine='") + 8, cases[i].words);
		else
			WHOLE_EXPECT(whole_mistakes(b.p), "", "%s", cases[i].engine);
		cpr_strbuf_free(&b);
	}
}

Test(ruleset_load, manifest_attributes)
{
	static const struct {
		const char *xml, *piece, *words;
	} cases[] = {
		{ MANIFEST("id='t' version='1' jurisdiction='XX' owner='o' engine='1.0'"), "XX",
		  "there is no jurisdiction \"XX\"" },
		{ MANIFEST("id='t' version='1' jurisdiction='CN' owner='o'"), "<ruleset",
		  "<ruleset> needs the attribute engine" },
		{ MANIFEST("version='1' jurisdiction='CN' owner='o' engine='1.0'"), "<ruleset",
		  "<ruleset> needs the attribute id" },
		{ MANIFEST("id='t' jurisdiction='CN' owner='o' engine='1.0'"), "<ruleset",
		  "needs the attribute version" },
		{ MANIFEST("id='t' version='1' owner='o' engine='1.0'"), "<ruleset",
		  "needs the attribute jurisdiction" },
		{ MANIFEST("id='t' version='1' jurisdiction='CN' owner='o' engine='1.0' ownr='x'"), "ownr",
		  "did you mean owner?" },
		{ RULES_OPEN LAW "</ruleset>", NULL, "the ruleset has no rules" },
		{ RULES(RULE("t.a", T) INCLUDE("a.xml")), "<include", "a ruleset in memory cannot include files" },
	};

	for (size_t i = 0; i < WHOLE_COUNT(cases); i++)
		if (cases[i].piece)
			whole_one_mistake(cases[i].xml, cases[i].piece, cases[i].words);
		else
			cr_expect(strstr(whole_mistakes(cases[i].xml), cases[i].words));
}

/* Mistakes of all files at once, in the order of files and places. */
Test(ruleset_load, all_files_at_once)
{
	struct folder f = make_folder();

	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("b.xml") INCLUDE("no.xml") INCLUDE("a.xml") "</ruleset>");
	put(&f, "a.xml", FILE_OPEN "\n<rul/>\n<lexicon id='l'/></rules>");
	put(&f, "b.xml", FILE_OPEN "\n<");
	expect_mistakes(
		&f, "-6\na.xml:2:1 unknown element <rul>; did you mean <rule>?\na.xml:3:1 <lexicon> needs a <entry>\n"
		    "b.xml:2:1 the XML is malformed: a bare < must be written &lt;\n"
		    "ruleset.xml:2:39 \"no.xml\" cannot be included: there is no such file");
	put(&f, "a.xml", FILE_OPEN "\n" RULE("t.x", "<text><words lexicon='a'/></text>") "</rules>");
	put(&f, "b.xml", FILE_OPEN "\n" RULE("t.x", "<text><words lexicon='b'/></text>") "</rules>");
	put(&f, "ruleset.xml", RULES_OPEN LAW INCLUDE("b.xml") INCLUDE("a.xml") RULE("t.x", T) "</ruleset>");
	expect_mistakes(&f, "-6\na.xml:2:11 the id \"t.x\" is taken already\na.xml:2:271 there is no lexicon \"a\"\n"
			    "b.xml:2:11 the id \"t.x\" is taken already\nb.xml:2:271 there is no lexicon \"b\"");
	drop_folder(&f);
}

Test(ruleset_load, number_of_rules)
{
	struct cpr_strbuf b = CPR_STRBUF(&cpr_mem_libc);

	cpr_strbuf_addz(&b, RULES_OPEN LAW);
	for (uint32_t i = 0; i <= cpr_limits_default.rules; i++)
		cpr_strbuf_addf(
			&b,
			"<rule id='t.r%u' revision='1' right='know' severity='error' confidence='likely'>%s<manual/></rule>\n",
			i, TEXTS("讯", "m") BASIS);
	cpr_strbuf_addz(&b, "</ruleset>");
	WHOLE_EXPECT(whole_mistakes(b.p), "5002:1 more than 5000 rules");
	cpr_strbuf_free(&b);
}

/* ---- memory ---- */

Test(ruleset_load, without_memory)
{
	struct folder f = make_folder();
	struct failmem m = { .fail_at = FAILMEM_NEVER };
	struct cpr_mem mem = FAILMEM(&m);
	const char *paths[] = { f.path };
	cpreview_ruleset *rs = NULL;
	size_t n;

	put(&f, "ruleset.xml",
	    RULES_OPEN LAW INCLUDE("a.xml") RULE(
		    "t.f",
		    "<applies products='loan' when='//prize'/><fact select='//prize' test='@value = 1' on-missing='fail'><let name='v' value='@value'/>"
		    "<related select='.'><zh>甲</zh><en>a</en></related></fact>")
		    RULE("t.m", "<manual/>") "</ruleset>");
	put(&f, "a.xml",
	    FILE_OPEN
	    "<lexicon id='l'><entry>保</entry><entry>本</entry></lexicon>"
	    "<context id='k'><title><zh>甲</zh><en>k</en></title><near scope='material'><pattern>不.{0,3}是</pattern></near>"
	    "<unless><inside test='@font-size &gt; 3'/></unless></context>" RULE(
		    "t.t", "<text><words lexicon='l'/><pattern>(?&lt;r>\\d)%</pattern><except context='k'/></text>")
		    RULE("t.d",
			 "<disclosure within='block'><claim><term>本</term></claim><statement name='甲' name-en='a'><term>险</term></statement>"
			 "</disclosure>") "</rules>");
	cr_assert_eq(load_many(&mem, paths, 1, &rs, NULL), 0);
	cpr_ruleset_unref(rs);
	n = m.calls;
	cr_assert_eq(m.live, 0);
	cr_assert_gt(n, 100);
	for (size_t at = 0; at < n; at++) {
		cpreview_error *err = NULL;
		int rc;

		rs = NULL;
		m = (struct failmem){ .fail_at = at };
		rc = load_many(&mem, paths, 1, &rs, at % 2 ? &err : NULL);
		cr_assert(rc == CPREVIEW_E_NOMEM || (rc == 0 && rs), "allocation %zu: %d", at, rc);
		cr_assert_eq(rc != 0, rs == NULL);
		cr_assert(!(at % 2) || (rc != 0) == (err != NULL));
		cr_assert_eq(cpreview_error_code(err), rc && at % 2 ? CPREVIEW_E_NOMEM : 0);
		cpreview_error_free(err);
		cpr_ruleset_unref(rs);
		cr_assert_eq(m.live, 0, "leak when allocation %zu fails", at);
	}
	drop_folder(&f);
}

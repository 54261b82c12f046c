# SPDX-License-Identifier: Apache-2.0
#
# Tests. Everything here speaks TAP, by way of tests/run-test, so that the .trs files count single tests.
# The lists below "# sources:" lines are kept by tests/arch/check-sources, as in libcpreview/sources.mk.

# One program a layer, from tests/unit/<layer>/test_<file>.c; Criterion brings main(). A build without Criterion makes
# programs that say so and count as skipped.
# sources: tests/unit/base/*.c tests/unit/base/*.h
CPR_TEST_BASE = \
	tests/unit/base/failmem.h \
	tests/unit/base/test_arena.c \
	tests/unit/base/test_array.c \
	tests/unit/base/test_date.c \
	tests/unit/base/test_decimal.c \
	tests/unit/base/test_digest.c \
	tests/unit/base/test_error.c \
	tests/unit/base/test_limits.c \
	tests/unit/base/test_map.c \
	tests/unit/base/test_mem.c \
	tests/unit/base/test_problem.c \
	tests/unit/base/test_str.c \
	tests/unit/base/test_strbuf.c

# sources: tests/unit/text/*.c tests/unit/text/*.h
CPR_TEST_TEXT = \
	tests/unit/text/test_few.c \
	tests/unit/text/test_fold.c \
	tests/unit/text/test_pattern.c \
	tests/unit/text/test_pattern_read.c \
	tests/unit/text/test_segment.c \
	tests/unit/text/test_terms.c \
	tests/unit/text/test_unicode.c

# sources: tests/unit/xml/*.c tests/unit/xml/*.h
CPR_TEST_XML = \
	tests/unit/xml/test_build.c \
	tests/unit/xml/test_decode.c \
	tests/unit/xml/test_doc.c \
	tests/unit/xml/test_gate.c \
	tests/unit/xml/test_parse.c \
	tests/unit/xml/test_place.c \
	tests/unit/xml/test_run.c \
	tests/unit/xml/test_scan.c \
	tests/unit/xml/xmltest.h

# sources: tests/unit/spec/*.c tests/unit/spec/*.h
CPR_TEST_SPEC = \
	tests/unit/spec/spectest.h \
	tests/unit/spec/test_campaign.c \
	tests/unit/spec/test_copy.c \
	tests/unit/spec/test_file_read.c \
	tests/unit/spec/test_validate.c \
	tests/unit/spec/test_validate_attr.c \
	tests/unit/spec/test_value.c \
	tests/unit/spec/test_value_suggest.c \
	tests/unit/spec/test_vocabulary.c

# sources: tests/unit/finding/*.c tests/unit/finding/*.h
CPR_TEST_FINDING = \
	tests/unit/finding/finding_fixture.h \
	tests/unit/finding/test_card.c \
	tests/unit/finding/test_finding.c \
	tests/unit/finding/test_fingerprint.c \
	tests/unit/finding/test_locate.c \
	tests/unit/finding/test_report.c \
	tests/unit/finding/test_sort.c \
	tests/unit/finding/test_verdict.c

# sources: tests/unit/ruleset/*.c tests/unit/ruleset/*.h
CPR_TEST_RULESET = \
	tests/unit/ruleset/expr_fixture.h \
	tests/unit/ruleset/test_applies.c \
	tests/unit/ruleset/test_context.c \
	tests/unit/ruleset/test_example.c \
	tests/unit/ruleset/test_expr.c \
	tests/unit/ruleset/test_expr_eval.c \
	tests/unit/ruleset/test_expr_join.c \
	tests/unit/ruleset/test_expr_parse.c \
	tests/unit/ruleset/test_expr_xpath.c \
	tests/unit/ruleset/test_law.c \
	tests/unit/ruleset/test_lexicon.c \
	tests/unit/ruleset/test_phrases.c \
	tests/unit/ruleset/test_rule_load.c \
	tests/unit/ruleset/test_ruleset_load.c

# sources: tests/unit/check/*.c tests/unit/check/*.h
CPR_TEST_CHECK = \
	tests/unit/check/test_disclosure.c \
	tests/unit/check/test_emit.c \
	tests/unit/check/test_fact.c \
	tests/unit/check/test_manual.c \
	tests/unit/check/test_text.c

# sources: tests/unit/review/*.c tests/unit/review/*.h
CPR_TEST_REVIEW = \
	tests/unit/review/test_example_run.c \
	tests/unit/review/test_review.c

# sources: tests/unit/output/*.c tests/unit/output/*.h
CPR_TEST_OUTPUT = \
	tests/unit/output/fixture.h \
	tests/unit/output/test_escape.c \
	tests/unit/output/test_json_report.c \
	tests/unit/output/test_json_writer.c \
	tests/unit/output/test_jsonl.c \
	tests/unit/output/test_output_registry.c \
	tests/unit/output/test_render.c \
	tests/unit/output/test_sarif.c \
	tests/unit/output/test_sink.c \
	tests/unit/output/test_tally.c \
	tests/unit/output/test_text_report.c \
	tests/unit/output/test_text_source.c \
	tests/unit/output/test_wording.c

# The public interface, called the way a host calls it.
# sources: tests/unit/api/*.c tests/unit/api/*.h
CPR_TEST_API = \
	tests/unit/api/host.h \
	tests/unit/api/test_api_campaign.c \
	tests/unit/api/test_api_report.c \
	tests/unit/api/test_api_review.c \
	tests/unit/api/test_api_ruleset.c \
	tests/unit/api/test_exact_places.c \
	tests/unit/api/test_sweep.c \
	tests/unit/api/test_threads.c

# What several layers' tests share.
# sources: tests/unit/*.c tests/unit/*.h !tests/unit/without_criterion.c
CPR_TEST_SHARED = \
	tests/unit/whole.h

CPR_UNIT_TESTS = \
	tests/unit/test_base \
	tests/unit/test_text \
	tests/unit/test_xml \
	tests/unit/test_spec \
	tests/unit/test_finding \
	tests/unit/test_ruleset \
	tests/unit/test_check \
	tests/unit/test_review \
	tests/unit/test_output \
	tests/unit/test_api

if HAVE_CRITERION
tests_unit_test_base_SOURCES = $(CPR_TEST_BASE) $(CPR_TEST_SHARED)
tests_unit_test_text_SOURCES = $(CPR_TEST_TEXT) $(CPR_TEST_SHARED)
tests_unit_test_xml_SOURCES = $(CPR_TEST_XML) $(CPR_TEST_SHARED)
tests_unit_test_spec_SOURCES = $(CPR_TEST_SPEC) $(CPR_TEST_SHARED)
tests_unit_test_finding_SOURCES = $(CPR_TEST_FINDING) $(CPR_TEST_SHARED)
tests_unit_test_ruleset_SOURCES = $(CPR_TEST_RULESET) $(CPR_TEST_SHARED)
tests_unit_test_check_SOURCES = $(CPR_TEST_CHECK) $(CPR_TEST_SHARED)
tests_unit_test_review_SOURCES = $(CPR_TEST_REVIEW) $(CPR_TEST_SHARED)
tests_unit_test_output_SOURCES = $(CPR_TEST_OUTPUT) $(CPR_TEST_SHARED)
tests_unit_test_api_SOURCES = $(CPR_TEST_API) $(CPR_TEST_SHARED)
else
tests_unit_test_base_SOURCES = tests/unit/without_criterion.c
tests_unit_test_text_SOURCES = tests/unit/without_criterion.c
tests_unit_test_xml_SOURCES = tests/unit/without_criterion.c
tests_unit_test_spec_SOURCES = tests/unit/without_criterion.c
tests_unit_test_finding_SOURCES = tests/unit/without_criterion.c
tests_unit_test_ruleset_SOURCES = tests/unit/without_criterion.c
tests_unit_test_check_SOURCES = tests/unit/without_criterion.c
tests_unit_test_review_SOURCES = tests/unit/without_criterion.c
tests_unit_test_output_SOURCES = tests/unit/without_criterion.c
tests_unit_test_api_SOURCES = tests/unit/without_criterion.c
endif
tests_unit_test_base_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_text_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_xml_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_spec_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_finding_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_ruleset_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_check_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_review_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_output_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)
tests_unit_test_api_LDADD = libcpreview/libinternal.la $(CRITERION_LIBS)

check_PROGRAMS += $(CPR_UNIT_TESTS)
EXTRA_DIST += tests/unit/without_criterion.c

# Of the tree and of the library's outside. Not repeated in builds with sanitizers or coverage: they would find the same.
# sources: tests/*/check-*
CPR_STATIC_TESTS = \
	tests/abi/check-docs \
	tests/abi/check-exports \
	tests/abi/check-headers \
	tests/arch/check-generated \
	tests/arch/check-layers \
	tests/arch/check-sources \
	tests/arch/check-symbols \
	tests/arch/check-version \
	tests/docs/check-man \
	tests/output/check-json \
	tests/output/check-sarif \
	tests/schema/check-agreement \
	tests/schema/check-generator \
	tests/schemas/check-schemas

# Of the command, the rules, the bindings and the examples.
# sources: tests/run-* !tests/run-test
CPR_RUN_TESTS = \
	tests/run-corpus \
	tests/run-examples \
	tests/run-golden \
	tests/run-invalid \
	tests/run-invalid-rulesets \
	tests/run-python \
	tests/run-rules

TESTS += $(CPR_UNIT_TESTS) $(CPR_RUN_TESTS)
if !INSTRUMENTED
TESTS += $(CPR_STATIC_TESTS)
endif
EXTRA_DIST += $(CPR_STATIC_TESTS) $(CPR_RUN_TESTS) tests/run-test tests/tap.sh

# What the scripts need to know; each of them also works by hand, from the top folder, with the build in build/.
AM_TESTS_ENVIRONMENT = \
	top_srcdir=`cd '$(abs_top_srcdir)' && pwd`; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	CPREVIEW='$(abs_top_builddir)/cpreview'; export CPREVIEW; \
	CC='$(CC)'; export CC; \
	CXX='$(CPR_CXX)'; export CXX; \
	NM='$(NM_TOOL)'; export NM; \
	OBJDUMP='$(OBJDUMP_TOOL)'; export OBJDUMP; \
	PYTHON='$(PYTHON)'; export PYTHON; \
	INSTRUMENT='$(CPR_INSTRUMENT)'; export INSTRUMENT; \
	ASAN_OPTIONS="exitcode=99:$${ASAN_OPTIONS-}"; export ASAN_OPTIONS; \
	UBSAN_OPTIONS="exitcode=99:print_stacktrace=1:$${UBSAN_OPTIONS-}"; export UBSAN_OPTIONS; \
	LSAN_OPTIONS="exitcode=99:$${LSAN_OPTIONS-}"; export LSAN_OPTIONS;
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-test
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh

# Small programs that scripts ask.
# programs: tests/tools/*.c
CPR_TEST_TOOLS = \
	tests/tools/dump-problems \
	tests/tools/fail-malloc
check_PROGRAMS += $(CPR_TEST_TOOLS)
tests_tools_dump_problems_LDADD = libcpreview/libinternal.la
tests_tools_fail_malloc_LDADD = libcpreview/libinternal.la

# One of them is a test itself: it has a malloc() of its own, which no test framework would like.
TESTS += tests/tools/fail-malloc

# SPDX-License-Identifier: Apache-2.0
#
# The library. A folder is a layer; the layers stand in their order, lowest first. One file a line.
# The lists below "# sources:" lines must hold just what these patterns find: tests/arch/check-sources compares them,
# and `tests/arch/check-sources --update` writes them anew.

# sources: libcpreview/base/*.c libcpreview/base/*.h libcpreview/base/*.def
CPR_BASE = \
	libcpreview/base/arena.c \
	libcpreview/base/arena.h \
	libcpreview/base/array.c \
	libcpreview/base/array.h \
	libcpreview/base/date.c \
	libcpreview/base/date.h \
	libcpreview/base/decimal.c \
	libcpreview/base/decimal.h \
	libcpreview/base/digest.c \
	libcpreview/base/digest.h \
	libcpreview/base/error.c \
	libcpreview/base/error.h \
	libcpreview/base/limits.c \
	libcpreview/base/limits.h \
	libcpreview/base/map.c \
	libcpreview/base/map.h \
	libcpreview/base/mem.c \
	libcpreview/base/mem.h \
	libcpreview/base/problem.c \
	libcpreview/base/problem.h \
	libcpreview/base/problems.def \
	libcpreview/base/str.c \
	libcpreview/base/str.h \
	libcpreview/base/strbuf.c \
	libcpreview/base/strbuf.h

# sources: libcpreview/text/*.c libcpreview/text/*.h libcpreview/text/*.def
CPR_TEXT = \
	libcpreview/text/few.c \
	libcpreview/text/few.h \
	libcpreview/text/fold.c \
	libcpreview/text/fold.h \
	libcpreview/text/fold_level.c \
	libcpreview/text/fold_level.h \
	libcpreview/text/pattern.c \
	libcpreview/text/pattern.h \
	libcpreview/text/pattern_build.c \
	libcpreview/text/pattern_build.h \
	libcpreview/text/pattern_common.h \
	libcpreview/text/pattern_literals.c \
	libcpreview/text/pattern_literals.h \
	libcpreview/text/pattern_read.c \
	libcpreview/text/pattern_read.h \
	libcpreview/text/segment.c \
	libcpreview/text/segment.h \
	libcpreview/text/terms.c \
	libcpreview/text/terms.h \
	libcpreview/text/terms_filter.h \
	libcpreview/text/unicode.c \
	libcpreview/text/unicode.h

# sources: libcpreview/xml/*.c libcpreview/xml/*.h libcpreview/xml/*.def
CPR_XML = \
	libcpreview/xml/build.c \
	libcpreview/xml/build.h \
	libcpreview/xml/decode.c \
	libcpreview/xml/decode.h \
	libcpreview/xml/doc.c \
	libcpreview/xml/doc.h \
	libcpreview/xml/gate.c \
	libcpreview/xml/gate.h \
	libcpreview/xml/gate_scan.h \
	libcpreview/xml/gate_tag.c \
	libcpreview/xml/gb18030_table.h \
	libcpreview/xml/parse.c \
	libcpreview/xml/parse.h \
	libcpreview/xml/place.c \
	libcpreview/xml/place.h \
	libcpreview/xml/run.c \
	libcpreview/xml/run.h \
	libcpreview/xml/scan.c \
	libcpreview/xml/scan.h

# sources: libcpreview/spec/*.c libcpreview/spec/*.h libcpreview/spec/*.def
CPR_SPEC = \
	libcpreview/spec/campaign.c \
	libcpreview/spec/campaign.h \
	libcpreview/spec/campaign_ids.h \
	libcpreview/spec/campaign_table.c \
	libcpreview/spec/copy.c \
	libcpreview/spec/copy.h \
	libcpreview/spec/file_read.c \
	libcpreview/spec/validate.c \
	libcpreview/spec/validate.h \
	libcpreview/spec/validate_attr.c \
	libcpreview/spec/validating.h \
	libcpreview/spec/value.c \
	libcpreview/spec/value.h \
	libcpreview/spec/value_suggest.c \
	libcpreview/spec/vocabulary.c \
	libcpreview/spec/vocabulary.def \
	libcpreview/spec/vocabulary.h

# sources: libcpreview/finding/*.c libcpreview/finding/*.h libcpreview/finding/*.def
CPR_FINDING = \
	libcpreview/finding/card.c \
	libcpreview/finding/card.h \
	libcpreview/finding/finding.c \
	libcpreview/finding/finding.h \
	libcpreview/finding/fingerprint.c \
	libcpreview/finding/locate.c \
	libcpreview/finding/report.c \
	libcpreview/finding/report.h \
	libcpreview/finding/sort.c \
	libcpreview/finding/sort.h \
	libcpreview/finding/verdict.c

# sources: libcpreview/ruleset/*.c libcpreview/ruleset/*.h libcpreview/ruleset/*.def
CPR_RULESET = \
	libcpreview/ruleset/applies.c \
	libcpreview/ruleset/applies.h \
	libcpreview/ruleset/context.c \
	libcpreview/ruleset/context.h \
	libcpreview/ruleset/context_load.c \
	libcpreview/ruleset/example.c \
	libcpreview/ruleset/expr.h \
	libcpreview/ruleset/expr_check.c \
	libcpreview/ruleset/expr_compare.c \
	libcpreview/ruleset/expr_compile.c \
	libcpreview/ruleset/expr_dates.c \
	libcpreview/ruleset/expr_eval.c \
	libcpreview/ruleset/expr_functions.c \
	libcpreview/ruleset/expr_internal.h \
	libcpreview/ruleset/expr_join.c \
	libcpreview/ruleset/expr_lex.c \
	libcpreview/ruleset/expr_library.h \
	libcpreview/ruleset/expr_once.c \
	libcpreview/ruleset/expr_parse.c \
	libcpreview/ruleset/expr_reach.c \
	libcpreview/ruleset/expr_reach.h \
	libcpreview/ruleset/expr_steps.c \
	libcpreview/ruleset/expr_text.c \
	libcpreview/ruleset/expr_value.c \
	libcpreview/ruleset/expr_walk.c \
	libcpreview/ruleset/kind.h \
	libcpreview/ruleset/law.c \
	libcpreview/ruleset/lexicon.c \
	libcpreview/ruleset/loader.c \
	libcpreview/ruleset/loader.h \
	libcpreview/ruleset/phrases.c \
	libcpreview/ruleset/phrases.h \
	libcpreview/ruleset/rule_load.c \
	libcpreview/ruleset/rules_ids.h \
	libcpreview/ruleset/ruleset.c \
	libcpreview/ruleset/ruleset.h \
	libcpreview/ruleset/ruleset_load.c \
	libcpreview/ruleset/vocabulary.def

# sources: libcpreview/check/*.c libcpreview/check/*.h libcpreview/check/*.def
CPR_CHECK = \
	libcpreview/check/check_registry.c \
	libcpreview/check/check_registry.h \
	libcpreview/check/disclosure.c \
	libcpreview/check/disclosure.def \
	libcpreview/check/emit.c \
	libcpreview/check/emit.h \
	libcpreview/check/fact.c \
	libcpreview/check/fact.def \
	libcpreview/check/kinds.def \
	libcpreview/check/manual.c \
	libcpreview/check/manual.def \
	libcpreview/check/rules_table.c \
	libcpreview/check/text.c \
	libcpreview/check/text.def

# sources: libcpreview/review/*.c libcpreview/review/*.h libcpreview/review/*.def
CPR_REVIEW = \
	libcpreview/review/example_run.c \
	libcpreview/review/review.c \
	libcpreview/review/review.h

# sources: libcpreview/output/*.c libcpreview/output/*.h libcpreview/output/*.def
CPR_OUTPUT = \
	libcpreview/output/escape.c \
	libcpreview/output/escape.h \
	libcpreview/output/format.h \
	libcpreview/output/formats.def \
	libcpreview/output/json_report.c \
	libcpreview/output/json_report.h \
	libcpreview/output/json_writer.c \
	libcpreview/output/json_writer.h \
	libcpreview/output/jsonl.c \
	libcpreview/output/output_registry.c \
	libcpreview/output/sarif.c \
	libcpreview/output/sarif_index.c \
	libcpreview/output/sarif_index.h \
	libcpreview/output/sink.c \
	libcpreview/output/sink.h \
	libcpreview/output/tally.c \
	libcpreview/output/tally.h \
	libcpreview/output/text_report.c \
	libcpreview/output/text_source.c \
	libcpreview/output/text_source.h \
	libcpreview/output/wording.c \
	libcpreview/output/wording.h

# Every exported function, and nothing else is exported.
# sources: libcpreview/*.c libcpreview/*.h
CPR_API = \
	libcpreview/api_campaign.c \
	libcpreview/api_options.h \
	libcpreview/api_report.c \
	libcpreview/api_review.c \
	libcpreview/api_ruleset.c

# Public headers, the only ones that are installed.
cpreviewincludedir = $(includedir)/cpreview
# sources: libcpreview/include/cpreview/*.h
cpreviewinclude_HEADERS = \
	libcpreview/include/cpreview/campaign.h \
	libcpreview/include/cpreview/cpreview.h \
	libcpreview/include/cpreview/error.h \
	libcpreview/include/cpreview/output.h \
	libcpreview/include/cpreview/report.h \
	libcpreview/include/cpreview/review.h \
	libcpreview/include/cpreview/ruleset.h \
	libcpreview/include/cpreview/version.h

# Compiled once; the library and the unit tests link these objects.
noinst_LTLIBRARIES = libcpreview/libinternal.la
libcpreview_libinternal_la_SOURCES = $(CPR_BASE) $(CPR_TEXT) $(CPR_XML) $(CPR_SPEC) $(CPR_FINDING) $(CPR_RULESET) $(CPR_CHECK) \
	$(CPR_REVIEW) $(CPR_OUTPUT) $(CPR_API)
libcpreview_libinternal_la_LIBADD = $(LIBXML2_LIBS) $(PCRE2_LIBS) $(UTF8PROC_LIBS) $(LIBMD_LIBS)

# The version of the binary interface, current:revision:age. It moves once, at a release, compared with the last one:
#   only the inside changed                        1:0:0 -> 1:1:0   (revision + 1)
#   functions, enum values, struct fields appended 1:1:0 -> 2:0:1   (current + 1, revision 0, age + 1)
#   anything removed or changed                    2:0:1 -> 3:0:0   (current + 1, revision 0, age 0): a new SONAME, avoid
# `make check-abi` tells which of the three it is. The number is not the version of the package.
CPR_LT = 1:0:0

lib_LTLIBRARIES = libcpreview/libcpreview.la
libcpreview_libcpreview_la_SOURCES =
libcpreview_libcpreview_la_LIBADD = libcpreview/libinternal.la
libcpreview_libcpreview_la_LDFLAGS = $(AM_LDFLAGS) $(CPR_LIBRARY_LDFLAGS) -no-undefined -version-info $(CPR_LT) \
	-Wl,--version-script=$(top_srcdir)/libcpreview/libcpreview.map
EXTRA_libcpreview_libcpreview_la_DEPENDENCIES = libcpreview/libcpreview.map
EXTRA_DIST += libcpreview/libcpreview.map

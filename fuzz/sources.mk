# SPDX-License-Identifier: Apache-2.0
#
# Fuzz targets: fuzz/NAME.c has LLVMFuzzerTestOneInput(); its seeds and its regressions are in fuzz/corpus/NAME/, its words
# in fuzz/NAME.dict. `make check` replays the corpus by way of fuzz/replay.c; with --enable-fuzzers libFuzzer brings main().

# programs: fuzz/*.c !fuzz/replay.c
CPR_FUZZERS = \
	fuzz/fuzz_decode \
	fuzz/fuzz_expr \
	fuzz/fuzz_fold \
	fuzz/fuzz_gate \
	fuzz/fuzz_review \
	fuzz/fuzz_ruleset

# sources: fuzz/replay.c fuzz/*.h
CPR_FUZZ_SHARED = \
	fuzz/checks.h \
	fuzz/replay.c

EXTRA_LTLIBRARIES += fuzz/libreplay.la
CLEANFILES += fuzz/libreplay.la
fuzz_libreplay_la_SOURCES = $(CPR_FUZZ_SHARED)
if FUZZERS
CPR_FUZZ_MAIN = $(CPR_FUZZ_LDFLAGS)
else
CPR_FUZZ_MAIN = fuzz/libreplay.la
endif

check_PROGRAMS += $(CPR_FUZZERS)
TESTS += $(CPR_FUZZERS)
# For the programs that name no libraries of their own: these, and those in bench/.
LDADD = libcpreview/libinternal.la $(CPR_FUZZ_MAIN)

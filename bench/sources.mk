# SPDX-License-Identifier: Apache-2.0
#
# Benchmarks, built and run by `make bench` only.

CPR_BENCH = bench/review

bench_review_SOURCES = \
	bench/generate.c \
	bench/generate.h \
	bench/review.c
bench_review_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bench
bench_review_LDADD = libcpreview/libcpreview.la $(LIBXML2_LIBS)

EXTRA_DIST += bench/run
EXTRA_PROGRAMS += $(CPR_BENCH)
CLEANFILES += $(CPR_BENCH)

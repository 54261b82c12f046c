# SPDX-License-Identifier: Apache-2.0
#
# The command. It is a user of the library like any other: it sees the public headers and links the shared library.

bin_PROGRAMS = cpreview
# sources: cli/*.c cli/*.h cli/*.def
cpreview_SOURCES = \
	cli/batch.c \
	cli/cmd.h \
	cli/cmd_init.c \
	cli/cmd_lint.c \
	cli/cmd_rules.c \
	cli/cmd_test.c \
	cli/config.c \
	cli/inputs.c \
	cli/main.c \
	cli/outputs.c \
	cli/print.c \
	cli/rulesets.c \
	cli/suggest.c \
	cli/trace.c
# The wall: no -I leads into the library.
cpreview_CPPFLAGS = $(CPR_CPPFLAGS) -I$(top_srcdir)/libcpreview/include -DCPREVIEW_RULESETDIR='"$(cpreviewdatadir)/rulesets"'
cpreview_CFLAGS = $(AM_CFLAGS) $(CPR_PIE_CFLAGS)
cpreview_LDFLAGS = $(AM_LDFLAGS) $(CPR_PIE_LDFLAGS)
cpreview_LDADD = libcpreview/libcpreview.la

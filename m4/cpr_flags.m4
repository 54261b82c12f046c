# SPDX-License-Identifier: Apache-2.0
#
# Probes for compiler and linker flags, one flag at a time: a flag that this compiler does not know, or that does
# not work together with the user's CFLAGS, is left out. Warnings count as refusal, because clang only warns of a
# flag that it does not know, and because glibc only warns of _FORTIFY_SOURCE without -O.

# CPR_COMPILE_FLAG(VARIABLE, FLAGS)
# Appends FLAGS (one flag, or several that only make sense together) to VARIABLE if they compile.
AC_DEFUN([CPR_COMPILE_FLAG], [
	AC_MSG_CHECKING([whether $CC takes $2])
	cpr_saved_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS $2 -Werror"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[char text[8]; snprintf(text, sizeof text, "%d", 1);]])],
		[AC_MSG_RESULT([yes])
		$1="$$1 $2"],
		[AC_MSG_RESULT([no])])
	CFLAGS=$cpr_saved_CFLAGS
])

# CPR_LINK_FLAG(VARIABLE, FLAGS)
# The same for a flag of the link step.
AC_DEFUN([CPR_LINK_FLAG], [
	AC_MSG_CHECKING([whether $CC links with $2])
	cpr_saved_LDFLAGS=$LDFLAGS
	cpr_saved_CFLAGS=$CFLAGS
	LDFLAGS="$LDFLAGS $2"
	CFLAGS="$CFLAGS -Werror"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[puts("");]])],
		[AC_MSG_RESULT([yes])
		$1="$$1 $2"],
		[AC_MSG_RESULT([no])])
	LDFLAGS=$cpr_saved_LDFLAGS
	CFLAGS=$cpr_saved_CFLAGS
])

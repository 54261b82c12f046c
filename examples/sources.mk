# SPDX-License-Identifier: Apache-2.0
#
# Examples of the library's use. They are not built with automake: tests/run-examples compiles each as a user would, with
# the public headers and the shared library only, and runs it.

# sources: examples/*.c
CPR_EXAMPLES = \
	examples/approval-gate.c \
	examples/review.c

EXTRA_DIST += $(CPR_EXAMPLES)

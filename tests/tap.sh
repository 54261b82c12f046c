# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For test scripts: where things are, and results in TAP (https://testanything.org). To be sourced:
#
#	. "${top_srcdir:-.}/tests/tap.sh"
#	check "what must hold" command and its arguments     # runs it; its output is shown if it fails
#	ok "what held"    not_ok "what did not" [details]    skip "what could not be tested" "why"
#	finish                                               # or skip_all "why", before anything else
#
# A script works without make too, from the top folder of the sources with the build in build/.

LC_ALL=C
export LC_ALL
: "${top_srcdir:=$(pwd)}" "${top_builddir:=$top_srcdir/build}"
: "${CPREVIEW:=$top_builddir/cpreview}" "${CC:=cc}" "${CXX:=c++}" "${NM:=nm}" "${OBJDUMP:=objdump}" "${INSTRUMENT:=}"
if [ -z "${PYTHON-}" ]; then
	if [ -x /usr/bin/python3 ]; then PYTHON=/usr/bin/python3; else PYTHON=python3; fi
fi
export top_srcdir top_builddir CPREVIEW
# shellcheck disable=SC2034 # for the scripts that source this
library=$top_builddir/libcpreview/.libs/libcpreview.so

tap_count=0
tap_failed=0

ok() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

not_ok() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	[ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

check() {
	tap_what=$1
	shift
	if tap_out=$("$@" 2>&1); then ok "$tap_what"; else not_ok "$tap_what" "$tap_out"; fi
}

# A folder that is gone when the script ends.
make_tmp() {
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/cpreview-test.XXXXXX") || exit 1
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' HUP INT TERM
}

finish() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}

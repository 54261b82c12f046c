# SPDX-License-Identifier: Apache-2.0
"""The C examples as programs: compiled as a user compiles them, then run on drafts, approved campaigns and what is neither."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/cli"))

from clihelp import DATA, ERROR, NOTE, SMALL, WARNING, campaign, environment, lint, write  # noqa: E402

CN = str(TOP / "rulesets/cn")
LIBRARIES = pathlib.Path(os.environ.get("CPREVIEW_LIBRARY", str(TOP / "build/libcpreview/.libs/libcpreview.so"))).parent
GOOD = campaign()


@pytest.fixture(name="programs", scope="module")
def _programs(tmp_path_factory):
    compiler = os.environ.get("CC", "cc").split()
    if not shutil.which(compiler[0]):
        pytest.skip("no C compiler")
    folder = tmp_path_factory.mktemp("programs")
    for name in ("review", "approval-gate"):
        subprocess.run(
            [*compiler, *os.environ.get("INSTRUMENT", "").split(), "-g", "-std=c99", "-pthread", "-Wall", "-Wextra", "-pedantic", "-Werror",
             "-I", TOP / "libcpreview/include", "-o", folder / name, TOP / f"examples/{name}.c", "-L", LIBRARIES, "-lcpreview"],
            check=True, env={**os.environ, "LD_PRELOAD": ""},
        )  # fmt: skip
    return folder


def run(programs, name, *args, cwd=None, before=(), **env):
    done = subprocess.run(
        [*before, programs / name, *args], cwd=cwd, env=environment(LD_LIBRARY_PATH=str(LIBRARIES), **env), timeout=300,
        stdin=subprocess.DEVNULL, capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


# ---- review


@pytest.mark.parametrize(
    ("content", "code", "verdict", "count"),
    [
        (GOOD, 0, "pass", 0),
        (campaign(poster=True), 0, "review", 1),
        (campaign(NOTE), 0, "pass", 1),
        (campaign(WARNING), 1, "fail", 1),
        (campaign(ERROR + "。" + NOTE, hotline=False), 1, "fail", 3),
        (GOOD[:-20], 3, "incomplete", None),
        ("", 3, "incomplete", None),
        ("<!DOCTYPE x><x/>", 3, "incomplete", None),
    ],
    ids=["good", "poster", "note", "warning", "error", "malformed", "empty", "doctype"],
)
def test_review(content, code, verdict, count, programs, tmp_path):
    write(tmp_path, "a.xml", content)
    got = run(programs, "review", SMALL, "a.xml", cwd=tmp_path)
    assert got[0] == code and got[2] == "", got
    *findings, last = got[1].splitlines()
    assert last == f"verdict: {verdict}"
    if count is not None:
        assert len(findings) == count
        assert all(re.match(r"\d+:\d+ (error|warning|note) \[small\.[a-z.-]+\] \S", line) for line in findings)
    # what the command says
    assert lint("a.xml", cwd=tmp_path).code == code


def test_review_of_what_cannot_be_read(programs, tmp_path):
    write(tmp_path, "a.xml", GOOD)
    assert run(programs, "review", SMALL, "missing.xml", cwd=tmp_path)[0] == 2
    assert "missing.xml" in run(programs, "review", SMALL, "missing.xml", cwd=tmp_path)[2]
    code, out, err = run(programs, "review", DATA / "broken", "a.xml", cwd=tmp_path)
    assert (code, out) == (2, "") and "broken/ruleset.xml:7:28: " in err
    for args in ((), (SMALL,), (SMALL, "a.xml", "b.xml")):
        assert run(programs, "review", *args)[0::2] == (2, "usage: review RULESET CAMPAIGN\n")


# ---- approval-gate


def test_approval_gate(programs, tmp_path):
    write(tmp_path, "good.xml", GOOD)
    write(tmp_path, "open.xml", campaign(poster=True))
    write(tmp_path, "warned.xml", campaign(WARNING))
    write(tmp_path, "forbidden.xml", campaign(ERROR + "。" + WARNING))
    write(tmp_path, "malformed.xml", GOOD[:-20])
    write(tmp_path, "empty.xml", "")
    assert run(programs, "approval-gate", SMALL, "good.xml", "open.xml", cwd=tmp_path) == (
        0,
        "THROUGH  pass        0 errors, 0 warnings  good.xml\nTHROUGH  review      0 errors, 0 warnings  open.xml\n",
        "",
    )
    names = ["forbidden.xml", "good.xml", "malformed.xml", "warned.xml", "empty.xml", "open.xml"]
    code, out, err = run(programs, "approval-gate", SMALL, *names, cwd=tmp_path)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert [line.split()[-1] for line in lines] == names  # in the order given, whichever thread was first
    assert [line.split()[:2] for line in lines] == [
        ["STOPPED", "fail"],
        ["THROUGH", "pass"],
        ["STOPPED", "incomplete"],
        ["STOPPED", "fail"],
        ["STOPPED", "incomplete"],
        ["THROUGH", "review"],
    ]
    assert lines[0].split()[2:6] == ["1", "errors,", "1", "warnings"]


def test_approval_gate_with_many(programs, tmp_path):
    names = []
    for i in range(60):
        names.append(f"{i:02}.xml")
        write(tmp_path, names[-1], campaign([ERROR, "活动", WARNING, "活动" * 2000][i % 4]))
    first = run(programs, "approval-gate", SMALL, *names, cwd=tmp_path)
    assert first[0] == 1 and len(first[1].splitlines()) == 60 and first[1].count("THROUGH") == 30
    for _ in range(5):
        assert run(programs, "approval-gate", SMALL, *names, cwd=tmp_path) == first
    # a name is any bytes, and what is large is read whole
    path = write(tmp_path, b"large \xff.xml", GOOD + "<!-- " + "x" * 60000 + " -->" + "\n" * 200000)
    code, out, _ = run(programs, "approval-gate", SMALL, path)
    assert code == 0 and out.endswith(f"  {path}\n")


def test_approval_gate_that_cannot_start(programs, tmp_path):
    write(tmp_path, "a.xml", GOOD)
    assert run(programs, "approval-gate")[0::2] == (2, "usage: approval-gate RULESET CAMPAIGN...\n")
    assert run(programs, "approval-gate", SMALL)[0] == 2
    assert run(programs, "approval-gate", DATA / "broken", "a.xml", cwd=tmp_path)[0:2] == (2, "")
    # who cannot even read ends at once, and leaves it to the system to take back the memory
    code, out, err = run(programs, "approval-gate", SMALL, "a.xml", "missing.xml", cwd=tmp_path, ASAN_OPTIONS="detect_leaks=0")
    assert (code, out) == (2, "") and "missing.xml" in err


# ---- with the rules that come along


def test_a_draft_and_what_became_of_it(programs):
    folder = TOP / "examples/campaigns/coupon"
    draft, approved = str(folder / "draft.xml"), str(folder / "approved.xml")
    assert run(programs, "review", CN, draft)[0] == 1
    assert run(programs, "review", CN, approved)[0] == 0
    code, out, _ = run(programs, "approval-gate", CN, draft, approved)
    assert code == 1 and [line.split()[0] for line in out.splitlines()] == ["STOPPED", "THROUGH"]


def test_no_memory_error_and_no_leak(programs, tmp_path):
    valgrind = shutil.which("valgrind")
    if not valgrind or os.environ.get("INSTRUMENT"):
        pytest.skip("valgrind is not installed" if not valgrind else "built with instruments that valgrind does not go with")
    before = [valgrind, "--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect"]
    write(tmp_path, "bad.xml", campaign(ERROR, hotline=False))
    write(tmp_path, "malformed.xml", GOOD[:-20])
    code, _, err = run(programs, "review", SMALL, "bad.xml", cwd=tmp_path, before=before)
    if "Fatal error at startup" in err:
        pytest.skip("valgrind does not run here")
    assert code == 1, err
    code, _, err = run(programs, "review", SMALL, "missing.xml", cwd=tmp_path, before=before)
    assert code == 2 and "ERROR SUMMARY" not in err, err
    code, _, err = run(programs, "approval-gate", SMALL, "bad.xml", "malformed.xml", "bad.xml", cwd=tmp_path, before=before)
    assert code == 1, err

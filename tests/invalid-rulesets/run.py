# SPDX-License-Identifier: Apache-2.0
"""
Rulesets that are wrong, each in one way, and what `cpreview rules check` must say of them. A case is a folder with the ruleset
and

    expected    a line each mistake, in order:  FILE:LINE:COLUMN FRAGMENT   (FILE alone if there is no place in it; the fragment
                is a part of the message)

What cannot be kept as files (pipes, links, empty folders, large files) is made here. A ruleset that is wrong is refused as a
whole: exit status 2, nothing on standard output, and never any waiting. TAP on standard output.

    run.py CPREVIEW
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 8 << 20  # ruleset_bytes of base/limits.h

MANIFEST = """<ruleset xmlns="urn:cpreview:rules:1" id="t" version="1" jurisdiction="CN" owner="tests" engine="1.0">
<title><zh>测试</zh><en>Test</en></title>
<include href="{}"/>
</ruleset>
"""
FILE = '<rules xmlns="urn:cpreview:rules:1">\n</rules>\n'


def check(cpreview, folder, argument="./"):
    """The mistakes that are told, as (FILE:LINE:COLUMN, message); or None and what went wrong."""
    try:
        run = subprocess.run([cpreview, "rules", "check", argument], cwd=folder, capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return None, ["it waits"]
    if run.returncode != 2 or run.stdout:
        return None, [f"exit status {run.returncode}", *(run.stdout + run.stderr).decode("utf-8", "replace").splitlines()]
    said = []
    for line in run.stderr.decode("utf-8").splitlines():
        m = re.fullmatch(r"(.+?): error: (.*)", line)
        if not m:
            return None, ["not understood: " + line]
        said.append((m[1].removeprefix("./"), m[2]))
    return said, []


def compare(said, expected):
    wrong = []
    for i in range(max(len(said), len(expected))):
        got = said[i] if i < len(said) else None
        want = expected[i] if i < len(expected) else None
        if not got or not want or got[0] != want[0] or want[1] not in got[1]:
            wrong += [f"expected: {' '.join(want) if want else 'nothing more'}", f"got:      {' '.join(got) if got else 'nothing'}"]
    return wrong


def run_case(cpreview, case):
    expected = [tuple((line.split(" ", 1) + [""])[:2]) for line in (case / "expected").read_text(encoding="utf-8").splitlines()]
    said, wrong = check(cpreview, case)
    if said is None:
        return wrong
    return compare(said, expected) if expected else ["nothing is expected of it"]


def made_cases():
    """(name, what makes it in a folder, what is expected); the folder is empty before."""

    def put(folder, name, text):
        (folder / name).write_text(text, encoding="utf-8")

    def manifest(folder, href="a.xml"):
        put(folder, "ruleset.xml", MANIFEST.format(href))

    def linked_file(folder):
        put(folder, "real.xml", FILE)
        manifest(folder)
        os.symlink("real.xml", folder / "a.xml")

    def linked_folder(folder):
        (folder / "real").mkdir()
        put(folder / "real", "a.xml", FILE)
        os.symlink("real", folder / "sub")
        manifest(folder, "sub/a.xml")

    def link_out(folder):
        os.symlink("/etc/passwd", folder / "a.xml")
        manifest(folder)

    def link_in_a_circle(folder):
        os.symlink("a.xml", folder / "a.xml")
        manifest(folder)

    def pipe(folder):
        os.mkfifo(folder / "a.xml")
        manifest(folder)

    def large(folder):
        put(folder, "ruleset.xml", " " * (LIMIT + 1))

    def large_together(folder):
        manifest(folder)
        put(folder, "a.xml", FILE + "\n" * LIMIT)

    link = "a symbolic link is on the way"
    return [
        ("an empty folder", lambda f: None, [("ruleset.xml", "there is no such file")]),
        ("the manifest is a folder", lambda f: (f / "ruleset.xml").mkdir(), [("ruleset.xml", "it is a directory")]),
        ("the manifest is a pipe", lambda f: os.mkfifo(f / "ruleset.xml"), [("ruleset.xml", "it is not a regular file but a pipe")]),
        ("an included file is a pipe", pipe, [("ruleset.xml:3:16", "it is not a regular file but a pipe")]),
        ("an included file is a link", linked_file, [("ruleset.xml:3:16", link)]),
        ("a folder on the way is a link", linked_folder, [("ruleset.xml:3:16", link)]),
        ("a link leads out of the folder", link_out, [("ruleset.xml:3:16", link)]),
        ("a link leads to itself", link_in_a_circle, [("ruleset.xml:3:16", link)]),
        ("the manifest is too large", large, [("ruleset.xml", "it is larger than")]),
        ("all files together are too large", large_together, [("ruleset.xml:3:16", "it is larger than")]),
    ]


def main():
    cpreview = str(Path(sys.argv[1]).resolve())
    count, failed = 0, False

    def result(what, wrong):
        nonlocal count, failed
        count += 1
        failed |= bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {count} - {what}")
        for line in wrong:
            print(f"# {line}")

    for case in sorted(p for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__"):
        result(case.name, run_case(cpreview, case))
    for name, make, expected in made_cases():
        with tempfile.TemporaryDirectory(prefix="cpreview-test.") as folder:
            make(Path(folder))
            said, wrong = check(cpreview, folder)
            result(name, wrong if said is None else compare(said, expected))
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

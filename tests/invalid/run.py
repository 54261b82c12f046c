# SPDX-License-Identifier: Apache-2.0
"""
Documents that are wrong, each in one way, and what the library must say of them. A case is a folder with

    input.xml   the bytes; without it, a file that does not exist is read
    expected    a line each problem, in order:  ID LINE:COLUMN FRAGMENT   (@OFFSET in bytes where no text could be decoded;
                the fragment is a part of the English message); before them at most one line:  options OPTION...

Every problem of base/problems.def that a document can cause must have a case. TAP on standard output.

    run.py DUMP-PROBLEMS
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROBLEMS = HERE.parent.parent / "libcpreview/base/problems.def"
# No document is known that two parsers read differently; what the review itself has to say is tested with it.
NOT_BY_DOCUMENTS = ("xml.disagree", "engine.")


def read_expected(path):
    options, problems = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("options "):
            options = line.split()[1:]
        elif line:
            id, place, fragment = (line.split(" ", 2) + [""])[:3]
            problems.append((id, place, fragment))
    return options, problems


def run_case(dump, case, seen):
    """What is wrong with the case's outcome; empty if nothing is."""
    options, expected = read_expected(case / "expected")
    run = subprocess.run([dump, *options, "input.xml"], cwd=case, capture_output=True, text=True, check=False)
    if run.returncode != 0 or run.stderr:
        return [f"exit status {run.returncode}", *run.stderr.splitlines()]
    said = []
    for line in run.stdout.splitlines()[:-1]:
        m = re.fullmatch(r"input\.xml:([^ ]+): ([^ :]+): (.*)", line)
        said.append((m[2], m[1], m[3]))
    seen.update(id for id, _, _ in said)
    wrong = []
    for i in range(max(len(said), len(expected))):
        got = said[i] if i < len(said) else None
        want = expected[i] if i < len(expected) else None
        if not got or not want or got[:2] != want[:2] or want[2] not in got[2]:
            wrong += [f"expected: {' '.join(want) if want else 'nothing more'}", f"got:      {' '.join(got) if got else 'nothing'}"]
    return wrong if expected else ["nothing is expected of it"]


def main():
    dump = str(Path(sys.argv[1]).resolve())
    count, failed, seen = 0, False, set()

    def result(what, wrong):
        nonlocal count, failed
        count += 1
        failed |= bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {count} - {what}")
        for line in wrong:
            print(f"# {line}")

    for case in sorted(p for p in HERE.iterdir() if p.is_dir() and p.name != "__pycache__"):
        result(case.name, run_case(dump, case, seen))
    names = re.findall(r'^CPR_PROBLEM\(\w+, "([^"]+)"', PROBLEMS.read_text(encoding="utf-8"), re.M)
    result("every problem has a case", [n for n in names if n not in seen and not n.startswith(NOT_BY_DOCUMENTS)])
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""What tools/gen-vocabulary refuses in a .def file, each with the line it stands in; and that it is deterministic. TAP."""

import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "tools"))

from vocabulary import c_tables, manual, relaxng  # noqa: E402
from vocabulary.def_file import Mistakes, Reader  # noqa: E402

GOOD = """\
/* comment, "with a quote */
CPR_CODELIST(KIND, "kind", "Kinds.")
CPR_CODE(KIND, "a", "甲", "A")
CPR_ELEMENT(ROOT, "root", ELEMENTS, "根", "Root, \\"quoted\\" and \\\\.")
CPR_ATTR(ROOT, "id", ID, REQUIRED, "", "标识", "Id.")
CPR_ATTR(ROOT, "kind", CODE, OPTIONAL, "kind", "类", "Kind.")
CPR_ATTR(ROOT, "to", REF, OPTIONAL, "root", "到", "To.")
CPR_CHILD(ROOT, P, 0, MANY)
CPR_ELEMENT(P, "p", COPY, "段", "Block.")
CPR_CHILD(P, EM, 0, MANY)
CPR_ELEMENT(EM, "em", INLINE, "强调", "Inline.")
"""

# (what is appended or replaced, where and what is said)
BAD = [
    ("+CPR_CODELIST(KIND, \"kind\", \"x\")", "12: the list kind is there already"),
    ("+CPR_CODELIST(FREE, \"free\", \"x\")\nCPR_CODE(FREE, \"a\", \"甲\", \"A\")", "12: the list free is not used"),
    ("+CPR_CODE(NONE, \"a\", \"甲\", \"A\")", "12: there is no list NONE above"),
    ("+CPR_CODE(KIND, \"a\", \"甲\", \"A\")", "12: the code a is in KIND already"),
    ("+CPR_CODE(KIND, \"a b\", \"甲\", \"A\")", '12: "a b" is no code'),
    ("+CPR_ELEMENT(P, \"q\", EMPTY, \"x\", \"x\")", "12: the element q is there already"),
    ("+CPR_ELEMENT(Q, \"p\", EMPTY, \"x\", \"x\")", "12: the element p is there already"),
    ("+CPR_ELEMENT(Q, \"q\", EMPTY, \"x\", \"x\")", "12: q cannot be reached from the root"),
    ("+CPR_ELEMENT(Q, \"q\", EMPTIED, \"x\", \"x\")", "12: there is no content EMPTIED"),
    ("+CPR_ELEMENT(Q, \"Q\", EMPTY, \"x\", \"x\")", '12: "Q" is no name of an element'),
    ("+CPR_ELEMENT(q, \"q\", EMPTY, \"x\", \"x\")", '12: "q" is no id'),
    ("+CPR_ATTR(ROOT, \"id\", TEXT, OPTIONAL, \"\", \"x\", \"x\")", "12: root has an attribute id already"),
    ("+CPR_ATTR(ROOT, \"id2\", ID, OPTIONAL, \"\", \"x\", \"x\")", "12: root has an attribute of type ID already"),
    ("+CPR_ATTR(NONE, \"x\", TEXT, OPTIONAL, \"\", \"x\", \"x\")", "12: there is no element NONE"),
    ("+CPR_ATTR(ROOT, \"x\", NUMBER, OPTIONAL, \"\", \"x\", \"x\")", "12: there is no type NUMBER"),
    ("+CPR_ATTR(ROOT, \"x\", TEXT, MAYBE, \"\", \"x\", \"x\")", "12: MAYBE is neither REQUIRED nor OPTIONAL"),
    ("+CPR_ATTR(ROOT, \"x\", TEXT, OPTIONAL, \"kind\", \"x\", \"x\")", "12: TEXT takes no argument"),
    ("+CPR_ATTR(ROOT, \"x\", CODE, OPTIONAL, \"none\", \"x\", \"x\")", '12: there is no list "none"'),
    ("+CPR_ATTR(ROOT, \"x\", REF, OPTIONAL, \"none\", \"x\", \"x\")", "12: x refers to none, which is no element"),
    ("+CPR_ATTR(ROOT, \"x\", REF, OPTIONAL, \"p\", \"x\", \"x\")", "12: x refers to p, which has no id"),
    ("+CPR_ATTR(ROOT, \"x\", REF, OPTIONAL, \"root|root\", \"x\", \"x\")", "12: x names a target twice"),
    ("+CPR_CHILD(ROOT, P, 0, 1)", "12: root has the child p already"),
    ("+CPR_CHILD(ROOT, NONE, 0, 1)", "12: there is no element NONE"),
    ("+CPR_CHILD(ROOT, ROOT, 0, 2)", "12: a child is 0 or 1 to 1 or MANY"),
    ("+CPR_CHILD(ROOT, EM, 0, MANY)", "12: em is INLINE and stands only in copy, not in root"),
    ("+CPR_CHILD(EM, P, 0, MANY)", "12: em is INLINE and may not hold the block p"),
    ("+CPR_CHILD(P, P, 0, 1)", "12: what stands among text, as in p, is 0 to MANY"),
    ("+CPR_ELEMENT(N, \"n\", NOTE, \"x\", \"x\")\nCPR_CHILD(ROOT, N, 0, 1)\nCPR_CHILD(N, P, 0, MANY)",
     "14: n is NOTE and holds no elements"),
    ("+CPR_ELEMENT(N, \"n\", ELEMENTS, \"x\", \"x\")\nCPR_CHILD(ROOT, N, 0, 1)", "12: n is ELEMENTS and has no children"),
    ("+CPR_OTHER(ROOT)", "12: there is no macro CPR_OTHER"),
    ("+CPR_CHILD(ROOT, P, 0)", "12: CPR_CHILD takes 4 arguments, not 3"),
    ("+CPR_CHILD(ROOT, P, 0, 1", "12: CPR_CHILD is not closed"),
    ("+CPR_CHILD(ROOT P, 0, 1)", "12: a comma is missing before P"),
    ("+CPR_CHILD(ROOT,, 0, 1)", "12: an argument is missing before ,"),
    ("+\n\n#define X", "14: cannot read this: #define X"),
    ("+CPR_CODE(KIND, \"b\", \"乙\", \"B)", "12: cannot read this"),
    ("+x", "12: unexpected x"),
]


def read(text):
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "v.def"
        path.write_text(text, encoding="utf-8")
        reader = Reader("urn:example", ["ROOT"])
        reader.read(path, "v.def")
        return reader.finish()


def outputs(v):
    return (c_tables.table(v, "v", "A test.", "x.h"), c_tables.ids(v, "A test.", "X_H", "x", "X_"),
            relaxng.Schema(v, "A test.").text(), manual.elements(v), manual.codes(v))


def main():
    count, failed = 0, False

    def result(what, good, details=""):
        nonlocal count, failed
        count += 1
        failed |= not good
        print(f"{'ok' if good else 'not ok'} {count} - {what}")
        for line in "" if good else details.splitlines():
            print(f"# {line}")

    v = read(GOOD)
    result("a good file", list(v.elements) == ["ROOT", "P", "EM"] and v.elements["ROOT"].doc == 'Root, "quoted" and \\.')
    result("the same is written twice", outputs(v) == outputs(read(GOOD)))
    result("quotes survive in C", '"Root, \\"quoted\\" and \\\\."' in outputs(v)[0])
    for text, expected in BAD:
        try:
            read(GOOD + text[1:] + "\n")
            said = "nothing"
        except Mistakes as mistakes:
            said = str(mistakes)
        result(expected, any(line.startswith("v.def:" + expected) for line in said.splitlines()), said)
    try:
        read("CPR_ELEMENT(A, \"a\", EMPTY, \"x\", \"x\")\n")
        said = "nothing"
    except Mistakes as mistakes:
        said = str(mistakes)
    result("no root", "there is no root ROOT" in said, said)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Writes the reference part of the manual pages: elements, code lists, structural errors. Man macros, UTF-8."""

import re

from .def_file import MANY
from .types import shown

CONTENT = {
    "EMPTY": "Nothing; attributes only.",
    "ELEMENTS": "Elements.",
    "COPY": "A block of copy: text that a consumer reads, and inline elements.",
    "INLINE": "Part of the copy of the block around it.",
    "NOTE": "Text that no consumer reads.",
    "FOREIGN": "Text, and elements of any other namespace.",
}


def roff(text):
    """Text in running lines: no character is a request, an escape, or turned into another glyph."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")
    text = text.replace("`", "\\(ga").replace('"', "\\(dq")
    return re.sub(r"^\.", r"\\&.", text)


def cardinality(c):
    return {(0, 1): "?", (1, 1): "", (0, MANY): "*", (1, MANY): "+"}[(c.min, c.max)]


def attr_type(a):
    if a.type in ("CODE", "CODES"):
        return f"{shown(a.type)} of \\fI{roff(a.arg)}\\fR"
    if a.targets:
        return f"{shown(a.type)} to " + " or ".join(roff(t) for t in a.targets)
    return roff(shown(a.type))


def elements(v):
    out = []
    for e in v.elements.values():
        out.append(f".SS \"{roff(e.name)} ({e.zh})\"")
        out.append(roff(e.doc))
        stands = [p.name for p in v.parents_of(e.id)]
        out.append(".br")
        if e.id in v.roots:
            out.append("Stands: at the top" + (", and in " + ", ".join(map(roff, stands)) + "." if stands else "."))
        else:
            out.append("Stands in: " + ", ".join(map(roff, stands)) + ".")
        out.append(".br")
        if e.children:
            held = ", ".join(roff(v.elements[c.id].name) + cardinality(c) for c in e.children.values())
            out.append(f"Holds: {held}." if e.content == "ELEMENTS" else f"Holds: {roff(CONTENT[e.content])[:-1]}: {held}.")
        else:
            out.append(f"Holds: {roff(CONTENT[e.content])}")
        for a in e.attrs.values():
            out.append(".TP")
            out.append(f"\\fB{roff(a.name)}\\fR: {attr_type(a)}{', required' if a.required else ''}")
            out.append(f"{a.zh}: {roff(a.doc)}")
    return "\n".join(out) + "\n"


def codes(v):
    out = []
    for l in v.lists.values():
        out.append(f".SS \"{roff(l.name)}\"")
        out.append(roff(l.doc))
        for c in l.codes:
            out.append(".TP")
            out.append(f"\\fB{roff(c.code)}\\fR")
            out.append(f"{c.zh}: {roff(c.en)}")
    return "\n".join(out) + "\n"


def problems(text):
    """The structural errors from base/problems.def: id and English message, words as A, B, C."""
    out = []
    string = r'"((?:[^"\\]|\\.)*)"'
    for m in re.finditer(rf"^CPR_PROBLEM\(\w+, {string}, {string}, {string}, {string}, {string}\)", text, re.M):
        name, _, en, _, remedy = (re.sub(r"\\(.)", r"\1", s) for s in m.groups())
        if name.split(".")[0] == "engine":
            continue
        out.append(".TP")
        out.append(f"\\fB{roff(name)}\\fR")
        en = en[0].upper() + en[1:] + ("" if en.endswith("?") else ".")
        out.append(words(roff(en)))
        out.append(words(roff(remedy)))
    return "\n".join(out) + "\n"


def limits(text):
    """The limits of base/limits.h: name, default, hard cap, reason."""
    out = []
    for m in re.finditer(r'X\((\w+), ([0-9u< ]+), ([0-9u< ]+), "([^"]*)"\)', text):
        name, default, cap, reason = m[1], number(m[2]), number(m[3]), m[4]
        out.append(".TP")
        out.append(f"\\fB{roff(name)}\\fR {default}, at most {cap}")
        out.append(roff(reason[0].upper() + reason[1:]) + ".")
    return "\n".join(out) + "\n"


def number(c):
    """16u << 20"""
    a, _, shift = c.replace("u", "").partition("<<")
    return int(a) << int(shift or 0)


def words(text):
    for n, letter in enumerate("ABC"):
        text = text.replace("{%d}" % n, f"\\fI{letter}\\fR")
    return text


def fill(frame, parts):
    """Puts the parts where the frame has a line @NAME@; every part must be used and every place filled."""
    used = set()
    out = []
    for line in frame.split("\n"):
        m = re.fullmatch(r"@([A-Z]+)@", line)
        if m:
            used.add(m[1])
            out.append(parts[m[1]].rstrip("\n"))
        else:
            out.append(line)
    missing = set(parts) - used
    if missing:
        raise ValueError("the frame has no place for " + ", ".join(sorted(missing)))
    return "\n".join(out)

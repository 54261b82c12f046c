# SPDX-License-Identifier: Apache-2.0
"""Reads vocabulary .def files into a model, strictly: what is not understood is an error with its line, never skipped."""

import re
from dataclasses import dataclass, field

CONTENTS = ("EMPTY", "ELEMENTS", "COPY", "INLINE", "NOTE", "FOREIGN")
TEXT_CONTENTS = ("COPY", "INLINE")
TYPES = ("ID", "REF", "REFS", "TEXT", "CODE", "CODES", "DECIMAL", "AMOUNT", "SIGNED_AMOUNT", "COUNT", "RATIO", "DATE", "MOMENT",
         "DURATION", "BOOL", "URI", "PHONE", "DIGEST", "LANG", "REGION", "NAME", "NAMES", "EXPR")
MANY = 0

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*\Z")
ID = re.compile(r"[A-Z][A-Z0-9_]*\Z")


@dataclass
class Code:
    code: str
    zh: str
    en: str


@dataclass
class CodeList:
    id: str
    name: str
    doc: str
    where: str
    codes: list = field(default_factory=list)
    used: bool = False


@dataclass
class Attr:
    name: str
    type: str
    required: bool
    arg: str
    zh: str
    doc: str
    where: str

    @property
    def targets(self):
        return self.arg.split("|") if self.type in ("REF", "REFS") and self.arg else []


@dataclass
class Child:
    id: str
    min: int
    max: int
    where: str


@dataclass
class Element:
    id: str
    name: str
    content: str
    zh: str
    doc: str
    where: str
    attrs: dict = field(default_factory=dict)      # by name, in the order of the file
    children: dict = field(default_factory=dict)   # by element id


@dataclass
class Vocabulary:
    ns: str
    roots: list                                    # element ids
    elements: dict = field(default_factory=dict)   # by id
    lists: dict = field(default_factory=dict)      # by name

    def parents_of(self, id):
        return [e for e in self.elements.values() if id in e.children]

    def attr_names(self):
        return sorted({a for e in self.elements.values() for a in e.attrs})


class Mistakes(Exception):
    """All that is wrong with the files, one message a line."""


class Reader:
    def __init__(self, ns, roots):
        self.v = Vocabulary(ns, roots)
        self.mistakes = []
        self.ids_of_lists = {}
        self.pending = []  # attributes and children may come before their element, as those of check kinds do

    def wrong(self, where, message):
        self.mistakes.append(f"{where}: {message}")

    # -- the macros ------------------------------------------------------------------------------------------------------

    def CPR_CODELIST(self, where, id, name, doc):
        self.check(where, id, ID, "id")
        self.check(where, name, NAME, "name of a list")
        if id in self.ids_of_lists or name in self.v.lists:
            self.wrong(where, f"the list {name} is there already")
            return
        self.v.lists[name] = self.ids_of_lists[id] = CodeList(id, name, doc, where)

    def CPR_CODE(self, where, list_id, code, zh, en):
        self.check(where, code, CODE, "code")
        if list_id not in self.ids_of_lists:
            self.wrong(where, f"there is no list {list_id} above")
            return
        codes = self.ids_of_lists[list_id].codes
        if any(c.code == code for c in codes):
            self.wrong(where, f"the code {code} is in {list_id} already")
        codes.append(Code(code, zh, en))

    def CPR_ELEMENT(self, where, id, name, content, zh, doc):
        self.check(where, id, ID, "id")
        self.check(where, name, NAME, "name of an element")
        if content not in CONTENTS:
            self.wrong(where, f"there is no content {content}")
        if id in self.v.elements or any(e.name == name for e in self.v.elements.values()):
            self.wrong(where, f"the element {name} is there already")
            return
        self.v.elements[id] = Element(id, name, content, zh, doc, where)

    def CPR_ATTR(self, where, *args):
        self.pending.append((self.attr, where, args, 7))

    def CPR_CHILD(self, where, *args):
        self.pending.append((self.child, where, args, 4))

    def attr(self, where, element, name, type, required, arg, zh, doc):
        self.check(where, name, NAME, "name of an attribute")
        e = self.element(where, element)
        if type not in TYPES:
            self.wrong(where, f"there is no type {type}")
        if required not in ("REQUIRED", "OPTIONAL"):
            self.wrong(where, f"{required} is neither REQUIRED nor OPTIONAL")
        if type in ("CODE", "CODES"):
            if arg in self.v.lists:
                self.v.lists[arg].used = True
            else:
                self.wrong(where, f'there is no list "{arg}"')
        elif arg and type not in ("REF", "REFS"):
            self.wrong(where, f"{type} takes no argument")
        if not e:
            return
        if name in e.attrs:
            self.wrong(where, f"{e.name} has an attribute {name} already")
        if type == "ID" and any(a.type == "ID" for a in e.attrs.values()):
            self.wrong(where, f"{e.name} has an attribute of type ID already")
        e.attrs[name] = Attr(name, type, required == "REQUIRED", arg, zh, doc, where)

    def child(self, where, element, child, min, max):
        e, c = self.element(where, element), self.element(where, child)
        if min not in ("0", "1") or max not in ("1", "MANY"):
            self.wrong(where, "a child is 0 or 1 to 1 or MANY")
            return
        if not e or not c:
            return
        if e.content in ("EMPTY", "NOTE"):
            self.wrong(where, f"{e.name} is {e.content} and holds no elements")
        if c.content == "INLINE" and e.content not in TEXT_CONTENTS:
            self.wrong(where, f"{c.name} is INLINE and stands only in copy, not in {e.name}")
        if e.content == "INLINE" and c.content == "COPY":
            self.wrong(where, f"{e.name} is INLINE and may not hold the block {c.name}")
        if e.content in TEXT_CONTENTS + ("FOREIGN",) and (min, max) != ("0", "MANY"):
            self.wrong(where, f"what stands among text, as in {e.name}, is 0 to MANY")
        if child in e.children:
            self.wrong(where, f"{e.name} has the child {c.name} already")
        e.children[child] = Child(child, int(min), MANY if max == "MANY" else 1, where)

    def element(self, where, id):
        if id not in self.v.elements:
            self.wrong(where, f"there is no element {id}")
        return self.v.elements.get(id)

    def check(self, where, text, pattern, what):
        if not pattern.match(text):
            self.wrong(where, f'"{text}" is no {what}')

    # -- text ------------------------------------------------------------------------------------------------------------

    TOKEN = re.compile(r'\s+|/\*.*?\*/|(?P<open>CPR_[A-Z]+)\(|(?P<string>"(?:[^"\\\n]|\\["\\])*")|(?P<word>[A-Za-z0-9_]+)|(?P<mark>[,)])',
                       re.S)
    MACROS = {"CPR_CODELIST": 3, "CPR_CODE": 4, "CPR_ELEMENT": 5, "CPR_ATTR": 7, "CPR_CHILD": 4}

    def read(self, path, shown):
        """Reads one file; shown is what to call it in messages."""
        text = path.read_text(encoding="utf-8")
        at, line, call = 0, 1, None  # call: macro, its line, arguments, whether an argument must follow
        while at < len(text):
            m = self.TOKEN.match(text, at)
            where = f"{shown}:{line}"
            if not m:
                self.wrong(where, "cannot read this: " + text[at:].split("\n", 1)[0][:60])
                return
            at = m.end()
            line += m.group().count("\n")
            if m.lastgroup is None:
                continue
            if m["open"]:
                if call:
                    self.wrong(call[1], f"{call[0]} is not closed")
                call = [m["open"], where, [], True]
            elif not call:
                self.wrong(where, f"unexpected {m.group()}")
                return
            elif m["mark"]:
                if call[3]:
                    self.wrong(where, f"an argument is missing before {m['mark']}")
                call[3] = True
                if m["mark"] == ")":
                    self.call(call)
                    call = None
            else:
                if not call[3]:
                    self.wrong(where, f"a comma is missing before {m.group()}")
                call[2].append(re.sub(r"\\(.)", r"\1", m["string"][1:-1]) if m["string"] else m["word"])
                call[3] = False
        if call:
            self.wrong(call[1], f"{call[0]} is not closed")

    def call(self, call):
        macro, where, args, _ = call
        if macro not in self.MACROS:
            self.wrong(where, f"there is no macro {macro}")
        elif len(args) != self.MACROS[macro]:
            self.wrong(where, f"{macro} takes {self.MACROS[macro]} arguments, not {len(args)}")
        else:
            getattr(self, macro)(where, *args)

    # -- the whole -------------------------------------------------------------------------------------------------------

    def finish(self):
        """The vocabulary, or Mistakes."""
        for act, where, args, n in self.pending:
            act(where, *args)
        names = {e.name for e in self.v.elements.values()}
        with_id = {e.name for e in self.v.elements.values() if any(a.type == "ID" for a in e.attrs.values())}
        for e in self.v.elements.values():
            for a in e.attrs.values():
                for t in a.targets:
                    if t not in names:
                        self.wrong(a.where, f"{a.name} refers to {t}, which is no element")
                    elif t not in with_id:
                        self.wrong(a.where, f"{a.name} refers to {t}, which has no id")
                if len(set(a.targets)) != len(a.targets):
                    self.wrong(a.where, f"{a.name} names a target twice")
            if e.content == "ELEMENTS" and not e.children:
                self.wrong(e.where, f"{e.name} is ELEMENTS and has no children")
            if not e.doc or not e.zh:
                self.wrong(e.where, f"{e.name} lacks its label or documentation")
        self.reach()
        for l in self.v.lists.values():
            if not l.used:
                self.wrong(l.where, f"the list {l.name} is not used")
            if not l.codes:
                self.wrong(l.where, f"the list {l.name} is empty")
        if self.mistakes:
            raise Mistakes("\n".join(self.mistakes))
        return self.v

    def reach(self):
        seen, todo = set(), [r for r in self.v.roots]
        while todo:
            id = todo.pop()
            if id in seen or id not in self.v.elements:
                continue
            seen.add(id)
            todo.extend(self.v.elements[id].children)
        for r in self.v.roots:
            if r not in self.v.elements:
                self.wrong(self.v.ns, f"there is no root {r}")
        for e in self.v.elements.values():
            if e.id not in seen:
                self.wrong(e.where, f"{e.name} cannot be reached from the root")

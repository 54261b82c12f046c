# SPDX-License-Identifier: Apache-2.0
"""Writes a vocabulary as a RELAX NG schema in XML syntax, for editors and for anybody who wants to check a file without us."""

from xml.sax.saxutils import escape

from .def_file import MANY, TEXT_CONTENTS
from .types import DATATYPES, LISTS, shown

OUR_NAMESPACES = ("urn:cpreview:campaign:1", "urn:cpreview:rules:1")


def attribute(text):
    return escape(text, {'"': "&quot;"})


class Writer:
    def __init__(self):
        self.lines = []
        self.depth = 0

    def line(self, text):
        self.lines.append("  " * self.depth + text)

    def open(self, tag, /, **attributes):
        self.line(f"<{tag}" + "".join(f' {k}="{attribute(v)}"' for k, v in attributes.items()) + ">")
        self.depth += 1

    def close(self, name):
        self.depth -= 1
        self.line(f"</{name}>")

    def empty(self, tag, /, **attributes):
        self.line(f"<{tag}" + "".join(f' {k}="{attribute(v)}"' for k, v in attributes.items()) + "/>")

    def doc(self, text):
        self.line(f"<a:documentation>{escape(text)}</a:documentation>")


def children_key(e):
    """Foreign elements inside copy hold the inline children of the block around them: one pattern for each such set."""
    return tuple(e.children)


class Schema:
    def __init__(self, v, comment):
        self.v = v
        self.w = Writer()
        self.sets = []  # sets of children that foreign elements may hold
        for e in v.elements.values():
            if e.content in TEXT_CONTENTS + ("FOREIGN",) and (e.content, children_key(e)) not in self.sets:
                self.sets.append((e.content, children_key(e)))
        # INLINE and COPY elements of the same children share one pattern.
        self.sets = list(dict.fromkeys(("FOREIGN" if c == "FOREIGN" else "COPY", k) for c, k in self.sets))
        self.comment = comment

    def text(self):
        w = self.w
        w.line('<?xml version="1.0" encoding="UTF-8"?>')
        w.line("<!-- SPDX-License-Identifier: Apache-2.0 -->")
        w.line("<!--")
        for line in self.comment.strip().split("\n"):
            w.line(("  " + line).rstrip())
        w.line("-->")
        w.line('<grammar xmlns="http://relaxng.org/ns/structure/1.0"')
        w.line('         xmlns:a="http://relaxng.org/ns/compatibility/annotations/1.0"')
        w.line(f'         ns="{attribute(self.v.ns)}"')
        w.line('         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">')
        w.depth = 1
        w.open("start")
        if len(self.v.roots) > 1:
            w.open("choice")
        for r in self.v.roots:
            w.empty("ref", name=self.element_name(r))
        if len(self.v.roots) > 1:
            w.close("choice")
        w.close("start")
        for e in self.v.elements.values():
            self.element(e)
        self.types()
        self.code_lists()
        self.foreign()
        w.depth = 0
        w.line("</grammar>")
        return "\n".join(w.lines) + "\n"

    def element_name(self, id):
        return "element." + self.v.elements[id].name

    def element(self, e):
        w = self.w
        w.line("")
        w.open("define", name="element." + e.name)
        w.open("element", name=e.name)
        w.doc(f"{e.zh}: {e.doc}")
        # Attributes stand in the interleave, which means the same: outside it, libxml2 tries every subset of the optional ones.
        w.open("interleave")
        for a in e.attrs.values():
            self.attr(a)
        w.empty("ref", name="foreign.attributes")
        if e.content == "ELEMENTS":
            self.children(e)
        elif e.content == "NOTE":
            self.mixed((), "foreign.any")
        elif e.content != "EMPTY":
            self.mixed(e.children, self.foreign_name("FOREIGN" if e.content == "FOREIGN" else "COPY", children_key(e)))
        w.close("interleave")
        w.close("element")
        w.close("define")

    def attr(self, a):
        w = self.w
        if not a.required:
            w.open("optional")
        # The attributes have no namespace, but the grammar has one: say so.
        w.open("attribute", name=a.name, ns="")
        w.doc(f"{a.zh}: {a.doc}")
        if a.type == "CODE":
            w.empty("ref", name=f"codes.{a.arg}")
        elif a.type == "CODES":
            self.list_of(f"codes.{a.arg}")
        elif a.type in LISTS:
            self.list_of(f"type.{shown(LISTS[a.type])}")
        else:
            w.empty("ref", name=f"type.{shown(a.type)}")
        w.close("attribute")
        if not a.required:
            w.close("optional")

    def list_of(self, name):
        self.w.open("list")
        self.w.open("oneOrMore")
        self.w.empty("ref", name=name)
        self.w.close("oneOrMore")
        self.w.close("list")

    def children(self, e):
        w = self.w
        for c in e.children.values():
            wrap = {(0, 1): "optional", (0, MANY): "zeroOrMore", (1, MANY): "oneOrMore"}.get((c.min, c.max))
            if wrap:
                w.open(wrap)
            w.empty("ref", name=self.element_name(c.id))
            if wrap:
                w.close(wrap)
        w.open("zeroOrMore")
        w.empty("ref", name="foreign.any")
        w.close("zeroOrMore")

    def mixed(self, children, foreign):
        w = self.w
        w.open("zeroOrMore")
        w.open("choice")
        w.empty("text")
        for id in children:
            w.empty("ref", name=self.element_name(id))
        w.empty("ref", name=foreign)
        w.close("choice")
        w.close("zeroOrMore")

    def used_types(self):
        used = {LISTS.get(a.type, a.type) for e in self.v.elements.values() for a in e.attrs.values()}
        return [t for t in ("BOOL",) + tuple(DATATYPES) if t in used]

    def types(self):
        w = self.w
        for t in self.used_types():
            w.line("")
            w.open("define", name=f"type.{shown(t)}")
            if t == "BOOL":
                w.open("choice")
                w.line("<value>true</value>")
                w.line("<value>false</value>")
                w.close("choice")
            else:
                name, facets = DATATYPES[t]
                w.open("data", type=name)
                for facet, value in facets:
                    w.line(f'<param name="{facet}">{escape(value)}</param>')
                w.close("data")
            w.close("define")

    def code_lists(self):
        w = self.w
        for l in self.v.lists.values():
            w.line("")
            w.open("define", name=f"codes.{l.name}")
            w.open("choice")
            for c in l.codes:
                w.line(f"<value>{escape(c.code)}</value>")
                w.doc(f"{c.zh}: {c.en}")
            w.close("choice")
            w.close("define")

    # -- what is not ours ------------------------------------------------------------------------------------------------

    def foreign_name(self, content, children):
        return f"foreign.{'any' if not children and content == 'COPY' else f'{content.lower()}.{self.sets.index((content, children)) + 1}'}"

    def foreign(self):
        w = self.w
        w.line("")
        w.line("<!-- Attributes of any other namespace, xml: included, may stand everywhere. -->")
        w.open("define", name="foreign.attributes")
        w.open("zeroOrMore")
        w.open("attribute")
        self.not_in(OUR_NAMESPACES)
        w.empty("text")
        w.close("attribute")
        w.close("zeroOrMore")
        w.close("define")
        w.line("")
        w.line("<!-- Elements of any other namespace, but not of none, with whatever is in them, but nothing of ours. -->")
        self.foreign_element("foreign.any", (), OUR_NAMESPACES)
        for content, children in self.sets:
            if content == "COPY" and not children:
                continue
            w.line("")
            if content == "FOREIGN":
                w.line("<!-- The same, where a piece of another of our vocabularies may stand. -->")
                self.foreign_element(self.foreign_name(content, children), children, (self.v.ns,))
            else:
                w.line("<!-- The same inside copy: the text in it is part of the copy. -->")
                self.foreign_element(self.foreign_name(content, children), children, OUR_NAMESPACES)

    def foreign_element(self, name, children, namespaces):
        w = self.w
        w.open("define", name=name)
        w.open("element")
        self.not_in(namespaces)
        w.open("zeroOrMore")
        w.open("attribute")
        w.empty("anyName")
        w.empty("text")
        w.close("attribute")
        w.close("zeroOrMore")
        self.mixed(children, name)
        w.close("element")
        w.close("define")

    def not_in(self, namespaces):
        w = self.w
        w.open("anyName")
        w.open("except")
        for ns in ("",) + tuple(namespaces):
            w.empty("nsName", ns=ns)
        w.close("except")
        w.close("anyName")

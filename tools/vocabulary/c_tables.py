# SPDX-License-Identifier: Apache-2.0
"""Writes a vocabulary as constant C tables and as numbers for the code that must know an element by name."""

from dataclasses import dataclass

from .def_file import MANY

BANNER = "/* SPDX-License-Identifier: Apache-2.0 */\n/* {what} Written by tools/gen-vocabulary; do not edit. */\n/* clang-format off */\n"


@dataclass
class Numbers:
    """The numbers that tables and enums share. Attribute names are counted on from the elements."""
    elements: dict  # id -> number
    attrs: dict     # name -> number
    lists: dict     # name -> number

    def __init__(self, v):
        self.elements = {id: i for i, id in enumerate(v.elements)}
        self.attrs = {name: len(self.elements) + i for i, name in enumerate(v.attr_names())}
        self.lists = {name: i for i, name in enumerate(v.lists)}


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def numbers(items):
    lines, line = [], "\t"
    for item in items:
        if len(line) + len(str(item)) > 115:
            lines.append(line.rstrip())
            line = "\t"
        line += f"{item}, "
    lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def table(v, symbol, what, include):
    """The .c file."""
    n = Numbers(v)
    names = [e.name for e in v.elements.values()] + v.attr_names()
    order = sorted(range(len(names)), key=lambda i: names[i].encode())
    out = [BANNER.format(what=what), f'#include "{include}"\n']

    out.append("\nstatic const char *const names[] = {\n")
    out += [f"\t{quote(name)},\n" for name in names]
    out.append("};\n\nstatic const uint16_t sorted_elements[] = {\n")
    out.append(numbers(i for i in order if i < len(v.elements)))
    out.append("};\n\nstatic const uint16_t sorted_attrs[] = {\n")
    out.append(numbers(i for i in order if i >= len(v.elements)))
    out.append("};\n\nstatic const struct cpr_element_def elements[] = {\n")
    attr_at = child_at = 0
    for e in v.elements.values():
        # An element without attributes or children begins where the tables stand, which may be their end.
        out.append(f"\t{{ {quote(e.name)}, {quote(e.zh)}, {quote(e.doc)},\n"
                   f"\t  CPR_CONTENT_{e.content}, {attr_at}, {len(e.attrs)}, {child_at}, {len(e.children)} }},\n")
        attr_at += len(e.attrs)
        child_at += len(e.children)
    out.append("};\n\nstatic const struct cpr_attr_def attrs[] = {\n")
    for e in v.elements.values():
        out.append(f"\t/* {e.name} */\n")
        for a in sorted(e.attrs.values(), key=lambda a: n.attrs[a.name]):
            is_code = a.type in ("CODE", "CODES")
            out.append(f"\t{{ {n.attrs[a.name]}, CPR_TYPE_{a.type}, {n.lists[a.arg] if is_code else 'UINT16_MAX'}, "
                       f"{int(a.required)}, {quote('' if is_code else a.arg)}, {quote(a.zh)}, {quote(a.doc)} }},\n")
    out.append("};\n\nstatic const struct cpr_child_def children[] = {\n")
    for e in v.elements.values():
        if e.children:
            children = sorted(e.children.values(), key=lambda c: n.elements[c.id])
            out.append(f"\t/* {e.name} */\n")
            out.append(numbers(f"{{ {n.elements[c.id]}, {c.min}, {0 if c.max == MANY else c.max} }}" for c in children))
    out.append("};\n\nstatic const struct cpr_code_list lists[] = {\n")
    code_at = 0
    for l in v.lists.values():
        out.append(f"\t{{ {quote(l.name)}, {quote(l.doc)}, {code_at}, {len(l.codes)} }},\n")
        code_at += len(l.codes)
    out.append("};\n\nstatic const struct cpr_code_def codes[] = {\n")
    for l in v.lists.values():
        out.append(f"\t/* {l.name} */\n")
        out += [f"\t{{ {quote(c.code)}, {quote(c.zh)}, {quote(c.en)} }},\n" for c in l.codes]
    out.append("};\n\n")
    out.append(f"const struct cpr_vocabulary {symbol} = {{\n"
               f"\t.ns = {quote(v.ns)},\n"
               f"\t.root = {n.elements[v.roots[0]]},\n"
               f"\t.n_elements = {len(v.elements)},\n"
               f"\t.n_attr_names = {len(v.attr_names())},\n"
               "\t.names = names,\n"
               "\t.sorted_elements = sorted_elements,\n"
               "\t.sorted_attrs = sorted_attrs,\n"
               "\t.elements = elements,\n"
               "\t.attrs = attrs,\n"
               "\t.children = children,\n"
               "\t.lists = lists,\n"
               f"\t.n_lists = {len(v.lists)},\n"
               "\t.codes = codes,\n"
               "};\n")
    for what, count in (("attributes", attr_at), ("children", child_at), ("codes", code_at), ("names", len(names))):
        if count >= 0xFFFF:
            raise ValueError(f"too many {what} for 16 bits: {count}")
    return "".join(out)


def enum(name, doc, members):
    out = [f"\n/* {doc} */\nenum {name} {{\n"]
    out += [f"\t{symbol} = {number},\n" for symbol, number in members]
    out.append("};\n")
    return "".join(out)


def ids(v, what, guard, enums, prefix, declare=""):
    """The .h file. prefix: CPR_ or CPR_R_, before E_, A_ and L_; enums: what the three enums are called."""
    n = Numbers(v)

    def upper(name):
        return name.upper().replace("-", "_")

    return "".join([
        BANNER.format(what=what),
        f"#ifndef {guard}\n#define {guard}\n",
        declare,
        enum(f"{enums}_element", "Elements: cpr_name of a document read with the vocabulary, index into its elements.",
             ((f"{prefix}E_{id}", i) for id, i in n.elements.items())),
        enum(f"{enums}_attr", "Names of attributes: cpr_name.",
             ((f"{prefix}A_{upper(name)}", i) for name, i in n.attrs.items())),
        enum(f"{enums}_list", "Code lists: index into its lists.",
             ((f"{prefix}L_{v.lists[name].id}", i) for name, i in n.lists.items())),
        "\n#endif\n",
    ])

# SPDX-License-Identifier: Apache-2.0
"""
The schemas against the parser: on some thousand documents, valid ones and ones with one mistake each, both must say the same.
Documents are made from the vocabulary's .def files with a fixed seed, so every element, attribute and type takes part. What a
schema cannot say (unique ids, references) is left out. TAP on standard output.

    agreement.py DUMP-PROBLEMS
"""

import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which
from xml.sax.saxutils import quoteattr

TOP = Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "tools"))

from vocabulary.def_file import MANY, Reader  # noqa: E402

NOT_IN_SCHEMAS = ("spec.duplicate-id:", "spec.dangling-reference:", "spec.misspelt-reference:", "spec.reference-kind:")

# type -> values that are good, values that are not
NAMES = ["a", "Abc-1.2_x", "_x", "活动1", "x-"], ["", " ", "1a", "-a", ".a", "a b", "a:b", "é", "a,b", "活动！", "a/b"]
NUMBERS = (["0", "1", "12.50", "-3.6", "007", " 5 ", "0.0000000001", "9" * 34, "-0." + "1" * 34],
           ["", "20,000", "1e5", "+1", ".5", "5.", "1.2.3", "--1", "１２", "2万", "5%", "¥5", "1 000", "NaN", "INF", "0x10",
            "9" * 36, "1." + "9" * 36, "-"])
VALUES = {
    "ID": NAMES,
    "REF": NAMES,
    "NAME": NAMES,
    "REFS": (["a", "a b", " a\tb ", "活动 b"], ["", " ", "a 1b", "a,b"]),
    "NAMES": (["a", "a b"], ["", "a 1b"]),
    "TEXT": (["x", " 一二 ", "<&\"'>", "x\u3000", "1"], ["", " ", "\t", "\u3000", "\u200b", "\u00a0 \u2003", "\ufeff", "\u00ad"]),
    "EXPR": (["//a", "1 = 1"], ["", " ", "\u3000"]),
    "DECIMAL": NUMBERS,
    "SIGNED_AMOUNT": NUMBERS,
    "AMOUNT": ([v for v in NUMBERS[0] if not v.startswith("-")], NUMBERS[1] + ["-1", "-0", "-0.5"]),
    "COUNT": (["0", "1", "007", "9" * 18, " 5 "],
              ["", "-1", "+1", "1.0", "1.5", "1" * 19, "1e3", "１", "1,000", "五"]),
    "RATIO": (["0", "1", "0.5", "1.000", "0." + "3" * 34], ["", "1.01", "-0.1", "2", "5%", "00.5", ".5", "1.", "01", "-0"]),
    "DATE": (["2026-12-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", " 2026-12-01 "],
             ["", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "2026/12/01", "20261201",
              "0000-01-01", "12026-01-01", "-2026-01-01", "2026-12-01Z", "2026-12-01+08:00", "2026-12-01T00:00:00+08:00",
              "２０２６-12-01", "2026年12月1日", "2026-12-32", "2026-12"]),
    "MOMENT": (["2026-12-01", "2026-12-01T10:00:00+08:00", "2026-12-01T10:00+08:00", "2026-12-01T23:59:59Z",
                "2026-12-01T24:00:00+08:00", "2026-12-01T24:00Z", "2024-02-29T00:00:00-11:30", "2026-12-01T00:00:00+14:00",
                "2026-12-01T00:00:00-00:30", "2026-12-01T00:00:00-14:00"],
               ["", "2026-12-01T10:00:00", "2026-12-01 10:00:00+08:00", "2026-12-01T10+08:00", "2026-12-01T25:00:00+08:00",
                "2026-12-01T10:60:00+08:00", "2026-12-01T10:00:60+08:00", "2026-12-01T24:00:01+08:00", "2026-12-01T24:01Z",
                "2026-12-01T10:00:00-00:00", "2026-12-01T10:00:00+14:01", "2026-12-01T10:00:00+15:00", "2026-02-30T10:00:00Z",
                "2026-12-01T10:00:00.5+08:00", "2026-12-01T10:00:00+8:00", "2026-12-01t10:00:00z", "2026-12-01T", "x",
                "2026-12-01T10:00:00+08", "2026-12-01T10:00:00+08:60", "0000-01-01"]),
    "DURATION": (["P7D", "P1Y6M", "PT30M", "P1Y2M3W4DT5H6M7S", "P2W", "PT1S", "P0D", "P999999Y", "P1MT1M"],
                 ["", "P", "PT", "P1DT", "7D", "P1.5D", "-P1D", "P1D1D", "P1M1Y", "PT1D", "P1H", "p7d", "7天", "P1000000D",
                  "P D", "P1Y2", "P+1D"]),
    "BOOL": (["true", "false", " true "], ["", "1", "0", "yes", "TRUE", "True", "是", "true false"]),
    "URI": (["https://a.example/x?y=1#z", "files/a.pdf", "tel:95588", "https://a.example/%E4%B8%AD", "[::1]"],
            ["", "https://a.example/中", "a b", "a%zz", "a%4", "%", "a<b", "a\"b", "a\\b", "a^b", "a|b", "{x}"]),
    "PHONE": (["95588", "400-820-0000", "+86 21 5555 0101", "110", "021-5555-0101", "1" * 20],
              ["", "12", "1" * 21, "(021)5555", "021--555", "021 - 555", "-110", "110-", "12a45", "95588转2", "++86 1", "9558８",
               "021/555"]),
    "DIGEST": (["0" * 64, "0123456789abcdef" * 4], ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "sha256:" + "0" * 64]),
    "LANG": (["zh", "zh-Hans", "zh-Hans-CN", "en-GB", "es-419", "yue-Hant-HK"],
             ["", "z", "chinese", "ZH", "zh-hans", "zh-CN-Hans", "zh_CN", "zh-", "zh-Hans-", "en-gb", "zh-41", "中文"]),
    "REGION": (["310000", "CN", "CN-SH", "310115101", "310115101001", "US-CA", "GB-ENG"],
               ["", "31", "3100000", "010000", "cn", "CHN", "CN-", "CN-SHAN", "CN_SH", "上海", "3101O5", "CN-sh", "C"]),
}


def xml_value(v):
    return quoteattr(v, {"\t": "&#9;", "\n": "&#10;"})


class Node:
    """An element to be written: name with prefix, attributes, children (nodes or text)."""

    def __init__(self, name, element=None):
        self.name, self.element, self.attrs, self.children = name, element, {}, []

    def text(self):
        attrs = "".join(f" {k}={xml_value(v)}" for k, v in self.attrs.items())
        inner = "".join(c.text() if isinstance(c, Node) else c for c in self.children)
        return f"<{self.name}{attrs}>{inner}</{self.name}>"


class Maker:
    def __init__(self, v, rng):
        self.v, self.rng = v, rng
        self.path = {}  # element id -> ids from a root to it
        todo = [(r, [r]) for r in v.roots]
        for id, path in todo:
            if id not in self.path:
                self.path[id] = path
                todo.extend((c, path + [c]) for c in v.elements[id].children)

    def value(self, a, good=True):
        if a.type == "CODE":
            return self.rng.choice(self.v.lists[a.arg].codes).code if good else "no-such-code"
        if a.type == "CODES":
            codes = [c.code for c in self.rng.choices(self.v.lists[a.arg].codes, k=2)]
            return " ".join(codes if good else codes + ["no-such-code"])
        return self.rng.choice(VALUES[a.type][0 if good else 1])

    def node(self, id, optional=0.0, depth=0):
        """A valid element with its required content and a share of the optional."""
        e = self.v.elements[id]
        n = Node(e.name, e)
        for a in e.attrs.values():
            if a.required or self.rng.random() < optional:
                n.attrs[a.name] = self.value(a)
        for c in e.children.values():
            if c.min or (depth < 3 and self.rng.random() < optional / 2):
                for _ in range(1 if c.max == 1 else self.rng.choice((1, 1, 2))):
                    n.children.append(self.node(c.id, optional / 2, depth + 1))
        self.rng.shuffle(n.children)
        if e.content in ("COPY", "INLINE", "NOTE", "FOREIGN"):
            n.children.insert(0, "文字 text")
        return n

    def document(self, id, optional=0.0):
        """A valid document that holds the element; root and the element."""
        path = self.path[id]
        root = n = self.node(path[0], optional if len(path) == 1 else 0.0)
        for step in path[1:]:
            child = self.node(step, optional if step == path[-1] else 0.0)
            if n.element.children[step].max == 1:
                n.children = [c for c in n.children if not isinstance(c, Node) or c.element.id != step]
            n.children.append(child)
            n = child
        root.attrs["xmlns"] = self.v.ns
        root.attrs["xmlns:x"] = "urn:example:x"
        root.attrs["xmlns:o"] = self.v.ns
        root.attrs["xmlns:c"] = "urn:cpreview:campaign:1"
        root.attrs["xmlns:r"] = "urn:cpreview:rules:1"
        return root, n

    def documents(self):
        """Pairs of a label and a document; no two alike in kind and element."""
        for e in self.v.elements.values():
            yield from self.of_element(e)
        yield from self.of_types()

    def of_types(self):
        """Each value of each type, in one place where the type is used."""
        seen = set()
        for e in self.v.elements.values():
            for a in e.attrs.values():
                if a.type in VALUES and a.type not in seen:
                    seen.add(a.type)
                    for good in (0, 1):
                        for value in VALUES[a.type][good]:
                            root, n = self.document(e.id)
                            n.attrs[a.name] = value
                            yield f"{a.type} {'good' if good == 0 else 'bad'} {value!r}", root

    def of_element(self, e):
        def fresh(label, optional=0.0):
            root, n = self.document(e.id, optional)
            return f"{e.name}: {label}", root, n

        def foreign(name="x:thing", *children):
            n = Node(name)
            n.attrs["any"] = "1"
            n.children = list(children)
            return n

        for share in (0.0, 0.5, 1.0):
            label, root, n = fresh(f"valid, {share}", share)
            yield label, root
        for what, thing in (
                ("unknown element", lambda: Node("no-such-element")),
                ("text", lambda: "文字"),
                ("white space and a comment", lambda: " \n<!-- c -->\t"),
                ("foreign element", lambda: foreign("x:thing", "text", foreign("x:deeper"))),
                ("ours in a foreign element", lambda: foreign("x:thing", Node(e.name))),
                ("element without namespace in a foreign one", lambda: foreign("x:thing", self.bare())),
                ("element without namespace", self.bare),
                ("element of the other vocabulary", lambda: Node("c:campaign" if self.v.ns.endswith("rules:1") else "r:rule")),
                ("unknown element in a foreign one", lambda: foreign("x:thing", Node("o:no-such-element")))):
            label, root, n = fresh(what)
            n.children.append(thing())
            yield label, root
        for what, name in (("unknown attribute", "no-such-attribute"), ("foreign attribute", "x:thing"), ("xml:lang", "xml:lang"),
                           ("xml:space", "xml:space"), ("attribute of ours with a prefix", "o:id"),
                           ("attribute of the rules", "r:id")):
            label, root, n = fresh(what)
            n.attrs[name] = "preserve" if name == "xml:space" else "zh"
            yield label, root
        others = list(self.v.elements.values())
        for k in range(3):
            label, root, n = fresh(f"another element {k}")
            n.children.append(self.node(self.rng.choice(others).id))
            yield label, root
        for a in e.attrs.values():
            if a.required:
                label, root, n = fresh(f"without {a.name}")
                del n.attrs[a.name]
                yield label, root
        for a in self.rng.sample(list(e.attrs.values()), min(2, len(e.attrs))):
            label, root, n = fresh(f"bad {a.name}")
            n.attrs[a.name] = self.value(a, good=False)
            yield label, root
        for c in e.children.values():
            label, root, n = fresh(f"twice {c.id}")
            n.children += [self.node(c.id), self.node(c.id)]
            yield label, root
            if c.min:
                label, root, n = fresh(f"without {c.id}")
                n.children = [k for k in n.children if not isinstance(k, Node) or k.element.id != c.id]
                yield label, root
            if e.content in ("COPY", "INLINE", "FOREIGN"):
                label, root, n = fresh(f"{c.id} in a foreign element")
                n.children.append(foreign("x:thing", "a", foreign("x:thing", self.node(c.id)), "b"))
                yield label, root

    @staticmethod
    def bare():
        n = Node("thing")
        n.attrs["xmlns"] = ""
        return n


def parser_says(dump, options, files):
    """file -> problems the parser has with it, without those no schema can have"""
    out = subprocess.run([dump, *options, *files], capture_output=True, text=True, check=True).stdout
    said = {f: [] for f in files}
    for line in out.splitlines():
        file, rest = line.split(":", 1)
        if not rest.endswith(" problems") and not any(p in rest for p in NOT_IN_SCHEMAS):
            said[file].append(rest)
    return said


def jing_says(schema, files):
    """files that are not valid"""
    run = subprocess.run(["jing", schema, *files], capture_output=True, text=True, check=False)
    return {f for f in files if f + ":" in run.stdout}


def xmllint_says(schema, files):
    run = subprocess.run(["xmllint", "--nonet", "--noout", "--relaxng", schema, *files], capture_output=True, text=True,
                         check=False)
    bad = {f for f in files if f + " fails to validate" in run.stderr}
    good = {f for f in files if f + " validates" in run.stderr}
    if bad | good != set(files):
        raise RuntimeError("xmllint did not judge every file:\n" + run.stderr[-2000:])
    return bad


def compare(count, title, dump, options, schema, tmp, documents):
    """Writes the documents, asks all, prints one line of TAP for each judge."""
    labels = {}
    for i, (label, root) in enumerate(documents):
        name = f"{i:05}.xml"
        (tmp / name).write_text(root.text(), encoding="utf-8")
        labels[name] = label
    files = list(labels)
    said = parser_says(dump, options, files)
    refused = sum(1 for f in files if said[f])
    print(f"# {title}: {len(files)} documents, {refused} of them with a mistake")
    judges = [("jing", jing_says), ("xmllint", xmllint_says)]
    failed = False
    for judge, ask in judges:
        count += 1
        if not which(judge):
            print(f"ok {count} - {title}: the parser agrees with {judge} # SKIP {judge} is missing")
            continue
        bad = set()
        for at in range(0, len(files), 500):
            bad |= ask(str(schema), files[at:at + 500])
        odd = [f for f in files if (f in bad) != bool(said[f])]
        print(f"{'not ok' if odd else 'ok'} {count} - {title}: the parser agrees with {judge}")
        for f in odd[:20]:
            print(f"# {labels[f]}: the schema says {'no' if f in bad else 'yes'}, the parser {said[f] or 'yes'}")
            print(f"#   {(tmp / f).read_text(encoding='utf-8')[:600]}")
        failed |= bool(odd)
    # A comparison of nothing, or of good documents only, would show nothing.
    count += 1
    enough = len(files) >= 150 and refused >= 75 and len(files) - refused >= 75
    print(f"{'ok' if enough else 'not ok'} {count} - {title}: enough documents of both sorts")
    return count, failed or not enough


def manual_examples(dump, count):
    """The examples that the manual pages show are what the parser accepts."""
    failed = False
    for page, options in (("cpreview-spec.5", []), ("cpreview-rules.5", ["--rules", "rules"])):
        text = (TOP / "docs/man" / page).read_text(encoding="utf-8")
        example = re.search(r'^\.SS "An example"\n\.nf\n(.*?)^\.fi$', text, re.M | re.S)[1]
        for escape, character in (("\\-", "-"), ("\\e", "\\"), ("\\(aq", "'")):
            example = example.replace(escape, character)
        with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as f:
            f.write(example)
            f.flush()
            said = parser_says(dump, options, [f.name])[f.name]
        count += 1
        failed |= bool(said)
        print(f"{'not ok' if said else 'ok'} {count} - the example in {page}")
        for line in said:
            print(f"# {line}")
    return count, failed


def main():
    dump = str(Path(sys.argv[1]).resolve())
    listed = (TOP / "libcpreview/check/kinds.def").read_text(encoding="utf-8")
    kinds = [k.split(")")[0] for k in listed.split("CPR_KIND(")[1:]]
    count, failed = 0, False
    for title, ns, roots, defs in (
            ("campaign", "urn:cpreview:campaign:1", ["CAMPAIGN"], ["libcpreview/spec/vocabulary.def"]),
            ("rules", "urn:cpreview:rules:1", ["RULESET", "RULES"],
             ["libcpreview/ruleset/vocabulary.def"] + [f"libcpreview/check/{k}.def" for k in kinds])):
        reader = Reader(ns, roots)
        for d in defs:
            reader.read(TOP / d, d)
        v = reader.finish()
        for root in roots:
            maker = Maker(v, random.Random(20261124))
            documents = [(label, doc) for label, doc in maker.documents() if doc.element.id == root]
            options = [] if title == "campaign" else ["--rules", v.elements[root].name]
            if len(documents) < 150:  # a root of which little is its own; its elements were met under the other
                continue
            with tempfile.TemporaryDirectory() as tmp:
                os.chdir(tmp)
                count, bad = compare(count, f"{title}, root {v.elements[root].name}", dump, options,
                                     TOP / f"schemas/{title}.rng", Path(tmp), documents)
                os.chdir("/")
                failed |= bad
    count, bad = manual_examples(dump, count)
    print(f"1..{count}")
    return 1 if failed or bad else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Inputs: each has its place in the results, also one that cannot be read, and none keeps the others from being reviewed."""

import itertools
import os
import re
import shutil
import stat
import subprocess
import time

import pytest
from clihelp import BODY_COLUMN, BODY_LINE, COMMAND, ERROR, FROM_MARCH, HOSTILE, NOTE, SMALL, WARNING, campaign, environment, lint, write

GOOD = campaign()


def kinds(folder):
    """An input of each outcome: name by exit code."""
    write(folder, "clean.xml", GOOD)
    write(folder, "findings.xml", campaign(ERROR))
    write(folder, "malformed.xml", GOOD[:-20])
    return {0: "clean.xml", 1: "findings.xml", 3: "malformed.xml", 2: "missing.xml"}


ORDER = [70, 2, 3, 1, 0]


@pytest.mark.parametrize("codes", [c for n in (1, 2, 3, 4) for c in itertools.permutations((0, 1, 2, 3), n)])
def test_exit_code_over_several_inputs(codes, tmp_path):
    names = kinds(tmp_path)
    r = lint(*(names[c] for c in codes), cwd=tmp_path)
    assert r.code == next(c for c in ORDER if c in codes)
    assert r.summary == (len(codes), *(codes.count(c) for c in (0, 1, 3, 2)))
    # every one of them has its report, in the order given
    assert [m for m in re.findall(r"^(\w+\.xml): (?:pass|fail|incomplete)", r.text, re.M)] == [names[c] for c in codes]
    reports = lint("-f", "json", *(names[c] for c in codes), cwd=tmp_path).json["reports"]
    assert [x["input"]["name"] for x in reports] == [names[c] for c in codes]


UNDERSTOOD = campaign("一行\n字")
NEXT_LINE = UNDERSTOOD.splitlines().index("字</body>") + 1

# name: (bytes, place, id, a part of the message)
BAD = {
    "malformed": (UNDERSTOOD.replace("</body>", "</boody>"), f"{NEXT_LINE}:2", "xml.malformed", "boody"),
    "unclosed": (GOOD[:-20], r"\d+:\d+", "xml.malformed", ""),
    "doctype": (GOOD.replace("<campaign", "<!DOCTYPE campaign><campaign"), "2:1", "xml.doctype", "DOCTYPE"),
    "entities": (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "/etc/passwd">]><x>&a;&b;</x>',
        "1:1",
        "xml.doctype",
        "DOCTYPE",
    ),
    "unknown-element": (UNDERSTOOD.replace("body>", "bodi>"), r"\d+:7", "", "bodi>; did you mean <body>?"),
    "unknown-attribute": (UNDERSTOOD.replace("title=", "titel="), r"3:\d+", "", "did you mean"),
    "impossible-date": (UNDERSTOOD.replace("2027-12-31", "2027-02-30"), r"6:\d+", "", "2027-02-30"),
    "no-number": (UNDERSTOOD.replace('revision="1"', 'revision="one"').replace("phone=", "phones="), r"\d+:\d+", "", ""),
    "wrong-namespace": (UNDERSTOOD.replace("campaign:1", "campaign:2"), "2:1", "", "campaign:2"),
    "no-xml": ("just some words\n", "1:1", "", ""),
    "invalid-utf-8": (UNDERSTOOD.encode().replace("一".encode(), b"\xff\xfe"), f"{BODY_LINE}:{BODY_COLUMN}", "input.encoding", ""),
    "gbk-without-saying-so": (UNDERSTOOD.encode("gb18030"), r"\d+:\d+", "input.encoding", ""),
    "mojibake": (UNDERSTOOD.replace('encoding="UTF-8"', 'encoding="GB18030"'), r"\d+:\d+", "input.encoding", ""),
    "utf-7": (UNDERSTOOD.replace('encoding="UTF-8"', 'encoding="UTF-7"'), r"\d+:\d+", "input.encoding", ""),
    "truncated-utf-16": (UNDERSTOOD.replace("UTF-8", "UTF-16").encode("utf-16")[:-1], r"\d+:\d+", "input.encoding", ""),
    "nul": (UNDERSTOOD.replace("一", "\0"), f"{BODY_LINE}:{BODY_COLUMN}", "", ""),
    "control": (UNDERSTOOD.replace("一", "\x1b"), f"{BODY_LINE}:{BODY_COLUMN}", "", ""),
    "empty": ("", None, "input.empty", "the file is empty"),
    "deep": ("<a>" * 500 + "</a>" * 500, r"1:\d+", "", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_documents_that_are_wrong(name, tmp_path):
    content, place, rule, said = BAD[name]
    write(tmp_path, "bad.xml", content)
    write(tmp_path, "a.xml", campaign(ERROR))
    write(tmp_path, "z.xml", campaign(WARNING))
    r = lint("a.xml", "bad.xml", "z.xml", cwd=tmp_path)
    assert r.code == 3 and r.summary == (3, 0, 2, 1, 0), r
    assert len(r.errors.splitlines()) == 1
    # the first line that speaks of the file says where and what
    first = next(line for line in r.text.splitlines() if line.startswith("bad.xml"))
    m = re.fullmatch(r"bad\.xml(?::(\d+:\d+))?: (?:error|not checked) \[([a-z.-]+)\] (.*)", first)
    assert m, first
    assert re.fullmatch(place, m[1]) if place else m[1] is None, first
    assert m[2].startswith(rule) and said in m[3], first
    assert "bad.xml: incomplete" in r.text
    # the others have been reviewed
    assert f"a.xml:{BODY_LINE}:{BODY_COLUMN}: error [small.know.no-sure-win]" in r.text
    assert f"z.xml:{BODY_LINE}:{BODY_COLUMN}: warning [small.fair-trade.no-hurry]" in r.text


def unreadable_inputs(folder):
    """What is no regular file, by name, with a part of what is said."""
    os.mkfifo(folder / "fifo.xml")
    os.symlink("nowhere", folder / "dangling.xml")
    os.symlink("loop.xml", folder / "loop.xml")
    return {
        "missing.xml": "there is no such file",
        "fifo.xml": "not a regular file",
        "/dev/zero": "not a regular file",
        "/dev/tty": "",
        "dangling.xml": "there is no such file",
        "loop.xml": "",
        "missing/a.xml": "there is no such file",
        "a.xml/b.xml": "",
        "x" * 300 + ".xml": "",
        "/proc/self/mem": "",
        "": "a name cannot be empty",
    }


def test_inputs_that_are_no_files(tmp_path):
    write(tmp_path, "a.xml", campaign(ERROR))
    write(tmp_path, "z.xml", campaign(WARNING))
    inputs = unreadable_inputs(tmp_path)
    begin = time.monotonic()
    r = lint("a.xml", *inputs, "z.xml", cwd=tmp_path)
    assert time.monotonic() - begin < 30
    assert r.code == 2 and r.summary == (len(inputs) + 2, 0, 2, 0, len(inputs)), r
    for name, said in inputs.items():
        told = [x for x in r.text.splitlines() if x.startswith(f"{name}: not checked [input.unreadable]")]
        assert len(told) == 1 and said in told[0], (name, told)
        reason = told[0].split("file: ", 1)[-1]
        assert reason, told
    assert "a.xml:13:13: error" in r.text and "z.xml:13:13: warning" in r.text


@pytest.mark.parametrize("format", ["json", "jsonl", "sarif"])
def test_what_cannot_be_read_is_told_on_standard_error_if_no_text_is_on_standard_output(format, tmp_path):
    write(tmp_path, "a.xml", GOOD)
    for args in (["-f", format], ["-f", f"{format}=out"], ["-f", format, "-f", "text=out.txt"]):
        r = lint("a.xml", "missing.xml", *args, cwd=tmp_path)
        assert r.code == 2
        lines = r.errors.splitlines()
        assert len(lines) == 2 and lines[0].startswith("cpreview: missing.xml: ") and "there is no such file" in lines[0]
    r = lint("a.xml", "missing.xml", "-f", format + "=out", "-f", "text", cwd=tmp_path)
    assert len(r.errors.splitlines()) == 1


def as_nobody(function):
    """Runs with the rights of nobody where the tests run as root, who may read everything."""
    if os.geteuid() != 0:
        return function()
    probe = subprocess.run([COMMAND, "--version"], user=65534, group=65534, env=environment(), capture_output=True, check=False)
    probe2 = subprocess.run(["/bin/ls", SMALL], user=65534, group=65534, capture_output=True, check=False)
    if probe.returncode or probe2.returncode:
        pytest.skip("nobody may not enter the build or the sources")
    return function(user=65534, group=65534)


@pytest.fixture(name="open_folder")
def _open_folder():
    """A temporary folder that everybody may enter."""
    import tempfile

    folder = tempfile.mkdtemp(prefix="cpreview-test.")
    os.chmod(folder, 0o755)
    yield folder
    for top, folders, _ in os.walk(folder):
        for name in folders:
            os.chmod(os.path.join(top, name), 0o755)
    shutil.rmtree(folder)


def test_files_and_folders_without_permission(open_folder):
    write(open_folder, "a.xml", campaign(ERROR))
    os.chmod(write(open_folder, "secret.xml", GOOD), 0)
    os.mkdir(f"{open_folder}/closed")
    write(f"{open_folder}/closed", "b.xml", GOOD)
    os.mkdir(f"{open_folder}/blind")  # may be listed, but not entered
    write(f"{open_folder}/blind", "c.xml", GOOD)
    os.chmod(f"{open_folder}/closed", 0)
    os.chmod(f"{open_folder}/blind", 0o444)
    write(open_folder, "z.xml", campaign(WARNING))
    r = as_nobody(lambda **who: lint(".", cwd=open_folder, **who))
    assert r.code == 2 and r.summary == (5, 0, 2, 0, 3), r
    told = re.findall(r"^(\S+): not checked \[input.unreadable\] (.*)", r.text, re.M)
    assert [name for name, _ in told] == ["./blind/c.xml", "./closed", "./secret.xml"]
    assert all("permission" in what for _, what in told)
    assert "a.xml:13:13: error" in r.text and "z.xml:13:13: warning" in r.text


def test_a_configuration_without_permission(open_folder):
    write(open_folder, "a.xml", GOOD)
    os.chmod(write(open_folder, "cpreview.conf", "fail-on = error\n"), 0)
    from clihelp import run

    r = as_nobody(lambda **who: run("lint", "-r", SMALL, "a.xml", cwd=open_folder, **who))
    assert r.code == 2 and r.errors == "cpreview: cpreview.conf: Permission denied\n"


def test_a_file_larger_than_allowed(tmp_path):
    write(tmp_path, "a.xml", GOOD)
    with open(tmp_path / "large.xml", "wb") as file:
        file.truncate(5 << 30)  # sparse
    begin = time.monotonic()
    r = lint("large.xml", "a.xml", cwd=tmp_path)
    assert time.monotonic() - begin < 10
    assert r.code == 3 and r.summary == (2, 1, 0, 1, 0), r
    assert len(re.findall(r"^large\.xml: not checked \[input\.unreadable\] .*larger than 16777216 bytes", r.text, re.M)) == 1
    # at the limit of 16 MiB it is read, one byte more and it is not
    comment = "<!--" + "x" * 60000 + "-->"
    comments, blanks = divmod((16 << 20) - len(GOOD.encode()), len(comment))
    write(tmp_path, "limit.xml", GOOD + comment * comments + "\n" * blanks)
    assert lint("limit.xml", cwd=tmp_path).code == 0
    write(tmp_path, "limit.xml", GOOD + comment * comments + "\n" * (blanks + 1))
    assert lint("limit.xml", cwd=tmp_path).code == 3


# ---- folders


def test_folders_are_walked_in_a_fixed_order(tmp_path):
    for name in ("b", "a/z", "a", "B", "b.d", ".hidden", "c/.git", "中", "a b"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    names = [
        "B/x.xml",
        "Z.xml",
        "a b/x.xml",
        "a.xml",
        "a/1.xml",
        "a/10.xml",
        "a/2.xml",
        "a/z/q.xml",
        "b.d/x.xml",
        "b/x.xml",
        "中/x.xml",
        "ä.xml",
    ]
    for name in reversed(names):
        write(tmp_path, name, GOOD)
    for name in (".x.xml", ".hidden/x.xml", "c/.git/x.xml", "x.XML", "xml", "b/.xml", "readme.txt", "x.xml~", "x.xml.bak"):
        write(tmp_path, name, "not to be looked at")
    r = lint("-f", "json", ".", cwd=tmp_path)
    assert r.code == 0, r
    got = [x["input"]["name"] for x in r.json["reports"]]

    def walk(folder):
        """The order: entries of a folder by the bytes of their names, what is in a folder where its name stands."""
        for entry in sorted(os.listdir(os.fsencode(folder))):
            path = os.path.join(os.fsencode(folder), entry)
            if entry.startswith(b"."):
                continue
            if os.path.isdir(path):
                yield from walk(path)
            elif entry.endswith(b".xml"):
                yield os.fsdecode(os.path.relpath(path, os.fsencode(tmp_path)))

    assert got == ["./" + name for name in walk(tmp_path)] and set(got) == {"./" + name for name in names}
    # the same whatever the name of the folder and its slashes
    for folder in ("./", str(tmp_path), str(tmp_path) + "/"):
        again = [x["input"]["name"] for x in lint("-f", "json", folder, cwd=tmp_path).json["reports"]]
        assert [os.path.normpath(os.path.join(tmp_path, x)) for x in again] == [os.path.normpath(tmp_path / x) for x in got]


def test_links_in_folders(tmp_path):
    (tmp_path / "tree/deep").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    write(tmp_path, "elsewhere/e.xml", GOOD)
    write(tmp_path, "tree/deep/d.xml", GOOD)
    os.symlink("..", tmp_path / "tree/deep/up")  # loops
    os.symlink(".", tmp_path / "tree/self")
    os.symlink("../elsewhere", tmp_path / "tree/out")
    os.symlink("../elsewhere/e.xml", tmp_path / "tree/file.xml")  # a link to a file is an input
    r = lint("-f", "json", "tree", cwd=tmp_path)
    assert r.code == 0, r
    assert [x["input"]["name"] for x in r.json["reports"]] == ["tree/deep/d.xml", "tree/file.xml"]
    # named on the command line, a link to a folder is that folder
    r = lint("-f", "json", "tree/out", cwd=tmp_path)
    assert [x["input"]["name"] for x in r.json["reports"]] == ["tree/out/e.xml"]
    # what has the name of a spec, but is none, is not left out in silence
    os.symlink("../elsewhere", tmp_path / "tree/odd.xml")
    os.mkfifo(tmp_path / "tree/pipe.xml")
    r = lint("tree", cwd=tmp_path)
    assert r.code == 2 and r.summary == (4, 2, 0, 0, 2)


def test_folders_without_specs(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "texts").mkdir()
    write(tmp_path, "texts/readme.txt", "x")
    write(tmp_path, "a.xml", campaign(ERROR))
    r = lint("empty", "a.xml", "texts", cwd=tmp_path)
    assert r.code == 2 and r.summary == (3, 0, 1, 0, 2), r
    for name in ("empty", "texts"):
        assert len(re.findall(f"^{name}: not checked .*there is no .xml file in the folder", r.text, re.M)) == 1
    assert "a.xml:13:13: error" in r.text
    # below one with specs, an empty folder is nothing to speak of
    assert lint(".", cwd=tmp_path).summary == (1, 0, 1, 0, 0)


def test_folders_that_nest_too_deeply(tmp_path):
    deep = tmp_path
    for _ in range(32):
        deep = deep / "d"
    deep.mkdir(parents=True)
    write(deep, "deepest.xml", GOOD)
    write(tmp_path, "z.xml", GOOD)
    assert lint(".", cwd=tmp_path).summary == (2, 2, 0, 0, 0)
    (deep / "d").mkdir()
    write(deep / "d", "too-deep.xml", GOOD)
    r = lint(".", cwd=tmp_path)
    assert r.code == 2 and r.summary == (3, 2, 0, 0, 1)
    assert "folders nest too deeply" in r.text


def test_an_input_given_twice_is_reviewed_twice(tmp_path):
    write(tmp_path, "a.xml", GOOD)
    assert lint("a.xml", ".", "a.xml", cwd=tmp_path).summary == (3, 3, 0, 0, 0)


# ---- standard input


def test_standard_input(tmp_path):
    write(tmp_path, "a.xml", GOOD)
    r = lint("a.xml", "-", cwd=tmp_path, stdin=campaign(ERROR).encode())
    assert r.code == 1 and r.summary == (2, 1, 1, 0, 0)
    assert f"<stdin>:{BODY_LINE}:{BODY_COLUMN}: error" in r.text
    r = lint("-", "--stdin-name=from mail.xml", stdin=campaign(ERROR).encode())
    assert r.code == 1 and f"from mail.xml:{BODY_LINE}:{BODY_COLUMN}: error" in r.text
    # the same bytes as from a file of that name
    write(tmp_path, "b.xml", campaign(ERROR))
    for format in ("json", "jsonl", "sarif", "text"):
        from_file = lint("-f", format, "b.xml", cwd=tmp_path)
        assert lint("-f", format, "-", "--stdin-name", "b.xml", stdin=campaign(ERROR).encode()).out == from_file.out


def test_standard_input_twice():
    r = lint("-", "-", stdin=GOOD.encode())
    assert r.code == 2 and r.errors == "cpreview: lint: - can be given only once\n"


def test_standard_input_empty_or_malformed():
    assert lint("-", stdin=b"").code == 3
    assert lint("-", stdin=GOOD[:-20].encode()).code == 3
    assert lint("-", stdin=GOOD.encode() + b"\0").code == 3


def test_standard_input_larger_than_allowed():
    r = lint("-", stdin=GOOD.encode() + b"\n" * (17 << 20))
    assert r.code == 3 and "limit" in r.text
    with open("/dev/zero", "rb") as zero:  # never ends
        r = lint("-", stdin_file=zero)
    assert r.code == 3 and "limit" in r.text and r.summary == (1, 0, 0, 1, 0)


def test_standard_input_that_cannot_be_read(tmp_path):
    write(tmp_path, "a.xml", campaign(ERROR))
    folder = os.open(tmp_path, os.O_RDONLY)
    r = lint("-", "a.xml", cwd=tmp_path, stdin_file=folder)
    os.close(folder)
    assert r.code == 2 and r.summary == (2, 0, 1, 0, 1)
    assert len(re.findall(r"^<stdin>: not checked .*standard input cannot be read: Is a directory", r.text, re.M)) == 1
    assert "a.xml:13:13: error" in r.text


def test_a_file_named_dash(tmp_path):
    write(tmp_path, "-", campaign(ERROR))
    assert lint("./-", cwd=tmp_path, stdin=GOOD.encode()).code == 1


def test_a_slow_pipe():
    process = subprocess.Popen(
        [COMMAND, "lint", "--no-config", "-r", SMALL, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    data = campaign(ERROR).encode()
    for piece in (data[:10], data[10:500], data[500:]):
        process.stdin.write(piece)
        process.stdin.flush()
        time.sleep(0.05)
    process.stdin.close()
    out = process.stdout.read()
    process.stdout.close()
    assert process.wait() == 1 and b"<stdin>:13:13" in out


# ---- names


NAMES = [
    HOSTILE,
    b"invalid \xff\xc0\xaf \xe2\x82 utf8.xml",
    b"overlong \xe0\x82\x9b \xed\xa0\x80.xml",
    "with spaces and 'quotes\".xml",
    "活动方案.xml",
    "\u200b\u2066x\u2069\ufeff\x9b.xml",
    "-f.xml",
    "{0}<b>&amp;](http:x).xml",
    "a:1:2: error [x] y.xml",
    "%n%s%d.xml",
]
# as the outputs promise: none of these is ever raw
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def assert_safe(stream, lines=None):
    text = stream.decode("utf-8")  # valid, or this raises
    found = UNSAFE.search(text)
    assert not found, (hex(ord(found.group())), text)
    if lines is not None:
        assert len(text.splitlines()) == lines, text


@pytest.mark.parametrize("name", NAMES, ids=[f"name{i}" for i in range(len(NAMES))])
def test_names_are_escaped_everywhere(name, tmp_path):
    raw = os.fsencode(name)
    write(tmp_path, raw, campaign(ERROR))
    write(tmp_path, b"bad " + raw, GOOD[:-20])
    missing = b"missing " + raw
    inputs = [b"./" + raw, b"bad " + raw, missing]
    for format in ("text", "json", "jsonl", "sarif"):
        r = lint("-v", "-f", format, "--trace", "small.know.no-sure-win", *inputs, cwd=tmp_path)
        assert r.code == 2 and r.summary == (3, 0, 1, 1, 1), r
        assert_safe(r.out)
        # trace: a line each input and one each finding; -v: a line each input; what is unreadable; the summary
        assert_safe(r.err, lines=4 + 3 + (format != "text") + 1)
    # nothing is lost: from JSON a program gets the name back
    r = lint("-f", "json", *inputs, cwd=tmp_path)
    got = [x["input"]["name"] for x in r.json["reports"]]
    valid = not any(b in raw for b in (b"\xff", b"\xed"))
    if valid:
        assert got == [os.fsdecode(x) for x in inputs]
    else:
        assert all("\\x" in x for x in got) and len(set(got)) == 3
    # as an output, a configuration file, a ruleset, a rule, a command
    for args, code, count in (
        (["-f", b"json=" + raw + b"/x", b"./" + raw], 2, 2),
        ([b"--config=nowhere" + raw, "--no-config"][:1], 2, 1),
        (["-r", b"./nowhere" + raw, b"./" + raw], 2, 1),
        ([b"--rule=" + raw, b"./" + raw], 2, 1),
        ([b"--trace=" + raw, b"./" + raw], 2, 1),
        ([b"--format=" + raw.replace(b"=", b""), b"./" + raw], 2, 1),
        ([b"--as-of=" + raw, b"./" + raw], 2, 1),
        ([b"--" + raw.replace(b"=", b"")], 2, 1),
    ):
        r = lint(*args, cwd=tmp_path)
        assert r.code == code and r.out == b"" or args[0] == "-f", (args, r)
        assert_safe(r.err, lines=count)


def test_names_as_the_folder_of_init_and_of_rulesets(tmp_path):
    from clihelp import run

    for i, name in enumerate(NAMES):
        raw = b"x" + os.fsencode(name)
        os.mkdir(os.path.join(os.fsencode(tmp_path), raw))
        r = run("init", raw, cwd=tmp_path)
        assert r.code == 0 and r.err == b""
        assert_safe(r.out, lines=2)
        assert_safe(run("init", raw, cwd=tmp_path).err, lines=1)
        folder = b"ruleset" + os.fsencode(name) + b".d"
        shutil.copytree(os.fsencode(SMALL), os.path.join(os.fsencode(tmp_path), folder))
        for args in (["check"], ["show"], ["list"]):
            words = ["small.know.no-sure-win"] if args == ["show"] else []
            r = run("rules", *args, "-r", b"./" + folder, *words, cwd=tmp_path)
            assert r.code == 0 and r.err == b"", (i, r)
            assert_safe(r.out)
        assert_safe(run("test", "-v", b"./" + folder, cwd=tmp_path).out, lines=11)


def test_text_of_campaigns_is_escaped(tmp_path):
    bidi = "\u202e\u200b\u2028\u2066"
    write(tmp_path, "a.xml", campaign(f"稳赚{bidi}不赔", headline=bidi, title=bidi + "\u0085x", hotline=False))
    for format in ("text", "json", "jsonl", "sarif"):
        r = lint("-f", format, "--trace", "small.redress.hotline", "a.xml", cwd=tmp_path)
        assert r.code == 1
        assert_safe(r.out)
        assert_safe(r.err)


def test_a_name_of_any_length_is_told_whole(tmp_path):
    for n in (100, 230, 250, 256, 500, 5000, 50000):
        r = lint("y" * n + "/" + "x" * n + ".xml", "-f", "json", cwd=tmp_path)
        assert r.code == 2
        assert ("y" * n + "/" + "x" * n + ".xml: ") in r.errors


# ---- -j


def test_several_at_a_time_give_the_same_bytes(tmp_path):
    bodies = itertools.cycle(["活动", ERROR, WARNING, NOTE, FROM_MARCH, ERROR + "。" + WARNING, None, "活动" * 3000])
    inputs = []
    for i, body in zip(range(50), bodies):
        inputs.append(f"c{i:02}.xml")
        write(tmp_path, inputs[-1], GOOD[:-i] if body is None else campaign(body))
    inputs[7:7] = ["missing.xml"]
    inputs[20:20] = ["-"]
    options = ["-v", "--trace=small.know.no-sure-win", "--trace=small.redress.hotline"]
    for format in ("text", "json", "jsonl", "sarif"):
        one = lint("-f", format, *options, *inputs, cwd=tmp_path, stdin=campaign(ERROR).encode())
        assert one.code == 2
        for jobs in ("2", "4", "64"):
            for _ in range(2):
                r = lint("-f", format, "-j", jobs, *options, *inputs, cwd=tmp_path, stdin=campaign(ERROR).encode())
                assert (r.code, r.out, r.err) == (one.code, one.out, one.err)


# ---- memory

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
/* Larger blocks are not to be had. */
#define TRY(name, size, ...) \
	static void *(*real)(__VA_ARGS__); \
	if (!real) *(void **)&real = dlsym(RTLD_NEXT, name); \
	if ((size) > 2000000) { errno = ENOMEM; return NULL; }
void *malloc(size_t n) { TRY("malloc", n, size_t) return real(n); }
void *realloc(void *p, size_t n) { TRY("realloc", n, void *, size_t) return real(p, n); }
"""


def test_without_memory_for_one_input_the_others_are_reviewed(tmp_path):
    compiler = os.environ.get("CC", "cc").split()
    if os.environ.get("INSTRUMENT"):
        pytest.skip("sanitizers have a malloc of their own")
    if not shutil.which(compiler[0]):
        pytest.skip("no C compiler")
    write(tmp_path, "shim.c", SHIM)
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", tmp_path / "shim.so", tmp_path / "shim.c", "-ldl"], check=True)
    preload = {"LD_PRELOAD": str(tmp_path / "shim.so")}
    write(tmp_path, "a.xml", campaign(ERROR))
    write(tmp_path, "large.xml", GOOD + "\n" * 3000000)
    write(tmp_path, "z.xml", campaign(WARNING))
    r = lint("a.xml", "large.xml", "z.xml", "missing.xml", cwd=tmp_path, env=preload)
    assert r.code == 70 and r.summary == (4, 0, 2, 0, 2), r
    assert r.errors.splitlines()[0] == "cpreview: large.xml: out of memory"
    assert "a.xml:13:13: error" in r.text and "z.xml:13:13: warning" in r.text
    assert lint("a.xml", "large.xml", cwd=tmp_path).code == 1
    # no ruleset, no review
    r = lint("-", stdin=b" " * 3000000, env=preload)
    assert r.code == 2 and "standard input cannot be read: Cannot allocate memory" in r.text
    assert stat.S_ISREG(os.stat(tmp_path / "a.xml").st_mode)

# SPDX-License-Identifier: Apache-2.0
"""Commands, options, help, version: what is typed wrong is told with what may have been meant, and exit code 2."""

import re

import pytest
from clihelp import DATA, SMALL, TOP, campaign, lint, run, write

COMMANDS = ["lint", "test", "rules", "explain", "init"]


def one_line(result):
    lines = result.errors.splitlines()
    assert len(lines) == 1, result
    assert lines[0].startswith("cpreview: ")
    return lines[0]


def test_no_arguments_is_usage():
    r = run()
    assert r.code == 2 and r.out == b""
    assert all(f"  {c} " in r.errors for c in COMMANDS)


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(option):
    r = run(option)
    assert r.code == 0 and r.err == b""
    assert all(f"  {c} " in r.text for c in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(command):
    for args in (["--help"], ["-h"], ["--hel"], ["x", "--help"], ["--lang=en", "-h"][1:]):
        r = run(command, *args)
        assert r.code == 0 and r.err == b""
        assert r.text.startswith(f"usage: cpreview {command}")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option):
    r = run(option)
    assert r.code == 0 and r.err == b""
    lines = r.text.splitlines()
    assert re.fullmatch(r"cpreview \d+\.\d+\.\d+", lines[0]) and lines[1] == "lib" + lines[0]
    assert lines[2] == "formats: text json jsonl sarif" and lines[3].startswith("checks: text ")


def test_the_manual_and_the_help_know_the_same_options():
    manual = (TOP / "docs/man/cpreview.1").read_text(encoding="utf-8").replace("\\-", "-")
    manual = manual[manual.index(".SH OPTIONS OF LINT") : manual.index(".SH OPTIONS OF THE OTHER")]
    in_manual = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", manual))
    in_help = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", run("lint", "--help").text))
    assert in_manual - {"--help"} == in_help - {"--help"}
    # and each of them is an option: what needs a value says so, the others get as far as the missing input
    for option in sorted(in_help):
        r = run("lint", option, cwd="/")
        assert r.code == 2, option
        assert "needs a value" in r.errors or "nothing to review" in r.errors, (option, r)


def test_the_manual_names_the_commands():
    manual = (TOP / "docs/man/cpreview.1").read_text(encoding="utf-8")
    section = manual[manual.index(".SH COMMANDS") : manual.index(".SH OPTIONS OF LINT")]
    assert {w.split()[0] for w in re.findall(r"^\.B (.*)$", section, re.M)} - {"\\-"} == set(COMMANDS)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lnit", "lint"),
        ("lin", "lint"),
        ("rule", "rules"),
        ("expain", "explain"),
        ("tests", "test"),
        ("inti", "init"),
        ("--hepl", "--help"),
        ("--versoin", "--version"),
    ],
)
def test_unknown_command(word, meant):
    r = run(word)
    assert r.code == 2 and r.out == b""
    assert one_line(r).endswith(f"{word}; did you mean {meant}?")


def test_unknown_command_near_nothing():
    assert one_line(run("frobnicate")).endswith("unknown command frobnicate; see cpreview --help")
    assert one_line(run("-x")).endswith("unknown option -x; see cpreview --help")
    assert one_line(run("")).endswith("unknown command ; see cpreview --help")
    assert one_line(run("x" * 5000)).endswith("; see cpreview --help")
    assert "\\u{1B}" in one_line(run("\x1b[31m\n"))


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        ("lint", ["--fromat=json", "a"], "unknown option --fromat=json; did you mean --format?"),
        ("lint", ["--asof", "2027-01-01", "a"], "unknown option --asof; did you mean --as-of?"),
        ("lint", ["--frobnicate"], "unknown option --frobnicate; see cpreview lint --help"),
        ("lint", ["--zq=1"], "unknown option --zq=1; see cpreview lint --help"),
        ("lint", ["-x"], "unknown option -x; see cpreview lint --help"),
        ("lint", ["-qx", "a"], "unknown option -x; see cpreview lint --help"),
        ("lint", ["a", "-xq"], "unknown option -x; see cpreview lint --help"),
        ("lint", ["-q\u00e9"], "unknown option -\\xC3; see cpreview lint --help"),
        ("lint", ["--r=know", "a"], "the option --r=know could be one of --ruleset, --rule, --right"),
        ("lint", ["--quiet=1", "a"], "the option --quiet takes no value"),
        ("lint", ["-v", "--no-config=x", "a"], "the option --no-config takes no value"),
        ("lint", ["--rule"], "the option --rule needs a value"),
        ("lint", ["-qr"], "the option --ruleset needs a value"),
        ("lint", ["-j"], "the option --jobs needs a value"),
        ("test", ["--verbos=1"], "the option --verbose takes no value"),
        ("test", ["--ruleset=x"], "unknown option --ruleset=x; see cpreview test --help"),
        ("test", ["-r", "x"], "unknown option -r; see cpreview test --help"),
        ("rules", ["list", "--langg=en"], "unknown option --langg=en; did you mean --lang?"),
        ("rules", ["list", "-r"], "the option --ruleset needs a value"),
        ("explain", ["--rulset=x", "y"], "unknown option --rulset=x; did you mean --ruleset?"),
        ("explain", ["--lang"], "the option --lang needs a value"),
        ("init", ["--force"], "unknown option --force; see cpreview init --help"),
        ("init", ["-f"], "unknown option -f; see cpreview init --help"),
    ],
)
def test_unknown_options(command, args, said):
    r = run(command, *args)
    assert r.code == 2 and r.out == b""
    assert one_line(r) == f"cpreview: {command}: {said}"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--format=jsno", "there is no format jsno; did you mean json?"),
        ("--format=zzzzz", "there is no format zzzzz"),
        ("--format=", "there is no format "),
        ("--format=json=", "--format=json= needs a path behind the second ="),
        ("--fail-on=fatal", "--fail-on is note, warning or error, not fatal"),
        ("--show=", "--show is note, warning or error, not "),
        ("--lang=fr", "--lang is zh or en, not fr"),
        ("--color=yes", "--color is auto, always or never, not yes"),
        ("--jobs=0", "--jobs is a number from 1 to 64, not 0"),
        ("--jobs=65", "--jobs is a number from 1 to 64, not 65"),
        ("--jobs=-1", "--jobs is a number from 1 to 64, not -1"),
        ("--jobs=2x", "--jobs is a number from 1 to 64, not 2x"),
        ("--jobs=99999999999999999999", "--jobs is a number from 1 to 64, not 99999999999999999999"),
        ("--jobs= 2", "--jobs is a number from 1 to 64, not  2"),
    ],
)
def test_bad_values_of_options(option, said, tmp_path):
    write(tmp_path, "a.xml", campaign())
    r = lint(option, "a.xml", cwd=tmp_path)
    assert r.code == 2 and r.out == b""
    assert one_line(r) == f"cpreview: lint: {said}"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--as-of=2027-13-01"], 'as_of "2027-13-01" is not a date YYYY-MM-DD'),
        (["--as-of=2027-02-29"], 'as_of "2027-02-29" is not a date YYYY-MM-DD'),
        (["--as-of="], 'as_of "" is not a date YYYY-MM-DD'),
        (["--rule=small.know.no-sure-wim"], "; did you mean small.know.no-sure-win?"),
        (["--rule=small.zzz*"], 'there is no rule "small.zzz*"'),
        (["--right=knwo"], 'there is no right "knwo"; did you mean know?'),
        (["--right=fair_trade"], 'there is no right "fair_trade"; did you mean fair-trade?'),
        (["--right=none"], 'there is no right "none"'),
        (["--right="], "empty"),
        (["--basis=ADX"], 'there is no law "ADX"; did you mean ADV?'),
        (["--basis=adv"], 'there is no law "adv"'),
        (["--trace=small.know.no-sure-wim"], "there is no rule small.know.no-sure-wim; did you mean small.know.no-sure-win?"),
        (["--trace=*"], "there is no rule *"),
    ],
)
def test_names_that_do_not_exist_keep_all_from_starting(args, said, tmp_path):
    for name in ("a.xml", "b.xml", "c.xml"):
        write(tmp_path, name, campaign())
    r = lint(*args, ".", cwd=tmp_path)
    assert r.code == 2 and r.out == b""
    assert said in one_line(r)  # told once, not for each input, and no summary


def test_options_stand_anywhere_whatever_the_environment(tmp_path):
    write(tmp_path, "a.xml", campaign())
    expected = lint("-f", "json", "-q", "a.xml", cwd=tmp_path)
    assert expected.code == 0 and expected.err == b""
    for env in ({}, {"POSIXLY_CORRECT": "1"}):
        assert lint("a.xml", "-q", "-f", "json", cwd=tmp_path, env=env).out == expected.out


def test_end_of_options(tmp_path):
    write(tmp_path, "--help", campaign())
    write(tmp_path, "-q", campaign())
    r = lint("--", "--help", "-q", cwd=tmp_path)
    assert r.code == 0 and r.summary == (2, 2, 0, 0, 0)


def test_abbreviated_options_work(tmp_path):
    write(tmp_path, "a.xml", campaign())
    write(tmp_path, "cpreview.conf", "nonsense\n")
    r = run("lint", "--no-conf", "--rules", SMALL, "--form", "json", "--qui", "a.xml", cwd=tmp_path)
    assert r.code == 0 and r.err == b"" and r.json


def test_nothing_to_review():
    r = lint()
    assert r.code == 2 and one_line(r).endswith("nothing to review; give a file, a folder or -")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rules"], "rules: say list, show or check"),
        (["rules", "lits"], "rules: unknown word lits; did you mean list?"),
        (["rules", "frobnicate"], "rules: unknown word frobnicate"),
        (["rules", "show", "-r", SMALL], "rules show: which rule?"),
        (["rules", "list", "--lang=fr", "-r", SMALL], "rules: --lang is zh or en, not fr"),
        (["explain", "-r", SMALL], "explain: which rule?"),
        (["explain", "--lang=fr", "x"], "explain: --lang is zh or en, not fr"),
        (["explain", "-r", SMALL, "small.know.no-sure-wim"], "did you mean small.know.no-sure-win?"),
        (["explain", "-r", SMALL, "nothing"], "there is no rule nothing"),
        (["rules", "show", "-r", SMALL, "small.know"], "there is no rule small.know"),
        (["init", "a", "b"], "init: one folder at most"),
        (["init", ""], "init: the name of a folder cannot be empty"),
        (["rules", "list", "-r", ""], "the name of a ruleset cannot be empty"),
        (["rules", "list", "-r", "atlantis"], "there is no ruleset atlantis; looked for "),
    ],
)
def test_usage_of_the_other_commands(args, said, tmp_path):
    r = run(*args, cwd=tmp_path)
    assert r.code == 2 and r.out == b""
    assert said in one_line(r)


@pytest.mark.parametrize("command", [["lint", "--no-config", "a.xml"], ["rules", "list"], ["rules", "check"], ["explain", "x"]])
def test_a_broken_ruleset_keeps_all_from_starting(command, tmp_path):
    write(tmp_path, "a.xml", campaign())
    broken = str(DATA / "broken")
    r = run(*command, "-r", broken, cwd=tmp_path)
    assert r.code == 2 and r.out == b""
    lines = r.errors.splitlines()
    assert len(lines) == 2, r  # every mistake, each with its place, and no summary
    assert lines[0].startswith(f"{broken}/ruleset.xml:7:28: error: ")
    assert lines[1] == f"{broken}/ruleset.xml:14:5: error: unknown element <exmaple>; did you mean <example>?"
    assert run("test", broken).code == 2


def test_a_ruleset_that_is_not_there(tmp_path):
    write(tmp_path, "a.xml", campaign())
    for path in ("./nowhere", "nowhere.xml", str(tmp_path)):
        r = lint("a.xml", cwd=tmp_path, rules=path)
        assert r.code == 2 and r.out == b"" and len(r.errors.splitlines()) == 1, r

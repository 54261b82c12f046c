# SPDX-License-Identifier: Apache-2.0
"""Which rules run and for which day, what they read, and the options that stand in a file."""

import os
import re

import pytest
from clihelp import ERROR, FROM_MARCH, NOTE, SMALL, WARNING, campaign, lint, run, write

ALL = [
    "small.choice.look-at-posters",
    "small.fair-trade.no-hurry",
    "small.know.no-sure-win",
    "small.know.plain-words",
    "small.privacy.no-sharing",
    "small.redress.hotline",
]
EVERYTHING = campaign("。".join((ERROR, WARNING, NOTE, FROM_MARCH)), hotline=False)


@pytest.fixture(name="folder")
def _folder(tmp_path):
    write(tmp_path, "a.xml", EVERYTHING)
    return tmp_path


def report(*args, code=1, **more):
    r = lint("-f", "json", *args, "a.xml", **more)
    assert r.code == code, r
    return r.json["reports"][0]


def found(of):
    return sorted(f["rule"]["id"] for f in of["findings"])


def left_out(of):
    return sorted(x["id"] for x in of["rules"] if "request" in (x["reason"] or {"en": ""})["en"])


# ---- as-of


@pytest.mark.parametrize(
    ("launch", "as_of", "date", "extra"),
    [
        ("2027-01-01", None, "2027-01-01", ["small.know.plain-words"]),
        ("2027-02-28", None, "2027-02-28", ["small.know.plain-words"]),
        ("2027-03-01", None, "2027-03-01", ["small.privacy.no-sharing"]),
        ("2027-01-01", "2027-02-28", "2027-02-28", ["small.know.plain-words"]),
        ("2027-01-01", "2027-03-01", "2027-03-01", ["small.privacy.no-sharing"]),
        ("2027-12-31", "2027-01-01", "2027-01-01", ["small.know.plain-words"]),
        (None, None, "2027-01-01", ["small.know.plain-words"]),  # its first day
        (None, "2099-12-31", "2099-12-31", ["small.privacy.no-sharing"]),
        ("2027-01-01", "1949-10-01", "1949-10-01", ["small.know.plain-words"]),
    ],
)
def test_as_of(launch, as_of, date, extra, tmp_path):
    write(tmp_path, "a.xml", campaign("。".join((NOTE, FROM_MARCH)), launch=launch))
    got = lint("-f", "json", *([f"--as-of={as_of}"] if as_of else []), "a.xml", cwd=tmp_path).json["reports"][0]
    assert found(got) == extra
    assert got["as_of"]["date"] == date and (got["as_of"]["source"] == "option") == bool(as_of)


def test_as_of_none_is_known(tmp_path):
    plan = re.compile(r"    <period .*\n")
    write(tmp_path, "a.xml", plan.sub("", campaign("。".join((NOTE, FROM_MARCH)))))
    text = lint("--as-of=2027-03-01", "a.xml", cwd=tmp_path).text
    assert "no-sharing" in text and "plain-words" not in text
    text = lint("a.xml", cwd=tmp_path).text  # every rule applies
    assert "no-sharing" in text and "plain-words" in text


# ---- which rules


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], ["fair-trade.no-hurry", "know.no-sure-win", "know.plain-words", "redress.hotline"]),
        (["--rule=small.know.no-sure-win"], ["know.no-sure-win"]),
        (["--rule=small.know.*"], ["know.no-sure-win", "know.plain-words"]),
        (["--rule=small.know.no-sure-win", "--rule", "small.redress.*"], ["know.no-sure-win", "redress.hotline"]),
        (["--rule=*"], ["fair-trade.no-hurry", "know.no-sure-win", "know.plain-words", "redress.hotline"]),
        (["--right=fair-trade"], ["fair-trade.no-hurry"]),
        (["--right=know", "--right=redress"], ["know.no-sure-win", "know.plain-words", "redress.hotline"]),
        (["--basis=ADV"], ["know.no-sure-win"]),
        (["--basis=CPL"], ["fair-trade.no-hurry", "know.plain-words", "redress.hotline"]),
        (["--basis=CPL", "--right=know"], ["know.plain-words"]),  # all that is asked must hold
    ],
)
def test_which_rules(args, expected, folder):
    got = report(*args, code=0 if expected == ["know.plain-words"] else 1, cwd=folder)
    assert found(got) == [f"small.{x}" for x in expected]
    assert [x["id"] for x in got["rules"]] == ALL  # also what was left out, with the reason
    assert (got["tailoring"] is None) == (not args)
    assert not set(found(got)) & set(left_out(got)) and bool(left_out(got)) == (bool(args) and args != ["--rule=*"])


def test_a_review_without_any_rule_is_not_clean(folder):
    r = lint("--rule=small.know.plain-words", "--as-of=2027-03-01", "a.xml", cwd=folder)
    assert r.code == 3 and r.summary == (1, 0, 0, 1, 0)
    r = lint("--rule=small.know.no-sure-win", "--basis=CPL", "a.xml", cwd=folder)
    assert r.code == 3 and r.summary == (1, 0, 0, 1, 0)


def test_several_rulesets(folder):
    second = SMALL.replace("small", "second")
    write(folder, "a.xml", campaign(ERROR + "。虚构原价"))
    got = report("-r", second, cwd=folder)
    assert found(got) == ["second.fair-trade.no-fake-price", "small.know.no-sure-win"]
    assert [x["id"] for x in got["rulesets"]] == ["small", "second"]
    got = report(rules=second, cwd=folder)
    assert found(got) == ["second.fair-trade.no-fake-price"]
    # a manifest, too; and the same one twice is a mistake
    assert report(rules=second + "/ruleset.xml", cwd=folder)["rulesets"][0]["id"] == "second"
    assert lint("-r", SMALL, "a.xml", cwd=folder).code == 2


# ---- trace


def test_trace(folder):
    args = ["--trace=small.know.no-sure-win", "--trace", "small.redress.hotline", "--trace=small.privacy.no-sharing"]
    r = lint("-q", *args, "a.xml", cwd=folder)
    assert r.errors.splitlines() == [
        "trace small.know.no-sure-win in a.xml: fail, 2 pass, 1 fail",
        "  13:13 fail matched 稳赚不赔",
        "trace small.redress.hotline in a.xml: fail, 1 fail",
        "  2:1 fail; title = 活动",
        "trace small.privacy.no-sharing in a.xml: not-applicable (not yet in force on the as-of date), 1 not-applicable",
    ]
    assert r.out == lint("a.xml", cwd=folder).out and r.code == 1


def test_trace_in_several_inputs(folder):
    write(folder, "b.xml", campaign())
    r = lint("-q", "--trace=small.know.no-sure-win", "a.xml", "b.xml", "missing.xml", cwd=folder)
    lines = [x for x in r.errors.splitlines() if x.startswith("trace")]
    assert [x.split()[3].rstrip(":") for x in lines] == ["a.xml", "b.xml", "missing.xml"]
    assert "pass" in lines[1] and "not-checked" in lines[2]


# ---- the configuration file


def conf(folder, text, name="cpreview.conf"):
    write(folder, name, text)


def with_conf(*args, cwd):
    return run("lint", *args, "a.xml", cwd=cwd)


def test_configuration(folder):
    conf(
        folder,
        f"# a comment\n\n  \t\nruleset = {SMALL}\n\tlang=en  \r\nformat  =  json\nfail-on = error\n"
        "rule = small.know.*\nrule = small.redress.*\nquiet\njobs=2\n  # the end",
    )
    r = with_conf(cwd=folder)
    assert r.code == 1 and r.err == b""
    expected = lint("-f", "json", "--fail-on=error", "--rule=small.know.*", "--rule=small.redress.*", "a.xml", cwd=folder)
    assert r.out == expected.out
    # an option on the command line replaces what the file says of it, also a list
    r = with_conf("--rule=small.fair-trade.no-hurry", "--rule=small.redress.*", "--fail-on", "warning", cwd=folder)
    assert r.code == 1 and found(r.json["reports"][0]) == ["small.fair-trade.no-hurry", "small.redress.hotline"]
    r = with_conf("-f", "text", "-f", "json=out", "--lang=zh", cwd=folder)
    assert r.text.startswith("a.xml:2:1: 警告") and (folder / "out").exists()
    assert with_conf("-r", SMALL.replace("small", "second"), "--rule=*", cwd=folder).json["reports"][0]["rulesets"][0]["id"] == "second"
    assert with_conf("--right=privacy", "--rule=*", "--basis=ADV", "-j", "1", "--show=error", cwd=folder).code == 3
    assert run("lint", "--no-config", "-r", SMALL, "a.xml", cwd=folder).text.startswith("a.xml:2:1: ")


def test_configuration_elsewhere(folder):
    (folder / "sub").mkdir()
    conf(folder, f"ruleset={SMALL}\nformat=json\n", "other.conf")
    conf(folder, "nonsense", "cpreview.conf")
    assert with_conf("--config=other.conf", cwd=folder).json
    assert with_conf("--config", "other.conf", cwd=folder).json
    assert with_conf("--confi", "other.conf", cwd=folder).json
    assert with_conf(cwd=folder).code == 2
    # not looked for in the folder of the input, nor above the working folder
    r = run("lint", "-r", SMALL, "../a.xml", cwd=folder / "sub")
    assert r.code == 1
    # names in it are those that they would be on the command line: from the working folder
    conf(folder, "ruleset = ./rules\n", "sub/sub.conf")
    os.symlink(SMALL, folder / "rules")
    assert with_conf("--config=sub/sub.conf", cwd=folder).code == 1


def test_an_empty_configuration(folder):
    conf(folder, "")
    assert with_conf("-r", SMALL, cwd=folder).code == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\nfail_on = error\n", "cpreview.conf:3: expected option = value"),
        ("fail-no = error", "cpreview.conf:1: unknown option fail-no; did you mean fail-on?"),
        ("waterproof = yes", "cpreview.conf:1: unknown option waterproof"),
        ("rul = x", "cpreview.conf:1: unknown option rul; did you mean rule?"),  # no abbreviations here
        ("--quiet", "cpreview.conf:1: unknown option --quiet; did you mean quiet?"),
        ("= x", "cpreview.conf:1: expected option = value"),
        ("some words", "cpreview.conf:1: expected option = value"),
        ("rule\nquiet", "cpreview.conf:1: the option rule needs a value"),
        ("rule =\nquiet", "cpreview.conf:1: the option rule needs a value"),
        ("quiet = yes", "cpreview.conf:1: the option quiet takes no value"),
        ("config = x", "cpreview.conf:1: the option config cannot stand in a configuration file"),
        ("no-config", "cpreview.conf:1: the option no-config cannot stand in a configuration file"),
        ("help", "cpreview.conf:1: the option help cannot stand in a configuration file"),
        ("stdin-name = x", "cpreview.conf:1: the option stdin-name cannot stand in a configuration file"),
        ("quiet\0", "cpreview.conf:1: the line holds a NUL"),
        ("\ufeffquiet", "cpreview.conf:1: expected option = value"),
        ("quiet\n\x1b]0;x\x07 = 1", "cpreview.conf:2: expected option = value"),
        ("a.xml", "cpreview.conf:1: expected option = value"),
    ],
)
def test_configuration_mistakes(text, said, folder):
    conf(folder, text)
    r = with_conf("-r", SMALL, cwd=folder)
    assert r.code == 2 and r.out == b"" and r.errors == f"cpreview: {said}\n"


@pytest.mark.parametrize("line", ["fail-on = fatal", "lang = fr", "format = jsno", "jobs = many", "color = maybe", "show = all"])
def test_configuration_values(line, folder):
    conf(folder, "# first\nquiet\n" + line + "\n")
    r = with_conf("-r", SMALL, cwd=folder)
    assert r.code == 2 and r.out == b""
    lines = r.errors.splitlines()
    assert len(lines) == 2 and lines[0].startswith("cpreview: lint: ")
    assert lines[1] == "cpreview: cpreview.conf:3: that option stands here"


def test_configuration_that_is_no_file(folder):
    r = with_conf("--config=missing.conf", cwd=folder)
    assert r.code == 2 and r.errors == "cpreview: missing.conf: No such file or directory\n"
    assert with_conf("--config=", cwd=folder).code == 2
    for kind in ("folder", "fifo", "dangling"):
        path = folder / "cpreview.conf"
        {"folder": os.mkdir, "fifo": os.mkfifo, "dangling": lambda p: os.symlink("nowhere", p)}[kind](path)
        r = with_conf("-r", SMALL, cwd=folder)
        assert r.code == 2 and r.out == b"" and len(r.errors.splitlines()) == 1, kind
        (os.rmdir if kind == "folder" else os.unlink)(path)
    assert with_conf("--config=/dev/null", "-r", SMALL, cwd=folder).errors == "cpreview: /dev/null: not a regular file\n"


def test_long_lines(folder):
    conf(folder, "#" + "x" * 100000 + "\nquiet\nruleset = " + SMALL + " " * 5000 + "\n")
    assert with_conf(cwd=folder).err == b""
    conf(folder, "ruleset = ./" + "x" * 5000)
    assert with_conf(cwd=folder).code == 2


def test_no_config_wherever_it_stands(folder):
    conf(folder, "nonsense")
    for args in (["--no-config", "a.xml"], ["a.xml", "--no-config"], ["--config=x", "a.xml", "--no-config"]):
        assert run("lint", "-r", SMALL, *args, cwd=folder).code == 1
    # but behind -- it is a name, and the value of another option it is that value
    assert run("lint", "-r", SMALL, "--", "a.xml", "--no-config", cwd=folder).code == 2
    assert run("lint", "-r", SMALL, "--stdin-name", "--no-config", "a.xml", cwd=folder).errors.startswith("cpreview: cpreview.conf:1")


def test_other_commands_read_no_configuration(folder):
    conf(folder, "nonsense")
    for args in (["rules", "check", "-r", SMALL], ["test", SMALL], ["explain", "-r", SMALL, ALL[0]], ["--version"]):
        assert run(*args, cwd=folder).code == 0

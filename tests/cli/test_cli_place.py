# SPDX-License-Identifier: Apache-2.0
"""Where the command runs changes nothing: locale, working folder, terminal; and it finds its rulesets beside itself."""

import os
import shutil
import subprocess

import pytest
from clihelp import COMMAND, ERROR, SMALL, TOP, WARNING, campaign, environment, lint, run, write

GOOD = campaign()


@pytest.fixture(name="folder")
def _folder(tmp_path):
    write(tmp_path, "a.xml", campaign(ERROR + "。" + WARNING, title="ITIL İı"))
    write(tmp_path, "活动.xml", GOOD)
    write(tmp_path, "bad.xml", GOOD[:-20])
    write(tmp_path, "B.xml", GOOD)
    return tmp_path


@pytest.mark.parametrize("format", [["text"], ["text", "--color=always"], ["json"], ["sarif"]])
def test_no_locale_and_no_time_zone_changes_a_byte(format, folder):
    args = ["-v", "--trace=small.know.no-sure-win", "--lang=zh", "missing.xml", ".", "-f", *format]
    expected = lint(*args, cwd=folder)
    assert expected.code == 2
    for name in ("C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", "zh_CN.GB18030", "zh_CN.UTF-8", "en_US.UTF-8", "de_DE", "nowhere", None, ""):
        for variable in ("LC_ALL", "LANG", "LC_CTYPE", "LC_COLLATE", "LC_NUMERIC", "LANGUAGE"):
            r = lint(*args, cwd=folder, env={"LC_ALL": None, variable: name})
            assert (r.code, r.out, r.err) == (expected.code, expected.out, expected.err), (variable, name)
    for env in ({"TZ": "Asia/Shanghai"}, {"TZ": "America/New_York"}, {"HOME": None}, {"COLUMNS": "20"}, {"TMPDIR": "/nowhere"}):
        r = lint(*args, cwd=folder, env=env)
        assert (r.code, r.out, r.err) == (expected.code, expected.out, expected.err), env


def test_locales_that_are_installed(folder):
    """As above, with whatever this system really has; the C library would sort, convert and compare differently in them."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    expected = lint("-f", "json", ".", cwd=folder)
    for name in listed[:40]:
        assert lint("-f", "json", ".", cwd=folder, env={"LC_ALL": name, "LANG": name}).out == expected.out


def test_errors_of_the_system_speak_one_language(folder):
    for name in ("zh_CN.UTF-8", "de_DE.UTF-8"):
        r = lint("-f", "json=/nowhere/x", "a.xml", cwd=folder, env={"LC_ALL": name, "LANGUAGE": name[:2]})
        assert "cpreview: /nowhere/x: No such file or directory" in r.errors


def test_the_same_from_another_folder(folder):
    (folder / "sub/deeper").mkdir(parents=True)
    here = lint("-f", "json", "a.xml", cwd=folder).text
    assert lint("-f", "json", "../../a.xml", cwd=folder / "sub/deeper").text == here.replace('"a.xml"', '"../../a.xml"')
    absolute = lint("-f", "json", str(folder / "a.xml"), cwd="/").text
    assert absolute == here.replace('"a.xml"', f'"{folder}/a.xml"')
    # a ruleset by a path from here, from there and by its whole path is the same ruleset
    os.symlink(SMALL, folder / "rules")
    for rules, cwd, name in (("./rules", folder, "a.xml"), ("../../rules", folder / "sub/deeper", "../../a.xml"), ("rules", folder, "a.xml")):
        assert lint("-f", "json", name, rules=rules, cwd=cwd).text == here.replace('"a.xml"', f'"{name}"')


def test_a_working_folder_that_is_gone(tmp_path):
    write(tmp_path, "a.xml", GOOD)
    gone = tmp_path / "gone"
    gone.mkdir()
    r = subprocess.run(
        ["/bin/sh", "-c", 'rmdir ../gone && exec "$@"', "sh", COMMAND, "lint", "-r", SMALL, str(tmp_path / "a.xml"), "b.xml"],
        cwd=gone, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert r.returncode == 2 and b"given 2 = clean 1 + findings 0 + incomplete 0 + refused 1" in r.stderr


# ---- rulesets by name


def installed(prefix):
    """The command as installed below a prefix, with a ruleset cn of its own: the small one under that name."""
    (prefix / "bin").mkdir(parents=True)
    shutil.copy2(COMMAND, prefix / "bin/cpreview")
    rules = prefix / "share/cpreview/rulesets"
    shutil.copytree(SMALL, rules / "cn")
    shutil.copytree(SMALL.replace("small", "second"), rules / "second")
    return str(prefix / "bin/cpreview")


def test_rulesets_are_found_beside_the_installed_command(folder, tmp_path_factory):
    command = installed(tmp_path_factory.mktemp("usr") / "local")
    r = run("lint", "a.xml", cwd=folder, command=command)
    assert r.code == 1 and "small.know.no-sure-win" in r.text
    assert run("rules", "check", command=command).text.startswith("small 1.2 ")
    assert run("rules", "list", "-r", "second", command=command).text.startswith("second.")
    assert run("test", command=command).code == 0
    # by way of a link, and of PATH
    link = tmp_path_factory.mktemp("links") / "cpr"
    os.symlink(command, link)
    assert run("rules", "check", command=str(link)).code == 0
    r = run("-c", "cpreview rules check", command="/bin/sh", env={"PATH": os.path.dirname(command) + ":/usr/bin:/bin"})
    assert r.code == 0 and r.text.startswith("small 1.2 ")
    # what is not there is said to be nowhere, with all places
    r = run("rules", "check", "-r", "atlantis", command=command)
    assert r.code == 2 and "/share/cpreview/rulesets/atlantis" in r.errors and r.errors.endswith(", ./atlantis\n")


def test_who_hands_in_campaigns_does_not_hand_in_the_rules(folder, tmp_path_factory):
    """A folder that happens to be called cn does not take the place of the installed ruleset."""
    command = installed(tmp_path_factory.mktemp("usr") / "local")
    lenient = SMALL.replace("small", "second")
    shutil.copytree(lenient, folder / "cn")
    expected = run("lint", "a.xml", cwd=folder, command=command)
    assert expected.code == 1 and "small 1.2" in expected.text
    assert run("lint", "-r", "cn", "a.xml", cwd=folder, command=command).out == expected.out
    r = run("lint", "-r", "./cn", "a.xml", cwd=folder, command=command)
    assert r.code == 0 and "second 7" in r.text
    # and where none is installed, it is not used unasked
    alone = tmp_path_factory.mktemp("alone") / "cpreview"
    shutil.copy2(COMMAND, alone)
    if run("rules", "check", cwd="/", command=str(alone)).code == 2:
        r = run("lint", "a.xml", cwd=folder, command=str(alone))
        assert r.code == 2 and "is not installed" in r.errors and r.out == b""
        assert run("lint", "-r", "cn", "a.xml", cwd=folder, command=str(alone)).code == 0
        r = run("lint", "a.xml", cwd="/", command=str(alone))
        assert r.code == 2 and "there is no ruleset cn; looked for " in r.errors


# ---- as built, with the rules that come along


def test_in_the_build_folder(tmp_path):
    wrapper = os.environ.get("CPREVIEW", str(TOP / "build/cpreview"))
    if not os.access(wrapper, os.X_OK):
        pytest.skip("the command is not in a build folder")
    write(tmp_path, "a.xml", campaign(ERROR))
    for command in {wrapper, COMMAND}:
        r = run("rules", "check", cwd=tmp_path, command=command)
        assert r.code == 0 and r.text.startswith("cn "), r
        r = run("lint", "a.xml", cwd=tmp_path, command=command)
        assert r.code in (0, 1) and "规则集：cn " in r.text


def test_the_rules_that_come_along(tmp_path):
    cn = str(TOP / "rulesets/cn")
    r = run("rules", "list", "-r", cn)
    assert r.code == 0
    ids = [line.split()[0] for line in r.text.splitlines()]
    assert ids == sorted(ids) and len(ids) > 50 and all(x.startswith("cn.") for x in ids)
    for lang in ("zh", "en"):
        assert run("rules", "show", "-r", cn, f"--lang={lang}", *ids).text.count("\n\n") == len(ids) - 1
        assert run("explain", "-r", cn, f"--lang={lang}", *ids).text.count("\n\n") == len(ids) - 1
    drafts = sorted(str(p) for p in TOP.glob("examples/campaigns/*/draft.xml"))
    one = lint("-f", "json", *drafts, rules=cn, cwd=tmp_path)
    assert one.code == 1 and one.summary == (len(drafts), 0, len(drafts), 0, 0)
    assert lint("-f", "json", "-j4", *drafts, rules=cn, cwd=tmp_path).out == one.out
    assert lint("-f", "json", str(TOP / "examples/campaigns"), "-q", rules=cn, cwd=tmp_path).code == 1

# SPDX-License-Identifier: Apache-2.0
"""What the readmes show is true: commands run, code runs, links lead somewhere, and the finding shown is what the rule says."""

import os
import pathlib
import re
import shlex
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/cli"))

from clihelp import COMMAND, environment, run  # noqa: E402

README, CHINESE, CONTRIBUTING = "README.md", "README.zh-CN.md", "CONTRIBUTING.md"
PYTHON = "bindings/python/README.md"
PAGES = [README, CHINESE, CONTRIBUTING, PYTHON, "ARCHITECTURE.md", "RELEASING.md"]


def text_of(page):
    return (TOP / page).read_text(encoding="utf-8")


def shown_commands():
    """(page, words) of every call of the command, in blocks and in running text."""
    for page in PAGES:
        text = text_of(page)
        shown = re.findall(r"^    (?:\S*/)?cpreview (.*)$", text, re.M) + re.findall(r"`(?:build/)?cpreview ([^`]*)`", text)
        for line in shown:
            yield page, shlex.split(line.split("  #")[0])


COMMANDS = list(shown_commands())


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[f"{p}: {' '.join(w)}" for p, w in COMMANDS])
def test_commands(page, words, tmp_path):
    stand_ins = {"RULE-ID": "cn.know.no-guaranteed-return", "规则编号": "cn.know.no-guaranteed-return", "rulesets/<name>": "rulesets/cn"}
    words = [stand_ins.get(w, w) for w in words]
    words = [w[3:] if w.startswith("../") else w for w in words]  # shown from the build folder
    if words == ["lint"]:
        words.append("examples/campaigns/coupon/approved.xml")
    if words[-1] in ("--format", "json"):  # an option, spoken of
        words = ["lint", *words[-2:], "examples/campaigns/coupon/approved.xml"]
    r = run(*words, cwd=tmp_path if words[0] == "init" else TOP)
    expected = {0, 1} if words[0] == "test" else {1} if words[-1].endswith("draft.xml") else {0}  # tests/run-rules judges the rules
    assert r.code in expected, (page, words, r)


def test_some_commands_were_found():
    for page in (README, CHINESE, CONTRIBUTING):
        assert any(p == page for p, _ in COMMANDS)
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("page", [README, PYTHON])
def test_python(page, tmp_path):
    """The code as it stands, beside a campaign.xml."""
    text = text_of(page)
    blocks = re.findall(r"```python\n(.*?)```", text, re.S) or [
        "\n".join(line[4:] for line in block.splitlines()) for block in re.findall(r"(?:^    .*\n)+", text, re.M) if "import cpreview" in block
    ]
    assert blocks
    (tmp_path / "campaign.xml").write_bytes((TOP / "examples/campaigns/wealth-loan/draft.xml").read_bytes())
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, check=False,
                              env={**os.environ, "PYTHONPATH": str(TOP / "bindings/python"), "PYTHONDONTWRITEBYTECODE": "1",
                                   "PYTHONIOENCODING": "utf-8"})  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.startswith(b"fail"), done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_links_and_names_of_files(page):
    text = text_of(page)
    base = (TOP / page).parent
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", link):
            assert (base / link.split("#")[0]).exists(), link
    for name in re.findall(r"`((?:examples|rulesets|schemas|tests|docs|libcpreview|cli|bindings|fuzz|bench|tools)/[A-Za-z0-9._/-]+)`", text):
        to_be_made = "foo." in name or name.endswith(".abi")  # an example of a new file; what a release makes
        assert to_be_made or (TOP / name).exists() or (TOP / "libcpreview" / name).exists(), name


@pytest.mark.parametrize("page", [README, CHINESE, CONTRIBUTING])
def test_targets_of_make(page):
    makefile = (TOP / "Makefile.am").read_text(encoding="utf-8") + "".join(
        p.read_text(encoding="utf-8") for p in TOP.glob("*/sources.mk")
    )
    usual = {"install", "check", "dist", "distcheck", "clean", "uninstall"}  # automake brings these
    for target in re.findall(r"`make ([a-z-]+)", text_of(page)):
        assert target in usual or re.search(rf"^{target}:", makefile, re.M), target


@pytest.mark.parametrize("page", [README, CHINESE])
def test_the_finding_that_is_shown(page):
    block = next(b for b in re.findall(r"(?:^    .*\n)+", text_of(page), re.M) if "draft.xml:5:15" in b)
    lines = [line[4:] for line in block.splitlines()]
    rule = re.search(r"\[(cn\.[a-z.-]+)\]", lines[0])[1]
    r = run("explain", "-r", "rulesets/cn", rule, cwd=TOP)
    assert r.code == 0, r
    told = dict(line.split("：", 1) for line in r.text.splitlines() if "：" in line)
    match = re.search(r"“(.*?)”", lines[0])[1]
    assert lines[0] == f"draft.xml:5:15: 错误 [{rule}] " + told["结论"].replace("{match}", match)
    assert lines[3].strip() == "整改：" + told["修改建议"]
    # the caret stands below the text that was found, wide characters being two columns
    assert "".join(c for c in lines[1] if c in match) == match
    column = sum(2 if ord(c) > 0x2e80 else 1 for c in lines[1][: lines[1].index("稳")])
    assert lines[2].index("^") == column
    assert lines[2].count("^") == sum(2 if ord(c) > 0x2e80 else 1 for c in "稳赚<em>不</em>赔")


def test_options_that_are_named():
    """Each long option in running text is one that lint, configure or quickstart has."""
    known = run("lint", "--help").text
    configure = (TOP / "configure.ac").read_text(encoding="utf-8") + (TOP / "quickstart").read_text(encoding="utf-8")
    for page in (README, CHINESE, PYTHON):
        for option in re.findall(r"`(--[a-z-]+)", text_of(page)):
            assert option in known or option in configure, (page, option)


def test_version_of_the_command_is_that_of_the_sources():
    done = subprocess.run([COMMAND, "--version"], env=environment(), capture_output=True, text=True, check=True)
    configure = (TOP / "configure.ac").read_text(encoding="utf-8")
    assert f"[{done.stdout.split()[1]}]" in configure

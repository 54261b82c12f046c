# SPDX-License-Identifier: Apache-2.0
"""What is in a ruleset: rules list, show and check, explain, test; and init. Also runs with the rules that come along."""

import os
import re

import pytest
from clihelp import DATA, SMALL, campaign, lint, run, write

SECOND = str(DATA / "second")
IDS = [
    "small.choice.look-at-posters",
    "small.fair-trade.no-hurry",
    "small.know.no-sure-win",
    "small.know.plain-words",
    "small.privacy.no-sharing",
    "small.redress.hotline",
]


def rows(result):
    return [line.split(None, 4) for line in result.text.splitlines()]


def test_list():
    r = run("rules", "list", "-r", SMALL, "--lang=en")
    assert r.code == 0 and r.err == b""
    assert rows(r) == [
        [IDS[0], "note", "choice", "manual", "A person looks at posters"],
        [IDS[1], "warning", "fair-trade", "text", "No pressure"],
        [IDS[2], "error", "know", "text", "No promise of gain"],
        [IDS[3], "note", "know", "text", "Plain words"],
        [IDS[4], "error", "privacy", "text", "No sharing of data"],
        [IDS[5], "warning", "redress", "fact", "A hotline is stated"],
    ]
    assert rows(run("rules", "list", "-r", SMALL))[5][4] == "写明投诉电话"
    # options anywhere, rulesets also without an option, several of them
    for args in (["--lang", "en", "list", "-r", SMALL], ["list", SMALL, "--lang=en"], ["-r", SMALL, "list", "--lang=en"]):
        assert run("rules", *args).out == r.out
    both = run("rules", "list", "-r", SMALL, SECOND, "--lang=en")
    assert [x[0] for x in rows(both)] == ["second.fair-trade.no-fake-price", *IDS]


def test_check():
    r = run("rules", "check", "-r", SMALL)
    assert r.code == 0 and r.err == b""
    lines = r.text.splitlines()
    assert re.fullmatch(r"small 1\.2 sha256 [0-9a-f]{64}", lines[0]) and lines[1] == "6 rules, no mistakes"
    lines = run("rules", "check", SMALL, SECOND).text.splitlines()
    assert [x.split()[0] for x in lines] == ["small", "second", "7"]


def test_show():
    r = run("rules", "show", "-r", SMALL, "--lang=en", IDS[1], IDS[4])
    assert r.code == 0 and r.err == b""
    assert r.text == (
        "small.fair-trade.no-hurry  No pressure\n"
        "class: fair-trade  warning  likely  revision 1\n"
        "check: text\n"
        f"defined at: {SMALL}/rules.xml:16\n"
        "message: “{match}”制造紧迫感。\n"
        "remedy: 写明活动期限。\n"
        'message: "{match}" puts pressure on people.\n'
        "remedy: State the period instead.\n"
        "law: Consumer Law art. 16 [CPL] (unverified) 条号未核对。\n"
        "violating: 最后一天\n"
        "compliant: 活动至月底\n"
        "\n"
        "small.privacy.no-sharing  No sharing of data\n"
        "class: privacy  error  likely  revision 1\n"
        "in force from: 2027-03-01\n"
        "check: text\n"
        f"defined at: {SMALL}/rules.xml:26\n"
        "message: “{match}”共享个人信息。\n"
        "remedy: 取得单独同意。\n"
        'message: "{match}" shares personal data.\n'
        "remedy: Ask for consent.\n"
        "law: Data Law art. 23 [DATA] (unverified) 版本待核对。\n"
        "violating: 共享信息\n"
        "compliant: 不共享\n"
    )


def test_explain():
    r = run("explain", "-r", SMALL, IDS[2])
    assert r.code == 0 and r.err == b""
    assert r.text == (
        "small.know.no-sure-win  不得承诺收益\n"
        "类别：know  error  certain  修订 3\n"
        "理由：收益没有保证。\n"
        "依据：广告法 第25(1)条 [ADV] (已核实)\n"
        "结论：“{match}”承诺了收益。\n"
        "修改建议：删去承诺。\n"
        "违规示例：稳赚不赔，马上购买\n"
        "合规示例：投资有风险\n"
    )
    r = run("explain", IDS[3], "--ruleset", SMALL, "--lang", "en")
    assert r.text == (
        "small.know.plain-words  Plain words\n"
        "class: know  note  hint  revision 1\n"
        "repealed: 2027-03-01\n"
        "law: Consumer Law [CPL] (confirmed)\n"
        'finding: "{match}" is jargon.\n'
        "remedy: Say it plainly.\n"
        "violating: 净值化转型\n"
        "compliant: 产品净值\n"
    )


def test_an_unknown_rule_among_known_ones():
    for command in (["explain"], ["rules", "show"]):
        r = run(*command, "-r", SMALL, IDS[0], "nothing", IDS[1])
        assert r.code == 2 and r.errors == "cpreview: there is no rule nothing\n"
        assert IDS[0] in r.text and IDS[1] in r.text


def test_test():
    r = run("test", SMALL)
    assert r.code == 0 and r.text == "6 rules, 10 examples: 10 passed, 0 failed\n" and r.err == b""
    r = run("test", "-v", SMALL)
    lines = r.text.splitlines()
    assert r.code == 0 and len(lines) == 11 and lines[-1] == "6 rules, 10 examples: 10 passed, 0 failed"
    assert f"{SMALL}/rules.xml:12: pass [small.know.no-sure-win]" in lines


def test_test_with_a_failing_example():
    for args in ([SECOND], [SMALL, SECOND]):
        r = run("test", *args)
        lines = r.text.splitlines()
        assert r.code == 1 and len(lines) == 2
        assert lines[0].startswith(f"{SECOND}/ruleset.xml:14: FAIL [second.fair-trade.no-fake-price] ")
        assert lines[1].endswith(" 1 failed")
    assert len(run("test", "--verbose", SECOND).text.splitlines()) == 3


def test_test_without_any_example(tmp_path):
    manual = (DATA / "second/ruleset.xml").read_text(encoding="utf-8")
    manual = re.sub(r"<text>.*</text>", "<manual/>", re.sub(r"    <example .*\n", "", manual))
    manual = manual.replace("“{match}”", "").replace('"{match}" ', "")
    write(tmp_path, "ruleset.xml", manual)
    r = run("test", tmp_path)
    assert r.code == 1 and r.text == "1 rules, 0 examples: 0 passed, 0 failed\n"  # nothing was tested: not a pass


def test_texts_of_rules_are_escaped(tmp_path):
    text = (DATA / "second/ruleset.xml").read_text(encoding="utf-8")
    for word in ("不得虚构原价", "No fake price", "价格法", "Price Law", "写明真实价格。", "State the true price."):
        text = text.replace(word, word + "&#x9b;31m\u202e\u2028\ufeff")
    write(tmp_path, "ruleset.xml", text)
    rule = "second.fair-trade.no-fake-price"
    for lang in ("zh", "en"):
        for args in (["rules", "list"], ["rules", "check"], ["rules", "show", rule], ["explain", rule]):
            r = run(*args, "-r", f"{tmp_path}/ruleset.xml", f"--lang={lang}")
            assert r.code == 0, r
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", r.text)
            assert ("\\u{202E}" in r.text) == (args[-1] != "check")
    write(tmp_path, "a.xml", campaign("虚构原价"))
    r = lint("--lang=zh", "a.xml", rules=f"{tmp_path}/ruleset.xml", cwd=tmp_path)
    assert r.code == 1 and "\\u{202E}" in r.text and "\u202e" not in r.text


# ---- init


def test_init(tmp_path):
    r = run("init", cwd=tmp_path)
    assert r.code == 0 and r.text == "./campaign.xml\n./cpreview.conf\n" and r.err == b""
    r = run("init", "sub", cwd=tmp_path)
    assert r.code == 2 and r.errors == "cpreview: init: sub/campaign.xml: No such file or directory\n"
    (tmp_path / "sub").mkdir()
    r = run("init", "sub/", cwd=tmp_path)
    assert r.code == 0 and r.text == "sub//campaign.xml\nsub//cpreview.conf\n"
    for name in ("campaign.xml", "cpreview.conf"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "sub" / name).read_bytes()


def test_the_starter_is_understood(tmp_path):
    """The starter has nothing against it, by the small rules and by those that come along, with its own configuration."""
    run("init", cwd=tmp_path)
    r = lint("campaign.xml", cwd=tmp_path)
    assert r.code == 0 and r.summary == (1, 1, 0, 0, 0)
    r = run("lint", "campaign.xml", cwd=tmp_path)
    assert r.code == 0 and r.summary == (1, 1, 0, 0, 0), r
    assert "规则集：cn " in r.text and "适用日期：2027-01-01" in r.text
    # every line of comment in the configuration that shows an option shows one that there is
    text = (tmp_path / "cpreview.conf").read_text(encoding="utf-8")
    write(tmp_path, "cpreview.conf", re.sub(r"^# (?=[a-z-]+ = )", "", text, flags=re.M))
    assert "as-of" in text and run("lint", "campaign.xml", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["campaign.xml", "cpreview.conf"])
@pytest.mark.parametrize("kind", ["file", "dangling", "folder"])
def test_init_overwrites_nothing(name, kind, tmp_path):
    path = tmp_path / name
    if kind == "file":
        write(tmp_path, name, "mine")
    elif kind == "folder":
        path.mkdir()
    else:
        os.symlink("nowhere", path)
    r = run("init", cwd=tmp_path)
    assert r.code == 2 and r.out == b"" and f"./{name}: " in r.errors and len(r.errors.splitlines()) == 1
    assert os.listdir(tmp_path) == [name]  # nor is half of it written
    if kind == "file":
        assert path.read_text() == "mine"


def test_init_where_nothing_can_be_written(tmp_path):
    import resource
    import signal

    write(tmp_path, "file", "")
    assert run("init", "file", cwd=tmp_path).code == 2
    assert run("init", "x" * 5000, cwd=tmp_path).code == 2

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    (tmp_path / "disk").mkdir()
    r = run("init", "disk", cwd=tmp_path, preexec_fn=full)
    assert r.code == 2 and "File too large" in r.errors
    assert os.listdir(tmp_path / "disk") == []

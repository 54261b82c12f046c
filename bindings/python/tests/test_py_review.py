# SPDX-License-Identifier: Apache-2.0
"""Reviews from Python: what comes back, misuse, errors, lifetimes, threads. Twins of the cases in tests/unit/api."""

import concurrent.futures
import copy
import datetime
import gc
import json
import pathlib
import pickle
import sys
import threading
import weakref

import cpreview
import pytest
from clihelp import DATA, ERROR, FROM_MARCH, HOSTILE, NOTE, SMALL, WARNING, campaign, lint, write

TOP = pathlib.Path(__file__).resolve().parents[3]
GOOD = campaign().encode()
BAD = campaign("。".join((ERROR, WARNING, NOTE)), hotline=False).encode()
E_ARG, E_IO, E_LIMIT, E_RULESET, E_NOT_FOUND = -2, -4, -5, -6, -7


# ---- the review and what it gives


@pytest.fixture(name="report")
def _report(small):
    return small.review(BAD)


def test_verdicts(small):
    assert small.review(GOOD).verdict == "pass"
    assert small.review(campaign(poster=True).encode()).verdict == "review"
    assert small.review(BAD).verdict == "fail"
    assert small.review(GOOD[:-20]).verdict == "incomplete"
    assert small.review(b"").verdict == "incomplete"
    assert small.review(GOOD, rules=["small.choice.*"]).verdict == "incomplete"  # no rule looked at anything
    warning = campaign(WARNING).encode()
    assert small.review(warning).verdict == "fail" and small.review(warning, fail_on="error").verdict == "pass"
    assert small.review(campaign(NOTE).encode(), fail_on="note").verdict == "fail"


def test_head(report):
    assert report.input == "<memory>" and report.as_of == "2027-01-01" and not report.truncated
    assert len(report.input_digest) == 64 and set(report.input_digest) <= set("0123456789abcdef")
    assert [(x[0], x[1], len(x[2])) for x in report.rulesets] == [("small", "1.2", 64)]
    assert [report.count_at_least(x) for x in ("note", "warning", "error")] == [4, 3, 1]
    assert repr(report) == "<Report fail of <memory>>"


def test_findings(report):
    assert len(report) == len(report.findings) == len(list(report)) == 4
    ids = [f.rule for f in report]
    assert ids == ["small.redress.hotline", "small.know.no-sure-win", "small.fair-trade.no-hurry", "small.know.plain-words"]
    f = report[1]
    assert (f.rule_revision, f.disposition, f.severity, f.confidence, f.right) == (3, "fail", "error", "certain", "know")
    assert f.message() == f.message("zh") == "“稳赚不赔”承诺了收益。" and f.message("en") == '"稳赚不赔" promises gain.'
    assert (f.remedy(), f.remedy("en")) == ("删去承诺。", "Remove the promise.")
    assert (f.rule_title(), f.rule_title("en")) == ("不得承诺收益", "No promise of gain")
    assert f.matched == ERROR and len(f.fingerprint) == 32
    assert f.basis == [cpreview.Basis("ADV", "广告法", "Advertising Law", "25(1)", True)]
    assert repr(f) == "<Finding small.know.no-sure-win at 13:13>"


def test_places(report):
    for f in report:
        p = f.place
        assert BAD[p.offset_bytes : p.offset_bytes + p.length_bytes].decode().startswith(p.excerpt.rstrip("…"))
        lines = BAD.decode().split("\n")
        assert p.line_text == lines[p.line - 1]
        before = "\n".join(lines[: p.line - 1] + [lines[p.line - 1][: p.column - 1]]).encode()
        assert len(before) == p.offset_bytes
    p = report[1].place
    assert (p.line, p.column, p.end_line, p.end_column, p.excerpt) == (13, 13, 13, 17, ERROR)
    assert p.path.endswith("/body[1]") or "body" in p.path


def test_evidence_and_related(report):
    f = report[0]
    assert [(e.name, e.value, e.type) for e in f.evidence] == [("title", "活动", "text")]
    assert f.evidence[0].place is None or f.evidence[0].place.line == 3
    assert f.related == [] and f.matched == ""


def test_rules_of_a_report(report):
    results = {r.rule: r for r in report.rules}
    assert list(results) == sorted(results) and len(results) == 6
    assert results["small.know.no-sure-win"].disposition == "fail" and results["small.know.no-sure-win"].nodes["fail"] == 1
    late = results["small.privacy.no-sharing"]
    assert late.disposition == "not-applicable" and late.reason_en == "not yet in force on the as-of date" and late.reason_zh


def test_a_finding_without_a_place(small):
    r = small.review(cpreview.Campaign.unreadable("gone.xml", "the disk is gone"))
    assert (r.verdict, r.input) == ("incomplete", "gone.xml")
    f = r[0]
    assert f.rule == "input.unreadable" and f.place is None and f.right == "none" and "the disk is gone" in f.message("en")
    assert repr(f) == "<Finding input.unreadable at no place>" and f.disposition == "not-checked"


@pytest.mark.parametrize("as_of", ["2027-02-28", datetime.date(2027, 2, 28), None])
def test_as_of(as_of, small):
    r = small.review(campaign(NOTE + FROM_MARCH).encode(), as_of=as_of)
    assert [f.rule for f in r] == ["small.know.plain-words"]
    assert r.as_of == ("2027-02-28" if as_of else "2027-01-01")
    r = small.review(campaign(NOTE + FROM_MARCH).encode(), as_of="2027-03-01")
    assert [f.rule for f in r] == ["small.privacy.no-sharing"]


def test_tailoring(small):
    def found(**options):
        return sorted(f.rule.split(".", 1)[1] for f in small.review(BAD, **options))

    assert found(rules=["small.know.no-sure-win"]) == found(rules="small.know.no-sure-win") == ["know.no-sure-win"]
    assert found(rules=("small.know.*", "small.redress.*")) == ["know.no-sure-win", "know.plain-words", "redress.hotline"]
    assert found(rights=["fair-trade"]) == found(rights="fair-trade") == ["fair-trade.no-hurry"]
    assert found(laws={"ADV"}) == found(laws="ADV") == ["know.no-sure-win"]
    assert found(laws=iter(["CPL"]), rights=["know"]) == ["know.plain-words"]


def test_limit_on_findings(small):
    data = campaign((ERROR + "。") * 20).encode()
    assert len(small.review(data)) == 20
    r = small.review(data, max_findings=5)
    assert r.truncated and r.verdict == "incomplete" and len(r) <= 6


@pytest.mark.parametrize(
    "name", ["a.xml", "活动 方案.xml", HOSTILE, b"invalid \xff\xc0.xml"], ids=["plain", "chinese", "hostile", "invalid"]
)
@pytest.mark.parametrize(
    "content",
    [GOOD, BAD, GOOD[:-20], b"", campaign(ERROR).encode("gb18030")],
    ids=["good", "bad", "malformed", "empty", "encoding"],
)
def test_the_same_bytes_as_the_command(name, content, small, tmp_path):
    path = write(tmp_path, name, content)
    report = small.review(path)
    assert report.input == path
    got = lint("-f", "json", path)
    assert report.to_json() == got.out and json.loads(got.out)
    for format in cpreview.FORMATS:
        for language in ("zh", "en"):
            for show in (None, "error"):
                args = ["-f", format, f"--lang={language}", *([f"--show={show}"] if show else [])]
                assert report.render(format, language, show) == lint(*args, path).out
    assert report.render("text", "en", color=True, all_rules=True) == lint("--color=always", "--all-rules", path).out


def test_the_same_bytes_as_the_command_for_several(small, tmp_path):
    paths = [write(tmp_path, f"{i}.xml", c) for i, c in enumerate((GOOD, BAD, b"<x/>"))]
    assert cpreview.render([small.review(p) for p in paths], "sarif", "en") == lint("-f", "sarif", *paths).out


def test_the_same_bytes_as_the_command_with_the_rules_that_come_along():
    cn = cpreview.Ruleset.load(TOP / "rulesets/cn")
    for path in sorted(TOP.glob("examples/campaigns/*/draft.xml"))[:2]:
        assert cn.review(path).to_json() == lint("-f", "json", path, rules=TOP / "rulesets/cn").out


def test_sources_of_a_campaign(small, tmp_path):
    path = write(tmp_path, "a.xml", BAD)
    expected = [f.fingerprint for f in small.review(path)]
    for source in (path, pathlib.Path(path), BAD, bytearray(BAD), memoryview(BAD), memoryview(b"x" + BAD)[1:],
                   cpreview.Campaign.load(path), cpreview.Campaign.load(BAD, "a.xml")):  # fmt: skip
        assert [f.fingerprint for f in small.review(source)] == expected
    assert cpreview.review(path, rulesets=SMALL).verdict == "fail"
    assert cpreview.review(path, rulesets=[pathlib.Path(SMALL)], fail_on="error", as_of="2027-01-01").verdict == "fail"
    assert cpreview.review(path, (SMALL, str(DATA / "second"))).rulesets[1][0] == "second"


def test_campaigns(tmp_path):
    c = cpreview.Campaign.load(BAD, "from a database")
    assert c.name == "from a database" and c.is_complete and len(c.digest) == 64
    assert cpreview.Campaign.load(BAD).name == "<memory>"
    broken = cpreview.Campaign.load(b"<campaign>")
    assert not broken.is_complete
    data = bytearray(BAD)
    c = cpreview.Campaign.load(data)
    data[:] = b"\0" * len(data)  # was copied
    assert cpreview.review(c, SMALL).verdict == "fail"
    raw = b"n\xff\n.xml"
    path = write(tmp_path, raw, GOOD)
    assert cpreview.Campaign.load(path).name == path  # any bytes a name may have come back
    assert cpreview.Campaign.load(GOOD + b"\0").is_complete is False  # a NUL is not an end


# ---- rulesets


def test_rulesets(small):
    assert len(small) == 6 and small.packs[0][:2] == ("small", "1.2")
    assert [r.id for r in small] == sorted(r.id for r in small)
    rule = small["small.privacy.no-sharing"]
    assert (rule.kind, rule.right, rule.severity, rule.confidence, rule.revision) == ("text", "privacy", "error", "likely", 1)
    assert (rule.in_force, rule.repealed, small["small.know.plain-words"].repealed) == ("2027-03-01", "", "2027-03-01")
    assert (rule.title(), rule.title("en")) == ("不得擅自共享信息", "No sharing of data")
    assert rule.message("en") == '"{match}" shares personal data.' and rule.remedy() == "取得单独同意。"
    assert rule.reason() == "" and small["small.know.no-sure-win"].reason("en") == "Nobody can promise gain."
    assert rule.basis == [cpreview.Basis("DATA", "个人信息保护法", "Data Law", "23", False, "版本待核对。")]
    assert rule.examples == [(True, "共享信息"), (False, "不共享")]
    assert (rule.file, rule.line, repr(rule)) == (f"{SMALL}/rules.xml", 26, "<Rule small.privacy.no-sharing>")
    assert "small.privacy.no-sharing" in small and "nothing" not in small and 5 not in small
    with pytest.raises(KeyError):
        small["nothing"]


def test_examples(small):
    results = small.test()
    assert len(results) == 10 and all(r.passed and r.message == "" for r in results)
    results = cpreview.Ruleset.load(str(DATA / "second")).test()
    assert [r.passed for r in results] == [True, False]
    assert results[1].rule == "second.fair-trade.no-fake-price" and results[1].line == 14 and results[1].message
    assert results[1].file.endswith("second/ruleset.xml")


def test_a_ruleset_from_bytes():
    data = (DATA / "second/ruleset.xml").read_bytes()
    for raw in (data, bytearray(data), memoryview(data)):
        assert cpreview.Ruleset.from_bytes(raw).packs[0][0] == "second"
    with pytest.raises(cpreview.Error) as e:
        cpreview.Ruleset.from_bytes(pathlib.Path(SMALL, "ruleset.xml").read_bytes(), "mine.xml")  # includes are refused
    assert e.value.code == E_RULESET and e.value.file == "mine.xml"


def test_names_of_kinds_and_formats():
    assert cpreview.FORMATS[:2] == ("text", "json") and "fact" in cpreview.KINDS


# ---- errors


def test_a_broken_ruleset_tells_all_its_mistakes():
    with pytest.raises(cpreview.Error) as caught:
        cpreview.Ruleset.load(DATA / "broken")
    e = caught.value
    path = f"{DATA}/broken/ruleset.xml"
    assert (e.code, e.file, e.line, e.column) == (E_RULESET, path, 7, 28)
    assert [(x.line, x.column) for x in e.errors] == [(7, 28), (14, 5)] and e.errors[0] is e
    assert str(e.errors[1]) == f"{path}:14:5: unknown element <exmaple>; did you mean <example>?"
    data = pathlib.Path(path).read_bytes()
    assert data[e.errors[1].offset_bytes :].startswith(b"<exmaple")
    with pytest.raises(cpreview.Error) as again:
        cpreview.Ruleset.from_bytes(data)
    assert [str(x).split(":", 1)[1] for x in again.value.errors] == [str(x).split(":", 1)[1] for x in e.errors]


@pytest.mark.parametrize("path", ["missing.xml", "/dev/zero", ".", "missing/x", "x" * 5000])
def test_files_that_cannot_be_read(path, small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for call in (cpreview.Campaign.load, small.review):
        with pytest.raises(cpreview.Error) as e:
            call(path)
        assert e.value.code == E_IO and e.value.file == path and e.value.line is None and e.value.column is None
        assert str(e.value).startswith(path + ": ") and e.value.errors == (e.value,)
    with pytest.raises(cpreview.Error) as e:
        cpreview.Ruleset.load("./" + path if not path.startswith("/") else path)
    assert e.value.code in (E_IO, E_RULESET)


def test_errors_of_other_calls(small, report):
    for code, call in (
        (E_NOT_FOUND, lambda: small.review(GOOD, rules=["nothing"])),
        (E_NOT_FOUND, lambda: small.review(GOOD, rules=["nothing*"])),
        (E_NOT_FOUND, lambda: small.review(GOOD, rights=["knwo"])),
        (E_NOT_FOUND, lambda: small.review(GOOD, laws=["adv"])),
        (E_ARG, lambda: small.review(GOOD, rules=[""])),
        (E_ARG, lambda: small.review(GOOD, as_of="2027-02-29")),
        (E_ARG, lambda: small.review(GOOD, as_of="")),
        (E_ARG, lambda: small.review(GOOD, max_findings=1000001)),
        (E_NOT_FOUND, lambda: report.render("pdf")),
        (E_NOT_FOUND, lambda: report.render("")),
        (E_ARG, lambda: cpreview.render([], "json")),
        (E_ARG, lambda: cpreview.Campaign.load("")),
        (E_LIMIT, lambda: cpreview.Campaign.load(b" " * ((16 << 20) + 1))),
    ):
        with pytest.raises(cpreview.Error) as e:
            call()
        assert e.value.code == code and e.value.message and e.value.file is None and str(e.value) == e.value.message


def test_errors_can_be_pickled():
    with pytest.raises(cpreview.Error) as caught:
        cpreview.Ruleset.load(DATA / "broken")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and vars(again).keys() == vars(caught.value).keys()
    assert [str(x) for x in again.errors] == [str(x) for x in caught.value.errors]


# ---- misuse


WRONG_TYPE = [
    lambda s, r: cpreview.Campaign.load(5),
    lambda s, r: cpreview.Campaign.load(None),
    lambda s, r: cpreview.Campaign.load(["a.xml"]),
    lambda s, r: cpreview.Campaign.load(GOOD, 5),
    lambda s, r: cpreview.Campaign.load("a.xml", "b.xml"),
    lambda s, r: cpreview.Campaign.load(),
    lambda s, r: cpreview.Campaign.unreadable("x", None),
    lambda s, r: cpreview.Ruleset.load(5),
    lambda s, r: cpreview.Ruleset.load(b"cn"),
    lambda s, r: cpreview.Ruleset.from_bytes("<ruleset/>"),
    lambda s, r: cpreview.Ruleset.from_bytes(5),
    lambda s, r: cpreview.Ruleset.from_bytes(None),
    lambda s, r: s.review(5),
    lambda s, r: s.review(s),
    lambda s, r: s.review(GOOD, rules=5),
    lambda s, r: s.review(GOOD, rules=[5]),
    lambda s, r: s.review(GOOD, rules=[b"small.know.*"]),
    lambda s, r: s.review(GOOD, fail_on=2),
    lambda s, r: s.review(GOOD, as_of=20270101),
    lambda s, r: s.review(GOOD, as_of=datetime.datetime(2027, 1, 1)),
    lambda s, r: s.review(GOOD, max_findings="5"),
    lambda s, r: s.review(GOOD, max_findings=5.0),
    lambda s, r: s.review(GOOD, no_such_option=1),
    lambda s, r: s[5],
    lambda s, r: r["0"],
    lambda s, r: r[1.0],
    lambda s, r: r[None],
    lambda s, r: r.render(5),
    lambda s, r: r.render(b"json"),
    lambda s, r: r.render("json", show=2),
    lambda s, r: r.count_at_least(2),
    lambda s, r: cpreview.render(r[0], "json"),
    lambda s, r: cpreview.render([r, None], "json"),
    lambda s, r: cpreview.render([s], "json"),
    lambda s, r: cpreview.review(GOOD, rulesets=5),
    lambda s, r: r[0].message([]),
    # objects are not made by hand
    lambda s, r: cpreview.Report(None),
    lambda s, r: cpreview.Report(1),
    lambda s, r: cpreview.Ruleset("cn"),
    lambda s, r: cpreview.Campaign(r._handle),
    lambda s, r: cpreview.Report(cpreview._ffi.ReportP()),
]


@pytest.mark.parametrize("call", WRONG_TYPE, ids=range(len(WRONG_TYPE)))
def test_wrong_types(call, small, report):
    with pytest.raises(TypeError):
        call(small, report)


WRONG_VALUE = [
    lambda s, r: cpreview.Campaign.load("a\0b"),
    lambda s, r: cpreview.Campaign.load(GOOD, "a\0b"),
    lambda s, r: cpreview.Campaign.unreadable("a\0b", "x"),
    lambda s, r: cpreview.Campaign.unreadable("a", "x\0y"),
    lambda s, r: cpreview.Ruleset.load("./a\0b"),
    lambda s, r: cpreview.Ruleset.load("a\0b"),
    lambda s, r: cpreview.Ruleset.load(""),
    lambda s, r: cpreview.Ruleset.from_bytes(b"", "a\0b"),
    lambda s, r: s.review(GOOD, as_of="2027-01-01\0"),
    lambda s, r: s.review(GOOD, rules=["a\0"]),
    lambda s, r: s.review(GOOD, rules=["\ud800"]),
    lambda s, r: s.review(GOOD, fail_on="fatal"),
    lambda s, r: s.review(GOOD, fail_on="Error"),
    lambda s, r: s.review(GOOD, max_findings=-1),
    lambda s, r: s.review(GOOD, max_findings=1 << 32),
    lambda s, r: s["a\0"],
    lambda s, r: r.render("json\0"),
    lambda s, r: r.render("json", "fr"),
    lambda s, r: r.render("json", show="none"),
    lambda s, r: r.count_at_least(""),
    lambda s, r: r[0].message("ZH"),
    lambda s, r: s["small.know.no-sure-win"].title(None),
]


@pytest.mark.parametrize("call", WRONG_VALUE, ids=range(len(WRONG_VALUE)))
def test_wrong_values(call, small, report):
    with pytest.raises(ValueError):
        call(small, report)


def test_indexes(report):
    n = len(report)
    assert report[-1].rule == report[n - 1].rule and report[-n].rule == report[0].rule and report[True].rule == report[1].rule
    for index in (n, -n - 1, 1 << 31, 1 << 63, 1 << 64, -(1 << 64)):
        with pytest.raises(IndexError):
            report[index]
    assert [f.rule for f in report[1:3]] == [f.rule for f in report][1:3]
    assert [f.rule for f in report[::-1]] == [f.rule for f in report][::-1] and report[9:] == []


def test_objects_that_were_never_made():
    for kind in (cpreview.Report, cpreview.Ruleset, cpreview.Campaign):
        empty = kind.__new__(kind)
        with pytest.raises(AttributeError):
            empty._handle
        del empty


def test_copies_are_the_same_object(small, report):
    c = cpreview.Campaign.load(GOOD)
    for x in (small, report, c):
        assert copy.copy(x) is x and copy.deepcopy([x])[0] is x
        with pytest.raises(TypeError):
            pickle.dumps(x)
    copies = [copy.copy(report) for _ in range(10)]
    del copies
    gc.collect()
    assert report.verdict == "fail"


def test_attributes_are_read_only(report):
    for name in ("verdict", "input", "findings"):
        with pytest.raises(AttributeError):
            setattr(report, name, "pass")
    with pytest.raises(AttributeError):
        report[0].severity = "note"


# ---- lifetimes


def test_what_is_read_outlives_what_it_was_read_from():
    def finding():
        return cpreview.Ruleset.load(SMALL).review(bytes(bytearray(BAD)))[1]

    kept = [finding() for _ in range(20)]
    gc.collect()
    churn = [bytearray(4096) for _ in range(500)]
    for f in kept:
        assert f.message("en") == '"稳赚不赔" promises gain.' and f.place.excerpt == ERROR and f.basis[0].law == "ADV"
    del churn

    rule = cpreview.Ruleset.load(SMALL)["small.know.no-sure-win"]
    rules = iter(cpreview.Ruleset.load(SMALL))
    gc.collect()
    assert rule.title("en") == "No promise of gain" and [r.id for r in rules][0] == "small.choice.look-at-posters"

    findings = iter(cpreview.Ruleset.load(SMALL).review(BAD))
    gc.collect()
    assert len([f.message() for f in findings]) == 4

    place, evidence = finding().place, cpreview.Ruleset.load(SMALL).review(BAD)[0].evidence
    gc.collect()
    assert place.line_text.strip().startswith("<body>") and evidence[0].value == "活动"


def test_everything_is_given_back():
    given = []
    real = cpreview.Report._unref

    class Counting(cpreview.Report):
        _unref = staticmethod(lambda handle: (given.append(handle.value), real(handle)))

    report = cpreview.Ruleset.load(SMALL).review(BAD)
    handle = report._handle
    cpreview._lib.cpreview_report_ref(handle)
    mine = Counting(handle)
    alive = weakref.ref(mine)
    f = mine[0]
    del mine
    gc.collect()
    assert alive() is not None and not given
    del f
    gc.collect()
    assert alive() is None and given == [handle.value]


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def test_nothing_piles_up(small):
    if "libasan" in open("/proc/self/maps", encoding="utf-8", errors="replace").read():
        pytest.skip("the sanitizer keeps what was freed for a while")

    def work(n):
        for _ in range(n):
            r = small.review(BAD)
            r.to_json()
            for f in r:
                assert f.place and f.message() and f.basis is not None
            with pytest.raises(cpreview.Error):
                small.review(GOOD, rules=["nothing"])

    work(100)
    gc.collect()
    before = resident()
    work(400)
    gc.collect()
    assert resident() - before < 4 << 20


# ---- threads


def test_threads_share_a_ruleset(small):
    inputs = [campaign(x).encode() for x in ("活动", ERROR, WARNING, NOTE, ERROR + "。" + WARNING)] + [b"<x", GOOD[:-20], BAD]
    expected = [small.review(x).to_json() for x in inputs]
    barrier = threading.Barrier(8)

    def work(i):
        barrier.wait()
        return [(k, small.review(inputs[k]).to_json()) for k in [(i + n) % len(inputs) for n in range(24)]]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for done in pool.map(work, range(8)):
            for k, got in done:
                assert got == expected[k]


def test_threads_share_a_campaign_and_a_report(small):
    c = cpreview.Campaign.load(BAD)
    report = small.review(c)
    expected = report.to_json(), [f.message() for f in report]

    def work(_):
        for _ in range(10):
            assert small.review(c).to_json() == expected[0]
            assert (report.to_json(), [f.message() for f in report]) == expected
            assert cpreview.Ruleset.load(SMALL).packs == small.packs
        return True

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(6)))


def test_objects_end_in_other_threads(small):
    """The last reference goes away in a thread that did not make the object."""
    queue = [small.review(BAD) for _ in range(200)]

    def work():
        while True:
            try:
                report = queue.pop()
            except IndexError:
                return
            assert report[0].message()
            del report

    threads = [threading.Thread(target=work) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    gc.collect()
    assert small.review(BAD).verdict == "fail" and sys.getrefcount(small) < 100

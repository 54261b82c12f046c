# SPDX-License-Identifier: Apache-2.0
"""Where results go: formats, files that are there whole or not at all, streams that fail, colours, languages."""

import json
import os
import pty
import re
import select
import subprocess
import threading

import pytest
from clihelp import COMMAND, ERROR, NOTE, SMALL, WARNING, campaign, environment, lint, run, write

GOOD = campaign()
FORMATS = ["text", "json", "jsonl", "sarif"]


@pytest.fixture(name="folder")
def _folder(tmp_path):
    write(tmp_path, "a.xml", campaign(ERROR))
    write(tmp_path, "b.xml", GOOD)
    return tmp_path


def names(folder):
    return sorted(os.listdir(folder))


@pytest.fixture(name="full")
def _full():
    """A stream on which there is never room."""
    fd = os.open("/dev/full", os.O_WRONLY)
    yield fd
    os.close(fd)


def link_to(device, folder):
    """The way to a device in these tests: a command that is wrong and runs as root could replace a link, but not the device."""
    name = os.path.basename(device)
    os.symlink(device, folder / name)
    return name


# ---- formats and files


def test_text_is_the_default(folder):
    r = lint("a.xml", cwd=folder)
    assert r.code == 1 and r.out == lint("-f", "text", "a.xml", cwd=folder).out
    assert r.text.startswith('a.xml:13:13: error [small.know.no-sure-win] "稳赚不赔" promises gain.\n')


def test_each_format_is_what_it_says(folder):
    whole = lint("-f", "json", "a.xml", "b.xml", cwd=folder).json
    assert whole["schema"] == "urn:cpreview:report:1" and [x["verdict"] for x in whole["reports"]] == ["fail", "pass"]
    lines = [json.loads(x) for x in lint("-f", "jsonl", "a.xml", "b.xml", cwd=folder).text.splitlines()]
    assert [x["type"] for x in lines] == ["finding", "report", "report"]
    sarif = lint("-f", "sarif", "a.xml", "b.xml", cwd=folder).json
    assert sarif["version"] == "2.1.0" and len(sarif["runs"]) == 1 and len(sarif["runs"][0]["results"]) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_gets_the_bytes_that_standard_output_would(format, folder):
    expected = lint("-f", format, "a.xml", "b.xml", cwd=folder)
    r = lint("-f", f"{format}=out", "a.xml", "b.xml", cwd=folder)
    assert r.code == 1 and r.out == b"" and r.err == expected.err
    assert (folder / "out").read_bytes() == expected.out
    assert names(folder) == ["a.xml", "b.xml", "out"]  # nothing temporary is left


def test_several_formats_at_once(folder):
    args = ["-f", "json", "--format=sarif=x.sarif", "-f", "text=x.txt", "--format", "jsonl=x=y.jsonl", "-f", "json=x.json"]
    r = lint(*args, "a.xml", cwd=folder)
    assert r.code == 1
    for format, name in (("sarif", "x.sarif"), ("text", "x.txt"), ("jsonl", "x=y.jsonl"), ("json", "x.json")):
        assert (folder / name).read_bytes() == lint("-f", format, "a.xml", cwd=folder).out
    assert r.out == (folder / "x.json").read_bytes()


@pytest.mark.parametrize("args", [["-f", "text", "-f", "json"], ["-f", "json", "-f", "json"], ["-f", "json", "-f", "text=x", "-f", "text"]])
def test_two_formats_on_standard_output_are_refused(args, folder):
    r = lint(*args, "a.xml", cwd=folder)
    assert r.code == 2 and r.out == b"" and "only one format can go to standard output" in r.errors
    assert names(folder) == ["a.xml", "b.xml"]


def test_two_formats_to_one_file_are_refused(folder):
    r = lint("-f", "json=x", "-f", "text=x", "a.xml", cwd=folder)
    assert r.code == 2 and r.errors == "cpreview: lint: two formats cannot go to one file, x\n"
    assert names(folder) == ["a.xml", "b.xml"]


def test_a_file_that_is_there_is_replaced(folder):
    write(folder, "out", "old" * 100000)
    before = os.stat(folder / "out").st_ino
    with open(folder / "out", "rb") as reader:
        assert lint("-f", "json=out", "a.xml", cwd=folder).code == 1
        assert reader.read() == b"old" * 100000  # whoever reads the old one reads it to its end
    assert os.stat(folder / "out").st_ino != before
    assert (folder / "out").read_bytes() == lint("-f", "json", "a.xml", cwd=folder).out


def test_the_mode_of_a_new_file_is_that_of_the_umask(folder):
    for mask in (0o022, 0o077):
        done = subprocess.run(
            [COMMAND, "lint", "--no-config", "-r", SMALL, f"--format=json=out{mask}", "a.xml"],
            cwd=folder, env=environment(), capture_output=True, check=False, umask=mask,
        )  # fmt: skip
        assert done.returncode == 1 and os.stat(folder / f"out{mask}").st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("path", ["nowhere/out", "a.xml/out", ".", "x" * 300, "/proc/cannot-be-made"])
def test_a_file_that_cannot_be_written(path, folder):
    r = lint("-f", f"json={path}", "-f", "text", "a.xml", cwd=folder)
    assert r.code == 2 and f"cpreview: {path}: " in r.errors and r.summary == (1, 0, 1, 0, 0)
    assert "a.xml:13:13: error" in r.text  # the other format is written
    assert names(folder) == ["a.xml", "b.xml"]


def test_full_device(folder, full):
    device = link_to("/dev/full", folder)
    for format in FORMATS:
        r = lint("-f", f"{format}={device}", "b.xml", cwd=folder)
        assert r.code == 2 and "cpreview: full: No space left on device" in r.errors
        assert os.path.islink(folder / device)
        r = lint("-f", format, "b.xml", cwd=folder, stdout=full)
        assert r.code == 2 and "cpreview: standard output: No space left on device" in r.errors and r.summary[0] == 1


@pytest.mark.parametrize("args", [["--version"], ["--help"], ["lint", "--help"], ["rules", "list", "-r", SMALL], ["test", SMALL]])
def test_full_device_for_all_that_prints(args, full):
    r = run(*args, stdout=full)
    assert r.code == 2 and r.errors == "cpreview: standard output: No space left on device\n"


def test_a_disk_that_is_full_keeps_the_old_file(folder):
    """A limit on the size of files stands for the disk."""
    import resource

    write(folder, "out", "old")
    write(folder, "many.xml", campaign((ERROR + "。") * 2000))

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    r = lint("-f", "json=out", "many.xml", cwd=folder, preexec_fn=limited)
    assert r.code == 2 and "cpreview: out: File too large" in r.errors
    assert (folder / "out").read_text() == "old" and names(folder) == ["a.xml", "b.xml", "many.xml", "out"]


def test_pipes_and_devices_are_written_in_place(folder):
    os.mkfifo(folder / "pipe")
    got = []
    reader = threading.Thread(target=lambda: got.append((folder / "pipe").read_bytes()))
    reader.start()
    r = lint("-f", "json=pipe", "a.xml", cwd=folder)
    reader.join(60)
    assert r.code == 1 and got == [lint("-f", "json", "a.xml", cwd=folder).out]
    device = link_to("/dev/null", folder)
    assert lint("-f", f"json={device}", "a.xml", cwd=folder).code == 1
    assert os.path.islink(folder / device)


# ---- streams


def closed(*fds):
    def close():
        for fd in fds:
            os.close(fd)

    return close


@pytest.mark.parametrize("format", FORMATS)
def test_closed_standard_output(format, folder):
    r = lint("-f", format, "b.xml", cwd=folder, preexec_fn=closed(1))
    assert r.code == 2 and r.errors.startswith("cpreview: standard output: Bad file descriptor\n")
    # nothing is to be written there
    r = lint("-f", f"{format}=out", "b.xml", cwd=folder, preexec_fn=closed(1))
    assert r.code == 0 and (folder / "out").read_bytes() == lint("-f", format, "b.xml", cwd=folder).out


@pytest.mark.parametrize("args", [["--version"], ["rules", "list", "-r", SMALL], ["test", SMALL], ["--help"]])
def test_closed_standard_output_of_the_other_commands(args):
    assert run(*args, preexec_fn=closed(1)).code == 2


def test_closed_standard_input(folder):
    r = lint("-", "a.xml", cwd=folder, preexec_fn=closed(0))
    assert r.code == 2 and r.summary == (2, 0, 1, 0, 1)
    assert "<stdin>: not checked [input.unreadable]" in r.text and "standard input cannot be read: Bad file descriptor" in r.text
    assert lint("b.xml", cwd=folder, preexec_fn=closed(0)).code == 0  # who does not read it does not miss it


def test_closed_standard_error(folder):
    expected = lint("-f", "json", "a.xml", cwd=folder)
    r = lint("-v", "-f", "json", "a.xml", cwd=folder, preexec_fn=closed(2))
    assert r.code == 1 and r.out == expected.out and r.err == b""
    assert lint("-f", "json", "a.xml", "missing.xml", cwd=folder, preexec_fn=closed(2)).code == 2


def test_all_streams_closed(folder):
    """No file may take the place of a stream: nothing that is printed gets into it."""
    r = lint("-v", "-f", "json=out", "a.xml", "b.xml", cwd=folder, preexec_fn=closed(0, 1, 2))
    assert r.code == 1
    assert (folder / "out").read_bytes() == lint("-f", "json", "a.xml", "b.xml", cwd=folder).out


def test_a_reader_that_goes_away(folder):
    write(folder, "many.xml", campaign((ERROR + "。") * 3000))
    process = subprocess.Popen(
        [COMMAND, "lint", "--no-config", "-r", SMALL, "-f", "json", "-f", "sarif=out.sarif", "many.xml"],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 2  # an exit code, not a signal
    assert "cpreview: standard output: Broken pipe\n" in errors and "given 1 = " in errors
    assert json.loads((folder / "out.sarif").read_bytes())["version"] == "2.1.0"


# ---- quiet and verbose


def test_quiet_and_verbose(folder):
    r = lint("-q", "a.xml", "b.xml", cwd=folder)
    assert r.code == 1 and r.err == b"" and r.out == lint("a.xml", "b.xml", cwd=folder).out
    r = lint("--verbose", "a.xml", "b.xml", "missing.xml", cwd=folder)
    assert r.errors == (
        "fail: a.xml\npass: b.xml\nincomplete: missing.xml\n"
        "given 3 = clean 1 + findings 1 + incomplete 0 + refused 1\n"
    )
    assert lint("-vq", "-", stdin=GOOD.encode()).errors == "pass: <stdin>\n"


# ---- colours


def on_terminal(*args, env=None, cwd=None):
    """Runs with standard output on a terminal; gives what arrives there."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, "lint", "--no-config", "--lang=en", "-r", SMALL, *args], stdin=subprocess.DEVNULL, stdout=side,
        stderr=subprocess.DEVNULL, env=environment(**(env or {})), cwd=cwd,
    )  # fmt: skip
    os.close(side)
    got = b""
    while select.select([main], [], [], 60)[0]:
        try:
            piece = os.read(main, 65536)
        except OSError:  # as Linux says it: the other side is closed
            break
        if not piece:
            break
        got += piece
    os.close(main)
    process.wait()
    return got.replace(b"\r\n", b"\n")


def plain(colored):
    return re.sub(rb"\x1b\[[0-9;]*m", b"", colored)


@pytest.mark.parametrize(
    ("args", "env", "terminal", "colored"),
    [
        ([], {}, True, True),
        ([], {}, False, False),
        ([], {"NO_COLOR": "1"}, True, False),
        ([], {"NO_COLOR": ""}, True, True),  # only a value counts
        ([], {"TERM": "dumb"}, True, False),
        ([], {"TERM": None}, True, False),  # nothing is known of the terminal
        (["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        (["--color=always"], {}, True, True),
        (["--color=never"], {}, True, False),
        (["--color=auto"], {}, False, False),
        (["--color=auto"], {}, True, True),
        (["-f", "json"], {}, True, False),
        (["-f", "sarif", "--color=always"], {}, True, False),
    ],
)
def test_colors(args, env, terminal, colored, folder):
    if terminal:
        out = on_terminal(*args, "a.xml", "b.xml", cwd=folder, env=env)
    else:
        out = lint(*args, "a.xml", "b.xml", cwd=folder, env=env).out
    assert (b"\x1b[" in out) == colored
    assert plain(out) == lint(*args, "--color=never", "a.xml", "b.xml", cwd=folder).out


def test_colors_in_files(folder):
    on_terminal("-f", "text=out", "a.xml", cwd=folder)
    assert b"\x1b" not in (folder / "out").read_bytes()
    lint("-f", "text=out", "--color=always", "a.xml", cwd=folder)
    assert b"\x1b[" in (folder / "out").read_bytes()


# ---- languages


def test_languages(folder):
    zh = run("lint", "--no-config", "-r", SMALL, "a.xml", cwd=folder)
    assert "错误 [small.know.no-sure-win] “稳赚不赔”承诺了收益。" in zh.text and "promises" not in zh.text
    assert lint("--lang=zh", "a.xml", cwd=folder).out == zh.out
    en = lint("a.xml", cwd=folder)
    assert "error [small.know.no-sure-win]" in en.text and "承诺" not in en.text
    # programs get both
    for format in ("json", "jsonl"):
        assert lint("-f", format, "--lang=zh", "a.xml", cwd=folder).out == lint("-f", format, "a.xml", cwd=folder).out
    sarif = [lint("-f", "sarif", f"--lang={x}", "a.xml", cwd=folder).json["runs"][0] for x in ("zh", "en")]
    assert sarif[0] != sarif[1]


# ---- show and fail-on

THREE = campaign(ERROR + "。" + WARNING + "。" + NOTE)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (THREE, {"note": 1, "warning": 1, "error": 1, None: 1}),
        (campaign(ERROR), {"note": 1, "warning": 1, "error": 1, None: 1}),
        (campaign(WARNING), {"note": 1, "warning": 1, "error": 0, None: 1}),
        (campaign(NOTE), {"note": 1, "warning": 0, "error": 0, None: 0}),
        (GOOD, {"note": 0, "warning": 0, "error": 0, None: 0}),
        (campaign(poster=True), {"warning": 0, "error": 0, None: 0}),
        (GOOD[:-20], {"note": 3, "warning": 3, "error": 3, None: 3}),
    ],
    ids=["all", "error", "warning", "note", "good", "poster", "malformed"],
)
def test_fail_on(content, codes, tmp_path):
    write(tmp_path, "a.xml", content)
    for level, code in codes.items():
        r = lint(*([f"--fail-on={level}"] if level else []), "-f", "json", "a.xml", cwd=tmp_path)
        assert r.code == code, (level, r)
        # verdict, exit code and summary say the same
        verdict = r.json["reports"][0]["verdict"]
        assert {0: ("pass", "review"), 1: ("fail",), 3: ("incomplete",)}[code].__contains__(verdict), (level, verdict)
        assert r.summary[{0: 1, 1: 2, 3: 3}[code]] == 1


def test_show(tmp_path):
    write(tmp_path, "a.xml", THREE)
    write(tmp_path, "bad.xml", GOOD[:-20])
    shown = {None: 3, "note": 3, "warning": 2, "error": 1}
    for level, count in shown.items():
        option = [f"--show={level}"] if level else []
        r = lint(*option, "a.xml", cwd=tmp_path)
        assert r.code == 1 and len(re.findall(r"^a\.xml:\d+:\d+: ", r.text, re.M)) == count
        r = lint(*option, "-f", "json", "a.xml", cwd=tmp_path)
        assert r.code == 1 and len(r.json["reports"][0]["findings"]) == count
        # what was not checked is always there, and what is not shown still counts
        r = lint(*option, "bad.xml", cwd=tmp_path)
        assert r.code == 3 and "xml.malformed" in r.text and "incomplete" in r.text
    write(tmp_path, "w.xml", campaign(WARNING))
    r = lint("--show=error", "w.xml", cwd=tmp_path)
    assert r.code == 1 and "w.xml: fail" in r.text and "no-hurry" not in r.text


def test_all_rules(folder):
    r = lint("--all-rules", "b.xml", cwd=folder)
    rules = ["know.no-sure-win", "fair-trade.no-hurry", "privacy.no-sharing", "know.plain-words", "redress.hotline"]
    assert r.code == 0 and all(f"small.{x}" in r.text for x in rules)
    assert "not yet in force" in r.text  # the reason
    assert not any(f"small.{x}" in lint("b.xml", cwd=folder).text for x in rules)
    assert lint("--all-rules", "-f", "json", "b.xml", cwd=folder).out == lint("-f", "json", "b.xml", cwd=folder).out

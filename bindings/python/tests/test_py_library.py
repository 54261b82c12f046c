# SPDX-License-Identifier: Apache-2.0
"""Finding the library and rulesets, installing the binding, and the end of the process: all in processes of their own."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import textwrap

import pytest
from clihelp import SMALL

TOP = pathlib.Path(__file__).resolve().parents[3]
BINDING = TOP / "bindings/python"
LIBRARY = os.environ.get("CPREVIEW_LIBRARY", "")


def python(code, *, cwd=None, path=BINDING, **env):
    """Runs code in a new Python. A variable of value None is taken out."""
    full = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1", **env}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={k: v for k, v in full.items() if v is not None}, cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def need_library():
    if not os.path.exists(LIBRARY):
        pytest.skip("CPREVIEW_LIBRARY names no file")


def test_a_library_that_is_not_there():
    r = python("import cpreview", CPREVIEW_LIBRARY="/nonexistent/libcpreview.so.1")
    assert r.returncode == 1
    last = r.stderr[r.stderr.index("LibraryNotFound: ") :]
    assert last.startswith("LibraryNotFound: libcpreview could not be loaded. Tried:\n  /nonexistent/libcpreview.so.1: ")
    assert "No such file" in last and "set CPREVIEW_LIBRARY to the path of libcpreview.so.1" in last
    assert last.count("\n  ") == 1  # who names one wants that one


def test_no_library_anywhere(tmp_path):
    code = f"""
        import importlib.util
        spec = importlib.util.spec_from_file_location("ffi", {str(BINDING / "cpreview/_ffi.py")!r})
        ffi = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(ffi)
        ffi.SONAME = "libcpreview-not-this-one.so.1"
        try:
            ffi.load()
        except ffi.LibraryNotFound as e:
            print(e)
    """
    r = python(code, CPREVIEW_LIBRARY=None, cwd=tmp_path)
    assert r.returncode == 0 and r.stdout.startswith("libcpreview could not be loaded. Tried:\n"), r.stderr
    tried = [x.strip().split(":")[0] for x in r.stdout.splitlines() if x.startswith("  ")]
    assert tried[0] == "libcpreview-not-this-one.so.1"
    assert any(x.startswith("/usr/local/lib/") for x in tried) and len(tried) == len(set(tried))


def test_a_library_that_is_none(tmp_path):
    (tmp_path / "text.so").write_text("not a library\n")
    r = python("import cpreview", CPREVIEW_LIBRARY=str(tmp_path / "text.so"))
    assert r.returncode == 1 and "LibraryNotFound" in r.stderr and "text.so" in r.stderr


def test_a_library_that_lacks_a_function(tmp_path):
    compiler = os.environ.get("CC", "cc").split()
    if not shutil.which(compiler[0]) or os.environ.get("INSTRUMENT"):
        pytest.skip("no plain C compiler")
    (tmp_path / "old.c").write_text("int cpreview_version(void) { return 0; }\n")
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", tmp_path / "old.so", tmp_path / "old.c"], check=True)
    r = python("import cpreview", CPREVIEW_LIBRARY=str(tmp_path / "old.so"))
    assert r.returncode == 1 and "LibraryNotFound" in r.stderr
    assert "lacks the function cpreview_error_free: it is older than this binding" in r.stderr


def test_rulesets_beside_the_library(tmp_path):
    """As installed: lib/ and share/cpreview/rulesets, whether the library was named or found by the system's rules."""
    need_library()
    soname = "libcpreview.so.1"
    for lib in ("one/lib", "two/lib/x86_64-linux-gnu"):
        prefix = tmp_path / lib.split("/")[0]
        (tmp_path / lib).mkdir(parents=True)
        shutil.copy2(LIBRARY, tmp_path / lib / soname)
        shutil.copytree(SMALL, prefix / "share/cpreview/rulesets/cn")
        code = """
            import cpreview
            print(cpreview.Ruleset.load().packs[0][0], cpreview.Ruleset.load("cn")["small.redress.hotline"].file)
        """
        expected = f"small {prefix}/share/cpreview/rulesets/cn/rules.xml\n"
        r = python(code, CPREVIEW_LIBRARY=str(tmp_path / lib / soname))
        assert r.stdout == expected, r.stderr
        r = python(code, CPREVIEW_LIBRARY=None, LD_LIBRARY_PATH=str(tmp_path / lib))
        assert r.stdout == expected, r.stderr
    # a folder of that name in the working folder does not take its place; but a path is a path
    shutil.copytree(SMALL.replace("small", "second"), tmp_path / "cn")
    r = python("import cpreview; print(*(cpreview.Ruleset.load(x).packs[0][0] for x in ('cn', './cn', 'cn/ruleset.xml')))",
               CPREVIEW_LIBRARY=str(tmp_path / "one/lib" / soname), cwd=tmp_path)  # fmt: skip
    assert r.stdout == "small second second\n", r.stderr
    # the environment has the first word
    r = python("import cpreview; print(cpreview.Ruleset.load().packs[0][0])",
               CPREVIEW_LIBRARY=str(tmp_path / "one/lib" / soname), CPREVIEW_RULESETS=str(tmp_path))  # fmt: skip
    assert r.stdout == "second\n", r.stderr
    r = python("import cpreview; cpreview.Ruleset.load('atlantis')", CPREVIEW_LIBRARY=str(tmp_path / "one/lib" / soname))
    assert "FileNotFoundError: there is no ruleset atlantis; looked for " in r.stderr
    assert f"{tmp_path}/one/share/cpreview/rulesets/atlantis" in r.stderr


def test_rulesets_as_built():
    need_library()
    r = python("import cpreview; print(cpreview.Ruleset.load().packs[0][0], len(cpreview.Ruleset.load('cn')) > 50)")
    assert r.stdout == "cn True\n", r.stderr


END = f"""
import cpreview, sys
ruleset = cpreview.Ruleset.load({SMALL!r})
report = ruleset.review(b"<campaign/>")
finding = report[0]
rule = next(iter(ruleset))
cycle = [ruleset, report, finding]
cycle.append(cycle)
campaign = cpreview.Campaign.load(b"")
"""


@pytest.mark.parametrize("end", ["", "sys.exit(3)", "raise SystemExit", "import os; os.fork()",
                                 "del cpreview, ruleset", "sys.modules.clear()"])  # fmt: skip
def test_the_end_of_the_process_is_quiet(end):
    r = python(END + end)
    assert r.stderr == "" and r.returncode == (3 if "3" in end else 0)


def test_nothing_is_printed_and_the_locale_is_left_alone():
    r = python(
        END + "import locale; before = locale.setlocale(locale.LC_ALL)\nreport.render('text'); report.to_json()\n"
        "assert locale.setlocale(locale.LC_ALL) == before",
        LC_ALL="C.UTF-8",
    )
    assert (r.stdout, r.stderr, r.returncode) == ("", "", 0)


def test_it_can_be_installed(tmp_path):
    """pip, without a network and without touching anything but its target."""
    missing = [m for m in ("pip", "setuptools", "wheel") if importlib.util.find_spec(m) is None]
    if missing:
        pytest.skip("not installed: " + ", ".join(missing))
    source = tmp_path / "source"  # setuptools writes beside what it builds
    shutil.copytree(BINDING, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-index", "--no-deps", "--no-compile",
         "--disable-pip-version-check", "--no-cache-dir", "--target", tmp_path / "target", source],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PIP_CONFIG_FILE": "/dev/null"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    installed = tmp_path / "target/cpreview"
    assert sorted(p.name for p in installed.iterdir()) == ["__init__.py", "_ffi.py", "py.typed"]
    need_library()
    r = python("import cpreview; print(cpreview.__file__, cpreview.version())", path=tmp_path / "target", cwd=tmp_path)
    assert r.stdout.startswith(f"{installed}/__init__.py 1."), r.stderr

# SPDX-License-Identifier: Apache-2.0
"""What the binding declares against what the library has: the symbol map, the prototypes in the headers, the structs."""

import ast
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import sys
import typing

import cpreview
import pytest
from cpreview import _ffi

TOP = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = TOP / "bindings/python/cpreview"
HEADERS = sorted((TOP / "libcpreview/include/cpreview").glob("*.h"))

P = ctypes.POINTER
TYPES = {
    "void": None,
    "int": ctypes.c_int,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t,
    "char *": ctypes.c_char_p,
    "own char *": ctypes.c_void_p,  # not const: given back to the library
    "void *": ctypes.c_void_p,
    "char **": P(ctypes.c_void_p),  # kept as a pointer, so that it can be given back
    "char *const *": P(ctypes.c_char_p),
    "size_t *": P(ctypes.c_size_t),
    "cpreview_write_fn": _ffi.WriteFn,
    "struct cpreview_campaign_options *": P(_ffi.CampaignOptions),
    "struct cpreview_review_options *": P(_ffi.ReviewOptions),
    "struct cpreview_output_options *": P(_ffi.OutputOptions),
}
for _name in ("campaign", "ruleset", "rule", "report", "finding", "place", "error", "test"):
    _handle = getattr(_ffi, _name.capitalize() + "P")
    TYPES[f"cpreview_{_name} *"] = _handle
    TYPES[f"cpreview_{_name} **"] = P(_handle)
    TYPES[f"cpreview_{_name} *const *"] = P(_handle)


def prototypes():
    """name: (result, [arguments]) of every function that the headers export, as C types in words of TYPES."""
    found = {}
    for header in HEADERS:
        text = re.sub(r"/\*.*?\*/|^#.*?$", " ", header.read_text(encoding="utf-8"), flags=re.S | re.M)
        for m in re.finditer(r"CPREVIEW_API\s+([^;]*?)\b(cpreview_\w+)\s*\(([^)]*)\)\s*;", text):
            result, name, arguments = m.groups()
            types = [c_type(re.sub(r"\w+$", "", a.strip())) for a in arguments.split(",") if arguments.strip() != "void"]
            assert name not in found
            found[name] = (c_type(result), types)
        assert text.count("CPREVIEW_API") == sum(f" {name}(" in text.replace("*", " ") for name in found), header
    return found


def c_type(text):
    words = " ".join(text.replace("const ", "", 1).split())
    return "own char *" if words == "char *" and "const" not in text else words


def test_the_table_is_the_symbol_map():
    text = (TOP / "libcpreview/libcpreview.map").read_text(encoding="utf-8")
    assert set(re.findall(r"^\t(cpreview_\w+);", text, re.M)) == set(_ffi.SIGNATURES)


def test_the_table_is_what_the_headers_say():
    declared = prototypes()
    assert set(declared) == set(_ffi.SIGNATURES)
    for name, (result, arguments) in declared.items():
        mine = _ffi.SIGNATURES[name]
        assert mine[0] is TYPES[result], (name, result)
        assert len(mine[1]) == len(arguments), name
        for i, (own, theirs) in enumerate(zip(mine[1], arguments)):
            # bytes may go where the library only reads them
            assert own is TYPES[theirs] or (own, theirs) == (ctypes.c_char_p, "void *"), (name, i, theirs)


def test_every_function_is_in_the_library():
    for name, (result, arguments) in _ffi.SIGNATURES.items():
        function = getattr(cpreview._lib, name)
        assert function.restype is result and list(function.argtypes) == arguments


def test_the_structs_are_those_of_the_headers(tmp_path):
    compiler = os.environ.get("CC", "cc").split()
    if not shutil.which(compiler[0]):
        pytest.skip("no C compiler")
    structs = {
        "cpreview_campaign_options": _ffi.CampaignOptions,
        "cpreview_review_options": _ffi.ReviewOptions,
        "cpreview_output_options": _ffi.OutputOptions,
    }
    lines = ["#include <cpreview/cpreview.h>", "#include <stdio.h>", "int main(void) {"]
    for name, mine in structs.items():
        lines.append(f'printf("%zu", sizeof(struct {name}));')
        for field in mine._fields_:
            member = f"((struct {name} *)0)->{field[0]}"
            lines.append(f'printf(" %zu:%zu", (size_t)&{member}, sizeof {member});')
        lines.append('printf("\\n");')
    (tmp_path / "layout.c").write_text("\n".join([*lines, "return 0; }"]))
    subprocess.run([*compiler, "-I", TOP / "libcpreview/include", "-o", tmp_path / "layout", tmp_path / "layout.c"], check=True)
    out = subprocess.run([tmp_path / "layout"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    for line, mine in zip(out, structs.values()):
        fields = [getattr(mine, f[0]) for f in mine._fields_]
        assert line == " ".join([str(ctypes.sizeof(mine)), *(f"{f.offset}:{f.size}" for f in fields)])


def test_the_numbers_that_are_written_out():
    """Languages and dispositions stand in the binding as numbers."""
    text = "\n".join(h.read_text(encoding="utf-8") for h in HEADERS)
    assert "CPREVIEW_ZH = 0, CPREVIEW_EN = 1" in text and cpreview._LANGUAGES == {"zh": 0, "en": 1}
    assert "#define CPREVIEW_DISPOSITIONS 7" in text
    assert "#define CPREVIEW_OUTPUT_COLOR 1u" in text and "#define CPREVIEW_OUTPUT_ALL_RULES 2u" in text


def test_version():
    text = (TOP / "bindings/python/pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{cpreview.version()}"' in text


def test_all_names_are_there():
    assert sorted(set(cpreview.__all__)) == sorted(cpreview.__all__)
    for name in cpreview.__all__:
        assert getattr(cpreview, name) is not None
    public = {n for n, v in vars(cpreview).items() if getattr(v, "__module__", None) == "cpreview" and not n.startswith("_")}
    assert public <= set(cpreview.__all__)


# ---- Python 3.9


@pytest.mark.parametrize("file", ["__init__.py", "_ffi.py"])
def test_the_syntax_is_that_of_python_3_9(file):
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"), feature_version=(3, 9))
    for node in ast.walk(tree):
        assert not isinstance(node, getattr(ast, "Match", ())), "match came with 3.10"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):  # X | Y as a type came with 3.10
            names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            assert not names & {"str", "bytes", "int", "None", "Any"}, ast.dump(node)
        if isinstance(node, ast.Call):
            assert "strict" not in {k.arg for k in node.keywords}, "zip(strict=) came with 3.10"
            assert "slots" not in {k.arg for k in node.keywords}
        if isinstance(node, (ast.With, ast.AsyncWith)):
            assert len(node.items) == 1
        if isinstance(node, ast.ImportFrom) and node.module == "typing":
            since_3_10 = {"ParamSpec", "TypeAlias", "TypeGuard", "Concatenate", "Self", "Never", "LiteralString", "override"}
            assert not since_3_10 & {a.name for a in node.names}


def test_only_the_standard_library_is_imported():
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [a.name for a in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names if hasattr(sys, "stdlib_module_names") else True, name


def test_annotations_resolve_and_are_complete():
    """Each public function has a type for all it takes and gives, and the types exist."""
    seen = 0
    for name in cpreview.__all__:
        value = getattr(cpreview, name)
        functions = [value] if callable(value) and not isinstance(value, type) else []
        if isinstance(value, type):
            for member in vars(value).values():
                f = getattr(member, "fget", None) or getattr(member, "__func__", None) or member
                if callable(f) and hasattr(f, "__code__") and f.__module__ == "cpreview":
                    functions.append(f)
        for f in functions:
            hints = typing.get_type_hints(f)
            code = f.__code__
            count = code.co_argcount + code.co_kwonlyargcount
            missing = {a for a in code.co_varnames[:count] if a not in ("self", "cls")} - set(hints)
            assert not missing and "return" in hints, (name, f.__name__, missing)
            seen += 1
    assert seen > 60


def test_mypy():
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", "--cache-dir=/dev/null", "--disallow-untyped-defs",
         "--warn-unused-ignores", "--warn-redundant-casts", "--no-implicit-optional", str(PACKAGE)],
        capture_output=True, text=True, check=False, env={**os.environ, "LD_PRELOAD": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_are_marked_as_typed():
    assert (PACKAGE / "py.typed").exists()
    assert 'cpreview = ["py.typed"]' in (TOP / "bindings/python/pyproject.toml").read_text(encoding="utf-8")

# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command share: running it, and campaigns to run it on. Holds no tests."""

import json
import os
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
DATA = HERE / "data"
SMALL = str(DATA / "small")

COMMAND = os.environ.get("CPREVIEW_COMMAND", str(TOP / "build/.libs/cpreview"))

# Words that rules of the small ruleset find.
ERROR, WARNING, NOTE = "稳赚不赔", "最后一天", "净值化转型"
FROM_MARCH = "共享信息"  # an error from 2027-03-01 on; the note above only until then

HOSTILE = "bad\n\x1b[31m name\u202e\x07.xml"


def environment(**changes):
    """A small, fixed environment. A value of None takes a variable out."""
    env = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C"}
    library = os.environ.get("CPREVIEW_LIBRARY")
    if library:
        env["LD_LIBRARY_PATH"] = str(pathlib.Path(library).parent)
    for name in ("ASAN", "UBSAN", "LSAN"):  # as they were before the Python of the tests got its own
        value = os.environ.get(f"CPREVIEW_{name}_OPTIONS")
        if value:
            env[f"{name}_OPTIONS"] = value
    env.update(changes)
    return {name: value for name, value in env.items() if value is not None}


class Result:
    """Exit status and both streams, as bytes and as text (invalid bytes as surrogates)."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def text(self):
        return self.out.decode("utf-8", "surrogateescape")

    @property
    def errors(self):
        return self.err.decode("utf-8", "surrogateescape")

    @property
    def summary(self):
        """(given, clean, findings, incomplete, refused) from the last line on standard error."""
        last = self.errors.splitlines()[-1]
        found = re.fullmatch(r"given (\d+) = clean (\d+) \+ findings (\d+) \+ incomplete (\d+) \+ refused (\d+)", last)
        assert found, self
        numbers = tuple(map(int, found.groups()))
        assert numbers[0] == sum(numbers[1:]), last
        return numbers

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.text}\n--- stderr\n{self.errors}"


def run(*args, cwd=None, stdin=b"", env=None, command=None, **more):
    """Runs the command. It never takes long: what waits is killed and fails."""
    done = subprocess.run(
        [command or COMMAND, *map(os.fspath, args)],
        cwd=cwd,
        env=environment(**(env or {})),
        input=stdin if "stdin_file" not in more else None,
        stdin=more.pop("stdin_file", None),
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=more.pop("stderr", subprocess.PIPE),
        timeout=120,
        check=False,
        **more,
    )
    return Result(done.returncode, done.stdout or b"", done.stderr or b"")


def lint(*args, rules=SMALL, **more):
    """cpreview lint with the small ruleset, in English, without a configuration file."""
    return run("lint", "--no-config", "--lang=en", *(["-r", rules] if rules else []), *args, **more)


def campaign(body="活动正文", *, headline="活动标题", launch="2027-01-01", hotline=True, poster=False, title="活动"):
    """A campaign that the small ruleset finds clean, but for what is asked for."""
    dates = f' launch="{launch}"' if launch else ""
    service = '<consumer-service><hotline phone="400-000-0000"/></consumer-service>' if hotline else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<campaign xmlns="urn:cpreview:campaign:1" id="t" revision="1" jurisdiction="CN" currency="CNY" kind="coupon"
          purpose="marketing" title="{title}">
  <plan>
    <organiser id="bank" legal-name="某某银行股份有限公司" short-name="某某银行"/>
    <period start="2027-01-01" end="2027-12-31"{dates}/>
    <audience><segment id="all" kind="all"/></audience>
    <channel id="app" kind="app" name="手机银行"/>
  </plan>
  <materials>
    <material id="m" kind="{"poster" if poster else "banner"}" channels="app" version="1">
      <headline>{headline}</headline>
      <body>{body}</body>
    </material>
  </materials>
  <terms><clause number="1">活动规则</clause></terms>
  {service}
</campaign>
"""


BODY_LINE, BODY_COLUMN = 13, 13  # where the text of <body> begins


def write(folder, name, text):
    """Writes a file, its name given as text or bytes; returns its path."""
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
    return os.fsdecode(path)

# SPDX-License-Identifier: Apache-2.0
"""Consumer-protection review of marketing campaigns: Python binding of libcpreview.

Objects hold what they were read from, so nothing they point to goes away before them; there is nothing to close. Rulesets,
campaigns and reports are immutable and may be used by many threads; a copy of one is the same object.
"""

import ctypes
import datetime
import operator
import os
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, NoReturn, Optional, Sequence, Tuple, Union, overload

from . import _ffi
from ._ffi import LibraryNotFound

__all__ = [
    "Basis", "Campaign", "Error", "Evidence", "Finding", "FORMATS", "KINDS", "LibraryNotFound", "Place", "Related", "Report",
    "Rule", "RuleResult", "Ruleset", "ExampleResult", "render", "review", "version",
]  # fmt: skip

_lib = _ffi.load()
_LANGUAGES = {"zh": 0, "en": 1}

_Path = Union[str, "os.PathLike[str]"]
_Bytes = (bytes, bytearray, memoryview)
PathOrBytes = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]


def _text(value: Optional[bytes]) -> str:
    return "" if value is None else value.decode("utf-8", "backslashreplace")


def _language(language: str) -> int:
    try:
        return _LANGUAGES[language]
    except KeyError:
        raise ValueError("language is zh or en, not %r" % (language,)) from None


def _path(path: Union[str, "os.PathLike[str]"]) -> bytes:
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError("a path cannot hold a NUL")
    return encoded


def _word(word: str) -> bytes:
    if not isinstance(word, str):
        raise TypeError("expected a str, not %s" % type(word).__name__)
    encoded = word.encode("utf-8")
    if b"\0" in encoded:
        raise ValueError("a name cannot hold a NUL")
    return encoded


def _words(words: Sequence[bytes]) -> Any:
    return (ctypes.c_char_p * len(words))(*words)


def _each(words: Union[str, Iterable[str]]) -> List[bytes]:
    """Words encoded; a single one counts as a list of one."""
    return [_word(w) for w in ((words,) if isinstance(words, str) else words)]


def _severity(name: str, what: str) -> int:
    level = _lib.cpreview_severity_parse(_word(name))
    if level <= 0:
        raise ValueError("%s is note, warning or error, not %r" % (what, name))
    return level


def _date(date: Union[None, str, datetime.date]) -> Optional[bytes]:
    if date is None:
        return None
    if isinstance(date, datetime.datetime):
        raise TypeError("expected a date, not a datetime: the law changes by days")
    return _word(date.isoformat() if isinstance(date, datetime.date) else date)


class _Object:
    """What owns one reference to an object of the library, and gives it up once."""

    _type: Any = None
    _unref: Any = None

    def __init__(self, handle: Any) -> None:
        if type(handle) is not self._type or not handle:
            raise TypeError("%s is not made by calling its class; see its load()" % type(self).__name__)
        self._handle = handle

    def __del__(self) -> None:
        handle = self.__dict__.pop("_handle", None)
        if handle:
            self._unref(handle)

    # Immutable, so a copy need not be another one: it would give up the same reference again.
    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a %s cannot be pickled" % type(self).__name__)


class Error(Exception):
    """A call that could not do its work.

    code: the negative CPREVIEW_E_ number; file, line, column (from 1), offset_bytes: where, or None; errors: this and all
    further errors of the call, for a broken ruleset reports every mistake.
    """

    def __init__(self, message: str, code: int, file: Optional[str] = None, line: Optional[int] = None,
                 column: Optional[int] = None, offset_bytes: Optional[int] = None) -> None:  # fmt: skip
        super().__init__(message, code, file, line, column, offset_bytes)  # all of them, so that it can be pickled
        self.message = message
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.offset_bytes = offset_bytes
        self.errors: Tuple["Error", ...] = (self,)

    def __str__(self) -> str:
        if self.file is None:
            return self.message
        if self.line is None:
            return "%s: %s" % (self.file, self.message)
        return "%s:%d:%d: %s" % (self.file, self.line, self.column or 1, self.message)


def _one_error(e: Any) -> Error:
    file = _lib.cpreview_error_file(e)
    line = _lib.cpreview_error_line(e)
    return Error(
        _text(_lib.cpreview_error_message(e)),
        _lib.cpreview_error_code(e),
        None if file is None else os.fsdecode(file),
        line or None,
        _lib.cpreview_error_column(e) or None if line else None,
        _lib.cpreview_error_offset_bytes(e) if line else None,
    )


def _check(code: int, err: Any) -> None:
    """Raise what a call reported."""
    if code == 0:
        return
    if not err:
        raise Error(_text(_lib.cpreview_code_text(code)), code)
    try:
        errors = [_one_error(_lib.cpreview_error_at(err, i)) for i in range(_lib.cpreview_error_count(err))]
    finally:
        _lib.cpreview_error_free(err)
    errors[0].errors = tuple(errors)
    raise errors[0]


class Place(NamedTuple):
    """A place in the input: lines and columns from 1 (columns in code points, the end behind the last character), bytes of the
    input as handed in from 0."""

    offset_bytes: int
    length_bytes: int
    line: int
    column: int
    end_line: int
    end_column: int
    path: str
    excerpt: str
    line_text: str


def _place(p: Any) -> Optional[Place]:
    if not p:
        return None
    return Place(
        _lib.cpreview_place_offset_bytes(p),
        _lib.cpreview_place_length_bytes(p),
        _lib.cpreview_place_line(p),
        _lib.cpreview_place_column(p),
        _lib.cpreview_place_end_line(p),
        _lib.cpreview_place_end_column(p),
        _text(_lib.cpreview_place_path(p)),
        _text(_lib.cpreview_place_excerpt(p)),
        _text(_lib.cpreview_place_line_text(p)),
    )


class Related(NamedTuple):
    """A second place, and what it has to do with the finding."""

    place: Optional[Place]
    label_zh: str
    label_en: str


class Evidence(NamedTuple):
    """A capture, an operand or a computed value; place is None for what was computed."""

    name: str
    value: str
    type: str
    place: Optional[Place]


class Basis(NamedTuple):
    """A citation; confirmed tells whether the text was read, note (of a rule's) what is doubtful."""

    law: str
    title_zh: str
    title_en: str
    article: str
    confirmed: bool
    note: str = ""


class Finding:
    """One finding of a report."""

    def __init__(self, report: "Report", handle: Any) -> None:
        self._report = report  # keeps what the handle points into
        self._handle = handle

    def __repr__(self) -> str:
        place = self.place
        return "<Finding %s at %s>" % (self.rule, "%d:%d" % (place.line, place.column) if place else "no place")

    @property
    def rule(self) -> str:
        """Id of the rule, or of the engine's own finding."""
        return _text(_lib.cpreview_finding_rule(self._handle))

    @property
    def rule_revision(self) -> int:
        return _lib.cpreview_finding_rule_revision(self._handle)

    def rule_title(self, language: str = "zh") -> str:
        return _text(_lib.cpreview_finding_rule_title(self._handle, _language(language)))

    @property
    def disposition(self) -> str:
        """fail, review, not-checked, error or waived."""
        return _text(_lib.cpreview_disposition_name(_lib.cpreview_finding_disposition(self._handle)))

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return _text(_lib.cpreview_severity_name(_lib.cpreview_finding_severity(self._handle)))

    @property
    def confidence(self) -> str:
        """certain, likely or hint."""
        return _text(_lib.cpreview_confidence_name(_lib.cpreview_finding_confidence(self._handle)))

    @property
    def right(self) -> str:
        """The right it is about: know, fair-trade, privacy …; none for the engine's own findings."""
        return _text(_lib.cpreview_right_name(_lib.cpreview_finding_right(self._handle)))

    def message(self, language: str = "zh") -> str:
        """What is wrong."""
        return _text(_lib.cpreview_finding_message(self._handle, _language(language)))

    def remedy(self, language: str = "zh") -> str:
        """How to mend it."""
        return _text(_lib.cpreview_finding_remedy(self._handle, _language(language)))

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stay the same while the text found and its surroundings do."""
        return _text(_lib.cpreview_finding_fingerprint(self._handle))

    @property
    def matched(self) -> str:
        """Canonical form of the text that was matched; empty if no text was."""
        return _text(_lib.cpreview_finding_matched(self._handle))

    @property
    def place(self) -> Optional[Place]:
        return _place(_lib.cpreview_finding_place(self._handle))

    @property
    def related(self) -> List[Related]:
        h = self._handle
        return [
            Related(
                _place(_lib.cpreview_finding_related_place(h, i)),
                _text(_lib.cpreview_finding_related_label(h, i, 0)),
                _text(_lib.cpreview_finding_related_label(h, i, 1)),
            )
            for i in range(_lib.cpreview_finding_related_count(h))
        ]

    @property
    def evidence(self) -> List[Evidence]:
        h = self._handle
        return [
            Evidence(
                _text(_lib.cpreview_finding_evidence_name(h, i)),
                _text(_lib.cpreview_finding_evidence_value(h, i)),
                _text(_lib.cpreview_finding_evidence_type(h, i)),
                _place(_lib.cpreview_finding_evidence_place(h, i)),
            )
            for i in range(_lib.cpreview_finding_evidence_count(h))
        ]

    @property
    def basis(self) -> List[Basis]:
        h = self._handle
        return [
            Basis(
                _text(_lib.cpreview_finding_basis_law(h, i)),
                _text(_lib.cpreview_finding_basis_title(h, i, 0)),
                _text(_lib.cpreview_finding_basis_title(h, i, 1)),
                _text(_lib.cpreview_finding_basis_article(h, i)),
                bool(_lib.cpreview_finding_basis_confirmed(h, i)),
            )
            for i in range(_lib.cpreview_finding_basis_count(h))
        ]


class RuleResult(NamedTuple):
    """What became of one rule: its gravest disposition, the number of nodes by disposition, and why it did not apply or could
    not be checked."""

    rule: str
    disposition: str
    nodes: Dict[str, int]
    reason_zh: str
    reason_en: str


class Report(_Object):
    """The findings of one campaign. Iterates over them in document order."""

    _type = _ffi.ReportP
    _unref = staticmethod(_lib.cpreview_report_unref)

    def __repr__(self) -> str:
        return "<Report %s of %s>" % (self.verdict, self.input)

    def __len__(self) -> int:
        return _lib.cpreview_report_count(self._handle)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> List[Finding]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Finding, List[Finding]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        index = operator.index(index)
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return Finding(self, _lib.cpreview_report_at(self._handle, index))

    def __iter__(self) -> Iterator[Finding]:
        return (self[i] for i in range(len(self)))

    @property
    def findings(self) -> List[Finding]:
        return list(self)

    @property
    def verdict(self) -> str:
        """incomplete, pass, review or fail. Only pass and review mean that nothing at or above fail_on was found."""
        return _text(_lib.cpreview_verdict_name(_lib.cpreview_report_verdict(self._handle)))

    @property
    def truncated(self) -> bool:
        return bool(_lib.cpreview_report_truncated(self._handle))

    def count_at_least(self, severity: str) -> int:
        """How many findings are at or above a severity."""
        return _lib.cpreview_report_count_at_least(self._handle, _severity(severity, "severity"))

    @property
    def input(self) -> str:
        """What the input was called."""
        return os.fsdecode(_lib.cpreview_report_input(self._handle))

    @property
    def input_digest(self) -> str:
        return _text(_lib.cpreview_report_input_digest(self._handle))

    @property
    def as_of(self) -> str:
        """The date whose law was applied, YYYY-MM-DD; empty if none was given or stated."""
        return _text(_lib.cpreview_report_as_of(self._handle))

    @property
    def rulesets(self) -> List[Tuple[str, str, str]]:
        """(id, version, SHA-256) of each ruleset used."""
        h = self._handle
        return [
            (
                _text(_lib.cpreview_report_ruleset_id(h, i)),
                _text(_lib.cpreview_report_ruleset_version(h, i)),
                _text(_lib.cpreview_report_ruleset_digest(h, i)),
            )
            for i in range(_lib.cpreview_report_ruleset_count(h))
        ]

    @property
    def rules(self) -> List[RuleResult]:
        """What became of every rule, also of those that did not apply."""
        h = self._handle
        names = [_text(_lib.cpreview_disposition_name(d)) for d in range(7)]
        return [
            RuleResult(
                _text(_lib.cpreview_report_rule_id(h, i)),
                names[_lib.cpreview_report_rule_disposition(h, i)],
                {n: k for d, n in enumerate(names) for k in (_lib.cpreview_report_rule_nodes(h, i, d),) if k},
                _text(_lib.cpreview_report_rule_reason(h, i, 0)),
                _text(_lib.cpreview_report_rule_reason(h, i, 1)),
            )
            for i in range(_lib.cpreview_report_rule_count(h))
        ]

    def render(self, format: str, language: str = "zh", show: Optional[str] = None, color: bool = False,
               all_rules: bool = False) -> bytes:  # fmt: skip
        """The report in an output format; see FORMATS."""
        return render([self], format, language, show, color, all_rules)

    def to_json(self) -> bytes:
        """The bytes of `cpreview lint --format json`."""
        return self.render("json")


def render(reports: Iterable[Report], format: str, language: str = "zh", show: Optional[str] = None, color: bool = False,
           all_rules: bool = False) -> bytes:  # fmt: skip
    """Several reports in one output; show is the least severity that is written."""
    held = list(reports)
    for r in held:
        if not isinstance(r, Report):
            raise TypeError("expected a Report, not %s" % type(r).__name__)
    flags = (1 if color else 0) | (2 if all_rules else 0)
    opts = _ffi.OutputOptions(ctypes.sizeof(_ffi.OutputOptions), flags, _language(language))
    if show is not None:
        opts.show = _severity(show, "show")
    handles = (_ffi.ReportP * len(held))(*[r._handle for r in held])
    out, n, err = ctypes.c_void_p(), ctypes.c_size_t(), _ffi.ErrorP()
    code = _lib.cpreview_output_render(
        handles, len(held), _word(format), ctypes.byref(opts), ctypes.byref(out), ctypes.byref(n), ctypes.byref(err)
    )
    _check(code, err)
    try:
        return ctypes.string_at(out, n.value)
    finally:
        _lib.cpreview_bytes_free(out)


class ExampleResult(NamedTuple):
    """What became of one example of a rule."""

    rule: str
    file: str
    line: int
    passed: bool
    message: str


class Rule:
    """One rule of a ruleset."""

    def __init__(self, ruleset: "Ruleset", handle: Any) -> None:
        self._ruleset = ruleset
        self._handle = handle

    def __repr__(self) -> str:
        return "<Rule %s>" % self.id

    @property
    def id(self) -> str:
        return _text(_lib.cpreview_rule_id(self._handle))

    @property
    def revision(self) -> int:
        return _lib.cpreview_rule_revision(self._handle)

    @property
    def kind(self) -> str:
        return _text(_lib.cpreview_rule_kind(self._handle))

    @property
    def right(self) -> str:
        return _text(_lib.cpreview_right_name(_lib.cpreview_rule_right(self._handle)))

    @property
    def severity(self) -> str:
        return _text(_lib.cpreview_severity_name(_lib.cpreview_rule_severity(self._handle)))

    @property
    def confidence(self) -> str:
        return _text(_lib.cpreview_confidence_name(_lib.cpreview_rule_confidence(self._handle)))

    @property
    def in_force(self) -> str:
        return _text(_lib.cpreview_rule_in_force(self._handle))

    @property
    def repealed(self) -> str:
        return _text(_lib.cpreview_rule_repealed(self._handle))

    def title(self, language: str = "zh") -> str:
        return _text(_lib.cpreview_rule_title(self._handle, _language(language)))

    def reason(self, language: str = "zh") -> str:
        return _text(_lib.cpreview_rule_reason(self._handle, _language(language)))

    def message(self, language: str = "zh") -> str:
        return _text(_lib.cpreview_rule_message(self._handle, _language(language)))

    def remedy(self, language: str = "zh") -> str:
        return _text(_lib.cpreview_rule_remedy(self._handle, _language(language)))

    @property
    def basis(self) -> List[Basis]:
        h = self._handle
        return [
            Basis(
                _text(_lib.cpreview_rule_basis_law(h, i)),
                _text(_lib.cpreview_rule_basis_title(h, i, 0)),
                _text(_lib.cpreview_rule_basis_title(h, i, 1)),
                _text(_lib.cpreview_rule_basis_article(h, i)),
                bool(_lib.cpreview_rule_basis_confirmed(h, i)),
                _text(_lib.cpreview_rule_basis_note(h, i)),
            )
            for i in range(_lib.cpreview_rule_basis_count(h))
        ]

    @property
    def examples(self) -> List[Tuple[bool, str]]:
        """(violating, text) of each example."""
        h = self._handle
        return [
            (_lib.cpreview_rule_example_is_violating(h, i) == 1, _text(_lib.cpreview_rule_example_text(h, i)))
            for i in range(_lib.cpreview_rule_example_count(h))
        ]


    @property
    def file(self) -> str:
        """Where the rule is defined."""
        return os.fsdecode(_lib.cpreview_rule_file(self._handle))

    @property
    def line(self) -> int:
        return _lib.cpreview_rule_line(self._handle)


class Ruleset(_Object):
    """A compiled ruleset. Iterates over its rules in order of ids; ruleset[id] is a rule."""

    _type = _ffi.RulesetP
    _unref = staticmethod(_lib.cpreview_ruleset_unref)

    @classmethod
    def load(cls, *paths: _Path) -> "Ruleset":
        """Load one or several rulesets as one: folders, manifests, or names of installed ones such as "cn"; none: "cn"."""
        encoded = [_path(_find_ruleset(p)) for p in paths or ("cn",)]
        handle, err = _ffi.RulesetP(), _ffi.ErrorP()
        _check(_lib.cpreview_ruleset_load(_words(encoded), len(encoded), 0, ctypes.byref(handle), ctypes.byref(err)), err)
        return cls(handle)

    @classmethod
    def from_bytes(cls, data: Union[bytes, bytearray, memoryview], name: str = "<memory>") -> "Ruleset":
        """Load a ruleset that is one document."""
        if not isinstance(data, _Bytes):
            raise TypeError("expected bytes, not %s" % type(data).__name__)
        raw = bytes(data)
        handle, err = _ffi.RulesetP(), _ffi.ErrorP()
        code = _lib.cpreview_ruleset_load_memory(raw, len(raw), _path(name), 0, ctypes.byref(handle), ctypes.byref(err))
        _check(code, err)
        return cls(handle)

    def __len__(self) -> int:
        return _lib.cpreview_ruleset_rule_count(self._handle)

    def __iter__(self) -> Iterator[Rule]:
        return (Rule(self, _lib.cpreview_ruleset_rule_at(self._handle, i)) for i in range(len(self)))

    def __getitem__(self, rule_id: str) -> Rule:
        handle = _lib.cpreview_ruleset_rule_find(self._handle, _word(rule_id))
        if not handle:
            raise KeyError(rule_id)
        return Rule(self, handle)

    def __contains__(self, rule_id: object) -> bool:
        return isinstance(rule_id, str) and bool(_lib.cpreview_ruleset_rule_find(self._handle, _word(rule_id)))

    @property
    def packs(self) -> List[Tuple[str, str, str]]:
        """(id, version, SHA-256) of each ruleset that was loaded."""
        h = self._handle
        return [
            (
                _text(_lib.cpreview_ruleset_id(h, i)),
                _text(_lib.cpreview_ruleset_version(h, i)),
                _text(_lib.cpreview_ruleset_digest(h, i)),
            )
            for i in range(_lib.cpreview_ruleset_count(h))
        ]

    def test(self) -> List[ExampleResult]:
        """Run the rules' own examples."""
        handle, err = _ffi.TestP(), _ffi.ErrorP()
        _check(_lib.cpreview_ruleset_test(self._handle, ctypes.byref(handle), ctypes.byref(err)), err)
        try:
            return [
                ExampleResult(
                    _text(_lib.cpreview_test_rule(handle, i)),
                    os.fsdecode(_lib.cpreview_test_file(handle, i)),
                    _lib.cpreview_test_line(handle, i),
                    _lib.cpreview_test_passed(handle, i) == 1,
                    _text(_lib.cpreview_test_message(handle, i)),
                )
                for i in range(_lib.cpreview_test_count(handle))
            ]
        finally:
            _lib.cpreview_test_free(handle)

    def review(self, campaign: Union["Campaign", PathOrBytes], as_of: Union[None, str, datetime.date] = None,
               fail_on: str = "warning", rules: Union[str, Iterable[str]] = (), rights: Union[str, Iterable[str]] = (),
               laws: Union[str, Iterable[str]] = (), max_findings: int = 0) -> Report:  # fmt: skip
        """Review a campaign: a path, bytes, or a Campaign.

        as_of: the date whose law applies; None: the day on which the campaign is launched. fail_on: the severity from which a
        finding fails the campaign. rules (ids, or beginnings with "*"), rights, laws: only these. max_findings: 0 is 10000.
        """
        c = campaign if isinstance(campaign, Campaign) else Campaign.load(campaign)
        level = _severity(fail_on, "fail_on")
        lists = [_each(words) for words in (rules, rights, laws)]
        max_findings = operator.index(max_findings)
        if not 0 <= max_findings < 1 << 32:
            raise ValueError("max_findings is out of range: %d" % max_findings)
        opts = _ffi.ReviewOptions(struct_size=ctypes.sizeof(_ffi.ReviewOptions), max_findings=max_findings, fail_on=level)
        opts.as_of = _date(as_of)
        opts.rules, opts.n_rules = _words(lists[0]), len(lists[0])
        opts.rights, opts.n_rights = _words(lists[1]), len(lists[1])
        opts.laws, opts.n_laws = _words(lists[2]), len(lists[2])
        handle, err = _ffi.ReportP(), _ffi.ErrorP()
        code = _lib.cpreview_review(self._handle, c._handle, ctypes.byref(opts), ctypes.byref(handle), ctypes.byref(err))
        _check(code, err)
        return Report(handle)


class Campaign(_Object):
    """A parsed campaign spec. A malformed one is a campaign too: its review is incomplete."""

    _type = _ffi.CampaignP
    _unref = staticmethod(_lib.cpreview_campaign_unref)

    @classmethod
    def load(cls, source: PathOrBytes, name: Optional[str] = None) -> "Campaign":
        """Parse a file (str or path) or bytes; name is what findings call bytes."""
        handle, err = _ffi.CampaignP(), _ffi.ErrorP()
        if isinstance(source, _Bytes):
            raw = bytes(source)
            code = _lib.cpreview_campaign_load_memory(
                raw, len(raw), None if name is None else _path(name), None, ctypes.byref(handle), ctypes.byref(err)
            )
        else:
            if name is not None:
                raise TypeError("name is for bytes; a file has a name")
            code = _lib.cpreview_campaign_load_file(_path(source), None, ctypes.byref(handle), ctypes.byref(err))
        _check(code, err)
        return cls(handle)

    @classmethod
    def unreadable(cls, name: str, reason: str) -> "Campaign":
        """Stands for an input that could not be read, so that a batch of reports also shows it; its review is incomplete."""
        handle, err = _ffi.CampaignP(), _ffi.ErrorP()
        _check(_lib.cpreview_campaign_unreadable(_path(name), _word(reason), ctypes.byref(handle), ctypes.byref(err)), err)
        return cls(handle)

    @property
    def name(self) -> str:
        return os.fsdecode(_lib.cpreview_campaign_name(self._handle))

    @property
    def digest(self) -> str:
        return _text(_lib.cpreview_campaign_digest(self._handle))

    @property
    def is_complete(self) -> bool:
        return bool(_lib.cpreview_campaign_is_complete(self._handle))


def _ruleset_folders() -> List[str]:
    """Where rulesets are installed: where the environment says, beside the library in use, then the usual prefixes."""
    folders = []
    asked = os.environ.get("CPREVIEW_RULESETS")
    if asked:
        folders.append(asked)
    up = os.path.dirname(os.path.realpath(_ffi.path_of(_lib)))
    for _ in range(3):  # lib/, lib/<triplet>/, or a build folder's libcpreview/.libs/
        up = os.path.dirname(up)
        folders.append(os.path.join(up, "share", "cpreview", "rulesets"))
        folders.append(os.path.join(up, "rulesets"))
    folders += ["/usr/local/share/cpreview/rulesets", "/usr/share/cpreview/rulesets"]
    return list(dict.fromkeys(folders))


def _find_ruleset(name: _Path) -> str:
    """As the command does: what has a slash or ends in .xml is a path; a name is an installed ruleset before it is a path."""
    path = os.fspath(name)
    if not isinstance(path, str):
        raise TypeError("expected a str or a path, not %s" % type(path).__name__)
    if not path:
        raise ValueError("the name of a ruleset cannot be empty")
    if os.sep in path or path.endswith(".xml") or not isinstance(name, str):
        return path
    if "\0" in path:
        raise ValueError("a path cannot hold a NUL")
    tried = [os.path.join(folder, path) for folder in _ruleset_folders()] + [path]
    for candidate in tried:
        if os.path.exists(candidate):
            return candidate
    raise FileNotFoundError("there is no ruleset %s; looked for %s" % (path, ", ".join(tried)))


def review(campaign: Union[Campaign, PathOrBytes], rulesets: Union[_Path, Iterable[_Path]] = ("cn",),
           as_of: Union[None, str, datetime.date] = None, **options: Any) -> Report:  # fmt: skip
    """Review one campaign. For several, load the Ruleset once and use its review().

    campaign: a path, bytes, or a Campaign; rulesets: folders, manifests or names; as_of: the date whose law applies; options:
    as Ruleset.review().
    """
    names = (rulesets,) if isinstance(rulesets, (str, os.PathLike)) else tuple(rulesets)
    return Ruleset.load(*names).review(campaign, as_of=as_of, **options)


def version() -> str:
    """Version of the library in use."""
    return _text(_lib.cpreview_version())


def _names(count: Any, name: Any) -> Tuple[str, ...]:
    return tuple(_text(name(i)) for i in range(count()))


KINDS = _names(_lib.cpreview_kind_count, _lib.cpreview_kind_name)
FORMATS = _names(_lib.cpreview_format_count, _lib.cpreview_format_name)

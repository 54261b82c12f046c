# SPDX-License-Identifier: Apache-2.0
"""Every exported function of libcpreview with its types, and finding the library. Nothing else."""

import ctypes
import os
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any, Dict, List, Optional, Tuple


class _Handle(c_void_p):
    """An opaque pointer: ctypes keeps subclasses as they are, so NULL can be told from a handle by truth."""


class CampaignP(_Handle):
    pass


class RulesetP(_Handle):
    pass


class RuleP(_Handle):
    pass


class ReportP(_Handle):
    pass


class FindingP(_Handle):
    pass


class PlaceP(_Handle):
    pass


class ErrorP(_Handle):
    pass


class TestP(_Handle):
    pass


class CampaignOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("flags", c_uint32), ("max_doc_bytes", c_uint32)]


CancelFn = CFUNCTYPE(c_int, c_void_p)
WriteFn = CFUNCTYPE(c_int, c_void_p, c_size_t, c_void_p)


class ReviewOptions(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("flags", c_uint32),
        ("max_findings", c_uint32),
        ("fail_on", c_int32),
        ("reserved", c_uint32),
        ("as_of", c_char_p),
        ("rules", POINTER(c_char_p)),
        ("n_rules", c_size_t),
        ("rights", POINTER(c_char_p)),
        ("n_rights", c_size_t),
        ("laws", POINTER(c_char_p)),
        ("n_laws", c_size_t),
        ("cancel", CancelFn),
        ("cancel_user", c_void_p),
    ]


class OutputOptions(Structure):
    _fields_ = [
        ("struct_size", c_size_t),
        ("flags", c_uint32),
        ("language", c_int32),
        ("show", c_int32),
        ("reserved", c_uint32),
    ]


_Z = c_char_p
_ERR = POINTER(ErrorP)

# name: (result, arguments). A test holds this table equal to the library's symbol map.
SIGNATURES: Dict[str, Tuple[Any, List[Any]]] = {
    "cpreview_version": (_Z, []),
    # errors
    "cpreview_error_free": (None, [ErrorP]),
    "cpreview_error_code": (c_int, [ErrorP]),
    "cpreview_error_count": (c_size_t, [ErrorP]),
    "cpreview_error_at": (ErrorP, [ErrorP, c_size_t]),
    "cpreview_error_message": (_Z, [ErrorP]),
    "cpreview_error_file": (_Z, [ErrorP]),
    "cpreview_error_line": (c_uint32, [ErrorP]),
    "cpreview_error_column": (c_uint32, [ErrorP]),
    "cpreview_error_offset_bytes": (c_uint64, [ErrorP]),
    "cpreview_code_text": (_Z, [c_int]),
    # campaigns
    "cpreview_campaign_load_file": (c_int, [_Z, POINTER(CampaignOptions), POINTER(CampaignP), _ERR]),
    "cpreview_campaign_load_memory": (
        c_int,
        [c_char_p, c_size_t, _Z, POINTER(CampaignOptions), POINTER(CampaignP), _ERR],
    ),
    "cpreview_campaign_unreadable": (c_int, [_Z, _Z, POINTER(CampaignP), _ERR]),
    "cpreview_campaign_ref": (CampaignP, [CampaignP]),
    "cpreview_campaign_unref": (CampaignP, [CampaignP]),
    "cpreview_campaign_name": (_Z, [CampaignP]),
    "cpreview_campaign_digest": (_Z, [CampaignP]),
    "cpreview_campaign_is_complete": (c_int, [CampaignP]),
    # rulesets
    "cpreview_ruleset_load": (c_int, [POINTER(c_char_p), c_size_t, c_uint32, POINTER(RulesetP), _ERR]),
    "cpreview_ruleset_load_memory": (c_int, [c_char_p, c_size_t, _Z, c_uint32, POINTER(RulesetP), _ERR]),
    "cpreview_ruleset_ref": (RulesetP, [RulesetP]),
    "cpreview_ruleset_unref": (RulesetP, [RulesetP]),
    "cpreview_ruleset_count": (c_size_t, [RulesetP]),
    "cpreview_ruleset_id": (_Z, [RulesetP, c_size_t]),
    "cpreview_ruleset_version": (_Z, [RulesetP, c_size_t]),
    "cpreview_ruleset_title": (_Z, [RulesetP, c_size_t, c_int]),
    "cpreview_ruleset_digest": (_Z, [RulesetP, c_size_t]),
    "cpreview_ruleset_rule_count": (c_size_t, [RulesetP]),
    "cpreview_ruleset_rule_at": (RuleP, [RulesetP, c_size_t]),
    "cpreview_ruleset_rule_find": (RuleP, [RulesetP, _Z]),
    "cpreview_rule_id": (_Z, [RuleP]),
    "cpreview_rule_revision": (c_uint32, [RuleP]),
    "cpreview_rule_kind": (_Z, [RuleP]),
    "cpreview_rule_right": (c_int, [RuleP]),
    "cpreview_rule_severity": (c_int, [RuleP]),
    "cpreview_rule_confidence": (c_int, [RuleP]),
    "cpreview_rule_in_force": (_Z, [RuleP]),
    "cpreview_rule_repealed": (_Z, [RuleP]),
    "cpreview_rule_title": (_Z, [RuleP, c_int]),
    "cpreview_rule_reason": (_Z, [RuleP, c_int]),
    "cpreview_rule_message": (_Z, [RuleP, c_int]),
    "cpreview_rule_remedy": (_Z, [RuleP, c_int]),
    "cpreview_rule_basis_count": (c_size_t, [RuleP]),
    "cpreview_rule_basis_law": (_Z, [RuleP, c_size_t]),
    "cpreview_rule_basis_title": (_Z, [RuleP, c_size_t, c_int]),
    "cpreview_rule_basis_article": (_Z, [RuleP, c_size_t]),
    "cpreview_rule_basis_note": (_Z, [RuleP, c_size_t]),
    "cpreview_rule_basis_confirmed": (c_int, [RuleP, c_size_t]),
    "cpreview_rule_example_count": (c_size_t, [RuleP]),
    "cpreview_rule_example_is_violating": (c_int, [RuleP, c_size_t]),
    "cpreview_rule_example_text": (_Z, [RuleP, c_size_t]),
    "cpreview_rule_file": (_Z, [RuleP]),
    "cpreview_rule_line": (c_uint32, [RuleP]),
    "cpreview_ruleset_test": (c_int, [RulesetP, POINTER(TestP), _ERR]),
    "cpreview_test_free": (None, [TestP]),
    "cpreview_test_count": (c_size_t, [TestP]),
    "cpreview_test_failed": (c_size_t, [TestP]),
    "cpreview_test_rule": (_Z, [TestP, c_size_t]),
    "cpreview_test_file": (_Z, [TestP, c_size_t]),
    "cpreview_test_line": (c_uint32, [TestP, c_size_t]),
    "cpreview_test_passed": (c_int, [TestP, c_size_t]),
    "cpreview_test_message": (_Z, [TestP, c_size_t]),
    "cpreview_kind_count": (c_size_t, []),
    "cpreview_kind_name": (_Z, [c_size_t]),
    "cpreview_kind_summary": (_Z, [c_size_t]),
    # the review
    "cpreview_review": (c_int, [RulesetP, CampaignP, POINTER(ReviewOptions), POINTER(ReportP), _ERR]),
    # reports
    "cpreview_verdict_name": (_Z, [c_int]),
    "cpreview_disposition_name": (_Z, [c_int]),
    "cpreview_severity_name": (_Z, [c_int]),
    "cpreview_confidence_name": (_Z, [c_int]),
    "cpreview_right_name": (_Z, [c_int]),
    "cpreview_severity_parse": (c_int, [_Z]),
    "cpreview_right_parse": (c_int, [_Z]),
    "cpreview_report_ref": (ReportP, [ReportP]),
    "cpreview_report_unref": (ReportP, [ReportP]),
    "cpreview_report_verdict": (c_int, [ReportP]),
    "cpreview_report_truncated": (c_int, [ReportP]),
    "cpreview_report_count": (c_size_t, [ReportP]),
    "cpreview_report_at": (FindingP, [ReportP, c_size_t]),
    "cpreview_report_count_at_least": (c_size_t, [ReportP, c_int]),
    "cpreview_report_input": (_Z, [ReportP]),
    "cpreview_report_input_digest": (_Z, [ReportP]),
    "cpreview_report_as_of": (_Z, [ReportP]),
    "cpreview_report_ruleset_count": (c_size_t, [ReportP]),
    "cpreview_report_ruleset_id": (_Z, [ReportP, c_size_t]),
    "cpreview_report_ruleset_version": (_Z, [ReportP, c_size_t]),
    "cpreview_report_ruleset_digest": (_Z, [ReportP, c_size_t]),
    "cpreview_report_rule_count": (c_size_t, [ReportP]),
    "cpreview_report_rule_id": (_Z, [ReportP, c_size_t]),
    "cpreview_report_rule_disposition": (c_int, [ReportP, c_size_t]),
    "cpreview_report_rule_nodes": (c_uint32, [ReportP, c_size_t, c_int]),
    "cpreview_report_rule_reason": (_Z, [ReportP, c_size_t, c_int]),
    "cpreview_finding_rule": (_Z, [FindingP]),
    "cpreview_finding_rule_revision": (c_uint32, [FindingP]),
    "cpreview_finding_rule_title": (_Z, [FindingP, c_int]),
    "cpreview_finding_disposition": (c_int, [FindingP]),
    "cpreview_finding_severity": (c_int, [FindingP]),
    "cpreview_finding_confidence": (c_int, [FindingP]),
    "cpreview_finding_right": (c_int, [FindingP]),
    "cpreview_finding_message": (_Z, [FindingP, c_int]),
    "cpreview_finding_remedy": (_Z, [FindingP, c_int]),
    "cpreview_finding_fingerprint": (_Z, [FindingP]),
    "cpreview_finding_matched": (_Z, [FindingP]),
    "cpreview_finding_place": (PlaceP, [FindingP]),
    "cpreview_finding_related_count": (c_size_t, [FindingP]),
    "cpreview_finding_related_place": (PlaceP, [FindingP, c_size_t]),
    "cpreview_finding_related_label": (_Z, [FindingP, c_size_t, c_int]),
    "cpreview_finding_evidence_count": (c_size_t, [FindingP]),
    "cpreview_finding_evidence_name": (_Z, [FindingP, c_size_t]),
    "cpreview_finding_evidence_value": (_Z, [FindingP, c_size_t]),
    "cpreview_finding_evidence_type": (_Z, [FindingP, c_size_t]),
    "cpreview_finding_evidence_place": (PlaceP, [FindingP, c_size_t]),
    "cpreview_finding_basis_count": (c_size_t, [FindingP]),
    "cpreview_finding_basis_law": (_Z, [FindingP, c_size_t]),
    "cpreview_finding_basis_title": (_Z, [FindingP, c_size_t, c_int]),
    "cpreview_finding_basis_article": (_Z, [FindingP, c_size_t]),
    "cpreview_finding_basis_confirmed": (c_int, [FindingP, c_size_t]),
    "cpreview_place_offset_bytes": (c_uint64, [PlaceP]),
    "cpreview_place_length_bytes": (c_uint64, [PlaceP]),
    "cpreview_place_line": (c_uint32, [PlaceP]),
    "cpreview_place_column": (c_uint32, [PlaceP]),
    "cpreview_place_end_line": (c_uint32, [PlaceP]),
    "cpreview_place_end_column": (c_uint32, [PlaceP]),
    "cpreview_place_path": (_Z, [PlaceP]),
    "cpreview_place_excerpt": (_Z, [PlaceP]),
    "cpreview_place_line_text": (_Z, [PlaceP]),
    # writers
    "cpreview_output_write": (
        c_int,
        [POINTER(ReportP), c_size_t, _Z, POINTER(OutputOptions), WriteFn, c_void_p, _ERR],
    ),
    "cpreview_output_render": (
        c_int,
        [POINTER(ReportP), c_size_t, _Z, POINTER(OutputOptions), POINTER(c_void_p), POINTER(c_size_t), _ERR],
    ),
    "cpreview_bytes_free": (None, [c_void_p]),
    "cpreview_format_count": (c_size_t, []),
    "cpreview_format_name": (_Z, [c_size_t]),
    "cpreview_format_media_type": (_Z, [c_size_t]),
    "cpreview_format_summary": (_Z, [c_size_t]),
}

SONAME = "libcpreview.so.1"


class LibraryNotFound(OSError):
    """No libcpreview could be loaded; the message lists what was tried and why each failed."""


def _candidates() -> List[str]:
    asked = os.environ.get("CPREVIEW_LIBRARY")
    if asked:
        return [asked]  # who names one wants that one
    found = [SONAME]
    for prefix in dict.fromkeys((sys.prefix, sys.base_prefix, "/usr/local")):
        for folder in ("lib", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib64"):
            found.append(os.path.join(prefix, folder, SONAME))
    return found


class _DlInfo(Structure):
    _fields_ = [("fname", c_char_p), ("fbase", c_void_p), ("sname", c_char_p), ("saddr", c_void_p)]


def path_of(library: ctypes.CDLL) -> str:
    """The file that a library was loaded from, also when the system's rules found it."""
    info = _DlInfo()
    dladdr = ctypes.CDLL(None).dladdr
    dladdr.argtypes = [c_void_p, POINTER(_DlInfo)]
    dladdr.restype = c_int
    if dladdr(ctypes.cast(library.cpreview_version, c_void_p), ctypes.byref(info)) and info.fname:
        return os.fsdecode(info.fname)
    return library._name


def load() -> ctypes.CDLL:
    """Load the library and declare every signature."""
    tried: List[str] = []
    library: Optional[ctypes.CDLL] = None
    for name in _candidates():
        try:
            library = ctypes.CDLL(name)
            break
        except OSError as error:
            tried.append("  %s: %s" % (name, error))
    if library is None:
        raise LibraryNotFound(
            "libcpreview could not be loaded. Tried:\n%s\n"
            "Install the library, or set CPREVIEW_LIBRARY to the path of %s." % ("\n".join(tried), SONAME)
        )
    for name, (result, arguments) in SIGNATURES.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise LibraryNotFound(
                "%s lacks the function %s: it is older than this binding" % (library._name, name)
            ) from None
        function.restype = result
        function.argtypes = arguments
    return library

# SPDX-License-Identifier: Apache-2.0
"""
How each type of attribute is written: as a RELAX NG datatype, and as a line of the manual. libcpreview/spec/value.c accepts
the same; tests/schema compares the two on many documents.
"""

# Letters of a name: ASCII and the common Chinese characters. Narrower than an NCName of XML, so that every reader agrees.
NAME_START = "A-Za-z_\u4e00-\u9fff"
NAME_PATTERN = f"[{NAME_START}][{NAME_START}0-9.\\-]*"

# Characters that show nothing; a text made of these alone states nothing. The same list stands in spec/value.c.
BLANKS = " \\t\\r\\n\u0085\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
TEXT_PATTERN = f".*[^{BLANKS}].*"

# Without counts such as {2}: libxml2 confuses them where alternatives begin alike.
YEAR = "([0-9][0-9][0-9][1-9]|[0-9][0-9][1-9][0-9]|[0-9][1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])"
LEAP_YEAR = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
DATE = (f"({YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
        f"|{LEAP_YEAR}-02-29)")
OFFSET = "(Z|[+](0[0-9]|1[0-3]):[0-5][0-9]|[+]14:00|-(0[1-9]|1[0-3]):[0-5][0-9]|-00:(0[1-9]|[1-5][0-9])|-14:00)"
MOMENT = f"{DATE}(T(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?){OFFSET})?"
N = "[0-9]([0-9]([0-9]([0-9]([0-9][0-9]?)?)?)?)?"
CLOCK = f"T({N}H({N}M)?({N}S)?|{N}M({N}S)?|{N}S)"
DURATION = f"P(({N}Y({N}M)?({N}W)?({N}D)?|{N}M({N}W)?({N}D)?|{N}W({N}D)?|{N}D)({CLOCK})?|{CLOCK})"
URI = "([A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"

# name -> datatype, facets. All are tokens, calendar and all in the pattern: libxml2 takes white space around a date or an
# integer for a part of it.
DATATYPES = {
    "ID": ("token", [("pattern", NAME_PATTERN)]),
    "REF": ("token", [("pattern", NAME_PATTERN)]),
    "NAME": ("token", [("pattern", NAME_PATTERN)]),
    "TEXT": ("token", [("pattern", TEXT_PATTERN)]),
    "EXPR": ("token", [("pattern", TEXT_PATTERN)]),
    "DECIMAL": ("token", [("pattern", "-?[0-9]{1,34}([.][0-9]{1,34})?"), ("maxLength", "37")]),
    "AMOUNT": ("token", [("pattern", "[0-9]{1,34}([.][0-9]{1,34})?"), ("maxLength", "36")]),
    "SIGNED_AMOUNT": ("token", [("pattern", "-?[0-9]{1,34}([.][0-9]{1,34})?"), ("maxLength", "37")]),
    "COUNT": ("token", [("pattern", "[0-9]{1,18}")]),
    "RATIO": ("token", [("pattern", "0([.][0-9]{1,34})?|1([.]0{1,33})?")]),
    "DATE": ("token", [("pattern", DATE)]),
    "MOMENT": ("token", [("pattern", MOMENT)]),
    "DURATION": ("token", [("pattern", DURATION)]),
    "URI": ("token", [("pattern", URI)]),
    "PHONE": ("token", [("pattern", "[+]?[0-9]([ \\-]?[0-9]){2,19}")]),
    "DIGEST": ("token", [("pattern", "[0-9a-f]{64}")]),
    "LANG": ("token", [("pattern", "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")]),
    "REGION": ("token", [("pattern", "[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?|[A-Z]{2}(-[A-Z0-9]{1,3})?")]),
}

# Lists of another type's values, separated by blanks.
LISTS = {"REFS": "REF", "NAMES": "NAME"}

# What the manual calls a type; as cpr_type_name().
def shown(type):
    return type.lower().replace("_", "-")

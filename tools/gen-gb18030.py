#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write libcpreview/xml/gb18030_table.h from Python's gb18030 codec.

    tools/gen-gb18030.py > libcpreview/xml/gb18030_table.h
    tools/gen-gb18030.py --check libcpreview/xml/gb18030_table.h

Two tables: the two-byte codes as a plain array, and the four-byte codes of the basic plane as ranges in which the code
point grows by one with the linear index. The four-byte codes of the other planes follow one formula and need no table.

The codec knows the edition of 2000, which sends nineteen two-byte codes to the private use area; the editions of 2005 and
2022 gave them real characters, and those are what a reader sees, so we use them. Their four-byte codes stay valid too.
"""
import sys

LATER_EDITIONS = {
    0xA8BC: 0x1E3F,
    0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15, 0xA6DF: 0xFE16,
    0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19,
    0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA,
    0xFEA0: 0x9FBB,
}

HEAD = """\
/* SPDX-License-Identifier: Apache-2.0 */
/* GB18030 to Unicode. Written by tools/gen-gb18030.py; do not edit. Only for xml/decode.c. */
#ifndef CPR_XML_GB18030_TABLE_H
#define CPR_XML_GB18030_TABLE_H

#include <stdint.h>

/* clang-format off */
"""


def decode(code):
    """The code point of one code, or None."""
    try:
        text = code.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return ord(text) if len(text) == 1 else None


def four_bytes(index):
    """The four-byte code with this linear index, counted from 81 30 81 30."""
    index, d = divmod(index, 10)
    index, c = divmod(index, 126)
    a, b = divmod(index, 10)
    return bytes((0x81 + a, 0x30 + b, 0x81 + c, 0x30 + d))


def two_byte_table():
    table = []
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
            code = LATER_EDITIONS.get(lead << 8 | trail) or decode(bytes((lead, trail)))
            if code is None or code > 0xFFFF:
                sys.exit(f"unexpected: {lead:02x}{trail:02x} is {code}")
            table.append(code)
    return table


def ranges():
    """(index, code point) of the first of each range; the last pair closes the last range and has code point 0."""
    found, expected, index = [], None, 0
    while index < 126 * 10 * 40:
        code = decode(four_bytes(index))
        if code is None:
            break
        if code != expected:
            found.append((index, code))
        expected = code + 1
        index += 1
    if any(decode(four_bytes(i)) is not None for i in range(index, 189000, 7)):
        sys.exit("unexpected: four-byte codes behind a gap")
    for i in (189000, 189000 + 0xFFFFF):
        if decode(four_bytes(i)) != 0x10000 + i - 189000:
            sys.exit("unexpected: the formula of the other planes does not hold")
    return [*found, (index, 0)]


def rows(items, width=118):
    """Comma-separated items in lines of at most `width` columns after one tab."""
    lines, line = [], ""
    for item in items:
        if len(line) + len(item) + 1 > width:
            lines.append(line)
            line = ""
        line += item + ","
    return "".join(f"\t{text}\n" for text in [*lines, line])


def text():
    pairs = ranges()
    return (
        HEAD
        + "\n/* [lead - 0x81][trail - 0x40, one less behind 0x7f] */\n"
        + "static const uint16_t gb18030_two[126 * 190] = {\n" + rows([str(c) for c in two_byte_table()]) + "};\n"
        + "\n/* Linear index and code point of the first of each range; the last entry is the end. */\n"
        + f"static const struct {{\n\tuint16_t index, code;\n}} gb18030_four[{len(pairs)}] = {{\n"
        + rows([f"{{{i},{c}}}" for i, c in pairs]) + "};\n\n#endif\n"
    )


def main(args):
    if len(args) == 2 and args[0] == "--check":
        with open(args[1], encoding="ascii") as file:
            if file.read() != text():
                sys.exit(f"{args[1]} is not what {sys.argv[0]} writes")
    elif args:
        sys.exit(__doc__)
    else:
        sys.stdout.write(text())


if __name__ == "__main__":
    main(sys.argv[1:])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/base/width_table.inc: how wide characters are on a terminal.

    /usr/bin/python3 tools/gen_width.py > src/base/width_table.inc

wide    East Asian Wide or Fullwidth: two columns (UAX 11; the planes of
        ideographs wholly, assigned or not)
zero    combining marks and the vowels and finals of conjoining Hangul: none
hidden  invisible characters that steer the display (Cf, Zl, Zp): never shown
"""
import unicodedata


def wide(c):
    return (unicodedata.east_asian_width(chr(c)) in "WF"
            or 0x20000 <= c <= 0x2FFFD or 0x30000 <= c <= 0x3FFFD)


def zero(c):
    return (unicodedata.category(chr(c)) in ("Mn", "Me")
            or 0x1160 <= c <= 0x11FF)


def hidden(c):
    return unicodedata.category(chr(c)) in ("Cf", "Zl", "Zp")


def ranges(test):
    first = None
    for c in range(0x110001):
        if c < 0x110000 and test(c):
            first = c if first is None else first
        elif first is not None:
            yield first, c - 1
            first = None


print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
print("/* Made by tools/gen_width.py from Unicode %s. */"
      % unicodedata.unidata_version)
print("// clang-format off")
for test in wide, zero, hidden:
    print("static const range %s[] = {" % test.__name__)
    line = "   "
    for first, last in ranges(test):
        item = " {0x%X, 0x%X}," % (first, last)
        if len(line + item) > 78:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")
print("// clang-format on")

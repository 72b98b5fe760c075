#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations still have their values from the C library, so that bits
are not the same on every machine: read from src/eval/vmath/libm.h, which loses
a line for each function that becomes jifen's own.  As a program, prints them.
"""
import pathlib
import re

HEADER = (pathlib.Path(__file__).resolve().parent.parent.parent / 'src' /
          'eval' / 'vmath' / 'libm.h')

# Lane by lane as well, but exact or rounded once, whoever computes them.
EXACT = {'ulp', 'floordiv', 'mod', 'fmod', 'remainder', 'nextafter'}


def operations():
    if not HEADER.exists():
        return set()
    named = re.findall(r'^VD_LANES\d\((\w+), ', HEADER.read_text('utf-8'),
                       re.M)
    return set(named) - EXACT


if __name__ == '__main__':
    print(*sorted(operations()), sep='\n')

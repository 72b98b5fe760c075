#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when the library calls a function of <math.h> whose values differ
between systems: those that are neither exact nor rounded once everywhere.

    check_libm.py BUILD-FOLDER
"""
import pathlib
import re
import subprocess
import sys

import repo

NAMES = '''acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp
    exp10 exp2 expm1 gamma hypot j0 j1 jn lgamma lgamma_r log log10 log1p log2
    pow sin sincos sinh tan tanh tgamma y0 y1 yn'''.split()
FOREIGN = {name + suffix for name in NAMES for suffix in ('', 'f', 'l')}
UNDEFINED = re.compile(r'^File: (.*)$|\sUND (\w+)', re.M)


def calls(build):
    """(archive and object, function) of each call."""
    archives = sorted(str(p) for p in pathlib.Path(build).glob('src/*/*.a'))
    said = subprocess.run(['readelf', '--wide', '--symbols', *archives],
                          capture_output=True, text=True, check=True).stdout
    place = '?'
    for file, symbol in UNDEFINED.findall(said):
        place = file or place
        if symbol in FOREIGN:
            yield place, symbol


def main(build):
    repo.verdict('libm', [f'{place} calls {symbol}'
                          for place, symbol in calls(build)])


if __name__ == '__main__':
    main(sys.argv[1])

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when the library calls a function of <math.h> whose values differ
between systems: those that are neither exact nor rounded once everywhere.

    check_libm.py BUILD-FOLDER [NM]

NM is the nm of the build, for archives of another system.
"""
import pathlib
import re
import subprocess
import sys

import repo

NAMES = '''acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp
    exp10 exp2 expm1 gamma hypot j0 j1 jn lgamma lgamma_r log log10 log1p log2
    pow sin sincos sinh tan tanh tgamma y0 y1 yn'''.split()
# Seen to differ, or not to be trusted: mingw's fma and sqrt round twice, its
# round, lround, modf and fdim treat special values otherwise; nextafter comes
# from a system's DLL.
WINDOWS = 'fma fdim lround llround modf nextafter round sqrt'.split()
UNDEFINED = re.compile(r'^(?:(\S+):|\s+U (?:__imp_)?(\w+))$', re.M)


def calls(archives, nm, foreign):
    """(object, function) of each call."""
    said = subprocess.run([nm, *archives], capture_output=True, text=True,
                          check=True).stdout
    place = '?'
    for file, symbol in UNDEFINED.findall(said):
        place = file or place
        if symbol in foreign:
            yield place, symbol


def main(build, nm='nm'):
    archives = sorted(str(p) for p in pathlib.Path(build).glob('src/*/*.a'))
    names = NAMES + (WINDOWS if pathlib.Path(build, 'jifen.exe').exists()
                     else [])
    foreign = {name + suffix for name in names for suffix in ('', 'f', 'l')}
    found = [f'{place} calls {symbol}'
             for place, symbol in calls(archives, nm, foreign)]
    if not archives:
        found.append(f'no archive in {build}')
    repo.verdict('libm', found)


if __name__ == '__main__':
    main(*sys.argv[1:])

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when the symbols that the library offers to everybody are not those
declared JF_API in include/jifen, or when one is not called jf_...

    check_api.py BUILD-FOLDER
"""
import pathlib
import re
import subprocess
import sys

import repo

DECLARATION = re.compile(r'^JF_API\b[^;{]*?\b(\w+)\s*[\[(;]', re.M | re.S)
SYMBOL = re.compile(r'^\s*\d+:\s+\S+\s+\S+\s+(\w+)\s+GLOBAL\s+(\w+)\s+'
                    r'(\w+)\s+(\w+)$', re.M)
# What sanitizers and coverage add to every object.
FOREIGN = re.compile(r'_|asan|tsan|ubsan')


def declared():
    return {symbol for path in repo.files('.h', under=('include/',))
            for symbol in DECLARATION.findall(path.read_text('utf-8'))}


def defined(build):
    """{global symbol: its visibility} of the layers' libraries."""
    archives = sorted(str(p) for p in pathlib.Path(build).glob('src/*/*.a'))
    said = subprocess.run(['readelf', '--wide', '--symbols', *archives],
                          capture_output=True, text=True, check=True).stdout
    return {symbol: visibility
            for _, visibility, section, symbol in SYMBOL.findall(said)
            if section != 'UND' and not FOREIGN.match(symbol)}


def main(build):
    wanted, found = declared(), defined(build)
    offered = {symbol for symbol, seen in found.items() if seen == 'DEFAULT'}
    complaints = [f'{s} is declared JF_API, and is not in the library'
                  for s in sorted(wanted - offered)]
    complaints += [f'{s} is offered by the library, and is not JF_API'
                   for s in sorted(offered - wanted)]
    complaints += [f'{s} has external linkage and no jf_'
                   for s in sorted(found) if not s.startswith('jf_')]
    repo.verdict('api', complaints)


if __name__ == '__main__':
    main(sys.argv[1])

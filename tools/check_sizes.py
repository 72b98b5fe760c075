#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a function has over 60 lines, a file over 600, a line over 80
columns.

Exceptions stand, each with its reason, in the table under "Exceptions to the
sizes" in STYLE.md; one that is no longer needed is a complaint as well.
Tables (between clang-format off and on, and .def and .inc files) are as long
and as wide as they need to be.
"""
import re
import unicodedata

import repo

FUNCTION_MAX, FILE_MAX, COLUMN_MAX = 60, 600, 80
TABLE = re.compile(r'clang-format (off|on)')
SIGNATURE = re.compile(r'(\w+)\s*\(')


def functions(lines):
    """(name, number of lines) of each function in laid-out C."""
    start = signature = None
    for i, line in enumerate(lines):
        if line == '{' and start is None:
            start = i
            while start > 0 and re.match(r'[^}/#\s].*[^;]$|\s+\S',
                                         lines[start - 1]):
                start -= 1
            signature = SIGNATURE.search(' '.join(lines[start:i]))
        elif line == '}' and start is not None:
            yield (signature.group(1) if signature else '?', i - start + 1)
            start = None


def width(line):
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in 'WF' else 1
               for c in line)


def wide_lines(lines):
    """Numbers of the lines beyond the last column, tables aside."""
    in_table = False
    for number, line in enumerate(lines, 1):
        switch = TABLE.search(line)
        if switch:
            in_table = switch.group(1) == 'off'
        elif not in_table and width(line) > COLUMN_MAX:
            yield number


def long_parts(path):
    """(name, number of lines) of what is too long in a file."""
    lines = path.read_text('utf-8').splitlines()
    if len(lines) > FILE_MAX:
        yield repo.name(path), len(lines)
    if path.suffix in ('.c', '.h'):
        for function, length in functions(lines):
            if length > FUNCTION_MAX:
                yield f'{repo.name(path)}:{function}', length


def main():
    granted = {row[0] for row in
               repo.table('STYLE.md', '## Exceptions to the sizes')}
    used, complaints = set(), []
    for path in repo.files('.c', '.h', '.py', '.sh', 'dev'):
        for what, length in long_parts(path):
            used.add(what)
            if what not in granted:
                complaints.append(f'{what}: {length} lines')
        complaints += [f'{repo.name(path)}:{number}: over 80 columns'
                       for number in
                       wide_lines(path.read_text('utf-8').splitlines())]
    complaints += [f'STYLE.md: {what} needs no exception (any more)'
                   for what in sorted(granted - used - {'none'})]
    repo.verdict('sizes', complaints)


if __name__ == '__main__':
    main()

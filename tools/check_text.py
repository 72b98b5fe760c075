#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails on tabs, trailing blanks, carriage returns, a missing final newline,
and characters that nobody can see, in every text file.

Folders of test data may hold anything: that is what they are for.
"""
import re
import unicodedata

import repo

DATA = re.compile(r'tests/(data|corpus|bits|fuzz/seeds|cli|expr)/|LICENSE$')
INVISIBLE = ('Cf', 'Cc', 'Co', 'Cn', 'Cs', 'Zl', 'Zp', 'Zs')


def invisible(line):
    """The first character of a line that leaves no mark, a space aside."""
    return next((c for c in line if c not in ' \t\r'
                 and unicodedata.category(c) in INVISIBLE), None)


def complaints_about(text):
    if text and not text.endswith('\n'):
        yield text.count('\n') + 1, 'no newline at the end'
    for number, line in enumerate(text.split('\n'), 1):
        if '\t' in line:
            yield number, 'a tab'
        if line != line.rstrip():
            yield number, 'blanks at the end'
        if invisible(line):
            yield number, f'the invisible U+{ord(invisible(line)):04X}'


def main():
    complaints = []
    for path in repo.files():
        if DATA.match(repo.name(path)):
            continue
        try:
            text = path.read_bytes().decode('utf-8')
        except UnicodeDecodeError:
            complaints.append(f'{repo.name(path)}: not UTF-8')
            continue
        complaints += [f'{repo.name(path)}:{number}: {what}'
                       for number, what in complaints_about(text)]
    repo.verdict('text', complaints)


if __name__ == '__main__':
    main()

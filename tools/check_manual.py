#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types every line of the tables in docs/manual/expressions.md.

    check_manual.py JIFEN

Under "read as" stands how jifen prints the expression; what stands in a table
with "why" has to be refused (exit code 2).  Speaks TAP.
"""
import json
import re
import subprocess
import sys

import repo

PAGE = repo.ROOT / 'docs' / 'manual' / 'expressions.md'
ROW = re.compile(r'^\| `(.*?)` \| (?:`(.*)`|(.*)) \|$', re.M)


def understood(jifen, typed):
    """How an expression in x is read, or None where it is refused."""
    done = subprocess.run([jifen, typed, 'x=1..2', '-n', '1', '--json'],
                          capture_output=True, text=True, check=False)
    if done.returncode == 2:
        return None
    return json.loads(done.stdout)['integrand']


def main(jifen):
    rows = [[cell.replace('\\|', '|') for cell in row]
            for row in ROW.findall(PAGE.read_text('utf-8'))]
    print(f'1..{len(rows)}')
    for i, (typed, reading, _) in enumerate(rows, 1):
        found = understood(jifen, typed)
        print(f'{"ok" if found == (reading or None) else "not ok"} {i} - '
              f'{typed}')
        if found != (reading or None):
            print(f'# read as {found}')


if __name__ == '__main__':
    main(sys.argv[1])

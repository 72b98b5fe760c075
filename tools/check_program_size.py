#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when the program, stripped, has a million bytes or more.

    check_program_size.py JIFEN STRIP

STRIP is the command that strips; without one, or if it is empty because the
build is not a release (larger by its checks), the test is skipped.
"""
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 1000000  # bytes
SKIPPED = 77


def main():
    program, strip = sys.argv[1:]
    if not strip:
        print('skipped: not a release, or nothing to strip it with')
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        stripped = pathlib.Path(folder) / 'jifen'
        subprocess.run([strip, '-o', stripped, program], check=True)
        size = stripped.stat().st_size
    print(f'{size} bytes, of fewer than {LIMIT}')
    return int(size >= LIMIT)


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when the assembler makes other bytes of an instruction than the table
of t_x86.c, which the program given prints with --list.  Skipped (77) without
GNU as."""
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main(program):
    if not (shutil.which('as') and shutil.which('objcopy')):
        return 77
    rows = [line.split('\t') for line in subprocess.run(
        [program, '--list'], check=True, capture_output=True,
        text=True).stdout.splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, 'a.s')
        # each in a place of its own, after a mark of 16 bytes
        source.write_text('.intel_syntax noprefix\n' + ''.join(
            f'.ascii "<{i:014d}>"\n{text}\n'
            for i, (_, text) in enumerate(rows)))
        subprocess.run(['as', '-o', source.with_suffix('.o'), source],
                       check=True)
        subprocess.run(['objcopy', '-O', 'binary', '-j', '.text',
                        source.with_suffix('.o'), source.with_suffix('.b')],
                       check=True)
        code = source.with_suffix('.b').read_bytes()
    wrong = 0
    for i, (want, text) in enumerate(rows):
        begin = code.index(b'<%014d>' % i) + 16
        got = code[begin:begin + len(want) // 2].hex()
        if got != want:
            print(f'{text}: {got}, not {want}')
            wrong += 1
    print(f'{len(rows)} instructions, {wrong} wrong')
    return 1 if wrong or not rows else 0


sys.exit(main(sys.argv[1]))

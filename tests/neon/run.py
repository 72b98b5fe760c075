#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernels' bits are those that are known; prints TAP.

    run.py BITS EXPECTED [--by COMMAND] [--record]

BITS (bits.c) is run for each instruction set.  All have to print the same, and
the hashes of EXPECTED, on any machine and with any compiler: so what t_vmath
and t_special prove of the kernels' errors holds wherever they cannot be run.
--by runs BITS by another program, an emulator; --record writes EXPECTED anew.
"""
import argparse
import os
import pathlib
import subprocess
import sys

ISAS = ['generic', 'neon', 'avx2', 'avx512']
SHOWN_MAX = 20


def run(command, isa):
    """What BITS chose, and its lines; none if it failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                          check=False, env=os.environ | {'JIFEN_ISA': isa})
    lines = done.stdout.splitlines()
    if done.returncode != 0 or not lines:
        return isa, []
    return lines[0].removeprefix('isa '), lines[1:]


def differences(ours, theirs):
    found = [text for pair in zip(ours, theirs) if pair[0] != pair[1]
             for text in pair]
    if len(ours) != len(theirs):
        found.append(f'{len(ours)} lines, {len(theirs)} lines')
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('bits')
    parser.add_argument('expected', type=pathlib.Path)
    parser.add_argument('--by', default='')
    parser.add_argument('--record', action='store_true')
    options = parser.parse_args()
    runs = [(isa, *run([*options.by.split(), options.bits], isa))
            for isa in ISAS]
    first = runs[0][2]
    kernels = first[:first.index('')] if first else []
    if options.record:
        options.expected.write_text('\n'.join(kernels) + '\n', 'utf-8')
    known = options.expected.read_text('utf-8').splitlines()
    rows = [(f'{len(known)} kernels have the bits that are known',
             differences(kernels, known))]
    for isa, chosen, lines in runs:
        rows.append((isa + (' # SKIP not here' if chosen != isa else ''),
                     differences(lines, first) if chosen == isa else []))
    for number, (title, faults) in enumerate(rows, 1):
        print('not ok' if faults else 'ok', number, '-', title)
        for line in faults[:SHOWN_MAX]:
            print('#', line)
    print(f'1..{len(rows)}')
    return int(any(faults for _, faults in rows))


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same bits everywhere; prints TAP.

    run.py BITS EXPECTED [--record]

BITS prints the bits of integrals for several numbers of threads.  It is run
once for each instruction set (JIFEN_ISA), and all must print the same; the
integrands of arithmetic alone also what EXPECTED holds, on any machine and
with any compiler.  --record writes EXPECTED anew.
"""
import os
import pathlib
import subprocess
import sys

THREADS = ['1', '2', '3', '7', '16']
ISAS = ['neon', 'avx2', 'avx512']


class Tap:
    def __init__(self):
        self.n = self.failed = 0

    def check(self, good, title, *details):
        self.n += 1
        self.failed += not good
        print(f'{"ok" if good else "not ok"} {self.n} - {title}')
        for line in () if good else details:
            print('#', line)

    def skip(self, title, why):
        self.n += 1
        print(f'ok {self.n} - {title} # SKIP {why}')


def run(program, isa):
    done = subprocess.run([program, *THREADS], text=True,
                          stdout=subprocess.PIPE, check=False,
                          env=os.environ | {'JIFEN_ISA': isa})
    lines = done.stdout.splitlines()
    return done.returncode, lines[0].split('\t')[1], lines[1:]


def differences(ours, theirs):
    return [text for pair in zip(ours, theirs) if pair[0] != pair[1]
            for text in pair] + [f'{len(ours)} lines, {len(theirs)} lines']


def main(program, expected, *options):
    tap = Tap()
    code, used, reference = run(program, 'generic')
    exact = [line for line in reference if line.startswith('exact')]
    if '--record' in options:
        pathlib.Path(expected).write_text('\n'.join(exact) + '\n')
    tap.check(code == 0 and used == 'generic', 'threads change no bit',
              *(line for line in reference if line.startswith('DIFFERS')))
    for isa in ISAS:
        code, used, lines = run(program, isa)
        if used != isa:
            tap.skip(isa, 'this machine has it not')
            continue
        tap.check(code == 0, f'{isa}: threads change no bit',
                  *(line for line in lines if line.startswith('DIFFERS')))
        tap.check(lines == reference, f'{isa} gives the bits of generic',
                  *differences(lines, reference))
    stored = pathlib.Path(expected).read_text().splitlines()
    tap.check(exact == stored, 'the bits that are known',
              *differences(exact, stored))
    tap.check(int(reference[-1].split('\t')[1]) > 1, 'threads were used')
    print(f'1..{tap.n}')
    return tap.failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))

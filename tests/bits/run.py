#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same bits everywhere; prints TAP.

    run.py BITS LIST EXPECTED [--record] [--by COMMAND] [--threads N...]

BITS prints the bits of the integrals of LIST for several numbers of threads.
It is run for each instruction set (JIFEN_ISA), with native code and without
(JIFEN_JIT) where there can be any.  All must print the same, and what EXPECTED
holds, on any machine and with any compiler.  --record writes EXPECTED anew;
--by runs BITS by another program, an emulator.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

THREADS = ['1', '2', '3', '7', '16']
JITS = {'generic': ['0'], 'neon': ['0'], 'avx2': ['0', '1'],
        'avx512': ['0', '1']}
SHOWN_MAX = 20
FUNCTIONS = (pathlib.Path(__file__).resolve().parent.parent.parent / 'src' /
             'expr' / 'functions.def')


class Tap:
    def __init__(self):
        self.n = self.failed = 0

    def check(self, good, title, *details):
        self.n += 1
        self.failed += not good
        print(f'{"ok" if good else "not ok"} {self.n} - {title}')
        for line in () if good else details[:SHOWN_MAX]:
            print('#', line)

    def skip(self, title, why):
        self.n += 1
        print(f'ok {self.n} - {title} # SKIP {why}')


class Run:
    """What BITS prints under an instruction set."""

    def __init__(self, command, isa, jit):
        done = subprocess.run(command, text=True,
                              stdout=subprocess.PIPE, check=False,
                              env=os.environ | {'JIFEN_ISA': isa,
                                                'JIFEN_JIT': jit})
        lines = done.stdout.splitlines()
        self.good = done.returncode == 0 and len(lines) > 2
        self.isa = lines[0].split('\t')[1] if lines else None
        self.threads = int(lines[-1].split('\t')[1]) if self.good else 0
        self.strays = [line for line in lines if line.startswith('DIFFERS')]
        self.lines = [line for line in lines[1:-1] if line not in self.strays]


def differences(ours, theirs):
    return [text for pair in zip(ours, theirs) if pair[0] != pair[1]
            for text in pair] + [f'{len(ours)} lines, {len(theirs)} lines']


def compare_runs(tap, command):
    """All runs against the first, which is returned."""
    first = None
    for isa, jits in JITS.items():
        for jit in jits:
            run = Run(command, isa, jit)
            title = f'{isa}, JIFEN_JIT={jit}'
            if run.isa != isa:
                tap.skip(title, 'this machine has it not')
                break
            first = first or run
            tap.check(run.good, f'{title}: threads change no bit',
                      *run.strays)
            if run is not first:
                tap.check(run.lines == first.lines,
                          f'{title}: the bits of generic',
                          *differences(run.lines, first.lines))
    return first


def compare_known(tap, lines, expected):
    stored = expected.read_text('utf-8').splitlines()
    new = [line for line in lines if line not in stored]
    gone = [line for line in stored if line not in lines]
    tap.check(not new and not gone,
              f'{len(lines)} integrals have the bits that are known',
              f'{len(new)} lines are new, {len(gone)} are gone; if that is '
              'meant: tests/bits/run.py ... --record',
              *(f'now  {line}' for line in new[:SHOWN_MAX // 4]),
              *(f'then {line}' for line in gone))


def compare_coverage(tap, integrals):
    """Each function of the language occurs in the list."""
    texts = re.findall(r'^([^#\t]+)\t', integrals.read_text('utf-8'), re.M)
    used = set(re.findall(r'[A-Za-z]\w*', ' '.join(texts)))
    rows = re.findall(r'^JF_FUNCTION\(\w+, +"(\w+)", +"([^"]*)"',
                      FUNCTIONS.read_text('utf-8'), re.M)
    absent = [name for name, aliases in rows
              if not used & {name, *aliases.split()}]
    tap.check(rows and not absent, 'every function is in the list', *absent)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('bits')
    parser.add_argument('list', type=pathlib.Path)
    parser.add_argument('expected', type=pathlib.Path)
    parser.add_argument('--record', action='store_true')
    parser.add_argument('--by', default='')
    parser.add_argument('--threads', nargs='+', default=THREADS)
    options = parser.parse_args()
    tap = Tap()
    first = compare_runs(tap, [*options.by.split(), options.bits,
                               str(options.list), *options.threads])
    if options.record:
        options.expected.write_text('\n'.join(first.lines) + '\n', 'utf-8')
    compare_known(tap, first.lines, options.expected)
    compare_coverage(tap, options.list)
    tap.check(first.threads > 1, 'threads were used')
    print(f'1..{tap.n}')
    return tap.failed > 0


if __name__ == '__main__':
    sys.exit(main())

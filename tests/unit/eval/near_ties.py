#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Divisors b in [1, 1.51), doubles, whose reciprocal is so near to the middle m
of two doubles that 1 - b m = k 2^-106 with small k: b and m are, scaled, what
the integer 2^106 - k divides into.  Fails when there is one for an odd k where
the proof in src/eval/native/newton_avx2.c needs none, or when the table of
t_newton.c, given, lacks one for k = 2 or -2.  Skipped (77) without factor."""
import pathlib
import shutil
import subprocess
import sys


def primes(n):
    words = subprocess.run(['factor', str(n)], check=True, capture_output=True,
                           text=True).stdout.split(':')[1].split()
    return [int(word) for word in words]


def divisors(n):
    found = {1}
    for p in primes(n):
        found |= {d * p for d in found}
    return found


def near_ties(k):
    n = 2**106 - k
    return sorted(b for b in divisors(n)
                  if 2**52 <= b < 1.51 * 2**52 and n // b % 2)


def main(source):
    if not shutil.which('factor'):
        return 77
    status = 0
    for k in 1, -1, 3, -3:
        if near_ties(k):
            print(f'k = {k}: {near_ties(k)}')
            status = 1
    text = pathlib.Path(source).read_text()
    table = sorted(near_ties(2) + near_ties(-2))
    for b in table:
        if (b / 2**52).hex() not in text:
            print(f'{source}: {(b / 2**52).hex()} is missing')
            status = 1
    print(f'{len(table)} near ties')
    return status if table else 1


sys.exit(main(sys.argv[1]))

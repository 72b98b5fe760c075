#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/gauss_reference.tsv: nodes and weights to 40 digits.

The truth is Newton's method on P_n, independent of the series in src/rule:
P_n from its recurrence in integers scaled by 2^BITS, and for very large n near
the ends from Laplace's integral, whose trapezoidal sum converges geometrically.
Both are made and compared where both can be had.  Takes 80 s.
"""
from math import ceil

import mpmath
from mpmath import mp, mpf

BITS = 400
DIGITS = 40

FULL = [1, 2, 3, 4, 5, 10, 21, 64, 99, 100, 101, 102, 127, 128, 129, 130]
SELECTED = [1000, 10007, 1000000]
LARGEST = 2**26


def by_recurrence(n, x):
    """P_n(x) and (1 - x^2) P_n'(x)."""
    one = 1 << BITS
    fixed = int(mpmath.nint(mpmath.ldexp(x, BITS)))
    previous, p = one, fixed
    for j in range(1, n):
        previous, p = p, ((2 * j + 1) * (fixed * p >> BITS)
                          - j * previous) // (j + 1)
    value = mpmath.ldexp(mpf(p), -BITS)
    return value, n * (mpmath.ldexp(mpf(previous), -BITS) - x * value)


def by_laplace(n, x):
    """The same from P_n = (1/pi) int_0^pi (x + i sqrt(1-x^2) cos u)^n du."""
    s = mpmath.sqrt(1 - x * x)
    points = ceil(n * float(s)) + 120  # Bessel-like decay beyond n s
    value = slope = mpf(0)
    for j in range(points):
        c = mpmath.cos((2 * j + 1) * mp.pi / (2 * points))
        power = mpmath.exp((n - 1) * mpmath.log(mpmath.mpc(x, s * c)))
        value += (power * mpmath.mpc(x, s * c)).real
        slope += power.real
    value /= points
    return value, n * (slope / points - x * value)


def solve(n, k, legendre):
    """The k-th node from the right and its weight."""
    v = 1 / (n + mpf(1) / 2)
    angle = (k - mpf(1) / 4) * mp.pi * v
    x = mpmath.cos(angle + v * v * mpmath.cot(angle) / 8)
    if 2 * k == n + 1:
        x = mpf(0)
    while True:
        value, slope = legendre(n, x)
        t, y = value / slope, 1 - x * x
        step = t * y * (1 + t * x)
        weight = 2 * y / slope**2 * (1 + 2 * x * t)
        x -= step
        # the error is now about n^2 step^3 / y; the weight's, n^2 step^2 / y^2
        if abs(n * step / y) < mpf(10)**-25:
            return x, weight


def near(*centres):
    return [c + d for c in centres for d in (-1, 0, 1)]


def selection(n):
    some = near(2, 8, 16, 18, 32, 100, n // 4, n // 4 + 2, n // 3)
    return sorted(set(some + [n // 2 - 1, n // 2, (n + 1) // 2]))


def jobs():
    for n in FULL:
        for k in range(1, (n + 1) // 2 + 1):
            yield n, k, by_recurrence
    for n in SELECTED:
        for k in selection(n):
            yield n, k, by_recurrence
    for k in near(2, 16, 18, 100, 1000):
        yield LARGEST, k, by_laplace
    yield LARGEST, LARGEST // 3, by_recurrence


def main():
    mp.prec = BITS - 60
    for n, k in (10, 1), (130, 7), (10007, 17):
        pairs = zip(solve(n, k, by_recurrence), solve(n, k, by_laplace))
        assert all(abs(a / b - 1) < mpf(10)**-(DIGITS + 5) for a, b in pairs)
    print("# Made by tools/gen_gauss_reference.py; do not edit.")
    print("# n, place from the right end, node, weight")
    for n, k, legendre in jobs():
        numbers = [mpmath.nstr(a, DIGITS) for a in solve(n, k, legendre)]
        print(n, k, *numbers, sep="\t", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of powers and roots: src/eval/vmath/tables/*.inc

    gen_vmath_pow.py DIRECTORY            write the tables
    gen_vmath_pow.py --check DIRECTORY    fail when a table there differs

Polynomials interpolate at Chebyshev points.  The essays of pow.c and roots.c
say what the numbers mean.
Exit 77 (skipped) without mpmath.
"""
import pathlib
import sys

try:
    import mpmath
    from mpmath import mp, mpf
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

import tables

mp.dps = 150
SMALL = mpf(10) ** -40             # below it tails equal their limits
LOG_CELLS, LOG_BELOW = 256, 150    # cells in all; those that lie below 1
EXP_CELLS = 128
SERIES_TERMS = 12
ROOT_CELLS = 64                    # an octave, of three
DIGITS = 25


def chop(x, exponent):
    """x rounded to a multiple of 2^exponent."""
    unit = mpf(2) ** exponent
    return mp.nint(x / unit) * unit


def interpolate(f, a, b, n):
    """The n coefficients, lowest first, of the polynomial that equals f at
    the Chebyshev points of [a, b]."""
    x = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * j + 1) / (2 * n))
         for j in range(n)]
    rows = mp.matrix(n, n)
    for i in range(n):
        for j in range(n):
            rows[i, j] = x[i] ** j
    return list(mp.lu_solve(rows, mp.matrix([f(v) for v in x])))


# ---- logarithms ------------------------------------------------------------

def log_cell(i):
    """The least and the greatest z of cell i: 2^44 bit patterns."""
    def value(bits):
        # bits below or above those of 1, in units of 2^-52 or 2^-53
        return 1 + mpf(bits) * mpf(2) ** (-52 if bits >= 0 else -53)
    first = (i - LOG_BELOW) * 2 ** 44 - 2 ** 43
    return value(first), value(first + 2 ** 44 - 1)


def log_inverse(i):
    """1/c with so few bits that z/c - 1 is a double for each z of the cell,
    and as small as can be."""
    z0, z1 = log_cell(i)
    if z0 < 1 < z1:
        return mpf(1), max(1 - z0, z1 - 1)
    best = None
    for bits in range(6, 12):
        guess = chop(2 / (z0 + z1), -bits)
        for inverse in (guess - mpf(2) ** -bits, guess,
                        guess + mpf(2) ** -bits):
            r = max(abs(z0 * inverse - 1), abs(z1 * inverse - 1))
            fits = r <= mpf(2) ** (-bits if z0 < 1 else 1 - bits)
            if fits and (best is None or r < best[1]):
                best = inverse, r
    return best


def log_tail(r):
    """(ln(1+r) - r + r^2/2) / r^3"""
    if abs(r) < SMALL:
        return mpf(1) / 3
    return (mp.log1p(r) - r + r * r / 2) / r ** 3


def exp_tail(r):
    """(exp r - 1 - r) / r^2"""
    return (mp.expm1(r) - r) / r ** 2 if abs(r) > SMALL else mpf(1) / 2


def powers_of_two():
    return [mpf(2) ** (mpf(i) / EXP_CELLS) for i in range(EXP_CELLS)]


def rests(numbers):
    return [x - mpf(tables.nearest(x)) for x in numbers]


def pow_table():
    """ln c is high + low, where high has no bits below 2^-42: adding any
    multiple of ln 2, chopped likewise, is exact."""
    inverse, _ = zip(*map(log_inverse, range(LOG_CELLS)))
    high = [chop(-mp.log(c), -42) for c in inverse]
    low = [-mp.log(c) - h for c, h in zip(inverse, high)]
    root = powers_of_two()
    return (tables.head("gen_vmath_pow.py")
            + tables.shared("pow_log_inverse", inverse)
            + tables.shared("pow_log_high", high)
            + tables.shared("pow_log_low", low)
            + tables.shared("pow_exp_high", root)
            + tables.shared("pow_exp_low", rests(root)))


def pow_constants():
    r = max(log_inverse(i)[1] for i in range(LOG_CELLS))
    text = tables.head("gen_vmath_pow.py")
    text += tables.column("static const double LOG_TAIL[5]",
                          interpolate(log_tail, -r, r, 5), DIGITS)
    ln2 = mp.log(2)
    ln2_high = chop(ln2, -42)
    text += tables.column("static const double LN2[2]",
                          [ln2_high, ln2 - ln2_high], DIGITS)
    step = ln2 / EXP_CELLS
    step_high = chop(step, -42)
    text += tables.column("static const double STEP[2]",
                          [step_high, step - step_high], DIGITS)
    text += tables.column("static const double STEPS[1]", [1 / step], DIGITS)
    bound = step / 2 + 760 * mpf(2) ** -18 / 3
    text += tables.column(
        "static const double EXP_TAIL[4]",
        interpolate(exp_tail, -bound, bound, 4), DIGITS)
    return text + series_tables(r)


def series_tables(r):
    """For terms c x^m, |x| <= r: 1/m; the c for which the distance to a
    polynomial of lower degree is below 2^-63; and what to add to the
    coefficients of x^(m-2) and, negative, x^(m-4) of the latter."""
    m = range(1, SERIES_TERMS + 1)
    text = tables.column("static const double INVERSES[]",
                         [0] + [mpf(1) / k for k in m], DIGITS)
    text += tables.column("static const double SERIES_LIMIT[]", [0] + [
        mpf(2) ** (k - 1 - 63) / r ** k for k in m], DIGITS)
    return text + tables.triangle("static const double SERIES_SPREAD[2][%d]"
                                  % (SERIES_TERMS + 1), [
        [0] + [k * r ** 2 / 4 for k in m],
        [0] + [k * (k - 3) * r ** 4 / 32 for k in m]], DIGITS)


# ---- cube roots ------------------------------------------------------------

def root_tail(r):
    """(cbrt(1+r) - 1) / r"""
    return (mp.cbrt(1 + r) - 1) / r if abs(r) > SMALL else mpf(1) / 3


def roots_table():
    """Centres c of the cells of [1, 8), 1/c, and the cube root of c."""
    centre = [2 ** octave * (1 + (i + mpf(0.5)) / ROOT_CELLS)
              for octave in range(3) for i in range(ROOT_CELLS)]
    root = [mp.cbrt(c) for c in centre]
    return (tables.head("gen_vmath_pow.py")
            + tables.shared("cbrt_centre", centre)
            + tables.shared("cbrt_inverse", [1 / c for c in centre])
            + tables.shared("cbrt_high", root)
            + tables.shared("cbrt_low", rests(root)))


def roots_constants():
    r = mpf(1) / (2 * ROOT_CELLS + 1)
    return (tables.head("gen_vmath_pow.py")
            + tables.column("static const double CBRT_TAIL[6]",
                            interpolate(root_tail, -r, r, 6), DIGITS))


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1])
    bad = 0
    for name, make in (("pow", pow_constants), ("pow_table", pow_table),
                       ("roots", roots_constants),
                       ("roots_table", roots_table)):
        path = folder / f"{name}.inc"
        if not check:
            path.write_text(make())
        elif path.read_text() != make():
            print(f"{path}: differs from what tools/gen_vmath_pow.py writes")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

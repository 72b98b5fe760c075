#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of gamma and lgamma, and of the logarithm to twice the
precision: src/eval/vmath/tables/{gamma,ddlog,ddlog_table}.inc

    gen_vmath_gamma.py DIRECTORY            write the tables
    gen_vmath_gamma.py --check DIRECTORY    fail when a table there differs

Polynomials interpolate at Chebyshev points in 60 digits.
Exit 77 (skipped) without mpmath.
"""
import sys

try:
    from mpmath import mp, mpf
    import polynomials
    import tables
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

mp.dps = 60
FROM = 8                                # Stirling's series
NEAR = mpf(7) / 8, mpf(9) / 4           # the zeros 1 and 2
STIRLING_DEGREE, SINE_DEGREE, NEAR_DEGREE = 8, 7, 27
LOG_CELLS, LOG_FIRST = 128, mpf(11) / 16  # of the octave from LOG_FIRST
LOG_UNIT = mpf(2) ** -42                # its multiples add up exactly


def number(name, x):
    return "static const double %s = %s;\n" % (
        name, tables.literal(tables.nearest(x)))


def two(name, x):
    return "static const double %s[] = {%s, %s};\n" % (
        name, *map(tables.literal, tables.pair(x)))


def powers(name, p):
    return tables.column("static const double %s[]" % name, p, 20)


def stirling():
    """log gamma z - (z - 1/2) (log z - 1) - log(2 pi)/2 + 1/2, times z, in
    powers of 1/z^2."""
    def rest(w):
        z = 1 / mp.sqrt(w)
        main = (z - 0.5) * (mp.log(z) - 1) + mp.log(2 * mp.pi) / 2 - 0.5
        return (mp.loggamma(z) - main) * z

    return polynomials.fit(rest, mpf(0), mpf(1) / FROM ** 2, mpf(0),
                           STIRLING_DEGREE)


def sine():
    """(sin(pi d)/d - pi + pi^3 d^2/6)/d^4 in powers of d^2."""
    def rest(w):
        d = mp.sqrt(w)
        return (mp.sin(mp.pi * d) / d - mp.pi + mp.pi ** 3 * w / 6) / w ** 2

    return polynomials.fit(rest, mpf(0), mpf(1) / 4, mpf(0), SINE_DEGREE)


def near():
    """log gamma x/((x - 1) (x - 2)) in powers of x - middle."""
    middle = (NEAR[0] + NEAR[1]) / 2

    def quotient(x):
        return mp.loggamma(x) / ((x - 1) * (x - 2))

    return middle, polynomials.fit(quotient, *NEAR, middle, NEAR_DEGREE)


def greatest():
    """The greatest double whose log gamma is rounded to a finite double."""
    end = mpf(2) ** 1024 - mpf(2) ** 970
    low, high = 2.0 ** 1000, 2.0 ** 1023
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return low
        z = mpf(middle)
        finite = z * (mp.log(z) - 1) - mp.log(z) / 2 < end
        low, high = (middle, high) if finite else (low, middle)


def gamma():
    middle, p = near()
    return (tables.head("gen_vmath_gamma.py") + "\n" +
            two("pi_parts", mp.pi) +
            two("sine_cube", -mp.pi ** 3 / 6) +
            two("stirling_constant", mp.log(2 * mp.pi) / 2 - 0.5) +
            number("lgamma_last", mpf(greatest())) +
            number("near_least", NEAR[0]) + number("near_most", NEAR[1]) +
            number("near_middle", middle) + two("near_first", p[0]) +
            powers("near_power", p[1:]) + powers("stirling_power", stirling())
            + powers("sine_power", sine()))


def logarithm():
    ln2 = mp.nint(mp.log(2) / LOG_UNIT) * LOG_UNIT
    return (tables.head("gen_vmath_gamma.py") + "\n" +
            number("ddlog_two", ln2) +
            number("ddlog_two_rest", mp.log(2) - ln2))


def logarithm_table():
    """Rows of c, nearly the inverse of the middle of a cell, and -log c."""
    numbers = []
    step = mpf(1) / LOG_CELLS
    # cells are those of the significand: half as wide below 1
    z = LOG_FIRST
    for _ in range(LOG_CELLS):
        wide = step if z >= 1 else step / 2
        middle = z + wide / 2
        # next to 1, the logarithm is that of 1 + r alone
        c = mpf(1) if abs(middle - 1) < step else mpf(
            tables.nearest(1 / middle))
        hi = mp.nint(-mp.log(c) / LOG_UNIT) * LOG_UNIT
        numbers += [c, hi, -mp.log(c) - hi]
        z += wide
    assert z == 2 * LOG_FIRST
    return (tables.head("gen_vmath_gamma.py") +
            tables.shared("ddlog_row", numbers, 3))


if __name__ == "__main__":
    polynomials.deliver(sys.argv[1:], {"gamma.inc": gamma,
                                       "ddlog.inc": logarithm,
                                       "ddlog_table.inc": logarithm_table})

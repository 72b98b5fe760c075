#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of the exponential family: src/eval/vmath/tables/
exp.inc, hyper.inc, tanh.inc, exp_table.inc, tanh_table.inc

    gen_vmath_exp.py DIRECTORY            write the tables
    gen_vmath_exp.py --check DIRECTORY    fail when a table there differs

Polynomials interpolate where the Chebyshev polynomial of the interval has its
zeros, in 60 digits.  Those of e^r keep 1 + r and are found in two parts, even
and odd, of cosh r and sinh r: the hyperbolic functions need them apart.
Exit 77 (skipped) without mpmath.
"""
import pathlib
import sys
from fractions import Fraction

try:
    from mpmath import mp, mpf
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

import tables

mp.dps = 60
DIGITS = 20
STEPS = 64       # of e^x in a factor of two: EXP_STEPS of exp.h
EXPM1_NEAR = 9   # steps on either side of 0 that have a polynomial together
SINH_NEAR = 27
TANH_STEP = Fraction(1, 32)
TANH_NEAR = 10
TANH_FAR = 640   # steps: tanh(20) is 1 in double precision


def solve_powers(points, values):
    """The polynomial through the points, lowest power first."""
    n = len(points)
    rows = mp.matrix([[x ** k for k in range(n)] for x in points])
    return list(mp.lu_solve(rows, mp.matrix(values)))


def interpolate(f, a, b, n):
    nodes = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * n))
             for i in range(n)]
    return solve_powers(nodes, [f(x) for x in nodes])


def near_zero(u_most, f):
    """f(u) = c0 + c1 u, where u times the error is least on [0, u_most]."""
    # u times the error is a cubic; it should be a Chebyshev polynomial whose
    # first zero, -cos(pi/6), lies at u = 0 and whose interval ends at u_most.
    first = mp.cos(mp.pi / 6)
    nodes = [u_most * (y + first) / (1 + first) for y in (mpf(0), first)]
    return solve_powers(nodes, [f(u) for u in nodes])


def exp_powers():
    """p1 .. p5 of e^r = 1 + p1 r + ... + p5 r^5, |r| <= ln 2 / 2 / STEPS."""
    most = (mp.ln2 / (2 * STEPS)) ** 2

    def even(u):
        return (mp.cosh(mp.sqrt(u)) - 1) / u

    def odd(u):
        r = mp.sqrt(u)
        return (mp.sinh(r) / r - 1) / u
    p2, p4 = near_zero(most, even)
    p3, p5 = near_zero(most, odd)
    return [mpf(1), p2, p3, p4, p5]


def base_text(name, log, powers):
    """An exp_base: the fields of exp.h in order."""
    step = mp.ln2 / log / STEPS
    hi, lo = tables.pair(step)
    rows = [(".per_unit", 1 / step), (".step", mpf(hi)),
            (".step_rest", mpf(lo)), (".log", log),
            (".normal", mp.floor(1021 * step * STEPS)),
            (".over", mpf("1024.5") * step * STEPS),
            (".under", -1076 * step * STEPS),
            (".cells", mp.floor(890 * step * STEPS))]
    text = "\nstatic const exp_base %s = {\n" % name
    for field, x in rows:
        text += "    %s = %s, %s\n" % (
            field, tables.literal(tables.nearest(x)),
            tables.comment(x, DIGITS))
    text += "    .power = {\n"
    for i, p in enumerate(powers):
        x = p * log ** (i + 1)
        text += "        %s, %s\n" % (tables.literal(tables.nearest(x)),
                                      tables.comment(x, DIGITS))
    return text + "    },\n};\n"


def exp_table():
    two = [mpf(2) ** (mpf(j) / STEPS) for j in range(STEPS)]
    return (tables.head("gen_vmath_exp.py") + tables.shared("exp_two", two)
            + tables.shared("exp_two_rest",
                            [x - tables.nearest(x) for x in two]))


def exp_constants():
    powers = exp_powers()
    text = tables.head("gen_vmath_exp.py")
    for name, log in (("exp_e", mpf(1)), ("exp_2", mp.ln2),
                      ("exp_10", mp.log(10))):
        text += base_text(name, log, powers)

    def f(x):
        return mp.fsum(x ** k / mp.factorial(k + 2) for k in range(40))
    most = (EXPM1_NEAR + mpf(1) / 2) * mp.ln2 / STEPS
    text += tables.column("/* (e^x - 1 - x) / x^2, from the highest */\n"
                          "static const double expm1_near[]",
                          interpolate(f, -most, most, 9)[::-1], DIGITS)
    return text


def hyper_constants():
    def f(u):
        x = mp.sqrt(u)
        return (mp.sinh(x) / x - 1) / u
    most = (SINH_NEAR + mpf(1) / 2) * mp.ln2 / STEPS
    return (tables.head("gen_vmath_exp.py") +
            tables.column("/* (sinh x - x) / x^3 in x^2, from the highest */\n"
                          "static const double sinh_near[]",
                          interpolate(f, mpf(0), most ** 2, 5)[::-1], DIGITS))


# ---- tanh: its derivatives are polynomials in t = tanh c

def derivative_over_factorial(p, n):
    """From f^(n-1)/(n-1)! as a polynomial in t to f^(n)/n!."""
    q = [Fraction(0)] * (len(p) + 1)
    for i in range(1, len(p)):
        q[i - 1] += i * p[i] / n
        q[i + 1] -= i * p[i] / n
    return q


def tanh_factors(n):
    """a_n / (1 - t^2), or a_n / (t (1 - t^2)) for even n, in u = t^2."""
    p = [Fraction(0), Fraction(1)]
    for k in range(1, n + 1):
        p = derivative_over_factorial(p, k)
    while p and p[-1] == 0:
        p.pop()
    # divided by 1 - t^2, from the lowest power
    q = []
    for i, c in enumerate(p[:-2]):
        q.append(c + (q[i - 2] if i >= 2 else 0))
    return q[1 - n % 2::2]


def tanh_table():
    value = [mp.tanh(mpf(i * TANH_STEP.numerator) / TANH_STEP.denominator)
             for i in range(TANH_FAR + 1)]
    return (tables.head("gen_vmath_exp.py") + tables.shared("tanh_at", value)
            + tables.shared("tanh_at_rest",
                            [x - tables.nearest(x) for x in value]))


def tanh_constants():
    text = tables.head("gen_vmath_exp.py")
    for n in range(3, 9):
        text += tables.column("static const double tanh_power%d[]" % n,
                              tanh_factors(n)[::-1], DIGITS)
    most = (TANH_NEAR + mpf(1) / 2) * TANH_STEP.numerator
    most /= TANH_STEP.denominator

    def f(u):
        x = mp.sqrt(u)
        return (mp.tanh(x) / x - 1) / u
    text += tables.column("/* (tanh x - x) / x^3 in x^2, from the highest */\n"
                          "static const double tanh_near[]",
                          interpolate(f, mpf(0), most ** 2, 9)[::-1], DIGITS)
    return text


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1])
    bad = 0
    for name, make in (("exp", exp_constants), ("exp_table", exp_table),
                       ("hyper", hyper_constants), ("tanh", tanh_constants),
                       ("tanh_table", tanh_table)):
        path = folder / (name + ".inc")
        if not check:
            path.write_text(make())
        elif path.read_text() != make():
            print(f"{path}: differs from what tools/gen_vmath_exp.py writes")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

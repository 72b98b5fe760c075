#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of the logarithms and the inverse hyperbolic functions:
src/eval/vmath/tables/{log,log_other,log_table,invhyper}.inc

    gen_vmath_log.py DIRECTORY            write the tables
    gen_vmath_log.py --check DIRECTORY    fail when a table there differs

Polynomials are minimax, by Remez' exchange on a grid, with the weight that
makes the error one of the value.  Exit 77 (skipped) without mpmath.
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

mp.dps = 60

PIECES = 128
BITS = 14       # of 1/m, behind the point
GRID = 42       # hi parts are multiples of 2^-GRID: k hi + hi is exact
NEAR = mpf(-33) / 512, mpf(17) / 256     # ends of pieces; |log| <= 1/16 or so
SMALL = mpf(129) / 1024                  # asinh and atanh: odd polynomials
BESIDE = mpf(1) / 64                     # acosh is a root times a polynomial


# ---- minimax polynomials ---------------------------------------------------

def extremes(grid, error, count):
    """One point for each run of errors with one sign; count of them."""
    runs = []
    for i, e in enumerate(error):
        if runs and (error[runs[-1]] > 0) == (e > 0):
            if abs(e) > abs(error[runs[-1]]):
                runs[-1] = i
        else:
            runs.append(i)
    while len(runs) > count:
        runs.pop(0 if abs(error[runs[0]]) < abs(error[runs[-1]]) else -1)
    assert len(runs) == count
    return [grid[i] for i in runs]


def minimax(f, weight, a, b, n):
    """n coefficients, lowest first, and the greatest weight |p - f|."""
    grid = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (i + mpf(1) / 3) / 600)
            for i in range(600)]
    values = [f(x) for x in grid]
    at = [grid[int((i + 0.5) * 600 / (n + 1))] for i in range(n + 1)]
    for _ in range(12):
        m = mp.matrix([[x ** j for j in range(n)] + [(-1) ** i / weight(x)]
                       for i, x in enumerate(at)])
        p = list(mp.lu_solve(m, mp.matrix([f(x) for x in at])))[:n]
        error = [weight(x) * (mp.polyval(p[::-1], x) - v)
                 for x, v in zip(grid, values)]
        at = extremes(grid, error, n + 1)
    return p, max(abs(e) for e in error)


def polynomial(declaration, f, weight, a, b, n, scale=1):
    """A C array, highest power first."""
    p, worst = minimax(f, weight, a, b, n)
    return ("\n/* error 2^%s */" % mp.nstr(mp.log(worst, 2), 4)
            + tables.column(declaration, [scale * v for v in p[::-1]], 20))


# ---- the tables ------------------------------------------------------------

def parts(x):
    """hi, a multiple of 2^-GRID, and lo."""
    hi = mp.nint(mp.ldexp(x, GRID)) / mpf(2) ** GRID
    return hi, x - hi


def reciprocals():
    return [mp.nint(mp.ldexp(mpf(PIECES) / (PIECES + j), BITS)) / 2 ** BITS
            for j in range(PIECES)]


def pieces(name, scale):
    """The pieces' logarithms to one base, in two parts."""
    values = [parts(-mp.log(c) * scale) for c in reciprocals()]
    return (tables.shared(name + "_hi", [hi for hi, _ in values])
            + tables.shared(name + "_lo", [lo for _, lo in values]))


def base(name, scale):
    """What belongs to one base, as src/eval/vmath/log.h describes it."""
    two_hi, two_lo = parts(mp.ln2 * scale)
    lead_hi, lead_lo = tables.pair(mpf(scale))
    words = [two_hi, two_lo, lead_hi, lead_lo]
    head = "static const double %s_" % name
    numbers = ", ".join(tables.literal(tables.nearest(x)) for x in words)
    return (polynomial(head + "piece[]", rest, lambda r: r * r,
                         -WIDTH, WIDTH, 5, scale)
            + polynomial(head + "near[]", rest, abs, *NEAR, 11, scale)
            + "\nstatic const log_base %s = {\n    %s,\n"
              "    jf_%s_hi, jf_%s_lo, %s_piece, %s_near,\n};\n"
              % (name, numbers, *4 * [name]))


WIDTH = max(abs(c * (1 + (j + s) / PIECES) - 1)
            for j, c in enumerate(reciprocals())
            for s in (mpf(-1) / 2 if j else mpf(-1) / 4, mpf(1) / 2))


def rest(r):
    """log(1 + r) = r + r^2 rest(r)"""
    if abs(r) < mpf(10) ** -15:
        return mpf(-1) / 2 + r / 3 - r * r / 4
    return (mp.log1p(r) - r) / (r * r)


def cubic(r):
    """log(1 + r) = r - r^2/2 + r^3 cubic(r)"""
    if abs(r) < mpf(10) ** -15:
        return mpf(1) / 3 - r / 4
    return (rest(r) + mpf(1) / 2) / r


def log_table():
    return (tables.head("gen_vmath_log.py")
            + tables.shared("log_c", reciprocals())
            + pieces("log_e", mpf(1)) + pieces("log_2", 1 / mp.ln2)
            + pieces("log_10", 1 / mp.ln10))


def log_constants():
    return (tables.head("gen_vmath_log.py")
            + base("log_e", mpf(1))
            + polynomial("static const double log_cubic[]", cubic,
                         lambda r: abs(r) ** 3, -WIDTH, WIDTH, 6))


def other_constants():
    return (tables.head("gen_vmath_log.py")
            + base("log_2", 1 / mp.ln2) + base("log_10", 1 / mp.ln10))


def odd(f):
    """f(x) = x + x^3 p(x^2)"""
    def p(v):
        x = mp.sqrt(v)
        return (f(x) / x - 1) / v
    return p


def beside(t):
    """acosh(1 + t) = sqrt(2 t) (1 + t beside(t))"""
    return (mp.acosh(1 + t) / mp.sqrt(2 * t) - 1) / t


def invhyper_constants():
    head = "static const double "
    small = 0, SMALL ** 2
    return (tables.head("gen_vmath_log.py")
            + polynomial(head + "asinh_small[]", odd(mp.asinh), abs, *small, 6)
            + polynomial(head + "atanh_small[]", odd(mp.atanh), abs, *small, 7)
            + polynomial(head + "acosh_beside[]", beside, abs, 0, BESIDE, 6))


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1])
    bad = 0
    for name, make in (("log", log_constants), ("log_other", other_constants),
                       ("log_table", log_table),
                       ("invhyper", invhyper_constants)):
        text, path = make(), folder / f"{name}.inc"
        if not check:
            path.write_text(text)
        elif path.read_text() != text:
            print(f"{path}: differs from what tools/gen_vmath_log.py writes")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

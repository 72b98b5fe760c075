#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of the circular functions: src/eval/vmath/tables/

    gen_vmath_trig.py DIRECTORY            write pi.h, trig.inc and so on
    gen_vmath_trig.py --check DIRECTORY    fail when one there differs

Polynomials interpolate in 60 digits, at points that make them nearly best.
"""
import pathlib
import sys

try:
    from mpmath import mp, mpf
    from tables import head, literal, nearest, pair, shared
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

mp.dps = 60


def interpolate(f, b, n):
    """The n coefficients, lowest first, of a polynomial p on [0, b] that
    makes x (p(x) - f(x)) small: the other zeros of the Chebyshev polynomial
    of degree n + 1 that is stretched to have one at 0."""
    zeros = [(1 - mp.cos(mp.pi * (2 * i + 1) / (2 * n + 2))) / 2
             for i in range(n + 1)]
    nodes = [b * (z - zeros[0]) / (1 - zeros[0]) for z in zeros[1:]]
    d = [f(x) for x in nodes]
    for level in range(1, n):
        for i in range(n - 1, level - 1, -1):
            d[i] = (d[i] - d[i - 1]) / (nodes[i] - nodes[i - level])
    p = [d[-1]]
    for i in range(n - 2, -1, -1):
        p = [mpf(0)] + p
        for k in range(len(p) - 1):
            p[k] -= nodes[i] * p[k + 1]
        p[0] += d[i]
    return p


def constant(name, x):
    return "static const double %s = %s;\n" % (name, literal(nearest(x)))


def array(name, numbers):
    rows = "".join("    %s, /* %s */\n" % (literal(nearest(x)), mp.nstr(x, 20))
                   for x in numbers)
    return "\nstatic const double %s[] = {\n%s};\n" % (name, rows)


def pairs(name, numbers):
    """Two tables, NAME_hi and NAME_lo."""
    return "".join(shared("%s_%s" % (name, end), [pair(x)[part] for x in
                                                  numbers])
                   for part, end in enumerate(("hi", "lo")))


# ---- sin, cos, tan ---------------------------------------------------------

STEPS = 32  # cells in half a period
ODD = 7     # so many half cells around a zero have the odd polynomial


def sine_odd(u):
    """(sin(r) - r)/r^3, u = r^2."""
    return mp.fsum((-1) ** k * u ** (k - 1) / mp.factorial(2 * k + 1)
                   for k in range(1, 25))


def cosine_even(u):
    """(cos(r) - 1)/r^2, u = r^2."""
    return mp.fsum((-1) ** k * u ** (k - 1) / mp.factorial(2 * k)
                   for k in range(1, 25))


def pi():
    """A header: several families need it."""
    hi, mid = pair(mp.pi)
    rows = (("PI_HI", hi), ("PI_MID", mid), ("PI_LO", mp.pi - hi - mid),
            ("PI_INVERSE", 1 / mp.pi))
    return (head("gen_vmath_trig.py") + "#ifndef JF_EVAL_VMATH_TABLES_PI_H\n"
            "#define JF_EVAL_VMATH_TABLES_PI_H\n\n/* pi in three parts */\n"
            + "".join("#define %s %s\n" % (n, literal(nearest(x)))
                      for n, x in rows) + "\n#endif\n")


def tangent_odd(u):
    """(tan(r) - r)/r^3, u = r^2."""
    return mp.fsum((-1) ** (k - 1) * 4 ** k * (4 ** k - 1) * mp.bernoulli(2 * k)
                   / mp.factorial(2 * k) * u ** (k - 2) for k in range(2, 60))


def trig():
    text = head("gen_vmath_trig.py")
    hi, mid = pair(mp.pi)
    step = mp.pi / STEPS
    text += "\n/* a cell, pi/%d, in two parts */\n" % STEPS
    text += constant("STEP_HI", mpf(hi) / STEPS)
    text += constant("STEP_LO", mpf(mid) / STEPS)
    text += constant("STEP_INVERSE", 1 / step)
    text += constant("ODD_END", ODD * step / 2)
    text += "\n/* (sin(r) - r)/r^3 in r^2, |r| < ODD_END */"
    text += array("sine_odd", interpolate(sine_odd, (ODD * step / 2) ** 2, 5))
    text += "\n/* (tan(r) - r)/r^3, likewise */"
    text += array("tangent_odd",
                  interpolate(tangent_odd, (ODD * step / 2) ** 2, 9))
    text += "\n/* (sin(t) - t)/t^3 and (cos(t) - 1)/t^2 in t^2, half a cell */"
    text += array("sine_small", interpolate(sine_odd, (step / 2) ** 2, 3))
    return text + array("cosine_small",
                        interpolate(cosine_even, (step / 2) ** 2, 3))


def trig_table():
    text = head("gen_vmath_trig.py")
    text += "\n/* sin(k pi/%d): a period and a quarter */" % STEPS
    sines = [mp.sinpi(mpf(k) / STEPS) for k in range(2 * STEPS * 5 // 4)]
    return text + pairs("sine", sines)


def huge():
    """1/pi in words of 32 bits, after a word of zeros."""
    words = (1024 + 256 + 32) // 32 + 1
    mp.prec = 32 * words + 64
    bits = int(mp.floor(mp.ldexp(1 / mp.pi, 32 * words)))
    mp.dps = 60
    row = [0] + [bits >> 32 * (words - 1 - i) & 0xFFFFFFFF
                 for i in range(words)]
    lines = ["    " + ", ".join("0x%08X" % w for w in row[i:i + 6])
             for i in range(0, len(row), 6)]
    return (head("gen_vmath_trig.py") + "\nstatic const uint32_t pi_inverse[]"
            " = {\n%s};\n" % ",\n".join(lines))


# ---- atan, atan2, asin, acos -----------------------------------------------

def arctangent_odd(u):
    """(atan(z) - z)/z^3, u = z^2."""
    return mp.fsum((-1) ** k * u ** (k - 1) / (2 * k + 1)
                   for k in range(1, 40))


def arctangent():
    text = head("gen_vmath_trig.py")
    text += "\n/* (atan(z) - z)/z^3 in z^2, |z| < 1/8 */"
    return text + array("atan_odd",
                        interpolate(arctangent_odd, mpf(1) / 64, 6))


def arctangent_table():
    """32 cells a binade, from 1/8 to 8."""
    text = head("gen_vmath_trig.py")
    middles = [mp.ldexp(1 + (k + mpf(1) / 2) / 32, e)
               for e in range(-3, 3) for k in range(32)]
    text += "\n/* atan(c) for the middles c of the cells */"
    text += pairs("atan_middle", [mp.atan(c) for c in middles])
    text += "\n/* its derivative, 1/(1 + c^2) */"
    return text + shared("atan_slope", [1 / (1 + c * c) for c in middles])


def arcsine_odd(u):
    """(asin(z) - z)/z^3, u = z^2."""
    return mp.fsum(mp.binomial(2 * k, k) / (4 ** k * mpf(2 * k + 1))
                   * u ** (k - 1) for k in range(1, 90))


def arcsine():
    text = head("gen_vmath_trig.py")
    text += "\n/* (asin(z) - z)/z^3 in z^2 < 1/8 */"
    return text + array("asin_odd", interpolate(arcsine_odd, mpf(1) / 8, 10))


def arcsine_table():
    """Cells about k/64, from -48 to 48."""
    text = head("gen_vmath_trig.py")
    middles = [mpf(k) / 64 for k in range(-48, 49)]
    text += "\n/* asin(c) and acos(c) for the middles c of the cells */"
    text += pairs("asin_middle", [mp.asin(c) for c in middles])
    text += pairs("acos_middle", [mp.acos(c) for c in middles])
    text += "\n/* the slope of asin, (1 - c^2)^(-1/2) */"
    return text + shared("asin_slope", [1 / mp.sqrt(1 - c * c)
                                        for c in middles])


TABLES = {"pi.h": pi, "huge.inc": huge,
          "trig.inc": trig, "trig_table.inc": trig_table,
          "atan.inc": arctangent, "atan_table.inc": arctangent_table,
          "asin.inc": arcsine, "asin_table.inc": arcsine_table}


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1])
    bad = 0
    for name, make in TABLES.items():
        text, path = make(), folder / name
        if not check:
            path.write_text(text)
        elif path.read_text() != text:
            print("%s differs from what its generator writes" % path)
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

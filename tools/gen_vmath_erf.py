#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of erf and erfc: src/eval/vmath/tables/erf.inc
and erf_table.inc

    gen_vmath_erf.py DIRECTORY            write the tables
    gen_vmath_erf.py --check DIRECTORY    fail when a table there differs

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
STEPS = 64          # centres in a unit
LAST = 6            # erf is 1 from here on, rounded
SMALL = mpf(1) / 4  # erf is an odd polynomial below
BANDS = (2, mpf(7) / 2, 28)  # of the scaled erfc
SMALL_DEGREE, BAND_DEGREE = 6, 17


def two(name, x):
    return "static const double %s[] = {%s, %s};\n" % (
        name, *map(tables.literal, tables.pair(x)))


def centres():
    """Rows of erf(c) in two parts and its slope."""
    text = "\n// erf(c), the rest, erf'(c) for c = 0, 1/%d, ... %d\n" % (
        STEPS, LAST)
    numbers = []
    for i in range(STEPS * LAST + 1):
        c = mpf(i) / STEPS
        hi, lo = tables.pair(mp.erf(c))
        numbers += [hi, lo, 2 / mp.sqrt(mp.pi) * mp.exp(-c * c)]
    return text + tables.shared("erf_row", numbers, 3).lstrip()


def small():
    """(erf(x)/x - 2/sqrt(pi))/x^2 in powers of x^2."""
    first = 2 / mp.sqrt(mp.pi)

    def rest(z):
        x = mp.sqrt(z)
        return (mp.erf(x) / x - first) / z

    p = polynomials.fit(rest, mpf(0), SMALL * SMALL, mpf(0), SMALL_DEGREE)
    return (two("erf_small_first", first) +
            tables.column("static const double erf_small[]", p, 20))


def scaled():
    """(x exp(x^2) erfc(x) - 1/sqrt(pi))/w in powers of w - centre, w = 1/x^2;
    the powers of one band beside those of the other."""
    first = 1 / mp.sqrt(mp.pi)

    def rest(w):
        x = 1 / mp.sqrt(w)
        return (x * mp.exp(x * x) * mp.erfc(x) - first) / w

    rows, middles = [], []
    for a, b in zip(BANDS, BANDS[1:]):
        low, high = 1 / mpf(b) ** 2, 1 / mpf(a) ** 2
        middle = mpf(tables.nearest((low + high) / 2))
        rows.append(polynomials.fit(rest, low, high, middle, BAND_DEGREE))
        middles.append(middle)
    text = two("erfc_first", first)
    text += "static const double erfc_split = %s;\n" % tables.literal(
        tables.nearest(BANDS[1]))
    text += "static const double erfc_centre[] = {%s};\n" % ", ".join(
        tables.literal(tables.nearest(m)) for m in middles)
    text += "\nstatic const double erfc_power[][%d] = {\n" % len(rows)
    for cells in zip(*rows):
        text += "    {%s},\n" % ", ".join(
            tables.literal(tables.nearest(c)) for c in cells)
    return text + "};\n"


def constants():
    return tables.head("gen_vmath_erf.py") + "\n" + small() + "\n" + scaled()


def table():
    return tables.head("gen_vmath_erf.py") + centres()


if __name__ == "__main__":
    polynomials.deliver(sys.argv[1:], {"erf.inc": constants,
                                       "erf_table.inc": table})

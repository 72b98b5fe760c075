#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/rule/tables/gauss.inc: what src/rule/gauss_series.c needs.

With N = n + 1/2 and v = 1/N, the function sqrt(sin t) P_n(cos t) solves
u'' + (N^2 + 1/(4 sin^2 t)) u = 0.  Let t = T(s) be the inverse of its phase
divided by N.  Kummer's equation for the phase, inverted, reads

    1 = (1 + v^2 / (4 sin^2 T)) T'^2 + (v^2 / 2) {T, s},
    {T, s} = T''' / T' - (3 / 2) (T'' / T')^2.

interior: s measures the phase of a cosine.  T = s + sum v^2m G_m(cot s), each
    G_m a polynomial, for T is odd about pi/2.
boundary: s is v times the argument of the Bessel function J_0 with the same
    phase.  The left side becomes 1 + v^2 / (4 s^2), and
    T = s (1 + sum v^2m h_m(s^2)), each h_m a power series, for T is regular.

Both are solved order by order in exact fractions: the terms of order v^2m are
2 T_m' plus what the lower orders give.
"""
from fractions import Fraction
from math import factorial

import mpmath
from mpmath import mp

import tables

INTERIOR_ORDERS = 6
BOUNDARY_ORDERS = 4
BOUNDARY_TERMS = 9
NBESSEL = 16
NANGLE = 27  # the angles j/16 from 0 beyond pi/2
DIGITS = 40

ONE = Fraction(1)


def derivative(p):
    return [i * p[i] for i in range(1, len(p))]


def product(p, q, terms=None):
    r = [Fraction(0)] * max(0, len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            r[i + j] += a * b
    return r[:terms]


def total(p, q):
    longer, shorter = (p, q) if len(p) >= len(q) else (q, p)
    return [a + (shorter[i] if i < len(shorter) else 0)
            for i, a in enumerate(longer)]


class Series:
    """A series in v^2, cut after `orders`, of polynomials cut after `terms`."""

    def __init__(self, polynomials, orders, terms=None):
        self.orders, self.terms = orders, terms
        self.p = (polynomials + [[]] * (orders + 1))[:orders + 1]

    def like(self, polynomials):
        return Series(polynomials, self.orders, self.terms)

    def one(self):
        return self.like([[ONE]])

    def __add__(self, other):
        return self.like([total(a, b) for a, b in zip(self.p, other.p)])

    def __mul__(self, other):
        if not isinstance(other, Series):
            return self.map(lambda p: [a * Fraction(other) for a in p])
        r = self.like([])
        for i, a in enumerate(self.p):
            for j, b in enumerate(other.p[:self.orders + 1 - i]):
                r.p[i + j] = total(r.p[i + j], product(a, b, self.terms))
        return r

    def map(self, f):
        return self.like([f(p) for p in self.p])

    def times_v2(self, factor):
        return self.like([[]] + self.p) * factor

    def inverse(self):
        """1 / self, which is 1 + O(v^2)."""
        power = result = self.one()
        rest = self * -1 + self.one()
        for _ in range(self.orders):
            power = power * rest
            result = result + power
        return result


def interior(orders):
    """The coefficients of G_1 .. G_orders in powers of c = cot s."""
    sin_2 = [ONE, Fraction(0), ONE]  # 1 / sin^2 = 1 + c^2 = -dc/ds

    def d_ds(p):
        return [-a for a in product(sin_2, derivative(p))]

    g = [[] for _ in range(orders + 1)]
    for m in range(1, orders + 1):
        shift = Series(g, orders)
        t1 = shift.map(d_ds) + shift.one()
        t2, t3 = t1.map(d_ds), t1.map(d_ds).map(d_ds)
        taylor, power, d = shift.like([]), shift.one(), sin_2
        for j in range(m + 1):
            taylor = taylor + power * shift.like([d])
            power, d = power * shift * Fraction(1, j + 1), d_ds(d)
        ratio = t2 * t1.inverse()
        schwarz = t3 * t1.inverse() + ratio * ratio * Fraction(-3, 2)
        right = ((shift.one() + taylor.times_v2(Fraction(1, 4))) * t1 * t1
                 + schwarz.times_v2(Fraction(1, 2)))
        # 2 G' = -right and G' = -(1 + c^2) dG/dc
        rest, slope = right.p[m][:], [Fraction(0)] * len(right.p[m])
        for i in range(len(rest) - 1, 1, -1):
            slope[i - 2] = rest[i] / 2
            rest[i - 2] -= rest[i]
        assert not any(rest[:2])
        g[m] = [Fraction(0)] + [a / (i + 1) for i, a in enumerate(slope)]
    return g[1:]


def regular_part(terms):
    """1/sin^2 y - 1/y^2 in powers of y^2."""
    return [abs(Fraction(*map(int, mpmath.bernfrac(2 * k)))) * 4**k
            * (2 * k - 1) / factorial(2 * k) for k in range(1, terms + 1)]


def boundary(orders, terms):
    """The coefficients of h_1 .. h_orders in powers of A = s^2."""
    cut = terms + 2 * orders  # each order loses two terms to derivatives
    r = regular_part(cut)

    def times_a(p, factor=1):
        return [Fraction(0)] + [factor * a for a in p]

    h = [[] for _ in range(orders + 1)]
    for m in range(1, orders + 1):
        H = Series(h, orders, cut)
        E = H.map(lambda p: [(2 * i + 1) * a for i, a in enumerate(p)])
        t1, t = H.one() + E, H.one() + H  # T' and T/s
        ratio = t1 * t.inverse()
        poles = ratio * ratio + H.one() * -1  # T'^2 s^2/T^2 - 1, over A below
        assert not any(p and p[0] for p in poles.p)
        y = (t * t).map(lambda p: times_a(p)[:cut])
        rest, power = H.like([]), H.one()
        for a in r:
            rest, power = rest + power * a, power * y
        e1, e2 = E.map(derivative), E.map(derivative).map(derivative)
        log1 = e1 * t1.inverse()
        schwarz = ((e1 * 2 + e2.map(lambda p: times_a(p, 4))) * t1.inverse()
                   + (log1 * log1).map(lambda p: times_a(p, -6)))
        right = (t1 * t1 + poles.map(lambda p: p[1:]).times_v2(Fraction(1, 4))
                 + (rest * t1 * t1).times_v2(Fraction(1, 4))
                 + schwarz.times_v2(Fraction(1, 2)))
        h[m] = [-a / (2 * (2 * i + 1)) for i, a in enumerate(right.p[m])]
    return [p[:terms] for p in h[1:]]


def main():
    mp.dps = 60
    zeros = [mpmath.besseljzero(0, k) for k in range(1, NBESSEL + 1)]
    slopes = [2 / (j * mpmath.besselj(1, j)**2) for j in zeros]
    angles = [mpmath.mpf(j) / 16 for j in range(NANGLE)]
    odd = [p[1::2] for p in interior(INTERIOR_ORDERS)]

    print(tables.head("gen_gauss.py") + "\nenum {\n"
          "    INTERIOR_ORDERS = %d,\n    BOUNDARY_ORDERS = %d,\n"
          "    BOUNDARY_TERMS = %d,\n    NBESSEL = %d\n};" %
          (INTERIOR_ORDERS, BOUNDARY_ORDERS, BOUNDARY_TERMS, NBESSEL))
    print("\n/* G_m in powers c^1, c^3 ... of the cotangent */", end="")
    print(tables.triangle(
        "static const double interior[INTERIOR_ORDERS][INTERIOR_ORDERS]",
        [p[:m + 1] for m, p in enumerate(odd)], 20), end="")
    print("\n/* h_m in powers of the square of the angle */", end="")
    print(tables.triangle(
        "static const double boundary[BOUNDARY_ORDERS][BOUNDARY_TERMS]",
        boundary(BOUNDARY_ORDERS, BOUNDARY_TERMS), 20), end="")
    print("\n/* the zeros j of J_0 */", end="")
    print(tables.pairs("static const jf_dd bessel_zero[NBESSEL]", zeros,
                       DIGITS), end="")
    print("\n/* 2 / (j J_1(j)^2) */", end="")
    print(tables.pairs("static const jf_dd bessel_slope[NBESSEL]", slopes,
                       DIGITS), end="")
    print("\n/* sin(j/16) */", end="")
    print(tables.pairs("static const jf_dd sine[]",
                       [mpmath.sin(a) for a in angles], DIGITS), end="")
    print("\n/* cos(j/16) */", end="")
    print(tables.pairs("static const jf_dd cosine[]",
                       [mpmath.cos(a) for a in angles], DIGITS), end="")
    print("\nstatic const jf_dd pi = {%s, %s};" %
          tuple(map(tables.literal, tables.pair(+mpmath.pi))))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/rule/tables/gk21.inc: the Gauss-Kronrod pair 10/21.

The ten Gauss nodes are the zeros of P_10, the eleven others those of the
Stieltjes polynomial E_11: degree 11, orthogonal with weight P_10 to all lower
degrees.  E_11 is found in exact fractions, in Legendre's basis; its zeros are
bracketed, one between each two of P_10 and one outside on each side.  Weights
solve sum w_i P_j(x_i) = 2 [j = 0], j = 0 .. npoint - 1.

Null rules: the values at the 21 nodes of the polynomials of degree 17 .. 20
that are orthonormal on those nodes (unit weights), by Gram and Schmidt.
Barycentric: the weights of interpolation in that form [BerrutTrefethen2004].
End: Lagrange's polynomials at 1, which carry the values at the nodes there.
"""
from fractions import Fraction

import mpmath
from mpmath import mp

import tables

GAUSS = 10
NNULL = 4
DIGITS = 50


def times(p, q):
    r = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            r[i + j] += a * b
    return r


def integral(p):
    """Over -1 .. 1."""
    return sum(2 * a / (i + 1) for i, a in enumerate(p) if i % 2 == 0)


def legendre_polynomials(n):
    """P_0 .. P_n as lists of coefficients."""
    p = [[Fraction(1)], [Fraction(0), Fraction(1)]]
    for j in range(1, n):
        up = [Fraction(0)] + [Fraction(2 * j + 1, j + 1) * a for a in p[j]]
        for i, a in enumerate(p[j - 1]):
            up[i] -= Fraction(j, j + 1) * a
        p.append(up)
    return p


def solve(matrix, right):
    """Gauss-Jordan in fractions."""
    rows = [row + [b] for row, b in zip(matrix, right)]
    for i in range(len(rows)):
        swap = next(k for k in range(i, len(rows)) if rows[k][i])
        rows[i], rows[swap] = rows[swap], rows[i]
        rows[i] = [a / rows[i][i] for a in rows[i]]
        for k in range(len(rows)):
            if k != i:
                rows[k] = [a - rows[k][i] * b
                           for a, b in zip(rows[k], rows[i])]
    return [row[-1] for row in rows]


def stieltjes(p, n):
    """E_{n+1}, for even n: odd, so that half of the conditions hold."""
    odd = range(1, n, 2)
    moment = {(k, j): integral(times(times(p[n], p[k]), p[j]))
              for k in odd for j in (*odd, n + 1)}
    c = solve([[moment[k, j] for j in odd] for k in odd],
              [-moment[k, n + 1] for k in odd])
    e = p[n + 1][:]
    for a, j in zip(c, odd):
        for i, b in enumerate(p[j]):
            e[i] += a * b
    return e


def value(p, x):
    return mpmath.polyval([mpmath.mpf(a.numerator) / a.denominator
                           for a in reversed(p)], x)


def zeros_between(p, ends):
    """One zero of p between each two neighbours in ends, which are symmetric;
    a zero in the middle is exact."""
    zeros = []
    for a, b in zip(ends, ends[1:]):
        middle = len(ends) % 2 == 0 and len(zeros) == len(ends) // 2 - 1
        zeros.append(mpmath.mpf(0) if middle else
                     mpmath.findroot(lambda x: value(p, x), (a, b), "anderson"))
        assert a < zeros[-1] < b
    return zeros


def weights(p, nodes):
    n = len(nodes)
    matrix = mpmath.matrix(n, n)
    for j in range(n):
        for i, x in enumerate(nodes):
            matrix[j, i] = value(p[j], x)
    right = mpmath.matrix([2] + [0] * (n - 1))
    return list(mpmath.lu_solve(matrix, right))


def symmetric(numbers, sign):
    """The left half mirrored, so that both halves print the same."""
    half = numbers[:len(numbers) // 2]
    middle = numbers[len(half):len(numbers) - len(half)]
    return half + middle + [sign * a for a in reversed(half)]


def null_rules(p, nodes, count):
    basis = []
    for j in range(len(nodes)):
        row = [value(p[j], x) for x in nodes]
        for other in 2 * basis:  # twice is enough
            along = mpmath.fdot(row, other)
            row = [a - along * b for a, b in zip(row, other)]
        length = mpmath.sqrt(mpmath.fdot(row, row))
        basis.append(symmetric([a / length for a in row], (-1) ** j))
        if j % 2:
            basis[-1][len(nodes) // 2] = mpmath.mpf(0)
    return basis[-count:]


def lagrange_at_end(nodes):
    return [mpmath.fprod((1 - x) / (y - x) for x in nodes if x != y)
            for y in nodes]


def barycentric(nodes):
    """1 / prod (x_i - x_j), the largest one scaled to 1."""
    weight = [1 / mpmath.fprod(x - y for y in nodes if x != y) for x in nodes]
    most = max(abs(w) for w in weight)
    return [w / most for w in weight]


def main():
    mp.dps = DIGITS + 40
    p = legendre_polynomials(2 * GAUSS + 1)
    gauss = [mpmath.mpf(-1), mpmath.mpf(1)]
    for n in range(1, GAUSS + 1):  # the zeros of P_n separate those of P_n+1
        gauss = [mpmath.mpf(-1), *zeros_between(p[n], gauss), mpmath.mpf(1)]
    others = zeros_between(stieltjes(p, GAUSS), gauss)
    nodes = symmetric(sorted(gauss[1:-1] + others), -1)  # they alternate
    embedded = weights(p, gauss[1:-1])
    used = [mpmath.mpf(0)] * len(nodes)
    used[1::2] = embedded

    print(tables.head("gen_kronrod.py"), end="")
    for name, numbers in (("node", nodes),
                          ("weight", symmetric(weights(p, nodes), 1)),
                          ("gauss", symmetric(used, 1))):
        print(tables.column("const double jf_gk21_%s[JF_GK21_NPOINT]" % name,
                            numbers, DIGITS), end="")
    print(tables.triangle(
        "const double jf_gk21_null[JF_GK21_NNULL][JF_GK21_NPOINT]",
        null_rules(p, nodes, NNULL), DIGITS), end="")
    print(tables.column("const double jf_gk21_end[JF_GK21_NPOINT]",
                        lagrange_at_end(nodes), DIGITS), end="")
    print(tables.column("const double jf_gk21_barycentric[JF_GK21_NPOINT]",
                        symmetric(barycentric(nodes), 1), DIGITS), end="")


if __name__ == "__main__":
    main()

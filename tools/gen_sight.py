#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/sight/tables/constants.inc: where functions turn, and how far
they go.

    gen_sight.py [--check] FOLDER

X_DOWN and X_UP are the doubles next to x on either side.  The others are the
nearest doubles.
"""
import sys

import mpmath
from mpmath import mp

import tables


def beside(name, x):
    """x between two doubles."""
    near = tables.nearest(x)
    step = mpmath.mpf(2) ** (mpmath.frexp(x)[1] - 53)
    below = near if near <= x else float(near - step)
    return [(name + '_DOWN', below), (name + '_UP', float(below + step))]


def rows():
    pi = mpmath.pi
    yield from beside('PI', +pi)
    yield from beside('HALF_PI', pi / 2)
    yield 'GAMMA_TURN', mpmath.findroot(lambda x: mpmath.psi(0, x), 1.46)
    yield 'MINUS_INVERSE_E', -mpmath.exp(-1)
    yield 'ZETA_TURN', mpmath.findroot(lambda x: mpmath.zeta(x, 1, 1), -2.717)
    yield 'J1_TURN', mpmath.besseljzero(1, 1, 1)
    yield 'J0_TURN', mpmath.besseljzero(1, 1)
    yield 'Y0_TURN', mpmath.besselyzero(1, 1)
    yield 'Y1_TURN', mpmath.besselyzero(1, 1, 1)
    yield from beside('ROOT_2', mpmath.sqrt(2))
    yield from beside('SI_MOST', mpmath.si(pi))
    yield from beside('CI_MOST', mpmath.ci(pi / 2))
    yield from beside('J1_MOST', mpmath.besselj(1, mpmath.besseljzero(1, 1, 1)))
    yield from beside('J0_LEAST_OFF',
                      -mpmath.besselj(0, mpmath.besseljzero(1, 1)))
    yield from beside('FRESNEL_S_MOST', mpmath.fresnels(mpmath.sqrt(2)))
    yield from beside('FRESNEL_C_MOST', mpmath.fresnelc(1))
    yield from beside('LN_2', mpmath.ln(2))
    yield from beside('LN_10', mpmath.ln(10))
    yield from beside('TWO_OVER_ROOT_PI', 2 / mpmath.sqrt(pi))
    ln2 = mpmath.ln(2)
    yield 'LN_2', ln2
    rest = ln2 - tables.nearest(+ln2)
    yield 'LN_2_REST', rest
    yield 'LN_2_LAST', rest - tables.nearest(rest)
    rest = pi - tables.nearest(+pi)
    yield 'PI_REST', rest
    yield 'PI_LAST', rest - tables.nearest(rest)


def main(folder, check):
    mp.prec = 200
    text = tables.head('gen_sight.py') + '\n'
    for name, x in rows():
        text += '#define %s %s\n' % (name, tables.literal(tables.nearest(
            mpmath.mpf(x))))
    path = folder + '/constants.inc'
    if check:
        with open(path, encoding='ascii') as file:
            return 0 if file.read() == text else path + ' is not up to date'
    with open(path, 'w', encoding='ascii') as file:
        file.write(text)
    return 0


if __name__ == '__main__':
    ARGUMENTS = [a for a in sys.argv[1:] if a != '--check']
    sys.exit(main(ARGUMENTS[0], '--check' in sys.argv))

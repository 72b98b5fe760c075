# SPDX-License-Identifier: GPL-3.0-or-later
"""Random numbers as people type them, exactly.

A number is a Decimal, so that the text and mpmath mean the same.  A draw that
is `dyadic` makes numbers that a double holds exactly; else they are decimals
of one to four digits, which in general no double is.
"""
import decimal
import math
import random
from decimal import Decimal

import mpmath

decimal.getcontext().prec = 400
DYADIC_BITS = 10


def shown(d):
    """A Decimal as typed; parentheses around what has a sign."""
    d = d.normalize()
    plain = f'{d:f}'
    text = plain if len(plain) < 30 else str(d)
    return f'({text})' if text[0] == '-' else text


def limit(d):
    """The same where nothing stands beside it."""
    return shown(d).strip('()')


def real(d):
    return mpmath.mpf(str(d))


def minus(c):
    """u - c."""
    return '@' if c == 0 else f'(@-{shown(c)})'


class Draw:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.dyadic = self.random.random() < 0.5
        self.choice = self.random.choice
        self.chance = lambda p: self.random.random() < p

    def rounded(self, x):
        if x == 0:
            return Decimal(0)
        if self.dyadic:
            unit = 2.0 ** (math.frexp(x)[1] - DYADIC_BITS)
            return Decimal(round(x / unit) * unit)
        return Decimal(f'{x:.{self.random.randrange(1, 5)}g}')

    def between(self, low, high):
        return self.rounded(self.random.uniform(low, high))

    def nonzero(self, low, high):
        """Of either sign; low and high are sizes."""
        d = Decimal(0)
        while d == 0:
            d = self.between(low, high)
        return d if self.chance(0.5) else -d

    def scaled(self, low, high):
        """Of any order of magnitude between low and high."""
        x = math.exp(self.random.uniform(math.log(low), math.log(high)))
        return self.rounded(x)

    def inside(self, a, b):
        """A number between a and b, of few digits if they have few."""
        parts = self.choice((8, 64, 1024)) if self.dyadic else \
            self.choice((10, 100, 1000))
        return a + (b - a) * self.random.randrange(1, parts) / parts

    def text(self, low, high):
        """For trees."""
        d = self.between(low, high)
        return f'{d.normalize():f}'

    def limits(self):
        """A finite range of moderate size."""
        kind = self.random.random()
        if kind < 0.4:
            a, width = Decimal(0), Decimal(self.choice((1, 1, 1, 2, 3, 10)))
        elif kind < 0.6:
            a, width = Decimal(-1), Decimal(2)
        else:
            a, width = self.between(-5, 5), Decimal(0)
            while width <= 0:
                width = self.between(0.1, 8)
        return a, a + width

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write tests/data/python_reference.tsv: what Python makes of expressions.

    gen_python_reference.py FILE

A row: expression in x and y, x, y, value.  The same text is Python's and
jifen's.  Only operations that are exact or rounded once stand here, so that the
values have to agree bit by bit.  Where Python raises ZeroDivisionError or
ValueError, the value is nan; and where a nan is compared or asked whether it is
true, which for jifen has no answer.  copysign(x, nan) is left out: the sign of
a NaN is no value of ours.
"""
import math
import random
import sys

RNG = random.Random(2)

INF, NAN = math.inf, math.nan
POINTS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.0, -2.0, 2.5, -2.5,
          3.0, -3.0, 3.5, 7.0, -7.0, 0.1, -0.1, 0.3, 1e-300, -1e-300,
          5e-324, -5e-324, 2.2250738585072014e-308, 1e16, -1e16, 1e300,
          -1e300, 1.7976931348623157e308, 4503599627370497.5,
          9007199254740993.0, 0.49999999999999994, INF, -INF, NAN]
FEW = [p for p in POINTS if abs(p) not in (2.5, 1.5, 1e16, 0.3, 7.0, 3.0)]
FINITE = [p for p in POINTS if math.isfinite(p)]

# of two numbers: every point with every point, and random ones
BINARY = ['x % y', 'x // y', 'fmod(x, y)', 'remainder(x, y)',
          'copysign(x, y)', 'nextafter(x, y)']
UNARY = ['ulp(x)', 'fabs(x)', 'abs(x)', '-x', 'degrees(x)', 'radians(x)',
         'copysign(x, -1)', 'x % 1', 'x // 1', 'x % -0.75', 'x // 0.1',
         '-x % 3', '-(x % 3)', 'x // -3', '-x // 3', 'x % 3 // 2']
# to an integer, which Python has not for inf and nan
TO_INTEGER = ['floor(x)', 'ceil(x)', 'trunc(x)', 'round(x)']
TRUTHS = ['x < y', 'x <= y', 'x > y', 'x >= y', 'x == y', 'x != y',
          '0 < x < y', '-1 <= x <= 1', 'x < y < 2', '1 > x > y',
          'x == y == 1', 'x != y != 0', '0 < x <= y < 3', 'not x',
          'not x < y', 'x and y', 'x or y', 'not x and y', 'not (x or y)',
          'x < 0 or x > 1', 'x > 0 and y > 0', 'x and y or 3',
          'x or y and 3', 'x if x > y else y', '1 if x else 2',
          'x if y else -x', '1 if x < 0 else 2 if x < 1 else 3',
          '(x > 0) - (x < 0)', '(x < y) + 1', 'x if not y else x + y']


class Real(float):
    """A float that cannot be compared, nor be true or false, if it is nan."""

    def __bool__(self):
        if math.isnan(self):
            raise ValueError
        return self != 0


def comparison(name):
    plain = getattr(float, name)

    def compare(a, b):
        if math.isnan(a) or math.isnan(b):
            raise ValueError
        return plain(a, b)
    return compare


for NAME in ('__lt__', '__le__', '__gt__', '__ge__', '__eq__', '__ne__'):
    setattr(Real, NAME, comparison(NAME))


def value(text, x, y):
    names = {'x': Real(x), 'y': Real(y), 'abs': abs, 'round': round}
    names.update(vars(math))
    try:
        result = float(eval(text, names))
    except (ZeroDivisionError, ValueError):
        return NAN
    # Python's integers have no -0; a double keeps the sign.
    return (math.copysign(0, x) if result == 0 and text in TO_INTEGER
            else result)


def random_double():
    return math.ldexp(RNG.uniform(-1, 1), RNG.randint(-40, 40))


def rows():
    for text in BINARY:
        for x in FEW:
            for y in FEW:
                if 'copysign' not in text or not math.isnan(y):
                    yield text, x, y
        for _ in range(200):
            yield text, random_double(), random_double()
        for _ in range(100):  # near whole multiples
            y = random_double()
            x = y * RNG.randint(-99, 99)
            yield text, math.nextafter(x, RNG.choice([-INF, x, INF])), y
    for text in UNARY:
        for x in POINTS + [random_double() for _ in range(40)]:
            yield text, x, 0.0
    for text in TO_INTEGER:
        for x in FINITE + [random_double() for _ in range(60)]:
            yield text, x, 0.0
        for k in range(-12, 13):
            yield text, k / 4, 0.0
    for text in TRUTHS:
        for _ in range(60):
            yield text, RNG.choice(POINTS), RNG.choice(POINTS)


def main(path):
    with open(path, 'w', encoding='utf-8') as out:
        out.write('# Made by tools/gen_python_reference.py; do not edit.\n')
        for text, x, y in rows():
            numbers = (x, y, value(text, x, y))
            out.write('\t'.join([text] + [repr(n) for n in numbers]) + '\n')


if __name__ == '__main__':
    main(sys.argv[1])

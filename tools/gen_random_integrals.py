#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints random integrals with their values, one a line, in the corpus' format
(tests/corpus/README.md).

    gen_random_integrals.py SEED COUNT [FIRST]   problems FIRST ... (0)

The classes are tables of families: random_pieces.py has those that work on any
range, random_ranges.py those that bring theirs.  Pieces are added up, joined by
a condition, and moved by x -> s x + t with s from 1e-6 to 1e6.  Truth is the
closed form for the exact decimals of the text; computed at two precisions, of
which the digits that agree are printed.  Problem i of a seed does not depend on
what else is asked for.
"""
import json
import sys
from decimal import Decimal

import mpmath

import random_pieces
import random_ranges
from random_draw import Draw, limit, shown
from random_ranges import Problem

LOW, HIGH, HIGHEST, DIGITS_MAX = 50, 75, 400, 40
TINY = mpmath.mpf('1e-20')
DIGITS_MIN = 22  # a value with fewer is drawn again


def one_piece(draw, name):
    a, b = draw.limits()
    piece = draw.choice(random_pieces.FAMILIES[name])(draw, a, b)
    return Problem(piece.text, a, b, piece.value)


def sum_of_pieces(draw):
    a, b = draw.limits()
    families = [f for row in random_pieces.FAMILIES.values() for f in row]
    parts = [draw.choice(families)(draw, a, b)
             for _ in range(draw.choice((2, 2, 3)))]
    return Problem('+'.join(f'({part.text})' for part in parts), a, b,
                   lambda: mpmath.fsum(part.value() for part in parts))


def joined_pieces(draw):
    """One family up to c, another one from there on."""
    a, b = draw.limits()
    c = draw.inside(a, b)
    families = [f for row in random_pieces.FAMILIES.values() for f in row]
    left = draw.choice(families)(draw, a, c)
    right = draw.choice(families)(draw, c, b)
    text = draw.choice(random_pieces.CONDITIONS[:3]).format(
        f=left.text, g=right.text, c=shown(c))
    return Problem(text, a, b, lambda: left.value() + right.value())


def own_range(draw, name):
    return draw.choice(random_ranges.FAMILIES[name])(draw)


# class: how often of 100, and how it is drawn
CLASSES = {
    'smooth': (10, one_piece), 'peaked': (14, one_piece),
    'kinked': (8, one_piece), 'jumping': (8, one_piece),
    'singular': (14, one_piece), 'oscillating': (6, one_piece),
    'cancelling': (4, one_piece), 'infinite': (10, own_range),
    'endless': (4, own_range), 'special': (5, own_range),
    'divergent': (6, own_range), 'domain': (2, own_range),
    'sum': (5, lambda draw, _: sum_of_pieces(draw)),
    'joined': (4, lambda draw, _: joined_pieces(draw)),
}


def moved(draw, problem):
    """x -> s x + t, so that the new limits are exact as well."""
    if isinstance(problem.upper, str):
        return problem
    power = draw.random.randrange(-6, 7)
    s = draw.choice((1, 2, 4, 5, 8, Decimal('2.5'), -1, -2))
    s *= Decimal(2) ** (3 * power) if draw.dyadic else Decimal(10) ** power
    t = draw.choice((Decimal(0), draw.between(-4, 4)))
    lower, upper = (d / s if d.is_infinite() else (d - t) / s
                    for d in (problem.lower, problem.upper))
    inner = f'({shown(s)}*@' + (f'+{shown(t)})' if t else ')')
    value = problem.value and (lambda: problem.value() / mpmath.mpf(str(s)))
    return Problem(problem.text.replace('@', inner), lower, upper, value,
                   problem.expect)


def reversed_limits(problem):
    return Problem(problem.text, problem.upper, problem.lower,
                   problem.value and (lambda: -problem.value()),
                   problem.expect)


def at(digits, problem):
    with mpmath.workdps(digits):
        return +problem.value()


def evaluated(problem):
    """The value, and how many digits of it are to be trusted."""
    values = [at(digits, problem) for digits in (LOW, HIGH)]
    if abs(values[1]) < TINY:  # both may have lost all: tanh(99) - tanh(89)
        values = [at(digits, problem) for digits in (HIGHEST // 2, HIGHEST)]
    value = values[1]
    if value == 0:
        return value, DIGITS_MAX
    with mpmath.workdps(HIGH):
        agree = abs(values[0] - value) / abs(value)
        digits = LOW if agree == 0 else int(-mpmath.log10(agree)) - 1
    return value, min(digits, DIGITS_MAX)


def drawn(seed, index):
    """A class, a problem, its value and digits (None where it has none)."""
    for again in range(100):
        draw = Draw(f'{seed}:{index}:{again}')
        name = draw.random.choices(
            list(CLASSES), [weight for weight, _ in CLASSES.values()])[0]
        problem = CLASSES[name][1](draw, name)
        if draw.chance(0.3):
            problem = moved(draw, problem)
        if draw.chance(0.05):
            problem = reversed_limits(problem)
        if problem.value is None:
            return name, draw.dyadic, problem, None, 0
        value, digits = evaluated(problem)
        if digits >= DIGITS_MIN:
            return name, draw.dyadic, problem, value, digits
    raise ValueError(f'{seed}:{index}')


def limit_text(end):
    if isinstance(end, str):
        return end
    return limit(end) if end.is_finite() else '-inf' if end < 0 else 'inf'


def row(seed, index):
    name, dyadic, problem, value, digits = drawn(seed, index)
    return {
        'id': f'random-{seed}-{index}',
        'class': name if dyadic else name + '~',
        'expr': problem.text.replace('@', 'x'),
        'vars': [{'name': 'x', 'lower': limit_text(problem.lower),
                  'upper': limit_text(problem.upper)}],
        'points': [], 'expect': problem.expect,
        'value': value if value is None else mpmath.nstr(
            value, DIGITS_MAX + 5, min_fixed=1, max_fixed=0),
        'digits': digits, 'how': 'closed form, at two precisions',
        'source': 'tools/gen_random_integrals.py'}


def main(seed, count, first=0):
    for index in range(int(first), int(first) + int(count)):
        print(json.dumps(row(seed, index)))


if __name__ == '__main__':
    main(*sys.argv[1:])

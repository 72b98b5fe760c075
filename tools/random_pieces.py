# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrands with closed forms over a range that is given.

A family takes a Draw and the limits a < b (Decimals) and gives a Piece: the
text in the variable @, and a function that computes the integral at mpmath's
precision of the moment.  Being over the same range, pieces can be added.
"""
import collections
from fractions import Fraction

import mpmath
from mpmath import mpf

import random_trees as trees
from random_draw import minus, real, shown

Piece = collections.namedtuple('Piece', 'text value')


def difference(antiderivative, a, b):
    return lambda: antiderivative(real(b)) - antiderivative(real(a))


def split(antiderivative, a, b, roots):
    """The integral of |f|, whose signs change at the roots (a function that
    computes them)."""
    def value():
        inner = sorted(r for r in roots() if real(a) < r < real(b))
        places = [real(a), *inner, real(b)]
        return mpmath.fsum(abs(antiderivative(v) - antiderivative(u))
                           for u, v in zip(places, places[1:]))
    return value


def polynomial(draw, degree):
    coefficients = [draw.nonzero(0.1, 4) for _ in range(degree + 1)]
    terms = [shown(c) + ('*@' if i == 1 else f'*@^{i}' if i else '')
             for i, c in enumerate(coefficients)]
    return '(' + '+'.join(terms) + ')', coefficients


def times_exponential(coefficients, k, u):
    """Antiderivative of p(u) exp(k u), for a complex k."""
    c = [real(d) for d in coefficients]
    total, power = mpf(0), 1 / k
    while c:
        total += mpmath.polyval(c[::-1], u) * power
        c = [i * x for i, x in enumerate(c)][1:]
        power /= -k
    return total * mpmath.exp(k * u)


# --- smooth -----------------------------------------------------------------

def polynomials(draw, a, b):
    text, c = polynomial(draw, draw.random.randrange(0, 9))
    return Piece(text, difference(
        lambda u: mpmath.fsum(real(d) * u ** (i + 1) / (i + 1)
                              for i, d in enumerate(c)), a, b))


def exponentials(draw, a, b):
    text, c = polynomial(draw, draw.random.randrange(0, 4))
    k = draw.nonzero(0.1, 6)
    return Piece(f'{text}*exp({shown(k)}*@)', difference(
        lambda u: times_exponential(c, real(k), u), a, b))


def wave(draw, text, c, k, phase, a, b):
    """A polynomial, as text and coefficients, times sin or cos."""
    part = draw.choice(('sin', 'cos'))

    def antiderivative(u):
        z = times_exponential(c, mpmath.mpc(0, real(k)), u)
        z *= mpmath.expj(real(phase))
        return z.imag if part == 'sin' else z.real
    return Piece(f'{text}*{part}({shown(k)}*@+{shown(phase)})',
                 difference(antiderivative, a, b))


def waves(draw, a, b):
    text, c = polynomial(draw, draw.random.randrange(0, 4))
    k, phase = draw.nonzero(0.1, 12), draw.between(-3, 3)
    return wave(draw, text, c, k, phase, a, b)


def tree_derivatives(draw, a, b):
    tree = trees.tree(draw, draw.random.randrange(1, 5))
    text = trees.text(trees.tidy(trees.derivative(tree)))
    return Piece(text, difference(lambda u: trees.value(tree, u), a, b))


# --- peaked -----------------------------------------------------------------

def gauss(draw, c, w):
    text = draw.choice((f'exp(-({minus(c)}/{shown(w)})^2)',
                        f'exp(-{minus(c)}^2/{shown(w)}^2)',
                        f'exp(-{minus(c)}^2/({shown(w * w)}))'))
    return text, lambda u: (real(w) * mpmath.sqrt(mpmath.pi) / 2
                            * mpmath.erf((u - real(c)) / real(w)))


def lorentz(draw, c, w):
    text = draw.choice((f'1/(1+({minus(c)}/{shown(w)})^2)',
                        f'{shown(w)}^2/({shown(w)}^2+{minus(c)}^2)'))
    return text, lambda u: real(w) * mpmath.atan((u - real(c)) / real(w))


def sech2(draw, c, w):
    del draw
    return (f'1/cosh({minus(c)}/{shown(w)})^2',
            lambda u: real(w) * mpmath.tanh((u - real(c)) / real(w)))


def bump(draw, a, b, low):
    c = draw.inside(a, b)
    w = draw.scaled(low, 0.1) * (b - a)
    height = draw.scaled(1e-2, 1e3)
    text, antiderivative = draw.choice((gauss, lorentz, sech2))(draw, c, w)
    return Piece(f'{shown(height)}*{text}',
                 lambda: real(height) * difference(antiderivative, a, b)())


def bumps(low):
    """Down to `low` of the range, on a background or none."""
    def family(draw, a, b):
        pieces = [bump(draw, a, b, low)
                  for _ in range(draw.choice((1, 1, 2, 3)))]
        if draw.chance(0.7):
            background = draw.choice((polynomials, waves, exponentials))
            pieces.append(background(draw, a, b))
        return total(pieces)
    return family


def total(pieces):
    return Piece('+'.join(piece.text for piece in pieces),
                 lambda: mpmath.fsum(piece.value() for piece in pieces))


# --- kinked -----------------------------------------------------------------

def distance_powers(draw, a, b):
    """|u - c|^p, p > 0."""
    c, p = draw.inside(a, b), draw.choice((1, 3, draw.between(0.1, 4)))
    power = real(p) + 1
    text = f'abs({minus(c)})' + (f'^{shown(p)}' if p != 1 else '') \
        if p != 3 else f'abs({minus(c)}^3)'
    return Piece(text, lambda: ((real(b) - real(c)) ** power
                                + (real(c) - real(a)) ** power) / power)


def quadratic(r, s):
    def antiderivative(u):
        return u ** 3 / 3 - (r + s) * u ** 2 / 2 + r * s * u
    return antiderivative


def quadratic_text(draw, r, s):
    expanded = f'(@^2-{shown(r + s)}*@+{shown(r * s)})'
    return draw.choice((f'({minus(r)}*{minus(s)})', expanded))


def abs_quadratics(draw, a, b):
    r, s = draw.inside(a, b), draw.inside(a, b)
    text = quadratic_text(draw, r, s)
    return Piece(f'abs{text}', lambda: split(
        quadratic(real(r), real(s)), a, b, lambda: [real(r), real(s)])())


def greater_of_two(draw, a, b):
    """max or min of a line and a parabola that meet at r and s."""
    r, s = draw.inside(a, b), draw.inside(a, b)
    k, m = draw.between(-3, 3), draw.between(-3, 3)
    line = f'{shown(k)}*@+{shown(m)}'
    name = draw.choice(('max', 'min'))
    text = f'{name}({line}, {line}+{quadratic_text(draw, r, s)})'

    def value():
        f = quadratic(real(r), real(s))
        base = difference(lambda u: real(k) * u ** 2 / 2 + real(m) * u, a, b)
        both = difference(f, a, b)()
        size = split(f, a, b, lambda: [real(r), real(s)])()
        return base() + (both + (size if name == 'max' else -size)) / 2
    return Piece(text, value)


def abs_sines(draw, a, b):
    k, phase = draw.nonzero(0.5, 30), draw.between(-3, 3)

    def roots():
        ends = sorted((real(k) * real(x) + real(phase)) / mpmath.pi
                      for x in (a, b))
        return [(j * mpmath.pi - real(phase)) / real(k) for j in
                range(int(mpmath.floor(ends[0])), int(ends[1]) + 2)]
    return Piece(f'abs(sin({shown(k)}*@+{shown(phase)}))', split(
        lambda u: -mpmath.cos(real(k) * u + real(phase)) / real(k),
        a, b, roots))


def abs_of_abs(draw, a, b):
    """||u - c| - d|."""
    c, d = draw.inside(a, b), abs(draw.inside(a, b) - draw.inside(a, b))

    def antiderivative(u):
        v = abs(u - real(c))
        return mpmath.sign(u - real(c)) * (v * v / 2 - real(d) * v)
    return Piece(f'abs(abs{minus(c)}-{shown(d)})'.replace('abs@', 'abs(@)'),
                 split(antiderivative, a, b, lambda: [
                     real(c), real(c) + real(d), real(c) - real(d)]))


# --- jumping ----------------------------------------------------------------

def floor_of(d):
    return Fraction(d).__floor__()


def floor_integral(v):
    """Of floor from 0 to v, exactly."""
    n = floor_of(v)
    return Fraction(n * (n - 1), 2) + n * (Fraction(v) - n)


def ratio(f):
    return mpf(f.numerator) / f.denominator


def floors(draw, a, b):
    k, m = draw.nonzero(0.3, 12), draw.between(-2, 2)
    text = draw.choice(('floor', 'ceil', 'round'))
    u, v = (Fraction(k * x + m) for x in (a, b))
    if text == 'ceil':
        whole = floor_integral(-v) - floor_integral(-u)
    elif text == 'round':
        half = Fraction(1, 2)
        whole = floor_integral(v + half) - floor_integral(u + half)
    else:
        whole = floor_integral(v) - floor_integral(u)
    return Piece(f'{text}({shown(k)}*@+{shown(m)})',
                 lambda: ratio(whole / Fraction(k)))


def quotients(draw, a, b):
    """u // d, and u % d."""
    d = abs(draw.nonzero(0.05, 3))
    u, v = Fraction(a) / Fraction(d), Fraction(b) / Fraction(d)
    whole = floor_integral(v) - floor_integral(u)
    if draw.chance(0.5):
        return Piece(f'(@//{shown(d)})', lambda: ratio(whole * Fraction(d)))
    rest = (v * v - u * u) / 2 - whole
    return Piece(f'(@%{shown(d)})', lambda: ratio(rest * Fraction(d) ** 2))


def sign_of_sine(draw, a, b):
    k = draw.nonzero(0.5, 30)

    def antiderivative(u):
        return mpmath.acos(mpmath.cos(real(k) * u)) / real(k)
    return Piece(f'sign(sin({shown(k)}*@))', difference(antiderivative, a, b))


def signs(draw, a, b):
    """Of a cubic with three roots inside."""
    roots = sorted(draw.inside(a, b) for _ in range(3))
    c = draw.nonzero(0.2, 3)
    text = ''.join(f'*{minus(r)}' for r in roots)[1:]
    lengths = [roots[0] - a, roots[1] - roots[0], roots[2] - roots[1],
               b - roots[2]]
    whole = c * sum(x if i % 2 else -x for i, x in enumerate(lengths))
    return Piece(f'{shown(c)}*sign({text})', lambda: real(whole))


def floor_of_exponential(draw, a, b):
    reach = float(max(abs(a), abs(b), 1))
    k = draw.between(0.5 / reach, 3 / reach)

    def value():
        bottom, top = (int(mpmath.floor(mpmath.exp(real(k) * real(x))))
                       for x in (a, b))
        return (real(b) * top - real(a) * bottom - mpmath.fsum(
            mpmath.log(n) / real(k) for n in range(bottom + 1, top + 1)))
    return Piece(f'floor(exp({shown(k)}*@))', value)


CONDITIONS = (
    '({f} if @<{c} else {g})',
    '(@<{c} ? {f} : {g})',
    'if(@<={c}, {f}, {g})',
    '((@<{c})*({f})+(@>={c})*({g}))',
    '{{{f} if @<{c}; {g} otherwise}}',
)


def branches(draw, a, b):
    """One family left of c, another one right of it."""
    c = draw.inside(a, b)
    left = draw.choice(SMOOTH)(draw, a, c)
    right = draw.choice(SMOOTH)(draw, c, b)
    text = draw.choice(CONDITIONS).format(f=left.text, g=right.text,
                                          c=shown(c))
    return Piece(text, lambda: left.value() + right.value())


# --- singular ---------------------------------------------------------------

def power_text(draw, base, p):
    if p < 0 and draw.chance(0.5):
        return f'1/{base}^{shown(-p)}'
    return f'{base}^{shown(p)}'


def exponent(draw):
    """Of an integrable singularity, some close to -1."""
    if draw.chance(0.2):
        return -1 + draw.scaled(1e-2, 1e-1)
    return draw.choice((draw.between(-0.95, 0), draw.between(0, 3)))


def towards(draw, a, b):
    """A distance from an end, as text, and the end."""
    if draw.chance(0.5):
        return minus(a), a
    return f'({shown(b)}-@)', b


def beta_powers(draw, a, b):
    p, q = exponent(draw), exponent(draw)
    text = (power_text(draw, minus(a), p) + '*'
            + power_text(draw, f'({shown(b)}-@)', q))
    return Piece(text, lambda: (real(b) - real(a)) ** (real(p) + real(q) + 1)
                 * mpmath.beta(real(p) + 1, real(q) + 1))


def power_logs(draw, a, b):
    """d^p ln(d)^k at an end."""
    d, _ = towards(draw, a, b)
    p, k = exponent(draw), draw.choice((0, 1, 1, 2, 3))
    text = power_text(draw, d, p) + (f'*log({d})^{k}' if k else '')

    def value():
        s, length = real(p) + 1, mpmath.log(real(b) - real(a))
        terms = ((-1) ** j * mpmath.rf(k - j + 1, j) * length ** (k - j)
                 / s ** (j + 1) for j in range(k + 1))
        return mpmath.exp(s * length) * mpmath.fsum(terms)
    return Piece(text, value)


def power_polynomials(draw, a, b):
    """d^p times a polynomial of u."""
    d, end = towards(draw, a, b)
    p = exponent(draw)
    text, c = polynomial(draw, draw.random.randrange(1, 4))
    sign = 1 if end == a else -1

    def value():
        shifted = mpmath.taylor(
            lambda u: mpmath.polyval([real(x) for x in c[::-1]],
                                     real(end) + sign * u), 0, len(c) - 1)
        length = real(b) - real(a)
        return mpmath.fsum(x * length ** (real(p) + j + 1)
                           / (real(p) + j + 1) for j, x in enumerate(shifted))
    return Piece(f'{text}*{power_text(draw, d, p)}', value)


def power_exponentials(draw, a, b):
    """d^p exp(-k d)."""
    d, _ = towards(draw, a, b)
    p, k = exponent(draw), abs(draw.nonzero(0.2, 9))
    return Piece(f'exp(-{shown(k)}*{d})*{power_text(draw, d, p)}',
                 lambda: mpmath.gammainc(real(p) + 1, 0, real(k)
                                         * (real(b) - real(a)))
                 / real(k) ** (real(p) + 1))


def inner_powers(draw, a, b):
    """|u - c|^p, p > -1, perhaps with the sign of u - c."""
    c, p = draw.inside(a, b), exponent(draw)
    odd = draw.chance(0.3)
    text = power_text(draw, f'abs({minus(c)})', p)
    text = f'sign({minus(c)})*{text}' if odd else text

    def value():
        s = real(p) + 1
        right, left = ((x ** s) / s for x in
                       (real(b) - real(c), real(c) - real(a)))
        return right - left if odd else right + left
    return Piece(text, value)


def inner_logs(draw, a, b):
    c = draw.inside(a, b)
    text = draw.choice((f'log(abs({minus(c)}))', f'log({minus(c)}^2)/2'))

    def value():
        return mpmath.fsum(x * mpmath.log(x) - x for x in
                           (real(b) - real(c), real(c) - real(a)))
    return Piece(text, value)


def chebyshev_weights(draw, a, b):
    """1/sqrt((u-a)(b-u)), as people write it."""
    middle, half = (a + b) / 2, (b - a) / 2
    text = draw.choice((
        f'1/sqrt({minus(a)}*({shown(b)}-@))',
        f'1/sqrt({shown(half)}^2-{minus(middle)}^2)',
        f'1/sqrt({shown(-a * b)}+{shown(a + b)}*@-@^2)'))
    return Piece(text, lambda: +mpmath.pi)


# --- oscillating, zero ------------------------------------------------------

def fast_waves(draw, a, b):
    width = float(b - a)
    k, phase = draw.scaled(30 / width, 6e4 / width), draw.between(-3, 3)
    text, c = draw.choice((
        ('1', [1]), polynomial(draw, draw.random.randrange(0, 3))))
    return wave(draw, text, c, k, phase, a, b)


def fast_squares(draw, a, b):
    width = float(b - a)
    k = draw.scaled(30 / width, 3e4 / width)
    return Piece(f'sin({shown(k)}*@)^2', difference(
        lambda u: u / 2 - mpmath.sin(2 * real(k) * u) / (4 * real(k)), a, b))


def chirps(draw, a, b):
    reach = float(max(abs(a), abs(b))) ** 2
    k = draw.scaled(30 / reach, 1e4 / reach)

    def antiderivative(u):
        scale = mpmath.sqrt(2 * real(k) / mpmath.pi)
        return mpmath.fresnelc(u * scale) / scale
    return Piece(f'cos({shown(k)}*@^2)', difference(antiderivative, a, b))


def odd_functions(draw, a, b):
    """About the middle: zero."""
    v = minus((a + b) / 2)
    odd = draw.choice((v, f'{v}^3', f'sin(7*{v})', f'atan({v})'))
    even = draw.choice(('1', f'exp(-{v}^2)', f'cos(3*{v})', f'abs({v})',
                        f'1/(1+{v}^4)'))
    return Piece(f'{shown(draw.nonzero(0.1, 9))}*{odd}*{even}',
                 lambda: mpf(0))


def cancelling(draw, a, b):
    """A smooth function, less its mean to a few digits."""
    mean = 0
    while abs(mean) < 1e-200:  # the level is to be a double
        piece = draw.choice((exponentials, waves, tree_derivatives))(draw, a, b)
        with mpmath.workdps(80):
            mean = piece.value() / (real(b) - real(a))
    digits = draw.random.randrange(2, 15)
    level = type(a)(mpmath.nstr(mean, digits, strip_zeros=False))
    return Piece(f'{piece.text}-{shown(level)}',
                 lambda: piece.value() - real(level) * (real(b) - real(a)))


SMOOTH = (polynomials, exponentials, waves, tree_derivatives)

FAMILIES = {
    'smooth': SMOOTH,
    'peaked': (bumps(1e-2), bumps(1e-4), bumps(1e-8)),
    'kinked': (distance_powers, abs_quadratics, greater_of_two, abs_sines,
               abs_of_abs),
    'jumping': (floors, quotients, sign_of_sine, signs, floor_of_exponential,
                branches),
    'singular': (beta_powers, power_logs, power_polynomials,
                 power_exponentials, inner_powers, inner_logs,
                 chebyshev_weights),
    'oscillating': (fast_waves, fast_squares, chirps),
    'cancelling': (odd_functions, cancelling),
}

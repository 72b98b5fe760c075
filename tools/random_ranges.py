# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrands with closed forms that bring their range, and those that have no
integral.

A family takes a Draw and gives a Problem: the text in the variable @, the
limits (Decimals, or the text of another number), the function that computes the
integral or None, and what is to be said.
"""
import collections
from decimal import Decimal

import mpmath
from mpmath import mpf

import random_pieces as pieces
from random_draw import minus, real, shown

Problem = collections.namedtuple('Problem', 'text lower upper value expect',
                                 defaults=('converged',))

INFINITY = Decimal('Infinity')
ZERO = Decimal(0)


def place(draw):
    """A centre or an end, and a scale, of any order of magnitude."""
    centre = draw.choice((ZERO, draw.between(-5, 5),
                          draw.nonzero(0, 1000), draw.scaled(1e-3, 1e6)))
    return centre, draw.choice((Decimal(1), draw.scaled(1e-4, 1e4)))


# --- infinite ---------------------------------------------------------------

def bells(draw):
    """exp(-((x-c)/w)^2) and its kin on the line, or from somewhere on."""
    c, w = place(draw)
    text, antiderivative = draw.choice((
        pieces.gauss, pieces.lorentz, pieces.sech2))(draw, c, w)
    if draw.chance(0.6):
        return Problem(text, -INFINITY, INFINITY, lambda: antiderivative(
            mpmath.inf) - antiderivative(-mpmath.inf))
    a = c + w * draw.between(-4, 4)
    return Problem(text, a, INFINITY, lambda: antiderivative(
        mpmath.inf) - antiderivative(real(a)))


def gammas(draw):
    """d^p exp(-k d) from a on."""
    a, w = place(draw)
    p, k = pieces.exponent(draw), draw.scaled(1 / float(w), 10 / float(w))
    d = minus(a)
    power = pieces.power_text(draw, d, p)
    return Problem(f'{power}*exp(-{shown(k)}*{d})', a, INFINITY,
                   lambda: mpmath.gamma(real(p) + 1) / real(k) ** (real(p) + 1))


def polynomial_decays(draw):
    text, c = pieces.polynomial(draw, draw.random.randrange(0, 5))
    k, a = abs(draw.nonzero(0.1, 20)), draw.between(-3, 3)
    return Problem(f'{text}*exp(-{shown(k)}*@)', a, INFINITY,
                   lambda: -pieces.times_exponential(c, -real(k), real(a)))


def power_tails(draw):
    """x^-p from a on, p > 1."""
    a = draw.scaled(1e-2, 1e2)
    p = 1 + draw.choice((draw.scaled(1e-2, 1e-1), draw.scaled(0.1, 5)))
    return Problem(pieces.power_text(draw, '@', -p), a, INFINITY,
                   lambda: real(a) ** (1 - real(p)) / (real(p) - 1))


def log_tails(draw):
    """1/(x ln(x)^q) from a on."""
    a, q = 2 + abs(draw.between(0, 50)), 1 + draw.between(0.3, 2)
    return Problem(f'1/(@*log(@)^{shown(q)})', a, INFINITY,
                   lambda: mpmath.log(real(a)) ** (1 - real(q))
                   / (real(q) - 1))


def betas(draw):
    """x^(s-1) / (1 + x)^(s+t) from 0 on."""
    s, t = 1 + pieces.exponent(draw), 1 + pieces.exponent(draw)
    return Problem(f'@^{shown(s - 1)}/(1+@)^{shown(s + t)}', ZERO, INFINITY,
                   lambda: mpmath.beta(real(s), real(t)))


def stretched(draw):
    p = draw.between(0.4, 4)
    return Problem(f'exp(-@^{shown(p)})', ZERO, INFINITY,
                   lambda: mpmath.gamma(1 + 1 / real(p)))


def planck(draw):
    """x^s / (exp(k x) - 1) and with + 1."""
    s, k = draw.between(1, 5), draw.scaled(1e-2, 1e2)
    if draw.chance(0.5):
        return Problem(f'@^{shown(s)}/(exp({shown(k)}*@)-1)', ZERO, INFINITY,
                       lambda: mpmath.gamma(real(s) + 1) * mpmath.zeta(
                           real(s) + 1) / real(k) ** (real(s) + 1))
    return Problem(f'@^{shown(s)}/(exp({shown(k)}*@)+1)', ZERO, INFINITY,
                   lambda: mpmath.gamma(real(s) + 1) * mpmath.altzeta(
                       real(s) + 1) / real(k) ** (real(s) + 1))


def rational_tails(draw):
    """1/((x-c)^2+r^2) in the notation of school books."""
    c, r = draw.between(-9, 9), draw.scaled(1e-2, 1e2)
    text = f'1/(@^2-{shown(2 * c)}*@+{shown(c * c + r * r)})'
    return Problem(text, -INFINITY, INFINITY, lambda: mpmath.pi / real(r))


# --- oscillating for ever ---------------------------------------------------

def sines_over_x(draw):
    k = draw.scaled(1e-2, 1e3)
    return Problem(f'sin({shown(k)}*@)/@', ZERO, INFINITY,
                   lambda: mpmath.pi / 2)


def damped_waves(draw):
    k, w = draw.scaled(1e-2, 10), draw.scaled(1e-1, 1e2)
    part = draw.choice(('sin', 'cos'))

    def value():
        below = real(k) ** 2 + real(w) ** 2
        return (real(w) if part == 'sin' else real(k)) / below
    return Problem(f'exp(-{shown(k)}*@)*{part}({shown(w)}*@)', ZERO, INFINITY,
                   value)


def cosine_lorentz(draw):
    c, w = draw.between(0.2, 4), draw.between(0.2, 6)
    text = f'cos({shown(w)}*@)/(@^2+{shown(c * c)})'
    whole = draw.chance(0.5)
    return Problem(text, -INFINITY if whole else ZERO, INFINITY,
                   lambda: mpmath.pi * mpmath.exp(-real(c) * real(w))
                   / real(c) / (1 if whole else 2))


def fresnel(draw):
    k = draw.scaled(1e-2, 1e2)
    part = draw.choice(('sin', 'cos'))
    return Problem(f'{part}({shown(k)}*@^2)', ZERO, INFINITY,
                   lambda: mpmath.sqrt(mpmath.pi / (8 * real(k))))


def power_waves(draw):
    s, w = draw.between(0.1, 0.9), draw.scaled(0.1, 50)
    return Problem(f'@^{shown(s - 1)}*sin({shown(w)}*@)', ZERO, INFINITY,
                   lambda: mpmath.gamma(real(s)) * mpmath.sin(
                       mpmath.pi * real(s) / 2) / real(w) ** real(s))


def bessel(draw):
    w = draw.scaled(0.1, 50)
    return Problem(f'J0({shown(w)}*@)', ZERO, INFINITY,
                   lambda: 1 / real(w))


# --- special limits ---------------------------------------------------------

def sine_powers(draw):
    p, q = pieces.exponent(draw), pieces.exponent(draw)
    return Problem(f'sin(@)^{shown(p)}*cos(@)^{shown(q)}', ZERO, 'pi/2',
                   lambda: mpmath.beta((real(p) + 1) / 2,
                                       (real(q) + 1) / 2) / 2)


def tangent_powers(draw):
    p = draw.between(-0.95, 0.95)
    return Problem(f'tan(@)^{shown(p)}', ZERO, 'pi/2',
                   lambda: mpmath.pi / 2 / mpmath.cos(
                       mpmath.pi * real(p) / 2))


def log_sines(draw):
    k = draw.random.randrange(1, 4)
    return Problem(f'log({k}*sin(@))', ZERO, 'pi',
                   lambda: mpmath.pi * mpmath.log(mpf(k) / 2))


def near_poles(draw):
    """1/(1 - r cos x), r close to 1."""
    r = 1 - draw.scaled(1e-6, 0.9)
    return Problem(f'1/(1-{shown(r)}*cos(@))', ZERO, 'pi',
                   lambda: mpmath.pi / mpmath.sqrt(1 - real(r) ** 2))


def full_periods(draw):
    k, n = draw.random.randrange(1, 40), draw.random.randrange(1, 6)
    m = draw.random.randrange(0, 40)
    return Problem(f'sin({k}*@)*cos({m}*@)', ZERO, f'{2 * n}*pi',
                   lambda: mpf(0))


def exponentials_of_cosine(draw):
    k = draw.between(0.1, 20)
    return Problem(f'exp({shown(k)}*cos(@))', ZERO, 'pi',
                   lambda: mpmath.pi * mpmath.besseli(0, real(k)))


# --- no integral ------------------------------------------------------------

def none(text, lower, upper, expect='divergent'):
    return Problem(text, lower, upper, None, expect)


def with_smooth(draw, text, a, b):
    if draw.chance(0.4):
        return text
    return f'{text}+{draw.choice(pieces.SMOOTH)(draw, a, b).text}'


def too_steep(draw):
    """d^-p at an end, p >= 1."""
    a, b = draw.limits()
    d, _ = pieces.towards(draw, a, b)
    p = draw.choice((Decimal(1), 1 + draw.scaled(1e-2, 2)))
    text = f'{shown(draw.nonzero(0.1, 9))}*' + pieces.power_text(draw, d, -p)
    return none(with_smooth(draw, text, a, b), a, b)


def poles_inside(draw):
    a, b = draw.limits()
    c = draw.inside(a, b)
    p = draw.choice((1, 1, 2, 3))
    text = draw.choice((f'1/{minus(c)}^{p}', f'1/abs{minus(c)}^{p}'))
    return none(with_smooth(draw, text.replace('abs@', 'abs(@)'), a, b), a, b)


def tangents(draw):
    k = draw.between(0.5, 5)
    beyond = draw.rounded(2 / float(k) + 0.1)
    while beyond * k < Decimal('1.6'):  # it was rounded to before the pole
        beyond += 1
    return none(f'tan({shown(k)}*@)', ZERO, beyond)


def steep_logs(draw):
    k = draw.choice((1, 0.5))
    return none(f'1/(@*abs(log(@))^{k})', ZERO, draw.between(0.1, 0.9))


def slow_tails(draw):
    a = draw.scaled(1e-1, 1e3)
    p = draw.choice((Decimal(1), 1 - draw.scaled(1e-2, 0.9)))
    return none(draw.choice((
        pieces.power_text(draw, '@', -p), f'1/(1+@^{shown(p)})',
        f'@/(1+@^{shown(1 + p)})', f'{shown(p)}+exp(-@)')), a, INFINITY)


def endless_waves(draw):
    k = draw.scaled(0.1, 10)
    return none(draw.choice((
        f'sin({shown(k)}*@)', f'cos({shown(k)}*@)^2', f'@*sin({shown(k)}*@)',
        f'exp(@)*cos({shown(k)}*@)', f'exp({shown(k)}*@)')), ZERO, INFINITY)


def out_of_domain(draw):
    a, b = draw.limits()
    v = minus(draw.inside(a, b))
    text = draw.choice((f'sqrt{v}', f'log{v}', f'{v}^0.5', f'asin(1+{v})',
                        f'acosh(1-{v})', f'{v}^1.3'))
    if v == '@':
        text = text.replace('sqrt@', 'sqrt(@)').replace('log@', 'log(@)')
    return none(with_smooth(draw, text, a, b), a, b, 'domain_error')


FAMILIES = {
    'infinite': (bells, bells, gammas, polynomial_decays, power_tails,
                 log_tails, betas, stretched, planck, rational_tails),
    'endless': (sines_over_x, damped_waves, cosine_lorentz, fresnel,
                power_waves, bessel),
    'special': (sine_powers, tangent_powers, log_sines, near_poles,
                full_periods, exponentials_of_cosine),
    'divergent': (too_steep, poles_inside, tangents, steep_logs, slow_tails,
                  endless_waves),
    'domain': (out_of_domain,),
}

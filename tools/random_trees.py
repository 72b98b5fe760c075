# SPDX-License-Identifier: GPL-3.0-or-later
"""Random expressions F(u), their derivatives as text, and their values.

The integrand is F' as a small differentiator writes it, the integral is the
difference of F at the limits, which mpmath computes; no quadrature comes into
it.  A tree is a tuple: an operation and its operands.  'u' is the variable
(printed as @), 'c' a constant with its decimal text, 'n' F to a whole power.
Every operation is smooth for every real u, by the guards of MADE.
"""
import mpmath

# name: text, value, derivative of f(v) as a tree of v (without the chain rule)
FUNCTIONS = {
    'sin': (mpmath.sin, lambda v: ('cos', v)),
    'cos': (mpmath.cos, lambda v: ('neg', ('sin', v))),
    'exp': (mpmath.exp, lambda v: ('exp', v)),
    'log': (mpmath.log, lambda v: ('div', number('1'), v)),
    'sqrt': (mpmath.sqrt, lambda v: ('div', number('0.5'), ('sqrt', v))),
    'atan': (mpmath.atan, lambda v: ('div', number('1'), positive(v))),
    'tanh': (mpmath.tanh, lambda v: ('div', number('1'),
                                     ('pow', ('cosh', v), 2))),
    'cosh': (mpmath.cosh, lambda v: ('sinh', v)),
    'sinh': (mpmath.sinh, lambda v: ('cosh', v)),
    'erf': (mpmath.erf, lambda v: ('mul', ('two_over_sqrt_pi',),
                                   ('exp', ('neg', ('pow', v, 2))))),
}

SIGNS = {'add': '+', 'sub': '-', 'mul': '*', 'div': '/'}

# What may stand in a random tree, with its guard.
MADE = (
    lambda v: ('sin', v),
    lambda v: ('cos', v),
    lambda v: ('atan', v),
    lambda v: ('tanh', v),
    lambda v: ('erf', v),
    lambda v: ('exp', ('sin', v)),
    lambda v: ('exp', ('neg', ('pow', v, 2))),
    lambda v: ('log', positive(v)),
    lambda v: ('sqrt', positive(v)),
    lambda v: ('div', v, positive(v)),
    lambda v: ('pow', v, 2),
    lambda v: ('pow', v, 3),
)


def number(text):
    return ('c', text)


def positive(v):
    return ('add', number('1'), ('pow', v, 2))


def linear(draw):
    return ('add', ('mul', number(draw.text(-4, 4)), ('u',)),
            number(draw.text(-2, 2)))


def tree(draw, depth):
    if depth == 0:
        return linear(draw)
    kind = draw.random.random()
    if kind < 0.45:
        return draw.random.choice(MADE)(tree(draw, depth - 1))
    operation = draw.random.choice(('add', 'sub', 'mul'))
    return (operation, tree(draw, depth - 1),
            tree(draw, draw.random.randrange(depth)))


def derivative(t):
    kind = t[0]
    if kind == 'u':
        return number('1')
    if kind in ('c', 'two_over_sqrt_pi'):
        return number('0')
    if kind == 'neg':
        return ('neg', derivative(t[1]))
    if kind in ('add', 'sub'):
        return (kind, derivative(t[1]), derivative(t[2]))
    if kind == 'mul':
        return ('add', ('mul', derivative(t[1]), t[2]),
                ('mul', t[1], derivative(t[2])))
    if kind == 'div':
        return ('div', ('sub', ('mul', derivative(t[1]), t[2]),
                        ('mul', t[1], derivative(t[2]))), ('pow', t[2], 2))
    if kind == 'pow':
        return ('mul', ('mul', number(str(t[2])), power(t[1], t[2] - 1)),
                derivative(t[1]))
    return ('mul', FUNCTIONS[kind][1](t[1]), derivative(t[1]))


def power(t, n):
    return t if n == 1 else ('pow', t, n)


def is_number(t, text):
    return t == ('c', text)


def tidy(t):
    """Without 0 and 1, which the rules of differentiation leave behind."""
    if t[0] in ('u', 'c', 'two_over_sqrt_pi'):
        return t
    if t[0] == 'pow':
        return ('pow', tidy(t[1]), t[2])
    parts = [tidy(part) for part in t[1:]]
    zero = [is_number(part, '0') for part in parts]
    one = [is_number(part, '1') for part in parts]
    if t[0] == 'mul' and any(zero) or t[0] in ('div', 'neg') and zero[0]:
        return number('0')
    if t[0] == 'add' and zero[0] or t[0] == 'mul' and one[0]:
        return parts[1]
    if t[0] in ('add', 'sub') and zero[1] or t[0] == 'mul' and one[1]:
        return parts[0]
    return (t[0], *parts)


def text(t):
    kind = t[0]
    if kind == 'u':
        return '@'
    if kind == 'c':
        return t[1] if t[1][0] != '-' else f'({t[1]})'
    if kind == 'two_over_sqrt_pi':
        return '(2/sqrt(pi))'
    if kind == 'neg':
        return f'(-{text(t[1])})'
    if kind == 'pow':
        return f'({text(t[1])})^{t[2]}'
    if kind in SIGNS:
        return f'({text(t[1])}{SIGNS[kind]}{text(t[2])})'
    return f'{kind}({text(t[1])})'


def value(t, u):
    kind = t[0]
    if kind == 'u':
        return u
    if kind == 'c':
        return mpmath.mpf(t[1])
    if kind == 'neg':
        return -value(t[1], u)
    if kind == 'pow':
        return value(t[1], u) ** t[2]
    if kind in SIGNS:
        v, w = value(t[1], u), value(t[2], u)
        return (v + w if kind == 'add' else v - w if kind == 'sub'
                else v * w if kind == 'mul' else v / w)
    return FUNCTIONS[kind][0](value(t[1], u))

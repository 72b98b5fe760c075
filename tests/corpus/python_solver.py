#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems on standard input, one a line; answers likewise.

    python_solver.py scipy TOLERANCE | mpmath
"""
import json
import math
import sys
import time
import warnings


def names_of(module, special):
    """What the corpus' notation may name."""
    names = {n: getattr(module, n) for n in dir(module) if n[0] != '_'}
    names.update(special)
    return names


def reciprocal(f):
    return lambda x: 1 / f(x)


def with_trigonometry(names):
    for name, of in (('sec', 'cos'), ('csc', 'sin'), ('cot', 'tan'),
                     ('sech', 'cosh')):
        names[name] = reciprocal(names[of])
    return names


def scipy_solver(tolerance):
    from scipy import integrate, special
    names = names_of(math, {
        'ln': math.log, 'lg': math.log10, 'cbrt': lambda x: math.copysign(
            abs(x) ** (1 / 3), x), 'sign': lambda x: (x > 0) - (x < 0),
        'gamma': special.gamma, 'besselj': special.jv, 'zeta': special.zeta,
        'Si': lambda x: special.sici(x)[0], 'ellipk': special.ellipk,
        'airyai': lambda x: special.airy(x)[0], 'besseli': special.iv,
        'lambertw': lambda x: special.lambertw(x).real,
        'rgamma': special.rgamma})
    options = ({} if tolerance == 'default' else
               {'epsabs': 0, 'epsrel': float(tolerance)})

    def solve(expr, lower, upper):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter('always')
            value, error = integrate.quad(
                lambda x: eval(expr, {**names, 'x': x}), lower, upper,
                **options)
        doubts = [w for w in said
                  if issubclass(w.category, integrate.IntegrationWarning)]
        return 'unconverged' if doubts else 'converged', value, error
    return with_trigonometry(names), solve


def mpmath_solver():
    import mpmath
    names = names_of(mpmath, {'abs': abs, 'max': max, 'min': min,
                              'lgamma': mpmath.loggamma, 'ln': mpmath.log,
                              'lg': mpmath.log10, 'Si': mpmath.si,
                              'inf': mpmath.inf})

    def solve(expr, lower, upper):
        value, error = mpmath.quad(lambda x: eval(expr, {**names, 'x': x}),
                                   [lower, upper], error=True)
        return 'converged', float(value.real), float(error)
    return with_trigonometry(names), solve


def answer(names, solve, problem):
    variable = problem['vars'][0]
    limits = [eval(variable[end], dict(names)) for end in ('lower', 'upper')]
    start = time.perf_counter()
    code = compile(problem['expr'], 'expr', 'eval')
    status, value, error = solve(code, *limits)
    return {'status': status, 'value': repr(value), 'error': repr(error),
            'seconds': time.perf_counter() - start}


def main(name, *options):
    names, solve = {'scipy': scipy_solver, 'mpmath': mpmath_solver}[name](
        *options)
    for line in sys.stdin:
        try:
            said = answer(names, solve, json.loads(line))
        except Exception as error:  # whatever it is, it is the answer
            said = {'status': 'crash', 'value': None, 'message': str(error)}
        print(json.dumps(said), flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/simpson_reference.tsv: fixed-rule sums to 34 digits.

These are the sums that the rules define, not the integrals; summed at 60
digits, by brute force, from the texts themselves.  All limits and literals are
dyadic, so that doubles hold them exactly.  The sums with N = 10^6 come from
simpson_mpfr.c, which needs a C compiler and MPFR, and is compared with mpmath
at N = 1000 first.  Takes 20 s.
"""
import pathlib
import subprocess
import tempfile

import mpmath
from mpmath import mp, mpf

import gen_gauss_reference

DIGITS = 34
LARGE = 10**6

ARTICLE = ["sin(x)", "exp(-x*x)", "x**2+3*x+1", "1/(1+x*x)", "sqrt(1-x*x)",
           "x**x"]  # in the order of simpson_mpfr.c

CASES = [(f, "0", "1", "simpson", n) for f in ARTICLE for n in (1, 10, 1000)]
CASES += [
    ("x**x", "0", "1", "simpson", 7),
    ("sin(x)", "0", "3", "simpson", 333),
    ("sin(x)", "3", "0", "simpson", 333),
    ("exp(x)", "-1", "1", "simpson", 5),
    ("log(x)", "1", "2", "simpson", 64),
    ("1/x", "1", "1024", "simpson", 100),
    ("x**3", "-2", "5", "simpson", 1),
    ("cos(100*x)", "0", "1", "simpson", 250),
    ("exp(-x)*sin(8*x)", "0", "10", "simpson", 500),
    ("abs(x-0.25)", "-1", "1", "simpson", 9),
    ("sin(x)", "0", "1", "trapezoid", 1),
    ("sin(x)", "0", "1", "trapezoid", 1000),
    ("exp(-x*x)", "-4", "4", "trapezoid", 24),
    ("sqrt(1-x*x)", "0", "1", "trapezoid", 100),
    ("x**x", "0", "1", "trapezoid", 37),
    ("1/(1+x*x)", "-8", "8", "trapezoid", 999),
    ("sin(x)", "0", "1", "midpoint", 1),
    ("1/sqrt(x)", "0", "1", "midpoint", 1000),
    ("log(x)", "0", "1", "midpoint", 100),
    ("x**2+3*x+1", "-1", "4", "midpoint", 3),
    ("tan(x)", "0", "1.5", "midpoint", 77),
    ("sin(x)", "0", "1", "boole", 1),
    ("exp(-x*x)", "0", "1", "boole", 10),
    ("x**5-x", "-1", "3", "boole", 1),
    ("1/(1+x*x)", "0", "1", "boole", 250),
    ("sqrt(1-x*x)", "0", "1", "boole", 1000),
    ("cosh(x)", "-3", "2", "boole", 13),
    ("sin(x)", "0", "1", "gauss", 1),
    ("x**5-x", "-1", "3", "gauss", 3),
    ("exp(-x*x)", "0", "1", "gauss", 2),
    ("1/(1+x*x)", "-5", "5", "gauss", 21),
    ("sqrt(1-x*x)", "0", "1", "gauss", 50),
    ("x**x", "0", "1", "gauss", 101),
    ("exp(x)", "-2", "3", "gauss", 10),
]

# A panel's weights over their divisor, at equal steps from end to end.
NEWTON_COTES = {
    "simpson": ((1, 4, 1), 6),
    "trapezoid": ((1, 1), 2),
    "boole": ((7, 32, 12, 32, 7), 90),
}

NAMES = {name: getattr(mpmath, name)
         for name in ("sin cos tan exp log sqrt cosh").split()} | {"abs": abs}


class Exact(mpf):
    """A number whose powers take 0^0 as 1, as C and Python do."""

    def __pow__(self, other):
        return mpf(1) if other == 0 else mpf(self) ** other


def integrand(text):
    code = compile(text, text, "eval")
    return lambda x: eval(code, {"__builtins__": {}}, NAMES | {"x": Exact(x)})


def composite(f, a, b, weights, divisor, n):
    steps = (len(weights) - 1) * n
    total = mpf(0)
    for i in range(steps + 1):
        place = i % (len(weights) - 1)
        w = weights[place] * (2 if place == 0 and 0 < i < steps else 1)
        total += w * f(a + (b - a) * i / steps)
    return total * (b - a) / (n * divisor)


def midpoint(f, a, b, n):
    return (b - a) / n * mpmath.fsum(f(a + (b - a) * (2 * i + 1) / (2 * n))
                                     for i in range(n))


def gauss(f, a, b, n):
    total = mpf(0)
    for k in range(1, (n + 1) // 2 + 1):
        x, w = gen_gauss_reference.solve(n, k,
                                         gen_gauss_reference.by_recurrence)
        shift = (b - a) / 2 * x
        total += w * (f((a + b) / 2 - shift) +
                      (f((a + b) / 2 + shift) if x else 0))
    return (b - a) / 2 * total


def fixed_rule(text, lower, upper, rule, n):
    f, a, b = integrand(text), mpf(lower), mpf(upper)
    if rule == "midpoint":
        return midpoint(f, a, b, n)
    if rule == "gauss":
        return gauss(f, a, b, n)
    return composite(f, a, b, *NEWTON_COTES[rule], n)


def build(folder):
    source = pathlib.Path(__file__).with_name("simpson_mpfr.c")
    program = pathlib.Path(folder) / "simpson_mpfr"
    subprocess.run(["cc", "-O2", source, "-o", program, "-lmpfr", "-lgmp"],
                   check=True)
    return program


def by_mpfr(program, which, n):
    run = subprocess.run([program, str(which), str(n)], check=True,
                         capture_output=True, text=True)
    return mpf(run.stdout)


def row(text, lower, upper, rule, n, value):
    print(text, lower, upper, rule, n, mpmath.nstr(value, DIGITS), sep="\t",
          flush=True)


def main():
    mp.dps = 60
    print("# Made by tools/gen_simpson_reference.py; do not edit.")
    print("# integrand, lower, upper, rule, N, the rule's sum")
    for case in CASES:
        row(*case, fixed_rule(*case))
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        for which, text in enumerate(ARTICLE):
            a = by_mpfr(program, which, 1000)
            b = fixed_rule(text, "0", "1", "simpson", 1000)
            assert abs(a / b - 1) < mpf(10)**-38, text
            row(text, "0", "1", "simpson", LARGE,
                by_mpfr(program, which, LARGE))


if __name__ == "__main__":
    main()

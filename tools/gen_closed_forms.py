#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/closed_forms.tsv: integrals with their exact values.

A row is an integrand, two limits, the class of difficulty, and the value to 30
digits.  Each value comes from a closed form, evaluated at 60 digits, and is
compared here with mpmath's quadrature over the given breakpoints.  Limits and
literals are dyadic or integers, so that doubles hold them exactly; what is
rounded is the integrand's business.
"""
import mpmath
from mpmath import mp, mpf

ROWS = []


def row(kind, text, a, b, value, cuts=(), check=True):
    ROWS.append((kind, text, a, b, value, cuts, check))


def antiderivative(kind, text, big_f, *limits):
    """The same integrand over several ranges."""
    for a, b in limits:
        row(kind, text, a, b,
            lambda a=a, b=b: big_f(number(b)) - big_f(number(a)))


def number(text):
    base, _, power = text.partition("^")
    sign = -1 if base.startswith("-") else 1
    base = base.lstrip("-")
    return sign * (mpf(base) ** int(power.strip("()")) if power else mpf(base))


def smooth():
    m = mpmath
    a = antiderivative
    a("smooth", "sin(x)", lambda x: -m.cos(x),
      ("0", "1"), ("0", "3"), ("-2", "5"), ("1", "1.0009765625"))
    a("smooth", "cos(x)", m.sin, ("0", "1"), ("-1", "8"), ("0.5", "2.75"))
    a("smooth", "exp(x)", m.exp,
      ("0", "1"), ("-3", "2"), ("0", "20"), ("-40", "1"), ("-0.125", "0.25"))
    a("smooth", "exp(-x*x)", lambda x: m.sqrt(m.pi) / 2 * m.erf(x),
      ("0", "1"), ("-2", "3"), ("0", "6"), ("1.5", "1.75"))
    a("smooth", "1/(1+x*x)", m.atan,
      ("0", "1"), ("-1", "2"), ("-5", "5"), ("3", "40"))
    a("smooth", "log(x)", lambda x: x * m.log(x) - x,
      ("1", "2"), ("0.5", "8"), ("100", "101"))
    a("smooth", "1/x", lambda x: m.log(abs(x)),
      ("1", "2"), ("1", "64"), ("-3", "-1"))
    a("smooth", "sqrt(x)", lambda x: x ** 1.5 * 2 / 3,
      ("1", "2"), ("0.25", "9"), ("4096", "4097"))
    a("smooth", "tan(x)", lambda x: -m.log(m.cos(x)), ("0", "1"), ("0", "1.5"))
    a("smooth", "tanh(x)", lambda x: m.log(m.cosh(x)), ("-1", "3"), ("0", "9"))
    a("smooth", "cosh(x)", m.sinh, ("-3", "2"), ("0", "1"))
    a("smooth", "x*exp(-x)", lambda x: -(x + 1) * m.exp(-x),
      ("0", "1"), ("0", "30"))
    a("smooth", "x*x*exp(-x)", lambda x: -(x * x + 2 * x + 2) * m.exp(-x),
      ("0", "10"))
    a("smooth", "atan(x)",
      lambda x: x * m.atan(x) - m.log(1 + x * x) / 2, ("0", "1"), ("-2", "7"))
    a("smooth", "sin(x)**2", lambda x: x / 2 - m.sin(2 * x) / 4,
      ("0", "3"), ("0", "10"))
    a("smooth", "exp(x)*sin(x)",
      lambda x: m.exp(x) * (m.sin(x) - m.cos(x)) / 2, ("0", "1"), ("0", "7"))
    a("smooth", "x/(1+x*x)", lambda x: m.log(1 + x * x) / 2, ("-1", "3"))
    a("smooth", "1/(exp(x)+1)", lambda x: -m.log1p(m.exp(-x)),
      ("0", "1"), ("-10", "10"))


def polynomials():
    for p in (1, 2, 3, 5, 8, 13, 25):
        antiderivative("polynomial", "x**%d" % p,
                       lambda x, p=p: x ** (p + 1) / (p + 1),
                       ("0", "1"), ("-1", "2"))
    antiderivative("polynomial", "x**3-x", lambda x: x ** 4 / 4 - x ** 2 / 2,
                   ("-1", "1"), ("-2", "1"))
    antiderivative("polynomial", "7", lambda x: 7 * x, ("-3", "4"))


def removable():
    antiderivative("removable", "sin(x)/x", mpmath.si,
                   ("0", "1"), ("-1", "1"), ("0", "20"), ("-3", "5"))
    antiderivative(
        "removable", "(1-cos(x))/x**2",
        lambda x: mpmath.si(x) - (2 * mpmath.sin(x / 2) ** 2 / x if x else 0),
        ("0", "1"), ("-1", "2"))
    row("removable", "x*log(x)", "0", "1", lambda: mpf(-1) / 4)
    row("removable", "log(x)/(x-1)", "0.5", "1.5", dilogarithm, ("1",))
    row("removable", "x/(exp(x)-1)", "0", "1",
        lambda: mpmath.zeta(2) - mpmath.polylog(2, mpmath.exp(-1)) +
        mpmath.log1p(-mpmath.exp(-1)))


def dilogarithm():
    # the integral of log(x)/(x-1) is -Li2(1-x)
    return mpmath.polylog(2, mpf("0.5")) - mpmath.polylog(2, mpf("-0.5"))


def peaked():
    for k in (1, 3, 6, 10):
        eps = mpf(2) ** -k
        text = repr(float(eps))
        for c in ("0", "0.3125"):
            row("peaked", "%s/((x-%s)**2+%s**2)" % (text, c, text), "-1", "1",
                lambda e=eps, c=mpf(c):
                mpmath.atan((1 - c) / e) + mpmath.atan((1 + c) / e),
                (c,))
            row("peaked", "exp(-((x-%s)/%s)**2)" % (c, text), "-1", "1",
                lambda e=eps, c=mpf(c): e * mpmath.sqrt(mpmath.pi) / 2 *
                (mpmath.erf((1 - c) / e) + mpmath.erf((1 + c) / e)),
                (c,))
    for k in (2, 8, 32):
        row("peaked", "tanh(%d*(x-0.25))" % k, "-1", "1",
            lambda k=k: (mpmath.log(mpmath.cosh(k * mpf("0.75"))) -
                         mpmath.log(mpmath.cosh(k * mpf("1.25")))) / k,
            ("0.25",))


def kinked():
    for c in ("0.25", "0.3125", "0.70703125", "0.001953125"):
        x = mpf(c)
        row("kinked", "abs(x-%s)" % c, "0", "1",
            lambda c=x: (c ** 2 + (1 - c) ** 2) / 2, (c,))
        row("kinked", "sqrt(abs(x-%s))" % c, "0", "1",
            lambda c=x: (c ** 1.5 + (1 - c) ** 1.5) * 2 / 3, (c,))
        row("kinked", "exp(-abs(x-%s))" % c, "-1", "1",
            lambda c=x: 2 - mpmath.exp(-1 - c) - mpmath.exp(c - 1), (c,))
        row("jump", "1 if x<%s else 3" % c, "0", "1", lambda c=x: 3 - 2 * c,
            (c,))
        row("jump", "exp(x) if x<%s else 0" % c, "0", "1",
            lambda c=x: mpmath.expm1(c), (c,))
    for b in ("3", "7.25", "19.5"):
        whole = int(float(b))
        row("jump", "floor(x)", "0", b, lambda n=whole, b=b:
            mpf(n * (n - 1)) / 2 + n * (mpf(b) - n), range(1, whole + 1))
    row("kinked", "max(x,1-x)", "0", "1", lambda: mpf(3) / 4, ("0.5",))
    row("kinked", "abs(sin(x))", "0", "4",
        lambda: 3 + mpmath.cos(4), (mpmath.pi,))
    row("kinked", "max(x**2,1-x)", "-1", "2", golden,
        ((mpmath.sqrt(5) - 1) / 2,))


def golden():
    g = (mpmath.sqrt(5) - 1) / 2
    return (g - g * g / 2) + mpf(3) / 2 + (8 - g ** 3) / 3


def singular():
    for s in ("0.125", "0.25", "0.5", "0.75"):
        row("singular", "x**(-%s)" % s, "0", "1", lambda s=mpf(s): 1 / (1 - s),
            (), False)
    for s in ("0.0625", "0.25", "0.5", "1.5", "2.5"):
        row("singular", "x**%s" % s, "0", "1", lambda s=mpf(s): 1 / (1 + s))
    antiderivative("singular", "sqrt(1-x*x)", lambda x:
                   (x * mpmath.sqrt(1 - x * x) + mpmath.asin(x)) / 2,
                   ("0", "1"), ("-1", "1"))
    antiderivative("singular", "log(x)",
                   lambda x: x * mpmath.log(x) - x if x else mpf(0),
                   ("0", "1"), ("0", "4"))
    row("singular", "log(x)**2", "0", "1", lambda: mpf(2))
    row("singular", "sqrt(x)*log(x)", "0", "1", lambda: mpf(-4) / 9)
    row("singular", "1/sqrt(1-x)", "0", "1", lambda: mpf(2), (), False)
    row("singular", "1/sqrt(1-x*x)", "0", "1", lambda: mpmath.pi / 2, (),
        False)
    row("singular", "x**x", "0", "1", lambda: -mpmath.nsum(
        lambda n: (-n) ** (-n), [1, mpmath.inf]))


def oscillating():
    for w in (10, 50, 100, 333, 1000):
        antiderivative("oscillating", "cos(%d*x)" % w,
                       lambda x, w=w: mpmath.sin(w * x) / w,
                       ("0", "1"), ("-1", "2"))
        row("oscillating", "exp(x)*sin(%d*x)" % w, "0", "1", lambda w=w:
            (mpmath.e * (mpmath.sin(w) - w * mpmath.cos(w)) + w) /
            (1 + w * w), range_cuts(w))
    antiderivative("oscillating", "cos(x*x)", fresnel_cosine,
                   ("0", "2"), ("0", "10"))
    row("oscillating", "cos(8*sin(x)-x)", "0", "4",
        lambda: mpmath.quad(lambda x: mpmath.cos(8 * mpmath.sin(x) - x),
                            range(5)))


def hard():
    """What an adaptive rule misses easily."""
    m = mpmath
    for b, jumps in ((3, 20), (6, 403), (8, 2980)):
        row("hard", "floor(exp(x))", "0", str(b), lambda b=b, n=jumps:
            m.fsum(b - m.log(k) for k in range(1, n + 1)), (), False)
    for s in ("0.9375", "0.984375", "0.990234375"):
        row("hard", "x**(-%s)" % s, "0", "1", lambda s=mpf(s): 1 / (1 - s),
            (), False)
    row("hard", "x**(-0.875)*log(1/x)", "0", "1", lambda: mpf(64), (), False)
    row("hard", "(1+x)**25", "-1", "1", lambda: mpf(2) ** 26 / 26, (), False)
    for c in ("0.37109375", "-0.6015625"):
        for k in (500, 1500):
            row("hard", "1+exp(-(%d*(x-%s))**2)" % (k, c), "-1", "1",
                lambda k=k: 2 + m.sqrt(m.pi) / k, (), False)
    for c in ("0.1328125", "0.7109375"):
        row("hard", "1 if abs(x-%s)<0.000244140625 else 0" % c, "0", "1",
            lambda: mpf(2) ** -11, (), False)
    row("hard", "exp(-abs(x))/2", "-2^26", "2^26",
        lambda: -m.expm1(-mpf(2) ** 26), (), False)


def range_cuts(w):
    return [mpf(i) / w for i in range(1, w)] if w < 60 else None


def fresnel_cosine(x):
    k = mpmath.sqrt(mpmath.pi / 2)
    return k * mpmath.fresnelc(x / k)


def far():
    m = mpmath
    antiderivative("far", "sin(x)", lambda x: -m.cos(x),
                   ("100", "101"), ("10000", "10001"), ("1000000", "1000001"),
                   ("1048576", "1048704"))
    antiderivative("far", "exp(-x)", lambda x: -m.exp(-x), ("600", "640"))
    antiderivative("far", "1/x", m.log,
                   ("1048576", "1048577"), ("1", "1048576"))
    antiderivative("far", "x", lambda x: x * x / 2,
                   ("1000000", "1000000.5"), ("-2^900", "2^899"),
                   ("0", "2^(-500)"), ("2^60", "1152921504606848000"))
    antiderivative("far", "exp(-x)", lambda x: -m.exp(-x),
                   ("0", "2^(-40)"), ("0", "600"))
    antiderivative("far", "1/(1+x)", m.log1p, ("0", "2^30"), ("0", "2^(-60)"))
    antiderivative("far", "1", lambda x: x, ("-2^1023", "2^1022"),
                   ("0", "2^(-1060)"), ("1", "1.0000000000000002220446049250313"
                                        "080847263336181640625"))
    antiderivative("far", "1/(1+x*x)", m.atan, ("-2^20", "2^20"))


def fits(text, a, b, value, cuts):
    """The closed form against quadrature, where that is easy."""
    names = {n: getattr(mpmath, n) for n in
             "sin cos tan exp log sqrt tanh cosh atan floor".split()}
    names |= {"abs": abs, "max": max}
    code = compile(text, text, "eval")
    f = lambda x: eval(code, {"__builtins__": {}}, names | {"x": x})
    low, high = number(a), number(b)
    aside = low + (high - low) * mpf("0.3711")  # not through 0/0 in the middle
    with mp.workdps(25):
        got = mpmath.quad(f, sorted([low, *map(mpf, cuts), aside, high]),
                          maxdegree=10)
    return abs(got - value) <= 1e-8 * (abs(value) + mpf(10) ** -8)


def easy(kind, cuts):
    return kind in ("smooth", "polynomial", "removable", "peaked", "kinked",
                    "jump", "singular") or (kind == "oscillating" and cuts)


def main():
    mp.dps = 60
    for make in (smooth, polynomials, removable, peaked, kinked, singular,
                 oscillating, far, hard):
        make()
    print("# Made by tools/gen_closed_forms.py; do not edit.")
    print("# class, integrand, lower, upper, value")
    for kind, text, a, b, value, cuts, check in ROWS:
        exact = value()
        if check and easy(kind, cuts):
            assert fits(text, a, b, exact, cuts or ()), (text, a, b)
        print(kind, text, a, b, mpmath.nstr(exact, 30), sep="\t")


if __name__ == "__main__":
    main()

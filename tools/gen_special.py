#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the constants of the special functions: src/eval/special/tables/*.inc

    gen_special.py DIRECTORY            write the tables
    gen_special.py --check DIRECTORY    fail when a table there differs

A "cell" is one interval with one polynomial (src/eval/special/cells.h).  The
polynomial interpolates at Chebyshev points in 45 digits, is cut where the
rest is below 2^-58 of the value, and is rewritten in powers of the distance
from the cell's centre.  A cell that holds a zero of the function is centred
there, and its polynomial is that of f(x)/(x - zero).
Exit 77 (skipped) without mpmath.
"""
import pathlib
import sys

try:
    import mpmath
    from mpmath import mp, mpf
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

mp.dps = 45
TAIL = mpf(2) ** -58


# ---- polynomials -----------------------------------------------------------

def chebyshev(f, a, b, n):
    """n Chebyshev coefficients of f on [a, b], by interpolation."""
    mid, half = (a + b) / 2, (b - a) / 2
    angle = [mp.pi * (2 * j + 1) / (2 * n) for j in range(n)]
    value = [f(mid + half * mp.cos(t)) for t in angle]
    cosine = [mp.cos(mp.pi * j / (2 * n)) for j in range(4 * n)]
    c = [2 * mp.fsum(v * cosine[k * (2 * j + 1) % (4 * n)]
                     for j, v in enumerate(value)) / n for k in range(n)]
    c[0] /= 2
    return c, min(abs(v) for v in value)


def times(p, root, scale):
    """p(t) * (t - root) * scale, lowest power first."""
    q = [mpf(0)] * (len(p) + 1)
    for i, c in enumerate(p):
        q[i + 1] += c * scale
        q[i] -= c * root * scale
    return q


def powers(c, a, b, centre):
    """Chebyshev coefficients on [a, b] to powers of t = x - centre."""
    mid, half = (a + b) / 2 - centre, (b - a) / 2
    older, old = [mpf(1)], times([mpf(1)], mid, 1 / half)
    p = [mpf(0)] * len(c)
    p[0] = c[0]
    for k in range(1, len(c)):
        for i, v in enumerate(old):
            p[i] += c[k] * v
        new = times(old, mid, 2 / half)
        for i, v in enumerate(older):
            new[i] -= v
        older, old = old, new
    return p


def fit(f, a, b, centre, name):
    """Powers of x - centre for f on [a, b], as few as the tail allows."""
    for n in (20, 28, 40, 56, 80):
        c, least = chebyshev(f, a, b, n)
        if max(abs(v) for v in c[-3:]) < TAIL * least / 16:
            break
    else:
        raise SystemExit(f"{name}: no convergence on [{a}, {b}]")
    tail = mpf(0)
    while tail + abs(c[-1]) < TAIL * least:
        tail += abs(c.pop())
    return powers(c, mpf(a), mpf(b), centre)


# ---- output ----------------------------------------------------------------

def nearest(v):
    """The double nearest to v; float() of an mpf may cut."""
    with mp.workprec(53):
        return float(+mpf(v))


def two(v):
    hi = nearest(v)
    return hi, nearest(v - mpf(hi))


def hexa(v):
    return nearest(v).hex()


def line(v, text=None):
    text = mp.nstr(v, 20) if text is None else text
    return f"    {hexa(v)}, /* {text} */\n"


class Table:
    """One .inc file."""

    def __init__(self, name):
        self.name = name
        self.text = ("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                     "/* Written by tools/gen_special.py: do not edit. */\n")

    def cells(self, name, f, bounds, zeros=(), centres=None):
        """Cells between consecutive bounds."""
        rows, numbers, count = [], "", 0
        for a, b in zip(bounds, bounds[1:]):
            a, b = mpf(a), mpf(b)
            # A bound is compared as a double; fit the polynomial to it.
            a, b = mpf(nearest(a)), mpf(nearest(b))
            root = [z for z in zeros if a <= z <= b]
            if root:
                z = root[0]
                p = [mpf(0)] + fit(lambda x: f(x) / (x - z), a, b, z, name)
            else:
                z = mpf(nearest((a + b) / 2))
                for c in centres or ():
                    z = mpf(c) if a <= c <= b else z
                p = fit(f, a, b, z, name)
            hi, lo = two(z)
            rows.append(f"    /* {mp.nstr(a, 6)} .. {mp.nstr(b, 6)} */\n"
                        f"    {{{hexa(a)}, {hexa(hi)}, {hexa(lo)},\n"
                        f"     {count}, {len(p)}}},\n")
            p += [mpf(0)] * (2 - len(p))
            for v in p[:2]:
                hi, lo = two(v)
                numbers += line(hi, mp.nstr(v, 20)) + line(lo, "rest")
            numbers += "".join(line(v) for v in p[2:])
            count += len(p) + 2
        self.text += (f"\nstatic const double {name}_power[] = {{\n{numbers}"
                      f"}};\n\nstatic const jf_cell {name}_cell[] = {{\n"
                      + "".join(rows) + "};\n\n"
                      f"static const jf_cells {name}_cells = {{\n"
                      f"    {len(rows)}, {name}_cell, {name}_power}};\n")

    def constant(self, name, v):
        self.text += (f"\n/* {mp.nstr(v, 30)} */\n"
                      f"static const double {name} = {hexa(v)};\n")

    def pair(self, name, v, linkage="static "):
        hi, lo = two(v)
        self.text += (f"\n/* {mp.nstr(v, 34)} */\n"
                      f"{linkage}const jf_dd {name} = {{\n    {hexa(hi)}, "
                      f"{hexa(lo)}}};\n")

    def pairs(self, name, values):
        self.text += f"\nstatic const jf_dd {name}[] = {{\n"
        for v in values:
            hi, lo = two(v)
            self.text += (f"    /* {mp.nstr(v, 30)} */\n"
                          f"    {{{hexa(hi)}, {hexa(lo)}}},\n")
        self.text += "};\n"

    def list(self, name, values):
        self.text += (f"\nstatic const double {name}[] = {{\n"
                      + "".join(line(v) for v in values) + "};\n")


# ---- the tables ------------------------------------------------------------

def steps(first, step, n):
    return [first + k * step for k in range(n)]


def root(f, start):
    return mp.findroot(f, mpf(start), tol=mpf(10) ** -80, verify=False)


def dd():
    t = Table("dd")
    t.pair("jf_dd_ln2", mp.ln2, linkage="")
    t.pair("jf_dd_pi", +mp.pi, linkage="")
    t.pair("dd_sixth", mpf(1) / 6)
    t.pairs("exp_32nds", [mp.exp(mpf(j) / 32) for j in range(-12, 13)])
    t.list("exp_tail", [1 / mp.factorial(k) for k in range(4, 12)])
    t.pairs("log1p_head", [(-1) ** (k + 1) / mpf(k) for k in range(1, 10)])
    t.list("log1p_tail", [(-1) ** (k + 1) / mpf(k) for k in range(10, 19)])
    return t


def gamma():
    t = Table("gamma")
    t.pair("half_log_2pi", mp.log(2 * mp.pi) / 2)
    t.list("stirling", [mp.bernoulli(2 * k) / (2 * k * (2 * k - 1))
                        for k in range(1, 11)])
    return t


def trigint():
    t = Table("trigint")
    q = mp.pi / 4
    last = 31 * q
    t.constant("trigint_last", mpf(nearest(last)))
    t.pair("half_pi", mp.pi / 2)
    t.pair("euler", +mp.euler)

    def sinc_integral(w):
        return mp.nsum(lambda k: (-w) ** k / (mp.fac(2 * k + 1) * (2 * k + 1)),
                       [0, mp.inf], method="d") if w else mpf(1)

    def cin(w):
        return mp.fsum(-(-w) ** (k - 1) / (mp.fac(2 * k) * 2 * k)
                       for k in range(1, 30))

    def sin_part(w):
        return mp.fsum((-w) ** k / (mp.fac(2 * k + 1) * (2 * k + 1))
                       for k in range(30))
    t.cells("si_small", sin_part, [0, 1], centres=[0])
    t.cells("si", mp.si, [1] + steps(2 * q, 2 * q, 15) + [last],
            centres=steps(4 * q, 4 * q, 7))
    t.cells("ci_small", cin, [0, 1 / mpf(16)], centres=[0])
    zeros = [root(mp.ci, 0.6165)] + [root(mp.ci, k * 4 * q + 0.3 / k)
                                     for k in range(1, 8)]
    t.cells("ci", mp.ci, [0.25, 0.34, 0.45, 0.8, 1.1, 1.5, 1.9]
            + steps(3 * q, 2 * q, 15), zeros)

    # f + i g = integral of exp(-x u)/(u - i): x f and x^2 g in w = 1/x^2.
    def aux(w):
        x = 1 / mp.sqrt(w)
        s, c = mp.sin(x), mp.cos(x)
        a, b = mp.ci(x), mp.pi / 2 - mp.si(x)
        return x * (a * s + b * c), x * x * (b * s - a * c)
    w = 1 / mpf(nearest(last)) ** 2
    t.cells("trig_f", lambda v: aux(v)[0], [0, w], centres=[0])
    t.cells("trig_g", lambda v: aux(v)[1], [0, w], centres=[0])
    return t


def expint():
    t = Table("expint")
    t.pair("euler", +mp.euler)
    t.pair("exp_of_32", mp.exp(32))

    def ein(x):
        return mp.fsum(x ** (k - 1) / (mp.fac(k) * k) for k in range(1, 40))
    t.cells("ein", ein, [-0.3, 0.25], centres=[0])
    t.cells("ei_zero", mp.ei, [0.25, 0.3, 0.45, 0.7], [root(mp.ei, 0.3725)])
    t.cells("ei_scaled", lambda x: mp.exp(-x) * mp.ei(x),
            [0.7, 0.9, 1.2, 1.6, 2.2, 3, 4, 5.5, 7.5, 10, 14, 18])
    t.cells("ei_far", lambda w: mp.exp(-1 / w) * mp.ei(1 / w) / w,
            [0, 1 / mpf(48), 1 / mpf(32), 1 / mpf(24), 1 / mpf(18)],
            centres=[0])
    t.cells("e1_scaled", lambda x: mp.exp(x) * mp.e1(x),
            [0.28, 0.4, 0.6, 0.9, 1.3, 2, 3, 4.5, 7, 10])
    t.cells("e1_far", lambda w: mp.exp(1 / w) * mp.e1(1 / w) / w,
            [0, 1 / mpf(40), 1 / mpf(20), 1 / mpf(10)], centres=[0])

    def near(u):
        # li(1 + u) - log|u| - euler, over u
        if u == 0:
            return mpf(1) / 2
        y = mp.log1p(u)
        return (y * ein(y) + mp.log(y / u)) / u
    t.cells("li_near", near, [-0.25, 0.2], centres=[0])
    t.cells("li_zero", mp.li, [1.2, 1.3, 1.6, 2.02], [root(mp.li, 1.4513)])
    return t


def bessel():
    t = Table("bessel")
    h = mp.pi / 2
    last = mpf(nearest(16 * h))
    t.constant("bessel_last", last)
    t.pair("two_over_pi", 2 / mp.pi)
    t.pair("inverse_sqrt_pi", 1 / mp.sqrt(mp.pi))
    grid = steps(h, h, 16)

    def even(n):
        return lambda w: mp.fsum((-w / 4) ** k / (mp.fac(k) * mp.fac(k + n))
                                 for k in range(30)) / 2 ** n

    # Y0 - 2/pi log(x) J0 and (Y1 - 2/pi (log(x) J1 - 1/x))/x, in w = x^2.
    def rest(n):
        def f(w):
            s = mpf(0)
            for k in range(30):
                weight = (2 * mp.ln2 + mp.psi(0, k + 1)
                          + mp.psi(0, k + 1 + n))
                s -= (-w / 4) ** k / (mp.fac(k) * mp.fac(k + n)) * weight
            return s / mp.pi / 2 ** n
        return f
    for n in (0, 1):
        j, y = (lambda x: mp.besselj(n, x)), (lambda x: mp.bessely(n, x))
        jz = [mp.besseljzero(n, k) for k in range(1, 9)]
        yz = [mp.besselyzero(n, k) for k in range(1, 10)]
        other = [mp.besseljzero(1 - n, k) for k in range(1, 9)]
        t.cells(f"j{n}_small", even(n), [0, 1], centres=[0])
        t.cells(f"j{n}", j, [1] + grid, [z for z in jz if z < last],
                [z for z in other if z < last])
        small = mpf("0.6") ** 2 if n == 0 else mpf(1)
        t.cells(f"y{n}_small", rest(n), [0, small], centres=[0])
        start = [0.6, 0.75, 1.05] if n == 0 else [1, 1.25]
        t.cells(f"y{n}", y, start + grid, [z for z in yz if z < last])

        # J + i Y = sqrt(2/(pi x)) exp(i chi) (P + i Q): x^2 (P - 1) and x Q
        # in 1/x^2.
        def far(w, part):
            x = 1 / mp.sqrt(w)
            chi = x - (2 * n + 1) * mp.pi / 4
            v = mp.expj(-chi) * (j(x) + 1j * y(x)) * mp.sqrt(mp.pi * x / 2)
            return x * v.imag if part else x * x * (v.real - 1)
        w = 1 / last ** 2
        t.cells(f"p{n}", lambda v: far(v, 0), [0, w], centres=[0])
        t.cells(f"q{n}", lambda v: far(v, 1), [0, w], centres=[0])
    return t


def zeta():
    t = Table("zeta")
    t.pair("log_2pi", mp.log(2 * mp.pi))
    t.cells("zeta_pole",
            lambda s: (s - 1) * mp.zeta(s) if s != 1 else mpf(1),
            [-1, -0.5, 0.5, 1.5, 2], centres=[-1, 0, 1])
    t.cells("zeta_tail", lambda s: (mp.zeta(s) - 1) * 2 ** s,
            [2, 3, 4.5, 7, 11, 18, 32, 56])
    return t


def fresnel():
    t = Table("fresnel")
    t.constant("inverse_pi", 1 / mp.pi)
    h = mp.pi / 2

    def small(odd):
        return lambda v: mp.fsum(
            (-v) ** k * h ** (2 * k + odd)
            / (mp.fac(2 * k + odd) * (4 * k + 1 + 2 * odd)) for k in range(24))
    t.cells("fresnel_c_small", small(0), [0, 1], centres=[0])
    t.cells("fresnel_s_small", small(1), [0, 1], centres=[0])

    def aux(x):
        s, c = mp.sin(h * x * x), mp.cos(h * x * x)
        a, b = mpf(1) / 2 - mp.fresnels(x), mpf(1) / 2 - mp.fresnelc(x)
        return a * c - b * s, b * c + a * s
    bounds = [1, 1.4, 1.8, 2.3, 3]
    t.cells("fresnel_f", lambda x: aux(x)[0], bounds)
    t.cells("fresnel_g", lambda x: aux(x)[1], bounds)

    # pi x f and pi^2 x^3 g in v = 1/(pi x^2)^2
    def far(part):
        def f(v):
            x = mp.sqrt(1 / (mp.pi * mp.sqrt(v)))
            return aux(x)[part] * (mp.pi * x, mp.pi ** 2 * x ** 3)[part]
        return f
    v = [0, 1 / (25 * mp.pi) ** 2, 1 / (9 * mp.pi) ** 2]
    t.cells("fresnel_f_far", far(0), v, centres=[0])
    t.cells("fresnel_g_far", far(1), v, centres=[0])
    return t


def airy():
    t = Table("airy")
    for name, f in (("ai", mp.airyai), ("bi", mp.airybi)):
        t.pair(f"{name}_value", f(0))
        t.pair(f"{name}_slope", f(0, derivative=1))
    t.pair("inverse_root_pi", 1 / mp.sqrt(mp.pi))
    t.pair("inverse_root_2pi", 1 / mp.sqrt(2 * mp.pi))
    return t


def besselk():
    t = Table("besselk")
    t.pair("euler", +mp.euler)
    return t


def lambertw():
    t = Table("lambertw")
    t.pair("euler_number", mp.e)
    # The coefficients of p, p^2 ... in W + 1, p = sqrt(2 (e x + 1)).
    mu, alpha = [mpf(-1), mpf(1)], [mpf(2), mpf(-1)]
    for k in range(2, 11):
        alpha.append(mp.fsum(mu[j] * mu[k + 1 - j] for j in range(2, k)))
        mu.append((mu[k - 2] / 2 + alpha[k - 2] / 4) * (k - 1) / (k + 1)
                  - alpha[k] / 2 - mu[k - 1] / (k + 1))
    t.list("lambert_series", mu[1:])
    return t


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1])
    bad = 0
    for make in (dd, gamma, trigint, expint, bessel, zeta, fresnel, airy,
                 besselk, lambertw):
        table = make()
        path = folder / f"{table.name}.inc"
        if not check:
            path.write_text(table.text)
        elif path.read_text() != table.text:
            print(f"{path}: differs from what tools/gen_special.py writes")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write tests/data/special_reference.tsv: true values of special functions.

    gen_special_reference.py FILE

A row: function, kind, x, y (or -), value to 34 digits, amplitude (or -).
Arguments and amplitudes are hex floats.  Kind `value`: errors are counted in
units in the last place of the value; kind `amplitude`: of the amplitude of the
oscillation there.  Each value is computed twice, with 45 and with 65 digits,
and the two must agree.
Exit 77 (skipped) without mpmath.
"""
import math
import random
import sys

try:
    import mpmath
    from mpmath import mp, mpf
except ImportError:
    print("mpmath is missing: skipped")
    sys.exit(77)

RNG = random.Random(20)
BESSEL_LAST, CI_LAST = 8 * math.pi, 7.75 * math.pi


# ---- truth -----------------------------------------------------------------

def beta(x, y):
    # The digits before the point of x log x cancel; those of x + y must fit.
    extra = 3 * int(abs(mp.log10(max(abs(x), abs(y))))
                    + abs(mp.log10(min(abs(x), abs(y))))) + 20
    with mp.workdps(mp.dps + extra):
        return mp.gamma(x) * mp.gamma(y) * mp.rgamma(x + y)


def bessel_j(n, x):
    # Integer orders by the symmetry: mpmath is slow for negative x.
    sign = (-1) ** int(n) if (n < 0) != (x < 0) else 1
    return sign * mp.besselj(abs(int(n)), abs(x), maxprec=10 ** 5)


def bessel_y(n, x):
    return ((-1) ** int(n) if n < 0 else 1) * mp.bessely(abs(int(n)), x,
                                                     maxprec=10 ** 5)


def bessel_i(n, x):
    sign = (-1) ** int(n) if x < 0 else 1
    return sign * mp.besseli(abs(n), abs(x), maxprec=10 ** 5)


TRUTH = {
    "si": mp.si, "ci": mp.ci, "ei": mp.ei, "zeta": mp.zeta, "beta": beta,
    "li": lambda x: mp.ei(mp.log(x)),
    "j0": lambda x: bessel_j(0, x), "j1": lambda x: bessel_j(1, x),
    "y0": lambda x: bessel_y(0, x), "y1": lambda x: bessel_y(1, x),
    "jn": bessel_j, "yn": bessel_y,
    "elliptic_k": lambda m: mp.pi / 2 / mp.agm(1, mp.sqrt(1 - m)),
    "elliptic_e": mp.ellipe,
    "fresnel_s": mp.fresnels, "fresnel_c": mp.fresnelc,
    "airy_ai": lambda x: mp.airyai(x, maxprec=10 ** 5),
    "airy_bi": lambda x: mp.airybi(x, maxprec=10 ** 5),
    "bessel_i": bessel_i,
    "bessel_k": lambda n, x: mp.besselk(abs(n), x, maxprec=10 ** 5),
    "lambertw": mp.lambertw, "rgamma": mp.rgamma,
    "elliptic_kc": lambda p: mp.pi / 2 / mp.agm(1, mp.sqrt(p)),
}


def truth(name, args):
    """The value, by two precisions that agree."""
    values = []
    for digits in (45, 65):
        with mp.workdps(digits):
            values.append(mp.re(TRUTH[name](*[mpf(a) for a in args])))
    a, b = values
    with mp.workdps(65):
        if abs(a - b) > abs(b) * mpf(10) ** -22:
            raise SystemExit(f"{name}{args}: mpmath disagrees with itself")
    return b


def modulus(n, x):
    with mp.workdps(30):
        n, x = abs(int(n)), abs(mpf(x))
        return float(mp.sqrt(mp.besselj(n, x, maxprec=10 ** 5) ** 2
                             + mp.bessely(n, x, maxprec=10 ** 5) ** 2))


def amplitude(name, args):
    """None where the function is claimed to be right to its value."""
    x = abs(args[-1])
    if name.startswith("airy") and args[0] < 0:
        with mp.workdps(30):
            return float(mp.hypot(mp.airyai(-x), mp.airybi(-x)))
    if name == "ci" and x >= CI_LAST:
        return 1 / x
    if name in ("j0", "j1", "y0", "y1") and x >= BESSEL_LAST:
        return modulus(name[1] == "1", x)
    if name in ("jn", "yn") and x > abs(args[0]):
        return modulus(args[0], x)
    return None


# ---- arguments -------------------------------------------------------------

def uniform(n, a, b):
    return [RNG.uniform(a, b) for _ in range(n)]


def powers(n, a, b):
    """n random numbers between 2^a and 2^b, evenly by size."""
    return [math.ldexp(RNG.uniform(1, 2), RNG.randrange(a, b))
            for _ in range(n)]


def around(*points):
    """Each point, its neighbours, and some a little further off."""
    out = []
    for p in points:
        out += [p, math.nextafter(p, -math.inf), math.nextafter(p, math.inf)]
        out += [p * (1 + RNG.uniform(-1, 1) * 2.0 ** -k) for k in (8, 20, 40)]
    return out


def both(xs):
    return xs + [-x for x in xs[::4]]


def zeros_of(f, starts):
    with mp.workdps(40):
        return around(*[float(mp.findroot(f, s, verify=False))
                        for s in starts])


PI = math.pi
HUGE = [1e5, 1e10, 1e15, 1.5e16, 1e22, 1e100, 1.7e308]
TINY = [5e-324, 1e-310, 2.3e-308, 1e-200, 1e-100, 1e-30, 1e-17, 1e-9]


def bessel_arguments(name, zero):
    xs = TINY + HUGE + powers(25, -40, 0) + uniform(90, 0, 28)
    xs += uniform(40, 25, 200) + powers(20, 6, 60)
    xs += around(0.6, 1, PI / 2, PI, BESSEL_LAST)
    order = int(name[1])
    with mp.workdps(40):
        xs += around(*[float(zero(order, k))
                       for k in (1, 2, 3, 5, 7, 8, 9, 30)])
    return both(xs) if name[0] == "j" else xs


def order_arguments(name):
    out = []
    for _ in range(280):
        n = RNG.choice([0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100, 170, 300])
        scale = RNG.choice([1e-3, 0.1, 0.3, 0.7, 0.95, 1, 1.05, 1.5, 4, 40])
        out.append((n, (n + 1) * scale * RNG.uniform(0.9, 1.1)))
    for n in (2, 3, 6, 9):
        out += [(n, x) for x in powers(6, -30, 0)]
        extremes = [1e-80, 1e-160, 5e-324, 1e5, 1e12, 1e18, 1e30, 1e300]
        out += [(n, x) for x in extremes]
    with mp.workdps(40):
        zero = mp.besseljzero if name == "jn" else mp.besselyzero
        out += [(n, x) for n in (2, 5, 20)
                for x in around(float(zero(n, 1)), float(zero(n, 4)))]
    out += [(1000, 900), (1000, 999), (1000, 1000), (1000, 1001), (2000, 5000)]
    out += [(-n, x) for n, x in out[::9]]
    return out + ([(n, -x) for n, x in out[::9]] if name == "jn" else [])


def beta_arguments():
    out = []
    for _ in range(75):
        out.append((RNG.uniform(0, 40), RNG.uniform(0, 40)))
        out.append((math.exp(RNG.uniform(-30, 6)),
                    math.exp(RNG.uniform(-30, 6))))
        out.append((RNG.uniform(-30, 0), RNG.uniform(0, 60)))
        out.append((RNG.uniform(-20, 0), RNG.uniform(-20, 0)))
    for x in (1e-300, 1e-60, 0.5, 1.5, 3, 20, 31.9, 100):
        out += [(x, y) for y in (1e-310, 1e-55, 1.25, 16, 32, 1e3, 1e8, 1e17,
                                 1e40, 1e300) if x < 1e-100 or y < 1e290]
    out += [(x, y) for x in (-0.5, -1.5, -3.25, -10.5, -100.5)
            for y in (7.25, 33.5, 250.5, 1e6, 1e12)]
    near = [-n + s * 2.0 ** -40 for n in (0, 1, 2, 7) for s in (1, -1)]
    out += [(x, y) for x in near for y in (0.5, 2, 3.75)]
    out += [(-2.5, 0.5 + 2.0 ** -30), (1e-20, -1e-20 * (1 + 2.0 ** -50)),
            (500, 500), (400, 600.5)]
    return [p if RNG.random() < 0.5 else p[::-1] for p in out]


def arguments(name):
    if name == "si":
        xs = TINY + HUGE + powers(40, -30, 1) + uniform(120, 0, 30)
        return both(xs + powers(30, 4, 60) + around(1, PI / 2, PI, CI_LAST))
    if name == "ci":
        xs = TINY + HUGE + powers(40, -30, 1) + uniform(140, 0, 30)
        xs += powers(40, 4, 60) + around(0.25, 0.34, 0.45, 0.8, CI_LAST)
        return xs + zeros_of(mp.ci, [0.6165, 3.384, 6.427, 9.58, 22.1, 31.5])
    if name == "ei":
        xs = TINY + powers(40, -30, 2) + uniform(90, 0, 40)
        xs += uniform(50, 40, 716.3) + around(0.25, 0.3, 0.45, 0.7, 18, 700)
        xs += [710, 716, 716.3, 717] + zeros_of(mp.ei, [0.3725])
        xs += [-x for x in TINY + powers(30, -30, 2) + uniform(70, 0, 30)]
        xs += uniform(30, -745, -30)
        return xs + around(-0.28, -0.3, -1.3, -7, -10, -700)
    if name == "li":
        xs = TINY[:] + uniform(70, 0, 1) + uniform(80, 1, 3)
        xs += powers(90, 1, 1000)
        xs += around(0.75, 1.2, 1.3, 1.6, 2.02, math.exp(18.0), math.exp(-10.0))
        xs += [1 + s * d for d in powers(20, -50, -2) for s in (1, -1)]
        return xs + zeros_of(lambda x: mp.ei(mp.log(x)), [1.4513]) + HUGE
    if name == "zeta":
        xs = uniform(90, -60, 1) + uniform(50, 1, 20) + uniform(40, -260, -60)
        xs += powers(30, -40, 6) + [1 + s * d for d in powers(15, -50, -2)
                                    for s in (1, -1)]
        xs += around(-1, -0.5, 0.5, 1.5, 2, 3, 4.5, 7, 11, 18, 32, 56, 60)
        xs += [-x for x in TINY] + TINY + [1e300]
        xs = [x for x in xs + around(-2, -4, -6, -20, -64, -170) if x != 1]
        return [x for x in xs if x > 0 or math.fmod(x, 2) != 0]
    if name in ("j0", "j1"):
        return bessel_arguments(name, mp.besseljzero)
    if name in ("y0", "y1"):
        return bessel_arguments(name, mp.besselyzero)
    if name == "elliptic_kc":
        return (uniform(60, 0, 1) + uniform(30, 1, 9) + TINY + HUGE
                + powers(60, -900, 200) + around(1))
    if name.startswith("elliptic"):
        xs = uniform(90, 0, 1) + uniform(50, -10, 0) + TINY
        xs += [-x for x in TINY + powers(60, -20, 200) + HUGE]
        xs += [1 - d for d in powers(40, -52, -1)] + around(-2.0 ** 100, 0.5)
        return xs + [math.nextafter(1, 0)]
    if name.startswith("fresnel"):
        xs = TINY + powers(30, -40, 1) + uniform(150, 0, 8) + powers(60, 3, 58)
        return both(xs + around(1, 1.4, 1.8, 2.3, 3, 5) + [1e100, 1e300])
    if name.startswith("airy"):
        xs = [0.0] + uniform(90, 0, 20) + uniform(30, 20, 103)
        xs += powers(20, -60, 3) + around(2, 10, 100)
        xs += [-x for x in uniform(150, 0, 25) + powers(40, -60, 34)]
        return xs + around(-1.01879297, -2.33810741, -10, -9.99)
    if name == "lambertw":
        xs = uniform(60, -0.36, 0) + uniform(60, 0, 5) + powers(60, 2, 1020)
        xs += both(powers(30, -70, -2)) + around(3, 0.5, math.e)
        branch = -math.exp(-1)
        return xs + [branch + d for d in powers(60, -52, -4)]
    if name == "rgamma":
        xs = uniform(120, -20, 20) + uniform(50, -170, 175) + around(0.5, 171)
        xs += both(powers(40, -70, -2)) + around(-0.5, -60.5, -150.5)
        return xs + [s * 2.0 ** -40 - n for n in (1, 2, 7, 30) for s in (1, -1)]
    raise KeyError(name)


def modified_arguments(name):
    out = []
    for _ in range(200):
        n = RNG.choice([0, 1, 2, 3, 5, 10, 15, 30, 100, 250])
        scale = RNG.choice([1e-3, 0.1, 0.3, 0.7, 1, 1.5, 4, 12])
        out.append((n, min((n + 1) * scale * RNG.uniform(0.9, 1.1), 690)))
    out += [(n, x) for n in (0, 1, 2, 7) for x in
            powers(8, -45, 9) + around(1, 36, 10) + [1e-80, 5e-324, 700.0]]
    out += [(-n, x) for n, x in out[::9]]
    if name == "bessel_i":
        out += [(RNG.uniform(0, 20), RNG.uniform(0, 120)) for _ in range(80)]
        out += [(n, -x) for n, x in out[::9] if n == int(n)]
    return out


def rows(name):
    if name == "beta":
        pairs = beta_arguments()
    elif name in ("bessel_i", "bessel_k"):
        pairs = modified_arguments(name)
    elif name in ("jn", "yn"):
        pairs = order_arguments(name)
    else:
        pairs = [(x,) for x in arguments(name)]
    for args in pairs:
        args = tuple(float(a) for a in args)
        value, scale = truth(name, args), amplitude(name, args)
        second = args[1].hex() if len(args) == 2 else "-"
        yield "\t".join([
            name, "value" if scale is None else "amplitude", args[0].hex(),
            second, mp.nstr(value, 34), "-" if scale is None else scale.hex()])


def main():
    mp.dps = 65
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("# Written by tools/gen_special_reference.py: do not edit.\n"
                  "# function\tkind\tx\ty\tvalue\tamplitude\n")
        for name in TRUTH:
            for row in rows(name):
                out.write(row + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the generators of elementary functions share: polynomials through
Chebyshev points, and writing or checking files."""
import pathlib
import sys

from mpmath import mp, mpf


def fit(f, a, b, centre, degree):
    """f on [a, b] interpolated at degree + 1 Chebyshev points, in powers of
    x - centre, lowest first: nearly the best polynomial."""
    n = degree + 1
    mid, half = (a + b) / 2, (b - a) / 2
    x = [mid + half * mp.cos(mp.pi * (2 * j + 1) / (2 * n)) for j in range(n)]
    d = [f(v) for v in x]
    for k in range(1, n):  # divided differences
        for j in range(n - 1, k - 1, -1):
            d[j] = (d[j] - d[j - 1]) / (x[j] - x[j - k])
    p = [mpf(0)]
    for j in range(n - 1, -1, -1):  # p (x - x_j) + d_j, in t = x - centre
        root = x[j] - centre
        p = [u - root * v for u, v in zip([mpf(0)] + p, p + [mpf(0)])]
        p[0] += d[j]
    return p[:n]


def deliver(words, files):
    """Write {name: function that gives the text}, or compare."""
    check = words[0] == "--check"
    folder = pathlib.Path(words[-1])
    bad = 0
    for name, text in files.items():
        path, wanted = folder / name, text()
        if not check:
            folder.mkdir(exist_ok=True)
            path.write_text(wanted, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != wanted:
            print("%s is not what the generator writes" % path)
            bad = 1
    sys.exit(bad)

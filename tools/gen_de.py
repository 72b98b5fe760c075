#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/rule/tables/de.inc: exp(pi/2 sinh t) and pi/2 cosh t for
t = 0, 1/128, 2/128 ... as long as the first is a double."""
import mpmath
from mpmath import mp

import tables

STEPS = 128
COUNT = 872


def column(name, numbers):
    cells = [tables.literal(tables.nearest(x)) for x in numbers]
    rows = ",\n".join("    " + ", ".join(cells[i:i + 2])
                      for i in range(0, len(cells), 2))
    return "\nconst double %s[JF_DE_COUNT] = {\n%s,\n};\n" % (name, rows)


def main():
    mp.dps = 40
    half_pi = mpmath.pi / 2
    t = [mpmath.mpf(i) / STEPS for i in range(COUNT + 1)]
    growth = [mpmath.exp(half_pi * mpmath.sinh(x)) for x in t]
    most = mpmath.mpf(2) ** 1024 - mpmath.mpf(2) ** 970
    assert growth[COUNT - 1] < most <= growth[COUNT]
    print(tables.head("gen_de.py"), end="")
    print(column("jf_de_growth", growth[:COUNT]), end="")
    print(column("jf_de_slope",
                 [half_pi * mpmath.cosh(x) for x in t[:COUNT]]), end="")


if __name__ == "__main__":
    main()

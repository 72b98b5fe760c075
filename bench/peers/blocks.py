#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The midpoint rule over 0..1 by numexpr, in pieces that stay in the cache:
whole arrays of abscissae are slower.

    blocks.py EXPRESSION N      prints: seconds value
"""
import sys
import time

import numexpr
import numpy

PIECE = 32768


def midpoint(text, n):
    index = numpy.arange(PIECE) + 0.5
    x, y = numpy.empty(PIECE), numpy.empty(PIECE)
    total = 0.0
    for start in range(0, n, PIECE):
        count = min(PIECE, n - start)
        numpy.add(index[:count], start, out=x[:count])
        numpy.multiply(x[:count], 1 / n, out=x[:count])
        numexpr.evaluate(text, {'x': x[:count]}, out=y[:count])
        total += y[:count].sum()
    return float(total / n)


if __name__ == '__main__':
    numexpr.set_num_threads(1)
    began = time.perf_counter()
    value = midpoint(sys.argv[1], int(sys.argv[2]))
    print(time.perf_counter() - began, repr(value))

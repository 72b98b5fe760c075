#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simpson's rule over whole arrays, the integrand's text given to numexpr.

    vectors.py EXPRESSION A B PANELS THREADS    prints: seconds value
"""
import sys
import time

import numexpr
import numpy


def simpson(text, a, b, panels):
    width = (b - a) / panels
    index = numpy.arange(panels + 1, dtype=float)
    x = a + index * width
    ends = numexpr.evaluate(text, {'x': x})
    x = a + (index[:-1] + 0.5) * width
    middles = numexpr.evaluate(text, {'x': x})
    total = ends.sum() - (ends[0] + ends[-1]) / 2 + 2 * middles.sum()
    return float(total * width / 3)


if __name__ == '__main__':
    words = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), \
        int(sys.argv[4])
    numexpr.set_num_threads(int(sys.argv[5]))
    began = time.perf_counter()
    value = simpson(*words)
    print(time.perf_counter() - began, repr(value))

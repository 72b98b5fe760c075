#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The algorithm that jifen began as, on one core: the integrand's text is
given to eval at every abscissa, two of them to a panel.

    single.py EXPRESSION A B PANELS     prints: seconds value
"""
import sys
import time
from math import *  # the names that an integrand may use


def simpson(text, a, b, panels):
    width = (b - a) / panels
    half = width / 2
    total = 0
    x = a
    right = eval(text)
    for i in range(1, panels + 1):
        left = right
        x += half
        middle = eval(text)
        x = a + i * width
        right = eval(text)
        total += (left + 4 * middle + right) / 6 * width
    return total


if __name__ == '__main__':
    words = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), \
        int(sys.argv[4])
    began = time.perf_counter()
    value = simpson(*words)
    print(time.perf_counter() - began, repr(value))

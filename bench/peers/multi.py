#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""single.py's algorithm over a pool with a process for each core: each gets a
run of panels, and the sums are added.  The time includes making the pool.

    multi.py EXPRESSION A B PANELS      prints: seconds value
"""
import multiprocessing
import os
import sys
import time
from math import *  # the names that an integrand may use


def simpson(first, last, a, width, text):
    half = width / 2
    total = 0
    x = a + first * width
    right = eval(text)
    for i in range(first + 1, last + 1):
        left = right
        x += half
        middle = eval(text)
        x = a + i * width
        right = eval(text)
        total += (left + 4 * middle + right) / 6 * width
    return total


def integrate(text, a, b, panels):
    cores = len(os.sched_getaffinity(0))
    width = (b - a) / panels
    bounds = [k * (panels // cores) for k in range(cores)] + [panels]
    with multiprocessing.Pool(cores) as pool:
        return sum(pool.starmap(simpson, [
            (first, last, a, width, text)
            for first, last in zip(bounds, bounds[1:])]))


if __name__ == '__main__':
    words = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), \
        int(sys.argv[4])
    began = time.perf_counter()
    value = integrate(*words)
    print(time.perf_counter() - began, repr(value))

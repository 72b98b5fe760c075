# SPDX-License-Identifier: GPL-3.0-or-later
"""the speed-up by threads, and the time to start

A long job on 1, 2 ... all cores, in turns: whole processes, medians.  The
time of a process that does nearly nothing stands beside that of /bin/true.
"""
import statistics

import machine
import start
import tables

INTEGRAND = 'sin(x)'
ROUNDS = 5


def counts():
    """1, 2, 4 ... and all cores; each number where cores are few."""
    cores = machine.cores()
    if cores <= 8:
        return list(range(1, cores + 1))
    powers = [2**k for k in range(cores.bit_length()) if 2**k < cores]
    return [*powers, cores]


def job(points, threads):
    return [machine.JIFEN, INTEGRAND, '0', '1', '-n', str(points), '-m',
            'midpoint', '-j', str(threads), '--quiet']


def measure(points, rounds):
    """{threads: [seconds]}, in turns; the value may not depend on threads."""
    took, values = {}, set()
    for _ in range(rounds):
        for threads in counts():
            seconds, value, _ = machine.run(job(points, threads))
            took.setdefault(threads, []).append(seconds)
            values.add(value)
    if len(values) != 1:
        raise SystemExit(f'the value depends on threads: {values}')
    return took


def report(quick=False):
    points, rounds = (10**8, 1) if quick else (2 * 10**9, ROUNDS)
    took = measure(points, rounds)
    alone = statistics.median(took[1])
    rows = [[str(threads), f'{statistics.median(of):.3f} s',
             f'{alone / statistics.median(of):.3f}']
            for threads, of in took.items()]
    starts = start.start_times(20 if quick else 200)
    return '\n'.join([
        f'`{INTEGRAND}` at {points:.0e} points, whole processes, medians of '
        f'{rounds} rounds:', '',
        tables.markdown([['threads', 'time', 'times as fast'], *rows],
                        left=()), '',
        'start of a process:', '',
        tables.markdown([['process', 'time'],
                         *([f'`{title}`', f'{seconds * 1e3:.2f} ms']
                           for title, seconds in starts.items())])])

# SPDX-License-Identifier: GPL-3.0-or-later
"""the time to start, the memory of a long job, points a second

The time of a whole process that does nearly nothing, beside /bin/true; the
peak memory of a thousand million panels; the speed of one thread on a
polynomial with each instruction set.
"""
import json
import statistics

import machine

POLYNOMIAL = 'x**2+3*x+1'


def start_times(count):
    """Median seconds of both processes, taken in turns."""
    commands = {'jifen 1 0 1 -n 1': [machine.JIFEN, '1', '0', '1', '-n', '1'],
                '/bin/true': ['/bin/true']}
    took = {title: [] for title in commands}
    for _ in range(count):
        for title, command in commands.items():
            took[title].append(machine.run(command)[0])
    return {title: statistics.median(of) for title, of in took.items()}


def job(panels, *options):
    return [machine.JIFEN, POLYNOMIAL, '0', '1', '-n', str(panels),
            '--json', *options]


def points_a_second(isa, panels, count):
    """Median over some runs; a panel has two points."""
    took = [json.loads(machine.run(job(panels, '-j', '1'),
                                   {'JIFEN_ISA': isa})[1])['seconds']
            for _ in range(count)]
    return (2 * panels + 1) / statistics.median(took)


def report(quick=False):
    count, rounds = (20, 1) if quick else (200, 5)
    lines = [f'start, median of {count} processes:']
    for title, seconds in start_times(count).items():
        lines.append(f'    {seconds * 1e3:6.2f} ms    {title}')
    took, _, peak = machine.run(job(10**9), watch_memory=True)
    lines.append(f'memory at most, {POLYNOMIAL} with 10^9 panels on '
                 f'{machine.cores()} cores:')
    lines.append(f'    {peak / 1024:6.1f} MiB   in {took:.2f} s')
    lines.append(f'points a second, {POLYNOMIAL} with 10^8 panels, one '
                 f'thread, median of {rounds}:')
    for isa in machine.instruction_sets():
        lines.append(f'    {points_a_second(isa, 10**8, rounds):6.2e}    '
                     f'{isa}')
    return '\n'.join(lines)

# SPDX-License-Identifier: GPL-3.0-or-later
"""the Windows program under wine beside the native one

Both in turns: the time of a process that does nearly nothing, the time of
a million and of a thousand million panels, by the programs' own clocks and as
whole processes; the values have the same bits.  And the size of the file beside
that of the program that jifen began as.
"""
import json
import statistics
import subprocess

import machine
import tables

WINE = machine.ROOT / 'tools' / 'cross' / 'wine.sh'
EXE = machine.ROOT / 'build' / 'windows' / 'jifen.exe'
BEFORE = 8_000_000  # bytes of the first program's package, about
INTEGRAND = 'sin(x)'
PROGRAMS = {'native': [machine.JIFEN],
            'wine': ['/bin/sh', str(WINE), str(EXE)]}
STARTS = {'jifen 1 0 1 -n 1': {title: [*program, '1', '0', '1', '-n', '1']
                               for title, program in PROGRAMS.items()}}


def job(program, panels, threads):
    return [*program, INTEGRAND, '0', '1', '-n', str(panels), '-j',
            str(threads), '--json']


def in_turns(rounds, commands):
    """{title: [(seconds of the process, output)]}"""
    took = {title: [] for title in commands}
    for _ in range(rounds):
        for title, command in commands.items():
            seconds, output, _ = machine.run(command)
            took[title].append((seconds, output))
    return took


def row(title, native, wine, unit):
    """Both medians, and how much longer wine takes, pair by pair."""
    ratio = statistics.median(w / n for n, w in zip(native, wine))
    scale, digits = {'ms': (1e3, 2), 's': (1, 3)}[unit]
    return [title, *(f'{statistics.median(of) * scale:.{digits}f} {unit}'
                     for of in (native, wine)), f'{ratio:.3f}']


def measure_starts(rounds):
    rows = []
    for title, commands in STARTS.items():
        took = in_turns(rounds, commands)
        rows.append(row(f'start: `{title}`', *(
            [seconds for seconds, _ in of] for of in took.values()), 'ms'))
    return rows


def measure_job(panels, threads, rounds, unit):
    took = in_turns(rounds, {title: job(program, panels, threads)
                             for title, program in PROGRAMS.items()})
    said = {title: [json.loads(output) for _, output in of]
            for title, of in took.items()}
    values = {one['value'] for of in said.values() for one in of}
    if len(values) != 1:
        raise SystemExit(f'the values differ: {values}')
    name = f'n = {panels:.0e}, -j {threads}'
    return [row(name, *([one['seconds'] for one in of]
                        for of in said.values()), unit),
            row(name + ', whole process', *([seconds for seconds, _ in of]
                                            for of in took.values()), unit)]


def size():
    size_now = EXE.stat().st_size
    return (f'jifen.exe: {size_now:,} bytes, {BEFORE / size_now:.1f} times '
            'smaller than the 8 MB of the program that jifen began as')


def report(quick=False):
    if not EXE.exists():
        raise SystemExit('./dev windows makes the program')
    subprocess.run([WINE, '--start'], check=True)  # or the first one waits
    in_turns(2, {'wine': [*PROGRAMS['wine'], '1', '0', '1', '-n', '1']})
    small, large = (10, 1) if quick else (100, 11)
    rows = measure_starts(small)
    for threads in sorted({1, machine.cores()}):
        rows += measure_job(10**6, threads, small, 'ms')
        rows += measure_job(10**9, threads, large, 's')
    return '\n'.join([
        f'`{INTEGRAND}` over 0..1, Simpson; medians of {small} pairs, {large} '
        'for n = 1e+09; ratio: the median of the pairs\' ratios', '',
        tables.markdown([['', 'native', 'wine', 'wine / native'], *rows]),
        '', size()])

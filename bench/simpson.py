# SPDX-License-Identifier: GPL-3.0-or-later
"""a million Simpson panels of six integrands, against other ways to do it

Each program is given the text of the integrand and computes the same sum: a
million panels, each with its midpoint, over 0..1.  What is timed is the work
from the text to the value, by the program itself; starting Python, importing
numexpr and compiling the C program are left out, and for jifen the whole
process is shown as well.  Programs take turns, so that a slow moment of the
machine hits all of them; the figure is the median.
"""
import json
import statistics
import subprocess
import tempfile

import machine
import tables
import translate

PANELS = 1_000_000
INTEGRANDS = ['sin(x)', 'exp(-x*x)', 'x**2+3*x+1', '1/(1+x*x)',
              'sqrt(1-x*x)', 'x**x']
PEERS = machine.ROOT / 'bench' / 'peers'
PYTHON = '/usr/bin/python3'

TOLERANCE = 1e-12  # how far apart values may lie, relatively


def compile_c(text, folder):
    program = f'{folder}/{INTEGRANDS.index(text)}'
    subprocess.run(['gcc', '-O3', '-march=native',
                    f'-DINTEGRAND(x)={translate.as_c(text)}',
                    str(PEERS / 'simpson.c'), '-o', program, '-lm'],
                   check=True)
    return program


class Peer:
    """A program to compare: its title, and its command for an integrand."""

    def __init__(self, title, command, slow=False):
        self.title, self.command, self.slow = title, command, slow

    def measure(self, text):
        """{title: seconds} and the value."""
        _, output, _ = machine.run(self.command(text))
        seconds, value = map(float, output.split())
        return {self.title: seconds}, value


class Jifen(Peer):
    """jifen itself: timed by its own clock and as a whole process."""

    def __init__(self, title, threads):
        super().__init__(title, lambda text: [
            machine.JIFEN, text, '0', '1', '-n', str(PANELS), '-j',
            str(threads), '--json'])

    def measure(self, text):
        whole, output, _ = machine.run(self.command(text))
        answer = json.loads(output)
        return {self.title: answer['seconds'],
                self.title + ', whole process': whole}, answer['value']


def peers(folder):
    cores, words = machine.cores(), ['0', '1', str(PANELS)]
    programs = {text: compile_c(text, folder) for text in INTEGRANDS}

    def script(name, *more):
        return lambda text: [PYTHON, str(PEERS / name), text, *words, *more]

    return [
        Peer('Python, eval, 1 process', script('single.py'), slow=True),
        Peer(f'Python, eval, {cores} processes', script('multi.py'),
             slow=True),
        Peer('numexpr, 1 thread', script('vectors.py', '1')),
        Peer(f'numexpr, {cores} threads', script('vectors.py', str(cores))),
        Peer('C by hand, gcc -O3 -march=native',
             lambda text: [programs[text], *words]),
        Jifen('jifen -j 1', 1),
        Jifen(f'jifen -j {cores}', cores),
    ]


def measure_all(rounds, slow_rounds):
    """{title: {integrand: [seconds]}}, {title: largest deviation}"""
    seconds, deviation = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        programs = peers(folder)
        for done in range(rounds):
            for text in INTEGRANDS:
                values = {}
                for peer in programs:
                    if done < slow_rounds or not peer.slow:
                        times, values[peer] = peer.measure(text)
                        for title, took in times.items():
                            seconds.setdefault(title, {}).setdefault(
                                text, []).append(took)
                compare(text, values, deviation)
    return seconds, deviation


def compare(text, values, deviation):
    """All must agree before anything is said about their speed."""
    reference = next(v for peer, v in values.items()
                     if isinstance(peer, Jifen))
    for peer, value in values.items():
        off = abs(value - reference) / abs(reference)
        if not off <= TOLERANCE:
            raise SystemExit(f'{text}: {peer.title} says {value!r}, '
                             f'jifen {reference!r}')
        deviation[peer.title] = max(deviation.get(peer.title, 0), off)


def duration(seconds):
    for unit, size in (('s', 1), ('ms', 1e-3)):
        if seconds >= size:
            return f'{seconds / size:.3g} {unit}'
    return f'{seconds * 1e6:.3g} us'


def rows_as_table(title, rows):
    return tables.markdown(
        [[title, *(f'`{text}`' for text in INTEGRANDS)], *rows])


def report(quick=False):
    rounds, slow_rounds = (1, 1) if quick else (9, 3)
    seconds, deviation = measure_all(rounds, slow_rounds)
    median = {title: {text: statistics.median(took)
                      for text, took in of.items()}
              for title, of in seconds.items()}
    base = next(iter(median.values()))
    return '\n'.join([
        f'{PANELS} Simpson panels over 0..1; medians of {rounds} rounds '
        f'(plain Python: {slow_rounds})', '',
        rows_as_table('time', [
            [title, *(duration(of[text]) for text in INTEGRANDS)]
            for title, of in median.items()]), '',
        rows_as_table('times as fast as the first', [
            [title, *(f'{base[text] / of[text]:.3g}'
                      if base[text] < 100 * of[text] else
                      f'{base[text] / of[text]:,.0f}'
                      for text in INTEGRANDS)]
            for title, of in median.items()]), '',
        'largest relative distance of a value from jifen\'s:',
        *(f'    {off:.1e}  {title}' for title, off in deviation.items())])

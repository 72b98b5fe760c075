# SPDX-License-Identifier: GPL-3.0-or-later
"""nanoseconds a point, on one thread, beside the best that C compilers do

Every program computes the same sum, the midpoint rule over 0..1 with the same
number of points; abscissae and sum are part of the work.  What is timed is that
work, by the program's own clock: starting processes and Python is left out, and
so is compiling C, while jifen's time includes compiling the integrand, looking
for limits and estimating the error.  Programs take turns, so that a slow moment
of the machine hits all of them; figures are medians.
"""
import json
import pathlib
import statistics
import subprocess
import tempfile

import machine
import tables
import translate

INTEGRANDS = ['x*x', 'x**5/5-x**3+2*x**2-x+1', '1/(1+x*x)', 'sqrt(1-x*x)',
              'sin(x)', 'exp(-x*x)', 'log(x)', 'sin(x)/x', 'x**x',
              'exp(-x)*sin(3*x+1)',
              'sin(x)*exp(-x)/(1+x*x)+sqrt(2*x+0.5)', 'erf(x)', 'x**2.5',
              'tanh(3*x)', 'atan(x)*log(1+x)']
ROUNDS = 7
POINTS = [4_000_000, 10_000_000, 20_000_000, 40_000_000, 100_000_000,
          200_000_000]
SECONDS = 0.04  # about what jifen should take: many times the starting of it

TOLERANCE = 1e-9  # how far a value may be from jifen's, relatively

PEERS = machine.ROOT / 'bench' / 'peers'
PYTHON = '/usr/bin/python3'
FLAGS = {'avx512': ['-march=native'], 'avx2': ['-mavx2', '-mfma']}
FAST = ['-O3', '-ffast-math']
WIDE = ['-mprefer-vector-width=512']
VM, NATIVE, PLAIN, NUMEXPR = 'jifen VM', 'jifen', 'gcc -O3', 'numexpr'


def c_programs(isa):
    """{title: (command without flags of the instruction set, libraries)}"""
    gcc, clang = ['gcc', *FAST], ['clang-14', *FAST]
    loop, sleef = [str(PEERS / name) for name in ('loop.c', 'sleef.c')]
    wide = WIDE if isa == 'avx512' else []
    found = {
        PLAIN: ['gcc', '-O3', loop, '-lm'],
        'gcc, libmvec': [*gcc, loop, '-lm'],
        'gcc, SLEEF': [*gcc, *wide, sleef, '-lsleef'],
        'clang, libmvec': [*clang, '-fveclib=libmvec', loop, '-lmvec', '-lm'],
        'clang, SLEEF': [*clang, *wide, sleef, '-lsleef'],
    }
    if wide:
        found['gcc, libmvec, 512'] = [*gcc, *wide, loop, '-lm']
        found['clang, libmvec, 512'] = [
            *clang, *wide, '-fveclib=libmvec', loop, '-lmvec', '-lm']
    return found


class Peer:
    """A program to compare, and its command for a text and n points."""

    def __init__(self, title, command):
        self.title, self.command = title, command

    def measure(self, text, n):
        """Seconds and value; None if the peer cannot do it."""
        command = self.command(text, n)
        if command is None:
            return None
        return tuple(map(float, machine.run(command)[1].split()))


class Jifen(Peer):
    def __init__(self, title, isa, native):
        super().__init__(title, lambda text, n: [
            machine.JIFEN, text, '0', '1', '-n', str(n), '-m', 'midpoint',
            '-j', '1', '--json'])
        self.variables = {'JIFEN_ISA': isa, 'JIFEN_JIT': native}

    def measure(self, text, n):
        output = machine.run(self.command(text, n), self.variables)[1]
        answer = json.loads(output)
        return answer['seconds'], answer['value']


def compile_c(isa, folder):
    """A peer for each C program, all integrands in each."""
    texts = pathlib.Path(folder, 'integrands.inc')
    texts.write_text(''.join(
        f'INTEGRAND(f{i}, {translate.as_c(text)})\n'
        for i, text in enumerate(INTEGRANDS)), encoding='utf-8')
    peers = []
    for title, (compiler, *words) in c_programs(isa).items():
        program = f'{folder}/{title}-{isa}'
        subprocess.run([compiler, *FLAGS[isa], f'-DINTEGRANDS="{texts}"',
                        '-o', program, *words], check=True)
        peers.append(Peer(title, lambda text, n, program=program: [
            program, str(INTEGRANDS.index(text)), str(n)]))
    return peers


def numexpr_command(text, n):
    text = translate.as_numexpr(text)
    return text and [PYTHON, str(PEERS / 'blocks.py'), text, str(n)]


def points_for(jifen, text):
    """As many points as jifen does in about SECONDS."""
    took = min(jifen.measure(text, POINTS[0])[0] for _ in range(5))
    speed = POINTS[0] / took
    return max([n for n in POINTS if n <= SECONDS * speed] or POINTS[:1])


class Line:
    """The measurements of one integrand with one instruction set."""

    def __init__(self, text, n):
        self.text, self.n, self.seconds, self.values = text, n, {}, {}

    def add(self, title, measured):
        if measured is not None:
            self.seconds.setdefault(title, []).append(measured[0])
            self.values[title] = measured[1]

    def ns(self, title):
        """None if the peer has no such function."""
        took = self.seconds.get(title)
        return took and statistics.median(took) / self.n * 1e9

    def best_other(self):
        others = self.seconds.keys() - {VM, NATIVE}
        return min(sorted(others), key=self.ns)

    def deviants(self):
        """(title, relative distance) of values that are not jifen's."""
        truth = self.values[NATIVE]
        for title, value in self.values.items():
            off = abs(value - truth) / abs(truth)
            if not off <= TOLERANCE:
                yield title, off


def measure(isa, rounds):
    """A Line for each integrand."""
    jifen = Jifen(NATIVE, isa, '1')
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        peers = [Jifen(VM, isa, '0'), jifen, *compile_c(isa, folder),
                 Peer(NUMEXPR, numexpr_command)]
        for text in INTEGRANDS:
            line = Line(text, points_for(jifen, text))
            for _ in range(rounds):
                for peer in peers:
                    line.add(peer.title, peer.measure(text, line.n))
            lines.append(line)
    return lines


def figure(ns):
    return '-' if ns is None else f'{ns:.3g}' if ns < 10 else f'{ns:.1f}'


def summary(lines):
    """The table: jifen, the best of the others, the usual ones."""
    rows = []
    for line in lines:
        best = line.best_other()
        mark = ' (!)' if any(line.deviants()) else ''
        rows.append([f'`{line.text}`' + mark, figure(line.ns(VM)),
                     figure(line.ns(NATIVE)), figure(line.ns(best)), best,
                     figure(line.ns(PLAIN)), figure(line.ns(NUMEXPR)),
                     f'{line.ns(best) / line.ns(NATIVE):.2f}'])
    head = ['ns a point', VM, NATIVE, 'best other', 'which', PLAIN, NUMEXPR,
            'ratio']
    return tables.markdown([head, *rows], left=(0, 4))


def everything(lines):
    """Every variant of every peer, for the kept results."""
    titles = list(dict.fromkeys(t for line in lines for t in line.seconds))
    return tables.markdown(
        [['ns a point', 'points', *titles],
         *([f'`{line.text}`', str(line.n),
            *(figure(line.ns(title)) for title in titles)]
           for line in lines)])


def complaints(lines):
    return [f'(!) `{line.text}`: the value of {title} is {off:.0e} from '
            "jifen's, relatively"
            for line in lines for title, off in line.deviants()]


def report(quick=False):
    rounds = 1 if quick else ROUNDS
    sets = [isa for isa in FLAGS if isa in machine.instruction_sets()]
    pieces = [f'Midpoint rule over 0..1, one thread, {POINTS[0]:.0e} to '
              f'{POINTS[-1]:.0e} points, medians of {rounds} rounds.  ratio: '
              'the time of the best other over the time of jifen.']
    more = []
    for isa in sets:
        lines = measure(isa, rounds)
        title = f'{isa} (C: {" ".join(FLAGS[isa])})'
        pieces += [f'{title}:', summary(lines), *complaints(lines)]
        more += [f'every variant, {title}:', everything(lines)]
    return '\n\n'.join([*pieces, machine.DETAILS, *more])

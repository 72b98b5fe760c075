# SPDX-License-Identifier: GPL-3.0-or-later
"""How to put a problem of the corpus to jifen, and to other programs."""
import ctypes.util
import json
import pathlib
import re
import select
import shutil
import subprocess
import tempfile
import time

import corpus
import dialects

LIMIT = 20  # seconds, of what should need milliseconds
PYTHON = '/usr/bin/python3'


def answer_of(said, wall):
    return corpus.Answer(said['status'], said['value'], said.get('error'),
                         said.get('seconds'), wall, said.get('trust'),
                         said.get('message') or said.get('cause') or '')


def run(command, text=None, limit=LIMIT):
    """The finished process, or None if it took too long; and its seconds."""
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True,
                              input=text, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        done = None
    return done, time.monotonic() - start


def jifen(command, problem):
    """command: the program and its options, a list."""
    extra = ['--pv'] if problem['expect'] == 'principal_value' else []
    done, wall = run([*command, *corpus.words(problem), *extra, '--json'])
    if done is None:
        return corpus.Answer('timeout')
    try:
        said = json.loads(done.stdout, parse_float=str, parse_int=str)
    except ValueError:
        return corpus.Answer('crash', text=done.stderr[-200:])
    return answer_of(said, wall)


class Jifen:
    title = 'jifen'

    def __init__(self, program):
        self.command = [program]

    def solve(self, problem):
        return jifen(self.command, problem)


class Python:
    """A solver in Python that stays: starting it takes longer than most
    problems.  One that hangs is ended."""

    def __init__(self, title, package, *words):
        self.title, self.package, self.words = title, package, words
        self.process = None

    def available(self):
        return run([PYTHON, '-c', f'import {self.package}'])[0].returncode == 0

    def start(self):
        self.process = subprocess.Popen(
            [PYTHON, str(corpus.HERE / 'python_solver.py'), *self.words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stop(self):
        self.process.kill()
        self.process.communicate()
        self.process = None

    def solve(self, problem):
        if self.process is None:
            self.start()
        start = time.monotonic()
        print(json.dumps(problem), file=self.process.stdin, flush=True)
        ready, _, _ = select.select([self.process.stdout], [], [], LIMIT)
        if not ready:
            self.stop()
            return corpus.Answer('timeout')
        return answer_of(json.loads(self.process.stdout.readline()),
                         time.monotonic() - start)


class Gsl:
    """Each problem is a C program of its own."""

    def __init__(self, title, mode):
        self.title, self.mode = title, mode
        self.folder = tempfile.TemporaryDirectory()

    def available(self):
        return bool(shutil.which('gcc') and ctypes.util.find_library('gsl'))

    def compile(self, problem):
        f, a, b = (dialects.translate(text, dialects.C)
                   for text in corpus.words(problem))
        program = f'{self.folder.name}/solver'
        subprocess.run(['gcc', '-O2', f'-DINTEGRAND(x)={f}', f'-DLOWER={a}',
                        f'-DUPPER={b}', f'-DMODE={self.mode}',
                        str(corpus.HERE / 'gsl_solver.c'), '-o', program,
                        '-lgsl', '-lgslcblas', '-lm'], check=True)
        return program

    def solve(self, problem):
        try:
            program = self.compile(problem)
        except KeyError:
            return corpus.Answer('usage')
        done, wall = run([program])
        if done is None:
            return corpus.Answer('timeout')
        status, *numbers = done.stdout.split() or ['crash', *3 * [None]]
        return corpus.Answer(status, *numbers, wall)


class Calculator:
    """A program that takes text and prints a number and no error.  It is taken
    at its word: ten digits."""

    def __init__(self, title, program, dialect, command, text=None):
        self.title, self.program, self.dialect = title, program, dialect
        self.command, self.text = command, text

    def available(self):
        return shutil.which(self.program) is not None

    def solve(self, problem):
        try:
            parts = [dialects.translate(text, self.dialect)
                     for text in corpus.words(problem)]
        except KeyError:
            return corpus.Answer('usage')
        done, wall = run([word.format(*parts) for word in self.command],
                         self.text and self.text.format(*parts))
        if done is None:
            return corpus.Answer('timeout')
        said = done.stdout.strip().replace('\u2212', '-').replace(' E', 'e')
        if not re.fullmatch(r'[-+]?[0-9.]+(e[-+]?[0-9]+)?', said, re.I):
            return corpus.Answer('unconverged', text=said)
        return corpus.Answer('converged', said, 1e-10 * abs(float(said)),
                             None, wall)


PEERS = [
    Python('SciPy quad', 'scipy', 'scipy', 'default'),
    Python('SciPy quad 1e-12', 'scipy', 'scipy', '1e-12'),
    Gsl('GSL qags, qagi', 0),
    Gsl('GSL cquad', 1),
    Python('mpmath quad', 'mpmath', 'mpmath'),
    Calculator('PARI intnum', 'gp', dialects.PARI, ['gp', '-q'],
               'print(intnum(x={1},{2},{0}))\n'),
    Calculator('qalc', 'qalc', dialects.QALC,
               ['qalc', '-t', 'integrate({0}, {1}, {2})']),
]


def find_program(): # of ./dev build
    return str(pathlib.Path(corpus.HERE).parents[1] / 'build' / 'jifen')

# SPDX-License-Identifier: GPL-3.0-or-later
"""ranks of MPI: the speed-up, the messages, and what a thousand would cost

A long job on 1, 2 ... ranks with a thread each, in turns; two ranks beside two
threads of one process, in pairs whose order alternates; and the messages of as
many ranks as are asked for, more than there are cores, since their number does
not depend on speed-up.  From these a projection to 1,000 ranks, by arithmetic
that stands beside it.
"""
import json
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import time

import machine
import tables

ROUNDS, PAIRS = 3, 7
MPIS = {'Open MPI': (['mpirun.openmpi', 'mpirun'], ['--bind-to', 'none']),
        'MPICH': (['mpiexec.mpich', 'mpiexec.hydra'], [])}
VARIABLES = {'OMPI_ALLOW_RUN_AS_ROOT': '1',
             'OMPI_ALLOW_RUN_AS_ROOT_CONFIRM': '1',
             'OMPI_MCA_rmaps_base_oversubscribe': '1'}
TRAFFIC = re.compile(r'bytes: (\d+) \+ (\d+), (\d+) of one.*?'
                     r'(\d+) \+ (\d+), (\d+) of all')

# of the projection
LETTERS_A_SECOND = 20  # of a rank: a chunk is 50 ms (src/run/spread.c)
LETTER = 5e-6          # of rank 0, seconds: one read and one answered, by TCP
LATENCY = 50e-6        # of a message between hosts
BYTE = 1e-9            # and of each of its bytes
TILE = 2**18           # evaluations


def launchers():
    """{name of an MPI: the words that start it}"""
    found = {}
    for name, (programs, options) in MPIS.items():
        for program in programs:
            if shutil.which(program) and name not in found:
                found[name] = [shutil.which(program), *options]
    return found


def run(words):
    """(seconds, user and system time, answer, what stood on stderr)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(words, env={**os.environ, **VARIABLES},
                          capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f'{" ".join(words)}: {done.stderr}')
    spent = (after.ru_utime + after.ru_stime
             - before.ru_utime - before.ru_stime)
    return took, spent, json.loads(done.stdout), done.stderr


def on_ranks(launcher, ranks, words):
    return run([*launcher, '-n', str(ranks), machine.JIFEN, *words, '--json',
                '-j', '1', '-vv'])


def speed_up(launcher, points, rounds):
    """Rows: ranks, time of the integral, times as fast."""
    words = ['sin(x)', '0', '1', '-m', 'midpoint', '-n', str(points)]
    took, values = {}, set()
    for _ in range(rounds):
        for ranks in range(1, machine.cores() + 1):
            answer = on_ranks(launcher, ranks, words)[2]
            took.setdefault(ranks, []).append(answer['seconds'])
            values.add(answer['value'])
    if len(values) != 1:
        raise SystemExit(f'the value depends on ranks: {values}')
    alone = statistics.median(took[1])
    return [[str(ranks), f'{statistics.median(of):.3f} s',
             f'{alone / statistics.median(of):.3f}']
            for ranks, of in took.items()]


def messages(launcher, points):
    """Rows: ranks, seconds, letters of one, acts, bytes of one, of all."""
    rows = []
    for ranks in (2, 4, 8, 16):
        _, _, answer, err = on_ranks(launcher, ranks,
                                     ['sin(x)', '0', '1', '-n', str(points)])
        one_letters, acts, one_bytes, letters, _, all_bytes = map(
            int, TRAFFIC.search(err).groups())
        rows.append([str(ranks), f'{answer["seconds"]:.2f} s',
                     f'{letters / ranks:.1f}', str(one_letters), str(acts),
                     str(one_bytes), f'{all_bytes / ranks:.0f}'])
    return rows


def pairs(launcher, points, rounds):
    """Ratios of 2 ranks to 2 threads: of the integrals' time, of whole
    processes, of user and system time."""
    words = ['x*x', '0', '1', '-n', str(points)]
    ratios = []
    for number in range(rounds):
        two = {}
        for kind in ('ranks', 'threads') if number % 2 else ('threads',
                                                             'ranks'):
            took, spent, answer, _ = (
                on_ranks(launcher, 2, words) if kind == 'ranks' else
                run([machine.JIFEN, *words, '--json', '-j', '2']))
            two[kind] = (answer['seconds'], took, spent, answer['value'])
        if two['ranks'][3] != two['threads'][3]:
            raise SystemExit(f'the bits differ: {two}')
        ratios.append([a / b for a, b in zip(two['ranks'][:3],
                                             two['threads'][:3])])
    return [statistics.median(column) for column in zip(*ratios)]


def efficiency(ranks, seconds, evaluation=4e-10):
    """Of a job that takes so long without any loss, one thread a rank: the
    tree of the two acts, the last tile and the letter before it."""
    tree = math.ceil(math.log2(ranks))
    acts = 2 * tree * LATENCY + 2 * tree * (LATENCY + 11.2e3 * BYTE)
    last = 2 * (TILE * evaluation + LATENCY) + ranks * LETTER
    slowed = LETTERS_A_SECOND * LETTER # rank 0, of the work of all
    return seconds / (seconds * (1 + slowed) + acts + last)


def projection():
    rows = [[str(ranks), f'{ranks * LETTERS_A_SECOND * LETTER:.1%}',
             *(f'{efficiency(ranks, seconds):.1%}' for seconds in (1, 10, 60))]
            for ranks in (10, 100, 1000)]
    return tables.markdown([['ranks', "rank 0's letters", '1 s', '10 s',
                             '60 s'], *rows], left=())


def report_of(name, launcher, quick):
    points, rounds = (10**8, 1) if quick else (2 * 10**9, ROUNDS)
    long, times = (10**9, 1) if quick else (10**11, PAIRS)
    ratio = pairs(launcher, long, times)
    return '\n'.join([
        f'{name}: `sin(x)` at {points:.0e} points, a thread a rank, time of '
        f'the integral, medians of {rounds}:', '',
        tables.markdown([['ranks', 'time', 'times as fast'],
                         *speed_up(launcher, points, rounds)], left=()), '',
        f'{name}: messages (letters of 32 bytes, acts of all ranks):', '',
        tables.markdown([['ranks', 'time', 'letters, mean', 'of rank 0',
                          'acts', 'bytes of rank 0', 'mean'],
                         *messages(launcher, points)], left=()), '',
        f'{name}: `x*x`, n = {long:.0e}, 2 ranks over 2 threads, medians of '
        f'{times} pairs: {ratio[0]:.3f} of the time of the integral, '
        f'{ratio[1]:.3f} of the whole process, {ratio[2]:.3f} of user and '
        'system time', ''])


def report(quick=False):
    return '\n'.join([
        *(report_of(name, launcher, quick)
          for name, launcher in launchers().items()),
        'Projection, not measured: a job of 1, 10 or 60 s, one thread a rank, '
        'tiles of 0.1 ms.', '',
        projection(), '',
        f'It assumes {LETTER * 1e6:.0f} us of rank 0 for a letter and its '
        f'answer, {LATENCY * 1e6:.0f} us from host to host, 1 GB/s; '
        f'{LETTERS_A_SECOND} letters a second and rank, which the 50 ms of a '
        'chunk bound; two acts of all ranks as trees, one with 11 kB; and two '
        'tiles and a letter of every rank at the end. Starting MPI is left '
        "out: it takes mpirun's own time, 0.1 to 1 s here, and more for 1000 "
        'ranks. What rank 0 spends on letters costs a share of its own work, '
        'which the others take over.'])

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev corpus: the corpus' problems in one variable, through jifen and through
what else is installed.

    board.py [--alone] [--save]     --alone: jifen only, by class
                                    --save: in bench/results/ and the pages
"""
import argparse
import collections
import statistics
import sys

import corpus
import solvers

sys.path.insert(0, str(corpus.HERE.parent.parent / 'bench'))
import machine  # noqa: E402 (it is of another folder)


def solve_all(solver, problems):
    return [(problem, answer, corpus.judge(problem, answer))
            for problem in problems
            for answer in [solver.solve(problem)]]


def row(cells, widths):
    return '| ' + ' | '.join(str(cell).ljust(width) for cell, width
                             in zip(cells, widths)) + ' |'


def table(head, rows):
    widths = [max(len(str(line[i])) for line in [head, *rows])
              for i in range(len(head))]
    rule = ['-' * width for width in widths]
    return '\n'.join(row(line, widths) for line in [head, rule, *rows])


def milliseconds(results):
    times = [1e3 * float(answer.seconds or answer.wall)
             for _, answer, _ in results if answer.wall]
    return (f'{statistics.median(times):.2f}', f'{sum(times) / 1e3:.1f}')


def by_solver(boards):
    head = ['', *corpus.VERDICTS, 'median ms', 'total s']
    rows = []
    for title, results in boards.items():
        counts = collections.Counter(verdict for _, _, verdict in results)
        rows.append([title, *(counts[v] for v in corpus.VERDICTS),
                     *milliseconds(results)])
    return table(head, rows)


def by_class(results):
    head = ['class', *corpus.VERDICTS, 'verified']
    counts = collections.defaultdict(collections.Counter)
    for problem, answer, verdict in results:
        counts[problem['class']][verdict] += 1
        if verdict == 'right' and answer.trust in ('verified', 'proved'):
            counts[problem['class']]['verified'] += 1
    return table(head, [[name, *(counts[name][v] for v in head[1:])]
                        for name in sorted(counts)])


def main():
    parser = argparse.ArgumentParser(prog='./dev corpus')
    parser.add_argument('--alone', action='store_true')
    parser.add_argument('--save', action='store_true')
    parser.add_argument('file', nargs='*')
    options = parser.parse_args()
    # a principal value has to be asked for, and others cannot be
    problems = [p for p in corpus.problems(*options.file)
                if options.alone or p['expect'] != 'principal_value']
    chosen = [solvers.Jifen(solvers.find_program())]
    if not options.alone:
        chosen += [peer for peer in solvers.PEERS if peer.available()]
    boards = {solver.title: solve_all(solver, problems) for solver in chosen}
    report = '\n\n'.join([
        machine.describe(), f'{len(problems)} problems in one variable',
        by_solver(boards), machine.DETAILS + '\n', by_class(boards['jifen'])])
    print(report)
    if options.save:
        path = machine.keep('corpus', report + '\n')
        print(f'kept in {path}', *machine.show('corpus', report),
              file=sys.stderr)


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds jifen to the corpus: nothing wrong, and no fewer right answers than
score.tsv beside this file says.

    run.py PROGRAM [--record]
"""
import collections
import sys

import corpus
import solvers

SCORE = corpus.HERE / 'score.tsv'
FAULTS = ('WRONG', 'misnamed', 'crashed')
MERITS = ('right', 'named')


def read_score():
    rows = (line.split('\t') for line in SCORE.read_text().splitlines())
    return {name: int(count) for name, count in rows}


def write_score(counts):
    SCORE.write_text(''.join(f'{name}\t{counts[name]}\n' for name in MERITS))


def tell(problem, verdict, answer):
    print(f'# {verdict} {problem["id"]}:', *corpus.words(problem))
    print(f'#   {answer.status} {answer.value} +- {answer.error},'
          f' truth {problem["value"]} {answer.text}')


def count(program):
    counts = collections.Counter()
    for problem in corpus.problems():
        answer = solvers.jifen(program, problem)
        verdict = corpus.judge(problem, answer)
        counts[verdict] += 1
        if verdict in FAULTS:
            tell(problem, verdict, answer)
    return counts


def main(program, record):
    counts = count(program)
    print('# ' + ', '.join(f'{counts[name]} {name}'
                           for name in corpus.VERDICTS))
    if record:
        write_score(counts)
    wanted = read_score()
    results = [(f'none {name}', counts[name] == 0) for name in FAULTS]
    results += [(f'at least {wanted[name]} {name}',
                 counts[name] >= wanted[name]) for name in MERITS]
    print(f'1..{len(results)}')
    for i, (what, passed) in enumerate(results, 1):
        print(f'{"ok" if passed else "not ok"} {i} - {what}')
    return 0 if all(passed for _, passed in results) else 1


if __name__ == '__main__':
    options = [word for word in sys.argv[1:] if word != '--record']
    sys.exit(main(options, '--record' in sys.argv))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds jifen to random integrals with closed forms: nothing wrong, nothing
misnamed, nothing crashed.

    run.py PROGRAM [--seed N] [--count N] [--jobs N] [--found FILE] [--table]
                   [--without CLASS,...]

Without a seed one is drawn, and printed.  tools/gen_random_integrals.py makes
the problems, which go through jifen many to a process.  found.jsonl beside this
file holds those that were wrong once: they must be right, or named.  --found
keeps what was not right, with the answer, in the corpus' format; --table prints
verdicts by class.
"""
import argparse
import collections
import json
import multiprocessing
import pathlib
import random
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / 'tools'), str(ROOT / 'tests' / 'corpus')]

# pylint: disable=wrong-import-position
import corpus
import gen_random_integrals as generator

CHUNK = 250
OPTIONS = ['--json', '-j', '1', '--timeout', '2s', '--lang', 'en']
FAULTS = ('WRONG', 'misnamed', 'refused', 'crashed')
COLUMNS = ('right', 'wide', 'miss', 'named') + FAULTS
SHOWN_MAX = 40


def answer_of(line):
    fields = json.loads(line)
    return corpus.Answer(fields['status'], fields['value'],
                         fields.get('error'), fields.get('seconds'),
                         text=fields.get('cause', fields.get('message')))


def ask(program, problems):
    """One answer for each; after a crash it goes on with the next."""
    answers = []
    while len(answers) < len(problems):
        jobs = '\n'.join('\t'.join(corpus.words(problem))
                         for problem in problems[len(answers):])
        done = subprocess.run([program, *OPTIONS], input=jobs, check=False,
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        answers += [answer_of(line) for line in lines]
        if len(answers) < len(problems):
            answers.append(corpus.Answer('crashed', text=done.stderr[-300:]))
    return answers


def judge(problem, answer):
    """As for the corpus; what is true but not to 1e-9 is called wide."""
    verdict = corpus.judge(problem, answer)
    if verdict == 'miss' and answer.status == 'converged':
        return 'wide'
    return verdict


def run_chunk(job):
    program, seed, first, count, without = job
    problems = [generator.row(seed, i) for i in range(first, first + count)]
    problems = [problem for problem in problems
                if problem['class'].rstrip('~') not in without]
    answers = ask(program, problems)
    return [(problem, answer, judge(problem, answer))
            for problem, answer in zip(problems, answers)]


def run_all(options):
    jobs = [(options.program, options.seed, first,
             min(CHUNK, options.count - first), options.without.split(','))
            for first in range(0, options.count, CHUNK)]
    with multiprocessing.Pool(options.jobs) as pool:
        for results in pool.imap(run_chunk, jobs):
            yield from results


def tell(problem, answer, verdict):
    print(f'# {verdict} {problem["class"]} {problem["id"]}:')
    print('#  ', ' '.join(repr(word) for word in corpus.words(problem)))
    print(f'#   {answer.status} {answer.value} +- {answer.error},'
          f' truth {problem["value"]} {answer.text or ""}', flush=True)


def count_relapses(program):
    """Of the problems that were wrong once."""
    problems = list(corpus.problems(HERE / 'found.jsonl'))
    relapses = 0
    for problem, answer in zip(problems, ask(program, problems)):
        verdict = judge(problem, answer)
        if verdict not in ('right', 'named'):
            tell(problem, answer, verdict)
            relapses += 1
    return relapses


def print_table(counts):
    names = sorted({name for name, _ in counts})
    print('#', 'class'.ljust(14), *(column.rjust(8) for column in COLUMNS))
    for name in names:
        print('#', name.ljust(14), *(str(counts[name, column]).rjust(8)
                                     for column in COLUMNS))


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('--seed', default=str(random.randrange(10 ** 9)))
    parser.add_argument('--count', type=int, default=2000)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--found')
    parser.add_argument('--without', default='')
    parser.add_argument('--table', action='store_true')
    return parser.parse_args()


def main():
    options = parse()
    print(f'# seed {options.seed}, {options.count} integrals', flush=True)
    began, counts, total = time.time(), collections.Counter(), \
        collections.Counter()
    found = open(options.found, 'a') if options.found else None
    for problem, answer, verdict in run_all(options):
        counts[problem['class'], verdict] += 1
        total[verdict] += 1
        if verdict in FAULTS and total[verdict] <= SHOWN_MAX:
            tell(problem, answer, verdict)
        if found and verdict not in ('right', 'named'):
            print(json.dumps({**problem, 'verdict': verdict,
                              'answer': answer}), file=found)
    if options.table:
        print_table(counts)
    print('# ' + ', '.join(f'{total[name]} {name}' for name in COLUMNS)
          + f'; {time.time() - began:.0f} s')
    relapses = count_relapses(options.program)
    print(f'1..{len(FAULTS) + 1}')
    for i, name in enumerate(FAULTS, 1):
        print(f'{"not ok" if total[name] else "ok"} {i} - none {name}')
    print(f'{"not ok" if relapses else "ok"} {len(FAULTS) + 1}'
          f' - {relapses} relapses')
    return 1 if relapses or any(total[name] for name in FAULTS) else 0


if __name__ == '__main__':
    sys.exit(main())

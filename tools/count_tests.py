#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed" for meson's testlog.json files together.

A program that speaks TAP counts as many tests as it reports, any other as
one.  A program that ends badly with every one of its tests passed (it crashed,
timed out, or ran fewer than it planned) counts as one more failure.  A file
that is not there stands for a build in which no test was asked for.
"""
import collections
import json
import os
import re
import sys

POINT = re.compile(r'^(not )?ok\b[^#\n]*(?:#\s*(skip|todo)\b)?', re.I | re.M)
PLAN = re.compile(r'^1\.\.\d+', re.M)


def tap_points(output):
    """The result of each TAP test point in a program's output."""
    if not PLAN.search(output):
        return []
    return [directive.lower() if directive else
            'failed' if failed else 'passed'
            for failed, directive in POINT.findall(output)]


def results(run):
    """The results that one program of the log stands for."""
    points = tap_points(run.get('stdout') or '')
    if run['result'] == 'SKIP' and not points:
        return ['skip']
    if run['result'] in ('OK', 'EXPECTEDFAIL', 'SKIP'):
        return points or ['passed']
    return points if 'failed' in points else points + ['failed']


def main(paths):
    count = collections.Counter()
    logs = [path for path in paths if os.path.exists(path)]
    if not logs:
        print('no test has such a name')
    for path in logs:
        with open(path, encoding='utf-8', errors='replace') as log:
            for line in log:
                count.update(results(json.loads(line)))
    if count['skip']:
        print(f"{count['skip']} skipped")
    print(f"{count['passed']} passed, {count['failed']} failed")
    return 1 if count['failed'] or not count['passed'] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

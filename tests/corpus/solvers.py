# SPDX-License-Identifier: GPL-3.0-or-later
"""How to put a problem of the corpus to jifen."""
import json
import subprocess
import time

import corpus

LIMIT = 20  # seconds, of a process that should need milliseconds


def answer_of(said, wall):
    error = said.get('error')
    return corpus.Answer(said['status'], said['value'], error,
                         said.get('seconds'), wall, said.get('trust'),
                         said.get('message') or said.get('cause') or '')


def jifen(command, problem):
    """command: the program and its options, a list."""
    extra = ['--pv'] if problem['expect'] == 'principal_value' else []
    start = time.monotonic()
    try:
        done = subprocess.run([*command, *corpus.words(problem), *extra,
                               '--json'], capture_output=True, text=True,
                              timeout=LIMIT, check=False)
        said = json.loads(done.stdout, parse_float=str, parse_int=str)
    except subprocess.TimeoutExpired:
        return corpus.Answer('timeout')
    except ValueError:
        return corpus.Answer('crash', text=done.stderr[-200:])
    return answer_of(said, time.monotonic() - start)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The corpus: integrals with trusted values, and the verdict on an answer.

README.md beside this file tells what the fields of a problem mean.
"""
import collections
import json
import pathlib
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent

# What is asked of a right answer, beside being true.
NARROW = Decimal('1e-9')

# In the order in which they are counted.
VERDICTS = ('right', 'named', 'miss', 'refused', 'misnamed', 'WRONG',
            'crashed')

# status: converged, unconverged, divergent, undefined; anything else is a
# crash.  value and error are None where there is none.  seconds: inside the
# library, or None; wall: of the whole process.
Answer = collections.namedtuple(
    'Answer', 'status value error seconds wall trust text',
    defaults=(None, None, None, None, None, ''))


def problems(*files):
    """The problems in one variable, of the named files or of all."""
    chosen = files or sorted(HERE.glob('*.jsonl'))
    for file in chosen:
        for line in pathlib.Path(file).read_text('utf-8').splitlines():
            problem = json.loads(line)
            if len(problem['vars']) == 1:
                yield problem


def words(problem):
    """Integrand, lower limit, upper limit."""
    variable = problem['vars'][0]
    return [problem['expr'], variable['lower'], variable['upper']]


def has_value(problem):
    return problem['expect'] in ('converged', 'principal_value')


def truth(problem):
    return Decimal(problem['value'])


def doubt(problem):
    """What the last digit of the reference value may be wrong by."""
    value = truth(problem)
    return abs(value) * Decimal(10) ** -problem['digits'] if value else 0


def judge_value(problem, answer):
    if answer.status in ('divergent', 'undefined'):
        return 'misnamed'
    if answer.status != 'converged' or answer.value is None:
        return 'miss'
    value, error = Decimal(answer.value), Decimal(answer.error)
    if not value.is_finite() or not error.is_finite():
        return 'miss'
    if abs(value - truth(problem)) > error + doubt(problem):
        return 'WRONG'
    scale = abs(truth(problem)) or 1
    return 'right' if error <= NARROW * scale else 'miss'


def judge_none(answer):
    """Nothing converges here."""
    if answer.status in ('divergent', 'undefined'):
        return 'named'
    return 'WRONG' if answer.status == 'converged' else 'miss'


def judge(problem, answer):
    """right: converged, true, and the error at most 1e-9 of the value.
    named: no value, and that was said.  miss: nothing was claimed that is
    not so.  refused: not understood.  misnamed: a value exists, and was
    denied.  WRONG: "converged", and the truth lies outside."""
    if answer.status in ('usage', 'syntax'):
        return 'refused'
    if answer.status not in ('converged', 'unconverged', 'divergent',
                             'undefined'):
        return 'crashed'
    if has_value(problem):
        return judge_value(problem, answer)
    return judge_none(answer)

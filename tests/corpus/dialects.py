# SPDX-License-Identifier: GPL-3.0-or-later
"""The corpus' notation, which Python can read, in the languages of other
programs.  KeyError: that language lacks something."""
import ast
import collections

# power, choice: what to put {0}, {1}, {2} into; names: what is called otherwise
# (None: as here); anything not in names does not exist.
Dialect = collections.namedtuple('Dialect', 'power choice whole names')


def names(text, **others):
    return {**{name: name for name in text.split()}, **others}


COMMON = 'sin cos tan asin acos atan sinh cosh tanh exp log sqrt floor'
C = Dialect('pow({0}, {1})', '({1} ? {0} : {2})', '{}.0', names(
    COMMON + ' asinh acosh atanh expm1 log1p cbrt erf erfc log2 log10 ceil',
    abs='fabs', max='fmax', min='fmin', gamma='tgamma', lgamma='lgamma',
    ln='log', lg='log10', pi='M_PI', e='M_E', x='x', inf='INFINITY',
    sech='1/cosh', csc='1/sin', sec='1/cos', cot='1/tan'))
PARI = Dialect('({0})^({1})', 'if({1}, {0}, {2})', '{}', names(
    COMMON + ' asinh acosh atanh expm1 log1p abs max min gamma erfc ceil x',
    lgamma='lngamma', ln='log', sign='sign', pi='Pi', e='exp(1)', inf='oo',
    sech='1/cosh', csc='1/sin', sec='1/cos', cot='1/tan'))
QALC = Dialect('({0})^({1})', None, '{}', names(
    COMMON + ' asinh acosh atanh abs max min gamma erf erfc ceil cbrt x',
    ln='ln', log='ln', sign='sgn', pi='pi', e='e', inf='infinity',
    sech='sech', csc='csc', sec='sec', cot='cot'))

SIGNS = {ast.Add: '+', ast.Sub: '-', ast.Mult: '*', ast.Div: '/',
         ast.Lt: '<', ast.LtE: '<=', ast.Gt: '>', ast.GtE: '>=',
         ast.Eq: '==', ast.NotEq: '!='}


def put_power(node, dialect):
    return dialect.power.format(put(node.left, dialect),
                                put(node.right, dialect))


def put_number(node, dialect):
    whole = isinstance(node.value, int)
    return dialect.whole.format(node.value) if whole else repr(node.value)


def put_choice(node, dialect):
    if dialect.choice is None:
        raise KeyError('choice')
    parts = (put(n, dialect) for n in (node.body, node.test, node.orelse))
    return '(' + dialect.choice.format(*parts) + ')'


def put_call(node, dialect):
    arguments = ', '.join(put(n, dialect) for n in node.args)
    return f'({dialect.names[node.func.id]}({arguments}))'


def put_binary(node, dialect):
    if isinstance(node.op, ast.Pow):
        return put_power(node, dialect)
    return (f'({put(node.left, dialect)} {SIGNS[type(node.op)]} '
            f'{put(node.right, dialect)})')


def put_comparison(node, dialect):
    if len(node.ops) != 1:
        raise KeyError('comparison')
    return (f'({put(node.left, dialect)} {SIGNS[type(node.ops[0])]} '
            f'{put(node.comparators[0], dialect)})')


FORMS = {
    ast.BinOp: put_binary, ast.Constant: put_number, ast.IfExp: put_choice,
    ast.Call: put_call, ast.Compare: put_comparison,
    ast.Name: lambda node, dialect: dialect.names[node.id],
    ast.UnaryOp: lambda node, dialect: f'(-{put(node.operand, dialect)})',
}


def put(node, dialect):
    return FORMS[type(node)](node, dialect)


def translate(text, dialect):
    return put(ast.parse(text.strip(), mode='eval').body, dialect)

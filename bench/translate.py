# SPDX-License-Identifier: GPL-3.0-or-later
"""An integrand's text, which Python can read, in the languages of the peers."""
import ast
import re

SIGNS = {ast.Add: '+', ast.Sub: '-', ast.Mult: '*', ast.Div: '/'}
POWER_MAX = 8  # integer powers up to here are written as products

NUMEXPR_NAMES = {'atan': 'arctan'}
NUMEXPR_LACKS = {'erf'}


def power_in_c(base, exponent):
    if (isinstance(exponent, ast.Constant) and
            exponent.value in range(2, POWER_MAX + 1)):
        return '(' + '*'.join([in_c(base)] * exponent.value) + ')'
    return f'pow({in_c(base)}, {in_c(exponent)})'


def in_c(node):
    """A syntax tree in C; each operation in brackets."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return power_in_c(node.left, node.right)
    if isinstance(node, ast.BinOp):
        return (f'({in_c(node.left)} {SIGNS[type(node.op)]} '
                f'{in_c(node.right)})')
    if isinstance(node, ast.UnaryOp):
        return f'(-{in_c(node.operand)})'
    if isinstance(node, ast.Call):
        return f'{node.func.id}({", ".join(map(in_c, node.args))})'
    return node.id if isinstance(node, ast.Name) else repr(float(node.value))


def as_c(text):
    return in_c(ast.parse(text, mode='eval').body)


def as_numexpr(text):
    """None if it has no such function."""
    names = set(re.findall(r'[a-z]\w*', text))
    if names & NUMEXPR_LACKS:
        return None
    return re.sub(r'[a-z]\w*',
                  lambda m: NUMEXPR_NAMES.get(m.group(0), m.group(0)), text)

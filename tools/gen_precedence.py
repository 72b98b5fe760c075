#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/expr/python.test: random expressions, and the same with
parentheses around everything, as Python's own parser understands them.

    /usr/bin/python3 tools/gen_precedence.py > tests/expr/python.test
"""
import ast
import random

BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
          ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**"}
COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
           ast.Eq: "==", ast.NotEq: "!="}
BOOL = {ast.And: " and ", ast.Or: " or "}
WORDS = (["+", "-", "*", "/", "//", "%"] * 3 + ["**"] * 6
         + list(COMPARE.values()) + [" and ", " or "] * 2)


def full(node):
    """The tree in parentheses."""
    if isinstance(node, ast.BinOp):
        return "(%s%s%s)" % (full(node.left), BINARY[type(node.op)],
                             full(node.right))
    if isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.UAdd):
            return full(node.operand)
        sign = "-" if isinstance(node.op, ast.USub) else "not "
        return "(%s%s)" % (sign, full(node.operand))
    if isinstance(node, ast.BoolOp):
        text = full(node.values[0])
        for value in node.values[1:]:
            text = "(%s%s%s)" % (text, BOOL[type(node.op)], full(value))
        return text
    if isinstance(node, ast.Compare):
        left, text = full(node.left), None
        for op, right in zip(node.ops, map(full, node.comparators)):
            pair = "(%s%s%s)" % (left, COMPARE[type(op)], right)
            text = "(%s and %s)" % (text, pair) if text else pair
            left = right
        return text
    if isinstance(node, ast.IfExp):
        return "if(%s, %s, %s)" % tuple(map(full, (node.test, node.body,
                                                   node.orelse)))
    if isinstance(node, ast.Call):
        return "%s(%s)" % (node.func.id, ", ".join(map(full, node.args)))
    return ast.unparse(node)


def leaf(random):
    text = random.choice(["x", "y", "a", "2", "3", "0.5", "sin(x)",
                          "max(x, y-1)", "(x+y)", "(x-1)", "(-x)"])
    before = random.choice([""] * 5 + ["-", "-", "+", "- -"])
    return before + text


def expression(random):
    text = leaf(random)
    for _ in range(random.randrange(1, 7)):
        word = random.choice(WORDS)
        text += word
        if word in BOOL.values() and random.random() < 0.3:
            text += "not "
        text += leaf(random)
    if random.random() < 0.15:
        text += " if %s<%s else %s" % tuple(leaf(random) for _ in range(3))
    return text


print("# SPDX-License-Identifier: GPL-3.0-or-later")
print("# Made by tools/gen_precedence.py: a text, and how Python reads it.")
generator = random.Random(2)
for _ in range(250):
    text = expression(generator)
    if "%-" in text.replace(" ", "") or "%+" in text.replace(" ", ""):
        continue  # 5%-1 is refused
    print("~ %s\t%s" % (text, full(ast.parse(text, mode="eval").body)))

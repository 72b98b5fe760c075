# SPDX-License-Identifier: GPL-3.0-or-later
"""What the generators of tables share: numbers as hex literals, rows of C."""
from fractions import Fraction

import mpmath


def nearest(x):
    """The double nearest to x (mpf or Fraction); float() of an mpf may cut."""
    if isinstance(x, Fraction):
        return float(x)
    with mpmath.workprec(53):
        return float(+x)


def pair(x):
    """x as the sum of two doubles, hi + lo."""
    hi = nearest(x)
    return hi, nearest(x - hi)


def literal(x):
    """A C literal of exactly the double x."""
    return x.hex() if x else "0"


def comment(x, digits):
    if isinstance(x, Fraction):
        x = mpmath.mpf(x.numerator) / x.denominator
    return "/* %s */" % mpmath.nstr(x, digits, strip_zeros=False)


def head(generator):
    return ("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
            "/* Made by tools/%s; do not edit. */\n// clang-format off\n"
            % generator)


def column(declaration, numbers, digits):
    """An array of doubles, each below its exact value."""
    rows = "".join("    %s\n    %s,\n" % (comment(x, digits),
                                          literal(nearest(x)))
                   for x in numbers)
    return "\n%s = {\n%s};\n" % (declaration, rows)


def shared(name, numbers, per_line=2):
    """A table for lookups, once in the program for all instruction sets: see
    src/eval/vmath/tables.h."""
    cells = [literal(nearest(x)) for x in numbers]
    lines = ",\n".join("    " + ", ".join(cells[i:i + per_line])
                       for i in range(0, len(cells), per_line))
    return "\nJF_TABLE(jf_%s, %d,\n%s)\n" % (name, len(cells), lines)


def pairs(declaration, numbers, digits):
    """The same for hi + lo."""
    rows = "".join("    %s\n    {%s, %s},\n" % (comment(x, digits),
                                                *map(literal, pair(x)))
                   for x in numbers)
    return "\n%s = {\n%s};\n" % (declaration, rows)


def triangle(declaration, lines, digits):
    """An array of rows of doubles; what is missing at their ends is 0."""
    text = "\n%s = {\n" % declaration
    for line in lines:
        cells = ["%s %s" % (comment(x, digits), literal(nearest(x)))
                 for x in line]
        text += "    {" + ",\n     ".join(cells) + "},\n"
    return text + "};\n"

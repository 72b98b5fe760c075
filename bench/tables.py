# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown tables that are tables in a terminal, too."""


def markdown(cells, left=(0,)):
    """The first row is the head; columns in `left` are flush left."""
    width = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = ['| ' + ' | '.join(
        cell.ljust(w) if i in left else cell.rjust(w)
        for i, (cell, w) in enumerate(zip(row, width))) + ' |'
        for row in cells]
    rule = ['-' * (w + 1) + ('-' if i in left else ':')
            for i, w in enumerate(width)]
    return '\n'.join([lines[0], '|' + '|'.join(rule) + '|', *lines[1:]])

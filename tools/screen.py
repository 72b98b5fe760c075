# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal in memory: the cells that a stream of characters leaves behind.

It knows what jifen and wine's console send: moves of the cursor, erasing,
colours, titles; any other sequence is passed over.
"""
import re
import unicodedata

PLAIN = (None, False)  # colour, bold
SEQUENCE = re.compile(r'\x1b\[([?>]?)([\d;]*)[ -/]*([@-~])|'
                      r'\x1b\]\d*;?(.*?)(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|'
                      r'\x1b[=>78]|.', re.S)


def cells_of(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.cells = [self.blank() for _ in range(rows)]
        self.x = self.y = 0
        self.style, self.title = PLAIN, ''

    def blank(self):
        return [(' ', PLAIN)] * self.columns

    def feed(self, text):
        for found in SEQUENCE.finditer(text):
            private, numbers, verb, title = found.groups()
            if title is not None:
                self.title = title
            elif verb and not private:
                self.obey(verb, [int(n) if n else 0
                                 for n in numbers.split(';')])
            elif not verb and not found.group().startswith('\x1b'):
                self.put(found.group())

    def put(self, character):
        if character == '\n':
            self.down()
        elif character == '\r':
            self.x = 0
        elif character == '\b':
            self.x = max(0, self.x - 1)
        elif character >= ' ':
            width = cells_of(character)
            if self.x + width > self.columns:
                self.x = 0
                self.down()
            for i in range(width):
                self.cells[self.y][self.x + i] = (character if i == 0 else '',
                                                  self.style)
            self.x += width

    def down(self):
        if self.y + 1 < self.rows:
            self.y += 1
        else:
            self.cells = self.cells[1:] + [self.blank()]

    def obey(self, verb, numbers):
        """A control sequence."""
        n = max(1, numbers[0])
        if verb in 'Hf':
            self.y = min(n, self.rows) - 1
            self.x = min(max(1, *numbers[1:2], 1), self.columns) - 1
        elif verb in 'ABCDG':
            self.y = {'A': max(0, self.y - n),
                      'B': min(self.rows - 1, self.y + n)}.get(verb, self.y)
            self.x = {'C': min(self.columns - 1, self.x + n),
                      'D': max(0, self.x - n), 'G': n - 1}.get(verb, self.x)
        elif verb in 'JKX':
            self.erase(verb, numbers[0])
        elif verb == 'm':
            for number in numbers:
                self.paint(number)

    def erase(self, verb, n):
        if verb == 'J':
            if n == 2:
                self.cells = [self.blank() for _ in range(self.rows)]
                return
            for y in range(self.y + 1, self.rows):
                self.cells[y] = self.blank()
        end = self.x + max(1, n) if verb == 'X' else self.columns
        self.cells[self.y][self.x:end] = self.blank()[self.x:end]

    def paint(self, number):
        colour, bold = self.style
        if number == 0:
            colour, bold = PLAIN
        elif number in (1, 22):
            bold = number == 1
        elif 30 <= number <= 37 or 90 <= number <= 97:
            colour = number % 10
        elif number == 39:
            colour = None
        self.style = (colour, bold)

    @property
    def cursor(self):
        return self.x, self.y

    def line_before_cursor(self):
        return ''.join(c for c, _ in self.cells[self.y][:self.x])

    def text(self):
        """The lines down to that of the cursor."""
        return [''.join(c for c, _ in row).rstrip()
                for row in self.cells[:self.y + 1]]

    def runs(self, row):
        """(column, cells, text, style) of what may be drawn in one piece:
        equal in style and in the width of its characters."""
        found = []
        for x, (character, style) in enumerate(self.cells[row]):
            if character == '':
                continue
            kind = (style, cells_of(character), character.isascii())
            if found and found[-1][-1] == kind and character != ' ':
                found[-1][1] += cells_of(character)
                found[-1][2] += character
            elif character != ' ':
                found.append([x, cells_of(character), character, style, kind])
            elif found:
                found[-1][-1] = None  # words are placed one by one
        return [run[:4] for run in found]


def after(text, columns, rows):
    """The screen that has got all of the text."""
    screen = Screen(columns, rows)
    screen.feed(text)
    return screen

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the dialog as it looks in a window of Windows, from what it prints.

    draw_dialog.py [--write] JIFEN...

JIFEN is the command that starts the program: build/jifen, or wine.sh jifen.exe.
It runs in a pseudo-terminal and gets the answers below; what is on the screen
then is drawn.  Without --write the drawings are compared with those that the
pages show, and the program fails where one differs; times and numbers of
threads, which are never the same, are taken from the old drawing first.
"""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import xml.sax.saxutils

import gen_icon
import repo
import screen

ANSWERS = {
    'zh': ['sin(x)/x', '', '2pi', '', 'tam(x)', '４／（１＋ｘ^2）', '', '１',
           '1000000'],
    'en': ['sin(x)/x', '', '2pi', '', 'tam(x)', '4/(1+x^2)', '', '1',
           '1000000']}
PATIENCE = 20  # seconds without a question
QUIET = 0.2  # seconds: then a question is complete
COLUMNS, ROWS = 84, 27
VARIES = re.compile(r'[\d.e-]+(?= (?:us|ms|s|min)\b)|'
                    r'[\d.e-]+(?: 微秒| 毫秒| 秒| 分)|'
                    r'(?<=, )\d+(?= threads?)|(?<=，)\d+(?= 个?线程)|'
                    r' (?:us|ms|s|min)\b')

CELL, LINE, EDGE, BAR = 8.8, 20, 12, 34
FONT = ("Consolas, 'Cascadia Mono', 'DejaVu Sans Mono', NSimSun, "
        "'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', 'Microsoft YaHei', "
        'monospace')
COLOURS = {None: '#cccccc', 1: '#e74856', 2: '#16c60c', 3: '#f9f1a5',
           4: '#3b78ff', 5: '#b4009e', 6: '#61d6d6', 7: '#f2f2f2'}


# ---- the program on its terminal


def is_asked(shown):
    """True where the cursor waits behind a question."""
    return shown.line_before_cursor().endswith('= ')


def read_until_asked(terminal, shown):
    """What the program prints until it waits for an answer."""
    said, began = b'', time.monotonic()
    while time.monotonic() < began + PATIENCE:
        if select.select([terminal], [], [], QUIET)[0]:
            said += os.read(terminal, 65536)
        elif is_asked(screen.after(shown + said.decode('utf-8', 'ignore'),
                                   COLUMNS, ROWS)):
            return said.decode()
    raise SystemExit(f'no question came after {said!r}')


def converse(command, lang):
    """All that the terminal got, up to the question after the last answer."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                struct.pack('HHHH', ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'TERM': 'dumb',
                   'FORCE_COLOR': '1', 'JIFEN_LANG': lang}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs,
                          env=environment, start_new_session=True) as program:
        os.close(theirs)
        try:
            said = read_until_asked(ours, '')
            for answer in ANSWERS[lang]:
                os.write(ours, (answer + '\r').encode())
                said += read_until_asked(ours, said)
        finally:
            program.kill()
            os.close(ours)
    return said


def with_old_figures(said, drawing):
    """The same, with the times that an old drawing shows."""
    old = VARIES.findall(as_text(drawing))
    if len(old) != len(VARIES.findall(said)):
        return said
    figures = iter(old)
    return VARIES.sub(lambda _: next(figures), said)


def as_text(drawing):
    """The lines on the screen of a drawing."""
    found = re.search(r'<desc>(.*)</desc>', drawing, re.S)
    return xml.sax.saxutils.unescape(found.group(1)) if found else ''


# ---- the drawing


def escape(text):
    return xml.sax.saxutils.escape(text)


def path(shape, scale, x, y):
    points = ' '.join(f'{x + scale * px:.2f},{y + scale * py:.2f}'
                      for px, py in shape)
    return f'M{points}Z'


def draw_icon(x, y, size):
    """The program's icon, flat."""
    parts = [('#2a4fa8', [gen_icon.tile()]),
             ('#fca944', [gen_icon.below(gen_icon.LOWER, gen_icon.UPPER, 12)]),
             ('#ffffff', gen_icon.sign(1.3, 0.295, 0.5, 0.84))]
    for colour, shapes in parts:
        for shape in shapes:
            yield f'<path fill="{colour}" d="{path(shape, size, x, y)}"/>'


def draw_bar(width, title):
    yield (f'<path fill="#202020" d="M0 {BAR}V8a8 8 0 0 1 8-8H{width - 8}a8 8 '
           f'0 0 1 8 8V{BAR}Z"/>')
    yield from draw_icon(12, 9, 16)
    yield (f'<text x="36" y="22" font-size="13" fill="#ffffff" font-family="'
           "'Segoe UI', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif\">"
           f'{escape(title)}</text>')
    x = width - 128
    yield (f'<path stroke="#ffffff" fill="none" d="M{x} 17h10M{x + 46} 12h10v10'
           f'h-10zM{x + 92} 12l10 10m0-10l-10 10"/>')


def draw_line(y, runs):
    """Each run at its columns, whatever fonts there are."""
    for column, width, text, (colour, bold) in runs:
        if text.strip():
            weight = ' font-weight="bold"' if bold else ''
            yield (f'<text x="{EDGE + CELL * column:.1f}" y="{y}" '
                   f'textLength="{CELL * width:.1f}" '
                   f'fill="{COLOURS[colour]}"{weight}>{escape(text)}</text>')


def draw(said):
    """The title is the one set, or what the banner begins with."""
    shown = screen.after(said, COLUMNS, ROWS)
    lines = shown.text()
    title = shown.title or re.split(r' [\d.]+ {2,}', lines[0])[0]
    width = round(COLUMNS * CELL + 2 * EDGE)
    height = BAR + 2 * EDGE + LINE * len(lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}">',
        '<!-- SPDX-License-Identifier: GPL-3.0-or-later; '
        'made by tools/draw_dialog.py -->',
        f'<title>{escape(title)}</title>',
        '<desc>' + escape('\n'.join(lines)) + '</desc>',
        f'<rect width="{width}" height="{height}" rx="8" fill="#0c0c0c"/>',
        *draw_bar(width, title),
        f'<g font-family="{FONT}" font-size="14.6" xml:space="preserve">']
    base = BAR + EDGE + 15
    for row in range(len(lines)):
        parts += draw_line(base + LINE * row, shown.runs(row))
    x, y = shown.cursor
    parts += [f'<rect x="{EDGE + CELL * x:.1f}" y="{base + LINE * y + 1}" '
              f'width="{CELL}" height="3" fill="#cccccc"/>', '</g>', '</svg>']
    return '\n'.join(parts) + '\n'


def main(*words):
    write = '--write' in words
    command = [word for word in words if word != '--write']
    complaints = []
    for lang in ANSWERS:
        kept = repo.ROOT / 'docs' / 'images' / f'dialog-{lang}.svg'
        before = kept.read_text('utf-8') if kept.exists() else ''
        drawing = draw(with_old_figures(converse(command, lang), before))
        if drawing == before:
            continue
        if write:
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(drawing, 'utf-8')
        else:
            complaints.append(f'{repo.name(kept)} is not what the program '
                              f'shows:\n{as_text(drawing)}')
    if complaints:
        print('tools/draw_dialog.py --write JIFEN would renew them\n')
    repo.verdict('dialog', complaints)


if __name__ == '__main__':
    main(*sys.argv[1:])

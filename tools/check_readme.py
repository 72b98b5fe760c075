#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of the pages and compares what they print.

    check_readme.py JIFEN [--write]

In a block marked "console" a line that begins with "$ " is a command, run by
the shell on a terminal with `jifen` in its path; the lines below are what it
prints.  Times, numbers of threads, and digits that rounding may change, may
differ.  --write puts what was printed into the pages instead.
"""
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile

import repo

PAGES = ['README.md', 'README.zh.md']
BLOCK = re.compile(r'(?<=^```console\n)(.*?)(?=^```$)', re.M | re.S)
COLOUR = re.compile(r'\x1b\[[0-9;]*m')
# What depends on the machine and the moment.
VARIES = [(re.compile(r'[\d.e-]+ (us|ms|s|min)\b'), 'TIME'),
          (re.compile(r'[\d.e-]+ (微秒|毫秒|秒|分)'), 'TIME'),
          (re.compile(r'"seconds":[\d.e-]+'), 'TIME'),
          (re.compile(r', \d+ threads?|，\d+ 个?线程'), 'THREADS'),
          (re.compile(r'"threads":\d+'), 'THREADS'),
          (re.compile(r'± [\d.e-]+|"error":[\d.e-]+'), 'ERROR'),
          (re.compile(r'(?<=\.\d{13})\d+'), '')]


def run(command, folder):
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    environment = {'PATH': f'{folder}:{os.environ["PATH"]}', 'TERM': 'xterm',
                   'LC_ALL': 'C.UTF-8', 'NO_COLOR': '1'}
    with subprocess.Popen(['sh', '-c', command], stdin=theirs, stdout=theirs,
                          stderr=theirs, env=environment):
        os.close(theirs)
        printed = b''
        try:
            while chunk := os.read(ours, 65536):
                printed += chunk
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return COLOUR.sub('', printed.decode()).replace('\r\n', '\n')


def rerun(block, folder):
    commands = [line for line in block.splitlines() if line.startswith('$ ')]
    return ''.join(f'{line}\n{run(line[2:], folder)}' for line in commands)


def blurred(text):
    for pattern, stand_in in VARIES:
        text = pattern.sub(stand_in, text)
    return text


def check(page, folder, write):
    """The complaints about a page."""
    path, complaints = repo.ROOT / page, []

    def replace(match):
        printed = rerun(match.group(0), folder)
        if blurred(printed) == blurred(match.group(0)):
            return match.group(0)
        complaints.append(f'{page}: an example prints\n{printed}')
        return printed

    text = BLOCK.sub(replace, path.read_text('utf-8'))
    if write:
        path.write_text(text, 'utf-8')
    return complaints


def main(jifen, *options):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, 'jifen').symlink_to(os.path.abspath(jifen))
        complaints = [complaint for page in PAGES for complaint in
                      check(page, folder, '--write' in options)]
    if complaints:
        print('tools/check_readme.py JIFEN --write would renew them\n')
    repo.verdict('readme', complaints)


if __name__ == '__main__':
    main(*sys.argv[1:])

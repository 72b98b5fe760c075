#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a source file does not name its licence in its first lines."""
import repo

LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'
SLASH, HASH = f'/* {LICENCE} */', f'# {LICENCE}'
FORM = {'.c': SLASH, '.h': SLASH, '.def': SLASH, '.inc': SLASH,
        '.py': HASH, '.sh': HASH, '.build': HASH, '.txt': HASH, '': HASH}
SOURCES = ('.c', '.h', '.def', '.inc', '.py', '.sh', 'meson.build',
           'meson_options.txt', '/run')


def main():
    complaints = []
    paths = repo.files(*SOURCES) + [repo.ROOT / 'dev']
    for path in paths:
        lines = path.read_text('utf-8').splitlines()[:2]
        if lines and lines[0].startswith('#!'):
            del lines[0]
        if not lines or lines[0] != FORM[path.suffix]:
            complaints.append(f'{repo.name(path)}: no SPDX line on top')
    repo.verdict('spdx', complaints)


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a second build of the Windows packages gives other bytes.

    check_windows_twice.py MADE

MADE is the folder that ./dev windows has filled.  The second build is made of
a copy of the source in another place, in a build folder of another depth, with
the same SOURCE_DATE_EPOCH.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import repo


def copy_source(to):
    for path in repo.files():
        copy = to / repo.name(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)


def build(source, folder):
    """Builds and packs; the folder with the packages."""
    cross = source / 'tools' / 'cross'
    environment = {**os.environ, 'PATH': f'{cross}:{os.environ["PATH"]}'}
    for command in (['meson', 'setup', folder, source, '-Dtests=false',
                     f'--cross-file={cross / "windows.ini"}'],
                    ['ninja', '-C', folder],
                    [sys.executable, source / 'tools' / 'windows_packages.py',
                     folder / 'jifen.exe',
                     folder / 'packaging' / 'windows' / 'jifen.ico',
                     folder / 'made']):
        subprocess.run(command, env=environment, check=True,
                       stdout=subprocess.DEVNULL)
    return folder / 'made'


def main(made):
    with tempfile.TemporaryDirectory() as place:
        source = pathlib.Path(place) / 'another' / 'place' / 'jifen'
        copy_source(source)
        again = (build(source, pathlib.Path(place) / 'b') / 'SHA256SUMS'
                 ).read_text().splitlines()
    before = (pathlib.Path(made) / 'SHA256SUMS').read_text().splitlines()
    repo.verdict('windows twice', [
        f'differs: {line}' for line in sorted({*before} ^ {*again})])


if __name__ == '__main__':
    main(*sys.argv[1:])

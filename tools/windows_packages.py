#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes from a Windows program what people download.

    windows_packages.py JIFEN.EXE ICON.ICO OUT [--url URL]

In OUT: jifen.exe (stripped), the zip, the installer (where makensis is), the
manifests for winget and scoop, and SHA256SUMS.  The manifests say that the zip
is to be had below URL.  Equal programs give equal bytes: files carry the time
SOURCE_DATE_EPOCH.
"""
import argparse
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import zipfile

import repo

STRIP = 'x86_64-w64-mingw32-strip'
TEMPLATES = repo.ROOT / 'packaging' / 'windows'
NOT_PUBLISHED = 'https://example.invalid/jifen'
EPOCH = int(os.environ.get('SOURCE_DATE_EPOCH', 0))
ZIP_FIRST_TIME = 315532800  # 1980 begins


def version():
    header = repo.ROOT / 'include' / 'jifen' / 'version.h'
    return re.search(r'JIFEN_VERSION "(.*)"', header.read_text()).group(1)


def names():
    """What the templates ask for between @ signs; the zip's sum comes later."""
    numbers = version().split('-')[0]
    return {'VERSION': version(), 'NUMBERS': f'{numbers}.0',
            'ZIP': f'jifen-{version()}-windows-x64.zip'}


def fill(text, values):
    return re.sub(r'@([A-Z0-9_]+)@', lambda name: values[name.group(1)], text)


def as_windows_text(path, values):
    """Lines and signature such as the oldest Notepad can show."""
    text = fill(path.read_text('utf-8'), values)
    return b'\xef\xbb\xbf' + text.replace('\n', '\r\n').encode()


def collect(exe, icon, values, folder):
    """Fills a folder with what is installed, and the icon; gives the names."""
    # -p: or strip would write the time of day into the file
    subprocess.run([STRIP, '-p', '-o', folder / 'jifen.exe', exe], check=True)
    texts = {'README.txt': TEMPLATES / 'README.txt',
             'examples.txt': TEMPLATES / 'examples.txt',
             'LICENSE.txt': repo.ROOT / 'LICENSE'}
    for name, source in texts.items():
        (folder / name).write_bytes(as_windows_text(source, values))
    shutil.copyfile(icon, folder / 'jifen.ico')
    return ['jifen.exe', *sorted(texts)]


def make_zip(folder, files, path):
    when = time.gmtime(max(EPOCH, ZIP_FIRST_TIME))[:6]
    with zipfile.ZipFile(path, 'w') as packed:
        for name in files:
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # whatever it was packed on
            packed.writestr(entry, (folder / name).read_bytes(),
                            compresslevel=9)


def make_installer(folder, files, values, path):
    """False where there is nothing to make it with."""
    makensis = shutil.which('makensis')
    if makensis:
        size = sum((folder / name).stat().st_size for name in files)
        given = {'VERSION': values['VERSION'], 'NUMBERS': values['NUMBERS'],
                 'SIZE': (size + 1023) // 1024, 'FILES': folder,
                 'OUT': path.resolve()}
        subprocess.run([makensis, '-V2', '-WX', '-NOCONFIG',
                        *(f'-D{name}={value}'
                          for name, value in given.items()), 'jifen.nsi'],
                       cwd=TEMPLATES, check=True,
                       env={**os.environ, 'SOURCE_DATE_EPOCH': str(EPOCH)})
    return bool(makensis)


def fill_manifests(out, values):
    for kind in ('winget', 'scoop'):
        (out / kind).mkdir(exist_ok=True)
        for template in sorted((TEMPLATES / kind).iterdir()):
            text = fill(template.read_text('utf-8'), values)
            (out / kind / template.name).write_text(text, 'utf-8')


def sum_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_sums(out):
    files = sorted(path for path in out.rglob('*')
                   if path.is_file() and path.name != 'SHA256SUMS')
    (out / 'SHA256SUMS').write_text(''.join(
        f'{sum_of(path)}  {path.relative_to(out).as_posix()}\n'
        for path in files))


def make(exe, icon, out, url):
    """A line about each file made."""
    values = names()
    if out.exists() and any(out.iterdir()):
        if not (out / 'SHA256SUMS').is_file():
            raise SystemExit(f'{out}: holds other things')
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        files = collect(exe, icon, values, folder)
        shutil.copyfile(folder / 'jifen.exe', out / 'jifen.exe')
        make_zip(folder, files, out / values['ZIP'])
        installer = out / f'jifen-{version()}-setup.exe'
        if not make_installer(folder, files, values, installer):
            yield 'no makensis here, so no installer'
    digest = sum_of(out / values['ZIP'])
    fill_manifests(out, {**values, 'URL': url, 'ZIP_SHA256': digest,
                         'ZIP_SHA256_UPPER': digest.upper()})
    write_sums(out)
    for path in sorted(out.iterdir()):
        if path.suffix in ('.exe', '.zip'):
            yield f'{path.stat().st_size:9,} bytes  {path.name}'
    yield 'manifests in winget/ and scoop/, checksums in SHA256SUMS'


def main():
    parser = argparse.ArgumentParser(prog='windows_packages.py')
    parser.add_argument('exe', type=pathlib.Path)
    parser.add_argument('icon', type=pathlib.Path)
    parser.add_argument('out', type=pathlib.Path)
    parser.add_argument('--url', default=NOT_PUBLISHED)
    options = parser.parse_args()
    for line in make(options.exe, options.icon, options.out, options.url):
        print(line)


if __name__ == '__main__':
    main()

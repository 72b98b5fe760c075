#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the packages for Windows and looks into each; installs the program
under wine, and takes it away again.  packages.py JIFEN.EXE ICON; prints TAP.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
import zipfile

import pe
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WINE = ROOT / 'tools' / 'cross' / 'wine.sh'
LIMIT = 1000000  # bytes of the program: 1 MB
SYSTEM = {'kernel32.dll', 'msvcrt.dll', 'shell32.dll', 'user32.dll',
          'advapi32.dll'}
SIZES = [16, 24, 32, 48, 256]
KEY = r'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\jifen'
FOLDER = 'C:\\积分'
WAIT = 60  # seconds, for what an installer does after it has returned


def expect(condition, complaint):
    if not condition:
        raise AssertionError(complaint)


# ---- files


def test_program(out):
    """the program is small and needs nothing but Windows"""
    data = (out / 'jifen.exe').read_bytes()
    program = pe.Program(data)
    expect(len(data) < LIMIT, f'{len(data)} bytes')
    others = {name.lower() for name in program.imports()} - SYSTEM
    expect(not others, f'it imports {others}')


def test_reproducible(out):
    """the program holds no time and no path of where it was built"""
    data = (out / 'jifen.exe').read_bytes()
    expect(pe.Program(data).timestamp() == 0, 'a time')
    for path in (str(ROOT), '/build', '../', '/usr/', '/tmp/'):
        expect(path.encode() not in data, f'{path} is in it')


def test_version(out):
    """Explorer shows a version, in English and Chinese"""
    blocks = pe.Program((out / 'jifen.exe').read_bytes()).of_type(
        pe.TYPE_VERSION)
    text = blocks[1].decode('utf-16-le', 'replace')
    for word in ('040904b0', '080404b0', '定积分计算器', 'definite integrals',
                 version(out)):
        expect(word in text, f'no {word}')
    numbers = [*map(int, version(out).split('.')), 0]
    at = blocks[1].index(b'\xbd\x04\xef\xfe')
    high = int.from_bytes(blocks[1][at + 8:at + 12], 'little')
    expect([high >> 16, high & 0xffff] == numbers[:2], f'file version {high}')


def test_manifest(out):
    """the manifest asks for UTF-8, long paths, and no more rights"""
    manifest = pe.Program((out / 'jifen.exe').read_bytes()).of_type(
        pe.TYPE_MANIFEST)[1]
    tree = xml.etree.ElementTree.fromstring(manifest)
    said = {element.tag.split('}')[1]: element for element in tree.iter()}
    expect(said['activeCodePage'].text == 'UTF-8', 'code page')
    expect(said['longPathAware'].text == 'true', 'long paths')
    level = said['requestedExecutionLevel'].get('level')
    expect(level == 'asInvoker', level)


def test_icon(out):
    """the icon has all its sizes"""
    program = pe.Program((out / 'jifen.exe').read_bytes())
    group = program.of_type(pe.TYPE_ICONS)[1]
    sizes = [group[6 + 14 * i] or 256 for i in range(group[4])]
    expect(sizes == SIZES, f'{sizes}')
    expect(len(program.of_type(pe.TYPE_ICON)) == len(SIZES), 'images')


def test_zip(out):
    """the zip holds the program, texts, and nothing that varies"""
    with zipfile.ZipFile(archive(out)) as packed:
        expect(packed.testzip() is None, 'damaged')
        expect(packed.namelist() == ['jifen.exe', 'LICENSE.txt', 'README.txt',
                                     'examples.txt'], packed.namelist())
        expect(packed.read('jifen.exe') == (out / 'jifen.exe').read_bytes(),
               'another program')
        for name in packed.namelist()[1:]:
            text = packed.read(name)
            expect(text.count(b'\n') == text.count(b'\r\n'), f'{name}: lines')
            expect(b'@' not in text.replace(b'@list', b''), f'{name}: @')


def test_sums(out):
    """SHA256SUMS is right about every file"""
    said = dict(reversed(line.split('  ', 1)) for line in
                (out / 'SHA256SUMS').read_text().splitlines())
    found = {path.relative_to(out).as_posix(): digest(path)
             for path in out.rglob('*')
             if path.is_file() and path.name != 'SHA256SUMS'}
    expect(said == found, f'{said} {found}')


REQUIRED = {
    'version': 'DefaultLocale',
    'installer': 'Installers',
    'defaultLocale': 'PackageLocale Publisher PackageName License '
                     'ShortDescription',
    'locale': 'PackageLocale'}


def test_winget(out):
    """the manifests for winget are complete"""
    seen = {}
    for path in (out / 'winget').iterdir():
        manifest = yaml.safe_load(path.read_text('utf-8'))
        kind = manifest['ManifestType']
        seen[kind] = manifest
        for key in ('PackageIdentifier PackageVersion ManifestVersion '
                    + REQUIRED[kind]).split():
            expect(manifest.get(key), f'{path.name}: no {key}')
        expect(str(manifest['PackageVersion']) == version(out), 'version')
        expect(path.name.startswith(manifest['PackageIdentifier']), path.name)
        expect(len(manifest.get('ShortDescription', '')) <= 256, 'too long')
    expect(seen.keys() == REQUIRED.keys(), f'{seen.keys()}')
    expect(seen['version']['DefaultLocale'] ==
           seen['defaultLocale']['PackageLocale'], 'default locale')
    installer = seen['installer']
    expect((installer['InstallerType'], installer['NestedInstallerType'])
           == ('zip', 'portable'), 'kind')
    [only] = installer['Installers']
    expect(only['InstallerUrl'].endswith('/' + archive(out).name), 'URL')
    expect(only['InstallerSha256'] == digest(archive(out)).upper(), 'sum')
    with zipfile.ZipFile(archive(out)) as packed:
        for nested in installer['NestedInstallerFiles']:
            packed.getinfo(nested['RelativeFilePath'])


def test_scoop(out):
    """the manifest for scoop is complete"""
    manifest = json.loads((out / 'scoop' / 'jifen.json').read_text())
    for key in ('version', 'description', 'homepage', 'license', 'bin'):
        expect(manifest.get(key), f'no {key}')
    expect(manifest['version'] == version(out), 'version')
    of = manifest['architecture']['64bit']
    expect(of['hash'] == digest(archive(out)), 'sum')
    expect(of['url'].endswith('/' + archive(out).name), 'URL')


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version(out):
    return re.search(r'jifen-(.*)-windows', archive(out).name).group(1)


def archive(out):
    [path] = out.glob('*.zip')
    return path


# ---- the installer


def call(*words):
    return subprocess.run([WINE, *words], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)


def wine(*words, fails=False):
    done = call(*words)
    expect((done.returncode != 0) == fails, f'{words}: {done}')
    return done.stdout.decode(errors='replace')


def start(*words):
    return subprocess.Popen([WINE, *words], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def on_disk(windows_path):
    """Where wine keeps C:\\..."""
    prefix = os.environ.get('WINEPREFIX', ROOT / 'build-wine')
    return pathlib.Path(prefix, 'drive_c',
                        *windows_path.split('\\')[1:])


KINDS = {'': 'REG_SZ', 'hex(2)': 'REG_EXPAND_SZ', 'hex(7)': 'REG_MULTI_SZ'}


def user_path():
    """(type, value) of the user's PATH, or None.  reg query would print it in
    the code page of the console."""
    with tempfile.TemporaryDirectory() as folder:
        kept = pathlib.Path(folder) / 'environment.reg'
        wine('reg', 'export', r'HKCU\Environment', f'Z:{kept}')
        text = kept.read_text('utf-16').replace('\\\n', '')
    found = re.search(r'^"Path"=(?:"(.*)"|(hex.\d.):(.*))$', text, re.M | re.I)
    if not found:
        return None
    value, kind, codes = found.groups()
    if kind:
        value = bytes.fromhex(codes.replace(',', '')).decode('utf-16-le')
    else:
        value = re.sub(r'\\(.)', r'\1', value)
    return KINDS[kind or ''], value.rstrip('\0')


def set_user_path(path):
    if path:
        wine('reg', 'add', r'HKCU\Environment', '/v', 'Path', '/t', path[0],
             '/d', path[1], '/f')
    elif user_path():
        wine('reg', 'delete', r'HKCU\Environment', '/v', 'Path', '/f')


def install(out):
    """Nobody can cancel a silent installer, which it would tell by 1; seen once
    in 150 starts, with no word, that is wine's."""
    [setup] = out.glob('*-setup.exe')
    done = call(setup, '/S', f'/D={FOLDER}')
    if done.returncode == 1:
        print('wine failed to run the installer: once more', file=sys.stderr)
        done = call(setup, '/S', f'/D={FOLDER}')
    expect(done.returncode == 0, done)


def uninstall():
    wine(f'{FOLDER}\\uninstall.exe', '/S')
    wait_for_uninstaller()


def wait_for_uninstaller():
    """It works on as a copy of itself; the folder goes last."""
    end = time.monotonic() + WAIT
    while on_disk(FOLDER).exists() and time.monotonic() < end:
        time.sleep(0.1)
    if on_disk(FOLDER).exists():
        left = sorted(path.name for path in on_disk(FOLDER).iterdir())
        raise AssertionError(f'the folder is still there, with {left}')


def test_install(out):
    """it installs, is found by its name, and leaves nothing behind"""
    set_user_path(('REG_SZ', 'C:\\tools'))
    install(out)
    names = sorted(path.name for path in on_disk(FOLDER).iterdir())
    expect(names == ['LICENSE.txt', 'README.txt', 'examples.txt', 'jifen.exe',
                     'uninstall.exe'], names)
    said = wine(f'{FOLDER}\\jifen.exe', '3x^2', '0', '2')
    expect(said.strip() == '8', said)
    said = wine('cmd', '/c', 'jifen "3x^2" 0 2')
    expect(said.strip() == '8', said)
    listed = wine('reg', 'query', KEY)
    for word in ('DisplayVersion', version(out), 'QuietUninstallString'):
        expect(word in listed, f'no {word} in {listed}')
    uninstall()
    wine('reg', 'query', KEY, fails=True)
    shortcuts = [*on_disk('C:\\users').glob('**/jifen*.lnk')]
    expect(not shortcuts, shortcuts)
    expect(user_path() == ('REG_SZ', 'C:\\tools'), user_path())


PATHS = {
    'none': (None, ('REG_EXPAND_SZ', FOLDER)),
    'names in it': (('REG_EXPAND_SZ', '%USERPROFILE%\\bin'),
                    ('REG_EXPAND_SZ', f'%USERPROFILE%\\bin;{FOLDER}')),
    'a semicolon at its end': (('REG_SZ', 'C:\\a;'),
                               ('REG_SZ', f'C:\\a;{FOLDER};')),
    'its name in another': (('REG_SZ', f'{FOLDER}2;C:\\a'),
                            ('REG_SZ', f'{FOLDER}2;C:\\a;{FOLDER}')),
    'long': (('REG_SZ', ';'.join(f'C:\\folder{i}' for i in range(500))),
             ('REG_SZ', ';'.join([*(f'C:\\folder{i}' for i in range(500)),
                                  FOLDER]))),
    'too long': (('REG_SZ', 'C:\\' + 'x' * 8186),) * 2,
    'of another type': (('REG_MULTI_SZ', 'C:\\a'),) * 2,
}


def test_path(out):
    """any PATH gets the folder, once, and is then as it was"""
    for title, (before, between) in PATHS.items():
        set_user_path(before)
        install(out)
        if title == 'long':
            install(out)
        expect(user_path() == between, f'{title}: {user_path()}')
        uninstall()
        expect(user_path() == before, f'{title}, after: {user_path()}')


def test_path_in_front(out):
    """the folder is taken out of the PATH wherever it stands"""
    for before, after in ((f'{FOLDER};C:\\a', 'C:\\a'),
                          (f'C:\\a;{FOLDER};C:\\b', 'C:\\a;C:\\b')):
        set_user_path(('REG_SZ', before))
        install(out)
        expect(user_path()[1] == before, user_path())
        uninstall()
        expect(user_path()[1] == after, user_path())


def test_in_use(out):
    """what runs is not overwritten; the uninstaller waits for it"""
    [setup] = out.glob('*-setup.exe')
    there = on_disk(FOLDER)
    for name in ('jifen.exe', 'uninstall.exe'):
        install(out)
        shutil.copyfile(there / 'uninstall.exe', there.parent / 'remove.exe')
        (there / name).write_bytes((there / 'jifen.exe').read_bytes())
        with start(f'{FOLDER}\\{name}', '-') as running:
            running.stdin.write(b'3x^2; 0; 2\n')
            running.stdin.flush()
            expect(running.stdout.readline().strip() == b'8', 'no answer')
            if name == 'jifen.exe':
                wine(setup, '/S', f'/D={FOLDER}', fails=True)
            # the copy that the uninstaller would make and not wait for
            with start('C:\\remove.exe', '/S', f'_?={FOLDER}') as remove:
                time.sleep(1)
                expect((there / name).exists(), f'{name} was deleted')
                running.communicate()
                remove.communicate()
        expect(not there.exists(), f'{name}: the folder is still there')
        wine('reg', 'query', KEY, fails=True)


FILES = [test_program, test_reproducible, test_version, test_manifest,
         test_icon, test_zip, test_sums, test_winget, test_scoop]
INSTALLER = [test_install, test_path, test_path_in_front, test_in_use]


def why_not():
    """What is missing to try the installer."""
    if not shutil.which('makensis'):
        return 'no makensis'
    if not pathlib.Path('/usr/lib/wine/wine64').exists():
        return 'no wine'
    return ''


def run(tests, out, skip=''):
    failed = 0
    for test in tests:
        run.number += 1
        title, verdict, said = test.__doc__, 'ok', ''
        try:
            if not skip:
                test(out)
        except Exception as wrong:  # any: the others are still to be run
            verdict, said = 'not ok', f'# {type(wrong).__name__}: {wrong}'
            print(f'{title}: {said}', file=sys.stderr)  # Meson shows no '#'
            failed += 1
        print(f'{verdict} {run.number} - {title}' +
              (f' # SKIP {skip}' if skip else ''), said, sep='\n' * bool(said))
    return failed


run.number = 0


def main(exe, icon):
    print(f'1..{len(FILES) + len(INSTALLER)}')
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        subprocess.run([sys.executable, ROOT / 'tools/windows_packages.py',
                        exe, icon, out], check=True, stdout=sys.stderr)
        failed = run(FILES, out)
        skip = why_not()
        before = None if skip else user_path()
        try:
            failed += run(INSTALLER, out, skip)
        finally:
            if not skip:
                set_user_path(before)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles every header alone: the public ones as C17 and as C++17, those of
the layers and of the command line as C17.

    check_headers.py C-COMPILER C++-COMPILER

The C++ compiler may be '' (none is there): then its half is skipped.  Speaks
TAP, a test for each header and language.
"""
import concurrent.futures
import subprocess
import sys

import repo

FLAGS = ['-fsyntax-only', '-Wall', '-Wextra', '-Wpedantic', '-Werror',
         '-Wno-unused-macros', '-D_POSIX_C_SOURCE=200809L']
# Pieces of base/simd/simd.h, which compiles them itself.
PIECES = ('generic.h', 'neon.h', 'avx2.h', 'avx512.h')


def public_jobs(c, cxx):
    for path in repo.files('.h', under=('include/',)):
        header = str(path.relative_to(repo.ROOT / 'include'))
        yield header, 'C17', c, ['-x', 'c', '-std=c17', '-Iinclude']
        yield header, 'C++17', cxx, ['-x', 'c++', '-std=c++17', '-Iinclude']


def private_jobs(c):
    for path in repo.files('.h', under=('src/', 'cli/')):
        parts = path.relative_to(repo.ROOT).parts
        header = '/'.join(parts[1:] if parts[0] == 'src' else parts)
        if path.name not in PIECES:
            yield header, 'C17', c, ['-x', 'c', '-std=c17', '-Iinclude',
                                     '-Isrc', '-I.']


def compile_alone(job):
    """(title, what the compiler says, or None when it was not run)"""
    header, language, compiler, flags = job
    title = f'{header} as {language}'
    if not compiler:
        return title, None
    done = subprocess.run([*compiler.split(), *FLAGS, *flags, '-'],
                          input=f'#include <{header}>\n' * 2 + 'int unit;\n',
                          cwd=repo.ROOT, capture_output=True, text=True,
                          check=False)
    return title, done.stderr if done.returncode else ''


def main(c, cxx):
    jobs = [*public_jobs(c, cxx), *private_jobs(c)]
    print(f'1..{len(jobs)}')
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for i, (title, said) in enumerate(pool.map(compile_alone, jobs), 1):
            if said is None:
                print(f'ok {i} - {title} # SKIP no C++ compiler')
            else:
                print(f"{'not ok' if said else 'ok'} {i} - {title}")
                sys.stdout.writelines(f'# {line}\n'
                                      for line in said.splitlines())


if __name__ == '__main__':
    main(*sys.argv[1:])

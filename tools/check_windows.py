#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program for Windows x64 may be; prints TAP.

    check_windows.py JIFEN.EXE OBJDUMP

It needs the DLLs of the table below, which every Windows has, and no others.
And it moves no wide register to or from the stack by an instruction that
demands alignment: Windows aligns the stack to 16 bytes, and compilers were
known to forget that (GCC bug 54412).
"""
import re
import subprocess
import sys

SYSTEM = {
    'KERNEL32.dll': 'processes, memory, threads, the console',
    'msvcrt.dll': 'the C library that is part of Windows',
    'SHELL32.dll': 'the words of the command line',
    'USER32.dll': 'the window of a console',
    'ADVAPI32.dll': 'the registry',
    'ole32.dll': 'COM',
}
IMPORT = re.compile(r'^\s*DLL Name: (\S+)$', re.M)
ALIGNED = re.compile(r'\tv?mov(?:ap[sd]|dqa(?:32|64)?|ntp[sd]|ntdqa?)\s.*'
                     r'\(%r[sb]p[,)].*', re.M)
WIDE = re.compile(r'%[yz]mm')
SHOWN_MAX = 20


def check(number, good, title, details=()):
    print('ok' if good else 'not ok', number, '-', title)
    for line in () if good else list(details)[:SHOWN_MAX]:
        print('#', line)
    return good


def main(program, objdump):
    def said(option):
        return subprocess.run([objdump, option, program], check=True,
                              capture_output=True, text=True).stdout

    imports = set(IMPORT.findall(said('-p')))
    foreign = imports - SYSTEM.keys()
    code = said('-d')
    aligned = [line.strip() for line in ALIGNED.findall(code)
               if WIDE.search(line)]
    good = check(1, imports and not foreign, 'it needs system DLLs only',
                 sorted(foreign))
    good &= check(2, bool(WIDE.search(code)) and not aligned,
                  'wide registers are moved to the stack unaligned', aligned)
    print('1..2')
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every command that the help shows: examples.py PROGRAM, prints TAP.

More words before PROGRAM are a command that runs it, an emulator.
"""
import re
import shlex
import subprocess
import sys
import unicodedata

program = sys.argv[1:]
number = failed = 0


def run(words):
    return subprocess.run([*program, *words], capture_output=True,
                          stdin=subprocess.DEVNULL, encoding="utf-8",
                          timeout=60)


def columns(line):
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


# One letter a character: A for those that some fonts draw one column wide and
# others two (of East_Asian_Width "A"), a blank for a blank.
def kinds(line):
    return "".join(" " if c == " " else
                   "A" if unicodedata.east_asian_width(c) == "A" else "x"
                   for c in line)


AFTER_UNSURE = re.compile("A.* {2,}[^ ]")


def test(title, ok):
    global number, failed
    number += 1
    failed += not ok
    print("ok" if ok else "not ok", number, "-", title)


for lang in ("en", "zh"):
    for page in ("-h", "--examples"):
        for line in run([page, "--lang", lang]).stdout.splitlines():
            command = line.strip().split("   ")[0]
            if not command.startswith(("jifen '", 'jifen "')):
                continue
            done = run(shlex.split(command)[1:])
            test(f"{lang} {page}: {command}",
                 done.returncode == 0 and done.stdout and not done.stderr)
    for page in ("-h", "--help", "--examples"):
        shown = run([page, "--lang", lang]).stdout.splitlines()
        test(f"{lang} {page} fits 80 columns", max(map(columns, shown)) <= 80)
        test(f"{lang} {page} aligns nothing behind a sign of unsure width",
             not any(AFTER_UNSURE.search(kinds(line)) for line in shown))
    test(f"{lang} -h is one screen",
         len(run(["-h", "--lang", lang]).stdout.splitlines()) <= 24)

print(f"1..{number}")
sys.exit(failed > 0)

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the cases of *.case files against a jifen program, prints TAP.

    run.py PROGRAM [--by COMMAND] [--record] FILE.case ...

A case begins with "== title".  Then lines in any order:

    $ 'sin(x)/x' 0 1     the words, quoted as for a shell; there is no shell
    env: LANG=zh_CN.UTF-8
    in: x^2 ; 0..1\\n     standard input, with Python's escapes
    tty: yes             standard output is a terminal
    full: yes            standard output is a disk without space
    posix: REASON        not on Windows, and why
    exit: 2              0 where it is left out

and at last what is written, each line behind '>' (output) or '!' (errors).
Evaluations, times, threads and errors differ between machines and methods, so
they are masked on both sides: "15 evaluations" is "N evaluations", "0.04 ms"
is "T ms", "± 2e-16" is "± E"; and a number of 15 digits or more is rounded to
14, so that what stands in the files is the truth, not the last bit.
"json: yes" compares parsed objects instead of text.  On Windows (PROGRAM ends
with .exe) commands are shown in double quotes, as its shell takes them.
--record writes what came out into the files, for a person to read; --by runs
PROGRAM by another one.
"""
import argparse
import ast
import json
import os
import pathlib
import pty
import re
import shlex
import subprocess
import sys

MASKS = [
    (re.compile(r"\d+ evaluations?"), "N evaluations"),
    (re.compile(r"求值 \d+ 次"), "求值 N 次"),
    (re.compile(r"\d+ threads?"), "N threads"),
    (re.compile(r"\d+ 线程"), "N 线程"),
    (re.compile(r"\d+ intervals?"), "N intervals"),
    (re.compile(r"\d+ 个区间"), "N 个区间"),
    (re.compile(r"[0-9.]+ m?s$", re.M), "T ms"),
    (re.compile(r"[0-9.]+ 毫?秒"), "T 毫秒"),
    (re.compile(r"耗时：[0-9.]+s"), "耗时：Ts"),
    (re.compile(r"calculation: [0-9.]+s"), "calculation: Ts"),
    (re.compile(r"(±|\+-) ?[0-9][0-9.e-]*"), r"\1 E"),
    (re.compile(r"(avx2|avx512|neon|generic)$", re.M), "ISA"),
    (re.compile(r"reached rel [0-9.e-]+"), "reached rel E"),
    (re.compile(r"达到相对 [0-9.e-]+"), "达到相对 E"),
    (re.compile(r"(errs by|known to|误差至多|误差约) [0-9.e-]+"), r"\1 E"),
    (re.compile(r"(panels|distance|pieces|intervals) \(\d+\)"), r"\1 (N)"),
    (re.compile(r"(小区间|加倍|分段|区间)（\d+ (个|段)）"), r"\1（N \2）"),
]
NUMBER = re.compile(r"-?\b[0-9]+\.[0-9]+(e-?[0-9]+)?\b")
JSON_MASKS = {"evaluations", "seconds", "threads", "error"}
CONSOLE = re.compile(r"\x1b\[\?25[lh]|\r+(?=\n)")  # a terminal's, or wine's
QUOTED = re.compile(r"jifen '([^']*)'")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nowhere",
               "TERM": "xterm", "NO_COLOR": "1"}


class Case:
    def __init__(self, title, line):
        self.title, self.line = title, line
        self.words, self.env, self.stdin = [], {}, b""
        self.tty = self.json = self.full = False
        self.exit = 0
        self.posix = None
        self.out, self.err = [], []

    def add(self, text):
        key, _, value = text.partition(" ")
        if key == "$":
            self.words = shlex.split(value)
        elif key == "env:":
            self.env.update(item.split("=", 1) for item in value.split())
        elif key == "in:":
            self.stdin += ast.literal_eval(f"'''{value}'''").encode(
                "utf-8", "surrogateescape")
        elif key == "tty:":
            self.tty = value == "yes"
        elif key == "json:":
            self.json = value == "yes"
        elif key == "full:":
            self.full = value == "yes"
        elif key == "posix:":
            self.posix = value
        elif key == "exit:":
            self.exit = int(value)
        else:
            raise ValueError(f"line {self.line}: not understood: {text}")


def read_cases(path, windows):
    cases = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if windows and line.startswith("> {"):
            line = QUOTED.sub(r'jifen \\"\1\\"', line)
        elif windows and line.startswith((">", "!")):
            line = QUOTED.sub(r'jifen "\1"', line)
        if line.startswith("== "):
            cases.append(Case(line[3:], number))
        elif line.startswith(">"):
            cases[-1].out.append(line[1:].removeprefix(" "))
        elif line.startswith("!"):
            cases[-1].err.append(line[1:].removeprefix(" "))
        elif line and not line.startswith("#"):
            cases[-1].add(line)
    return cases


def round_number(match):
    digits = re.sub(r"e.*|[-.]", "", match[0]).lstrip("0")
    return f"{float(match[0]):.14g}" if len(digits) >= 15 else match[0]


def mask(text):
    text = NUMBER.sub(round_number, text)
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def mask_json(line):
    try:
        data = json.loads(line, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return "no JSON: " + line
    for part in [data, *data.get("pieces", [])]:
        for key in JSON_MASKS & part.keys():
            if part[key] is not None:
                part[key] = "masked"
    return mask(json.dumps(data, ensure_ascii=False))


def run(command, case):
    env = {**ENVIRONMENT, **case.env}
    master = None
    stdout = subprocess.PIPE
    if case.tty:
        master, stdout = pty.openpty()
    if case.full:
        stdout = open("/dev/full", "wb")
    process = subprocess.Popen([*command, *case.words], env=env, stdout=stdout,
                               stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    if not case.tty:
        out, err = process.communicate(case.stdin, timeout=60)
        return (out or b"").decode(), err.decode(), process.returncode
    os.close(stdout)
    process.stdin.write(case.stdin)
    process.stdin.close()
    out = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    os.close(master)
    err = process.stderr.read()
    process.wait(timeout=60)
    return CONSOLE.sub("", out.decode()), err.decode(), process.returncode


def lines_of(text):
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += "<no newline>"
    return lines


def check(command, case):
    """The lines that say what differs; none when the case passes."""
    out, err, code = run(command, case)
    case.got = lines_of(mask(out)), lines_of(mask(err)), code
    got, want = lines_of(mask(out)), [mask(line) for line in case.out]
    if case.json:
        got = [mask_json(line) for line in lines_of(out)]
        want = [mask_json(line) for line in case.out]
        case.got = got, case.got[1], code
    faults = []
    for name, a, b in (("output", got, want),
                       ("errors", lines_of(mask(err)),
                        [mask(line) for line in case.err]),
                       ("exit", [str(code)], [str(case.exit)])):
        if a != b:
            faults += [f"{name}:"] + ["  got  " + line for line in a]
            faults += ["  want " + line for line in b]
    return faults


def record(path, cases):
    source = [line for line in path.read_text().splitlines()
              if not line.startswith((">", "!", "exit:"))]
    text, index = [], -1

    def finish():
        while text and text[-1] == "":
            text.pop()
        if index >= 0:
            out, err, code = cases[index].got
            text.extend([f"exit: {code}"] if code else [])
            text.extend(("> " + line).rstrip() for line in out)
            text.extend(("! " + line).rstrip() for line in err)
            text.append("")
    for line in source:
        if line.startswith("== "):
            finish()
            index += 1
        text.append(line)
    finish()
    path.write_text("\n".join(text).rstrip() + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--by", default="")
    options = parser.parse_args()
    command = [*options.by.split(), options.program]
    windows = options.program.endswith(".exe")
    total = failed = 0
    for path in options.files:
        cases = read_cases(path, windows)
        for case in cases:
            total += 1
            title = f"{total} - {path.stem}: {case.title}"
            if windows and case.posix:
                print("ok", title, "# SKIP", case.posix)
                continue
            faults = check(command, case)
            if faults and windows and not case.got[0]:
                # wine, under load, may end before it has shown anything
                faults = check(command, case)
            failed += bool(faults)
            print("not ok" if faults else "ok", title)
            for fault in faults:
                print("#", fault)
        if options.record:
            record(path, cases)
    print(f"1..{total}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

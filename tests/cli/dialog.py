#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the dialog in a pseudo-terminal: dialog.py PROGRAM, prints TAP.

A script is a list of (what must appear, what is typed then).  The first run of
each is with the terminal's own editing; with --editing a second one follows
with libedit, and what must appear is the same.
"""
import codecs
import os
import pty
import re
import select
import sys
import tempfile
import time

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\r\a]")
EN = ["--lang", "en"]
ZH = ["--lang", "zh"]
UP = "\x1b[A"

SCRIPTS = {
    "four questions, defaults, empty answer ends": (EN, 0, [
        ("integrand f(x) = ", "x^2\n"),
        ("lower limit [0] = ", "\n"),
        ("upper limit [1] = ", "3\n"),
        ("panels [auto]   = ", "\n"),
        ("∫[0, 3] x^2 dx", None),
        ("  = 9  ±", None),
        ("  converged (verified), ", None),
        ("integrand f(x) = ", "x^3\n"),
        ("lower limit [0] = ", "\n"),
        ("upper limit [3] = ", "2\n"),
        ("panels [auto]   = ", "1000\n"),
        ("  = 4  ±", None),
        ("Simpson, 1000 panels", None),
        ("integrand f(x) = ", "x\n"),
        ("lower limit [0] = ", "\n"),
        ("upper limit [2] = ", "\n"),
        ("panels [1000]   = ", "auto\n"),
        ("converged", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "four questions in Chinese": (ZH, 0, [
        ("直接回车退出", None),
        ("被积函数 f(x) = ", "sin(x)\n"),
        ("下限 [0]        = ", "\n"),
        ("上限 [1]        = ", "π\n"),
        ("分割数 [自动]   = ", "\n"),
        ("∫[0, pi] sin(x) dx", None),
        ("  = 2  ±", None),
        ("已收敛（已验证），求值 ", None),
        ("被积函数 f(x) = ", "\n"),
    ]),
    "full-width typing": (ZH, 0, [
        ("被积函数 f(x) = ", "２ｘ＋（１）\n"),
        ("下限 [0]        = ", "－１\n"),
        ("上限 [1]        = ", "１\n"),
        ("分割数 [自动]   = ", "１０\n"),
        ("∫[-1, 1] 2*x+1 dx", None),
        ("  = 2  ±", None),
        ("10 个分割", None),
        ("被积函数 f(x) = ", "\n"),
    ]),
    "a mistake asks only that question again": (ZH, 0, [
        ("被积函数 f(x) = ", "tam(x)\n"),
        ("                ^~~  不认识的函数“tam”", None),
        ("是不是想写 tan ？", None),
        ("被积函数 f(x) = ", "CLEARx\n"),
        ("下限 [0]        = ", "1+\n"),
        ("                   ^  ", None),
        ("下限 [0]        = ", "CLEAR0\n"),
        ("上限 [1]        = ", "sqrt(-1)\n"),
        ("没有实数值", None),
        ("上限 [1]        = ", "CLEAR2\n"),
        ("分割数 [自动]   = ", "many\n"),
        ("不能作分割数", None),
        ("分割数 [自动]   = ", "CLEAR\n"),
        ("  = 2  ±", None),
        ("被积函数 f(x) = ", "\n"),
    ]),
    "a whole job is not asked further": (EN, 0, [
        ("integrand f(x) = ", "a*t ; t=0..2 ; a=3\n"),
        ("∫[0, 2] a*t dt   (a = 3)", None),
        ("  = 6  ±", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "parameters are asked when met": (EN, 0, [
        ("integrand f(x) = ", "a*x\n"),
        ("lower limit [0] = ", "\n"),
        ("upper limit [1] = ", "b\n"),
        ("parameter a     = ", "\n"),
        ("parameter a     = ", "6\n"),
        ("parameter b     = ", "1/0*0\n"),
        ("has no real value", None),
        ("parameter b     = ", "CLEAR2\n"),
        ("panels [auto]   = ", "\n"),
        ("(a = 6, b = 2)", None),
        ("  = 12  ±", None),
        ("integrand f(x) = ", "a*x ; 0..2\n"),
        ("parameter a [6] = ", "\n"),
        ("  = 12  ±", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "an integrand that misses its range": (EN, 0, [
        ("integrand f(x) = ", "sqrt(x) ; -1..1\n"),
        ("undefined: ", None),
        ("hint: ", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "a calculator": (EN, 0, [
        ("integrand f(x) = ", "1+2*3\n"),
        ("  = 7", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "help and examples": (ZH, 0, [
        ("被积函数 f(x) = ", "？\n"),
        ("直接回车取方括号里的值", None),
        ("被积函数 f(x) = ", "ex\n"),
        ("exp(-a*t^2) ; t=0..2 ; a=3", None),
        ("被积函数 f(x) = ", "? 反正切\n"),
        ("arctan(x)", None),
        ("被积函数 f(x) = ", ":q\n"),
    ]),
    "the end of the input ends it": (EN, 0, [
        ("integrand f(x) = ", "x\n"),
        ("lower limit [0] = ", "\x04"),
    ]),
    "limits are asked for on a terminal": (EN + ["x^2"], 0, [
        ("lower limit [0] = ", "\n"),
        ("upper limit [1] = ", "3\n"),
        ("panels [auto]   = ", "\n"),
        ("  = 9  ±", None),
    ]),
    "the end of the input instead of limits": (EN + ["x^2"], 2, [
        ("lower limit [0] = ", "\x04"),
    ]),
}
# Only where lines can be edited.
EDITING = {
    "a mistake can be corrected in place": (EN, 0, [
        ("integrand f(x) = ", "6*tam(x)+5*x\n"),
        ("                   ^~~  unknown function 'tam'", None),
        ("integrand f(x) = ", "\x04\x04\x04tan\x05/5\n"),
        ("lower limit [0] = ", "\n"),
        ("upper limit [1] = ", "\n"),
        ("panels [auto]   = ", "\n"),
        ("∫[0, 1] 6*tan(x)+5*x/5 dx", None),
        ("  = 4.19375882231608", None), # 1/2 - 6 ln cos 1
        ("integrand f(x) = ", "\n"),
    ]),
    "history, in one run and the next": (EN, 0, [
        ("integrand f(x) = ", "7*x ; 0..2\n"),
        ("  = 14  ±", None),
        ("integrand f(x) = ", UP + "\n"),
        ("  = 14  ±", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "history of the run before": (EN, 0, [
        ("integrand f(x) = ", UP + "\n"),
        ("  = 14  ±", None),
        ("integrand f(x) = ", "\n"),
    ]),
}


def plain(raw):
    return ESCAPES.sub("", raw)


class Terminal:
    """A pseudo-terminal; `screen` makes readable text of what comes out."""

    def __init__(self, command, env, screen=plain):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        self.raw, self.seen, self.screen = "", 0, screen
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            part = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += self.decoder.decode(part)
        return bool(part)

    def wait_for(self, text):
        """True when the text appears after what was seen before."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            at = self.screen(self.raw).find(text, self.seen)
            if at >= 0:
                self.seen = at + len(text)
                return True
            if not self.read(1) and not self.alive():
                return False
        return False

    def alive(self):
        return os.waitid(os.P_PID, self.pid,
                         os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def close(self):
        while self.read(5):
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def play(terminal, steps, editing=False):
    """What went wrong, or None; and the exit code."""
    fault = None
    for text, keys in steps:
        if not terminal.wait_for(text):
            fault = f"never appeared: {text!r}; screen: {terminal.raw!r}"
            break
        if keys is not None:
            # Ctrl-A Ctrl-K take away what libedit has put there.
            clear = "\x01\x0b" if editing else ""
            keys = keys.replace("CLEAR", clear)
            if any(key < " " and key != "\n" for key in keys):
                time.sleep(0.3)  # until libedit has taken over the terminal
            terminal.type(keys)
    if fault:
        os.close(terminal.fd)
        os.waitpid(terminal.pid, 0)
        return fault, None
    return None, terminal.close()


def main():
    program = os.path.abspath(sys.argv[1])
    number = failed = 0
    state = tempfile.TemporaryDirectory()
    runs = [("plain", "dumb", SCRIPTS)]
    if "--editing" in sys.argv:
        runs.append(("libedit", "xterm", {**SCRIPTS, **EDITING}))
    for name, term, scripts in runs:
        env = {"LC_ALL": "C.UTF-8", "TERM": term, "NO_COLOR": "1",
               "XDG_STATE_HOME": state.name}
        for title, (words, exit_code, steps) in scripts.items():
            fault, got = play(Terminal([program, *words], env), steps,
                              name == "libedit")
            if not fault and got != exit_code:
                fault = f"exit {got}, not {exit_code}"
            number += 1
            failed += bool(fault)
            print("not ok" if fault else "ok", number, "-", f"{name}: {title}")
            if fault:
                print("#", fault)
    print(f"1..{number}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

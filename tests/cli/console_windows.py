#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at a Windows console: console_windows.py [WINE] PROGRAM.exe

WINE is the command that runs a Windows program.  In a pseudo-terminal wine
opens a real console, read and written in UTF-16, and the program has it for
itself, as after a double-click.  Prints TAP.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import dialog

FORWARD = re.compile(r"\x1b\[(\d*)C")
ZH = ["--lang", "zh"]
EN = ["--lang", "en"]
HEAD = "line,integrand,variable,from,to,parameters,value,error,status,message"

SCRIPTS = {
    "a double-click, in Chinese, full-width": (ZH, 0, [
        ("<title jifen 定积分计算器>", None),
        ("直接回车退出", None),
        ("被积函数 f(x) = ", "４／（１＋ｘ²）\n"),
        ("下限 [0]        = ", "０\n"),
        ("上限 [1]        = ", "１\n"),
        ("分割数 [自动]   = ", "\n"),
        ("∫[0, 1] 4/(1+x^2) dx", None),
        ("  = 3.14159265358979", None),
        ("已收敛（已验证），求值 ", None),
        ("被积函数 f(x) = ", "ｓｉｎ（ｘ）；０．．π\n"),
        ("∫[0, pi] sin(x) dx", None),
        ("  = 2  ±", None),
        ("被积函数 f(x) = ", "积分\n"),
        ("                ^~~~  不认识的名称“积分”", None),
        ("被积函数 f(x) = ", "\n"),
    ]),
    "a title in English": (EN, 0, [
        ("<title jifen definite integrals>", None),
        ("integrand f(x) = ", "\n"),
    ]),
    "a long line": (EN, 0, [
        ("integrand f(x) = ", "1" + 3000 * " " + "+1\n"),
        ("  = 2", None),
        ("integrand f(x) = ", "\n"),
    ]),
}


def screen(raw):
    """A console moves the cursor over blanks instead of writing them."""
    raw = FORWARD.sub(lambda match: " " * int(match[1] or 1), raw)
    raw = re.sub(r"\x1b\]0;([^\a]*)\a", r"<title \1>", raw)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\a]", "", raw)


class Windows:
    def __init__(self, command):
        self.command = command
        self.env = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
                    "TERM": "xterm"}
        self.number = self.failed = 0

    def report(self, title, fault):
        self.number += 1
        self.failed += bool(fault)
        print("not ok" if fault else "ok", self.number, "-", title)
        if fault:
            print("#", fault)

    def play(self, words, steps, command=None):
        """What went wrong, or None, and the exit code."""
        steps = [(text, keys and keys.replace("\n", "\r"))
                 for text, keys in steps]
        terminal = dialog.Terminal([*(command or self.command), *words],
                                   self.env, screen)
        return dialog.play(terminal, steps)

    def script(self, title, words, exit_code, steps, command=None):
        fault, got = self.play(words, steps, command)
        if not fault and got != exit_code:
            fault = f"exit {got}, not {exit_code}"
        self.report(title, fault)


def dropped(windows, folder):
    """A file of jobs on the program's icon."""
    jobs, results = folder / "作业.txt", folder / "作业.results.csv"
    jobs.write_text("# 作业\nx ; 0..2\n-x^2 ; 0..3\nsin(x ; 0..1\n")
    steps = [("∫[0, 2] x dx", None), ("  = 2  ±", None),
             ("作业.txt:4:4: 错误", None),
             ("结果在 作业.results.csv", None), ("按回车键退出", "\n")]
    words = [*ZH, str(jobs)]
    windows.script("a dropped file", words, 2, steps)
    rows = results.read_text("utf-8").split("\n") if results.exists() else []
    good = (len(rows) == 5 and rows[0] == "\ufeff" + HEAD and
            rows[1].startswith('2,"x","x","0","2",,2,') and
            rows[1].endswith(",converged,") and
            rows[2].startswith('3," -x^2","x","0","3",,-9,') and
            rows[3].startswith('4,"sin(x ; 0..1",,,,,,,syntax,"'))
    windows.report("its table of results", not good and str(rows))
    results.write_text("\ufeff" + HEAD + "\nold\n")
    windows.script("an older table is replaced", words, 2, steps)
    windows.report("the older table is gone",
                   "old" in results.read_text("utf-8") and "still there")
    results.write_text("mine")
    windows.script("another file is not", words, 5, [
        ("“", None), ("作业.results.csv”已经存在", None),
        ("按回车键退出", "\n")])
    windows.report("the other file is as it was",
                   results.read_text() != "mine" and "changed")
    windows.report("nothing else was left", len(list(folder.iterdir())) != 2 and
                   str(list(folder.iterdir())))


def long_line(windows):
    """Characters that lie across the ends of the console's buffer."""
    terminal = dialog.Terminal([*windows.command, "--json", "+" + 3000 * "积"],
                               windows.env, screen)
    fault = None if terminal.wait_for('"column":') else "never ended"
    terminal.close()
    if "\ufffd" in terminal.raw or terminal.raw.count("积") < 3000:
        fault = f"characters were lost: {terminal.raw!r}"
    windows.report("a long line of output", fault)


def code_page(windows):
    """Bytes that are not UTF-8, where Windows speaks Chinese."""
    jobs = "（１＋ｘ）；０．．２\r\n# 中文\r\nx ; ０．．２\n"
    for name, env, text in [
            ("GBK", {"LC_ALL": "zh_CN.UTF-8", "JIFEN_LANG": "en"},
             jobs.encode("gbk")),
            ("UTF-8", {}, jobs.encode()),
            ("UTF-16", {}, jobs.encode("utf-16"))]:
        done = subprocess.run(windows.command, input=text, timeout=60,
                              env={**windows.env, **env}, capture_output=True)
        windows.report(f"{name} on a pipe",
                       done.stdout != b"4\n2\n" and str(done))


def from_cmd(windows):
    """What a program that was started by cmd.exe does."""
    *wine, program = windows.command
    cmd = [*wine, "cmd", "/c", program]
    windows.script("no pause from cmd", [*EN, "x", "0", "2"], 0, [
        ("∫[0, 2] x dx", None), ("converged", None)], cmd)
    windows.script("single quotes from cmd", [*EN, "'x", "+", "1'", "0", "2"],
                   0, [("∫[0, 2] x+1 dx", None), ("  = 4  ±", None),
                       ("note: the quotes around the text", None)], cmd)
    windows.script("an eaten caret", [*EN, "x2", "0", "1"], 2, [
        ("'x2' has no value", None), ("did you mean x^2?", None)], cmd)
    windows.script("an eaten caret beside x", [*EN, "x2+x", "0", "1"], 2, [
        ("'x2' has no value", None), ("did you mean x^2?", None)], cmd)
    windows.script("a variable of that name", [*EN, "x2", "x2=0..2"], 0, [
        ("∫[0, 2] x2 dx2", None), ("  = 2  ±", None)], cmd)
    windows.script("a power of e", [*EN, "ex", "0", "1"], 2, [
        ("did you mean e^x?", None)], cmd)


def main():
    windows = Windows([*sys.argv[1:-1], os.path.abspath(sys.argv[-1])])
    for title, (words, code, steps) in {**dialog.SCRIPTS, **SCRIPTS}.items():
        if all(keys != "\x04" for _, keys in steps):  # wine drops Ctrl-Z
            windows.script(title, words, code, steps)
    with tempfile.TemporaryDirectory() as folder:
        dropped(windows, pathlib.Path(folder))
    long_line(windows)
    code_page(windows)
    from_cmd(windows)
    print(f"1..{windows.number}")
    sys.exit(windows.failed > 0)


if __name__ == "__main__":
    main()

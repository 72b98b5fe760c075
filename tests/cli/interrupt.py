#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real signals at a running jifen: interrupt.py PROGRAM, prints TAP.

Nothing here depends on how fast the machine is: a job is far too long to end
by itself, its progress is waited for, and then the signal is sent.
"""
import json
import math
import os
import re
import signal
import subprocess
import sys

from dialog import Terminal

LONG = ["sin(x)", "0", "pi", "-n", "1e15"]
JSON = ["--progress=json"]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1",
               "XDG_STATE_HOME": "/nowhere"}


class Job:
    """jifen in pipes, once it has told how far it is."""

    def __init__(self, program, words, stdin=b"", ignored=()):
        def ignore():
            for number in ignored:
                signal.signal(number, signal.SIG_IGN)
        self.process = subprocess.Popen(
            [program, *words, *JSON], env=ENVIRONMENT, preexec_fn=ignore,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.process.stdin.write(stdin)
        self.process.stdin.close()
        self.wait()

    def wait(self):
        self.progress = json.loads(self.process.stderr.readline())

    def send(self, *numbers):
        for number in numbers:
            self.process.send_signal(number)

    def end(self):
        err = self.process.stderr.read().decode()
        out = self.process.stdout.read().decode()
        return self.process.wait(), out, err


def encloses(value, error, to):
    """Is the integral of the sine from 0 to `to` within value +- error?"""
    truth = 2 * math.sin(to / 2) ** 2
    return abs(value - truth) <= error + 4e-16 * truth


def test_the_part_is_told(program):
    job = Job(program, LONG + ["--json"])
    assert job.progress["status"] == "running"
    assert 0 < job.progress["share"] < 1 and job.progress["left"] > 0
    assert job.progress["value"] is None
    job.send(signal.SIGINT)
    code, out, _ = job.end()
    answer = json.loads(out)
    part = answer["part"]
    assert code == 130 and answer["status"] == "interrupted"
    assert answer["value"] is None and answer["error"] is None
    assert part["share"] >= 0.5 * job.progress["share"]
    assert part["from"] == 0 and 0 < part["to"] < 3.2
    assert math.isclose(part["to"], math.pi * part["share"], rel_tol=1e-12)
    assert encloses(part["value"], part["error"], part["to"])


def test_sigterm_is_the_same(program):
    job = Job(program, LONG)
    job.send(signal.SIGTERM)
    code, out, err = job.end()
    assert (code, out) == (130, "nan\n"), (code, out)
    found = re.search(r"so far: ∫\[0, (.*)\] = (\S+)  ± (\S+)\n", err)
    to, value, error = map(float, found.groups())
    assert encloses(value, error, to)
    assert re.search(r"^INTERRUPTED after .* %: Simpson, 10+ panels", err,
                     re.M), err


def test_an_adaptive_one_keeps_its_best(program):
    hard = "+".join(f"zeta({k}+abs(sin(1e9*x^2)))" for k in (2, 3, 4, 5))
    job = Job(program, [hard, "0", "1", "--max-evals", "1e15", "-j", "1"])
    assert job.progress["share"] is None and job.progress["left"] is None
    assert job.progress["error"] > 0
    job.send(signal.SIGINT)
    code, out, err = job.end()
    assert code == 130 and err.splitlines()[-1].startswith("INTERRUPTED: "), err
    # the mean of zeta(k + |sin|), far within what is known by then
    assert 4 < float(out) < 6, out


def test_a_second_one_kills(program):
    with open(program, "rb") as file:
        if b"__tsan_init" in file.read():
            return # the thread sanitizer holds signals back
    job = Job(program, LONG + ["-j", "1"])
    # all of them wait when it goes on, and it is not asked in between
    job.send(signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGCONT)
    code, out, _ = job.end()
    assert code in (-signal.SIGINT, -signal.SIGTERM) and out == "", (code, out)


def test_what_is_ignored_stays_ignored(program):
    job = Job(program, LONG, ignored=[signal.SIGINT])
    job.send(signal.SIGINT)
    job.wait()
    job.send(signal.SIGTERM)
    assert job.end()[0] == 130


def test_the_rest_of_a_batch_is_not_run(program):
    job = Job(program, ["-n", "1e15"], b"2*3\nx ; 0..2\n2*4\n")
    job.send(signal.SIGINT)
    code, out, err = job.end()
    assert (code, out) == (130, "6\nnan\n"), (code, out)
    assert "-:2: INTERRUPTED" in err and "-:2: so far: ∫[0, " in err, err


def test_a_table_keeps_its_rows(program):
    job = Job(program, ["sin(x)", "0", "pi", "--table", "-n", "1e15"])
    job.send(signal.SIGINT)
    code, out, err = job.end()
    assert code == 130 and "INTERRUPTED" in err
    assert "2.0943951023" in out, out # one panel


def test_the_line_on_a_terminal(program):
    for lang, left, stopped in [("en", " left  (Ctrl-C stops)", "INTERRUPTED"),
                                ("zh", "（Ctrl-C 停止）", "已中断")]:
        terminal = Terminal([program, *LONG, "--lang", lang], ENVIRONMENT)
        assert terminal.wait_for(left)
        terminal.type("\x03")
        assert terminal.wait_for(stopped), terminal.raw
        assert terminal.close() == 130
        before = terminal.raw.split("∫")[0]
        lines = [line for line in before.split("\r") if line.strip(" ^C")]
        assert lines and all(len(line) <= 79 for line in lines)
        assert re.search("\r +\r$", before), before # nothing is left of it


def test_the_dialog_goes_on(program):
    terminal = Terminal([program, "-n", "1e15", "--lang", "en"],
                        ENVIRONMENT)
    assert terminal.wait_for("integrand f(x) = ")
    terminal.type("sin(x) ; 0..pi\n")
    assert terminal.wait_for("(Ctrl-C stops)")
    terminal.type("\x03")
    assert terminal.wait_for("INTERRUPTED"), terminal.raw
    assert terminal.wait_for("so far: "), terminal.raw
    assert terminal.wait_for("integrand f(x) = "), terminal.raw
    terminal.type("2*3\n")
    assert terminal.wait_for("= 6"), terminal.raw
    assert terminal.wait_for("integrand f(x) = ")
    terminal.type("\n")
    assert terminal.close() == 0


def main():
    program = os.path.abspath(sys.argv[1])
    tests = [(name[5:].replace("_", " "), test)
             for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    for number, (title, test) in enumerate(tests, 1):
        try:
            test(program)
            print("ok", number, "-", title)
        except (AssertionError, AttributeError, ValueError, OSError) as fault:
            failed += 1
            print("not ok", number, "-", title)
            print("#", repr(fault))
        sys.stdout.flush()
    print(f"1..{len(tests)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

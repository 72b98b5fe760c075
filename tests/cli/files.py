#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of jobs and tables of results: files.py [COMMAND ...] PROGRAM.

COMMAND runs a PROGRAM of another system.  Prints TAP.
"""
import csv
import io
import math
import os
import pathlib
import subprocess
import sys
import tempfile

COMMAND = [*sys.argv[1:-1], os.path.abspath(sys.argv[-1])]
HEAD = ["line", "integrand", "variable", "from", "to", "parameters", "value",
        "error", "status", "message"]
JOBS = ("# 作业\n\nx ; 0..2\n-sin(x) ; 0..π\n\"x^2\" ; 0..3\n"
        "a*t^2 ; t=-b..b ; a=3/2 ; b=1\n1,5+x ; 0..1\n2*pi\n"
        "log(x) ; 1..e\nsqrt(x) ; -1..1\n-1-x ; -1..1e-3\n")
number = failed = 0


def run(words, text=b"", folder="."):
    return subprocess.run([*COMMAND, *words], input=text, capture_output=True,
                          cwd=folder, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8",
                               "NO_COLOR": "1"})


def test(title, ok, got=""):
    global number, failed
    number += 1
    failed += not ok
    print("ok" if ok else "not ok", number, "-", title)
    if not ok:
        print("#", got)


def read_table(path):
    """Its rows by column; an error where the file is no proper table."""
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == HEAD and all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row)) for row in rows]


def pick(row, *columns):
    return [row[column] for column in columns]


def test_table(folder):
    jobs, table = folder / "作业.txt", folder / "结果.csv"
    jobs.write_text(JOBS, "utf-8")
    done = run(["-f", "作业.txt", "-o", "结果.csv", "--lang", "en"],
               folder=folder)
    rows = read_table(table)
    test("exit code and output", done.returncode == 2 and
         len(done.stdout.splitlines()) == 9, done)
    test("messages name the file", "作业.txt:7:1: error: ".encode()
         in done.stderr, done.stderr)
    test("lines", [row["line"] for row in rows] ==
         ["3", "4", "5", "6", "7", "8", "9", "10", "11"], rows)
    test("a row", pick(rows[0], *HEAD[1:7]) == ["x", "x", "0", "2", "", "2"],
         rows[0])
    test("what would be a formula", rows[1]["integrand"] == " -sin(x)" and
         pick(rows[8], "integrand", "from") == [" -1-x", "-1"], rows)
    test("parameters", pick(rows[3], *HEAD[1:6]) ==
         ["a*t^2", "t", " -b", "b", "a=3/2, b=1"], rows[3])
    test("statuses", [row["status"] for row in rows] ==
         ["converged"] * 4 + ["syntax", "ok", "converged", "undefined",
                               "converged"],
         [row["status"] for row in rows])
    test("what was not understood", pick(rows[4], "integrand", "value") ==
         ["1,5+x ; 0..1", ""] and "comma" in rows[4]["message"], rows[4])
    test("notes", "ln(x)" in rows[6]["message"], rows[6])
    test("no number", pick(rows[7], "value", "error") == ["", ""], rows[7])
    truth = [2, -2, 9, 1, None, 2 * math.pi, 1]
    test("values within their errors", all(
        t is None or abs(float(row["value"]) - t) <=
        float(row["error"] or 0) + 1e-15 for t, row in zip(truth, rows)), rows)


def test_overwriting(folder):
    table, other = folder / "t.csv", folder / "other.csv"
    run(["x", "0", "1", "-o", "t.csv"], folder=folder)
    done = run(["x", "0", "2", "-o", "t.csv"], folder=folder)
    rows = read_table(table)
    test("a table is replaced", done.returncode == 0 and
         [pick(row, "line", "value") for row in rows] == [["", "2"]], rows)
    other.write_text("line,integrand\n")
    done = run(["x", "0", "2", "-o", "other.csv"], folder=folder)
    test("another file is not", done.returncode == 5 and done.stdout == b"2\n"
         and other.read_text() == "line,integrand\n", done)
    done = run(["x", "0", "2", "-o", "none/t.csv"], folder=folder)
    test("no such folder", done.returncode == 5 and
         b"could not be written" in done.stderr, done)
    test("nothing else is left", {p.name for p in folder.iterdir()} ==
         {"t.csv", "other.csv", "作业.txt", "结果.csv"},
         list(folder.iterdir()))


def test_inputs(folder):
    done = run(["-f", "none.txt"], folder=folder)
    test("no such file", done.returncode == 5 and done.stdout == b"" and
         b"'none.txt' cannot be read" in done.stderr, done)
    (folder / "empty.txt").write_text("# nothing\n")
    done = run(["-f", "empty.txt"], folder=folder)
    test("an empty file", done.returncode == 0 and
         b"no integral in 'empty.txt'" in done.stderr, done)
    done = run(["-f", "empty.txt", "x"], folder=folder)
    test("a file and words", done.returncode == 2, done)
    done = run(["-f", "-"], b"x ; 0..2\n")
    test("standard input", done.stdout == b"2\n", done)


def test_encodings():
    jobs = "ｘ＋１；０．．２\r\n# 😀\r\nx ; 0..2"
    for name, mark, encoding in [
            ("UTF-8", b"", "utf-8"), ("UTF-8", b"\xef\xbb\xbf", "utf-8"),
            ("UTF-16 LE", b"\xff\xfe", "utf-16-le"),
            ("UTF-16 BE", b"\xfe\xff", "utf-16-be")]:
        done = run([], mark + jobs.encode(encoding))
        test(f"{name} {'with' if mark else 'without'} a mark",
             done.stdout == b"4\n2\n" and done.stderr == b"", done)
    broken = b"\xff\xfe" + "x;0..2\n".encode("utf-16-le")
    for name, tail in [("half a unit", b"x"), ("half a pair", b"\x00\xd8"),
                       ("a low half", b"\x00\xdc\x0a\x00")]:
        done = run([], broken + tail)
        test(f"UTF-16 with {name}", done.stdout == b"2\nnan\n" and
             done.returncode == 2, done)
    for head in (b"\xef", b"\xef\xbb", b"\xff", b"\xfe\xfe"):
        done = run([], head + b";0..1\nx;0..2\n")
        test(f"no mark: {head}", done.stdout == b"nan\n2\n", done)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        test_table(folder)
        test_overwriting(folder)
        test_inputs(folder)
    test_encodings()
    print(f"1..{number}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

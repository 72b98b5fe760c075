#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints: checkpoint.py [COMMAND ...] PROGRAM, prints TAP.

Jobs are killed at random moments and continued until they end; whatever the
moments, the digits are those of a job that was left alone.  Files are damaged
in every way, and refused.  JIFEN_TEST_MULTIPLIER makes it more of both.
COMMAND runs a PROGRAM of another system, without signals.
"""
import binascii
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

COMMAND = [*sys.argv[1:-1], os.path.abspath(sys.argv[-1])]
WINDOWS = COMMAND[-1].endswith(".exe")
EFFORT = float(os.environ.get("JIFEN_TEST_MULTIPLIER", "1"))
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "JIFEN_LANG": "en"}
OFTEN = ["--save-every", "1ms"]

# Some tenths of a second each.
JOBS = [
    ["sin(x)*exp(-x)", "0", "3", "-n", "1e8"],
    ["a*x^2+cos(x)", "x=2..1", "a=1/3", "-n", "2e8", "-m", "trapezoid"],
    ["sin(x)/x", "-1", "3", "-n", "4e7", "-m", "boole"],
    ["sin(x)", "0", "360", "--deg", "-n", "2e8", "-m", "midpoint"],
    ["exp(x)", "0", "1", "-m", "gauss", "-n", "1e6"],
    ["sin(3e5*x^2)", "0", "1", "-m", "gk", "--max-evals", "1e9"],
    ["log(abs(x-1/3))*sin(1e5*x)", "0", "1", "-m", "gk", "--max-evals", "1e8",
     "--rtol", "1e-9", "--at", "1/3"],
]


def run(*words, **options):
    done = subprocess.run([*COMMAND, *words], env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300, **options)
    return (done.returncode, done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def sealed(body):
    """With the checksum that belongs to it."""
    return body + b"end %08x\n" % binascii.crc32(body)


def is_whole(data):
    return sealed(data[:-13]) == data


def is_finished(data):
    return b"\nfinished\n" in data


def tasks_done(data):
    found = re.search(rb"^tasks\nall \d+\ndone (\d+)$", data, re.M)
    return int(found[1]) if found else 0


def start(words, **options):
    return subprocess.Popen([*COMMAND, *words], env=ENVIRONMENT,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)


def answer_of(job):
    """What a job left alone prints, but for times."""
    code, out, err = run(*job)
    assert code in (0, 1), err
    return code, out


def go_on(path, job, more):
    """The words that continue a job, or begin it."""
    if os.path.exists(path):
        return ["--resume", path, *more]
    return [*job, "--checkpoint", path, *more]


def chain(folder, job, number, send):
    """Sends a signal at random moments, and continues; returns how often."""
    path = os.path.join(folder, "job")
    wanted = answer_of(job)
    sent = done = 0
    while True:
        threads = ["-j", str(random.randint(1, 4))]
        process = start(go_on(path, job, [*threads, *OFTEN]))
        try:
            out, err = process.communicate(
                timeout=random.uniform(0, 0.3) if sent < number else None)
            if process.returncode == 130:
                continue
            assert (process.returncode, out.decode()) == wanted, (job, out, err)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(send)
            out, err = process.communicate()
            sent += 1
        if process.returncode in (0, 1):
            assert (process.returncode, out.decode()) == wanted, (job, out, err)
        elif send == signal.SIGINT:
            assert process.returncode in (130, -send), (process.returncode, err)
        if os.path.exists(path):
            data = read(path)
            assert is_whole(data), data[-80:]
            assert is_finished(data) or tasks_done(data) >= done, (job, done)
            done = max(done, tasks_done(data))
    code, out, _ = run("--resume", path)
    assert (code, out) == wanted
    os.remove(path)
    return sent


def test_killed_at_any_moment(folder):
    sent = 0
    for i in range(max(2, int(len(JOBS) * EFFORT))):
        sent += chain(folder, JOBS[i % len(JOBS)], 2 + i % 4, signal.SIGKILL)
    print("#", sent, "kills")
    assert sent > 0
    assert set(os.listdir(folder)) <= {"job.new"}, os.listdir(folder)


def test_interrupted_at_any_moment(folder):
    sent = 0
    for i in range(max(2, int(len(JOBS) * EFFORT / 2))):
        sent += chain(folder, JOBS[-1 - i % len(JOBS)], 3, signal.SIGINT)
    print("#", sent, "interruptions")
    assert sent > 0
    assert os.listdir(folder) == []


def test_timeouts(folder):
    for job in JOBS:
        path = os.path.join(folder, "job")
        wanted, answer = answer_of(job), (1, "nan\n")
        count = 0
        seconds = 0.02 if not WINDOWS else 0.1
        while answer != wanted:
            answer = run(*go_on(path, job, ["--timeout", str(seconds)]))
            if is_finished(read(path)):
                answer = answer[:2]
                break
            assert answer[0] == 1 and "--resume" in answer[2], answer
            seconds *= 1.3
            count += 1
        assert answer == wanted, (job, answer, wanted)
        os.remove(path)


def unfinished(folder, job=None):
    """A checkpoint with some of a job that is far too long."""
    path = os.path.join(folder, "long")
    job = job or ["a*sin(x)", "0", "pi", "a=1/3", "-n", "1e15"]
    if os.path.exists(path):
        os.remove(path)
    code, out, err = run(*job, "--checkpoint", path, "--timeout", "0.05")
    assert code == 1 and "to go on: jifen --resume" in err, (code, err)
    data = read(path)
    assert tasks_done(data) > 0 and is_whole(data)
    return path


def test_the_format(folder):
    lines = read(unfinished(folder)).decode().splitlines()
    assert lines[0] == "jifen checkpoint 1"
    assert re.fullmatch(r"version \d+\.\d+\.\d+", lines[1])
    assert lines[2:8] == ["word a*sin(x)", "word 0", "word pi", "word a=1/3",
                          "panels 1000000000000000",
                          "param a 3fd5555555555555"]
    assert lines[8:16] == ["state 1", "method simpson",
                           "range 0 400921fb54442d18",
                           "panels 1000000000000000",
                           "tolerance 3d719799812dea11 0", "budget 0",
                           "principal 0", "points 0"]
    names = [line.split()[0] for line in lines[16:]]
    assert names == ["tasks", "all", "done", *16 * ["sum"], "parts", "abs",
                     "variation", "head", "tail", "bad", "others", "limits",
                     "end"], names


def refused(path, data, message, words=()):
    write(path, data)
    code, out, err = run("--resume", path, *words)
    assert code == 5 and out == "", (message, code, out, err)
    assert message in err and path[-4:] in err, (message, err)
    assert read(path) == data


def test_what_is_wrong_is_said(folder):
    path = unfinished(folder)
    good = read(path)
    body = good[:-13]
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    for data, message in [
            (b"", "is no checkpoint of jifen"),
            (b"x^2 ; 0..1\n", "is no checkpoint of jifen"),
            (read(COMMAND[-1])[:100000], "is no checkpoint of jifen"),
            (b"jifen check", "is no checkpoint of jifen"),
            (good[:40], "whose end is missing"),
            (good[:-1], "whose end is missing"),
            (good + b"\n", "whose end is missing"),
            (good.replace(b"\n", b"\r\n"), "format"),
            (bytes(flipped), "is damaged: its checksum is"),
            (sealed(body.replace(b"checkpoint 1", b"checkpoint 2", 1)),
             "format"),
            (sealed(re.sub(rb"version \S+", b"version 9.8.7", body)),
             "is of jifen 9.8.7"),
            (sealed(body.replace(b"3fd5555555555555", b"3fd5555555555556")),
             "is not read as it was"),
            (sealed(body.replace(b"word 0\n", b"wort 0\nword 0\n")),
             "is not read as it was"),
            (sealed(body.replace(b"panels 1", b"panels 2", 1)), "another"),
            (sealed(body.replace(b"word 0\n", b"word 1\n")), "another"),
    ]:
        if "another" in message: # what the library says of a state
            write(path, data)
            code, out, err = run("--resume", path)
            assert code == 2 and out == "" and message in err, err
            assert read(path) == data
        else:
            refused(path, data, message)
    os.remove(path)
    code, _, err = run("--resume", path)
    assert code == 5 and "cannot be read" in err, err
    assert os.listdir(folder) == []


def damaged(data):
    """One of many ways."""
    lines = data.splitlines(keepends=True)
    at = random.randrange(len(data))
    i, k = random.sample(range(len(lines)), 2)
    flipped = bytearray(data)
    flipped[at] ^= 1 << random.randrange(8)
    lines[i], lines[k] = lines[k], lines[i]
    return random.choice([
        bytes(flipped), b"".join(lines), data[:at], data[at:],
        data[:at] + data[at + 1:], data[:at] + data[at:at + 9] + data[at:],
        data[:at] + bytes(random.randrange(256) for _ in range(20)) +
        data[at + 20:], data.replace(b"\n", b"\r\n"),
        data[:at] + b"\0" * (len(data) - at)])


def test_damaged_files_are_left_alone(folder):
    for job in (None, [*JOBS[5][:-1], "1e15", "--rtol", "0"]):
        path = os.path.join(folder, "long")
        if job is None:
            good = read(unfinished(folder))
        else:
            run(*job, "--checkpoint", path, "--timeout", "0.1", "--quiet")
            good = read(path)
        for _ in range(int((8 if WINDOWS else 60) * EFFORT)):
            data = damaged(good)
            if data != good:
                refused(path, data, "")
        os.remove(path)


def test_a_sealed_forgery_does_no_harm(folder):
    """The checksum is right, and lines are not: never a crash."""
    path = unfinished(folder)
    good = read(path)
    for _ in range(int((8 if WINDOWS else 60) * EFFORT)):
        body = damaged(good[:-13])
        if not body.startswith(b"jifen checkpoint 1\n"):
            continue
        write(path, sealed(body))
        code, out, err = run("--resume", path, "--timeout", "0.01")
        assert code in (0, 1, 2, 4, 5), (code, out, err, body)


def test_other_files_are_not_overwritten(folder):
    path = unfinished(folder)
    good = read(path)
    for data, message in [(good, "is not finished: go on with --resume"),
                          (b"my notes\n", "so it was left as it is"),
                          (good[:-4], "so it was left as it is"),
                          (b"", "so it was left as it is")]:
        write(path, data)
        code, out, err = run("x", "0", "1", "--checkpoint", path)
        assert code == 5 and out == "" and message in err, err
        assert read(path) == data
    os.remove(path)
    for _ in range(2): # one that is finished may be
        code, out, err = run("x", "0", "1", "-n", "4", "--checkpoint", path)
        assert (code, out, err) == (0, "0.5\n", ""), err


def test_another_file_goes_on(folder):
    first, second = unfinished(folder), os.path.join(folder, "other")
    before = read(first)
    code, _, err = run("--resume", first, "--checkpoint", second, "--timeout",
                       "0.05")
    assert code == 1 and "--resume" in err, err
    assert read(first) == before
    assert tasks_done(read(second)) >= tasks_done(before)


def test_what_cannot_be_together(folder):
    path = unfinished(folder)
    for words in (["--resume", path, "-n", "10"], ["--resume", path, "x"],
                  ["--resume", path, "--rtol", "0"],
                  ["--resume", path, "--table"], ["--checkpoint", path],
                  ["x", "0", "1", "--save-every", "3"],
                  ["x", "0", "1", "--checkpoint", path, "--table"],
                  ["-f", "jobs", "--checkpoint", path],
                  ["-", "--checkpoint", path]):
        code, out, err = run(*words)
        assert code == 2 and out == "" and err.startswith("error: "), words


def test_methods_that_begin_again_say_so(folder):
    path = os.path.join(folder, "job")
    for words, said in ((["x", "0", "1", "-n", "4"], False),
                        (["x", "0", "1", "-m", "gk"], False),
                        (["x", "0", "1", "-m", "de"], True),
                        (["x", "0", "1"], True),
                        (["x", "0", "1", "-q"], False)):
        code, out, err = run(*words, "--checkpoint", path)
        assert (code, out) == (0, "0.5\n"), err
        assert ("begin again" in err) == said, (words, err)
        assert run("--resume", path)[:2] == (0, "0.5\n")


def test_words_of_all_kinds(folder):
    """Backslashes, tabs, line ends and characters that are not ASCII."""
    path = os.path.join(folder, "职位")
    for words in (["１＋ｘ²；０..２", "-n", "10"], ["x\t0..2\ta=1", "-n", "10"],
                  ["x^2\n+1", "0", "2", "-n", "10"],
                  ["-x", "0", "2", "-n", "10"]):
        code, out, err = run(*words, "--checkpoint", path)
        assert code == 0, err
        assert run("--resume", path)[:2] == (0, out)


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))


def test_a_full_disk(folder):
    job = ["sin(x)*exp(-x)", "0", "3", "-n", "2e7"]
    wanted = answer_of(job)
    path = os.path.join(folder, "job")
    code, out, err = run(*job, *OFTEN, "--checkpoint", path,
                         preexec_fn=limit_files)
    assert (code, out) == wanted
    assert err.count("no room on the disk") == 1 and err.count("\n") == 1, err
    assert os.listdir(folder) == []
    run(*job, "--checkpoint", path, "--timeout", "10ms")
    before = read(path)
    code, out, err = run("--resume", path, *OFTEN, preexec_fn=limit_files)
    assert (code, out) == wanted
    assert "no room on the disk" in err
    assert read(path) == before and os.listdir(folder) == ["job"]
    assert run("--resume", path)[:2] == wanted


def test_a_small_file_system(folder):
    if os.getuid() != 0 or not shutil.which("mount"):
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", folder],
                      capture_output=True).returncode != 0:
        return # not in this container
    try:
        path = unfinished(folder)
        write(os.path.join(folder, "filling"), b"x" * 4096)
        before = read(path)
        code, _, err = run("--resume", path, "--timeout", "0.2", *OFTEN)
        assert code == 1 and "no room on the disk" in err, err
        assert read(path) == before
        os.remove(os.path.join(folder, "filling"))
        code, _, err = run("--resume", path, "--timeout", "0.05")
        assert code == 1 and "no room" not in err
        assert tasks_done(read(path)) > tasks_done(before)
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_folder_that_cannot_be_written(folder):
    wanted = answer_of(JOBS[0])
    inner = os.path.join(folder, "inner")
    path = os.path.join(inner, "job")
    code, out, err = run(*JOBS[0], *OFTEN, "--checkpoint", path) # no folder
    assert (code, out) == wanted
    assert "could not be written; the computation goes on" in err
    os.mkdir(inner)
    run(*JOBS[0], "--checkpoint", path, "--timeout", "10ms")
    before = read(path)
    os.chmod(inner, 0o555)
    if os.getuid() != 0: # whom nothing stops
        code, out, err = run("--resume", path, *OFTEN)
        assert (code, out) == wanted and "could not be written" in err
        assert read(path) == before
    os.chmod(inner, 0o755)
    assert run("--resume", path)[:2] == wanted


def test_a_folder_that_goes_away(folder):
    inner = os.path.join(folder, "inner")
    os.mkdir(inner)
    path = os.path.join(inner, "job")
    process = start(["sin(x)", "0", "pi", "-n", "1e15", "--checkpoint", path,
                     *OFTEN])
    while not os.path.exists(path):
        time.sleep(0.01)
    os.rename(inner, inner + "2")
    line = process.stderr.readline().decode()
    assert "could not be written; the computation goes on" in line, line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130 and b"so far" in err, err
    assert is_whole(read(os.path.join(inner + "2", "job")))


POSIX = ("killed", "interrupted", "full disk", "file system", "folder")


def main():
    random.seed(time.time_ns())
    tests = [(name[5:].replace("_", " "), test)
             for name, test in globals().items() if name.startswith("test_")]
    if WINDOWS:
        tests = [test for test in tests
                 if not any(word in test[0] for word in POSIX)]
    failed = 0
    for number, (title, test) in enumerate(tests, 1):
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(folder)
            print("ok", number, "-", title)
        except (AssertionError, AttributeError, ValueError, OSError,
                subprocess.TimeoutExpired) as fault:
            failed += 1
            print("not ok", number, "-", title)
            print("#", repr(fault)[:2000])
        sys.stdout.flush()
    print(f"1..{len(tests)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""jifen on several ranks: ranks.py MPI PROGRAM, prints TAP.

The truth of every value is what one process says of it, to the last bit.
Nothing depends on how fast the machine is: jobs that are stopped or killed are
far too long to end by themselves, or may end.  JIFEN_TEST_MULTIPLIER makes it
try more.
"""
import json
import math
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import launch

MPI, PROGRAM = sys.argv[1], os.path.abspath(sys.argv[2])
RANK = {"openmpi": "OMPI_COMM_WORLD_RANK", "mpich": "PMI_RANK"}[MPI]
MORE = float(os.environ.get("JIFEN_TEST_MULTIPLIER", "1")) > 1
LONG = [PROGRAM, "sin(x)", "0", "pi", "-n", "1e15", "--json"]
# a plain one, a hole with a limit, one without, ends at the border of doubles
FIXED = ("x*x ; 0..1\nsin(x)/x ; -1..1\n1/x ; -1..1\nexp(x)*cos(9x) ; 0..2\n"
         "1e300*x ; 0..1e5\nsqrt(x) ; 2..0\n")
CHOSEN = ("x^2 ; 0..3\nexp(-x^2) ; -inf..inf\nsin(x)/x ; 0..inf\n"
          "1/x ; 0..1\nln(x) ; 0..1\nsin(1/x) ; 1e-3..1\n2*3\nx+ ; 0..1\n")
# 20 ranks' worth of panels in a round, and dear enough to be spread
DEAR = "+".join(f"zeta({k}+abs(sin(1e5*x)))" for k in (2, 3, 4))


def alone(words, text=""):
    done = subprocess.run([PROGRAM, *words], input=text.encode(),
                          capture_output=True, env=launch.ENVIRONMENT,
                          timeout=120)
    return done.returncode, done.stdout.decode()


def answers(out):
    """What does not depend on who computed it."""
    objects = [json.loads(line) for line in out.splitlines()]
    for answer in objects:
        for key in ("threads", "ranks", "seconds", "pieces"): # the last by -v
            answer.pop(key, None)
    return objects


def assert_same(ranks, words, text=""):
    words = [*words, "--json"]
    code, out, err = launch.run(MPI, ranks, [PROGRAM, *words], text.encode())
    truth = alone(words, text)
    assert answers(out) == answers(truth[1]), (ranks, words, out, truth, err)
    assert (code == 0) == (truth[0] == 0), (code, err)
    return out


def test_fixed_rules_have_the_bits_of_one_process():
    for ranks, rules in [(2, ["gauss"]), (5, ["simpson"]), (1, ["simpson"]),
                         (3, ["trapezoid", "boole", "midpoint"])][:9 if MORE
                                                                  else 2]:
        for rule in rules:
            n = "150001" if rule == "gauss" else "3000001"
            out = assert_same(ranks, ["-m", rule, "-n", n, "-f", "-"], FIXED)
            first = json.loads(out.splitlines()[0])
            assert ranks == 1 or first["ranks"] == ranks
            assert first["threads"] >= ranks


def test_chosen_methods_have_the_bits_of_one_process():
    for ranks in (3, 2, 5) if MORE else (3,):
        assert_same(ranks, ["-"], CHOSEN)


def test_rounds_of_panels_are_spread():
    # by one thread each, since spreading pays only where it saves time
    words = [DEAR, "0", "1", "-m", "gk", "-j", "1", "--max-evals", "600000",
             "--json"]
    code, out, err = launch.run(MPI, 3, [PROGRAM, *words, "-vv"])
    assert answers(out) == answers(alone(words)[1]), (out, err)
    assert code != 0 # it is not converged by then
    sent = err.split("bytes: ")[1].split(" of one")[0]
    assert int(sent.split()[3].rstrip(",")) > 1e5, err # the panels


def test_threads_of_ranks_are_as_many_as_were_asked_for():
    out = assert_same(2, ["x*x", "0", "1", "-n", "1e7", "-j", "3"])
    assert json.loads(out)["threads"] == 6, out


def test_rank_0_alone_reads_and_writes():
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder) / "table.csv"
        code, out, err = launch.run(MPI, 3, [PROGRAM, "-", "-o", str(table)],
                                    b"x ; 0..2\n\n1/x ; 0..1\n")
        assert out == "2\ninf\n" and code != 0, (out, err)
        assert err.count("diverges") == 1, err
        assert len(table.read_text("utf-8").splitlines()) == 3


def test_a_part_is_told_when_time_is_over():
    words = [*LONG, "--timeout", "0.3"]
    code, out, err = launch.run(MPI, 3, words)
    assert code != 0
    check_part(json.loads(out), "unconverged")


def check_part(answer, status):
    part = answer["part"]
    assert answer["status"] == status and answer["value"] is None, answer
    assert part["from"] == 0 and 0 < part["to"] < 3.2
    truth = 2 * math.sin(part["to"] / 2) ** 2
    assert abs(part["value"] - truth) <= part["error"] + 4e-16 * truth, answer


def begin(ranks, words):
    """A launcher whose ranks have a mark in their environment."""
    mark = f"{os.getpid()}-{random.random()}"
    job = launch.start(MPI, ranks, words, {"TEST_MARK": mark},
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE)
    return job, f"TEST_MARK={mark}"


def ranks_of(mark):
    """{rank: process} of those that carry the mark."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
            program = os.readlink(folder / "exe")
        except OSError:
            continue
        named = dict(v.decode().split("=", 1) for v in variables if b"=" in v)
        if f"TEST_MARK={named.get('TEST_MARK')}" == mark and \
                program == PROGRAM and RANK in named:
            found[int(named[RANK])] = int(folder.name)
    return found


def assert_ends(job, mark):
    out, err = job.communicate(timeout=60)
    until = time.monotonic() + 10
    while ranks_of(mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert not ranks_of(mark), "ranks are left behind"
    return out.decode(), err.decode()


def test_sigint_at_any_moment():
    # Not while MPI begins: MPICH's mpiexec (4.0.2) may then hang with its
    # ranks, deaf to a second signal, and they wait for its answer.
    for _ in range(5 if MORE else 1):
        job, mark = begin(3, [*LONG, "--progress=json"])
        job.stderr.readline()
        time.sleep(random.uniform(0, 0.5))
        job.send_signal(signal.SIGINT)
        out, err = assert_ends(job, mark)
        assert job.returncode != 0
        lines = [line for line in out.splitlines() if line.startswith("{")]
        assert len(lines) == 1, (out, err)
        check_part(json.loads(lines[0]), "interrupted")


def test_a_signal_to_any_rank_stops_all():
    job, mark = begin(3, [*LONG, "--progress=json"])
    job.stderr.readline()
    os.kill(ranks_of(mark)[2], signal.SIGTERM)
    out, _ = assert_ends(job, mark)
    check_part(json.loads(out), "interrupted")


def test_a_rank_that_dies_ends_the_job():
    for victim in (1, 0) if MORE else (1,):
        job, mark = begin(3, [*LONG, "--progress=json"])
        job.stderr.readline()
        os.kill(ranks_of(mark)[victim], signal.SIGKILL)
        out, err = assert_ends(job, mark)
        assert job.returncode != 0 and '"value"' not in out, out
        # the launcher says which one, and why
        assert "signal 9" in out + err, (out, err)


KEPT = [["gamma(1+x)*sin(x)", "0", "1", "-n", "1.5e7", "--json"],
        [DEAR, "0", "1", "-m", "gk", "--max-evals", "300000", "--json"]]
OFTEN = ["--save-every", "0.02"]


def test_a_job_is_continued_by_any_number_of_ranks():
    for job in KEPT:
        truth, stopped = answers(alone(job)[1]), 0
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/job"
            begun = ["--resume", path, "--json"]
            for ranks, words in [(2, [*job, "--checkpoint", path]), (3, begun)]:
                words = [PROGRAM, *words, *OFTEN, "--timeout", "0.05"]
                _, out, _ = launch.run(MPI, ranks, words)
                stopped += answers(out) != truth
            wanted = [alone(begun)[1]]
            if MORE:
                wanted.append(launch.run(MPI, 2, [PROGRAM, *begun])[1])
        assert stopped > 0
        for out in wanted:
            assert answers(out) == truth, (job, out, truth)


def test_a_job_whose_rank_was_killed_is_continued():
    truth, killed = answers(alone(KEPT[0])[1]), 0
    for victim in (0, 1, 2) if MORE else (0,):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "job"
            job, mark = begin(3, [PROGRAM, *KEPT[0], "--checkpoint", str(path),
                                  *OFTEN])
            while job.poll() is None and not (
                    path.exists() and b"\ndone " in path.read_bytes()):
                time.sleep(0.002)
            process = ranks_of(mark).get(victim)
            if process:
                os.kill(process, signal.SIGKILL)
            assert_ends(job, mark)
            killed += job.returncode != 0
            words = [PROGRAM, "--resume", str(path), "--json"]
            code, out, err = launch.run(MPI, 2, words)
            assert code == 0 and answers(out) == truth, (out, err)
    assert killed > 0


def test_a_checkpoint_is_refused_once():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "job"
        path.write_text("mine", "utf-8")
        for words in [["x", "0", "1", "-n", "9", "--checkpoint", str(path)],
                      ["--resume", str(path)]]:
            code, out, err = launch.run(MPI, 2, [PROGRAM, *words])
            assert code != 0 and out == "", (code, out)
            assert err.count("error: ") == 1, err
            assert path.read_text("utf-8") == "mine"


def test_the_wrong_plugin_is_said():
    wrong = launch.WRONG[MPI]
    code, out, err = launch.run(MPI, 2, [PROGRAM, "x", "0", "1"],
                                variables={"JIFEN_MPI": wrong})
    if "no plug-in" in err:
        print(f"# no plug-in for {wrong} here")
        return
    assert code != 0 and out == "", (code, out)
    assert err.count("does not see them") == 1, err
    assert f"'{wrong}'" in err, err


def test_no_plugin_is_said():
    code, out, err = launch.run(MPI, 2, [PROGRAM, "x", "0", "1"],
                                variables={"JIFEN_MPI": "/nowhere/x.so"})
    assert code != 0 and err.count("no plug-in for MPI") == 1, err
    assert '"value"' not in out and out.strip() in ("", *out.split("=")), out


def test_ranks_can_be_left_alone():
    code, out, _ = launch.run(MPI, 2, [PROGRAM, "x^2", "0", "3", "--json"],
                              variables={"JIFEN_MPI": "none"})
    assert code == 0 and out.count('"value":9,') == 2, out


def main():
    tests = [(name[5:].replace("_", " "), test)
             for name, test in globals().items() if name.startswith("test_")]
    if not launch.launcher(MPI):
        print(f"1..0 # SKIP no {MPI} here")
        return
    failed = 0
    for number, (title, test) in enumerate(tests, 1):
        began = time.monotonic()
        try:
            test()
            print("ok", number, "-", title)
        except (AssertionError, AttributeError, KeyError, IndexError,
                ValueError, OSError, subprocess.SubprocessError) as fault:
            failed += 1
            print("not ok", number, "-", title)
            print("#", repr(fault))
        print(f"# {time.monotonic() - began:.1f} s")
        sys.stdout.flush()
    print(f"1..{len(tests)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

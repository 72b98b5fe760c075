#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""jifen on two hosts over TCP: hosts.py MPI PROGRAM, prints TAP.

The hosts are two network namespaces of this machine with names of their own
and a cable between them.  That takes root and iproute2; without them nothing
is tested, and that is said.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import launch

MPI, PROGRAM = sys.argv[1], os.path.abspath(sys.argv[2])
HOSTS = [f"jifen{os.getpid()}{end}" for end in "ab"]
NET = f"10.77.{os.getpid() % 250}"
ADDRESSES = [f"{NET}.1", f"{NET}.2"]
LINKS = [f"jf{os.getpid()}{end}" for end in "ab"] # at most 15 letters

# Called as rsh is: agent [-x] HOST WORDS...
AGENT = """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
case $1 in
%s) name=%s ;;
*) name=%s ;;
esac
shift
inside="hostname $name; exec sh -c \\"\\$0\\""
exec ip netns exec $name unshare --uts sh -c "$inside" "$*"
"""

JOBS = [["sin(x)/x", "-1", "1", "-n", "2000001"],
        ["x*x", "0", "1", "-n", "10000000", "-j", "2"],
        ["exp(-x^2)", "-inf", "inf"]]


def ip(*words):
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(done.stderr.strip())


def connect():
    ip("link", "add", LINKS[0], "type", "veth", "peer", "name", LINKS[1])
    for host, link, address in zip(HOSTS, LINKS, ADDRESSES):
        ip("netns", "add", host)
        ip("link", "set", link, "netns", host)
        ip("-n", host, "addr", "add", f"{address}/24", "dev", link)
        ip("-n", host, "link", "set", link, "up")
        ip("-n", host, "link", "set", "lo", "up")


def disconnect():
    for host in HOSTS: # the links go with them
        subprocess.run(["ip", "netns", "delete", host], capture_output=True)
    subprocess.run(["ip", "link", "delete", LINKS[0]], capture_output=True)


def options(agent):
    net = f"{NET}.0/24"
    if MPI == "openmpi":
        return ["--mca", "plm_rsh_agent", agent, "--mca", "btl", "tcp,self",
                "--mca", "pml", "ob1", "--mca", "oob_tcp_if_include", net,
                "--mca", "btl_tcp_if_include", net,
                "-H", ",".join(f"{a}:2" for a in ADDRESSES)]
    return ["-launcher", "rsh", "-launcher-exec", agent, "-iface", LINKS[0],
            "-hosts", ",".join(f"{a}:2" for a in ADDRESSES)]


def on_first_host(words):
    return subprocess.run(
        ["ip", "netns", "exec", HOSTS[0], "unshare", "--uts", "sh", "-c",
         f'hostname {HOSTS[0]}; exec "$@"', "sh", *words],
        env=launch.ENVIRONMENT, capture_output=True, timeout=120)


def bytes_sent():
    path = f"/sys/class/net/{LINKS[0]}/statistics/tx_bytes"
    done = subprocess.run(["ip", "netns", "exec", HOSTS[0], "cat", path],
                          capture_output=True)
    return int(done.stdout or 0)


def value(out):
    answer = json.loads(out.splitlines()[-1])
    return {key: answer[key] for key in ("value", "error", "evaluations")}


def try_jobs(agent):
    for number, words in enumerate(JOBS, 1):
        words = [PROGRAM, *words, "--json"]
        alone = subprocess.run(words, capture_output=True)
        before = bytes_sent()
        done = on_first_host(launch.command(MPI, 4, words, options(agent)))
        crossed = bytes_sent() - before
        try:
            same = value(done.stdout.decode()) == value(alone.stdout.decode())
        except (ValueError, IndexError):
            same = False
        ok = same and done.returncode == 0 and crossed > 1000
        print("ok" if ok else "not ok", number, "-", *words[1:-1])
        if not ok:
            print("#", repr(done), repr(alone.stdout), crossed)
        yield ok


def main():
    if not launch.launcher(MPI):
        print(f"1..0 # SKIP no {MPI} here")
        return
    if os.geteuid() != 0 or not shutil.which("ip"):
        print("1..0 # SKIP network namespaces need root and iproute2")
        return
    try:
        connect()
    except OSError as fault:
        disconnect()
        print(f"1..0 # SKIP no network namespaces here: {fault}")
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            agent = pathlib.Path(folder) / "agent"
            agent.write_text(AGENT % (ADDRESSES[0], *HOSTS), "utf-8")
            agent.chmod(0o755)
            results = list(try_jobs(str(agent)))
    finally:
        disconnect()
    print(f"1..{len(results)}")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()

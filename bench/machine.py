# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that is measured on, and how a process is timed on it."""
import os
import pathlib
import re
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ['README.md', 'README.zh.md']
JIFEN = str(ROOT / 'build' / 'jifen')
DETAILS = 'In detail'  # what follows this line is kept, and not shown in pages


def cores():
    return len(os.sched_getaffinity(0))


def cpu_info(key):
    text = pathlib.Path('/proc/cpuinfo').read_text(encoding='utf-8')
    found = re.search(rf'^{key}\s*:\s*(.*)$', text, re.M)
    return found.group(1) if found else 'unknown'


def first_line(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                          check=False)
    return done.stdout.split('\n')[0]


def commit():
    name = first_line('git', 'rev-parse', '--short', 'HEAD') or 'unknown'
    changed = first_line('git', 'status', '--porcelain', '-uno')
    return name + ('-changed' if changed else '')


def instruction_sets():
    """Those that jifen has kernels for and this CPU offers."""
    flags = cpu_info('flags').split()
    needs = {'generic': (), 'avx2': ('avx2', 'fma'),
             'avx512': ('avx512f', 'avx512dq', 'avx512vl')}
    return [isa for isa, flag in needs.items() if {*flag} <= {*flags}]


def describe():
    return '\n'.join([
        f"cpu       {cpu_info('model name')}, {cores()} cores used, "
        f'up to {instruction_sets()[-1]}',
        f"compiler  {first_line('gcc', '--version')}",
        f"python    {first_line('/usr/bin/python3', '--version')}",
        f"system    {first_line('uname', '-srm')}",
        f'commit    {commit()}',
        f'load      {os.getloadavg()[0]:.1f} when it began'])


def keep(name, report):
    cpu = re.sub(r'\W+', '-', re.sub(r'\(\w+\)', '', cpu_info('model name')))
    path = (ROOT / 'bench' / 'results' /
            f'{name}-{cpu.strip("-").lower()}-{commit()}.txt')
    path.parent.mkdir(exist_ok=True)
    path.write_text(report, encoding='utf-8')
    return path.relative_to(ROOT)


def show(name, report):
    """Puts a report into the pages between the marks that name it."""
    place = re.compile(rf'(?<=<!-- bench {name} -->\n).*?(?=<!-- end -->)',
                       re.S)
    facts, tables = report.split('\n\n', 1)
    tables = tables.split(f'\n\n{DETAILS}\n')[0]
    for page in PAGES:
        text = (ROOT / page).read_text(encoding='utf-8')
        shown = place.sub(  # once: an empty place is found a second time
            lambda _: f'\n```\n{facts}\n```\n\n{tables}\n\n', text, count=1)
        if shown != text:
            (ROOT / page).write_text(shown, encoding='utf-8')
            yield page


def high_water(pid):
    """The most memory (KiB) a process has held since it was started."""
    try:
        with open(f'/proc/{pid}/status', encoding='utf-8') as status:
            found = re.search(r'VmHWM:\s*(\d+)', status.read())
    except OSError:
        found = None
    return int(found.group(1)) if found else 0


def run(command, variables=None, watch_memory=False):
    """(seconds, output, peak KiB or 0) of a process, from before it is made
    until it has ended."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        pid = os.posix_spawn(command[0], command,
                             {**os.environ, **(variables or {})},
                             file_actions=[(os.POSIX_SPAWN_DUP2,
                                            output.fileno(), 1)])
        peak, ended = 0, 0
        while watch_memory and not ended:
            peak = max(peak, high_water(pid))
            ended, status = os.waitpid(pid, os.WNOHANG)
            time.sleep(0.001)
        if not ended:
            _, status = os.waitpid(pid, 0)
        seconds = time.perf_counter() - began
        output.seek(0)
        if status != 0:
            raise SystemExit(f'{" ".join(command)}: failed')
        return seconds, output.read().decode(), peak

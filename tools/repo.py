# SPDX-License-Identifier: GPL-3.0-or-later
"""What the check_*.py scripts share: the files, the tables, the verdict."""
import pathlib
import re
import subprocess
import sys

SHOWN_MAX = 40
ROOT = pathlib.Path(__file__).resolve().parent.parent


def files(*suffixes, under=('',)):
    """The repository's files with one of the suffixes (none: all of them)."""
    listing = subprocess.run(
        ['git', 'ls-files', '-z', '--cached', '--others',
         '--exclude-standard'],
        cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        names = set(listing.stdout.split('\0')) - {''}
    else:  # an unpacked archive
        names = {str(p.relative_to(ROOT)) for p in ROOT.rglob('*')
                 if not re.match(r'build|\.git/', str(p.relative_to(ROOT)))}
    return [ROOT / name for name in sorted(names)
            if (ROOT / name).is_file() and name.startswith(tuple(under))
            and (not suffixes or name.endswith(suffixes))]


def name(path):
    return str(path.relative_to(ROOT))


def table(document, heading):
    """The rows below `heading` of a Markdown table, as lists of cells."""
    text = (ROOT / document).read_text(encoding='utf-8')
    lines = text[text.index(heading):].splitlines()
    rows = [line.strip().strip('|') for line in lines[1:]]
    start = next(i for i, row in enumerate(rows) if row.startswith('---')
                 or row.startswith(' ---'))
    found = []
    for row in rows[start + 1:]:
        if not row:
            break
        found.append([cell.strip().strip('`') for cell in row.split('|')])
    return found


def verdict(rule, complaints):
    """Prints the complaints and ends the program."""
    for complaint in complaints[:SHOWN_MAX]:
        print(complaint)
    print(f'{rule}: ' + (f'{len(complaints)} to mend' if complaints
                         else 'in order'))
    sys.exit(1 if complaints else 0)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a file includes a header that its layer may not see.

The law is the table under "The law" in ARCHITECTURE.md, read from there.  A
cell of it names what a layer may include beside itself: other layers (folders
of src/), `jifen` (the public headers), and system headers that are reserved
to the layers whose cell names them.  Every other system header is free.
"""
import re

import repo

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def read_law():
    """{layer: set of what it may see}"""
    return {layer: {layer, *re.findall(r'[\w./]+', seen)}
            for layer, seen, *_ in repo.table('ARCHITECTURE.md', '## The law')}


def layer_of(path):
    parts = path.relative_to(repo.ROOT).parts
    if parts[0] == 'src':
        return parts[1]
    return 'jifen' if parts[0] == 'include' else parts[0]


def complaint_about(path, quote, header, law, reserved):
    """What is wrong with one include, or None."""
    layer = layer_of(path)
    folder = header.split('/')[0] if '/' in header else None

    if layer not in law:
        return f"'{layer}' is no layer of the law"
    if folder == 'jifen':
        allowed = 'jifen' in law[layer]
    elif quote == '"':
        if folder is None:
            return f'"{header}" does not name its folder'
        allowed = folder in law[layer]
    else:
        allowed = header not in reserved or header in law[layer]
    return None if allowed else f"'{layer}' may not include {header}"


def main():
    law = read_law()
    reserved = {seen for row in law.values() for seen in row if '.' in seen}
    complaints = []
    for path in repo.files('.c', '.h', '.def', '.inc',
                           under=('src/', 'include/', 'cli/')):
        for quote, header in INCLUDE.findall(path.read_text('utf-8')):
            why = complaint_about(path, quote, header, law, reserved)
            if why:
                complaints.append(f'{repo.name(path)}: {why}')
    repo.verdict('layers', complaints)


if __name__ == '__main__':
    main()

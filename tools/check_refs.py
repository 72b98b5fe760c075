#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a citation such as [Laurie1997] has no entry in
docs/references.bib, or an entry is cited nowhere.
"""
import re

import repo

# A name and a year, or a handbook without one; "[Key]" or "[Key, page 7]".
CITATION = re.compile(
    r'\[([A-Z][A-Za-z]+(?:1[5-9]|20)\d\d[a-z]?|DLMF)[\],]')
ENTRY = re.compile(r'^@\w+\{\s*([^,\s]+)\s*,', re.M)

TEXTS = ('.c', '.h', '.def', '.inc', '.py', '.md')
PLACES = ('src/', 'include/', 'cli/', 'tests/', 'bench/', 'docs/',
          'tools/gen_')


def main():
    bibliography = repo.ROOT / 'docs' / 'references.bib'
    entries = ENTRY.findall(bibliography.read_text('utf-8'))
    cited = {}
    for path in repo.files(*TEXTS, under=PLACES):
        for key in CITATION.findall(path.read_text('utf-8')):
            cited.setdefault(key, repo.name(path))
    complaints = [f'{where}: [{key}] is not in docs/references.bib'
                  for key, where in sorted(cited.items())
                  if key not in entries]
    complaints += [f'docs/references.bib: {key} is cited nowhere'
                   for key in entries if key not in cited]
    complaints += [f'docs/references.bib: {key} stands there twice'
                   for key in sorted(set(entries)) if entries.count(key) > 1]
    repo.verdict('refs', complaints)


if __name__ == '__main__':
    main()

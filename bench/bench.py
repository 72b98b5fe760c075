#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench NAME [--save]: runs one of the benchmarks below, prints its
tables, and with --save keeps them in bench/results/ and shows them in the
pages that have a place for them."""
import argparse
import sys

import kernels
import machine
import scale
import simpson
import start
import threads
import windows

BENCHMARKS = {'simpson': simpson, 'kernels': kernels, 'threads': threads,
              'scale': scale, 'start': start, 'windows': windows}


def main():
    parser = argparse.ArgumentParser(prog='./dev bench')
    parser.add_argument('name', nargs='?', choices=BENCHMARKS)
    parser.add_argument('--save', action='store_true',
                        help='keep the tables, in bench/results/ and pages')
    parser.add_argument('--quick', action='store_true',
                        help='few repetitions: to see that it works')
    options = parser.parse_args()
    if options.name is None:
        for name, benchmark in BENCHMARKS.items():
            print(f'{name:10}{benchmark.__doc__.splitlines()[0]}')
        return
    report = '\n'.join([machine.describe(), '',
                        BENCHMARKS[options.name].report(options.quick)])
    print(report)
    if options.save:
        path = machine.keep(options.name, report + '\n')
        print(f'kept in {path}', *machine.show(options.name, report),
              file=sys.stderr)


if __name__ == '__main__':
    main()

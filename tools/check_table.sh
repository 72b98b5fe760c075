#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_table.sh GENERATOR TABLE: fails if the generator writes something else
# than the table; exits 77 (a skipped test) where mpmath is missing.
python=${JIFEN_PYTHON:-/usr/bin/python3}

"$python" -c 'import mpmath' 2>/dev/null || exit 77
"$python" -B "$1" | diff "$2" - && echo "$2 is what $1 writes"

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# compare.sh FOLDER: runs bits.c as built there in gcc, clang, arm-gcc and
# arm-clang, with every instruction set, and holds what it prints to what the
# first one printed.  Then those builds compute the integrals of tests/bits.
# Ends with "N passed, N failed".
set -u
builds=$1
tests=$(dirname "$0")/..
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
passed=0
failed=0

judge() { # ISA: of what stands in $kept
    if [ "$(sed -n 1p "$kept/said")" != "isa $1" ]; then
        echo "chose another instruction set: $(sed -n 1p "$kept/said")"
    elif [ ! -s "$kept/lines" ]; then
        echo 'printed nothing'
    else
        diff "$kept/first" "$kept/lines" | head -n 20
    fi
}

hold() { # ISA BUILD COMMAND...: runs the build's program, by COMMAND if any
    isa=$1
    build=$2
    shift 2
    JIFEN_ISA=$isa "$@" "$builds/$build/tests/neon/bits" \
        >"$kept/said" 2>"$kept/errors"
    status=$?
    sed 1d "$kept/said" >"$kept/lines"
    [ -f "$kept/first" ] || cp "$kept/lines" "$kept/first"
    wrong=$(judge "$isa")
    if [ $status = 0 ] && [ -z "$wrong" ]; then
        echo "ok: $isa, $build $*"
        passed=$((passed + 1))
    else
        echo "not ok: $isa, $build $*, status $status"
        printf '%s\n' "$wrong"
        tail -n 5 "$kept/errors"
        failed=$((failed + 1))
    fi
}

integrals() { # BUILD THREADS COMMAND...: those of tests/bits
    build=$1
    threads=$2
    shift 2
    # shellcheck disable=SC2086 # numbers
    if /usr/bin/python3 "$tests/bits/run.py" \
        "$builds/$build/tests/bits/integral_bits" "$tests/bits/list.tsv" \
        "$tests/bits/expected.tsv" --by "$*" --threads $threads \
        >"$kept/said" 2>&1; then
        echo "ok: integrals, $build $*"
        passed=$((passed + 1))
    else
        echo "not ok: integrals, $build $*"
        grep -v '^ok' "$kept/said"
        failed=$((failed + 1))
    fi
}

native=generic
for isa in avx2 avx512; do
    if JIFEN_ISA=$isa "$builds/gcc/tests/neon/bits" | grep -qx "isa $isa"; then
        native="$native $isa"
    else
        echo "skipped: $isa, which this CPU lacks"
    fi
done
for isa in $native; do
    hold "$isa" gcc
    hold "$isa" clang
done
for isa in generic neon; do
    hold "$isa" arm-gcc qemu-aarch64 -L /usr/aarch64-linux-gnu
    hold "$isa" arm-clang qemu-aarch64 -L /usr/aarch64-linux-gnu
done
if [ "$(uname -m)" = x86_64 ]; then
    # neither AVX2 nor FMA, and the widest wish: fma() comes from the C library
    hold generic gcc env -u JIFEN_ISA qemu-x86_64 -cpu Nehalem
fi
integrals gcc '1 2 3 7 16'
integrals clang '1 2 3 7 16'
integrals arm-gcc '1 3' qemu-aarch64 -L /usr/aarch64-linux-gnu
integrals arm-clang '1 3' qemu-aarch64 -L /usr/aarch64-linux-gnu
echo "$passed passed, $failed failed"
[ $failed = 0 ]

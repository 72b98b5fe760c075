#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a Windows program: wine.sh PROGRAM WORDS...
# wine.sh --start warms wine up, so that no test inherits its services (they
# would hold a test's pipes open), and says so if they were not there before;
# wine.sh --stop ends them.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
export WINEPREFIX="${WINEPREFIX:-$root/build-wine}"
export WINEDEBUG=-all
# winedbg turns crashes into pages of text, and sometimes into exit code 0;
# winemenubuilder puts what is installed into the menus of this machine
export WINEDLLOVERRIDES='mscoree,mshtml,winedbg.exe,winemenubuilder.exe='
wine=/usr/lib/wine/wine64

case $1 in
--start)
    mkdir -p "$WINEPREFIX"
    # fails where there is one already
    ! /usr/lib/wine/wineserver64 -p </dev/null >/dev/null 2>&1 ||
        echo 'wine started'
    "$wine" wineboot </dev/null >/dev/null 2>&1
    ;;
--stop) /usr/lib/wine/wineserver64 -k </dev/null >/dev/null 2>&1 || true ;;
*) exec "$wine" "$@" ;;
esac

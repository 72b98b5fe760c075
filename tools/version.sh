#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the version that include/jifen/version.h defines.
header=$(dirname "$0")/../include/jifen/version.h
sed -n 's/^#define JIFEN_VERSION "\(.*\)"$/\1/p' "$header"

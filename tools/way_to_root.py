#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the way from the build folder to the source: what ninja's commands
begin the names of source files with.    way_to_root.py SOURCE BUILD"""
import os
import sys

print(os.path.relpath(*sys.argv[1:]))

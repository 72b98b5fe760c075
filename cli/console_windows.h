/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_CONSOLE_WINDOWS_H
#define JF_CLI_CONSOLE_WINDOWS_H

#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

/* What the files of the Windows console share. */

/* The handle of a stream that is a console; NULL for any other. */
void *jf_console_handle(FILE *file);

/* New strings, NULL without memory. */
wchar_t *jf_console_widen(const char *text);
char *jf_console_narrow(const wchar_t *text);

#endif

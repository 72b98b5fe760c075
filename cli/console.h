/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_CONSOLE_H
#define JF_CLI_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the command line needs from the operating system, and nothing else. */

bool jf_console_is_terminal(FILE *file);

/* True when the locale's characters are UTF-8. */
bool jf_console_is_utf8(void);

/* Seconds of a clock that never goes back. */
double jf_console_seconds(void);

/* On: from now on the first request to end (Ctrl-C, SIGTERM; on Windows also
 * Ctrl-Break and a closed window) is only noted, and a second one ends the
 * program at once.  Off: each of them ends it, as ever. */
void jf_console_catch(bool on);

/* Whether a request came since the last jf_console_catch(true). */
bool jf_console_interrupted(void);

/* True when the last write failed because nobody reads any more. */
bool jf_console_pipe_closed(void);

/* The path of a file in which jifen keeps its state; makes the folder.  False
 * when there is no such place. */
bool jf_console_state_path(const char *name, char *path, size_t size);

/* A shared library, and what it calls by a name; NULL where there is none. */
void *jf_console_load(const char *library);
void *jf_console_find(void *library, const char *name);

#endif

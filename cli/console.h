/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_CONSOLE_H
#define JF_CLI_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the command line needs from the operating system, and nothing else.
 * Every text and every path is UTF-8. */

/* Comes before all else: makes the words of the command line UTF-8 (they live
 * as long as the program), and the streams plain bytes. */
void jf_console_open(int *argc, char ***argv);

/* What to tell a person when the program crashes, and before a window that
 * closes with it; both texts are borrowed. */
void jf_console_guard(const char *crashed, const char *press_enter);

/* Writes to stdout or stderr.  On a terminal these are characters, whatever its
 * code page is; elsewhere the bytes as they are. */
void jf_console_write(FILE *file, const char *bytes, size_t n);

/* False when something could not be written, now or before. */
bool jf_console_flush(FILE *file);

/* The next byte of a file, EOF at its end, as getc; of a terminal UTF-8. */
int jf_console_read(FILE *file);

/* A line that is not UTF-8, read as the system's older encoding: a new string,
 * or NULL where there is no such encoding. */
char *jf_console_decode(const char *bytes, size_t n, size_t *length);

bool jf_console_is_terminal(FILE *file);

/* Asks a terminal to obey colour escapes, until the program ends.  False when
 * it does not. */
bool jf_console_set_color(FILE *file);

/* What a person presses to end the input. */
const char *jf_console_end_keys(void);

/* True when the locale's characters are UTF-8. */
bool jf_console_is_utf8(void);

/* The language of the person's desktop, such as "zh-CN"; NULL where only the
 * environment tells. */
const char *jf_console_language(void);

/* True when the terminal's window was opened for this program, and closes with
 * it: a double-click, a file dropped on it. */
bool jf_console_is_own(void);
void jf_console_set_title(const char *title);

/* What the usual shell quotes words with, and whether it takes '^' away from
 * words that are not quoted. */
char jf_console_quote(void);
bool jf_console_eats_carets(void);

/* fopen for reading bytes; is it a file that can be read so? */
FILE *jf_console_open_file(const char *path);
bool jf_console_is_file(const char *path);

/* Makes a file with these bytes: whatever happens, it is there whole, or what
 * was there before still is; true when it is safe on the disk.  On the way it
 * is called PATH.new. */
bool jf_console_save(const char *path, const char *bytes, size_t n);

/* After that failed: because there is no room. */
bool jf_console_is_full(void);

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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_LINE_H
#define JF_CLI_LINE_H

#include <stddef.h>

#include "cli/out.h"

/* Lines that a person types at a terminal.  With libedit, when it is installed
 * and jifen was built for it, they can be edited and have a history that is
 * kept in a file; else the terminal's own editing has to do. */
typedef struct jf_line jf_line;

/* Prompts go to out, which outlives the line.  NULL: out of memory. */
jf_line *jf_line_open(const jf_out *out);
void jf_line_close(jf_line *line);

/* Writes the prompt and reads a line.  prefill, when given, stands there
 * already (where that is possible), with the cursor before its byte `cursor`.
 * Returns a new string without the line's end, NULL at the end of input. */
char *jf_line_ask(jf_line *line, const char *prompt, const char *prefill,
                  size_t cursor);

#endif

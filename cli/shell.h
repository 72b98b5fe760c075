/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_SHELL_H
#define JF_CLI_SHELL_H

#include "cli/options.h"

/* Undoes what cmd.exe does to words, which knows no single quotes and takes '^'
 * away.  Nothing here can be meant otherwise: no expression holds a quote. */

/* Puts the operands between two single quotes together: 'x + 1' that came as
 * "'x", "+", "1'".  A quote that is never closed is an error. */
jf_status jf_shell_join(jf_request *request, jf_diag *diag);

/* The power that a name may be the rest of ("x2": "x^2", "ex": "e^x"), in a
 * buffer of JF_ARG_MAX.  False where there is none. */
bool jf_shell_guess_power(const char *name, char *power);

#endif

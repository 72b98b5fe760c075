/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide a character is on a terminal. */
#ifndef JF_BASE_WIDTH_H
#define JF_BASE_WIDTH_H

#include <stdbool.h>
#include <stdint.h>

/* 0, 1 or 2 columns.  Ambiguous characters are narrow. */
int jf_char_width(uint32_t code);

/* A control character, or an invisible one that steers the display: it must
 * not reach a terminal from a text that somebody else wrote. */
bool jf_char_hidden(uint32_t code);

#endif

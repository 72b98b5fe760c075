/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_SIGHT_NEAR_H
#define JF_SIGHT_NEAR_H

#include "base/sight.h"
#include "ir/ir.h"

/* `near` of base/sight.h, of a program as it was typed; takes nothing of it. */
jf_status jf_near_open(const jf_ir *typed, const jf_place *place,
                       jf_view *view);

/* The program of the view as text, as snprintf writes; 0: out of memory. */
size_t jf_near_print(const jf_ir *typed, const jf_place *place, char *buffer,
                     size_t size);

#endif

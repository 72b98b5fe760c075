/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_QUAD_SCAN_H
#define JF_QUAD_SCAN_H

#include "quad/gk.h"

/* Looks between the abscissae of all panels not yet looked at.  True when it
 * found something: those panels have been halved and evaluated, and the
 * integration is to go on.  *status: of the evaluations. */
bool jf_scan_finds_more(jf_gk_state *state, jf_status *status);

#endif

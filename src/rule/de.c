/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all double-exponential rules are made of [TakahasiMori1974].
 *
 * With E = exp(pi/2 sinh t) a finite range [0, 1] has its nodes at the distance
 * 1 / (1 + E^2) from the nearer end, a half-line at E, the whole line at
 * (E - 1/E) / 2, and all weights follow from E and (ln E)' = pi/2 cosh t.  So
 * one table serves the three, and a node is known as a distance, to 3 roundings
 * in the last place, however close it stands to its end.
 *
 * Roundoff: every number is the double nearest to the true one. */
#include "rule/de.h"

#include "rule/tables/de.inc"

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_RULE_DE_H
#define JF_RULE_DE_H

/* For t = i / 128: growth = exp(pi/2 sinh t), slope = pi/2 cosh t, the
 * derivative of its logarithm.  The next growth would not be a double. */
enum { JF_DE_STEPS = 128, JF_DE_COUNT = 872 };
extern const double jf_de_growth[JF_DE_COUNT];
extern const double jf_de_slope[JF_DE_COUNT];

#endif

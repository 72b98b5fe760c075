/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_RULE_KRONROD_H
#define JF_RULE_KRONROD_H

/* The Gauss-Kronrod pair 10/21 on [-1, 1]: node ascending, weight of the
 * Kronrod rule (degree 31), gauss the embedded Gauss rule's weights (degree
 * 19), 0 at nodes that it does not use. */
enum { JF_GK21_NPOINT = 21 };
extern const double jf_gk21_node[JF_GK21_NPOINT];
extern const double jf_gk21_weight[JF_GK21_NPOINT];
extern const double jf_gk21_gauss[JF_GK21_NPOINT];

#endif

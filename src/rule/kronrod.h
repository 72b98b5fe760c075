/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_RULE_KRONROD_H
#define JF_RULE_KRONROD_H

/* The Gauss-Kronrod pair 10/21 on [-1, 1]: node ascending, weight of the
 * Kronrod rule (degree 31), gauss the embedded Gauss rule's weights (degree
 * 19), 0 at nodes that it does not use.
 *
 * null: orthonormal rules that give 0 for polynomials of degree below 17, 18,
 * 19 and 20: what they give else measures how far f is from a polynomial.
 * end: the polynomial through the values y at the nodes is sum end_i y_i at 1,
 * and by symmetry sum end_(20-i) y_i at -1.
 * barycentric: that polynomial at any t, as the quotient of the sums of
 * barycentric_i y_i / (t - node_i) and of barycentric_i / (t - node_i). */
enum { JF_GK21_NPOINT = 21, JF_GK21_NNULL = 4 };
extern const double jf_gk21_node[JF_GK21_NPOINT];
extern const double jf_gk21_weight[JF_GK21_NPOINT];
extern const double jf_gk21_gauss[JF_GK21_NPOINT];
extern const double jf_gk21_null[JF_GK21_NNULL][JF_GK21_NPOINT];
extern const double jf_gk21_end[JF_GK21_NPOINT];
extern const double jf_gk21_barycentric[JF_GK21_NPOINT];

#endif

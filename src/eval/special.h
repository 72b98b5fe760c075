/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Special functions of one or two real arguments, one value at a time.
 * NaN outside the domain, an infinity at a pole.  Accuracy: a few ULP, stated
 * and tested for each in special*.c.  Thread-safe. */
#ifndef JF_EVAL_SPECIAL_H
#define JF_EVAL_SPECIAL_H

double jf_special_beta(double x, double y);
double jf_special_zeta(double x);
double jf_special_si(double x);
double jf_special_ci(double x);
double jf_special_ei(double x);
double jf_special_li(double x);
double jf_special_j0(double x);
double jf_special_j1(double x);
double jf_special_jn(double n, double x); /* NaN unless n is an integer */
double jf_special_y0(double x);
double jf_special_y1(double x);
double jf_special_yn(double n, double x);
double jf_special_elliptic_k(double m);
double jf_special_elliptic_kc(double p); /* K(1 - p) */
double jf_special_elliptic_e(double m);
double jf_special_fresnel_s(double x);
double jf_special_fresnel_c(double x);
double jf_special_airy_ai(double x);
double jf_special_airy_bi(double x);
double jf_special_bessel_i(double n, double x); /* n >= 0, or an integer */
double jf_special_bessel_k(double n, double x); /* NaN unless n is an integer */
double jf_special_lambertw(double x);           /* the principal branch */
double jf_special_rgamma(double x);             /* 1/gamma(x) */

#endif

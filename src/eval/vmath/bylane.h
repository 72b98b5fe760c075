/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that are computed one value at a time, for vectors of any width:
 * the special functions, and what the C library gives exactly (fmod), hence
 * with the same bits everywhere. */
#ifndef JF_EVAL_VMATH_BYLANE_H
#define JF_EVAL_VMATH_BYLANE_H

#include <math.h>

#include "base/simd/simd.h"
#include "eval/scalar.h"
#include "eval/special.h"

#define VD_LANES1(name, scalar)        \
    VD_INLINE vd vd_##name(vd x)       \
    {                                  \
        double lane[VL];               \
                                       \
        vd_store(lane, x);             \
        for (int i = 0; i < VL; i++)   \
            lane[i] = scalar(lane[i]); \
        return vd_load(lane);          \
    }

#define VD_LANES2(name, scalar)        \
    VD_INLINE vd vd_##name(vd x, vd y) \
    {                                  \
        double a[VL], b[VL];           \
                                       \
        vd_store(a, x);                \
        vd_store(b, y);                \
        for (int i = 0; i < VL; i++)   \
            a[i] = scalar(a[i], b[i]); \
        return vd_load(a);             \
    }

// clang-format off
VD_LANES1(ulp, jf_scalar_ulp)
VD_LANES1(zeta, jf_special_zeta)
VD_LANES1(si, jf_special_si)
VD_LANES1(ci, jf_special_ci)
VD_LANES1(ei, jf_special_ei)
VD_LANES1(li, jf_special_li)
VD_LANES1(j0, jf_special_j0)
VD_LANES1(j1, jf_special_j1)
VD_LANES1(y0, jf_special_y0)
VD_LANES1(y1, jf_special_y1)
VD_LANES1(elliptic_k, jf_special_elliptic_k)
VD_LANES1(elliptic_e, jf_special_elliptic_e)
VD_LANES1(fresnel_s, jf_special_fresnel_s)
VD_LANES1(fresnel_c, jf_special_fresnel_c)
VD_LANES1(elliptic_kc, jf_special_elliptic_kc)
VD_LANES1(airy_ai, jf_special_airy_ai)
VD_LANES1(airy_bi, jf_special_airy_bi)
VD_LANES1(lambertw, jf_special_lambertw)
VD_LANES1(rgamma, jf_special_rgamma)
VD_LANES2(floordiv, jf_scalar_floordiv)
VD_LANES2(mod, jf_scalar_mod)
VD_LANES2(fmod, fmod)
VD_LANES2(remainder, jf_scalar_remainder)
VD_LANES2(nextafter, jf_scalar_nextafter)
VD_LANES2(beta, jf_special_beta)
VD_LANES2(jn, jf_special_jn)
VD_LANES2(yn, jf_special_yn)
VD_LANES2(bessel_i, jf_special_bessel_i)
VD_LANES2(bessel_k, jf_special_bessel_k)
// clang-format on

#undef VD_LANES1
#undef VD_LANES2

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four vectors at a time, functions by SLEEF (those within 1 ULP), as one who
 * knows vectors writes it by hand.  The same text of the integrand serves:
 * operators work on vectors, and the names of functions are those below. */
#define _POSIX_C_SOURCE 200809L
#include <immintrin.h>
#include <sleef.h>

#include "midpoint.h"

#ifdef __AVX512F__
enum { VL = 8 };
#define CALL(name) Sleef_##name##d8_u10avx512f
#define sqrt(x)    _mm512_sqrt_pd(x)
typedef __m512d vd;
#else
enum { VL = 4 };
#define CALL(name) Sleef_##name##d4_u10avx2
#define sqrt(x)    _mm256_sqrt_pd(x)
typedef __m256d vd;
#endif
#define sin(x)    CALL(sin)(x)
#define exp(x)    CALL(exp)(x)
#define log(x)    CALL(log)(x)
#define erf(x)    CALL(erf)(x)
#define tanh(x)   CALL(tanh)(x)
#define atan(x)   CALL(atan)(x)
#define pow(x, y) CALL(pow)(x, (vd){0} + (y))

#define INTEGRAND(name, f)                                    \
    static inline vd name##_at(vd x)                          \
    {                                                         \
        return f;                                             \
    }                                                         \
                                                              \
    static double name(int n, double h)                       \
    {                                                         \
        vd at[4], sum[4] = {{0}, {0}, {0}, {0}};              \
        double total = 0;                                     \
                                                              \
        for (int k = 0; k < 4 * VL; k++)                      \
            at[k / VL][k % VL] = k + 0.5;                     \
        for (int i = 0; i < n; i += 4 * VL)                   \
            for (int k = 0; k < 4; k++)                       \
                sum[k] += name##_at((at[k] + (double)i) * h); \
        const vd all = (sum[0] + sum[1]) + (sum[2] + sum[3]); \
        for (int k = 0; k < VL; k++)                          \
            total += all[k];                                  \
        return total;                                         \
    }
#include INTEGRANDS
#undef INTEGRAND

int main(int argc, char **argv)
{
    static midpoint_sum *const sums[] = {
#define INTEGRAND(name, f) name,
#include INTEGRANDS
#undef INTEGRAND
    };

    return midpoint_main(argc, argv, sums, sizeof sums / sizeof *sums);
}

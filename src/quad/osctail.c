/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sum of an alternating series from its first terms
 * [CohenVillegasZagier2000].
 *
 * With weights that fall from 1 to 0, made of Chebyshev polynomials, the first
 * n terms of sum (-1)^k a_k give the whole to about 5.8^-n, if a_k are moments
 * of a measure on [0, 1]: a_k analytic and slowly varying in k, or falling
 * exponentially.  The weights lie in [0, 1], so that rounding errors of the
 * terms are not amplified.  A series whose terms do not fall has such a sum as
 * well (1 - 1 + 1 ... = 1/2): whoever calls knows that they do.
 *
 * The first s terms are added as they are, and n = 24 after them are weighted;
 * s = 0, 8, 16 ...
 *
 * Error: of the start s the larger of the differences to s + 8, from there to
 *        s + 16, and to n = 20.  And what does not alternate: a binomial
 *        average over 17 terms annuls alternating ones; what it leaves beyond
 *        the noise is taken to fall as 1/k^2, and counts 2 k times.
 * Not tried: Levin's u and Wynn's epsilon, which are not linear in the terms,
 *        so that their errors do not simply carry over. */
#include "base/dd.h"
#include "quad/osc.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LONG = 24, SHORT = 20, STEP = 8, FILTER = 16 };

_Static_assert(JF_OSC_WINDOW == LONG + 2 * STEP, "pieces of a start");

static void weights(int n, double *w)
{
    double power = 1, b = -1;

    for (int i = 0; i < n; i++)
        power *= 3 + sqrt(8.0);
    const double d = (power + 1 / power) / 2;
    double c = -d;
    for (int k = 0; k < n; k++) {
        c = b - c;
        w[k] = fabs(c) / d;
        b *= (double)(k + n) * (k - n) / ((k + 0.5) * (k + 1));
    }
}

static double weighted(int n, const double *w, const jf_osc_piece *p)
{
    double sum = 0;

    for (int k = n - 1; k >= 0; k--)
        sum += w[k] * p[k].value;
    return sum;
}

// What does not alternate, beyond the noise.
static double steady(const jf_osc_piece *p)
{
    double sum = 0, noise = 0, c = 0x1p-16;

    for (int k = 0; k <= FILTER; k++) {
        sum += c * p[k].value;
        noise += c * (p[k].noise + 2 * DBL_EPSILON * p[k].abs + p[k].error);
        c = c * (FILTER - k) / (k + 1);
    }
    return fmax(0, fabs(sum) - noise);
}

jf_osc_sum jf_osc_extrapolate(int64_t n, const jf_osc_piece *piece,
                              int64_t calm)
{
    jf_osc_sum best = {(double)NAN, HUGE_VAL, n};
    double w[LONG], v[SHORT];
    jf_dd sum = {0, 0};

    weights(LONG, w);
    weights(SHORT, v);
    for (int64_t s = 0; s + JF_OSC_WINDOW <= n; s += STEP) {
        const jf_osc_piece *const p = piece + s;
        double at[3], between[2] = {0, 0};
        for (int i = 0; i < 3; i++)
            at[i] = weighted(LONG, w, p + (ptrdiff_t)i * STEP);
        for (int i = 0; i < 2 * STEP; i++)
            between[i / STEP] += p[i].value;
        const double d1 = fabs(at[0] - (between[0] + at[1]));
        const double d2 = fabs(at[1] - (between[1] + at[2]));
        const double d3 = fabs(at[0] - weighted(SHORT, v, p));
        const double error =
            fmax(d1, fmax(d2, d3)) + 2 * (double)(s + FILTER) * steady(p);
        if (s >= calm && error < best.error) {
            best.error = error;
            best.used = s + LONG;
            best.value = sum.hi + (sum.lo + at[0]);
        }
        for (int i = 0; i < STEP; i++)
            sum = jf_dd_add(sum, (jf_dd){p[i].value, 0});
    }
    return best;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The principal value over a window about a pole.
 *
 * Laws: f is sampled at 256 distances that stand logarithmically, and the laws
 * of quad/tail.h towards c are found for either side, and for their sum
 * g(d) = f(c - d) + f(c + d), as far as g is more than the rounding of its
 * terms.  c is a pole if a side is not integrable.
 *
 * Value: even.c is tried below h = reach, reach/4 ...; the first h for which it
 * finds g to be a polynomial is taken, or a smaller one while that halves the
 * error, and the ring from h to reach is done by quad/pair.c.  If there is
 * none, as for 1/x + 1/sqrt|x|, g is integrated down to where it drowns in
 * rounding, and goes on below by its law.
 *
 * Diverges: neither, and g by its own law: 1/x^2, 1/|x|, 1/x^3 + 1/x^2.
 * Error:    of both parts; rounding of f at each distance, added up without
 *           any hope that signs differ. */
#include "quad/pole.h"
#include "quad/destate.h"

#include <float.h>
#include <math.h>

enum { SAMPLES = 256, TRIES = 28, SHRINK = 4 };

static const double CLEAN = 1e5; // times the noise; laws want five digits

typedef struct samples {
    int n;
    double step; // of ln d
    double d[SAMPLES], y[2][SAMPLES];
} samples;

static jf_status sample(const jf_pair *pair, double reach, samples *s)
{
    static const double MOST = 345; // 150 decades
    const double span =
        fmin(MOST, jf_tail_log(reach) - jf_tail_log(jf_pair_nearest(pair)));
    jf_status status = JF_OK;

    s->step = span / SAMPLES;
    s->n = span > 0 ? SAMPLES : 0;
    for (int k = 0; status == JF_OK && k < s->n; k += JF_PAIR_BATCH) {
        double y[2][JF_PAIR_BATCH];
        for (int i = 0; i < JF_PAIR_BATCH; i++)
            s->d[k + i] = reach * jf_tail_exp(-s->step * (k + i));
        status = jf_pair_ask(pair, JF_PAIR_BATCH, s->d + k, y);
        for (int i = 0; status == JF_OK && i < JF_PAIR_BATCH; i++) {
            s->y[0][k + i] = y[0][i];
            s->y[1][k + i] = y[1][i];
        }
    }
    return status;
}

static jf_tail fit(const jf_pair *pair, int n, const jf_tail_point *point)
{
    static const double TWELVE_DECADES = 28;
    double start = n > 0 ? point[0].l : 0;

    // rounded abscissae reach no farther than that
    if (n > 0 && !(pair->seen[0] && pair->seen[1]))
        start = fmin(start, point[n - 1].l - TWELVE_DECADES);
    return jf_tail_fit(n, point, start);
}

// y d as a place of the law; false where it is of no use.
static bool place(double d, double y, jf_tail_point *point)
{
    if (!jf_de_usable(y))
        return false;
    const double l = -jf_tail_log(d);
    *point = (jf_tail_point){l, jf_tail_log(fabs(y)) - l, (y > 0) - (y < 0)};
    return true;
}

static jf_tail side_law(const jf_pair *pair, const samples *s, int side)
{
    jf_tail_point point[SAMPLES];
    int n = 0;

    for (int i = 0; i < s->n && isfinite(s->y[side][i]); i++)
        n += place(s->d[i], s->y[side][i], &point[n]);
    // close to what is too small or large inside of f, the last are not good
    return fit(pair, n < s->n ? n - n / 8 : n, point);
}

// Of what is clean; `from` is the last place that is.
static jf_tail sum_law(const jf_pair *pair, const samples *s)
{
    jf_tail_point point[SAMPLES];
    int n = 0;

    for (int i = 0; i < s->n; i++) {
        const double l = s->y[0][i], r = s->y[1][i];
        const double noise = jf_pair_noise(pair, s->d[i], fabs(l) + fabs(r));
        if (fabs(l + r) > CLEAN * noise)
            n += place(s->d[i], l + r, &point[n]);
    }
    jf_tail law = fit(pair, n, point);
    law.from = n > 0 ? point[n - 1].l : -jf_tail_log(s->d[0]);
    return law;
}

jf_status jf_pole_judge(jf_pair *pair, double reach, jf_pole_laws *laws,
                        int64_t *neval)
{
    samples s;
    jf_status status = sample(pair, reach, &s);

    *laws = (jf_pole_laws){.pole = false};
    if (status != JF_OK)
        return status;
    *neval += 2 * (int64_t)s.n;
    for (int side = 0; side < 2; side++) {
        laws->side[side] = side_law(pair, &s, side);
        laws->pole |= laws->side[side].kind == JF_TAIL_DIVERGES;
    }
    if (laws->pole)
        status = jf_pair_measure(pair, reach, neval);
    laws->sum = sum_law(pair, &s);
    return status;
}

// ---- the value

// The integral of a law beyond l, over l.
static double beyond(const jf_tail *law, double l)
{
    enum { STEPS = 4096 };
    static const double FAR = 50; // e-foldings
    double sum = 0;

    if (law->k == 0) // exact: as fit_power sets it
        return jf_tail_at(law, l) / law->e;
    if (law->e == 0) // exact: as decide_logarithm sets it
        return -jf_tail_at(law, l) * l / (law->k + 1);
    const double step = FAR / law->e / STEPS;
    for (int i = 0; i < STEPS; i++)
        sum += jf_tail_at(law, l + (i + 0.5) * step);
    return sum * step;
}

// Below the distance at which the sum drowns.
static void close_by_law(const jf_pole_laws *laws, double *h,
                         jf_pole_value *value)
{
    const jf_tail *const law = &laws->sum;

    *h = jf_tail_exp(-law->from);
    if (law->kind == JF_TAIL_DIVERGES) {
        value->status = JF_DIVERGENT;
        return;
    }
    if (law->kind == JF_TAIL_LAW) {
        value->value = beyond(law, law->from);
        value->abserr = fabs(value->value) * law->doubt;
        value->status = JF_CONVERGED;
    } else {
        value->abserr = law->endless ? HUGE_VAL : law->rest;
        value->status = JF_UNCONVERGED;
    }
}

static jf_status close(const jf_pair *pair, double reach,
                       const jf_pole_laws *laws, double *h,
                       jf_pole_value *value)
{
    // in small windows about a pole of higher order all drowns in rounding
    static const double DROWNED = 1e6;
    jf_even even, best = {.abserr = HUGE_VAL};
    jf_status status = JF_OK;
    double w = reach, noise = 0;

    *h = reach;
    for (int i = 0; i < TRIES && status == JF_OK; i++, w /= SHRINK) {
        status = jf_even_rule(pair, w, &even, &value->neval);
        noise = i == 0 ? even.noise : noise;
        if (even.noise > DROWNED * noise)
            break;
        if (best.good && !(even.good && even.abserr < best.abserr / 2))
            break; // no smaller window is better
        if (even.good) {
            best = even;
            *h = w;
        }
        if (w < 64 * jf_pair_nearest(pair))
            break;
    }
    if (status != JF_OK)
        return status;
    if (best.good) {
        value->value = best.value;
        value->abserr = best.abserr;
        value->noise = best.noise;
        value->magnitude = best.magnitude;
        value->status = JF_CONVERGED;
    } else {
        close_by_law(laws, h, value);
    }
    return JF_OK;
}

// Of f over the ring, as far as rounding shows in the sum.
static jf_status ring_noise(const jf_pair *pair, double h, double reach,
                            double *noise, jf_pole_value *value)
{
    samples s;
    const jf_status status = sample(pair, reach, &s);

    *noise = 0;
    value->neval += 2 * (int64_t)s.n;
    for (int i = 0; status == JF_OK && i < s.n && s.d[i] > h; i++) {
        const double size = fabs(s.y[0][i]) + fabs(s.y[1][i]);
        const double width = s.step * s.d[i];
        *noise += width * jf_pair_noise(pair, s.d[i], size);
        value->magnitude += width * size;
    }
    return status;
}

static jf_status add_ring(const jf_pair *pair, double h, double reach,
                          const jf_options *options, jf_executor *executor,
                          jf_pole_value *value)
{
    static const double BOTH[2] = {1, 1};
    jf_pair_sum ring;
    double noise;

    jf_status status = ring_noise(pair, h, reach, &noise, value);
    if (status == JF_OK)
        status = jf_pair_integrate(pair, BOTH, h, reach, noise, options,
                                   executor, &ring);
    if (status != JF_OK)
        return status;
    value->value += ring.value;
    value->abserr += ring.abserr + noise;
    value->noise += 2 * noise;
    value->neval += ring.neval;
    return JF_OK;
}

jf_status jf_pole_integrate(const jf_pair *pair, double reach,
                            const jf_pole_laws *laws, const jf_options *options,
                            jf_executor *executor, jf_pole_value *value)
{
    double h;

    *value = (jf_pole_value){.status = JF_UNCONVERGED};
    const jf_status status = close(pair, reach, laws, &h, value);
    if (status != JF_OK || !executor || value->status == JF_DIVERGENT ||
        !(h < reach))
        return status;
    return add_ring(pair, h, reach, options, executor, value);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values next to a pole, and their integral over rings.
 *
 * Where somebody answers (base/sight.h) f is asked by distance, and the same d
 * stands on both sides exactly.  Elsewhere c + d is rounded to some x; f there
 * is taken back to d by the factor (x - c) / d, as if f were a simple pole,
 * which leaves an error in f (x - c), a smooth function.
 *
 * The outer ten octaves of a ring are integrated over d, what is closer over
 * its logarithm: a pole is a constant there, an algebraic singularity an
 * exponential, and 300 decades are a short range.
 *
 * Roundoff: a value errs by 2u of its size, or by what second differences at
 *           distances 2^-40 apart show: cos(1e4 x) is good to 1e4 x u.  Without
 *           a view by u |c| / d more, for c itself may not be the double that
 *           was given. */
#include "quad/pair.h"
#include "quad/attach.h"
#include "quad/method.h"
#include "quad/tail.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double LEAST_NOISE = 2 * DBL_EPSILON;

// Where it is measured, as shares of the reach.
static const double FIRST_PLACE = 0.3, NEXT_PLACE = 0.07;

static bool attach_all(jf_pair *p)
{
    bool good = jf_attach(p->f, &p->plain);

    if (!good)
        return false;
    for (int side = 0; side < 2; side++)
        if (p->seen[side] && good)
            good = jf_attach(&p->view[side].f, &p->viewed[side]);
    return good;
}

static void detach_all(jf_pair *p)
{
    if (p->plain)
        jf_detach(p->f, p->plain);
    for (int side = 0; side < 2; side++)
        if (p->viewed[side])
            jf_detach(&p->view[side].f, p->viewed[side]);
}

// Where f cannot be rewritten in d, as zeta, its view is no better than c + d.
static jf_status drop_blind(jf_pair *p)
{
    static const double CLOSE = 0x1p-60;
    const double d = CLOSE * fabs(p->c);
    jf_status status = JF_OK;

    for (int side = 0; side < 2 && d > 0 && status == JF_OK; side++) {
        double y;
        if (!p->seen[side])
            continue;
        status = p->view[side].f.eval(p->viewed[side], 1, &d, &y);
        if (status == JF_OK && isfinite(y))
            continue;
        jf_detach(&p->view[side].f, p->viewed[side]);
        jf_view_clear(&p->view[side]);
        p->viewed[side] = NULL;
        p->seen[side] = false;
    }
    return status;
}

jf_status jf_pair_open(jf_pair *p, const jf_integrand *f, double c, double tail,
                       bool far)
{
    jf_status status = JF_OK;

    *p = (jf_pair){.f = f, .c = c, .tail = tail, .far = far};
    for (int side = 0; side < 2 && !far && status == JF_OK; side++) {
        if (!f->sight || !f->sight->near)
            break;
        status =
            f->sight->near(f->param, c, tail, side ? 1 : -1, &p->view[side]);
        p->seen[side] = status == JF_OK;
        status = status == JF_USAGE ? JF_OK : status;
    }
    if (status == JF_OK && !attach_all(p))
        status = JF_NOMEM;
    if (status == JF_OK)
        status = drop_blind(p);
    if (status != JF_OK)
        jf_pair_close(p);
    return status;
}

void jf_pair_close(jf_pair *p)
{
    if (!p->f)
        return;
    detach_all(p);
    for (int side = 0; side < 2; side++)
        if (p->seen[side])
            jf_view_clear(&p->view[side]);
    *p = (jf_pair){.f = NULL};
}

// One side without a view.
static jf_status ask_plain(const jf_pair *p, int side, size_t n,
                           const double *d, double *y)
{
    const double sign = side ? 1 : -1;
    double x[JF_PAIR_BATCH] = {0};

    for (size_t i = 0; i < n; i++)
        x[i] = p->far ? sign / d[i] : p->c + sign * d[i];
    const jf_status status = p->f->eval(p->plain, n, x, y);
    for (size_t i = 0; status == JF_OK && i < n; i++)
        y[i] = p->far ? y[i] / d[i] / d[i]
                      : y[i] * (sign * ((x[i] - p->c) - p->tail) / d[i]);
    return status;
}

jf_status jf_pair_ask(const jf_pair *p, size_t n, const double *d,
                      double y[2][JF_PAIR_BATCH])
{
    jf_status status = JF_OK;

    for (int side = 0; side < 2 && status == JF_OK; side++)
        status = p->seen[side]
                     ? p->view[side].f.eval(p->viewed[side], n, d, y[side])
                     : ask_plain(p, side, n, d, y[side]);
    return status;
}

jf_status jf_pair_measure(jf_pair *p, double reach, int64_t *neval)
{
    enum { EACH = 8, N = JF_PAIR_PLACES * EACH };
    static const double SAFE = 2, STEP = 0x1p-40;
    double d[N], y[2][JF_PAIR_BATCH], at = reach;

    for (int i = 0; i < JF_PAIR_PLACES; i++, at *= NEXT_PLACE)
        for (int k = 0; k < EACH; k++)
            d[i * EACH + k] = FIRST_PLACE * at * (1 + k * STEP);
    const jf_status status = jf_pair_ask(p, N, d, y);
    *neval += 2 * N;
    p->reach = reach;
    for (int i = 0; status == JF_OK && i < N; i++) {
        double *const noise = &p->noise[i / EACH];
        const double size = fabs(y[0][i]) + fabs(y[1][i]);
        *noise = fmax(*noise, LEAST_NOISE);
        for (int side = 0; side < 2 && i % EACH > 1; side++) {
            const double *const v = &y[side][i];
            const double second = fabs((v[0] - v[-1]) - (v[-1] - v[-2]));
            if (second < size) // no value is no noise
                *noise = fmax(*noise, SAFE * second / size);
        }
    }
    return status;
}

static double relative_noise(const jf_pair *p, double d)
{
    double at = FIRST_PLACE * p->reach;
    int i = 0;

    if (p->reach == 0) // exact: nobody measured
        return LEAST_NOISE;
    if (d > at)
        return p->noise[0] * (d / at);
    for (; i + 2 < JF_PAIR_PLACES && d < NEXT_PLACE * at; i++)
        at *= NEXT_PLACE;
    return fmax(p->noise[i], p->noise[i + 1]);
}

double jf_pair_noise(const jf_pair *p, double d, double size)
{
    const bool both = p->seen[0] && p->seen[1];
    const double shift = p->far || both ? 0 : fabs(p->c) / d / 2;

    return size * (relative_noise(p, d) + DBL_EPSILON * shift);
}

double jf_pair_nearest(const jf_pair *p)
{
    if (p->far)
        return 1e-100; // f may underflow farther out
    return p->seen[0] && p->seen[1] ? 1e-290
                                    : fmax(0x1p-42 * fabs(p->c), 1e-290);
}

// ---- rings

typedef struct ring {
    const jf_pair *pair;
    double weight[2];
    double inner; // the distance at l = 0
    bool even;    // over the distance itself
} ring;

static void detach(void *worker)
{
    ring *const r = worker;

    if (!r)
        return;
    detach_all((jf_pair *)r->pair);
    free((jf_pair *)r->pair);
    free(r);
}

// A copy of the pair with a worker's own parameters.
static void *attach(void *param)
{
    const ring *const from = param;
    ring *const r = malloc(sizeof *r);
    jf_pair *const pair = malloc(sizeof *pair);

    if (r && pair) {
        *pair = *from->pair;
        pair->plain = pair->viewed[0] = pair->viewed[1] = NULL;
        *r = *from;
        r->pair = pair;
        if (attach_all(pair))
            return r;
        detach_all(pair);
    }
    free(pair);
    free(r);
    return NULL;
}

static jf_status eval(void *param, size_t n, const double *l, double *y)
{
    const ring *const r = param;
    double d[JF_PAIR_BATCH], v[2][JF_PAIR_BATCH];
    jf_status status = JF_OK;

    for (size_t done = 0; status == JF_OK && done < n; done += JF_PAIR_BATCH) {
        const size_t m = n - done < JF_PAIR_BATCH ? n - done : JF_PAIR_BATCH;
        for (size_t i = 0; i < m; i++)
            d[i] = r->even ? l[done + i] : r->inner * jf_tail_exp(l[done + i]);
        status = jf_pair_ask(r->pair, m, d, v);
        for (size_t i = 0; status == JF_OK && i < m; i++) {
            // a side that does not count may have no value
            const double left = r->weight[0] != 0 ? v[0][i] : 0;
            const double right = r->weight[1] != 0 ? v[1][i] : 0;
            y[done + i] = (r->even ? 1 : d[i]) * (left + right);
        }
    }
    return status;
}

// How far a rounded logarithm moves the outer end.
static double end_error(ring *r, double l)
{
    double y;

    const jf_status status = eval(r, 1, &l, &y);
    return status == JF_OK && isfinite(y) ? 4 * DBL_EPSILON * l * fabs(y) : 0;
}

static jf_status add_ring(ring *r, double a, double b, const jf_options *o,
                          jf_executor *executor, jf_pair_sum *sum)
{
    const jf_integrand f = {
        .param = r, .eval = eval, .attach = attach, .detach = detach};
    jf_options options = *o;
    const jf_problem problem = {.f = &f, .a = a, .b = b, .options = &options};
    jf_result result = {.status = JF_USAGE, .abserr = HUGE_VAL};

    options.explain = NULL; // a ring is one of many
    const jf_status status =
        jf_method_gk.run(&jf_method_gk, &problem, executor, &result);
    sum->value += result.value;
    sum->abserr += result.abserr + (r->even ? 0 : end_error(r, b));
    sum->neval += 2 * result.neval;
    return status;
}

jf_status jf_pair_integrate(const jf_pair *p, const double weight[2], double d,
                            double e, double atol, const jf_options *options,
                            jf_executor *executor, jf_pair_sum *sum)
{
    static const double FEW_OCTAVES = 0x1p-10, SHARP = 1e-3; // it may cancel
    const double middle = d < FEW_OCTAVES * e ? FEW_OCTAVES * e : d;
    ring r = {p, {weight[0], weight[1]}, d, false};
    jf_options o = *options;
    jf_status status = JF_OK;

    *sum = (jf_pair_sum){.value = 0};
    o.atol = fmax(o.atol, atol);
    o.rtol *= SHARP;
    if (d < middle)
        status = add_ring(&r, 0, jf_tail_log(middle / d), &o, executor, sum);
    r.even = true;
    if (status == JF_OK && middle < e)
        status = add_ring(&r, middle, e, &o, executor, sum);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The principal value over a small symmetric window.
 *
 * With f(x) = r / (x - c) + ... the sum g(d) = f(c + d) + f(c - d) is smooth
 * and even, and a Gauss rule with an even number of nodes on [c - h, c + h]
 * integrates it as if there were no pole [Longman1958].  16 distances give the
 * even Legendre coefficients of g up to degree 30.  The last ones tell whether
 * g is a polynomial, to rounding.  What happens between the least distance,
 * h/21, and c the nodes cannot see; so g is compared with the polynomial at 48
 * more distances, down to h 2^-48.
 *
 * Rounding: each value of f ~ r / d errs by u r / d, and so does g, however
 * small; over equal steps of ln d that is u r each.  No node comes close to c,
 * which makes it some 4 u r here, and where the pole is of third order as
 * small as it can be; tanh-sinh has u r times the number of its nodes.
 * Fails on: g that is not even and analytic, such as ln d; pole.c then makes
 *   h small. */
#include "quad/pole.h"
#include "rule/gauss.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { NODES = 16, DEPTH = 48, LAST = 3 };

typedef struct fit {
    const jf_pair *pair;
    double h;
    double x[NODES], w[NODES];
    double g[NODES];
    double c[NODES]; // of the Legendre polynomials of degree 2m
    double scale;    // of the noise of g, integrated
    double size;     // of its terms, integrated
} fit;

// The polynomials of degree 0, 2, 4 ... at x.
static void legendre(double x, double *p)
{
    double before = 0, now = 1;

    for (int n = 0; n < 2 * NODES; n++) {
        const double next = ((2 * n + 1) * x * now - n * before) / (n + 1);
        if (n % 2 == 0)
            p[n / 2] = now;
        before = now;
        now = next;
    }
}

static double polynomial(const fit *t, double x)
{
    double p[NODES], sum = 0;

    legendre(x, p);
    for (int m = NODES - 1; m >= 0; m--)
        sum += t->c[m] * p[m];
    return sum;
}

static double noise_at(const jf_pair *pair, double d, double l, double r)
{
    return jf_pair_noise(pair, d, fabs(l) + fabs(r));
}

static jf_status sample(fit *t)
{
    double d[NODES], y[2][JF_PAIR_BATCH];

    jf_gauss_nodes(2 * (int64_t)NODES, NODES, NODES, t->x, t->w);
    for (int i = 0; i < NODES; i++)
        d[i] = t->h * t->x[i];
    const jf_status status = jf_pair_ask(t->pair, NODES, d, y);
    memset(t->c, 0, sizeof t->c);
    t->scale = t->size = 0;
    for (int i = 0; status == JF_OK && i < NODES; i++) {
        double p[NODES];
        t->g[i] = y[0][i] + y[1][i];
        t->scale += t->w[i] * noise_at(t->pair, d[i], y[0][i], y[1][i]);
        t->size += t->w[i] * (fabs(y[0][i]) + fabs(y[1][i]));
        legendre(t->x[i], p);
        for (int m = 0; m < NODES; m++)
            t->c[m] += (4 * m + 1) * t->w[i] * t->g[i] * p[m];
    }
    return status;
}

static double last_coefficient(const fit *t)
{
    double most = 0;

    for (int m = NODES - LAST; m < NODES; m++)
        most = fmax(most, fabs(t->c[m]));
    return most;
}

// Whether g is the polynomial at all distances, within what error allows.
static jf_status compare(const fit *t, double error, bool *same)
{
    static const double SOME = 0x1.6a09e667f3bcdp-1; // no node, no octave
    double d[DEPTH], y[2][JF_PAIR_BATCH];
    int n = 0;

    for (; n < DEPTH; n++) {
        d[n] = ldexp(SOME * t->h, -n);
        if (d[n] < jf_pair_nearest(t->pair))
            break;
    }
    const jf_status status = jf_pair_ask(t->pair, (size_t)n, d, y);
    for (int i = 0; status == JF_OK && i < n; i++) {
        const double off = fabs(y[0][i] + y[1][i] - polynomial(t, d[i] / t->h));
        const double allowed =
            32 * noise_at(t->pair, d[i], y[0][i], y[1][i]) + error / d[i];
        *same &= off <= allowed; // false for NaN
    }
    return status;
}

jf_status jf_even_rule(const jf_pair *pair, double h, jf_even *even,
                       int64_t *neval)
{
    fit t = {.pair = pair, .h = h};
    jf_status status = sample(&t);

    *even = (jf_even){.abserr = HUGE_VAL};
    *neval += 2 * NODES;
    if (status != JF_OK)
        return status;
    const double last = last_coefficient(&t);
    even->value = h * t.c[0];  // the mean of g
    even->noise = h * t.scale; // NaN where f has no value
    even->magnitude = h * t.size;
    even->abserr = even->noise + h * last;
    even->good = last <= 16 * t.scale && even->abserr < HUGE_VAL;
    if (even->good) {
        status = compare(&t, even->abserr, &even->good);
        *neval += 2 * (int64_t)DEPTH;
    }
    return status;
}

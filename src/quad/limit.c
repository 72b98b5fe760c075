/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit of an integrand where its formula has no value: sin(x)/x at 0.
 *
 * First f is sampled at moderate distances D, D/2, ..., D/128 and extrapolated
 * to distance 0 by Neville's scheme.  Moderate, because formulas such as
 * (1-cos(x))/x^2 are all rounding error close by.  The extrapolation settles
 * for functions with a Taylor series.  If it does not (x ln x, sin(x)/sqrt(x)),
 * the distance is divided by 1024 again and again, and the values themselves
 * must settle.
 *
 * Error:    8 times the best change of the extrapolation, or 10 times the last
 *           one of the values, with a few roundings; a limit is accepted if
 *           the change is below 1e-9 of the largest value seen.
 * Fails on: functions that settle more slowly than d^(1/100), and those that
 *           oscillate towards the point; they are reported as having none.
 * Rejected: evaluating at the next double: (1-cos(x))/x^2 gives 0 there. */
#include "quad/limit.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { NEAR = 8, FAR = 40 };

static const double ACCEPT = 1e-9;

static bool sample(const jf_limit_site *s, double x, double *y)
{
    return s->f->eval(s->param, 1, &x, y) == JF_OK && isfinite(*y);
}

// sign * distance from x; false outside [a, b], or where f has no value.
static bool sample_at(const jf_limit_site *s, double x, double distance,
                      double *y)
{
    const double at = x + distance;

    return at >= s->a && at <= s->b && at != x && sample(s, at, y);
}

// Neville's scheme at 0 over distances that halve: column k is free of the
// terms up to d^k.  The best two neighbours on the diagonal decide.
static bool extrapolate(const double *y, double scale, double *limit,
                        double *error)
{
    double row[NEAR], above[NEAR];

    *error = HUGE_VAL;
    for (int i = 0; i < NEAR; i++) {
        double power = 2;
        row[0] = y[i];
        for (int k = 1; k <= i; k++, power *= 2)
            row[k] = row[k - 1] + (row[k - 1] - above[k - 1]) / (power - 1);
        if (i > 0 && fabs(row[i] - above[i - 1]) < *error) {
            *limit = row[i];
            *error = fabs(row[i] - above[i - 1]);
        }
        memcpy(above, row, sizeof above);
    }
    const bool settled = *error <= ACCEPT * scale;
    *error = 8 * *error + 16 * DBL_EPSILON * scale; // it may be small by chance
    return settled;
}

static bool from_near(const jf_limit_site *s, double x, double distance,
                      double *limit, double *error)
{
    double y[NEAR], scale = 0;

    for (int i = 0; i < NEAR; i++, distance /= 2) {
        if (!sample_at(s, x, distance, &y[i]))
            return false;
        scale = fmax(scale, fabs(y[i]));
    }
    if (scale == 0) { // identically 0 here
        *limit = *error = 0;
        return true;
    }
    return extrapolate(y, scale, limit, error);
}

static bool from_far(const jf_limit_site *s, double x, double distance,
                     double *limit, double *error)
{
    double y = 0, before, scale = 0, change = HUGE_VAL;

    if (!sample_at(s, x, distance, &before))
        return false;
    for (int i = 1; i < FAR; i++, before = y) {
        scale = fmax(scale, fabs(before));
        distance /= 1024;
        if (!sample_at(s, x, distance, &y))
            return false;
        if (fabs(y - before) > 0.9 * change)
            return false; // it does not settle
        change = fabs(y - before);
        if (change <= ACCEPT * 1e-4 * scale) {
            *limit = y;
            *error = 10 * change; // it falls by 0.9 at worst
            return true;
        }
    }
    return false;
}

static bool one_side(const jf_limit_site *s, double x, double distance,
                     double *limit, double *error)
{
    return from_near(s, x, distance, limit, error) ||
           from_far(s, x, distance, limit, error);
}

// From `room` to an end of the range, or less; false where there is too little
// of it to matter.
static bool has_room(double room, double *distance)
{
    const bool enough = room > *distance * 0x1p-20;

    *distance = fmin(*distance, room);
    return enough;
}

bool jf_limit_at(const jf_limit_site *s, double x, double *limit, double *error)
{
    double left_reach = s->b / 16 - s->a / 16, right_reach = left_reach;
    double left = 0, left_error = 0, right = 0, right_error = 0;
    const bool look_left = has_room(x - s->a, &left_reach);
    const bool look_right = has_room(s->b - x, &right_reach);

    if (look_left && !one_side(s, x, -left_reach, &left, &left_error))
        return false;
    if (look_right && !one_side(s, x, right_reach, &right, &right_error))
        return false;
    if (look_left && look_right) {
        *limit = left / 2 + right / 2;
        *error = fabs(right - left) / 2 + fmax(left_error, right_error);
    } else {
        *limit = look_left ? left : right;
        *error = fmax(left_error, right_error);
    }
    return look_left || look_right;
}

bool jf_limit_finite_near(const jf_limit_site *s, double x)
{
    double y;

    const double reach = s->b / 2 - s->a / 2;
    for (double d = reach * 0x1p-20; d > reach * 0x1p-44; d /= 16)
        if (sample_at(s, x, d, &y) || sample_at(s, x, -d, &y))
            return true;
    return false;
}

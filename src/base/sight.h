/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an integrand of jifen's own tells of itself beside its values: ranges,
 * suspicious abscissae, and values close to a point.  All of it is about the
 * function that was typed, over the real numbers: rounding is the teller's
 * business (docs/design/0010-seeing.md). */
#ifndef JF_BASE_SIGHT_H
#define JF_BASE_SIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include <jifen/integrate.h>

/* What may be true somewhere in an interval; a clear bit is a proof. */
enum {
    JF_SEEN_UNDEFINED = 1, /* f has no real value */
    JF_SEEN_UNBOUNDED = 2, /* f grows beyond all bounds, or has a pole */
    JF_SEEN_JUMP = 4       /* f is not continuous */
};

/* The values of f at all points of an interval where it has one.  lo > hi: it
 * has none anywhere. */
typedef struct jf_range {
    double lo, hi; /* maybe infinite */
    unsigned seen;
} jf_range;

typedef enum jf_mark_kind {
    JF_MARK_KINK,   /* continuous, but not smooth: abs, min, a condition */
    JF_MARK_JUMP,   /* floor, sign, a condition */
    JF_MARK_BRANCH, /* sqrt, log, a power of 0 */
    JF_MARK_POLE    /* a divisor of 0, tan, gamma */
} jf_mark_kind;

/* A point where f may not be smooth.  It lies at x + tail, known to about
 * 2^-100 of its size, or where only x is known (tail 0) within two doubles; if
 * constants are their doubles.  They may be others, and move it by `doubt`. */
typedef struct jf_mark {
    double x, tail, doubt;
    jf_mark_kind kind;
} jf_mark;

/* Another function made of f: of the distance d > 0 from a point, or a part of
 * f.  Its abscissae are what the maker says. */
typedef struct jf_view {
    jf_integrand f;
    void *owned;
    void (*free)(void *owned); /* NULL: nothing to free */
} jf_view;

enum { JF_SPOTS = 16 };

/* A term of f: term(x) = amplitude(x) cos(phase(x) - quarter pi/2); with a
 * Bessel function in the place of the cosine the amplitude contains its decay,
 * and the zeros are only near.  Not wavy: an amplitude alone. */
typedef struct jf_wave {
    jf_view term, amplitude, phase; /* of x; for jf_wave_clear */
    jf_view slope; /* of a phase that is not linear; no eval: not known */
    bool wavy;
    bool rough; /* the amplitude may oscillate or jump as well */
    bool bessel;
    bool linear; /* phase = rate x + offset */
    double rate, offset;
    int quarter;
    int nspot; /* abscissae where the amplitude may have a peak */
    double spot[JF_SPOTS];
} jf_wave;

static inline void jf_view_clear(jf_view *view)
{
    if (view->free)
        view->free(view->owned);
}

static inline void jf_wave_clear(jf_wave *wave)
{
    jf_view_clear(&wave->term);
    jf_view_clear(&wave->amplitude);
    jf_view_clear(&wave->phase);
    jf_view_clear(&wave->slope);
}

#define JF_LITERAL_CHANGE 0x1p13 // roundings

enum { JF_TAYLOR = 20 }; // the highest order

typedef struct jf_sight {
    /* Encloses f over [a, b], a <= b, which may be infinite.  Thread-safe. */
    jf_range (*range)(const void *param, double a, double b);
    /* How far the value computed at x, which is exact, may be from f(x): by
     * rounding, which varies from x to x, and by *fixed more because 0.1 and pi
     * are no doubles.  HUGE_VAL: not known.  Thread-safe. */
    double (*rounding)(const void *param, double x, double *fixed);
    /* The marks within [a, b], in order, no two at the same x; at most `size`
     * are written.  Returns how many there are, or -1: more than could be
     * isolated within the effort; then those written are right, but not all,
     * and one whose x is NaN comes after them where there is room; or -2: out
     * of memory. */
    long (*marks)(const void *param, double a, double b, size_t size,
                  jf_mark *mark);
    /* f at c + tail + side * d, side 1 or -1, without cancellation in d.
     * JF_OK; JF_NOMEM; JF_USAGE when this cannot be had, and the caller has to
     * do with c + side * d. */
    jf_status (*near)(const void *param, double c, double tail, int side,
                      jf_view *view);
    /* Bounds |f^(k)|/k! h^k over [a, b], finite, h = (b - a)/2 > 0, by coef[k],
     * k = 0 .. JF_TAYLOR; HUGE_VAL where no bound is known, and then f need
     * not be so smooth.  between: no mark lies inside of (a, b).  *rounding:
     * what a value errs by at most, to first order, because numbers in f are
     * rounded.  False: nothing is known.  Thread-safe. */
    bool (*taylor)(const void *param, double a, double b, bool between,
                   double *coef, double *rounding);
    /* f with the i-th of the numbers in it that are rounded larger by
     * JF_LITERAL_CHANGE times what it may err by.  JF_OK; JF_NOMEM;
     * JF_USAGE: there are no more. */
    jf_status (*literal)(const void *param, int i, jf_view *view);
    /* f as a sum of waves, at most `size`; *n = 0: not known to be one.  JF_OK
     * or JF_NOMEM. */
    jf_status (*waves)(const void *param, int size, jf_wave *wave, int *n);
    /* How many turns over [a, b] what turns fastest in f makes, if f has the
     * period b - a as nearly as doubles tell; 0: it is not known to. */
    double (*turns)(const void *param, double a, double b);
} jf_sight;

#endif

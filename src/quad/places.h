/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the default breaks a range, and what it knows of f there. */
#ifndef JF_QUAD_PLACES_H
#define JF_QUAD_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quad/method.h"

enum { JF_PLACES_FEW = 8 };

typedef struct jf_places {
    const jf_problem *problem;
    double *point;             /* breakpoints inside of the range, ascending */
    double few[JF_PLACES_FEW]; /* if these do */
    size_t npoint, room;
    bool infinite; /* the range */
    bool singular; /* poles or branch points */
    bool crowded;  /* more marks than can be told */
    bool endless;  /* oscillation towards a finite end */
    bool rapid;    /* oscillation at a constant rate, too fast for panels */
    double mass;   /* about the integral of |f|, 0 if nobody looked */
    int64_t neval;
} jf_places;

/* No places yet; problem is borrowed, and `places` may not move. */
void jf_places_begin(jf_places *places, const jf_problem *problem);

/* Breakpoints that are given, and marks of f.  JF_OK or JF_NOMEM. */
jf_status jf_places_look(jf_places *places);

/* Peaks, where they can be looked for: for methods without bounds.  JF_OK or
 * JF_NOMEM. */
jf_status jf_places_look_closer(jf_places *places);

void jf_places_clear(jf_places *places);

#endif

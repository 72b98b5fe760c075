/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The poles of an integrand, each in a window of its own. */
#ifndef JF_QUAD_SURVEY_H
#define JF_QUAD_SURVEY_H

#include "quad/method.h"
#include "quad/pole.h"

/* A point at which f may have a pole, or what the window of another has to be
 * clear of. */
typedef struct jf_suspect {
    double x, tail;
    bool singular, typed; /* maybe a pole; given by the person */
    bool end;             /* a limit of the range; infinite ones as well */
    bool clean;           /* an end where f is smooth, as far as is known */
    bool pole;            /* and then what follows is set */
    bool far;             /* infinity: where x is -inf, about both */
    jf_pair pair;
    jf_pole_laws laws;
    double clear[2]; /* as far as that nothing else is in the way */
    double reach;    /* half of the window's width */
    double out[2];   /* reach, or more where one side goes on by distance */
    double edge[2];  /* the doubles there, where other methods take over ... */
    bool last[2];    /* ... unless a window or a limit of the range is there */
} jf_suspect;

typedef struct jf_survey {
    const jf_problem *problem;
    void *param; /* of f, for the caller's thread */
    int n;
    jf_suspect *site; /* ascending; the ends are the first and the last */
    int npole;
    bool open_end; /* f is not integrable at an end, and no fold helps */
    int64_t neval;
    bool spent; /* out of evaluations */
} jf_survey;

/* Looks for poles, and lays windows about them; for jf_survey_end, on a
 * failure as well.  npole 0: there are none, or too many marks to tell. */
jf_status jf_survey_begin(jf_survey *survey, const jf_problem *problem);
void jf_survey_end(jf_survey *survey);

/* Narrows the windows until no peak is in them, and sets their edges. */
jf_status jf_survey_lay(jf_survey *survey);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of de.c, which sums and judges the levels, shared with devalue.c,
 * which asks f, and detail.c, which judges the ends. */
#ifndef JF_QUAD_DESTATE_H
#define JF_QUAD_DESTATE_H

#include "base/sight.h"
#include "quad/de.h"

/* Steps 1/2, 1/4 ... 1/128; positions count steps of 1/128 from the left. */
enum { JF_DE_LEVELS = 7, JF_DE_COARSEST = 64, JF_DE_SIDES = 2 };

/* Values missing farther out than that are an overflow inside f. */
#define JF_DE_FAR_OUT 1e100

struct jf_de_room {
    jf_de_node node[JF_DE_SIZE];
    double y[JF_DE_SIZE];
    bool known[JF_DE_SIZE];
    double x[JF_DE_SIZE], fx[JF_DE_SIZE]; /* a batch ... */
    int index[JF_DE_SIZE];                /* ... and where it belongs */
    jf_tail_point point[JF_DE_SIZE];      /* for the tails */
};

/* Integrands: by distance from a, from b, by abscissa. */
enum { JF_DE_PLAIN = 2, JF_DE_NEYE = 3 };
typedef struct jf_de_eye {
    const jf_integrand *f;
    void *param;
    jf_view view;
} jf_de_eye;

typedef struct jf_de_state {
    jf_de_piece *piece;
    jf_de_room *room;
    jf_de_eye eye[JF_DE_NEYE];
    bool seen[2];             /* the ends that there is a view from */
    int first, last;          /* window of usable values, as positions */
    double sum[JF_DE_LEVELS]; /* of the levels, with step */
    double extra[2];          /* of the finest, by law beyond the window */
    double moved;             /* misfit of what was corrected by law */
    int level;                /* the finest so far */
} jf_de_state;

static inline int jf_de_stride(int level)
{
    return JF_DE_COARSEST >> level;
}

/* The leftmost position on the grid of a level. */
static inline int jf_de_leftmost(int stride)
{
    return JF_DE_LAST % stride;
}

/* Neither 0, nor nearly, nor without value. */
bool jf_de_usable(double y);

/* --- devalue.c --- */

/* Views from the ends, where somebody can answer. */
jf_status jf_de_open(jf_de_state *state, const jf_integrand *f, void *param);
void jf_de_close(jf_de_state *state);

/* f at all abscissae of a level that are not known. */
jf_status jf_de_ask(jf_de_state *state, int level);

/* Which of the eyes a node is for. */
int jf_de_eye_of(const jf_de_node *node, const jf_de_piece *piece);

/* Sets the window: from the outside, values that are not usable do not count;
 * and limits in the place of values that are not finite within. */
void jf_de_find_window(jf_de_state *state);

/* f has no value at position i: the piece is bad. */
void jf_de_blame(jf_de_state *state, int i);

/* Where the window is empty: bad, if there are places without value. */
void jf_de_blame_all(jf_de_state *state);

/* --- detail.c --- */

/* Sets the tails of a piece whose integral of |f| is about abs. */
void jf_de_judge_tails(jf_de_state *state, double abs);

/* The law's sum beyond the window, on the grid of a level, without the step. */
double jf_de_sum_beyond(const jf_de_state *state, int side, int level);

/* What a tail adds to the error. */
double jf_de_tail_error(const jf_de_state *state, int side);

#endif

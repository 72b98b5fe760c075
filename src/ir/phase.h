/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_IR_PHASE_H
#define JF_IR_PHASE_H

#include "ir/ir.h"

enum { JF_PHASE_MAX = 128 };

/* A(x) cos(g(x) - quarter pi/2), A(x) B(g(x)) with a Bessel function B, or,
 * where `wavy` is false, A(x) alone.  References are to jf_phases.ir. */
typedef struct jf_phase_term {
    jf_ref whole;     /* all of it */
    jf_ref amplitude; /* A; of a Bessel function A / sqrt |g| */
    jf_ref phase;     /* g */
    jf_ref slope;     /* dg/dx, or -1: linear, or not known */
    bool wavy;
    bool rough;  /* A may oscillate or jump as well */
    bool bessel; /* zeros are only near those of cos(g - quarter pi/2) */
    bool linear; /* g = rate x + offset */
    double rate, offset;
    int quarter; /* 0 .. 3 */
} jf_phase_term;

/* nspot: abscissae where a sum in the program is 0, as in exp(-(x - 7)^2), and
 * something may happen. */
enum { JF_SPOT_MAX = 16 };
typedef struct jf_phases {
    jf_ir ir;
    int nspot;
    double spot[JF_SPOT_MAX];
    int n;
    jf_phase_term term[JF_PHASE_MAX];
} jf_phases;

/* Writes a program as a sum of such terms, at most one of them not wavy.
 * n = 0: it is not known to be one.  JF_OK or JF_NOMEM; ir is to be cleared in
 * either case. */
jf_status jf_ir_phases(const jf_ir *typed, jf_phases *phases);

/* Whether a value is a constant. */
bool jf_ir_constant(const jf_ir *ir, jf_ref r, double *k);

/* Whether a value is w x + c. */
bool jf_ir_line(const jf_ir *ir, jf_ref r, double *w, double *c);

/* How many turns over [a, b] the fastest sine or cosine of a program makes that
 * has the period b - a, as nearly as doubles tell; 0: it is not known to. */
double jf_ir_turns(const jf_ir *typed, double a, double b);

/* Appends the derivative of a value; -1: there is no rule for one of its
 * operations, or memory is out (ir->nomem). */
jf_ref jf_ir_derivative(jf_ir *ir, jf_ref r);

#endif

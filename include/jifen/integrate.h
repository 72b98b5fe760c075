/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JIFEN_INTEGRATE_H
#define JIFEN_INTEGRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jifen/status.h>
#include <jifen/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The batch integrand: n abscissae in, n values out.  y never overlaps x.
 * Values may be infinite or NaN; a status other than JF_OK ends the
 * integration with that status.
 *
 * attach, when given, makes the state of one worker thread; its result is
 * passed to eval in param's place and handed to detach at the end.  Without
 * it param itself is passed, from several threads at once.
 *
 * sweep and sight are NULL but in what jf_program_integrand gives: how jifen's
 * own programs go faster, and what they tell of themselves. */
struct jf_sweep;
struct jf_sight;
typedef struct jf_integrand {
    void *param;
    jf_status (*eval)(void *param, size_t n, const double *x, double *y);
    void *(*attach)(void *param); /* NULL: out of memory */
    void (*detach)(void *worker);
    const struct jf_sweep *sweep;
    const struct jf_sight *sight;
} jf_integrand;

/* How far an integration has come. */
typedef struct jf_progress {
    double seconds;   /* since it began, read every millisecond or so */
    double share;     /* of the work that is begun; NaN: nobody can know */
    double before;    /* share that an earlier run had done; 0 else */
    int64_t neval;    /* evaluations of this run, those under way included */
    double value;     /* the best value of the whole integral so far, NaN if
                       * there is none: a fixed rule has it at its end only */
    double abserr;    /* estimate of its error; HUGE_VAL: unknown */
    double tolerance; /* that is to be met; 0: none */
} jf_progress;

/* watch, when given, is called again and again in the thread that called
 * jf_integrate, whenever that thread has done a piece of work: 2^16 or 2^18
 * evaluations of a composite rule, 4096 of "gauss", some 1300 of "gk".  So the
 * interval is that of the integrand's speed: 0.1 ms where an evaluation costs
 * a nanosecond.  Other threads go on meanwhile; it should be brief, and may do
 * anything but change what the integration uses.
 *
 * False asks to stop: all threads finish the piece they are at, nothing new is
 * begun, and watch is not called again.  The outcome is JF_INTERRUPTED, unless
 * nothing was left to do.  The time limit works in the same way, at the same
 * moments, and its outcome is JF_UNCONVERGED. */
struct jf_explanation;
typedef struct jf_options {
    const char
        *method;    /* "simpson" ...; NULL: simpson, or auto without panels */
    int64_t panels; /* panels, or nodes of "gauss"; 0: automatic */
    double rtol, atol; /* automatic: stop at abserr <= max(atol, rtol |I|) */
    int64_t max_neval; /* budget of evaluations; 0: default.  A fixed rule
                         * that needs more is refused (JF_USAGE) */
    double timeout;    /* seconds; 0: no limit */
    bool (*watch)(void *watch_param, const jf_progress *progress); /* or NULL */
    void *watch_param;
    /* Where f may jump, bend or grow without bound: panels end there.  Those
     * outside the range are of no account, the order is free; borrowed.  A
     * fixed rule refuses them. */
    const double *point;
    size_t npoint;
    /* Cauchy principal values at poles that are found or given as points, and
     * on the whole line at infinity; of the automatic method. */
    bool principal;
    /* Other processes that help (ranks.h), or NULL.  All of them integrate the
     * same with the same options; the time limit is that of rank 0. */
    struct jf_ranks *ranks;
    int threads; /* 0: one for each core that we may use */
    int native;  /* 1, the default: machine code for large sums, if there can be
                   any; 0: none.  Speed alone depends on it. */
    /* save, when given, is called in the same thread with a text from which the
     * integration can be continued: before it begins, about every save_every
     * seconds (0: 2, or less often if that takes more than 1 % of the time),
     * when it is stopped, and when it is finished.  Fixed rules go on after the
     * pieces that were done, "gk", alone or as the first choice of "auto", with
     * its panels; other methods begin again.  The text is ASCII, in lines
     * (docs/manual/checkpoints.md); the integrand is not in it.  Of ranks, rank
     * 0 alone saves, and all are given the same state. */
    void (*save)(void *save_param, const char *state, size_t length);
    void *save_param;
    double save_every;
    /* A text that save was given, to be continued with the same integrand,
     * limits and settings; only threads, timeout, native, watch and save may
     * differ.  The result has the bits of one run; that of a finished one is
     * there at once.  A text of anything else is refused (JF_USAGE).  NULL:
     * from the start. */
    const char *state;
    size_t state_length;
    struct jf_explanation *explain; /* filled, where it is not NULL */
} jf_options;

/* The largest number of panels: every one is still told from the next. */
#define JF_PANELS_MAX ((int64_t)1 << 53)

/* The largest number of breakpoints. */
#define JF_POINTS_MAX (1 << 14)

JF_API void jf_options_init(jf_options *options);

/* How far a value that converged may be trusted. */
typedef enum jf_trust {
    JF_TRUST_NONE,      /* it did not converge, or a rule was asked for */
    JF_TRUST_ESTIMATED, /* by one rule's own estimate */
    JF_TRUST_VERIFIED,  /* by a second rule of another family, or by a bound
                         * of the rule's error; rounding is estimated */
    JF_TRUST_PROVED     /* it is enclosed, rounding included */
} jf_trust;

/* "estimated" ...; "" for JF_TRUST_NONE. */
JF_API const char *jf_trust_name(jf_trust trust);

enum { JF_NOTE_MAX = 8 };

/* What a fixed rule has covered when it is stopped: the integral from `from` to
 * `to`, by whole panels, as the same rule gives it there.  It says nothing
 * about the rest of the range. */
typedef struct jf_portion {
    double share;    /* of all panels; 0: there is no part, and no value */
    double from, to; /* in the order of the limits: one of them is a limit */
    double value;
    double abserr; /* HUGE_VAL: unknown */
} jf_portion;

typedef struct jf_result {
    jf_status status; /* an outcome: JF_CONVERGED ... JF_INTERRUPTED */
    double value;     /* NaN where there is none; +-inf where it diverges */
    double abserr;    /* estimate of |value - truth|; HUGE_VAL: unknown */
    double magnitude; /* about the integral of |f|; NaN: not known */
    double tolerance; /* that was to be met; 0 for a fixed rule */
    int64_t neval;    /* evaluations made */
    int64_t panels;   /* of a fixed rule; intervals of an adaptive one */
    int threads;      /* that worked */
    jf_trust trust;
    const char *method; /* static: "simpson", "gk21" ... */
    jf_portion part;  /* of a fixed rule that was stopped; value is NaN then */
    double place;     /* where it went wrong, NaN if nowhere */
    jf_message cause; /* why there is no value, or why it is unconverged */
    jf_message hint;  /* what to try */
    int nnote;
    jf_message note[JF_NOTE_MAX];
} jf_result;

enum { JF_PIECES_MAX = 64, JF_STEPS_MAX = 24 };

/* A piece of the range, from limit to limit in their order.  Values add up to
 * the result's, errors to about its abserr: rounding adds up otherwise. */
typedef struct jf_result_piece {
    double from, to;
    double value, abserr;
    const char *method; /* static */
} jf_result_piece;

/* What a sentence of an explanation is about. */
typedef enum jf_step_kind {
    JF_STEP_FOUND,  /* in the integrand */
    JF_STEP_METHOD, /* what was done, and why */
    JF_STEP_ERROR,  /* where abserr comes from */
    JF_STEP_CHECK,  /* why the value is trusted, or how far */
    JF_NSTEP
} jf_step_kind;

typedef struct jf_step {
    jf_step_kind kind;
    jf_message text;
} jf_step;

/* How a result came about.  jf_integrate fills it, whatever the outcome. */
typedef struct jf_explanation {
    int nstep;
    jf_step step[JF_STEPS_MAX]; /* in the order of their kinds */
    int npiece;
    jf_result_piece piece[JF_PIECES_MAX]; /* in the order of the limits ... */
    int64_t nmore; /* ... and pieces that there is no room for */
} jf_explanation;

/* Integrates f over [a, b] (a > b changes the sign).  options may be NULL.
 * Returns JF_OK when *result holds an outcome to read, else a failure
 * (JF_USAGE: no such method, bad number of panels, a limit that is not finite:
 * then result->cause says it; JF_NOMEM; what eval returned).  *result is
 * always filled.
 * Thread-safe; the same bits for any number of threads. */
JF_API jf_status jf_integrate(const jf_integrand *f, double a, double b,
                              const jf_options *options, jf_result *result);

/* The methods, for help: name, and one line in a language.  NULL at the end. */
JF_API const char *jf_method_name(size_t i);
JF_API const char *jf_method_help(size_t i, jf_lang lang);

/* The number of cores that this process may use (affinity included). */
JF_API int jf_core_count(void);

/* The instruction set in use: "generic", "avx2", "avx512", "neon". */
JF_API const char *jf_isa_name(void);

/* The shortest decimal that reads back as x ("0.1", "1e-300", "inf"), as
 * snprintf would write it; locale plays no part. */
JF_API size_t jf_double_print(double x, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif

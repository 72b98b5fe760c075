/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terms of ir/phase.c, each part made into an integrand. */
#include "sight/waves.h"
#include "eval/program.h"
#include "ir/phase.h"
#include "sight/taylor.h"

#include <stdlib.h>
#include <string.h>

_Static_assert((int)JF_SPOTS == (int)JF_SPOT_MAX, "room for all spots");

typedef struct part {
    jf_ir typed;
    jf_code *code;
} part;

static void *attach(void *param)
{
    return jf_machine_new(((part *)param)->code);
}

static jf_status eval(void *machine, size_t n, const double *x, double *y)
{
    jf_machine_run(machine, n, x, y);
    return JF_OK;
}

static void detach(void *machine)
{
    jf_machine_free(machine);
}

static bool taylor(const void *param, double a, double b, bool between,
                   double *coef, double *rounding)
{
    return jf_sight_taylor(&((const part *)param)->typed, a, b, between, coef,
                           rounding);
}

static const jf_sight sight = {.taylor = taylor};

static void free_part(void *owned)
{
    part *const p = owned;

    jf_ir_clear(&p->typed);
    jf_code_free(p->code);
    free(p);
}

// The value behind a reference, as an integrand.
static jf_status open_view(const jf_ir *from, jf_ref r, jf_view *view)
{
    part *const p = calloc(1, sizeof *p);

    if (!p)
        return JF_NOMEM;
    jf_ir_clone(&p->typed, from);
    p->typed.result = r;
    jf_ir_dce(&p->typed);
    const jf_status status =
        p->typed.nomem ? JF_NOMEM : jf_code_of_typed(&p->typed, &p->code);
    *view = (jf_view){
        .f = {.param = p,
              .eval = eval,
              .attach = attach,
              .detach = detach,
              .sight = &sight},
        .owned = p,
        .free = free_part,
    };
    if (status != JF_OK) {
        jf_view_clear(view);
        *view = (jf_view){.owned = NULL};
    }
    return status;
}

static jf_status open_wave(const jf_ir *ir, const jf_phase_term *t,
                           jf_wave *wave)
{
    *wave = (jf_wave){
        .wavy = t->wavy,
        .rough = t->rough,
        .bessel = t->bessel,
        .linear = t->linear,
        .rate = t->rate,
        .offset = t->offset,
        .quarter = t->quarter,
    };
    jf_status status = open_view(ir, t->whole, &wave->term);
    if (status == JF_OK)
        status = open_view(ir, t->amplitude, &wave->amplitude);
    if (status == JF_OK && t->wavy)
        status = open_view(ir, t->phase, &wave->phase);
    if (status == JF_OK && t->wavy && t->slope >= 0)
        status = open_view(ir, t->slope, &wave->slope);
    if (status != JF_OK)
        jf_wave_clear(wave);
    return status;
}

jf_status jf_waves_open(const jf_ir *typed, int size, jf_wave *wave, int *n)
{
    jf_phases *const p = malloc(sizeof *p);

    *n = 0;
    if (!p)
        return JF_NOMEM;
    jf_status status = jf_ir_phases(typed, p);
    for (int i = 0; status == JF_OK && p->n <= size && i < p->n; i++) {
        status = open_wave(&p->ir, &p->term[i], &wave[i]);
        if (status != JF_OK)
            break;
        wave[i].nspot = p->nspot;
        memcpy(wave[i].spot, p->spot, sizeof p->spot);
        ++*n;
    }
    if (status != JF_OK)
        while (*n > 0)
            jf_wave_clear(&wave[--*n]);
    jf_ir_clear(&p->ir);
    free(p);
    return status;
}

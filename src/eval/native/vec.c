/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/native/vec.h"

#include <string.h>

const jf_vec_row jf_vec_rows[] = {
#define JF_VEC(id, form, instruction, change, imm) \
    {JF_FORM_##form, JF_X86_##instruction, change, imm},
#include "eval/native/vec.def"
};

void jf_vec_init(jf_vec *v, bool wide, const jf_divider *divider,
                 jf_vec_pool *pool)
{
    v->wide = wide;
    v->divider = divider;
    v->failed = false;
    v->pool = pool;
    v->nstep = v->nvalue = 0;
    v->x = -1;
    v->guarded = v->ranged = v->paired = false;
    v->watched[0] = v->watched[1] = false;
    v->load = (jf_vec_load){0};
    v->when = JF_ALL;
}

static int new_value(jf_vec *v, jf_vec_home home, int offset)
{
    if (v->nvalue == JF_VEC_VALUES) {
        v->failed = true;
        return 0;
    }
    v->value[v->nvalue] = (jf_vec_value){
        .home = (uint8_t)home, .offset = offset, .last_use = -1, .slot = -1};
    return v->nvalue++;
}

int jf_vec_place(jf_vec *v, uint64_t bits)
{
    jf_vec_pool *const pool = v->pool;
    int i = 0;

    while (i < pool->n && pool->bits[i] != bits)
        i++;
    if (i == JF_POOL_MAX) {
        v->failed = true;
        return 0;
    }
    pool->bits[i] = bits;
    pool->n += i == pool->n;
    return i * (v->wide ? 8 : 32);
}

int jf_vec_bits(jf_vec *v, uint64_t bits)
{
    const int offset = jf_vec_place(v, bits);

    for (int k = 0; k < v->nvalue; k++)
        if (v->value[k].home == JF_HOME_CONST && v->value[k].offset == offset)
            return k;
    return new_value(v, JF_HOME_CONST, offset);
}

int jf_vec_const(jf_vec *v, double k)
{
    uint64_t bits;

    memcpy(&bits, &k, sizeof bits);
    return jf_vec_bits(v, bits);
}

bool jf_vec_is_const(const jf_vec *v, int value, double *k)
{
    const jf_vec_value *const it = &v->value[value];

    if (it->home != JF_HOME_CONST)
        return false;
    memcpy(k, &v->pool->bits[it->offset / (v->wide ? 8 : 32)], sizeof *k);
    return true;
}

int jf_vec_block(jf_vec *v, int offset)
{
    for (int k = 0; k < v->nvalue; k++)
        if (v->value[k].home == JF_HOME_BLOCK && v->value[k].offset == offset)
            return k;
    return new_value(v, JF_HOME_BLOCK, offset);
}

static void count(jf_vec *v, jf_vec_op op)
{
    const int n = op == JF_VEC_RCP14 || op == JF_VEC_RSQRT14         ? 3
                  : op == JF_VEC_TO_SINGLE || op == JF_VEC_TO_DOUBLE ? 2
                                                                     : 1;

    if (v->when == JF_ALL)
        v->load.all += n;
    else if (v->when != JF_DIVIDER)
        v->load.newton += v->when == JF_NEWTON ? 2 * n : n;
}

int jf_vec_new(jf_vec *v)
{
    return new_value(v, JF_HOME_NONE, 0);
}

static jf_vec_step *new_step(jf_vec *v, jf_vec_op op, int a, int b, int c)
{
    if (v->nstep == JF_VEC_STEPS) {
        v->failed = true;
        v->nstep = 0; // what is written from here on is not used
    }
    jf_vec_step *const s = &v->step[v->nstep++];
    *s = (jf_vec_step){
        .op = (uint8_t)op,
        .when = (uint8_t)v->when,
        .imm = jf_vec_rows[op].imm,
        .d = -1,
        .a = (int16_t)a,
        .b = (int16_t)b,
        .c = (int16_t)c,
    };
    count(v, op);
    return s;
}

static bool has_value(jf_vec_op op)
{
    switch (jf_vec_rows[op].form) {
    case JF_FORM_MASK:
    case JF_FORM_GUARD:
    case JF_FORM_RANGE:
    case JF_FORM_STORE:
    case JF_FORM_SUM:
        return false;
    default:
        return true;
    }
}

int jf_vec_do(jf_vec *v, jf_vec_op op, int a, int b, int c)
{
    jf_vec_step *const s = new_step(v, op, a, b, c);

    if (!has_value(op))
        return -1;
    const int d = new_value(v, JF_HOME_NONE, 0);
    s->d = (int16_t)d;
    return d;
}

int jf_vec_do_imm(jf_vec *v, jf_vec_op op, int imm, int a, int b)
{
    const int d = jf_vec_do(v, op, a, b, -1);

    v->step[v->nstep - 1].imm = (int16_t)imm;
    return d;
}

void jf_vec_again(jf_vec *v, jf_vec_op op, int d, int a, int b, int c)
{
    new_step(v, op, a, b, c)->d = (int16_t)d;
}

int jf_vec_x(jf_vec *v)
{
    if (v->x < 0) {
        const int k = jf_vec_block(v, 0);
        const int step = new_value(v, JF_HOME_FIXED, JF_FIXED_STEP);
        const int start = new_value(v, JF_HOME_FIXED, JF_FIXED_START);
        v->x = jf_vec_do(v, JF_VEC_FMA, k, step, start);
    }
    return v->x;
}

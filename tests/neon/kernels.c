/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bits.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/lanes.h"
#include "eval/kernels.h"

enum { NSPECIAL = 24, BLOCK = 256, SPECIAL_BLOCKS = 54, BLOCKS = 198 };
_Static_assert(NSPECIAL *NSPECIAL *NSPECIAL == SPECIAL_BLOCKS * BLOCK,
               "each triple of special values once");

static const double special[NSPECIAL] = {
    0.0,          -0.0,        1,        -1,       0.5,       -0.5,
    1.5,          -2.5,        2.5,      1.0 / 3,  -0.1,      1 + DBL_EPSILON,
    0x1p52 - 0.5, -0x1p52 - 1, 0x1p53,   DBL_MIN,  0x1p-1074, -0x1.8p-1023,
    DBL_MAX,      -0x1p1000,   0x1p-500, HUGE_VAL, -HUGE_VAL, (double)NAN,
};

typedef struct sample {
    double a[BLOCK], b[BLOCK], c[BLOCK];
} sample;

// Of splitmix64: a change of any bit changes about half of the others.
static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static uint64_t random_bits(uint64_t *state)
{
    return mix(*state += UINT64_C(0x9E3779B97F4A7C15));
}

// Any double at all, or one of a few binades, where sums cancel.
static double random_double(uint64_t *state, int wild)
{
    uint64_t bits = random_bits(state);
    double x;

    if (!wild)
        bits = (bits & UINT64_C(0x803FFFFFFFFFFFFF)) + (UINT64_C(1022) << 52);
    memcpy(&x, &bits, sizeof x);
    return x;
}

static void fill_special(sample *s, int block)
{
    for (int i = 0; i < BLOCK; i++) {
        const int k = block * BLOCK + i;
        s->a[i] = special[k % NSPECIAL];
        s->b[i] = special[k / NSPECIAL % NSPECIAL];
        s->c[i] = special[k / NSPECIAL / NSPECIAL];
    }
}

static void fill_random(double *x, int wild, uint64_t *state)
{
    for (int i = 0; i < BLOCK; i++)
        x[i] = random_double(state, wild);
}

// As abscissae are: functions have a faster way for them.
static void fill_in_order(double *x, int near, uint64_t *state)
{
    const double first = random_double(state, near == 0);
    const double step = first * (near == 1 ? 0x1p-7 : 0x1p-14);

    for (int i = 0; i < BLOCK; i++)
        x[i] = first + step * i;
}

static void fill_sample(sample *s, int block, uint64_t *state)
{
    double *const operands[] = {s->a, s->b, s->c};

    if (block < SPECIAL_BLOCKS) {
        fill_special(s, block);
        return;
    }
    for (int i = 0; i < 3; i++)
        if (block % 3 == 2)
            fill_in_order(operands[i], block / 3 % 3, state);
        else
            fill_random(operands[i], block % 3, state);
}

static uint64_t hash(uint64_t h, size_t n, const double *x)
{
    for (size_t i = 0; i < n; i++)
        h = mix(h + 1 + bits_of(x[i]));
    return h;
}

static uint64_t hash_kernel(jf_kernel kernel, int ncoef)
{
    uint64_t h = 0, state = 1;
    double d[BLOCK];
    sample s;

    for (int block = 0; block < BLOCKS; block++) {
        // every remainder of the loops over several vectors
        const size_t n = (size_t)(BLOCK - block % 6 * JF_KERNEL_UNIT);
        fill_sample(&s, block, &state);
        kernel(n, &(jf_kernel_args){.d = d,
                                    .operand = {s.a, s.b, s.c},
                                    .coef = special + 4,
                                    .ncoef = ncoef});
        h = hash(h, n, d);
    }
    return h;
}

static void print_lanes(void)
{
    const jf_lanes_kernels *const kernels = jf_lanes_kernels_get();
    uint64_t h = 0, state = 2;
    double x[BLOCK];
    jf_lanes lanes = {{0}, {0}, {0}, {0}};

    for (size_t n = 1; n <= BLOCK; n++) {
        const double step = random_double(&state, n % 8 == 0);
        const double base = random_double(&state, n % 8 == 1);
        const double limit = n % 2 ? HUGE_VAL : base + (double)n / 2 * step;
        kernels->fill(n, base, step, limit, x);
        h = hash(h, n, x);
    }
    printf("fill %016" PRIx64 "\n", h);
    for (size_t n = 1; n <= BLOCK; n++) {
        for (size_t i = 0; i < n; i++)
            x[i] = random_double(&state, 0);
        kernels->add(n, x, &lanes);
        if (n % 4 == 0)
            kernels->fold(1, &lanes);
        h = hash(h, sizeof lanes / sizeof(double), lanes.part);
    }
    printf("add %016" PRIx64 "\n", h);
}

void print_kernels(void)
{
    const jf_kernels *const kernels = jf_kernels_of(jf_cpu_isa());

    for (int op = 0; op < JF_NOP; op++) {
        const char *const name = jf_op_text((jf_op)op);
        if (!kernels->op[op])
            continue;
        for (int ncoef = 1; ncoef < 8; ncoef += op == JF_OP_POLY ? 3 : 7)
            printf("%s %016" PRIx64 "\n", name,
                   hash_kernel(kernels->op[op], ncoef));
    }
    print_lanes();
}

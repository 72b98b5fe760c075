/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Superinstructions of a sweep: the last operation and the sum in one pass, the
 * abscissae and a polynomial in one pass.
 *
 * A pass over a block costs a load and a store a vector, as much as two or
 * three operations, so for short programs the passes are the time.  The bits
 * are those of the single steps: fill and add (base/lanes.h), the kernels.
 *
 * Rejected: sums of what rarely comes last (floor, min, comparisons): each is
 * 1.5 KB of unrolled code.  Abscissae made in every kernel that reads x: each
 * would be wanted twice.  Pairs of operations other than these: native code has
 * them all. */
#include "eval/vmath/arith.h"
#include "eval/vmath/kernel.h"

extern const jf_fused JF_ISA_NAME(jf_fused);

enum { GROUP = JF_LANES / VL, PARTS = 2 * GROUP }; // vectors that hold them

#define OPERANDS1 const vd a = vd_load(args->operand[0] + k);
#define OPERANDS2 OPERANDS1 const vd b = vd_load(args->operand[1] + k);
#define OPERANDS3 OPERANDS2 const vd c = vd_load(args->operand[2] + k);

#define SUM_BY(operands, id, part_and_value)                          \
    JF_KERNEL_ABI static void sum_##id(const jf_kernel_args *args,    \
                                       jf_lanes *lanes)               \
    {                                                                 \
        vd parts[PARTS];                                              \
                                                                      \
        for (int g = 0; g < PARTS; g++)                               \
            parts[g] = vd_load(lanes->part + g * VL);                 \
        for (size_t i = 0; i < JF_LANES_HALF; i += JF_LANES)          \
            for (int g = 0; g < PARTS; g++) {                         \
                const size_t half = g < GROUP ? 0 : JF_LANES_HALF;    \
                const size_t k = i + half + (size_t)(g % GROUP * VL); \
                const vd part = parts[g];                             \
                OPERANDS##operands parts[g] = part_and_value;         \
            }                                                         \
        for (int g = 0; g < PARTS; g++)                               \
            vd_store(lanes->part + g * VL, parts[g]);                 \
    }
#define SUM(operands, id, value) SUM_BY(operands, id, vd_add(part, value))
VD_SUMS(SUM)
SUM_BY(2, MUL, vd_fma(a, b, part))

enum { CHAINS = 4 }; // at once, to hide the latency of fma

// Horner at the abscissae k[c], k[c] + 1 ...
VD_INLINE void horner(const jf_kernel_args *args, vd start, vd step,
                      const size_t k[CHAINS], vd y[CHAINS])
{
    vd x[CHAINS];

    for (int c = 0; c < CHAINS; c++) {
        x[c] = vd_fma(vd_load(jf_fused_index + k[c]), step, start);
        y[c] = vd_set(args->coef[0]);
    }
    for (int i = 1; i < args->ncoef; i++)
        for (int c = 0; c < CHAINS; c++)
            y[c] = vd_fma(y[c], x[c], vd_set(args->coef[i]));
}

JF_KERNEL_ABI static void poly(const jf_kernel_args *args, double start,
                               double step)
{
    const vd from = vd_set(start), by = vd_set(step);
    vd y[CHAINS];

    for (size_t i = 0; i < JF_LANES_FILL; i += CHAINS * VL) {
        const size_t k[CHAINS] = {i, i + VL, i + 2 * VL, i + 3 * VL};
        horner(args, from, by, k, y);
        for (int c = 0; c < CHAINS; c++)
            vd_store(args->d + k[c], y[c]);
    }
}

// Two vectors of each half at a time.
JF_KERNEL_ABI static void sum_poly(const jf_kernel_args *args, double start,
                                   double step, jf_lanes *lanes)
{
    const vd from = vd_set(start), by = vd_set(step);
    vd y[CHAINS], part[PARTS];

    for (int g = 0; g < PARTS; g++)
        part[g] = vd_load(lanes->part + g * VL);
    for (size_t i = 0; i < JF_LANES_HALF; i += JF_LANES)
        for (int g = 0; g < GROUP; g += 2) {
            const size_t at = i + (size_t)(g * VL);
            const size_t k[CHAINS] = {at, at + VL, at + JF_LANES_HALF,
                                      at + VL + JF_LANES_HALF};
            horner(args, from, by, k, y);
            for (int c = 0; c < CHAINS; c++) {
                vd *const p = &part[c / 2 * GROUP + g + c % 2];
                *p = vd_add(*p, y[c]);
            }
        }
    for (int g = 0; g < PARTS; g++)
        vd_store(lanes->part + g * VL, part[g]);
}

const jf_fused JF_ISA_NAME(jf_fused) = {
    .sincos = JF_ISA_NAME(jf_k_SINCOS),
    .sum =
        {
#define ENTRY(operands, id, value) [JF_OP_##id] = sum_##id,
            VD_SUMS(ENTRY) ENTRY(2, MUL, )},
    .poly = poly,
    .sum_poly = sum_poly,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of base/lanes.h, compiled once for each instruction set. */
#include "base/lanes.h"
#include "base/simd/simd.h"

extern const jf_lanes_kernels JF_ISA_NAME(jf_lanes_kernels);

static const double iota[8] = {0, 1, 2, 3, 4, 5, 6, 7};

// j h is taken exactly, as p + e; then a + p exactly, as s + r; what is small
// is added up, and rounded into s last.
static void starts(const jf_lanes_grid *grid, double j, double *x)
{
    const vd a = vd_set(grid->a), h = vd_set(grid->step_hi);
    const vd offset = vd_set(grid->offset * grid->step_hi);
    const vd h_lo = vd_set(grid->step_lo), shift = vd_set(grid->offset);

    for (int i = 0; i < JF_LANES_STARTS; i += VL) {
        const vd k = vd_add(vd_set(j), vd_mul(vd_add(vd_load(iota), vd_set(i)),
                                              vd_set(JF_LANES_FILL)));
        const vd p = vd_mul(k, h), e = vd_fms(k, h, p);
        const vd s = vd_add(a, p), pp = vd_sub(s, a);
        const vd r = vd_add(vd_sub(a, vd_sub(s, pp)), vd_sub(p, pp));
        const vd small = vd_fma(vd_add(k, shift), h_lo, vd_add(e, offset));

        vd_store(x + i, vd_add(s, vd_add(r, small)));
    }
}

enum { UNROLL = 4 }; // counters of their own, to hide the latency of adding

// x[k] = k*h + b, or `end` where that is beyond it; whole groups of vectors.
VD_INLINE size_t fill_groups(size_t n, vd h, vd b, vd end, int clamp, double *x)
{
    const vd stride = vd_set(UNROLL * VL);
    vd k[UNROLL];
    size_t i = 0;

    for (int u = 0; u < UNROLL; u++)
        k[u] = vd_add(vd_load(iota), vd_set(u * VL));
    for (; i + UNROLL * VL <= n; i += UNROLL * VL)
        for (int u = 0; u < UNROLL; u++) {
            const vd v = vd_fma(k[u], h, b);
            vd_store(x + i + (size_t)(u * VL), clamp ? vd_min(end, v) : v);
            k[u] = vd_add(k[u], stride);
        }
    return i;
}

// Rounding is monotonic: if both ends are within the limit, all are.
static int within(size_t n, double base, double step, double limit)
{
    double last[VL];

    vd_store(last, vd_fma(vd_set((double)n), vd_set(step), vd_set(base)));
    return base <= limit && last[0] <= limit;
}

static void fill(size_t n, double base, double step, double limit, double *x)
{
    const vd h = vd_set(step), b = vd_set(base), end = vd_set(limit);
    double last[VL];
    size_t i = within(n, base, step, limit) ? fill_groups(n, h, b, end, 0, x)
                                            : fill_groups(n, h, b, end, 1, x);

    for (; i < n; i += VL) {
        const size_t left = n - i < VL ? n - i : VL;
        const vd index = vd_add(vd_load(iota), vd_set((double)i));
        vd_store(last, vd_min(end, vd_fma(index, h, b)));
        for (size_t j = 0; j < left; j++)
            x[i + j] = last[j];
    }
}

enum { GROUP = JF_LANES / VL, PARTS = 2 * GROUP }; // vectors that hold them

// Rows of both halves at once.
static void add_rows(size_t rows, const double *y, double *parts)
{
    vd part[PARTS];

    for (int g = 0; g < PARTS; g++)
        part[g] = vd_load(parts + g * VL);
    for (; rows > 0; rows--, y += JF_LANES)
        for (int g = 0; g < GROUP; g++) {
            const double *const at = y + g * VL;
            part[g] = vd_add(part[g], vd_load(at));
            part[GROUP + g] =
                vd_add(part[GROUP + g], vd_load(at + JF_LANES_HALF));
        }
    for (int g = 0; g < PARTS; g++)
        vd_store(parts + g * VL, part[g]);
}

static void add(size_t n, const double *y, jf_lanes *lanes)
{
    if (n == JF_LANES_FILL) {
        add_rows(JF_LANES_HALF / JF_LANES, y, lanes->part);
        return;
    }
    for (size_t i = 0; i < n; i++)
        lanes->part[i / JF_LANES_HALF * JF_LANES + i % JF_LANES] += y[i];
}

static void fold_part(double *part, jf_lanes *lanes)
{
    for (int g = 0; g < JF_LANES; g += VL) {
        // TwoSum: s + e is exactly the sum before plus the part
        const vd a = vd_load(lanes->sum + g), b = vd_load(part + g);
        const vd s = vd_add(a, b);
        const vd bb = vd_sub(s, a);
        const vd e = vd_add(vd_sub(a, vd_sub(s, bb)), vd_sub(b, bb));

        vd_store(lanes->sum + g, s);
        vd_store(lanes->carry + g, vd_add(vd_load(lanes->carry + g), e));
        vd_store(lanes->abs + g, vd_add(vd_load(lanes->abs + g), vd_abs(b)));
        vd_store(part + g, vd_set(0));
    }
}

static int all_finite(const double *part)
{
    const vd zero = vd_set(0);
    vd sum = zero;

    for (int g = 0; g < PARTS; g++) // infinity times 0 is NaN, and NaN stays
        sum = vd_fma(vd_load(part + g * VL), zero, sum);
    return !vm_any(vd_ne(sum, zero));
}

static int fold(int any, jf_lanes *lanes)
{
    if (!any && !all_finite(lanes->part)) {
        for (int g = 0; g < PARTS; g++)
            vd_store(lanes->part + g * VL, vd_set(0));
        return 0;
    }
    fold_part(lanes->part, lanes);
    fold_part(lanes->part + JF_LANES, lanes);
    return 1;
}

const jf_lanes_kernels JF_ISA_NAME(jf_lanes_kernels) = {starts, fill, add,
                                                        fold};

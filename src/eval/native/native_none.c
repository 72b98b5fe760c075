/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where there is no native code: other CPUs, or -Djit=false. */
#include "eval/native/native.h"

jf_native *jf_native_compile(const jf_ir *ir, jf_isa isa,
                             const jf_divider *divider)
{
    (void)ir, (void)isa, (void)divider;
    return NULL;
}

void jf_native_free(jf_native *native)
{
    (void)native;
}

const void *jf_native_bytes(const jf_native *native, size_t *n)
{
    (void)native;
    *n = 0;
    return NULL;
}

jf_native_frame *jf_native_frame_new(const jf_native *native)
{
    (void)native;
    return NULL;
}

void jf_native_frame_free(jf_native_frame *frame)
{
    (void)frame;
}

void jf_native_sweep(jf_native_frame *frame, int nblock, const double *start,
                     double step, jf_lanes *lanes)
{
    (void)frame, (void)nblock, (void)start, (void)step, (void)lanes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes where: how many vectors of four to the divider, how many copies of
 * the program into the registers, and what else.
 *
 * With AVX-512 there are registers for four copies of nearly everything.  The
 * sixteen of AVX2 hold the sums, the constants, and four or two copies; if that
 * is too much, some constants; at last, none, and the sums stay in memory.
 * Newton's method takes two copies at least: they may share a division, and
 * nothing that one of them keeps may be spilled by the other. */
#include "eval/native/emit.h"

#include <stdint.h>

// How many of four vectors the divider takes: both ways end at about the same
// time, two operations a cycle against the divider's own pace.  With AVX2 nine
// go in four cycles: those of integers have a third port.
static int share(const jf_vec *v)
{
    const jf_vec_load *const l = &v->load;
    int best = 0, least = INT32_MAX;

    if (!v->guarded)
        return 0;
    for (int n = JF_EMIT_VECTORS; n >= 0; n -= v->paired ? 2 : 1) {
        const int newton = JF_EMIT_VECTORS - n;
        const int halves = JF_EMIT_VECTORS * l->all * 2 + newton * l->newton +
                           n * l->ndivide * v->divider->ops * 2;
        const int ports = v->wide ? halves / 4 : halves * 2 / 9;
        const int divider = n * l->divider + newton * l->remaining;
        const int cycles = divider > ports ? divider : ports;
        if (cycles < least) {
            least = cycles;
            best = n;
        }
    }
    return best;
}

static int guards(const jf_vec *v)
{
    return v->wide ? 2 * v->ranged : v->watched[0] + v->watched[1];
}

static bool allocate_copies(jf_emit *e, jf_vec *v, int copies)
{
    const int nreg = e->x86.wide ? 32 : 16;

    e->copies = copies;
    e->nfixed = e->nlanes + e->first_held + e->nheld;
    e->alloc.v = v;
    e->alloc.spill_offset = e->layout->spill;
    e->alloc.spill_size = e->x86.wide ? 64 : 32;
    e->alloc.nslot = (nreg - e->nfixed) / copies;
    e->alloc.may_spill = copies == 1;
    e->alloc.sum_in_memory = e->nlanes == 0;
    v->failed = false;
    return e->alloc.nslot > 0 && jf_alloc_run(&e->alloc);
}

// Constants of AVX2 are whole vectors: reading them for each operation takes
// longer than the operations.  Moves up to `most` of them to registers.
static void hold_constants(jf_emit *e, jf_vec *v, int most)
{
    e->nheld = 0;
    for (int i = 0; i < v->nvalue && e->nheld < most; i++) {
        jf_vec_value *const value = &v->value[i];
        if (value->home != JF_HOME_CONST)
            continue;
        e->held[e->nheld] = value->offset;
        value->home = JF_HOME_FIXED;
        value->offset = e->first_held + e->nheld++;
    }
}

static void give_constants_back(jf_emit *e, jf_vec *v)
{
    for (int i = 0; i < v->nvalue; i++) {
        jf_vec_value *const value = &v->value[i];
        if (value->home == JF_HOME_FIXED && value->offset >= e->first_held) {
            value->home = JF_HOME_CONST;
            value->offset = e->held[value->offset - e->first_held];
        }
    }
    e->nheld = 0;
}

static int count_constants(const jf_vec *v)
{
    int n = 0;

    for (int i = 0; i < v->nvalue; i++)
        n += v->value[i].home == JF_HOME_CONST;
    return n;
}

// With `most` constants in registers, as many copies as there is room for, but
// two at least.
static bool allocate_held(jf_emit *e, jf_vec *v, int most)
{
    hold_constants(e, v, most);
    for (int copies = JF_EMIT_VECTORS; copies > 1; copies /= 2)
        if (allocate_copies(e, v, copies))
            return true;
    give_constants_back(e, v);
    return false;
}

// As many copies as the registers hold, `fewest` at least; a single one spills.
static bool allocate_most(jf_emit *e, jf_vec *v, int fewest)
{
    enum { MOST = 7 };
    const int nconstant = count_constants(v);

    e->nheld = 0;
    if (!v->wide && nconstant > 0 && nconstant <= MOST &&
        allocate_held(e, v, nconstant))
        return true;
    for (int n = nconstant < MOST ? nconstant : MOST; fewest > 1 && n > 0; n--)
        if (allocate_held(e, v, n))
            return true;
    for (int copies = JF_EMIT_VECTORS; copies >= fewest; copies /= 2)
        if (allocate_copies(e, v, copies))
            return true;
    return false;
}

bool jf_emit_fit(jf_emit *e, jf_vec *v, bool last)
{
    const bool narrow = v->guarded && !v->wide;

    e->ndivider = share(v);
    if (v->guarded && e->ndivider == JF_EMIT_VECTORS)
        return false;
    e->first_held = JF_FIXED_LEAST + guards(v);
    e->nlanes = last || e->single ? JF_EMIT_VECTORS : 0;
    if (allocate_most(e, v, narrow ? 2 : 1))
        return true;
    e->nlanes = 0;
    return narrow && last && allocate_most(e, v, 2);
}

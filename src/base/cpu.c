/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/cpu.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[JF_NISA] = {
#define NAME(id, name) [JF_ISA_##id] = name,
    JF_ISA_MAP(NAME)
#undef NAME
};

const char *jf_cpu_isa_text(jf_isa isa)
{
    return names[isa];
}

#if defined(__x86_64__)
#include <cpuid.h>

// Of XCR0: the registers that the system saves when it changes threads.
enum { SAVES_AVX = 0x06, SAVES_AVX512 = 0xe6 };

typedef struct answer {
    unsigned a, b, c, d;
} answer;

// Takes microseconds in a virtual machine, where each is asked of the host.
static answer ask(unsigned leaf)
{
    answer r;

    __cpuid_count(leaf, 0, r.a, r.b, r.c, r.d);
    return r;
}

static unsigned saved_registers(const answer *features)
{
    unsigned a, d;

    if (!(features->c & bit_OSXSAVE))
        return 0;
    __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return a;
}

static bool holds(unsigned set, unsigned bits)
{
    return (set & bits) == bits;
}

// libgcc's __builtin_cpu_supports knows every CPU, in 5 kB.  All that have FMA
// answer to leaf 7.
int jf_cpu_offers(jf_isa isa)
{
    enum { BASIC = 1, EXTENDED = 7 };
    if (isa == JF_ISA_GENERIC)
        return 1;
    if (isa != JF_ISA_AVX2 && isa != JF_ISA_AVX512)
        return 0;
    const answer basic = ask(BASIC);
    const unsigned saved = saved_registers(&basic);
    if (!holds(basic.c, bit_FMA | bit_AVX) || !holds(saved, SAVES_AVX))
        return 0;
    const unsigned more = ask(EXTENDED).b;
    return holds(more, bit_AVX2) &&
           (isa == JF_ISA_AVX2 ||
            (holds(saved, SAVES_AVX512) &&
             holds(more, bit_AVX512F | bit_AVX512DQ | bit_AVX512VL)));
}

// Measured on a Xeon and on an EPYC of Zen 5 (family 26), whose divider is four
// times as fast; what came before Zen 5 is taken for the former.
jf_divider jf_cpu_divider(jf_isa isa)
{
    enum { MAKER = 0, KIND = 1, ZEN5 = 26 };
    const unsigned kind = ask(KIND).a;
    const unsigned family = (kind >> 8 & 15) + (kind >> 20 & 255);

    if (ask(MAKER).b == signature_AMD_ebx && family >= ZEN5)
        return (jf_divider){4, 8, 1};
    return isa == JF_ISA_AVX512 ? (jf_divider){16, 24, 3}
                                : (jf_divider){8, 12, 1};
}

#else

// There is no native code to ask.
jf_divider jf_cpu_divider(jf_isa isa)
{
    (void)isa;
    return (jf_divider){0};
}

#if defined(__aarch64__)

int jf_cpu_offers(jf_isa isa)
{
    return isa == JF_ISA_GENERIC || isa == JF_ISA_NEON; // NEON is mandatory
}

#else

int jf_cpu_offers(jf_isa isa)
{
    return isa == JF_ISA_GENERIC;
}

#endif
#endif

// An unknown name in JIFEN_ISA caps nothing.
static jf_isa cap(void)
{
    const char *const wish = getenv("JIFEN_ISA");

    for (int isa = 0; wish && isa < JF_NISA; isa++)
        if (strcmp(wish, names[isa]) == 0)
            return (jf_isa)isa;
    return JF_NISA - 1;
}

jf_isa jf_cpu_isa(void)
{
    static atomic_int chosen = -1; // same answer whoever computes it first
    int isa = atomic_load_explicit(&chosen, memory_order_relaxed);

    if (isa < 0) {
        for (isa = (int)cap(); !jf_cpu_offers((jf_isa)isa); isa--)
            ;
        atomic_store_explicit(&chosen, isa, memory_order_relaxed);
    }
    return (jf_isa)isa;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/cpu.h"

#include <stdatomic.h>
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

static unsigned saved_registers(void)
{
    unsigned a, b, c, d;

    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE))
        return 0;
    __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return a;
}

static int holds(unsigned set, unsigned bits)
{
    return (set & bits) == bits;
}

// libgcc's __builtin_cpu_supports knows every CPU, in 5 kB.
int jf_cpu_offers(jf_isa isa)
{
    const unsigned saved = saved_registers();
    unsigned a, b, c, d, b7, c7;
    int avx2 = __get_cpuid(1, &a, &b, &c, &d) && holds(c, bit_FMA | bit_AVX) &&
               holds(saved, SAVES_AVX);
    avx2 = avx2 && __get_cpuid_count(7, 0, &a, &b7, &c7, &d) &&
           holds(b7, bit_AVX2);
    const int avx512 = avx2 && holds(saved, SAVES_AVX512) &&
                       holds(b7, bit_AVX512F | bit_AVX512DQ | bit_AVX512VL);

    return isa == JF_ISA_GENERIC || (isa == JF_ISA_AVX2 && avx2) ||
           (isa == JF_ISA_AVX512 && avx512);
}

#elif defined(__aarch64__)

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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library asks of a POSIX system, Linux above all. */
#define _GNU_SOURCE
#include "base/cpu.h"

#include <unistd.h>

#if defined(__linux__)
#include <sched.h>

static long allowed_cores(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
    return sysconf(_SC_NPROCESSORS_ONLN);
}

#else

static long allowed_cores(void)
{
    return sysconf(_SC_NPROCESSORS_ONLN);
}

#endif

int jf_cpu_cores(void)
{
    const long n = allowed_cores();

    return n < 1 ? 1 : n > 4096 ? 4096 : (int)n;
}

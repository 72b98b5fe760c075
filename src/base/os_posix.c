/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library asks of a POSIX system, Linux above all. */
#define _GNU_SOURCE
#include "base/cpu.h"
#include "base/os.h"

#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>

_Static_assert(sizeof(jf_os_cores) == sizeof(cpu_set_t), "a set of cores");

static cpu_set_t set_of(const jf_os_cores *cores)
{
    cpu_set_t set;

    memcpy(&set, cores, sizeof set);
    return set;
}

void jf_os_cores_get(jf_os_cores *cores)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    memcpy(cores, &set, sizeof set);
}

void jf_os_cores_set(const jf_os_cores *cores)
{
    const cpu_set_t set = set_of(cores);

    sched_setaffinity(0, sizeof set, &set);
}

// The `place`-th core of the set after `here`, in a circle; -1 for none.
static int core_at(const cpu_set_t *set, int here, int place)
{
    const int n = CPU_COUNT(set);
    size_t core = here < 0 ? 0 : (size_t)here;

    for (int left = n > 0 ? place % n : 0; left > 0; left--)
        do
            core = (core + 1) % CPU_SETSIZE;
        while (!CPU_ISSET(core, set));
    return n > 0 && CPU_ISSET(core, set) ? (int)core : -1;
}

int jf_os_thread_create(pthread_t *thread, const jf_os_cores *cores, int place,
                        void *(*work)(void *), void *param)
{
    const cpu_set_t all = set_of(cores);
    const int core = core_at(&all, sched_getcpu(), place);
    pthread_attr_t attributes;
    int failure = 1;

    if (core >= 0 && pthread_attr_init(&attributes) == 0) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET((size_t)core, &one);
        failure = pthread_attr_setaffinity_np(&attributes, sizeof one, &one) ||
                  pthread_create(thread, &attributes, work, param);
        pthread_attr_destroy(&attributes);
    }
    return failure ? pthread_create(thread, NULL, work, param) : 0;
}

static long allowed_cores(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
    return sysconf(_SC_NPROCESSORS_ONLN);
}

#else

void jf_os_cores_get(jf_os_cores *cores)
{
    memset(cores, 0, sizeof *cores);
}

void jf_os_cores_set(const jf_os_cores *cores)
{
    (void)cores;
}

int jf_os_thread_create(pthread_t *thread, const jf_os_cores *cores, int place,
                        void *(*work)(void *), void *param)
{
    (void)cores, (void)place;
    return pthread_create(thread, NULL, work, param);
}

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

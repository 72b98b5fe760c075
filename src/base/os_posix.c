/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library asks of a POSIX system, Linux above all. */
#define _GNU_SOURCE
#include "base/cpu.h"
#include "base/os.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>

_Static_assert(sizeof(((jf_os_cores *)0)->bits) == sizeof(cpu_set_t), "cores");

void jf_os_cores_get(jf_os_cores *cores)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    memcpy(cores->bits, &set, sizeof set);
    cores->here = sched_getcpu();
}

int jf_os_cores_at(const jf_os_cores *cores, int place)
{
    cpu_set_t all;
    size_t core = cores->here < 0 ? 0 : (size_t)cores->here;

    memcpy(&all, cores->bits, sizeof all);
    if (CPU_COUNT(&all) < 2)
        return -1;
    for (int left = place % CPU_COUNT(&all); left > 0; left--)
        do
            core = (core + 1) % CPU_SETSIZE;
        while (!CPU_ISSET(core, &all));
    return (int)core;
}

void jf_os_cores_release(const jf_os_cores *cores)
{
    cpu_set_t all;

    memcpy(&all, cores->bits, sizeof all);
    if (CPU_COUNT(&all) > 0)
        sched_setaffinity(0, sizeof all, &all);
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

int jf_os_cores_at(const jf_os_cores *cores, int place)
{
    (void)cores, (void)place;
    return -1;
}

void jf_os_cores_release(const jf_os_cores *cores)
{
    (void)cores;
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

void *jf_os_code_new(size_t size)
{
    void *const code = mmap(NULL, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return code == MAP_FAILED ? NULL : code;
}

bool jf_os_code_seal(void *code, size_t size)
{
    return mprotect(code, size, PROT_READ | PROT_EXEC) == 0;
}

void jf_os_code_free(void *code, size_t size)
{
    if (code)
        munmap(code, size);
}

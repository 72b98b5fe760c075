/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library asks of a POSIX system, Linux above all. */
#define _GNU_SOURCE
#include "base/cgroup.h"
#include "base/cpu.h"
#include "base/os.h"

#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)

_Static_assert(sizeof(((jf_os_cores *)0)->bits) == sizeof(cpu_set_t), "cores");

void jf_os_cores_get(jf_os_cores *cores)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof set, &set);
    memcpy(cores->bits, &set, sizeof set);
    cores->here = sched_getcpu();
}

// -1: it does not matter.
static int core_at(const jf_os_cores *cores, int place)
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

static void bind(pthread_attr_t *attr, int core)
{
    cpu_set_t one;

    if (core < 0)
        return;
    CPU_ZERO(&one);
    CPU_SET((size_t)core, &one);
    pthread_attr_setaffinity_np(attr, sizeof one, &one);
}

static void release(const jf_os_cores *cores)
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

static int core_at(const jf_os_cores *cores, int place)
{
    (void)cores, (void)place;
    return -1;
}

static void bind(pthread_attr_t *attr, int core)
{
    (void)attr, (void)core;
}

static void release(const jf_os_cores *cores)
{
    (void)cores;
}

static long allowed_cores(void)
{
    return sysconf(_SC_NPROCESSORS_ONLN);
}

#endif

// Rounded up: two threads that are stopped at times do more than one.
int jf_cpu_cores(void)
{
    const double n = fmin((double)allowed_cores(), ceil(jf_cpu_quota()));

    return n < 1 ? 1 : n > 4096 ? 4096 : (int)n;
}

// Read once, since it takes a dozen of files.
double jf_cpu_quota(void)
{
    static _Atomic double known; // 0: not yet
    double quota = atomic_load(&known);

    if (quota == 0) { // exactly so
        quota = jf_cgroup_quota("");
        atomic_store(&known, quota);
    }
    return quota;
}

// ---- threads

_Static_assert(sizeof(pthread_t) <= sizeof(uintptr_t), "a thread's id");

static void *begin(void *param)
{
    const jf_os_thread *const thread = param;

    release(thread->cores);
    thread->run(thread->param);
    return NULL;
}

/* Linux starts a thread on its creator's core, where it waits for some 10 ms
 * until it is moved, and a short job is done by then.  So it is bound to a core
 * of its own before it begins (a thread that binds itself has to run first),
 * and then let free. */
bool jf_os_thread_start(jf_os_thread *thread, int place)
{
    pthread_attr_t attr;
    pthread_t id;

    if (pthread_attr_init(&attr) != 0)
        return false;
    bind(&attr, core_at(thread->cores, place));
    int status = pthread_create(&id, &attr, begin, thread);
    pthread_attr_destroy(&attr);
    if (status != 0) // the core may be gone
        status = pthread_create(&id, NULL, begin, thread);
    if (status == 0)
        memcpy(&thread->id, &id, sizeof id);
    return status == 0;
}

void jf_os_thread_join(jf_os_thread *thread)
{
    pthread_t id;

    memcpy(&id, &thread->id, sizeof id);
    pthread_join(id, NULL);
}

void jf_os_yield(void)
{
    sched_yield();
}

void jf_os_nap(void)
{
    nanosleep(&(struct timespec){0, 20000}, NULL);
}

double jf_os_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// ---- code

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

// ---- libraries

void *jf_os_library_open(const char *path)
{
    return dlopen(path, RTLD_NOW | RTLD_GLOBAL);
}

void *jf_os_library_find(void *library, const char *name)
{
    return dlsym(library, name);
}

bool jf_os_program_folder(char *path, size_t size)
{
    const ssize_t n = readlink("/proc/self/exe", path, size - 1);

    if (n <= 0)
        return false;
    path[n] = '\0';
    char *const last = strrchr(path, '/');
    if (last)
        *last = '\0';
    return last != NULL;
}

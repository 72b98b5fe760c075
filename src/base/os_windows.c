/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the library asks of Windows.
 *
 * Threads need no core to begin on: Windows puts them on idle ones.  But before
 * Windows 11 a process stays within one processor group (64 logical processors
 * at most) unless its threads ask for another, so they are dealt out here. */
#include "base/cpu.h"
#include "base/os.h"

#include <math.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

_Static_assert(sizeof(HANDLE) <= sizeof(uintptr_t), "a thread's id");

static int count_bits(DWORD_PTR mask)
{
    int n = 0;

    for (; mask; mask &= mask - 1)
        n++;
    return n;
}

// A mask tells of one group only.
int jf_cpu_cores(void)
{
    const DWORD all = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    DWORD_PTR process, system;
    int n = (int)all;

    if (GetActiveProcessorGroupCount() == 1 &&
        GetProcessAffinityMask(GetCurrentProcess(), &process, &system))
        n = count_bits(process);
    return n < 1 ? 1 : n > 4096 ? 4096 : n;
}

double jf_cpu_quota(void)
{
    return HUGE_VAL;
}

// Only the group is of use here.
void jf_os_cores_get(jf_os_cores *cores)
{
    GROUP_AFFINITY now;

    memset(cores, 0, sizeof *cores);
    if (GetThreadGroupAffinity(GetCurrentThread(), &now))
        cores->here = now.Group;
}

// The group of the place-th processor, counted from the first of `here`.
static WORD group_at(int here, int place)
{
    const WORD ngroup = GetActiveProcessorGroupCount();
    const int all = (int)GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    WORD group = (WORD)here;

    for (int left = all > 0 ? place % all : 0;;) {
        left -= (int)GetActiveProcessorCount(group);
        if (left < 0)
            return group;
        group = (WORD)((group + 1) % ngroup);
    }
}

static void choose_group(HANDLE thread, const jf_os_cores *cores, int place)
{
    GROUP_AFFINITY wish = {.Group = (WORD)cores->here};

    wish.Group = group_at(cores->here, place);
    const DWORD n = GetActiveProcessorCount(wish.Group);
    if (wish.Group == (WORD)cores->here || n == 0)
        return;
    wish.Mask = ~(KAFFINITY)0 >> (64 - n);
    SetThreadGroupAffinity(thread, &wish, NULL);
}

static DWORD WINAPI begin(void *param)
{
    const jf_os_thread *const thread = param;

    thread->run(thread->param);
    return 0;
}

bool jf_os_thread_start(jf_os_thread *thread, int place)
{
    const bool groups = GetActiveProcessorGroupCount() > 1;
    const HANDLE id = CreateThread(NULL, 0, begin, thread,
                                   groups ? CREATE_SUSPENDED : 0, NULL);

    if (!id)
        return false;
    if (groups) {
        choose_group(id, thread->cores, place);
        ResumeThread(id);
    }
    memcpy(&thread->id, &id, sizeof id);
    return true;
}

void jf_os_thread_join(jf_os_thread *thread)
{
    HANDLE id;

    memcpy(&id, &thread->id, sizeof id);
    WaitForSingleObject(id, INFINITE);
    CloseHandle(id);
}

double jf_os_seconds(void)
{
    LARGE_INTEGER now, second;

    QueryPerformanceFrequency(&second);
    QueryPerformanceCounter(&now);
    return (double)now.QuadPart / (double)second.QuadPart;
}

// ---- code

void *jf_os_code_new(size_t size)
{
    return VirtualAlloc(NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
}

bool jf_os_code_seal(void *code, size_t size)
{
    DWORD before;

    return VirtualProtect(code, size, PAGE_EXECUTE_READ, &before) &&
           FlushInstructionCache(GetCurrentProcess(), code, size);
}

void jf_os_code_free(void *code, size_t size)
{
    (void)size;
    if (code)
        VirtualFree(code, 0, MEM_RELEASE);
}

void jf_os_yield(void)
{
    SwitchToThread();
}

void jf_os_nap(void)
{
    Sleep(1);
}

// ---- libraries: nothing is loaded by the library there

void *jf_os_library_open(const char *path)
{
    (void)path;
    return NULL;
}

void *jf_os_library_find(void *library, const char *name)
{
    (void)library, (void)name;
    return NULL;
}

bool jf_os_program_folder(char *path, size_t size)
{
    (void)path, (void)size;
    return false;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/console.h"

#include <errno.h>
#include <io.h>
#include <stdatomic.h>
#include <stdlib.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

bool jf_console_is_terminal(FILE *file)
{
    DWORD mode;

    return GetConsoleMode((HANDLE)_get_osfhandle(_fileno(file)), &mode) != 0;
}

bool jf_console_is_utf8(void)
{
    return true;
}

double jf_console_seconds(void)
{
    LARGE_INTEGER now, second;

    QueryPerformanceFrequency(&second);
    QueryPerformanceCounter(&now);
    return (double)now.QuadPart / (double)second.QuadPart;
}

static atomic_bool catching, interrupted;

// In a thread of its own.  When it comes back from a closed window, the process
// is ended; the main thread has some seconds to print and to end by itself.
static BOOL WINAPI note(DWORD event)
{
    if (!atomic_load(&catching) || atomic_exchange(&interrupted, true))
        return FALSE;
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        Sleep(INFINITE);
    return TRUE;
}

void jf_console_catch(bool on)
{
    if (on)
        atomic_store(&interrupted, false);
    atomic_store(&catching, on);
    SetConsoleCtrlHandler(note, on);
}

bool jf_console_interrupted(void)
{
    return atomic_load(&interrupted);
}

bool jf_console_pipe_closed(void)
{
    return errno == EPIPE || errno == EINVAL;
}

bool jf_console_state_path(const char *name, char *path, size_t size)
{
    (void)name, (void)path, (void)size;
    return false;
}

void *jf_console_load(const char *library)
{
    (void)library;
    return NULL;
}

void *jf_console_find(void *library, const char *name)
{
    (void)library, (void)name;
    return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/console.h"

#include <errno.h>
#include <io.h>
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

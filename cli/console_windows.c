/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line asks of Windows; characters are in
 * console_windows_text.c.
 *
 * A console belongs to everybody in its window, so what is changed in it (that
 * it obeys colour escapes) is put back on every way out: at the end, when the
 * program is interrupted or its window closed, and in a crash.  The code page
 * is never touched. */
#include "cli/console.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "cli/console_windows.h"

enum {
    VIRTUAL_TERMINAL = 0x0004, // ENABLE_VIRTUAL_TERMINAL_PROCESSING
    CRASH_STACK = 32768,
    CRASH_EXIT = 5
};

// Of the C library; the last two arguments are for others.
int __cdecl __wgetmainargs(int *argc, wchar_t ***argv, wchar_t ***env,
                           int wildcards, int *info);

static HANDLE colored[2]; // of stdout and stderr, where we switched it on
static const char *crash_text, *enter_text;

// ---- ways out

static void restore_modes(void)
{
    DWORD mode;

    for (int i = 0; i < 2; i++) {
        if (colored[i] && GetConsoleMode(colored[i], &mode))
            SetConsoleMode(colored[i], mode & ~(DWORD)VIRTUAL_TERMINAL);
        colored[i] = NULL;
    }
}

static BOOL WINAPI leave(DWORD event)
{
    (void)event;
    restore_modes();
    return FALSE;
}

// Nothing is taken for granted here: the heap may be what is broken.
static void tell_crash(void)
{
    restore_modes();
    if (!crash_text)
        return;
    jf_console_write(stderr, crash_text, strlen(crash_text));
    if (jf_console_is_own()) {
        jf_console_write(stderr, enter_text, strlen(enter_text));
        jf_console_flush(stderr);
        for (int c = 0; c != EOF && c != '\n';)
            c = jf_console_read(stdin);
    }
    jf_console_flush(stderr);
}

// An exception that ends the program wherever it comes up; others are notes to
// debuggers, or dealt with in the system's own libraries.
static bool is_fatal(DWORD code)
{
    static const DWORD codes[] = {
        EXCEPTION_ACCESS_VIOLATION,      EXCEPTION_STACK_OVERFLOW,
        EXCEPTION_ILLEGAL_INSTRUCTION,   EXCEPTION_PRIV_INSTRUCTION,
        EXCEPTION_DATATYPE_MISALIGNMENT, EXCEPTION_INT_DIVIDE_BY_ZERO,
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (code == codes[i])
            return true;
    return false;
}

// Whether code of this program, or code that it made, was running.
static bool is_ours(const void *place)
{
    HMODULE module = NULL;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            place, &module))
        return true;
    return module == GetModuleHandleW(NULL);
}

// Called first of all: the program has no tables by which the system could find
// its way through the stack to a handler of last resort.
static LONG WINAPI crash(EXCEPTION_POINTERS *exception)
{
    const EXCEPTION_RECORD *const record = exception->ExceptionRecord;

    if (!is_fatal(record->ExceptionCode) || !is_ours(record->ExceptionAddress))
        return EXCEPTION_CONTINUE_SEARCH;
    tell_crash();
    TerminateProcess(GetCurrentProcess(), CRASH_EXIT);
    return EXCEPTION_EXECUTE_HANDLER;
}

static void fail(int number)
{
    (void)number;
    tell_crash();
    TerminateProcess(GetCurrentProcess(), CRASH_EXIT);
}

void jf_console_guard(const char *crashed, const char *press_enter)
{
    ULONG size = CRASH_STACK;

    crash_text = crashed;
    enter_text = press_enter;
    SetThreadStackGuarantee(&size);
    AddVectoredExceptionHandler(1, crash);
    signal(SIGABRT, fail); // an assertion
}

// ---- the way in

static void read_words(int *argc, char ***argv)
{
    wchar_t **wide, **environment;
    int n, info = 0;

    if (__wgetmainargs(&n, &wide, &environment, 0, &info) != 0)
        return;
    char **const words = calloc((size_t)n + 1, sizeof *words);
    for (int i = 0; words && i < n; i++)
        if (!(words[i] = jf_console_narrow(wide[i])))
            return;
    if (!words)
        return;
    *argc = n;
    *argv = words;
}

void jf_console_open(int *argc, char ***argv)
{
    FILE *const streams[] = {stdin, stdout, stderr};

    for (int i = 0; i < 3; i++)
        _setmode(_fileno(streams[i]), _O_BINARY);
    read_words(argc, argv);
    SetConsoleCtrlHandler(leave, TRUE);
    atexit(restore_modes);
}

// ---- the console

bool jf_console_is_terminal(FILE *file)
{
    return jf_console_handle(file) != NULL;
}

const char *jf_console_end_keys(void)
{
    return "Ctrl-Z";
}

bool jf_console_set_color(FILE *file)
{
    const HANDLE console = jf_console_handle(file);
    DWORD mode;

    if (!console || !GetConsoleMode(console, &mode))
        return false;
    if (mode & VIRTUAL_TERMINAL)
        return true;
    if (!SetConsoleMode(console, mode | VIRTUAL_TERMINAL))
        return false;
    colored[file == stderr] = console;
    return true;
}

bool jf_console_is_utf8(void)
{
    return true;
}

const char *jf_console_language(void)
{
    static char name[LOCALE_NAME_MAX_LENGTH];
    wchar_t wide[LOCALE_NAME_MAX_LENGTH];
    const LCID locale = MAKELCID(GetUserDefaultUILanguage(), SORT_DEFAULT);
    const int n = LCIDToLocaleName(locale, wide, LOCALE_NAME_MAX_LENGTH, 0);

    for (int i = 0; i < n; i++)
        name[i] = (char)wide[i];
    return n > 0 ? name : NULL;
}

bool jf_console_is_own(void)
{
    DWORD ids[2];

    return jf_console_handle(stdin) && jf_console_handle(stdout) &&
           GetConsoleProcessList(ids, 2) == 1;
}

void jf_console_set_title(const char *title)
{
    wchar_t *const wide = jf_console_widen(title);

    if (wide)
        SetConsoleTitleW(wide);
    free(wide);
}

char jf_console_quote(void)
{
    return '"';
}

bool jf_console_eats_carets(void)
{
    return true;
}

// ---- files

FILE *jf_console_open_file(const char *path)
{
    wchar_t *const wide = jf_console_widen(path);
    FILE *const file = wide ? _wfopen(wide, L"rb") : NULL;

    free(wide);
    return file;
}

bool jf_console_is_file(const char *path)
{
    wchar_t *const wide = jf_console_widen(path);
    const DWORD kind =
        wide ? GetFileAttributesW(wide) : INVALID_FILE_ATTRIBUTES;

    free(wide);
    return kind != INVALID_FILE_ATTRIBUTES &&
           !(kind & FILE_ATTRIBUTE_DIRECTORY);
}

static bool write_all(const wchar_t *path, const char *bytes, size_t n)
{
    FILE *const file = _wfopen(path, L"wb");

    if (!file)
        return false;
    const bool written = fwrite(bytes, 1, n, file) == n && fflush(file) == 0 &&
                         _commit(_fileno(file)) == 0;
    const int why = errno;
    const bool closed = fclose(file) == 0;
    if (!written)
        errno = why;
    return written && closed;
}

bool jf_console_save(const char *path, const char *bytes, size_t n)
{
    const size_t size = strlen(path) + sizeof ".new";
    char *const name = malloc(size);
    wchar_t *const wide = jf_console_widen(path);
    wchar_t *other = NULL;

    if (name) {
        snprintf(name, size, "%s.new", path);
        other = jf_console_widen(name);
    }
    bool saved = wide && other && write_all(other, bytes, n);
    if (saved) {
        errno = EACCES;
        saved = MoveFileExW(other, wide,
                            MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
    }
    if (other && !saved)
        DeleteFileW(other);
    free(name);
    free(wide);
    free(other);
    return saved;
}

bool jf_console_is_full(void)
{
    return errno == ENOSPC;
}

bool jf_console_state_path(const char *name, char *path, size_t size)
{
    const wchar_t *const wide = _wgetenv(L"LOCALAPPDATA");
    char *const home = wide && *wide ? jf_console_narrow(wide) : NULL;
    int n = home ? snprintf(path, size, "%s\\jifen", home) : -1;
    wchar_t *folder = NULL;

    if (n > 0 && (size_t)n < size && (folder = jf_console_widen(path))) {
        CreateDirectoryW(folder, NULL);
        n = snprintf(path, size, "%s\\jifen\\%s", home, name);
    }
    free(home);
    free(folder);
    return folder && n > 0 && (size_t)n < size;
}

// ---- the rest

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

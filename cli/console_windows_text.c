/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters between the program's UTF-8 and a Windows console.
 *
 * A console is written by WriteConsoleW and read by ReadConsoleW, which know
 * all of Unicode whatever the code page is; bytes would be read by the code
 * page, and some versions lose them.  What is written gathers in a buffer until
 * a line ends or somebody asks; a character that is not whole yet stays there.
 *
 * Any other stream is bytes as they are. */
#include "cli/console.h"

#include <io.h>
#include <stdlib.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "cli/console_windows.h"

enum { BUFFER_SIZE = 4096, CTRL_Z = 0x1A };

typedef struct writer {
    size_t n;
    bool failed;
    char bytes[BUFFER_SIZE];
} writer;

static writer writers[2]; // of stdout and stderr

// A console's characters, and the bytes of the one that is being read.
typedef struct reader {
    DWORD n, next;
    wchar_t text[BUFFER_SIZE];
    wchar_t first; // half of a pair
    bool inside;   // a line
    int nbyte, next_byte;
    char byte[4];
} reader;

static reader typed;

// Consoles do not come and go, and it costs time to ask.
void *jf_console_handle(FILE *file)
{
    static HANDLE known[3], console[3];
    const int i = file == stdin ? 0 : file == stdout ? 1 : 2;
    DWORD mode;

    if (file != stdin && file != stdout && file != stderr)
        return NULL;
    if (!known[i]) {
        known[i] = (HANDLE)_get_osfhandle(_fileno(file));
        console[i] = GetConsoleMode(known[i], &mode) ? known[i] : NULL;
    }
    return console[i];
}

// ---- strings

wchar_t *jf_console_widen(const char *text)
{
    const int n = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *const wide = malloc((size_t)n * sizeof *wide);

    if (wide)
        MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, n);
    return wide;
}

// n wide characters as UTF-8; *length leaves out the final NUL.
static char *narrow(const wchar_t *wide, int n, size_t *length)
{
    const int size =
        WideCharToMultiByte(CP_UTF8, 0, wide, n, NULL, 0, NULL, NULL);
    char *const text = malloc((size_t)size + 1);

    if (!text)
        return NULL;
    WideCharToMultiByte(CP_UTF8, 0, wide, n, text, size, NULL, NULL);
    text[size] = '\0';
    *length = (size_t)size;
    return text;
}

char *jf_console_narrow(const wchar_t *text)
{
    size_t length;

    return narrow(text, (int)wcslen(text), &length);
}

// The system's; CP_ACP is that of this program, which its manifest makes UTF-8.
static UINT older_code_page(void)
{
    DWORD page = 0;

    GetLocaleInfoW(LOCALE_SYSTEM_DEFAULT,
                   LOCALE_IDEFAULTANSICODEPAGE | LOCALE_RETURN_NUMBER,
                   (WCHAR *)&page, sizeof page / sizeof(WCHAR));
    return page ? page : CP_ACP;
}

char *jf_console_decode(const char *bytes, size_t n, size_t *length)
{
    const UINT page = older_code_page();
    const int size = MultiByteToWideChar(page, 0, bytes, (int)n, NULL, 0);
    wchar_t *const wide = malloc(((size_t)size + 1) * sizeof *wide);
    char *text = NULL;

    if (wide) {
        MultiByteToWideChar(page, 0, bytes, (int)n, wide, size);
        text = narrow(wide, size, length);
    }
    free(wide);
    return text;
}

// ---- writing

// The first bytes that are whole characters, or never will be.
static size_t count_whole(const char *bytes, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        const unsigned char c = (unsigned char)bytes[n - back];
        const size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 0;
        if (need > back)
            return n - back;
        if (need > 0 || c < 0x80)
            break;
    }
    return n;
}

static bool write_wide(HANDLE console, const wchar_t *text, DWORD n)
{
    while (n > 0) {
        DWORD written;
        if (!WriteConsoleW(console, text, n, &written, NULL) || written == 0)
            return false;
        text += written;
        n -= written;
    }
    return true;
}

static void empty(writer *w, HANDLE console)
{
    wchar_t wide[BUFFER_SIZE];
    const size_t whole = count_whole(w->bytes, w->n);
    const int n = MultiByteToWideChar(CP_UTF8, 0, w->bytes, (int)whole, wide,
                                      BUFFER_SIZE);

    if (!write_wide(console, wide, (DWORD)n))
        w->failed = true;
    w->n -= whole;
    memmove(w->bytes, w->bytes + whole, w->n);
}

void jf_console_write(FILE *file, const char *bytes, size_t n)
{
    writer *const w = &writers[file == stderr];
    const HANDLE console = jf_console_handle(file);

    if (!console) {
        fwrite(bytes, 1, n, file);
        return;
    }
    const bool line = n > 0 && bytes[n - 1] == '\n';
    while (n > 0) {
        const size_t room = BUFFER_SIZE - w->n, part = n < room ? n : room;
        memcpy(w->bytes + w->n, bytes, part);
        w->n += part;
        bytes += part;
        n -= part;
        if (w->n == BUFFER_SIZE)
            empty(w, console);
    }
    if (line)
        empty(w, console);
}

bool jf_console_flush(FILE *file)
{
    writer *const w = &writers[file == stderr];
    const HANDLE console = jf_console_handle(file);

    if (!console)
        return fflush(file) == 0 && !ferror(file);
    empty(w, console);
    return !w->failed;
}

// ---- reading

// The next UTF-16 unit; WEOF at the end, which Ctrl-Z at a line's start is.
static wint_t read_unit(reader *r, HANDLE console)
{
    if (r->next == r->n) {
        r->next = r->n = 0;
        if (!ReadConsoleW(console, r->text, BUFFER_SIZE, &r->n, NULL) ||
            r->n == 0)
            return WEOF;
        if (!r->inside && r->text[0] == CTRL_Z) {
            r->n = 0;
            return WEOF;
        }
    }
    const wchar_t unit = r->text[r->next++];
    r->inside = unit != '\n';
    return unit;
}

static bool read_character(reader *r, HANDLE console)
{
    wchar_t pair[2];
    wint_t unit = r->first ? r->first : read_unit(r, console);
    int n = 0;

    r->first = 0;
    if (unit == WEOF)
        return false;
    pair[n++] = (wchar_t)unit;
    if (IS_HIGH_SURROGATE(unit)) {
        unit = read_unit(r, console);
        if (unit != WEOF && IS_LOW_SURROGATE(unit))
            pair[n++] = (wchar_t)unit;
        else
            r->first = unit == WEOF ? L'\0' : (wchar_t)unit;
    }
    r->next_byte = 0;
    r->nbyte = WideCharToMultiByte(CP_UTF8, 0, pair, n, r->byte, sizeof r->byte,
                                   NULL, NULL);
    return r->nbyte > 0;
}

int jf_console_read(FILE *file)
{
    const HANDLE console = jf_console_handle(file);

    if (!console)
        return getc(file);
    if (typed.next_byte == typed.nbyte && !read_character(&typed, console))
        return EOF;
    return (unsigned char)typed.byte[typed.next_byte++];
}

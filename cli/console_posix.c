/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/console.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// A file beyond the limit of its size is an error of writing, not the end.
void jf_console_open(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    signal(SIGXFSZ, SIG_IGN);
}

void jf_console_guard(const char *crashed, const char *press_enter)
{
    (void)crashed, (void)press_enter;
}

void jf_console_write(FILE *file, const char *bytes, size_t n)
{
    fwrite(bytes, 1, n, file);
}

bool jf_console_flush(FILE *file)
{
    return fflush(file) == 0 && !ferror(file);
}

int jf_console_read(FILE *file)
{
    return getc(file);
}

char *jf_console_decode(const char *bytes, size_t n, size_t *length)
{
    (void)bytes, (void)n, (void)length;
    return NULL;
}

bool jf_console_is_terminal(FILE *file)
{
    return isatty(fileno(file)) == 1;
}

const char *jf_console_end_keys(void)
{
    return "Ctrl-D";
}

bool jf_console_set_color(FILE *file)
{
    (void)file;
    return true;
}

// The locale that decides about characters, by the names POSIX gives.
static const char *character_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

// "zh_CN.UTF-8", "C.utf8", "en_GB.UTF-8@euro": no need to load the locale.
bool jf_console_is_utf8(void)
{
    const char *s = strchr(character_locale(), '.');
    char name[6] = "";

    for (int n = 0; s && *++s && *s != '@' && n < 5;)
        if (*s != '-')
            name[n++] = (char)tolower((unsigned char)*s);
    return strcmp(name, "utf8") == 0;
}

const char *jf_console_language(void)
{
    return NULL;
}

bool jf_console_is_own(void)
{
    return false;
}

void jf_console_set_title(const char *title)
{
    (void)title;
}

char jf_console_quote(void)
{
    return '\'';
}

bool jf_console_eats_carets(void)
{
    return false;
}

// ---- files

FILE *jf_console_open_file(const char *path)
{
    return fopen(path, "rb");
}

bool jf_console_is_file(const char *path)
{
    struct stat found;

    return stat(path, &found) == 0 && S_ISREG(found.st_mode);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        const ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno != EINTR)
            return false;
        bytes += written > 0 ? written : 0;
        n -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool write_file(const char *path, const char *bytes, size_t n)
{
    unlink(path); // of a run that was killed
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);

    if (fd < 0)
        return false;
    const bool written = write_all(fd, bytes, n) && fsync(fd) == 0;
    const int why = errno;
    const bool closed = close(fd) == 0;
    if (!written)
        errno = why;
    return written && closed;
}

// That a file was renamed is on the disk when its folder is; where folders
// cannot be opened, the system sees to it.
static void sync_folder(char *path)
{
    char *const slash = strrchr(path, '/');

    if (slash)
        slash[1] = '\0';
    const int fd = open(slash ? path : ".", O_RDONLY);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

bool jf_console_save(const char *path, const char *bytes, size_t n)
{
    const size_t size = strlen(path) + sizeof ".new";
    char *const other = malloc(size);

    if (!other)
        return false;
    snprintf(other, size, "%s.new", path);
    bool saved = write_file(other, bytes, n);
    if (saved)
        saved = rename(other, path) == 0;
    const int why = errno;
    if (saved)
        sync_folder(other);
    else
        unlink(other);
    free(other);
    errno = why;
    return saved;
}

bool jf_console_is_full(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
}

// ---- the rest

double jf_console_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static const int signals[] = {SIGINT, SIGTERM};
enum { NSIGNAL = sizeof signals / sizeof *signals };

static struct sigaction before[NSIGNAL]; // how they were dealt with
static atomic_bool interrupted;

static void note(int signal)
{
    const struct sigaction deadly = {.sa_handler = SIG_DFL};
    const bool second = atomic_exchange(&interrupted, true);

    for (int i = 0; i < NSIGNAL; i++)
        sigaction(signals[i], &deadly, NULL);
    if (second) // it came before the first was through
        raise(signal);
}

// What the parent has told us to ignore stays ignored.
static void catch_one(int i)
{
    struct sigaction noting = {.sa_handler = note, .sa_flags = SA_RESTART};

    sigemptyset(&noting.sa_mask);
    for (int k = 0; k < NSIGNAL; k++) // a second one waits for the first
        sigaddset(&noting.sa_mask, signals[k]);
    sigaction(signals[i], NULL, &before[i]);
    if (before[i].sa_handler != SIG_IGN)
        sigaction(signals[i], &noting, NULL);
}

void jf_console_catch(bool on)
{
    if (on)
        atomic_store(&interrupted, false);
    for (int i = 0; i < NSIGNAL; i++)
        if (on)
            catch_one(i);
        else
            sigaction(signals[i], &before[i], NULL);
}

bool jf_console_interrupted(void)
{
    return atomic_load(&interrupted);
}

bool jf_console_pipe_closed(void)
{
    return errno == EPIPE;
}

// Makes the folders of a path, one after the other; those that are there stay.
static void make_folders(char *path)
{
    for (char *s = path + 1; *s; s++) {
        if (*s != '/')
            continue;
        *s = '\0';
        mkdir(path, 0700);
        *s = '/';
    }
}

bool jf_console_state_path(const char *name, char *path, size_t size)
{
    const char *const state = getenv("XDG_STATE_HOME");
    const char *const home = getenv("HOME");
    int n = -1;

    if (state && *state == '/')
        n = snprintf(path, size, "%s/jifen/%s", state, name);
    else if (home && *home == '/')
        n = snprintf(path, size, "%s/.local/state/jifen/%s", home, name);
    if (n < 0 || (size_t)n >= size)
        return false;
    make_folders(path);
    return true;
}

void *jf_console_load(const char *library)
{
    return dlopen(library, RTLD_NOW | RTLD_LOCAL);
}

void *jf_console_find(void *library, const char *name)
{
    return dlsym(library, name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between operating systems: os_posix.c and its like. */
#ifndef JF_BASE_OS_H
#define JF_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The cores that a thread may use, and where it runs; plain memory. */
typedef struct jf_os_cores {
    unsigned long bits[16];
    int here;
} jf_os_cores;

/* Those of the calling thread. */
void jf_os_cores_get(jf_os_cores *cores);

/* A thread; its first three are set by the caller, and borrowed.  It begins at
 * the `place`-th of the cores, counted in a circle from the one where
 * jf_os_cores_get was called, and may then use all of them. */
typedef struct jf_os_thread {
    void (*run)(void *param);
    void *param;
    const jf_os_cores *cores;
    uintptr_t id;
} jf_os_thread;

/* False where there can be no more threads; then nothing is to be joined.  The
 * thread must stay where it is until it has been joined. */
bool jf_os_thread_start(jf_os_thread *thread, int place);
void jf_os_thread_join(jf_os_thread *thread);

/* Lets other threads go first; sleeps for some 50 us. */
void jf_os_yield(void);
void jf_os_nap(void);

/* Of a clock that never goes back. */
double jf_os_seconds(void);

/* A shared library, kept until the end, and what it calls by a name; NULL where
 * there is none. */
void *jf_os_library_open(const char *path);
void *jf_os_library_find(void *library, const char *name);

/* The folder in which the running program lies; false where nobody tells. */
bool jf_os_program_folder(char *path, size_t size);

/* Memory for machine code: writable and not executable; sealed: the other way
 * round, never both.  new gives NULL and seal false where the system forbids
 * it; then free is still needed.  free takes NULL. */
void *jf_os_code_new(size_t size);
bool jf_os_code_seal(void *code, size_t size);
void jf_os_code_free(void *code, size_t size);

#endif

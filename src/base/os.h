/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between operating systems: os_posix.c and its like. */
#ifndef JF_BASE_OS_H
#define JF_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>

/* The cores that a thread may use, and where it runs; plain memory. */
typedef struct jf_os_cores {
    unsigned long bits[16];
    int here;
} jf_os_cores;

/* Those of the calling thread. */
void jf_os_cores_get(jf_os_cores *cores);

/* Moves the calling thread to the `place`-th of the cores, counted in a circle
 * from the one where jf_os_cores_get was called, then lets it use all of them
 * again.  Linux often starts a thread on its creator's core and moves it only
 * after some milliseconds, when a short job is done.
 * Where the system has no such thing, nothing happens. */
void jf_os_cores_spread(const jf_os_cores *cores, int place);

/* Memory for machine code: writable and not executable; sealed: the other way
 * round, never both.  new gives NULL and seal false where the system forbids
 * it; then free is still needed.  free takes NULL. */
void *jf_os_code_new(size_t size);
bool jf_os_code_seal(void *code, size_t size);
void jf_os_code_free(void *code, size_t size);

#endif

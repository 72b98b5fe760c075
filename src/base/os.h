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

/* The number of the `place`-th of the cores, counted in a circle from the one
 * where jf_os_cores_get was called; -1 where it does not matter or the system
 * does not tell. */
int jf_os_cores_at(const jf_os_cores *cores, int place);

/* Lets the calling thread use all of the cores again. */
void jf_os_cores_release(const jf_os_cores *cores);

/* Memory for machine code: writable and not executable; sealed: the other way
 * round, never both.  new gives NULL and seal false where the system forbids
 * it; then free is still needed.  free takes NULL. */
void *jf_os_code_new(size_t size);
bool jf_os_code_seal(void *code, size_t size);
void jf_os_code_free(void *code, size_t size);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between operating systems: os_posix.c and its like. */
#ifndef JF_BASE_OS_H
#define JF_BASE_OS_H

#include <pthread.h>

/* The cores that a thread may use; plain memory. */
typedef struct jf_os_cores {
    unsigned long bits[16];
} jf_os_cores;

/* Those of the calling thread, and back again.  Where the system has no such
 * thing, nothing happens. */
void jf_os_cores_get(jf_os_cores *cores);
void jf_os_cores_set(const jf_os_cores *cores);

/* Starts a thread on another core than the caller's: the `place`-th of `cores`
 * counted from it, place >= 1.  Linux would often put it on the caller's own
 * core and move it only after some milliseconds, when a short job is done.
 * The thread should give itself all cores again (jf_os_cores_set) at once.
 * The result is pthread_create's. */
int jf_os_thread_create(pthread_t *thread, const jf_os_cores *cores, int place,
                        void *(*work)(void *), void *param);

#endif

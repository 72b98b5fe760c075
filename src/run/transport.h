/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plug-in does for the processes of a job: letters from one to another,
 * and acts of all of them.  Everything is called in one thread, the same all
 * the time.  A plug-in includes this header and nothing else of jifen. */
#ifndef JF_RUN_TRANSPORT_H
#define JF_RUN_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A letter: what it says is the business of run/ranks.c. */
enum { JF_LETTER_WORDS = 4 };
typedef struct jf_letter {
    int64_t word[JF_LETTER_WORDS];
} jf_letter;

typedef struct jf_transport {
    void *self; /* handed to all of them */
    int rank, count;
    int host; /* the same number in all processes of a host, in no others */

    void (*send)(void *self, int to, const jf_letter *letter);
    /* False: none has come. */
    bool (*receive)(void *self, int *from, jf_letter *letter);

    /* Acts of all: each process begins the same ones in the same order, one at
     * a time, and it has taken place when `done` says so. */
    void (*share)(void *self, size_t n, char *bytes); /* rank 0's to all */
    void (*sum)(void *self, size_t n, int64_t *x);    /* x[i] over all ranks */
    void (*most)(void *self, size_t n, int64_t *x);   /* the largest x[i] */
    /* all: rank 0's size[0] numbers, then rank 1's ... */
    void (*gather)(void *self, const int64_t *mine, const int64_t *size,
                   int64_t *all);
    bool (*done)(void *self);

    void (*abort)(void *self, int exit_code); /* ends all processes */
    void (*close)(void *self);
} jf_transport;

/* The one function of a plug-in; NULL: it does not work here.  The number in
 * its name is that of this interface. */
typedef const jf_transport *jf_transport_open(void);
#define JF_TRANSPORT_OPEN "jf_transport_open_1"

#endif

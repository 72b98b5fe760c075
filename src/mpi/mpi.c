/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plug-in: run/transport.h by MPI.  Nothing is decided here.
 *
 * All acts are those that return at once, and are asked about until they are
 * done: how to wait is for the caller to say, who may share his cores with
 * other ranks.  One receive is always posted, so that a letter is on its way
 * without a thread of its own. */
#include "run/transport.h"

#include <limits.h>
#include <stdlib.h>

#include <mpi.h>

typedef struct mpi {
    MPI_Comm comm;
    MPI_Request act, incoming;
    jf_letter letter;
    int *size, *place; // of a gather
} mpi;

enum { TAG = 1 };

static void expect_letter(mpi *m)
{
    MPI_Irecv(m->letter.word, JF_LETTER_WORDS, MPI_INT64_T, MPI_ANY_SOURCE, TAG,
              m->comm, &m->incoming);
}

// Letters are short enough to be on their way when this returns.
static void send_letter(void *self, int to, const jf_letter *letter)
{
    mpi *const m = self;

    MPI_Send(letter->word, JF_LETTER_WORDS, MPI_INT64_T, to, TAG, m->comm);
}

static bool receive(void *self, int *from, jf_letter *letter)
{
    mpi *const m = self;
    MPI_Status status;
    int come;

    MPI_Test(&m->incoming, &come, &status);
    if (!come)
        return false;
    *from = status.MPI_SOURCE;
    *letter = m->letter;
    expect_letter(m);
    return true;
}

static void share(void *self, size_t n, char *bytes)
{
    mpi *const m = self;

    MPI_Ibcast(bytes, (int)n, MPI_BYTE, 0, m->comm, &m->act);
}

static void reduce(mpi *m, size_t n, int64_t *x, MPI_Op op)
{
    MPI_Iallreduce(MPI_IN_PLACE, x, (int)n, MPI_INT64_T, op, m->comm, &m->act);
}

static void sum(void *self, size_t n, int64_t *x)
{
    reduce(self, n, x, MPI_SUM);
}

static void most(void *self, size_t n, int64_t *x)
{
    reduce(self, n, x, MPI_MAX);
}

static void gather(void *self, const int64_t *mine, const int64_t *size,
                   int64_t *all)
{
    mpi *const m = self;
    int rank, count, place = 0;

    MPI_Comm_rank(m->comm, &rank);
    MPI_Comm_size(m->comm, &count);
    for (int i = 0; i < count; i++) {
        m->size[i] = (int)size[i];
        m->place[i] = place;
        place += m->size[i];
    }
    MPI_Iallgatherv(mine, m->size[rank], MPI_INT64_T, all, m->size, m->place,
                    MPI_INT64_T, m->comm, &m->act);
}

static bool done(void *self)
{
    mpi *const m = self;
    int flag;

    MPI_Test(&m->act, &flag, MPI_STATUS_IGNORE);
    return flag;
}

static void end(void *self, int exit_code)
{
    mpi *const m = self;

    MPI_Abort(m->comm, exit_code);
}

static void leave(void *self)
{
    mpi *const m = self;

    MPI_Cancel(&m->incoming);
    MPI_Wait(&m->incoming, MPI_STATUS_IGNORE);
    free(m->size);
    free(m->place);
    MPI_Finalize();
}

// The lowest rank of this host.
static int find_host(const mpi *m, int rank)
{
    MPI_Comm near;
    int host = rank;

    MPI_Comm_split_type(m->comm, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL,
                        &near);
    MPI_Bcast(&host, 1, MPI_INT, 0, near);
    MPI_Comm_free(&near);
    return host;
}

#define OPEN jf_transport_open_1 // JF_TRANSPORT_OPEN

__attribute__((visibility("default"))) const jf_transport *OPEN(void);

const jf_transport *OPEN(void)
{
    static mpi m;
    static jf_transport t = {
        .self = &m,
        .send = send_letter,
        .receive = receive,
        .share = share,
        .sum = sum,
        .most = most,
        .gather = gather,
        .done = done,
        .abort = end,
        .close = leave,
    };
    int given;

    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &given) !=
            MPI_SUCCESS ||
        given < MPI_THREAD_FUNNELED)
        return NULL;
    MPI_Comm_dup(MPI_COMM_WORLD, &m.comm);
    MPI_Comm_rank(m.comm, &t.rank);
    MPI_Comm_size(m.comm, &t.count);
    m.size = calloc((size_t)t.count, sizeof *m.size);
    m.place = calloc((size_t)t.count, sizeof *m.place);
    if (!m.size || !m.place)
        MPI_Abort(m.comm, EXIT_FAILURE);
    t.host = find_host(&m, t.rank);
    expect_letter(&m);
    return &t;
}

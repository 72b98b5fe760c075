/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts of all ranks, waited for and counted.
 *
 * A short wait is spent asking again and again; a longer one asleep, since
 * other ranks may want the core. */
#include "base/os.h"
#include "run/ranks.h"
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

static void wait_for_all(const jf_transport *t)
{
    enum { AWAKE = 200, PATIENCE = 1000 };

    for (int i = 0; !t->done(t->self); i++) {
        if (i > PATIENCE)
            jf_os_nap();
        else if (i > AWAKE)
            jf_os_yield();
    }
}

void jf_ranks_abort(jf_ranks *r, jf_status status)
{
    r->transport->abort(r->transport->self, jf_status_exit(status));
}

int64_t *jf_ranks_alloc(jf_ranks *r, size_t n)
{
    int64_t *const words = calloc(n, sizeof *words);

    if (!words)
        jf_ranks_abort(r, JF_NOMEM);
    return words;
}

static void count(jf_ranks *r, size_t bytes)
{
    r->sent.acts++;
    r->sent.bytes += (int64_t)bytes;
}

void jf_ranks_sum(jf_ranks *r, size_t n, int64_t *x)
{
    const jf_transport *const t = r->transport;

    count(r, n * sizeof *x);
    t->sum(t->self, n, x);
    wait_for_all(t);
}

void jf_ranks_most(jf_ranks *r, size_t n, int64_t *x)
{
    const jf_transport *const t = r->transport;

    count(r, n * sizeof *x);
    t->most(t->self, n, x);
    wait_for_all(t);
}

void jf_ranks_gather(jf_ranks *r, const int64_t *mine, const int64_t *size,
                     int64_t *all)
{
    const jf_transport *const t = r->transport;

    count(r, (size_t)size[r->rank] * sizeof *mine);
    t->gather(t->self, mine, size, all);
    wait_for_all(t);
}

void jf_ranks_gather_one(jf_ranks *r, int64_t mine, int64_t *all)
{
    int64_t *const one = jf_ranks_alloc(r, (size_t)r->count);

    for (int i = 0; i < r->count; i++)
        one[i] = 1;
    jf_ranks_gather(r, &mine, one, all);
    free(one);
}

void jf_ranks_share(jf_ranks *r, size_t n, char *bytes)
{
    const size_t MOST = 1 << 30;
    const jf_transport *const t = r ? r->transport : NULL;

    for (size_t i = 0; t && i < n; i += MOST) {
        const size_t part = n - i < MOST ? n - i : MOST;
        count(r, r->rank == 0 ? part : 0);
        t->share(t->self, part, bytes + i);
        wait_for_all(t);
    }
}

char *jf_ranks_copy(jf_ranks *r, const char *bytes, size_t *n)
{
    jf_ranks_share(r, sizeof *n, (char *)n);
    char *const copy = (char *)jf_ranks_alloc(r, *n / sizeof(int64_t) + 1);
    if (r->rank == 0 && *n > 0)
        memcpy(copy, bytes, *n);
    jf_ranks_share(r, *n, copy);
    return copy;
}

void jf_ranks_send(jf_ranks *r, int to, const jf_letter *letter)
{
    r->sent.letters++;
    r->sent.bytes += (int64_t)sizeof *letter;
    r->transport->send(r->transport->self, to, letter);
}

bool jf_ranks_receive(jf_ranks *r, int *from, jf_letter *letter)
{
    return r->transport->receive(r->transport->self, from, letter);
}

void jf_ranks_traffic(jf_ranks *r, jf_traffic *most, jf_traffic *all)
{
    const jf_traffic mine = r->sent; // what follows is not counted

    int64_t largest[] = {mine.letters, mine.acts, mine.bytes};
    int64_t sum[] = {mine.letters, mine.acts, mine.bytes};
    jf_ranks_most(r, 3, largest);
    jf_ranks_sum(r, 3, sum);
    *most = (jf_traffic){largest[0], largest[1], largest[2]};
    *all = (jf_traffic){sum[0], sum[1], sum[2]};
}

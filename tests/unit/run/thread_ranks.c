/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "thread_ranks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/os.h"

typedef enum act { SHARE, SUM, MOST, GATHER } act;

static void lock(place *p)
{
    while (atomic_flag_test_and_set(&p->busy))
        jf_os_yield();
}

static void unlock(place *p)
{
    atomic_flag_clear(&p->busy);
}

static void send_letter(void *self, int to, const jf_letter *letter)
{
    place *const from = self, *const p = &from->world->place[to];

    lock(p);
    assert_true(p->nletter < NLETTER);
    p->from[p->nletter] = from->rank;
    p->letter[p->nletter++] = *letter;
    unlock(p);
}

static bool receive(void *self, int *from, jf_letter *letter)
{
    place *const p = self;

    lock(p);
    const bool any = p->nletter > 0;
    if (any) {
        *from = p->from[0];
        *letter = p->letter[0];
        p->nletter--;
        memmove(p->from, p->from + 1, (size_t)p->nletter * sizeof *p->from);
        memmove(p->letter, p->letter + 1,
                (size_t)p->nletter * sizeof *p->letter);
    }
    unlock(p);
    return any;
}

static int64_t combine(const world *w, act what, size_t i)
{
    int64_t x = w->place[0].x[i];

    for (int r = 1; r < w->count; r++) {
        const int64_t y = w->place[r].x[i];
        x = what == SUM ? x + y : x > y ? x : y;
    }
    return x;
}

static void gather_all(world *w)
{
    for (int to = 0; to < w->count; to++) {
        int64_t *at = w->place[to].x;
        for (int r = 0; r < w->count; r++) {
            const size_t n = (size_t)w->place[to].size[r];
            assert_true(w->place[r].size[r] == w->place[to].size[r]);
            memcpy(at, w->place[r].mine, n * sizeof *at);
            at += n;
        }
    }
}

// By the last one who comes, for all.
static void take_place(world *w, act what)
{
    const size_t n = w->place[0].n;

    for (int r = 1; r < w->count; r++)
        assert_int_equal(w->place[r].n, n);
    if (what == GATHER)
        gather_all(w);
    for (int r = 1; what == SHARE && r < w->count; r++)
        memcpy(w->place[r].x, w->place[0].x, n);
    for (size_t i = 0; (what == SUM || what == MOST) && i < n; i++) {
        const int64_t x = combine(w, what, i);
        for (int r = 0; r < w->count; r++)
            w->place[r].x[i] = x;
    }
}

static void begin(place *p, act what, size_t n, int64_t *x)
{
    world *const w = p->world;

    p->n = n;
    p->x = x;
    p->acts++;
    if (atomic_fetch_add(&w->arrived, 1) < w->count - 1)
        return;
    atomic_store(&w->arrived, 0);
    take_place(w, what);
    atomic_fetch_add(&w->acts, 1);
}

static void share(void *self, size_t n, char *bytes)
{
    begin(self, SHARE, n, (int64_t *)(void *)bytes);
}

static void sum(void *self, size_t n, int64_t *x)
{
    begin(self, SUM, n, x);
}

static void most(void *self, size_t n, int64_t *x)
{
    begin(self, MOST, n, x);
}

static void gather(void *self, const int64_t *mine, const int64_t *size,
                   int64_t *all)
{
    place *const p = self;

    p->mine = mine;
    p->size = size;
    begin(p, GATHER, 0, all);
}

static bool done(void *self)
{
    const place *const p = self;

    return atomic_load(&p->world->acts) >= p->acts;
}

static void fail_test(void *self, int exit_code)
{
    (void)self, (void)exit_code;
    abort();
}

void init_world(world *w, int count)
{
    memset(w, 0, sizeof *w);
    w->count = count;
    for (int r = 0; r < count; r++) {
        place *const p = &w->place[r];
        p->world = w;
        p->rank = r;
        atomic_flag_clear(&p->busy);
        p->transport = (jf_transport){.self = p,
                                      .rank = r,
                                      .count = count,
                                      .host = 0,
                                      .send = send_letter,
                                      .receive = receive,
                                      .share = share,
                                      .sum = sum,
                                      .most = most,
                                      .gather = gather,
                                      .done = done,
                                      .abort = fail_test};
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cores of a host are a rank's share.
 *
 * Launchers may bind each rank to cores of its own, or to none, or two ranks to
 * the same socket.  Every core is dealt to the ranks that may use it, one after
 * the other; a rank gets as many threads as it got cores.  A quota of time is
 * that of all ranks of the host, which stand in one container or step. */
#include "base/cpu.h"
#include "base/os.h"
#include "run/ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MASK_WORDS = sizeof(((jf_os_cores *)0)->bits) / (sizeof(int64_t)) };

static bool may_use(const int64_t *mask, int core)
{
    return (uint64_t)mask[core / 64] >> core % 64 & 1;
}

int jf_cores_share(int n, int me, const int64_t *const *mask, double quota)
{
    int mine = 0;

    for (int core = 0, dealt = 0; core < 64 * MASK_WORDS; core++) {
        int holders = 0, place = -1;
        for (int i = 0; i < n; i++) {
            place = i == me && may_use(mask[i], core) ? holders : place;
            holders += may_use(mask[i], core);
        }
        if (holders > 0 && place >= 0)
            mine += dealt % holders == place;
        dealt += holders > 0;
    }
    const double part = ceil(quota * (me + 1) / n) - ceil(quota * me / n);
    if (part < mine) // false for NaN: no quota
        mine = (int)part;
    return mine > 1 ? mine : 1;
}

// What each rank tells the others.
typedef struct place {
    int64_t host, quota; // in thousandths of a core; -1: none
    int64_t mask[MASK_WORDS];
} place;

enum { PLACE_WORDS = sizeof(place) / sizeof(int64_t) };

static place here(const jf_ranks *r)
{
    const double quota = jf_cpu_quota();
    place p = {.host = r->transport->host,
               .quota = isfinite(quota) ? (int64_t)(1000 * quota) : -1};
    jf_os_cores cores;

    jf_os_cores_get(&cores);
    memcpy(p.mask, cores.bits, sizeof p.mask);
    return p;
}

static int share_of(const jf_ranks *r, const place *all, const int64_t **mask)
{
    const place *const mine = &all[r->rank];
    const double quota =
        mine->quota < 0 ? HUGE_VAL : (double)mine->quota / 1000;
    int n = 0, me = 0;

    for (int i = 0; i < r->count; i++) {
        if (all[i].host != mine->host)
            continue;
        me = i == r->rank ? n : me;
        mask[n++] = all[i].mask;
    }
    return jf_cores_share(n, me, mask, quota);
}

void jf_ranks_divide_cores(jf_ranks *r)
{
    const size_t n = (size_t)r->count;
    const place mine = here(r);
    place *const all = (place *)jf_ranks_alloc(r, n * PLACE_WORDS);
    int64_t *const size = jf_ranks_alloc(r, n);
    const int64_t **const mask = calloc(n, sizeof(int64_t *));

    for (size_t i = 0; i < n; i++)
        size[i] = PLACE_WORDS;
    jf_ranks_gather(r, (const int64_t *)&mine, size, (int64_t *)all);
    r->cores = mask ? share_of(r, all, mask) : 1;
    free(mask);
    free(size);
    free(all);
}

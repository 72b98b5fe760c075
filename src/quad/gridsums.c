/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over parts of a grid: put together, and carried between processes.
 *
 * Whatever the parts and their order, the same comes out: exact sums add up,
 * the ends were seen by one part each, and of what is rare, the abscissae
 * without a value, the first ones count. */
#include "base/words.h"
#include "quad/grid.h"

#include <math.h>

// Each of them an exact sum.
enum {
    NEXACT = JF_LANES + 3,
    NSUM = NEXACT * JF_EXACT_WORDS + JF_GRID_HEAD + JF_GRID_TAIL
};

void jf_grid_sums_init(jf_grid_sums *sums)
{
    *sums = (jf_grid_sums){.bad = -1};
}

// The smallest j stay, in order.
void jf_grid_add_repair(jf_grid_sums *sums, const jf_repair *repair)
{
    int i =
        sums->nrepair < JF_GRID_REPAIR_MAX ? sums->nrepair : JF_GRID_REPAIR_MAX;

    sums->nrepair++;
    for (; i > 0 && sums->repair[i - 1].j > repair->j; i--)
        if (i < JF_GRID_REPAIR_MAX)
            sums->repair[i] = sums->repair[i - 1];
    if (i < JF_GRID_REPAIR_MAX)
        sums->repair[i] = *repair;
}

void jf_grid_note_bad(jf_grid_sums *sums, int64_t j, double x, double y)
{
    if (sums->bad >= 0 && j >= sums->bad)
        return;
    sums->bad = j;
    sums->bad_x = x;
    sums->bad_y = y;
}

static int kept(int nrepair)
{
    return nrepair < JF_GRID_REPAIR_MAX ? nrepair : JF_GRID_REPAIR_MAX;
}

static void merge_rare(jf_grid_sums *sums, const jf_grid_sums *other)
{
    const int total = sums->nrepair + other->nrepair;

    sums->limit_error = fmax(sums->limit_error, other->limit_error);
    if (other->bad >= 0)
        jf_grid_note_bad(sums, other->bad, other->bad_x, other->bad_y);
    for (int i = 0; i < kept(other->nrepair); i++)
        jf_grid_add_repair(sums, &other->repair[i]);
    sums->nrepair = total;
}

void jf_grid_merge(jf_grid_sums *sums, const jf_grid_sums *other)
{
    for (int i = 0; i < JF_LANES; i++)
        jf_exact_merge(&sums->lane[i], &other->lane[i], 1);
    jf_exact_merge(&sums->abs, &other->abs, 1);
    jf_exact_merge(&sums->parts, &other->parts, 1);
    jf_exact_merge(&sums->variation, &other->variation, 1);
    // each end was seen by one part; the others have 0 there
    for (int i = 0; i < JF_GRID_HEAD; i++)
        sums->head[i] += other->head[i];
    for (int i = 0; i < JF_GRID_TAIL; i++)
        sums->tail[i] += other->tail[i];
    merge_rare(sums, other);
}

// --- as whole numbers -------------------------------------------------------

static jf_exact *exact_at(jf_grid_sums *s, int i)
{
    jf_exact *const others[] = {&s->abs, &s->parts, &s->variation};

    return i < JF_LANES ? &s->lane[i] : others[i - JF_LANES];
}

// The bits of the ends add up like numbers: all parts but one have 0.
static void get_sums(const void *job, int64_t *sum)
{
    jf_grid_sums *const s = jf_grid_sums_of(job);

    for (int i = 0; i < NEXACT; i++, sum += JF_EXACT_WORDS)
        jf_exact_store(exact_at(s, i), sum);
    for (int i = 0; i < JF_GRID_HEAD; i++)
        *sum++ = jf_word_of(s->head[i]);
    for (int i = 0; i < JF_GRID_TAIL; i++)
        *sum++ = jf_word_of(s->tail[i]);
}

static void put_sums(void *job, const int64_t *sum)
{
    jf_grid_sums *const s = jf_grid_sums_of(job);

    for (int i = 0; i < NEXACT; i++, sum += JF_EXACT_WORDS)
        jf_exact_load(exact_at(s, i), sum);
    for (int i = 0; i < JF_GRID_HEAD; i++)
        s->head[i] = jf_double_of(*sum++);
    for (int i = 0; i < JF_GRID_TAIL; i++)
        s->tail[i] = jf_double_of(*sum++);
    s->bad = -1;
    s->nrepair = 0;
    s->limit_error = 0;
}

// A record: the worst limit, the first j without one, and the repairs.
enum { HEAD_WORDS = 5, REPAIR_WORDS = 4 };

static size_t get_records(const void *job, int64_t *record)
{
    const jf_grid_sums *const s = jf_grid_sums_of(job);
    const int n = kept(s->nrepair);

    if (s->bad < 0 && s->nrepair == 0)
        return 0;
    if (record) {
        const int64_t head[HEAD_WORDS] = {jf_word_of(s->limit_error), s->bad,
                                          jf_word_of(s->bad_x),
                                          jf_word_of(s->bad_y), s->nrepair};
        memcpy(record, head, sizeof head);
        record += HEAD_WORDS;
        for (int i = 0; i < n; i++, record += REPAIR_WORDS) {
            const jf_repair *const r = &s->repair[i];
            const int64_t words[REPAIR_WORDS] = {r->j, jf_word_of(r->x),
                                                 jf_word_of(r->limit),
                                                 jf_word_of(r->error)};
            memcpy(record, words, sizeof words);
        }
    }
    return HEAD_WORDS + (size_t)n * REPAIR_WORDS;
}

static const int64_t *read_record(jf_grid_sums *s, const int64_t *word)
{
    s->limit_error = jf_double_of(word[0]);
    s->bad = word[1];
    s->bad_x = jf_double_of(word[2]);
    s->bad_y = jf_double_of(word[3]);
    s->nrepair = (int)word[4];
    word += HEAD_WORDS;
    for (int i = 0; i < kept(s->nrepair); i++, word += REPAIR_WORDS)
        s->repair[i] =
            (jf_repair){word[0], jf_double_of(word[1]), jf_double_of(word[2]),
                        jf_double_of(word[3])};
    return word;
}

static void put_records(void *job, size_t n, const int64_t *record)
{
    const int64_t *const end = record + n;

    while (record < end) {
        jf_grid_sums other;
        jf_grid_sums_init(&other);
        record = read_record(&other, record);
        merge_rare(jf_grid_sums_of(job), &other);
    }
}

const jf_carry jf_grid_carry = {
    .nsum = NSUM,
    .get_sums = get_sums,
    .put_sums = put_sums,
    .get_records = get_records,
    .put_records = put_records,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks of a program: where its operations may not be smooth.
 *
 * Idea: each such operation has a trigger: an operand, the difference or the
 *   quotient of two, and the values of it where something happens (the table
 *   below).  One evaluation over the whole range drops the operations that are
 *   not met at all, which is nearly all of them; the trigger of each of the
 *   others becomes a program of its own, whose roots are found (roots.c).
 *   What cannot matter is left out: triggers that touch 0 without crossing it,
 *   where the operation has no corner there (abs, sign, min, comparisons), and
 *   operations that stand in a branch not taken next to the root.
 * Error: that of the roots.
 * Fails on: x == 2 alone is no mark, since a point has no width; nextafter and
 *   ulp, which jump everywhere; Bessel orders and beta arguments that vary. */
#include <float.h>
#include <stdlib.h>

#include "sight/apply.h"
#include "sight/roots.h"
#include "sight/sight.h"
#include "sight/tables/constants.inc"
#include "sight/tape.h"

enum { BUDGET = 1 << 17, FACTORS_MAX = 16 };

typedef enum operand { FIRST, SECOND, DIFFERENCE, QUOTIENT } operand;

// Which values of the operand: one, whole numbers, ...
typedef enum which {
    AT,    // `at`
    WHOLE, // all whole numbers, moved by `at`
    PAST,  // those but for 0
    POLES, // 0 and below
    TURNS  // odd multiples of pi/2
} which;

typedef struct rule {
    jf_op op;
    operand operand;
    which which;
    double at;
    jf_mark_kind kind;
    bool crossing;
} rule;

// clang-format off
static const rule rules[] = {
    {JF_OP_ABS,      FIRST,      AT,    0, JF_MARK_KINK, true},
    {JF_OP_SIGN,     FIRST,      AT,    0, JF_MARK_JUMP, true},
    {JF_OP_COPYSIGN, FIRST,      AT,    0, JF_MARK_KINK, true},
    {JF_OP_COPYSIGN, SECOND,     AT,    0, JF_MARK_JUMP, true},
    {JF_OP_MIN,      DIFFERENCE, AT,    0, JF_MARK_KINK, true},
    {JF_OP_MAX,      DIFFERENCE, AT,    0, JF_MARK_KINK, true},
    {JF_OP_LT,       DIFFERENCE, AT,    0, JF_MARK_JUMP, true},
    {JF_OP_LE,       DIFFERENCE, AT,    0, JF_MARK_JUMP, true},
    {JF_OP_FLOOR,    FIRST,      WHOLE, 0, JF_MARK_JUMP, false},
    {JF_OP_CEIL,     FIRST,      WHOLE, 0, JF_MARK_JUMP, false},
    {JF_OP_TRUNC,    FIRST,      PAST,  0, JF_MARK_JUMP, false},
    {JF_OP_RINT,     FIRST,      WHOLE, 0.5, JF_MARK_JUMP, false},
    {JF_OP_FLOORDIV, QUOTIENT,   WHOLE, 0, JF_MARK_JUMP, false},
    {JF_OP_FLOORDIV, SECOND,     AT,    0, JF_MARK_POLE, false},
    {JF_OP_MOD,      QUOTIENT,   WHOLE, 0, JF_MARK_JUMP, false},
    {JF_OP_MOD,      SECOND,     AT,    0, JF_MARK_JUMP, false},
    {JF_OP_FMOD,     QUOTIENT,   PAST,  0, JF_MARK_JUMP, false},
    {JF_OP_FMOD,     SECOND,     AT,    0, JF_MARK_JUMP, false},
    {JF_OP_REMAINDER, QUOTIENT,  WHOLE, 0.5, JF_MARK_JUMP, false},
    {JF_OP_REMAINDER, SECOND,    AT,    0, JF_MARK_JUMP, false},
    {JF_OP_SQRT,     FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_CBRT,     FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LOG,      FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LOG2,     FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LOG10,    FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LOG1P,    FIRST,      AT,   -1, JF_MARK_BRANCH, false},
    {JF_OP_ASIN,     FIRST,      AT,   -1, JF_MARK_BRANCH, false},
    {JF_OP_ASIN,     FIRST,      AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_ACOS,     FIRST,      AT,   -1, JF_MARK_BRANCH, false},
    {JF_OP_ACOS,     FIRST,      AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_ACOSH,    FIRST,      AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_ATANH,    FIRST,      AT,   -1, JF_MARK_BRANCH, false},
    {JF_OP_ATANH,    FIRST,      AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_DIV,      SECOND,     AT,    0, JF_MARK_POLE, false},
    {JF_OP_RECIP,    FIRST,      AT,    0, JF_MARK_POLE, false},
    {JF_OP_POW,      FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_POWN,     FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_ATAN2,    FIRST,      AT,    0, JF_MARK_JUMP, true},
    {JF_OP_HYPOT,    FIRST,      AT,    0, JF_MARK_KINK, false},
    {JF_OP_TAN,      FIRST,      TURNS, 0, JF_MARK_POLE, false},
    {JF_OP_GAMMA,    FIRST,      POLES, 0, JF_MARK_POLE, false},
    {JF_OP_LGAMMA,   FIRST,      POLES, 0, JF_MARK_BRANCH, false},
    {JF_OP_BETA,     FIRST,      POLES, 0, JF_MARK_POLE, false},
    {JF_OP_BETA,     SECOND,     POLES, 0, JF_MARK_POLE, false},
    {JF_OP_ZETA,     FIRST,      AT,    1, JF_MARK_POLE, false},
    {JF_OP_CI,       FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_EI,       FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LI,       FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_LI,       FIRST,      AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_Y0,       FIRST,      AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_Y1,       FIRST,      AT,    0, JF_MARK_POLE, false},
    {JF_OP_YN,       SECOND,     AT,    0, JF_MARK_POLE, false},
    {JF_OP_ELLIPTIC_K, FIRST,    AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_ELLIPTIC_KC, FIRST,   AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_ELLIPTIC_E, FIRST,    AT,    1, JF_MARK_BRANCH, false},
    {JF_OP_BESSEL_I, SECOND,     AT,    0, JF_MARK_BRANCH, false},
    {JF_OP_BESSEL_K, SECOND,     AT,    0, JF_MARK_POLE, false},
    {JF_OP_LAMBERTW, FIRST,      AT,    MINUS_INVERSE_E, JF_MARK_BRANCH, false},
};
// clang-format on

typedef struct marks {
    jf_mark *mark;
    size_t n, cap;
} marks;

typedef struct job {
    const jf_ir *ir;
    jf_range *value; // of all operations, over the range or beside a root
    bool *live;
    marks found;
    double a, b;
    bool nomem, incomplete;
} job;

static jf_levels levels_of(const rule *r)
{
    const jf_dd one = {1, 0};

    switch (r->which) {
    case WHOLE:
    case PAST:
        return (jf_levels){
            {r->at, 0}, one, -HUGE_VAL, HUGE_VAL, r->which == PAST};
    case POLES:
        return (jf_levels){{0, 0}, one, -HUGE_VAL, 0, false};
    case TURNS:
        return (jf_levels){{HALF_PI_DOWN, PI_REST / 2},
                           {PI_DOWN, PI_REST},
                           -HUGE_VAL,
                           HUGE_VAL,
                           false};
    default:
        return (jf_levels){{r->at, 0}, one, 0, 0, false};
    }
}

// A whole exponent makes no branch point, and a power that is not negative no
// pole.
static bool power_kind(const job *j, const jf_ins *ins, jf_mark_kind *kind)
{
    const jf_range b = j->value[ins->operand[1]];
    const bool whole = jf_range_thin(b) && floor(b.lo) == b.lo;

    if (b.lo < 0)
        *kind = JF_MARK_POLE;
    return !whole || b.lo < 0;
}

// I_n is a power series for a whole order.
static bool is_entire(const job *j, const jf_ins *ins)
{
    const jf_range n = j->value[ins->operand[0]];

    return ins->op == JF_OP_BESSEL_I && jf_range_thin(n) && floor(n.lo) == n.lo;
}

/* ---- what is met at all */

// Whether anybody looks at a value next to the root.
static void find_live(const job *j)
{
    const jf_ir *const ir = j->ir;

    for (int i = 0; i <= ir->result; i++)
        j->live[i] = i == ir->result;
    for (int i = ir->result; i >= 0; i--) {
        const jf_ins *const ins = &ir->ins[i];
        const jf_range c = j->value[ins->operand[0]];
        if (!j->live[i])
            continue;
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            if (ins->op != JF_OP_SELECT || k == 0 ||
                (k == 1 ? c.lo != 0 || c.hi != 0 : jf_range_has(c, 0)))
                j->live[ins->operand[k]] = true;
    }
}

static jf_range trigger_range(const job *j, const jf_ins *ins, operand of)
{
    const jf_range a = j->value[ins->operand[0]];
    const jf_range b = j->value[ins->operand[1]];

    switch (of) {
    case FIRST:
        return a;
    case SECOND:
        return b;
    case DIFFERENCE:
        return jf_range_op(JF_OP_SUB, a, b);
    default:
        return jf_range_op(JF_OP_DIV, a, b);
    }
}

static bool is_met(const job *j, const jf_ins *ins, const rule *r)
{
    const jf_range range = trigger_range(j, ins, r->operand);
    const jf_levels levels = levels_of(r);

    if (jf_range_empty(range) ||
        jf_range_empty(jf_levels_within(&levels, range)) ||
        (r->crossing && (range.lo >= 0 || range.hi <= 0)))
        return false;
    if (r->op == JF_OP_ATAN2 && j->value[ins->operand[1]].lo > 0)
        return false;
    if (r->op == JF_OP_HYPOT && !jf_range_has(j->value[ins->operand[1]], 0))
        return false;
    return true;
}

/* ---- the triggers */

static jf_ref trigger_of(jf_ir *g, const jf_ins *ins, operand of)
{
    const jf_ref *const at = ins->operand;

    switch (of) {
    case FIRST:
        return at[0];
    case SECOND:
        return at[1];
    case DIFFERENCE:
        return jf_ir_add(g, JF_OP_SUB, at[0], at[1], 0);
    default:
        return jf_ir_add(g, JF_OP_DIV, at[0], at[1], 0);
    }
}

// The values whose zeros are those of v: the factors of a product, the base of
// a power ...  A trigger that has to cross 0 does so with an odd factor.
typedef struct factors {
    jf_ref at[FACTORS_MAX];
    int n;
} factors;

static bool is_zero(const jf_ir *g, jf_ref r)
{
    return g->ins[r].op == JF_OP_CONST && g->ins[r].k == 0;
}

// The operand that stands for the zeros of ins, -1: none does.
static jf_ref inner(const jf_ir *g, const jf_ins *ins, bool crossing)
{
    const jf_ref a = ins->operand[0], b = ins->operand[1];
    double k;

    switch (ins->op) {
    case JF_OP_NEG:
    case JF_OP_CBRT:
    case JF_OP_SINH:
    case JF_OP_ASINH:
    case JF_OP_TANH:
    case JF_OP_ATAN:
    case JF_OP_ERF:
    case JF_OP_EXPM1:
    case JF_OP_LOG1P:
    case JF_OP_DIV:
        return a;
    case JF_OP_ABS:
    case JF_OP_SQRT:
        return crossing ? -1 : a;
    case JF_OP_SUB:
        return is_zero(g, b) ? a : is_zero(g, a) ? b : -1;
    case JF_OP_POW:
    case JF_OP_POWN:
        k = g->ins[b].op == JF_OP_CONST ? g->ins[b].k : 0;
        return k > 0 && (!crossing || fmod(k, 2) == 1) ? a : -1;
    default:
        return -1;
    }
}

static void add_factors(const jf_ir *g, jf_ref r, bool crossing, factors *f)
{
    const jf_ins *const ins = &g->ins[r];
    const jf_ref a = ins->operand[0], b = ins->operand[1];
    jf_ref only = inner(g, ins, crossing);

    if (ins->op == JF_OP_MUL && a == b && !crossing)
        only = a;
    if (only >= 0) {
        add_factors(g, only, crossing, f);
    } else if (ins->op == JF_OP_MUL && a != b && f->n + 2 < FACTORS_MAX) {
        add_factors(g, a, crossing, f);
        add_factors(g, b, crossing, f);
    } else if (f->n < FACTORS_MAX) {
        f->at[f->n++] = r;
    }
}

static void add_mark(job *j, jf_mark mark)
{
    marks *const to = &j->found;

    if (to->n == to->cap) {
        const size_t room = 2 * to->cap + 16;
        jf_mark *const p = realloc(to->mark, room * sizeof *p);
        if (!p) {
            j->nomem = true;
            return;
        }
        to->mark = p;
        to->cap = room;
    }
    to->mark[to->n++] = mark;
}

// Whether the operation is looked at beside x, and may be met there.
static bool matters(const job *j, jf_ref at, const rule *r, double x)
{
    const jf_range beside = jf_range_of(jf_down(jf_down(x)), jf_up(jf_up(x)));

    jf_tape_values(j->ir, beside, j->value);
    find_live(j);
    return j->live[at] && is_met(j, &j->ir->ins[at], r);
}

// How far the constants of g may move its root at x.
static double doubt_of(const jf_ir *g, double x)
{
    const size_t n = 2 * ((size_t)g->result + 1);
    jf_range *const room = malloc(n * sizeof *room);
    double fixed = 0;

    if (!room)
        return 0;
    const double own = jf_sight_rounding(g, x, &fixed);
    const jf_range slope = jf_tape_look(g, jf_range_point(x), room).slope;
    free(room);
    const double move = fixed / fabs(slope.lo / 2 + slope.hi / 2);
    return isfinite(own) && isfinite(move) ? move : 0;
}

static bool is_beside(double limit, const jf_root *root)
{
    static const double CLOSE = 0x1p-44;

    return root->tail == 0 && root->x != limit &&
           fabs(root->x - limit) <= CLOSE * fabs(limit);
}

// A root within an ulp of a limit has nothing on one side by which it could be
// told; then the search begins a little before.
static void find_roots(const job *j, const jf_ir *g, const rule *r,
                       jf_roots *roots)
{
    static const double BEFORE = 0x1p-40;
    const jf_levels levels = levels_of(r);
    jf_roots wider = {.budget = BUDGET};
    bool beside = false;

    jf_roots_find(g, &levels, r->crossing, j->a, j->b, roots);
    for (size_t i = 0; i < roots->n; i++)
        beside |= is_beside(j->a, &roots->root[i]) ||
                  is_beside(j->b, &roots->root[i]);
    if (!beside)
        return;
    jf_roots_find(g, &levels, r->crossing,
                  fmax(j->a - BEFORE * fabs(j->a), -DBL_MAX),
                  fmin(j->b + BEFORE * fabs(j->b), DBL_MAX), &wider);
    if (wider.incomplete || wider.nomem) {
        jf_roots_clear(&wider);
        return;
    }
    jf_roots_clear(roots);
    *roots = wider;
}

// The roots of one trigger, or of one of its factors: value number `of` of g,
// which is used up.
static void search(job *j, jf_ref at, const rule *r, jf_mark_kind kind, jf_ir g,
                   jf_ref of)
{
    jf_roots roots = {.budget = BUDGET};

    g.result = of;
    jf_ir_dce(&g);
    if (!g.nomem)
        find_roots(j, &g, r, &roots);
    j->nomem |= g.nomem || roots.nomem;
    j->incomplete |= roots.incomplete;
    for (size_t i = 0; i < roots.n && !j->nomem; i++)
        if (roots.root[i].x >= j->a && roots.root[i].x <= j->b &&
            matters(j, at, r, roots.root[i].x))
            add_mark(j, (jf_mark){roots.root[i].x, roots.root[i].tail,
                                  doubt_of(&g, roots.root[i].x), kind});
    jf_roots_clear(&roots);
    jf_ir_clear(&g);
}

static void look_for(job *j, jf_ref at, const rule *r, jf_mark_kind kind)
{
    const bool zeros = r->which == AT && r->at == 0;
    factors f = {.n = 1};
    jf_ir g;

    for (int i = 0; i < f.n && !j->nomem; i++) {
        jf_ir_clone(&g, j->ir);
        const jf_ref whole = trigger_of(&g, &j->ir->ins[at], r->operand);
        if (i == 0 && !g.nomem) {
            f = (factors){.at = {whole}, .n = 1 - zeros};
            if (zeros)
                add_factors(&g, whole, r->crossing, &f);
        }
        search(j, at, r, kind, g, f.at[i]);
    }
}

static void look_at(job *j, jf_ref at)
{
    const jf_ins *const ins = &j->ir->ins[at];

    for (size_t i = 0; i < sizeof rules / sizeof *rules && !j->nomem; i++) {
        const rule *const r = &rules[i];
        jf_mark_kind kind = r->kind;
        if (r->op != ins->op)
            continue;
        // the values are needed anew after each search
        jf_tape_values(j->ir, jf_range_of(j->a, j->b), j->value);
        if ((ins->op == JF_OP_POW || ins->op == JF_OP_POWN) &&
            !power_kind(j, ins, &kind))
            continue;
        if (is_met(j, ins, r) && !is_entire(j, ins))
            look_for(j, at, r, kind);
    }
}

/* ---- all of them */

// By place; of several at one place the most singular comes first.
static int by_place(const void *p, const void *q)
{
    const jf_mark *const a = p, *const b = q;

    if (a->x != b->x)
        return (a->x > b->x) - (a->x < b->x);
    return (a->kind < b->kind) - (a->kind > b->kind);
}

// One root found from two sides: two doubles next to each other, of one kind.
static bool is_same(const jf_mark *a, const jf_mark *b)
{
    return a->x == b->x || (a->kind == b->kind && jf_up(jf_up(a->x)) >= b->x);
}

static size_t unite(jf_mark *mark, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !is_same(&mark[kept - 1], &mark[i]))
            mark[kept++] = mark[i];
        else // log(|u|): where |u| is 0 its slope tells nothing, that of u does
            mark[kept - 1].doubt = fmax(mark[kept - 1].doubt, mark[i].doubt);
    return kept;
}

static bool may_break(jf_op op)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].op == op)
            return true;
    return false;
}

long jf_sight_marks(const jf_ir *typed, double a, double b, size_t size,
                    jf_mark *mark)
{
    const size_t n = (size_t)typed->result + 1;
    job j = {.ir = typed,
             .value = malloc(n * sizeof *j.value),
             .live = malloc(n * sizeof *j.live),
             .a = fmax(a, -DBL_MAX),
             .b = fmin(b, DBL_MAX)};

    j.nomem = !j.value || !j.live;
    for (int i = 0; i <= typed->result && !j.nomem; i++)
        if (may_break(typed->ins[i].op))
            look_at(&j, i);
    size_t count = 0;
    if (j.found.n > 0) {
        qsort(j.found.mark, j.found.n, sizeof *j.found.mark, by_place);
        count = unite(j.found.mark, j.found.n);
    }
    for (size_t i = 0; i < count && i < size; i++)
        mark[i] = j.found.mark[i];
    const bool complete = !j.nomem && !j.incomplete;
    if (!complete && count < size)
        mark[count].x = (double)NAN;
    free(j.found.mark);
    free(j.value);
    free(j.live);
    return j.nomem ? -2 : complete ? (long)count : -1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the double-exponential rules put their abscissae; the four shapes of a
 * piece.  With E = exp(pi/2 sinh |t|), C = pi/2 cosh t:
 *
 *     finite       d = (b - a) / (1 + E^2) from the nearer end
 *     half-line    d = s E^(+-1) from the finite end
 *     whole line   d = s (E - 1/E) / 2 from the centre
 *
 * Roundoff: a distance is good to 4 units in the last place.  Where f can be
 * asked by distance that is all; elsewhere a + d is rounded, and no abscissa is
 * closer to a than 8 units in the last place of a. */
#include "quad/de.h"
#include "rule/de.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

// Distances below that share of c are close.
static const double NEAR = 0x1p-12;

static const double PI_2 = 0x1.921fb54442d18p+0;

// Measured from the finite end c, to the right for side 0.
static bool from_end(double c, int side, bool seen, bool viewed,
                     jf_de_node *node)
{
    const double d = node->distance, unit = fabs(c) * DBL_EPSILON;

    if (!(d >= DBL_MIN) || !(d <= DBL_MAX))
        return false;
    node->viewed = seen && viewed;
    if (node->viewed) {
        // farther out, constants in f are rounded as x itself would be
        const double x = fabs(side ? c - d : c + d);
        node->x = d;
        node->shift = d < NEAR * fabs(c) ? DBL_EPSILON * d
                                         : DBL_EPSILON / 2 * fmax(x, 2 * d);
        return true;
    }
    node->x = side ? c - d : c + d;
    node->distance = fabs(node->x - c);
    node->shift = DBL_EPSILON / 2 * fabs(node->x);
    return isfinite(node->x) && node->distance >= 8 * unit;
}

static bool finite_node(const jf_de_piece *p, const bool *seen, int i,
                        jf_de_node *node)
{
    const int j = abs(i);
    const double inverse = 1 / jf_de_growth[j], q = inverse * inverse;
    // the ends may be known beyond their last place
    const double width = (p->b - p->a) + (p->rest[1] - p->rest[0]);
    const double r = q / (1 + q);

    node->side = i > 0;
    node->distance = width * r;
    node->weight[0] = node->distance;
    node->weight[1] = 2 * jf_de_slope[j] / (1 + q);
    return from_end(node->side ? p->b : p->a, node->side, seen[node->side],
                    true, node);
}

// Near is what lies within the finite end's own size, and the scale.
static bool half_node(const jf_de_piece *p, const bool *seen, int i,
                      jf_de_node *node)
{
    const int j = abs(i), finite = isinf(p->a) ? 1 : 0;
    const double c = finite ? p->b : p->a;
    const bool outward = finite ? i < 0 : i > 0;
    const double e = jf_de_growth[j];

    node->side = outward ? 1 - finite : finite;
    node->distance = outward ? p->scale * e : p->scale / e;
    node->weight[0] = node->distance;
    node->weight[1] = jf_de_slope[j];
    return from_end(c, finite, seen[finite],
                    node->distance <= fmax(fabs(c), p->scale), node);
}

static bool whole_node(const jf_de_piece *p, int i, jf_de_node *node)
{
    const int j = abs(i);
    const double e = jf_de_growth[j], half = p->scale / 2;

    node->side = i > 0;
    node->distance = half * (e - 1 / e);
    node->x = i < 0 ? p->centre - node->distance : p->centre + node->distance;
    node->viewed = false;
    node->shift = DBL_EPSILON / 2 * fabs(node->x);
    node->weight[0] = half * (e + 1 / e);
    node->weight[1] = jf_de_slope[j];
    return isfinite(node->x) && isfinite(node->weight[0]);
}

bool jf_de_node_at(const jf_de_piece *p, const bool *seen, int i,
                   jf_de_node *node)
{
    if (isinf(p->a) && isinf(p->b))
        return whole_node(p, i, node);
    if (isinf(p->a) || isinf(p->b))
        return half_node(p, seen, i, node);
    return finite_node(p, seen, i, node);
}

double jf_de_depth(const jf_de_piece *p, int side, double t, double *slope)
{
    const bool finite = !isinf(p->a) && !isinf(p->b);
    const bool whole = isinf(p->a) && isinf(p->b);
    const bool far = isinf(side ? p->b : p->a);
    const double grown = jf_tail_exp(t), shrunk = 1 / grown;
    const double factor = finite ? 2 * PI_2 : PI_2;
    const double base = finite  ? -jf_tail_log(p->b - p->a)
                        : whole ? jf_tail_log(p->scale / 2)
                        : far   ? jf_tail_log(p->scale)
                                : -jf_tail_log(p->scale);

    *slope = factor * (grown + shrunk) / 2;
    return base + factor * (grown - shrunk) / 2;
}

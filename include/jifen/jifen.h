/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jifen: definite integrals typed as text.  This header includes the rest.
 *
 *     jf_expr *f;
 *     jf_program *p;
 *     jf_diag diag;
 *     jf_result r;
 *     jf_expr_parse("sin(x)/x", 8, NULL, &f, &diag);
 *     jf_expr_compile(f, "x", 0, NULL, &p, &diag);
 *     const jf_integrand g = jf_program_integrand(p);
 *     jf_integrate(&g, 0, 1, NULL, &r);      // r.value, r.abserr, r.status
 *
 * A C function of yours is an integrand just as well: see integrate.h. */
#ifndef JIFEN_JIFEN_H
#define JIFEN_JIFEN_H

#include <jifen/expr.h>
#include <jifen/integrate.h>
#include <jifen/ranks.h>
#include <jifen/status.h>
#include <jifen/text.h>
#include <jifen/version.h>

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One problem through GSL: MODE is 0 (qags and qagi) or 1 (cquad, finite ranges
 * alone).  INTEGRAND(x), LOWER and UPPER are given by the compiler's options.
 * Prints status, value, error, seconds. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

static double f(double x, void *param)
{
    (void)param;
    return INTEGRAND(x);
}

static int solve(double a, double b, double *value, double *error)
{
    const gsl_function g = {f, NULL};
    gsl_function h = g;
    gsl_integration_workspace *w = gsl_integration_workspace_alloc(1000);
    const double tolerance = 1e-10;

#if MODE
    gsl_integration_cquad_workspace *c =
        gsl_integration_cquad_workspace_alloc(1000);
    return gsl_integration_cquad(&g, a, b, 0, tolerance, c, value, error, NULL);
#endif
    if (isinf(a) && isinf(b))
        return gsl_integration_qagi(&h, 0, tolerance, 1000, w, value, error);
    if (isinf(b))
        return gsl_integration_qagiu(&h, a, 0, tolerance, 1000, w, value,
                                     error);
    if (isinf(a))
        return gsl_integration_qagil(&h, b, 0, tolerance, 1000, w, value,
                                     error);
    return gsl_integration_qags(&h, a, b, 0, tolerance, 1000, w, value, error);
}

int main(void)
{
    struct timespec from, to;
    double value = NAN, error = NAN;

    gsl_set_error_handler_off();
    clock_gettime(CLOCK_MONOTONIC, &from);
    const int failed = solve(LOWER, UPPER, &value, &error);
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%s %.17g %.17g %.9f\n", failed ? "unconverged" : "converged", value,
           error,
           (double)(to.tv_sec - from.tv_sec) +
               1e-9 * (double)(to.tv_nsec - from.tv_nsec));
    return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MPFR, after cmocka.  Where there is none (TEST_HAS_MPFR is 0), tests whose
 * truth it is are left out by #if, and mpfr_unit_test says that of them. */
#ifndef TEST_MPFR_H
#define TEST_MPFR_H

#if TEST_HAS_MPFR
#include <mpfr.h>
#define mpfr_unit_test(f) cmocka_unit_test(f)
#else

static inline void needs_mpfr(void **state)
{
    (void)state;
    skip();
}

#define mpfr_unit_test(f)    \
    {                        \
#f, needs_mpfr, NULL \
    }
#endif

#endif

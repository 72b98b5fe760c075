/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All tables for lookups are defined here: see vmath/tables.h. */
#define JF_TABLE(name, size, ...) const double name[size] = {__VA_ARGS__};

#include "eval/vmath/tables/asin_table.inc"
#include "eval/vmath/tables/atan_table.inc"
#include "eval/vmath/tables/ddlog_table.inc"
#include "eval/vmath/tables/erf_table.inc"
#include "eval/vmath/tables/exp_table.inc"
#include "eval/vmath/tables/log_table.inc"
#include "eval/vmath/tables/pow_table.inc"
#include "eval/vmath/tables/roots_table.inc"
#include "eval/vmath/tables/tanh_table.inc"
#include "eval/vmath/tables/trig_table.inc"

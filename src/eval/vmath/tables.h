/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables for lookups, tables/NAME_table.inc: one copy in the program.
 *
 * Files of kernels are compiled once for each instruction set, and a static
 * table would stand in the program as often (70 KB each time).  Where such a
 * file includes a table, it is declared; in vmath/tables.c it is defined.
 * Coefficients of polynomials, tables/NAME.inc, stay static: the compiler makes
 * broadcast operands of them. */
#ifndef JF_EVAL_VMATH_TABLES_H
#define JF_EVAL_VMATH_TABLES_H

#if defined(__GNUC__) // so that no address is looked up in a shared library
#define JF_TABLE_LINKAGE extern __attribute__((visibility("hidden")))
#else
#define JF_TABLE_LINKAGE extern
#endif

#ifndef JF_TABLE
#define JF_TABLE(name, size, ...) JF_TABLE_LINKAGE const double name[size];
#endif

#endif

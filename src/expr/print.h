/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_EXPR_PRINT_H
#define JF_EXPR_PRINT_H

#include "base/writer.h"
#include "expr/ast.h"

/* A node in canonical notation: explicit '*', canonical names, the fewest
 * parentheses, but always around a negative operand on the right.  name[] are
 * the names of the tree. */
void jf_node_print(const jf_node *node, const jf_name *name, jf_writer *writer);

#endif

/* Selects and operations that the code generator would turn into branches, in branch-free form. */
#ifndef MUONC_IR_SELECTS_H
#define MUONC_IR_SELECTS_H

#include "muonc/ir/unit.h"

/* After this, every select of the module is one of integers or pointers, which Zicond computes
 * without a branch, and no rounding or NaN-propagating intrinsic of binary32 is left. */
void selects_lower(struct ir_unit *unit);

#endif

/* Pointers that a loop counts on together. Code generation has one for each array, as it thinks
 * that only small numbers can be added to it; with immediates of 32 bits one register serves all:
 *
 *     addi a3, a2, x                    mv a3, a2
 *     addi a4, a2, y
 *   1: lw a5, 0(a3)                  1: lw a5, x(a3)
 *     sw a5, 0(a4)                      sw a5, y(a3)
 *     addi a3, a3, 64                   addi a3, a3, 64
 *     addi a4, a4, 64
 *     bnez …, 1b                        bnez …, 1b
 */
#ifndef MUONC_SPILL_POINTERS_H
#define MUONC_SPILL_POINTERS_H

#include "muonc/program/liveness.h"

/* After immediates_fold, with the same registers. Returns how many instructions are gone from
 * loops, and adds to *stale the registers that hold something else now. */
unsigned pointers_merge(const struct liveness_callees *callees, struct function *function,
                        register_set own, register_set *stale);

#endif

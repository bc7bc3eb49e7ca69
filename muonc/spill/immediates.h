/* Numbers and addresses in the instructions that use them. RV32 has 12 bits for an immediate, so
 * LLVM puts what is longer into a register, and adds to addresses what does not fit an offset; Muon
 * has 32:
 *
 *   li a1, 0x10000c1c
 *   add a0, a1, a2           (both gone)
 *   lw a0, 0(a0)          →  lw a0, 0x10000c1c(a2)
 *   li a3, 0xff00ff
 *   and a4, a4, a3           andi a4, a4, 0xff00ff
 *
 * Also where the number was made long before, as that before a loop. */
#ifndef MUONC_SPILL_IMMEDIATES_H
#define MUONC_SPILL_IMMEDIATES_H

#include "muonc/program/liveness.h"

/* own: the registers from x32 on that are the function's; those of hand-written code keep what it
 * puts there. Returns how many instructions are gone, and adds to *stale the registers that they no
 * longer write. Nothing is computed from the stack pointer that was not before: whose frame is
 * where is known by the instructions (stack.h). */
unsigned immediates_fold(const struct liveness_callees *callees, struct function *function,
                         register_set own, register_set *stale);

/* Whether an instruction reads a register only as a base, to which its immediate is added. */
bool immediates_takes_offset(const struct code_insn *insn, uint8_t reg);

/* Adds a number to the immediate, and if there is a place the address that this one's immediate is.
 */
void immediates_add(struct code_insn *insn, uint32_t number, const struct code_insn *place);

#endif

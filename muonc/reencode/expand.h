/* Zicond's czero.eqz and czero.nez, which clang's selects become, have no Muon counterpart. They
 * turn into a mask and an `and`, with the mask in t38 (x127), which no RV32 instruction can name:
 *
 *   czero.eqz rd, rs1, rs2 → sltu  t38, zero, rs2; sub t38, zero, t38; and rd, rs1, t38
 *   czero.nez rd, rs1, rs2 → sltiu t38, rs2, 1;    sub t38, zero, t38; and rd, rs1, t38
 *
 * If the condition is known to be 0 or 1, the result of a comparison say, one instruction makes the
 * mask: sub t38, zero, rs2; addi t38, rs2, -1.
 *
 * A select is a pair of them on one condition: the second takes over the first's mask, inverted if
 * need be, when only arithmetic lies between. */
#ifndef MUONC_REENCODE_EXPAND_H
#define MUONC_REENCODE_EXPAND_H

#include "muonc/program/image.h"

/* Returns how many. */
unsigned expand(struct image *image);

#endif

/* Drops what Muon's 32-bit immediates make redundant:
 *
 *   lui rd, hi; addi rd, rd, lo      → addi rd, zero, value
 *   lui rd, hi; lw rd, lo(rd)        → lw rd, value(zero)      (any load over its own base)
 *   auipc rd, hi; addi rd, rd, lo    → auipc rd, offset
 *   auipc rd, hi; lw rd, lo(rd)      → lw rd, address(zero)
 *   auipc rt, hi; jalr rd, lo(rt)    → jal rd, offset          (a call or tail call)
 *   slli rd, a, n; srli rd, rd, n    → andi rd, a, mask        (the lower 32 − n bits)
 *   bne a, b, +8; jal zero, far      → beq a, b, far           (as the assembler writes far beq)
 *
 * Both instructions must be adjacent, agree in registers and address, and nothing may jump to the
 * second. A call's rt is dead by the contract of its relocation. */
#ifndef MUONC_REENCODE_FUSE_H
#define MUONC_REENCODE_FUSE_H

#include "muonc/program/image.h"

/* How many of each first instruction. */
struct fuse_counts {
    unsigned lui, auipc, call, mask;
};

struct fuse_counts fuse(struct image *image);

#endif

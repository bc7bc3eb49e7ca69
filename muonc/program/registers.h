/* Sets of registers, and the parts that RISC-V's calling convention gives them. */
#ifndef MUONC_PROGRAM_REGISTERS_H
#define MUONC_PROGRAM_REGISTERS_H

#include "isa/rv32.h"

typedef unsigned __int128 register_set;

enum {
    REGISTER_HIGH = RV32_REGISTERS,        /* from here on LLVM does not know them */
    REGISTER_SCRATCH = MUON_REGISTERS - 1, /* t38, see expand.h */
};

#define REGISTER_BIT(number) ((register_set)1 << (number))

#define REGISTERS_LOW UINT32_C(0xffffffff)
#define REGISTERS_ARGUMENTS UINT32_C(0x0003fc00) /* a0–a7 */
#define REGISTERS_RESULTS UINT32_C(0x00000c00)   /* a0, a1 */
#define REGISTERS_SAVED UINT32_C(0x0ffc0300)     /* s0–s11: a function leaves them as they were */
#define REGISTERS_FIXED UINT32_C(0x0000001c)     /* sp, gp, tp */
#define REGISTERS_CLOBBERED UINT32_C(0xf003fce2) /* ra, t0–t6, a0–a7: a call may change them */

static inline bool register_set_has(register_set set, unsigned number) {
    return set >> number & 1;
}

static inline register_set register_set_sources(const struct muon_insn *insn) {
    uint8_t sources[4];
    register_set set = 0;
    for (int i = muon_sources(insn, sources); i-- > 0;)
        set |= REGISTER_BIT(sources[i]);
    return set;
}

static inline register_set register_set_result(const struct muon_insn *insn) {
    return muon_writes_rd(insn) ? REGISTER_BIT(insn->rd) : 0;
}

#endif

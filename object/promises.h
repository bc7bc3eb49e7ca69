/* What muonc's compiler tells its linker, and both tell musim, about the lanes of a warp.
 *
 * .neutrino.promises, in objects only: which functions the compiler made, so that the linker proves
 * each branch of them (docs/uniformity.md), and what it took from the author's word instead. A
 * sequence of records of PROMISE_BYTES bytes: kind, address, detail; each a word, little-endian.
 *
 * .neutrino.uniform, also in programs: the places where __uniform asserts that a register is the
 * same in all active lanes. A sequence of records of UNIFORM_POINT_BYTES bytes: the address of the
 * instruction before which the register has the value, and a word that is the RV32 instruction
 * "addi zero, register, bytes": so the assembler writes the number of a register that it knows only
 * by its name. bytes: how many of the register's low bytes are the value, 1, 2 or 4.
 *
 * Neither is loaded. Records of functions that were not linked have address 0. */
#ifndef OBJECT_PROMISES_H
#define OBJECT_PROMISES_H

#define PROMISES_SECTION ".neutrino.promises"
#define UNIFORM_SECTION ".neutrino.uniform"

enum { PROMISE_BYTES = 12, UNIFORM_POINT_BYTES = 8 };

enum promise_kind {
    PROMISE_COMPILED = 1,    /* the function at the address was made by the compiler */
    PROMISE_SINGLE_LANE = 2, /* the same, and a single lane is active whenever it runs */
    PROMISE_ASSEMBLY = 3,    /* inline assembly from the address to the address that is detail */
};

/* The register and the number of bytes of a record of .neutrino.uniform. */
static inline unsigned uniform_point_register(unsigned word) {
    return word >> 15 & 31;
}
static inline unsigned uniform_point_bytes(unsigned word) {
    return word >> 20;
}

#endif

/* What muonc's compiler tells its linker, and both tell musim, about the lanes of a warp and the
 * warps of a work-group.
 *
 * .neutrino.promises, in objects only: which functions the compiler made, so that the linker proves
 * each branch of them (docs/uniformity.md), and what it took from the author's word instead. A
 * sequence of records of PROMISE_BYTES bytes: kind, address, detail; each a word, little-endian.
 *
 * .neutrino.uniform, also in programs: the places where __uniform asserts that a register is the
 * same in all active lanes. A sequence of records of UNIFORM_BYTES bytes, of words at these
 * offsets:
 *
 *   UNIFORM_ADDRESS  of the instruction before which the register has the value
 *   UNIFORM_WHAT     register | bytes << 8: how many of its low bytes are the value, 1, 2 or 4
 *   UNIFORM_FILE     the source file's name, an offset in .neutrino.uniform.files, where it ends
 *                    with a zero
 *   UNIFORM_LINE, UNIFORM_COLUMN   where __uniform stands in it; 0 if that is not known
 *
 * In objects the instruction is a marker, "addi zero, register, bytes", which the linker takes out,
 * and UNIFORM_WHAT is 0: only the assembler knows the register's number, and only the linker knows
 * which register has the value in the end.
 *
 * .neutrino.barriers, also in programs: which vx_bar belong to a work-group (neutrino/kernel.h),
 * for musim to see that all of the group meet at the same one. A sequence of records of
 * BARRIER_BYTES bytes: its address, enum barrier_kind, and file, line and column as above.
 *
 * None of this is loaded. Records of functions that were not linked have address 0. */
#ifndef OBJECT_PROMISES_H
#define OBJECT_PROMISES_H

#define PROMISES_SECTION ".neutrino.promises"
#define UNIFORM_SECTION ".neutrino.uniform"
#define UNIFORM_FILES_SECTION ".neutrino.uniform.files"
#define BARRIERS_SECTION ".neutrino.barriers"

enum { PROMISE_BYTES = 12 };

enum promise_kind {
    PROMISE_COMPILED = 1,    /* the function at the address was made by the compiler */
    PROMISE_SINGLE_LANE = 2, /* the same, and a single lane is active whenever it runs */
    PROMISE_ASSEMBLY = 3,    /* inline assembly from the address to the address that is detail */
};

enum {
    UNIFORM_ADDRESS = 0,
    UNIFORM_WHAT = 4,
    UNIFORM_FILE = 8,
    UNIFORM_LINE = 12,
    UNIFORM_COLUMN = 16,
    UNIFORM_BYTES = 20,
};

/* As neutrino/kernel.h has them. */
enum barrier_kind {
    BARRIER_OF_GROUP = 1,
    BARRIER_AT_END = 2, /* the launcher's, where the group has ended */
};

enum {
    BARRIER_ADDRESS = 0,
    BARRIER_KIND = 4,
    BARRIER_FILE = 8,
    BARRIER_LINE = 12,
    BARRIER_COLUMN = 16,
    BARRIER_BYTES = 20,
};

static inline unsigned uniform_what(unsigned reg, unsigned bytes) {
    return reg | bytes << 8;
}
static inline unsigned uniform_register(unsigned what) {
    return what & 0xff;
}
static inline unsigned uniform_value_bytes(unsigned what) {
    return what >> 8;
}

#endif

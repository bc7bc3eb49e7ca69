/* Which instruction wrote what a register holds, where there is only one that can have. */
#ifndef MUONC_PROGRAM_DEFINITIONS_H
#define MUONC_PROGRAM_DEFINITIONS_H

#include "muonc/program/liveness.h"

/* DEFINITION_NONE: several, or a call. DEFINITION_ENTRY: the function's caller. Else an
 * instruction's number + DEFINITION_FIRST. */
enum { DEFINITION_NONE, DEFINITION_ENTRY, DEFINITION_FIRST };

/* Of each register before an instruction. */
struct definitions {
    uint16_t of[MUON_REGISTERS];
};

/* own: the registers from x32 on that are the function's, which calls leave as they are. For each
 * instruction, NULL if the function has too many of them; the caller frees them. reached:
 * as dataflow_solve's.
 *
 * If an instruction d reads a register, and has written what another one holds at a place p, then
 * the first register has at p the value that d read if it has the same definition e there and at d:
 * a way from e to p without d could be taken before d was ever reached. */
struct definitions *definitions_find(const struct liveness_callees *callees,
                                     const struct function *function, register_set own,
                                     bool *reached);

#endif

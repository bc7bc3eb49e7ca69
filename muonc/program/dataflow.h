/* What holds before each instruction of a function, whatever way control came there. */
#ifndef MUONC_PROGRAM_DATAFLOW_H
#define MUONC_PROGRAM_DATAFLOW_H

#include "muonc/program/function.h"

struct dataflow {
    const struct image *image;
    const struct function *function;
    size_t state_bytes;
    const void *entry; /* the state before the first instruction */
    /* Turns the state before an instruction into the one behind it. */
    void (*transfer)(void *context, size_t insn, void *state);
    /* Makes *into what holds on both ways. The states of one place must come to an end. */
    void (*meet)(void *into, const void *from);
    void *context;
};

/* The states, one behind the other; the caller frees them. reached, one for each instruction: those
 * that control does not come to have no state. */
void *dataflow_solve(const struct dataflow *dataflow, bool *reached);

#endif

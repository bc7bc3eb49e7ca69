/* Looking at a warp before it executes an instruction: what breakpoints and --check are made of.
 * Decoding asks each looker which instructions it wants and marks those (UOP_LOOK); before a marked
 * one the interpreter asks again, now with the warp's pc and tmask. Others cost nothing. */
#ifndef MUSIM_SIMT_LOOK_H
#define MUSIM_SIMT_LOOK_H

#include "isa/isa.h"

#include <stdbool.h>

struct warp;
struct uop;

enum look {
    LOOK_GO_ON, /* execute it */
    LOOK_STOP,  /* not now: the slice ends before it, and begins with it without another look */
    LOOK_FAULT, /* never: a fault has been reported */
};

struct looker {
    /* op MUON_ILLEGAL if there is no instruction. */
    bool (*wants)(const void *context, const struct muon_insn *insn, uint32_t pc);
    enum look (*look)(const void *context, struct warp *warp, const struct uop *uop);
    const void *context; /* of both */
    const struct looker *next;
};

#endif

/* Where in its frame a function's instructions reach, by following the stack pointer and what is
 * computed from it. */
#ifndef MUONC_SPILL_STACK_H
#define MUONC_SPILL_STACK_H

#include "muonc/program/function.h"

struct stack_access {
    bool known;     /* a load or store of global memory whose place in the frame is known */
    int32_t offset; /* from the stack pointer at entry */
    unsigned bytes;
};

struct stack {
    /* For each instruction; the caller frees them. NULL if the stack pointer is not known at some
     * point: the frame's size varies or it is aligned at run time, or the code is not a
     * compiler's. */
    struct stack_access *accesses;
    int32_t lowest; /* the stack pointer in the body, from the one at entry */
    bool has_frame_pointer;
    int32_t frame_pointer; /* s0 then */
};

struct stack stack_follow(const struct image *image, const struct function *function);

#endif

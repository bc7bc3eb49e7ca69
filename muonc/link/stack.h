/* Where in its frame a function's instructions reach, by following the stack pointer and what is
 * computed from it. */
#ifndef MUONC_LINK_STACK_H
#define MUONC_LINK_STACK_H

#include "muonc/link/function.h"

struct stack_access {
    bool known;     /* a load or store of global memory whose place in the frame is known */
    bool reached;   /* control comes to the instruction */
    int32_t offset; /* from the stack pointer at entry */
    unsigned bytes;
};

/* For each instruction; the caller frees them. NULL if the stack pointer is not known at some
 * point: the frame's size varies, is aligned at run time, or the code is not a compiler's. */
struct stack_access *stack_accesses(const struct image *image, const struct function *function);

#endif

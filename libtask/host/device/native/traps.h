/* What traps in a kernel on the CPU ends its launch, not the process. */
#ifndef LIBTASK_HOST_DEVICE_NATIVE_TRAPS_H
#define LIBTASK_HOST_DEVICE_NATIVE_TRAPS_H

#include "libtask/host/device/native/unwind.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRAP_STACK_BYTES = 64 * 1024 };

struct trap {
    sigjmp_buf *back;    /* where to go on */
    uintptr_t stack_end; /* of what kernels have on the stack */
    int signal;          /* 0: none yet */
    uintptr_t accessed;
    struct unwind_state state;
};

/* Once a process; what is no kernel's goes to who had the signals before. */
void traps_catch(void);

/* From here to traps_end this thread's traps go to *trap, with a stack of its own for them. Threads
 * may nest them. */
struct trap_scope {
    struct trap *before;
    bool has_stack;
};
struct trap_scope traps_begin(struct trap *trap, void *stack);
void traps_end(const struct trap_scope *scope);

/* In words: "an access to 0x8 at file.c:12"; and by which work-item, where that is known. */
struct trap_text {
    char what[500];
    bool has_item;
    uint32_t local_id[3];
};
void trap_describe(struct trap *trap, struct trap_text *text);

#endif

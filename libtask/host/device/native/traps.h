/* What traps in a kernel on the CPU ends its launch, not the process. */
#ifndef LIBTASK_HOST_DEVICE_NATIVE_TRAPS_H
#define LIBTASK_HOST_DEVICE_NATIVE_TRAPS_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRAP_STACK_BYTES = 64 * 1024 };

struct trap {
    sigjmp_buf *back;          /* where to go on */
    int signal;                /* 0: none yet */
    uintptr_t place, accessed; /* of the instruction; of what it accesses */
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

/* In words: "an access to 0x8 at file.c:12". */
void trap_describe(const struct trap *trap, char *text, size_t bytes);

#endif

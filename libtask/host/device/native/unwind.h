/* Where in the source a thread is that was stopped in a kernel, and in which work-item, by what
 * debugging information says. */
#ifndef LIBTASK_HOST_DEVICE_NATIVE_UNWIND_H
#define LIBTASK_HOST_DEVICE_NATIVE_UNWIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNWIND_REGISTERS = 33 };

/* What the thread had then: its registers by DWARF's numbers, and a copy of its stack. */
struct unwind_state {
    uintptr_t registers[UNWIND_REGISTERS], place;
    uintptr_t stack_begin, stack_end; /* addresses then */
    const char *stack;
    uintptr_t library; /* anywhere in the kernel's library */
};

struct unwind_result {
    char file[300]; /* "": not known */
    int line;
    bool has_item;
    uint32_t local_id[3]; /* of the work-item */
};

void unwind(const struct unwind_state *state, struct unwind_result *result);

#endif

/* What an allocator of shared memory tells musim --check=memory, for kernels and for tasks: which
 * blocks are in use. Then loads of what has not been stored to a block since it was allocated, and
 * accesses to a block that has been freed, are reported with their places.
 *
 * Each call is a store or two to registers of the device "check" (docs/devices.md), which do
 * nothing otherwise. With NEUTRINO_NO_CHECK, for hardware that does not have them, calls are
 * nothing at all. Any lane may tell, and several lanes or warps the same. */
#ifndef NEUTRINO_CHECK_H
#define NEUTRINO_CHECK_H

#include "neutrino/platform.h"

#include <stdint.h>

#ifdef NEUTRINO_NO_CHECK
#define NEUTRINO_CHECK_STORE_(reg, value) ((void)(value))
#else
#define NEUTRINO_CHECK_STORE_(reg, value)                                                          \
    (*(volatile uint32_t *)(uintptr_t)(NEUTRINO_CHECK_BASE + NEUTRINO_CHECK_##reg) = (value))
#endif

/* Around what an allocator does: it may keep what it needs in free blocks. */
static inline void neutrino_check_inside(int on) {
    NEUTRINO_CHECK_STORE_(INSIDE, (uint32_t)on);
}

/* A block of shared memory is in use from now on. On the SIMT side address is a pointer to __shared
 * as a number, on the Neutrino's one into the window or an offset in shared memory. */
static inline void neutrino_check_allocated(uintptr_t address, uint32_t bytes) {
    NEUTRINO_CHECK_STORE_(BYTES, bytes);
    NEUTRINO_CHECK_STORE_(ALLOCATED, (uint32_t)address);
}

/* The same for a block that has owners one after the other, of whom several warps tell, in any
 * order: it is empty again when the first of them tells of another owner, a number other than 0. */
static inline void neutrino_check_owned(uintptr_t address, uint32_t bytes, uint32_t owner) {
    NEUTRINO_CHECK_STORE_(BYTES, bytes);
    NEUTRINO_CHECK_STORE_(OWNER, owner);
    NEUTRINO_CHECK_STORE_(ALLOCATED, (uint32_t)address);
}

/* The block that starts there is free again. */
static inline void neutrino_check_freed(uintptr_t address) {
    NEUTRINO_CHECK_STORE_(FREED, (uint32_t)address);
}

#endif

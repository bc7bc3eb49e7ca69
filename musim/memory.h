/* Global memory: 4 GiB of sparse zero RAM as one reservation of host address space, so that an
 * access of a lane is base + address, with a guard on both sides for vector accesses that reach
 * past the lanes that count. Parts of the address space are something else than RAM; who accesses
 * them by base + address has checked first, with memory_region. */
#ifndef MUSIM_MEMORY_H
#define MUSIM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum memory_kind {
    MEMORY_UNMAPPED,
    MEMORY_RAM,
    MEMORY_PRIVATE, /* the cluster's own Neutrino memory */
    MEMORY_DEVICE,  /* registers (device/device.h) */
};

struct memory_region {
    enum memory_kind kind;
    uint64_t start, end; /* end exclusive, up to 2^32 */
};

/* [MEMORY_PLAIN_START, MEMORY_PLAIN_END) is RAM throughout: what the fast path tests for. */
enum { MEMORY_PLAIN_START = 0x1000 };
#define MEMORY_PLAIN_END 0xe0000000u

struct memory_region memory_region(uint32_t address);

/* Zeroed memory that takes host RAM only where it is touched. NULL if the host refuses. guard is
 * added on both sides and not part of bytes. */
void *memory_reserve(size_t bytes, size_t guard);
void memory_release(void *memory, size_t bytes, size_t guard);
/* Zeroes a part of such memory; large parts give their host RAM back. */
void memory_clear(void *memory, size_t bytes);

enum { MEMORY_GUARD = 4096 };

#endif

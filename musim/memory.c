#include "musim/memory.h"

#include "neutrino/platform.h"

#include <sys/mman.h>

/* Each region reaches to the next one's start. */
static const struct {
    uint64_t start;
    enum memory_kind kind;
} regions[] = {
    {0, MEMORY_UNMAPPED},
    {MEMORY_PLAIN_START, MEMORY_RAM},
    {NEUTRINO_PRIVATE_BASE, MEMORY_PRIVATE},
    {NEUTRINO_PRIVATE_BASE + NEUTRINO_PRIVATE_BYTES, MEMORY_RAM},
    {NEUTRINO_CONSOLE, MEMORY_CONSOLE},
    {NEUTRINO_CONSOLE + MEMORY_CONSOLE_BYTES, MEMORY_UNMAPPED},
    {NEUTRINO_CONSOLE + 0x1000, MEMORY_RAM},
    {NEUTRINO_CONTROL_BASE, MEMORY_CONTROL},
    {NEUTRINO_CONTROL_BASE + MEMORY_CONTROL_BYTES, MEMORY_UNMAPPED},
    {NEUTRINO_CONTROL_BASE + 0x1000, MEMORY_RAM},
    {UINT64_C(1) << 32, MEMORY_UNMAPPED},
};

struct memory_region memory_region(uint32_t address) {
    unsigned i = 0;
    while (regions[i + 1].start <= address)
        i++;
    return (struct memory_region){regions[i].kind, regions[i].start, regions[i + 1].start};
}

void *memory_reserve(size_t bytes, size_t guard) {
    uint8_t *block = mmap(NULL, bytes + 2 * guard, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return block == MAP_FAILED ? NULL : block + guard;
}

void memory_release(void *memory, size_t bytes, size_t guard) {
    if (memory)
        munmap((uint8_t *)memory - guard, bytes + 2 * guard);
}

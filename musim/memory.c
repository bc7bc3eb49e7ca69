#include "musim/memory.h"

#include "neutrino/platform.h"

#include <string.h>
#include <sys/mman.h>

enum { PAGE_BYTES = 0x1000, CLEAR_BY_PAGES = 16 * PAGE_BYTES };

/* Each region reaches to the next one's start. What a device does not use of its page is nothing. */
static const struct {
    uint64_t start;
    enum memory_kind kind;
} regions[] = {
    {0, MEMORY_UNMAPPED},
    {MEMORY_PLAIN_START, MEMORY_RAM},
    {NEUTRINO_PRIVATE_BASE, MEMORY_PRIVATE},
    {NEUTRINO_PRIVATE_BASE + NEUTRINO_PRIVATE_BYTES, MEMORY_RAM},
#define SIMT_DEVICE(id, NAME, base, bytes, text)                                                   \
    {base, MEMORY_DEVICE}, {(base) + (bytes), MEMORY_UNMAPPED}, {(base) + PAGE_BYTES, MEMORY_RAM},
#include "neutrino/devices.def"
    {UINT64_C(1) << 32, MEMORY_UNMAPPED},
};

struct memory_region memory_region(uint32_t address) {
    unsigned i = 0;
    while (regions[i + 1].start <= address)
        i++;
    return (struct memory_region){regions[i].kind, regions[i].start, regions[i + 1].start};
}

void memory_clear(void *memory, size_t bytes) {
    uint8_t *start = memory, *end = start + bytes;
    uint8_t *first = (uint8_t *)(((uintptr_t)start + PAGE_BYTES - 1) & -(uintptr_t)PAGE_BYTES);
    uint8_t *last = (uint8_t *)((uintptr_t)end & -(uintptr_t)PAGE_BYTES);
    if (bytes < CLEAR_BY_PAGES || madvise(first, (size_t)(last - first), MADV_DONTNEED)) {
        memset(start, 0, bytes);
        return;
    }
    memset(start, 0, (size_t)(first - start));
    memset(last, 0, (size_t)(end - last));
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

/* Which accesses order what others do: a load with a fence right behind it acquires, a store with a
 * fence right in front of it releases, and an atomic operation of the Neutrino does both. That is
 * what compilers make of atomic accesses with memory orders; what is plain in the source is plain
 * here, volatile or not. A fence by itself orders nobody's accesses but one's own, which are in
 * order anyway. */
#ifndef MUSIM_CHECK_FENCES_H
#define MUSIM_CHECK_FENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was found out about instructions, by address. */
struct fences {
    struct fences_page **pages;
    uint32_t *known; /* numbers of the pages there are */
    size_t known_count;
};

void fences_forget(struct fences *fences);
/* Whether the access of a warp's instruction is such; global: host address of global address 0. */
bool fences_order(struct fences *fences, const uint8_t *global, uint32_t pc);
/* The Neutrino's, whose code is memory of so many bytes from address start on. */
struct fences_code {
    const uint8_t *memory;
    uint64_t start, bytes;
};
bool fences_order_neutrino(struct fences *fences, const struct fences_code *code, uint32_t pc);

#endif

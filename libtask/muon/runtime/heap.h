/* Where smem_malloc's memory begins: behind the program's variables, and in a launch of work-items
 * behind the group memory of all slots. */
#ifndef LIBTASK_MUON_RUNTIME_HEAP_H
#define LIBTASK_MUON_RUNTIME_HEAP_H

#include <neutrino/muon.h>

struct neutrino_heap {
    uint32_t begin; /* 0: the launcher has had no need of it */
    uint32_t begun; /* there are blocks: it stays where it is */
};
__attribute__((weak, selectany)) __shared_zeroed volatile struct neutrino_heap neutrino_heap;

extern __shared char __neutrino_shared_end[];

static inline uint32_t heap_variables_end(void) {
    return ((uint32_t)__neutrino_shared_end + 15) & ~15u;
}

#endif

/* From main, which one lane of each core runs, to every lane of every warp. */
#ifndef BARE_SCHEDULE_H
#define BARE_SCHEDULE_H

#include "intrinsics.h"

#define ARGUMENTS 0x7fff0000 /* where the section .args is loaded */

namespace gpu {

/* Where a lane is in the grid. */
struct thread {
    uint32_t block, index, threads;
};

using kernel = void (*)(const thread &self, void *arguments);

constexpr uint32_t all_lanes = 0xffffffff, max_cores = 8;

/* Volatile, it may differ between lanes for all that the compiler knows, the function included. */
#ifdef VOLATILE_LAUNCH
volatile
#endif
inline struct {
    kernel function;
    void *arguments;
    uint32_t blocks;
} launch[max_cores];

/* A block is what the warps of a core do together; cores take blocks in turn. A function of its
 * own: lanes that were not active before have nothing in their registers but the stack pointer. */
__attribute__((noinline)) inline void run_blocks() {
    auto &mine = launch[core_id()];
    thread self;
    self.index = warp_id() * num_threads() + thread_id();
    self.threads = num_warps() * num_threads();
    for (uint32_t block = core_id(); block < mine.blocks; block += num_cores()) {
        self.block = block;
        mine.function(self, mine.arguments);
    }
    barrier(core_id(), num_warps());
}

inline void spawned() {
    tmc(all_lanes);
    run_blocks();
    tmc(0);
}

inline void schedule(kernel function, void *arguments, uint32_t blocks) {
    auto &mine = launch[core_id()];
    mine.function = function;
    mine.arguments = arguments;
    mine.blocks = blocks;
    fence();
    while (active_warps() != 1) {
        /* Warps that are about to end could not be spawned. */
    }
    wspawn(num_warps(), spawned);
    tmc(all_lanes);
    run_blocks();
    tmc(1);
}

} // namespace gpu

#endif

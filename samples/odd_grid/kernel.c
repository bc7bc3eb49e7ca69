/* Heat that spreads in a grid of one to three dimensions, by a kernel for work-items: one for each
 * cell. In each round a cell becomes a mean of itself, which counts twice, and its six neighbours;
 * a neighbour beyond the end of the grid, or in a dimension that there is not, is the cell itself.
 *
 * Groups cannot wait for each other. So each does all the rounds for its own block of cells, with
 * those around the block as they were in the beginning: a block relaxation, of which a solver would
 * take many, one launch after another. The neighbours of a block are in group memory, where a round
 * reads one copy of the block and writes the other.
 *
 * Groups have any size, and those at the end of a dimension are what is left there: nothing here is
 * for a size in particular, and a group's last warp may be partly empty. */
#include <neutrino/kernel.h>

#include "grid.h"

/* Found by name by the host, which fills `before`. */
uint16_t before[MOST_CELLS], after[MOST_CELLS];
uint32_t changes[MOST_CELLS]; /* of each group */

enum { MOST_ITEMS = MUON_CLUSTER_WARPS * __MUON_LANES__ }; /* in a group */

__local uint16_t block[2][MOST_ITEMS], change[MOST_ITEMS];

/* All work-items of a group come here, also those that have nothing to do. */
static void meet(void) {
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
}

/* The sum of the cell's two neighbours in a dimension. They are so many cells away from it in the
 * block and in the grid. */
static uint32_t beside(uint32_t d, const __shared uint16_t *cell, int32_t in_block,
                       const uint16_t *old, int32_t in_grid) {
    uint32_t local = tk_local_id(d), global = tk_global_id(d) - tk_global_offset(d);
    uint32_t less = local > 0 ? cell[-in_block] : global > 0 ? old[-in_grid] : *cell;
    uint32_t more = local + 1 < tk_local_size(d)     ? cell[in_block]
                    : global + 1 < tk_global_size(d) ? old[in_grid]
                                                     : *cell;
    return less + more;
}

static uint32_t relaxed(const __shared uint16_t *cell, const uint16_t *old) {
    uint32_t sum = 2 * *cell;
    int32_t in_block = 1, in_grid = 1;
    for (uint32_t d = 0; d < 3; d++) {
        sum += beside(d, cell, in_block, old, in_grid);
        in_block *= tk_local_size(d);
        in_grid *= tk_global_size(d);
    }
    return (sum + 4) / 8;
}

/* The largest of the group's changes, by halves, of which the upper is the smaller one if the size
 * is odd. */
static uint32_t largest_change(void) {
    uint32_t id = tk_local_linear_id(), half;
    meet();
    for (uint32_t size = tk_local_size(0) * tk_local_size(1) * tk_local_size(2); size > 1;
         size = half) {
        half = (size + 1) / 2;
        if (id + half < size && change[id] < change[id + half])
            change[id] = change[id + half];
        meet();
    }
    return change[0];
}

__kernel void relax(const uint16_t *from, uint16_t *to, uint32_t *largest, uint32_t rounds) {
    uint32_t id = tk_local_linear_id(), cell = tk_global_linear_id();
    uint32_t old = from[cell];
    block[0][id] = old;
    meet();
    for (uint32_t i = 0; i < rounds; i++) {
        block[(i + 1) % 2][id] = relaxed(&block[i % 2][id], &from[cell]);
        meet();
    }
    uint32_t new = block[rounds % 2][id];
    to[cell] = new;
    change[id] = new > old ? new - old : old - new;
    uint32_t most = largest_change();
    if (id == 0)
        largest[tk_group_linear_id()] = most;
}

/* struct neutrino_items of a program that is no grid of work-items: all lanes of a cluster are one
 * group. There is one for each cluster, or, in a function that is launched by name, one for each
 * block. */
#include "heap.h"
#include "items.h"

_Static_assert(sizeof(struct neutrino_items) <= NEUTRINO_ITEMS_BYTES &&
                   __builtin_offsetof(struct neutrino_items, local_id) ==
                       NEUTRINO_ITEMS_UNIFORM_BYTES,
               "platform.h has the sizes for assembly");

void neutrino_items_begin(struct neutrino_items *items);

static void set_groups(struct neutrino_items *items) {
    uint32_t function = *(const uint32_t *)NEUTRINO_LAUNCH_KERNEL;
    const uint32_t *grid = (const uint32_t *)NEUTRINO_ARGS_BASE;
    uint32_t id[3] = {muon_cluster_id()}, groups[3] = {items_clusters(), 1, 1};
    if (function) {
        id[0] = muon_block_x(), id[1] = muon_block_y(), id[2] = muon_block_z();
        for (int d = 0; d < 3; d++)
            groups[d] = grid[d];
    }
    items->dimensions = function ? 3 : 1;
    for (int d = 0; d < 3; d++) {
        items->group_id[d] = id[d];
        items->groups[d] = groups[d];
    }
}

/* crt0.S calls it, if muonc has found somebody who asks. */
void neutrino_items_begin(struct neutrino_items *items) {
    uint32_t warps = items_warps(), lanes = muon_num_lanes(), warp = items_warp();
    set_groups(items);
    items->barrier = ITEMS_LAST_BARRIER;
    items->barrier_warps = warps;
    items->local_offset = 0;
    items->local_arguments = heap_variables_end();
    items->exchange = 0;
    items->sub_group = warp;
    items->sub_groups = warps;
    items->sub_group_size = lanes;
    for (int d = 0; d < 3; d++) {
        uint32_t size = d ? 1 : warps * lanes, id = d ? 0 : warp * lanes + items_lane();
        items->local_size[d] = items->enqueued_local_size[d] = size;
        items->global_size[d] = items->groups[d] * size;
        items->global_offset[d] = 0;
        items->local_id[d] = id;
        items->global_id[d] = items->group_id[d] * size + id;
    }
    items->local_linear_id = items->local_id[0];
}

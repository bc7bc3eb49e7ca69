/* A grid of work-items as its launcher takes it apart: items_launch.c, and items_split.c for groups
 * that a cluster has not enough lanes for. */
#ifndef LIBTASK_MUON_RUNTIME_ITEMS_GRID_H
#define LIBTASK_MUON_RUNTIME_ITEMS_GRID_H

#include "items.h"

#include <neutrino/console.h>
#include <stdlib.h>

struct vector {
    uint32_t x, y, z;
};

/* The first work-item's global id is `first`. */
struct group {
    struct vector id, size, first;
};

struct slots {
    uint32_t warps; /* of each slot */
    uint32_t count;
    uint32_t mine, sub_group; /* this warp's, and its number in it */
    uint32_t barrier;         /* of a group */
    uint32_t handover;        /* of all warps of the slot, between two groups */
};

/* The first lane of the cluster speaks. */
#define STOP(...)                                                                                  \
    do {                                                                                           \
        if (items_warp() == 0) {                                                                   \
            if (items_lane() == 0)                                                                 \
                printf("neutrino_launch_items: " __VA_ARGS__);                                     \
            abort();                                                                               \
        }                                                                                          \
        muon_exit(0);                                                                              \
    } while (0)

static inline uint32_t items_smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static inline uint32_t items_round_up(uint32_t value, uint32_t to) {
    return (value + to - 1) & -to;
}

/* ---- one group ---- */

static inline void items_set_vector(uint32_t to[3], struct vector value) {
    to[0] = value.x;
    to[1] = value.y;
    to[2] = value.z;
}

/* What depends on the size of a group. */
static inline void items_set_size(struct neutrino_items *items, const struct slots *slots,
                                  struct vector size) {
    uint32_t lanes = muon_num_lanes(), volume = size.x * size.y * size.z;
    uint32_t first = slots->sub_group * lanes, id = first + items_lane();
    items->barrier_warps = items->sub_groups = (volume + lanes - 1) / lanes;
    items->sub_group_size = first < volume ? items_smaller(volume - first, lanes) : 0;
    items_set_vector(items->local_size, size);
    items_set_vector(items->local_id,
                     (struct vector){id % size.x, id / size.x % size.y, id / (size.x * size.y)});
    items->local_linear_id = id;
}

static inline void items_set_group(struct neutrino_items *items, const struct group *group) {
    items_set_vector(items->group_id, group->id);
    items->global_id[0] = group->first.x + items->local_id[0];
    items->global_id[1] = group->first.y + items->local_id[1];
    items->global_id[2] = group->first.z + items->local_id[2];
}

/* A group that has more work-items than the cluster has lanes, by all of its warps. */
void items_run_split(struct neutrino_items *items, const struct group *group,
                     void (*work)(const void *), const struct neutrino_split *split);

#endif

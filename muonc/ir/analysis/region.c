#include "muonc/ir/analysis/region.h"

#include "muonc/ir/analysis/dominance.h"
#include "support/alloc.h"

#include <stdlib.h>

struct control_search {
    struct control_flow *flow;
    size_t *stack;
    size_t *seen, way; /* by block: the last way that came there, of all that were counted */
    bool *listed;      /* by block: it is in the region's list */
    bool forward;      /* every edge of the region leads to a block of a larger number */
    /* By block: up to which post-dominator all blocks after it, and itself, are known to have more
     * than one way, or only to have no edge that leads back. NOWHERE: none is. */
    size_t *joined, *straight;
    bool *met; /* by block: it was found to have more than one way */
    /* By block: up to which post-dominator the cycle that it is in has been found, and all blocks
     * after it where ways can meet are met. NOWHERE: none. */
    size_t *cycled, *settled;
};

enum { NOWHERE = -1 };

void control_region_open(struct control_region *region, struct control_flow *flow) {
    size_t count = flow->count;
    struct control_search *search = xcalloc(1, sizeof *search);
    *search = (struct control_search){
        .flow = flow,
        .stack = xcalloc(count, sizeof *search->stack),
        .seen = xcalloc(count, sizeof *search->seen),
        .listed = xcalloc(count, sizeof *search->listed),
        .joined = xcalloc(count, sizeof *search->joined),
        .straight = xcalloc(count, sizeof *search->straight),
        .met = xcalloc(count, sizeof *search->met),
        .cycled = xcalloc(count, sizeof *search->cycled),
        .settled = xcalloc(count, sizeof *search->settled),
    };
    for (size_t block = 0; block < count; block++)
        search->joined[block] = search->straight[block] = search->cycled[block] =
            search->settled[block] = (size_t)NOWHERE;
    *region = (struct control_region){
        .blocks = xcalloc(count, sizeof *region->blocks),
        .ways = xcalloc(count, sizeof *region->ways),
        .cycle = xcalloc(count, sizeof *region->cycle),
        .search = search,
    };
}

void control_region_close(struct control_region *region) {
    struct control_search *search = region->search;
    if (search) {
        free(search->stack);
        free(search->seen);
        free(search->listed);
        free(search->joined);
        free(search->straight);
        free(search->met);
        free(search->cycled);
        free(search->settled);
    }
    free(search);
    free(region->blocks);
    free(region->ways);
    free(region->cycle);
}

static void clear(struct control_region *region) {
    for (size_t i = 0; i < region->count; i++) {
        region->ways[region->blocks[i]] = 0;
        region->cycle[region->blocks[i]] = false;
        region->search->listed[region->blocks[i]] = false;
    }
    region->count = 0;
    region->has_cycle = false;
    region->search->forward = true;
}

/* ---- the ways ---- */

/* Of two post-dominators of one block, whether the first is nearer. */
static bool is_nearer(const struct control_flow *flow, size_t a, size_t b) {
    return flow->post_depths[a] > flow->post_depths[b];
}

static size_t push(struct control_region *region, size_t block, size_t depth) {
    struct control_search *search = region->search;
    if (search->seen[block] == search->way)
        return depth;
    search->seen[block] = search->way;
    search->stack[depth++] = block;
    region->ways[block]++;
    if (!search->listed[block])
        region->blocks[region->count++] = block;
    search->listed[block] = true;
    return depth;
}

/* Adds one to the ways of every block that a path from start leads to, which passes neither the
 * branch nor its post-dominator. Jumps over what is known. */
static void count_way(struct control_region *region, size_t branch, size_t start,
                      const size_t *known) {
    struct control_search *search = region->search;
    const struct control_flow *flow = search->flow;
    size_t end = flow->post_dominators[branch], depth = 0;
    search->way++;
    search->forward &= start > branch;
    if (start != end)
        depth = push(region, start, depth);
    while (depth) {
        size_t block = search->stack[--depth];
        size_t beyond = known ? known[block] : (size_t)NOWHERE;
        if (beyond != (size_t)NOWHERE) {
            if (is_nearer(flow, beyond, end))
                depth = push(region, beyond, depth);
            continue;
        }
        size_t successors = block == branch ? 0 : control_flow_successors(flow, block);
        for (size_t i = 0; i < successors; i++) {
            size_t next = control_flow_successor(flow, block, i);
            search->forward &= next > block;
            if (next != end)
                depth = push(region, next, depth);
        }
    }
}

static void count_ways(struct control_region *region, size_t branch, const size_t *known) {
    const struct control_flow *flow = region->search->flow;
    clear(region);
    for (size_t i = 0; i < control_flow_successors(flow, branch); i++)
        count_way(region, branch, control_flow_successor(flow, branch, i), known);
}

/* Blocks of the region from which a path in the region leads back to the branch. */
static void find_cycle(struct control_region *region, size_t branch) {
    const struct control_flow *flow = region->search->flow;
    size_t *stack = region->search->stack, depth = 0;
    if (!region->ways[branch])
        return;
    region->has_cycle = true;
    region->cycle[branch] = true;
    stack[depth++] = branch;
    while (depth) {
        size_t block = stack[--depth];
        for (size_t i = 0; i < control_flow_predecessors(flow, block); i++) {
            size_t before = control_flow_predecessor(flow, block, i);
            if (!region->ways[before] || region->cycle[before])
                continue;
            region->cycle[before] = true;
            stack[depth++] = before;
        }
    }
}

void control_region_find(struct control_region *region, size_t branch) {
    control_flow_post_dominator(region->search->flow, branch);
    count_ways(region, branch, NULL);
    find_cycle(region, branch);
}

/* ---- what is new of it ---- */

static void learn_met(struct control_region *region) {
    for (size_t i = 0; i < region->count; i++)
        region->search->met[region->blocks[i]] |= region->ways[region->blocks[i]] > 1;
}

static void learn(const struct control_flow *flow, size_t *known, size_t block, size_t end) {
    if (known[block] == (size_t)NOWHERE || is_nearer(flow, known[block], end))
        known[block] = end;
}

/* Where all edges lead forward, a region's block is followed by what the region has after it. */
static void learn_region(struct control_region *region, size_t end) {
    struct control_search *search = region->search;
    for (size_t i = 0; i < region->count; i++) {
        size_t block = region->blocks[i];
        learn(search->flow, search->straight, block, end);
        if (region->ways[block] > 1)
            learn(search->flow, search->joined, block, end);
    }
}

static bool is_all_met(const struct control_region *region) {
    const struct control_search *search = region->search;
    for (size_t i = 0; i < region->count; i++)
        if (!search->met[region->blocks[i]] &&
            control_flow_predecessors(search->flow, region->blocks[i]) > 1)
            return false;
    return true;
}

/* From each block of a cycle paths lead to the same blocks before the end: to the region of any
 * branch there. */
static void learn_cycle(struct control_region *region, size_t branch, size_t end) {
    struct control_search *search = region->search;
    bool settled = is_all_met(region);
    region->has_cycle &= search->cycled[branch] != end;
    for (size_t i = 0; i < region->count; i++) {
        size_t block = region->blocks[i];
        if (!region->cycle[block])
            continue;
        search->cycled[block] = end;
        if (settled)
            search->settled[block] = end;
    }
}

/* Whether all lanes but those that go to the end at once go one way. */
static bool has_one_way(const struct control_flow *flow, size_t branch, size_t end) {
    size_t ways = 0;
    for (size_t i = 0; i < control_flow_successors(flow, branch); i++)
        ways += control_flow_successor(flow, branch, i) != end;
    return ways < 2;
}

void control_region_find_new(struct control_region *region, size_t branch) {
    struct control_search *search = region->search;
    size_t end = control_flow_post_dominator(search->flow, branch);
    bool one_way = has_one_way(search->flow, branch, end);
    clear(region);
    if (search->settled[branch] == end)
        return;
    count_ways(region, branch, one_way ? search->straight : search->joined);
    if (!search->forward)
        control_region_find(region, branch);
    learn_met(region);
    if (search->forward)
        learn_region(region, end);
    else
        learn_cycle(region, branch, end);
}

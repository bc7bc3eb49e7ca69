/* The cycles of a flow graph. */
#include "muonc/link/flow.h"
#include "support/alloc.h"

#include <stdlib.h>

static void number_headers(struct flow *flow) {
    for (size_t e = 0; e < flow->edge_count; e++) {
        struct flow_block *block = &flow->blocks[flow->edges[e].to];
        if (flow_is_retreating(&flow->edges[e]) && block->cycle == FLOW_NO_CYCLE)
            block->cycle = (uint32_t)flow->cycle_count++;
    }
}

static void enter(struct flow *flow, uint32_t block, uint32_t cycle, uint32_t *waiting,
                  size_t *count) {
    uint64_t *word = &flow->cycles[block * flow->cycle_words + cycle / 64];
    uint64_t bit = UINT64_C(1) << cycle % 64;
    if (!(*word & bit))
        waiting[(*count)++] = block;
    *word |= bit;
}

/* Backwards from the retreating edges to the header. Of an irreducible cycle that leads on to what
 * lies before it. */
static void find_body(struct flow *flow, uint32_t header, uint32_t *waiting) {
    const struct flow_block *block = &flow->blocks[header];
    uint32_t cycle = block->cycle;
    size_t count = 0;
    enter(flow, header, cycle, waiting, &count);
    count = 0;
    for (uint32_t e = block->first; e < block->first + block->count; e++)
        if (flow_is_retreating(&flow->edges[e]))
            enter(flow, flow->edges[e].from, cycle, waiting, &count);
    while (count) {
        flow->blocks[header].irreducible |= waiting[count - 1] < header;
        block = &flow->blocks[waiting[--count]];
        for (uint32_t e = block->first; e < block->first + block->count; e++)
            enter(flow, flow->edges[e].from, cycle, waiting, &count);
    }
}

void flow_find_cycles(struct flow *flow) {
    for (size_t b = 0; b < flow->count; b++)
        flow->blocks[b].cycle = FLOW_NO_CYCLE;
    number_headers(flow);
    flow->cycle_words = (flow->cycle_count + 63) / 64;
    flow->cycles = xcalloc(flow->count * flow->cycle_words + 1, sizeof *flow->cycles);
    uint32_t *waiting = xcalloc(flow->count + 1, sizeof *waiting);
    for (uint32_t b = 0; b < flow->count; b++)
        if (flow->blocks[b].cycle != FLOW_NO_CYCLE)
            find_body(flow, b, waiting);
    free(waiting);
}

#include "muonc/proof/cycles.h"

#include "support/alloc.h"

#include <stdlib.h>

static void add_cycle(struct flow *flow, uint32_t header) {
    flow->blocks[header].cycle = (uint32_t)flow->cycle_count++;
    flow->cycles = xrealloc(flow->cycles, flow->cycle_count * sizeof *flow->cycles);
    flow->cycles[flow->cycle_count - 1] =
        (struct flow_cycle){.header = header, .parent = FLOW_NO_CYCLE};
}

static void find_headers(struct flow *flow) {
    for (uint32_t b = 0; b < flow->count; b++) {
        struct flow_block *block = &flow->blocks[b];
        bool header = false;
        for (uint32_t e = block->first; e < block->first + block->count; e++)
            header |= flow_is_retreating(&flow->edges[e]);
        block->cycle = block->loop = FLOW_NO_CYCLE;
        if (header)
            add_cycle(flow, b);
    }
}

static void enter(struct flow *flow, uint32_t block, uint32_t cycle, uint32_t *waiting,
                  size_t *count) {
    uint64_t *word = &flow->in_cycles[block * flow->cycle_words + cycle / 64];
    uint64_t bit = UINT64_C(1) << cycle % 64;
    if (!(*word & bit))
        waiting[(*count)++] = block;
    *word |= bit;
}

/* Backwards from the retreating edges to the header. Of an irreducible cycle that leads on to what
 * lies before it. */
static void find_body(struct flow *flow, uint32_t cycle, uint32_t *waiting) {
    uint32_t header = flow->cycles[cycle].header;
    const struct flow_block *block = &flow->blocks[header];
    size_t count = 0;
    uint32_t last = header;
    enter(flow, header, cycle, waiting, &count);
    count = 0;
    for (uint32_t e = block->first; e < block->first + block->count; e++)
        if (flow_is_retreating(&flow->edges[e]))
            enter(flow, flow->edges[e].from, cycle, waiting, &count);
    while (count) {
        uint32_t member = waiting[--count];
        last = member > last ? member : last;
        flow->cycles[cycle].irreducible |= member < header;
        block = &flow->blocks[member];
        for (uint32_t e = block->first; e < block->first + block->count; e++)
            enter(flow, flow->edges[e].from, cycle, waiting, &count);
    }
    flow->cycles[cycle].end = last + 1;
}

/* Outer loops come before inner ones, which have the last word. */
static void nest(struct flow *flow, uint32_t cycle) {
    struct flow_cycle *of = &flow->cycles[cycle];
    if (of->irreducible)
        return;
    of->parent = flow->blocks[of->header].loop;
    for (uint32_t b = of->header; b < of->end; b++)
        if (flow_is_in_cycle(flow, b, cycle))
            flow->blocks[b].loop = cycle;
}

void cycles_find(struct flow *flow) {
    find_headers(flow);
    flow->cycle_words = (flow->cycle_count + 63) / 64;
    flow->in_cycles = xcalloc(flow->count * flow->cycle_words + 1, sizeof *flow->in_cycles);
    uint32_t *waiting = xcalloc(flow->count + 1, sizeof *waiting);
    for (uint32_t c = 0; c < flow->cycle_count; c++) {
        find_body(flow, c, waiting);
        nest(flow, c);
    }
    free(waiting);
}

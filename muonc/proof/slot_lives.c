#include "muonc/proof/slot_lives.h"

#include "support/array.h"

#include <stdlib.h>

void slot_lives_begin(struct slot_lives *lives, const struct flow *flow, size_t slot_capacity) {
    *lives = (struct slot_lives){.block_count = flow->count, .slot_capacity = slot_capacity};
    lives->in = xcalloc(flow->count, sizeof *lives->in);
    lives->out = xcalloc(flow->count, sizeof *lives->out);
    lives->exposed = xcalloc(slot_capacity, sizeof *lives->exposed);
    lives->killed = xcalloc(slot_capacity, sizeof *lives->killed);
}

static void free_lists(struct slot_list *lists, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(lists[i].items);
    free(lists);
}

void slot_lives_free(struct slot_lives *lives) {
    free_lists(lives->in, lives->block_count);
    free_lists(lives->out, lives->block_count);
    free_lists(lives->exposed, lives->slot_capacity);
    free_lists(lives->killed, lives->slot_capacity);
    *lives = (struct slot_lives){0};
}

static void add(struct slot_list *list, uint32_t number) {
    *ARRAY_ADD(list->items, list->count) = number;
}

void slot_lives_expose(struct slot_lives *lives, uint32_t slot, uint32_t block) {
    add(&lives->exposed[slot], block);
    lives->incomplete = true;
}

void slot_lives_kill(struct slot_lives *lives, uint32_t slot, uint32_t block) {
    add(&lives->killed[slot], block);
}

/* ---- the way back from where a slot is read ---- */

/* Marks are numbers of slots + 1, so that they need not be taken back. */
struct search {
    struct slot_lives *lives;
    const struct flow *flow;
    uint32_t *killed, *in, *out; /* by block: marks */
    uint32_t *waiting;           /* blocks in which the slot is live from the start */
    size_t count;
};

static void enter(struct search *search, uint32_t block, uint32_t slot) {
    if (search->in[block] == slot + 1)
        return;
    search->in[block] = slot + 1;
    add(&search->lives->in[block], slot);
    search->waiting[search->count++] = block;
}

static void leave(struct search *search, uint32_t block, uint32_t slot) {
    if (search->out[block] == slot + 1)
        return;
    search->out[block] = slot + 1;
    add(&search->lives->out[block], slot);
    if (search->killed[block] != slot + 1)
        enter(search, block, slot);
}

static void find_slot(struct search *search, uint32_t slot) {
    const struct slot_list *killed = &search->lives->killed[slot];
    const struct slot_list *exposed = &search->lives->exposed[slot];
    for (size_t i = 0; i < killed->count; i++)
        search->killed[killed->items[i]] = slot + 1;
    for (size_t i = 0; i < exposed->count; i++)
        enter(search, exposed->items[i], slot);
    while (search->count) {
        const struct flow_block *block = &search->flow->blocks[search->waiting[--search->count]];
        for (uint32_t e = block->first; e < block->first + block->count; e++)
            leave(search, search->flow->edges[e].from, slot);
    }
}

void slot_lives_find(struct slot_lives *lives, const struct flow *flow) {
    struct search search = {.lives = lives,
                            .flow = flow,
                            .killed = xcalloc(flow->count, sizeof *search.killed),
                            .in = xcalloc(flow->count, sizeof *search.in),
                            .out = xcalloc(flow->count, sizeof *search.out),
                            .waiting = xcalloc(flow->count, sizeof *search.waiting)};
    for (size_t b = 0; b < flow->count; b++)
        lives->in[b].count = lives->out[b].count = 0;
    for (uint32_t slot = 0; slot < lives->slot_capacity; slot++)
        find_slot(&search, slot);
    free(search.killed);
    free(search.in);
    free(search.out);
    free(search.waiting);
    lives->incomplete = false;
}

size_t slot_list_find(const struct slot_list *list, uint32_t slot) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle] < slot)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

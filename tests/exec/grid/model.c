#include "model.h"

#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

_Static_assert(MODEL_WORDS == WORDS && MODEL_ITEMS == MOST_ITEMS && MODEL_GROUP == MOST_GROUP &&
                   MODEL_WORKS == WORKS,
               "of work.h");

enum { STACK_BYTES = 64 * 1024, NOWHERE = -1 };

struct model_item *model_item;

/* The group whose turn it is. */
static struct model_item items[MOST_GROUP];
static ucontext_t contexts[MOST_GROUP], scheduler;
static uint32_t extra[MOST_GROUP];
static const struct model_launch *launch;
static const uint32_t *input;
static uint32_t *output;

uint32_t model_groups(const struct model_launch *of, unsigned d) {
    return (of->global[d] + of->local[d] - 1) / of->local[d];
}

void model_barrier(int id) {
    struct model_item *item = model_item;
    item->at = id;
    swapcontext(&contexts[item - items], &scheduler);
}

static void item_main(void) {
    work_run(launch->work, input, output, launch->rounds, extra);
    model_item->ended = true;
    model_item->at = NOWHERE;
}

static void start(unsigned number, char *stack) {
    getcontext(&contexts[number]);
    contexts[number].uc_stack.ss_sp = stack;
    contexts[number].uc_stack.ss_size = STACK_BYTES;
    contexts[number].uc_link = &scheduler;
    makecontext(&contexts[number], item_main, 0);
}

/* A round of turns: all come to the same barrier, or to the end. */
static bool run_round(unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        model_item = &items[i];
        swapcontext(&scheduler, &contexts[i]);
        if (items[i].at != items[0].at) {
            fprintf(stderr, "the model: work-items 0 and %u are at barriers %d and %d\n", i,
                    items[0].at, items[i].at);
            abort();
        }
    }
    return !items[0].ended;
}

static void run_group(const uint32_t group[3], char *stacks) {
    struct model_item common = {.dimensions = launch->dimensions, .lanes = launch->lanes};
    unsigned count = 1;
    for (unsigned d = 0; d < 3; d++) {
        uint32_t rest = launch->global[d] - group[d] * launch->local[d];
        common.global_size[d] = launch->global[d];
        common.offset[d] = launch->offset[d];
        common.block[d] = launch->local[d];
        common.groups[d] = model_groups(launch, d);
        common.group[d] = group[d];
        common.size[d] = rest < launch->local[d] ? rest : launch->local[d];
        count *= common.size[d];
    }
    for (unsigned i = 0; i < count; i++) {
        items[i] = common;
        items[i].local[0] = i % common.size[0];
        items[i].local[1] = i / common.size[0] % common.size[1];
        items[i].local[2] = i / common.size[0] / common.size[1];
        start(i, stacks + (size_t)i * STACK_BYTES);
    }
    while (run_round(count))
        ;
}

void model_run(const struct model_launch *of, const uint32_t *in, uint32_t *out) {
    char *stacks = malloc((size_t)MOST_GROUP * STACK_BYTES);
    uint32_t group[3];
    if (!stacks)
        abort();
    launch = of;
    input = in;
    output = out;
    for (group[2] = 0; group[2] < model_groups(of, 2); group[2]++)
        for (group[1] = 0; group[1] < model_groups(of, 1); group[1]++)
            for (group[0] = 0; group[0] < model_groups(of, 0); group[0]++)
                run_group(group, stacks);
    free(stacks);
}

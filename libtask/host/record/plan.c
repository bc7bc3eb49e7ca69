/* Plans of recordings. */
#include "libtask/host/record/plan.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

/* ---- pieces ---- */

/* A device takes commands whole where there is a launch among them: only programs have a walker. */
static bool has_launch(struct device *device, struct command *const *commands, size_t count) {
    for (size_t i = 0; device->class->takes && i < count; i++)
        if (commands[i]->kind == COMMAND_LAUNCH &&
            device->class->takes(device, commands[i]) == DEVICE_TAKES)
            return true;
    return false;
}

/* Of what either takes; one of each region's two is of host memory. */
static size_t count_host_accesses(struct command *const *commands, size_t count,
                                  const enum taker *takers) {
    size_t accesses = 0;
    for (size_t i = 0; i < count; i++)
        accesses += takers[i] == EITHER_TAKES ? commands[i]->ordered.access_count / 2 : 0;
    return accesses;
}

static void list_host_accesses(struct command *const *commands, size_t count,
                               const enum taker *takers, struct ordered *ordered,
                               struct access *accesses) {
    for (size_t i = 0; i < count; i++) {
        const struct ordered *all = &commands[i]->ordered;
        ordered[i].accesses = accesses;
        for (uint32_t j = 0; takers[i] == EITHER_TAKES && j < all->access_count; j++)
            if (all->accesses[j].space == HOST_SPACE)
                accesses[ordered[i].access_count++] = all->accesses[j];
        accesses += ordered[i].access_count;
    }
}

/* What either takes is read from the host's memory when a piece begins, and comes there when it has
 * ended: a write of what an earlier one brings there is for the host. */
static bool set_chains(struct command *const *commands, size_t count, enum taker *takers) {
    struct ordered *ordered = memory_zeroed(count, sizeof *ordered);
    struct access *accesses =
        memory_get(count_host_accesses(commands, count, takers) * sizeof *accesses);
    struct graph chains = {0};
    if (ordered && accesses)
        list_host_accesses(commands, count, takers, ordered, accesses);
    bool ok = ordered && accesses && graph_deduce(&chains, ordered, (uint32_t)count);
    for (size_t i = 0; ok && i < count; i++)
        if (takers[i] == EITHER_TAKES && commands[i]->kind == COMMAND_WRITE &&
            chains.predecessors[i])
            takers[i] = HOST_TAKES;
    graph_free(&chains);
    free(accesses);
    free(ordered);
    return ok;
}

static bool cut(struct plan *plan, struct device *device, struct command *const *commands,
                size_t count) {
    if (!has_launch(device, commands, count))
        return true;
    enum taker *takers = memory_get(count * sizeof *takers);
    for (size_t i = 0; takers && i < count; i++)
        takers[i] = device->class->takes(device, commands[i]);
    plan->is_cut = takers && set_chains(commands, count, takers) &&
                   pieces_cut(&plan->pieces, &plan->graph, takers);
    free(takers);
    return plan->is_cut;
}

struct plan *plan_new(struct device *device, struct command *const *commands, size_t count,
                      struct loose *loose) {
    struct plan *plan = memory_zeroed(1, sizeof *plan);
    if (plan)
        atomic_init(&plan->references, 1);
    if (plan && loose_deduce(loose, commands, (uint32_t)count, &plan->graph) &&
        cut(plan, device, commands, count))
        return plan;
    plan_drop(plan);
    fail_memory();
    return NULL;
}

struct plan *plan_keep(struct plan *plan) {
    atomic_fetch_add_explicit(&plan->references, 1, memory_order_relaxed);
    return plan;
}

void plan_drop(struct plan *plan) {
    if (!plan || atomic_fetch_sub_explicit(&plan->references, 1, memory_order_acq_rel) != 1)
        return;
    graph_free(&plan->graph);
    pieces_free(&plan->pieces);
    free(plan);
}

/* Plans of recordings. */
#include "libtask/host/record/plan.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

static bool deduce(struct graph *graph, struct command *const *commands, size_t count) {
    struct ordered *ordered = memory_get(count * sizeof *ordered);
    if (!ordered)
        return false;
    for (size_t i = 0; i < count; i++)
        ordered[i] = commands[i]->ordered;
    bool ok = graph_deduce(graph, ordered, (uint32_t)count);
    free(ordered);
    return ok;
}

/* A device takes commands whole where there is a launch among them: only programs have a walker. */
static bool has_launch(struct device *device, struct command *const *commands, size_t count) {
    for (size_t i = 0; device->class->takes && i < count; i++)
        if (commands[i]->kind == COMMAND_LAUNCH && device->class->takes(device, commands[i]))
            return true;
    return false;
}

static bool cut(struct plan *plan, struct device *device, struct command *const *commands,
                size_t count) {
    if (!has_launch(device, commands, count))
        return true;
    bool *host = memory_get(count * sizeof *host);
    for (size_t i = 0; host && i < count; i++)
        host[i] = !device->class->takes(device, commands[i]);
    plan->is_cut = host && pieces_cut(&plan->pieces, &plan->graph, host);
    free(host);
    return plan->is_cut;
}

struct plan *plan_new(struct device *device, struct command *const *commands, size_t count) {
    struct plan *plan = memory_zeroed(1, sizeof *plan);
    if (plan)
        atomic_init(&plan->references, 1);
    if (plan && deduce(&plan->graph, commands, count) && cut(plan, device, commands, count))
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

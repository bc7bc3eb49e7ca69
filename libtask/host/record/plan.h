/* What is deduced from the commands of a recording. It does not change, and is shared by
 * recordings whose commands access the same bytes. */
#ifndef LIBTASK_HOST_RECORD_PLAN_H
#define LIBTASK_HOST_RECORD_PLAN_H

#include "libtask/host/record/loose.h"
#include "libtask/host/record/pieces.h"

struct plan {
    atomic_uint references;
    struct graph graph;
    bool is_cut; /* into pieces, which the device takes whole */
    struct pieces pieces;
};

/* For the device that is to execute them, some of them loose; NULL, after fail_memory(). */
struct plan *plan_new(struct device *device, struct command *const *commands, size_t count,
                      struct loose *loose);
struct plan *plan_keep(struct plan *plan);
void plan_drop(struct plan *plan); /* NULL: nothing */

/* What is executed: the graph's nodes, or units. */
static inline const struct graph *plan_steps(const struct plan *plan) {
    return plan->is_cut ? &plan->pieces.graph : &plan->graph;
}

#endif

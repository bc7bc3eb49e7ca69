/* Commands in their order, and once they are finalized their plan. Command buffers, their clones
 * and their dispatches share recordings; one that is shared does not change. */
#ifndef LIBTASK_HOST_RECORD_RECORDING_H
#define LIBTASK_HOST_RECORD_RECORDING_H

#include "libtask/host/record/plan.h"

struct recording {
    atomic_uint references;
    struct command **commands;
    size_t count, capacity;
    struct plan *plan;  /* NULL: it is still to be made */
    struct loose loose; /* launches that have got other buffers */
};

/* Functions that return nothing, or false, have left a message of want of memory. */
struct recording *recording_new(void);
struct recording *recording_keep(struct recording *recording);
void recording_drop(struct recording *recording); /* NULL: nothing */
/* Takes the command if it succeeds. */
bool recording_add(struct recording *recording, struct command *command);
/* Makes the plan, if there is none. */
bool recording_deduce(struct recording *recording, struct device *device);
/* Puts a command in the place of another: in *recording, or in a copy, which takes its place, if
 * somebody else has it, too. If it accesses other bytes, the plan is to be made anew. Takes the
 * command if it succeeds. */
bool recording_replace(struct recording **recording, size_t number, struct command *command);

#endif

/* Commands in their order, and their graph once they are finalized, after which nothing of it
 * changes. Command buffers, their clones and their dispatches share it. */
#ifndef LIBTASK_HOST_RECORD_RECORDING_H
#define LIBTASK_HOST_RECORD_RECORDING_H

#include "libtask/host/record/command.h"
#include "libtask/host/record/pieces.h"

struct recording {
    atomic_uint references;
    struct command **commands;
    size_t count, capacity;
    struct graph graph;
    bool is_cut; /* into pieces, which the device takes whole */
    struct pieces pieces;
};

/* Functions that return nothing, or false, have left a message of want of memory. */
struct recording *recording_new(void);
struct recording *recording_keep(struct recording *recording);
void recording_drop(struct recording *recording); /* NULL: nothing */
/* Takes the command if it succeeds. */
bool recording_add(struct recording *recording, struct command *command);
/* For the device that is to execute it. */
bool recording_deduce(struct recording *recording, struct device *device);
/* A finalized one with another command in some place. */
struct recording *recording_with(const struct recording *old, struct device *device, size_t number,
                                 struct command *command);

/* What is executed of it: its nodes, or its units. */
static inline const struct graph *recording_graph(const struct recording *recording) {
    return recording->is_cut ? &recording->pieces.graph : &recording->graph;
}

#endif

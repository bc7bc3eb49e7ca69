/* Which task is in which slot, as the application knows it, who alone fills slots. It finds a
 * task's parents before the scheduler sees the task, by the buckets of their indices, and tells it
 * slots: the scheduler, who knows which of them have ended, never looks at an index.
 *
 * A task is looked for as long as its slot has not been filled again, so also after its end.
 *
 * Of parents on one queue the last one is told, since the others end before it. If a queue is not
 * given a task before the one in front has ended, the task's own queue needs none. */
#ifndef LIBTASK_OVERLAY_LOOKUP_H
#define LIBTASK_OVERLAY_LOOKUP_H

#include "libtask/overlay/layout.h"

#define LOOKUP_BUCKETS 128

struct overlay_lookup {
    bool one_by_one; /* each queue is given its next task when the one before has ended */
    uint32_t count;  /* of tasks */
    slots_t used;    /* there has been a task */
    uint32_t number[OVERLAY_SLOTS]; /* in the order of enqueuing */
    slots_t on_queue[OVERLAY_QUEUES];
    /* Tasks by the bucket of their index, and those that wait for a later one of that bucket. */
    slots_t present[LOOKUP_BUCKETS], awaited[LOOKUP_BUCKETS];
};

void lookup_begin(struct overlay_lookup *lookup, bool one_by_one);

/* The slot is to be filled again. */
void lookup_forget(struct overlay_lookup *lookup, const overlay_t *overlay, unsigned slot);

/* The slot has been filled: completes its record. */
void lookup_complete(struct overlay_lookup *lookup, const overlay_t *overlay, unsigned slot);

#endif

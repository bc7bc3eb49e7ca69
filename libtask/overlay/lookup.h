/* Which task is in which slot, as the application knows it, who alone fills slots. It finds a
 * task's parents before the scheduler sees the task, by their keys, and tells it slots: the
 * scheduler, who knows which of them have ended, never looks at an index.
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
    bool one_by_one;  /* each queue is given its next task when the one before has ended */
    queues_t kernels; /* queues that have one */
    uint32_t count;   /* of tasks */
    struct lookup_slot {
        record_t record;
        uint32_t id, key; /* of its task */
        uint8_t queue;
        int8_t next;  /* in its bucket; -1 is the end */
        bool is_used; /* there has been a task */
    } slot[OVERLAY_SLOTS];
    struct lookup_queue {
        uint32_t child; /* the last task that has been told a parent on this queue, and 1 */
        uint32_t place; /* of that parent, in its record */
    } queue[OVERLAY_QUEUES];
    int8_t present[LOOKUP_BUCKETS];  /* the first slot of each bucket of keys */
    slots_t awaited[LOOKUP_BUCKETS]; /* tasks that wait for a later one of the bucket */
};

void lookup_begin(struct overlay_lookup *lookup, const overlay_t *overlay, bool one_by_one);

/* The slot is to be filled again. Returns its record, cleared. */
record_t lookup_clear(struct overlay_lookup *lookup, int slot);

/* The slot has been filled: completes its record. */
void lookup_complete(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                     record_t task);

#endif

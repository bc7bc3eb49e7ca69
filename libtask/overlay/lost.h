/* The tasks of a run that failed or were cancelled. They are kept to its end: children may still
 * come, and the report names them. */
#ifndef LIBTASK_OVERLAY_LOST_H
#define LIBTASK_OVERLAY_LOST_H

#include "libtask/overlay/layout.h"

#define LOST_NONE UINT32_MAX

struct lost_task {
    int64_t value;     /* what its kernel returned, or that of the error */
    const char *error; /* what the application said; NULL: the kernel failed */
    uint32_t parent;   /* cancelled: the lost task that it depends on; else LOST_NONE */
    uint32_t hash, next;
    int64_t index[]; /* in memory; not passed on */
};

struct overlay_lost {
    uint32_t count, room;
    uint32_t index_words;
    char *tasks;     /* struct lost_task, each with its index */
    uint32_t *heads; /* by hash, as many as there is room: the first of a list, counted from 1 */
};

void lost_begin(struct overlay_lost *lost, uint32_t index_words);
void lost_end(struct overlay_lost *lost);

const struct lost_task *lost_at(const struct overlay_lost *lost, uint32_t number);

/* The number of the lost task with that index, or LOST_NONE. */
uint32_t lost_find(const struct overlay_lost *lost, index_t index);

/* Remembers a task. Returns its number, or LOST_NONE if there is no memory. */
uint32_t lost_add(struct overlay_lost *lost, index_t index, const struct lost_task *task);

#endif

#include "libtask/overlay/lost.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 16 /* a power of two, as all are */

void lost_begin(struct overlay_lost *lost, uint32_t index_words) {
    *lost = (struct overlay_lost){.index_words = index_words};
}

void lost_end(struct overlay_lost *lost) {
    free(lost->tasks);
    free(lost->heads);
}

static size_t index_bytes(const struct overlay_lost *lost) {
    return lost->index_words * sizeof(int64_t);
}

static struct lost_task *at(const struct overlay_lost *lost, uint32_t number) {
    return (struct lost_task *)(lost->tasks +
                                number * (sizeof(struct lost_task) + index_bytes(lost)));
}

const struct lost_task *lost_at(const struct overlay_lost *lost, uint32_t number) {
    return at(lost, number);
}

uint32_t lost_find(const struct overlay_lost *lost, index_t index) {
    if (!lost->count)
        return LOST_NONE;
    uint32_t hash = index_hash(index, lost->index_words);
    uint32_t number = lost->heads[hash & (lost->room - 1)];
    while (number && !index_equal(at(lost, number - 1)->index, index, lost->index_words))
        number = at(lost, number - 1)->next;
    return number - 1; /* LOST_NONE is 0 - 1 */
}

static void link(struct overlay_lost *lost, uint32_t number) {
    struct lost_task *task = at(lost, number);
    uint32_t *head = &lost->heads[task->hash & (lost->room - 1)];
    task->next = *head;
    *head = number + 1;
}

static bool grow(struct overlay_lost *lost) {
    uint32_t room = lost->room ? 2 * lost->room : FIRST_ROOM;
    char *tasks =
        realloc(lost->tasks, (size_t)room * (sizeof(struct lost_task) + index_bytes(lost)));
    if (tasks)
        lost->tasks = tasks;
    uint32_t *heads = tasks ? calloc(room, sizeof *heads) : NULL;
    if (!heads)
        return false;
    free(lost->heads);
    lost->heads = heads;
    lost->room = room;
    for (uint32_t i = 0; i < lost->count; i++)
        link(lost, i);
    return true;
}

uint32_t lost_add(struct overlay_lost *lost, index_t index, const struct lost_task *task) {
    if (lost->count == lost->room && !grow(lost))
        return LOST_NONE;
    uint32_t number = lost->count++;
    struct lost_task *added = at(lost, number);
    *added = *task;
    added->hash = index_hash(index, lost->index_words);
    memcpy(added->index, index, index_bytes(lost));
    link(lost, number);
    return number;
}

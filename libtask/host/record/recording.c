/* Recordings, which command buffers share. */
#include "libtask/host/record/recording.h"

#include "libtask/host/memory.h"

#include <stdlib.h>
#include <string.h>

struct recording *recording_new(void) {
    struct recording *recording = memory_zeroed(1, sizeof *recording);
    if (recording)
        atomic_init(&recording->references, 1);
    else
        fail_memory();
    return recording;
}

struct recording *recording_keep(struct recording *recording) {
    atomic_fetch_add_explicit(&recording->references, 1, memory_order_relaxed);
    return recording;
}

void recording_drop(struct recording *recording) {
    if (!recording ||
        atomic_fetch_sub_explicit(&recording->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < recording->count; i++)
        command_drop(recording->commands[i]);
    free(recording->commands);
    plan_drop(recording->plan);
    loose_free(&recording->loose);
    free(recording);
}

bool recording_add(struct recording *recording, struct command *command) {
    if (recording->count >= UINT32_MAX / 4 ||
        !memory_room((void **)&recording->commands, &recording->capacity, recording->count + 1,
                     sizeof *recording->commands)) {
        fail_memory();
        return false;
    }
    recording->commands[recording->count++] = command;
    return true;
}

bool recording_deduce(struct recording *recording, struct device *device) {
    if (!recording->plan)
        recording->plan =
            plan_new(device, recording->commands, recording->count, &recording->loose);
    return recording->plan;
}

/* ---- other commands ---- */

static struct recording *copy(const struct recording *old) {
    struct recording *recording = recording_new();
    if (!recording)
        return NULL;
    if (!memory_room((void **)&recording->commands, &recording->capacity, old->count,
                     sizeof *recording->commands)) {
        recording_drop(recording);
        fail_memory();
        return NULL;
    }
    for (size_t i = 0; i < old->count; i++)
        recording->commands[i] = command_keep(old->commands[i]);
    recording->count = old->count;
    recording->plan = old->plan ? plan_keep(old->plan) : NULL;
    loose_copy(&recording->loose, &old->loose);
    return recording;
}

static bool same_bytes(const struct ordered *a, const struct ordered *b) {
    bool same = a->access_count == b->access_count;
    for (uint32_t i = 0; same && i < a->access_count; i++) {
        const struct access *one = &a->accesses[i], *other = &b->accesses[i];
        same = one->space == other->space && one->write == other->write &&
               !memcmp(&one->box, &other->box, sizeof one->box);
    }
    return same;
}

bool recording_replace(struct recording **place, size_t number, struct command *command) {
    struct recording *recording = *place;
    if (atomic_load_explicit(&recording->references, memory_order_acquire) > 1) {
        recording = copy(*place);
        if (!recording)
            return false;
        recording_drop(*place);
        *place = recording;
    }
    if (!same_bytes(&recording->commands[number]->ordered, &command->ordered)) {
        plan_drop(recording->plan);
        recording->plan = NULL;
        loose_add(&recording->loose, (uint32_t)number);
    }
    command_drop(recording->commands[number]);
    recording->commands[number] = command;
    return true;
}

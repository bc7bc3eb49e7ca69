/* Recordings, which command buffers share. */
#include "libtask/host/record/recording.h"
#include "libtask/host/memory.h"

#include <stdlib.h>

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
    graph_free(&recording->graph);
    pieces_free(&recording->pieces);
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

/* A device takes commands whole where there is a launch among them: only programs have a walker. */
static bool has_launch(const struct recording *recording, struct device *device) {
    for (size_t i = 0; device->class->takes && i < recording->count; i++)
        if (recording->commands[i]->kind == COMMAND_LAUNCH &&
            device->class->takes(device, recording->commands[i]))
            return true;
    return false;
}

static bool cut(struct recording *recording, struct device *device) {
    if (!has_launch(recording, device))
        return true;
    bool *host = memory_get(recording->count * sizeof *host);
    for (size_t i = 0; host && i < recording->count; i++)
        host[i] = !device->class->takes(device, recording->commands[i]);
    recording->is_cut = host && pieces_cut(&recording->pieces, &recording->graph, host);
    free(host);
    return recording->is_cut;
}

bool recording_deduce(struct recording *recording, struct device *device) {
    struct ordered *ordered = memory_get(recording->count * sizeof *ordered);
    if (!ordered) {
        fail_memory();
        return false;
    }
    for (size_t i = 0; i < recording->count; i++)
        ordered[i] = recording->commands[i]->ordered;
    bool ok = graph_deduce(&recording->graph, ordered, (uint32_t)recording->count);
    free(ordered);
    if (ok && !cut(recording, device)) {
        graph_free(&recording->graph);
        ok = false;
    }
    if (!ok)
        fail_memory();
    return ok;
}

struct recording *recording_with(const struct recording *old, struct device *device, size_t number,
                                 struct command *command) {
    struct recording *recording = recording_new();
    for (size_t i = 0; recording && i < old->count; i++) {
        struct command *kept = i == number ? command : old->commands[i];
        if (recording_add(recording, kept)) {
            command_keep(kept);
            continue;
        }
        recording_drop(recording);
        recording = NULL;
    }
    if (recording && !recording_deduce(recording, device)) {
        recording_drop(recording);
        recording = NULL;
    }
    return recording;
}

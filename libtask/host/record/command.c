/* Commands. */
#include "libtask/host/record/command.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

static size_t rounded(size_t bytes) {
    enum { UNIT = _Alignof(max_align_t) };
    return (bytes + UNIT - 1) / UNIT * UNIT;
}

static size_t before_waits(const struct command_room *room) {
    return rounded(sizeof(struct command)) + rounded(room->accesses * sizeof(struct access));
}

static size_t before_kept(const struct command_room *room) {
    return before_waits(room) + rounded(room->waits * sizeof(uint32_t));
}

static size_t before_extra(const struct command_room *room) {
    return before_kept(room) + rounded(room->kept * sizeof(struct object *));
}

struct command *command_new(enum command_kind kind, const struct command_room *room) {
    struct command *command = memory_get(before_extra(room) + room->extra);
    if (!command) {
        fail_memory();
        return NULL;
    }
    char *block = (char *)command;
    *command = (struct command){
        .references = 1,
        .kind = kind,
        .ordered = {.accesses = (struct access *)(block + rounded(sizeof *command)),
                    .waits = (uint32_t *)(block + before_waits(room))},
        .kept = (struct object **)(block + before_kept(room)),
    };
    return command;
}

void *command_extra(struct command *command, const struct command_room *room) {
    return (char *)command + before_extra(room);
}

void command_keep_object(struct command *command, void *object) {
    command->kept[command->kept_count++] = object;
}

void command_add_access(struct command *command, uint32_t space, bool write, struct box box) {
    ((struct access *)command->ordered.accesses)[command->ordered.access_count++] =
        (struct access){space, write, box};
}

struct command *command_keep(struct command *command) {
    atomic_fetch_add_explicit(&command->references, 1, memory_order_relaxed);
    return command;
}

void command_drop(struct command *command) {
    if (!command || atomic_fetch_sub_explicit(&command->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < command->kept_count; i++)
        object_drop(command->kept[i]);
    free(command);
}

/* ---- running ---- */

uint64_t command_parts(struct device *device, const struct command *command) {
    if (command->kind != COMMAND_LAUNCH)
        return 1;
    return launch_is_nothing(&command->launch) ? 1 : device->class->parts(device, &command->launch);
}

static enum tk_status run_launch(struct device *device, const struct launch *launch, uint64_t part,
                                 uint64_t parts, uint64_t *cycles) {
    if (launch_is_nothing(launch))
        return TK_OK;
    return device->class->launch(device, launch, part, parts, cycles);
}

enum tk_status command_run(struct device *device, const struct command *command, uint64_t part,
                           uint64_t parts, void *commands, uint64_t *cycles) {
    enum tk_status status;
    switch (command->kind) {
    case COMMAND_LAUNCH: return run_launch(device, &command->launch, part, parts, cycles);
    case COMMAND_BARRIER: return TK_OK;
    case COMMAND_CALLBACK:
        status = command->callback.function(commands, command->callback.user);
        return status ? fail(status, "a callback returned %s", tk_status_name(status)) : TK_OK;
    default: return transfer_run(device, command);
    }
}

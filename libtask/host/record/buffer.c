/* Command buffers: their states, and what is recorded. */
#include "libtask/host/record/buffer.h"

#include "libtask/host/engine/engine.h"
#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

static uint64_t next_number(void) {
    static _Atomic uint64_t last;
    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

static void release(struct object *object) {
    struct command_buffer *commands = (struct command_buffer *)object;
    recording_drop(commands->recording);
    pthread_mutex_destroy(&commands->lock);
    object_drop(commands->device);
    free(commands);
}

/* Takes the references to device and recording, also if it fails. */
static enum tk_status publish(struct device *device, struct recording *recording, bool finalized,
                              tk_command_buffer *handle) {
    struct command_buffer *commands = memory_zeroed(1, sizeof *commands);
    if (!commands)
        fail_memory();
    void *published = NULL;
    if (commands) {
        commands->device = device;
        commands->recording = recording;
        commands->finalized = finalized;
        commands->number = next_number();
        pthread_mutex_init(&commands->lock, NULL);
        published = object_publish(&commands->object, OBJECT_COMMANDS, release);
    }
    if (published) {
        *handle = published;
        return TK_OK;
    }
    if (commands)
        pthread_mutex_destroy(&commands->lock);
    free(commands);
    recording_drop(recording);
    object_drop(device);
    return TK_ERROR_MEMORY;
}

bool commands_lock(struct command_buffer *commands) {
    pthread_mutex_lock(&commands->lock);
    if (commands->recording)
        return true;
    pthread_mutex_unlock(&commands->lock);
    return object_none(OBJECT_COMMANDS);
}

/* The locked object, which close() gives back. */
static struct command_buffer *open_buffer(tk_command_buffer handle) {
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    if (!commands || commands_lock(commands))
        return commands;
    object_drop(commands);
    return NULL;
}

static enum tk_status close_buffer(struct command_buffer *commands, enum tk_status status) {
    pthread_mutex_unlock(&commands->lock);
    object_drop(commands);
    return status;
}

static enum tk_status not_finalized(void) {
    return fail(TK_ERROR_STATE, "the command buffer is not finalized");
}

/* ---- recording ---- */

size_t waits_count(const struct tk_waits *waits) {
    return waits && waits->points ? waits->count : 0;
}

static enum tk_status check_point(const struct command_buffer *commands, tk_sync_point point) {
    if (point.recording != commands->number)
        return fail(TK_ERROR_SYNC_POINT,
                    "a sync point of another command buffer, or from before a reset");
    return point.command < commands->recording->count
               ? TK_OK
               : fail(TK_ERROR_SYNC_POINT, "there is no command %" PRIu32, point.command);
}

static enum tk_status set_waits(const struct command_buffer *commands, struct command *command,
                                const struct tk_waits *waits) {
    if (!waits)
        return TK_OK;
    if (!waits->count != !waits->points || waits->count > UINT32_MAX)
        return fail(TK_ERROR_ARGUMENT, "waits: %s",
                    waits->points ? "a list with a count of 0" : "a count without a list");
    for (size_t i = 0; i < waits->count; i++) {
        enum tk_status status = check_point(commands, waits->points[i]);
        if (status)
            return status;
        ((uint32_t *)command->ordered.waits)[i] = waits->points[i].command;
    }
    command->ordered.wait_count = (uint32_t)waits->count;
    return TK_OK;
}

enum tk_status record(struct command_buffer *commands, struct command *command,
                      const struct tk_waits *waits, tk_sync_point *point) {
    if (!commands_lock(commands)) {
        command_drop(command);
        object_drop(commands);
        return TK_ERROR_HANDLE;
    }
    enum tk_status status =
        commands->finalized
            ? fail(TK_ERROR_STATE, "the command buffer is finalized: reset it first")
            : set_waits(commands, command, waits);
    if (!status && !recording_add(commands->recording, command))
        status = TK_ERROR_MEMORY;
    if (!status && point)
        *point = (tk_sync_point){commands->number, (uint32_t)commands->recording->count - 1};
    if (status)
        command_drop(command);
    return close_buffer(commands, status);
}

/* ---- states ---- */

enum tk_status tk_commands_create(tk_device on, tk_command_buffer *handle) {
    if (!handle)
        return fail(TK_ERROR_ARGUMENT, "no place for the command buffer: NULL");
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    struct recording *recording = recording_new();
    if (recording)
        return publish(device, recording, false, handle);
    object_drop(device);
    return TK_ERROR_MEMORY;
}

enum tk_status tk_commands_finalize(tk_command_buffer handle) {
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    if (!commands->finalized)
        commands->finalized = recording_deduce(commands->recording, commands->device);
    return close_buffer(commands, commands->finalized ? TK_OK : TK_ERROR_MEMORY);
}

enum tk_status tk_commands_reset(tk_command_buffer handle) {
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    if (engine_in_flight(commands))
        return close_buffer(commands,
                            fail(TK_ERROR_STATE, "the command buffer is in flight: wait for it"));
    struct recording *empty = recording_new();
    if (!empty)
        return close_buffer(commands, TK_ERROR_MEMORY);
    recording_drop(commands->recording);
    commands->recording = empty;
    commands->finalized = false;
    commands->number = next_number();
    return close_buffer(commands, TK_OK);
}

enum tk_status tk_commands_clone(tk_command_buffer handle, tk_command_buffer *clone) {
    if (!clone)
        return fail(TK_ERROR_ARGUMENT, "no place for the clone: NULL");
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    if (!commands->finalized)
        return close_buffer(commands, not_finalized());
    if (!recording_deduce(commands->recording, commands->device)) /* what is shared has a plan */
        return close_buffer(commands, TK_ERROR_MEMORY);
    return close_buffer(commands, publish(object_keep(commands->device),
                                          recording_keep(commands->recording), true, clone));
}

enum tk_status tk_commands_destroy(tk_command_buffer handle) {
    if (!handle)
        return TK_OK;
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    /* A dispatch in flight has the recording, too. One that is over has not, though its thread may
     * have the object a little longer: programs and buffers are free when this returns. */
    struct recording *recording = commands->recording;
    commands->recording = NULL;
    object_destroy(OBJECT_COMMANDS, handle);
    close_buffer(commands, TK_OK);
    recording_drop(recording);
    engine_flush_all();
    return TK_OK;
}

enum tk_status tk_commands_count(tk_command_buffer handle, uint32_t *count) {
    if (!count)
        return fail(TK_ERROR_ARGUMENT, "no place for the count: NULL");
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    *count = (uint32_t)commands->recording->count;
    return close_buffer(commands, TK_OK);
}

enum tk_status tk_commands_point(tk_command_buffer handle, uint32_t command, tk_sync_point *point) {
    if (!point)
        return fail(TK_ERROR_ARGUMENT, "no place for the sync point: NULL");
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    const tk_sync_point found = {commands->number, command};
    enum tk_status status = check_point(commands, found);
    if (!status)
        *point = found;
    return close_buffer(commands, status);
}

enum tk_status tk_commands_draw(tk_command_buffer handle, FILE *stream) {
    if (!stream)
        return fail(TK_ERROR_ARGUMENT, "no stream: NULL");
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    if (!commands->finalized)
        return close_buffer(commands, not_finalized());
    if (!recording_deduce(commands->recording, commands->device))
        return close_buffer(commands, TK_ERROR_MEMORY);
    recording_draw(commands->recording, stream);
    return close_buffer(commands, TK_OK);
}

/* ---- other arguments ---- */

static enum tk_status update(struct command_buffer *commands, tk_sync_point launch, size_t count,
                             const size_t *indices, const struct tk_argument *arguments) {
    struct command *changed;
    if (!commands->finalized)
        return not_finalized();
    enum tk_status status = check_point(commands, launch);
    if (status)
        return status;
    const struct command *command = commands->recording->commands[launch.command];
    if (command->kind != COMMAND_LAUNCH)
        return fail(TK_ERROR_SYNC_POINT, "command %" PRIu32 " is no launch", launch.command);
    status = launch_again(commands->device, command, count, indices, arguments, &changed);
    if (status)
        return status;
    if (recording_replace(&commands->recording, launch.command, changed))
        return TK_OK;
    command_drop(changed);
    return TK_ERROR_MEMORY;
}

enum tk_status tk_commands_update(tk_command_buffer handle, tk_sync_point launch, size_t count,
                                  const size_t *indices, const struct tk_argument *arguments) {
    if (!count || !indices || !arguments)
        return fail(TK_ERROR_ARGUMENT, "an update needs a count, indices and arguments");
    struct command_buffer *commands = open_buffer(handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    return close_buffer(commands, update(commands, launch, count, indices, arguments));
}

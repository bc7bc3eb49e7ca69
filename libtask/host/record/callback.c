/* Callbacks and barriers. */
#include "libtask/host/record/buffer.h"

#include <inttypes.h>

static enum tk_status add_access(struct command *command, struct device *device, size_t number,
                                 const struct tk_access *access) {
    if (!access->bytes)
        return fail(TK_ERROR_ARGUMENT, "access %zu: 0 bytes", number);
    if (!access->buffer) {
        uint64_t begin = (uintptr_t)access->memory + access->offset;
        if (!access->memory || begin < access->offset || access->bytes > UINT64_MAX - 1 - begin)
            return fail(TK_ERROR_ARGUMENT, "access %zu: no memory", number);
        command_add_access(command, HOST_SPACE, access->write,
                           (struct box){begin, access->bytes, 1, 1});
        return TK_OK;
    }
    struct buffer *buffer = object_find(OBJECT_BUFFER, access->buffer);
    if (!buffer)
        return TK_ERROR_HANDLE;
    command_keep_object(command, buffer);
    if (access->memory)
        return fail(TK_ERROR_ARGUMENT, "access %zu: a buffer and host memory", number);
    if (access->offset > buffer->bytes || access->bytes > buffer->bytes - access->offset)
        return fail(TK_ERROR_RANGE,
                    "access %zu: %" PRIu64 " bytes at %" PRIu64 " of a buffer of %" PRIu64 " bytes",
                    number, access->bytes, access->offset, buffer->bytes);
    command_add_access(command, buffer->device->space, access->write,
                       (struct box){buffer->address + access->offset, access->bytes, 1, 1});
    return TK_OK;
}

enum tk_status tk_record_callback(tk_command_buffer handle, tk_callback callback, void *user,
                                  size_t count, const struct tk_access *accesses,
                                  const struct tk_waits *waits, tk_sync_point *point) {
    if (!callback)
        return fail(TK_ERROR_ARGUMENT, "callback: NULL");
    if ((count && !accesses) || count > UINT32_MAX)
        return fail(TK_ERROR_ARGUMENT, "%zu accesses that are nowhere", count);
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    const struct command_room room = {count, waits_count(waits), count, 0};
    struct command *command = command_new(COMMAND_CALLBACK, &room);
    enum tk_status status = command ? TK_OK : TK_ERROR_MEMORY;
    for (size_t i = 0; i < count && !status; i++)
        status = add_access(command, commands->device, i, &accesses[i]);
    if (status) {
        command_drop(command);
        object_drop(commands);
        return status;
    }
    command->ordered.everything = !accesses;
    command->callback.function = callback;
    command->callback.user = user;
    return record(commands, command, waits, point);
}

enum tk_status tk_record_barrier(tk_command_buffer handle, const struct tk_waits *waits,
                                 tk_sync_point *point) {
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    const struct command_room room = {0, waits_count(waits), 0, 0};
    struct command *command = command_new(COMMAND_BARRIER, &room);
    if (!command) {
        object_drop(commands);
        return TK_ERROR_MEMORY;
    }
    command->ordered.everything = true;
    return record(commands, command, waits, point);
}

/* Commands that move bytes: read, write, copy, fill. */
#include "libtask/host/record/buffer.h"
#include "libtask/host/record/regions.h"

#include <inttypes.h>

/* ---- recording ---- */

/* What a call names as one side: a buffer, or host memory. */
struct end {
    const char *name;
    tk_buffer buffer;
    bool is_host;
    const void *memory;
};

struct transfer {
    enum command_kind kind;
    const struct end *from, *to; /* from NULL: a fill */
    size_t count;
    const struct tk_region *regions;
    const struct tk_waits *waits;
    size_t extra; /* bytes of the command */
};

static struct command_room room_of(const struct transfer *transfer) {
    size_t sides = transfer->from ? 2 : 1;
    return (struct command_room){sides * transfer->count, waits_count(transfer->waits), sides,
                                 transfer->extra};
}

/* The command keeps the buffer. */
static enum tk_status find_side(struct command *command, struct device *device,
                                const struct end *end, struct side *side) {
    uintptr_t memory = (uintptr_t)end->memory;
    if (end->is_host) {
        *side = (struct side){end->name, HOST_SPACE, memory, UINT64_MAX - memory, true};
        return memory ? TK_OK : fail(TK_ERROR_ARGUMENT, "%s: NULL", end->name);
    }
    struct buffer *buffer = object_find(OBJECT_BUFFER, end->buffer);
    if (!buffer)
        return TK_ERROR_HANDLE;
    command_keep_object(command, buffer);
    *side = (struct side){end->name, device->space, buffer->address, buffer->bytes, false};
    return buffer->device == device
               ? TK_OK
               : fail(TK_ERROR_MISMATCH, "%s: a buffer of another device", end->name);
}

static enum tk_status fill_in(struct command *command, struct device *device,
                              const struct transfer *transfer) {
    struct side from, to;
    enum tk_status status = TK_OK;
    if (transfer->from)
        status = find_side(command, device, transfer->from, &from);
    if (!status)
        status = find_side(command, device, transfer->to, &to);
    return status ? status
                  : regions_add(command, transfer->from ? &from : NULL, &to, transfer->count,
                                transfer->regions);
}

static enum tk_status make(struct device *device, const struct transfer *transfer,
                           struct command **command) {
    const struct command_room room = room_of(transfer);
    *command = command_new(transfer->kind, &room);
    enum tk_status status = *command ? fill_in(*command, device, transfer) : TK_ERROR_MEMORY;
    if (status)
        command_drop(*command);
    return status;
}

static enum tk_status check_list(size_t count, const void *regions) {
    if (count && regions)
        return count <= UINT32_MAX / 2 ? TK_OK : fail(TK_ERROR_ARGUMENT, "%zu regions", count);
    return fail(TK_ERROR_ARGUMENT, regions ? "no regions: a count of 0" : "regions: NULL");
}

/* finish: what is left to do of a command that has been made, or NULL. */
static enum tk_status record_transfer(
    tk_command_buffer handle, const struct transfer *transfer, tk_sync_point *point,
    void (*finish)(struct command *command, const struct transfer *transfer, const void *context),
    const void *context) {
    struct command *command;
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    if (!commands)
        return TK_ERROR_HANDLE;
    enum tk_status status = make(commands->device, transfer, &command);
    if (status) {
        object_drop(commands);
        return status;
    }
    if (finish)
        finish(command, transfer, context);
    return record(commands, command, transfer->waits, point);
}

static enum tk_status record_move(tk_command_buffer handle, enum command_kind kind,
                                  const struct end *from, const struct end *to, size_t count,
                                  const struct tk_region *regions, const struct tk_waits *waits,
                                  tk_sync_point *point) {
    const struct transfer transfer = {kind, from, to, count, regions, waits, 0};
    enum tk_status status = check_list(count, regions);
    return status ? status : record_transfer(handle, &transfer, point, NULL, NULL);
}

enum tk_status tk_record_write(tk_command_buffer commands, const void *from, tk_buffer to,
                               size_t count, const struct tk_region *regions,
                               const struct tk_waits *waits, tk_sync_point *point) {
    const struct end source = {"from", NULL, true, from}, target = {"to", to};
    return record_move(commands, COMMAND_WRITE, &source, &target, count, regions, waits, point);
}

enum tk_status tk_record_read(tk_command_buffer commands, tk_buffer from, void *to, size_t count,
                              const struct tk_region *regions, const struct tk_waits *waits,
                              tk_sync_point *point) {
    const struct end source = {"from", from}, target = {"to", NULL, true, to};
    return record_move(commands, COMMAND_READ, &source, &target, count, regions, waits, point);
}

enum tk_status tk_record_copy(tk_command_buffer commands, tk_buffer from, tk_buffer to,
                              size_t count, const struct tk_region *regions,
                              const struct tk_waits *waits, tk_sync_point *point) {
    const struct end source = {"from", from}, target = {"to", to};
    return record_move(commands, COMMAND_COPY, &source, &target, count, regions, waits, point);
}

/* ---- fills ---- */

/* So many bytes of patterns as are written at once, at most. */
enum { FILL_AT_ONCE = 4096 };

struct pattern {
    const char *bytes;
    size_t count;
};

static enum tk_status check_pattern(const struct pattern *pattern, size_t count,
                                    const struct tk_region *regions) {
    if (!pattern->bytes || !pattern->count || pattern->count > TK_PATTERN_BYTES)
        return fail(TK_ERROR_ARGUMENT,
                    pattern->bytes ? "a pattern of %zu bytes: 1 to %d" : "pattern: NULL",
                    pattern->count, TK_PATTERN_BYTES);
    for (size_t i = 0; i < count; i++)
        if (regions[i].bytes % pattern->count)
            return fail(TK_ERROR_ARGUMENT,
                        "region %zu: rows of %" PRIu64
                        " bytes are no multiple of the pattern's %zu",
                        i, regions[i].bytes, pattern->count);
    return TK_OK;
}

static size_t bytes_at_once(size_t pattern_bytes, size_t count, const struct tk_region *regions) {
    size_t longest = 0, once = FILL_AT_ONCE / pattern_bytes * pattern_bytes;
    for (size_t i = 0; i < count; i++)
        longest = regions[i].bytes > longest ? regions[i].bytes : longest;
    return once > longest && longest ? longest : once;
}

static void repeat_pattern(struct command *command, const struct transfer *transfer,
                           const void *context) {
    const struct pattern *pattern = context;
    const struct command_room room = room_of(transfer);
    command->fill.bytes = command_extra(command, &room);
    command->fill.count = transfer->extra;
    for (size_t i = 0; i < transfer->extra; i++)
        ((char *)command->fill.bytes)[i] = pattern->bytes[i % pattern->count];
}

enum tk_status tk_record_fill(tk_command_buffer commands, tk_buffer to, const void *bytes,
                              size_t pattern_bytes, size_t count, const struct tk_region *regions,
                              const struct tk_waits *waits, tk_sync_point *point) {
    const struct end target = {"to", to};
    const struct pattern pattern = {bytes, pattern_bytes};
    struct transfer transfer = {COMMAND_FILL, NULL, &target, count, regions, waits, 0};
    enum tk_status status = check_list(count, regions);
    if (!status)
        status = check_pattern(&pattern, count, regions);
    if (status)
        return status;
    transfer.extra = bytes_at_once(pattern_bytes, count, regions);
    return record_transfer(commands, &transfer, point, repeat_pattern, &pattern);
}

/* ---- running ---- */

static enum tk_status fill_row(struct device *device, const struct command *command, uint64_t to,
                               uint64_t bytes) {
    enum tk_status status = TK_OK;
    for (uint64_t done = 0; done < bytes && !status;) {
        uint64_t part = bytes - done < command->fill.count ? bytes - done : command->fill.count;
        status = device->class->write(device, command->fill.bytes, to + done, part);
        done += part;
    }
    return status;
}

static enum tk_status move_row(struct device *device, const struct command *command, uint64_t from,
                               uint64_t to, uint64_t bytes) {
    switch (command->kind) {
    case COMMAND_WRITE:
        return device->class->write(device, (const void *)(uintptr_t)from, to, bytes);
    case COMMAND_READ: return device->class->read(device, from, (void *)(uintptr_t)to, bytes);
    case COMMAND_COPY: return device->class->copy(device, from, to, bytes);
    default: return fill_row(device, command, to, bytes);
    }
}

/* Both sides in one stretch are one row. */
static enum tk_status move_box(struct device *device, const struct command *command,
                               const struct box *from, const struct box *to) {
    enum tk_status status = TK_OK;
    if (box_stretches(from) == 1 && box_stretches(to) == 1)
        return move_row(device, command, from->begin, to->begin, to->bytes * to->rows * to->planes);
    for (uint64_t plane = 0; plane < to->planes && !status; plane++)
        for (uint64_t row = 0; row < to->rows && !status; row++)
            status = move_row(device, command,
                              from->begin + plane * from->plane_pitch + row * from->row_pitch,
                              to->begin + plane * to->plane_pitch + row * to->row_pitch, to->bytes);
    return status;
}

enum tk_status transfer_run(struct device *device, const struct command *command) {
    const struct ordered *ordered = &command->ordered;
    uint32_t sides = command->kind == COMMAND_FILL ? 1 : 2;
    enum tk_status status = TK_OK;
    for (uint32_t i = 0; i < ordered->access_count && !status; i += sides)
        status = move_box(device, command, &ordered->accesses[i].box,
                          &ordered->accesses[i + sides - 1].box);
    return status;
}

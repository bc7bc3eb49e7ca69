/* Commands that move bytes: read, write, copy, fill. */
#include "libtask/host/memory.h"
#include "libtask/host/record/buffer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One side of a transfer. */
struct side {
    const char *name;
    uint32_t space;
    uint64_t address, bytes; /* of host memory: all that there is behind it */
    struct buffer *buffer;   /* NULL: host memory */
};

/* ---- regions ---- */

static enum tk_status check_extent(const struct tk_region *region, size_t number) {
    const char *axis = !region->bytes    ? "bytes"
                       : !region->rows   ? "rows"
                       : !region->planes ? "planes"
                                         : NULL;
    return axis ? fail(TK_ERROR_ARGUMENT, "region %zu: 0 %s", number, axis) : TK_OK;
}

/* Within the side; axis by axis, so that the message can say which. */
static enum tk_status check_bounds(const struct side *side, const struct box *box, size_t number) {
    const struct box row = {box->begin, box->bytes, 1, 1};
    const struct box plane = {box->begin, box->bytes, box->rows, 1, box->row_pitch};
    const char *where = side->buffer ? "of the buffer" : "of host memory";
    if (box_end(box) <= side->bytes && box_end(box) != UINT64_MAX)
        return TK_OK;
    if (box_end(&row) > side->bytes)
        return fail(TK_ERROR_RANGE,
                    "region %zu, %s: %" PRIu64 " bytes at offset %" PRIu64
                    " are beyond the %" PRIu64 " bytes %s",
                    number, side->name, box->bytes, box->begin, side->bytes, where);
    bool of_rows = box_end(&plane) > side->bytes;
    return fail(TK_ERROR_RANGE,
                "region %zu, %s: %" PRIu64 " %s with a pitch of %" PRIu64 " at offset %" PRIu64
                " are beyond the %" PRIu64 " bytes %s",
                number, side->name, of_rows ? box->rows : box->planes, of_rows ? "rows" : "planes",
                of_rows ? box->row_pitch : box->plane_pitch, box->begin, side->bytes, where);
}

/* In the side's space of addresses. */
static enum tk_status place(const struct side *side, const struct tk_region *region,
                            const struct tk_place *at, size_t number, struct box *box) {
    *box = (struct box){at->offset,     region->bytes, region->rows,
                        region->planes, at->row_pitch, at->plane_pitch};
    if (!box->row_pitch)
        box->row_pitch = box->bytes;
    if (!box->plane_pitch && __builtin_mul_overflow(box->rows, box->row_pitch, &box->plane_pitch))
        box->plane_pitch = UINT64_MAX;
    enum tk_status status = check_bounds(side, box, number);
    box->begin += side->address;
    return status;
}

/* ---- bytes that are written twice, or read and written ---- */

/* Rows that follow each other, as those of most boxes do. */
static bool is_plain(const struct box *box) {
    return (box->rows == 1 || box->row_pitch >= box->bytes) &&
           (box->planes == 1 || box->plane_pitch >= (box->rows - 1) * box->row_pitch + box->bytes);
}

static bool whole_overlap(const struct box *a, const struct box *b) {
    return a->begin < box_end(b) && b->begin < box_end(a);
}

static uint64_t count_stretches(const struct command *command, bool write) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < command->ordered.access_count; i++)
        if (command->ordered.accesses[i].write == write)
            count += box_stretches(&command->ordered.accesses[i].box);
    return count;
}

static size_t list_stretches(const struct command *command, bool write, struct stretch *list) {
    size_t count = 0;
    for (uint32_t i = 0; i < command->ordered.access_count; i++) {
        const struct box *box = &command->ordered.accesses[i].box;
        if (command->ordered.accesses[i].write != write)
            continue;
        for (uint64_t s = 0; s < box_stretches(box); s++)
            list[count++] = box_stretch(box, s);
    }
    return count;
}

/* Which region a byte is of, for messages. */
static size_t region_of(const struct command *command, bool write, uint64_t byte, size_t not) {
    size_t number = 0;
    for (uint32_t i = 0; i < command->ordered.access_count; i++) {
        const struct box *box = &command->ordered.accesses[i].box;
        if (command->ordered.accesses[i].write != write)
            continue;
        for (uint64_t s = 0; s < box_stretches(box); s++) {
            struct stretch stretch = box_stretch(box, s);
            if (stretch.begin <= byte && byte < stretch.end && number != not)
                return number;
        }
        number++;
    }
    return not;
}

static enum tk_status refuse_twice(const struct command *command, uint64_t byte, uint64_t base) {
    size_t one = region_of(command, true, byte, SIZE_MAX);
    size_t other = region_of(command, true, byte, one);
    return fail(TK_ERROR_OVERLAP,
                "byte %" PRIu64 " of the destination is written by region %zu and by region %zu",
                byte - base, one, other);
}

/* Destinations are sorted and apart. */
static enum tk_status check_sources(const struct command *command, const struct stretch *to,
                                    size_t to_count, const struct stretch *from, size_t from_count,
                                    uint64_t base) {
    for (size_t i = 0; i < from_count; i++) {
        size_t low = 0, high = to_count; /* the first that ends behind the source's begin */
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (to[middle].end > from[i].begin)
                high = middle;
            else
                low = middle + 1;
        }
        if (low == to_count || to[low].begin >= from[i].end)
            continue;
        uint64_t byte = to[low].begin > from[i].begin ? to[low].begin : from[i].begin;
        return fail(TK_ERROR_OVERLAP,
                    "byte %" PRIu64 " of the destination is written by region %zu and read by "
                    "region %zu",
                    byte - base, region_of(command, true, byte, SIZE_MAX),
                    region_of(command, false, byte, SIZE_MAX));
    }
    return TK_OK;
}

static enum tk_status check_overlap(const struct command *command, size_t regions, bool one_space,
                                    uint64_t base) {
    const struct access *last = command->ordered.access_count
                                    ? &command->ordered.accesses[command->ordered.access_count - 1]
                                    : NULL;
    if (regions == 1 && is_plain(&last->box) &&
        (!one_space || !whole_overlap(&last->box, &last[-1].box)))
        return TK_OK;
    uint64_t to_count = count_stretches(command, true);
    uint64_t from_count = one_space ? count_stretches(command, false) : 0;
    if (to_count > SIZE_MAX / 64 || from_count > SIZE_MAX / 64)
        return fail_memory();
    struct stretch one, other, *to = memory_get(to_count * sizeof *to),
                               *from = memory_get(from_count * sizeof *from);
    enum tk_status status;
    if (!to || !from) {
        status = fail_memory();
    } else {
        list_stretches(command, true, to);
        if (one_space)
            list_stretches(command, false, from);
        status = stretches_overlap(to, to_count, &one, &other)
                     ? refuse_twice(command, other.begin, base)
                     : check_sources(command, to, to_count, from, from_count, base);
    }
    free(to);
    free(from);
    return status;
}

/* ---- recording ---- */

static enum tk_status side_of(struct command_buffer *commands, const char *name, tk_buffer handle,
                              struct side *side) {
    struct buffer *buffer = object_find(OBJECT_BUFFER, handle);
    if (!buffer)
        return TK_ERROR_HANDLE;
    *side = (struct side){name, commands->device->space, buffer->address, buffer->bytes, buffer};
    if (buffer->device == commands->device)
        return TK_OK;
    object_drop(buffer);
    side->buffer = NULL;
    return fail(TK_ERROR_MISMATCH, "%s: a buffer of another device", name);
}

static enum tk_status host_side(const char *name, const void *memory, struct side *side) {
    *side = (struct side){name, HOST_SPACE, (uintptr_t)memory, UINT64_MAX - (uintptr_t)memory};
    return memory ? TK_OK : fail(TK_ERROR_ARGUMENT, "%s: NULL", name);
}

/* All regions with both sides, or with `to` alone. */
static enum tk_status add_regions(struct command *command, const struct side *from,
                                  const struct side *to, size_t count,
                                  const struct tk_region *regions) {
    for (size_t i = 0; i < count; i++) {
        const struct tk_region *region = &regions[i];
        struct box source, target;
        enum tk_status status = check_extent(region, i);
        if (!status && from)
            status = place(from, region, &region->from, i, &source);
        if (!status)
            status = place(to, region, &region->to, i, &target);
        if (status)
            return status;
        if (from)
            command_add_access(command, from->space, false, source);
        command_add_access(command, to->space, true, target);
    }
    return check_overlap(command, count, from && from->space == to->space, to->address);
}

static enum tk_status check_list(size_t count, const void *regions) {
    if (count && regions)
        return count <= UINT32_MAX / 2 ? TK_OK : fail(TK_ERROR_ARGUMENT, "%zu regions", count);
    return fail(TK_ERROR_ARGUMENT, regions ? "no regions: a count of 0" : "regions: NULL");
}

/* Takes the buffers of both sides, whatever comes. */
static struct command *transfer_new(enum command_kind kind, const struct side *from,
                                    const struct side *to, size_t count,
                                    const struct tk_region *regions, const struct tk_waits *waits,
                                    size_t extra, enum tk_status *status) {
    const struct command_room room = {(size_t)(from ? 2 : 1) * count, waits_count(waits), 2, extra};
    struct command *command = command_new(kind, &room);
    if (!command) {
        if (from)
            object_drop(from->buffer);
        object_drop(to->buffer);
        *status = TK_ERROR_MEMORY;
        return NULL;
    }
    if (from)
        command_keep_object(command, from->buffer);
    command_keep_object(command, to->buffer);
    *status = add_regions(command, from, to, count, regions);
    if (!*status)
        return command;
    command_drop(command);
    return NULL;
}

static enum tk_status record_transfer(struct command_buffer *commands, enum command_kind kind,
                                      const struct side *from, const struct side *to, size_t count,
                                      const struct tk_region *regions, const struct tk_waits *waits,
                                      tk_sync_point *point) {
    enum tk_status status;
    struct command *command = transfer_new(kind, from, to, count, regions, waits, 0, &status);
    if (command)
        return record(commands, command, waits, point);
    object_drop(commands);
    return status;
}

static struct command_buffer *begin(tk_command_buffer handle, size_t count, const void *regions,
                                    enum tk_status *status) {
    *status = check_list(count, regions);
    if (*status)
        return NULL;
    struct command_buffer *commands = object_find(OBJECT_COMMANDS, handle);
    *status = commands ? TK_OK : TK_ERROR_HANDLE;
    return commands;
}

static enum tk_status give_up(struct command_buffer *commands, const struct side *side,
                              enum tk_status status) {
    if (side)
        object_drop(side->buffer);
    object_drop(commands);
    return status;
}

enum tk_status tk_record_write(tk_command_buffer handle, const void *from, tk_buffer to,
                               size_t count, const struct tk_region *regions,
                               const struct tk_waits *waits, tk_sync_point *point) {
    enum tk_status status;
    struct side source, target;
    struct command_buffer *commands = begin(handle, count, regions, &status);
    if (!commands)
        return status;
    if ((status = host_side("from", from, &source)) ||
        (status = side_of(commands, "to", to, &target)))
        return give_up(commands, NULL, status);
    return record_transfer(commands, COMMAND_WRITE, &source, &target, count, regions, waits, point);
}

enum tk_status tk_record_read(tk_command_buffer handle, tk_buffer from, void *to, size_t count,
                              const struct tk_region *regions, const struct tk_waits *waits,
                              tk_sync_point *point) {
    enum tk_status status;
    struct side source, target;
    struct command_buffer *commands = begin(handle, count, regions, &status);
    if (!commands)
        return status;
    if ((status = host_side("to", to, &target)) ||
        (status = side_of(commands, "from", from, &source)))
        return give_up(commands, NULL, status);
    return record_transfer(commands, COMMAND_READ, &source, &target, count, regions, waits, point);
}

enum tk_status tk_record_copy(tk_command_buffer handle, tk_buffer from, tk_buffer to, size_t count,
                              const struct tk_region *regions, const struct tk_waits *waits,
                              tk_sync_point *point) {
    enum tk_status status;
    struct side source, target;
    struct command_buffer *commands = begin(handle, count, regions, &status);
    if (!commands)
        return status;
    if ((status = side_of(commands, "from", from, &source)))
        return give_up(commands, NULL, status);
    if ((status = side_of(commands, "to", to, &target)))
        return give_up(commands, &source, status);
    return record_transfer(commands, COMMAND_COPY, &source, &target, count, regions, waits, point);
}

/* So many bytes of patterns as are written at once. */
enum { FILL_AT_ONCE = 4096 };

static enum tk_status check_pattern(const void *pattern, size_t bytes, size_t count,
                                    const struct tk_region *regions) {
    if (!pattern || !bytes || bytes > TK_PATTERN_BYTES)
        return fail(TK_ERROR_ARGUMENT,
                    pattern ? "a pattern of %zu bytes: 1 to %d" : "pattern: NULL", bytes,
                    TK_PATTERN_BYTES);
    for (size_t i = 0; i < count; i++)
        if (regions[i].bytes % bytes)
            return fail(TK_ERROR_ARGUMENT,
                        "region %zu: rows of %" PRIu64
                        " bytes are no multiple of the pattern's %zu",
                        i, regions[i].bytes, bytes);
    return TK_OK;
}

enum tk_status tk_record_fill(tk_command_buffer handle, tk_buffer to, const void *pattern,
                              size_t pattern_bytes, size_t count, const struct tk_region *regions,
                              const struct tk_waits *waits, tk_sync_point *point) {
    enum tk_status status;
    struct side target;
    struct command_buffer *commands = begin(handle, count, regions, &status);
    if (!commands)
        return status;
    if ((status = check_pattern(pattern, pattern_bytes, count, regions)) ||
        (status = side_of(commands, "to", to, &target)))
        return give_up(commands, NULL, status);
    size_t longest = 0, once = FILL_AT_ONCE / pattern_bytes * pattern_bytes;
    for (size_t i = 0; i < count; i++)
        longest = regions[i].bytes > longest ? regions[i].bytes : longest;
    if (once > longest && longest)
        once = longest;
    struct command *command =
        transfer_new(COMMAND_FILL, NULL, &target, count, regions, waits, once, &status);
    if (!command)
        return give_up(commands, NULL, status);
    const struct command_room room = {count, waits_count(waits), 2, once};
    command->fill.bytes = command_extra(command, &room);
    command->fill.count = once;
    command->fill.pattern_bytes = pattern_bytes;
    for (size_t i = 0; i < once; i++)
        ((char *)command->fill.bytes)[i] = ((const char *)pattern)[i % pattern_bytes];
    return record(commands, command, waits, point);
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

/* What regions are refused, and why. */
#include "libtask/host/record/regions.h"

#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

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
    const char *where = side->is_host ? "of host memory" : "of the buffer";
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

/* ---- all of them ---- */

enum tk_status regions_add(struct command *command, const struct side *from, const struct side *to,
                           size_t count, const struct tk_region *regions) {
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

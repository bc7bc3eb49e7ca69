/* Commands of a recording as a table that the Neutrino walks (libtask/neutrino/graph_table.h). */
#include "libtask/host/device/musim/musim.h"
#include "libtask/host/memory.h"
#include "libtask/host/record/recording.h"
#include "libtask/neutrino/graph_table.h"

#include <stdlib.h>
#include <string.h>

enum { UNIT = 8 };

static uint64_t rounded(uint64_t bytes) {
    return (bytes + UNIT - 1) / UNIT * UNIT;
}

struct slice *slice_new(void) {
    enum { MOST = GRAPH_TABLE_BYTES / sizeof(struct graph_node) };
    struct slice *slice = memory_zeroed(1, sizeof *slice);
    if (slice) {
        slice->done = memory_get(MOST * sizeof *slice->done);
        slice->bytes = memory_get(GRAPH_TABLE_BYTES);
    }
    if (slice && slice->done && slice->bytes)
        return slice;
    slice_free(slice);
    return NULL;
}

void slice_free(struct slice *slice) {
    if (slice) {
        free(slice->done);
        free(slice->bytes);
    }
    free(slice);
}

/* ---- how much room ---- */

/* The sides of regions alternate; of a read and a write one is of the host's memory, whose bytes
 * are in the table, region behind region. */
static const struct box *from_box(const struct command *command, uint32_t region) {
    return &command->ordered.accesses[2 * region].box;
}

static const struct box *to_box(const struct command *command, uint32_t region) {
    return &command->ordered.accesses[2 * region + 1].box;
}

static uint32_t count_regions(const struct command *command) {
    return command->ordered.access_count / 2;
}

static uint64_t region_bytes(const struct box *box) {
    return box->bytes * box->rows * box->planes;
}

/* At most what a table has, and one more. */
static uint64_t transfer_bytes(const struct command *command) {
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < count_regions(command) && bytes <= GRAPH_TABLE_BYTES; i++)
        bytes += region_bytes(to_box(command, i));
    return bytes;
}

/* A long row of a fill is some copies of the pattern's bytes, as rows of a plane, and a rest. */
static uint64_t count_copies(const struct command *command) {
    if (command->kind != COMMAND_FILL)
        return count_regions(command);
    uint64_t copies = 0, bytes = command->fill.count;
    for (uint32_t i = 0; i < command->ordered.access_count; i++) {
        const struct box *to = &command->ordered.accesses[i].box;
        copies += to->bytes <= bytes ? 1 : to->planes + (to->bytes % bytes != 0);
    }
    return copies;
}

static uint64_t launch_bytes(const struct launch *launch) {
    return NEUTRINO_ARGS_BASE - NEUTRINO_LAUNCH_BASE + NEUTRINO_ARGUMENT_OFFSET +
           launch->kernel->argument_bytes;
}

static uint64_t data_bytes(const struct command *command) {
    switch (command->kind) {
    case COMMAND_LAUNCH: return rounded(launch_bytes(&command->launch));
    case COMMAND_FILL:
        return rounded(command->fill.count) + count_copies(command) * sizeof(struct graph_copy);
    case COMMAND_COPY: return count_copies(command) * sizeof(struct graph_copy);
    case COMMAND_READ:
    case COMMAND_WRITE:
        return rounded(transfer_bytes(command)) + count_copies(command) * sizeof(struct graph_copy);
    default: return 0;
    }
}

enum taker musim_takes(struct device *device, const struct command *command) {
    bool has_room = command->ordered.access_count < GRAPH_TABLE_BYTES &&
                    data_bytes(command) <= GRAPH_TABLE_BYTES / 2;
    switch (command->kind) {
    case COMMAND_LAUNCH: return command->launch.program->walks_graphs ? DEVICE_TAKES : HOST_TAKES;
    case COMMAND_BARRIER: return DEVICE_TAKES;
    case COMMAND_COPY:
    case COMMAND_FILL: return has_room ? DEVICE_TAKES : HOST_TAKES;
    case COMMAND_READ:
    case COMMAND_WRITE: return has_room ? EITHER_TAKES : HOST_TAKES;
    default: return HOST_TAKES;
    }
}

/* ---- which nodes ---- */

/* Of the graph; a place is of the slice. */
static uint32_t node_at(const struct slice *slice, uint32_t place) {
    const struct pieces *pieces = &slice->recording->plan->pieces;
    return pieces->nodes[pieces->first[slice->piece] + slice->begin + place];
}

/* The place of a node, or one that is not below count. */
static uint32_t place_of(const struct slice *slice, uint32_t node) {
    const struct pieces *pieces = &slice->recording->plan->pieces;
    return pieces->unit_of[node] == slice->piece ? pieces->place_of[node] - slice->begin
                                                 : GRAPH_NOBODY;
}

static const struct command *command_at(const struct slice *slice, uint32_t place) {
    uint32_t node = node_at(slice, place);
    return node < slice->recording->count ? slice->recording->commands[node] : NULL;
}

static uint64_t count_edges(const struct slice *slice) {
    const struct graph *graph = &slice->recording->plan->graph;
    uint64_t count = 0;
    for (uint32_t place = 0; place < slice->count; place++) {
        uint32_t node = node_at(slice, place);
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++)
            count += place_of(slice, graph->successors[i]) < slice->count;
    }
    return count;
}

/* A quarter of the table is the edges'. One node alone has none, and more data than the rest has
 * room for none (musim_takes). */
enum { EDGE_BYTES = GRAPH_TABLE_BYTES / 4, NODE_BYTES = GRAPH_TABLE_BYTES - EDGE_BYTES };

void slice_begin(struct slice *slice, uint32_t begin) {
    const struct pieces *pieces = &slice->recording->plan->pieces;
    uint32_t all = pieces->first[slice->piece + 1] - pieces->first[slice->piece] - begin;
    uint64_t bytes = sizeof(struct graph_table);
    slice->begin = begin;
    for (slice->count = 0; slice->count < all; slice->count++) {
        const struct command *command = command_at(slice, slice->count);
        bytes += sizeof(struct graph_node) + UNIT + (command ? data_bytes(command) : 0);
        if (bytes > NODE_BYTES)
            break;
    }
    while (count_edges(slice) > EDGE_BYTES / sizeof(uint32_t))
        slice->count /= 2;
    memset(slice->done, 0, slice->count * sizeof *slice->done);
}

uint32_t slice_command(const struct slice *slice, uint32_t place) {
    uint32_t node = node_at(slice, place);
    return node < slice->recording->count ? node : TK_NO_COMMAND;
}

/* ---- the table ---- */

struct encoder {
    struct slice *slice;
    struct machine *machine;
    uint32_t address;
    struct graph_node *nodes;
};

static void *take(struct encoder *encoder, uint64_t bytes, uint32_t *address) {
    struct slice *slice = encoder->slice;
    void *block = slice->bytes + slice->used;
    *address = encoder->address + (uint32_t)slice->used;
    slice->used += rounded(bytes);
    return block;
}

static void encode_edges(struct encoder *encoder) {
    const struct slice *slice = encoder->slice;
    const struct graph *graph = &slice->recording->plan->graph;
    for (uint32_t place = 0; place < slice->count; place++) {
        struct graph_node *from = &encoder->nodes[place];
        uint32_t node = node_at(slice, place), *successors = take(encoder, 0, &from->successors);
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
            uint32_t to = place_of(slice, graph->successors[i]);
            if (to >= slice->count)
                continue;
            successors[from->count++] = to;
            encoder->nodes[to].before++;
        }
        take(encoder, from->count * sizeof *successors, &(uint32_t){0});
    }
}

static struct graph_copy copy_of(uint64_t source, const struct box *to) {
    return (struct graph_copy){
        .source = source,
        .destination = to->begin,
        .bytes = to->bytes,
        .rows = to->rows,
        .planes = to->planes,
        .destination_row_stride = (int64_t)to->row_pitch,
        .destination_plane_stride = (int64_t)to->plane_pitch,
    };
}

static struct graph_copy copy_between(const struct box *from, const struct box *to) {
    struct graph_copy copy = copy_of(from->begin, to);
    copy.source_row_stride = (int64_t)from->row_pitch;
    copy.source_plane_stride = (int64_t)from->plane_pitch;
    return copy;
}

/* Of a row that is longer than the bytes of the pattern that there are. */
static struct graph_copy *fill_long(struct graph_copy *next, uint64_t source, uint64_t bytes,
                                    const struct box *to) {
    uint64_t times = to->bytes / bytes;
    for (uint64_t plane = 0; plane < to->planes; plane++)
        *next++ = copy_of(source, &(struct box){.begin = to->begin + plane * to->plane_pitch,
                                                .bytes = bytes,
                                                .rows = times,
                                                .planes = to->rows,
                                                .row_pitch = bytes,
                                                .plane_pitch = to->row_pitch});
    if (to->bytes % bytes) {
        struct box rest = *to;
        rest.begin += times * bytes;
        rest.bytes = to->bytes % bytes;
        *next++ = copy_of(source, &rest);
    }
    return next;
}

static void encode_fill(struct encoder *encoder, const struct command *command,
                        struct graph_node *node) {
    uint32_t pattern;
    memcpy(take(encoder, command->fill.count, &pattern), command->fill.bytes, command->fill.count);
    node->amount = (uint32_t)count_copies(command);
    struct graph_copy *next = take(encoder, node->amount * sizeof *next, &node->data);
    for (uint32_t i = 0; i < command->ordered.access_count; i++) {
        const struct box *to = &command->ordered.accesses[i].box;
        if (to->bytes <= command->fill.count)
            *next++ = copy_of(pattern, to);
        else
            next = fill_long(next, pattern, command->fill.count, to);
    }
}

static void encode_copy(struct encoder *encoder, const struct command *command,
                        struct graph_node *node) {
    node->amount = (uint32_t)count_copies(command);
    struct graph_copy *copies = take(encoder, node->amount * sizeof *copies, &node->data);
    for (uint32_t i = 0; i < node->amount; i++)
        copies[i] = copy_between(from_box(command, i), to_box(command, i));
}

/* ---- bytes of the host's memory ---- */

/* Between a box of it and bytes that follow each other. */
static void pack(const struct box *box, uint8_t *packed, bool into_box) {
    uint64_t count = box_stretches(box);
    for (uint64_t i = 0; i < count; i++) {
        struct stretch stretch = box_stretch(box, i);
        void *memory = (void *)(uintptr_t)stretch.begin;
        size_t bytes = stretch.end - stretch.begin;
        if (into_box)
            memcpy(memory, packed, bytes);
        else
            memcpy(packed, memory, bytes);
        packed += bytes;
    }
}

static void encode_transfer(struct encoder *encoder, const struct command *command,
                            struct graph_node *node) {
    uint32_t address;
    uint8_t *packed = take(encoder, transfer_bytes(command), &address);
    bool is_write = command->kind == COMMAND_WRITE;
    node->amount = (uint32_t)count_copies(command);
    struct graph_copy *copies = take(encoder, node->amount * sizeof *copies, &node->data);
    for (uint32_t i = 0; i < node->amount; i++) {
        const struct box *from = from_box(command, i), *to = to_box(command, i);
        struct box dense = {address,    to->bytes, to->rows,
                            to->planes, to->bytes, to->bytes * to->rows};
        copies[i] = is_write ? copy_between(&dense, to) : copy_between(from, &dense);
        if (is_write)
            pack(from, packed, false);
        packed += region_bytes(to);
        address += (uint32_t)region_bytes(to);
    }
}

bool slice_bring(struct slice *slice, struct musim *musim, uint32_t place) {
    const struct command *command = command_at(slice, place);
    const struct graph_node *nodes =
        (const struct graph_node *)(slice->bytes + sizeof(struct graph_table));
    if (!command || command->kind != COMMAND_READ)
        return true;
    /* In front of the copies. */
    uint64_t bytes = transfer_bytes(command);
    uint32_t address = nodes[place].data - (uint32_t)rounded(bytes);
    uint8_t *packed = slice->bytes + (address - MUSIM_TABLE_ADDRESS);
    if (!musim_read(musim, address, packed, bytes))
        return false;
    for (uint32_t i = 0; i < count_regions(command); i++) {
        pack(to_box(command, i), packed, true);
        packed += region_bytes(to_box(command, i));
    }
    return true;
}

/* ---- commands ---- */

/* The simulator checks it and says what the launch block is. */
static enum tk_status encode_launch(struct encoder *encoder, const struct command *command,
                                    struct graph_node *node) {
    struct musim *musim = encoder->machine->musim;
    enum tk_status status = musim_prepare(encoder->machine, &command->launch);
    if (status)
        return status;
    node->amount = (uint32_t)launch_bytes(&command->launch);
    void *block = take(encoder, node->amount, &node->data);
    return musim_read(musim, NEUTRINO_LAUNCH_BASE, block, node->amount)
               ? TK_OK
               : fail(TK_ERROR_FAILED, "%s", musim_error(musim));
}

static enum tk_status encode_node(struct encoder *encoder, uint32_t place) {
    const struct command *command = command_at(encoder->slice, place);
    struct graph_node *node = &encoder->nodes[place];
    if (!command || encoder->slice->done[place] || command->kind == COMMAND_BARRIER ||
        (command->kind == COMMAND_LAUNCH && launch_is_nothing(&command->launch)))
        return TK_OK;
    node->kind = command->kind == COMMAND_LAUNCH ? GRAPH_LAUNCH : GRAPH_COPY;
    if (command->kind == COMMAND_LAUNCH)
        return encode_launch(encoder, command, node);
    if (command->kind == COMMAND_FILL)
        encode_fill(encoder, command, node);
    else if (command->kind == COMMAND_COPY)
        encode_copy(encoder, command, node);
    else
        encode_transfer(encoder, command, node);
    return TK_OK;
}

enum tk_status slice_encode(struct slice *slice, struct machine *machine, uint32_t address,
                            uint32_t *failed) {
    struct encoder encoder = {.slice = slice, .machine = machine, .address = address};
    struct graph_table *table = (struct graph_table *)slice->bytes;
    enum tk_status status = TK_OK;
    slice->used = rounded(sizeof *table);
    *table = (struct graph_table){.count = slice->count, .running = GRAPH_NOBODY};
    encoder.nodes = take(&encoder, slice->count * sizeof *encoder.nodes, &table->nodes);
    memset(encoder.nodes, 0, slice->count * sizeof *encoder.nodes);
    encode_edges(&encoder);
    for (uint32_t place = 0; place < slice->count && !status; place++) {
        *failed = place;
        status = encode_node(&encoder, place);
    }
    return status;
}

/* Random command buffers, and their oracle. */
#include "tests/libtask/host/random_buffers.h"

static struct rig *rig;
static tk_buffer buffers[BUFFERS + 2]; /* and parts of the first */
static uint8_t host[HOST];             /* that commands read and write */

/* The oracle's. */
static uint8_t model[BUFFERS][BYTES], model_host[HOST];
static const struct {
    int of;
    uint32_t offset, bytes;
} places[] = {{0, 0, BYTES}, {1, 0, BYTES}, {2, 0, BYTES}, {0, 64, 128}, {0, 100, 60}};

static uint8_t *model_at(uint32_t buffer) {
    return &model[places[buffer].of][places[buffer].offset];
}

static enum tk_status stir_host(tk_command_buffer commands, void *user) {
    for (int i = 0; i < HOST; i++)
        host[i] = (uint8_t)(host[i] * 3 + i);
    return TK_OK;
}

static const struct tk_region all_bytes = {BYTES, 1, 1};

void random_begin(struct rig *on) {
    rig = on;
    for (int i = 0; i < BUFFERS; i++)
        buffers[i] = rig_buffer(rig, BYTES);
    for (int i = BUFFERS; i < BUFFERS + 2; i++)
        OK(tk_buffer_part(buffers[0], places[i].offset, places[i].bytes, &buffers[i]));
    for (int i = 0; i < BUFFERS; i++)
        OK(tk_record_fill(rig->commands, buffers[i], "\5", 1, 1, &all_bytes, NULL, NULL));
    rig_run(rig);
    OK(tk_commands_reset(rig->commands));
}

void random_end(void) {
    for (int i = 0; i < BUFFERS + 2; i++)
        OK(tk_buffer_destroy(buffers[i]));
}

/* ---- commands, recorded and done ---- */

static uint64_t extent(const struct tk_region *region, const struct tk_place *at) {
    return at->offset + (region->planes - 1) * at->plane_pitch +
           (region->rows - 1) * at->row_pitch + region->bytes;
}

static struct tk_place draw_place(struct random *random, const struct tk_region *region) {
    uint64_t row = region->bytes + draw(random, 4);
    return (struct tk_place){draw(random, 48), row, row * region->rows + draw(random, 4)};
}

struct change draw_change(struct random *random) {
    struct change change = {
        .kind = draw(random, 8) ? draw(random, CALLBACK) : draw(random, KINDS),
        .from = draw(random, BUFFERS + 2),
        .to = draw(random, BUFFERS + 2),
        .region = {2 + 2 * draw(random, 8), 1 + draw(random, 3), 1 + draw(random, 2)},
        .value = (uint8_t)draw(random, 256),
    };
    change.items = places[change.from].bytes < places[change.to].bytes ? places[change.from].bytes
                                                                        : places[change.to].bytes;
    change.region.from = draw_place(random, &change.region);
    change.region.to = draw_place(random, &change.region);
    return change;
}

enum tk_status record_change(tk_command_buffer commands, const struct change *change) {
    const struct tk_access accesses = {NULL, host, 0, HOST, true};
    const uint8_t pattern[2] = {change->value, (uint8_t)(change->value + 1)};
    const struct tk_argument arguments[] = {
        {buffers[change->from]}, {buffers[change->to]}, {.value = &change->value, .bytes = 1}};
    struct tk_launch launch = along(rig, "stir", change->items, 3, arguments);
    launch.local[0] = 16;
    switch (change->kind) {
    case WRITE:
        if (extent(&change->region, &change->region.from) > HOST)
            return TK_ERROR_RANGE; /* that nobody else can know */
        return tk_record_write(commands, host, buffers[change->to], 1, &change->region, NULL, NULL);
    case READ:
        if (extent(&change->region, &change->region.to) > HOST)
            return TK_ERROR_RANGE;
        return tk_record_read(commands, buffers[change->from], host, 1, &change->region, NULL,
                              NULL);
    case COPY:
        return tk_record_copy(commands, buffers[change->from], buffers[change->to], 1,
                              &change->region, NULL, NULL);
    case FILL:
        return tk_record_fill(commands, buffers[change->to], pattern, 2, 1, &change->region, NULL,
                              NULL);
    case LAUNCH:
        if (places[change->from].of == places[change->to].of)
            return TK_ERROR_RANGE; /* its work-items would race */
        return tk_record_launch(commands, &launch, NULL, NULL);
    case CALLBACK: return tk_record_callback(commands, stir_host, NULL, 1, &accesses, NULL, NULL);
    default: return tk_record_barrier(commands, NULL, NULL);
    }
}

static void do_change(const struct change *change) {
    const struct tk_region *region = &change->region;
    const uint8_t *from = change->kind == WRITE ? model_host : model_at(change->from);
    uint8_t *to = change->kind == READ ? model_host : model_at(change->to);
    if (change->kind == BARRIER)
        return;
    if (change->kind == CALLBACK) {
        for (int i = 0; i < HOST; i++)
            model_host[i] = (uint8_t)(model_host[i] * 3 + i);
        return;
    }
    if (change->kind == LAUNCH) {
        for (uint32_t i = 0; i < change->items; i++)
            to[i] = (uint8_t)(to[i] * 5 + from[i] + change->value);
        return;
    }
    for (uint64_t plane = 0; plane < region->planes; plane++)
        for (uint64_t row = 0; row < region->rows; row++)
            for (uint64_t i = 0; i < region->bytes; i++)
                to[region->to.offset + plane * region->to.plane_pitch + row * region->to.row_pitch +
                   i] = change->kind == FILL
                            ? (uint8_t)(change->value + i % 2)
                            : from[region->from.offset + plane * region->from.plane_pitch +
                                   row * region->from.row_pitch + i];
}

/* ---- buffers of them ---- */

static void read_all(uint8_t content[BUFFERS][BYTES]) {
    tk_command_buffer commands;
    OK(tk_commands_create(rig->device, &commands));
    for (int i = 0; i < BUFFERS; i++)
        OK(tk_record_read(commands, buffers[i], content[i], 1, &all_bytes, NULL, NULL));
    OK(tk_commands_finalize(commands));
    OK(rig_dispatch(rig, commands));
    OK(tk_commands_destroy(commands));
}

static uint32_t record_many(struct random *random, struct change *changes, uint32_t count) {
    uint32_t recorded = 0;
    while (recorded < count) {
        changes[recorded] = draw_change(random);
        enum tk_status status = record_change(rig->commands, &changes[recorded]);
        ck_assert(status == TK_OK || status == TK_ERROR_RANGE || status == TK_ERROR_OVERLAP);
        recorded += status == TK_OK;
    }
    return recorded;
}

static void update_some(struct random *random, struct change *changes, uint32_t count) {
    static const size_t indices[] = {0, 1};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = draw(random, BUFFERS + 2), to = draw(random, BUFFERS + 2);
        const struct tk_argument arguments[] = {{buffers[from]}, {buffers[to]}};
        tk_sync_point point;
        if (changes[i].kind != LAUNCH || draw(random, 2) || places[from].of == places[to].of ||
            places[from].bytes < changes[i].items || places[to].bytes < changes[i].items)
            continue;
        OK(tk_commands_point(rig->commands, i, &point));
        OK(tk_commands_update(rig->commands, point, 2, indices, arguments));
        changes[i].from = from;
        changes[i].to = to;
    }
}

void random_compare(uint64_t seed) {
    static uint8_t content[BUFFERS][BYTES];
    struct random random = {seed};
    struct change changes[MOST];
    OK(tk_commands_reset(rig->commands));
    uint32_t count = record_many(&random, changes, 1 + draw(&random, MOST));
    OK(tk_commands_finalize(rig->commands));
    read_all(model);
    memcpy(model_host, host, HOST);
    for (int again = 0; again < 4; again++) {
        if (again > 1)
            update_some(&random, changes, count);
        OK(rig_dispatch(rig, rig->commands));
        for (uint32_t i = 0; i < count; i++)
            do_change(&changes[i]);
    }
    read_all(content);
    ck_assert_msg(!memcmp(content, model, sizeof model), "seed %ju: buffers differ",
                  (uintmax_t)seed);
    ck_assert_msg(!memcmp(host, model_host, HOST), "seed %ju: host memory differs",
                  (uintmax_t)seed);
}

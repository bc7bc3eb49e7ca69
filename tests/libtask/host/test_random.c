/* Random command buffers against the same commands one after the other, with failures of memory
 * and of commands in between. */
#include "libtask/host/memory.h"
#include "tests/libtask/host/random.h"
#include "tests/libtask/host/rig.h"

enum { BUFFERS = 3, BYTES = 256, HOST = 64, MOST = 100 };

static struct rig rig;
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

/* Does something that neither commutes nor forgets. */
static int stir(const struct tk_item *item, void *const *arguments) {
    const uint8_t *from = arguments[0];
    uint8_t *to = arguments[1];
    uint32_t i = item->global_id[0];
    to[i] = (uint8_t)(to[i] * 5 + from[i] + *(uint8_t *)arguments[2]);
    return 0;
}

/* In place: the buffers may be the same bytes. */
static const struct tk_host_parameter stir_parameters[] = {
    {"from", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"to", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
    {"add", NEUTRINO_UINT, NEUTRINO_READ, 1},
};

static enum tk_status stir_host(tk_command_buffer commands, void *user) {
    for (int i = 0; i < HOST; i++)
        host[i] = (uint8_t)(host[i] * 3 + i);
    return TK_OK;
}

static const struct tk_region all_bytes = {BYTES, 1, 1};

static void open_native(void) {
    static const struct tk_host_kernel kernel = {"stir", stir, stir_parameters, 3, {0}, false};
    rig_open(&rig);
    OK(tk_program_destroy(rig.program));
    OK(tk_program_create(rig.device, &kernel, 1, &rig.program));
}

static void make_buffers(void) {
    for (int i = 0; i < BUFFERS; i++)
        buffers[i] = rig_buffer(&rig, BYTES);
    for (int i = BUFFERS; i < BUFFERS + 2; i++)
        OK(tk_buffer_part(buffers[0], places[i].offset, places[i].bytes, &buffers[i]));
    for (int i = 0; i < BUFFERS; i++)
        OK(tk_record_fill(rig.commands, buffers[i], "\5", 1, 1, &all_bytes, NULL, NULL));
    rig_run(&rig);
    OK(tk_commands_reset(rig.commands));
}

static void setup(void) {
    open_native();
    make_buffers();
}

static void teardown(void) {
    for (int i = 0; i < BUFFERS + 2; i++)
        OK(tk_buffer_destroy(buffers[i]));
    rig_close(&rig);
}

/* ---- commands, recorded and done ---- */

struct change {
    enum { WRITE, READ, COPY, FILL, LAUNCH, CALLBACK, BARRIER, KINDS } kind;
    uint32_t from, to;
    struct tk_region region;
    uint8_t value;
};

static uint64_t extent(const struct tk_region *region, const struct tk_place *at) {
    return at->offset + (region->planes - 1) * at->plane_pitch +
           (region->rows - 1) * at->row_pitch + region->bytes;
}

static struct tk_place draw_place(struct random *random, const struct tk_region *region) {
    uint64_t row = region->bytes + draw(random, 4);
    return (struct tk_place){draw(random, 48), row, row * region->rows + draw(random, 4)};
}

/* Often one that is refused: for its bounds, or because its sides overlap. */
static struct change draw_change(struct random *random) {
    struct change change = {
        .kind = draw(random, 8) ? draw(random, CALLBACK) : draw(random, KINDS),
        .from = draw(random, BUFFERS + 2),
        .to = draw(random, BUFFERS + 2),
        .region = {2 + 2 * draw(random, 8), 1 + draw(random, 3), 1 + draw(random, 2)},
        .value = (uint8_t)draw(random, 256),
    };
    change.region.from = draw_place(random, &change.region);
    change.region.to = draw_place(random, &change.region);
    return change;
}

static enum tk_status record_change(tk_command_buffer commands, const struct change *change) {
    const struct tk_access accesses = {NULL, host, 0, HOST, true};
    const uint8_t pattern[2] = {change->value, (uint8_t)(change->value + 1)};
    uint32_t items = places[change->from].bytes < places[change->to].bytes
                         ? places[change->from].bytes
                         : places[change->to].bytes;
    const struct tk_argument arguments[] = {
        {buffers[change->from]}, {buffers[change->to]}, {.value = &change->value, .bytes = 1}};
    struct tk_launch launch = along(&rig, "stir", items, 3, arguments);
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
        for (uint32_t i = 0; i < places[change->from].bytes && i < places[change->to].bytes; i++)
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
    OK(tk_commands_create(rig.device, &commands));
    for (int i = 0; i < BUFFERS; i++)
        OK(tk_record_read(commands, buffers[i], content[i], 1, &all_bytes, NULL, NULL));
    OK(tk_commands_finalize(commands));
    OK(tk_dispatch(rig.queue, commands, &(struct tk_dispatch){.fence = rig.fence}));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    OK(tk_commands_destroy(commands));
}

static uint32_t record_many(struct random *random, struct change *changes, uint32_t count) {
    uint32_t recorded = 0;
    while (recorded < count) {
        changes[recorded] = draw_change(random);
        enum tk_status status = record_change(rig.commands, &changes[recorded]);
        ck_assert(status == TK_OK || status == TK_ERROR_RANGE || status == TK_ERROR_OVERLAP);
        recorded += status == TK_OK;
    }
    return recorded;
}

static void compare(uint64_t seed) {
    static uint8_t content[BUFFERS][BYTES];
    struct random random = {seed};
    struct change changes[MOST];
    OK(tk_commands_reset(rig.commands));
    uint32_t count = record_many(&random, changes, 1 + draw(&random, MOST));
    OK(tk_commands_finalize(rig.commands));
    read_all(model);
    memcpy(model_host, host, HOST);
    for (int again = 0; again < 2; again++) {
        OK(tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
        OK(tk_fence_wait(rig.fence, TK_FOREVER));
        for (uint32_t i = 0; i < count; i++)
            do_change(&changes[i]);
    }
    read_all(content);
    ck_assert_msg(!memcmp(content, model, sizeof model), "seed %ju: buffers differ",
                  (uintmax_t)seed);
    ck_assert_msg(!memcmp(host, model_host, HOST), "seed %ju: host memory differs",
                  (uintmax_t)seed);
}

/* HOST_SEEDS of the environment: how many. */
START_TEST(the_effect_is_as_if_in_order) {
    const char *seeds = getenv("HOST_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 1000; /* 10^5 commands that run */
    for (uint64_t seed = 1; seed <= count; seed++)
        compare(seed);
}
END_TEST

/* On the simulator, whose Neutrino executes the graphs. Longer ones than these are slices. */
START_TEST(the_effect_on_the_simulator) {
    const char *seeds = getenv("HOST_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) / 10 : 200;
    teardown();
    rig_open_musim(&rig, KERNELS, stdout);
    make_buffers();
    for (uint64_t seed = 1; seed <= count; seed++)
        compare(seed);
}
END_TEST

/* ---- want of memory ---- */

/* Each call that fails has done nothing, so that it can be made again: until it succeeds. */
#define UNTIL_OK(call)                                                                             \
    for (long allowed_ = 0;; allowed_++) {                                                         \
        memory_fail_after(allowed_);                                                               \
        enum tk_status status_ = (call);                                                           \
        memory_fail_after(-1);                                                                     \
        if (status_ == TK_OK)                                                                      \
            break;                                                                                 \
        ck_assert_str_eq(tk_status_name(status_), "TK_ERROR_MEMORY");                              \
    }

START_TEST(any_allocation_of_a_call_may_fail) {
    struct random random = {3};
    struct change changes[MOST];
    tk_command_buffer clone;
    tk_semaphore semaphore;
    tk_device device;
    tk_queue queue;
    tk_buffer buffer, part, remote;
    tk_device musim;
    void *memory;
    uint32_t count;
    UNTIL_OK(tk_open_native(2, &device));
    UNTIL_OK(tk_queue_create(device, &queue));
    UNTIL_OK(tk_buffer_create(device, 100, 4096, &buffer));
    UNTIL_OK(tk_buffer_part(buffer, 1, 2, &part));
    UNTIL_OK(tk_semaphore_create(&semaphore));
    UNTIL_OK(tk_open_musim(NULL, &musim));
    UNTIL_OK(tk_buffer_create(musim, 100, 0, &remote));
    UNTIL_OK(tk_buffer_map(remote, 10, 20, &memory));
    for (uint32_t i = 0; i < 40;) {
        changes[i] = draw_change(&random);
        enum tk_status status = record_change(rig.commands, &changes[i]);
        if (status == TK_OK) {
            UNTIL_OK(record_change(rig.commands, &changes[i]));
            i++;
        }
    }
    OK(tk_commands_count(rig.commands, &count));
    ck_assert_uint_eq(count, 80);
    UNTIL_OK(tk_commands_finalize(rig.commands));
    UNTIL_OK(tk_commands_clone(rig.commands, &clone));
    UNTIL_OK(tk_dispatch(
        rig.queue, clone,
        &(struct tk_dispatch){
            .signal_count = 1, .signals = &semaphore, .fence = rig.fence, .profile = true}));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    UNTIL_OK(tk_commands_reset(rig.commands));
    OK(tk_semaphore_destroy(semaphore));
    OK(tk_commands_destroy(clone));
    OK(tk_buffer_destroy(buffer));
    OK(tk_buffer_destroy(part));
    OK(tk_buffer_destroy(remote));
    OK(tk_device_close(musim, TK_END_WAIT));
    OK(tk_queue_destroy(queue, TK_END_WAIT));
    OK(tk_device_close(device, TK_END_WAIT));
}
END_TEST

SUITE("random command buffers", setup, teardown, the_effect_is_as_if_in_order,
      the_effect_on_the_simulator, any_allocation_of_a_call_may_fail)
